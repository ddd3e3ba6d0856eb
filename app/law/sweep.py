"""Everyone at once: every rule for every person as of a day, with the days to come, block by block.

The days are those of an outlook: what is open goes on, endorsements are made in their
window. Up to the asked day that changes nothing, so the verdict of the day is the answer's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Sized
from dataclasses import dataclass
from datetime import date
from functools import partial, reduce
from operator import and_, or_
from typing import TYPE_CHECKING, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from app.errors import Refused
from app.language import N_
from app.law.answers import Verdict
from app.law.calendar import END, ordinal_after
from app.law.conditions import Condition, Group, Single, Test
from app.law.crowd import Crowd, Held, Rows, day_in, pairs, years_of
from app.law.crowd_facts import CrowdScene
from app.law.crowd_residence import Permitted
from app.law.days import NEVER, Days
from app.law.hearing import Hearing
from app.law.pack import RULES
from app.law.packing import Block, Guardians, packed
from app.law.residence import OUTLOOK, Setting
from app.law.residents import Case

if TYPE_CHECKING:
    from app.law.law import Law

T = TypeVar("T")

VERDICTS = (Verdict.NO, Verdict.YES, Verdict.UNKNOWN)
"""What the numbers of ``Swept.verdict`` say."""


class Through(Protocol):
    """Something that is told how far a long work is, and may stop it (``app.progress``)."""

    def through(self, items: Iterable[T], *, total: int, doing: str) -> Iterator[T]:
        """Yield the items one by one; raises Cancelled when asked to stop."""


@dataclass(frozen=True, slots=True)
class Told:
    """One rule for each person of a block.

    ``verdict`` is the place in VERDICTS on the asked day, ``opens`` the first day from then
    on with a yes as an ordinal, END where none is in sight; ``held`` are all the days but
    those on which no rule is on file and it cannot be said of anyone.
    """

    verdict: NDArray[np.int8]
    opens: Rows
    held: Held

    def opened(self, day: date, back: int, ahead: int) -> Iterator[tuple[int, date]]:
        """The persons with a yes since one of the last ``back`` days, or from one of the next ``ahead``.

        ``day`` is the asked one; each person's place in the block comes with the first day of the yes.
        """
        today, surely = day.toordinal(), self.held.surely
        lately = (surely.starts <= today) & (surely.ends > today) & (surely.starts >= today - back)
        yield from _dated(surely.person[lately], surely.starts[lately])
        soon = np.flatnonzero((self.opens > today) & (self.opens <= today + ahead))
        yield from _dated(soon, self.opens[soon])


def _dated(places: NDArray[np.integer], days: Rows) -> Iterator[tuple[int, date]]:
    for place, day in zip(places.tolist(), days.tolist(), strict=True):
        yield place, date.fromordinal(day)


@dataclass(frozen=True, slots=True)
class Swept:
    """Some thousand persons: ``who`` is each one's place among all, ``told`` the rules asked."""

    who: Rows
    told: Mapping[str, Told]


def sweep(
    law: Law,
    rules: Sequence[str],
    people: Iterable[Case | Block],
    day: date,
    progress: Through | None,
) -> Iterator[Swept]:
    """The rules for everyone, a block at a time; raises Refused where no rule has such a name."""
    for rule in rules:
        if rule not in RULES and rule not in law.rules():
            raise Refused(N_("No rule is called '{rule}'."), rule=rule)
    total = len(people) if isinstance(people, Sized) else 0
    told = (
        progress.through(people, total=total, doing=N_("Asking the law about everyone"))
        if progress
        else people
    )
    for block in _blocks(told):
        if block.people:
            yield Swept(block.who, _Sitting(law, block, day).told(rules))
        if block.alone:
            yield _one_by_one(law, rules, block.alone, day)


def _blocks(people: Iterable[Case | Block]) -> Iterator[Block]:
    """Blocks as they are, single cases packed as they come."""
    rest = iter(people)
    first = next(rest, None)
    if isinstance(first, Block):
        yield first
        yield from (block for block in rest if isinstance(block, Block))
    elif first is not None:
        yield from packed(case for case in _again(first, rest) if isinstance(case, Case))


def _again(first: T, rest: Iterator[T]) -> Iterator[T]:
    yield first
    yield from rest


# --- together


