"""A file opened from a list leads on to the others of it, and back to where one has come to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from threading import Event
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from app import households, listed, people, permits, registrations
from app.desk import Desk
from app.errors import Refused
from app.listed import PersonRow
from tests.helpers.office import Samples, arrival, citizen_number
from tests.helpers.window import open_window, press, the, words_of
from ui.jobs import Jobs
from ui.pages.registration import RegistrationPage
from ui.pages.registration_check import Likenesses
from ui.pages.resident import ResidentPage
from ui.pages.resident_bodies import FAMILY, PERMITS, WORK
from ui.pages.resident_family import FamilyTab
from ui.pages.resident_find import FindResident
from ui.pages.resident_head import ResidentHead
from ui.pages.resident_months import MonthsPanel
from ui.pages.resident_trail import TrailFoot
from ui.widgets.button import KeyButton
from ui.widgets.counters import CounterStrip
from ui.widgets.marks import Figures
from ui.widgets.tabs import TabStrip
from ui.widgets.worklist import WorkList
from ui.window import Window

CTRL = Qt.KeyboardModifier.ControlModifier
NEXT, BEFORE = Qt.Key.Key_BracketRight, Qt.Key.Key_BracketLeft
PAGES = ("today", "resident", "review", "endorsements", "statistics", "papers", "registration")


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> Window:
    return open_window(qtbot, desk, *PAGES)


def list_named(window: Window, name: str) -> WorkList[Any]:
    page = cast(QWidget, window.page())
    return next(each for each in page.findChildren(WorkList) if each.accessibleName() == name)


def queue(window: Window) -> WorkList[Any]:
    return list_named(window, "By deadline")


def in_hand(window: Window) -> str | None:
    row = queue(window).current()
    return row.name if row is not None else None


def whose(window: Window) -> str:
    """Whose file is on the screen."""
    head = the(cast(ResidentPage, window.page()), ResidentHead)
    return head._name.text()


def foot(window: Window) -> str:
    """What the foot says, though the way back of what was just done may lie over it."""
    labels = the(window, TrailFoot).findChildren(QLabel)
    return " ".join(label.text() for label in labels if not label.isHidden())


def walked(qtbot: QtBot, window: Window, key: Qt.Key, times: int) -> list[str]:
    """The names one after the other when a key is pressed so often."""
    seen = []
    for _time in range(times):
        press(qtbot, window, key)
        seen.append(whose(window))
    return seen


def test_the_files_of_the_queue_come_in_its_order_and_esc_leads_back_to_the_one_in_hand(
    qtbot: QtBot, window: Window
) -> None:
    names = [duty.name for duty in queue(window).table.rows()]
    press(qtbot, window, Qt.Key.Key_Down)
    press(qtbot, window, Qt.Key.Key_O, CTRL)
    assert (whose(window), foot(window)) == (names[1], f"Case 2 of {len(names)}")
    assert walked(qtbot, window, NEXT, 2) == names[2:4]
    assert walked(qtbot, window, BEFORE, 1) == [names[2]]
    assert the(the(window, TrailFoot), KeyButton).text() == "‹ Back to Today"
    press(qtbot, window, Qt.Key.Key_Escape)
    assert queue(window).hasFocus()
    assert in_hand(window) == names[2]


def test_at_either_end_the_file_stays_and_the_last_is_called_so(qtbot: QtBot, window: Window) -> None:
    names = [duty.name for duty in queue(window).table.rows()]
    press(qtbot, window, Qt.Key.Key_O, CTRL)
    assert walked(qtbot, window, BEFORE, 1) == [names[0]]
    walked(qtbot, window, NEXT, len(names) - 1)
    assert (whose(window), foot(window)) == (names[-1], f"Case {len(names)} of {len(names)} · the last")
    assert walked(qtbot, window, NEXT, 1) == [names[-1]]


def test_where_something_is_refused_first_one_stays_and_nobody_is_left_out_afterwards(
    qtbot: QtBot, desk: Desk, jobs: Jobs
) -> None:
    def refuse() -> None:
        assert let_go.wait(20)
        raise Refused("Not today.")

    window, let_go = open_window(qtbot, desk, *PAGES, jobs=jobs), Event()
    qtbot.waitUntil(lambda: len(queue(window).table.rows()) > 2)
    names = [duty.name for duty in queue(window).table.rows()]
    press(qtbot, window, Qt.Key.Key_O, CTRL)
    qtbot.waitUntil(lambda: window.page() is not None and foot(window) == f"Case 1 of {len(names)}")
    page = cast(ResidentPage, window.page())
    qtbot.waitUntil(lambda: whose(window) == names[0])
    jobs.run(refuse, owner=page)
    press(qtbot, window, NEXT)
    let_go.set()
    qtbot.waitUntil(lambda: "Not today." in words_of(window))
    assert (whose(window), foot(window)) == (names[0], f"Case 1 of {len(names)}")
    press(qtbot, window, NEXT)
    qtbot.waitUntil(lambda: whose(window) == names[1])


def test_only_those_of_the_filter_are_gone_along(qtbot: QtBot, window: Window) -> None:
    the(cast(QWidget, window.page()), CounterStrip).choose("register")
    names = [duty.name for duty in queue(window).table.rows()]
    queue(window).setFocus()
    press(qtbot, window, Qt.Key.Key_O, CTRL)
    assert foot(window) == f"Case 1 of {len(names)}"
    assert walked(qtbot, window, NEXT, len(names) - 1) == names[1:]


def test_what_is_settled_in_the_file_leaves_the_list_and_the_next_that_waits_follows(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples
) -> None:
    the(cast(QWidget, window.page()), CounterStrip).choose("hand_out")
    queue(window).setFocus()
    press(qtbot, window, Qt.Key.Key_O, CTRL)
    here = whose(window)
    press(qtbot, window, Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: foot(window) == "Off this list now · 0 left")
    assert whose(window) == here
    press(qtbot, window, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: foot(window) == "Case 1 of 1 · the last")


def test_whom_somebody_else_has_settled_meanwhile_does_not_come_up(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples
) -> None:
    the(cast(QWidget, window.page()), CounterStrip).choose("register")
    queue(window).setFocus()
    duties = queue(window).table.rows()
    press(qtbot, window, Qt.Key.Key_O, CTRL)
    registrations.register(desk, duties[1].subject_id, registrations.TELL)
    qtbot.waitUntil(lambda: foot(window) == f"Case 1 of {len(duties) - 1}")
    assert walked(qtbot, window, NEXT, 1) == [duties[2].name]
    press(qtbot, window, Qt.Key.Key_Escape)
    assert in_hand(window) == duties[2].name


def test_who_comes_to_wait_meanwhile_comes_up_too(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples
) -> None:
    the(cast(QWidget, window.page()), CounterStrip).choose("print")
    queue(window).setFocus()
    press(qtbot, window, Qt.Key.Key_O, CTRL)
    here = whose(window)
    permits.move(desk, made.permits["accepted"], "approve")
    qtbot.waitUntil(lambda: "of 2" in foot(window))
    assert {*walked(qtbot, window, NEXT, 1), *walked(qtbot, window, BEFORE, 1)} - {here}


def test_the_tab_stays_from_file_to_file(qtbot: QtBot, window: Window) -> None:
    press(qtbot, window, Qt.Key.Key_O, CTRL)
    the(window, TabStrip).go(PERMITS)
    here = whose(window)
    assert walked(qtbot, window, NEXT, 1) != [here]
    assert the(window, TabStrip).current() == PERMITS


def test_in_a_text_field_a_bracket_is_typed(qtbot: QtBot, window: Window) -> None:
    press(qtbot, window, Qt.Key.Key_O, CTRL)
    here = whose(window)
    the(window, TabStrip).go(WORK)
    months = the(window, MonthsPanel).months
    qtbot.keyClicks(months.focusProxy() or months, "]")
    assert (months.typed(), whose(window)) == ("]", here)


def test_what_is_typed_and_not_taken_in_keeps_the_file_open(qtbot: QtBot, window: Window) -> None:
    press(qtbot, window, Qt.Key.Key_O, CTRL)
    here = whose(window)
    the(window, TabStrip).go(WORK)
    panel = the(window, MonthsPanel)
    panel.months.show_typed("2026-01~2026-03")
    the(window, TabStrip).setFocus()
    window.setFocus()
    press(qtbot, window, NEXT)
    assert whose(window) == here
    assert "not taken in yet" in words_of(window.bar)
    panel.months.show_typed("")
    assert walked(qtbot, window, NEXT, 1) != [here]


def test_what_is_typed_is_there_again_when_one_comes_back_to_its_person(
    qtbot: QtBot, window: Window, made: Samples
) -> None:
    window.go("resident", ("person", made.people["issued"]))
    the(window, TabStrip).go(WORK)
    panel = the(window, MonthsPanel)
    qtbot.keyClicks(panel.months, "2026-01~2026-03")
    window.go("resident", ("person", made.people["gone"]))
    the(window, TabStrip).go(WORK)
    assert panel.months.typed() == ""
    window.go("resident", ("person", made.people["issued"]))
    the(window, TabStrip).go(WORK)
    assert panel.months.typed() == "2026-01~2026-03"


def test_a_paper_printed_on_the_way_does_not_end_it(qtbot: QtBot, window: Window) -> None:
    press(qtbot, window, Qt.Key.Key_O, CTRL)
    where = foot(window)
    press(qtbot, window, Qt.Key.Key_F8)
    press(qtbot, window, Qt.Key.Key_Escape)
    assert isinstance(window.page(), ResidentPage)
    assert foot(window) == where


def test_a_file_that_was_looked_for_by_itself_is_of_no_list(
    qtbot: QtBot, window: Window, made: Samples
) -> None:
    press(qtbot, window, Qt.Key.Key_O, CTRL)
    window.go("resident", ("person", made.people["gone"]))
    here = whose(window)
    assert "Case" not in foot(window)
    assert walked(qtbot, window, NEXT, 1) == [here]


def test_whoever_was_found_leads_on_to_the_others_found_and_back_to_the_list(
    qtbot: QtBot, window: Window
) -> None:
    window.go("resident")
    finder = the(window, FindResident)
    names = [row.name for row in finder.list.table.rows()]
    press(qtbot, window, Qt.Key.Key_Down)
    press(qtbot, window, Qt.Key.Key_Return)
    assert (whose(window), foot(window)) == (names[0], f"Person 1 of {len(names)}")
    assert walked(qtbot, window, NEXT, 3) == names[1:4]
    press(qtbot, window, Qt.Key.Key_Escape)
    assert finder.list.hasFocus()
    current = finder.list.current()
    assert current is not None
    assert current.name == names[3]


@pytest.mark.parametrize(("page", "name"), [("review", "To review"), ("endorsements", "To endorse")])
def test_the_queues_of_the_other_pages_are_gone_along_as_well(
    qtbot: QtBot, window: Window, page: str, name: str
) -> None:
    window.go(page)
    rows = list_named(window, name).table.rows()
    press(qtbot, window, Qt.Key.Key_O, CTRL)
    assert foot(window).startswith(f"Case 1 of {len(rows)}")
    for _row in rows[1:]:
        press(qtbot, window, NEXT)
    press(qtbot, window, Qt.Key.Key_Escape)
    assert list_named(window, name).current() == rows[-1]


def test_the_names_behind_a_number_are_open_again_at_the_one_that_was_reached(
    qtbot: QtBot, window: Window
) -> None:
    window.go("statistics")
    the(window, Figures).setFocus()
    press(qtbot, window, Qt.Key.Key_Return)
    rows = list_named(window, "Those who are counted").table.rows()
    press(qtbot, window, Qt.Key.Key_Return)
    assert foot(window) == f"Person 1 of {len(rows)}"
    press(qtbot, window, NEXT)
    press(qtbot, window, Qt.Key.Key_Escape)
    assert list_named(window, "Those who are counted").current() == rows[1]


def test_whose_record_is_gone_by_then_is_passed_over(
    qtbot: QtBot, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody entered twice is one person now: the list found before has a line too many."""
    window.go("resident")
    finder = the(window, FindResident)
    rows = finder.list.table.rows()
    merged, real = rows[1].row, listed.by_rows

    def without(session: Any, some: Sequence[int], on: Any) -> dict[int, PersonRow]:
        return {number: row for number, row in real(session, some, on).items() if number != merged}

    monkeypatch.setattr(listed, "by_rows", without)
    press(qtbot, window, Qt.Key.Key_Down)
    window.page().reload()  # type: ignore[union-attr]
    press(qtbot, window, Qt.Key.Key_Return)
    assert walked(qtbot, window, NEXT, 1) == [rows[2].name]


