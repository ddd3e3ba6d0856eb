"""Making a document's PDF, and what became of it: sent to the printer, came out right, or spoiled.

A printer can say "accepted", never "on this sheet": the officer's eye is the
commit point, and nothing is ever printed again by itself. (Paper on trust, section 10.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import blanks, daily_work, numbering, papers, people, permits, signing
from app.desk import Desk
from app.errors import Refused
from app.language import N_, _, speaking
from app.paper import (
    DAILY_LIST,
    DOCUMENTS,
    PERMIT_CARD,
    Document,
    PermitCard,
    content,
)
from app.paper.content import Content
from app.paper.letters import Issued
from app.papers import Subject, cards
from app.progress import Progress
from db.records import Blank, Blob, Permit, Person, Printout

PAPER_LANGUAGE = "zh_CN"
PDF = "application/pdf"
# A card has little room: its code says in clear no more than who holds which permit since when.
CARD_KNOWN_BY = ("number", "name", "id_number", "issued_on")


@dataclass(frozen=True, slots=True)
class Made:
    """A document ready to print: its bytes are kept under this printout, and a card's blank for it.

    Where it is a sheet of cards, each of them has a printout of its own; the ``others`` after the first.
    """

    printout_id: UUID
    document: str
    title: str
    pdf: bytes
    copy: bool = False
    blank: str = ""
    others: tuple[UUID, ...] = ()

    @property
    def two_sided(self) -> bool:
        """Whether front and back belong on one paper."""
        return is_two_sided(self.document)

    @property
    def printouts(self) -> tuple[UUID, ...]:
        """Every printout that is on this paper."""
        return (self.printout_id, *self.others)


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """A printout that was sent and about which nobody has said yet whether it came out.

    ``mine`` are those that the officer at this desk sent; ``blank`` is the number a card should bear, and
    ``place`` where it lies on its sheet. ``permit_id`` is of a card and of a letter about a permit.
    """

    printout_id: UUID
    document: str
    title: str
    name: str
    made_on: date
    mine: bool
    blank: str
    place: int | None = None
    permit_id: UUID | None = None


def preview(desk: Desk, document: str, subject_id: UUID, bare: bool = False) -> bytes:
    """The PDF as it would be printed now, without a letter's number and signed code; nothing is kept."""
    with desk.reading() as session, speaking(PAPER_LANGUAGE):
        subject = MAKERS[document](session, desk, subject_id)
    return _DRAWN[document].make(subject.value, desk.today(), bare=bare)


def is_two_sided(document: str) -> bool:
    """Whether front and back of a document belong on one paper."""
    return _DRAWN[document].two_sided


def make(desk: Desk, document: str, subject_id: UUID, bare: bool = False, batch: UUID | None = None) -> Made:
    """Make a document to print and keep its bytes; raises Refused while an earlier card awaits a word.

    For pre-printed stock it is made ``bare``, and kept so: it is what came out of the printer.
    A card reserves the next blank; raises Refused where none is left. It belongs to the ``batch`` that
    began with that print, or begins one.
    It is drawn inside the transaction: a letter's number is used on the paper that is kept, or not at all.
    """
    gather = MAKERS[document]
    with desk.writing("make_document") as session:
        with speaking(PAPER_LANGUAGE):
            subject = gather(session, desk, subject_id)
        _refuse_second_card(session, document, subject.permit_id)
        if document == PERMIT_CARD.name:
            give_up_unsent(session, [subject_id])
        made = _make(session, desk, document, subject, bare)
        if document == PERMIT_CARD.name:
            card = session.get_one(Printout, made.printout_id)
            card.batch_of = batch
            blank = blanks.reserve(session, desk, card)
            return replace(made, blank=blank.number if blank else "")
        return made


def make_of(desk: Desk, document: str, subject: Subject, bare: bool = False) -> Made:
    """Make a document of what was gathered before, such as figures that took long to count, and keep it.

    It may have many sheets, so it is drawn before anybody must wait for it, under the number that comes
    next; and once more only where another desk was just given that one.
    """
    drawn = _DRAWN[document]
    with desk.reading() as session:
        value = _signed(session, desk, drawn, subject.value, numbering.following(session, "paper", desk))
    ahead = value, drawn.make(value, desk.today(), bare=bare)
    with desk.writing("make_document") as session:
        return _make(session, desk, document, subject, bare, ahead)


