"""The nouns of the office: every table, its columns and what a row may hold.

TO ADD A COLUMN: 1. one line here; 2. ``make migration NAME="phone of a person"``,
read what it wrote and trim it; 3. add it to the value that carries it
(``PersonCard``) and to the form that edits it; mypy shows every place that
builds one. The journal and the exchange need nothing: they work from the table.

Every record has three identities: ``id``, a UUIDv7 that any office can mint
offline and that every reference uses; ``row``, an integer local to this
database, for lists and search; ``version``, which makes a lost update
impossible (it reaches the officer as "Someone else has just changed this
record"). What has none of these and is in no journal, as drafts are, stands in
``db.kept_beside`` and is asked for here as well.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from db.base import Record, hold_limits, one_of, to, words
from db.derived import Clue
from db.kept_beside import Blob as Blob
from db.kept_beside import Draft as Draft
from db.kept_beside import Extract as Extract
from db.kept_beside import Journal as Journal
from db.kept_beside import JournalHead as JournalHead
from db.kept_beside import Original as Original
from db.kept_beside import PagePicture as PagePicture
from db.kept_beside import StationKey as StationKey
from db.types import Fields, Flag, Uid

# -- the office and its people ---------------------------------------------------------------


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


# -- people, where they live and with whom -----------------------------------------------------


class Person(Record):
    """A resident from elsewhere. Not a stay: who left and returns is the same person with a new stay."""

    name: Mapped[str] = words(100)
    sex: Mapped[str] = one_of("0", "1", "2", "9")  # GB/T 2261.1
    born_on: Mapped[date | None]
    nation: Mapped[str] = words(2, default="01")  # GB/T 3304
    household_division: Mapped[str | None] = words(6)
    household_address: Mapped[str] = words(default="")
    phone: Mapped[str] = words(20, default="")
    education: Mapped[str | None] = words(20)
    urgent_name: Mapped[str] = words(100, default="")
    urgent_phone: Mapped[str] = words(20, default="")
    pinyin: Mapped[str] = words(700, default="")
    photo: Mapped[bytes | None] = mapped_column(LargeBinary(32), ForeignKey("blob.sha256"), index=True)
    remark: Mapped[str] = words(1000, default="")

    identifiers: Mapped[list[Identifier]] = relationship(back_populates="person", order_by="Identifier.row")
    stays: Mapped[list[Stay]] = relationship(back_populates="person", order_by="Stay.arrived_on")

    __table_args__ = (Index(None, "name"), Index(None, "born_on"))


class Identifier(Record):
    """One number by which a person is known; a person may have several, or a provisional one only."""

    person_id: Mapped[UUID] = to("person")
    kind: Mapped[str] = one_of("citizen", "hmt", "foreign", "provisional")
    number: Mapped[str] = words(30, unique=True)

    person: Mapped[Person] = relationship(back_populates="identifiers")


class Dwelling(Record):
    """A place to live, written once: community, street and number down to the room, and who lets it."""

    division: Mapped[str] = words(6)
    community: Mapped[str] = words(60)
    address: Mapped[str] = words()
    initials: Mapped[str] = words(default="")
    landlord_name: Mapped[str] = words(100, default="")
    landlord_phone: Mapped[str] = words(20, default="")
    landlord_initials: Mapped[str] = words(100, default="")

    __table_args__ = (
        Index(None, "division", "community", "address", unique=True),
        Index(None, "initials"),
        Index(None, "landlord_initials", "landlord_name", "landlord_phone"),
    )


# What 今日 looks for among a million stays, most of which were registered long ago.
# Written as each database is asked: SQLite does not see that "NOT registered" says the same.
_UNREGISTERED_IN_A_FILE = text("left_on IS NULL AND registered = 0")
_UNREGISTERED = text("left_on IS NULL AND NOT registered")


class Stay(Record):
    """One stretch of living at one dwelling: from the day of arrival to the day of leaving."""

    person_id: Mapped[UUID] = to("person")
    dwelling_id: Mapped[UUID] = to("dwelling")
    arrived_on: Mapped[date]
    left_on: Mapped[date | None]
    leave_reason: Mapped[str | None] = words(30)
    register_by: Mapped[date]  # fixed by the law of the day of arrival
    report_by: Mapped[date | None]  # the place's own last day for a report, as of the last act about them
    registered: Mapped[bool] = mapped_column(Flag, default=False)
    expected_until: Mapped[date | None]
    tenure: Mapped[str] = one_of("owned", "rented", "dormitory", "school", "relatives", "other")
    purpose: Mapped[str] = words(10)
    employer: Mapped[str] = words(100, default="")
    employer_initials: Mapped[str] = words(100, default="")
    job: Mapped[str] = words(60, default="")
    contract_until: Mapped[date | None]
    insured: Mapped[str | None] = one_of("here", "elsewhere", "none")
    remark: Mapped[str] = words(1000, default="")

    person: Mapped[Person] = relationship(back_populates="stays")
    dwelling: Mapped[Dwelling] = relationship()

    __table_args__ = (
        CheckConstraint("left_on IS NULL OR left_on >= arrived_on", name="leaves_after_arriving"),
        # With the two that it asks for, for SQLite would read each stay to see them.
        Index(
            None, "register_by", "left_on", "registered",
            sqlite_where=_UNREGISTERED_IN_A_FILE, postgresql_where=_UNREGISTERED,
        ),
        Index(
            None, "report_by", "left_on", "registered",
            sqlite_where=_UNREGISTERED_IN_A_FILE, postgresql_where=_UNREGISTERED,
        ),
        Index(None, "employer_initials", "employer", "left_on"),
    )  # fmt: skip


class Registration(Record):
    """A residence registration (居住登记) of one stay, and what was told face to face."""

    person_id: Mapped[UUID] = to("person")
    stay_id: Mapped[UUID] = to("stay", unique=True)
    number: Mapped[str] = words(30, unique=True)
    registered_on: Mapped[date]
    closed_on: Mapped[date | None]
    told: Mapped[list[str]] = mapped_column(Fields, default=list)

    __table_args__ = (Index(None, "registered_on"),)


class Household(Record):
    """People who live together as a family; the head is one of its members."""

    head_id: Mapped[UUID] = to("person")


class Member(Record):
    """One person's place in a household, by relation to its head (GB/T 4761)."""

    household_id: Mapped[UUID] = to("household")
    person_id: Mapped[UUID] = to("person")
    relation: Mapped[str] = words(10)
    since: Mapped[date | None]
    until: Mapped[date | None]