def test_the_file_that_a_form_has_found_on_record_leads_back_to_the_form_as_it_was_typed(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples
) -> None:
    on_file = people.card(desk, made.people["settled"])
    window.go("registration")
    page = cast(RegistrationPage, window.page())
    qtbot.keyClicks(page.entries.id_number, on_file.number)
    press(qtbot, window, Qt.Key.Key_Tab)
    opens = the(page, Likenesses)._open
    qtbot.waitUntil(opens.isVisible)
    qtbot.mouseClick(opens, Qt.MouseButton.LeftButton)
    assert whose(window) == on_file.name
    press(qtbot, window, Qt.Key.Key_Escape)
    assert window.page() is page
    assert page.entries.id_number.typed().replace(" ", "") == on_file.number


def test_whoever_of_the_household_is_opened_leads_back_to_the_file_and_its_place_in_the_list(
    qtbot: QtBot, window: Window, desk: Desk
) -> None:
    child = households.NewMember(
        households.SON, "方小宝", "citizen", citizen_number("530627", date(2019, 5, 6), 951),
        verified="original_seen",
    )  # fmt: skip
    households.record(desk, arrival("方晓明", 941, "2026-11-20"), (child,))
    qtbot.waitUntil(lambda: "方晓明" in [duty.name for duty in queue(window).table.rows()])
    names = [duty.name for duty in queue(window).table.rows()]
    press(qtbot, window, Qt.Key.Key_O, CTRL)
    walked(qtbot, window, NEXT, names.index("方晓明"))
    place = foot(window)
    page = cast(ResidentPage, window.page())
    the(page, TabStrip).go(FAMILY)
    household = the(page, FamilyTab).list
    household.step(1)
    household.setFocus()
    press(qtbot, window, Qt.Key.Key_Return)
    assert (whose(window), "Case" in foot(window)) == ("方小宝", False)
    assert the(the(window, TrailFoot), KeyButton).text() == "‹ Back to 方晓明"

    press(qtbot, window, Qt.Key.Key_Escape)
    assert (whose(window), foot(window)) == ("方晓明", place)
