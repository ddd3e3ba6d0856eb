"""The fields that two officers changed otherwise, one below the other: this desk's left, theirs right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.clashes import MINE, THEIRS
from app.language import _
from ui import theme
from ui.widgets.cells import CHIP_HEIGHT, Status, chip_width, paint_chip
from ui.widgets.chip import Chip
from ui.widgets.ink import paint_round, write
from ui.widgets.refill import refill
from ui.widgets.text import Text, hairline

ROW, BOX, LABEL, CHIP = 56, 48, 92, 84
Sides: TypeAlias = tuple[str, str]
"""What the two sides are called at this desk: what was typed, and what is on file."""


@dataclass(frozen=True, slots=True)
class Original:
    """One of the two as it is shown: the value, who wrote it when and how, who answered that it is right."""

    words: str
    note: str
    answered: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A field to be chosen: both originals, which was written later, and whether it is asked about."""

    field: str
    label: str
    mine: Original
    theirs: Original
    newer: str
    asked: bool = False


class OriginalBox(QAbstractButton):
    """One original; a click chooses it, and the keys belong to all lines together."""

    def __init__(self, where: str, original: Original) -> None:
        super().__init__()
        self._original = original
        self._answered = Status(original.answered, "ok") if original.answered else None
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme.px(BOX))
        self.setAccessibleName(f"{where}: {original.words} {original.note}".strip())
        self.setToolTip(f"{original.words}\n{original.note}")

    def sizeHint(self) -> QSize:
        return QSize(theme.px(180), theme.px(BOX))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            chosen = self.isChecked()
            if chosen or self.underMouse():
                ground, edge = ("tint", "accent") if chosen else ("hover", "")
                paint_round(painter, self.rect(), ground, edge)
            self._paint_mark(painter, chosen=chosen)
            left, half = theme.px(34), self.height() / 2
            room = self.width() - left - theme.px(8)
            beside = room - self._paint_answered(painter)
            above = QRectF(left, theme.px(3), room, half)
            below = QRectF(left, half, beside, half - theme.px(3))
            write(painter, above, self._original.words, theme.font(bold=chosen), theme.colour("text"))
            write(painter, below, self._original.note, theme.font(theme.NOTE), theme.colour("text2"))

    def _paint_answered(self, painter: QPainter) -> float:
        """Who answered that it is right, beside who wrote it; answers how much room that takes."""
        if self._answered is None:
            return 0
        width, high = chip_width(self._answered), theme.px(CHIP_HEIGHT)
        at = QRectF(self.width() - width - theme.px(8), self.height() - high - theme.px(4), width, high)
        paint_chip(painter, at, self._answered)
        return width + theme.px(8)

    def _paint_mark(self, painter: QPainter, *, chosen: bool) -> None:
        """The round mark of a choice."""
        size = theme.px(16)
        mark = QRectF(theme.px(9), (self.height() - size) / 2, size, size)
        painter.setPen(QPen(theme.colour("accent" if chosen else "line2"), 2 if chosen else 1))
        painter.setBrush(theme.colour("surface"))
        painter.drawEllipse(mark)
        if chosen:
            inset = theme.px(4)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent"))
            painter.drawEllipse(mark.adjusted(inset, inset, -inset, -inset))


class ChoiceLine(QFrame):
    """One field with its two originals; ``picked`` carries the side that was clicked."""

    picked = Signal(str)

    def __init__(self, line: Line, sides: Sides) -> None:
        super().__init__()
        self.line, self._in_hand = line, False
        self.boxes = {MINE: OriginalBox(sides[0], line.mine), THEIRS: OriginalBox(sides[1], line.theirs)}
        self._open = Chip(_("Asked"), "info") if line.asked else Chip(_("Not chosen"), "warn")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(12), theme.px(3), theme.px(8), theme.px(3))
        row.setSpacing(theme.px(8))
        label = Text(line.label, yields=True)
        label.setFixedWidth(theme.px(LABEL))
        row.addWidget(label)
        for side, box in self.boxes.items():
            row.addWidget(box, 1)
            box.clicked.connect(lambda _on=False, side=side: self.picked.emit(side))
        last = QWidget()
        last.setFixedWidth(theme.px(CHIP))
        place = QHBoxLayout(last)
        place.setContentsMargins(0, 0, 0, 0)
        place.addWidget(self._open)
        row.addWidget(last)
        self.setFixedHeight(theme.px(ROW))

    def show_chosen(self, side: str | None) -> None:
        """Show which side was chosen, None that none was yet."""
        for each, box in self.boxes.items():
            box.setChecked(each == side)
        self._open.setVisible(side is None)

    def be_in_hand(self, in_hand: bool) -> None:
        """Show whether ← and → choose here now."""
        self._in_hand = in_hand
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._in_hand:
            with QPainter(self) as painter:
                painter.fillRect(QRectF(0, 0, theme.px(3), self.height()), theme.colour("accent"))


