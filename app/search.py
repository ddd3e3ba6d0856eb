"""The one box: whoever is meant by a name, pinyin, the head or tail of a number, an address — and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    and_,
    bindparam,
    func,
    literal_column,
    select,
    tuple_,
)
from sqlalchemy.orm import Session

from app import listed, reasons, typed
from app.desk import Desk
from app.listed import PersonRow
from app.reasons import Reason, reason
from app.typed import Word
from db import clues, labels
from db.base import table_of
from db.clues import By
from db.records import Clue, Dwelling, Label, Person, Stay

COSTS = {By.ADDRESS: 4}
"""From a clue of an address it is farther to a person than from any other, which costs 1."""
MANY = 2000
"""Where a word is found so often, it does not matter how much oftener."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Somebody who is meant, and why: a reason for each word that was typed."""

    person: PersonRow
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """How far a search was gone through: by which word, and the last clue that was told, with its person."""

    word: int
    by: int
    text: str
    dwelling: int
    person: int


@dataclass(frozen=True, slots=True)
class Hits:
    """Who is meant, the most likely first, and from where to go on; ``then`` is None where nobody else is."""

    found: tuple[Hit, ...]
    then: Place | None


Asked = Select[Any]
NOBODY = Hits((), None)


def find(desk: Desk, text: str, at_most: int = 50) -> tuple[PersonRow, ...]:
    """The first of the people meant by every word of what was typed."""
    return tuple(hit.person for hit in hits(desk, text, at_most).found)


def hits(desk: Desk, text: str, at_most: int = 50, after: Place | None = None) -> Hits:
    """People meant by every word of what was typed, and why: the first so many, or the next after a place."""
    words = typed.words(text)
    if not words:
        return NOBODY
    with desk.reading() as session:
        found = _Walk(session, words, after).take(at_most + 1)
        more = found[at_most - 1].place if len(found) > at_most else None
        return Hits(_hits(session, desk, words, found[:at_most]), more)


@dataclass(frozen=True, slots=True)
class _Found:
    """Somebody found: where in the search, with which label, and the clues that answer to each word."""

    place: Place
    label: str
    meant: tuple[tuple[clues.Clue, ...], ...]


class _Walk:
    """Goes through the clues of the rarest word, the most telling kind first, and keeps whom all words mean.

    Whoever is found by several clues stands at the first of them only: so nobody is told twice,
    however often it is gone on.
    """

    def __init__(self, session: Session, words: Sequence[Word], after: Place | None) -> None:
        self._session = session
        self._words = words
        self._after = after
        self._at = after.word if after else _rarest(session, words)

    def take(self, at_most: int) -> list[_Found]:
        """The next so many."""
        found: list[_Found] = []
        for by in self._words[self._at].ways:
            if self._after is None or by >= self._after.by:
                found += islice(self._by(by, at_most), at_most - len(found))
            if len(found) == at_most:
                break
        return found

    def _by(self, by: By, at_once: int) -> Iterator[_Found]:
        begins = self._words[self._at].ways[by][: clues.CUT]
        last = self._after if self._after and self._after.by == by else Place(self._at, by, begins, -1, -1)
        until = {"by": int(by), "until": begins + clues.END_OF_RANGE, "at_once": at_once}
        asked = self._asked(_AT_AN_ADDRESS if by is By.ADDRESS else _OF_A_PERSON)
        while True:
            told = {"text": last.text, "dwelling": last.dwelling, "person": last.person}
            rows: Sequence[Any] = self._session.connection().execute(asked, until | told).all()
            for text, dwelling, person, label in rows:
                place = Place(self._at, by, text, dwelling, person)
                meant = tuple(word.meant_in(label) for word in self._words)
                if place != last and all(meant) and _is_first(place, meant[self._at]):
                    yield _Found(place, label, meant)
                last = place
            if len(rows) < at_once:
                return

    def _asked(self, leading: Asked) -> Asked:
        others = (word for at, word in enumerate(self._words) if at != self._at)
        return (
            leading.where(*(word.may_be_in(_LABEL.c.text) for word in others))
            if len(self._words) > 1
            else leading
        )


