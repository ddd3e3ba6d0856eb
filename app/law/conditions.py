"""Conditions: the closed vocabulary in which packs say when something holds.

``all``, ``any``, ``not``; a fact with one test (``is``, ``at_least``, ``at_most``,
``under``, ``one_of``, ``before``, ``after``); ``on_day`` for a fixed day of the year;
``any_guardian`` and ``every_guardian``. There are no expressions and no Python in packs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from functools import cache, cached_property, reduce
from operator import and_, or_
from typing import Any, Protocol, TypeVar

from app.errors import InWords
from app.language import N_
from app.law.calendar import END, Period
from app.law.days import CANNOT_SAY, HOLDS_NEVER, Days, Holding
from app.law.facts import ENDORSED_IN_TIME, FACTS, Fact, Parameters, Scene
from app.law.histories import Bound, History
from app.law.parameters import MONTHS, PARAMETERS, PERIOD, YEARS
from app.law.reading import Branch, Leaf, Node, Reader, Row, leaves
from app.law.residents import Case, Resident
from app.law.values import value

GROUPS = ("all", "any")
GUARDIANS = ("any_guardian", "every_guardian")
TESTS = {
    "span": ("is",),
    "clock": ("at_least", "at_most", "under"),
    "months": ("at_least", "at_most", "under", "is", "one_of"),
    "years": ("at_least", "at_most", "under", "is", "one_of"),
    "grade": ("is", "one_of", "at_least", "at_most"),
    "choice": ("is", "one_of"),
    "day": ("before", "after"),
}
FACT, TEST = InWords(N_("fact")), InWords(N_("test"))
PARAMETER, CHOICE = InWords(N_("parameter")), InWords(N_("choice"))
EXAMPLE = "permit_valid: {is: yes}"
NO_PERIOD = N_("'{text}' is no length of time; write it like 15 days, 15 working days, 6 months or 1 year.")
COUNTED = {
    "months": N_("Insurance is counted in months: a bare number is expected, not '{text}'."),
    "years": N_("School years are counted: a bare number is expected, not '{text}'."),
}
ALL_TESTS = ("is", "at_least", "at_most", "under", "one_of", "before", "after")


@value(eq=False)
class Weighed:
    """A condition with the days on which it holds, and its parts likewise."""

    condition: Condition
    holding: Holding
    parts: tuple[Weighed, ...] = ()
    history: History | None = None


class View:
    """One person, the guardians likewise, and the parameters of the place, seen from one day.

    ``scene`` is asked for the person's histories by what is on file, and for the same with the days
    to come taken as an outlook takes them. What only some rules ask about is looked at when they do.
    """

    def __init__(
        self,
        case: Case,
        scene: Callable[[Resident, bool], Scene],
        amount: Callable[[str], Bound | None],
        on_file: View | None = None,
    ) -> None:
        self.scene = scene(case.person, on_file is not None)
        self.amount = amount
        self._case, self._scene, self._on_file = case, scene, on_file
        self._lasting: dict[Condition, Weighed] = {} if on_file is None else on_file._lasting
        self._passing: dict[Condition, Weighed] = {}

    @cached_property
    def guardians(self) -> tuple[View, ...] | None:
        """The guardians, whose own are not asked about; None where they are not on file."""
        if self._on_file:
            seen = self._on_file.guardians
            return None if seen is None else tuple(one.ahead for one in seen)
        told = self._case.guardians
        return None if told is None else tuple(View(Case(one), self._scene, self.amount) for one in told)

    @cached_property
    def ahead(self) -> View:
        """The same with the days to come; what no endorsement to come can change, both have in common.

        Where nobody in view has a permit to endorse, it is the view itself.
        """
        case = self._case
        to_endorse = any(one.permits for one in (case.person, *(case.guardians or ())))
        return View(case, self._scene, self.amount, self) if to_endorse and not self._on_file else self

    def weigh(self, condition: Condition) -> Weighed:
        """The days on which a condition holds, worked out once however many rules ask it."""
        known = self._passing if awaits_endorsement(condition) else self._lasting
        weighed = known.get(condition)
        if weighed is None:
            weighed = known[condition] = condition.weigh(self)
        return weighed


class Condition(Protocol):
    """Something that holds on some days and not on others.

    Conditions that read the same are one object, known by its identity (``one``).
    """

    @property
    def kind(self) -> str:
        """The word of the vocabulary it was written with."""

    def __hash__(self) -> int:
        """By identity."""

    def weigh(self, view: View) -> Weighed:
        """The days on which it holds for the person in view."""

    def facts(self) -> Iterator[str]:
        """The facts it asks about."""

    def amounts(self) -> Iterator[str]:
        """The parameters it refers to by name."""


@dataclass(frozen=True, slots=True)
class Named:
    """A bound that stands elsewhere in the packs, as a parameter: ``registration.threshold``."""

    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Test:
    """A fact put to one test."""

    fact: str
    parameters: Parameters
    test: str
    bound: Bound | Named

    @property
    def kind(self) -> str:
        return "test"

    def weigh(self, view: View) -> Weighed:
        bound = self.asked(view.amount)
        history = view.scene.history(self.fact, self.parameters)
        holding = CANNOT_SAY if bound is None else history.test(self.test, bound)
        return Weighed(self, holding, history=history)

    def asked(self, amount: Callable[[str], Bound | None]) -> Bound | None:
        """The bound, found by ``amount`` where it is a parameter: None where that is set nowhere."""
        if not isinstance(self.bound, Named):
            return self.bound
        bound = amount(self.bound.name)
        if isinstance(bound, Period) and FACTS[self.fact].kind == "months":
            return bound.amount * (12 if bound.unit == "year" else 1)
        return bound

    def facts(self) -> Iterator[str]:
        yield self.fact

    def amounts(self) -> Iterator[str]:
        if isinstance(self.bound, Named):
            yield self.bound.name


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """All of the parts, or any of them."""

    kind: str
    parts: tuple[Condition, ...]

    def weigh(self, view: View) -> Weighed:
        parts = tuple(view.weigh(part) for part in self.parts)
        return Weighed(self, _together(self.kind, [part.holding for part in parts]), parts)

    def facts(self) -> Iterator[str]:
        for part in self.parts:
            yield from part.facts()

    def amounts(self) -> Iterator[str]:
        for part in self.parts:
            yield from part.amounts()


def _together(kind: str, holdings: list[Holding]) -> Holding:
    return reduce(or_ if kind.startswith("any") else and_, holdings)


@dataclass(frozen=True, slots=True, eq=False)
class Single:
    """A condition about one other: its opposite, or the same of the guardians or of a day in the year."""

    kind: str
    part: Condition
    day: tuple[int, int] | None = None

    def weigh(self, view: View) -> Weighed:
        if self.kind == "not":
            weighed = view.weigh(self.part)
            return Weighed(self, ~weighed.holding, (weighed,))
        if self.day:
            weighed = view.ahead.weigh(self.part)
            return Weighed(self, _in_years(weighed.holding, *self.day), (weighed,))
        return self._of_guardians(view)

    def _of_guardians(self, view: View) -> Weighed:
        if view.guardians is None:
            return Weighed(self, CANNOT_SAY)
        parts = tuple(guardian.weigh(self.part) for guardian in view.guardians)
        holding = _together(self.kind, [part.holding for part in parts]) if parts else HOLDS_NEVER
        return Weighed(self, holding, parts)

    def facts(self) -> Iterator[str]:
        yield from self.part.facts()

    def amounts(self) -> Iterator[str]:
        yield from self.part.amounts()


def _in_years(holding: Holding, month: int, day: int) -> Holding:
    """The years on whose fixed day it holds, each as a whole."""
    return Holding(_years(holding.surely, month, day), _years(holding.possibly, month, day))


def _years(days: Days, month: int, day: int) -> Days:
    spans = []
    for start, end in days.stretches:
        first, last = date.fromordinal(start), date.fromordinal(end - 1)
        year = first.year + ((first.month, first.day) > (month, day))
        until = last.year - ((last.month, last.day) < (month, day))
        if year <= until:
            beyond = END if until == date.max.year else date(until + 1, 1, 1).toordinal()
            spans.append((date(year, 1, 1).toordinal(), beyond))
    return Days.of(spans)


# --- one object for each

AnyCondition = TypeVar("AnyCondition", bound=Condition)
_READ: dict[tuple[object, ...], Any] = {}


def one(condition: AnyCondition) -> AnyCondition:
    """The condition that was read first of all that read the same, so that each is weighed once."""
    parts = (getattr(condition, part.name) for part in fields(condition))  # type: ignore[arg-type]
    read: AnyCondition = _READ.setdefault((type(condition), *parts), condition)
    return read


@cache
def awaits_endorsement(condition: Condition) -> bool:
    """Whether endorsements still to come can change it: else an outlook is what is on file."""
    return any(ENDORSED_IN_TIME in FACTS[fact].assumes for fact in condition.facts())


# --- reading them


def read_condition(node: Node | None, reader: Reader) -> Condition | None:
    """The condition that is written there; None with the faults noted where it is none."""
    if not isinstance(node, Branch):
        reader.fault(
            node.line if node else 1, N_("A condition is expected here, such as {example}."), example=EXAMPLE
        )
        return None
    if len(node.entries) != 1:
        reader.fault(node.line, N_("A condition has one word to the left of its colon, this has {n}."),
                     n=len(node.entries))  # fmt: skip
        return None
    ((word, content),) = node.entries.items()
    if word in GROUPS:
        return _read_group(word, content, reader)
    if word == "not" or word in GUARDIANS:
        part = read_condition(content, reader)
        return one(Single(word, part)) if part else None
    if word == "on_day":
        return _read_on_day(content, reader)
    return _read_test(word, content, node.line_of(word), reader)


def _read_group(word: str, content: Node, reader: Reader) -> Condition | None:
    items = reader.row(content, word)
    if not items and isinstance(content, Row):
        reader.fault(content.line, N_("'{word}' has no parts."), word=word)
    parts = [read_condition(item, reader) for item in items]
    if not parts or not all(parts):
        return None
    return one(Group(word, tuple(part for part in parts if part)))


def _read_on_day(content: Node, reader: Reader) -> Condition | None:
    branch = reader.branch(content, "on_day")
    if branch is None:
        return None
    written = reader.text(branch, "day") or ""
    try:
        day = date.fromisoformat(f"2001-{written}")
    except ValueError:
        reader.fault(
            branch.line_of("day"), N_("'{day}' is no day of every year; write it like 08-31."), day=written
        )
        return None
    rest = {key: node for key, node in branch.entries.items() if key != "day"}
    part = read_condition(Branch(branch.line, rest, branch.lines), reader)
    return one(Single("on_day", part, (day.month, day.day))) if part else None


def _read_test(word: str, content: Node, line: int, reader: Reader) -> Condition | None:
    if not _is_fact(word, line, reader):
        return None
    fact = FACTS[word]
    allowed = TESTS[fact.kind]
    branch = content if isinstance(content, Branch) else Branch(line, {}, {})
    named = [key for key in branch.entries if key not in fact.takes]
    if len(named) != 1:
        reader.fault(
            line, N_("'{fact}' takes one test; it can bear {tests}."), fact=word, tests=", ".join(allowed)
        )
        return None
    test = named[0]
    if test not in ALL_TESTS:
        reader.known(test, (*allowed, *fact.takes), branch.line_of(test), TEST)
        return None
    if test not in allowed:
        reader.fault(branch.line_of(test), N_("'{fact}' cannot be put to '{test}'; it can bear {tests}."),
                     fact=word, test=test, tests=", ".join(allowed))  # fmt: skip
        return None
    bound = _read_bound(fact, test, branch.entries[test], reader)
    parameters = read_parameters(fact, branch, reader)
    return None if bound is None else one(Test(word, parameters, test, bound))


def _is_fact(word: str, line: int, reader: Reader) -> bool:
    """Whether a condition may ask about it; a rule or a number taken for a fact is told as what it is."""
    if word in reader.rules:
        reader.fault(
            line, N_("'{rule}' is a rule; a condition asks facts. Write out what it requires."), rule=word
        )
        return False
    if word in PARAMETERS:
        reader.fault(
            line, N_("'{name}' is a number; it is named behind a test, such as at_least: {name}."), name=word
        )
        return False
    return reader.known(word, (*FACTS, *GROUPS, "not", "on_day", *GUARDIANS), line, FACT) is not None


def _read_bound(fact: Fact, test: str, node: Node, reader: Reader) -> Bound | Named | None:
    words = tuple(leaf.text or "" for leaf in leaves(node))
    if test == "one_of" and isinstance(node, Row) and fact.kind in COUNTED:
        return _counts(node, COUNTED[fact.kind], reader)
    if test == "one_of" and isinstance(node, Row):
        return words if all(_choice(fact, leaf, reader) for leaf in leaves(node)) else None
    if not isinstance(node, Leaf) or not node.text:
        reader.fault(node.line, N_("'{test}' wants one word or number."), test=test)
        return None
    if fact.kind == "span":
        answer = reader.known(node.text, ("yes", "no"), node.line, "is")
        return None if answer is None else answer == "yes"
    if fact.kind == "day":
        return reader.day(node, test)
    if fact.kind in ("choice", "grade"):
        return _choice(fact, node, reader)
    if fact.kind == "months" and "." in node.text:
        return _named(node, (MONTHS,), reader)
    if fact.kind in COUNTED:
        return _count(node, COUNTED[fact.kind], reader)
    return _period(node, reader)


def _named(node: Leaf, kinds: tuple[str, ...], reader: Reader) -> Named | None:
    names = tuple(name for name, kind in PARAMETERS.items() if kind in kinds)
    return Named(node.text or "") if reader.known(node.text or "", names, node.line, PARAMETER) else None


def _choice(fact: Fact, leaf: Leaf, reader: Reader) -> str | None:
    text = leaf.text or ""
    return reader.known(text, fact.choices, leaf.line, CHOICE) if fact.choices else text


def _counts(row: Row, refusal: str, reader: Reader) -> tuple[int, ...] | None:
    counts = [_count(leaf, refusal, reader) for leaf in leaves(row)]
    if not counts:
        reader.fault(row.line, N_("'{word}' has no parts."), word="one_of")
        return None
    return None if None in counts else tuple(count for count in counts if count is not None)


def _count(node: Leaf, refusal: str, reader: Reader) -> int | None:
    if node.text and node.text.isdecimal():
        return int(node.text)
    reader.fault(node.line, refusal, text=node.text)
    return None


def _period(node: Leaf, reader: Reader) -> Period | Named | None:
    text = node.text or ""
    if "." in text:
        return _named(node, (PERIOD, MONTHS, YEARS), reader)
    try:
        return Period.parse(text)
    except ValueError:
        reader.fault(node.line, NO_PERIOD, text=text)
        return None


def read_parameters(fact: Fact, branch: Branch, reader: Reader) -> Parameters:
    """What else is written beside the test: the kind of insurance, the level of schooling."""
    found: list[tuple[str, object]] = []
    for key, allowed in fact.takes.items():
        node = branch.entries.get(key)
        if node is None:
            continue
        for leaf in leaves(node):
            _check_parameter(key, allowed, leaf, reader)
        words = tuple(leaf.text or "" for leaf in leaves(node))
        found.append((key, words if isinstance(node, Row) else "".join(words)))
    return tuple(found)


def _check_parameter(
    key: str, allowed: tuple[str, ...] | re.Pattern[str], leaf: Leaf, reader: Reader
) -> None:
    text = leaf.text or ""
    if isinstance(allowed, tuple):
        reader.known(text, allowed, leaf.line, key)
    elif not allowed.fullmatch(text):
        reader.fault(leaf.line, N_("{key}: '{text}' cannot stand here."), key=key, text=text)
