"""The day and the clock while the window stays open: a new day is told, and a clock that was set by hand."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, datetime, timedelta

from PySide6.QtCore import QObject, QTimer, Signal

EVERY_MS = 60_000
SET_BACK, SET_AHEAD = timedelta(minutes=-5), timedelta(days=1)


def steady() -> timedelta:
    """How long the machine has been running, by the clock that nobody can set.

    On Linux that is one that goes on while the machine sleeps; elsewhere Python's own.
    """
    if hasattr(time, "CLOCK_BOOTTIME"):
        return timedelta(seconds=time.clock_gettime(time.CLOCK_BOOTTIME))
    return timedelta(seconds=time.monotonic())


class DayWatch(QObject):
    """Looks at the clock every minute, and when the window is come back to.

    ``turned`` carries the desk's day when it has become another; ``was_set`` the moment
    it is now when the clock was put back by more than five minutes or ahead by a day.
    """

    turned = Signal(object)
    was_set = Signal(object)

    def __init__(
        self, today: Callable[[], date], now: Callable[[], datetime], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._today, self._now = today, now
        self._day, self._moment, self._running = today(), now(), steady()
        timer = QTimer(self, interval=EVERY_MS)

        timer.timeout.connect(self.look)
        timer.start()

    def look(self) -> None:
        """Look at the clock now."""
        day, moment, running = self._today(), self._now(), steady()
        set_by = (moment - self._moment) - (running - self._running)
        turned = day != self._day
        self._day, self._moment, self._running = day, moment, running
        if turned:
            self.turned.emit(day)
        if set_by < SET_BACK or set_by >= SET_AHEAD:
            self.was_set.emit(moment)
