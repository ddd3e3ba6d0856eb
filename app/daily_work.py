"""What was done at the office on a day (当日工作): each registration and step, by the officer who did it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, selectinload

from app import codes, daily_reckoning, idnumbers, paper, people, permits
from app.desk import Desk
from app.language import N_, _, plural
from app.paper.daily_list import DayLine, DayMatter, OfficersDay, Undone
from app.papers import Subject
from db.records import (
    DayClose,
    Endorsement,
    Explanation,
    Journal,
    Officer,
    Permit,
    PermitStep,
    Person,
    Registration,
)

REGISTER, APPLY, DECIDE, MAKE, HAND_OUT, ENDORSE, OTHER = (
    "register", "apply", "decide", "make", "hand_out", "endorse", "other",
)  # fmt: skip
MATTERS = {
    REGISTER: N_("registrations"),
    APPLY: N_("applications"),
    DECIDE: N_("reviews"),
    MAKE: N_("cards made"),
    HAND_OUT: N_("cards handed out"),
    ENDORSE: N_("endorsements"),
    OTHER: N_("other steps"),
}
MATTER_OF = {
    "apply": APPLY, "approve": DECIDE, "refuse": DECIDE, "send_back": DECIDE, "print": MAKE,
    "hand_out": HAND_OUT,
}  # fmt: skip
# The end of an old card comes with handing out the new one, and is no work of its own.
COMES_ALONG = ("replace", "reissue")


@dataclass(frozen=True, slots=True)
class WorkDone:
    """One thing done on the day: a matter of ``MATTERS``, in words, for whom, and by which officer.

    ``number`` is the registration's or the permit's, "" where none is given out yet;
    ``officer`` is "" where it was not entered by anybody, as in an invented community.
    """

    matter: str
    words: str
    person_id: UUID
    name: str
    id_number: str
    number: str
    officer: str


def of_day(desk: Desk, day: date) -> tuple[WorkDone, ...]:
    """Everything done on a day: by matter, and within it in the order it was done."""
    with desk.reading() as session:
        return _done(session, day)


def daily_list(session: Session, desk: Desk, office_id: UUID) -> Subject:
    """The list of today's work, officer by officer; a day without work has a list too, and an empty one."""
    done = _done(session, desk.today())
    value = paper.DailyList(
        number="", organ=desk.office.name, officer=desk.officer.name, made_on=desk.today(), caution="",
        code="", total=plural("{n} thing done", "{n} things done", len(done)),
        closed=_closed(session, desk.today()), matters=tuple(_reckoned(session, desk)),
        undone=tuple(_undone(session, desk.today())), officers=tuple(_by_officer(done)),
        lines=tuple(
            DayLine(each.words, each.name, each.id_number, each.number, each.officer) for each in done
        ),
    )  # fmt: skip
    return Subject(value, None)


def _closed(session: Session, day: date) -> str:
    signed = session.execute(
        select(DayClose, Officer.name)
        .join(Officer, Officer.id == DayClose.officer_id)
        .where(DayClose.day == day, DayClose.reopened_at.is_(None))
    ).first()
    if signed is None:
        return _("Not closed yet")
    return _("Closed and signed by {officer}, {at}", officer=signed[1],
             at=signed[0].closed_at.astimezone().strftime("%H:%M"))  # fmt: skip


def _reckoned(session: Session, desk: Desk) -> Iterator[DayMatter]:
    for one in daily_reckoning.matters(session, desk):
        numbers = (one.in_hand, one.done, one.carried, one.to_explain)
        yield DayMatter(_(daily_reckoning.MATTERS[one.kind]), *map(str, numbers))


def _undone(session: Session, day: date) -> Iterator[Undone]:
    """What was explained that day, in the order it was said."""
    said = (
        select(Explanation, Person.name, Officer.name)
        .outerjoin(Person, Person.id == Explanation.person_id)
        .join(Officer, Officer.id == Explanation.officer_id)
        .where(Explanation.explained_on == day)
        .order_by(Explanation.row)
    )
    for each, name, officer in session.execute(said):
        matter = _(daily_reckoning.MATTERS.get(each.matter, N_("Draft")))
        yield Undone(matter, name or "", each.remark or codes.name("unfinished", each.reason, day), officer)


def _done(session: Session, day: date) -> tuple[WorkDone, ...]:
    done = (*_registered(session, day), *_steps(session, day), *_endorsed(session, day))
    order = list(MATTERS)
    return tuple(sorted(done, key=lambda each: order.index(each.matter)))


def _registered(session: Session, day: date) -> Iterator[WorkDone]:
    """Registrations bear no officer themselves; the journal knows who entered them."""
    entered = and_(Journal.row_id == Registration.id, Journal.op == "ins")
    made = (
        select(Registration.number, Person, Officer.name)
        .join(Person, Person.id == Registration.person_id)
        .outerjoin(Journal, entered)
        .outerjoin(Officer, Officer.id == Journal.officer_id)
        .where(Registration.registered_on == day)
        .options(selectinload(Person.identifiers))
        .order_by(Registration.row)
    )
    for number, person, officer in session.execute(made):
        yield _work(REGISTER, _("residence registered"), person, number, officer)


def _steps(session: Session, day: date) -> Iterator[WorkDone]:
    taken = (
        select(PermitStep, Permit.number, Person, Officer.name)
        .join(Permit, Permit.id == PermitStep.permit_id)
        .join(Person, Person.id == PermitStep.person_id)
        .join(Officer, Officer.id == PermitStep.officer_id)
        .where(PermitStep.taken_on == day, PermitStep.step.not_in(COMES_ALONG))
        .options(selectinload(Person.identifiers))
        .order_by(PermitStep.row)
    )
    applied: set[UUID] = set()
    for step, number, person, officer in session.execute(taken):
        if step.step == "apply":
            applied.add(step.permit_id)
        if step.step == "accept" and step.permit_id in applied:
            continue  # with nothing missing it is accepted in the same act
        yield _work(MATTER_OF.get(step.step, OTHER), _(permits.STEPS[step.step]), person, number, officer)


def _endorsed(session: Session, day: date) -> Iterator[WorkDone]:
    made = (
        select(Permit.number, Person, Officer.name)
        .select_from(Endorsement)
        .join(Permit, Permit.id == Endorsement.permit_id)
        .join(Person, Person.id == Endorsement.person_id)
        .outerjoin(Officer, Officer.id == Endorsement.officer_id)
        .where(Endorsement.endorsed_on == day)
        .options(selectinload(Person.identifiers))
        .order_by(Endorsement.row)
    )
    for number, person, officer in session.execute(made):
        yield _work(ENDORSE, _(permits.STEPS["endorse"]), person, number, officer)


def _work(matter: str, words: str, person: Person, number: str | None, officer: str | None) -> WorkDone:
    identifier = people.chief(person)
    masked = idnumbers.masked(identifier.number) if identifier else ""
    return WorkDone(matter, words, person.id, person.name, masked, number or "", officer or "")


def _by_officer(done: tuple[WorkDone, ...]) -> Iterator[OfficersDay]:
    """How much each officer did, in the order of their names, and all of it together."""
    counted: dict[str, Counter[str]] = {}
    for each in done:
        counted.setdefault(each.officer, Counter())[each.matter] += 1
    for officer in sorted(counted):
        yield _counted(officer or _("(not entered by an officer)"), counted[officer])
    if len(counted) > 1:
        yield _counted(_("together"), sum(counted.values(), Counter[str]()))


def _counted(name: str, counts: Counter[str]) -> OfficersDay:
    return OfficersDay(name, *map(str, (*(counts[matter] for matter in MATTERS), counts.total())))
