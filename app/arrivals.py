"""Arrivals and departures: who came to live where on what day; the registration clock starts here."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import dwellings, employers, idnumbers, materials, numbering, pages, people, stay_work
from app.desk import Desk
from app.dwellings import NewDwelling
from app.errors import Refused
from app.idnumbers import IdNumber
from app.language import N_
from app.law import calendar
from app.materials import NewMaterial
from app.read_ahead import ReadAhead
from db.records import Dwelling, Identifier, Journal, Person, Registration, Stay

NO_NUMBER = "none"
MOVED = "moved"


@dataclass(frozen=True, slots=True)
class NewArrival:
    """What the form asks, in the codes of ``app.codes``; ``person_id`` is set for a returnee.

    Who ``moved`` lives elsewhere by the file: that stay ends on the day of arrival here.
    """

    name: str
    id_kind: str
    id_number: str
    sex: str
    born_on: date | None
    arrived_on: date | None
    community: str
    address: str
    tenure: str
    purpose: str
    nation: str = "01"
    household_division: str | None = None
    household_address: str = ""
    education: str | None = None
    phone: str = ""
    urgent_name: str = ""
    urgent_phone: str = ""
    landlord_name: str = ""
    landlord_phone: str = ""
    expected_until: date | None = None
    employer: str = ""
    job: str = ""
    contract_until: date | None = None
    insured: str | None = None
    remark: str = ""
    photo: bytes | None = field(default=None, repr=False)
    materials: tuple[NewMaterial, ...] = ()
    person_id: UUID | None = None
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Recorded:
    """Who and which stay an arrival became."""

    person_id: UUID
    stay_id: UUID


def record(desk: Desk, new: NewArrival) -> Recorded:
    """Record an arrival; raises Refused, naming the field, where something is missing or contradictory."""
    with desk.writing("record_arrival") as session:
        return enter(session, desk, new)


def depart(desk: Desk, stay_id: UUID, left_on: date, reason: str) -> None:
    """End a stay on the day of leaving, with its registration; raises Refused when it has ended already.

    A permit goes on: who moves within the area keeps it, and who has left is cancelled with a reason.
    """
    with desk.writing("record_departure") as session:
        stay = session.get_one(Stay, stay_id)
        if stay.left_on is not None:
            raise Refused(N_("This stay already ended on {day}."), day=stay.left_on)
        if left_on < stay.arrived_on:
            raise Refused(
                N_("Nobody can leave before arriving on {day}."), field="left_on", day=stay.arrived_on
            )
        if left_on > desk.today():
            raise Refused(N_("This day is still to come."), field="left_on")
        end(session, stay, left_on, reason)


def end(session: Session, stay: Stay, left_on: date, reason: str) -> None:
    """End a stay and close its registration in an open transaction."""
    stay.left_on, stay.leave_reason = left_on, reason
    registration = session.scalars(select(Registration).where(Registration.stay_id == stay.id)).first()
    if registration is not None:
        registration.closed_on = left_on
    session.flush()


def form_of(desk: Desk, stay_id: UUID) -> NewArrival:
    """What is on file about a stay, as the form shows it."""
    with desk.reading() as session:
        return form_of_stay(session.get_one(Stay, stay_id))


def last_entered(desk: Desk) -> NewArrival | None:
    """The arrival this officer entered last and did not take back, the head's where a family came along."""
    stays = (
        select(Stay)
        .join(Journal, Journal.row_id == Stay.id)
        .where(Journal.kind == Stay.__tablename__, Journal.op == "ins", Journal.officer_id == desk.officer.id)
    )
    with desk.reading() as session:
        latest = stays.add_columns(Journal.txn).order_by(Journal.epoch.desc(), Journal.seq.desc()).limit(1)
        found = session.execute(latest).first()
        if found is None:
            return None
        of_act = stays.where(Journal.txn == found.txn).order_by(Journal.epoch, Journal.seq)
        return form_of_stay(session.scalars(of_act.limit(1)).one())


def form_of_stay(stay: Stay) -> NewArrival:
    """The whole form as a stay on file fills it."""
    dwelling = stay.dwelling
    return replace(
        form_of_person(stay.person), **{name: getattr(stay, name) for name in STAY_FIELDS},
        community=dwelling.community, address=dwelling.address, landlord_name=dwelling.landlord_name,
        landlord_phone=dwelling.landlord_phone,
    )  # fmt: skip


def form_for(desk: Desk, person_id: UUID) -> NewArrival:
    """What is on file about a person who comes back, for a new stay; the last address is not repeated."""
    with desk.reading() as session:
        return form_of_person(people.found(session, person_id))


