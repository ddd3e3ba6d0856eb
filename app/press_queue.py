"""What waits at the press: prints nobody has spoken for, cards to print, cards to hand out.

A card that was sent waits for a word and for nothing else: it stands once, among the prints.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

import numpy as np
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app import batches, listing, printing, queues
from app.desk import Desk
from app.listing import Listing
from app.paper import PERMIT_CARD
from app.printing import Unconfirmed
from app.queues import Waiting
from db.columns import Numbers, in_order
from db.records import Permit, Printout

ASK, PRINT, HAND_OUT = "ask", "print", "hand_out"
TODO = (ASK, PRINT, HAND_OUT)
STATE_OF = {PRINT: "approved", HAND_OUT: "printed"}
_OF_A_TODO = 1 << 40
"""In this queue a number is that of the record, and this times the place of what is to be done in TODO."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the queue: what is to be done, about which permit, or about which print that was sent.

    ``row`` is that of the permit's or the print's record.
    """

    todo: str
    row: int
    waiting: Waiting | None = None
    sent: Unconfirmed | None = None

    @property
    def id(self) -> UUID:
        """The permit's, or the print's that is asked about."""
        subject = self.waiting or self.sent
        assert subject is not None
        return subject.id if isinstance(subject, Waiting) else subject.printout_id

    @property
    def name(self) -> str:
        """Whose it is."""
        if self.waiting is not None:
            return self.waiting.permit.name
        return self.sent.name if self.sent is not None else ""


@dataclass(frozen=True, slots=True, eq=False)
class PressQueue:
    """The queue in its parts TODO.

    ``ready`` are the rows of the permits that a batch may take of those to print, as they wait;
    ``own_cards`` the prints of permit cards that the officer at this desk sent.
    """

    listing: Listing[Line]
    ready: Numbers
    own_cards: tuple[UUID, ...]

    @property
    def asked(self) -> int:
        """How many prints are to be spoken for."""
        return dict(self.listing.parts)[ASK]

    @property
    def to_print(self) -> int:
        """How many cards were not sent yet."""
        return dict(self.listing.parts)[PRINT]

    @property
    def to_hand_out(self) -> int:
        """How many cards are to be handed out."""
        return dict(self.listing.parts)[HAND_OUT]


def queue(desk: Desk, wanted: UUID | None = None, *, from_the_top: bool = False) -> PressQueue:
    """The queue as it stands; the permit or print that is wanted is in hand, or what must be said first."""
    with desk.reading() as session:
        sent = select(Printout.row).where(Printout.state == "sent").order_by(Printout.row)
        asked = in_order(session, sent)[0]
        to_print, ready = batches.to_print(session)
        orders = [asked, to_print, queues.order(session, STATE_OF[HAND_OUT])[0]]
        sought = _sought(session, wanted)
        own = _own_cards(session, desk)
    order = np.concatenate([rows.astype(np.int64) + place * _OF_A_TODO for place, rows in enumerate(orders)])
    if from_the_top and sought is None and len(asked):
        sought = int(asked[0])
    parts = tuple(zip(TODO, map(len, orders), strict=True))
    return PressQueue(listing.begin(order, partial(rows, desk), parts=parts, wanted=sought), ready, own)


def rows(desk: Desk, wanted: Sequence[int]) -> dict[int, Line]:
    """Lines by their numbers in the queue."""
    found: dict[int, Line] = {}
    for place, todo in enumerate(TODO):
        of_todo = [number % _OF_A_TODO for number in wanted if number // _OF_A_TODO == place]
        if not of_todo:
            continue
        if todo == ASK:
            lines = {
                row: Line(ASK, row, sent=sent) for row, sent in printing.unconfirmed(desk, of_todo).items()
            }
        else:
            lines = {row: Line(todo, row, waiting) for row, waiting in queues.rows(desk, of_todo).items()}
        found |= {row + place * _OF_A_TODO: line for row, line in lines.items()}
    return found


def _own_cards(session: Session, desk: Desk) -> tuple[UUID, ...]:
    """The cards this officer sent; nobody can say of another's printer what came out of it."""
    sent = select(Printout.id).where(
        Printout.state == "sent",
        Printout.officer_id == desk.officer.id,
        Printout.document == PERMIT_CARD.name,
    )
    return tuple(session.scalars(sent.order_by(Printout.row)))


def _sought(session: Session, wanted: UUID | None) -> int | None:
    """The number in the queue of a permit, or of a print: that of its card where it was sent."""
    sent = select(Printout.row).where(
        or_(Printout.id == wanted, Printout.permit_id == wanted), Printout.state == "sent"
    )
    if (row := session.scalars(sent).first()) is not None:
        return row
    found = session.execute(select(Permit.row, Permit.state).where(Permit.id == wanted)).first()
    todo = next((todo for todo, state in STATE_OF.items() if found and found.state == state), None)
    return None if found is None or todo is None else found.row + TODO.index(todo) * _OF_A_TODO
