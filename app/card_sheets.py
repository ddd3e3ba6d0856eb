"""Permit cards on sheets of A4, cut beforehand: which place is free next, and a sheet filled in order.

A sheet of which some places are used is put in again, so the next free one is remembered. Where
blanks are kept, the ledger knows it by their numbers; where none are, the last card printed on a sheet
tells. Each card is a print of its own: it came out, is spoiled, or never came, whatever the others did.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import blanks, people, printing, signing
from app.desk import Desk
from app.errors import Refused
from app.language import N_
from app.paper import (
    CARDS_BY_EIGHT,
    CARDS_BY_TEN,
    PERMIT_CARD,
    CardSheet,
    Document,
    Laid,
    card_sheet,
    wording,
)
from app.printing import PDF, Made
from db.records import Blank, Printout

LAYOUTS: dict[str, Document[CardSheet]] = {each.name: each for each in (CARDS_BY_TEN, CARDS_BY_EIGHT)}


@dataclass(frozen=True, slots=True)
class OpenSheet:
    """The sheet that is printed on next: what each of its places is, by ``blanks.STATES``, and its number.

    ``next`` is the next free place, counted from 1; 0 where no sheet is left. ``numbers`` are empty where
    the office keeps no stock.
    """

    layout: str
    places: tuple[str, ...]
    next: int
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Free:
    """A place to print on, and the blank that lies there where blanks are kept."""

    place: int
    blank: Blank | None = None


def to_a_sheet(layout: str, desk: Desk) -> int:
    """How many cards a sheet of this layout has, by the edition of today."""
    return len(card_sheet.places(wording.form(layout, desk.today())))


def open_sheet(desk: Desk, layout: str) -> OpenSheet:
    """The sheet that is printed on next, as it stands."""
    every = to_a_sheet(layout, desk)
    with desk.reading() as session:
        if blanks.is_kept(session):
            sheet = blanks.on_the_sheet(session, every)
            lying = [place for place, blank in enumerate(sheet, 1) if blank.state == blanks.LIES]
            return OpenSheet(
                layout, tuple(blank.state for blank in sheet) or (blanks.USED,) * every,
                lying[0] if lying else 0, tuple(blank.number for blank in sheet),
            )  # fmt: skip
        following = _after_the_last(session, layout, every)
    return OpenSheet(
        layout, (blanks.USED,) * (following - 1) + (blanks.LIES,) * (every - following + 1), following
    )


def preview(desk: Desk, layout: str, permits: Sequence[UUID], start: int, bare: bool = False) -> bytes:
    """The sheet as it would be printed from this place on, without signed codes; nothing is kept."""
    every = to_a_sheet(layout, desk)
    with desk.reading() as session:
        free = range(start, every + 1)
        laid = tuple(
            Laid(place, printing.card_to_see(session, desk, permit_id), desk.today())
            for place, permit_id in zip(free, permits, strict=False)
        )
    return LAYOUTS[layout].make(CardSheet(laid), desk.today(), bare=bare)


def make(
    desk: Desk, layout: str, permits: Sequence[UUID], bare: bool = False, start: int | None = None,
    batch: UUID | None = None,
) -> Made:  # fmt: skip
    """Make one sheet of the first of these cards, as many as have a place on it, from ``start`` or the next.

    The printouts answered belong to the first permits, in their order, and to the ``batch`` that began with
    that print, or with the first of them. Raises Refused where no blank is left, where the place is taken,
    and where one of the cards may not be printed: then none is.
    """
    with desk.writing("make_document") as session:
        every = to_a_sheet(layout, desk)
        printing.give_up_unsent(session, permits[:every])
        free = _free(session, layout, every, start)
        subjects = [printing.card_to_print(session, desk, each) for each in islice(permits, len(free))]
        laid = tuple(
            Laid(place.place, subject.value, desk.today())
            for place, subject in zip(free, subjects, strict=False)
        )
        pdf = signing.sign_file(session, LAYOUTS[layout].make(CardSheet(laid), desk.today(), bare=bare))
        kept = people.keep_bytes(session, pdf, PDF)
        printouts = []
        for place, subject in zip(free, subjects, strict=False):
            printout = printing.keep(session, desk, PERMIT_CARD.name, subject, kept)
            printout.sheet, printout.place, printout.batch_of = layout, place.place, batch
            batch = batch or printout.id
            if place.blank is not None:
                blanks.hold(place.blank, printout)
            printouts.append(printout.id)
        first, *others = printouts
        return Made(first, layout, LAYOUTS[layout].title, pdf, others=tuple(others))


def job_of(desk: Desk, printout_id: UUID) -> UUID:
    """The printout under whose name the paper went to the printer: the first one on the same sheet."""
    with desk.reading() as session:
        printout = session.get_one(Printout, printout_id)
        if printout.place is None:
            return printout_id
        same = select(Printout.id).where(Printout.pdf == printout.pdf).order_by(Printout.row).limit(1)
        return session.scalars(same).one()


def _free(session: Session, layout: str, every: int, start: int | None) -> list[_Free]:
    """The places of the open sheet to print on, from ``start`` or the next one."""
    if not blanks.is_kept(session):
        return [_Free(place) for place in range(start or _after_the_last(session, layout, every), every + 1)]
    sheet = blanks.on_the_sheet(session, every)
    free = [_Free(place, blank) for place, blank in enumerate(sheet, 1) if blank.state == blanks.LIES]
    if not free:
        raise Refused(N_("No sheet of blank cards is left. Take in a new box first; nothing was printed."))
    if start is not None and start not in [each.place for each in free]:
        raise Refused(
            N_("Place {place} of the sheet is not free any more. Choose another; nothing was printed."),
            place=start,
        )
    return [each for each in free if each.place >= (start or 1)]


def _after_the_last(session: Session, layout: str, every: int) -> int:
    """The place after the last card on a sheet; what never came out has used none."""
    on_a_sheet = select(Printout.sheet, Printout.place).where(
        Printout.place.is_not(None), Printout.state.in_(("sent", "came_out", "spoiled"))
    )
    last = session.execute(on_a_sheet.order_by(Printout.row.desc()).limit(1)).first()
    return last.place % every + 1 if last is not None and last.sheet == layout else 1
