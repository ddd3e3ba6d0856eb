"""签注: the due list, what lateness costs before the key is pressed, and one key to endorse and go on."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app import people
from app.desk import Desk
from tests.helpers.office import Samples
from tests.helpers.window import W, open_window, press, words_of
from ui.jobs import Jobs
from ui.pages.endorsements import EndorsementsPage
from ui.pages.resident_head import ResidentHead
from ui.pages.resident_lanes import PERMIT
from ui.pages.resident_law import TimelineTab
from ui.table import Table
from ui.widgets.chip import Chip
from ui.widgets.worklist import WorkList
from ui.window import Window


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> Window:
    return open_window(qtbot, desk, "endorsements")


def page(window: Window) -> EndorsementsPage:
    return cast(EndorsementsPage, window.page())


def told_of_zhao(table: Table[Any]) -> list[str]:
    """What a reader hears of the cells of her line."""
    line = table.find(lambda row: row.name == "赵明慧")
    return [str(table.data(table.index(line, column))) for column in range(table.columnCount())]


def inside(window: Window, kind: type[W]) -> list[W]:
    page = window.page()
    assert page is not None
    return page.findChildren(kind)


def test_who_may_come_now_is_listed_with_the_window_and_the_cost_of_a_late_day(window: Window) -> None:
    assert [row.name for row in page(window).queue.table.rows()] == ["赵明慧"]
    said = words_of(page(window).side)
    assert "Window from 2026-11-18 to 2026-12-17." in said
    assert "Put off until 2026-12-19: 2 days late" in said
    assert "Residence without a break: 645 days in time, 0 days late." in said
    assert "1 day of the total is lost." in said


def test_no_empty_strip_stands_there_until_the_cost_is_told(qtbot: QtBot, desk: Desk, jobs: Jobs) -> None:
    window = open_window(qtbot, desk, "endorsements", jobs=jobs)
    assert page(window).cost.isHidden()
    qtbot.waitUntil(page(window).cost.isVisible)


@pytest.mark.parametrize(
    ("day", "list_says", "day_says", "head_says", "lane_says", "panel_says"),
    [
        (16, "1 day left", "1 day left", "endorse in 1 day", "1 day left", "Put off until 2026-12-19"),
        (17, "Last day today", "Last day today", "last day to endorse", "Last day today", "Put off until"),
        (18, "1 day late", "1 day late", "endorsement overdue", "1 day late", "since 2026-12-18"),
    ],
)  # fmt: skip
def test_every_page_says_the_same_of_the_last_day(
    qtbot: QtBot, desk: Desk, made: Samples, day: int, list_says: str, day_says: str, head_says: str,
    lane_says: str, panel_says: str,
) -> None:  # fmt: skip
    """The year of the permit is full on 2026-12-18, the first day on which the law suspends it."""
    window = open_window(qtbot, desk.on(date(2026, 12, day)), "endorsements", "today", "resident")
    assert told_of_zhao(page(window).queue.table)[2:] == ["2026-12-17", list_says]
    assert panel_says in words_of(page(window).side)

    window.go("today")
    queue = next(each for each in inside(window, WorkList) if each.accessibleName() == "By deadline")
    told = told_of_zhao(queue.table)
    assert any(day_says in cell for cell in told)

    window.go("resident", ("person", made.people["endorsable"]))
    (head,), (tab,) = inside(window, ResidentHead), inside(window, TimelineTab)
    assert head_says in [chip.accessibleName() for chip in head.findChildren(Chip)]
    assert "2026-12-17" in words_of(head)
    assert [lane.note for lane in tab.chart.lanes() if lane.key == PERMIT] == [lane_says]


def test_f9_endorses_and_ctrl_z_takes_it_back(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples
) -> None:
    press(qtbot, window, Qt.Key.Key_F9)
    permit = people.card(desk, made.people["endorsable"]).permit
    assert permit is not None
    assert str(permit.endorse_by) == "2027-12-17"
    assert "Nobody is due" in words_of(page(window))
    press(qtbot, window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: [row.name for row in page(window).queue.table.rows()] == ["赵明慧"])


def test_with_nobody_left_to_endorse_no_key_is_offered(qtbot: QtBot, window: Window) -> None:
    assert [key.press for key in page(window).own_keys()] == ["[", "]", "Ctrl+O"]
    press(qtbot, window, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: page(window).queue.current() is None)
    qtbot.waitUntil(lambda: page(window).own_keys() == ())


def test_ctrl_p_leads_to_the_reminder_on_paper(qtbot: QtBot, window: Window, made: Samples) -> None:
    with qtbot.waitSignal(page(window).opens) as opened:
        press(qtbot, window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    back = ("endorsements", ("permit", made.permits["endorsable"]))
    assert opened.args == ["papers", ("paper", "endorsement_reminder", made.people["endorsable"], back)]
