"""Around the press: what to compare before a card is printed, and what was printed on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from app import idnumbers, listing, materials, people
from app.desk import Desk
from app.errors import Unavailable
from app.language import N_
from app.listing import Listing
from app.paper import DOCUMENTS, PERMIT_CARD
from db.columns import in_order
from db.records import Permit, Person, Printout

PHOTO, NUMBER, NAME, ADDRESS = "photo", "number", "name", "address"

CAME_OUT = "came_out"
STATES = {
    "prepared": N_("made"),
    "sent": N_("not settled"),
    CAME_OUT: N_("came out"),
    "spoiled": N_("spoiled"),
    "void": N_("nothing came out"),
}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing compared before printing, PHOTO, NUMBER, NAME or ADDRESS, and whether it is in order."""

    item: str
    in_order: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """A document that was made: what, for whom, on which day, and what became of it.

    ``copy`` says that it is one; ``copies`` how many were made of it, where that was counted.
    """

    id: UUID
    document: str
    title: str
    name: str
    state: str
    reason: str
    made_on: date
    copy: bool = False
    copies: int = 0


def checks(desk: Desk, permit_id: UUID) -> tuple[Check, ...]:
    """What the program has compared before the card is printed: card, number and proofs with one another."""
    with desk.reading() as session:
        person_id = session.get_one(Permit, permit_id).person_id
    card = people.card(desk, person_id)
    number = idnumbers.read(card.number, desk.today())
    proved = {m.proves for m in materials.of_person(desk, person_id) if m.state == "held"}
    # Foreign and old numbers do not tell birth and sex; then there is nothing to contradict.
    agrees = number.birth in (None, card.born_on) and number.sex in (None, card.sex)
    return (
        Check(PHOTO, card.photo is not None),
        Check(NUMBER, number.grade is not idnumbers.Grade.IMPOSSIBLE and agrees),
        Check(NAME, "identity" in proved),
        Check(ADDRESS, card.stay is not None and card.stay.registered_on is not None),
    )


def of_day(desk: Desk, day: date) -> Listing[Kept]:
    """Every document made on a day, the latest first."""
    made = select(Printout.row).where(Printout.made_on == day).order_by(Printout.row.desc())
    with desk.reading() as session:
        order = in_order(session, made)[0]
    return listing.begin(order, partial(rows, desk))


def rows(desk: Desk, wanted: Sequence[int]) -> dict[int, Kept]:
    """Documents that were made, by the rows of their records."""
    made = (
        select(Printout, Person.name)
        .outerjoin(Person, Person.id == Printout.person_id)
        .where(Printout.row.in_(wanted))
    )
    with desk.reading() as session:
        return {printout.row: _kept(printout, name or "") for printout, name in session.execute(made)}


def of_person(desk: Desk, person_id: UUID) -> tuple[Kept, ...]:
    """What was printed about a person and may be had again as a copy, the latest first.

    Copies are counted with what they are of. A permit card is not among them: it is never copied.
    """
    copied = aliased(Printout)
    copies = (
        select(func.count())
        .where(copied.copy_of == Printout.id, copied.state == CAME_OUT)
        .correlate(Printout)
        .scalar_subquery()
    )
    made = (
        select(Printout, Person.name, copies)
        .join(Person, Person.id == Printout.person_id)
        .where(
            Printout.person_id == person_id, Printout.state == CAME_OUT, Printout.copy_of.is_(None),
            Printout.document != PERMIT_CARD.name,
        )
        .order_by(Printout.row.desc())
    )  # fmt: skip
    with desk.reading() as session:
        return tuple(_kept(printout, name, count) for printout, name, count in session.execute(made))


def _kept(printout: Printout, name: str, copies: int = 0) -> Kept:
    title = next(document.title for document in DOCUMENTS if document.name == printout.document)
    return Kept(
        printout.id, printout.document, title, name, printout.state, printout.reason, printout.made_on,
        printout.copy_of is not None, copies,
    )  # fmt: skip


def save(pdf: bytes, path: Path) -> Path:
    """Write a document to a file and tell where it went; raises Unavailable when that cannot be written."""
    try:
        path.write_bytes(pdf)
    except OSError as error:
        raise Unavailable(
            N_("Not saved: {path} cannot be written. Choose another folder; nothing is lost."), path=path
        ) from error
    return path.resolve()
