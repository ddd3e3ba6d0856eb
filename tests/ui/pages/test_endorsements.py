"""签注: the due list, what lateness costs before the key is pressed, and one key to endorse and go on."""

from __future__ import annotations

from typing import cast

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app import people
from app.desk import Desk
from tests.helpers.office import Samples
from tests.helpers.window import open_window, press, words_of
from ui.pages.endorsements import EndorsementsPage
from ui.window import Window


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> Window:
    return open_window(qtbot, desk, "endorsements")


def page(window: Window) -> EndorsementsPage:
    return cast(EndorsementsPage, window.page())


def test_who_may_come_now_is_listed_with_the_window_and_the_cost_of_a_late_day(window: Window) -> None:
    assert [row.name for row in page(window).queue.table.rows()] == ["赵明慧"]
    said = words_of(page(window).side)
    assert "Window from 2026-11-18 until the day before 2026-12-18." in said
    assert "If late: 1 day late" in said
    assert "Residence without a break: 645 days in time, 0 days late." in said
    assert "1 day of the total is lost." in said


def test_f9_endorses_and_ctrl_z_takes_it_back(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples
) -> None:
    press(qtbot, window, Qt.Key.Key_F9)
    permit = people.card(desk, made.people["endorsable"]).permit
    assert permit is not None
    assert str(permit.endorse_by) == "2027-12-18"
    assert "Nobody is due" in words_of(page(window))
    press(qtbot, window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: [row.name for row in page(window).queue.table.rows()] == ["赵明慧"])


def test_ctrl_p_leads_to_the_reminder_on_paper(qtbot: QtBot, window: Window, made: Samples) -> None:
    with qtbot.waitSignal(page(window).opens) as opened:
        press(qtbot, window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    back = ("endorsements", ("permit", made.permits["endorsable"]))
    assert opened.args == ["papers", ("paper", "endorsement_reminder", made.people["endorsable"], back)]