def form_of_person(person: Person) -> NewArrival:
    """The person's part of the form; what belongs to a stay is left empty."""
    identifier = people.chief(person)
    real = identifier is not None and identifier.kind != "provisional"
    return NewArrival(
        **{name: getattr(person, name) for name in PERSON_FIELDS},
        id_kind=identifier.kind if identifier and real else NO_NUMBER,
        id_number=identifier.number if identifier and real else "",
        arrived_on=None, community="", address="", tenure="", purpose="", person_id=person.id,
    )  # fmt: skip


def enter(
    session: Session,
    desk: Desk,
    new: NewArrival,
    stay_id: UUID | None = None,
    ahead: ReadAhead | None = None,
) -> Recorded:
    """Write the form's person and stay into an open transaction; a stay that is given is corrected.

    Of one line of a list ``ahead`` tells what is on file, and whoever is new is sent to the database with
    the others, later. Nothing of somebody new is entered where it raises Refused.
    """
    corrected = session.get_one(Stay, stay_id) if stay_id else None
    arrived_on = _check(new, desk.today())
    number = None if new.id_kind == NO_NUMBER else idnumbers.accepted(new.id_number, desk.today())
    register_by = _register_by(desk, arrived_on, corrected)
    entering = _Entering(session, desk, new, ahead)
    person = _person(entering, number, corrected.person_id if corrected else new.person_id)
    stay = _stay(entering, person, arrived_on, register_by, corrected)
    materials.enter(session, desk.today(), person.id, new.materials)
    if ahead is None:
        session.flush()
        pages.enter(session, desk, person.id, new.materials)
    return Recorded(person.id, stay.id)


def _register_by(desk: Desk, arrived_on: date, corrected: Stay | None) -> date:
    """The last day to register, by the law of the day of arrival; one that is registered keeps its own."""
    if corrected is not None and corrected.registered:
        return corrected.register_by
    return calendar.after(arrived_on, desk.law.value("registration.threshold", arrived_on).period)


@dataclass(frozen=True, slots=True)
class _Entering:
    """One form on its way into an open transaction."""

    session: Session
    desk: Desk
    new: NewArrival
    ahead: ReadAhead | None


REQUIRED = (
    ("name", N_("Enter the name.")),
    ("sex", N_("Choose the sex.")),
    ("arrived_on", N_("Enter the day of arrival.")),
    ("community", N_("Enter the community.")),
    ("address", N_("Enter the address down to the room.")),
    ("tenure", N_("Choose the kind of dwelling.")),
    ("purpose", N_("Choose the reason for coming.")),
)


def missing(new: NewArrival) -> tuple[str, ...]:
    """The fields without which an arrival cannot be recorded and that are still empty."""
    return tuple(name for name, _ in REQUIRED if _is_empty(getattr(new, name)))


def _is_empty(entry: object) -> bool:
    return not entry.strip() if isinstance(entry, str) else entry is None


def _check(new: NewArrival, today: date) -> date:
    """The day of arrival, once everything needed is entered and nothing contradicts it."""
    for name, words in REQUIRED:
        if _is_empty(getattr(new, name)):
            raise Refused(words, field=name)
    assert new.arrived_on is not None
    if new.arrived_on > today:
        raise Refused(
            N_("The day of arrival, {day}, is still to come."), field="arrived_on", day=new.arrived_on
        )
    if new.born_on and new.born_on > new.arrived_on:
        raise Refused(N_("Nobody arrives before being born. Compare birth and arrival."), field="born_on")
    if new.expected_until and new.expected_until < new.arrived_on:
        raise Refused(N_("The stay would end before it began."), field="expected_until")
    _refuse_too_long(new)
    return new.arrived_on


def _refuse_too_long(new: NewArrival) -> None:
    """The database holds every text to a limit; the form is told before, with the field."""
    for table, names in ((Person, PERSON_FIELDS), (Stay, STAY_FIELDS), (Dwelling, DWELLING_FIELDS)):
        for name in names:
            entry, most = getattr(new, name), table.__table__.columns[name].info.get("at_most")
            if most and isinstance(entry, str) and len(entry.strip()) > most:
                raise Refused(N_("This entry is longer than {most} characters."), field=name, most=most)


def _person(entering: _Entering, number: IdNumber | None, person_id: UUID | None) -> Person:
    """The person of the form: the one on file, held against other desks, or a new one."""
    session, new = entering.session, entering.new
    holder = _holder(entering, number)
    if holder is not None and holder.id != person_id:
        raise Refused(
            N_("This number is already on file for {name}. Use that file, or compare the number."),
            field="id_number", name=holder.name,
        )  # fmt: skip
    person = people.held(session, person_id) if person_id else Person(identifiers=[])
    for name in PERSON_FIELDS:
        _set(person, name, getattr(new, name))
    if new.photo is not None:
        person.photo = people.keep_photo(session, new.photo)
    people.spell_name(person)
    if holder is None:
        _number(entering, person, number)
    session.add(person)
    return person


