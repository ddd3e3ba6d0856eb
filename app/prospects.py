"""What an arrival means: the last days to report and to register it, and from which day a permit is open."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from app import facts, reporting
from app.desk import Desk
from app.law import Answer, Case, Resident, Stay

HALF_A_YEAR = "residence_run"


@dataclass(frozen=True, slots=True)
class Prospect:
    """The last day to register in time, how many days have passed since arrival, and the day a permit opens.

    ``permit_from`` is the first day on which the half year is full, taken that the
    stay goes on (art. 2); None where the law cannot say. ``report`` is the nearest report that
    is owed to the place (应申报) until the stay is registered, None where none is.
    """

    register_by: date
    days_here: int
    days_left: int
    permit_from: date | None
    report: Answer | None = None


def prospect(
    desk: Desk,
    arrived_on: date,
    tenure: str | None = None,
    person_id: UUID | None = None,
    origin: str | None = None,
) -> Prospect:
    """What this arrival means today, registered or not, by the form and what else is on file so far.

    ``origin`` is the division of the household registration as the form has it.
    """
    today, case = desk.today(), _on_file(desk, person_id, origin)
    here = Stay(desk.office.division, arrived_on, today, None, tenure)
    register_by = desk.law.value("registration.threshold", arrived_on).deadline(arrived_on).day
    return Prospect(
        register_by, (today - arrived_on).days, (register_by - today).days,
        half_year_full(desk, reporting.living(case, here)),
        None if _is_registered(case, arrived_on)
        else reporting.owed_on_arrival(desk, case, arrived_on, tenure),
    )  # fmt: skip


def half_year_full(desk: Desk, case: Case) -> date | None:
    """The first day on which the half year is full, taken that the stay goes on (art. 2); None if unsaid."""
    reasons = desk.law.ask("may_apply_for_permit", case, desk.today()).reasons
    return next((part.first_day for part in reasons.walk() if part.fact == HALF_A_YEAR), None)


def _on_file(desk: Desk, person_id: UUID | None, origin: str | None) -> Case:
    if person_id is None:
        return Case(Resident(household_division=origin, stays=(), permits=()))
    with desk.reading() as session:
        case = facts.about(session, person_id, desk.today())
    home = origin or case.person.household_division
    return replace(case, person=replace(case.person, household_division=home))


def _is_registered(case: Case, arrived_on: date) -> bool:
    """Whether the form is of a stay that is registered already."""
    stays = case.person.stays or ()
    return any(stay.arrived == arrived_on and isinstance(stay.registered, date) for stay in stays)
