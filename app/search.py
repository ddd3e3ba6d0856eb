"""The one box: a name, pinyin, a number's head or tail, a phone, an address or a permit number."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from app import idnumbers, people, spelling
from app.desk import Desk
from app.people import PersonRow
from db.records import Dwelling, Identifier, Permit, Person, Registration, Stay

END_OF_RANGE = "\U0010ffff"  # sorts behind every continuation, so a beginning is a range an index answers


def find(desk: Desk, text: str, at_most: int = 50) -> tuple[PersonRow, ...]:
    """People meant by what was typed, at most so many; empty when nothing was typed."""
    if not idnumbers.normalised(text):
        return ()
    with desk.reading() as session:
        return people.rows(session, _meant(text), desk.today(), at_most)


def _meant(text: str) -> ColumnElement[bool]:
    """Digits are a number or a phone, letters are pinyin, anything else is a name or an address."""
    asked = idnumbers.normalised(text)
    numbered: ColumnElement[bool] = _bears(Identifier, asked)
    if given_out := _GIVEN_OUT.fullmatch(asked):
        number = "-".join(given_out.groups())
        numbered = or_(numbered, *(_bears(kind, number) for kind in (Identifier, Permit, Registration)))
    if asked.rstrip("X").isdigit():
        return or_(
            numbered,
            Person.id.in_(select(Identifier.person_id).where(_ends(Identifier.number, asked))),
            begins(Person.phone, asked),
            _ends(Person.phone, asked),
        )
    if asked.isascii():
        return or_(numbered, begins(Person.initials, asked.lower()), begins(Person.pinyin, asked.lower()))
    lives_there = (
        select(Stay.person_id)
        .join(Dwelling, Stay.dwelling_id == Dwelling.id)
        .where(at_address(text), Stay.left_on.is_(None))
    )
    return or_(_contains(Person.name, text), Person.id.in_(lives_there))


# A number of ours, 530302-2026-000017, its dashes left out: enough of it that few others begin so.
_GIVEN_OUT = re.compile(r"(L?\d{6})(20\d{2})(\d{3,})")


def _bears(kind: type[Identifier] | type[Permit] | type[Registration], number: str) -> ColumnElement[bool]:
    return Person.id.in_(select(kind.person_id).where(begins(kind.number, number)))


def at_address(text: str) -> ColumnElement[bool]:
    """Dwellings with this in their address."""
    return _contains(Dwelling.community + Dwelling.address, text)


def _contains(column: ColumnElement[str] | InstrumentedAttribute[str], text: str) -> ColumnElement[bool]:
    """Rows whose column has this in it, however spaces were put when it was written down or typed."""
    part = spelling.tidy(text).replace(" ", "")
    return func.replace(column, " ", "").icontains(part, autoescape=True)


def begins(column: InstrumentedAttribute[Any], text: str) -> ColumnElement[bool]:
    """Rows whose column begins with a text, by the column's index."""
    return (column >= text) & (column < text + END_OF_RANGE)


def _ends(column: InstrumentedAttribute[Any], text: str) -> ColumnElement[bool]:
    return column.endswith(text, autoescape=True)
