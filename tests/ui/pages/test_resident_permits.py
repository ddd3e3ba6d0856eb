"""证件签注: the moves of a permit as buttons, each asking what it needs, and the way back of each step."""

from __future__ import annotations

from typing import cast

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app import permits, resident_files
from app.desk import Desk
from tests.helpers.office import Samples
from tests.helpers.window import open_window, press, the, words_of
from ui.pages.permit_step import BUTTONS, KEYS, StepStrip
from ui.pages.resident import ResidentPage
from ui.pages.resident_bodies import PERMITS
from ui.pages.resident_permits import PermitsTab
from ui.widgets.tabs import TabStrip
from ui.window import Window


@pytest.fixture
def tab(qtbot: QtBot, desk: Desk, made: Samples) -> tuple[Window, PermitsTab]:
    window = open_window(qtbot, desk, "resident", what=("person", made.people["issued"]))
    page = cast(ResidentPage, window.page())
    the(page, TabStrip).go(PERMITS)
    return window, the(page, PermitsTab)


def state(desk: Desk, made: Samples) -> str:
    return resident_files.read(desk, made.people["issued"]).permits[0].state


def test_the_buttons_are_the_moves_of_the_table(tab: tuple[Window, PermitsTab]) -> None:
    _window, permits_tab = tab
    assert set(permits_tab.permit.buttons()) == permits.steps_from("issued")
    assert {step for _, step in permits.MOVES} - {"apply"} == set(BUTTONS)


def test_a_permit_is_reported_lost_and_found_again_with_the_keyboard(
    qtbot: QtBot, tab: tuple[Window, PermitsTab], desk: Desk, made: Samples
) -> None:
    window, permits_tab = tab
    permits_tab.permit.buttons()["report_lost"].setFocus()
    press(qtbot, window, Qt.Key.Key_Space)
    qtbot.keyClicks(window.focusWidget(), "on the bus")
    press(qtbot, window, Qt.Key.Key_Return)
    assert state(desk, made) == "lost"
    qtbot.waitUntil(lambda: "find" in permits_tab.permit.buttons())
    permits_tab.permit.buttons()["find"].setFocus()
    press(qtbot, window, Qt.Key.Key_Space)
    assert state(desk, made) == "issued"


def test_a_permit_is_lost_found_and_cancelled_by_keys_from_any_tab(
    qtbot: QtBot, desk: Desk, made: Samples
) -> None:
    window = open_window(qtbot, desk, "resident", what=("person", made.people["issued"]))
    page = cast(ResidentPage, window.page())
    ctrl, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    press(qtbot, window, Qt.Key.Key_F6, ctrl)
    qtbot.keyClicks(window.focusWidget(), "on the bus")
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Ctrl+F9" in {key.press for key in page.own_keys()})
    assert state(desk, made) == "lost"
    press(qtbot, window, Qt.Key.Key_F9, ctrl)
    qtbot.waitUntil(lambda: state(desk, made) == "issued")
    the(page, TabStrip).go(0)
    qtbot.waitUntil(lambda: "Shift+F7" in {key.press for key in page.own_keys()})
    press(qtbot, window, Qt.Key.Key_F7, shift)
    strip = the(page, StepStrip)
    assert strip.grounds["cancel"].hasFocus()
    strip.grounds["cancel"].show_value("left")
    strip.give()
    qtbot.waitUntil(lambda: state(desk, made) == "cancelled")


def test_every_key_of_a_step_is_printed_on_its_button_and_no_two_moves_share_one(
    tab: tuple[Window, PermitsTab],
) -> None:
    for state_before in permits.STATES:
        keys = [KEYS[step] for step in permits.steps_from(state_before) if step in KEYS]
        assert len(keys) == len(set(keys))
    _window, permits_tab = tab
    for step, button in permits_tab.permit.buttons().items():
        assert bool(button._caps) == (step in KEYS)


def test_a_cancellation_asks_its_ground_first(
    qtbot: QtBot, tab: tuple[Window, PermitsTab], desk: Desk, made: Samples
) -> None:
    window, permits_tab = tab
    permits_tab.permit.buttons()["cancel"].click()
    strip = the(cast(ResidentPage, window.page()), StepStrip)
    strip.reason.setFocus()
    press(qtbot, window, Qt.Key.Key_Return)
    assert state(desk, made) == "issued"
    assert strip.grounds["cancel"].state() == "error"
    strip.grounds["cancel"].show_value("left")
    strip.reason.setFocus()
    press(qtbot, window, Qt.Key.Key_Return)
    assert state(desk, made) == "cancelled"


def test_what_hangs_on_a_step_is_shown_before_it_is_taken_back(
    qtbot: QtBot, tab: tuple[Window, PermitsTab], desk: Desk, made: Samples
) -> None:
    window, permits_tab = tab
    back = permits_tab.permit.back
    back.begin.click()
    assert "Nothing else hangs on it." in words_of(back)
    qtbot.keyClicks(back.reason, "given to a namesake")
    press(qtbot, window, Qt.Key.Key_Return)
    assert state(desk, made) == "printed"


def test_a_step_that_was_decided_says_by_which_rules_and_what_was_not_checked(
    tab: tuple[Window, PermitsTab],
) -> None:
    _window, permits_tab = tab
    lived = next(row for row in permits_tab.list.table.rows() if row.step.law is not None)
    permits_tab.list.go_to((lived.permit.id, lived.number))
    law = lived.step.law
    assert law is not None
    said = words_of(permits_tab.permit)
    assert law.article in said
    assert f"Rules {law.pack}, version {law.version}, checksum {law.checksum[:12]}" in said
    assert "This rule has not been checked against the act." in said
