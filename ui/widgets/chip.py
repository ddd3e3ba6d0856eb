"""A status chip and a deadline meter, standing alone."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.widgets.cells import (
    CELL_GAP,
    CHIP_HEIGHT,
    Deadline,
    Status,
    cell_colours,
    chip_width,
    meter_width,
    paint_chip,
    paint_deadline,
)


class Chip(QWidget):
    """A chip: glyph, word and tint together, so that colour is never the only sign."""

    def __init__(self, words: str = "", kind: str = "mute", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_status(Status(words, kind))

    def show_status(self, status: Status) -> None:
        """Show another state."""
        self._status = status
        self.setAccessibleName(status.words)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(chip_width(self._status), theme.px(CHIP_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            paint_chip(painter, QRectF(self.rect()), self._status)


class DeadlineMeter(QWidget):
    """How many working days are left, one cell a day, always followed by words."""

    def __init__(self, deadline: Deadline, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.show_deadline(deadline)

    def show_deadline(self, deadline: Deadline) -> None:
        """Show another deadline."""
        self._deadline = deadline
        self.setAccessibleName(deadline.spoken())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        body = QFontMetrics(theme.font(bold=True)).horizontalAdvance(self._deadline.words)
        note = QFontMetrics(theme.font(theme.NOTE)).horizontalAdvance(self._deadline.note)
        return QSize(meter_width(self._deadline) + theme.px(9 + 10) + body + note, theme.px(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            paint_deadline(painter, QRectF(self.rect()), self._deadline)


class DeadlineBand(QWidget):
    """The cells alone, as wide as there is room, where the words stand elsewhere on the panel."""

    HIGH = 22

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._deadline: Deadline | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme.px(self.HIGH))

    def show_deadline(self, deadline: Deadline) -> None:
        """Show another deadline."""
        self._deadline = deadline
        self.setAccessibleName(deadline.spoken())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._deadline is None or not self._deadline.total:
            return
        pitch = (self.width() + theme.px(CELL_GAP)) / self._deadline.total
        with QPainter(self) as painter:
            for number, colour in enumerate(cell_colours(self._deadline)):
                cell = QRectF(number * pitch, 0, pitch - theme.px(CELL_GAP), self.height())
                painter.fillRect(cell, colour)
