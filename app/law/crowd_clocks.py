"""Clocks, months paid and school years of many persons at once; ``histories`` has them of one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Protocol

import numpy as np

from app.law.calendar import END, FIRST, Period
from app.law.crowd import (
    DAY_BITS,
    Crowd,
    Held,
    Mask,
    Rows,
    after_each,
    day_in,
    first_days_of,
    taken,
    years_of,
)
from app.law.histories import FOREVER, Bound


class History(Protocol):
    """Something that can be tested for each person of a crowd."""

    def test(self, test: str, bound: Bound) -> Held:
        """When the test against the bound holds."""


class Measure(Protocol):
    """Something that is counted day by day for each person."""

    def at_least(self, bound: Bound) -> Crowd:
        """The days on which it shows as much as the bound."""

    def beyond(self, bound: Bound) -> Crowd:
        """The days on which it shows more than the bound."""


@dataclass(frozen=True, slots=True)
class Spans:
    """Yes on some days, no on others, and perhaps not known on some."""

    held: Held

    def test(self, test: str, bound: Bound) -> Held:
        """When it is so, or is not."""
        return self.held if bound else ~self.held


@dataclass(frozen=True, slots=True)
class Measures:
    """A measure, known between the least and the most it can be; ``untold`` is that of those not on file."""

    least: Measure
    most: Measure
    untold: Measure | None = None

    def test(self, test: str, bound: Bound) -> Held:
        """When the test against the bound holds."""
        if isinstance(bound, tuple):
            return reduce(or_, (self.test("is", one) for one in bound))
        if test == "is":
            return self.test("at_least", bound) & self.test("at_most", bound)
        if test == "at_most":
            return ~Held(*self._both("beyond", bound))
        enough = Held(*self._both("at_least", bound))
        return ~enough if test == "under" else enough

    def _both(self, way: str, bound: Bound) -> tuple[Crowd, Crowd]:
        least: Crowd = getattr(self.least, way)(bound)
        most: Crowd = least if self.most is self.least else getattr(self.most, way)(bound)
        return least, most | getattr(self.untold, way)(bound) if self.untold else most


def everyone(people: int) -> Crowd:
    """Every day for everyone."""
    return Crowd.whole(np.ones(people, dtype=np.bool_))


class Clock:
    """It shows so much time each day; ``_reached`` says on which days a period and so many days ``more``."""

    days: Crowd

    def at_least(self, bound: Bound) -> Crowd:
        """The days on which so much has been gathered."""
        assert isinstance(bound, Period)
        return self._reached(bound, 0) if bound.amount else everyone(self.days.people)

    def beyond(self, bound: Bound) -> Crowd:
        """The days on which more has been gathered."""
        assert isinstance(bound, Period)
        return self._reached(bound, 1)

    def _reached(self, bound: Period, more: int) -> Crowd:
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Runs(Clock):
    """The clock of "without a break": it begins again with every stretch."""

    days: Crowd

    def _reached(self, bound: Period, more: int) -> Crowd:
        starts = after_each(self.days.starts, bound) + np.int32(more)
        return Crowd(
            self.days.people, *taken(starts < self.days.ends, self.days.person, starts, self.days.ends)
        )


class Totals(Clock):
    """The clock of "altogether": between stretches it stands still, at a reset it begins again from 0."""

    def __init__(self, days: Crowd, resets: tuple[Rows, Rows]) -> None:
        self.days = days
        self.until = self._standing_until(*resets)
        begins = np.ones(len(days.person), dtype=np.bool_)
        begins[1:] = (days.person[1:] != days.person[:-1]) | (self.until[:-1] < days.starts[1:])
        if len(resets[0]):
            begins[1:] |= self._reset_between(*resets)
        self.since = days.starts - self._shown_before(begins)

    def _standing_until(self, person: Rows, day: Rows) -> Rows:
        """For each stretch the day up to which its total stands: the next stretch's, a reset, or the end."""
        following = np.full(len(self.days.person), END, dtype=np.int32)
        same = self.days.person[1:] == self.days.person[:-1]
        following[:-1] = np.where(same, self.days.starts[1:], END)
        if not len(person):
            return following
        keys = np.sort((person.astype(np.int64) << DAY_BITS) | day)
        own = self.days.person.astype(np.int64) << DAY_BITS
        found = np.append(keys, np.iinfo(np.int64).max)[np.searchsorted(keys, own | self.days.ends)]
        within = found <= (own | following)
        return np.where(within, found & ((1 << DAY_BITS) - 1), following).astype(np.int32)

    def _reset_between(self, person: Rows, day: Rows) -> Mask:
        """Whether the total begins again on the very day on which the next stretch does."""
        keys = np.unique((person.astype(np.int64) << DAY_BITS) | day)
        starts = (self.days.person[1:].astype(np.int64) << DAY_BITS) | self.days.starts[1:]
        return np.isin(starts, keys)

    def _shown_before(self, begins: Mask) -> Rows:
        """What the total shows as each stretch begins."""
        lengths = (self.days.ends - self.days.starts).astype(np.int64)
        before = np.cumsum(lengths) - lengths
        group = np.maximum.accumulate(np.where(begins, np.arange(len(before)), 0))
        return (before - before[group]).astype(np.int32)

    def _reached(self, bound: Period, more: int) -> Crowd:
        reached = after_each(np.maximum(self.since, np.int32(FIRST)), bound) + np.int32(more)
        starts = np.maximum(self.days.starts, reached)
        enough = reached <= self.days.ends
        return Crowd.table(self.days.people, *taken(enough, self.days.person, starts, self.until))


