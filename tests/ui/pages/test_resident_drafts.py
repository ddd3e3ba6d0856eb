"""What is typed on a file and not taken in: a draft of the office, whatever becomes of the program."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app import drafts, insurance, offices, people, remarks, spells
from app.desk import Desk
from app.insurance import Paid
from app.spells import School
from tests.helpers.in_two_hands import At
from tests.helpers.office import Samples
from tests.helpers.window import open_window, press, the, words_of
from ui.pages.resident import ResidentPage
from ui.pages.resident_bodies import SCHOOL, WORK
from ui.pages.resident_draft import FORMS, MONTHS, REMARK
from ui.pages.resident_draft import SCHOOL as OF_SCHOOL
from ui.pages.resident_draft import WORK as OF_WORK
from ui.pages.resident_remark import RemarkPanel
from ui.pages.resident_tabs import StaysTab
from ui.pages.resident_work import SchoolTab, WorkTab
from ui.pages.sync import SyncPage
from ui.widgets.tabs import TabStrip
from ui.window import Window

WHO = "settled"
TYPED = "2025-01~2025-06"
Open = Callable[[], Window]


@pytest.fixture
def start(qtbot: QtBot, desk: Desk) -> Open:
    """Opens a window at the desk, as after a crash or a handing over: nothing is left of another."""
    return lambda: open_window(qtbot, desk, "resident", "today", "sync", "registration")


def file_of(window: Window, made: Samples, tab: int) -> ResidentPage:
    window.go("resident", ("person", made.people[WHO]))
    page = cast(ResidentPage, window.page())
    the(page, TabStrip).go(tab)
    return page


def work_tab(window: Window, made: Samples) -> WorkTab:
    return the(file_of(window, made, WORK), WorkTab)


def type_months(qtbot: QtBot, window: Window, made: Samples) -> WorkTab:
    tab = work_tab(window, made)
    tab.months.backpaid.click()
    tab.months.months.setFocus()
    qtbot.keyClicks(tab.months.months, TYPED)
    tab.months.kind.setFocus()  # gone on from the field
    return tab


def waiting(desk: Desk) -> list[str]:
    return [row.form for row in drafts.of_form(desk, *FORMS)]


def test_months_that_were_typed_stand_there_again_in_another_window(
    qtbot: QtBot, desk: Desk, made: Samples, start: Open
) -> None:
    type_months(qtbot, start(), made)
    assert waiting(desk) == [MONTHS]
    again = work_tab(start(), made)
    assert again.months.months.typed() == TYPED
    assert again.months.backpaid.value() is True
    assert again.work.since.typed() == ""


def test_what_puts_months_on_file_right_still_does_so_in_another_window(
    qtbot: QtBot, desk: Desk, made: Samples, start: Open
) -> None:
    insurance.take_in(
        desk, made.people[WHO], (Paid("pension", "530300", date(2019, 1, 1), date(2019, 6, 1)),)
    )
    before = insurance.of_person(desk, made.people[WHO])
    tab = work_tab(start(), made)
    tab.months.list.go_to((before[0].paid.kind, before[0].region, before[0].paid.since))
    tab.months.correct.click()
    tab.months.months.selectAll()
    qtbot.keyClicks(tab.months.months, TYPED)
    tab.months.kind.setFocus()

    window = start()
    work_tab(window, made).months.months.setFocus()
    press(qtbot, window, Qt.Key.Key_F9)
    after = [row.paid for row in insurance.of_person(desk, made.people[WHO])]
    assert before[0].paid not in after
    assert len(after) == len(before)


def test_what_is_still_being_typed_is_kept_after_a_rest(
    qtbot: QtBot, desk: Desk, made: Samples, start: Open
) -> None:
    tab = work_tab(start(), made)
    tab.work.since.setFocus()
    qtbot.keyClicks(tab.work.since, "2025-03")
    qtbot.waitUntil(lambda: waiting(desk) == [OF_WORK])
    assert work_tab(start(), made).work.since.typed() == "2025-03"


def test_who_goes_to_another_page_or_file_finds_schooling_as_it_was_typed(
    qtbot: QtBot, desk: Desk, made: Samples, start: Open
) -> None:
    window = start()
    tab = the(file_of(window, made, SCHOOL), SchoolTab)
    qtbot.keyClicks(tab.since, "2020-09-01")
    window.go("today")
    assert waiting(desk) == [OF_SCHOOL]
    window.go("resident", ("person", made.people["endorsable"]))
    tab = the(file_of(start(), made, SCHOOL), SchoolTab)
    assert tab.since.typed() == "2020-09-01"
    tab.own["level"].show_value("primary")
    press(qtbot, cast(Window, tab.window()), Qt.Key.Key_F9)
    assert waiting(desk) == []
    (row, *_) = spells.of_person(desk, made.people[WHO], School)
    assert str(row.spell.since) == "2020-09-01"


def test_what_is_taken_in_or_emptied_by_hand_is_no_draft_any_more(
    qtbot: QtBot, desk: Desk, made: Samples, start: Open
) -> None:
    window = start()
    tab = type_months(qtbot, window, made)
    tab.months.months.setFocus()
    press(qtbot, window, Qt.Key.Key_F9)
    assert waiting(desk) == []

    tab = type_months(qtbot, window, made)
    assert waiting(desk) == [MONTHS]
    tab.months.months.show_typed("")
    tab.months.months.setFocus()
    tab.months.kind.setFocus()
    assert waiting(desk) == []
    assert work_tab(start(), made).months.months.typed() == ""


def test_under_sync_it_is_listed_by_the_residents_name_and_leads_back_to_where_it_was_typed(
    qtbot: QtBot, desk: Desk, made: Samples, start: Open
) -> None:
    type_months(qtbot, start(), made)
    window = start()
    window.go("sync")
    assert "1 draft waits" in words_of(cast(SyncPage, window.page()))
    row = cast(SyncPage, window.page()).waiting.list.current()
    assert row is not None
    assert drafts.whose(row.content) == people.card(desk, made.people[WHO]).name
    assert QApplication.focusWidget() is cast(SyncPage, window.page()).waiting.list
    press(qtbot, window, Qt.Key.Key_Return)
    page = window.page()
    assert isinstance(page, ResidentPage)
    assert the(page, TabStrip).current() == WORK
    assert the(page, WorkTab).months.months.typed() == TYPED


def test_of_one_draft_at_two_desks_nothing_is_taken_in_twice_and_nothing_typed_is_lost(
    qtbot: QtBot, desk: Desk, made: Samples, start: Open
) -> None:
    first = start()
    tab = work_tab(first, made)
    tab.work.since.setFocus()
    qtbot.keyClicks(tab.work.since, "2025-03-01")
    tab.work.own["employer"].setFocus()
    qtbot.keyClicks(tab.work.own["employer"], "Hebin Design")
    tab.work.since.setFocus()
    second = start()
    other = work_tab(second, made)
    assert other.work.own["employer"].value() == "Hebin Design"
    other.work.since.setFocus()
    press(qtbot, second, Qt.Key.Key_F9)
    noted = len(spells.of_person(desk, made.people[WHO], spells.Work))

    with qtbot.waitActive(first):
        first.activateWindow()
    tab.work.since.setFocus()
    press(qtbot, first, Qt.Key.Key_F9)
    assert "Somebody else has saved this draft" in words_of(first)
    assert tab.work.own["employer"].value() == "Hebin Design"
    assert len(spells.of_person(desk, made.people[WHO], spells.Work)) == noted


def test_months_that_were_only_taken_up_to_be_put_right_are_no_draft(
    qtbot: QtBot, desk: Desk, made: Samples, start: Open
) -> None:
    insurance.take_in(
        desk, made.people[WHO], (Paid("pension", "530300", date(2019, 1, 1), date(2019, 6, 1)),)
    )
    tab = work_tab(start(), made)
    tab.months.correct.click()
    tab.months.kind.setFocus()  # gone on from the field
    assert waiting(desk) == []
    tab.months.months.setFocus()
    qtbot.keyClicks(tab.months.months, TYPED)
    tab.months.kind.setFocus()
    assert waiting(desk) == [MONTHS]


# -- a remark


def remark_panel(window: Window) -> RemarkPanel:
    return the(cast(ResidentPage, window.page()), RemarkPanel)


def type_remark(qtbot: QtBot, window: Window, made: Samples, words: str) -> RemarkPanel:
    window.go("resident", ("person", made.people[WHO]))
    panel = remark_panel(window)
    panel.begin()
    panel.field.selectAll()
    qtbot.keyClicks(panel.field, words)
    return panel


def test_a_remark_being_typed_is_a_draft_until_it_is_written_or_cancelled(
    qtbot: QtBot, desk: Desk, made: Samples, start: Open
) -> None:
    remarks.write(desk, made.people[WHO], "walks badly", "")
    first = start()
    type_remark(qtbot, first, made, "half a wo")
    first.go("today")
    assert waiting(desk) == [REMARK]

    window = start()
    window.go("sync")
    press(qtbot, window, Qt.Key.Key_Return)
    panel = remark_panel(window)
    assert panel.field.isVisible()
    window.go("resident", ("draft", made.people[WHO], REMARK))
    assert panel.field.hasFocus()
    qtbot.keyClicks(panel.field, "rd")
    press(qtbot, window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert people.card(desk, made.people[WHO]).remark == "half a word"
    assert waiting(desk) == []

    type_remark(qtbot, window, made, "no").clash.setFocus()
    window.go("today")
    assert waiting(desk) == [REMARK]
    window.go("resident", ("person", made.people[WHO]))
    remark_panel(window).field.setFocus()
    press(qtbot, window, Qt.Key.Key_Escape)
    assert waiting(desk) == []
    assert people.card(desk, made.people[WHO]).remark == "half a word"


def test_a_remark_gone_on_with_does_not_take_the_officer_from_another_tab(
    qtbot: QtBot, made: Samples, start: Open
) -> None:
    type_remark(qtbot, start(), made, "half a wo").field.clearFocus()
    window = start()
    window.go("resident", ("draft", made.people[WHO], REMARK))
    field = remark_panel(window).field
    assert field.hasFocus()
    press(qtbot, window, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    stays = the(cast(ResidentPage, window.page()), StaysTab)
    assert stays.isVisible()
    assert stays.list.hasFocus()
    assert field.typed() == "half a wo"


def test_esc_elsewhere_on_a_file_leaves_a_remark_that_lies_there_as_it_is(
    qtbot: QtBot, desk: Desk, made: Samples, start: Open
) -> None:
    type_remark(qtbot, (window := start()), made, "a colleague's")
    window.go("today")
    window.go("resident", ("person", made.people[WHO]))
    the(cast(ResidentPage, window.page()), TabStrip).setFocus()
    press(qtbot, window, Qt.Key.Key_Escape)
    assert waiting(desk) == [REMARK]


# -- the power is cut

TYPES_AND_WAITS = """
import sys
from datetime import date
from uuid import UUID
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from app import drafts, offices, questions
from ui import application
from ui.bars import Standing
from ui.jobs import Jobs
from ui.news import News
from ui.office import Office
from ui.pages import PAGES
from ui.pages.resident_remark import RemarkPanel
from ui.pages.resident_tabs import StaysTab
from ui.window import Window

