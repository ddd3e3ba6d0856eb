"""Lanes of days in time: facts, and what is open, counted, lacking or expected, with today's line.

Drawn with pyqtgraph, which keeps the days under the mouse while it zooms and moves; the
bars are painted in pixels, so that words and edges stay sharp. Only this module knows it.
"""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date, timedelta

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.language import _
from ui import theme
from ui.widgets.cells import write
from ui.widgets.lanepaint import Card, paint_bar
from ui.widgets.lanes import NOTE, Describe, Lane

LABELS, LANE, HEADING, AXIS = 190, 25, 22, 26
LEAST_DAYS, LEAST_YEAR = 20, 44
ZOOM = 1.25


class Bars(pg.GraphicsObject):  # type: ignore[misc]  # pyqtgraph brings no types
    """All the bars, painted in the pixels that their days fall on."""

    def __init__(self, chart: LaneChart) -> None:
        super().__init__()
        self._chart = chart

    def boundingRect(self) -> QRectF:
        return QRectF(self._chart.first, 0, max(1, self._chart.last - self._chart.first), self._chart.tall)

    def refresh(self) -> None:
        """Paint anew, perhaps with other lanes."""
        self.prepareGeometryChange()
        self.update()

    def paint(self, painter: QPainter, *_more: object) -> None:
        at = QTransform(painter.transform())
        painter.save()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for lane, top, tall in self._chart.places():
            room = QRectF(0, at.map(QPointF(0, top)).y(), self._chart.breadth(), tall)
            if lane.key is None:
                painter.fillRect(room, theme.colour("sunken"))
                continue
            if lane.key == self._chart.key:
                painter.fillRect(room, theme.colour("tint" if self._chart.hasFocus() else "sunken"))
            painter.fillRect(QRectF(0, room.bottom() - 1, room.width(), 1), theme.colour("line"))
            for bar in lane.bars:
                left, right = (at.map(QPointF(day, top)).x() for day in (bar.start, bar.end))
                box = QRectF(left, room.top(), right - left, tall)
                if bar.manner == NOTE or (box.right() > 0 and box.left() < room.width()):
                    paint_bar(painter, bar, box, room, lane.colour)
        painter.restore()


class Labels(QWidget):
    """What each lane is, and how it stands."""

    def __init__(self, chart: LaneChart) -> None:
        super().__init__()
        self._chart = chart
        self.setFixedWidth(theme.px(LABELS))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for lane, top, tall in self._chart.places():
            room = QRectF(0, top, self.width(), tall)
            if lane.key is None:
                painter.fillRect(room, theme.colour("sunken"))
                inner = room.adjusted(theme.px(12), 0, 0, 0)
                write(painter, inner, lane.title, theme.font(theme.NOTE, bold=True), theme.colour("text2"))
                continue
            chosen = lane.key == self._chart.key
            if chosen:
                painter.fillRect(room, theme.colour("tint" if self._chart.hasFocus() else "sunken"))
            if chosen and self._chart.hasFocus():
                painter.fillRect(QRectF(0, top, theme.px(3), tall), theme.colour("accent"))
            painter.fillRect(QRectF(0, room.bottom() - 1, room.width(), 1), theme.colour("line"))
            self._write(painter, room.adjusted(theme.px(12), 0, -theme.px(8), 0), lane, chosen)
        painter.fillRect(QRectF(self.width() - 1, 0, 1, self.height()), theme.colour("line"))

    def _write(self, painter: QPainter, room: QRectF, lane: Lane, chosen: bool) -> None:
        small = theme.font(theme.NOTE)
        beside = QFontMetrics(small).horizontalAdvance(lane.note) + theme.px(8) if lane.note else 0
        inner = room.adjusted(0, 0, -beside, 0)
        write(painter, inner, lane.title, theme.font(bold=chosen), theme.colour("text"))
        painter.setFont(small)
        painter.setPen(theme.colour(lane.tone))
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, lane.note)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._chart.go_to_place(event.position().y())


