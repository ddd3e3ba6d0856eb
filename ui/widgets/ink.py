"""What every widget that paints itself draws alike: words cut where there is no room, round bodies, a box.

It is needed for the first paint, when no list is there yet whose ``cells`` would be drawn with it.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen

from ui import icons, theme

LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


def write(
    painter: QPainter,
    rect: QRectF,
    words: str,
    font: QFont,
    colour: QColor,
    align: Qt.AlignmentFlag = LEFT,
    cut: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
) -> float:
    """Draw words, with … where they do not fit, and give how wide they came out."""
    fitted = QFontMetrics(font).elidedText(words, cut, max(0, int(rect.width())))
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(rect, align, fitted)
    return float(QFontMetrics(font).horizontalAdvance(fitted))


def paint_round(
    painter: QPainter,
    rect: QRectF | QRect,
    ground: str = "",
    edge: str = "",
    *,
    width: int = 1,
    corner: int = 4,
) -> None:
    """Draw a body with round corners into ``rect``: its ground and its edge, each by the name of a colour."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour(edge), width) if edge else Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(ground) if ground else Qt.BrushStyle.NoBrush)
    inset = width / 2 if edge else 0
    body = QRectF(rect).adjusted(inset, inset, -inset, -inset)
    painter.drawRoundedRect(body, theme.px(corner), theme.px(corner))


def paint_box(painter: QPainter, box: QRectF, *, on: bool, focused: bool = False) -> None:
    """Draw a box to tick."""
    ground, edge = "accent" if on else "surface", "accent" if on or focused else "line2"
    paint_round(painter, box, ground, edge, width=2 if focused else 1, corner=3)
    if on:
        inset = box.width() * 0.14
        icons.paint(painter, box.adjusted(inset, inset, -inset, -inset), "check", theme.colour("on_accent"))
