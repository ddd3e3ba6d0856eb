"""Addresses meant by what was typed, and how many live there now."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, exists, func, select
from sqlalchemy.orm import Session

from app import reasons, typed
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


_CLUE, _LABEL = table_of(Clue), table_of(PlaceLabel)
_PLACES = (
    select(_CLUE.c.row, _LABEL.c.text)
    .join(_LABEL, _LABEL.c.row == _CLUE.c.row)
    .where(
        _CLUE.c.by == int(By.ADDRESS), _CLUE.c.text >= bindparam("text"), _CLUE.c.text < bindparam("until")
    )
    .order_by(_CLUE.c.text, _CLUE.c.row)
    .limit(bindparam("at_most"))
)


def _meant(session: Session, words: Sequence[Word], at_most: int) -> dict[int, Reason]:
    """Dwellings that all the words mean, by the last word, which is the room more often than the street."""
    if not all(_leads_somewhere(session, word) for word in words):
        return {}
    last = words[-1].text[: clues.CUT]
    asked = _PLACES.where(*(word.may_be_in(_LABEL.c.text) for word in words[:-1]))
    told = {"text": last, "until": last + clues.END_OF_RANGE, "at_most": at_most}
    labelled = dict(session.connection().execute(asked, told).all())
    lines = {row: label.split("\n") for row, label in labelled.items()}
    meant = {row: [word.meant_in(lines[row]) for word in words] for row in lines}
    return {
        row: reasons.at_address(words[-1], reasons.best(of_words[-1], row), lines[row])
        for row, of_words in meant.items()
        if all(of_words)
    }


def _leads_somewhere(session: Session, word: Word) -> bool:
    begins = clues.begins(Clue.text, word.text[: clues.CUT])
    return bool(session.scalar(select(exists().where(Clue.by == int(By.ADDRESS), begins))))


def _where_they_live(people: Sequence[Hit], at_most: int) -> dict[int, Reason]:
    lived = {
        hit.person.dwelling: reason
        for hit in people
        for reason in hit.reasons
        if reason.by is By.ADDRESS and hit.person.here and reason.shown == hit.person.address
    }
    return dict(list(lived.items())[:at_most])


def _living(session: Session, places: Collection[int]) -> dict[int, int]:
    counted = (
        select(Dwelling.row, func.count())
        .join(Stay, Stay.dwelling_id == Dwelling.id)
        .where(Dwelling.row.in_(places), Stay.left_on.is_(None))
        .group_by(Dwelling.row)
    )
    return dict(session.execute(counted).all()) if places else {}
