"""Charts that are read and opened by keys: each mark is a number in words, and Enter opens whom it counts."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from app.language import _
from ui import theme
from ui.widgets.ink import LEFT, RIGHT, write

CENTRE = Qt.AlignmentFlag.AlignCenter
BELOW = "↓"
STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


@dataclass(frozen=True, slots=True)
class Mark:
    """One number: how many, what it counts in words, and what is opened by it; None opens nothing.

    ``shown`` is written instead of the number, such as a share, and ``note`` beside it in its ``tone``;
    ``low`` says in words that it falls short of what is wanted.
    """

    count: int
    words: str
    opens: Hashable = None
    shown: str = ""
    note: str = ""
    tone: str = "text2"
    low: str = ""

    def written(self) -> str:
        """What is written for it."""
        return self.shown or f"{self.count:,}"

    def spoken(self) -> str:
        """The mark as a screen reader says it."""
        return " ".join(filter(None, (self.words, self.written(), self.note, self.low)))


class Marks(QWidget):
    """A painted chart of marks. ``opened`` carries what the mark in hand opens.

    A subclass says where each mark lies in ``place`` and paints in ``paint_chart``.
    """

    opened = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._at, self._hovered = name, 0, -1
        self._marks: tuple[Mark, ...] = ()
        self._counted, self._nothing = False, ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._describe()

    def show_marks(self, marks: tuple[Mark, ...]) -> None:
        """Show these numbers; the one in hand stays in hand as far as it is there."""
        self._marks, self._counted = marks, True
        self.updateGeometry()
        self._at = min(self._at, max(0, len(marks) - 1))
        self._describe()
        self.update()

    def say_when_empty(self, words: str) -> None:
        """What stands in the place of the chart once it is counted that there is nothing to show."""
        self._nothing = words

    def is_empty(self) -> bool:
        """Whether nothing of what was counted is to be shown."""
        return not self._marks

    def marks(self) -> tuple[Mark, ...]:
        """The numbers shown."""
        return self._marks

    def in_hand(self) -> Mark | None:
        """The mark the keys are at."""
        return self._marks[self._at] if self._marks else None

    def place(self, number: int) -> QRectF:
        """Where a mark lies."""
        raise NotImplementedError

    def paint_chart(self, painter: QPainter) -> None:
        """Paint all of it."""
        raise NotImplementedError

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(200), theme.px(120))

    def sizeHint(self) -> QSize:
        return QSize(theme.px(360), theme.px(190))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self._counted and self.is_empty():
                self._paint_nothing(painter)
                return
            self.paint_chart(painter)
            shown = self._at if self.hasFocus() else self._hovered
            if 0 <= shown < len(self._marks):
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(theme.colour("accent"), 2 if self.hasFocus() else 1))
                painter.drawRoundedRect(self.place(shown).adjusted(-2, -2, 2, 2), theme.px(3), theme.px(3))

    def _paint_nothing(self, painter: QPainter) -> None:
        box = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRoundedRect(box, theme.px(3), theme.px(3))
        painter.setFont(theme.font())
        painter.setPen(theme.colour("text2"))
        painter.drawText(box, int(CENTRE | Qt.TextFlag.TextWordWrap), self._nothing)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in STEPS:
            self._go(self._at + STEPS[key])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._go(0 if key == Qt.Key.Key_Home else len(self._marks) - 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self._at)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hovered = self._under(event.position())
        self.setToolTip(self._marks[self._hovered].spoken() if self._hovered >= 0 else "")
        self.setCursor(
            Qt.CursorShape.PointingHandCursor if self._hovered >= 0 else Qt.CursorShape.ArrowCursor
        )
        self.update()

    def leaveEvent(self, event: Any) -> None:
        self._hovered = -1
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        number = self._under(event.position())
        if number >= 0:
            self._go(number)
            self._open(number)

    def _under(self, point: QPointF) -> int:
        return next((n for n in range(len(self._marks)) if self.place(n).contains(point)), -1)

    def _go(self, number: int) -> None:
        self._at = max(0, min(number, len(self._marks) - 1))
        self._describe()
        self.update()
        area = self._scrolling()
        if area is not None and self._marks:
            there = self.place(self._at).center().toPoint()
            area.ensureVisible(there.x(), there.y(), 0, theme.px(40))

    def _scrolling(self) -> QScrollArea | None:
        """The area this chart is scrolled in, if any."""
        above: QWidget | None = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        return above

    def _open(self, number: int) -> None:
        if number < len(self._marks) and self._marks[number].count and self._marks[number].opens is not None:
            self.opened.emit(self._marks[number].opens)

    def _describe(self) -> None:
        self.setAccessibleName(self._name)
        mark = self.in_hand()
        if not self._counted:
            self.setAccessibleDescription(_("Nothing counted yet"))
        elif mark is None or self.is_empty():
            self.setAccessibleDescription(self._nothing)
        else:
            place = _("{n} of {all}", n=self._at + 1, all=len(self._marks))
            self.setAccessibleDescription(f"{mark.spoken()}, {place}")


class Pyramid(Marks):
    """Men to the left, women to the right, a row for each band of ages; marks come in pairs."""

    MIDDLE, HEAD, LEAST_ROW = 72, 24, 15

    def is_empty(self) -> bool:
        return not any(mark.count for mark in self._marks)

    def place(self, number: int) -> QRectF:
        row, woman = divmod(number, 2)
        height = self._row_height()
        side = (self.width() - theme.px(self.MIDDLE)) / 2
        length = max(theme.px(2), (side - theme.px(52)) * self._marks[number].count / self._fullest())
        left = side + theme.px(self.MIDDLE) if woman else side - length
        return QRectF(left, theme.px(self.HEAD) + row * height + 2, length, height - theme.px(6))

    def paint_chart(self, painter: QPainter) -> None:
        note, ink = theme.font(theme.NOTE), theme.colour("text")
        side, middle = (self.width() - theme.px(self.MIDDLE)) / 2, theme.px(self.MIDDLE)
        for woman, token in ((0, "d_male"), (1, "d_female")):
            total = sum(mark.count for mark in self._marks[woman::2])
            words = (_("Men {n}") if not woman else _("Women {n}")).format(n=f"{total:,}")
            box = QRectF(side + middle if woman else 0, 0, side, theme.px(self.HEAD))
            write(painter, box, words, theme.font(bold=True), theme.colour(token), LEFT if woman else RIGHT)
        for number, mark in enumerate(self._marks):
            bar, woman = self.place(number), number % 2
            painter.fillRect(bar, theme.colour("d_female" if woman else "d_male"))
            gap, wide, high = theme.px(5), theme.px(60), self._row_height()
            line = QRectF(0, bar.center().y() - high / 2, wide, high)
            line.moveLeft(bar.right() + gap if woman else bar.left() - gap - wide)
            write(painter, line, mark.written(), note, ink, LEFT if woman else RIGHT)
            if not woman:
                ages = QRectF(side, line.top(), middle, high)
                write(painter, ages, mark.words.split(" · ")[-1], note, theme.colour("text2"), CENTRE)

    def minimumSizeHint(self) -> QSize:
        """No fewer than its lines need, so that no number lies on another."""
        lines = theme.px(self.LEAST_ROW) * max(1, len(self._marks) // 2)
        return QSize(theme.px(200), theme.px(self.HEAD) + lines)

    def _row_height(self) -> float:
        rows = max(1, len(self._marks) // 2)
        return (self.height() - theme.px(self.HEAD)) / rows

    def _fullest(self) -> int:
        return max((mark.count for mark in self._marks), default=0) or 1


class Figures(Marks):
    """Numbers in a row, each under its label, with a quiet note beside it."""

    HEIGHT = 62

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme.px(self.HEIGHT))

    def place(self, number: int) -> QRectF:
        pitch = self.width() / max(1, len(self._marks))
        return QRectF(
            pitch * number + theme.px(6), theme.px(4), pitch - theme.px(12), self.height() - theme.px(8)
        )

    def paint_chart(self, painter: QPainter) -> None:
        for number, mark in enumerate(self._marks):
            box = self.place(number)
            inner = box.adjusted(theme.px(8), theme.px(2), theme.px(4), -theme.px(2))
            if number:
                painter.fillRect(QRectF(box.left() - theme.px(6), box.top() + 4, 1, box.height() - 8),
                                 theme.colour("line"))  # fmt: skip
            label = QRectF(inner.left(), inner.top(), inner.width(), theme.px(22))
            write(painter, label, mark.words, theme.font(theme.NOTE), theme.colour("text2"), LEFT)
            line = QRectF(inner.left(), label.bottom(), inner.width(), inner.bottom() - label.bottom())
            used = write(
                painter, line, mark.written(), theme.font(theme.PAGE, bold=True), theme.colour("text"), LEFT
            )
            line.setLeft(line.left() + used + theme.px(6))
            write(painter, line, mark.note, theme.font(theme.NOTE), theme.colour(mark.tone), LEFT)


class Meters(Marks):
    """Numbers below one another, each with its words, its share in the note, and a bar of the fullest."""

    ROW = 34

    def show_marks(self, marks: tuple[Mark, ...]) -> None:
        super().show_marks(marks)
        self.setMinimumHeight(theme.px(self.ROW) * len(marks))

    def place(self, number: int) -> QRectF:
        height = theme.px(self.ROW)
        return QRectF(1, number * height + 2, self.width() - 3, height - 4)

    def paint_chart(self, painter: QPainter) -> None:
        fullest = max((mark.count for mark in self._marks), default=0) or 1
        for number, mark in enumerate(self._marks):
            box = self.place(number).adjusted(theme.px(4), 0, -theme.px(4), 0)
            line = QRectF(box.left(), box.top(), box.width(), theme.px(21))
            used = write(painter, line, mark.note, theme.font(theme.NOTE), theme.colour("text2"), RIGHT)
            line.setRight(line.right() - max(used, theme.px(50)) - theme.px(6))
            used = write(painter, line, mark.written(), theme.font(bold=True), theme.colour("text"), RIGHT)
            line.setRight(line.right() - used - theme.px(8))
            write(painter, line, mark.words, theme.font(), theme.colour("text"), LEFT)
            bar = QRectF(box.left(), box.bottom() - theme.px(6), box.width(), theme.px(6))
            painter.fillRect(bar, theme.colour("line"))
            bar.setWidth(bar.width() * mark.count / fullest)
            painter.fillRect(bar, theme.colour("d_open"))


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One row: its name, its marks, and small columns at its end, the last of them the latest."""

    name: str
    marks: tuple[Mark, ...]
    months: tuple[int, ...] = ()