class Axis(QWidget):
    """The years, today's pill, and that of the day in hand; always at the top of the chart."""

    def __init__(self, chart: LaneChart) -> None:
        super().__init__()
        self._chart = chart
        self.setFixedHeight(theme.px(AXIS))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = theme.px(LABELS)
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
            if not any(shown.intersects(pill) for pill in drawn):
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


class Plot(pg.PlotWidget):  # type: ignore[misc]  # pyqtgraph brings no types
    """The plane of days: the wheel with Ctrl zooms, dragging moves, both in time only."""

    def __init__(self, chart: LaneChart) -> None:
        super().__init__()
        self._chart = chart
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.hideAxis("left")
        self.hideAxis("bottom")
        self.hideButtons()
        self.setMenuEnabled(False)
        self.setMouseTracking(True)
        self.plotItem.setContentsMargins(0, 0, 0, 0)
        self.plotItem.layout.setContentsMargins(0, 0, 0, 0)
        box = self.getViewBox()
        box.setMouseEnabled(x=True, y=False)
        box.invertY(True)
        box.setDefaultPadding(0)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._chart.zoom(event.angleDelta().y() > 0, around=event.position().x())
            event.accept()
        else:
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if not event.buttons():
            self._chart.point_at(event.position())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._chart.setFocus(Qt.FocusReason.MouseFocusReason)
        self._chart.go_to_place(event.position().y())
        self._chart.point_at(event.position())
        super().mousePressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._chart.point_away()


