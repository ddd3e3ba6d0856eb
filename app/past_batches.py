"""Batches printed before (历史批次): the cards that went to the press at one go, and what became of each.

A batch is what an officer sent by one press of the key: cards one after the other, sheets of them, or a
card by itself. The card it began with stands for it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from uuid import UUID

import numpy as np
from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, selectinload

from app import idnumbers, listing, people, search
from app.desk import Desk
from app.language import _, plural
from app.listing import Listing, Numbers
from app.paper import PERMIT_CARD
from app.printouts import CAME_OUT
from db.columns import in_order
from db.records import Blank, BlankBox, Journal, Officer, Permit, Person, Printout

_BEGUN = func.coalesce(Printout.batch_of, Printout.id)
"""Of a card the one that its batch began with."""
FEW_DIGITS = 3
"""A blank is found by as many of its figures."""
NAMED = 3
"""So many boxes are named one by one."""
MANY = 500
"""Who is meant by fewer letters than that is not looked for further."""


@dataclass(frozen=True, slots=True)
class Span:
    """Blanks of one box, the ``nth`` received, that a batch took: from the first to the last."""

    nth: int
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch: when it was begun and by whom, how many cards it had, and what became of them by its state.

    ``began_at`` is in UTC, None where the journal does not tell. ``name`` is the holder of the card it
    began with; ``blanks`` are those it used or spoiled or that are still in the printer.
    """

    id: UUID
    made_on: date
    began_at: datetime | None
    officer: str
    name: str
    states: Mapping[str, int]
    blanks: tuple[Span, ...]

    @property
    def cards(self) -> int:
        """How many cards it had."""
        return sum(self.states.values())

    @property
    def came_out(self) -> int:
        """How many of them came out right."""
        return self.states.get(CAME_OUT, 0)


