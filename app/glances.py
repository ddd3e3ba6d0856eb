"""What comes next for people in a list, by their open stay and their last permit: one question for all."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, select

from app.desk import Desk
from app.resident_files import AT_STATE, ENDORSE, REGISTER
from app.today import ENDORSE_AHEAD
from db.base import table_of
from db.records import Permit, Person, Stay


@dataclass(frozen=True, slots=True)
class Glance:
    """The state of somebody's last permit, "" without one; and the step that waits, "" where none does.

    ``days`` are those left until the last day to register or to endorse, below zero once it is over.
    """

    state: str = ""
    step: str = ""
    days: int | None = None


def at(desk: Desk, people: Collection[int]) -> dict[int, Glance]:
    """Each of these people at a glance, by their rows."""
    person, stay, permit = map(table_of, (Person, Stay, Permit))
    asked = (
        select(person.c.row, stay.c.registered, stay.c.register_by, permit.c.state, permit.c.endorse_by)
        .outerjoin(stay, and_(stay.c.person_id == person.c.id, stay.c.left_on.is_(None)))
        .outerjoin(permit, permit.c.person_id == person.c.id)
        .where(person.c.row.in_(people))
        .order_by(permit.c.row)
    )
    with desk.reading() as session:
        return {row: _glance(desk.today(), *line) for row, *line in session.execute(asked)}


def _glance(
    on: date, registered: bool | None, register_by: date | None, state: str | None, endorse_by: date | None
) -> Glance:
    if registered is False and register_by is not None:
        return Glance(state or "", REGISTER, (register_by - on).days)
    step = AT_STATE.get(state or "", "")
    if step != ENDORSE:
        return Glance(state or "", step)
    if endorse_by is None or endorse_by > on + ENDORSE_AHEAD:
        return Glance(state or "")
    return Glance(state or "", step, (endorse_by - on).days)