class Choices(QWidget):
    """All lines: one tab stop, ↑ and ↓ go from line to line, ← and → choose.

    ``changed`` after each choice; ``moved`` carries the line that is in hand now.
    """

    changed = Signal()
    moved = Signal(QWidget)

    def __init__(self) -> None:
        super().__init__()
        self._about: UUID | None = None
        self._lines: list[ChoiceLine] = []
        self._chosen: dict[str, str] = {}
        self._at = 0
        self._sides: Sides = ("", "")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("What is right"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def show_lines(
        self, about: UUID, lines: tuple[Line, ...], chosen: Mapping[str, str], sides: Sides
    ) -> None:
        """Show these fields of the conflict ``about``, with what was chosen of them before.

        Of the same conflict the field in hand stays in hand; of another the first is that is not chosen.
        """
        in_hand = self._lines[self._at].line.field if self._lines and about == self._about else None
        self._about, self._sides = about, sides
        self._lines = [ChoiceLine(line, sides) for line in lines]
        fields = [line.field for line in lines]
        self._chosen = {field: side for field, side in chosen.items() if field in fields}
        refill(self._column, (part for line in self._lines for part in (line, hairline())))
        for number, line in enumerate(self._lines):
            line.picked.connect(lambda side, number=number: self._pick(number, side))
        self._column.addStretch(1)
        if in_hand not in fields:
            in_hand = next((field for field in fields if field not in self._chosen), None)
        self._go(fields.index(in_hand) if in_hand is not None else 0)

    def chosen(self) -> dict[str, str]:
        """What was chosen so far, by field."""
        return dict(self._chosen)

    def missing(self) -> tuple[Line, ...]:
        """The fields that are still to be chosen."""
        return tuple(line.line for line in self._lines if line.line.field not in self._chosen)

    def choose_newer(self) -> None:
        """Choose of every field what was written later; nothing is saved by it."""
        self.choose({line.line.field: line.line.newer for line in self._lines})

    def choose(self, sides: Mapping[str, str]) -> None:
        """Choose of these fields these sides; nothing is saved by it."""
        self._chosen |= sides
        self._show()
        self.changed.emit()

    def go_to_missing(self) -> None:
        """Go to the first field that is still to be chosen."""
        self.setFocus()
        missing = self.missing()
        if missing:
            self._go(next(n for n, line in enumerate(self._lines) if line.line == missing[0]))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if not self._lines or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            by = 1 if key == Qt.Key.Key_Down else -1
            self._go(max(0, min(self._at + by, len(self._lines) - 1)))
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._pick(self._at, MINE if key == Qt.Key.Key_Left else THEIRS)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._show()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._show()

    def _pick(self, number: int, side: str) -> None:
        self._at = number
        self._chosen[self._lines[number].line.field] = side
        self._show()
        self.changed.emit()

    def _go(self, number: int) -> None:
        self._at = number
        self._show()
        if self._lines:
            self.moved.emit(self._lines[number])

    def _show(self) -> None:
        for number, line in enumerate(self._lines):
            line.show_chosen(self._chosen.get(line.line.field))
            line.be_in_hand(number == self._at and self.hasFocus())
        self.setAccessibleDescription(self._spoken() if self._lines else "")

    def _spoken(self) -> str:
        """The line in hand as a screen reader says it."""
        line = self._lines[self._at].line
        side = self._chosen.get(line.field)
        said = {MINE: line.mine.words, THEIRS: line.theirs.words}.get(side or "", _("Not chosen"))
        both = (
            " ".join((f"{side}:", one.words, one.answered)).strip()
            for side, one in zip(self._sides, (line.mine, line.theirs), strict=True)
        )
        return ". ".join((line.label, *both, said))