class LaneChart(QWidget):
    """Lanes of days. ``chosen`` carries the key of the lane that was gone to.

    ↑ and ↓ go from lane to lane; ← and → a day back and on, with Shift a month, with Ctrl to
    where something begins or ends; Home to today; + and - zoom in time, 0 shows all of it.
    """

    chosen = Signal(object)

    def __init__(self, *, name: str, describe: Describe, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.first = self.last = 0
        self.today = self.day = date.min
        self.key: Hashable | None = None
        self._lanes: tuple[Lane, ...] = ()
        self._describe = describe
        self._plot, self._labels, self._axis = Plot(self), Labels(self), Axis(self)
        self._bars, self._card = Bars(self), Card(self)
        self._area = QScrollArea()
        self._now, self._hand = (pg.InfiniteLine(angle=90) for _line in range(2))
        self._grid: list[pg.InfiniteLine] = []

        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)
        self._lay_out()

    # -- what is shown

    def show_lanes(self, lanes: tuple[Lane, ...], today: date, whole: tuple[date, date]) -> None:
        """Show these lanes; ``whole`` are the first and the last day there is anything to see of."""
        anew = (self.today, self.first, self.last) != (today, whole[0].toordinal(), whole[1].toordinal())
        self._lanes, self.today = lanes, today
        self.first, self.last = (day.toordinal() for day in whole)
        self.tall = float(sum(tall for _lane, _top, tall in self.places()))
        self._inner.setFixedHeight(round(self.tall))
        self._plot.setLimits(
            xMin=self.first, xMax=self.last, minXRange=LEAST_DAYS, maxXRange=self.last - self.first
        )
        self._plot.setYRange(0, self.tall, padding=0)
        if anew:
            self.day = today
            self.show_all()
        self._now.setValue(today.toordinal())
        self._colour()
        if self.key is None or self.key not in {lane.key for lane in lanes}:
            self.key = next((lane.key for lane in lanes if lane.key is not None), None)
        self._refresh()
        self.chosen.emit(self.key)

    def show_all(self) -> None:
        """Show all the time there is something of."""
        self._plot.setXRange(self.first, self.last, padding=0)

    def lanes(self) -> tuple[Lane, ...]:
        """The lanes shown."""
        return self._lanes

    def places(self) -> list[tuple[Lane, float, float]]:
        """Each lane with its upper edge and its height in pixels."""
        found, top = [], 0.0
        for lane in self._lanes:
            tall = float(theme.px(HEADING if lane.key is None else LANE))
            found.append((lane, top, tall))
            top += tall
        return found

    def breadth(self) -> float:
        """How wide the plane of days is, in pixels."""
        return float(self._plot.viewport().width())

    def x_of(self, day: date) -> float:
        """Where a day begins on the plane, in pixels."""
        left, right = self._plot.getViewBox().viewRange()[0]
        return float((day.toordinal() - left) / max(1.0, right - left) * self.breadth())

    def ticks(self) -> list[tuple[float, str]]:
        """The years in sight, each where it begins, and the months where one looks closely."""
        left, right = (date.fromordinal(max(1, int(edge))) for edge in self._plot.getViewBox().viewRange()[0])
        if (right - left).days <= 2 * 365:
            months = [date(y, m, 1) for y in range(left.year, right.year + 1) for m in range(1, 13, 2)]
            return [(self.x_of(month), f"{month:%Y-%m}") for month in months if left <= month <= right]
        every = max(1, round(LEAST_YEAR * (right.year - left.year + 1) / max(1.0, self.breadth())))
        years = [date(year, 1, 1) for year in range(left.year, right.year + 1) if year % every == 0]
        return [(self.x_of(year), str(year.year)) for year in years if year >= left]

    # -- going about in it

    def go_to(self, key: Hashable) -> bool:
        """Take the lane with this key in hand; says whether it is there."""
        for lane, top, tall in self.places():
            if lane.key is not None and lane.key == key:
                self.key = key
                self._area.ensureVisible(0, round(top + tall / 2), 0, round(tall))
                self._refresh()
                self.chosen.emit(key)
                return True
        return False

    def go_to_place(self, y: float) -> None:
        """Take the lane at this height in hand."""
        for lane, top, tall in self.places():
            if top <= y < top + tall and lane.key is not None:
                self.go_to(lane.key)

    def go_to_day(self, day: date) -> None:
        """Take a day in hand, and see to it that it is in sight."""
        self.day = min(max(day, date.fromordinal(self.first)), date.fromordinal(self.last))
        left, right = self._plot.getViewBox().viewRange()[0]
        at = self.day.toordinal()
        if not left <= at <= right:
            half = (right - left) / 2
            self._plot.setXRange(at - half, at + half, padding=0)
        self._refresh()
        self._say_at_hand()

    def point_at(self, where: QPointF) -> None:
        """The mouse is at a place of the plane: say what is so there."""
        left, right = self._plot.getViewBox().viewRange()[0]
        day = left + where.x() / max(1.0, self.breadth()) * (right - left)
        self.day = date.fromordinal(int(min(max(day, self.first), self.last)))
        lane = next((lane for lane, top, tall in self.places() if top <= where.y() < top + tall), None)
        self._refresh()
        if lane is None or lane.key is None:
            self._card.hide()
        else:
            self._say(lane.key, where)

    def point_away(self) -> None:
        """The mouse has left: today is in hand again."""
        self.day = self.today
        self._card.hide()
        self._refresh()

    def zoom(self, closer: bool, around: float | None = None) -> None:
        """Look closer or from farther away, around a place of the plane or the day in hand."""
        left, right = self._plot.getViewBox().viewRange()[0]
        x = self.x_of(self.day) if around is None else around
        middle = left + x / max(1.0, self.breadth()) * (right - left)
        by = 1 / ZOOM if closer else ZOOM
        self._plot.setXRange(middle - (middle - left) * by, middle + (right - middle) * by, padding=0)
        self._refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        match event.key():
            case Qt.Key.Key_Up | Qt.Key.Key_Down if not held:
                self._step(1 if event.key() == Qt.Key.Key_Down else -1)
            case Qt.Key.Key_Left | Qt.Key.Key_Right:
                self._move(-1 if event.key() == Qt.Key.Key_Left else 1, held)
            case Qt.Key.Key_Home:
                self.go_to_day(self.today)
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal | Qt.Key.Key_Minus:
                self.zoom(event.key() != Qt.Key.Key_Minus)
            case Qt.Key.Key_0:
                self.show_all()
                self._refresh()
            case _:
                super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._refresh()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.point_away()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._axis.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(700), theme.px(360))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(LABELS + 200), theme.px(160))

    def _step(self, by: int) -> None:
        keys = [lane.key for lane in self._lanes if lane.key is not None]
        if self.key in keys:
            self.go_to(keys[min(max(keys.index(self.key) + by, 0), len(keys) - 1)])
            self._say_at_hand()

    def _move(self, by: int, held: Qt.KeyboardModifier) -> None:
        if held & Qt.KeyboardModifier.ControlModifier:
            self._to_edge(by)
        elif held & Qt.KeyboardModifier.ShiftModifier:
            month = self.day.year * 12 + self.day.month - 1 + by
            self.go_to_day(date(month // 12, month % 12 + 1, min(self.day.day, 28)))
        else:
            self.go_to_day(self.day + timedelta(by))

    def _to_edge(self, by: int) -> None:
        """To the next day, or the last, on which something of the lane in hand begins or ends."""
        lane = next((lane for lane in self._lanes if lane.key == self.key), None)
        here = self.day.toordinal()
        edges = {edge for bar in (lane.bars if lane else ()) for edge in (bar.start, bar.end)}
        beyond = [edge for edge in edges if (edge - here) * by > 0 and self.first <= edge <= self.last]
        if beyond:
            self.go_to_day(date.fromordinal(min(beyond) if by > 0 else max(beyond)))

    def _say_at_hand(self) -> None:
        place = next((top for lane, top, _tall in self.places() if lane.key == self.key), None)
        if self.key is not None and place is not None:
            self._say(self.key, QPointF(self.x_of(self.day), place + theme.px(LANE)))

    def _say(self, key: Hashable, where: QPointF) -> None:
        told = self._describe(key, self.day)
        self._card.say(told)
        self.setAccessibleDescription("。".join((f"{self.day}", told.heading, *told.lines)))
        at = self._plot.viewport().mapTo(self, QPoint(round(where.x()), round(where.y())))
        left = at.x() + theme.px(12)
        if left + self._card.width() > self.width():
            left = at.x() - theme.px(12) - self._card.width()
        top = min(at.y() + theme.px(10), self.height() - self._card.height() - 2)
        self._card.move(max(left, 2), max(top, 2))
        self._card.show()
        self._card.raise_()

    def _refresh(self) -> None:
        self._hand.setValue(self.day.toordinal())
        self._hand.setVisible(self.day != self.today)
        self._bars.refresh()
        self._labels.update()
        self._axis.update()

    def _colour(self) -> None:
        self._plot.setBackground(theme.colour("surface"))
        self._now.setPen(QPen(theme.colour("text"), 0))
        dashed = QPen(theme.colour("accent"), 0, Qt.PenStyle.DashLine)
        self._hand.setPen(dashed)
        for line in self._grid:
            self._plot.removeItem(line)
        self._grid = []
        for year in range(date.fromordinal(self.first).year + 1, date.fromordinal(self.last).year + 1):
            line = pg.InfiniteLine(date(year, 1, 1).toordinal(), angle=90, pen=QPen(theme.colour("line"), 0))
            line.setZValue(-10)
            self._grid.append(line)
            self._plot.addItem(line)

    def _lay_out(self) -> None:
        self.tall = 1.0
        self._plot.addItem(self._bars)
        for line, height in ((self._now, 10), (self._hand, 11)):
            line.setZValue(height)
            self._plot.addItem(line)
        self._plot.getViewBox().sigXRangeChanged.connect(lambda *_range: self._axis.update())
        self._inner = QWidget()
        row = QHBoxLayout(self._inner)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._labels)
        row.addWidget(self._plot, 1)
        self._area.setWidget(self._inner)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._axis)
        column.addWidget(self._area, 1)
