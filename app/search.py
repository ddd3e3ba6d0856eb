"""The one box: a name, pinyin, a number's head or tail, a phone, an address or a permit number."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from app import idnumbers, people
from app.desk import Desk
from app.people import PersonRow
from db.records import Dwelling, Identifier, Permit, Person, Stay

END_OF_RANGE = "\U0010ffff"  # sorts behind every continuation, so a beginning is a range an index answers


def find(desk: Desk, text: str, at_most: int = 50) -> tuple[PersonRow, ...]:
    """People meant by what was typed, at most so many; empty when nothing was typed."""
    asked = idnumbers.normalised(text)
    if not asked:
        return ()
    with desk.reading() as session:
        return people.rows(session, _meant(asked), desk.today(), at_most)


def _meant(asked: str) -> ColumnElement[bool]:
    """Digits are a number or a phone, letters are pinyin, anything else is a name or an address."""
    if asked.rstrip("X").replace("-", "").isdigit():
        return or_(
            Person.id.in_(select(Identifier.person_id).where(_begins(Identifier.number, asked))),
            Person.id.in_(select(Identifier.person_id).where(_ends(Identifier.number, asked))),
            Person.id.in_(select(Permit.person_id).where(_begins(Permit.number, asked))),
            _begins(Person.phone, asked),
            _ends(Person.phone, asked),
        )
    if asked.isascii():
        return or_(
            _begins(Person.initials, asked.lower()),
            _begins(Person.pinyin, asked.lower()),
            Person.id.in_(select(Identifier.person_id).where(_begins(Identifier.number, asked))),
        )
    lives_there = (
        select(Stay.person_id)
        .join(Dwelling, Stay.dwelling_id == Dwelling.id)
        .where(
            (Dwelling.community + Dwelling.address).contains(asked, autoescape=True), Stay.left_on.is_(None)
        )
    )
    return or_(Person.name.contains(asked, autoescape=True), Person.id.in_(lives_there))


def _begins(column: InstrumentedAttribute[Any], text: str) -> ColumnElement[bool]:
    return (column >= text) & (column < text + END_OF_RANGE)


def _ends(column: InstrumentedAttribute[Any], text: str) -> ColumnElement[bool]:
    return func.substr(column, -len(text)) == text
