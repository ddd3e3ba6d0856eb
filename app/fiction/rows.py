"""The tables of an invented community, row by row; fields are named as the columns of the records are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple, TypeVar


class Person(NamedTuple):
    """Somebody from elsewhere."""

    name: str
    sex: str
    born_on: date
    nation: str
    household_division: str | None
    household_address: str
    phone: str
    education: str | None
    urgent_name: str
    urgent_phone: str


class Identifier(NamedTuple):
    """The number of a person; somebody without one has no row and is to get a provisional number."""

    person: int
    kind: str
    number: str


class Dwelling(NamedTuple):
    """A place to live in the office's own division; no two blocks name the same one."""

    community: str
    address: str
    landlord_name: str
    landlord_phone: str


class Stay(NamedTuple):
    """One stretch of living at one dwelling; stays of one person follow each other."""

    person: int
    dwelling: int
    arrived_on: date
    left_on: date | None
    leave_reason: str | None
    registered: bool
    tenure: str
    purpose: str
    employer: str
    job: str
    insured: str | None


class Registration(NamedTuple):
    """The registration of a stay."""

    person: int
    stay: int
    registered_on: date
    closed_on: date | None


class Household(NamedTuple):
    """A family of two or more."""

    head: int


class Member(NamedTuple):
    """A person's place in a family, by relation to its head (GB/T 4761): a child's guardian is the head."""

    household: int
    person: int
    relation: str
    since: date


class Employment(NamedTuple):
    """A spell of work."""

    person: int
    since: date
    until: date | None
    division: str
    employer: str


class Insurance(NamedTuple):
    """A run of months paid; months are told by their first day, both included."""

    person: int
    kind: str
    since: date
    until: date
    region: str
    backpaid: bool
    flexible: bool


class Schooling(NamedTuple):
    """A spell on a school's roll."""

    person: int
    level: str
    since: date
    until: date | None
    division: str
    school: str


class Statement(NamedTuple):
    """What a person declared."""

    person: int
    name: str
    value: str
    made_on: date


class Permit(NamedTuple):
    """A permit; ``issued_on`` stands on the card, ``handed_on`` is the day it was handed out.

    ``replaces`` is the place of the permit it stands in for, which is the first one as well.
    """

    person: int
    stay: int
    kind: str
    replaces: int | None
    first: int | None
    state: str
    applied_on: date
    accepted_on: date | None
    approved_on: date | None
    issued_on: date | None
    handed_on: date | None
    full_on: date | None
    endorse_by: date | None
    ended_on: date | None
    end_reason: str | None
    agent_name: str
    agent_number: str
    agent_relation: str
    agent_reason: str
    fee: str


class PermitStep(NamedTuple):
    """One step in a permit's life."""

    person: int
    permit: int
    step: str
    before: str
    after: str
    taken_on: date
    ground: str
    reason: str


class Endorsement(NamedTuple):
    """A yearly endorsement and the last day in time it was made for."""

    person: int
    permit: int
    endorsed_on: date
    due_on: date


class Material(NamedTuple):
    """A proof of an application that is still on the desk."""

    person: int
    permit: int
    kind: str
    proves: str
    state: str
    verified: str
    received_on: date | None
    pages: int


class Page(NamedTuple):
    """A page of a proof that is held, and which of the invented pictures it bears."""

    person: int
    material: int
    number: int
    taken_on: date
    picture: str


class Block(NamedTuple):
    """Up to 10,000 people with everything about them; ``first`` is the number of people before them."""

    first: int
    people: Sequence[Person]
    identifiers: Sequence[Identifier]
    dwellings: Sequence[Dwelling]
    stays: Sequence[Stay]
    registrations: Sequence[Registration]
    households: Sequence[Household]
    members: Sequence[Member]
    employments: Sequence[Employment]
    insurances: Sequence[Insurance]
    schoolings: Sequence[Schooling]
    statements: Sequence[Statement]
    permits: Sequence[Permit]
    steps: Sequence[PermitStep]
    endorsements: Sequence[Endorsement]
    materials: Sequence[Material]
    pages: Sequence[Page]


Row = TypeVar("Row")


def rows(kind: Callable[..., Row], *columns: Iterable[Any]) -> list[Row]:
    """Rows of one table out of its columns, in the order of its fields."""
    return [kind(*cells) for cells in zip(*columns, strict=True)]
