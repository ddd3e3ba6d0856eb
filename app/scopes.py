"""Whose work is looked at (范围): the whole station's, that of one's own grid, or what one entered oneself.

A grid (网格) is some communities; each officer says which are theirs, and the choice goes with the officer
to every desk of the station.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, exists, or_, select, true
from sqlalchemy.orm import Session

from app.desk import Desk
from db.records import Dwelling, Journal, Officer, Permit, PermitStep, Stay

STATION, GRID, OWN = "station", "grid", "own"
SCOPES = (STATION, GRID, OWN)


def communities(desk: Desk) -> tuple[str, ...]:
    """Every community with a dwelling on file, by name."""
    with desk.reading() as session:
        # Asked for them in order, the database would sort all dwellings, not the few names there are.
        return tuple(sorted(session.scalars(select(Dwelling.community).distinct())))


def grid(desk: Desk) -> tuple[str, ...]:
    """The communities of the officer at the desk; empty until they are chosen."""
    with desk.reading() as session:
        return tuple(session.get_one(Officer, desk.officer.id).communities)


def choose_grid(desk: Desk, chosen: Sequence[str]) -> None:
    """Keep which communities are the officer's own."""
    with desk.writing("choose_grid") as session:
        session.get_one(Officer, desk.officer.id).communities = sorted(set(chosen))


def within(session: Session, desk: Desk, scope: str, noun: type[Stay | Permit]) -> ColumnElement[bool]:
    """Which stays or permits belong to a scope.

    A stay is one's own if one recorded it, a permit if one took any of its steps or the application.
    """
    if scope == GRID:
        mine = session.get_one(Officer, desk.officer.id).communities
        there = select(Dwelling.id).where(Dwelling.community.in_(mine))
        if noun is Stay:
            return Stay.dwelling_id.in_(there)
        return Permit.stay_id.in_(select(Stay.id).where(Stay.dwelling_id.in_(there)))
    if scope == OWN:
        entered = exists().where(
            Journal.row_id == noun.id, Journal.op == "ins", Journal.officer_id == desk.officer.id
        )
        if noun is Stay:
            return entered
        stepped = exists().where(PermitStep.permit_id == Permit.id, PermitStep.officer_id == desk.officer.id)
        return or_(entered, stepped)
    return true()
