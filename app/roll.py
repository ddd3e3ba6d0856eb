"""The roll (名册): every stay and permit as columns of numbers, read once, to count whom a filter means.

A database needs seconds to count a city by one condition; here the stays of a city lie in thirty megabytes,
and a condition takes milliseconds. A number and the list behind it are one and the same mask over the same
columns, so that they cannot differ.

Arrivals and departures count each time somebody came or left; whoever lives here is counted once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import case, or_, select

from app.desk import Desk, now
from app.endorsements import ENDORSABLE
from app.language import N_
from app.law import Period, calendar
from app.progress import Progress
from db.columns import AT_ONCE, Numbers, numbers, stretches, words
from db.records import Dwelling, Permit, Person, Registration, Stay

LIVING, ARRIVED, LEFT, HOLDING, TO_REGISTER, IN_TIME, DUE = (
    "living", "arrived", "left", "holding", "to_register", "in_time", "due",
)  # fmt: skip
READING = N_("Reading the stays")
NONE, NEVER = 0, np.iinfo(np.uint16).max
BEFORE = date(1899, 12, 31).toordinal()
"""A day is counted from here, in sixteen bits up to 2079: a column of days takes half the room."""
Mask = NDArray[np.bool_]
Days = NDArray[np.uint16]
Told = Sequence[Any]
"""Columns in the order in which a statement tells them."""

_IN_TIME = case((Registration.registered_on <= Stay.register_by, 1), else_=0)
_DUE = case((Permit.state.in_(ENDORSABLE), Permit.endorse_by))
STAYS = (
    select(
        words(Dwelling.community, Stay.purpose, Person.sex), numbers(Stay.row), numbers(Person.row),
        numbers(Person.born_on), numbers(Stay.arrived_on), numbers(Stay.left_on, date.max.toordinal()),
        numbers(Stay.register_by), numbers(_IN_TIME),
    )
    .join(Person, Person.id == Stay.person_id)
    .join(Dwelling, Dwelling.id == Stay.dwelling_id)
    .outerjoin(Registration, Registration.stay_id == Stay.id)
)  # fmt: skip
PERMITS = (
    select(
        numbers(Permit.row), numbers(Stay.row), numbers(Permit.handed_on, date.max.toordinal()),
        numbers(Permit.ended_on, date.max.toordinal()), numbers(_DUE),
    )
    .join(Stay, Stay.id == Permit.stay_id)
    .where(or_(Permit.handed_on.is_not(None), Permit.state.in_(ENDORSABLE)))
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Of:
    """Whom a number counts: what is so of them, on which days, in which community, of which age and sex.

    ``since`` and ``until`` are both included, and an empty part of it counts everybody. Who lives here, or
    holds a permit, is told as of ``until``; without ``here`` it is whoever lived here on any of the days,
    where they lived last. Ages are as of ``aged_on``. A day that is None is today.
    """

    what: str = LIVING
    since: date | None = None
    until: date | None = None
    community: str | None = None
    purpose: str = ""
    sex: str = ""
    ages: tuple[int, int | None] | None = None
    aged_on: date | None = None
    here: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Entries:
    """Stays from arriving to leaving, or permits, each by its stay, from handing out to the end.

    ``due`` is the last day to register, or to endorse, and ``kind`` a place in ``kinds``.
    """

    row: Numbers
    person: Numbers
    kind: Numbers
    born: Days
    begins: Days
    ends: Days
    due: Days


@dataclass(frozen=True, slots=True, eq=False)
class Roll:
    """All of them as of a moment; ``kinds`` are the communities, purposes and sexes that go together."""

    day: date
    at: datetime
    kinds: Sequence[tuple[str, str, str]]
    stays: Entries
    in_time: Mask
    permits: Entries
    _people: dict[tuple[int, int, bool], Mask] = field(default_factory=dict)

    def count(self, of: Of) -> int:
        """How many a number counts."""
        return int(np.count_nonzero(self._those(of)))

    def rows(self, of: Of) -> Numbers:
        """The rows of their stays, of DUE of their permits: what is due next first, else the latest first."""
        entries, days = self._entries(of), self._days(of)
        those = np.flatnonzero(self._those(of))
        days = days[those] if of.what == DUE else NEVER - days[those]
        return entries.row[those[np.lexsort((entries.row[those], days))]]

    def by_community(self, of: Of) -> Counter[str]:
        """How many there are in each community."""
        return self._named(self._entries(of).kind[self._those(of)])

    def by_month(self, of: Of, firsts: Sequence[date]) -> list[Counter[str]]:
        """How many there are in each community whose day lies in each of some months."""
        edges = np.array([as_told(first) for first in (*firsts, after(firsts[-1]))], dtype=np.uint16)
        days = self._days(of)
        those = np.flatnonzero(self._those(of) & (days >= edges[0]) & (days < edges[-1]))
        kinds, month = self._entries(of).kind[those], np.searchsorted(edges, days[those], side="right")
        return [self._named(kinds[month == number]) for number in range(1, len(edges))]

    def _named(self, kinds: Numbers) -> Counter[str]:
        """So many entries of these kinds in each community."""
        counted: Counter[str] = Counter()
        for (community, _purpose, _sex), n in zip(self.kinds, np.bincount(kinds), strict=False):
            counted[community] += int(n)
        return counted

    def _entries(self, of: Of) -> Entries:
        return self.permits if of.what == DUE else self.stays

    def _days(self, of: Of) -> Days:
        """The day by which each of them counts."""
        entries = self._entries(of)
        if of.what == LEFT:
            return entries.ends
        return entries.due if of.what in (TO_REGISTER, IN_TIME, DUE) else entries.begins

    def _those(self, of: Of) -> Mask:
        entries = self._entries(of)
        those = self._who(entries, of)
        if of.what in (LIVING, HOLDING):
            those &= self._here(of)
            if of.what == HOLDING:
                those &= self._holders(of)[entries.person]
            return those
        days = self._days(of)
        those &= days >= (as_told(of.since) if of.since else NONE + 1)
        those &= days <= (as_told(of.until) if of.until else NEVER - 1)
        if of.what in (TO_REGISTER, IN_TIME):  # whoever left before the last day had nothing to register
            those &= entries.ends >= entries.due
        if of.what == IN_TIME:
            those &= self.in_time
        return those

    def _who(self, entries: Entries, of: Of) -> Mask:
        """Whoever is of the community, reason, sex and ages that are asked for."""
        fits = np.array(
            [
                of.community in (None, community) and of.purpose in ("", purpose) and of.sex in ("", sex)
                for community, purpose, sex in self.kinds
            ],
            dtype=np.bool_,
        )
        those: Mask = fits[entries.kind]
        if of.ages is not None:
            (youngest, oldest), on = of.ages, of.aged_on or self.day
            those &= (entries.born != NONE) & (entries.born <= as_told(years_before(on, youngest)))
            if oldest is not None:
                those &= entries.born > as_told(years_before(on, oldest + 1))
        return those

    def _here(self, of: Of) -> Mask:
        """The stays of those who live here on a day, or of those who did on any of some days their last."""
        until = as_told(of.until or self.day)
        since = as_told(of.since) if of.since and not of.here else NONE
        if (known := self._people.get((since, until, of.here))) is None:
            ends = self.stays.ends > (until if of.here else since)
            known = (self.stays.begins <= until) & ends
            known = known if of.here else _last_of_each(self.stays, known)
            self._people[since, until, of.here] = known
        return known

    def _holders(self, of: Of) -> Mask:
        """Of every person by their row, whether they hold a permit."""
        until = as_told(of.until or self.day)
        held = (self.permits.begins <= until) & (self.permits.ends > until)
        holders = np.zeros(int(self.stays.person.max(initial=0)) + 1, dtype=np.bool_)
        holders[self.permits.person[held]] = True
        return holders


def read_roll(desk: Desk, progress: Progress) -> Roll:
    """The roll of now; raises Cancelled when ``progress`` is asked to stop."""
    at = now()
    kinds: dict[tuple[str, str, str], int] = {}
    with desk.reading() as session:
        of_stays = stretches(session, STAYS, Stay.row)
        of_permits = stretches(session, PERMITS, Permit.row)
        stays, permits = (_Columns(len(every) * AT_ONCE) for every in (of_stays, of_permits))
        take_in: list[tuple[Callable[[], Told], Callable[[Told], None]]] = [
            *((told, partial(_take_stays, stays, kinds)) for told in of_stays),
            *((told, partial(_take_permits, permits)) for told in of_permits),
        ]
        for told, take in progress.through(take_in, total=len(take_in), doing=READING):
            take(told())
    *columns, in_time = stays.whole()
    entries = Entries(*columns)
    given = _by_their_stays(entries, permits.whole())
    return Roll(desk.today(), at, tuple(kinds), entries, in_time, given)


class _Columns:
    """Columns filled a stretch at a time, each where it is to stay: pieces would litter the memory."""

    def __init__(self, most: int) -> None:
        self._most, self._count = most, 0
        self._columns: list[NDArray[Any]] = []

    def add(self, stretch: Sequence[NDArray[Any]]) -> None:
        """Fill in what was told of one stretch."""
        if not self._columns:
            self._columns = [np.empty(self._most, dtype=column.dtype) for column in stretch]
        end = self._count + len(stretch[0])
        for column, told in zip(self._columns, stretch, strict=True):
            column[self._count : end] = told
        self._count = end

    def whole(self) -> list[NDArray[Any]]:
        """Each column, all that was filled in."""
        return [column[: self._count] for column in self._columns]


def _take_stays(into: _Columns, kinds: dict[tuple[str, str, str], int], told: Told) -> None:
    """Take some stays in as STAYS tells them, in little room; kinds that are new are numbered on."""
    said, row, person, *days, in_time = told
    numbered = [kinds.setdefault(kind, len(kinds)) for kind in zip(*said.columns, strict=True)]
    kind = np.array(numbered, dtype=np.int32).take(said.codes)
    into.add((row, person, kind, *map(_days, days), in_time == 1))


def _take_permits(into: _Columns, told: Told) -> None:
    """Take some permits in as PERMITS tells them."""
    row, stay, *days = told
    into.add((row, stay, *map(_days, days)))


def _by_their_stays(stays: Entries, permits: Told) -> Entries:
    """The permits with what is told of the stays they were given for."""
    row, stay, *days = permits
    places = np.zeros(int(stays.row.max(initial=0)) + 1, dtype=np.int32)
    places[stays.row] = np.arange(len(stays.row), dtype=np.int32)
    its = places[stay]
    return Entries(row, stays.person[its], stays.kind[its], stays.born[its], *days)


def _last_of_each(stays: Entries, those: Mask) -> Mask:
    """Of those stays the last of each person, so that nobody who moved counts twice."""
    places = np.flatnonzero(those)
    ordered = places[np.lexsort((stays.row[places], stays.begins[places], stays.person[places]))]
    person = stays.person[ordered]
    last = np.append(person[1:] != person[:-1], True)[: len(person)]
    found = np.zeros_like(those)
    found[ordered[last]] = True
    return found


def as_told(day: date) -> int:
    """A day as the roll tells it."""
    return min(max(day.toordinal() - BEFORE, NONE), NEVER)


def _days(ordinals: Numbers) -> Days:
    return np.clip(ordinals - BEFORE, NONE, NEVER).astype(np.uint16)


def after(first: date) -> date:
    """The first of the month after a month."""
    return calendar.after(first, Period(1, "month"))


def years_before(day: date, years: int) -> date:
    """The same day some years before."""
    return calendar.before(day, Period(years, "year"))
