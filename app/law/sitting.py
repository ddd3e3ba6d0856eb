"""The law on one day: what it says of a rule and of a condition whoever is heard, worked out once for all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from app.law.answers import Answer, Reason, Verdict
from app.law.calendar import ordinal_after
from app.law.conditions import Condition, Named, Single, Test
from app.law.facts import FACTS
from app.law.histories import Amount, Bound
from app.law.pack import RULES
from app.law.points import BestOf, Item, PerPeriod, Scheme, WhenSo, number
from app.law.residence import OUTLOOK, Setting

if TYPE_CHECKING:
    from app.law.law import Course, Law

ASKING = (Test, PerPeriod)
SCORED = (PerPeriod, WhenSo, BestOf, Scheme)


class Said(NamedTuple):
    """What is said to one person, the same to every rule that asks the same."""

    verdict: Verdict
    reasons: Reason
    since: date | None = None
    until: date | None = None
    opens: date | None = None


@dataclass(frozen=True, slots=True)
class Called:
    """A rule on the day, with what of its answer is the same for everyone.

    ``in_force`` is whether it has an edition on that day; without, nothing is cited. ``assumptions``
    are what an outlook takes for granted, as untranslated sentences.
    """

    rule: str
    title: Mapping[str, str]
    tier: int | None
    day: date
    course: Course
    in_force: bool
    assumptions: tuple[str, ...]
    article: str = ""
    citation: str = ""
    pack: str = ""
    version: str = ""
    checksum: str = ""
    status: str = ""
    unverified: tuple[str, ...] = ()

    def answer(self, said: Said) -> Answer:
        """The answer to one person."""
        return Answer(
            self.rule, self.title, said.verdict, self.day, said.reasons, self.article, self.citation,
            self.pack, self.version, self.checksum, self.status, self.unverified, said.since, said.until,
            said.opens, self.tier,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """A condition on the day, with what of its reason is the same for everyone."""

    kind: str
    parameters: Mapping[str, Any]
    fact: str | None = None
    test: str | None = None
    asked: str | None = None
    article: str = ""
    unverified: tuple[str, ...] = ()

    def reason(
        self,
        verdict: Verdict,
        value: Amount,
        start: date | None,
        since: date | None,
        until: date | None,
        first_day: date | None,
        parts: tuple[Reason, ...],
    ) -> Reason:
        """How it stands for one person, and why."""
        return Reason(
            self.kind, verdict, self.fact, self.parameters, self.test, self.asked, value, start, since, until,
            first_day, self.article, self.unverified, parts,
        )  # fmt: skip


class Sitting:
    """The law of one office on one day; each thing it answers is worked out when it is first asked for."""

    def __init__(self, law: Law, day: int) -> None:
        self.law = law
        self.day = day
        self.horizon = ordinal_after(day, OUTLOOK)
        self.called = cache(self._call)
        self.asked = cache(self._ask)
        self.assumed = cache(self._assume)
        self.place = cache(self._place)

    def _call(self, rule: str) -> Called:
        """A rule as it is called up; raises Refused where no rule has that name."""
        entry, found = self.law.entry(rule), self.law.in_force(rule, self.day)
        if entry is None and rule not in RULES:
            raise self.law.no_rule(rule)
        facts = [fact for one in self.law.editions(rule) for fact in one.condition.facts()]
        called = Called(
            rule=rule,
            title=entry.title if entry else {"zh": rule, "en": rule},
            tier=entry.tier if entry else None,
            day=date.fromordinal(self.day),
            course=self.law.course(rule),
            in_force=found is not None,
            assumptions=tuple(dict.fromkeys(said for fact in facts for said in FACTS[fact].assumes)),
        )
        return called if found is None else replace(
            called,
            title=found.entry.title,
            tier=found.entry.tier,
            article=found.edition.article,
            citation=found.citation,
            pack=found.pack.code,
            version=found.pack.version,
            checksum=found.pack.checksum,
            status=found.edition.status,
            unverified=self.law.unverified(found.condition, self.day),
        )  # fmt: skip

    def _ask(self, condition: Condition) -> Asked:
        """A condition of the day's: what it asks, of what, and by which numbers."""
        # What one made of parts rests on unread is left to the parts.
        unverified = self.law.unverified(condition, self.day) if isinstance(condition, ASKING) else ()
        words = self._words(condition)
        parameters = MappingProxyType(words.pop("parameters", {}))
        return Asked(kind=condition.kind, parameters=parameters, unverified=unverified, **words)

    def _words(self, condition: Condition) -> dict[str, Any]:
        if isinstance(condition, Test):
            return self._tested(condition)
        if isinstance(condition, SCORED):
            return _scored(condition)
        if isinstance(condition, Single) and condition.day:
            return {"asked": "{:02}-{:02}".format(*condition.day)}
        return {}

    def _tested(self, test: Test) -> dict[str, Any]:
        """The fact and what is asked of it, with the article of a number that stands elsewhere than here."""
        number = self.law.in_force(test.bound.name, self.day) if isinstance(test.bound, Named) else None
        return {
            "fact": test.fact,
            "parameters": dict(test.parameters),
            "test": test.test,
            "asked": _asked(test.asked(lambda name: self.law.bound(name, self.day))),
            "article": number.edition.article if number else "",
        }

    def _place(self, course: Course) -> int:
        """Which of the pieces of a course the day lies in."""
        return course.place(self.day)

    def _assume(self, setting: Setting) -> Setting:
        """The setting for an outlook from the day."""
        return replace(setting, assumed_after=self.day)


def _scored(item: Item | Scheme) -> dict[str, Any]:
    """How an item gives its points, and what is asked of a whole scheme."""
    if isinstance(item, Scheme):
        return {"test": "at_least", "asked": str(number(item.pass_at))}
    if isinstance(item, WhenSo):
        return {"parameters": {"points": number(item.points)}}
    if isinstance(item, BestOf):
        return {}
    written = dict(item.parameters) | {"points": number(item.points), "per": str(item.per)}
    written |= {"half_at": str(item.half_at)} if item.half_at else {}
    written |= {"pro_rata": "month"} if item.by_month else {}
    return {"fact": item.fact, "parameters": written}


def _asked(bound: Bound | None) -> str | None:
    if isinstance(bound, bool):
        return "yes" if bound else "no"
    if isinstance(bound, tuple):
        return ", ".join(map(str, bound))
    return None if bound is None else str(bound)
