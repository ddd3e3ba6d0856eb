"""The list of a day's work (当日工作清单): what was done at the office, by which officer."""

from __future__ import annotations

from dataclasses import dataclass

from app.paper.letters import Issued


@dataclass(frozen=True, slots=True)
class OfficersDay:
    """How much of each kind of work an officer did; the last one of a list is of all together."""

    name: str
    registered: str
    applied: str
    decided: str
    made: str
    handed_out: str
    endorsed: str
    other: str
    total: str


@dataclass(frozen=True, slots=True)
class DayLine:
    """One thing done: what, for whom, under which number, and by which officer."""

    matter: str
    name: str
    id_number: str
    paper: str
    by: str


@dataclass(frozen=True, slots=True)
class DayMatter:
    """The reckoning of one kind of work: in hand, done, carried over, to be explained."""

    matter: str
    in_hand: str
    done: str
    carried: str
    to_explain: str


@dataclass(frozen=True, slots=True)
class Undone:
    """Something that was due and not done: for whom, why, and who said so."""

    matter: str
    name: str
    reason: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyList(Issued):
    """What was done at the office on the day it was made on; whoever is on it has a masked number.

    ``closed`` says who signed the day, or that nobody has yet.
    """

    total: str
    closed: str
    matters: tuple[DayMatter, ...]
    undone: tuple[Undone, ...]
    officers: tuple[OfficersDay, ...]
    lines: tuple[DayLine, ...]
