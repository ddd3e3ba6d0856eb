"""A permit's life, the proofs of it, and what was decided and told on the way."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from db.base import Record, one_of, to, words
from db.types import Fields, Flag

if TYPE_CHECKING:
    from db.records.people import Person, Stay


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
