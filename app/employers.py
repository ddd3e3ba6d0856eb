"""Employers: found again by the beginning of their name or its initials, with how many work there."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from app import spelling
from app.desk import Desk
from db import clues
from db.records import Stay


@dataclass(frozen=True, slots=True)
class EmployerRow:
    """An employer as it is written on file, and how many who live here now work there."""

    name: str
    people: int


def initials(name: str) -> str:
    """What an employer is found by."""
    return spelling.initials(name)


def find(desk: Desk, text: str, at_most: int = 8) -> tuple[EmployerRow, ...]:
    """Employers meant by initials or by a part of the name, where most work first.

    Names that begin so are found by their index; a part from the middle of a name is looked for
    only when no name begins so, for a name often begins with that of its city.
    """
    name = spelling.tidy(text).replace(" ", "")
    letters = name.lower() if name.isascii() else initials(name)
    if not letters:
        return ()
    living = func.count().filter(Stay.left_on.is_(None))
    named = select(Stay.employer, living).where(Stay.employer != "").group_by(Stay.employer)
    if not name.isascii():
        named = named.where(Stay.employer.contains(name, autoescape=True))
    ordered = named.order_by(living.desc(), Stay.employer).limit(at_most)
    begins = clues.begins(Stay.employer_initials, letters)
    within = Stay.employer_initials.contains(letters, autoescape=True)
    with desk.reading() as session:
        found = session.execute(ordered.where(begins)).all() or session.execute(ordered.where(within)).all()
        return tuple(EmployerRow(*row) for row in found)
