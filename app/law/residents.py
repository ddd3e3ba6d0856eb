"""What is on file about a person, as the law may ask about it.

The mirror of ``person:`` in a case file. None is unknown, an empty tuple is known to
be none: nothing missing is ever taken for "no" (Kleene's third value starts here).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Final

DIVISION = re.compile(r"\d{2}(\d{2}){0,2}", re.ASCII)
"""A division code: a province, a prefecture city or a county."""

MUNICIPALITIES = ("11", "12", "31", "50")


class Missing(Enum):
    """Not on file, where None already says something else (such as: not registered)."""

    UNKNOWN = "unknown"


UNKNOWN: Final = Missing.UNKNOWN


@dataclass(frozen=True, slots=True)
class Stay:
    """A time at one dwelling: from the day of arrival up to, not including, the day of leaving.

    ``registered`` is the day residence was registered, None while it is not;
    ``left`` is None while the person is still there.
    """

    division: str | None
    arrived: date | None
    registered: date | Missing | None = UNKNOWN
    left: date | None = None
    tenure: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Loss:
    """A time a permit was reported lost: up to, not including, the day it was found or replaced.

    ``replaced`` is None while it is neither.
    """

    lost: date
    replaced: date | None = None


@dataclass(frozen=True, slots=True)
class Permit:
    """A residence permit: issued, endorsed year by year, perhaps lost, once or often, perhaps cancelled."""

    issued: date | None
    endorsed: tuple[date, ...] | None = ()
    cancelled: date | None = None
    losses: tuple[Loss, ...] = ()
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Employment:
    """A job, from its first to its last day; ``ended`` is None while it goes on."""

    started: date | None
    ended: date | Missing | None = None
    division: str | None = None


@dataclass(frozen=True, slots=True)
class Insurance:
    """Months paid for one kind of insurance, first and last included; ``until`` is None while it is paid.

    A month is counted from the year 0: ``year * 12 + month - 1``.
    """

    kind: str | None
    since: int | None
    until: int | Missing | None = None
    region: str | None = None
    backpaid: bool | None = None
    flexible: bool | None = None


@dataclass(frozen=True, slots=True)
class Schooling:
    """Time on the roll of a school, from the first to the last day; ``ended`` is None while it goes on."""

    level: str | None
    started: date | None
    ended: date | Missing | None = None
    division: str | None = None


@dataclass(frozen=True, slots=True)
class Resident:
    """One person, as far as the law may ask."""

    born: date | None = None
    sex: str | None = None
    household_division: str | None = None
    stays: tuple[Stay, ...] | None = None
    permits: tuple[Permit, ...] | None = None
    employment: tuple[Employment, ...] | None = None
    insurance: tuple[Insurance, ...] | None = None
    schooling: tuple[Schooling, ...] | None = None
    education: str | None = None
    skill_grade: str | None = None
    statements: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Case:
    """A person the law is asked about, with the guardians; None where it is not known who they are."""

    person: Resident
    guardians: tuple[Resident, ...] | None = ()


def month_of(year: int, month: int) -> int:
    """The month as one number, so that months can be counted."""
    return year * 12 + month - 1


def first_day_of(month: int) -> int:
    """The ordinal of a month's first day."""
    return date(month // 12, month % 12 + 1, 1).toordinal()
