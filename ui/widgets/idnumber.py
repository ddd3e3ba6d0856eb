"""An ID number, written in groups of 6, 8 and 4, that says which part of it is wrong."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.language import _
from ui import theme
from ui.widgets.fields import TextField

GROUPS = (6, 8, 4)
GAP = " "


@dataclass(frozen=True, slots=True)
class NumberRead:
    """What a number says: whether it is right, in words what is wrong or odd, and what was found in it.

    ``wrong`` and ``odd`` are in the officer's language; ``found`` is whatever
    the page wants to fill other fields from.
    """

    wrong: str = ""
    odd: str = ""
    found: object = None


def grouped(number: str) -> str:
    """A number in groups of 6, 8 and 4; anything that does not begin with a digit as it is."""
    if not number[:1].isdigit():
        return number
    groups, at = [], 0
    for length in GROUPS:
        groups.append(number[at : at + length])
        at += length
    return GAP.join(group for group in (*groups[:-1], groups[-1] + number[at:]) if group)


def plain(text: str) -> str:
    """What was typed without spaces and dashes, in narrow capitals."""
    narrow = unicodedata.normalize("NFKC", text).upper()
    return "".join(sign for sign in narrow if sign.isalnum())


class IdNumberField(TextField):
    """An ID number; ``was_read`` carries the NumberRead as soon as 18 places are typed, or on leaving.

    ``read`` reads a number: it is given what was typed without the spaces. A ``quiet`` field stands in a
    narrow row: it is written smaller and says only what is wrong. An odd number is not said to check: one of
    15 digits has nothing to check it by.
    """

    was_read = Signal(object)

    def __init__(
        self,
        read: Callable[[str], NumberRead],
        *,
        placeholder: str = "",
        quiet: bool = False,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(placeholder, name=name, parent=parent)
        self._read, self._quiet = read, quiet
        self._last_read = ""
        self.setFont(theme.font(theme.BODY if quiet else theme.NUMBER, mono=True))

    def value(self) -> str | None:
        return plain(self.text()) or None

    def show_typed(self, text: str) -> None:
        super().show_typed(grouped(plain(text)))
        self.show_note("")
        self._last_read = ""
        self._read_out()

    def fault(self) -> str:
        number = plain(self.text())
        return self._read(number).wrong if number else ""

    def _edited(self) -> None:
        before = len(plain(self.text()[: self.cursorPosition()]))
        number = plain(self.text())
        self.setText(grouped(number))
        self.setCursorPosition(len(grouped(number[:before])))
        super()._edited()
        self.show_note("")
        self._last_read = ""
        if len(number) >= sum(GROUPS):
            self._read_out()

    def _leave(self) -> None:
        self._read_out()
        self.left.emit()

    def _read_out(self) -> None:
        number = plain(self.text())
        if not number or number == self._last_read:
            return
        self._last_read = number
        read = self._read(number)
        if read.wrong:
            self.show_note("")
            self.set_state("error", read.wrong)
        else:
            self.set_state("warn" if read.odd else "normal", read.odd)
            self.show_note("" if self._quiet or read.odd else _("✓ number checks"), "ok")
        self.was_read.emit(read)
