"""Printing many cards one after the other: in order, stopped after the card in hand, gone on with later."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from enum import Enum
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtPrintSupport import QPrinter

from app import printing
from app.language import _, plural
from app.listing import Numbers
from app.printing import Made
from ui.jobs import Failure
from ui.pages import Page
from ui.pages.press import Press
from ui.pages.printing_paper import CardPaper


class Ticks(QObject):
    """Which cards are ticked for a batch, by the rows of their permits; ``changed`` tells.

    Only what is ready can be ticked, and all of it can, though the list has read hardly any.
    """

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._ready: list[int] = []
        self._ticked = set[int]()

    def __contains__(self, row: int) -> bool:
        return row in self._ticked

    def __len__(self) -> int:
        return len(self._ticked)

    def show(self, ready: Numbers) -> None:
        """Everything that is ready, as it waits; what is so no more is ticked no longer."""
        self._ready = ready.tolist()
        self._ticked.intersection_update(self._ready)

    def in_order(self) -> list[int]:
        """The ticked ones in the order in which they wait."""
        return [row for row in self._ready if row in self._ticked]

    def toggle(self, row: int) -> None:
        """One card into the batch, or out of it."""
        if row in self._ready:
            self._ticked ^= {row}
            self.changed.emit()

    def toggle_all(self) -> None:
        """Everything that is ready; or nothing, where all is ticked."""
        everyone = set(self._ready)
        self._ticked = everyone if everyone - self._ticked else set()
        self.changed.emit()

    def add(self, rows: Iterable[int]) -> None:
        """These too, as far as they are ready."""
        self._ticked |= set(rows).intersection(self._ready)
        self.changed.emit()


class Stage(Enum):
    """How far a card of the batch is: on its way to the printer, before its turn, or sent."""

    IN_HAND = "in_hand"
    WAITING = "waiting"
    SENT = "sent"


class Batch(QObject):
    """One batch at a time. ``moved`` tells that a card or a sheet is begun, ``ended`` that none is any more.

    What was sent is asked about afterwards, card by card; what was not sent stays where it was,
    so a jam, a stop or a crash costs nothing and the rest is printed in another batch.
    """

    moved = Signal()
    ended = Signal()

    def __init__(self, page: Page, press: Press) -> None:
        super().__init__(page)
        self._office, self._press = page.office, press
        self._turn: Mapping[int, int] = {}
        self._stopping, self._bare = False, False
        self._paper: CardPaper | None = None
        self._first: UUID | None = None
        self._printer: QPrinter | None = None
        self._sent, self._made, self._began = 0, 0, 0.0
        self._office.jobs.failed.connect(self._hear)

    @property
    def running(self) -> bool:
        """Whether cards are being printed."""
        return self._printer is not None

    def start(self, paper: CardPaper) -> None:
        """Ask for the printer and print the cards in order."""
        self._press.choose(partial(self._begin, paper))

    def _begin(self, paper: CardPaper, printer: QPrinter) -> None:
        self._printer = printer
        self._turn = {row: turn for turn, row in enumerate(paper.cards)}
        self._sent, self._made, self._began = 0, 0, time.monotonic()
        self._paper, self._first, self._stopping = paper, None, False
        self._bare = self._press.is_preprinted(self._printer, paper.document)
        self._next()

    def stop(self) -> None:
        """Print no further card; the one in hand is finished."""
        self._stopping = True

    def in_words(self) -> str:
        """Which card is printed of how many, and about how long all that are left take."""
        cards = len(self._turn)
        words = _("Printing {n} of {all}", n=min(self._sent + 1, cards), all=cards)
        if 0 < self._sent < cards:
            left = (time.monotonic() - self._began) / self._sent * (cards - self._sent)
            words += " · " + plural("about {n} second left", "about {n} seconds left", round(left))
        return words

    def stage(self, row: int) -> Stage | None:
        """How far the card of a permit is, by its row; None where it is not printed now."""
        turn = self._turn.get(row) if self.running else None
        if turn is None:
            return None
        if turn < self._sent:
            return Stage.SENT
        return Stage.IN_HAND if turn < max(self._made, self._sent + 1) else Stage.WAITING

    def _next(self, _sent: object = None) -> None:
        self._sent = self._made
        if self._sent == len(self._turn) or self._stopping or self._printer is None or self._paper is None:
            self._end()
            return
        self.moved.emit()
        look = self._press.looking_at(self._printer, self._paper.document)
        self._office.jobs.press(look, then=self._make_next, owner=self)

    def _make_next(self, _ready: object) -> None:
        assert self._paper is not None
        waiting = self._paper.cards[self._sent :]
        make = partial(self._paper.make, waiting, self._bare, self._first)
        self._office.jobs.run(make, then=self._note_sent, owner=self)

    def _note_sent(self, made: Made) -> None:
        """It is noted first: after a crash it is asked about rather than printed twice."""
        self._made += len(made.printouts)
        self._first = self._first or made.printout_id
        note = partial(printing.sent, self._office.desk, *made.printouts)
        self._office.jobs.run(note, then=lambda done: self._hand_over(made), owner=self)

    def _hand_over(self, made: Made) -> None:
        assert self._printer is not None
        self._office.jobs.press(self._press.sending(self._printer, made), then=self._next, owner=self)

    def _hear(self, failure: Failure) -> None:
        """A card that cannot be made, or a printer that jams, stops the batch; the window says why."""
        if failure.owner is self:
            self._end()

    def _end(self) -> None:
        self._printer = None
        self.ended.emit()
