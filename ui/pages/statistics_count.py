"""Counting for 统计, beside the desk: the roll is read once and kept while the page is looked at."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import partial
from threading import Event

from PySide6.QtCore import QObject, Signal

from app import roll, statistics
from app.desk import Desk
from app.errors import Cancelled
from app.progress import Progress, Step
from app.roll import Of, Roll
from app.statistics import Months, Statistics
from ui.jobs import Failure
from ui.office import Office

QUICK = 1.0
"""Seconds within which a roll is read that may be read anew whenever somebody saves."""


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """The figures, the roll they were counted on, and how many seconds it took to read."""

    told: Statistics
    roll: Roll
    took: float


def count(desk: Desk, known: Counted | None, months: Months, whom: Of, progress: Progress) -> Counted | None:
    """Count on the roll that is known, or else on one of now; None where nobody wants to wait for it."""
    begun = time.monotonic()
    try:
        on = known.roll if known else roll.read_roll(desk, progress)
    except Cancelled:
        return None
    took = known.took if known else time.monotonic() - begun
    return Counted(statistics.gather(on, months, whom, statistics.targets(desk)), on, took)


class Counting(QObject):
    """Counts what was asked for last; ``counted`` carries the Statistics, ``stepped`` how far the reading is.

    ``stopped`` is emitted where it was given up: then the figures are still those of before.
    """

    counted = Signal(object)
    stepped = Signal(object)
    stopped = Signal()

    def __init__(self, office: Office, parent: QObject) -> None:
        super().__init__(parent)
        self._office = office
        self._known: Counted | None = None
        self._read: Counted | None = None
        self._asked: tuple[Months, Of] | None = None
        self._anew = False
        self._stop: Event | None = None
        office.jobs.failed.connect(self._give_way)

    @property
    def roll(self) -> Roll | None:
        """The roll the figures on the screen were counted on."""
        return self._known.roll if self._known else None

    @property
    def quick(self) -> bool:
        """Whether the roll may be read anew whenever somebody saves."""
        return self._known is not None and self._known.took < QUICK

    @property
    def under_way(self) -> bool:
        """Whether it is counting."""
        return self._stop is not None

    def count(self, months: Months, whom: Of, *, anew: bool) -> None:
        """Count them, ``anew`` on a roll of now; of several that are asked for only the last is counted."""
        self._asked, self._anew = (months, whom), self._anew or anew
        if not self.under_way:
            self._begin()

    def stop(self) -> None:
        """Give up counting; what was counted before stays."""
        self._asked = None
        if self._stop is not None:
            self._stop.set()

    def forget(self) -> None:
        """Give up counting and let go of the roll, whose columns take some megabytes."""
        self.stop()
        self._known = self._read = None

    def _begin(self) -> None:
        assert self._asked is not None
        (months, whom), known = self._asked, None if self._anew else self._read or self._known
        self._asked, self._anew, self._stop = None, False, Event()
        self._office.jobs.look_through(
            partial(count, self._office.desk, known, months, whom), then=self._come_back,
            stepped=self._tell, stopped=self._stop.is_set, owner=self,
        )  # fmt: skip

    def _tell(self, step: Step) -> None:
        if self.under_way:  # the last step may be heard after the end
            self.stepped.emit(step)

    def _come_back(self, found: Counted | None) -> None:
        given_up, self._stop = self._stop is None or self._stop.is_set(), None
        self._read = None if given_up else found
        if self._asked is not None:
            self._begin()  # on what was just read, though the figures on the screen are still of before
        elif self._read is None:
            self.stopped.emit()
        else:
            self._known, self._read = self._read, None
            self.counted.emit(self._known.told)

    def _give_way(self, failure: Failure) -> None:
        if failure.owner is self:
            self._stop = None
            self.stopped.emit()
