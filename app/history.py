"""Who changed what, when and in which act, read from the journal; and taking an act back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import exists, inspect, select, tuple_
from sqlalchemy.orm import Session

from app.desk import Desk
from app.errors import Refused
from app.language import N_
from db import journal
from db.journal import plain
from db.records import Dwelling, Journal, Officer, Record, Stay

ACTS = {
    "open_office": N_("Opened the office"),
    "invent": N_("Invented by the fictional community"),
    "record_arrival": N_("Recorded an arrival"),
    "amend_arrival": N_("Corrected the entries"),
    "record_departure": N_("Recorded a departure"),
    "register": N_("Registered the residence"),
    "note_materials": N_("Noted materials"),
    "record_statement": N_("Recorded a statement"),
    "apply_for_permit": N_("Took an application for a permit"),
    "permit_accept": N_("Accepted the application"),
    "permit_approve": N_("Approved the permit"),
    "permit_refuse": N_("Refused the permit"),
    "permit_send_back": N_("Sent the application back"),
    "permit_hand_out": N_("Handed the permit out"),
    "permit_report_lost": N_("Noted the permit as lost"),
    "permit_cancel": N_("Cancelled the permit"),
    "endorse": N_("Endorsed the permit"),
    "tell_of_services": N_("Told of services"),
    "make_document": N_("Made a document"),
    "send_to_printer": N_("Sent a document to the printer"),
    "came_out": N_("Saw a print come out right"),
    "spoiled": N_("Noted a spoiled print"),
    "import_station_key": N_("Took in the key of a station"),
    "show_number": N_("Looked at the whole number"),
    "take_in_list": N_("Took in a list of arrivals"),
    "reset_password": N_("Reset a password"),
    "change_password": N_("Changed a password"),
    "add_officer": N_("Took in an officer"),
    "put_in_force": N_("Put a rule pack in force"),
    "roll_back_pack": N_("Rolled a rule pack back"),
    "undo": N_("Took an act back"),
}
# What has left the building or is settled for good cannot be taken back, only followed by another step.
FINAL = frozenset(
    {
        *("open_office", "invent", "came_out", "spoiled", "send_to_printer", "make_document"),
        *("reset_password", "change_password", "add_officer", "show_number"),
    }
)
LOOKS = ("show_number",)  # on record, but nothing was done


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of one row: what it was and what it became, as plain values."""

    kind: str
    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One act of one officer and all that it changed; ``at`` is in UTC, doubtful when the clock was."""

    txn: UUID
    act: str
    officer: str
    at: datetime
    clock_suspect: bool
    changes: tuple[FieldChange, ...]


def of_person(desk: Desk, person_id: UUID, at_most: int = 200) -> tuple[HistoryLine, ...]:
    """What was done about a person, the latest first."""
    with desk.reading() as session:
        entries = (
            select(Journal, Officer.name)
            .outerjoin(Officer, Officer.id == Journal.officer_id)
            .where(Journal.person_id == person_id)
            .order_by(Journal.epoch.desc(), Journal.seq.desc())
            .limit(at_most)
        )
        rows = session.execute(entries).all()
        acts = groupby(rows, key=lambda row: row[0].txn)
        return tuple(_line([(entry, name) for entry, name in act]) for _, act in acts)


def _line(rows: list[tuple[Journal, str | None]]) -> HistoryLine:
    first, officer = rows[0]
    changes = tuple(change for entry, _ in reversed(rows) for change in _changes(entry))
    return HistoryLine(first.txn, first.act, officer or "", first.at, first.clock_suspect, changes)


def _changes(entry: Journal) -> Iterator[FieldChange]:
    for name, (before, after) in entry.changes.items():
        yield FieldChange(entry.kind, name, before, after)


@dataclass(frozen=True, slots=True)
class Undoable:
    """The latest act of this officer, if it can still be taken back."""

    txn: UUID
    act: str


def last(desk: Desk) -> Undoable | None:
    """What Ctrl+Z would take back now: this officer's latest act, unless it is final."""
    with desk.reading() as session:
        latest = session.scalars(
            select(Journal)
            .where(Journal.officer_id == desk.officer.id, Journal.act.not_in(LOOKS))
            .order_by(Journal.epoch.desc(), Journal.seq.desc())
            .limit(1)
        ).first()
        if latest is None or latest.act in FINAL or latest.act == "undo":
            return None
        return Undoable(latest.txn, latest.act)


