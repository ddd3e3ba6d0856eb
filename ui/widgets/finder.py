"""The one search box: people, addresses and commands in one list."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from app.language import N_, _
from ui import theme
from ui.table import Column, Group
from ui.widgets.cells import Keys, Status, TwoLines, Words
from ui.widgets.overlay import Overlay
from ui.widgets.text import Keycap, KeyHint, Picture, Text, hairline
from ui.widgets.worklist import WorkList

TYPING_PAUSE_MS = 40
PAGE_KEYS = frozenset({"F6", "F7", "F8", "F9"})
"""What a page does to whoever is open on it, by the keys that are printed there."""
LOW, TALL = 36, 48
"""How high a row is, and one with a note below its words."""


@dataclass(frozen=True, slots=True)
class Found:
    """Something the box found: under which heading, its words, and the page and thing it opens.

    All words are in the officer's language; ``what`` is handed to the page. ``matched`` and
    ``note_matched`` are the parts that were typed, from where to where. ``press`` is the key that
    does the same, of something without a page the only way; of what ``acts`` it is pressed on the page.
    """

    heading: str
    words: str
    page: str
    what: object = None
    note: str = ""
    icon: str = ""
    status: Status | None = None
    press: str = ""
    acts: bool = False
    matched: tuple[int, int] = (0, 0)
    note_matched: tuple[int, int] = (0, 0)


class FindLine(QLineEdit):
    """The line one types into; ↑, ↓ and Enter go to the list below it."""

    moved = Signal(int)
    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)


def _cell(found: Found) -> object:
    top = Words(found.words, icon=found.icon, matched=found.matched)
    if not found.note:
        return top
    return TwoLines(top, Words(found.note, tone="text2", matched=found.note_matched))


def _beside(found: Found) -> object:
    return Keys(found.press, found.status)


class Finder(Overlay):
    """Emits ``asked`` with what is typed, shows what was found, and ``opened`` with the Found taken.

    ``acted`` carries the Found in hand and the key of its page that was pressed on it.
    """

    asked = Signal(str)
    opened = Signal(object)
    acted = Signal(object, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, name=_("Find"), width=640, height=448)
        self._line = FindLine()
        self._list: WorkList[Found] = WorkList(
            (
                Column(N_("Found"), _cell),
                Column(N_("State"), _beside, width=170),
            ),
            key=lambda found: (found.page, found.words, found.note),
            row_height=TALL,
            header=False,
            ruled=False,
            name=_("Found"),
        )
        self._none = Text(tone="text2")
        self._answers, self._entered = "", False
        self._pause = QTimer(self, singleShot=True, interval=TYPING_PAUSE_MS)

        self._list.led_from = self._line
        self._arrange()
        self._line.textEdited.connect(self._wait)
        self._line.moved.connect(self._list.step)
        self._line.entered.connect(self._enter)
        self._list.clicked.connect(lambda index: self._take(self._list.table.row(index.row())))
        self._pause.timeout.connect(self._ask)

    def open_with(self, text: str = "") -> None:
        """Open the box, with something already typed."""
        self._line.setText(text)
        self.show_found(text, ())
        self.open()
        self._line.setFocus()
        self.asked.emit(text)

    def show_found(self, text: str, found: tuple[Found, ...], failed: str = "") -> None:
        """Show what was found for a text; what is no longer asked for is not shown.

        ``failed`` says why nobody could be looked for, where that is so.
        """
        if text != self._typed():
            return
        groups = tuple(
            Group(heading, tuple(rows)) for heading, rows in groupby(found, lambda each: each.heading)
        )
        self._list.show_groups(groups)
        self._fit_rows()
        nothing = not any(each.what is not None for each in found)
        self._none.setVisible(nothing and bool(text))
        self._none.setText(
            failed
            or _("Nothing found for “{text}”. Try the last 4 of the number, or only the surname", text=text)
        )
        self._answers, entered, self._entered = text, self._entered, False
        if entered and not nothing:
            self._take(self._list.current())

    def found(self) -> tuple[str, ...]:
        """What is listed, in words."""
        return tuple(each.words for each in self._list.table.rows())

    def rows(self) -> tuple[Found, ...]:
        """What is listed."""
        return self._list.table.rows()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What the line has no use for: the keys of a page, and those that stand on a row."""
        press = QKeySequence(event.keyCombination()).toString()
        on_a_row = next((found for found in self.rows() if found.press == press and not found.acts), None)
        if press in PAGE_KEYS:
            self._act(press)
        elif on_a_row is not None:
            self._take(on_a_row)
        else:
            super().keyPressEvent(event)

    def _typed(self) -> str:
        return self._line.text().strip()

    def _wait(self) -> None:
        """Ask once the fingers rest; who goes on typing after Enter has thought better of it."""
        self._entered = False
        self._pause.start()

    def _ask(self) -> None:
        self._pause.stop()
        self.asked.emit(self._typed())

    def _enter(self) -> None:
        """Take the row in hand, once the rows answer what is typed: a scanner presses Enter at once."""
        if self._answers == self._typed():
            self._take(self._list.current())
        else:
            self._entered = True
            self._ask()

    def _fit_rows(self) -> None:
        for line in range(self._list.table.rowCount()):
            if (found := self._list.table.row(line)) is not None:
                self._list.setRowHeight(line, theme.px(TALL if found.note else LOW))

    def _take(self, found: Found | None) -> None:
        if found is not None and found.acts:
            self._act(found.press)
        elif found is not None:
            self.close_sheet()
            self.opened.emit(found)

    def _act(self, press: str) -> None:
        found = self._list.current()
        if found is not None and found.what is not None:
            self.close_sheet()
            self.acted.emit(found, press)

    def _arrange(self) -> None:
        self._line.setObjectName("finder")
        self._line.setFont(theme.font(theme.NUMBER))
        self._line.setAccessibleName(_("Find"))
        self._line.setFixedHeight(theme.px(32))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        above = QHBoxLayout()
        above.setSpacing(theme.px(10))
        above.addWidget(Picture("search", tone="accent"))
        above.addWidget(self._line, 1)
        above.addWidget(Keycap("Esc"))
        below = QHBoxLayout()
        below.setSpacing(theme.px(16))
        for press, words in (
            ("Up Down", _("choose")),
            ("Enter", _("open; Esc comes back")),
            ("F6 F8", _("do it there")),
        ):
            below.addWidget(KeyHint(press, words))
        below.addStretch(1)
        for part in (above, below):
            part.setContentsMargins(theme.px(16), 0, theme.px(12), 0)
        self._none.setContentsMargins(theme.px(16), theme.px(4), theme.px(16), 0)
        self.body.setContentsMargins(1, theme.px(8), 1, theme.px(8))  # rows reach from edge to edge
        self.body.setSpacing(theme.px(8))
        self.body.addLayout(above)
        self.body.addWidget(hairline())
        self.body.addWidget(self._none)
        self.body.addWidget(self._list, 1)
        self.body.addWidget(hairline())
        self.body.addLayout(below)
        self._none.hide()
