"""Spells of work (就业) and of schooling (就学): noted, corrected, and taken out where they were wrong."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import ScalarResult, select
from sqlalchemy.orm import Session

from app import drafts, people
from app.clashes import Clashed, last_written, lay
from app.desk import Desk
from app.drafts import DraftRow
from app.errors import Refused
from app.language import N_
from db.records import Employment, Schooling


@dataclass(frozen=True, slots=True)
class Work:
    """Work for one employer in a division; ``until`` is the last day, None while it goes on."""

    since: date
    until: date | None
    division: str
    employer: str = ""


@dataclass(frozen=True, slots=True)
class School:
    """On the roll of a school of a level in a division; ``until`` is None while it goes on."""

    since: date
    until: date | None
    division: str
    level: str
    school: str = ""


Spell: TypeAlias = Work | School
Noun: TypeAlias = Employment | Schooling
OVERTAKEN, GONE = "spell", "spell_gone"
"""The field a refusal names where another officer was there first: put it right, or took it out."""
NOUNS: dict[type[Spell], type[Noun]] = {Work: Employment, School: Schooling}


@dataclass(frozen=True, slots=True)
class SpellRow:
    """A spell on file."""

    id: UUID
    spell: Spell


def of_person(desk: Desk, person_id: UUID, kind: type[Spell]) -> tuple[SpellRow, ...]:
    """A person's spells of one kind, the latest first."""
    noun = NOUNS[kind]
    with desk.reading() as session:
        rows: ScalarResult[Noun] = session.scalars(
            select(noun).where(noun.person_id == person_id).order_by(noun.since.desc(), noun.row.desc())
        )
        return tuple(SpellRow(row.id, _spell(row)) for row in rows)


def note(
    desk: Desk,
    person_id: UUID,
    spell: Spell,
    instead_of: SpellRow | None = None,
    draft: DraftRow | None = None,
) -> UUID:
    """Write a spell down, or put it in the place of one that was wrong; answers with its id.

    The draft it was typed in is over with the act; raises ``drafts.Gone`` where another desk was there first.

    What another officer has put right since ``instead_of`` was shown stays, field by field. Raises Clashed
    where both put the same field right, each otherwise, and Refused where it was taken out meanwhile, and
    where the spell ends before it begins, begins in days to come or before the person was born.
    """
    with desk.writing("note_spell") as session:
        person, noun = people.held(session, person_id), NOUNS[type(spell)]
        row: Noun = noun(person_id=person_id)
        if instead_of is not None:
            row = _to_put_right(session, noun, instead_of)
            spell = _laid_over(session, row, spell, instead_of.spell)
        _refuse_impossible(spell, person.born_on, desk.today())
        for field in spell.__slots__:
            setattr(row, field, getattr(spell, field))
        session.add(row)
        drafts.use_up(session, draft)
        session.flush()
        return row.id


def take_out(desk: Desk, shown: SpellRow) -> None:
    """Take a spell out that never was.

    Raises Refused where it is gone already, and where another officer has put it right since it was shown.
    """
    with desk.writing("take_out_spell") as session:
        noun: type[Any] = NOUNS[type(shown.spell)]
        row: Noun = session.get_one(noun, shown.id, with_for_update=True)
        if _spell(row) != shown.spell:
            raise Refused(
                N_("Somebody else has put this right meanwhile. See in the list what it says now; take it "
                   "out again if it never was."),
                field=OVERTAKEN,
            )  # fmt: skip
        session.delete(row)


def _to_put_right(session: Session, noun: type[Any], shown: SpellRow) -> Noun:
    row: Noun | None = session.get(noun, shown.id, with_for_update=True)
    if row is None:
        raise Refused(
            N_("Somebody else has taken this out meanwhile. What you typed still stands here; F9 notes it."),
            field=GONE,
        )
    return row


def _laid_over(session: Session, row: Noun, spell: Spell, shown: Spell) -> Spell:
    """The spell that was typed, laid over what another officer has put right since it was shown."""
    laid = lay(*map(_values, (shown, _spell(row), spell)))
    if laid.clashes:
        raise Clashed(laid.clashes, last_written(session, row.person_id, row.__tablename__, row.id))
    return replace(spell, **laid.values)


def _values(spell: Spell) -> dict[str, Any]:
    return {name: getattr(spell, name) for name in spell.__slots__}


def _refuse_impossible(spell: Spell, born_on: date | None, today: date) -> None:
    if spell.until is not None and spell.until < spell.since:
        raise Refused(N_("It cannot end before it begins, on {since}."), field="until", since=spell.since)
    if spell.since > today:
        raise Refused(N_("The day {day} is still to come."), field="since", day=spell.since)
    if born_on is not None and spell.since < born_on:
        raise Refused(
            N_("The day {day} lies before this person was born. Is it the right person?"),
            field="since", day=spell.since,
        )  # fmt: skip


def _spell(row: Noun) -> Spell:
    if isinstance(row, Employment):
        return Work(row.since, row.until, row.division, row.employer)
    return School(row.since, row.until, row.division, row.level, row.school)
