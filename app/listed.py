"""People as a list shows them: a row each, the number covered, where they live or lived last."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, select
from sqlalchemy.orm import Session

from app import idnumbers, people
from db.base import table_of
from db.records import Dwelling, Identifier, Person, Stay


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person in a list.

    ``address`` is where the person lives, or lived last until ``left_on``; ``dwelling`` is the row of it.
    """

    id: UUID
    row: int
    name: str
    sex: str
    age: int | None
    number: str
    phone: str
    address: str
    dwelling: int
    here: bool
    left_on: date | None


def who(session: Session, which: ColumnElement[bool], on: date, at_most: int) -> tuple[PersonRow, ...]:
    """People as a list shows them, in the order they were entered."""
    asked = select(Person.row).where(which).order_by(Person.row).limit(at_most)
    return tuple(by_rows(session, session.scalars(asked).all(), on).values())


def by_rows(session: Session, some: Collection[int], on: date) -> dict[int, PersonRow]:
    """These people as a list shows them, by their rows and in this order; who is gone is left out.

    One statement of plain columns however many they are: it is asked while somebody types.
    """
    told = {person.row: person for person in session.connection().execute(_LINES, {"some": list(some)})}
    return {row: _row(told[row], on) for row in some if row in told}


def addresses(session: Session, some: Collection[int]) -> dict[int, str]:
    """Dwellings in one line each, by their rows."""
    if not some:
        return {}
    asked = select(Dwelling.row, Dwelling.community, Dwelling.address).where(Dwelling.row.in_(some))
    return {row: people.in_one_line(*line) for row, *line in session.execute(asked)}


def covered(phone: str) -> str:
    """A phone number with its middle covered: 138****6620."""
    return f"{phone[:3]}{'*' * (len(phone) - 7)}{phone[-4:]}" if len(phone) >= 9 else phone


def _row(line: Any, on: date) -> PersonRow:
    row, uid, name, sex, born_on, phone, number, community, address, dwelling, left_on = line
    return PersonRow(
        uid, row, name, sex, people.age(born_on, on), idnumbers.masked(number) if number else "", phone,
        people.in_one_line(community, address) if dwelling else "", dwelling or 0,
        bool(dwelling) and left_on is None, left_on,
    )  # fmt: skip


_PERSON, _NUMBER, _STAY, _DWELLING = map(table_of, (Person, Identifier, Stay, Dwelling))
# A line for each number and each stay of everyone. Of each the last line counts: it has the number one is
# shown by (a real one before a provisional one, the latest entered first) and the stay that is open, or last.
_LINES = (
    select(
        _PERSON.c.row, _PERSON.c.id, _PERSON.c.name, _PERSON.c.sex, _PERSON.c.born_on, _PERSON.c.phone,
        _NUMBER.c.number, _DWELLING.c.community, _DWELLING.c.address,
        _DWELLING.c.row.label("dwelling"), _STAY.c.left_on,
    )
    .outerjoin(_NUMBER, _NUMBER.c.person_id == _PERSON.c.id)
    .outerjoin(_STAY, _STAY.c.person_id == _PERSON.c.id)
    .outerjoin(_DWELLING, _DWELLING.c.id == _STAY.c.dwelling_id)
    .where(_PERSON.c.row.in_(bindparam("some", expanding=True)))
    .order_by(
        _STAY.c.left_on.is_(None), _STAY.c.arrived_on, _STAY.c.row,
        _NUMBER.c.kind != "provisional", _NUMBER.c.row,
    )
)  # fmt: skip
