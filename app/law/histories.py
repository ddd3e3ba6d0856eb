"""Histories: what was so on which days, as spans, clocks, months paid and things that are simply known.

A history answers two things: its value on a day, and the days on which a test of it
holds. Each test gives a ``Holding``, so what is not known stays "cannot be said".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import reduce
from itertools import pairwise
from operator import or_
from typing import Protocol

from app.law.calendar import END, FIRST, Period, ordinal_after
from app.law.days import CANNOT_SAY, HOLDS_ALWAYS, HOLDS_NEVER, NEVER, Days, Holding
from app.law.residents import first_day_of
from app.law.values import value

Bound = bool | int | str | Period | date | tuple[str, ...] | tuple[int, ...]
Amount = bool | int | float | str | None


class History(Protocol):
    """A function of the day that can be tested."""

    def value(self, day: int) -> Amount:
        """The value on that day, None where it cannot be said; clocks in days, months paid in months."""

    def test(self, test: str, bound: Bound) -> Holding:
        """When the test (``at_least``, ``is``, …) against the bound holds."""

    def start(self, day: int) -> int | None:
        """For a clock that runs on ``day``: the day it counts from, what is left out taken off."""


@value()
class Span:
    """Yes on some days, no on others, and perhaps not known on some."""

    holding: Holding

    def value(self, day: int) -> Amount:
        return self.holding.at(day)

    def test(self, test: str, bound: Bound) -> Holding:
        return self.holding if bound else ~self.holding

    def start(self, day: int) -> int | None:
        return None


@value()
class Known:
    """Something that is so on every day, such as the year of birth; None where it is not on file."""

    thing: int | str | date | None
    order: Sequence[str] = ()

    def value(self, day: int) -> Amount:
        return self.thing.isoformat() if isinstance(self.thing, date) else self.thing

    def test(self, test: str, bound: Bound) -> Holding:
        if self.thing is None:
            return CANNOT_SAY
        return HOLDS_ALWAYS if self._meets(test, bound) else HOLDS_NEVER

    def _meets(self, test: str, bound: Bound) -> bool:
        if isinstance(bound, tuple):
            return self.thing in bound
        if isinstance(bound, date) and isinstance(self.thing, date):
            return self.thing < bound if test == "before" else self.thing > bound
        if test in ("at_least", "at_most") and self.thing in self.order:
            more = self.order.index(str(self.thing)) - self.order.index(str(bound))
            return more >= 0 if test == "at_least" else more <= 0
        return self.thing == bound

    def start(self, day: int) -> int | None:
        return None


class Measure(Protocol):
    """Something that is counted day by day."""

    def reading(self, day: int) -> int:
        """What it shows on that day."""

    def at_least(self, bound: Bound) -> Days:
        """The days on which it shows as much as the bound."""

    def beyond(self, bound: Bound) -> Days:
        """The days on which it shows more than the bound."""

    def start(self, day: int) -> int | None:
        """The day it counts from, while it runs."""


@value()
class Measured:
    """A measure, known between the least it can be and the most; mostly they are the same one."""

    least: Measure
    most: Measure

    @classmethod
    def known(cls, measure: Measure) -> Measured:
        return cls(measure, measure)

    def value(self, day: int) -> Amount:
        shown = self.least.reading(day)
        return shown if self.most is self.least or self.most.reading(day) == shown else None

    def test(self, test: str, bound: Bound) -> Holding:
        if isinstance(bound, tuple):
            return reduce(or_, (self.test("is", one) for one in bound))
        if test == "is":
            return self.test("at_least", bound) & self.test("at_most", bound)
        if test == "at_most":
            return ~self._both(self.least.beyond, self.most.beyond, bound)
        enough = self._both(self.least.at_least, self.most.at_least, bound)
        return ~enough if test == "under" else enough

    def _both(self, least: Callable[[Bound], Days], most: Callable[[Bound], Days], bound: Bound) -> Holding:
        surely = least(bound)
        return Holding(surely, surely if self.most is self.least else most(bound))

    def start(self, day: int) -> int | None:
        since = self.least.start(day)
        return None if since is None or self.value(day) is None else since


@value()
class Segment:
    """Part of a clock: in [first, end) it counts from ``since``, or stands at what it showed on ``first``."""

    first: int
    end: int
    since: int
    running: bool = True


@value()
class Clock:
    """Time elapsed since a start that can begin again, stand still or move later; 0 outside its segments."""

    segments: tuple[Segment, ...] = ()

    @classmethod
    def run(cls, days: Days) -> Clock:
        """The clock of "without a break": it begins again with every stretch."""
        return cls(tuple(Segment(start, end, start) for start, end in days.stretches))

    @classmethod
    def total(cls, days: Days, resets: Sequence[int] = ()) -> Clock:
        """The clock of "altogether": between stretches it stands still, at a reset it begins again from 0.

        Its start moves later by each day that does not count, so that "3 years" is
        always three calendar years after a day and never a division by 365.
        """
        segments: list[Segment] = []
        shown = 0
        for number, (start, end) in enumerate(days.stretches):
            since = start - shown
            shown = end - since
            following = days.stretches[number + 1][0] if number + 1 < len(days.stretches) else END
            segments.append(Segment(start, end, since))
            reset = min((day for day in resets if end <= day <= following), default=None)
            segments.append(Segment(end, following if reset is None else reset, since, running=False))
            shown = shown if reset is None else 0
        return cls(tuple(segment for segment in segments if segment.first < segment.end))

    def reading(self, day: int) -> int:
        segment = self._at(day)
        if segment is None:
            return 0
        return (day if segment.running else segment.first) - segment.since

    def start(self, day: int) -> int | None:
        segment = self._at(day)
        return segment.since if segment and segment.running else None

    def at_least(self, bound: Bound) -> Days:
        return self._reached(bound, 0)

    def beyond(self, bound: Bound) -> Days:
        return self._reached(bound, 1)

    def _reached(self, bound: Bound, more: int) -> Days:
        assert isinstance(bound, Period)
        if not bound.amount and not more:
            return ~NEVER
        return Days.of(_reached_in(segment, bound, more) for segment in self.segments)

    def _at(self, day: int) -> Segment | None:
        return next((part for part in self.segments if part.first <= day < part.end), None)


def _reached_in(segment: Segment, bound: Period, more: int) -> tuple[int, int]:
    reached = ordinal_after(max(segment.since, FIRST), bound) + more
    if segment.running:
        return max(segment.first, reached), segment.end
    return (segment.first if reached <= segment.first else segment.end), segment.end


@value()
class Months:
    """Months paid, in joined stretches of months [first, end); each counts from the first of the month after.

    ``running`` counts back without a hole from last month; otherwise all are added. With
    ``within`` only those of the last so many months are looked at.
    """

    stretches: tuple[tuple[int, int], ...]
    running: bool = False
    within: int | None = None

    def reading(self, day: int) -> int:
        today = date.fromordinal(day)
        return self._count(today.year * 12 + today.month - 1)

    def start(self, day: int) -> int | None:
        return None

    def at_least(self, bound: Bound) -> Days:
        assert isinstance(bound, int)
        if bound <= 0:
            return ~NEVER
        months = sorted(self._turns(bound))
        ends = [*months, None][1:]
        return Days.of(
            (first_day_of(month), END if end is None else first_day_of(end))
            for month, end in zip(months, ends, strict=True)
            if self._count(month) >= bound
        )

    def beyond(self, bound: Bound) -> Days:
        assert isinstance(bound, int)
        return self.at_least(bound + 1)

    def _count(self, month: int) -> int:
        """How many months count in ``month``: all before it, so far as they are in a stretch and in sight."""
        sight = 0 if self.within is None else month - self.within
        if self.running:
            return next(
                (month - max(first, sight) for first, end in self.stretches if first < month <= end), 0
            )
        return sum(max(0, min(end, month) - max(first, sight)) for first, end in self.stretches)

    def _turns(self, bound: int) -> set[int]:
        """The months in which "at least ``bound``" may begin or cease to hold."""
        if self.within is not None and not self.running:
            return self._window_turns(bound)
        turns: set[int] = set()
        before = 0
        for first, end in self.stretches:
            need = bound if self.running else max(bound - before, 1)
            turns |= {first + need, end + 1}
            before += end - first
        return {month for month in turns if month < FOREVER}

    def _window_turns(self, bound: int) -> set[int]:
        """The count rises by one a month, falls by one or stands between the edges of what is in sight."""
        assert self.within is not None
        edges = {edge + sight for stretch in self.stretches for edge in stretch for sight in (0, self.within)}
        turns: set[int] = set()
        for month, following in pairwise([*sorted(edge for edge in edges if edge < FOREVER), FOREVER]):
            lacking = bound - self._count(month)
            inside = {month, month + lacking, month - lacking + 1}
            turns |= {turn for turn in inside if month <= turn < following}
        return turns


FIRST_MONTH = date.min.year * 12
"""The first month the calendar knows."""

FOREVER = (date.max.year + 1) * 12
"""The month after the last the calendar knows: paid without an end."""


def joined_months(months: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The stretches [first, end) in order, touching ones joined: a month paid twice counts once."""
    joined: list[tuple[int, int]] = []
    for first, end in sorted(months):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        elif first < end:
            joined.append((first, end))
    return tuple(joined)
