"""The same sets of days for many persons at once: one flat table of stretches, in numpy.

A row is (person, start, end); the rows lie in order of person and day, apart from each
other. A person and a day are packed into one number, so the sets of a whole city are
one row of stretches and every operation is a sort or a comparison. For one person
``days.Days`` is faster; a property test holds the two together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray

from app.law.calendar import END, FIRST
from app.law.days import Days

DAY_BITS = 22
"""Enough for the open end of the calendar."""

Keys = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Crowd:
    """A set of days for each of ``people`` persons, numbered from 0; the keys are packed and in order."""

    people: int
    starts: Keys
    ends: Keys

    @classmethod
    def of(cls, sets: Sequence[Days]) -> Crowd:
        """The sets of the persons, one after the other."""
        rows = [(person, *stretch) for person, days in enumerate(sets) for stretch in days.stretches]
        table = np.array(rows, dtype=np.int64).reshape(-1, 3)
        return cls.table(len(sets), table[:, 0], table[:, 1], table[:, 2])

    @classmethod
    def table(cls, people: int, person: Keys, start: Keys, end: Keys) -> Crowd:
        """The days in any stretch [start, end) of a person, in whatever order; empty ones are left out."""
        kept = start < end
        base = person[kept].astype(np.int64) << DAY_BITS
        return cls(people, *_joined(base | start[kept], base | end[kept]))

    def sets(self) -> tuple[Days, ...]:
        """The set of each person on its own."""
        owners = (self.starts >> DAY_BITS).tolist()
        found: list[list[tuple[int, int]]] = [[] for _ in range(self.people)]
        for person, start, end in zip(owners, _days(self.starts), _days(self.ends), strict=True):
            found[person].append((start, end))
        return tuple(Days(tuple(stretches)) for stretches in found)

    def __or__(self, other: Crowd) -> Crowd:
        starts = np.concatenate([self.starts, other.starts])
        ends = np.concatenate([self.ends, other.ends])
        return Crowd(self.people, *_joined(starts, ends))

    def __invert__(self) -> Crowd:
        everyone = np.arange(self.people, dtype=np.int64) << DAY_BITS
        starts = np.sort(np.concatenate([everyone | FIRST, self.ends]))
        ends = np.sort(np.concatenate([self.starts, everyone | END]))
        kept = starts < ends
        return Crowd(self.people, starts[kept], ends[kept])

    def __and__(self, other: Crowd) -> Crowd:
        return ~(~self | ~other)

    def on(self, day: int) -> NDArray[np.bool_]:
        """For each person, whether the day is in the set."""
        asked = (np.arange(self.people, dtype=np.int64) << DAY_BITS) | day
        begun = np.searchsorted(self.starts, asked, side="right")
        ended = np.searchsorted(self.ends, asked, side="right")
        return begun > ended

    def first_from(self, day: int) -> Keys:
        """For each person, the first day of the set that is not before ``day``; END where there is none."""
        asked = (np.arange(self.people, dtype=np.int64) << DAY_BITS) | day
        at = np.searchsorted(self.ends, asked, side="right")
        starts = np.append(self.starts, np.int64(self.people) << DAY_BITS)
        found = np.maximum(starts[at], asked)
        own = found >> DAY_BITS == asked >> DAY_BITS
        return np.where(own, found & _DAY, END)


_DAY = (1 << DAY_BITS) - 1


def _days(keys: Keys) -> list[int]:
    return cast("list[int]", (keys & _DAY).tolist())


def _joined(starts: Keys, ends: Keys) -> tuple[Keys, Keys]:
    """The stretches in order, those that touch or overlap made one; none reaches the next person's days."""
    order = np.argsort(starts, kind="stable")
    starts, ends = starts[order], np.maximum.accumulate(ends[order])
    fresh = np.ones(len(starts), dtype=np.bool_)
    fresh[1:] = starts[1:] > ends[:-1]
    last = np.append(fresh[1:], True)[: len(ends)]
    return starts[fresh], ends[last]
