"""How the bars of a chart of days look, a sample of each, and the card beside the one in hand."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui import theme
from ui.widgets.ink import paint_round, write
from ui.widgets.lanes import (
    COUNTED,
    EXPECTED,
    FACT,
    GAP,
    LACKING,
    NOTE,
    OPEN,
    PLANNED,
    UNSURE,
    Bar,
    Place,
    Told,
)

BAR = 22
"""The most height a bar takes of its lane."""
TEXT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Card(QWidget):
    """What is said of the lane and the day in hand, beside them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._told = Told("")
        self.hide()

    def say(self, told: Told) -> None:
        """Say this, in as much room as it needs."""
        self._told = told
        bold, plain = (QFontMetrics(theme.font(bold=weight)) for weight in (True, False))
        wide = max(
            [bold.horizontalAdvance(told.heading), *(plain.horizontalAdvance(line) for line in told.lines)]
        )
        line = theme.px(22)
        self.resize(wide + theme.px(26), line * (1 + len(told.lines)) + theme.px(14))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            paint_round(painter, self.rect(), "surface", "line2", corner=6)
            line = QRectF(theme.px(12), theme.px(7), self.width() - theme.px(24), theme.px(22))
            write(painter, line, self._told.heading, theme.font(bold=True), theme.colour("text"))
            for words in self._told.lines:
                line.translate(0, theme.px(22))
                write(painter, line, words, theme.font(), theme.colour("text2"))


class Sample(QWidget):
    """A small bar of one manner, and beside it what it means."""

    def __init__(self, manner: str, words: str) -> None:
        super().__init__()
        self._manner, self._words = manner, words
        self.setAccessibleName(words)
        wide = QFontMetrics(theme.font(theme.NOTE)).horizontalAdvance(words)
        self.setFixedSize(wide + theme.px(30), theme.px(22))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            box = QRectF(0, 0, theme.px(22), self.height()).adjusted(0, theme.px(1), 0, -theme.px(1))
            paint_bar(painter, Bar(0, 1, self._manner), box, QRectF(self.rect()), "")
            room = QRectF(theme.px(28), 0, self.width(), self.height())
            write(painter, room, self._words, theme.font(theme.NOTE), theme.colour("text2"))


def paint_ground(painter: QPainter, room: QRectF, place: Place) -> None:
    """What a lane lies on, behind its label and its bars: a heading, the lane in hand, or any other."""
    if place.lane.key is None:
        painter.fillRect(room, theme.colour("sunken"))
        return
    if place.at_hand:
        painter.fillRect(room, theme.colour("tint" if place.focused else "sunken"))
    painter.fillRect(QRectF(0, room.bottom() - 1, room.width(), 1), theme.colour("line"))


def paint_bar(painter: QPainter, bar: Bar, box: QRectF, room: QRectF, colour: str) -> None:
    tall = min(box.height() - theme.px(8), theme.px(BAR))
    body = QRectF(box.left(), box.center().y() - tall / 2, box.width(), tall)
    if bar.manner in (FACT, PLANNED):
        _paint_fact(painter, bar, body, room, colour)
    elif bar.manner in (OPEN, EXPECTED, UNSURE):
        _paint_service(painter, bar, body, room)
    elif bar.manner == COUNTED:
        middle = body.center().y()
        painter.fillRect(QRectF(body.left(), middle - 3, body.width(), 6), theme.colour("d_wait"))
    elif bar.manner in (LACKING, GAP):
        _paint_line(painter, bar, body)
    elif bar.manner == NOTE:
        _write_note(painter, bar, box, room)


def _write_note(painter: QPainter, bar: Bar, box: QRectF, room: QRectF) -> None:
    """Words alone, from their day on, farther to the left where they would not be seen whole."""
    font = theme.font(theme.NOTE)
    most = room.right() - QFontMetrics(font).horizontalAdvance(bar.words) - theme.px(6)
    left = max(min(max(box.left(), 0) + theme.px(6), most), theme.px(6))
    write(painter, room.adjusted(left - room.left(), 0, 0, 0), bar.words, font, theme.colour(bar.tone))


def _paint_fact(painter: QPainter, bar: Bar, body: QRectF, room: QRectF, colour: str) -> None:
    ground = theme.colour(colour)
    painter.setPen(QPen(ground if bar.manner == PLANNED else theme.colour("surface"), 1))
    brush = QBrush(ground, Qt.BrushStyle.BDiagPattern) if bar.manner == PLANNED else QBrush(ground)
    painter.setBrush(brush)
    painter.drawRoundedRect(body, theme.px(3), theme.px(3))
    _write_in(painter, bar.words, body & room, "surface" if bar.manner == FACT else "text")


def _paint_service(painter: QPainter, bar: Bar, body: QRectF, room: QRectF) -> None:
    edge = theme.colour("warn" if bar.manner == UNSURE else "d_open")
    painter.setPen(QPen(edge, 1, Qt.PenStyle.DashLine if bar.manner == UNSURE else Qt.PenStyle.SolidLine))
    if bar.manner == OPEN:
        painter.setBrush(theme.colour("ok_t"))
    elif bar.manner == EXPECTED:
        painter.setBrush(QBrush(edge, Qt.BrushStyle.BDiagPattern))
    else:
        painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(body)
    if bar.manner != UNSURE:
        painter.fillRect(QRectF(body.left(), body.top(), min(theme.px(4), body.width()), body.height()), edge)
    token = "warn" if bar.manner == UNSURE else "ok"
    inside = body.adjusted(theme.px(4), 0, 0, 0) & room
    _write_in(painter, bar.words, inside, token, whole=bar.manner == OPEN)


def _paint_line(painter: QPainter, bar: Bar, body: QRectF) -> None:
    token = "d_gap" if bar.manner == GAP else "d_wait"
    middle = body.center().y()
    style = Qt.PenStyle.DashLine if bar.manner == GAP else Qt.PenStyle.DotLine
    painter.setPen(QPen(theme.colour(token), 2, style))
    painter.drawLine(QPointF(body.left() + 2, middle), QPointF(body.right() - 2, middle))
    metrics = QFontMetrics(theme.font(theme.NOTE))
    width = metrics.horizontalAdvance(bar.words) + theme.px(8)
    if bar.words and width < body.width():
        box = QRectF(body.center().x() - width / 2, body.top(), width, body.height())
        painter.fillRect(box, theme.colour("surface"))
        painter.setPen(theme.colour("bad" if bar.manner == GAP else "text2"))
        painter.setFont(theme.font(theme.NOTE))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, bar.words)


def _write_in(painter: QPainter, words: str, sight: QRectF, token: str, *, whole: bool | None = None) -> None:
    """Words at the left of what is in sight of a bar, cut off with … or left out where there is no room.

    ``whole`` words are never cut; those with False stand on a ground of their own, over the hatching.
    """
    seen = sight.adjusted(theme.px(6), 0, -2, 0)
    font = theme.font(theme.NOTE)
    metrics = QFontMetrics(font)
    needed = metrics.horizontalAdvance(words)
    if not words or seen.width() < (needed if whole else min(needed, theme.px(36))):
        return
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, int(seen.width()))
    if whole is False:
        ground = QRectF(
            seen.left() - 3, seen.top() + 1, metrics.horizontalAdvance(shown) + 6, seen.height() - 2
        )
        painter.fillRect(ground, theme.colour("surface"))
    painter.setPen(theme.colour(token))
    painter.setFont(font)
    painter.drawText(seen, TEXT, shown)
