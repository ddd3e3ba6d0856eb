"""What the law answers: a verdict, the tree of its reasons, and what it rests on.

An Answer is kept with every decision, so it can be written as plain data and read back
(``to_data``, ``from_data``): a letter reprinted years later cites the law of its day.
Answers and reasons are tuples: sixty are made for every resident asked about, and a frozen
dataclass of so many fields takes three times as long.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from fractions import Fraction
from types import MappingProxyType
from typing import Any, NamedTuple

from app.law.calendar import Deadline, Period, deadline
from app.law.histories import Amount

Data = dict[str, Any]


class Verdict(Enum):
    """Yes, no, or: it cannot be said from what is on file."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    @classmethod
    def of(cls, holds: bool | None) -> Verdict:
        return cls.UNKNOWN if holds is None else cls.YES if holds else cls.NO


class Reason(NamedTuple):
    """One condition as it was weighed on the day.

    ``kind`` is the word of the vocabulary (``test`` for a fact put to a test, ``absent``
    where no rule is on file, ``value`` for a step that rests on a parameter alone). ``value`` is
    the value on the day, a clock's in days with ``start`` the day it counts from. ``since`` and
    ``until`` bound the days around the day with the same verdict, ``until`` being the first on which
    it is another. ``first_day`` is the first day from the asked one on which it holds, by outlook.
    ``article`` is that of the number asked where it does not stand in the rule itself; ``unverified``
    names the parameters this very condition rests on that nobody has read in the act.
    """

    kind: str
    verdict: Verdict
    fact: str | None = None
    parameters: Mapping[str, Any] = MappingProxyType({})
    test: str | None = None
    asked: str | None = None
    value: Amount = None
    start: date | None = None
    since: date | None = None
    until: date | None = None
    first_day: date | None = None
    article: str = ""
    unverified: tuple[str, ...] = ()
    parts: tuple[Reason, ...] = ()

    def walk(self) -> Iterator[Reason]:
        """This reason and all below it, top down."""
        yield self
        for part in self.parts:
            yield from part.walk()

    def to_data(self) -> Data:
        """The reason as plain data."""
        return {
            "kind": self.kind,
            "verdict": self.verdict.value,
            "fact": self.fact,
            "parameters": {
                key: list(word) if isinstance(word, tuple) else word for key, word in self.parameters.items()
            },
            "test": self.test,
            "asked": self.asked,
            "value": self.value,
            "start": _written(self.start),
            "since": _written(self.since),
            "until": _written(self.until),
            "first_day": _written(self.first_day),
            "article": self.article,
            "unverified": list(self.unverified),
            "parts": [part.to_data() for part in self.parts],
        }

    @classmethod
    def from_data(cls, data: Data) -> Reason:
        """The reason that was written as ``data``."""
        return cls(
            kind=data["kind"],
            verdict=Verdict(data["verdict"]),
            fact=data["fact"],
            parameters={
                key: tuple(word) if isinstance(word, list) else word
                for key, word in data["parameters"].items()
            },
            test=data["test"],
            asked=data["asked"],
            value=data["value"],
            start=_read(data["start"]),
            since=_read(data["since"]),
            until=_read(data["until"]),
            first_day=_read(data["first_day"]),
            article=data["article"],
            unverified=tuple(data["unverified"]),
            parts=tuple(cls.from_data(part) for part in data["parts"]),
        )


