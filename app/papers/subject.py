"""What a document is about, and what every letter about a person bears."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from app import codes, people
from app.desk import Desk
from app.language import _
from app.law import Answer, LedgerEntry
from app.paper.letters import Letter
from db.records import Person, Stay

L = TypeVar("L", bound=Letter)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a document is about: its value, and which records it belongs to, if to any."""

    value: Any
    person_id: UUID | None
    permit_id: UUID | None = None
    registration_id: UUID | None = None


Gather = Callable[[Session, Desk, UUID], Subject]
"""Answers one document's value for one record; refuses where there is nothing to print."""


def letter(kind: type[L], desk: Desk, person: Person, caution: str = "", **more: Any) -> L:
    """A letter about a person, without a number and a code until it is made."""
    identifier, today = people.chief(person), desk.today()
    last = person.stays[-1] if person.stays else None
    return kind(
        number="", name=person.name, sex=codes.name("sexes", person.sex, today),
        id_number=identifier.number if identifier else "",
        household_address=people.household_of(person, today),
        residence_address=address(last, today) if last else "", organ=desk.office.name,
        officer=desk.officer.name, made_on=today, caution=caution, code="", **more,
    )  # fmt: skip


def address(stay: Stay, today: date) -> str:
    """Where a stay is, from the county down to the room."""
    place = codes.division(stay.dwelling.division, today)
    return f"{place}{stay.dwelling.community}{stay.dwelling.address}"


def marked(told: Answer | LedgerEntry) -> str:
    """The article, with a mark where nobody has read in it yet what is told."""
    return _("{article}, unverified", article=told.article) if told.status == "unverified" else told.article
