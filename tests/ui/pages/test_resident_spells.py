"""就业与社保 and 就学: months and spells by real keys, seen in the list and in what the law answers."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from app import households, insurance, spells, undoing
from app.desk import Desk
from app.insurance import Paid
from app.spells import School, Work
from tests.helpers.office import Samples, arrival, citizen_number
from tests.helpers.window import open_window, press, the, words_of
from ui.pages.resident import ResidentPage
from ui.pages.resident_bodies import FAMILY, SCHOOL, WORK
from ui.pages.resident_family import FamilyTab
from ui.pages.resident_head import ResidentHead
from ui.pages.resident_work import SchoolTab, WorkTab
from ui.widgets.tabs import TabStrip
from ui.window import Window

HERE = "530300"


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> Window:
    return open_window(qtbot, desk, "resident", "today")


def work_tab(window: Window, made: Samples, who: str = "settled") -> WorkTab:
    window.go("resident", ("person", made.people[who]))
    shown = cast(ResidentPage, window.page())
    the(shown, TabStrip).go(WORK)
    return the(shown, WorkTab)


def months(desk: Desk, made: Samples) -> list[Paid]:
    return [row.paid for row in insurance.of_person(desk, made.people["settled"])]


def pension(since: str, until: str) -> Paid:
    return Paid("pension", HERE, date.fromisoformat(f"{since}-01"), date.fromisoformat(f"{until}-01"))


def test_months_are_typed_taken_in_by_f9_and_back_by_undo(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples
) -> None:
    tab = work_tab(window, made)
    assert tab.months.months.hasFocus()
    qtbot.keyClicks(tab.months.months, "2025-01~2025-06, 2025-08")
    assert "7 months read: Pension 7" in words_of(tab)

    press(qtbot, window, Qt.Key.Key_F9)

    assert set(months(desk, made)) >= {pension("2025-01", "2025-06"), pension("2025-08", "2025-08")}
    assert tab.months.months.typed() == ""
    qtbot.waitUntil(lambda: tab.months.list.table.rowCount() == len(months(desk, made)))
    act = undoing.last(desk)
    assert act is not None
    assert act.act == "take_in_insurance"


def test_a_line_that_is_not_understood_is_named_and_nothing_is_taken_in(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples
) -> None:
    tab, before = work_tab(window, made), months(desk, made)
    qtbot.keyClicks(tab.months.months, "2025-13")
    press(qtbot, window, Qt.Key.Key_F9)
    assert "Line 1: There is no such month: 2025-13." in words_of(tab)
    assert months(desk, made) == before
    assert tab.months.months.typed() == "2025-13"


def test_a_contradiction_is_told_at_the_months_and_what_was_typed_stays(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples
) -> None:
    insurance.take_in(desk, made.people["settled"], (pension("2025-03", "2025-03"),))
    tab, before = work_tab(window, made), months(desk, made)
    tab.months.backpaid.click()
    qtbot.keyClicks(tab.months.months, "2025-01~2025-06")
    press(qtbot, window, Qt.Key.Key_F9)
    assert "2025-03 of Pension is on file" in words_of(tab)
    assert tab.months.months.typed() == "2025-01~2025-06"
    assert months(desk, made) == before


def test_a_table_is_pasted(qtbot: QtBot, window: Window, desk: Desk, made: Samples) -> None:
    work_tab(window, made)
    QApplication.clipboard().setText("费款所属期\t险种\n202501\t医疗保险\n202502\t医疗保险\n")
    press(qtbot, window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    press(qtbot, window, Qt.Key.Key_F9)
    assert Paid("medical", HERE, date(2025, 1, 1), date(2025, 2, 1)) in months(desk, made)


def test_a_file_is_seen_before_it_is_taken_in(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "months.csv"
    file.write_bytes("年月,险种\n2025-01,养老保险\n".encode("gb18030"))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    tab, before = work_tab(window, made), months(desk, made)
    tab.months.file.click()
    assert "2025-01" in tab.months.months.typed()
    assert months(desk, made) == before
    press(qtbot, window, Qt.Key.Key_F9)
    assert pension("2025-01", "2025-01") in months(desk, made)


def test_months_are_put_right_in_one_act(qtbot: QtBot, window: Window, desk: Desk, made: Samples) -> None:
    insurance.take_in(desk, made.people["settled"], (pension("2019-01", "2019-06"),))
    tab = work_tab(window, made)
    tab.months.list.go_to(("pension", "云南省曲靖市", date(2019, 1, 1)))
    tab.months.list.setFocus()
    press(qtbot, window, Qt.Key.Key_Return)
    assert tab.months.months.typed() == "2019-01~2019-06"
    qtbot.keyClicks(tab.months.months, "2019-02~2019-05")  # all of it is selected
    press(qtbot, window, Qt.Key.Key_F9)
    assert pension("2019-02", "2019-05") in months(desk, made)
    assert pension("2019-01", "2019-06") not in months(desk, made)


def test_work_is_noted_put_right_and_taken_out(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples
) -> None:
    tab, who = work_tab(window, made), made.people["settled"]
    before = spells.of_person(desk, who, Work)
    tab.work.since.setFocus()
    press(qtbot, window, Qt.Key.Key_F9)
    assert tab.work.since.state() == "error"
    qtbot.keyClicks(tab.work.since, "2019-03-01")
    qtbot.keyClicks(tab.work.until, "2019-12-31")
    qtbot.keyClicks(tab.work.own["employer"], "Hebin Furniture")
    press(qtbot, window, Qt.Key.Key_F9)
    noted = Work(date(2019, 3, 1), date(2019, 12, 31), "530302", "Hebin Furniture")
    (row,) = [row for row in spells.of_person(desk, who, Work) if row.spell == noted]

    qtbot.waitUntil(lambda: tab.work.list.go_to(row.id))
    tab.work.correct.click()
    qtbot.keyClicks(tab.work.since, "2018-03-01")  # all of it is selected
    press(qtbot, window, Qt.Key.Key_F9)
    assert [each.spell.since for each in spells.of_person(desk, who, Work) if each.id == row.id] == [
        date(2018, 3, 1)
    ]

    def is_put_right() -> bool:
        shown = tab.work.list.current() if tab.work.list.go_to(row.id) else None
        return shown is not None and shown.spell.since == date(2018, 3, 1)

    qtbot.waitUntil(is_put_right)
    tab.work.out.click()
    assert spells.of_person(desk, who, Work) == before


def test_schooling_is_noted_with_its_level(qtbot: QtBot, window: Window, desk: Desk, made: Samples) -> None:
    window.go("resident", ("person", made.people["settled"]))
    shown = cast(ResidentPage, window.page())
    the(shown, TabStrip).go(SCHOOL)
    tab = the(shown, SchoolTab)
    qtbot.keyClicks(tab.since, "2004-09-01")
    press(qtbot, window, Qt.Key.Key_F9)
    assert tab.own["level"].hasFocus()
    tab.own["level"].show_value("primary")
    press(qtbot, window, Qt.Key.Key_F9)
    (row,) = spells.of_person(desk, made.people["settled"], School)
    assert row.spell == School(date(2004, 9, 1), None, "530302", "primary")
    qtbot.waitUntil(lambda: tab.list.table.rowCount() == 1)


def test_in_a_wide_window_the_fields_of_schooling_are_as_wide_as_what_is_typed_in_them(
    window: Window, made: Samples
) -> None:
    window.resize(1920, 1008)
    window.go("resident", ("person", made.people["settled"]))
    shown = cast(ResidentPage, window.page())
    the(shown, TabStrip).go(SCHOOL)
    panel = the(shown, SchoolTab)
    assert panel.width() > 1700
    assert panel.since.width() < 300
    assert panel.own["school"].width() < 600


def test_what_was_typed_about_one_person_is_not_noted_about_another(
    qtbot: QtBot, window: Window, made: Samples
) -> None:
    tab = work_tab(window, made)
    qtbot.keyClicks(tab.months.months, "2025-01")
    cast(ResidentPage, window.page()).show_for(("person", made.people["soon"]))
    assert tab.months.months.typed() == ""


def test_the_family_is_shown_opened_and_left(qtbot: QtBot, window: Window, desk: Desk, made: Samples) -> None:
    head = arrival("方晓明", 941, "2026-11-20")
    child = households.NewMember(
        households.SON,
        "方小宝",
        "citizen",
        citizen_number("530627", date(2019, 5, 6), 951),
        verified="original_seen",
    )
    father, son = households.record(desk, head, (child,))
    window.go("resident", ("person", father.person_id))
    shown = cast(ResidentPage, window.page())
    the(shown, TabStrip).go(FAMILY)
    tab = the(shown, FamilyTab)
    shown_rows = (tab.list.table.row(number) for number in range(2))
    assert [row.name for row in shown_rows if row] == ["方晓明", "方小宝"]

    tab.list.step(1)
    tab.list.setFocus()
    tab.day.show_value(date(2026, 11, 1))
    tab.left.click()
    assert "joining it" in words_of(tab)
    tab.day.show_value(date(2026, 11, 22))
    tab.left.click()
    assert [row.person_id for row in households.of_person(desk, father.person_id)] == [father.person_id]
    qtbot.waitUntil(lambda: tab.list.table.rowCount() == 1)

    tab.list.setFocus()
    press(qtbot, window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: tab.list.table.rowCount() == 2)
    tab.list.go_to(households.of_person(desk, father.person_id)[1].id)
    tab.list.setFocus()
    press(qtbot, window, Qt.Key.Key_Return)
    assert "方小宝" in words_of(the(shown, ResidentHead))
    assert son.person_id != father.person_id
