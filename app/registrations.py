"""Residence registrations (居住登记): made for a stay, told face to face, and closed when it ends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import decisions, drafts, facts, households, numbering
from app.arrivals import NewArrival, Recorded
from app.clashes import Values
from app.decisions import NewDecision
from app.desk import Desk
from app.drafts import DraftRow
from app.errors import Refused
from app.households import NewMember
from app.language import N_
from db.records import Person, Registration, Stay

# What is told face to face at the window; the words on screen and paper stand in the form's wording.
TELL = ("permit_after_half_a_year", "report_moves", "open_services")


@dataclass(frozen=True, slots=True)
class Registered:
    """A registration as it was made; ``late_by`` counts the days past the last day for it.

    ``family`` are the registrations made with it, of those who came along; ``before`` says that somebody
    else had made it already and only theirs are new.
    """

    id: UUID
    person_id: UUID
    stay_id: UUID
    number: str
    registered_on: date
    late_by: int
    family: tuple[Registered, ...] = ()
    before: bool = False


def register(desk: Desk, stay_id: UUID, told: tuple[str, ...] = ()) -> Registered:
    """Register a recorded stay; raises Refused when it is registered already or has ended."""
    with desk.writing("register") as session:
        return enter(session, desk, stay_id, told)


def record_and_register(
    desk: Desk,
    new: NewArrival,
    stay_id: UUID | None = None,
    told: tuple[str, ...] = (),
    family: tuple[NewMember, ...] = (),
    shown: Values | None = None,
    draft: DraftRow | None = None,
) -> Registered:
    """Record or correct the arrival and register it, and the family's with it, in one act: all or nothing.

    Whoever is registered already stays as registered, the head too where another desk was quicker: the
    family does not wait for it. Raises Refused where nobody is left to register; ``shown``, ``draft`` and
    what else is raised are those of ``households.record``.
    """
    with desk.writing("register") as session:
        drafts.use_up(session, draft)
        recorded = households.enter(session, desk, new, family, stay_id, shown)
        return enter_rest(session, desk, recorded, told) or enter_all(session, desk, recorded, told)


def holder(desk: Desk, registration_id: UUID) -> str:
    """The name of whoever was registered; raises Refused where the registration was taken back."""
    with desk.reading() as session:
        named = select(Person.name).join(Registration, Registration.person_id == Person.id)
        return session.scalars(named.where(Registration.id == registration_id)).one()


def enter_all(
    session: Session, desk: Desk, recorded: tuple[Recorded, ...], told: tuple[str, ...]
) -> Registered:
    """Register those who were recorded, the head first, in an open transaction."""
    head, *others = recorded
    registered = enter(session, desk, head.stay_id, told)
    return replace(registered, family=_enter_unregistered(session, desk, others, told))


def enter_rest(
    session: Session, desk: Desk, recorded: tuple[Recorded, ...], told: tuple[str, ...]
) -> Registered | None:
    """Register whoever of those recorded is not yet, though the head may be; None where all of them are.

    What is answered is the head's, as it was made now or by somebody else before, with the family's.
    """
    head, *others = recorded
    stay = session.get_one(Stay, head.stay_id)
    if not stay.registered:
        return enter_all(session, desk, recorded, told)
    family = _enter_unregistered(session, desk, others, told)
    head_of = replace(_answered(_of_stay(session, stay.id), stay), family=family, before=True)
    return head_of if family else None


def enter(session: Session, desk: Desk, stay_id: UUID, told: tuple[str, ...]) -> Registered:
    """Write a registration, its number and its decision into an open transaction."""
    stay, today = session.get_one(Stay, stay_id), desk.today()
    if stay.registered:
        on_file = _of_stay(session, stay_id)
        raise Refused(
            N_("This stay was registered on {day} under number {number}."),
            day=on_file.registered_on,
            number=on_file.number,
        )
    if stay.left_on is not None:
        raise Refused(N_("This stay ended on {day}; there is nothing left to register."), day=stay.left_on)
    if today < stay.arrived_on:
        raise Refused(N_("Nobody is registered before arriving on {day}."), day=stay.arrived_on)
    answer = desk.law.ask("must_register", facts.about(session, stay.person_id, desk.today()), today)
    registration = Registration(
        person_id=stay.person_id, stay_id=stay_id, number=numbering.draw(session, "registration", desk),
        registered_on=today, told=list(told),
    )  # fmt: skip
    session.add(registration)
    stay.registered = True
    decided = NewDecision(stay.person_id, "registration", "registered", answer, stay_id=stay_id)
    decisions.keep(session, desk, decided)
    session.flush()
    return _answered(registration, stay)


def _enter_unregistered(
    session: Session, desk: Desk, recorded: Iterable[Recorded], told: tuple[str, ...]
) -> tuple[Registered, ...]:
    waiting = [each for each in recorded if not session.get_one(Stay, each.stay_id).registered]
    return tuple(enter(session, desk, each.stay_id, told) for each in waiting)


def _of_stay(session: Session, stay_id: UUID) -> Registration:
    return session.scalars(select(Registration).where(Registration.stay_id == stay_id)).one()


def _answered(registration: Registration, stay: Stay) -> Registered:
    late = max((registration.registered_on - stay.register_by).days, 0)
    return Registered(
        registration.id, stay.person_id, stay.id, registration.number, registration.registered_on, late
    )
