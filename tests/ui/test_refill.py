"""What takes the place of something else on the screen is there at once."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.widgets.button import KeyButton
from ui.widgets.refill import refill
from ui.widgets.text import Text


def test_what_was_there_is_gone_and_what_is_new_is_seen_and_takes_the_focus_at_once(qtbot: QtBot) -> None:
    shown = QWidget()
    column = QVBoxLayout(shown)
    qtbot.addWidget(shown)
    old = Text("before")
    column.addWidget(old)
    column.addStretch(1)
    shown.show()
    new = KeyButton("after")

    refill(column, [new])
    new.setFocus()

    assert old.isHidden()
    assert new.isVisible()
    assert shown.focusWidget() is new
    assert column.count() == 1
    qtbot.waitUntil(lambda: shown.findChild(Text) is None)  # what was there is let go of
