"""Of whom something was entered since: the journal tells, with all whom that may concern."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import islice
from typing import NamedTuple, TypeVar
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Select, select, tuple_
from sqlalchemy.orm import Session

from db.records import Dwelling, Journal, JournalHead, Member, Person, Stay

T = TypeVar("T")
AT_ONCE = 5_000
"""So many are asked for in one statement; no database takes more than some ten thousand values."""


class Entry(NamedTuple):
    """The place of an entry in the journal."""

    epoch: int
    seq: int


def last_entry(session: Session) -> Entry:
    """Where the journal stands."""
    head = session.execute(select(JournalHead.epoch, JournalHead.seq)).one()
    return Entry(head.epoch, head.seq)


def people_since(session: Session, entry: Entry, at_most: int) -> set[UUID] | None:
    """Everyone of whom the law may say something else by what was entered after ``entry``.

    That is who was entered about, who lives at a dwelling that was changed, and whoever was in
    a household with any of them, for a child may have what its guardians have. None where more
    than ``at_most`` persons were entered about themselves.
    """
    since = tuple_(Journal.epoch, Journal.seq) > entry
    of_somebody = select(Journal.person_id).where(since, Journal.person_id.is_not(None)).distinct()
    named = {person_id for person_id in session.scalars(of_somebody.limit(at_most + 1)) if person_id}
    if len(named) > at_most:
        return None
    named |= _living_at(session, _changed_dwellings(session, since))
    homes = _households(session, named) | _left_households(session, since)
    return named | _members(session, homes)


def rows_of(session: Session, people: Collection[UUID]) -> NDArray[np.int32]:
    """The rows of those persons who are still on file, in order."""
    found = _all(session, lambda some: select(Person.row).where(Person.id.in_(some)), people)
    return np.array(sorted(found), dtype=np.int32)


def _changed_dwellings(session: Session, since: ColumnElement[bool]) -> list[UUID]:
    changed = select(Journal.row_id).where(since, Journal.kind == Dwelling.__tablename__, Journal.op != "ins")
    return list(session.scalars(changed.distinct()))


def _living_at(session: Session, dwellings: Collection[UUID]) -> set[UUID]:
    return set(
        _all(session, lambda some: select(Stay.person_id).where(Stay.dwelling_id.in_(some)), dwellings)
    )


def _households(session: Session, people: Collection[UUID]) -> set[UUID]:
    return set(
        _all(session, lambda some: select(Member.household_id).where(Member.person_id.in_(some)), people)
    )


def _left_households(session: Session, since: ColumnElement[bool]) -> set[UUID]:
    """The households somebody was taken out of whole: there is no member to find them by any more."""
    gone = select(Journal.changes).where(since, Journal.kind == Member.__tablename__, Journal.op != "ins")
    befores = (changes.get("household_id", [None])[0] for changes in session.scalars(gone))
    return {UUID(before) for before in befores if before}


def _members(session: Session, households: Collection[UUID]) -> set[UUID]:
    return set(
        _all(session, lambda some: select(Member.person_id).where(Member.household_id.in_(some)), households)
    )


def _all(session: Session, asked: Callable[[list[UUID]], Select[T]], of: Collection[UUID]) -> list[T]:
    """What the statement finds for all of them, asked for some at a time."""
    return [found for some in in_parts(of) for found in session.scalars(asked(some))]


def in_parts(whole: Iterable[UUID]) -> Iterator[list[UUID]]:
    """All of them, AT_ONCE at a time."""
    rest = iter(whole)
    while part := list(islice(rest, AT_ONCE)):
        yield part
