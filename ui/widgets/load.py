"""The days ahead as bars: how much falls due on each working day, today first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.widgets.ink import paint_round, write

WORDS_HEIGHT, COUNT_HEIGHT = 20, 20
MIDDLE = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True, slots=True)
class LoadBar:
    """One day: how much falls due, the words of the weekday and of the day, and whether it is today."""

    count: int
    above: str
    below: str
    now: bool = False


class LoadBars(QWidget):
    """Bars side by side, each with its count above and its day below; the fullest takes all the height."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: tuple[LoadBar, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bars(self, bars: Iterable[LoadBar]) -> None:
        """Show these days."""
        self._bars = tuple(bars)
        self.setAccessibleName(" ".join(f"{bar.above} {bar.below}: {bar.count}" for bar in self._bars))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(320), theme.px(104))

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._bars:
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            pitch = self.width() / len(self._bars)
            ground = self.height() - theme.px(2 * WORDS_HEIGHT)
            painter.fillRect(QRectF(0, ground, self.width(), 1), theme.colour("line"))
            for number, bar in enumerate(self._bars):
                self._paint_bar(painter, bar, number * pitch, pitch, ground)

    def _paint_bar(self, painter: QPainter, bar: LoadBar, left: float, pitch: float, ground: float) -> None:
        fullest = max(each.count for each in self._bars) or 1
        height = (ground - theme.px(COUNT_HEIGHT)) * bar.count / fullest
        width = theme.px(16)
        body = QRectF(left + (pitch - width) / 2, ground - height, width, height)
        paint_round(painter, body, "accent" if bar.now else "d_wait", corner=2)
        count = QRectF(left, body.top() - theme.px(COUNT_HEIGHT), pitch, theme.px(COUNT_HEIGHT))
        bold, ink = theme.font(theme.NOTE, bold=bar.now), theme.colour("accent" if bar.now else "text2")
        if bar.count:
            outstanding = bar.now or bar.count == fullest
            write(
                painter,
                count,
                str(bar.count),
                theme.font(theme.NOTE, bold=outstanding),
                theme.colour("text"),
                MIDDLE,
            )
        words = QRectF(left, ground + theme.px(1), pitch, theme.px(WORDS_HEIGHT))
        write(painter, words, bar.above, bold, ink, MIDDLE)
        write(painter, words.translated(0, theme.px(WORDS_HEIGHT - 1)), bar.below, bold, ink, MIDDLE)
