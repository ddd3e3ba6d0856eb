"""The card of a permit and the voucher of a registration."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from app import codes, people
from app.desk import Desk
from app.errors import Refused
from app.language import N_
from app.paper import PermitCard, RegistrationVoucher
from app.paper.permit_card import EndorsementMark
from app.papers.subject import Subject, address
from db.records import Blob, Permit, Person, Registration, Stay


def card(session: Session, desk: Desk, permit_id: UUID) -> Subject:
    """What a permit's card bears; raises Refused where the day of birth is not on file (art. 4)."""
    permit = session.get_one(Permit, permit_id)
    person, today = permit.person, desk.today()
    identifier = people.chief(person)
    photo = session.get(Blob, person.photo) if person.photo else None
    value = PermitCard(
        name=person.name,
        sex=codes.name("sexes", person.sex, today),
        ethnic_group=codes.name("nations", person.nation, today).removesuffix("族"),
        born=_born(person),
        id_number=identifier.number if identifier else "",
        photo=photo.content if photo else None,
        household_address=people.household_of(person, today),
        residence_address=address(permit.stay, today),
        issuing_organ=desk.office.organ,
        issued_on=permit.issued_on or today,
        title=desk.office.permit_title,
        number=permit.number or "",
        endorsements=tuple(EndorsementMark(e.endorsed_on, desk.office.name) for e in permit.endorsements),
    )
    return Subject(value, person.id, permit_id=permit.id)


def voucher(session: Session, desk: Desk, registration_id: UUID) -> Subject:
    """The voucher of a registration, with what was told face to face."""
    registration = session.get_one(Registration, registration_id)
    stay = session.get_one(Stay, registration.stay_id)
    person, today = stay.person, desk.today()
    identifier = people.chief(person)
    value = RegistrationVoucher(
        number=registration.number,
        name=person.name,
        sex=codes.name("sexes", person.sex, today),
        id_kind=codes.name("documents", identifier.kind, today) if identifier else "",
        id_number=identifier.number if identifier else "",
        household_address=people.household_of(person, today),
        residence_address=address(stay, today),
        arrived_on=stay.arrived_on,
        registered_on=registration.registered_on,
        organ=desk.office.name,
        officer=desk.officer.name,
        told=tuple(codes.name("told", item, today) for item in registration.told),
    )
    return Subject(value, person.id, registration_id=registration.id)


def _born(person: Person) -> date:
    if person.born_on is None:
        raise Refused(N_("The day of birth is not on file; it stands on the card (art. 4). Enter it first."))
    return person.born_on
