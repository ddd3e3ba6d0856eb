"""Points: items that each give some, added up on every day, and the mark that must be reached.

A total is a step function of the day, kept between the least it can be and the most; an
item that cannot be said leaves the total open and the known part of it is still told.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, reduce

from app.language import N_
from app.law.calendar import END, FIRST, Period
from app.law.conditions import COUNTED, FACT, Condition, View, Weighed, one, read_condition, read_parameters
from app.law.days import Days, Holding, Stretch
from app.law.facts import FACTS, Parameters
from app.law.histories import Amount, Bound, Measured
from app.law.reading import Branch, Leaf, Node, Reader, Row

A_LIFE = 100
"""Years; nobody gathers more of anything that is counted."""

Points = int | Fraction
"""Exact, and whole wherever it can be: whole numbers are added much faster."""

NO_LENGTH = N_("'{text}' cannot be counted off; write it like 30 days, 6 months or 1 year.")
MONTHS_OF = {"month": 1, "year": 12}
PLACES = 2

ITEM_KEYS = ("of", "per", "points", "half_at", "pro_rata", "at_most", "when")


@dataclass(frozen=True, slots=True)
class Steps:
    """A number that changes on certain days: (day, from then on), in order, the first for the first day."""

    steps: tuple[tuple[int, Points], ...]

    @classmethod
    def of(cls, shares: Iterable[tuple[Days, Points]]) -> Steps:
        """On each day, the sum of the shares whose days it is one of."""
        changes: dict[int, Points] = {FIRST: 0}
        for days, share in shares:
            for start, end in days.stretches:
                changes[start] = changes.get(start, 0) + share
                changes[end] = changes.get(end, 0) - share
        steps: list[tuple[int, Points]] = []
        total: Points = 0
        for day in sorted(changes):
            if day < END and (changes[day] or day == FIRST):
                total += changes[day]
                steps.append((day, total))
        return cls(tuple(steps))

    def on(self, day: int) -> Points:
        """The number on that day."""
        return self.steps[bisect_right(self.steps, day, key=lambda step: step[0]) - 1][1]

    def where(self, so: Callable[[Points], bool]) -> Days:
        """The days on which it is so of the number."""
        stretches: list[Stretch] = []
        since = None
        for day, number in self.steps:
            if so(number):
                since = day if since is None else since
            elif since is not None:
                stretches.append((since, day))
                since = None
        return Days((*stretches, (since, END))) if since is not None else Days(tuple(stretches))

    def with_each(self, other: Steps, choose: Callable[[Points, Points], Points]) -> Steps:
        """The two put together day by day, as ``choose`` says."""
        ours, theirs = dict(self.steps), dict(other.steps)
        steps: list[tuple[int, Points]] = []
        one: Points = 0
        another: Points = 0
        for day in sorted({*ours, *theirs}):
            one, another = ours.get(day, one), theirs.get(day, another)
            steps.append((day, choose(one, another)))
        return Steps(tuple(steps))

    def no_more_than(self, cap: Points) -> Steps:
        """The same, never above the cap."""
        return Steps(tuple((day, min(number, cap)) for day, number in self.steps))


@dataclass(frozen=True, slots=True)
class Tally:
    """Points day by day: the least they can be and the most; mostly they are the same."""

    least: Steps
    most: Steps

    def value(self, day: int) -> Amount:
        """The points on that day, None where they cannot be said."""
        points = exact(self, day)
        return None if points is None else number(points)

    def test(self, test: str, bound: Bound) -> Holding:
        """When the points are at least the bound; no other test is put to them."""
        mark = exactly(Fraction(str(bound)))
        surely = self.least.where(lambda points: points >= mark)
        return Holding(surely, surely if self.is_known else self.most.where(lambda points: points >= mark))

    @property
    def is_known(self) -> bool:
        """Whether the points can be said on every day."""
        return self.least is self.most

    def start(self, day: int) -> int | None:
        """Points count from no day."""
        return None

    def with_each(self, other: Tally, choose: Callable[[Points, Points], Points]) -> Tally:
        """The two put together day by day; ``choose`` must not fall where a number rises."""
        least = self.least.with_each(other.least, choose)
        known = self.is_known and other.is_known
        return Tally(least, least if known else self.most.with_each(other.most, choose))

    @property
    def given(self) -> Holding:
        """The days on which it gives or takes any points."""
        if self.is_known:
            return Holding.known(self.least.where(bool))
        sure = self.least.where(bool) & self.most.where(bool)
        unlike = self.least.with_each(self.most, lambda least, most: int(least != most))
        known = ~unlike.where(bool)
        return Holding(sure & known, (sure & known) | ~known)


def _add(one: Points, other: Points) -> Points:
    return one + other


# --- what gives points


@dataclass(frozen=True, slots=True, eq=False)
class PerPeriod:
    """Points for every whole period of a fact: so many months paid, so many years of residence.

    ``half_at`` gives half the points once more when so much is left over; ``by_month``
    counts every month for its part of the period.
    """

    fact: str
    parameters: Parameters
    per: int | Period
    points: Points
    half_at: int | Period | None = None
    by_month: bool = False
    at_most: Points | None = None
    kind: str = "per"

    def weigh(self, view: View) -> Weighed:
        """The points day by day; holding where there are any."""
        history = view.scene.history(self.fact, self.parameters)
        assert isinstance(history, Measured)
        least = self._steps(cache(history.least.at_least))
        most = least if history.most is history.least else self._steps(cache(history.most.at_least))
        return _weighed(self, Tally(least, most) if self.points > 0 else Tally(most, least), self.at_most)

    def _steps(self, reached: Callable[[Bound], Days]) -> Steps:
        return Steps.of(self._shares(reached))

    def _shares(self, reached: Callable[[Bound], Days]) -> Iterator[tuple[Days, Points]]:
        if self.by_month:
            share = exactly(Fraction(self.points) / _months_in(self.per))
            yield from ((days, share) for days in _reached(reached, self._month()))
            return
        for whole, days in enumerate(_reached(reached, self.per)):
            yield days, self.points
            yield from self._half(reached, whole + 1)
        yield from self._half(reached, 0)

    def _half(self, reached: Callable[[Bound], Days], whole: int) -> Iterator[tuple[Days, Points]]:
        if self.half_at is not None:
            over = reached(_sum(_times(self.per, whole), self.half_at))
            yield over - reached(_times(self.per, whole + 1)), exactly(Fraction(self.points, 2))

    def _month(self) -> int | Period:
        return 1 if isinstance(self.per, int) else Period(1, "month")

    def facts(self) -> Iterator[str]:
        """The fact it counts."""
        yield self.fact

    def amounts(self) -> Iterator[str]:
        """No parameter."""
        return iter(())


@dataclass(frozen=True, slots=True, eq=False)
class WhenSo:
    """Points, or points taken away, as long as a condition holds."""

    when: Condition
    points: Points
    kind: str = "when"

    def weigh(self, view: View) -> Weighed:
        """The points day by day; holding where there are any."""
        part = view.weigh(self.when)
        least, most = part.holding.surely, part.holding.possibly
        if self.points < 0:
            least, most = most, least
        low = Steps.of([(least, self.points)])
        tally = Tally(low, low if part.holding.is_known else Steps.of([(most, self.points)]))
        return _weighed(self, tally, None, (part,))

    def facts(self) -> Iterator[str]:
        """The facts its condition asks about."""
        return self.when.facts()

    def amounts(self) -> Iterator[str]:
        """The parameters its condition refers to."""
        return self.when.amounts()


@dataclass(frozen=True, slots=True, eq=False)
class BestOf:
    """The one of several items that gives most."""

    items: tuple[Item, ...]
    at_most: Points | None = None
    kind: str = "best_of"

    def weigh(self, view: View) -> Weighed:
        """The points day by day; holding where there are any."""
        parts = tuple(view.weigh(item) for item in self.items)
        return _weighed(self, reduce(lambda one, other: one.with_each(other, max), map(tally_of, parts)),
                        self.at_most, parts)  # fmt: skip

    def facts(self) -> Iterator[str]:
        """The facts its items ask about."""
        return (fact for item in self.items for fact in item.facts())

    def amounts(self) -> Iterator[str]:
        """The parameters its items refer to."""
        return (name for item in self.items for name in item.amounts())


Item = PerPeriod | WhenSo | BestOf


@dataclass(frozen=True, slots=True, eq=False)
class Scheme:
    """A rule scored in points: what is required besides, the items, and the mark; the verdict needs both."""

    requires: Condition | None
    items: tuple[Item, ...]
    pass_at: Points
    kind: str = "points"

    def weigh(self, view: View) -> Weighed:
        """The days on which the mark is reached and the rest holds; the parts are the rest and the items."""
        items = tuple(view.weigh(item) for item in self.items)
        total = reduce(lambda one, other: one.with_each(other, _add), map(tally_of, items))
        holding = total.test("at_least", str(self.pass_at))
        required = (view.weigh(self.requires),) if self.requires else ()
        for part in required:
            holding = holding & part.holding
        return Weighed(self, holding, (*required, *items), total)

    def facts(self) -> Iterator[str]:
        """The facts it asks about."""
        for part in (*((self.requires,) if self.requires else ()), *self.items):
            yield from part.facts()

    def amounts(self) -> Iterator[str]:
        """The parameters it refers to."""
        for part in (*((self.requires,) if self.requires else ()), *self.items):
            yield from part.amounts()


def _weighed(item: Item, tally: Tally, cap: Points | None, parts: tuple[Weighed, ...] = ()) -> Weighed:
    if cap is not None:
        least = tally.least.no_more_than(cap)
        tally = Tally(least, least if tally.is_known else tally.most.no_more_than(cap))
    return Weighed(item, tally.given, parts, tally)


def tally_of(weighed: Weighed) -> Tally:
    """The points of an item that has been weighed."""
    assert isinstance(weighed.history, Tally)
    return weighed.history


def exact(tally: Tally, day: int) -> Points | None:
    """The points on the day to the last fraction, None where they cannot be said."""
    least = tally.least.on(day)
    return least if least == tally.most.on(day) else None


def exactly(points: Fraction) -> Points:
    """The same number, as a whole one where it is."""
    return points.numerator if points.denominator == 1 else points


def number(points: Points) -> int | float:
    """Points as they are written: whole, or to two decimals."""
    return points.numerator if points.denominator == 1 else round(float(points), PLACES)


# --- periods


def _reached(reached: Callable[[Bound], Days], per: int | Period) -> Iterator[Days]:
    """The days on which one, two, three whole periods are reached, as long as there are any in a life."""
    for whole in range(1, A_LIFE * 12 // _in_a_life(per) + 1):
        days = reached(_times(per, whole))
        if not days:
            return
        yield days


def _in_a_life(per: int | Period) -> Fraction:
    """The length of a period in months; days are counted thirty to the month."""
    return Fraction(per.amount, 30) if isinstance(per, Period) and per.unit == "day" else _months_in(per)


def _months_in(per: int | Period) -> Fraction:
    return Fraction(per if isinstance(per, int) else per.amount * MONTHS_OF[per.unit])


def _times(per: int | Period, whole: int) -> int | Period:
    return per * whole if isinstance(per, int) else Period(per.amount * whole, per.unit)


def _sum(one: int | Period, other: int | Period) -> int | Period:
    if isinstance(one, int) or isinstance(other, int):
        assert isinstance(one, int)
        assert isinstance(other, int)
        return one + other
    if one.unit == other.unit:
        return Period(one.amount + other.amount, one.unit)
    return Period(int(_months_in(one) + _months_in(other)), "month")


# --- reading them


def read_scheme(branch: Branch, reader: Reader) -> Scheme | None:
    """The scheme that an edition writes; None with the faults noted where it is none."""
    if "items" not in branch.entries:
        reader.fault(branch.line, N_("A rule scored in points needs its 'items'."))
        return None
    pass_at = _points(branch, "pass_at", reader)
    items = [_read_item(node, reader) for node in reader.row(branch.entries["items"], "items")]
    required = read_condition(branch.entries["requires"], reader) if "requires" in branch.entries else None
    if isinstance(branch.entries.get("items"), Row) and not items:
        reader.fault(branch.line_of("items"), N_("'{word}' has no parts."), word="items")
    if pass_at is None or not items or not all(items) or ("requires" in branch.entries and not required):
        return None
    return one(Scheme(required, tuple(item for item in items if item), pass_at))


def _read_item(node: Node, reader: Reader) -> Item | None:
    branch = reader.branch(node, "items")
    if branch is None:
        return None
    if "best_of" in branch.entries:
        return _read_best(branch, reader)
    reader.only(branch, ITEM_KEYS)
    if "when" in branch.entries:
        reader.only(branch, ("when", "points"))
        when, points = read_condition(branch.entries["when"], reader), _points(branch, "points", reader)
        return one(WhenSo(when, points)) if when and points is not None else None
    return _read_per(branch, reader)


def _read_best(branch: Branch, reader: Reader) -> BestOf | None:
    reader.only(branch, ("best_of", "at_most"))
    items = [_read_item(node, reader) for node in reader.row(branch.entries["best_of"], "best_of")]
    cap = _points(branch, "at_most", reader, needed=False)
    return one(BestOf(tuple(item for item in items if item), cap)) if items and all(items) else None


def _read_per(branch: Branch, reader: Reader) -> PerPeriod | None:
    asked = _read_of(branch, reader)
    points = _points(branch, "points", reader)
    by_month = reader.word(branch, "pro_rata", ("month",), needed=False)
    cap = _points(branch, "at_most", reader, needed=False)
    if asked is None or points is None:
        return None
    fact, parameters = asked
    per = _length(branch, "per", fact, reader)
    half = _length(branch, "half_at", fact, reader) if "half_at" in branch.entries else None
    if per is None or ("half_at" in branch.entries and half is None):
        return None
    if not _go_together(branch, (per, half), reader, by_month=by_month is not None):
        return None
    return one(PerPeriod(fact, parameters, per, points, half, by_month is not None, cap))


def _go_together(
    branch: Branch, lengths: tuple[int | Period, int | Period | None], reader: Reader, *, by_month: bool
) -> bool:
    """Whether the lengths can be added up: days with days, months with years."""
    in_days = {isinstance(length, Period) and length.unit == "day" for length in lengths if length}
    if len(in_days) > 1 or (by_month and (True in in_days or lengths[1])):
        reader.fault(
            branch.line_of("half_at" if lengths[1] else "pro_rata"),
            N_("This does not go with 'per': write both in days, or both in months and years."),
        )
        return False
    return True


def _read_of(branch: Branch, reader: Reader) -> tuple[str, Parameters] | None:
    """The fact that is counted: its name alone, or with what else is asked of it."""
    node, line = branch.entries.get("of"), branch.line_of("of")
    entries = node.entries if isinstance(node, Branch) else {}
    fact = node.text if isinstance(node, Leaf) else next(iter(entries), None)
    counted = tuple(name for name, one in FACTS.items() if one.kind in ("clock", "months", "years"))
    if reader.known(fact or "", counted, line, FACT) is None or fact is None:
        return None
    inner = reader.branch(entries[fact], fact) if fact in entries else None
    if inner is None:
        return fact, ()
    reader.only(inner, FACTS[fact].takes)
    return fact, read_parameters(FACTS[fact], inner, reader)


def _length(branch: Branch, key: str, fact: str, reader: Reader) -> int | Period | None:
    text = reader.text(branch, key) or ""
    try:
        if FACTS[fact].kind == "clock":
            period = Period.parse(text)
            if period.amount and period.unit != "working day":
                return period
        elif int(text) > 0:
            return int(text)
    except ValueError:
        pass
    reader.fault(branch.line_of(key), COUNTED.get(FACTS[fact].kind, NO_LENGTH), text=text)
    return None


def _points(branch: Branch, key: str, reader: Reader, *, needed: bool = True) -> Points | None:
    text = reader.text(branch, key, needed=needed)
    if text is None:
        return None
    try:
        return exactly(Fraction(text))
    except (ValueError, ZeroDivisionError):
        reader.fault(branch.line_of(key), N_("{key}: '{text}' cannot stand here."), key=key, text=text)
    return None