@dataclass(frozen=True, slots=True)
class BatchCard:
    """One card of a batch: whose, on which blank, what became of it and why, and how its permit stands now.

    ``blank`` is "" where nothing came out and where the office keeps no stock; ``place`` is where on its
    sheet it lay.
    """

    id: UUID
    person_id: UUID
    name: str
    sex: str
    age: int | None
    id_number: str
    number: str
    blank: str
    state: str
    reason: str
    permit_state: str
    place: int | None


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Batches, the latest day first, each day a part; of those looked for the rows of the cards meant.

    ``more`` says that more people are meant than were looked for.
    """

    listing: Listing[Batch]
    cards: frozenset[int] = frozenset()
    more: bool = False


def listed(desk: Desk, text: str = "") -> Found:
    """Every batch; or those with a card of whoever a text means, or on a blank with such a number."""
    if not text.strip():
        return Found(_by_day(desk))
    hits = search.hits(desk, text, MANY)
    with desk.reading() as session:
        meant = _meant(session, [hit.person.id for hit in hits.found], text)
    return Found(_by_day(desk, set(meant.values())), frozenset(meant), hits.then is not None)


def rows(desk: Desk, wanted: Sequence[int]) -> dict[int, Batch]:
    """Batches by the rows of the cards they began with."""
    begun = (
        select(Printout, Officer.name, Person.name)
        .join(Officer, Officer.id == Printout.officer_id)
        .outerjoin(Person, Person.id == Printout.person_id)
        .where(Printout.row.in_(wanted))
    )
    with desk.reading() as session:
        found = [(first, officer, name or "") for first, officer, name in session.execute(begun)]
        ids = [first.id for first, _officer, _name in found]
        states, blanks, began = _states(session, ids), _blanks(session, ids), _began(session, ids)
        return {
            first.row: Batch(
                first.id, first.made_on, began.get(first.id), officer, name, states[first.id],
                tuple(blanks.get(first.id, ())),
            )
            for first, officer, name in found
        }  # fmt: skip


def found(desk: Desk, batch_id: UUID) -> Batch:
    """One batch as it stands, by the card it began with; raises Refused where that is gone."""
    with desk.reading() as session:
        row = session.get_one(Printout, batch_id).row
    return rows(desk, [row])[row]


def cards(desk: Desk, batch_id: UUID, meant: Collection[int] = ()) -> Listing[BatchCard]:
    """The cards of a batch in the order in which they were printed; the first that is meant is in hand."""
    with desk.reading() as session:
        order = in_order(session, select(Printout.row).where(_of([batch_id])).order_by(Printout.row))[0]
    wanted = next((row for row in order.tolist() if row in meant), None) if meant else None
    return listing.begin(order, partial(card_rows, desk), wanted=wanted)


def card_rows(desk: Desk, wanted: Sequence[int]) -> dict[int, BatchCard]:
    """Cards of batches by the rows of their prints."""
    printed = (
        select(Printout, Person, Permit, Blank.number)
        .join(Person, Person.id == Printout.person_id)
        .join(Permit, Permit.id == Printout.permit_id)
        .outerjoin(Blank, Blank.printout_id == Printout.id)
        .options(selectinload(Person.identifiers))
        .where(Printout.row.in_(wanted))
    )
    with desk.reading() as session:
        return {
            card.row: _card(desk, card, person, permit, blank or "")
            for card, person, permit, blank in session.execute(printed)
        }


def blanks_in_words(spans: Sequence[Span]) -> str:
    """The blanks a batch took: the first and the last number of each box, or of all where they are many."""
    if len(spans) > NAMED:
        spans = (Span(spans[0].nth, spans[0].first, spans[-1].last),)
    return _(", ").join(one.first if one.first == one.last else f"{one.first}–{one.last}" for one in spans)


def boxes_in_words(spans: Sequence[Span]) -> str:
    """The boxes a batch took blanks from; "" for none."""
    if len(spans) > NAMED:
        return _("boxes {first} to {last}", first=spans[0].nth, last=spans[-1].nth)
    nths = _(", ").join(str(one.nth) for one in spans)
    return plural("box {boxes}", "boxes {boxes}", len(spans), boxes=nths) if spans else ""


def _by_day(desk: Desk, only: set[UUID] | None = None) -> Listing[Batch]:
    begins = (Printout.document == PERMIT_CARD.name, Printout.batch_of.is_(None))
    asked = select(Printout.row, Printout.made_on).where(*begins)
    if only is not None:
        asked = asked.where(Printout.id.in_(only))
    with desk.reading() as session:
        order, days = in_order(session, asked.order_by(Printout.made_on.desc(), Printout.row.desc()))
    return listing.begin(order, partial(rows, desk), parts=_parts(days))


def _parts(days: Numbers) -> list[tuple[str, int]]:
    """Each day of days that follow one another, and how many stand there of it."""
    begins = np.flatnonzero(np.diff(days, prepend=0))
    counts = np.diff(begins, append=len(days))
    return [
        (date.fromordinal(day).isoformat(), count)
        for day, count in zip(days[begins].tolist(), counts.tolist(), strict=True)
    ]


def _meant(session: Session, holders: Sequence[UUID], text: str) -> dict[int, UUID]:
    """The rows of the cards that are meant, each with the card its batch began with."""
    meant: ColumnElement[bool] = Printout.person_id.in_(holders)
    plain = text.strip().upper().replace(" ", "")
    if sum(map(str.isdecimal, plain)) >= FEW_DIGITS:
        numbered = select(Blank.printout_id).where(Blank.number.contains(plain, autoescape=True))
        meant = or_(meant, Printout.id.in_(numbered.where(Blank.printout_id.is_not(None))))
    cards = select(Printout.row, _BEGUN).where(Printout.document == PERMIT_CARD.name, meant)
    return dict(session.execute(cards).all())


def _of(batches: Sequence[UUID]) -> ColumnElement[bool]:
    """Whether a print belongs to one of these batches."""
    return or_(Printout.id.in_(batches), Printout.batch_of.in_(batches))


def _states(session: Session, batches: Sequence[UUID]) -> dict[UUID, dict[str, int]]:
    """How many cards of each batch stand how."""
    counted = select(_BEGUN, Printout.state, func.count()).where(_of(batches))
    states: dict[UUID, dict[str, int]] = {}
    for batch, state, count in session.execute(counted.group_by(_BEGUN, Printout.state)):
        states.setdefault(batch, {})[state] = count
    return states


def _blanks(session: Session, batches: Sequence[UUID]) -> dict[UUID, list[Span]]:
    """The blanks of each batch, box by box as they were received."""
    before = func.row_number().over(order_by=BlankBox.row).label("nth")
    boxes = select(BlankBox.id, before).subquery()
    # All numbers of a box are written alike, so that the least of them is the first.
    first, last = func.min(Blank.number), func.max(Blank.number)
    taken = (
        select(_BEGUN, boxes.c.nth, first, last)
        .join(Blank, Blank.printout_id == Printout.id)
        .join(boxes, boxes.c.id == Blank.box_id)
        .where(_of(batches))
        .group_by(_BEGUN, boxes.c.nth)
        .order_by(boxes.c.nth)
    )
    spans: dict[UUID, list[Span]] = {}
    for batch, *span in session.execute(taken):
        spans.setdefault(batch, []).append(Span(*span))
    return spans


def _began(session: Session, batches: Sequence[UUID]) -> dict[UUID, datetime]:
    """When the first card of each batch was made, as the journal has it."""
    made = select(Journal.row_id, Journal.at).where(Journal.row_id.in_(batches), Journal.op == "ins")
    return dict(session.execute(made).all())


def _card(desk: Desk, card: Printout, person: Person, permit: Permit, blank: str) -> BatchCard:
    identifier = people.chief(person)
    return BatchCard(
        card.id, person.id, person.name, person.sex, people.age(person.born_on, desk.today()),
        idnumbers.masked(identifier.number) if identifier else "", permit.number or "", blank, card.state,
        card.reason, permit.state, card.place,
    )  # fmt: skip
