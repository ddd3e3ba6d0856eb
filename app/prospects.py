"""What registering today would mean: the last day for it, and from which day a permit may be applied for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from app import facts
from app.desk import Desk
from app.law import Case, Resident, Stay

HALF_A_YEAR = "residence_run"


@dataclass(frozen=True, slots=True)
class Prospect:
    """The last day to register in time, how many days have passed since arrival, and the day a permit opens.

    ``permit_from`` is the first day on which the half year is full, taken that the
    stay goes on (art. 2); None where the law cannot say.
    """

    register_by: date
    days_here: int
    days_left: int
    permit_from: date | None


def prospect(
    desk: Desk, arrived_on: date, tenure: str | None = None, person_id: UUID | None = None
) -> Prospect:
    """What registering this arrival today would mean, by what is on file about the person so far."""
    today = desk.today()
    register_by = desk.law.value("registration.threshold", arrived_on).deadline(arrived_on).day
    return Prospect(
        register_by, (today - arrived_on).days, (register_by - today).days,
        _half_year_full(desk, _as_registered(desk, arrived_on, tenure, person_id)),
    )  # fmt: skip


def _half_year_full(desk: Desk, case: Case) -> date | None:
    reasons = desk.law.ask("may_apply_for_permit", case, desk.today()).reasons
    return next((part.first_day for part in reasons.walk() if part.fact == HALF_A_YEAR), None)


def _as_registered(desk: Desk, arrived_on: date, tenure: str | None, person_id: UUID | None) -> Case:
    """The person's case as if this stay were registered today; an open stay on file is this very one."""
    here = Stay(desk.office.division, arrived_on, desk.today(), None, tenure)
    if person_id is None:
        return Case(Resident(stays=(here,), permits=()))
    with desk.reading() as session:
        case = facts.about(session, person_id, desk.today())
    before = tuple(stay for stay in case.person.stays or () if stay.left is not None)
    return Case(replace(case.person, stays=(*before, here)), case.guardians)
