"""读身份证: the identity card on this desk's reader, read beside everything else that is done."""

from __future__ import annotations

from functools import partial
from threading import Event

from PySide6.QtCore import QObject, Signal

from app import readers
from app.identity_cards import IdentityCard
from ui.jobs import Failure
from ui.office import Office
from ui.preferences import of_program

LIBRARY = "card-reader"
"""Under this name the machine keeps where its reader's library is."""


class CardReading(QObject):
    """Waits for a card when asked to. ``read`` carries the IdentityCard, ``changed`` whether one is awaited.

    Nothing waits for it: the officer may type on, and what went wrong comes to the message bar.
    """

    read = Signal(object)
    changed = Signal(bool)

    def __init__(self, office: Office, parent: QObject) -> None:
        super().__init__(parent)
        self._office = office
        self._stop = Event()
        self._awaited = False
        office.jobs.failed.connect(self._give_up)

    def begin(self) -> None:
        """Read a card, once one lies on the reader; asked again meanwhile, stop waiting for it."""
        if self.stop():
            return
        self._stop = stop = Event()
        self._await(True)
        chosen = of_program().of_machine(LIBRARY)
        self._office.jobs.at_device(
            partial(readers.read, chosen, self._office.desk.today()),
            then=partial(self._hear, stop), stopped=stop.is_set, again=self.begin, owner=self,
        )  # fmt: skip

    def stop(self) -> bool:
        """Wait for no card any more; says whether one was awaited."""
        awaited = self._awaited
        self._stop.set()
        self._await(False)
        return awaited

    def _hear(self, stop: Event, card: IdentityCard) -> None:
        if not stop.is_set():  # else the officer has gone on while the last bytes came
            self._await(False)
            self.read.emit(card)

    def _give_up(self, failure: Failure) -> None:
        if failure.owner is self:
            self._await(False)

    def _await(self, awaited: bool) -> None:
        if awaited != self._awaited:
            self._awaited = awaited
            self.changed.emit(awaited)
