"""A4 纸制证: the sheet as it will be printed, and beside it the place that the next card goes to."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.blanks import LIES, SPOILED, STATES
from app.card_sheets import OpenSheet
from app.language import _
from app.paper import CARDS_BY_EIGHT, CARDS_BY_TEN
from app.paper.sheet import A4
from app.paper.wording import Box
from ui import theme
from ui.widgets.choice import Switch
from ui.widgets.preview import PdfPreview
from ui.widgets.text import Text

HIGH, LOW = 206, 150
"""How high the sheet is shown: as a card at its true size on a usual screen, or in a narrow window."""
COLUMNS = 2


class SheetPlaces(QWidget):
    """The places of a sheet, to pick where printing begins: arrows and the mouse move; ``moved`` tells.

    Where blanks are kept only a place whose blank lies there can be picked; where none are the officer
    knows best which sheet was put in.
    """

    moved = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._sheet: OpenSheet | None = None
        self._boxes: tuple[Box, ...] = ()
        self._picked: int | None = None
        self._cards, self._high = 1, HIGH
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._say()

    def show_sheet(self, sheet: OpenSheet, boxes: tuple[Box, ...]) -> None:
        """Show a sheet as it lies there; once it is another, printing begins at its next free place again."""
        if sheet != self._sheet:
            self._picked = None
        self._sheet, self._boxes = sheet, boxes
        self._say()

    def show_cards(self, cards: int) -> None:
        """Show that so many cards are to be printed."""
        self._cards = cards
        self.update()

    def be_high(self, high: int) -> None:
        """Be so high, in pixels at the standard text size."""
        self._high = high
        self.updateGeometry()

    def place(self) -> int:
        """Where printing begins, counted from 1; 0 where no place is free."""
        if self._picked is not None:
            return self._picked
        return self._sheet.next if self._sheet is not None else 0

    def step(self, by: int) -> None:
        """Begin so many free places later, or earlier."""
        free = self._free()
        if self.place() in free:
            self._pick(free[min(max(free.index(self.place()) + by, 0), len(free) - 1)])

    def sizeHint(self) -> QSize:
        return QSize(round(theme.px(self._high) * A4[0] / A4[1]), theme.px(self._high))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = {
            Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -COLUMNS, Qt.Key.Key_Down: COLUMNS,
        }  # fmt: skip
        if event.key() in keys:
            self.step(keys[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for place in self._free():
            if self._cell(self._boxes[place - 1]).contains(event.position()):
                self._pick(place)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.colour("surface"))
            painter.setPen(
                QPen(theme.colour("accent" if self.hasFocus() else "line2"), 2 if self.hasFocus() else 1)
            )
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
            if self._sheet is None:
                return
            free = self._free()
            begun = free.index(self.place()) if self.place() in free else len(free)
            filled = set(free[begun : begun + self._cards])
            for place, (box, state) in enumerate(zip(self._boxes, self._sheet.places, strict=True), 1):
                self._paint(painter, self._cell(box), state, filled=place in filled, number=str(place))

    def _paint(self, painter: QPainter, cell: QRectF, state: str, *, filled: bool, number: str) -> None:
        if filled:
            painter.fillRect(cell, theme.colour("accent"))
        elif state not in (LIES, SPOILED):
            painter.fillRect(cell, theme.colour("d_wait"))
        painter.setPen(QPen(theme.colour("bad" if state == SPOILED else "line2"), 1.5))
        painter.drawRect(cell)
        if state == SPOILED:
            painter.drawLine(cell.topLeft(), cell.bottomRight())
            painter.drawLine(QPointF(cell.right(), cell.top()), QPointF(cell.left(), cell.bottom()))
            return
        painter.setFont(theme.font(theme.NOTE, bold=filled))
        painter.setPen(theme.colour("on_accent" if filled or state != LIES else "text2"))
        painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, number)

    def _cell(self, box: Box) -> QRectF:
        dots = self.height() / A4[1]
        return QRectF(box.left * dots, box.top * dots, box.width * dots, box.height * dots).adjusted(
            1, 1, -1, -1
        )

    def _free(self) -> list[int]:
        if self._sheet is None:
            return []
        known = bool(self._sheet.numbers)
        return [n for n, state in enumerate(self._sheet.places, 1) if state == LIES or not known]

    def _pick(self, place: int) -> None:
        if place != self.place():
            self._picked = place
            self._say()
            self.moved.emit()

    def _say(self) -> None:
        place, every = self.place(), len(self._boxes)
        self.setAccessibleName(_("Place on the sheet"))
        if self._sheet is not None and place:
            state = _(STATES[self._sheet.places[place - 1]])
            self.setAccessibleDescription(_("Place {n} of {all}, {state}", n=place, all=every, state=state))
        self.update()


class SheetView(QWidget):
    """The sheet with the cards on it, its places, and how it is laid out; ``changed`` tells of the latter."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.places, self._preview = SheetPlaces(), PdfPreview()
        self.layouts = Switch(
            ((CARDS_BY_TEN.name, _("10 to a sheet")), (CARDS_BY_EIGHT.name, _("8 to a sheet"))),
            name=_("Cards on a sheet"),
        )
        self._numbers: tuple[str, ...] = ()
        self._high = HIGH
        self._next, self._number = Text(bold=True), Text(size=theme.NOTE, tone="text2")
        self._hint = Text(size=theme.NOTE, tone="text2", wrap=True)
        self._lay_out()
        self.layouts.changed.connect(self.changed)
        self.places.moved.connect(self._say)

    def show_sheet(self, sheet: OpenSheet, boxes: tuple[Box, ...]) -> None:
        """Show the sheet that is printed on next."""
        self._numbers = sheet.numbers
        self.places.show_sheet(sheet, boxes)
        self._say()

    def show_pdf(self, pdf: bytes | None) -> None:
        """Show the front of the sheet."""
        self._preview.show_pdf(pdf)
        self._preview.fit(theme.px(self._high))

    def be_narrow(self, narrow: bool) -> None:
        """Leave room below in a narrow window."""
        self._high = LOW if narrow else HIGH
        self.places.be_high(self._high)
        self._preview.fit(theme.px(self._high))

    def _say(self) -> None:
        place = self.places.place()
        self._next.show_words(_("Begins at place {n}", n=place) if place else _("No sheet is left"))
        self._number.setText(self._numbers[place - 1] if self._numbers and place else "")
        self._hint.setText(
            _("Put the sheet in as it is: used places stay empty. Ctrl+[ and Ctrl+] choose another place.")
        )

    def _lay_out(self) -> None:
        row, words = QHBoxLayout(self), QVBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(16))
        words.setSpacing(theme.px(6))
        for part in (self.layouts, self._next, self._number, self._hint):
            words.addWidget(part)
        words.addStretch(1)
        self._hint.setMinimumWidth(theme.px(150))
        row.addWidget(self._preview, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.places, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
