"""Section 6: how each proof was verified, what it lacks, and that nothing said of it is lost."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app import likenesses, materials
from app.desk import Desk
from app.materials import NewMaterial
from tests.helpers.office import Samples
from tests.helpers.registration import NUMBER, fill, page, type_into
from tests.helpers.window import open_window, press, words_of
from ui.pages.registration_proofs import Proofs, Situation
from ui.window import Window

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> Window:
    return open_window(qtbot, desk, "registration")


def on_file(desk: Desk) -> dict[str, tuple[str, str, str]]:
    person_id = likenesses.find(desk, "", NUMBER, None)[0].person_id
    return {m.kind: (m.state, m.verified, m.remark) for m in materials.of_person(desk, person_id)}


@pytest.mark.parametrize(
    ("digit", "verified"),
    [("1", "original_seen"), ("2", "card_read"), ("3", "database"), ("4", "by_phone")],
)
def test_a_digit_says_how_a_proof_was_verified(
    qtbot: QtBot, window: Window, desk: Desk, digit: str, verified: str
) -> None:
    fill(qtbot, window)
    press(qtbot, window, Qt.Key.Key_6, ALT)
    qtbot.keyClicks(window.focusWidget(), digit)
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    assert on_file(desk)["id_card"] == ("held", verified, "")


def test_what_a_proof_lacks_is_written_below_it_and_kept_on_file(
    qtbot: QtBot, window: Window, desk: Desk
) -> None:
    fill(qtbot, window)
    press(qtbot, window, Qt.Key.Key_6, ALT)
    press(qtbot, window, Qt.Key.Key_Tab)
    qtbot.keyClicks(window.focusWidget(), "5")
    qtbot.keyClicks(window.focusWidget(), "no signature")
    press(qtbot, window, Qt.Key.Key_Tab)
    line = page(window).check.proofs.lines[1]
    assert line.tick.accessibleDescription() == "Incomplete no signature"
    assert not line.lacks.isVisible()
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    assert on_file(desk)["lease"] == ("missing", "", "no signature")


def test_tab_goes_through_the_proofs_in_their_order_and_on_to_what_is_told(
    qtbot: QtBot, window: Window
) -> None:
    fill(qtbot, window)
    press(qtbot, window, Qt.Key.Key_6, ALT)
    check, met = page(window).check, []
    for _stop in range(3):
        met.append(window.focusWidget())
        press(qtbot, window, Qt.Key.Key_Tab)
    assert met == [check.proofs.lines[0].tick, check.proofs.lines[1].tick, next(iter(check._told.values()))]


def test_the_draft_keeps_how_each_proof_was_verified(qtbot: QtBot, window: Window, desk: Desk) -> None:
    fill(qtbot, window)
    press(qtbot, window, Qt.Key.Key_6, ALT)
    qtbot.keyClicks(window.focusWidget(), "2")
    again = open_window(qtbot, desk, "registration")
    press(qtbot, again, Qt.Key.Key_D, ALT)
    assert page(again).check.proofs.materials() == page(window).check.proofs.materials()


def test_a_proof_on_file_keeps_the_way_it_was_verified_when_the_entries_are_corrected(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples
) -> None:
    person = made.people["accepted"]
    before = {m.kind: m.verified for m in materials.of_person(desk, person)}
    window.go("registration", ("stay", made.stays["accepted"]))
    type_into(qtbot, page(window).entries.job, "fitter")
    press(qtbot, window, Qt.Key.Key_S, CTRL)
    after = {m.kind: m.verified for m in materials.of_person(desk, person)}
    assert before["id_card"] == after["id_card"] == "card_read"


def test_what_was_said_of_a_proof_is_kept_while_another_dwelling_is_tried(qtbot: QtBot) -> None:
    proofs = Proofs(lambda: date(2026, 11, 23))
    rented = Situation("citizen", "rented", None, "01")
    proofs.show_known((NewMaterial("lease", "address", "held", "by_phone", 4),))
    proofs.show_situation(rented)
    proofs.show_situation(Situation("citizen", "owned", None, "01"))
    assert [material.kind for material in proofs.materials()] == ["id_card", "property_certificate"]
    proofs.show_situation(rented)
    assert proofs.materials()[1] == NewMaterial("lease", "address", "held", "by_phone", 4)


def test_the_head_of_the_proofs_counts_what_is_missing(qtbot: QtBot, window: Window) -> None:
    fill(qtbot, window)
    assert "2 of 2 missing" in words_of(page(window).check)
    press(qtbot, window, Qt.Key.Key_6, ALT)
    for _proof in range(2):
        press(qtbot, window, Qt.Key.Key_Space)
        press(qtbot, window, Qt.Key.Key_Tab)
    assert "all 2 there" in words_of(page(window).check)
