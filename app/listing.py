"""Lists of any length: which rows stand in one and in which order; what a row says is read when it is seen.

An order is one number to a row, eight megabytes to a million, told by the database in one text while
the window goes on. So any place is jumped to as fast as the first, a row is found again by its number
after news, and all of a list can be counted and ticked though hardly any of it was read.

A list that may be long takes two functions. One asks for the rows in their order and begins a listing
after the session: ``order = in_order(session, select(Printout.row).where(…))[0]``, then
``listing.begin(order, partial(rows, desk))``. The other, ``rows(desk, numbers)``, tells what those rows
say. A page shows it in a ``ui.longlist.LongList``, by ``show_listing``; the rest comes by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.base import Record

R = TypeVar("R")
Numbers = NDArray[np.signedinteger[Any]]
Part = tuple[str, int]
"""Rows that stand together: what they have in common, and how many they are."""

PAGE = 64
"""As many rows as are read at once: more than a high screen shows."""
NEIGHBOURS = 20
NO_DAY = date.max.toordinal()
"""In an order by days: what has none comes last."""


class Listing(Generic[R]):
    """The rows of a list, each by its number, in order, and how any of them are read.

    ``parts`` follow one another and make up the whole. ``read`` answers for some numbers with what
    they say, without whatever is gone meanwhile. ``begun`` was read along with the order: the first
    page, and the row that is ``wanted`` in hand, where one is.
    """

    def __init__(
        self,
        order: Numbers | Sequence[int],
        read: Callable[[Sequence[int]], Mapping[int, R]],
        *,
        parts: Sequence[Part] | None = None,
        begun: Mapping[int, R] | None = None,
        wanted: int | None = None,
    ) -> None:
        self.order: Numbers = np.asarray(order, dtype=np.int64)
        self.parts: tuple[Part, ...] = (("", len(self.order)),) if parts is None else tuple(parts)
        self.read = read
        self.begun = begun or {}
        self.wanted = wanted

    def __len__(self) -> int:
        return len(self.order)

    def __iter__(self) -> Iterator[R]:
        """Every row, read page by page; for what must have all of them, which no screen must."""
        for first in range(0, len(self), PAGE):
            numbers = self.between(first, PAGE)
            told = self.read(numbers)
            yield from (told[number] for number in numbers if number in told)

    def number(self, place: int) -> int:
        """The number of the row at a place; raises IndexError beyond the last."""
        return int(self.order[place])

    def between(self, first: int, count: int) -> list[int]:
        """The numbers of some rows that follow one another."""
        numbers: list[int] = self.order[first : first + count].tolist()
        return numbers

    def first(self, count: int) -> list[R]:
        """The first rows, of those that were read along."""
        return [self.begun[number] for number in self.between(0, count) if number in self.begun]

    def place(self, number: int) -> int:
        """Where a number stands; -1 where it does not."""
        places = np.flatnonzero(self.order == number)
        return int(places[0]) if len(places) else -1

    def heir(self, before: Listing[R], place: int) -> int:
        """Where to go when the row at a place of the list as it was before is gone from this one.

        To the next row that is still there, at the end to the last; -1 where there is none.
        """
        return min(self.gap(before, place), len(self) - 1)

    def gap(self, before: Listing[R], place: int) -> int:
        """Where the row that stood at a place of the list as it was before would stand in this one.

        The next row that is still there stands there now; at the end nothing does.
        """
        for number in before.between(place, NEIGHBOURS):
            if (now := self.place(number)) >= 0:
                return now
        first = max(place - NEIGHBOURS, 0)
        for number in reversed(before.between(first, place - first)):
            if (now := self.place(number)) >= 0:
                return now + 1
        return min(place, len(self))

    def with_more(self, order: Numbers) -> Listing[R]:
        """The same with more rows at its end."""
        return Listing(np.concatenate((self.order, order)), self.read, begun=self.begun)


@dataclass(frozen=True, slots=True, eq=False)
class Spot(Generic[R]):
    """Where one is in a list: at a row, or where it stood until it was ``gone`` from the list.

    ``place`` is that of the row, or of the one that comes next.
    """

    listing: Listing[R]
    number: int
    place: int
    gone: bool = False

    @property
    def is_last(self) -> bool:
        """Whether nothing comes after it."""
        return self.place >= len(self.listing) - (0 if self.gone else 1)

    def moved(self, by: int) -> Spot[R] | None:
        """One row on (1) or back (-1), nothing left out where the row is gone; None where there is none."""
        place = self.place + (0 if self.gone and by > 0 else by)
        if not 0 <= place < len(self.listing):
            return None
        return Spot(self.listing, self.listing.number(place), place)

    def renewed(self, listing: Listing[R]) -> Spot[R]:
        """The same in the list as it stands now."""
        if (place := listing.place(self.number)) >= 0:
            return Spot(listing, self.number, place)
        return Spot(listing, self.number, listing.gap(self.listing, self.place), gone=True)


def begin(
    order: Numbers,
    read: Callable[[Sequence[int]], Mapping[int, R]],
    *,
    parts: Sequence[Part] | None = None,
    wanted: int | None = None,
) -> Listing[R]:
    """A listing with its first page already read, and with the row that is wanted, if it stands there."""
    if wanted is not None and not (order == wanted).any():
        wanted = None
    first: list[int] = order[:PAGE].tolist()
    if wanted is not None and wanted not in first:
        first.append(wanted)
    return Listing(order, read, parts=parts, begun=read(first) if first else {}, wanted=wanted)


def number_of(session: Session, noun: type[Record], wanted: UUID | int | None) -> int | None:
    """The row of a record that is wanted by its id, or by its row already; None where it is not on file."""
    if not isinstance(wanted, UUID):
        return wanted
    return session.scalar(select(noun.row).where(noun.id == wanted))


def nothing() -> Listing[R]:
    """A list of nothing."""
    return Listing((), lambda numbers: {})
