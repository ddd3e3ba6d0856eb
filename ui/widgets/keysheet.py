"""The sheet of keys: every key there is here, in columns, as the pages declare them."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.language import _
from ui import theme
from ui.widgets.button import KeyButton
from ui.widgets.overlay import Overlay
from ui.widgets.refill import refill
from ui.widgets.text import Keycap, Text, hairline, key_caps

Keys = tuple[tuple[str, str], ...]
"""Keys as (what is pressed, what it does)."""

MOST_IN_A_COLUMN = 12


def list_keys() -> Keys:
    """The keys every list has."""
    return (
        ("Up Down", _("Row above, row below")),
        ("PageUp PageDown", _("A screen up, a screen down")),
        ("Home End", _("First row, last row")),
        ("Enter", _("Do the next step")),
        ("Space", _("Preview or tick")),
        ("Ctrl+C", _("Copy the row")),
    )


def form_keys() -> Keys:
    """The keys every form has."""
    return (
        ("Enter", _("Next field to fill")),
        ("Shift+Enter", _("Field before")),
        ("1…5", _("Pick a choice by its digit")),
        ("Alt+Down", _("Open the choices")),
    )


class KeySheet(Overlay):
    """Shows columns of keys, each a title and its keys; ``print_asked`` when it shall lie on the desk."""

    print_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, name=_("Keys"), width=1240)
        self.columns: tuple[tuple[str, Keys], ...] = ()
        self._columns = QHBoxLayout()
        self._print = KeyButton(_("Print it for the desk"), key="Ctrl+P", small=True)
        close = KeyButton(_("Close"), key="Esc", kind="quiet", small=True)

        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        head.addWidget(Text(_("Keys"), size=theme.PAGE, bold=True))
        head.addWidget(Text(_("Hold Alt for half a second: the pages show theirs."), tone="text2"))
        head.addStretch(1)
        head.addWidget(self._print)
        head.addWidget(close)
        self._columns.setSpacing(theme.px(28))
        self.body.addLayout(head)
        self.body.addSpacing(theme.px(12))
        self.body.addLayout(self._columns)
        self.body.addStretch(1)
        self._print.clicked.connect(self.print_asked)
        close.clicked.connect(self.close_sheet)

    def show_keys(self, anywhere: Keys, here: Keys) -> None:
        """Open the sheet with the window's keys, the page's, and those of every list and form."""
        self._show_columns(
            (
                (_("Anywhere"), anywhere),
                (_("This page"), here),
                (_("In lists"), list_keys()),
                (_("In forms"), form_keys()),
            )
        )
        self.open()

    def _show_columns(self, columns: tuple[tuple[str, Keys], ...]) -> None:
        self.columns = columns
        refill(self._columns, map(_column, _side_by_side(columns)))
        for number in range(self._columns.count()):
            self._columns.setStretch(number, 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Print):
            self.print_asked.emit()
        else:
            super().keyPressEvent(event)

    def page(self) -> str:
        """The sheet as a page to print, in HTML."""
        tables = (
            f"<h3>{escape(title)}</h3><table cellpadding='3'>{''.join(map(_line, keys))}</table>"
            for title, keys in self.columns
            if keys
        )
        return f"<h2>{escape(_('Keys'))}</h2>{''.join(tables)}"


def _line(key: tuple[str, str]) -> str:
    press, words = key
    return f"<tr><td><b>{escape(' '.join(key_caps(press)))}</b></td><td>{escape(words)}</td></tr>"


def _side_by_side(parts: tuple[tuple[str, Keys], ...]) -> list[list[tuple[str, Keys]]]:
    """What stands in each column: where a page has many keys they take two, and the short parts share one.

    A low window, or one with large text, has no room for them all below one another.
    """
    anywhere, here, *short = parts
    title, keys = here
    if len(keys) <= MOST_IN_A_COLUMN:
        return [[part] for part in parts if part[1]]
    half = -(-len(keys) // 2)
    return [[anywhere], [(title, keys[:half])], [(title, keys[half:])], short]


def _column(parts: list[tuple[str, Keys]]) -> QWidget:
    column = QWidget()
    lines = QVBoxLayout(column)
    lines.setContentsMargins(0, 0, 0, 0)
    lines.setSpacing(theme.px(8))
    for title, keys in parts:
        _add_part(lines, title, keys)
    lines.addStretch(1)
    return column


def _add_part(lines: QVBoxLayout, title: str, keys: Keys) -> None:
    lines.addWidget(Text(title, size=theme.TITLE, bold=True, tone="text2"))
    lines.addWidget(hairline())
    grid = QGridLayout()
    grid.setVerticalSpacing(theme.px(8))
    grid.setHorizontalSpacing(theme.px(16))
    grid.setColumnStretch(1, 1)
    for line, (press, words) in enumerate(keys):
        grid.addWidget(Keycap(press), line, 0, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(Text(words, wrap=True), line, 1)
    lines.addLayout(grid)
