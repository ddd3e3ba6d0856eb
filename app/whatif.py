"""What if (试算): the same law asked of a file in which one thing goes otherwise; nothing is written.

An outlook takes things for granted: stays, jobs and payments go on, endorsements are made in time. Each
way here breaks one of them, so a rule that takes none of them for granted has nothing to try out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from app import facts
from app.desk import Desk
from app.language import N_
from app.law import Case, Employment, Insurance, Law, Resident, month_of
from app.law.calendar import ordinal_after
from app.law.facts import ENDORSED_IN_TIME, JOBS_GO_ON, PAYING_GOES_ON, STAYS_GO_ON
from app.law.residence import OUTLOOK

LATE, A_DAY = timedelta(30), timedelta(1)


@dataclass(frozen=True, slots=True)
class Changed:
    """A file in which one thing goes otherwise, and the day on which it does."""

    person: Resident
    day: date


@dataclass(frozen=True, slots=True)
class Way:
    """One thing that may go otherwise: its name, what that takes for granted, and the file it makes.

    ``breaks`` are those assumptions of an outlook that no longer hold; both sentences are untranslated,
    the second has a {day}. ``change`` makes nothing where it does not apply: what is not on file is not none.
    """

    name: str
    assumes: str
    breaks: frozenset[str]
    change: Callable[[Law, Case, date], Changed | None]


@dataclass(frozen=True, slots=True)
class Tried:
    """What becomes of a service: open now, and ``until`` when, or when it ``opens``; None is not in sight.

    ``until`` is the first day without the service, ``again`` the day it opens after that. ``unsure`` says
    that the law cannot say. ``way`` goes otherwise on ``day``.
    """

    way: Way
    day: date
    open_now: bool
    opens: date | None
    until: date | None
    again: date | None
    unsure: bool


def try_out(desk: Desk, person_id: UUID, rule: str) -> tuple[Tried, ...]:
    """What becomes of a service in every way that applies to the person and matters to the rule."""
    with desk.reading() as session:
        case = facts.about(session, person_id, desk.today())
    return tried(desk.law, case, rule, desk.today())


def tried(law: Law, case: Case, rule: str, today: date) -> tuple[Tried, ...]:
    """The same for what is on file about somebody."""
    granted = frozenset(law.outlook(rule, case, today).assumptions)
    made = ((way, way.change(law, case, today)) for way in WAYS if way.breaks & granted)
    return tuple(
        _become(law, rule, replace(case, person=changed.person), today, way, changed.day)
        for way, changed in made
        if changed is not None
    )


def _become(law: Law, rule: str, case: Case, today: date, way: Way, day: date) -> Tried:
    hearing = law.hear(case, today)
    times = hearing.outlook(rule).stretches
    if times and times[0][0] == today:
        again = times[1][0] if len(times) > 1 else None
        return Tried(way, day, True, None, times[0][1], again, unsure=False)
    opens, now = times[0][0] if times else None, today.toordinal()
    perhaps = hearing.days_to_come(rule).possibly.within(now, ordinal_after(now, OUTLOOK) + 1)
    return Tried(way, day, False, opens, None, None, unsure=opens is None and bool(perhaps))


# --- what may go otherwise: each makes another file of a file


def paying_on(law: Law, case: Case, today: date) -> Changed | None:
    """Every kind of insurance on file is paid from this month on."""
    return _paying_from(case, today, _month(today), case.person.insurance or ())


def pausing(law: Law, case: Case, today: date) -> Changed | None:
    """What is being paid is left out for this month."""
    return _paying_from(case, today, _month(today) + 1, _being_paid(case))


def stopping(law: Law, case: Case, today: date) -> Changed | None:
    """Nothing more is paid from this month on."""
    if not _being_paid(case):
        return None
    return Changed(replace(case.person, insurance=_paid_before(case, today)), today.replace(day=1))


def changing_employer(law: Law, case: Case, today: date) -> Changed | None:
    """The jobs that are open end today and another begins tomorrow; what is being paid is paid on."""
    jobs = case.person.employment or ()
    open_jobs = [job for job in jobs if job.ended is None]
    if not open_jobs:
        return None
    ended = tuple(replace(job, ended=today) if job.ended is None else job for job in jobs)
    new = Employment(today + A_DAY, None, open_jobs[-1].division)
    return Changed(replace(case.person, employment=(*ended, new)), today)


def moving_away(law: Law, case: Case, today: date) -> Changed | None:
    """The stays that are open end today, and a permit that is held is cancelled on that ground."""
    stays, permits = case.person.stays, case.person.permits
    if not stays or all(stay.left for stay in stays):
        return None
    gone = tuple(stay if stay.left else replace(stay, left=today) for stay in stays)
    if permits is not None:
        permits = tuple(
            permit if permit.cancelled else replace(permit, cancelled=today) for permit in permits
        )
    return Changed(replace(case.person, stays=gone, permits=permits), today)


def endorsing_now(law: Law, case: Case, today: date) -> Changed | None:
    """An endorsement that is late is made up for today."""
    due = law.next_endorsement(case, today)
    return _endorsed(case, today) if due is not None and due.last < today else None


def endorsing_late(law: Law, case: Case, today: date) -> Changed | None:
    """The endorsement due next is made a month late, one that is late already a month from now."""
    due = law.next_endorsement(case, today)
    return _endorsed(case, max(due.last, today) + LATE) if due is not None else None


PAYING, PERMITS = frozenset({PAYING_GOES_ON}), frozenset({ENDORSED_IN_TIME})
WAYS = (
    Way(
        N_("Insurance is paid every month"),
        N_("Each kind on file is paid from {day} on, where it was paid last."),
        PAYING, paying_on,
    ),
    Way(
        N_("They change employer without a hole"),
        N_("The jobs that are open end on {day}, another begins next day; what is being paid is paid on."),
        PAYING | {JOBS_GO_ON}, changing_employer,
    ),
    Way(
        N_("Insurance pauses for one month"),
        N_("Nothing is paid for the month that begins on {day}; every month after it is paid."),
        PAYING, pausing,
    ),
    Way(N_("Nothing more is paid"), N_("Nothing is paid from {day} on."), PAYING, stopping),
    Way(
        N_("They move away today"),
        N_("Every stay that is open ends on {day}, and a permit that is held is cancelled for it."),
        PERMITS | {STAYS_GO_ON}, moving_away,
    ),
    Way(
        N_("The endorsement is made up for today"),
        N_("It is made on {day}, those after it in their windows."),
        PERMITS, endorsing_now,
    ),
    Way(
        N_("The next endorsement is a month late"),
        N_("It is made on {day}, those after it in their windows."),
        PERMITS, endorsing_late,
    ),
)  # fmt: skip
"""All the ways, in the order they are told."""


def _month(today: date) -> int:
    return month_of(today.year, today.month)


def _being_paid(case: Case) -> tuple[Insurance, ...]:
    return tuple(one for one in case.person.insurance or () if one.until is None)


def _endorsed(case: Case, day: date) -> Changed:
    *before, last = sorted(case.person.permits or (), key=lambda permit: permit.issued or date.min)
    endorsed = replace(last, endorsed=(*(last.endorsed or ()), day))
    return Changed(replace(case.person, permits=(*before, endorsed)), day)


def _paying_from(case: Case, today: date, month: int, paid: tuple[Insurance, ...]) -> Changed | None:
    """What is on file up to last month, and each kind of ``paid`` again from a month on, where it was."""
    last = {one.kind: one for one in sorted(paid, key=lambda one: one.since or 0)}
    if not last:
        return None
    again = (replace(one, since=month, until=None, backpaid=False) for one in last.values())
    insurance = (*_paid_before(case, today), *again)
    return Changed(replace(case.person, insurance=insurance), today.replace(day=1))


def _paid_before(case: Case, today: date) -> tuple[Insurance, ...]:
    """What was paid up to last month; what goes on ends there."""
    last = _month(today) - 1
    ended = (
        one if one.until is not None else replace(one, until=last) for one in case.person.insurance or ()
    )
    return tuple(one for one in ended if one.since is None or one.since <= last)
