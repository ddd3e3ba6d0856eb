"""What other stations did on a shared database is news here too, a few seconds later."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from app import elsewhere
from app.errors import InWords
from ui.jobs import Failure
from ui.office import Office

if TYPE_CHECKING:
    from app.desk import Desk
    from app.elsewhere import Mark

EVERY_MS = 10_000
Seen = tuple["Mark", frozenset[str]]


class Elsewhere(QObject):
    """Looks every ten seconds, and tells the news of what other officers have changed.

    While the database cannot be reached it waits quietly: whoever works is told by their own work.
    """

    def __init__(self, office: Office, parent: QObject) -> None:
        super().__init__(parent)
        self._office = office
        self._mark: Mark | None = None
        self._looking = False
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
        if seen is None:
            return
        self._mark, tables = seen
        if tables:
            self._office.news.tell(tables)

    def _give_way(self, failure: Failure) -> None:
        """A fault is told of by whoever hears of faults; the next look is as any other."""
        if failure.owner is self:
            self._looking = False


def _look(desk: Desk, mark: Mark | None) -> Seen | None:
    try:
        return elsewhere.look(desk, mark)
    except InWords:
        return None
