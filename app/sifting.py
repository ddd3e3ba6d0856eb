"""Whom two words mean, found by laying side by side everybody to whom either leads.

What a word leads to is read as one text and compared as one array, which takes a fiftieth of the time of
reading as many labels.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from app import leads
from app.leads import Place
from app.typed import Word
from db import clues
from db.clues import By

Rows = NDArray[np.int64]
Marks = NDArray[np.bool_]


class Beside:
    """Everybody and every dwelling that a word leads to by some kinds of clues."""

    def __init__(self, connection: Connection, word: Word, kinds: Sequence[By]) -> None:
        self._connection = connection
        self._rows = dict(zip(kinds, map(_read, leads.rows_of(connection, word, kinds)), strict=True))

    def maybe_meant(
        self, by: By, word: Word, after: Place | None, kinds: Sequence[By], wanted: int, likely: int
    ) -> Iterator[list[int]]:
        """Whom a kind of clue of another word leads to after a place, in order, if they are among these.

        They are told by their rows. Of those with more than two homes only their label says whether they are.
        So many are wanted, and are likely among the first so many.
        """
        people = self._marked(by for by in kinds if by is not By.ADDRESS)
        dwellings = self._marked(by for by in kinds if by is By.ADDRESS)
        past, told, at_once = 0, 0, min(likely, leads.AT_FIRST)
        while True:
            led = leads.homes_of(self._connection, by, word, after, past, at_once)
            row, home, other_home = map(_read, led)
            maybe = _are_marked(row, people)
            if By.ADDRESS in kinds:
                maybe |= (home == clues.TOO_MANY_HOMES) | _are_marked(home, dwellings)
                maybe |= _are_marked(other_home, dwellings)
            among = row[maybe].tolist()
            yield among
            if len(row) < at_once:
                return
            past, told = past + at_once, told + len(among)
            at_once *= leads.TIMES
            if told < wanted:  # else a third word means few of them, and nobody knows how far to read
                at_once = min(leads.to_read(wanted - told, told, past), at_once)

    def _marked(self, kinds: Iterable[By]) -> Marks:
        """A mark for each row there may be, set for those of these kinds; neither first nor last is."""
        rows = [self._rows[by] for by in kinds]
        marks = np.zeros(max((int(some.max(initial=0)) for some in rows), default=0) + 2, np.bool_)
        for some in rows:
            marks[some] = True
        return marks


def _are_marked(rows: Rows, marks: Marks) -> Marks:
    """Whether rows are marked; those beyond, on either side, are not."""
    return marks.take(rows, mode="clip")


def _read(text: str) -> Rows:
    return np.fromstring(text, dtype=np.int64, sep=",")
