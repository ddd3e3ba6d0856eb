"""What if (试算): the same law asked of a file in which one thing goes otherwise; nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from app import facts
from app.desk import Desk
from app.language import N_
from app.law import Case, Insurance, Law, Resident, month_of
from app.law.calendar import END

ALL_KINDS = ("pension", "medical")
LATE = timedelta(30)


@dataclass(frozen=True, slots=True)
class Tried:
    """What becomes of one service: open today and ``until`` when, or ``opens`` when; None is not in sight.

    ``name`` says what goes otherwise, untranslated. ``until`` is the first day without the service.
    """

    name: str
    open_now: bool
    opens: date | None
    until: date | None


def try_out(desk: Desk, person_id: UUID, rule: str) -> tuple[Tried, ...]:
    """What becomes of a service if insurance, residence or the next endorsement go otherwise from today."""
    today = desk.today()
    with desk.reading() as session:
        case = facts.about(session, person_id, today)
    return tuple(
        _tried(desk.law, rule, name, change(desk.law, case, today), today) for name, change in CHANGES
    )


def _tried(law: Law, rule: str, name: str, case: Case, today: date) -> Tried:
    days = law.hear(case, today).days_to_come(rule).surely
    here = days.stretch_at(today.toordinal())
    if here is not None:
        return Tried(name, True, None, date.fromordinal(here[1]) if here[1] < END else None)
    opens = days.first_from(today.toordinal())
    return Tried(name, False, date.fromordinal(opens) if opens else None, None)


# --- what may go otherwise: each makes another case of a case


def paying_on(law: Law, case: Case, today: date) -> Case:
    """Pension and medical insurance are paid from this month on, after what was paid before."""
    return _with_insurance(case, (*_paid_before(case, today), *_from(_month(today), law.office)))


def pausing(law: Law, case: Case, today: date) -> Case:
    """The same, with this month left out."""
    return _with_insurance(case, (*_paid_before(case, today), *_from(_month(today) + 1, law.office)))


def stopping(law: Law, case: Case, today: date) -> Case:
    """Nothing more is paid from this month on."""
    return _with_insurance(case, _paid_before(case, today))


def moving_away(law: Law, case: Case, today: date) -> Case:
    """The stays that are open end today, and the permit is cancelled on that ground."""
    stays = tuple(stay if stay.left else replace(stay, left=today) for stay in case.person.stays or ())
    permits = tuple(
        permit if permit.cancelled else replace(permit, cancelled=today)
        for permit in case.person.permits or ()
    )
    return replace(case, person=replace(case.person, stays=stays, permits=permits))


def endorsing_late(law: Law, case: Case, today: date) -> Case:
    """The endorsement due next is made a month late."""
    due = law.next_endorsement(case, today)
    permits = case.person.permits
    if due is None or not permits:
        return case
    last = replace(permits[-1], endorsed=(*(permits[-1].endorsed or ()), max(due, today) + LATE))
    return replace(case, person=replace(case.person, permits=(*permits[:-1], last)))


Change = Callable[[Law, Case, date], Case]
CHANGES: tuple[tuple[str, Change], ...] = (
    (N_("insurance is paid every month"), paying_on),
    (N_("insurance pauses for one month"), pausing),
    (N_("nothing more is paid"), stopping),
    (N_("they move away today"), moving_away),
    (N_("the next endorsement is a month late"), endorsing_late),
)


def _month(today: date) -> int:
    return month_of(today.year, today.month)


def _paid_before(case: Case, today: date) -> tuple[Insurance, ...]:
    """What was paid up to last month; an open end ends there."""
    last = _month(today) - 1
    paid = case.person.insurance or ()
    return tuple(one if isinstance(one.until, int) else replace(one, until=last) for one in paid)


def _from(month: int, region: str) -> tuple[Insurance, ...]:
    return tuple(Insurance(kind, month, None, region, False, False) for kind in ALL_KINDS)


def _with_insurance(case: Case, insurance: tuple[Insurance, ...]) -> Case:
    person: Resident = replace(case.person, insurance=insurance)
    return replace(case, person=person)
