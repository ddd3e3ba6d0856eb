"""Columns side by side, such as the months of a year, with a scale behind them; and the legend of a chart."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.widgets.ink import LEFT, RIGHT, write
from ui.widgets.marks import CENTRE, Mark, Marks

WORDS, NUMBER, SCALE = 22, 20, 40
MOST_LINES = 4
BAR, TICK = "bar", "tick"


class Columns(Marks):
    """Columns side by side, each with its words below; a tick may stand across each.

    ``ticks`` are the numbers of the year before, ``now`` is the column of today. A chart that is ``scaled``
    has a scale at its left and lines behind it, and numbers only over the highest column and that of today;
    else each column has its own number above.
    """

    def __init__(self, name: str, token: str, *, scaled: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._token, self._scaled, self._now = token, scaled, -1
        self._ticks: tuple[int, ...] = ()
        self._below: tuple[str, ...] = ()

    def show_columns(
        self, marks: tuple[Mark, ...], below: tuple[str, ...], ticks: tuple[int, ...] = (), now: int = -1
    ) -> None:
        """Show numbers with their words below."""
        self._below, self._ticks, self._now = below, ticks, now
        self.show_marks(marks)

    def is_empty(self) -> bool:
        return not any((*(mark.count for mark in self._marks), *self._ticks))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(200), theme.px(96))

    def place(self, number: int) -> QRectF:
        width = self._pitch() * 0.55
        height = max(1.0, self._height(self._marks[number].count))
        left = self._left() + self._pitch() * number + (self._pitch() - width) / 2
        return QRectF(left, self._ground() - height, width, height)

    def paint_chart(self, painter: QPainter) -> None:
        self._paint_scale(painter)
        numbered = self._numbered()
        for number, mark in enumerate(self._marks):
            bar, now = self.place(number), number == self._now
            painter.fillRect(bar, theme.colour("accent" if now else self._token))
            if number in numbered and mark.count:
                self._paint_number(painter, bar, mark.written(), now=now)
        for number in range(0, len(self._below), self._every()):
            self._paint_below(painter, number)
        for number, tick in enumerate(self._ticks):
            if tick:
                top = self._ground() - self._height(tick)
                left = self._left() + self._pitch() * (number + 0.15)
                painter.fillRect(QRectF(left, top - 1, self._pitch() * 0.7, 2), theme.colour("text"))

    def _paint_scale(self, painter: QPainter) -> None:
        """The ground, and where it is scaled the lines above it with their numbers."""
        painter.fillRect(QRectF(self._left(), self._ground(), self.width(), 1), theme.colour("line"))
        if not self._scaled:
            return
        for line in scale_of(self._fullest()):
            top = self._ground() - self._height(line)
            painter.fillRect(QRectF(self._left(), top, self.width(), 1), theme.colour("line"))
            box = QRectF(0, top - theme.px(10), self._left() - theme.px(6), theme.px(20))
            write(painter, box, f"{line:,}", theme.font(theme.NOTE), theme.colour("text2"), RIGHT)

    def _paint_number(self, painter: QPainter, bar: QRectF, words: str, *, now: bool) -> None:
        over = theme.px(NUMBER)
        wide = QFontMetrics(self._font(bold=True)).horizontalAdvance(words) + theme.px(2)
        box = QRectF(bar.center().x() - wide / 2, bar.top() - over, wide, over)
        box.moveRight(min(box.right(), float(self.width())))
        write(painter, box, words, self._font(bold=now or self._scaled), theme.colour("text"), CENTRE)

    def _paint_below(self, painter: QPainter, number: int) -> None:
        now, room = number == self._now, self._pitch() * self._every()
        middle = self._left() + self._pitch() * (number + 0.5)
        words = QRectF(middle - room / 2, self._ground(), room, theme.px(WORDS))
        tone = theme.colour("accent" if now else "text2")
        write(painter, words, self._below[number], self._font(bold=now), tone, CENTRE)

    def _numbered(self) -> set[int]:
        """Which columns have their number above: all, or where there is a scale the highest and today's."""
        counts = [mark.count for mark in self._marks]
        if not self._scaled or not counts:
            return set(range(len(counts)))
        highest = counts.index(max(counts))
        near = self._now >= 0 and abs(highest - self._now) * self._pitch() < theme.px(32)
        return {self._now} if near else {highest, self._now}

    def _every(self) -> int:
        """Of how many columns one has its words below, so that they do not run into each other."""
        metrics = QFontMetrics(self._font(bold=True))
        widest = max(map(metrics.horizontalAdvance, self._below), default=0) + theme.px(6)
        return max(1, -(-widest // max(1, int(self._pitch()))))

    def _font(self, *, bold: bool) -> QFont:
        return theme.font(theme.NOTE, bold=bold)

    def _left(self) -> float:
        """Where the first column may begin: right of the numbers of the scale."""
        if not self._scaled:
            return 0.0
        widest = QFontMetrics(theme.font(theme.NOTE)).horizontalAdvance(f"{self._fullest():,}")
        return max(theme.px(SCALE), widest + theme.px(10))

    def _pitch(self) -> float:
        return (self.width() - self._left()) / max(1, len(self._marks))

    def _ground(self) -> float:
        return self.height() - theme.px(WORDS)

    def _height(self, count: int) -> float:
        return (self._ground() - theme.px(NUMBER)) * count / self._fullest()

    def _fullest(self) -> int:
        return max([mark.count for mark in self._marks] + list(self._ticks), default=0) or 1


class Legend(QWidget):
    """What the bars and ticks of a chart mean, in a line: a unit, and each sign with its words."""

    def __init__(self, unit: str, signs: tuple[tuple[str, str, str], ...]) -> None:
        """``signs`` are BAR or TICK, the colour, and the words."""
        super().__init__()
        self._unit, self._signs = unit, signs
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(" · ".join((unit, *(words for _sign, _colour, words in signs))))

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(theme.font(theme.NOTE))
        words = (self._unit, *(words for _sign, _colour, words in self._signs))
        wide = sum(metrics.horizontalAdvance(each) for each in words)
        return QSize(wide + theme.px(10 + 28 * len(self._signs)), theme.px(22))

    def paintEvent(self, event: QPaintEvent) -> None:
        note, middle = theme.font(theme.NOTE), self.height() / 2
        with QPainter(self) as painter:
            line = QRectF(self.rect())
            line.setLeft(write(painter, line, self._unit, note, theme.colour("text2"), LEFT) + theme.px(10))
            for sign, colour, words in self._signs:
                high = theme.px(11) if sign == BAR else 2
                painter.fillRect(
                    QRectF(line.left(), middle - high / 2, theme.px(11), high), theme.colour(colour)
                )
                line.setLeft(line.left() + theme.px(16))
                used = write(painter, line, words, note, theme.colour("text2"), LEFT)
                line.setLeft(line.left() + used + theme.px(12))


def scale_of(fullest: int) -> tuple[int, ...]:
    """Round numbers, 0 first, that lie evenly up to the fullest: 0, 200, 400, 600 of 611."""
    step = 1
    while fullest // step >= MOST_LINES:
        step = step * 2 if str(step)[0] in "15" else step * 5 // 2
    return tuple(range(0, fullest + 1, step))