@dataclass(frozen=True, slots=True)
class PaidMonths:
    """Months paid: each stretch of ``months`` is [first, end), counting from the first of the month after."""

    months: Crowd
    running: bool = False
    within: int | None = None

    def at_least(self, bound: Bound) -> Crowd:
        """The days on which so many months count."""
        assert isinstance(bound, int)
        if bound <= 0:
            return everyone(self.months.people)
        if self.running and self.within is not None and bound > self.within:
            return Crowd.nobody(self.months.people)
        if self.running:
            return self._days(self.months.person, self.months.starts + bound, self.months.ends + 1)
        if self.within is not None:
            return self._in_sight(bound, self.within)
        return reached(self.months, bound, first_days_of_months)

    def beyond(self, bound: Bound) -> Crowd:
        """The days on which more months count."""
        assert isinstance(bound, int)
        return self.at_least(bound + 1)

    def _days(self, person: Rows, first: Rows, end: Rows) -> Crowd:
        person, first, end = taken(first < end, person, first, end)
        return Crowd.table(self.months.people, person, first_days_of_months(first), first_days_of_months(end))

    def _in_sight(self, bound: int, within: int) -> Crowd:
        """By the slope of the count: it rises while a month enters sight, and falls while one leaves it."""
        stretches = self.months
        base = stretches.person.astype(np.int64) << DAY_BITS
        rises = np.concatenate([base | stretches.starts, base | (stretches.ends + np.int32(within))])
        falls = np.concatenate([base | stretches.ends, base | (stretches.starts + np.int32(within))])
        turns = np.sort(np.concatenate([rises << 1 | 1, falls << 1]), kind="stable")
        slope = np.cumsum(((turns & 1) << 1) - 1)
        person = (turns >> (DAY_BITS + 1)).astype(np.int32)
        month = (turns >> 1 & ((1 << DAY_BITS) - 1)).astype(np.int32)
        last = np.append(person[1:] != person[:-1], True)[: len(person)]
        until = np.maximum(np.append(month[1:], np.int32(0))[: len(month)], last * np.int32(FOREVER))
        grown = slope * (until - month) * ~last
        count = np.cumsum(grown) - grown
        # Rising it is reached on the way, falling it is left on the way, level it is one or the other.
        begin = month + np.maximum(bound - count, 0) * (slope > 0)
        end = np.minimum(until, np.where(slope < 0, month + count - bound + 1, until))
        end = np.where((slope == 0) & (count < bound), begin, end)
        return self._days(person, begin.astype(np.int32), end.astype(np.int32))


def reached(counted: Crowd, bound: int, day_of: RowsOf) -> Crowd:
    """From when on each person has so many units of the stretches, each counted when it is over."""
    lengths = (counted.ends - counted.starts).astype(np.int64)
    before = np.cumsum(lengths) - lengths
    before = before - np.append(before, 0).take(counted.first[:-1]).take(counted.person)
    here = (before < bound) & (before + lengths >= bound)
    person, first, before = taken(here, counted.person, counted.starts, before)
    starts = day_of((first + bound - before).astype(np.int32))
    return Crowd.table(counted.people, person, starts, np.full_like(starts, END))


class RowsOf(Protocol):
    """Something that makes rows of rows."""

    def __call__(self, rows: Rows, /) -> Rows:
        """The rows made of these."""


def first_days_of_months(months: Rows) -> Rows:
    """The first day of each month; the open end where the calendar has no such month."""
    open_ended = np.flatnonzero(months >= FOREVER)
    if not len(open_ended):
        return first_days_of(months)
    within = months.copy()
    within[open_ended] = A_MONTH
    days = first_days_of(within)
    days[open_ended] = END
    return days


A_MONTH = 1970 * 12
"""Any month: it stands in for those the calendar does not have."""


@dataclass(frozen=True, slots=True)
class WholeSchoolYears:
    """School years seen through, as stretches of years; ``spells.SchoolYears`` tells how they are counted."""

    years: Crowd

    @classmethod
    def on_the_roll(cls, days: Crowd) -> WholeSchoolYears:
        """The school years of which each pupil was there by 30 September and stayed to the last day."""
        entered = years_of(days.starts)
        entered += days.starts > day_in(entered, 9, 30)
        last = np.minimum(days.ends, END) - 1
        stayed = years_of(last)
        stayed -= last < day_in(stayed, 8, 31)
        return cls(Crowd.table(days.people, days.person, entered, stayed))

    def at_least(self, bound: Bound) -> Crowd:
        """The days on which so many years count."""
        assert isinstance(bound, int)
        if bound <= 0:
            return everyone(self.years.people)
        return reached(self.years, bound, lambda years: day_in(years, 8, 31))

    def beyond(self, bound: Bound) -> Crowd:
        """The days on which more years count."""
        assert isinstance(bound, int)
        return self.at_least(bound + 1)
