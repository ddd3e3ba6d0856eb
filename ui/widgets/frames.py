"""Frames on a page: a place that lacks something, where it lies, and how it is drawn."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen

from ui import theme
from ui.widgets.ink import write

WHOLE = 1000
"""Frames are told in thousandths of the page, so that they fit it at any size."""
LEAST = 20
"""How small, in thousandths, a frame may become."""
INK, GROUND = QColor("#7A4D00"), QColor("#FBEFD3")
"""What frames are drawn with: a page is paper and stays light in the dark theme, so its frames do too."""
WORDS_HIGH, WORDS_IN = 20, 8


class Frame(NamedTuple):
    """A place of a page in thousandths of its width and height, and in a few words what lacks there."""

    x: int
    y: int
    width: int
    height: int
    words: str = ""

    def moved(self, across: int, down: int) -> Frame:
        """The same elsewhere, never over the edge of the page."""
        x = min(max(0, self.x + across), WHOLE - self.width)
        y = min(max(0, self.y + down), WHOLE - self.height)
        return self._replace(x=x, y=y)

    def grown(self, across: int, down: int) -> Frame:
        """The same with its lower right corner elsewhere, never over the edge of the page."""
        width = min(max(LEAST, self.width + across), WHOLE - self.x)
        height = min(max(LEAST, self.height + down), WHOLE - self.y)
        return self._replace(width=width, height=height)

    def holds(self, point: QPointF) -> bool:
        """Whether a point, told in thousandths, lies in it."""
        return QRectF(*self[:4]).contains(point)

    def on(self, page: QRectF) -> QRectF:
        """Where it lies on a page that is shown there."""
        wide, high = page.width() / WHOLE, page.height() / WHOLE
        corner = QPointF(page.left() + self.x * wide, page.top() + self.y * high)
        return QRectF(corner, QSizeF(self.width * wide, self.height * high))


def between(one: QPointF, other: QPointF) -> Frame:
    """The frame with these two corners, told in thousandths; what lies beside the page is cut off."""
    left, right = sorted(min(max(0, round(point.x())), WHOLE) for point in (one, other))
    top, bottom = sorted(min(max(0, round(point.y())), WHOLE) for point in (one, other))
    corner = Frame(min(left, WHOLE - LEAST), min(top, WHOLE - LEAST), LEAST, LEAST)
    return corner.grown(right - left - LEAST, bottom - top - LEAST)


def paint_frame(painter: QPainter, place: QRectF, words: str, *, in_hand: bool) -> None:
    """Draw a frame dashed, its words on its lower edge; one in hand with a corner to take it by."""
    pen = QPen(INK, theme.px(3 if in_hand else 2), Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(place, theme.px(4), theme.px(4))
    if in_hand:
        side = theme.px(8)
        corner = QRectF(place.right() - side / 2, place.bottom() - side / 2, side, side)
        painter.fillRect(corner, INK)
    if words:
        font = theme.font(theme.NOTE, bold=True)
        wide = QFontMetrics(font).horizontalAdvance(words) + 2 * theme.px(WORDS_IN)
        high = theme.px(WORDS_HIGH)
        ground = QRectF(place.left() + theme.px(WORDS_IN), place.bottom() - high / 2, wide, high)
        painter.fillRect(ground, GROUND)
        write(painter, ground, words, font, INK, Qt.AlignmentFlag.AlignCenter)