app = application.make([], language="en")
desk = offices.open_fiction(offices.url_of(sys.argv[1]), date(2026, 11, 23))
window = Window(tuple(entry for entry in PAGES if entry.name in ("resident", "sync")))
window.show()
window.activateWindow()
QTest.qWaitForWindowActive(window)
window.settle(Office(desk, Jobs(), News()), Standing(desk.today(), "", ""))
window.go("resident", ("person", UUID(sys.argv[2])))
while (remark := window.page().findChild(RemarkPanel)) is None:
    QTest.qWait(10)
remark.begin()
QTest.keyClicks(remark.field, "half a wo")
window.go("sync")
asking = window.page().questions
while not asking.open:
    QTest.qWait(10)
    asking.begin()
QTest.keyClicks(asking.saying.words, "dianh")
QTest.keyClick(asking.saying.words, Qt.Key.Key_Tab)
while not (drafts.of_form(desk, "remark") and any(each.question for each in questions.unsaid(desk).values())):
    QTest.qWait(10)
print("kept", flush=True)
while True:
    QTest.qWait(1000)
"""


def test_a_remark_and_a_question_being_typed_are_there_after_the_program_was_killed(
    qtbot: QtBot, desk: Desk, made: Samples, tmp_path: Path
) -> None:
    at = At(desk, phone="13700000001")
    at.other_saves(phone="15900000371")
    at.is_kept()
    desk.close()
    file, root = tmp_path / "office.anju", Path(__file__).parents[3]
    with subprocess.Popen(
        [sys.executable, "-c", TYPES_AND_WAITS, str(file), str(made.people[WHO])],
        cwd=root, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(root)},
    ) as typing:  # fmt: skip
        assert typing.stdout is not None
        assert typing.stdout.readline() == "kept\n"
        typing.send_signal(signal.SIGKILL)
    reopened = offices.open_fiction(offices.url_of(str(file)), date(2026, 11, 23))
    window = open_window(qtbot, reopened, "resident", "sync", what=("person", made.people[WHO]))
    assert remark_panel(window).field.typed() == "half a wo"
    window.go("sync")
    asking = cast(SyncPage, window.page()).questions
    asking.begin()
    assert asking.saying.words.text() == "dianh"
    reopened.close()
