"""Whom two words mean, found by laying side by side everybody to whom either leads.

What a word leads to is read as columns and compared as arrays, which takes a fiftieth of the time of
reading as many labels.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Select, bindparam, select

from app import leads
from app.leads import CLUE, HOME, Place
from app.typed import Word
from db import clues
from db.clues import By
from db.columns import Numbers, numbers

AT_FIRST, TIMES = 16_000, 4
"""So many are read at most to begin with, then so many times as many."""

Marks = NDArray[np.bool_]


class Beside:
    """Everybody and every dwelling that a word leads to by some kinds of clues."""

    def __init__(self, connection: Connection, word: Word, kinds: Sequence[By]) -> None:
        self._connection = connection
        self._rows = dict(zip(kinds, _rows_of(connection, word, kinds), strict=True))

    def maybe_meant(
        self, by: By, word: Word, after: Place | None, kinds: Sequence[By], wanted: int
    ) -> Iterator[list[int]]:
        """Whom a kind of clue of another word leads to after a place, in order, if they are among these.

        They are told by their rows, as many as are likely to have so many wanted among them, then more. Of
        those with more than two homes only their label says whether they are.
        """
        people = self._marked(by for by in kinds if by is not By.ADDRESS)
        dwellings = self._marked(by for by in kinds if by is By.ADDRESS)
        past, told, at_once = 0, 0, min(self._likely(wanted, kinds), AT_FIRST)
        while True:
            row, home, other_home = _homes_of(self._connection, by, word, after, past, at_once)
            maybe = _are_marked(row, people)
            if By.ADDRESS in kinds:
                maybe |= (home == clues.TOO_MANY_HOMES) | _are_marked(home, dwellings)
                maybe |= _are_marked(other_home, dwellings)
            among = row[maybe].tolist()
            yield among
            if len(row) < at_once:
                return
            past, told = past + at_once, told + len(among)
            at_once *= TIMES
            if told < wanted:  # else a third word means few of them, and nobody knows how far to read
                at_once = min(leads.to_read(wanted - told, told, past), at_once)

    def _likely(self, wanted: int, kinds: Iterable[By]) -> int:
        """So many should be read to find so many, and no fewer, were those of these kinds spread evenly."""
        rows = (self._rows[by] for by in kinds)
        dense = max(((len(some), int(some.max())) for some in rows if len(some)), key=_share, default=(0, 0))
        return max(wanted, leads.to_read(wanted, *dense))

    def _marked(self, kinds: Iterable[By]) -> Marks:
        """A mark for each row there may be, set for those of these kinds; neither first nor last is."""
        rows = [self._rows[by] for by in kinds]
        marks = np.zeros(max((int(some.max(initial=0)) for some in rows), default=0) + 2, np.bool_)
        for some in rows:
            marks[some] = True
        return marks


def _share(part: tuple[int, int]) -> float:
    return part[0] / part[1]


def _are_marked(rows: Numbers, marks: Marks) -> Marks:
    """Whether rows are marked; those beyond, on either side, are not."""
    return marks.take(rows, mode="clip")


def _homes_of(
    connection: Connection, by: By, word: Word, after: Place | None, past: int, at_once: int
) -> Sequence[Numbers]:
    """Everybody to whom a kind of clue leads after a place, in order and past so many, so many at once.

    Their rows and those of their two homes (``db.derived.Clue``).
    """
    told = leads.begin(by, word, after) | {"past": past, "at_once": at_once}
    return connection.execute(_homes(by, after is not None), told).one()


@cache
def _homes(by: By, goes_on: bool) -> Select[Numbers, Numbers, Numbers]:
    kept = (HOME if by is By.ADDRESS else CLUE).c
    led = leads.in_order(by, goes_on).add_columns(kept.home.label("home"), kept.other_home.label("other"))
    some = led.limit(bindparam("at_once")).offset(bindparam("past")).subquery().c
    return select(numbers(some.person), numbers(some.home), numbers(some.other))


def _rows_of(connection: Connection, word: Word, kinds: Sequence[By]) -> Sequence[Numbers]:
    """The rows of everybody, or of every dwelling, that a word leads to by each of these kinds of clues."""
    told: dict[str, Any] = {}
    for by in kinds:
        told |= leads.begin(by, word, None)
    return connection.execute(_rows(tuple(kinds)), told).one()


@cache
def _rows(kinds: tuple[By, ...]) -> Select[Any]:
    of_each = (select(numbers(CLUE.c.row)).where(leads.of_kind(by, by)) for by in kinds)
    return select(*(rows.scalar_subquery() for rows in of_each))