class Answer(NamedTuple):
    """What the law says to one rule about one person on one day, and why.

    True only for yes. ``article`` is the citation, ``citation`` its text where the pack
    quotes it; ``unverified`` names the parameters it rests on that nobody has read in
    the act; ``opens`` is the first day from the asked one with a yes, by outlook.
    """

    rule: str
    title: Mapping[str, str]
    verdict: Verdict
    day: date
    reasons: Reason
    article: str = ""
    citation: str = ""
    pack: str = ""
    version: str = ""
    checksum: str = ""
    status: str = ""
    unverified: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    opens: date | None = None
    tier: int | None = None

    def __bool__(self) -> bool:
        return self.verdict is Verdict.YES

    def to_data(self) -> Data:
        """The answer as plain data, fit for JSON; ``from_data`` reads it back the same."""
        return {
            "rule": self.rule,
            "title": dict(self.title),
            "verdict": self.verdict.value,
            "day": self.day.isoformat(),
            "article": self.article,
            "citation": self.citation,
            "pack": self.pack,
            "version": self.version,
            "checksum": self.checksum,
            "status": self.status,
            "unverified": list(self.unverified),
            "since": _written(self.since),
            "until": _written(self.until),
            "opens": _written(self.opens),
            "tier": self.tier,
            "reasons": self.reasons.to_data(),
        }

    @classmethod
    def from_data(cls, data: Data) -> Answer:
        """The answer that was written as ``data``."""
        return cls(
            rule=data["rule"],
            title=dict(data["title"]),
            verdict=Verdict(data["verdict"]),
            day=date.fromisoformat(data["day"]),
            article=data["article"],
            citation=data["citation"],
            pack=data["pack"],
            version=data["version"],
            checksum=data["checksum"],
            status=data["status"],
            unverified=tuple(data["unverified"]),
            since=_read(data["since"]),
            until=_read(data["until"]),
            opens=_read(data["opens"]),
            tier=data["tier"],
            reasons=Reason.from_data(data["reasons"]),
        )


@dataclass(frozen=True, slots=True)
class Score:
    """The points of a rule on a day: each item's share, their sum, the mark, and the day it is reached.

    ``total`` is None where an item cannot be said; ``known`` is the sum of those that can.
    ``items`` are the items as they were weighed, each with its points as ``value``.
    ``reached`` is the first day from the asked one with points enough, by outlook, whatever
    else the rule requires; the ``answer`` weighs both.
    """

    answer: Answer
    total: int | Fraction | None
    known: int | Fraction
    mark: int | Fraction
    items: tuple[Reason, ...]
    reached: date | None


@dataclass(frozen=True, slots=True)
class Outlook:
    """The days to come, fifty years far, under assumptions that are part of the answer and printed with it.

    ``stretches`` are the times with a yes as (from, until), until being the first day
    without and None where none is in sight; ``assumptions`` are untranslated sentences.
    """

    answer: Answer
    opens: date | None
    stretches: tuple[tuple[date, date | None], ...]
    assumptions: tuple[str, ...]

    def to_data(self) -> Data:
        """The outlook as plain data."""
        return {
            "opens": _written(self.opens),
            "stretches": [[start.isoformat(), _written(end)] for start, end in self.stretches],
            "assumptions": list(self.assumptions),
        }


@dataclass(frozen=True, slots=True)
class Value:
    """A parameter as it is in force on a day, with where it stands; ``text`` is what is written there.

    ``amount`` is the number of ``unit``s of a period, else the word or number itself;
    ``until`` is the last day it is in force, None where no end is known.
    """

    name: str
    title: Mapping[str, str]
    text: str
    amount: int | str
    unit: str | None
    article: str
    citation: str
    pack: str
    version: str
    checksum: str
    status: str
    since: date
    until: date | None = None
    moves_off_holidays: bool = False

    @property
    def period(self) -> Period:
        """The value as a length of time; raises ValueError where it is none."""
        return replace(Period.parse(self.text), moves_off_holidays=self.moves_off_holidays)

    def answer(self, day: date) -> Answer:
        """The value as the answer to a step that rests on it alone: yes, by its article."""
        laid_down = Reason("value", Verdict.YES, parameters={"name": self.name}, asked=self.text)
        return Answer(
            self.name, self.title, Verdict.YES, day, laid_down, self.article, self.citation, self.pack,
            self.version, self.checksum, self.status, since=self.since, until=self.until,
        )  # fmt: skip

    def deadline(self, day: date) -> Deadline:
        """The last day for something that is due within this value of ``day``."""
        return deadline(day, self.period)


def _written(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _read(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
