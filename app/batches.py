"""Which cards are printed together (本批): everything that is ready, or a building, by what is on file.

A list shows the first some hundred; a batch takes all there are, in the same order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import exists, select

from app.desk import Desk
from app.people import in_one_line
from db.records import Dwelling, Permit, Person, Printout, Stay

BUILDING = re.compile(r".*?(号楼|栋|幢|座)|.*(?=-)")


@dataclass(frozen=True, slots=True)
class Printable:
    """An approved permit of which no card was sent: in which building it lives, whether it has a photo."""

    permit_id: UUID
    building: str
    has_photo: bool


def printable(desk: Desk) -> tuple[Printable, ...]:
    """Every card that waits to be printed, the most urgent first, as the queue has them."""
    sent = exists().where(Printout.permit_id == Permit.id, Printout.state == "sent")
    waiting = (
        select(Permit.id, Dwelling.community, Dwelling.address, Person.photo.is_not(None))
        .join(Person, Person.id == Permit.person_id)
        .join(Stay, Stay.id == Permit.stay_id)
        .join(Dwelling, Dwelling.id == Stay.dwelling_id)
        .where(Permit.state == "approved", ~sent)
        .order_by(Permit.issue_by.is_(None), Permit.issue_by, Permit.row)
    )
    with desk.reading() as session:
        return tuple(
            Printable(permit_id, building(in_one_line(community, address)), bool(has_photo))
            for permit_id, community, address, has_photo in session.execute(waiting)
        )


def building(address: str) -> str:
    """The building of an address: up to what names it, or to the last dash; else the address itself."""
    found = BUILDING.match(address)
    return found[0] if found else address
