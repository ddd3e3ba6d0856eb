"""Certificates of residence: that somebody lives here, where they have lived, and what is counted of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.paper.letters import Letter


@dataclass(frozen=True, slots=True)
class ResidenceCertificate(Letter):
    """That a person is registered as living here (居住证明), since when, and with which permit."""

    arrived_on: date
    registered_on: date
    registration: str
    permit: str
    purpose: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of time in a history: a stay, or a gap in which no residence is on file.

    ``counted`` is how many of its days the law counts.
    """

    start: str
    until: str
    place: str
    registered: str
    length: str
    counted: str


@dataclass(frozen=True, slots=True)
class ResidenceHistory(Letter):
    """Where a person has lived (居住经历证明), gaps shown as gaps, and what stands against certifying it.

    ``total`` is what the law counts of it, by the articles in ``article``.
    """

    stretches: tuple[Stretch, ...]
    inhibits: tuple[str, ...]
    total: str
    article: str


@dataclass(frozen=True, slots=True)
class Counted:
    """A stretch as the law counts it: from when to when, whether it counts, and why."""

    span: str
    days: str
    counts: str
    why: str


@dataclass(frozen=True, slots=True)
class YearsCertificate(Letter):
    """How long residence has run without a break and how much insurance was paid, with the reasons."""

    since: date | None
    run: str
    total: str
    insurance: tuple[Counted, ...]
    counted: tuple[Counted, ...]


@dataclass(frozen=True, slots=True)
class Service:
    """A public service: how it stands, what is missing, from when, and the article."""

    title: str
    stands: str
    article: str


@dataclass(frozen=True, slots=True)
class ServicesNotice(Letter):
    """What a person has, what is missing and from when (告知单): the services open now and later.

    ``told`` is what is told face to face with a registration, a sentence each.
    """

    told: tuple[str, ...]
    open_now: tuple[Service, ...]
    later: tuple[Service, ...]


@dataclass(frozen=True, slots=True)
class Housemate:
    """Somebody of a household: name, relation to the head, number, and since when here."""

    name: str
    relation: str
    sex: str
    id_number: str
    since: date


@dataclass(frozen=True, slots=True)
class HouseholdSheet(Letter):
    """Who lives in a household, as the office keeps it."""

    people: tuple[Housemate, ...]
