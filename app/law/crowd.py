"""The same sets of days for many persons at once: one flat table of stretches, in numpy.

A row is (person, start, end); the rows lie in order of person and day, apart from each
other. For one person ``days.Days`` is faster; a property test holds the two together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.law.calendar import END, FIRST, Period, ordinal_after, ordinal_before, worked_from
from app.law.days import Days

Rows = NDArray[np.int32]
Mask = NDArray[np.bool_]

DAY_BITS = 22
"""Enough for the open end of the calendar."""


@dataclass(frozen=True, eq=False)
class Crowd:
    """A set of days for each of ``people`` persons, numbered from 0."""

    people: int
    person: Rows
    starts: Rows
    ends: Rows

    @classmethod
    def of(cls, sets: Sequence[Days]) -> Crowd:
        """The sets of the persons, one after the other."""
        rows = [(person, *stretch) for person, days in enumerate(sets) for stretch in days.stretches]
        table = np.array(rows, dtype=np.int32).reshape(-1, 3)
        return cls(len(sets), table[:, 0].copy(), table[:, 1].copy(), table[:, 2].copy())

    @classmethod
    def table(cls, people: int, person: Rows, start: Rows, end: Rows) -> Crowd:
        """The days in any stretch [start, end) of a person, in whatever order; empty ones are left out."""
        return cls(people, *_joined(*_kept(person, start, end)))

    @classmethod
    def nobody(cls, people: int) -> Crowd:
        """No day for anyone."""
        none = np.zeros(0, dtype=np.int32)
        return cls(people, none, none, none)

    @classmethod
    def whole(cls, those: Mask) -> Crowd:
        """Every day for those persons, none for the others."""
        person = np.flatnonzero(those).astype(np.int32)
        return cls(len(those), person, np.full_like(person, FIRST), np.full_like(person, END))

    @cached_property
    def first(self) -> NDArray[np.intp]:
        """For each person the first row, and after the last person the number of rows."""
        counts = np.bincount(self.person, minlength=self.people)
        return np.concatenate([np.zeros(1, dtype=np.intp), np.cumsum(counts)])

    @cached_property
    def one_each(self) -> tuple[Rows, Rows] | None:
        """Where nobody has two stretches: each person's start and end, END for both where there is none."""
        if len(self.person) > self.people or (self.person[1:] == self.person[:-1]).any():
            return None
        starts, ends = (np.full(self.people, END, dtype=np.int32) for _ in range(2))
        starts[self.person], ends[self.person] = self.starts, self.ends
        return starts, ends

    def __or__(self, other: Crowd) -> Crowd:
        if not len(other.person):
            return self
        if not len(self.person):
            return other
        return Crowd(self.people, *_joined(
            np.concatenate([self.person, other.person]),
            np.concatenate([self.starts, other.starts]),
            np.concatenate([self.ends, other.ends]),
        ))  # fmt: skip

    def __invert__(self) -> Crowd:
        rows = len(self.person)
        everyone = np.arange(self.people, dtype=np.int32)
        own = np.arange(rows) + self.person
        starts = np.empty(rows + self.people, dtype=np.int32)
        ends, person = np.empty_like(starts), np.empty_like(starts)
        starts[self.first[:-1] + everyone] = FIRST
        starts[own + 1] = self.ends
        ends[own] = self.starts
        ends[self.first[1:] + everyone] = END
        person[own + 1] = self.person
        person[self.first[:-1] + everyone] = everyone
        return Crowd(self.people, *_kept(person, starts, ends))

    def __and__(self, other: Crowd) -> Crowd:
        if other.one_each:
            return self._and_one_each(*other.one_each)
        if self.one_each:
            return other._and_one_each(*self.one_each)
        ours, theirs = pairs(self.person, other.first)
        starts = np.maximum(self.starts.take(ours), other.starts.take(theirs))
        ends = np.minimum(self.ends.take(ours), other.ends.take(theirs))
        return Crowd(self.people, *_kept(self.person.take(ours), starts, ends))

    def _and_one_each(self, starts_of: Rows, ends_of: Rows) -> Crowd:
        starts = np.maximum(self.starts, starts_of.take(self.person))
        ends = np.minimum(self.ends, ends_of.take(self.person))
        return Crowd(self.people, *_kept(self.person, starts, ends))

    def __sub__(self, other: Crowd) -> Crowd:
        return self & ~other if len(other.person) else self

    def within(self, start: int, end: int) -> Crowd:
        """The days of the sets in [start, end)."""
        if start <= FIRST and end >= END:
            return self
        starts, ends = np.maximum(self.starts, np.int32(start)), np.minimum(self.ends, np.int32(end))
        return Crowd(self.people, *_kept(self.person, starts, ends))

    def on(self, day: int) -> Mask:
        """For each person, whether the day is in the set."""
        there = np.zeros(self.people, dtype=np.bool_)
        there[self.person.take(np.flatnonzero((self.starts <= day) & (self.ends > day)))] = True
        return there

    def first_from(self, day: int, last: int = END) -> Rows:
        """For each person, the first day of the set from ``day`` to ``last``; END where there is none."""
        found = np.full(self.people, END, dtype=np.int32)
        later = np.flatnonzero((self.ends > day) & (self.starts <= last))[::-1]
        found[self.person.take(later)] = np.maximum(self.starts.take(later), np.int32(day))
        return found