def _make(
    session: Session, desk: Desk, document: str, subject: Subject, bare: bool,
    ahead: tuple[Any, bytes] | None = None,
) -> Made:  # fmt: skip
    """Draw a document, signed, and keep its bytes; what was drawn ``ahead`` serves where it says the same."""
    drawn, number = _DRAWN[document], ""
    if isinstance(subject.value, Issued):
        number = numbering.draw(session, "paper", desk)
    value = _signed(session, desk, drawn, subject.value, number)
    drawn_of, pdf = ahead or (None, b"")
    if drawn_of != value:  # nothing was drawn ahead, or under a number that is another's by now
        pdf = drawn.make(value, desk.today(), bare=bare)
    pdf = signing.sign_file(session, pdf)
    printout = keep(session, desk, document, subject, people.keep_bytes(session, pdf, PDF))
    return Made(printout.id, document, drawn.title, pdf)


def card_to_print(session: Session, desk: Desk, permit_id: UUID) -> Subject:
    """What a card bears, signed; raises Refused while an earlier card of the permit awaits a word."""
    with speaking(PAPER_LANGUAGE):
        subject = cards.card(session, desk, permit_id)
    _refuse_second_card(session, PERMIT_CARD.name, permit_id)
    return replace(subject, value=_signed(session, desk, PERMIT_CARD, subject.value, ""))


def give_up_unsent(session: Session, permits: Sequence[UUID]) -> None:
    """Cards that were made and never sent cannot have been printed: their blanks are free again."""
    unsent = select(Printout).where(Printout.permit_id.in_(permits), Printout.state == "prepared",
                                    Printout.document == PERMIT_CARD.name)  # fmt: skip
    for printout in session.scalars(unsent).all():
        printout.state = "void"
        blanks.release(session, printout.id)
    session.flush()


def card_to_see(session: Session, desk: Desk, permit_id: UUID) -> PermitCard:
    """What a card would bear, without its signed code."""
    with speaking(PAPER_LANGUAGE):
        card = cards.card(session, desk, permit_id).value
    assert isinstance(card, PermitCard)
    return card


def keep(session: Session, desk: Desk, document: str, subject: Subject, pdf: bytes) -> Printout:
    """Note a document as made, its bytes kept before under this checksum."""
    printout = Printout(
        document=document, person_id=subject.person_id, permit_id=subject.permit_id,
        registration_id=subject.registration_id, state="prepared", made_on=desk.today(), pdf=pdf,
        officer_id=desk.officer.id,
    )  # fmt: skip
    session.add(printout)
    session.flush()
    return printout


def again(desk: Desk, printout_id: UUID) -> Made:
    """A kept document once more, byte for byte, on record as a copy; raises Refused for a permit card.

    Two cards of one permit must never lie in the world: a lost or damaged one is replaced by another.
    """
    with desk.writing("make_document") as session:
        first = session.get_one(Printout, printout_id)
        if first.document == PERMIT_CARD.name:
            raise Refused(N_("A permit card is not copied; a lost or damaged one is replaced."))
        copy = Printout(
            document=first.document, person_id=first.person_id, permit_id=first.permit_id,
            registration_id=first.registration_id, state="prepared", made_on=desk.today(), pdf=first.pdf,
            officer_id=desk.officer.id, copy_of=first.copy_of or first.id,
        )  # fmt: skip
        session.add(copy)
        session.flush()
        pdf = session.get_one(Blob, first.pdf).content
        return Made(copy.id, first.document, _DRAWN[first.document].title, pdf, copy=True)


def _signed(session: Session, desk: Desk, drawn: Document[Any], value: Any, number: str) -> Any:
    """The value with its signed code, and what the office writes with a number of its own before that."""
    if isinstance(value, Issued):
        value = replace(value, number=number)
    most = drawn.code_room(desk.today())

    def fits(said: Content) -> bool:
        return signing.length(said) <= most

    known_by = CARD_KNOWN_BY if drawn.name == PERMIT_CARD.name else tuple(content.KNOWN_BY)
    said = content.of(drawn.name, value, fits, known_by)
    return replace(value, code=signing.sign(session, said))


def sent(desk: Desk, *printouts: UUID) -> None:
    """Note, before it is handed to the printer, that a document is being printed, or all on one sheet.

    A letter that was saved may be printed too, or saved elsewhere, until somebody has said what became of it.
    """
    with desk.writing("send_to_printer") as session:
        for printout_id in printouts:
            printout = session.get_one(Printout, printout_id)
            _refuse_second_card(session, printout.document, printout.permit_id)
            _turn(session, printout_id, "sent", ("prepared", "sent"))