# A number that was drawn stays drawn, and a permit keeps the one it was given: it may stand on paper already.
SERIES = "series"
KEPT = {("permit", "number")}


def undo(desk: Desk, txn: UUID) -> None:
    """Take an act back, whole: what it entered goes, what it changed or removed is as before.

    The journal keeps both the act and its undoing. Raises Refused for acts that
    are final, and when anything has been done since with whom the act was about.
    """
    with desk.writing("undo") as session:
        entries = session.scalars(
            select(Journal).where(Journal.txn == txn).order_by(Journal.epoch.desc(), Journal.seq.desc())
        ).all()
        if not entries or entries[0].act in FINAL or entries[0].act == "undo":
            raise Refused(N_("This cannot be taken back. Correct it by another step."))
        if _stands(_followed(session, entries[0])):
            raise _overtaken()
        for entry in entries:
            if entry.op == "upd" and entry.kind != SERIES:
                _put_back(session, entry)
            elif entry.op == "del":
                _bring_back(session, entry)
        session.flush()
        _take_out(session, [entry for entry in entries if entry.op == "ins" and entry.kind != SERIES])


def _followed(session: Session, last: Journal) -> Iterable[Journal]:
    """What was entered since about the people of an act whose last entry this is."""
    about = select(Journal.person_id).where(Journal.txn == last.txn)
    since = tuple_(Journal.epoch, Journal.seq) > (last.epoch, last.seq)
    followed = select(Journal).where(Journal.person_id.in_(about), since, Journal.act.not_in(LOOKS))
    return session.scalars(followed.order_by(Journal.epoch, Journal.seq))


def _stands(entries: Iterable[Journal]) -> bool:
    """Whether anything of these entries is left; what was done and taken back again is not."""
    before: dict[tuple[UUID, str], Any] = {}
    after: dict[tuple[UUID, str], Any] = {}
    for entry in entries:
        for name, (was, became) in {**entry.changes, "": (entry.op == "ins", entry.op == "del")}.items():
            before.setdefault((entry.row_id, name), was)
            after[entry.row_id, name] = became
    return before != after


def _put_back(session: Session, entry: Journal) -> None:
    record = _untouched(session, entry)
    columns = inspect(type(record)).columns
    for name, (before, _) in entry.changes.items():
        if (entry.kind, name) not in KEPT:
            setattr(record, name, journal.value(columns[name].type, before))


def _bring_back(session: Session, entry: Journal) -> None:
    kind = _class_of(entry.kind)
    columns = inspect(kind).columns
    was = {name: journal.value(columns[name].type, before) for name, (before, _) in entry.changes.items()}
    session.add(kind(id=entry.row_id, **was))


def _take_out(session: Session, entered: list[Journal]) -> None:
    """Remove what an act entered; what refers goes before what it refers to."""
    for table in reversed(Record.metadata.sorted_tables):
        for entry in entered:
            if entry.kind == table.name and not _is_shared(session, entry):
                session.delete(_untouched(session, entry))
        session.flush()


def _is_shared(session: Session, entry: Journal) -> bool:
    """Whether a dwelling was entered in which others have come to live since."""
    if entry.kind != Dwelling.__tablename__:
        return False
    return session.scalar(select(exists().where(Stay.dwelling_id == entry.row_id))) or False


def _untouched(session: Session, entry: Journal) -> Record:
    """The row as the act left it; raises Refused when it is not so any more."""
    record = session.get(_class_of(entry.kind), entry.row_id)
    if record is None or any(
        plain(getattr(record, name)) != after for name, (_, after) in entry.changes.items()
    ):
        raise _overtaken()
    return record


def _overtaken() -> Refused:
    return Refused(N_("Something has been done with this since. It cannot be taken back any more."))


def _class_of(kind: str) -> type[Record]:
    return next(m.class_ for m in Record.registry.mappers if m.class_.__tablename__ == kind)
