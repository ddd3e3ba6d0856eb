"""The office, its officers and its own work: law put in force, paper and blanks, days and questions."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Record, one_of, to, words
from db.types import Fields, Flag, Uid


class Office(Record):
    """The station this database belongs to; an office's own file has exactly one.

    ``keeps_pages`` is whether pages of proofs are kept at all, ``keeps_identity_pages`` whether those of
    identity documents are too.
    """

    division: Mapped[str] = words(6)
    name: Mapped[str] = words(60)
    organ: Mapped[str] = words(60)
    permit_title: Mapped[str] = words(30)
    fictional: Mapped[bool] = mapped_column(Flag, default=False)
    keeps_pages: Mapped[bool] = mapped_column(Flag, default=True)
    keeps_identity_pages: Mapped[bool] = mapped_column(Flag, default=False)


class Officer(Record):
    """Someone who signs in; every change bears one. ``communities`` are those of the officer's own grid."""

    login: Mapped[str] = words(30, unique=True)
    name: Mapped[str] = words(60)
    post: Mapped[str] = words(60, default="")
    password_hash: Mapped[str] = words(300)
    active: Mapped[bool] = mapped_column(Flag, default=True)
    communities: Mapped[list[str]] = mapped_column(Fields, default=list)


class Series(Record):
    """A counter, drawn from in the transaction that uses the number, so that none is doubled or lost."""

    name: Mapped[str] = words(60, unique=True)
    next: Mapped[int] = mapped_column(Integer, default=1)


class Commencement(Record):
    """A rule pack put in force from a day on, over the one before; once withdrawn it counts for no day."""

    code: Mapped[str] = words(10)
    pack_version: Mapped[str] = words(30)
    content: Mapped[bytes] = mapped_column(LargeBinary(32), ForeignKey("blob.sha256"), index=True)
    since: Mapped[date]
    put_on: Mapped[date]
    officer_id: Mapped[UUID] = to("officer")
    withdrawn_on: Mapped[date | None]
    withdrawn_by: Mapped[UUID | None] = to("officer")


class Printout(Record):
    """A document as it was made: its bytes by checksum, and whether the officer saw it come out right.

    What is about the office's work rather than about somebody belongs to no person.
    """

    document: Mapped[str] = words(40)
    person_id: Mapped[UUID | None] = to("person")
    permit_id: Mapped[UUID | None] = to("permit")
    registration_id: Mapped[UUID | None] = to("registration")
    state: Mapped[str] = one_of("prepared", "sent", "came_out", "spoiled", "void")
    made_on: Mapped[date]
    pdf: Mapped[bytes] = mapped_column(LargeBinary(32), ForeignKey("blob.sha256"), index=True)
    officer_id: Mapped[UUID] = to("officer")
    reason: Mapped[str] = words(200, default="")
    copy_of: Mapped[UUID | None] = to("printout")
    batch_of: Mapped[UUID | None] = to("printout")  # the card that its batch began with, of those after it
    sheet: Mapped[str] = words(40, default="")  # how the sheet of cards is laid out that it was printed on
    place: Mapped[int | None]  # which of the sheet's places, from 1

    # The second tells the batches of all years, which are the cards that one began with.
    __table_args__ = (Index(None, "made_on"), Index(None, "document", "batch_of", "made_on"))


class BlankBox(Record):
    """A box of numbered blank cards as received, by first and last number; one or more to a sheet."""

    first: Mapped[str] = words(20)
    last: Mapped[str] = words(20)
    to_a_sheet: Mapped[int] = mapped_column(Integer, default=1)
    received_on: Mapped[date]
    officer_id: Mapped[UUID] = to("officer")


class Blank(Record):
    """One numbered blank: where it lies, or on which day it was used, spoiled or returned, and why."""

    box_id: Mapped[UUID] = to("blank_box")
    number: Mapped[str] = words(20, unique=True)
    state: Mapped[str] = one_of("lies", "reserved", "used", "spoiled", "returned")
    printout_id: Mapped[UUID | None] = to("printout")
    settled_on: Mapped[date | None]
    reason: Mapped[str] = words(200, default="")

    __table_args__ = (Index(None, "state", "settled_on"),)


class BlankCount(Record):
    """The blanks as an officer counted them in the tray, what the ledger said then, and why they differ."""

    counted_on: Mapped[date] = mapped_column(index=True)
    seen: Mapped[int]
    on_ledger: Mapped[int]
    reason: Mapped[str] = words(200, default="")
    officer_id: Mapped[UUID] = to("officer")


class Explanation(Record):
    """Why something that was due was not done by the end of a day.

    ``subject_id`` is that of the draft, the stay or the permit, as ``matter`` says.
    """

    explained_on: Mapped[date]
    matter: Mapped[str] = one_of("register", "review", "print", "hand_out", "draft")
    subject_id: Mapped[UUID] = mapped_column(Uid)
    person_id: Mapped[UUID | None] = to("person")
    reason: Mapped[str] = words(30)
    remark: Mapped[str] = words(200, default="")
    officer_id: Mapped[UUID] = to("officer")

    __table_args__ = (Index(None, "explained_on", "matter", "subject_id", unique=True),)


class DayClose(Record):
    """A day as it was closed and signed, with the figures as they stood; reopened since, or standing.

    ``nth`` is 1 for the first close of a day, 2 for the one after it was reopened.
    """

    day: Mapped[date]
    nth: Mapped[int] = mapped_column(Integer, default=1)
    closed_at: Mapped[datetime]
    officer_id: Mapped[UUID] = to("officer")
    figures: Mapped[dict[str, Any]] = mapped_column(Fields)
    reopened_at: Mapped[datetime | None]
    reopened_by: Mapped[UUID | None] = to("officer")
    reopen_reason: Mapped[str] = words(200, default="")

    __table_args__ = (Index(None, "day", "nth", unique=True),)


class Question(Record):
    """What an officer asked another about a conflict, and what that one answered: words, choices or both.

    ``conflict_id`` is the draft's that waits to be chosen; a question outlives it. ``choices`` are by field
    the side that is right, and what both had written there when it was answered.
    """

    person_id: Mapped[UUID] = to("person")
    conflict_id: Mapped[UUID] = mapped_column(Uid, index=True)
    officer_id: Mapped[UUID] = to("officer")  # who asks
    asked_id: Mapped[UUID] = to("officer")  # who is asked
    asked_at: Mapped[datetime]
    fields: Mapped[list[str]] = mapped_column(Fields)
    sentence: Mapped[str] = words(200)
    answered_at: Mapped[datetime | None]
    reply: Mapped[str] = words(200, default="")
    choices: Mapped[dict[str, list[Any]]] = mapped_column(Fields, default=dict)
    withdrawn_at: Mapped[datetime | None]


class Reversal(Record):
    """An act that was taken back: which by its transaction, by whom, when and why.

    Like the journal it outlives whom it is about.
    """

    person_id: Mapped[UUID | None] = mapped_column(Uid)
    txn: Mapped[UUID] = mapped_column(Uid, index=True)
    act: Mapped[str] = words(60)
    reversed_on: Mapped[date]
    officer_id: Mapped[UUID] = to("officer")
    reason: Mapped[str] = words(1000, default="")