def _holder(entering: _Entering, number: IdNumber | None) -> Person | None:
    if number is None:
        return None
    if entering.ahead is not None:
        return entering.ahead.holders.get(number.number)
    held = select(Person).join(Identifier).where(Identifier.number == number.number)
    return entering.session.scalars(held).first()


def _number(entering: _Entering, person: Person, number: IdNumber | None) -> None:
    """Give the person the number of the form, or a provisional one where there is none at all.

    A second number of the same document corrects the first, or a mistyped one would
    go on standing for this person and keep its real holder out.
    """
    if number is None and person.identifiers:
        return
    if number is None:
        kind, text = "provisional", numbering.draw(entering.session, "provisional", entering.desk, "L")
    else:
        kind, text = (number.kind.value if number.kind else entering.new.id_kind), number.number
        if entering.ahead is not None:
            entering.ahead.holders[text] = person
    identifier = next((i for i in person.identifiers if i.kind == kind), None)
    if identifier is None:
        person.identifiers.append(Identifier(kind=kind, number=text))
    else:
        identifier.number = text


# What the form and the record call by the same name.
PERSON_FIELDS = (
    "name", "sex", "born_on", "nation", "household_division", "household_address", "education", "phone",
    "urgent_name", "urgent_phone",
)  # fmt: skip
STAY_FIELDS = (
    "arrived_on", "expected_until", "tenure", "purpose", "employer", "job", "contract_until", "insured",
    "remark",
)  # fmt: skip
DWELLING_FIELDS = ("community", "address", "landlord_name", "landlord_phone")


def _set(record: Any, name: str, value: object) -> None:
    setattr(record, name, value.strip() if isinstance(value, str) else value)


def _stay(
    entering: _Entering, person: Person, arrived_on: date, register_by: date, corrected: Stay | None
) -> Stay:
    session, new = entering.session, entering.new
    stay = corrected or Stay(person_id=person.id, registered=False)
    before = stay_work.of_stay(stay) if corrected else None
    if new.moved and corrected is None:
        _end_where_they_lived(session, person, arrived_on)
    _refuse_overlap(session, person, arrived_on, stay)
    _refuse_later_than_what_followed(session, arrived_on, stay)
    stay.register_by = register_by
    for name in STAY_FIELDS:
        _set(stay, name, getattr(new, name))
    stay.employer_initials = employers.initials(stay.employer)
    place = NewDwelling(*(getattr(new, name).strip() for name in DWELLING_FIELDS))
    stay.dwelling = dwellings.enter(session, entering.desk, place, entering.ahead)
    stay.dwelling_id, stay.person = stay.dwelling.id, person
    session.add(stay)
    stay_work.note(session, entering.desk, stay, before)
    return stay


def _end_where_they_lived(session: Session, person: Person, arrived_on: date) -> None:
    """Who has moved here left the other dwelling on the day of arrival, if they came there before it."""
    lives = select(Stay).where(
        Stay.person_id == person.id, Stay.left_on.is_(None), Stay.arrived_on <= arrived_on
    )
    for stay in session.scalars(lives):
        end(session, stay, arrived_on, MOVED)


def _refuse_later_than_what_followed(session: Session, arrived_on: date, stay: Stay) -> None:
    """A corrected day of arrival may not lie behind the registration or the departure."""
    if stay.left_on is not None and arrived_on > stay.left_on:
        raise Refused(
            N_("By the file this stay ended on {day}. Compare the day of arrival."),
            field="arrived_on", day=stay.left_on,
        )  # fmt: skip
    if not stay.registered:
        return
    registered_on = session.scalar(select(Registration.registered_on).where(Registration.stay_id == stay.id))
    if registered_on is not None and arrived_on > registered_on:
        raise Refused(
            N_("By the file this stay was registered on {day}. Compare the day of arrival."),
            field="arrived_on", day=registered_on,
        )  # fmt: skip


def _refuse_overlap(session: Session, person: Person, arrived_on: date, stay: Stay) -> None:
    """A person lives at one place at a time; on the day of leaving one, the next may begin."""
    if person.is_new():
        return
    until = stay.left_on or date.max
    for other in session.scalars(select(Stay).where(Stay.person_id == person.id)):
        if other is stay or other.arrived_on >= until or (other.left_on or date.max) <= arrived_on:
            continue
        if other.left_on is None:
            raise Refused(
                N_("{name} still lives at {where} by the file. Record the move or the departure first."),
                field="arrived_on", name=person.name, where=people.where(other.dwelling),
            )  # fmt: skip
        raise Refused(
            N_("{name} lived elsewhere until {day} by the file. Compare the day of arrival."),
            field="arrived_on", name=person.name, day=other.left_on,
        )  # fmt: skip
