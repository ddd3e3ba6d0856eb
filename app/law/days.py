"""Sets of days, and their algebra: what holds on some days and not on others.

A set is a row of disjoint half-open stretches of ordinals in order. ``all`` of
several conditions is ``&``, ``any`` is ``|``, ``not`` is ``~``; touching stretches
are always one, so equal sets are equal values.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import date

from app.law.calendar import END, FIRST
from app.law.values import value

Stretch = tuple[int, int]

Stand = tuple[bool | None, int, int]
"""An answer and the stretch of days that all have it, both ends having another."""


@value()
class Days:
    """A set of days. Make one with ``Days.of``; the plain constructor wants stretches already in order."""

    stretches: tuple[Stretch, ...] = ()

    @classmethod
    def of(cls, stretches: Iterable[Stretch]) -> Days:
        """The days in any of the stretches [start, end), in whatever order; empty ones are left out."""
        joined: list[Stretch] = []
        for start, end in sorted(stretches):  # by hand: most of one person's time goes here
            if end > END:
                end = END
            if start < FIRST:
                start = FIRST
            if start >= end:
                continue
            if joined and start <= joined[-1][1]:
                if end > joined[-1][1]:
                    joined[-1] = (joined[-1][0], end)
            else:
                joined.append((start, end))
        return cls(tuple(joined))

    @classmethod
    def between(cls, start: int, end: int = END) -> Days:
        """Every day from ``start`` up to, not including, ``end``."""
        return cls.of([(start, end)])

    def __or__(self, other: Days) -> Days:
        if not self.stretches or not other.stretches:
            return self if self.stretches else other
        return Days.of((*self.stretches, *other.stretches))

    def __and__(self, other: Days) -> Days:
        if self is ALWAYS:
            return other
        if other is ALWAYS or not self.stretches:
            return self
        return Days(tuple(_common(self.stretches, other.stretches)))

    def __invert__(self) -> Days:
        ends = [FIRST, *(edge for stretch in self.stretches for edge in stretch), END]
        return Days(tuple((a, b) for a, b in zip(ends[::2], ends[1::2], strict=True) if a < b))

    def __sub__(self, other: Days) -> Days:
        return self & ~other

    def __bool__(self) -> bool:
        return bool(self.stretches)

    def __contains__(self, day: object) -> bool:
        ordinal = day.toordinal() if isinstance(day, date) else day
        return isinstance(ordinal, int) and self.stretch_at(ordinal) is not None

    def __len__(self) -> int:
        return sum(end - start for start, end in self.stretches)

    def around(self, day: int) -> tuple[bool, int, int]:
        """Whether the day is in the set, and the stretch of days around it of which the same is so."""
        at = bisect_right(self.stretches, (day, END))
        if at and self.stretches[at - 1][1] > day:
            return True, *self.stretches[at - 1]
        start = self.stretches[at - 1][1] if at else FIRST
        return False, start, self.stretches[at][0] if at < len(self.stretches) else END

    def stretch_at(self, day: int) -> Stretch | None:
        """The stretch the day lies in, if it lies in one."""
        inside, start, end = self.around(day)
        return (start, end) if inside else None

    def first_from(self, day: int) -> int | None:
        """The first day of the set that is not before ``day``, if there is one."""
        for start, end in self.stretches:
            if end > day:
                return max(start, day)
        return None

    def within(self, start: int, end: int) -> Days:
        """The days of the set in [start, end)."""
        if not self.stretches or (start <= self.stretches[0][0] and self.stretches[-1][1] <= end):
            return self
        return Days(tuple(_common(self.stretches, ((start, end),))))


def _common(left: tuple[Stretch, ...], right: tuple[Stretch, ...]) -> Iterator[Stretch]:
    at = to = 0
    while at < len(left) and to < len(right):
        start, end = max(left[at][0], right[to][0]), min(left[at][1], right[to][1])
        if start < end:
            yield start, end
        if left[at][1] < right[to][1]:
            at += 1
        else:
            to += 1


NEVER = Days()
ALWAYS = Days(((FIRST, END),))


@value()
class Holding:
    """When a condition holds for sure, and when it possibly does; in between it cannot be said (Kleene)."""

    surely: Days
    possibly: Days

    @classmethod
    def known(cls, days: Days) -> Holding:
        """What holds on exactly these days."""
        return cls(days, days)

    @property
    def is_known(self) -> bool:
        """Whether it can be said of every day, and both sets are one."""
        return self.surely is self.possibly

    def __and__(self, other: Holding) -> Holding:
        surely = self.surely & other.surely
        known = self.is_known and other.is_known
        return Holding(surely, surely if known else self.possibly & other.possibly)

    def __or__(self, other: Holding) -> Holding:
        surely = self.surely | other.surely
        known = self.is_known and other.is_known
        return Holding(surely, surely if known else self.possibly | other.possibly)

    def __invert__(self) -> Holding:
        surely = ~self.possibly
        return Holding(surely, surely if self.is_known else ~self.surely)

    def within(self, start: int, end: int) -> Holding:
        """What holds in [start, end); outside, nothing does."""
        surely = self.surely.within(start, end)
        return Holding(surely, surely if self.is_known else self.possibly.within(start, end))

    def at(self, day: int) -> bool | None:
        """Yes, no, or None where it cannot be said."""
        if self.surely.stretch_at(day):
            return True
        return None if self.possibly.stretch_at(day) else False

    def stand(self, day: int) -> Stand:
        """The answer of the day: yes, no, or None where it cannot be said; and how long it is the same."""
        surely = self.surely.around(day)
        if self.is_known or surely[0]:
            return surely
        possibly = self.possibly.around(day)
        if not possibly[0]:
            return possibly
        return None, max(surely[1], possibly[1]), min(surely[2], possibly[2])


def joined(holdings: Iterable[Holding]) -> Holding:
    """What holds for one time after another, put together: each holds in its own time only."""
    times = list(holdings)
    if len(times) == 1:
        return times[0]
    surely = _in_turn(time.surely for time in times)
    if all(time.is_known for time in times):
        return Holding.known(surely)
    return Holding(surely, _in_turn(time.possibly for time in times))


def _in_turn(times: Iterable[Days]) -> Days:
    row: list[Stretch] = []
    for days in times:
        if row and days and row[-1][1] == days.stretches[0][0]:
            row[-1] = (row[-1][0], days.stretches[0][1])
            row += days.stretches[1:]
        else:
            row += days.stretches
    return Days(tuple(row))


CANNOT_SAY = Holding(NEVER, ALWAYS)
HOLDS_NEVER = Holding(NEVER, NEVER)
HOLDS_ALWAYS = Holding(ALWAYS, ALWAYS)