class _Asked:
    """A block and its guardians on a day: every condition is weighed once for all rules that ask it."""

    def __init__(self, law: Law, block: Block, day: int) -> None:
        self.people = block.people
        self._law, self._block, self._day = law, block, day
        self._permitted = Permitted(block, law.regimes, day)
        self._scenes: dict[Setting, CrowdScene] = {}
        self._weighed: dict[tuple[Condition, int], Held] = {}
        self._guardians = _Asked(law, block.guardians.block, day) if block.guardians else None

    def weigh(self, condition: Condition, since: int) -> Held:
        """The days on which it holds for each person, by the numbers of the day ``since``."""
        since = self._law.alike(condition, since)
        key = (condition, since)
        if key not in self._weighed:
            self._weighed[key] = self._weigh(condition, since)
        return self._weighed[key]

    def _weigh(self, condition: Condition, since: int) -> Held:
        if isinstance(condition, Test):
            return self._test(condition, since)
        if isinstance(condition, Group):
            parts = (self.weigh(part, since) for part in condition.parts)
            return reduce(or_ if condition.kind == "any" else and_, parts)
        assert isinstance(condition, Single)
        if condition.kind == "not":
            return ~self.weigh(condition.part, since)
        if condition.day:
            return _in_years(self.weigh(condition.part, since), *condition.day)
        return self._of_guardians(condition, since)

    def _scene(self, since: int) -> CrowdScene:
        setting = self._law.setting(since)
        if setting not in self._scenes:
            self._scenes[setting] = CrowdScene(self._block, setting, self._permitted)
        return self._scenes[setting]

    def _test(self, test: Test, since: int) -> Held:
        bound = test.asked(partial(self._law.bound, day=since))
        if bound is None:
            return Held.unknown(self.people)
        return self._scene(since).history(test.fact, test.parameters).test(test.test, bound)

    def _of_guardians(self, condition: Single, since: int) -> Held:
        guardians = self._block.guardians
        if guardians is None or self._guardians is None:
            return Held.known(Crowd.nobody(self.people))
        held = self._guardians.weigh(condition.part, since)
        every = condition.kind == "every_guardian"
        held = ~held if every else held
        found = Held(_of_wards(held.surely, guardians, self.people),
                     _of_wards(held.possibly, guardians, self.people))  # fmt: skip
        if every:
            has_one = np.zeros(self.people, dtype=np.bool_)
            has_one[guardians.ward] = True
            found = ~found & Held.known(Crowd.whole(has_one))
        return Held(found.surely, found.possibly | Crowd.whole(~guardians.told))


def _of_wards(days: Crowd, guardians: Guardians, people: int) -> Crowd:
    pair, row = pairs(guardians.guardian, days.first)
    return Crowd.table(people, guardians.ward[pair], days.starts[row], days.ends[row])


def _in_years(held: Held, month: int, day: int) -> Held:
    """The years on whose fixed day it holds, each as a whole."""
    surely = _years(held.surely, month, day)
    return Held(surely, surely if held.is_known else _years(held.possibly, month, day))


def _years(days: Crowd, month: int, day: int) -> Crowd:
    first, last = years_of(days.starts), years_of(days.ends - np.int32(1))
    first = first + (days.starts > day_in(first, month, day))
    until = last - (days.ends - 1 < day_in(last, month, day))
    ends = np.where(until >= date.max.year, END, day_in(np.minimum(until + 1, date.max.year), 1, 1))
    kept = first <= until
    return Crowd.table(days.people, days.person[kept], day_in(first[kept], 1, 1), ends[kept].astype(np.int32))


class _Sitting:
    """One block on one day: what was once gathered serves every rule."""

    def __init__(self, law: Law, block: Block, day: date) -> None:
        self._law, self._block, self._date = law, block, day
        self._day = day.toordinal()
        self._asked = _Asked(law, block, self._day)
        self._done: dict[tuple[tuple[int, int, Condition | None], ...], Told] = {}

    def told(self, rules: Sequence[str]) -> Mapping[str, Told]:
        """Every rule; those that require the same are weighed once."""
        return {rule: self._of_rule(rule) for rule in rules}

    def _of_rule(self, rule: str) -> Told:
        spans = tuple(
            (start, end, found.condition if found else None) for start, end, found in self._law.timeline(rule)
        )
        if any(condition is not None and condition.kind == "points" for _, _, condition in spans):
            return _told_alone(self._law, rule, self._block.cases, self._block.people, self._date)
        if spans not in self._done:
            silent = Days.of((start, end) for start, end, condition in spans if condition is None)
            self._done[spans] = _told(self._held(spans), silent, self._day)
        return self._done[spans]

    def _held(self, spans: tuple[tuple[int, int, Condition | None], ...]) -> Held:
        """When a rule holds, each edition for its own time."""
        parts = [
            self._asked.weigh(condition, start).within(start, end)
            for start, end, condition in spans
            if condition is not None
        ]
        return reduce(or_, parts) if parts else Held.known(Crowd.nobody(self._block.people))


def _told(held: Held, silent: Days, day: int) -> Told:
    opens = held.surely.first_from(day, ordinal_after(day, OUTLOOK))
    verdict = (opens == day).astype(np.int8)
    if day in silent:
        verdict += np.int8(2) * (verdict == 0)
    elif not held.is_known:
        verdict += np.int8(2) * (held.possibly.on(day) & (verdict == 0))
    return Told(verdict, opens, held)


# --- one by one


def _one_by_one(law: Law, rules: Sequence[str], alone: Sequence[tuple[int, Case]], day: date) -> Swept:
    who = np.array([place for place, _ in alone], dtype=np.int32)
    cases = tuple(case for _, case in alone)
    return Swept(who, {rule: _told_alone(law, rule, cases, len(cases), day) for rule in rules})


def _told_alone(law: Law, rule: str, cases: Sequence[Case], people: int, day: date) -> Told:
    """A rule as each person would be answered at the counter."""
    if len(cases) < people:
        raise Refused(N_("'{rule}' needs the files themselves; the columns alone do not tell it."), rule=rule)
    held = [Hearing(law, case, day).days_to_come(rule) for case in cases]
    return _told(Held(_crowd([one.surely for one in held]), _crowd([one.possibly for one in held])), NEVER,
                 day.toordinal())  # fmt: skip


def _crowd(sets: Sequence[Days]) -> Crowd:
    return Crowd.of(sets) if sets else Crowd.nobody(0)
