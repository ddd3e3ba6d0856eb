"""Lanes of days in time: facts, and what is open, counted, lacking or expected, with today's line."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date, timedelta
from math import ceil

from PySide6.QtCore import QDate, QPoint, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.chart_margins import LABELS, Axis, Labels
from ui.widgets.lanepaint import Card
from ui.widgets.lanes import Describe, Lane, Place, Told
from ui.widgets.plane import Plane

LANE, TALL_LANE, HEADING = 25, 48, 22
LEAST_YEAR, DAYS_OF_A_YEAR = 44, 365.25
LEAST_MONTH, DAYS_OF_A_MONTH, MONTHS = 64, DAYS_OF_A_YEAR / 12, (2, 3, 4, 6, 12)
"""The room the words of a month take, and every how many of them one is told of."""
ZOOM = 1.25
A_DAY = timedelta(1)


class LaneChart(QWidget):
    """Lanes of days. ``chosen`` carries the key of the lane that was gone to.

    ↑ and ↓ go from lane to lane; ← and → a day back and on, with Shift a month, with Ctrl to
    where something begins or ends; Home to today; + and - zoom in time, 0 shows all of it.
    Space asks that a group be opened or put away (``folded``), Enter for more about a lane (``opened``).
    """

    chosen = Signal(object)
    folded = Signal(object)
    opened = Signal(object)

    def __init__(self, *, name: str, describe: Describe, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.today = self.day = date.min
        self.key: Hashable | None = None
        self._lanes: tuple[Lane, ...] = ()
        self._lane_height = LANE
        self._describe = describe
        self._labels, self._axis = Labels(self), Axis(self)
        self._plane = Plane(self, moved=self._axis.update)
        self._card = Card(self)
        self._area = QScrollArea()
        self._inner = QWidget()

        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)
        self._lay_out()

    # -- what is shown

    def show_lanes(self, lanes: tuple[Lane, ...], today: date, whole: tuple[date, date]) -> None:
        """Show these lanes; ``whole`` are the first and the last day there is anything to see of."""
        first, last = (day.toordinal() for day in whole)
        anew = (self.today, self._plane.first, self._plane.last) != (today, first, last)
        self._lanes, self.today = lanes, today
        if self.key is None or self.key not in {lane.key for lane in lanes}:
            self.key = next((lane.key for lane in lanes if lane.key is not None), None)
        self._plane.show_days(first, last, self._stretch())
        if anew:
            self.day = today
            self.show_all()
        self._refresh()
        self.chosen.emit(self.key)

    def be_large(self, large: bool) -> None:
        """Give each lane more height, where there is room for it."""
        self._lane_height = TALL_LANE if large else LANE
        if self._lanes:
            self._plane.show_days(self._plane.first, self._plane.last, self._stretch())
            self._refresh()

    def show_all(self) -> None:
        """Show all the time there is something of."""
        self._plane.look_at(self._plane.first, self._plane.last)

    def margin(self) -> int:
        """How wide the labels left of the plane are, in pixels."""
        return self._labels.width()

    def lanes(self) -> tuple[Lane, ...]:
        """The lanes shown."""
        return self._lanes

    def places(self) -> list[Place]:
        """Where each lane lies."""
        found, top, focused = [], 0.0, self.hasFocus()
        for lane in self._lanes:
            tall = float(theme.px(HEADING if lane.key is None else self._lane_height))
            found.append(Place(lane, top, tall, lane.key is not None and lane.key == self.key, focused))
            top += tall
        return found

    def x_of(self, day: date) -> float:
        """Where a day begins on the plane, in pixels."""
        left, right = self._plane.sight()
        return (day.toordinal() - left) / max(1.0, right - left) * self._plane.breadth()

    def ticks(self) -> list[tuple[float, str]]:
        """The years in sight, each where it begins, and the months where one looks closely."""
        left, right = (date.fromordinal(max(1, int(edge))) for edge in self._plane.sight())
        if (right - left).days <= 2 * 365:
            months_in_sight = (right - left).days / DAYS_OF_A_MONTH
            needed = theme.px(LEAST_MONTH) * months_in_sight / max(1.0, self._plane.breadth())
            every = next((step for step in MONTHS if step >= needed), MONTHS[-1])
            of_years = range(left.year, right.year + 1)
            months = [date(year, month, 1) for year in of_years for month in range(1, 13, every)]
            return [(self.x_of(month), f"{month:%Y-%m}") for month in months if left <= month <= right]
        years_in_sight = (right - left).days / DAYS_OF_A_YEAR
        every = max(1, ceil(theme.px(LEAST_YEAR) * years_in_sight / max(1.0, self._plane.breadth())))
        years = [date(year, 1, 1) for year in range(left.year, right.year + 1) if year % every == 0]
        return [(self.x_of(year), str(year.year)) for year in years if year >= left]

    # -- going about in it

    def go_to(self, key: Hashable) -> bool:
        """Take the lane with this key in hand; says whether it is there."""
        place = self._place_of(key)
        if place is None:
            return False
        self.key = key
        self._area.ensureVisible(0, round(place.top + place.tall / 2), 0, round(place.tall * 1.5))
        self._refresh()
        self.chosen.emit(key)
        return True

    def go_to_day(self, day: date) -> None:
        """Take a day in hand, and see to it that it is in sight."""
        first, last = date.fromordinal(self._plane.first), date.fromordinal(self._plane.last)
        self.day = min(max(day, first), last)
        left, right = self._plane.sight()
        at = self.day.toordinal()
        if not left <= at <= right:
            half = (right - left) / 2
            self._plane.look_at(at - half, at + half)
        self._refresh()
        self._say_at_hand()

    def zoom(self, closer: bool, around: float | None = None) -> None:
        """Look closer or from farther away, around a place of the plane or the day in hand."""
        left, right = self._plane.sight()
        x = self.x_of(self.day) if around is None else around
        middle = left + x / max(1.0, self._plane.breadth()) * (right - left)
        by = 1 / ZOOM if closer else ZOOM
        self._plane.look_at(middle - (middle - left) * by, middle + (right - middle) * by)
        self._refresh()

    # -- the mouse, as the plane and the labels tell of it

    def point_at(self, where: QPointF) -> None:
        """The mouse is at a place of the plane: say what is so there."""
        left, right = self._plane.sight()
        day = left + where.x() / max(1.0, self._plane.breadth()) * (right - left)
        self.day = date.fromordinal(int(min(max(day, self._plane.first), self._plane.last)))
        self._refresh()
        place = self._place_at(where.y())
        if place is None:
            self._card.hide()
        else:
            self._say(place, where.x())

    def point_away(self) -> None:
        """The mouse has left: today is in hand again."""
        self.day = self.today
        self._card.hide()
        self._refresh()

    def press_at(self, where: QPointF) -> None:
        """The mouse was pressed on the plane: take that lane and that day in hand."""
        self.press_label(where.y(), fold=False)
        self.point_at(where)

    def press_label(self, y: float, *, fold: bool) -> None:
        """The mouse was pressed at a lane: take it in hand, and ``fold`` a group."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        place = self._place_at(y)
        if place is not None:
            self.go_to(place.lane.key)
            if fold and place.lane.folded is not None:
                self.folded.emit(place.lane.key)

    # -- the keyboard

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
            case Qt.Key.Key_Space if (place := self._place_of(self.key)) and place.lane.folded is not None:
                self.folded.emit(self.key)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if not held and self.key is not None:
                self.opened.emit(self.key)
            case _:
                super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._refresh()
        if (place := self._place_of(self.key)) is not None:
            self._say_aloud(self._describe(place.lane, self.day))

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
            there = QDate(self.day.year, self.day.month, self.day.day).addMonths(by)
            self.go_to_day(date(there.year(), there.month(), there.day()))
        else:
            self.go_to_day(self.day + by * A_DAY)

    def _to_edge(self, by: int) -> None:
        """To the next day, or the last, on which something of the lane in hand begins or ends."""
        place = self._place_of(self.key)
        here = self.day.toordinal()
        edges = {edge for bar in (place.lane.bars if place else ()) for edge in (bar.start, bar.end)}
        beyond = [
            edge for edge in edges if (edge - here) * by > 0 and self._plane.first <= edge <= self._plane.last
        ]
        if beyond:
            self.go_to_day(date.fromordinal(min(beyond) if by > 0 else max(beyond)))

    def _place_of(self, key: Hashable | None) -> Place | None:
        return next((one for one in self.places() if one.lane.key is not None and one.lane.key == key), None)

    def _place_at(self, y: float) -> Place | None:
        """The lane at this height; None for a heading and below the last."""
        return next(
            (one for one in self.places() if one.lane.key is not None and one.top <= y < one.top + one.tall),
            None,
        )

    # -- what is said

    def _say_at_hand(self) -> None:
        place = self._place_of(self.key)
        if place is not None:
            self._say(place, self.x_of(self.day))

    def _say(self, place: Place, x: float) -> None:
        told = self._describe(place.lane, self.day)
        self._card.say(told)
        self._say_aloud(told)
        self._card.move(self._beside(place, x))
        self._card.show()
        self._card.raise_()

    def _say_aloud(self, told: Told) -> None:
        """What a screen reader says of the lane and the day in hand, also before the first key."""
        self.setAccessibleDescription("。".join((f"{self.day}", told.heading, *told.lines)))

    def _beside(self, place: Place, x: float) -> QPoint:
        """Where the card goes: over the lanes above its own; else below, past the lane that comes next."""
        at = self._plane.viewport().mapTo(self, QPoint(round(x), round(place.top)))
        wide, high, gap = self._card.width(), self._card.height(), theme.px(12)
        left = at.x() + gap if self.day <= self.today else at.x() - gap - wide
        if left + wide > self.width() or left < 2:
            left = at.x() - gap - wide if self.day <= self.today else at.x() + gap
        above, below = at.y() - high - 2, at.y() + round(place.tall) * 2 + 2
        if above < self._axis.height() and below + high <= self.height():
            return QPoint(max(left, 2), below)
        return QPoint(max(left, 2), max(above, 2))

    def _refresh(self) -> None:
        self._plane.show_lines(self.today, self.day)
        self._labels.update()
        self._axis.update()

    def _stretch(self) -> float:
        """Give the lanes the height they need, and say how much that is."""
        tall = float(sum(place.tall for place in self.places()))
        self._inner.setFixedHeight(round(tall))
        return max(1.0, tall)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self._inner)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._labels)
        row.addWidget(self._plane, 1)
        self._area.setWidget(self._inner)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._axis)
        column.addWidget(self._area, 1)
