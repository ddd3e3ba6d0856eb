"""Who keeps the focus in a window lets go of it with the window."""

from __future__ import annotations

import shiboken6
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from ui.focus import FocusKeeper


def window_with_a_field(qtbot: QtBot) -> tuple[QWidget, QLineEdit]:
    window, field = QWidget(), QLineEdit()
    QHBoxLayout(window).addWidget(field)
    FocusKeeper(window, (), lambda: None)
    window.show()
    window.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    return window, field


def test_a_window_whose_field_has_just_been_hidden_goes_quietly(qtbot: QtBot) -> None:
    """What raised in the going would be told as a fault in the program."""
    other, _elsewhere = window_with_a_field(qtbot)
    qtbot.addWidget(other)
    window, field = window_with_a_field(qtbot)
    field.hide()
    shiboken6.delete(window)
