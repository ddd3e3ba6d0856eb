"""People as a list shows them: a row each, the number covered, where they live or lived last."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, bindparam, select
from sqlalchemy.orm import Session

from app import idnumbers, people
from db import clues
from db import who as who_is
from db.base import table_of
from db.derived import Label
from db.records import Person


class PersonRow(NamedTuple):
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

    Their labels say it all: one is read for each of them, and none of the records.
    """
    told = labels(session.connection(), some)
    return {row: of_label(row, told[row].split("\n"), on) for row in some if row in told}


def labels(connection: Connection, some: Collection[int]) -> dict[int, str]:
    """The labels of these people, by their rows; who is gone is left out."""
    found: dict[int, str] = dict(connection.execute(_LABELS, {"some": list(some)}).all())
    return found


def of_label(row: int, lines: Sequence[str], on: date) -> PersonRow:
    """Somebody as a list shows them, by the lines of their label."""
    they = who_is.of(lines[0])
    return PersonRow(
        they.id, row, they.name, they.sex, people.age(they.born_on, on),
        idnumbers.masked(they.number) if they.number else "", they.phone,
        people.in_one_line(*clues.lived_at(lines, they.dwelling)) if they.dwelling else "", they.dwelling,
        bool(they.dwelling) and they.left_on is None, they.left_on,
    )  # fmt: skip


def covered(phone: str) -> str:
    """A phone number with its middle covered: 138****6620."""
    return f"{phone[:3]}{'*' * (len(phone) - 7)}{phone[-4:]}" if len(phone) >= 9 else phone


_LABEL = table_of(Label)
_LABELS = select(_LABEL.c.row, _LABEL.c.text).where(_LABEL.c.row.in_(bindparam("some", expanding=True)))
