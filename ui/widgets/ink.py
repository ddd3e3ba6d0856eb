"""What every widget that paints itself draws alike: words that are cut where there is no room, a box to tick.

It is needed for the first paint, when no list is there yet whose ``cells`` would be drawn with it.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
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


def paint_box(painter: QPainter, box: QRectF, *, on: bool, focused: bool = False) -> None:
    """Draw a box to tick."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    edge = "accent" if on or focused else "line2"
    painter.setPen(QPen(theme.colour(edge), 2 if focused else 1))
    painter.setBrush(theme.colour("accent" if on else "surface"))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), theme.px(3), theme.px(3))
    if on:
        inset = box.width() * 0.14
        icons.paint(painter, box.adjusted(inset, inset, -inset, -inset), "check", theme.colour("on_accent"))