def came_out(desk: Desk, printout_id: UUID, seen: str = "") -> None:
    """The officer has seen that it came out right; a permit card counts as printed from now.

    ``seen`` is the number on the card where it is another than that of the blank reserved.
    """
    with desk.writing("came_out") as session:
        _count_in(session, desk, printout_id, seen)


def all_came_out(desk: Desk, printouts: Sequence[UUID], progress: Progress) -> int:
    """The officer has seen every one of them come out right; answers how many. All of them count, or none."""
    with desk.writing("came_out") as session:
        every = len(printouts)
        for printout_id in progress.through(printouts, total=every, doing=N_("Counting the cards")):
            _count_in(session, desk, printout_id, "")
        return every


def spoiled(desk: Desk, printout_id: UUID, reason: str, seen: str = "") -> None:
    """It came out wrong: its blank is spoiled, the permit stays where it was and may be printed again."""
    if not reason.strip():
        raise Refused(N_("Say what went wrong; spoiled papers are counted."), field="reason")
    with desk.writing("spoiled") as session:
        _turn(session, printout_id, "spoiled", ("prepared", "sent")).reason = reason.strip()
        blanks.waste(session, desk, printout_id, reason, seen)


def nothing_came(desk: Desk, printout_id: UUID) -> None:
    """The officer has looked: nothing came out. The blank lies there as before; it may be printed again."""
    with desk.writing("nothing_came") as session:
        _turn(session, printout_id, "void", ("prepared", "sent"))
        blanks.release(session, printout_id)


def unconfirmed(desk: Desk, rows: Sequence[int]) -> dict[int, Unconfirmed]:
    """Those of these prints that were sent to a printer and never confirmed, by the rows of their records."""
    with desk.reading() as session:
        waiting = (
            select(Printout, Person.name, Blank.number)
            .outerjoin(Person, Person.id == Printout.person_id)
            .outerjoin(Blank, (Blank.printout_id == Printout.id) & (Blank.state == blanks.RESERVED))
            .where(Printout.state == "sent", Printout.row.in_(rows))
        )
        return {
            p.row: Unconfirmed(
                p.id,
                p.document,
                _DRAWN[p.document].title,
                name or "",
                p.made_on,
                p.officer_id == desk.officer.id,
                blank or "",
                p.place,
                p.permit_id,
            )
            for p, name, blank in session.execute(waiting)
        }


def count_unconfirmed(desk: Desk) -> int:
    """How many prints were sent to a printer and never confirmed."""
    with desk.reading() as session:
        sent = select(func.count()).select_from(Printout).where(Printout.state == "sent")
        return session.scalar(sent) or 0


def kept(desk: Desk, printout_id: UUID) -> bytes:
    """The bytes of a document as they were printed."""
    with desk.reading() as session:
        printout = session.get_one(Printout, printout_id)
        return session.get_one(Blob, printout.pdf).content


def _count_in(session: Session, desk: Desk, printout_id: UUID, seen: str) -> None:
    printout = _turn(session, printout_id, "came_out", ("prepared", "sent"))
    blanks.use(session, desk, printout_id, seen)
    if printout.document == PERMIT_CARD.name and printout.permit_id is not None:
        permit = session.get_one(Permit, printout.permit_id)
        permits.take_step(session, desk, permit, "print")
        permit.issued_on = printout.made_on  # the day that stands on the card


def _turn(session: Session, printout_id: UUID, state: str, allowed: tuple[str, ...]) -> Printout:
    printout = session.get_one(Printout, printout_id)
    if printout.state not in allowed:
        raise Refused(N_("This print has been settled already. Nothing was changed."))
    printout.state = state
    return printout


def _refuse_second_card(session: Session, document: str, permit_id: UUID | None) -> None:
    """Two cards of one permit must never lie in the world, whichever desk was quicker."""
    if document != PERMIT_CARD.name:
        return
    permit = session.scalars(select(Permit).where(Permit.id == permit_id).with_for_update()).one()
    if ("print" not in permits.steps_from(permit.state)) or permit.number is None:
        raise Refused(
            N_("This permit is {state}; a card is printed once it is approved, and only once."),
            state=_(permits.STATES[permit.state]),
        )  # fmt: skip
    waiting = select(Printout).where(Printout.permit_id == permit.id, Printout.state == "sent")
    if session.scalars(waiting).first() is not None:
        raise Refused(N_("This card was sent to the printer before. Say first whether it came out."))


_DRAWN = {document.name: document for document in DOCUMENTS}
MAKERS: dict[str, papers.Gather] = {
    DAILY_LIST.name: daily_work.daily_list,
    **papers.CARDS,
    **papers.ABOUT_PERMIT,
    **papers.ABOUT_PERSON,
}
