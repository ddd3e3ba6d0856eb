"""Where a word leads: to whom, in which order, and to how many, asked of the index of clues.

Every statement is put together once for each shape it has, which takes longer than to ask it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    FromClause,
    Select,
    Text,
    and_,
    bindparam,
    cast,
    func,
    literal_column,
    or_,
    select,
    tuple_,
    union_all,
)

from app.typed import Word
from db import clues
from db.base import table_of
from db.clues import By
from db.derived import Clue, Label

COUNTED = 500
"""A word is counted so far; where it leads to more, it does not matter how many more."""


class Place(NamedTuple):
    """How far a search was gone through: by which word, and the last clue that was told, with its person."""

    word: int
    by: int
    text: str
    dwelling: int
    person: int


Lead = Sequence[Any]
"""Somebody a word leads to: by which kind of clue, its text, of an address whose, who, and their label.

The label is None where the other words that were typed are nowhere in it.
"""

Shape = tuple[tuple[int, bool], ...]


def following(
    connection: Connection, word: Word, kinds: Sequence[By], others: Sequence[Word], after: Place | None,
    at_once: int,
) -> Sequence[Lead]:  # fmt: skip
    """The next so many to whom a word leads, by these kinds of clues one after the other."""
    left = tuple(by for by in kinds if after is None or by >= after.by)
    if not left:
        return []
    goes_on = left[0] if after and after.by == left[0] else None
    told: dict[str, Any] = {"at_once": at_once}
    for by in left:
        told |= begin(by, word, after if by is goes_on else None)
    return connection.execute(_in_turn(left, goes_on, shape(others)), told | said(others)).all()


def shape(words: Sequence[Word]) -> Shape:
    """How words are looked for in a label: by how many texts each, and whether it may be spelt."""
    return tuple((len(word.texts), By.PINYIN in word.ways) for word in words)


def said(words: Sequence[Word]) -> dict[str, str]:
    """What words are looked for in a label by, for a statement with ``are_somewhere``."""
    return {
        f"said{at}_{one}": _escaped(text)
        for at, word in enumerate(words)
        for one, text in enumerate(word.texts)
    }


def are_somewhere(label: ColumnElement[str], words: Shape) -> list[ColumnElement[bool]]:
    """Labels that have all these words somewhere: all that are meant, and some that are not."""
    joined = func.replace(label, " ", "")
    return [
        or_(
            *(
                (joined if is_spelt else label).contains(bindparam(f"said{at}_{one}"), escape="/")
                for one in range(texts)
            )
        )
        for at, (texts, is_spelt) in enumerate(words)
    ]


def counts(
    connection: Connection, words: Sequence[Word], kinds: Collection[By] = frozenset(By)
) -> list[dict[By, int]]:
    """How many clues of each of these kinds each word leads to, counted up to ``COUNTED``."""
    ways = [(by, begins[: clues.CUT]) for word in words for by, begins in word.ways.items() if by in kinds]
    texts = list(dict.fromkeys(begins for _by, begins in ways))
    told = {f"text{at}": text for at, text in enumerate(texts)}
    told |= {f"until{at}": text + clues.END_OF_RANGE for at, text in enumerate(texts)}
    asked = _counted(tuple((by, texts.index(begins)) for by, begins in ways))
    found = iter(connection.execute(asked, told).one())
    return [{by: next(found) for by in word.ways if by in kinds} for word in words]


def to_read(wanted: int, told: int, read: int) -> int:
    """So many more should be read to find some more, as so many were found among those that were read."""
    return read * max(wanted, 1) * 5 // (4 * max(told, 1))


def begin(by: By, word: Word, after: Place | None) -> dict[str, Any]:
    """From where to where the index is gone through for a kind of clue."""
    begins = word.ways[by][: clues.CUT]
    told: dict[str, Any] = {"text": begins, "until": begins + clues.END_OF_RANGE}
    if after:
        told |= {"text": after.text, "dwelling": after.dwelling, "person": after.person}
    return {f"{name}{int(by)}": value for name, value in told.items()}


def _escaped(text: str) -> str:
    """A text as LIKE takes it for itself."""
    return "".join(f"/{sign}" if sign in "/%_" else sign for sign in text)


CLUE, _LABEL, HOME = table_of(Clue), table_of(Label), table_of(Clue).alias("home")
_LIVES_THERE = and_(HOME.c.by == literal_column(str(int(By.HOME))), HOME.c.text == cast(CLUE.c.row, Text))


def in_order(by: By, goes_on: bool, *meant: ColumnElement[bool], labelled: bool = False) -> Select[Any]:
    """The clues of a kind, in order, and whom each leads to: text, dwelling, person; all, or after a place.

    If asked for with their labels, as far as these conditions hold for them.
    """
    text, dwelling, person = (_told(part, by) for part in ("text", "dwelling", "person"))
    order: tuple[ColumnElement[Any], ...]
    from_here: tuple[ColumnElement[Any], ...]
    columns: tuple[ColumnElement[Any], ...]
    if by is By.ADDRESS:
        led: FromClause = CLUE.join(HOME, _LIVES_THERE)
        order, from_here = (CLUE.c.text, CLUE.c.row, HOME.c.row), (text, dwelling, person)
        columns = (CLUE.c.text, CLUE.c.row.label("dwelling"), HOME.c.row.label("person"))
    else:
        led = CLUE
        order, from_here = (CLUE.c.text, CLUE.c.row), (text, person)
        columns = (CLUE.c.text, literal_column("0").label("dwelling"), CLUE.c.row.label("person"))
    asked = select(*columns).where(of_kind(by, by)).order_by(*order)
    if goes_on:
        asked = asked.where(tuple_(*order) > tuple_(*from_here))
    if not labelled:
        return asked.select_from(led)
    whose = and_(_LABEL.c.row == order[-1], *meant)
    return asked.add_columns(_LABEL.c.text.label("label")).select_from(led.outerjoin(_LABEL, whose))


@cache
def _in_turn(kinds: tuple[By, ...], goes_on: By | None, others: Shape) -> Any:
    """The leads of several kinds, those of one before those of the next, with the labels that may be meant.

    No later kind is looked at when the earlier ones had enough.
    """
    at_once: BindParameter[int] = bindparam("at_once")
    meant = are_somewhere(_LABEL.c.text, others)
    parts = []
    for by in kinds:
        some = in_order(by, by is goes_on, *meant, labelled=True).limit(at_once).subquery()
        parts.append(select(literal_column(str(int(by))), some))
    return union_all(*parts).limit(at_once)


def of_kind(by: By, told: int) -> ColumnElement[bool]:
    """Clues of a kind that begin as a word does, by the values that are told under this number."""
    from_here, until = CLUE.c.text >= _told("text", told), CLUE.c.text < _told("until", told)
    return and_(CLUE.c.by == literal_column(str(int(by))), from_here, until)


def _told(part: str, place: int) -> BindParameter[Any]:
    return bindparam(f"{part}{int(place)}")


@cache
def _counted(ways: tuple[tuple[By, int], ...]) -> Select[Any]:
    """How many clues of each kind begin with one of the texts."""
    counted: list[ColumnElement[Any]] = []
    for by, at in ways:
        some = select(CLUE.c.row).where(of_kind(by, at)).limit(COUNTED).subquery()
        counted.append(select(func.count()).select_from(some).scalar_subquery())
    asked: Select[Any] = select(*counted)
    return asked
