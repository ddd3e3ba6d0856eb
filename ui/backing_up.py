"""A backup by itself: every two hours if something was saved, and at once where a stick came back."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from app import backups
from app.backups import Made
from app.desk import Desk
from app.errors import InWords
from app.language import sentence
from app.progress import Progress, Step
from ui.jobs import Failure
from ui.office import Office

EVERY_MS = 300_000
FIRST_MS = 20_000
NEWS = "backup"
"""Under this name the news tell that a backup was made; it is no table, and no act."""


class BackingUp(QObject):
    """Looks every five minutes whether it is time, and has the backup made beside the desk.

    ``troubled`` carries why none could be made, once until one succeeds: a full disk is not told anew
    every five minutes.
    """

    troubled = Signal(str)

    def __init__(self, office: Office, parent: QObject) -> None:
        super().__init__(parent)
        self._office = office
        self._under_way = False
        self._told = ""
        timer = QTimer(self, interval=EVERY_MS)

        office.jobs.failed.connect(self._give_way)
        timer.timeout.connect(self.look)
        timer.start()
        QTimer.singleShot(FIRST_MS, self, self.look)

    def look(self) -> None:
        """Look now, unless one is under way."""
        if self._under_way:
            return
        self._under_way = True
        self._office.jobs.back_up(
            partial(_by_itself, self._office.desk), then=self._hear, stepped=_show_nowhere,
            stopped=lambda: False, owner=self,
        )  # fmt: skip

    def _hear(self, made: Made | InWords | None) -> None:
        self._under_way = False
        if made is None:
            return
        self._office.news.tell(frozenset({NEWS}))
        trouble = made.trouble if isinstance(made, Made) else made
        words = sentence(trouble) if trouble is not None else ""
        if words and words != self._told:
            self.troubled.emit(words)
        self._told = words

    def _give_way(self, failure: Failure) -> None:
        if failure.owner is self:
            self._under_way = False


def _show_nowhere(step: Step) -> None:
    """Nobody asked for it, so nobody is shown how far it is."""


def _by_itself(desk: Desk, progress: Progress) -> Made | InWords | None:
    try:
        return backups.by_itself(desk, progress)
    except InWords as error:
        return error