class Matrix(Marks):
    """Rows of numbers, darker the greater the number is in its column; the numbers stay dark on it."""

    NAME, ROW, END, MOST_TINT = 88, 28, 130, 0.36

    def __init__(self, name: str, last: str, parent: QWidget | None = None) -> None:
        """``last`` is the heading of the small columns at the end."""
        super().__init__(name, parent)
        self._last = last
        self._headings: tuple[str, ...] = ()
        self._rows: tuple[MatrixRow, ...] = ()

    def show_matrix(self, rows: tuple[MatrixRow, ...], headings: tuple[str, ...]) -> None:
        """Show rows under their headings, as many as there is room for in the area it scrolls in."""
        self._rows, self._headings = rows, headings
        self.setMinimumHeight(theme.px(self.ROW) * (len(rows) + 1))
        self.show_marks(tuple(mark for row in rows for mark in row.marks))

    def place(self, number: int) -> QRectF:
        row, column = divmod(number, len(self._headings))
        width = (self.width() - theme.px(self.NAME + self.END)) / len(self._headings)
        height = theme.px(self.ROW)
        return QRectF(theme.px(self.NAME) + column * width + 1, (row + 1) * height + 1, width - 2, height - 2)

    def paint_chart(self, painter: QPainter) -> None:
        note, quiet = theme.font(theme.NOTE), theme.colour("text2")
        for column, heading in enumerate(self._headings):
            box = self.place(column).translated(0, -theme.px(self.ROW)).adjusted(0, 0, -theme.px(8), 0)
            write(painter, box, heading, note, quiet, RIGHT)
        end = QRectF(self.width() - theme.px(self.END - 10), 0, theme.px(self.END - 10), theme.px(self.ROW))
        write(painter, end, self._last, note, quiet, LEFT)
        for number, row in enumerate(self._rows):
            top = theme.px(self.ROW) * (number + 1)
            write(painter, QRectF(0, top, theme.px(self.NAME - 8), theme.px(self.ROW)), row.name,
                  theme.font(), theme.colour("text"), LEFT)  # fmt: skip
            self._paint_months(painter, row.months, end.translated(0, top).adjusted(0, 4, 0, -4))
        for number, mark in enumerate(self._marks):
            self._paint_cell(painter, number, mark)

    def _paint_cell(self, painter: QPainter, number: int, mark: Mark) -> None:
        column = self._marks[number % len(self._headings) :: len(self._headings)]
        fullest = max(each.count for each in column) or 1
        ground = theme.colour("accent")
        ground.setAlphaF(self.MOST_TINT * mark.count / fullest)
        box = self.place(number)
        painter.fillRect(box, ground)
        line = box.adjusted(0, 0, -theme.px(8), 0)
        font = theme.font(bold=bool(mark.low))
        used = write(painter, line, mark.written(), font, theme.colour("text"), RIGHT)
        if mark.low:
            line.setRight(line.right() - used - theme.px(6))
            write(painter, line, BELOW, font, theme.colour("bad"), RIGHT)

    def _paint_months(self, painter: QPainter, months: tuple[int, ...], box: QRectF) -> None:
        fullest, pitch = max(months, default=0) or 1, box.width() / max(len(months), 12)
        for number, count in enumerate(months):
            height = box.height() * count / fullest
            bar = QRectF(box.left() + number * pitch, box.bottom() - height, max(1.0, pitch - 2), height)
            painter.fillRect(bar, theme.colour("accent" if number == len(months) - 1 else "d_wait"))
