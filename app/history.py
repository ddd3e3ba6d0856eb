"""Who changed what, when and in which act, read from the journal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import groupby
from typing import Any
from uuid import UUID

import numpy as np
from sqlalchemy import BindParameter, Row, bindparam, func, select, tuple_
from sqlalchemy.orm import Session

from app import listing
from app.desk import Desk
from app.language import N_, _
from app.listing import Listing, Numbers
from db.records import Journal, Officer, Reversal
from db.types import Uid

ACTS = {
    "open_office": N_("Opened the office"),
    "invent": N_("Invented by the fictional community"),
    "record_arrival": N_("Recorded an arrival"),
    "amend_arrival": N_("Corrected the entries"),
    "record_departure": N_("Recorded a departure"),
    "register": N_("Registered the residence"),
    "leave_household": N_("Noted who left the household"),
    "note_materials": N_("Noted materials"),
    "take_pages": N_("Took in pages of a proof"),
    "arrange_pages": N_("Removed pages of a proof, or put them in order"),
    "frame_page": N_("Framed what a page lacks"),
    "erase_pages": N_("Erased pages whose time had passed"),
    "choose_retention": N_("Chose which pages of proofs are kept"),
    "take_in_insurance": N_("Took months of insurance in"),
    "take_out_insurance": N_("Took months of insurance out"),
    "note_spell": N_("Noted work or schooling"),
    "take_out_spell": N_("Took work or schooling out"),
    "record_statement": N_("Recorded a statement"),
    "write_remark": N_("Wrote a remark"),
    "apply_for_permit": N_("Took an application for a permit"),
    "renew_permit": N_("Took an application for a new card"),
    "permit_accept": N_("Accepted the application"),
    "permit_extend": N_("Extended the time to issue"),
    "permit_approve": N_("Approved the permit"),
    "permit_refuse": N_("Refused the permit"),
    "permit_send_back": N_("Told what the application lacks"),
    "permit_hand_out": N_("Handed the permit out"),
    "permit_suspend": N_("Noted the permit as suspended"),
    "permit_restore": N_("Noted the permit as restored"),
    "permit_change_address": N_("Changed the address of the permit"),
    "permit_report_lost": N_("Noted the permit as lost"),
    "permit_find": N_("Noted the permit as found"),
    "permit_seize": N_("Took the permit away"),
    "permit_cancel": N_("Cancelled the permit"),
    "endorse": N_("Endorsed the permit"),
    "tell_of_services": N_("Told of services"),
    "make_document": N_("Made a document"),
    "send_to_printer": N_("Sent a document to the printer"),
    "came_out": N_("Saw a print come out right"),
    "spoiled": N_("Noted a spoiled print"),
    "nothing_came": N_("Noted that nothing came out"),
    "receive_blanks": N_("Took in a box of blanks"),
    "spoil_blank": N_("Noted a spoiled blank"),
    "return_blank": N_("Returned a blank"),
    "count_tray": N_("Counted the blanks"),
    "explain": N_("Said why something was not done"),
    "close_day": N_("Closed the day"),
    "reopen_day": N_("Opened a closed day again"),
    "import_station_key": N_("Took in the key of a station"),
    "show_number": N_("Looked at the whole number"),
    "take_in_list": N_("Took in a list of arrivals"),
    "reset_password": N_("Reset a password"),
    "change_password": N_("Changed a password"),
    "add_officer": N_("Took in an officer"),
    "choose_grid": N_("Chose the communities of the own grid"),
    "put_in_force": N_("Put a rule pack in force"),
    "roll_back_pack": N_("Rolled a rule pack back"),
    "merge": N_("Merged what two officers had changed"),
    "ask_question": N_("Asked another officer what is right"),
    "answer_question": N_("Answered what is right"),
    "withdraw_question": N_("Withdrew a question"),
    "put_back": N_("Put the office's file back from a backup"),
    "undo": N_("Took an act back"),
}
# What has left the building or is settled for good cannot be taken back, only followed by another step.
FINAL = frozenset(
    {
        "open_office", "invent", "came_out", "spoiled", "nothing_came", "send_to_printer", "make_document",
        "put_back", "erase_pages", "reset_password", "change_password", "add_officer", "show_number",
        "close_day", "reopen_day",
    }
)  # fmt: skip
_AN_EPOCH = 1 << 32
"""In the list of a person's acts a number is that of an entry, and this times its epoch."""
LOOKS = ("show_number",)  # on record, but nothing was done
BY_ITSELF = ("erase_pages",)  # done by the program, under no officer


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of one row: what it was and what it became, as plain values."""

    kind: str
    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One act and all that it changed; ``at`` is in UTC, doubtful when the clock was.

    ``officer`` says who did it, in words where that was the program itself.
    ``taken_back`` says that it was undone since.
    """

    txn: UUID
    act: str
    officer: str
    at: datetime
    clock_suspect: bool
    changes: tuple[FieldChange, ...]
    taken_back: bool = False


