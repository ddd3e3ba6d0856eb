"""The papers of one resident: which can be printed now, which were, and which goes with a permit."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import paper, papers, people, permits, printouts
from app.desk import Desk
from app.errors import Refused
from app.language import N_, _, sentence
from app.papers import Gather
from app.printouts import Kept
from db.records import Permit

PRINTED = "printed"
"""Asked for in place of a document: what was printed before."""

# Which paper is given to the person when a permit stands so.
OF_STATE = {
    "applied": paper.ONE_TIME_NOTICE.name,
    "accepted": paper.ACCEPTANCE_RECEIPT.name,
    "refused": paper.REFUSAL.name,
    "approved": paper.ACCEPTANCE_RECEIPT.name,
    "printed": paper.ACCEPTANCE_RECEIPT.name,
    "issued": paper.ENDORSEMENT_REMINDER.name,
    "suspended": paper.ENDORSEMENT_REMINDER.name,
    "cancelled": paper.CANCELLATION.name,
}


@dataclass(frozen=True, slots=True)
class Printable:
    """A paper that may be printed for a resident, or why there is none now (``lacking``, a sentence)."""

    document: str
    title: str
    subject_id: UUID | None
    lacking: str


@dataclass(frozen=True, slots=True)
class Papers:
    """Everything to choose from: what can be made now, and what was printed and can be had as a copy."""

    printable: tuple[Printable, ...]
    printed: tuple[Kept, ...]


def of_person(desk: Desk, person_id: UUID) -> Papers:
    """Every paper about a resident and their newest permit, and each one that was printed before."""
    with desk.reading() as session:
        people.found(session, person_id)
        newest = select(Permit.id).where(Permit.person_id == person_id).order_by(Permit.row.desc())
        permit_id = session.scalars(newest).first()
        about = ((papers.ABOUT_PERSON, person_id), (papers.ABOUT_PERMIT, permit_id))
        printable = tuple(
            _printable(session, desk, name, gather, subject_id)
            for gathers, subject_id in about
            for name, gather in gathers.items()
        )
    return Papers(printable, printouts.of_person(desk, person_id))


def that_goes_with(desk: Desk, permit_id: UUID) -> tuple[UUID, str]:
    """Whose a permit is, and the paper that goes with it as it stands; raises Refused where none does."""
    with desk.reading() as session:
        permit = session.get_one(Permit, permit_id)
        document = OF_STATE.get(permit.state)
        if document is None:
            raise Refused(
                N_("No paper goes with a permit that is {state}."), state=_(permits.STATES[permit.state])
            )
        return permit.person_id, document


def _printable(session: Session, desk: Desk, name: str, gather: Gather, subject_id: UUID | None) -> Printable:
    title = next(document.title for document in paper.DOCUMENTS if document.name == name)
    if subject_id is None:
        return Printable(name, title, None, _("No permit was applied for yet."))
    try:
        gather(session, desk, subject_id)
    except Refused as refusal:
        return Printable(name, title, None, sentence(refusal))
    return Printable(name, title, subject_id, "")
