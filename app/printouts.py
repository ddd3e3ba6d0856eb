"""Around the press: what to compare before a card is printed, and what was printed on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from app import idnumbers, materials, people
from app.desk import Desk
from app.errors import Unavailable
from app.language import N_
from app.paper import DOCUMENTS
from db.records import Permit, Person, Printout

PHOTO, NUMBER, NAME, ADDRESS = "photo", "number", "name", "address"

STATES = {
    "prepared": N_("made"),
    "sent": N_("not settled"),
    "came_out": N_("came out"),
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
    """A document that was made: what, for whom, and what became of it."""

    id: UUID
    document: str
    title: str
    name: str
    state: str
    reason: str


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


def of_day(desk: Desk, day: date) -> tuple[Kept, ...]:
    """Every document made on a day, the latest first."""
    titles = {document.name: document.title for document in DOCUMENTS}
    made = (
        select(Printout, Person.name)
        .outerjoin(Person, Person.id == Printout.person_id)
        .where(Printout.made_on == day)
        .order_by(Printout.row.desc())
    )
    with desk.reading() as session:
        return tuple(
            Kept(p.id, p.document, titles[p.document], name or "", p.state, p.reason)
            for p, name in session.execute(made)
        )


def save(pdf: bytes, path: Path) -> Path:
    """Write a document to a file and tell where it went; raises Unavailable when that cannot be written."""
    try:
        path.write_bytes(pdf)
    except OSError as error:
        raise Unavailable(
            N_("Not saved: {path} cannot be written. Choose another folder; nothing is lost."), path=path
        ) from error
    return path.resolve()
