"""Which cards are printed together (本批): everything that is ready, or a building, by what is on file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, case, exists, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from app.desk import Desk
from app.people import in_one_line
from app.queues import BY_DEADLINE
from db.columns import Numbers, in_order
from db.records import Dwelling, Permit, Person, Printout, Stay

BUILDING = re.compile(r".*?(号楼|栋|幢|座)|.*(?=-)")


def to_print(session: Session) -> tuple[Numbers, Numbers]:
    """The rows of the approved permits of which no card was sent, as they wait; and of those with a photo."""
    waiting = (
        select(Permit.row, case((Person.photo.is_not(None), 1), else_=0))
        .join(Person, Person.id == Permit.person_id)
        .where(_waits())
        .order_by(*BY_DEADLINE)
    )
    rows, has_photo = in_order(session, waiting)
    return rows, rows[has_photo == 1]


def of_building(desk: Desk, permit_id: UUID) -> list[int]:
    """The rows of those that are ready and whose holder lives in the same building as that of a permit."""
    with desk.reading() as session:
        here = session.execute(
            select(Dwelling.community, Dwelling.address)
            .join(Stay, Stay.dwelling_id == Dwelling.id)
            .join(Permit, Permit.stay_id == Stay.id)
            .where(Permit.id == permit_id)
        ).one()
        there = session.execute(
            select(Permit.row, Dwelling.community, Dwelling.address)
            .join(Person, Person.id == Permit.person_id)
            .join(Stay, Stay.id == Permit.stay_id)
            .join(Dwelling, Dwelling.id == Stay.dwelling_id)
            .where(_waits(), Person.photo.is_not(None), Dwelling.community == here.community)
        )
        wanted = building(in_one_line(*here))
        return [row for row, *where in there if building(in_one_line(*where)) == wanted]


def ids(desk: Desk, rows: Sequence[int]) -> tuple[UUID, ...]:
    """The permits of these rows, in this order; raises Refused where one is not on file any more."""
    with desk.reading() as session:
        found = dict(session.execute(select(Permit.row, Permit.id).where(Permit.row.in_(rows))).all())
        if len(found) < len(rows):
            raise NoResultFound
    return tuple(found[row] for row in rows)


def building(address: str) -> str:
    """The building of an address: up to what names it, or to the last dash; else the address itself."""
    found = BUILDING.match(address)
    return found[0] if found else address


def _waits() -> ColumnElement[bool]:
    sent = exists().where(Printout.permit_id == Permit.id, Printout.state == "sent")
    return (Permit.state == "approved") & ~sent
