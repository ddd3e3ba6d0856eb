"""The yearly endorsement (签注): who is due, what lateness costs, endorsing, and restoring what lapsed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload

from app import decisions, facts, idnumbers, listing, people, permits, steps
from app.decisions import NewDecision
from app.desk import Desk
from app.errors import Refused
from app.language import N_, _, plural, run_on
from app.law import Answer, Case, Period, Verdict, calendar
from app.listing import Listing
from db.columns import in_order
from db.records import Endorsement, Permit, Person, Stay

ENDORSABLE = ("issued", "suspended")
IN_WINDOW, OVERDUE = "in_window", "overdue"
A_DAY = timedelta(days=1)
LONG_LAPSED = timedelta(days=30)
"""Later than this an endorsement comes last in the list: the permit has long been suspended (art. 10)."""


@dataclass(frozen=True, slots=True)
class Endorsed:
    """An endorsement as it was made, the last day it was for, and the next; ``late_by`` counts days."""

    id: UUID
    permit_id: UUID
    endorsed_on: date
    due_on: date
    next_due_on: date | None
    late_by: int


@dataclass(frozen=True, slots=True)
class Due:
    """A permit to be endorsed, from ``opens_on`` to ``due_on``, the last day in time."""

    permit_id: UUID
    person_id: UUID
    name: str
    sex: str
    age: int | None
    id_number: str
    phone: str
    address: str
    number: str
    state: str
    opens_on: date
    due_on: date
    days_left: int


@dataclass(frozen=True, slots=True)
class DueList:
    """The endorsements whose window is open or over, in these two parts, nearest first; how many of each."""

    day: date
    listing: Listing[Due]
    in_window: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Counted:
    """Days of residence by an endorsement made on one day: without a break, and altogether."""

    run: int | None
    total: int | None


@dataclass(frozen=True, slots=True)
class Cost:
    """What it means to endorse on ``on`` instead of in time, counted on that day.

    ``late_by`` counts from the last day in time. The first late day costs nothing yet: the permit is
    suspended on it and restored on the same day. ``begins_again`` says that the residence without a
    break starts anew, ``lost`` how many days of the total are gone. ``cancelled_on`` is the day on
    which a permit not endorsed before ends by law, None where the place has no such day.
    """

    due_on: date
    on: date
    late_by: int
    in_time: Counted
    late: Counted
    cancelled_on: date | None

    @property
    def begins_again(self) -> bool:
        """Whether the residence without a break begins anew."""
        return (self.late.run or 0) < (self.in_time.run or 0)

    @property
    def lost(self) -> int:
        """How many counted days of the total are lost."""
        return (self.in_time.total or 0) - (self.late.total or 0)

    @property
    def nothing(self) -> bool:
        """Whether it costs nothing."""
        return not self.begins_again and self.lost == 0


@dataclass(frozen=True, slots=True)
class Reminder:
    """What a reminder (签注提醒) tells the holder: the window with its last day, what lateness costs."""

    name: str
    id_number: str
    number: str
    address: str
    phone: str
    opens_on: date
    due_on: date
    cost: Cost
    organ: str
    answer: Answer


def may_endorse(desk: Desk, permit_id: UUID) -> Answer:
    """Whether this permit may be endorsed today, and why not yet (art. 10)."""
    with desk.reading() as session:
        permit = session.get_one(Permit, permit_id)
        return desk.law.ask("may_endorse", facts.about(session, permit.person_id, desk.today()), desk.today())


def endorse(desk: Desk, permit_id: UUID) -> Endorsed:
    """Endorse a permit; raises Refused, with the Answer, outside the window and when nothing is due.

    A permit that was suspended for want of it is restored by it.
    """
    with desk.writing("endorse") as session:
        permit = session.get_one(Permit, permit_id)
        return enter(session, desk, permit)


def enter(session: Session, desk: Desk, permit: Permit) -> Endorsed:
    """Write an endorsement, its decision and the next last day into an open transaction."""
    today = desk.today()
    case = facts.about(session, permit.person_id, desk.today())
    due = desk.law.next_endorsement(case, today)
    answer = desk.law.ask("may_endorse", case, today)
    if permit.state not in ENDORSABLE or due is None:
        raise Refused(N_("Only a permit that is issued and in use is endorsed."), because=answer)
    if answer.verdict is not Verdict.YES:
        raise Refused(
            N_("It cannot be endorsed today; the last day in time is {due}."), because=answer, due=due.last
        )
    decided = NewDecision(permit.person_id, "endorsement", "endorsed", answer, permit.id)
    decision = decisions.keep(session, desk, decided)
    session.flush()
    endorsement = Endorsement(
        person_id=permit.person_id, permit_id=permit.id, endorsed_on=today, due_on=due.last,
        officer_id=desk.officer.id, decision_id=decision.id,
    )  # fmt: skip
    session.add(endorsement)
    steps.expect_endorsement(session, desk, permit)
    if permit.state == "suspended":
        permits.take_step(session, desk, permit, "restore")
    late = max((today - due.last).days, 0)
    return Endorsed(endorsement.id, permit.id, today, due.last, permit.endorse_by, late)


def due(desk: Desk, wanted: UUID | int | None = None) -> DueList:
    """Whoever may come for an endorsement now: in the window, or late; the nearest first, the long late last.

    The window is the law's for each last day. The one that is wanted is read beforehand.
    """
    today = desk.today()
    late, long_late = Permit.endorse_by < today, Permit.endorse_by < today - LONG_LAPSED
    asked = (
        select(Permit.row, Permit.endorse_by)
        .where(is_open(desk))
        .order_by(late, long_late, Permit.endorse_by, Permit.row)
    )
    with desk.reading() as session:
        order, due_on = in_order(session, asked)
        one = listing.number_of(session, Permit, wanted)
    overdue = int((due_on < today.toordinal()).sum())
    in_window = len(order) - overdue
    found = listing.begin(
        order, partial(rows, desk), parts=((IN_WINDOW, in_window), (OVERDUE, overdue)), wanted=one
    )
    return DueList(today, found, in_window, overdue)


def rows(desk: Desk, wanted: Sequence[int]) -> dict[int, Due]:
    """Permits with their last days, by the rows of their records."""
    asked = (
        select(Permit)
        .where(Permit.row.in_(wanted), Permit.full_on.is_not(None))
        .options(
            joinedload(Permit.person).selectinload(Person.identifiers),
            joinedload(Permit.stay).joinedload(Stay.dwelling),
        )
    )
    with desk.reading() as session:
        return {permit.row: _due(desk, permit) for permit in session.scalars(asked)}


def cost(desk: Desk, permit_id: UUID, on: date | None = None) -> Cost | None:
    """What endorsing on a day costs against having done it in time; None where nothing is due.

    Without a day: today where that costs something already, else the first day that does.
    Both are counted by the law on the day of endorsing, with nothing else changed (art. 10).
    """
    with desk.reading() as session:
        permit = session.get_one(Permit, permit_id)
        case = facts.about(session, permit.person_id, desk.today())
    return cost_of(desk, case, on)


def cost_of(desk: Desk, case: Case, on: date | None = None) -> Cost | None:
    """The same for what is on file about somebody."""
    today = desk.today()
    due = desk.law.next_endorsement(case, today)
    if due is None:
        return None
    due_on, suspended = due.last, due.last + A_DAY
    day = on or max(today, suspended + A_DAY)
    cancel = desk.law.value("endorsement.cancel_after", suspended)
    return Cost(
        due_on, day, max((day - due_on).days, 0),
        _counted(desk, _endorsed_on(case, *_in_time(due.full_on, day)), day),
        _counted(desk, _endorsed_on(case, day), day),
        cancel.deadline(suspended).day if cancel.unit else None,
    )  # fmt: skip


def cost_in_words(cost: Cost) -> tuple[str, str]:
    """What lateness costs: the fact, and what it comes to."""
    if cost.nothing:
        return _("Endorsing on {day} costs no counted day.", day=cost.on), ""
    parts = [_("Counted on {day}.", day=cost.on)]
    if cost.begins_again:
        parts.append(
            _("Residence without a break: {days} days in time, {late} days late.",
              days=f"{cost.in_time.run:,}", late=f"{cost.late.run:,}")
        )  # fmt: skip
    if cost.lost:
        parts.append(plural("{n} day of the total is lost.", "{n} days of the total are lost.", cost.lost))
    if cost.cancelled_on is not None:
        parts.append(_("Not endorsed before {day}, the permit ends by law.", day=cost.cancelled_on))
    return plural("{n} day late", "{n} days late", cost.late_by), run_on(*parts)


def reminder(session: Session, desk: Desk, permit: Permit) -> Reminder:
    """What the reminder of an endorsement says; raises Refused where none is to be made."""
    case = facts.about(session, permit.person_id, desk.today())
    row = _due(desk, permit) if permit.full_on else None
    number = people.chief(permit.person)
    weighed = cost_of(desk, case)
    if row is None or weighed is None or row.state not in ENDORSABLE:
        raise Refused(N_("Only a permit that is issued and in use is endorsed."))
    return Reminder(
        row.name, number.number if number else "", row.number, row.address, row.phone, row.opens_on,
        row.due_on, weighed, desk.office.organ,
        desk.law.ask("may_endorse", case, desk.today()),
    )  # fmt: skip


def _in_time(full_on: date, day: date) -> list[date]:
    """The endorsements of somebody who had come for each on the day before its year was full."""
    years = range(day.year - full_on.year + 1)
    full = (calendar.after(full_on, Period(year, "year")) for year in years)
    return [year - A_DAY for year in full if year - A_DAY <= day]


def _endorsed_on(case: Case, *days: date) -> Case:
    """The same person with the last permit endorsed on these days."""
    *before, last = sorted(case.person.permits or (), key=lambda permit: permit.issued or date.min)
    endorsed = replace(last, endorsed=(*(last.endorsed or ()), *days))
    return replace(case, person=replace(case.person, permits=(*before, endorsed)))


def _counted(desk: Desk, case: Case, day: date) -> Counted:
    run, total = (desk.law.fact(name, case, day) for name in ("residence_run", "residence_total"))
    return Counted(*(days if isinstance(days, int) else None for days in (run, total)))


def is_open(desk: Desk) -> ColumnElement[bool]:
    """The permits that may be endorsed now: in the window, or late."""
    return Permit.state.in_(ENDORSABLE) & (Permit.full_on <= horizon(desk))


def horizon(desk: Desk) -> date:
    """The farthest day for a year to be full whose window is open; after short months later than it seems."""
    today = desk.today()
    full = calendar.after(today, desk.law.value("endorsement.window", today).period)
    while _opens(desk, full) > today:  # a period may end later than its days, off holidays
        full -= A_DAY
    while _opens(desk, full + A_DAY) <= today:
        full += A_DAY
    return full


def _opens(desk: Desk, full_on: date) -> date:
    """The first day of the window: so long before the day on which the year is full, wherever it ends."""
    return calendar.before(full_on, desk.law.value("endorsement.window", full_on).period)


def _due(desk: Desk, permit: Permit) -> Due:
    assert permit.full_on is not None
    assert permit.endorse_by is not None
    person, today, number = permit.person, desk.today(), people.chief(permit.person)
    return Due(
        permit.id, person.id, person.name, person.sex, people.age(person.born_on, today),
        idnumbers.masked(number.number) if number else "", person.phone, people.where(permit.stay.dwelling),
        permit.number or "", permit.state, _opens(desk, permit.full_on), permit.endorse_by,
        (permit.endorse_by - today).days,
    )  # fmt: skip
