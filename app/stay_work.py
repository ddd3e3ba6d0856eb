"""Work that a stay tells of: an employer named with it is a spell of work from the day of arrival."""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.desk import Desk
from db.records import Employment, Stay

Work: TypeAlias = tuple[date, date | None, str]
"""Since when, until when and for which employer, as a stay tells it; an employer of "" is none."""


def of_stay(stay: Stay) -> Work:
    """What a stay tells of work."""
    return stay.arrived_on, stay.contract_until, stay.employer


def note(session: Session, desk: Desk, stay: Stay, before: Work | None) -> None:
    """An employer named with the stay is a spell of work from the day of arrival to the end of the contract.

    Corrected with the stay, and gone with it where the employer was an error: the law asks this spell. What
    an officer has put right in the spell itself stays as it was put right.
    """
    now = of_stay(stay)
    if now == before:
        return
    if before is None or before[2] == "":
        _begin_work(session, desk, stay, now)
        return
    since, _until, employer = before
    spells = select(Employment).where(Employment.person_id == stay.person_id, Employment.since == since)
    spell = session.scalars(spells.order_by(Employment.employer != employer, Employment.row)).first()
    if spell is None:
        if employer != stay.employer:
            _begin_work(session, desk, stay, now)
    elif stay.employer:
        _correct(spell, before, now)
    elif (spell.since, spell.until, spell.employer) == before:
        session.delete(spell)


def _begin_work(session: Session, desk: Desk, stay: Stay, now: Work) -> None:
    """Note the spell, unless there is no employer or it stands there already."""
    since, until, employer = now
    noted = select(Employment.id).where(
        Employment.person_id == stay.person_id, Employment.since == since, Employment.employer == employer
    )
    if employer and (stay.person.is_new() or session.scalar(noted) is None):
        spell = Employment(person=stay.person, person_id=stay.person_id, since=since, until=until)
        spell.employer, spell.division = employer, desk.office.division
        session.add(spell)


def _correct(spell: Employment, before: Work, now: Work) -> None:
    for name, was, said in zip(("since", "until", "employer"), before, now, strict=True):
        if said != was and getattr(spell, name) == was:
            setattr(spell, name, said)