@dataclass(frozen=True, slots=True)
class Held:
    """When a condition holds for each person for sure, and when it possibly does (Kleene)."""

    surely: Crowd
    possibly: Crowd

    @classmethod
    def known(cls, days: Crowd) -> Held:
        """What holds on exactly these days."""
        return cls(days, days)

    @classmethod
    def unknown(cls, people: int) -> Held:
        """What cannot be said of anyone."""
        return cls(Crowd.nobody(people), Crowd.whole(np.ones(people, dtype=np.bool_)))

    @property
    def is_known(self) -> bool:
        """Whether it can be said of everyone on every day."""
        return self.surely is self.possibly

    def __and__(self, other: Held) -> Held:
        surely = self.surely & other.surely
        known = self.is_known and other.is_known
        return Held(surely, surely if known else self.possibly & other.possibly)

    def __or__(self, other: Held) -> Held:
        surely = self.surely | other.surely
        known = self.is_known and other.is_known
        return Held(surely, surely if known else self.possibly | other.possibly)

    def __invert__(self) -> Held:
        surely = ~self.possibly
        return Held(surely, surely if self.is_known else ~self.surely)

    def within(self, start: int, end: int) -> Held:
        """What holds in [start, end); outside, nothing does."""
        surely = self.surely.within(start, end)
        return Held(surely, surely if self.is_known else self.possibly.within(start, end))


def taken(those: Mask, *columns: Rows) -> tuple[Rows, ...]:
    """The rows of which it is so, of each column; choosing by place is four times as fast as by mask."""
    if those.all():
        return columns
    places = np.flatnonzero(those)
    return tuple(column.take(places) for column in columns)