def _is_first(place: Place, meant: Iterable[clues.Clue]) -> bool:
    first = min((by, text[: clues.CUT], dwelling) for by, text, dwelling in meant)
    return (place.by, place.text, place.dwelling) == first


_CLUE, _LABEL, _PERSON, _DWELLING, _STAY = map(table_of, (Clue, Label, Person, Dwelling, Stay))
_IN_RANGE = and_(_CLUE.c.by == bindparam("by"), _CLUE.c.text < bindparam("until"))
# The clues of a kind after the one that was told last, and whom each leads to. They are put together once:
# that takes three times as long as it takes to ask them.
_OF_A_PERSON: Asked = (
    select(_CLUE.c.text, literal_column("0"), _CLUE.c.row, _LABEL.c.text)
    .join(_LABEL, and_(_LABEL.c.row == _CLUE.c.row, _LABEL.c.about == labels.PERSON))
    .where(_IN_RANGE, tuple_(_CLUE.c.text, _CLUE.c.row) > tuple_(bindparam("text"), bindparam("person")))
    .order_by(_CLUE.c.text, _CLUE.c.row)
    .limit(bindparam("at_once"))
)
_AT_AN_ADDRESS: Asked = (
    select(_CLUE.c.text, _CLUE.c.row, _PERSON.c.row, _LABEL.c.text)
    .join(_DWELLING, _DWELLING.c.row == _CLUE.c.row)
    .join(_STAY, _STAY.c.dwelling_id == _DWELLING.c.id)
    .join(_PERSON, _PERSON.c.id == _STAY.c.person_id)
    .join(_LABEL, and_(_LABEL.c.row == _PERSON.c.row, _LABEL.c.about == labels.PERSON))
    .where(
        _IN_RANGE,
        _CLUE.c.text >= bindparam("text"),
        tuple_(_CLUE.c.text, _CLUE.c.row, _PERSON.c.row)
        > tuple_(bindparam("text"), bindparam("dwelling"), bindparam("person")),
    )
    .order_by(_CLUE.c.text, _CLUE.c.row, _PERSON.c.row)
    .limit(bindparam("at_once"))
)


def _is(by: By, begins: str) -> ColumnElement[bool]:
    return and_(Clue.by == int(by), clues.begins(Clue.text, begins[: clues.CUT]))


def _rarest(session: Session, words: Sequence[Word]) -> int:
    """Which word leads to the fewest: the others only sift whom it finds."""
    if len(words) == 1:
        return 0
    counts = [[_count(by, begins) for by, begins in word.ways.items()] for word in words]
    told = iter(session.execute(select(*(count for of_word in counts for count in of_word))).one())
    sums = [sum(COSTS.get(by, 1) * next(told) for by in word.ways) for word in words]
    return sums.index(min(sums))


def _count(by: By, begins: str) -> ScalarSelect[int]:
    some = select(Clue.row).where(_is(by, begins)).limit(MANY).subquery()
    return select(func.count()).select_from(some).scalar_subquery()


def _hits(session: Session, desk: Desk, words: Sequence[Word], found: Sequence[_Found]) -> tuple[Hit, ...]:
    """Those found as they are shown; of an address the dwelling is read, for a label has it plainly only."""
    rows = listed.by_rows(session, [each.place.person for each in found], desk.today())
    told = [(rows[each.place.person], each) for each in found if each.place.person in rows]
    best = [[reasons.best(meant, row.dwelling) for meant in each.meant] for row, each in told]
    addresses = listed.addresses(session, {dwelling for each in best for _, _, dwelling in each if dwelling})
    return tuple(
        Hit(
            row,
            tuple(
                reason(word, clue, row, each.label, addresses) for word, clue in zip(words, by, strict=True)
            ),
        )
        for (row, each), by in zip(told, best, strict=True)
    )