# -- histories the law asks about ----------------------------------------------------------------


class Employment(Record):
    """A spell of work for one employer."""

    person_id: Mapped[UUID] = to("person")
    since: Mapped[date]
    until: Mapped[date | None]
    division: Mapped[str] = words(6)
    employer: Mapped[str] = words(100, default="")

    person: Mapped[Person] = relationship()


class Insurance(Record):
    """Months paid in a row into one kind of social insurance in one region, kept by their first days."""

    person_id: Mapped[UUID] = to("person")
    kind: Mapped[str] = one_of("pension", "medical", "unemployment", "injury", "maternity")
    since: Mapped[date]
    until: Mapped[date]
    region: Mapped[str] = words(6)
    backpaid: Mapped[bool] = mapped_column(Flag, default=False)
    flexible: Mapped[bool] = mapped_column(Flag, default=False)


class Schooling(Record):
    """A spell on a school's roll."""

    person_id: Mapped[UUID] = to("person")
    level: Mapped[str] = one_of("primary", "junior", "senior", "vocational", "higher")
    since: Mapped[date]
    until: Mapped[date | None]
    division: Mapped[str] = words(6)
    school: Mapped[str] = words(100, default="")


class Statement(Record):
    """What a person declared about themselves, from the day they said it: yes, no or unknown."""

    person_id: Mapped[UUID] = to("person")
    name: Mapped[str] = words(60)
    value: Mapped[str] = one_of("yes", "no", "unknown")
    made_on: Mapped[date]


