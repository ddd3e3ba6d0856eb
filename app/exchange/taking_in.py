"""Taking a typed-up list of arrivals into the office: every line kept, or refused with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app import arrivals, reporting, spelling
from app.arrivals import MOVED, NO_NUMBER, NewArrival
from app.desk import Desk, in_our_words
from app.errors import Refused
from app.exchange import arrivals_list
from app.exchange.arrival_line import Arrival, Line
from app.exchange.arrivals_list import ArrivalsList
from app.language import N_, sentence
from app.progress import Progress, Step
from app.read_ahead import ReadAhead
from db.journal import JournaledSession
from db.records import Dwelling, Person, Stay

AT_ONCE = 100
"""So many lines are entered together."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one line: the person it was kept for, or the reasons in words why it was refused."""

    number: int
    name: str
    person_id: UUID | None
    reasons: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What became of every line of a list; ``passed`` counts title, header, total and blank lines."""

    outcomes: tuple[Outcome, ...]
    passed: int
    file_lines: int
    encoding: str

    @property
    def taken(self) -> tuple[Outcome, ...]:
        """The lines that are on file now."""
        return tuple(outcome for outcome in self.outcomes if outcome.person_id)

    @property
    def refused(self) -> tuple[Outcome, ...]:
        """The lines to put right and take in again."""
        return tuple(outcome for outcome in self.outcomes if not outcome.person_id)


def take_in(desk: Desk, data: bytes, progress: Progress | None = None) -> Report:
    """Take a list in, in one act: a refused line leaves nothing behind, and cancelling leaves nothing at all.

    Raises Refused where the file as a whole cannot be read.
    """
    progress = progress or Progress()
    typed = arrivals_list.read(data, progress, on=desk.today())
    outcomes: list[Outcome] = []
    with desk.writing("take_in_list", progress) as session:
        for first in range(0, len(typed.lines), AT_ONCE):
            progress.at(Step(N_("Taking in the list"), first, len(typed.lines)))
            outcomes += _take_some_in(session, desk, typed.lines[first : first + AT_ONCE])
    return _report(typed, tuple(outcomes))


def _report(typed: ArrivalsList, outcomes: tuple[Outcome, ...]) -> Report:
    return Report(outcomes, len(typed.passed), typed.file_lines, typed.encoding)


def _take_some_in(session: JournaledSession, desk: Desk, lines: Sequence[Line]) -> list[Outcome]:
    """Some lines together; where the database will not hold one of them, each of them by itself."""
    try:
        with session.begin_nested():
            outcomes = _take_together(session, desk, lines)
    except IntegrityError:
        outcomes = [_take_alone(session, desk, line, _read_ahead(session, desk, [line])) for line in lines]
    reporting.follow(session, desk)
    return outcomes


def _take_together(session: JournaledSession, desk: Desk, lines: Sequence[Line]) -> list[Outcome]:
    """Whoever is new is written with the others at the end: that costs a fraction. Who is on file, alone."""
    ahead, outcomes = _read_ahead(session, desk, lines), list[Outcome]()
    for place, line in enumerate(lines):
        if line.arrival is None or _holder(line.arrival, ahead) is None:
            outcomes.append(_take_in(session, desk, line, ahead))
            continue
        outcomes.append(_take_alone(session, desk, line, ahead))
        if outcomes[-1].person_id is None:  # a dwelling that was taken back with it may be noted there
            ahead = _read_ahead(session, desk, lines[place + 1 :])
    return outcomes


def _take_alone(session: JournaledSession, desk: Desk, line: Line, ahead: ReadAhead) -> Outcome:
    """A line of which nothing is left behind where it is refused.

    What came before it is whole first: the database refuses none of that for this line's fault, and a stay
    that this line ends keeps the last day it had.
    """
    reporting.follow(session, desk)
    savepoint = session.begin_nested()
    try:
        outcome = _take_in(session, desk, line, ahead)
        session.flush()
    except IntegrityError as error:
        outcome = _outcome(line, None, sentence(in_our_words(error)))
    if outcome.person_id is None:
        savepoint.rollback()
    else:
        savepoint.commit()
    return outcome


def _take_in(session: Session, desk: Desk, line: Line, ahead: ReadAhead) -> Outcome:
    """A line entered, or why it is refused; of somebody new nothing was entered then."""
    if line.arrival is None:
        return _outcome(line, None)
    try:
        recorded = _enter(session, desk, line.arrival, ahead)
    except Refused as refusal:
        return _outcome(line, None, sentence(refusal))
    return _outcome(line, recorded.person_id)


def _read_ahead(session: Session, desk: Desk, lines: Sequence[Line]) -> ReadAhead:
    listed = [line.arrival for line in lines if line.arrival]
    numbers = {arrival.id_number.number for arrival in listed if arrival.id_number}
    places = {(arrival.community.strip(), arrival.address.strip()) for arrival in listed}
    return ReadAhead(session, desk.office.division, numbers, places)


def _outcome(line: Line, person_id: UUID | None, *refusals: str) -> Outcome:
    name = line.arrival.name if line.arrival else ""
    reasons = (*(reason.told() for reason in line.reasons), *refusals)
    return Outcome(line.number, name, person_id, reasons, tuple(note.told() for note in line.notes))


def _enter(session: Session, desk: Desk, arrival: Arrival, ahead: ReadAhead) -> arrivals.Recorded:
    person = _holder(arrival, ahead)
    if person is not None and person.name != spelling.tidy(arrival.name):
        raise Refused(
            N_("This number is on file for {name}. Compare the number and the name."), name=person.name
        )
    if person is not None or arrival.id_number is None:
        _refuse_known(session, arrival, person)
    if person is not None and arrival.returned and arrival.left_on is not None:
        _end_earlier_stay(session, person, arrival.left_on)
    return arrivals.enter(session, desk, _form(arrival, person, desk.today()), ahead=ahead)


def _holder(arrival: Arrival, ahead: ReadAhead) -> Person | None:
    """Who is on file under the number of a line, if it has one."""
    return ahead.holders.get(arrival.id_number.number) if arrival.id_number else None


def _end_earlier_stay(session: Session, person: Person, left_on: date) -> None:
    open_stay = session.scalars(
        select(Stay).where(Stay.person_id == person.id, Stay.left_on.is_(None), Stay.arrived_on <= left_on)
    ).first()
    if open_stay is not None:
        arrivals.end(session, open_stay, left_on, MOVED)


def _refuse_known(session: Session, arrival: Arrival, person: Person | None) -> None:
    """Refuse a line taken in before; without a number, the same name at the same door that day is it."""
    same_person = Stay.person_id == person.id if person else Person.name == spelling.tidy(arrival.name)
    same = (
        select(Stay)
        .join(Person, Stay.person_id == Person.id)
        .join(Dwelling, Stay.dwelling_id == Dwelling.id)
        .where(
            same_person,
            Stay.arrived_on == arrival.arrived_on,
            Dwelling.community == arrival.community.strip(),
            Dwelling.address == arrival.address.strip(),
        )
    )
    if session.scalars(same).first() is not None:
        raise Refused(N_("{name} is on file with this address and day already."), name=arrival.name)


def _form(arrival: Arrival, person: Person | None, today: date) -> NewArrival:
    """The form as the line fills it; what is on file about the person and not in the list stays as it is."""
    number = arrival.id_number
    return NewArrival(
        name=arrival.name,
        id_kind=number.kind.value if number and number.kind else NO_NUMBER,
        id_number=number.number if number else "",
        sex=arrival.sex,
        born_on=number.birth if number else None,
        arrived_on=arrival.arrived_on,
        community=arrival.community,
        address=arrival.address,
        tenure=arrival.tenure,
        purpose=arrival.purpose,
        nation=person.nation if person else "01",
        household_division=person.household_division if person else (number.origin if number else None),
        household_address=person.household_address if person else "",
        education=person.education if person else None,
        phone=arrival.phone or (person.phone if person else ""),
        urgent_name=person.urgent_name if person else "",
        urgent_phone=person.urgent_phone if person else "",
        landlord_name=arrival.landlord,
        employer=arrival.employer,
        remark=arrival.remark,
        person_id=person.id if person else None,
    )