def of_person(desk: Desk, person_id: UUID) -> Listing[HistoryLine]:
    """What was done about a person, act by act, the latest first."""
    with desk.reading() as session:
        acts = session.execute(_ACTS_ABOUT, {"who": person_id}).all()
    return listing.begin(numbered(acts), partial(rows, desk, person_id))


def rows(desk: Desk, person_id: UUID, wanted: Sequence[int]) -> dict[int, HistoryLine]:
    """Acts about a person by the place of their last entry in the journal."""
    with desk.reading() as session:
        entries = session.execute(_ENTRIES_ABOUT, {"who": person_id, "places": places(wanted)})
        return by_number(session, entries)


def numbered(acts: Iterable[Row[int, int]]) -> Numbers:
    """The number of each act in a list, by the epoch and the place of its last entry in the journal."""
    return np.array([epoch * _AN_EPOCH + last for epoch, last in acts], dtype=np.int64)


def places(wanted: Sequence[int]) -> list[tuple[int, int]]:
    """The epochs and places of the last entries of acts, by their numbers."""
    return [divmod(number, _AN_EPOCH) for number in wanted]


def by_number(session: Session, entries: Iterable[Row[Journal, str]]) -> dict[int, HistoryLine]:
    """The acts of these entries, which stand in the journal's order, the latest first, by their numbers."""
    found = [(entry, name) for entry, name in entries]
    numbers = {entry.txn: entry.epoch * _AN_EPOCH + entry.seq for entry, _ in reversed(found)}
    return {numbers[line.txn]: line for line in lines(session, found)}


def lines(session: Session, rows: Iterable[tuple[Journal, str | None]]) -> tuple[HistoryLine, ...]:
    """The acts of these entries, which stand in the journal's order, the latest first."""
    acts = [list(act) for _, act in groupby(rows, key=lambda row: row[0].txn)]
    undone = set(session.scalars(_UNDONE, {"txns": [act[0][0].txn for act in acts]}))
    return tuple(_line(act, undone) for act in acts)


# Asked whenever a file is opened: to put these together takes longer than to ask them.
_WHO: BindParameter[UUID] = bindparam("who", type_=Uid)
_PLACE = tuple_(Journal.epoch, Journal.seq)
_LAST = func.max(Journal.seq)
_ACTS_ABOUT = (
    select(Journal.epoch, _LAST)
    .where(Journal.person_id == _WHO)
    .group_by(Journal.epoch, Journal.txn)
    .order_by(Journal.epoch.desc(), _LAST.desc())
)
_ENDING_THERE = select(Journal.txn).where(_PLACE.in_(bindparam("places", expanding=True)))
_ENTRIES_ABOUT = (
    select(Journal, Officer.name)
    .outerjoin(Officer, Officer.id == Journal.officer_id)
    .where(Journal.person_id == _WHO, Journal.txn.in_(_ENDING_THERE))
    .order_by(Journal.epoch.desc(), Journal.seq.desc())
)
_UNDONE = select(Reversal.txn).where(Reversal.txn.in_(bindparam("txns", expanding=True)))


def _line(rows: list[tuple[Journal, str | None]], undone: set[UUID]) -> HistoryLine:
    first, officer = rows[0]
    changes = tuple(change for entry, _ in reversed(rows) for change in _changes(entry))
    return HistoryLine(
        first.txn,
        first.act,
        officer or _("the program"),
        first.at,
        first.clock_suspect,
        changes,
        first.txn in undone,
    )


def _changes(entry: Journal) -> Iterator[FieldChange]:
    for name, (before, after) in entry.changes.items():
        yield FieldChange(entry.kind, name, before, after)