def pairs(ours: Rows, first: NDArray[np.signedinteger[Any]]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Every pair of one of our rows with one of theirs for the same person, in our order then theirs.

    ``first`` is where each person's rows begin among theirs.
    """
    begin = first.take(ours)
    counts = first.take(ours + 1) - begin
    if counts.max(initial=0) <= 1:
        single = np.flatnonzero(counts)
        return single, begin.take(single)
    rows = np.repeat(np.arange(len(ours)), counts)
    before = np.cumsum(counts) - counts
    return rows, np.arange(len(rows)) + (begin - before).take(rows)


def _kept(person: Rows, starts: Rows, ends: Rows) -> tuple[Rows, ...]:
    return taken(starts < ends, person, starts, ends)


def _joined(person: Rows, starts: Rows, ends: Rows) -> tuple[Rows, Rows, Rows]:
    """The stretches in order, those that touch or overlap made one."""
    if len(person) < 2:
        return person, starts, ends
    same = person[1:] == person[:-1]
    if ((person[1:] > person[:-1]) | (same & (starts[1:] >= ends[:-1]))).all():
        return _touching_joined(person, starts, ends, same)
    base = person.astype(np.int64) << DAY_BITS
    keys, until = base | starts, base | ends
    if (keys[1:] < keys[:-1]).any():
        # What begins and what ends, each sorted alone, give the same stretches as sorted together, and
        # numbers are sorted four times as fast as places; a stable sort knows rows that are in order already.
        keys.sort(kind="stable")
        until.sort(kind="stable")
    else:
        until = np.maximum.accumulate(until)
    apart = keys[1:] > until[:-1]
    keys = keys.take(np.flatnonzero(np.append(True, apart)))
    until = until.take(np.flatnonzero(np.append(apart, True)))
    return (keys >> DAY_BITS).astype(np.int32), _day(keys), _day(until)


def _touching_joined(person: Rows, starts: Rows, ends: Rows, same: Mask) -> tuple[Rows, Rows, Rows]:
    """The same for stretches that are in order already and at most touch."""
    apart = ~(same & (starts[1:] == ends[:-1]))
    if apart.all():
        return person, starts, ends
    fresh, last = np.flatnonzero(np.append(True, apart)), np.flatnonzero(np.append(apart, True))
    return person.take(fresh), starts.take(fresh), ends.take(last)


def _day(keys: NDArray[np.int64]) -> Rows:
    return (keys & ((1 << DAY_BITS) - 1)).astype(np.int32)


# --- the calendar for many days

_FROM = 693596
_TO = 803534
_EPOCH = 719163
"""1 January 1900, 1 January 2201 and 1 January 1970 as ordinals."""
_SINCE = 1900 * 12
"""January 1900 as a month."""


def after_each(days: Rows, period: Period) -> Rows:
    """``calendar.ordinal_after`` of each day."""
    return _each(days, period, ahead=True)


def before_each(days: Rows, period: Period) -> Rows:
    """``calendar.ordinal_before`` of each day."""
    return _each(days, period, ahead=False)


def _each(days: Rows, period: Period, *, ahead: bool) -> Rows:
    """By a table for the days of three centuries, one by one for the few beyond."""
    if not period.amount and not (ahead and period.moves_off_holidays):
        return days
    found = _table(period, ahead).take(days - np.int32(_FROM), mode="clip")
    beyond = np.flatnonzero((days < _FROM) | ((days >= _TO) & (days < END)))
    if len(beyond):
        step = ordinal_after if ahead else ordinal_before
        found[beyond] = [step(day, period) for day in days[beyond].tolist()]
    return found


@lru_cache(maxsize=64)
def _table(period: Period, ahead: bool) -> Rows:
    """What each day of the three centuries comes to; the open end stays open."""
    days = np.arange(_FROM, _TO, dtype=np.int32)
    way = 1 if ahead else -1
    if period.unit == "day":
        found = days + np.int32(way * period.amount)
    elif period.unit == "working day":
        step = ordinal_after if ahead else ordinal_before
        found = np.array([step(day, period) for day in days.tolist()], dtype=np.int32)
    else:
        months = way * period.amount * (12 if period.unit == "year" else 1)
        found = np.minimum(_months_later(days, np.int32(months)), np.int32(END))
    if ahead and period.moves_off_holidays:
        found = worked_from_each(found)
    return np.append(found, np.int32(END))


def worked_from_each(days: Rows) -> Rows:
    """``calendar.worked_from`` of each day."""
    each, place = np.unique(days, return_inverse=True)
    return np.array([worked_from(day) for day in each.tolist()], dtype=np.int32)[place]


def months_later(days: Rows, months: Rows | np.int32) -> Rows:
    """The corresponding day so many months later, or the last of that month (Civil Code 202)."""
    own_month, begins = _months()
    place = days - np.int32(_FROM)
    own = own_month.take(place, mode="clip")
    then = own + months
    if not _all_within(place, len(own_month)) or not _all_within(then, len(begins) - 1):
        return _months_later(days, months)
    begin = begins.take(then)
    last = begins.take(then + np.int32(1)) - begin - np.int32(1)
    later: Rows = begin + np.minimum(days - begins.take(own), last)
    return later


def _all_within(numbers: Rows, size: int) -> bool:
    return not len(numbers) or bool(numbers.min() >= 0 and numbers.max() < size)


@lru_cache(maxsize=1)
def _months() -> tuple[Rows, Rows]:
    """For the days of three centuries the month each lies in, and the first day of every month of six."""
    own = months_of(np.arange(_FROM, _TO, dtype=np.int32)) - np.int32(_SINCE)
    return own, _first_days_of(np.arange(_SINCE, _SINCE + 600 * 12, dtype=np.int32))


def _months_later(days: Rows, months: Rows | np.int32) -> Rows:
    """The same for any day, by the calendar instead of by table."""
    own = (days - _EPOCH).astype("M8[D]").astype("M8[M]")
    day_of_month = days - _ordinal(own)
    then = own + months.astype("m8[M]")
    begin = _ordinal(then)
    length = _ordinal(then + 1) - begin
    then_day: Rows = begin + np.minimum(day_of_month, length - 1)
    return then_day


def years_of(days: Rows) -> Rows:
    """The calendar year of each day."""
    years: Rows = (days - _EPOCH).astype("M8[D]").astype("M8[Y]").astype(np.int32)
    return years + np.int32(1970)


def day_in(years: Rows, month: int, day: int) -> Rows:
    """The ordinal of a fixed day in each year."""
    months = (years.astype(np.int64) - 1970) * 12 + month - 1
    return _ordinal(months.astype("M8[M]")) + np.int32(day - 1)


def months_of(days: Rows) -> Rows:
    """The month of each day, counted as ``residents.month_of`` does."""
    months: Rows = (days - _EPOCH).astype("M8[D]").astype("M8[M]").astype(np.int32)
    return months + np.int32(1970 * 12)


def first_days_of(months: Rows) -> Rows:
    """The ordinal of each month's first day, months counted as ``residents.month_of`` does."""
    _, begins = _months()
    place = months - np.int32(_SINCE)
    if _all_within(place, len(begins)):
        return begins.take(place)
    return _first_days_of(months)


def _first_days_of(months: Rows) -> Rows:
    """The same for any month, by the calendar instead of by table."""
    return _ordinal((months.astype(np.int64) - 1970 * 12).astype("M8[M]"))


def _ordinal(days: NDArray[np.datetime64]) -> Rows:
    since: Rows = days.astype("M8[D]").astype(np.int32)
    return since + np.int32(_EPOCH)
