"""What is kept for a time only, as pages of proofs are: the program erases it beside whatever is done."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer

from app import erasing
from app.desk import Desk
from app.errors import InWords
from ui.office import Office

FIRST_MS, EVERY_MS = 60_000, 3_600_000


class Erasing(QObject):
    """Looks a minute after the desk was opened, and every hour: a window may stay open for days.

    Where the database cannot be written just now it waits for the next hour: whoever works there is told.
    """

    def __init__(self, office: Office, parent: QObject) -> None:
        super().__init__(parent)
        self._office = office
        timer = QTimer(self, interval=EVERY_MS)

        timer.timeout.connect(self.look)
        timer.start()
        QTimer.singleShot(FIRST_MS, self, self.look)

    def look(self) -> None:
        """Look now; where there are very many, again and again, each time behind what is waiting."""
        self._office.jobs.run(partial(_erased, self._office.desk), then=self._go_on, owner=self)

    def _go_on(self, erased: int) -> None:
        if erased == erasing.AT_ONCE:
            self.look()


def _erased(desk: Desk) -> int:
    try:
        return erasing.erase(desk)
    except InWords:
        return 0
