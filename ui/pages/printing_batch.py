"""Printing many cards one after the other: in order, stopped after the card in hand, gone on with later."""

from __future__ import annotations

import re
import time
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtPrintSupport import QPrinter

from app import printing
from app.language import _, plural
from app.paper import PERMIT_CARD
from app.printing import Made
from ui import printing as printers
from ui.jobs import Failure
from ui.pages import Page
from ui.pages.press import Press
from ui.pages.printing_rows import Line

BUILDING = re.compile(r".*?(号楼|栋|幢|座)|.*(?=-)")


class Batch(QObject):
    """One batch at a time. ``moved`` tells of each card that is begun, ``ended`` that nothing is printed now.

    What was sent is asked about afterwards, card by card; what was not sent stays where it was,
    so a jam, a stop or a crash costs nothing and the rest is printed in another batch.
    """

    moved = Signal()
    ended = Signal()

    def __init__(self, page: Page, press: Press) -> None:
        super().__init__(page)
        self._office, self._press = page.office, press
        self._waiting: list[Line] = []
        self._printer: QPrinter | None = None
        self._all, self._began = 0, 0.0
        self._office.jobs.failed.connect(self._hear)

    @property
    def running(self) -> bool:
        """Whether cards are being printed."""
        return self._printer is not None

    def start(self, lines: tuple[Line, ...]) -> None:
        """Ask for the printer and print these cards in their order."""
        self._printer = self._press.choose()
        if self._printer is None:
            return
        self._waiting, self._all, self._began = list(lines), len(lines), time.monotonic()
        self._next()

    def stop(self) -> None:
        """Print no further card; the one in hand is finished."""
        self._waiting = []

    def in_words(self) -> str:
        """How far it is, and about how long the rest takes."""
        done = self._all - len(self._waiting)
        words = _("Printing {n} of {all}", n=done, all=self._all)
        if done > 1 and self._waiting:
            left = (time.monotonic() - self._began) / (done - 1) * (len(self._waiting) + 1)
            words += " · " + plural("about {n} second left", "about {n} seconds left", round(left))
        return words

    def _next(self, _sent: object = None) -> None:
        if not self._waiting or self._printer is None:
            self._end()
            return
        line = self._waiting.pop(0)
        self.moved.emit()
        look = partial(printers.check, self._printer.printerName(), two_sided=True)
        self._office.jobs.press(look, then=lambda ready: self._make(line), owner=self)

    def _make(self, line: Line) -> None:
        make = partial(printing.make, self._office.desk, PERMIT_CARD.name, line.id)
        self._office.jobs.run(make, then=self._note_sent, owner=self)

    def _note_sent(self, made: Made) -> None:
        """It is noted first: after a crash it is asked about rather than printed twice."""
        note = partial(printing.sent, self._office.desk, made.printout_id)
        self._office.jobs.run(note, then=lambda done: self._hand_over(made), owner=self)

    def _hand_over(self, made: Made) -> None:
        assert self._printer is not None
        self._office.jobs.press(self._press.sending(self._printer, made), then=self._next, owner=self)

    def _hear(self, failure: Failure) -> None:
        """A card that cannot be made, or a printer that jams, stops the batch; the window says why."""
        if failure.owner is self:
            self._end()

    def _end(self) -> None:
        self._waiting, self._printer = [], None
        self.ended.emit()


def building(address: str) -> str:
    """The building of an address: up to what names it, or to the last dash; else the address itself."""
    found = BUILDING.match(address)
    return found[0] if found else address
