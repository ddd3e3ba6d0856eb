"""Whom two words mean, found by laying side by side everybody to whom either leads.

What a word leads to is read as one text and compared as one array, which takes a fiftieth of the time of
reading as many labels.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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
NOBODY = np.empty(0, np.int64)
AT_FIRST, TIMES = 4_000, 4
"""So many are read at first, and then so many times as many."""


class Beside:
    """Everybody and every dwelling that a word leads to by some kinds of clues."""

    def __init__(self, connection: Connection, word: Word, kinds: Sequence[By]) -> None:
        self._connection = connection
        self._rows = dict(zip(kinds, map(_read, leads.rows_of(connection, word, kinds)), strict=True))

    def maybe_meant(
        self, by: By, word: Word, after: Place | None, kinds: Sequence[By]
    ) -> Iterator[list[int]]:
        """Whom a kind of clue of another word leads to after a place, in order, if they are among these.

        They are told by their rows. Of those with more than two homes only their label says whether they are.
        """
        past, at_once = 0, AT_FIRST
        while True:
            led = leads.homes_of(self._connection, by, word, after, past, at_once)
            row, home, other_home = map(_read, led)
            yield row[self._may_have(row, home, other_home, kinds)].tolist()
            if len(row) < at_once:
                return
            past, at_once = past + at_once, at_once * TIMES

    def _may_have(self, row: Rows, home: Rows, other_home: Rows, kinds: Sequence[By]) -> Marks:
        people = [self._rows[by] for by in kinds if by is not By.ADDRESS]
        maybe = _are_in(row, np.concatenate([NOBODY, *people]))
        if By.ADDRESS in kinds:
            dwellings = self._rows[By.ADDRESS]
            maybe |= (
                (home == clues.TOO_MANY_HOMES) | _are_in(home, dwellings) | _are_in(other_home, dwellings)
            )
        return maybe


def _are_in(some: Rows, rows: Rows) -> Marks:
    return np.isin(some, rows, kind="table")


def _read(text: str) -> Rows:
    return np.fromstring(text, dtype=np.int64, sep=",")
