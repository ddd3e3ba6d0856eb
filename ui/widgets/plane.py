"""The plane of days behind a chart's lanes: their bars, the years, today's line and that of the day in hand.

Drawn with pyqtgraph, which keeps the days under the mouse while it zooms and moves; the
bars are painted in pixels, so that words and edges stay sharp. Only this module knows it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Protocol

import pyqtgraph as pg
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPen, QTransform, QWheelEvent
from PySide6.QtWidgets import QFrame

from ui import theme
from ui.widgets.lanepaint import paint_bar, paint_ground
from ui.widgets.lanes import NOTE, Place

LEAST_DAYS = 20


class Chart(Protocol):
    """What the plane asks of the chart it lies in, and tells it of the mouse."""

    def places(self) -> list[Place]:
        """Each lane with its upper edge and its height in pixels, and whether it is in hand."""

    def zoom(self, closer: bool, around: float | None = None) -> None:
        """Look closer or from farther away."""

    def point_at(self, where: QPointF) -> None:
        """The mouse is at a place of the plane."""

    def press_at(self, where: QPointF) -> None:
        """The mouse was pressed there."""

    def point_away(self) -> None:
        """The mouse has left."""


class Bars(pg.GraphicsObject):  # type: ignore[misc]  # pyqtgraph brings no types
    """What the lanes lie on, the years, and all the bars, painted in the pixels that their days fall on."""

    def __init__(self, plane: Plane) -> None:
        super().__init__()
        self._plane = plane

    def boundingRect(self) -> QRectF:
        plane = self._plane
        return QRectF(plane.first, 0, max(1, plane.last - plane.first), plane.tall)

    def refresh(self) -> None:
        """Paint anew, perhaps with other lanes."""
        self.prepareGeometryChange()
        self.update()

    def paint(self, painter: QPainter, *_more: object) -> None:
        at = QTransform(painter.transform())
        painter.save()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rooms = [
            (place, QRectF(0, at.map(QPointF(0, place.top)).y(), self._plane.breadth(), place.tall))
            for place in self._plane.chart.places()
        ]
        for place, room in rooms:
            paint_ground(painter, room, place)
        for day in self._plane.years():
            edge = round(at.map(QPointF(day, 0)).x())
            painter.fillRect(
                QRectF(edge, 0, 1, at.map(QPointF(0, self._plane.tall)).y()), theme.colour("line")
            )
        for place, room in rooms:
            for bar in place.lane.bars:
                left, right = (at.map(QPointF(day, place.top)).x() for day in (bar.start, bar.end))
                box = QRectF(left, room.top(), right - left, place.tall)
                if bar.manner == NOTE or (box.right() > 0 and box.left() < room.width()):
                    paint_bar(painter, bar, box, room, place.lane.colour)
        painter.restore()


class Plane(pg.PlotWidget):  # type: ignore[misc]  # pyqtgraph brings no types
    """The plane of days: the wheel with Ctrl zooms, dragging moves, both in time only."""

    def __init__(self, chart: Chart, moved: Callable[[], object]) -> None:
        """``moved`` is told when other days come in sight."""
        super().__init__()
        self.chart = chart
        self.first = self.last = date.min.toordinal()
        self.tall = 1.0
        self._bars = Bars(self)
        self._today, self._hand = (pg.InfiniteLine(angle=90) for _line in range(2))
        self._lay_out()
        self.getViewBox().sigXRangeChanged.connect(lambda *_range: moved())

    # -- what is shown

    def show_days(self, first: int, last: int, tall: float) -> None:
        """Show days between these two, on a plane so many pixels high."""
        self.first, self.last, self.tall = first, last, tall
        self.setLimits(xMin=first, xMax=last, minXRange=LEAST_DAYS, maxXRange=last - first)
        self.setYRange(0, tall, padding=0)
        self._colour()

    def show_lines(self, today: date, hand: date) -> None:
        """Draw today's line, and that of the day in hand where it is another; and the bars anew."""
        self._today.setValue(today.toordinal())
        self._hand.setValue(hand.toordinal())
        self._hand.setVisible(hand != today)
        self._bars.refresh()
        self.scene().prepareForPaint()  # else pyqtgraph finds while painting that it has to paint once more
        # The scene says what is to be painted in the loop's next turn, and that may be after the painting.
        QCoreApplication.sendPostedEvents(self.scene(), QEvent.Type.MetaCall)

    def years(self) -> Iterator[int]:
        """The first day of each year that begins among the days there are."""
        for year in range(date.fromordinal(self.first).year + 1, date.fromordinal(self.last).year + 1):
            yield date(year, 1, 1).toordinal()

    def look_at(self, left: float, right: float) -> None:
        """Bring the days between these two in sight."""
        self.setXRange(left, right, padding=0)

    def sight(self) -> tuple[float, float]:
        """The days in sight, from the left edge to the right one."""
        left, right = self.getViewBox().viewRange()[0]
        return float(left), float(right)

    def breadth(self) -> float:
        """How wide the plane is, in pixels."""
        return float(self.viewport().width())

    # -- what the mouse does

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.chart.zoom(event.angleDelta().y() > 0, around=event.position().x())
            event.accept()
        else:
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if not event.buttons():
            self.chart.point_at(event.position())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.chart.press_at(event.position())
        super().mousePressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.chart.point_away()

    def _colour(self) -> None:
        self.setBackground(theme.colour("surface"))
        self._today.setPen(QPen(theme.colour("text"), 0))
        self._hand.setPen(QPen(theme.colour("accent"), 0, Qt.PenStyle.DashLine))

    def _lay_out(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
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
        self.addItem(self._bars)
        for line, height in ((self._today, 10), (self._hand, 11)):
            line.setZValue(height)
            self.addItem(line)
