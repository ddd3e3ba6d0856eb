"""备注: Ctrl+R writes it in its place, in every breadth of the window; nothing that was typed is lost."""

from __future__ import annotations

from typing import cast

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app import people, remarks
from app.desk import Desk
from tests.helpers.office import Samples
from tests.helpers.window import open_window, press, the, words_of
from ui.jobs import Jobs
from ui.pages.resident import ResidentPage
from ui.pages.resident_head import ResidentHead
from ui.pages.resident_remark import RemarkPanel
from ui.widgets.fields import LongText
from ui.window import Window

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
LOW, NORMAL, WIDE = (1093, 557), (1366, 696), (1920, 1008)


def open_file(qtbot: QtBot, desk: Desk, made: Samples, size: tuple[int, int] = NORMAL) -> Window:
    return open_window(qtbot, desk, "resident", what=("person", made.people["settled"]), size=size)


def page(window: Window) -> ResidentPage:
    return cast(ResidentPage, window.page())


def remark(desk: Desk, made: Samples) -> str:
    return people.card(desk, made.people["settled"]).remark


def write(qtbot: QtBot, window: Window, text: str) -> LongText:
    press(qtbot, window, Qt.Key.Key_R, CTRL)
    field = window.focusWidget()
    assert isinstance(field, LongText)
    field.selectAll()
    qtbot.keyClicks(field, text)
    return field


@pytest.mark.parametrize("size", [NORMAL, WIDE])
def test_it_is_written_shown_and_taken_back(
    qtbot: QtBot, desk: Desk, made: Samples, size: tuple[int, int]
) -> None:
    window = open_file(qtbot, desk, made, size)
    write(qtbot, window, "call after 18")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    assert remark(desk, made) == "call after 18"
    if size == WIDE:
        qtbot.waitUntil(lambda: "call after 18" in words_of(page(window)))
    else:
        button = page(window)._sheet._remark.button
        qtbot.waitUntil(lambda: button.text() == "Remark: call after 18")
    press(qtbot, window, Qt.Key.Key_Z, CTRL)
    assert remark(desk, made) == ""


def test_esc_leaves_what_was_noted_and_stays_on_the_file(qtbot: QtBot, desk: Desk, made: Samples) -> None:
    remarks.write(desk, made.people["settled"], "walks badly", "")
    window = open_file(qtbot, desk, made)
    field = write(qtbot, window, "no")
    press(qtbot, window, Qt.Key.Key_Escape)
    assert not field.isVisible()
    assert window.page() is page(window)
    assert remark(desk, made) == "walks badly"


def test_in_a_low_window_the_head_and_the_field_have_their_height_and_what_is_below_gives_way(
    qtbot: QtBot, desk: Desk, made: Samples
) -> None:
    window = open_file(qtbot, desk, made, LOW)
    write(qtbot, window, "call after 18")
    panel, head = the(page(window), RemarkPanel), the(page(window), ResidentHead)
    qtbot.waitUntil(lambda: all(part.height() >= part.minimumSizeHint().height() for part in (panel, head)))


def test_what_is_typed_about_somebody_is_there_again_with_them(
    qtbot: QtBot, desk: Desk, made: Samples
) -> None:
    window = open_file(qtbot, desk, made)
    field = write(qtbot, window, "half a wo")
    window.go("resident", ("person", made.people["endorsable"]))
    assert not field.isVisible()
    window.go("resident", ("person", made.people["settled"]))
    assert field.isVisible()
    qtbot.keyClicks(field, "rd")
    assert field.typed() == "half a word"


@pytest.mark.parametrize(("key", "held", "kept"), [("Y", ALT, "theirs"), ("F9", None, "mine")])
def test_what_another_officer_wrote_meanwhile_is_shown_beside_what_is_typed(
    qtbot: QtBot, desk: Desk, made: Samples, key: str, held: Qt.KeyboardModifier | None, kept: str
) -> None:
    window = open_file(qtbot, desk, made)
    field = write(qtbot, window, "mine")
    remarks.write(desk, made.people["settled"], "theirs", "")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    assert "now theirs, typed mine" in words_of(page(window))
    assert (remark(desk, made), field.typed()) == ("theirs", "mine")
    press(qtbot, window, getattr(Qt.Key, f"Key_{key}"), held or Qt.KeyboardModifier.NoModifier)
    qtbot.waitUntil(lambda: not field.isVisible())
    assert remark(desk, made) == kept


def test_one_that_is_too_long_is_said_to_be_and_stays_typed(qtbot: QtBot, desk: Desk, made: Samples) -> None:
    window = open_file(qtbot, desk, made)
    field = write(qtbot, window, "x")
    field.show_typed("x" * 1001)
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    assert "a remark has at most 1,000" in words_of(page(window))
    assert len(field.typed()) == 1001
    assert remark(desk, made) == ""


def test_what_is_typed_while_it_is_saved_stays_and_is_nobody_elses_change(
    qtbot: QtBot, desk: Desk, made: Samples
) -> None:
    jobs = Jobs()
    window = open_window(qtbot, desk, "resident", what=("person", made.people["settled"]), jobs=jobs)
    panel = page(window)._sheet._remark.panel
    qtbot.waitUntil(lambda: page(window)._sheet.file is not None)
    panel.begin()
    qtbot.keyClicks(panel.field, "one")
    panel.give()
    qtbot.keyClicks(panel.field, " two")
    qtbot.waitUntil(lambda: "Remark written." in words_of(window))
    assert (remark(desk, made), panel.field.typed()) == ("one", "one two")
    assert panel.is_open
    panel.give()
    qtbot.keyClicks(panel.field, " three")
    panel.give()  # pressed once more before it is known how the one before ended
    qtbot.waitUntil(lambda: not panel.is_open)
    assert remark(desk, made) == "one two three"
    jobs.close()


def test_what_is_typed_is_there_again_where_the_same_file_is_found_anew(
    qtbot: QtBot, desk: Desk, made: Samples
) -> None:
    window = open_file(qtbot, desk, made)
    field = write(qtbot, window, "half a wo")
    press(qtbot, window, Qt.Key.Key_F, CTRL)
    window.go("resident", ("person", made.people["settled"]))
    assert field.isVisible()
    qtbot.keyClicks(field, "rd")
    assert field.typed() == "half a word"