# -- the permit and its life -----------------------------------------------------------------------


class Permit(Record):
    """A residence permit (居住证) from application to its end; ``app.permits.MOVES`` says what may follow."""

    person_id: Mapped[UUID] = to("person")
    stay_id: Mapped[UUID] = to("stay")
    kind: Mapped[str] = one_of("first", "replacement", "reissue", default="first")
    replaces_id: Mapped[UUID | None] = to("permit")  # the card this one stands in for
    first_id: Mapped[UUID | None] = to("permit")  # the first card of all, whose years go on with this one
    state: Mapped[str] = one_of(
        "applied", "accepted", "refused", "approved", "printed", "issued", "suspended", "lost", "replaced",
        "cancelled", "seized",
    )  # fmt: skip
    number: Mapped[str | None] = words(30, unique=True)
    applied_on: Mapped[date]
    accepted_on: Mapped[date | None]
    issue_by: Mapped[date | None]  # fixed by the law of the day of acceptance
    approved_on: Mapped[date | None]
    issued_on: Mapped[date | None]  # the day that stands on the card; the years are counted from it
    handed_on: Mapped[date | None]
    full_on: Mapped[date | None]  # the day on which the year of the next endorsement is full …
    endorse_by: Mapped[date | None]  # … and its last day in time, by the law of the last issue or endorsement
    ended_on: Mapped[date | None]
    end_reason: Mapped[str | None] = words(1100)
    agent_name: Mapped[str] = words(100, default="")
    agent_number: Mapped[str] = words(30, default="")
    agent_relation: Mapped[str] = words(30, default="")
    agent_reason: Mapped[str] = words(200, default="")
    fee: Mapped[str] = words(20, default="")  # as the law of the day of application writes it
    receipt: Mapped[str] = words(40, default="")

    person: Mapped[Person] = relationship()
    stay: Mapped[Stay] = relationship()
    endorsements: Mapped[list[Endorsement]] = relationship(order_by="Endorsement.endorsed_on")

    __table_args__ = (
        CheckConstraint("handed_on IS NULL OR issued_on IS NOT NULL", name="dated_when_handed_out"),
        Index(None, "state", "issue_by"),
        Index(None, "state", "endorse_by", "full_on"),
    )


class PermitStep(Record):
    """One step in a permit's life: which, on what day, from which state to which, on what ground and proof.

    ``decision_id`` leads to the law it was taken under; ``until`` is the last day an extension gave.
    """

    person_id: Mapped[UUID] = to("person")
    permit_id: Mapped[UUID] = to("permit")
    step: Mapped[str] = words(20)
    before: Mapped[str] = words(20)
    after: Mapped[str] = words(20)
    taken_on: Mapped[date]
    officer_id: Mapped[UUID] = to("officer")
    reason: Mapped[str] = words(1000, default="")
    ground: Mapped[str] = words(30, default="")
    proofs: Mapped[list[str]] = mapped_column(Fields, default=list)
    card_returned: Mapped[bool] = mapped_column(Flag, default=False)
    until: Mapped[date | None]
    decision_id: Mapped[UUID | None] = to("decision")

    # All that 今日 counts of a day's steps, and all that the day's reckoning reads of a city's of all years.
    __table_args__ = (Index(None, "taken_on", "step"), Index(None, "before", "after", "taken_on"))


class Notice(Record):
    """Everything an application lacks, told at once (art. 9): what was named, and what lay there then.

    ``items`` are the things named, each with what is wrong with it; ``on_file`` are the proofs that
    were held that day, each in which version: what lay there could have been named.
    """

    person_id: Mapped[UUID] = to("person")
    permit_id: Mapped[UUID] = to("permit")
    told_on: Mapped[date]
    officer_id: Mapped[UUID] = to("officer")
    items: Mapped[list[list[str]]] = mapped_column(Fields)
    on_file: Mapped[dict[str, int]] = mapped_column(Fields)
    remark: Mapped[str] = words(1000, default="")


