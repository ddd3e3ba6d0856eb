"""The people on file: who they are, how they are told apart, and the card at the head of their file."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from itertools import starmap
from uuid import UUID

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session, selectinload

from app import codes, spelling
from app.desk import Desk
from app.errors import Refused
from app.language import N_
from db.records import Blob, Dwelling, Identifier, Permit, Person, Registration, Stay
from db.types import Uid


@dataclass(frozen=True, slots=True)
class PermitBrief:
    """A permit as the head of a resident's page shows it."""

    id: UUID
    kind: str
    state: str
    number: str | None
    issued_on: date | None
    endorse_by: date | None
    issue_by: date | None


@dataclass(frozen=True, slots=True)
class StayCard:
    """One stay at one dwelling, with its registration if it has one."""

    id: UUID
    arrived_on: date
    left_on: date | None
    register_by: date
    community: str
    address: str
    tenure: str
    purpose: str
    employer: str
    landlord_name: str
    registration_id: UUID | None
    registration_number: str | None
    registered_on: date | None
    leave_reason: str = ""


@dataclass(frozen=True, slots=True)
class PersonCard:
    """Everything at the head of a resident's page; ``stays`` runs from the latest to the first.

    ``permit`` is the one in use, else the one applied for, else the last; ``new_card`` is
    the application for another card while one is in use.
    """

    id: UUID
    name: str
    sex: str
    age: int | None
    born_on: date | None
    nation: str
    number: str
    number_kind: str
    phone: str
    household: str
    education: str
    photo: bytes | None
    remark: str
    stays: tuple[StayCard, ...]
    permit: PermitBrief | None
    new_card: PermitBrief | None = None

    @property
    def stay(self) -> StayCard | None:
        """The stay that is open, if the person lives here now."""
        return next((stay for stay in self.stays if stay.left_on is None), None)


def card(desk: Desk, person_id: UUID) -> PersonCard:
    """A resident's card; raises Refused when there is no such person any more."""
    with desk.reading() as session:
        person = found(session, person_id)
        photo = session.get(Blob, person.photo) if person.photo else None
        identifier = chief(person)
        return PersonCard(
            person.id, person.name, person.sex, age(person.born_on, desk.today()), person.born_on,
            codes.title("nations", person.nation, desk.today()), identifier.number if identifier else "",
            identifier.kind if identifier else "", person.phone, household_of(person, desk.today()),
            codes.title("education", person.education, desk.today()) if person.education else "",
            photo.content if photo else None, person.remark, _stays(session, person_id),
            *_permits(session, person_id),
        )  # fmt: skip


def keep_photo(session: Session, jpeg: bytes) -> bytes:
    """Keep a picture and answer the checksum it is found by."""
    return keep_bytes(session, jpeg, "image/jpeg")


def keep_bytes(session: Session, content: bytes, media: str) -> bytes:
    """Keep bytes once, whatever refers to them, and answer their SHA-256."""
    checksum = hashlib.sha256(content).digest()
    if session.get(Blob, checksum) is None:
        session.add(Blob(sha256=checksum, media=media, content=content))
        session.flush()
    return checksum


def found(session: Session, person_id: UUID) -> Person:
    """The person's record; raises Refused when it is not there."""
    person = session.get(Person, person_id)
    if person is None:
        raise Refused(N_("This person is not on file here any more."))
    return person


def held(session: Session, person_id: UUID) -> Person:
    """The person's record, held until the end of the transaction.

    Whatever rests on all that is on file about a person (one open stay, one open
    permit) is entered by one desk after the other. Raises Refused when it is not there.
    """
    holding = select(Person).where(Person.id == person_id).with_for_update()
    person = session.scalars(holding.execution_options(populate_existing=True)).first()
    return person or found(session, person_id)


def chief(person: Person) -> Identifier | None:
    """The number a person is shown by: a real one before a provisional one, the latest entered first."""
    real = [identifier for identifier in person.identifiers if identifier.kind != "provisional"]
    known = real or person.identifiers
    return known[-1] if known else None


def household_of(person: Person, on: date) -> str:
    """Where the permanent household registration is, in words."""
    place = codes.division(person.household_division, on) if person.household_division else ""
    return person.household_address if place and person.household_address.startswith(place) else (
        place + person.household_address
    )  # fmt: skip


def age(born_on: date | None, on: date) -> int | None:
    """Full years of life on that day."""
    if born_on is None:
        return None
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


def spell_name(person: Person) -> None:
    """Bring the name into the form it is kept in, and what a person is found by in line with it."""
    person.name = spelling.tidy(person.name)
    person.pinyin = spelling.of_name(person.name)


def with_stays() -> Select[Person]:
    """People with their numbers, stays and dwellings, read at once."""
    return select(Person).options(
        selectinload(Person.identifiers), selectinload(Person.stays).joinedload(Stay.dwelling)
    )


def where(dwelling: Dwelling) -> str:
    """A dwelling in one line: community, then street and number."""
    return in_one_line(dwelling.community, dwelling.address)


def in_one_line(community: str, address: str) -> str:
    """A community, then street and number."""
    return f"{community} {address}".strip()


# In the order of a card's fields, the latest first.
_STAYS = (
    select(
        Stay.id, Stay.arrived_on, Stay.left_on, Stay.register_by, Dwelling.community, Dwelling.address,
        Stay.tenure, Stay.purpose, Stay.employer, Dwelling.landlord_name, Registration.id,
        Registration.number, Registration.registered_on, func.coalesce(Stay.leave_reason, ""),
    )
    .join(Dwelling, Dwelling.id == Stay.dwelling_id)
    .outerjoin(Registration, Registration.stay_id == Stay.id)
    .where(Stay.person_id == bindparam("who", type_=Uid))
    .order_by(Stay.arrived_on.desc(), Stay.row.desc())
)  # fmt: skip


_PERMITS = (
    select(Permit)
    .where(Permit.person_id == bindparam("who", type_=Uid))
    .order_by(Permit.ended_on.is_(None).desc(), Permit.row.desc())
)


def _stays(session: Session, person_id: UUID) -> tuple[StayCard, ...]:
    return tuple(starmap(StayCard, session.execute(_STAYS, {"who": person_id})))


def _permits(session: Session, person_id: UUID) -> tuple[PermitBrief | None, PermitBrief | None]:
    """The permit that counts, and the application for another card beside it."""
    standing = session.scalars(_PERMITS, {"who": person_id}).all()
    going = [permit for permit in standing if permit.ended_on is None]
    held = next((permit for permit in going if permit.handed_on), None)
    new = next((permit for permit in going if held and permit.replaces_id == held.id), None)
    first = held or next(iter(standing), None)
    return _brief(first) if first else None, _brief(new) if new else None


def _brief(permit: Permit) -> PermitBrief:
    return PermitBrief(
        permit.id, permit.kind, permit.state, permit.number, permit.issued_on, permit.endorse_by,
        permit.issue_by,
    )  # fmt: skip
