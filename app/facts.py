"""The histories the law may ask about, gathered from the records: one function for each.

TO LET THE LAW ASK A NEW FACT: give it a field of ``app.law.Resident``, and gather
it here from the records; what is not on file stays None, which is "unknown" and
never "no".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app import law, people
from db import records
from db.records import Dwelling, Endorsement, Member, PermitStep, Person, Registration

# GB/T 4761: the head of a household and the spouse are taken for the guardians of its minors.
HEAD, SPOUSE, CHILDREN = "0", "1", ("2", "3")
OF_AGE = 18
SEXES = {"1": "male", "2": "female"}


def about(session: Session, person_id: UUID) -> law.Case:
    """Everything on file about one person that the law may ask, guardians included."""
    person = session.get_one(Person, person_id)
    return law.Case(_resident(session, person), _guardians(session, person))


def _resident(session: Session, person: Person) -> law.Resident:
    return law.Resident(
        born=person.born_on,
        sex=SEXES.get(person.sex),
        household_division=person.household_division,
        stays=tuple(_stays(session, person.id)),
        permits=tuple(_permits(session, person.id)),
        employment=_employment(session, person.id),
        insurance=_insurance(session, person.id),
        schooling=_schooling(session, person.id),
        education=person.education,
        statements=_statements(session, person.id),
    )


def _stays(session: Session, person_id: UUID) -> Iterable[law.Stay]:
    lived = (
        select(records.Stay, Dwelling, Registration.registered_on)
        .join(Dwelling, records.Stay.dwelling_id == Dwelling.id)
        .outerjoin(Registration, Registration.stay_id == records.Stay.id)
        .where(records.Stay.person_id == person_id)
        .order_by(records.Stay.arrived_on)
    )
    for stay, dwelling, registered_on in session.execute(lived):
        yield law.Stay(
            division=dwelling.division, arrived=stay.arrived_on, registered=registered_on,
            left=stay.left_on, tenure=stay.tenure, address=people.where(dwelling),
        )  # fmt: skip


def _permits(session: Session, person_id: UUID) -> Iterable[law.Permit]:
    """Every permit that was handed out, each with its endorsements and what became of it."""
    handed_out = (
        select(records.Permit)
        .where(records.Permit.person_id == person_id, records.Permit.handed_on.is_not(None))
        .options(joinedload(records.Permit.stay).joinedload(records.Stay.dwelling))
        .order_by(records.Permit.issued_on)
    )
    endorsed, lost = _days_endorsed(session, person_id), _days_lost(session, person_id)
    for permit in session.scalars(handed_out):
        ended = {permit.state: permit.ended_on}
        yield law.Permit(
            issued=permit.issued_on, endorsed=tuple(endorsed[permit.id]), cancelled=ended.get("cancelled"),
            lost=lost.get(permit.id), replaced=ended.get("replaced"),
            address=people.where(permit.stay.dwelling),
        )  # fmt: skip


def _days_endorsed(session: Session, person_id: UUID) -> dict[UUID, list[date]]:
    made = select(Endorsement.permit_id, Endorsement.endorsed_on).where(Endorsement.person_id == person_id)
    days: dict[UUID, list[date]] = defaultdict(list)
    for permit_id, day in session.execute(made.order_by(Endorsement.endorsed_on)):
        days[permit_id].append(day)
    return days


def _days_lost(session: Session, person_id: UUID) -> dict[UUID, date]:
    """The day on which each permit was reported lost, which is not the day on which it ended."""
    reported = select(PermitStep.permit_id, PermitStep.taken_on).where(
        PermitStep.person_id == person_id, PermitStep.after == "lost"
    )
    return dict(session.execute(reported).all())


def _employment(session: Session, person_id: UUID) -> tuple[law.Employment, ...] | None:
    spells = session.scalars(select(records.Employment).where(records.Employment.person_id == person_id))
    return tuple(law.Employment(s.since, s.until, s.division) for s in spells) or None


def _insurance(session: Session, person_id: UUID) -> tuple[law.Insurance, ...] | None:
    runs = session.scalars(select(records.Insurance).where(records.Insurance.person_id == person_id))
    paid = (
        law.Insurance(r.kind, _month(r.since), _month(r.until), r.region, r.backpaid, r.flexible)
        for r in runs
    )
    return tuple(paid) or None


def _schooling(session: Session, person_id: UUID) -> tuple[law.Schooling, ...] | None:
    spells = session.scalars(select(records.Schooling).where(records.Schooling.person_id == person_id))
    return tuple(law.Schooling(s.level, s.since, s.until, s.division) for s in spells) or None


def _statements(session: Session, person_id: UUID) -> dict[str, bool]:
    """The latest word on each statement; "unknown" takes an earlier yes or no back."""
    made = select(records.Statement).where(records.Statement.person_id == person_id)
    latest = {
        s.name: s.value
        for s in session.scalars(made.order_by(records.Statement.made_on, records.Statement.row))
    }
    return {name: value == "yes" for name, value in latest.items() if value != "unknown"}


def _guardians(session: Session, person: Person) -> tuple[law.Resident, ...] | None:
    """The head of the child's household and the spouse; None where no household is on file."""
    membership = session.scalars(
        select(Member).where(Member.person_id == person.id, Member.until.is_(None))
    ).first()
    if membership is None or not membership.relation.startswith(CHILDREN):
        return None
    adults = (
        select(Person)
        .join(Member, Member.person_id == Person.id)
        .where(
            Member.household_id == membership.household_id,
            Member.until.is_(None),
            Member.relation.startswith(HEAD) | Member.relation.startswith(SPOUSE),
        )
    )
    return tuple(_resident(session, adult) for adult in session.scalars(adults))


def _month(day: date) -> int:
    return law.month_of(day.year, day.month)
