"""What other stations did on a shared database is news here too, a few seconds later."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app import elsewhere
from app.errors import InWords, Unavailable
from ui.jobs import Failure
from ui.office import Office

if TYPE_CHECKING:
    from app.desk import Desk
    from app.elsewhere import Mark

EVERY_MS = 10_000
Seen = tuple["Mark", frozenset[str]]


class Elsewhere(QObject):
    """Looks every ten seconds, and tells the news of what other officers have changed.

    ``reached`` tells when the database is out of reach and when it is there again; what could not be done
    meanwhile tells of itself.
    """

    reached = Signal(bool)

    def __init__(self, office: Office, parent: QObject) -> None:
        super().__init__(parent)
        self._office = office
        self._mark: Mark | None = None
        self._looking, self._reached = False, True
        timer = QTimer(self, interval=EVERY_MS)

        office.jobs.failed.connect(self._give_way)
        timer.timeout.connect(self.look)
        timer.start()
        self.look()

    def look(self) -> None:
        """Look now, unless one is looking."""
        if not self._looking:
            self._looking = True
            look = partial(_look, self._office.desk, self._mark)
            self._office.jobs.at_once(look, then=self._hear, owner=self)

    def _hear(self, seen: Seen | None) -> None:
        self._looking = False
        if (seen is not None) != self._reached:
            self._reached = seen is not None
            self.reached.emit(self._reached)
        if seen is None:
            return
        self._mark, tables = seen
        if tables:
            self._office.news.tell(tables)

    def _give_way(self, failure: Failure) -> None:
        """A fault is told of by whoever hears of faults; the next look is as any other.

        Where others could not reach something, it is seen at once whether that is the database.
        """
        if failure.owner is self:
            self._looking = False
        elif isinstance(failure.error, Unavailable):
            self.look()


def _look(desk: Desk, mark: Mark | None) -> Seen | None:
    try:
        return elsewhere.look(desk, mark)
    except InWords:
        return None
