"""The rows of a long list while they are looked at: read at the desk page by page, and only a few kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from functools import partial
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from app.listing import PAGE, Listing, nothing
from ui.jobs import Failure, Jobs

R = TypeVar("R")
KEPT = 16
"""Pages that are kept: what lies between is read again when it is looked at again."""
AT_ONCE = 2
"""Pages that a screen can touch. Whoever drags through a million rows waits for those alone."""


class Windowed(QObject, Generic[R]):
    """Hands out the rows of a listing; ``came`` tells from which place to which more can be had now."""

    came = Signal(int, int)

    def __init__(self, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._listing: Listing[R] = nothing()
        self._pages: OrderedDict[int, Mapping[int, R]] = OrderedDict()
        self._known: dict[int, R] = {}
        self._wanted: list[int] = []
        self._under_way = False
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._ask)
        jobs.failed.connect(self._give_way)

    @property
    def listing(self) -> Listing[R]:
        """What is shown."""
        return self._listing

    def show(self, listing: Listing[R], *, anew: bool = False) -> None:
        """Show another listing; what was read for the one before stands until it has been read anew.

        ``anew`` is said of a list of something else, where the same number means another row.
        """
        for page in self._pages.values():
            self._known.update(page)
        if anew:
            self._known.clear()
        self._known.update(listing.begun)
        self._listing = listing
        self._pages.clear()
        self._wanted.clear()
        if all(number in listing.begun for number in listing.between(0, PAGE)):
            self._pages[0] = listing.begun

    def keep(self, number: int, row: R) -> None:
        """This row stands for its number in the listing shown next, until it has been read anew."""
        self._known[number] = row

    def __len__(self) -> int:
        return len(self._listing)

    def at(self, place: int) -> R | None:
        """The row at a place; None where it is gone, and while it is being read, which this asks for."""
        number, page = self._listing.number(place), place // PAGE
        if (read := self._pages.get(page)) is not None:
            self._pages.move_to_end(page)
            return read.get(number)
        self._want(page)
        return self._known.get(number)

    def is_gone(self, place: int) -> bool:
        """Whether the row at a place was looked for and is not on file any more; news will take it out."""
        read = self._pages.get(place // PAGE)
        return read is not None and self._listing.number(place) not in read

    def kept(self) -> tuple[tuple[int, R], ...]:
        """The rows that are at hand, each with its place, in order."""
        at_hand = {}
        for page in {0, *self._pages}:
            read = self._pages.get(page, self._listing.begun)
            for place, number in enumerate(self._listing.between(page * PAGE, PAGE), page * PAGE):
                if number in read:
                    at_hand[place] = read[number]
        first = set(self._listing.between(0, PAGE))
        for number, row in self._listing.begun.items():
            if number not in first:  # the one that was wanted
                at_hand.setdefault(self._listing.place(number), row)
        return tuple(sorted(at_hand.items(), key=lambda each: each[0]))

    def _want(self, page: int) -> None:
        if page in self._wanted:
            return
        self._wanted = [*self._wanted, page][-AT_ONCE:]
        if not self._under_way:
            self._soon.start()

    def _ask(self) -> None:
        if not self._wanted:
            return
        page, listing, self._under_way = self._wanted[0], self._listing, True
        read = partial(listing.read, listing.between(page * PAGE, PAGE))
        self._jobs.run(read, then=partial(self._take_in, listing, page), owner=self)

    def _take_in(self, listing: Listing[R], page: int, rows: Mapping[int, R]) -> None:
        self._under_way = False
        if listing is self._listing:
            self._wanted = [one for one in self._wanted if one != page]
            self._pages[page] = rows
            while len(self._pages) > KEPT:
                self._pages.popitem(last=False)
            if len(self._known) > KEPT * PAGE:
                self._known.clear()
            first = page * PAGE
            self.came.emit(first, min(first + PAGE, len(self)) - 1)
        if self._wanted:
            self._soon.start()

    def _give_way(self, failure: Failure) -> None:
        """What could not be read is asked for when it is looked at again."""
        if failure.owner is self:
            self._under_way = False
            self._wanted.clear()
