"""Showing a resident's whole number: masked everywhere else, and every look is on record."""

from __future__ import annotations

from uuid import UUID

from app import decisions, people
from app.decisions import NewDecision
from app.desk import Desk


def whole_number(desk: Desk, person_id: UUID) -> str:
    """The number a person is shown by, unmasked; who looked and when is journaled (GB/T 35273, 7.2)."""
    with desk.writing("show_number") as session:
        identifier = people.chief(people.found(session, person_id))
        decisions.keep(session, desk, NewDecision(person_id, "number", "shown"))
        return identifier.number if identifier else ""
