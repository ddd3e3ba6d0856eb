"""What stands at the edges of a chart of days: at the left what each lane is, above it the years."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from app.language import _
from ui import icons, theme
from ui.widgets.ink import write
from ui.widgets.lanepaint import paint_ground
from ui.widgets.lanes import Lane, Place

LABELS, AXIS, INDENT, FOLD = 242, 26, 16, 16
REMARKS = ("（", " (")
"""Where the remark of a title begins, which is left out first where there is no room for all of it."""


class Chart(Protocol):
    """What the edges ask of the chart they belong to."""

    today: date
    day: date

    def margin(self) -> int:
        """How wide the labels left of the plane are, in pixels."""

    def places(self) -> list[Place]:
        """Each lane with its upper edge and its height in pixels, and whether it is in hand."""

    def x_of(self, day: date) -> float:
        """Where a day begins on the plane, in pixels."""

    def ticks(self) -> list[tuple[float, str]]:
        """The years or months in sight, each where it begins."""

    def press_label(self, y: float, *, fold: bool) -> None:
        """A label was pressed, perhaps where it folds."""


class Labels(QWidget):
    """What each lane is, and how it stands; a group shows whether it is open."""

    def __init__(self, chart: Chart) -> None:
        super().__init__()
        self._chart = chart
        self.setFixedWidth(theme.px(LABELS))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            for place in self._chart.places():
                room = QRectF(0, place.top, self.width(), place.tall)
                paint_ground(painter, room, place)
                if place.at_hand and place.focused:
                    painter.fillRect(QRectF(0, place.top, theme.px(3), place.tall), theme.colour("accent"))
                self._write(painter, room.adjusted(theme.px(12), 0, -theme.px(8), 0), place)
            painter.fillRect(QRectF(self.width() - 1, 0, 1, self.height()), theme.colour("line"))

    def _write(self, painter: QPainter, room: QRectF, place: Place) -> None:
        lane, small = place.lane, theme.font(theme.NOTE)
        if lane.key is None:
            write(painter, room, lane.title, theme.font(theme.NOTE, bold=True), theme.colour("text2"))
            return
        beside = QFontMetrics(small).horizontalAdvance(lane.note) + theme.px(8) if lane.note else 0
        inner = room.adjusted(theme.px(INDENT) if lane.under else 0, 0, -beside, 0)
        if lane.folded is not None:
            side = theme.px(FOLD)
            box = QRectF(inner.left() - theme.px(4), inner.center().y() - side / 2, side, side)
            icons.paint(painter, box, "chevron-down" if lane.folded else "chevron-up", theme.colour("text2"))
            inner.setLeft(inner.left() + theme.px(FOLD))
        self._name(painter, inner, lane, theme.font(bold=place.at_hand))
        painter.setFont(small)
        painter.setPen(theme.colour(lane.tone))
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, lane.note)

    def _name(self, painter: QPainter, room: QRectF, lane: Lane, font: QFont) -> None:
        metrics = QFontMetrics(font)
        also = metrics.horizontalAdvance(lane.also) + theme.px(2)  # … comes out wider than Qt reckons
        title = fitting(lane.title, metrics, room.width() - also)
        wide = write(painter, room.adjusted(0, 0, -also, 0), title, font, theme.colour("text"))
        write(painter, room.adjusted(wide, 0, 0, 0), lane.also, font, theme.colour("text"))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            y = event.pos().y()
            lanes = (place.lane for place in self._chart.places() if place.top <= y < place.top + place.tall)
            words = next((f"{lane.title}{lane.also} {lane.note}".strip() for lane in lanes), "")
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        where: QPointF = event.position()
        self._chart.press_label(where.y(), fold=where.x() < theme.px(12 + FOLD))


def fitting(title: str, metrics: QFontMetrics, room: float) -> str:
    """A title, without its remark in brackets where there is no room for that."""
    if metrics.horizontalAdvance(title) <= room:
        return title
    return min((title.partition(bracket)[0] for bracket in REMARKS), key=len)


class Axis(QWidget):
    """The years, today's pill, and that of the day in hand; always at the top of the chart."""

    def __init__(self, chart: Chart) -> None:
        super().__init__()
        self._chart = chart
        self.setFixedHeight(theme.px(AXIS))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            left = self._chart.margin()
            painter.setClipRect(QRectF(left, 0, self.width() - left, self.height()))
            today = left + self._chart.x_of(self._chart.today)
            pills = [(today, _("today"), "text", "surface")]
            if (day := self._chart.day) != self._chart.today:
                pills.append((left + self._chart.x_of(day), day.isoformat(), "accent", "on_accent"))
            drawn = [self._pill(painter, *pill) for pill in pills]
            for middle, words in self._chart.ticks():
                box = QRectF(left + middle - theme.px(40), 0, theme.px(80), self.height())
                width = QFontMetrics(theme.font(theme.NOTE)).horizontalAdvance(words)
                shown = QRectF(left + middle - width / 2, 0, width, self.height())
                whole = left <= shown.left() and shown.right() <= self.width()
                if whole and not any(shown.intersects(pill) for pill in drawn):
                    painter.setFont(theme.font(theme.NOTE))
                    painter.setPen(theme.colour("text2"))
                    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
            painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), theme.colour("line"))

    def _pill(self, painter: QPainter, x: float, words: str, ground: str, ink: str) -> QRectF:
        font = theme.font(theme.NOTE, bold=True)
        width = QFontMetrics(font).horizontalAdvance(words) + theme.px(14)
        is_today = ground == "text"
        before = is_today is (self._chart.day >= self._chart.today)  # on the free side of the other line
        box = QRectF(x - width if before else x, theme.px(3), width, self.height() - theme.px(6))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(ground))
        painter.drawRoundedRect(box, theme.px(4), theme.px(4))
        painter.setPen(theme.colour(ink))
        painter.setFont(font)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
        return box
