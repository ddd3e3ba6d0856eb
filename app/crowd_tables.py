"""Tables of many persons held in little memory, by whom or what their rows belong to.

A word is held as one or two bytes where that is enough, and an owner as a place: a million persons
have some million rows in each of several tables. What is cut of them is as wide as the law has it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.law.crowd import Rows, pairs
from app.law.packing import Codes
from db.columns import Ids, Words

Column = Rows | Codes
Finding = Callable[[Ids], Rows]
"""How the places of records are found by their UUIDs."""

NOWHERE = -1
"""The place of what is not among those asked for."""


class Places:
    """The place of each of some records, found by its UUID: where it stands among them, or is said to."""

    def __init__(self, known: Ids, at: Rows | None = None) -> None:
        order = np.argsort(known, kind="stable").astype(np.int32)
        self._known = known.take(order)
        self._at = order if at is None else at.take(order)

    def of(self, asked: Ids) -> Rows:
        """The place of each record asked for, NOWHERE for one that is not among these."""
        if not len(self._known):
            return np.full(len(asked), NOWHERE, dtype=np.int32)
        at = np.minimum(np.searchsorted(self._known, asked), len(self._known) - 1)
        return np.where(self._known.take(at) == asked, self._at.take(at), np.int32(NOWHERE))


class Table:
    """The rows of a table, those of one owner together."""

    def __init__(self, owner: Rows, owners: int, columns: Sequence[Column]) -> None:
        """``owner`` is the place of each row's owner among so many, NOWHERE for a row to be left out.

        The columns are put in order where they lie: a million rows need not lie there twice.
        """
        order = np.argsort(owner, kind="stable").astype(np.int32)
        owned = owner[owner != NOWHERE]
        order = order[len(order) - len(owned) :]
        self._first = np.zeros(owners + 1, dtype=np.int32)
        np.add.at(self._first, owned + np.int32(1), 1)
        np.cumsum(self._first, out=self._first)
        self._columns = [_ordered(column, order) for column in columns]

    def of(self, owners: Rows) -> tuple[Any, ...]:
        """Whose each of their rows is, by place among those asked for, and what stands in the columns."""
        whose, rows = pairs(owners, self._first)
        return whose.astype(np.int32), *(
            wide(column, rows) if isinstance(column, Codes) else column.take(rows) for column in self._columns
        )


def _ordered(column: Column, order: Rows) -> Column:
    numbers = column.codes if isinstance(column, Codes) else column
    numbers[: len(order)] = numbers.take(order)
    numbers = numbers[: len(order)]
    return Codes(numbers, column.words) if isinstance(column, Codes) else numbers


def apart(said: Words) -> list[Codes]:
    """What columns say together as one column of words each, narrow."""
    return [narrow(Codes.of(column)).at(said.codes) for column in said.columns]


def narrow(codes: Codes) -> Codes:
    """The same words by numbers of as few bytes as will do."""
    return Codes(codes.codes.astype(np.min_scalar_type(len(codes.words))), codes.words)


def wide(codes: Codes, places: NDArray[np.integer[Any]]) -> Codes:
    """The words at those places, by numbers as the law has them."""
    return Codes(codes.codes.take(places).astype(np.int32), codes.words)
