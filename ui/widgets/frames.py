"""Frames on a page that is shown: where they lie on it, and how they are drawn."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen

from app.frames import LEAST, WHOLE, Frame
from ui import theme
from ui.widgets.ink import write

INK, GROUND = QColor("#7A4D00"), QColor("#FBEFD3")
"""What frames are drawn with: a page is paper and stays light in the dark theme, so its frames do too."""
WORDS_HIGH, WORDS_IN = 20, 8


def place_of(frame: Frame, page: QRectF) -> QRectF:
    """Where a frame lies on a page that is shown there."""
    wide, high = page.width() / WHOLE, page.height() / WHOLE
    corner = QPointF(page.left() + frame.x * wide, page.top() + frame.y * high)
    return QRectF(corner, QSizeF(frame.width * wide, frame.height * high))


def holds(frame: Frame, point: QPointF) -> bool:
    """Whether a point, told in thousandths, lies in a frame."""
    return QRectF(*frame[:4]).contains(point)


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
