"""Addresses meant by what was typed, and how many live there now."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Select, and_, bindparam, func, select
from sqlalchemy.orm import Session

from app import leads, reasons, typed
from app.desk import Desk
from app.reasons import Reason
from app.search import Hit
from app.typed import Word
from db import clues
from db.base import table_of
from db.clues import By
from db.derived import Clue, PlaceLabel
from db.records import Dwelling, Stay


@dataclass(frozen=True, slots=True)
class PlaceHit:
    """An address that is meant, why, and how many live there now."""

    dwelling: int
    where: str
    residents: int
    reason: Reason


def find(desk: Desk, text: str, people: Sequence[Hit] = (), at_most: int = 3) -> tuple[PlaceHit, ...]:
    """Addresses that every word means; else those where people that were found live, if a word meant them.

    "赵 1602" is no address, but it means the one at whose 1602 a 赵 lives.
    """
    words = typed.words(text)
    with desk.reading() as session:
        meant = _meant(session, words, at_most) if words else {}
        if not meant:
            meant = _where_they_live(people, at_most)
        living = _living(session, meant)
        return tuple(PlaceHit(row, why.shown, living.get(row, 0), why) for row, why in meant.items())


LOOKED_AT = 1_000
"""Of all that a word leads to so many are looked at for the other words."""

_CLUE, _LABEL = table_of(Clue), table_of(PlaceLabel)


def _meant(session: Session, words: Sequence[Word], at_most: int) -> dict[int, Reason]:
    """Dwellings that all the words mean, by the word that leads to the fewest.

    Where even that leads to thousands, and the others are nowhere in the first of them, a person is meant
    more often than a place.
    """
    connection = session.connection()
    many = [of_word[By.ADDRESS] for of_word in leads.counts(connection, words, {By.ADDRESS})]
    if not all(many):
        return {}
    at = min(range(len(words)), key=lambda at: (many[at], -at))  # a room is typed behind its street
    others = (*words[:at], *words[at + 1 :])
    begins = words[at].text[: clues.CUT]
    told = {"text": begins, "until": begins + clues.END_OF_RANGE} | leads.said(others)
    found: dict[int, Reason] = {}
    with connection.execute(_places(leads.shape(others)), told) as labelled:
        for row, label in labelled:
            lines = label.split("\n")
            meant = [word.meant_in(lines) for word in words]
            if all(meant):
                found[row] = reasons.at_address(words[-1], reasons.best(meant[-1], row), lines)
            if len(found) == at_most:
                break
    return found


@cache
def _places(others: leads.Shape) -> Select[int, str]:
    there = and_(
        _CLUE.c.by == int(By.ADDRESS), _CLUE.c.text >= bindparam("text"), _CLUE.c.text < bindparam("until")
    )
    order = _CLUE.c.text, _CLUE.c.row
    first = select(*order).where(there).order_by(*order).limit(LOOKED_AT).subquery().c
    return (
        select(first.row, _LABEL.c.text)
        .join(_LABEL, _LABEL.c.row == first.row)
        .where(*leads.are_somewhere(_LABEL.c.text, others))
        .order_by(first.text, first.row)
    )


def _where_they_live(people: Sequence[Hit], at_most: int) -> dict[int, Reason]:
    lived = {
        hit.person.dwelling: reason
        for hit in people
        for reason in hit.reasons
        if reason.by is By.ADDRESS and hit.person.here and reason.shown == hit.person.address
    }
    return dict(list(lived.items())[:at_most])


def _living(session: Session, places: Collection[int]) -> dict[int, int]:
    return dict(session.execute(_LIVING, {"places": list(places)}).all()) if places else {}


_LIVING = (
    select(Dwelling.row, func.count())
    .join(Stay, Stay.dwelling_id == Dwelling.id)
    .where(Dwelling.row.in_(bindparam("places", expanding=True)), Stay.left_on.is_(None))
    .group_by(Dwelling.row)
)