class Endorsement(Record):
    """The yearly endorsement (签注) of a permit, and the due day it was made for."""

    person_id: Mapped[UUID] = to("person")
    permit_id: Mapped[UUID] = to("permit")
    endorsed_on: Mapped[date]
    due_on: Mapped[date]
    officer_id: Mapped[UUID | None] = to("officer")
    decision_id: Mapped[UUID | None] = to("decision")

    __table_args__ = (Index(None, "permit_id", "due_on", unique=True), Index(None, "endorsed_on"))


class Material(Record):
    """A proof that was asked for: held or missing, and how it was verified."""

    person_id: Mapped[UUID] = to("person")
    permit_id: Mapped[UUID | None] = to("permit")
    kind: Mapped[str] = words(30)
    proves: Mapped[str] = one_of("identity", "photo", "address", "work", "study", "agent")
    state: Mapped[str] = one_of("held", "missing")
    verified: Mapped[str] = one_of("", "original_seen", "card_read", "database", "by_phone", default="")
    received_on: Mapped[date | None]
    pages: Mapped[int] = mapped_column(Integer, default=0)
    remark: Mapped[str] = words(1000, default="")


class Page(Record):
    """One page of a proof, photographed or scanned: its picture by checksum, and what was framed on it.

    ``frames`` are the places where a reviewer saw that something lacks: left, top, width and height in
    thousandths of the page, and what lacks there in words.
    """

    person_id: Mapped[UUID] = to("person")
    material_id: Mapped[UUID] = to("material")
    number: Mapped[int] = mapped_column(Integer)  # from 1, in the order they are read
    picture: Mapped[bytes] = mapped_column(LargeBinary(32), ForeignKey("page_picture.sha256"), index=True)
    taken_on: Mapped[date] = mapped_column(index=True)
    officer_id: Mapped[UUID] = to("officer")
    frames: Mapped[list[list[Any]]] = mapped_column(Fields, default=list)


class Decision(Record):
    """What was decided under which law: rule, verdict, edition of the pack, and the reasons as they stood."""

    person_id: Mapped[UUID] = to("person")
    permit_id: Mapped[UUID | None] = to("permit")
    stay_id: Mapped[UUID | None] = to("stay")
    subject: Mapped[str] = words(30)
    outcome: Mapped[str] = words(30)
    decided_on: Mapped[date]
    officer_id: Mapped[UUID] = to("officer")
    rule: Mapped[str | None] = words(60)
    verdict: Mapped[str | None] = words(10)
    pack: Mapped[str | None] = words(30)
    pack_version: Mapped[str | None] = words(30)
    pack_checksum: Mapped[str | None] = words(64)
    answer: Mapped[Any | None] = mapped_column(Fields)
    opinion: Mapped[str] = words(1000, default="")


class Offer(Record):
    """A service that a resident was told of (告知), from which day on, and under which law.

    Nobody is offered again what has been told: ``app.benefits`` says what one telling covers.
    """

    person_id: Mapped[UUID] = to("person")
    rule: Mapped[str] = words(60)
    opens_on: Mapped[date]
    told_on: Mapped[date]
    officer_id: Mapped[UUID] = to("officer")
    pack: Mapped[str] = words(30)
    pack_version: Mapped[str] = words(30)
    pack_checksum: Mapped[str] = words(64)

    __table_args__ = (
        Index(None, "person_id", "rule", "opens_on", unique=True),
        Index(None, "opens_on"),
        Index(None, "told_on"),
    )


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


TABLES = Clue.metadata
"""Every table above, and those that follow from them."""
for _table in TABLES.tables.values():
    hold_limits(_table)
