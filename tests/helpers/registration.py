"""登记 filled in as at the window, for the tests of its parts."""

from __future__ import annotations

from datetime import date
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.helpers.office import citizen_number
from ui.pages.registration import RegistrationPage
from ui.window import Window

NUMBER = citizen_number("530902", date(1993, 6, 14), 921)


def page(window: Window) -> RegistrationPage:
    """The page on the screen."""
    return cast(RegistrationPage, window.page())


def type_into(qtbot: QtBot, field: QWidget, text: str) -> None:
    """Go to a field and type: the field before it is left, as with the Tab key."""
    field.setFocus(Qt.FocusReason.TabFocusReason)
    if text.isascii():
        qtbot.keyClicks(field, text)
    else:
        composed = QInputMethodEvent()  # Chinese comes from an input method, not from keys
        composed.setCommitString(text)
        QApplication.sendEvent(field, composed)


def pick_dwelling(qtbot: QtBot, window: Window, text: str) -> None:
    """Type a part of an address and take the first that may be meant."""
    field = page(window).entries.address
    type_into(qtbot, field, text)
    qtbot.waitUntil(field.suggesting)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def fill(qtbot: QtBot, window: Window) -> None:
    """Somebody new, with everything that is required; typed as at the window."""
    entries = page(window).entries
    type_into(qtbot, entries.name, "Wang Liqun")
    type_into(qtbot, entries.id_number, NUMBER)
    pick_dwelling(qtbot, window, "hb")
    type_into(qtbot, entries.tenure, "1")
    type_into(qtbot, entries.arrived_on, "10-24")
    type_into(qtbot, entries.purpose, "1")
    entries.phone.setFocus(Qt.FocusReason.TabFocusReason)


def is_blank(window: Window) -> bool:
    """Whether nothing stands in the form beyond what a new one begins with."""
    entries = page(window).entries
    typed = entries.form.draft().keys() - {"id_kind", "nation"}
    return not (typed or entries.family.members() or entries.family.entry())
