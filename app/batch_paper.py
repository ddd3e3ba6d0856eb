"""A batch of cards on paper (制证批次清单), to hand the cards over by and to compare the blanks with."""

from __future__ import annotations

from uuid import UUID

from app import past_batches, printing
from app.desk import Desk
from app.language import _, plural, speaking
from app.paper import BATCH_LIST, BatchList
from app.paper.batch_list import ListedCard
from app.papers import Subject
from app.past_batches import Batch, BatchCard
from app.printing import Made
from app.printouts import STATES


def make(desk: Desk, batch_id: UUID, bare: bool = False) -> Made:
    """Make the list of a batch to print it, as the batch stands now, and keep its bytes."""
    return printing.make_of(desk, BATCH_LIST.name, Subject(_value(desk, batch_id), None), bare)


def when_and_who(batch: Batch) -> str:
    """When a batch was printed and by whom."""
    at = f" {batch.began_at.astimezone():%H:%M}" if batch.began_at is not None else ""
    return _("{when} · {officer}", when=f"{batch.made_on}{at}", officer=batch.officer)


def what_became(batch: Batch) -> str:
    """How many cards a batch had, and what became of them."""
    states = (f"{_(words)} {batch.states[state]}" for state, words in STATES.items() if state in batch.states)
    return _(", ").join((plural("{n} card", "{n} cards", batch.cards), *states))


def blanks(batch: Batch) -> str:
    """Which blanks a batch took, and of which boxes; "" where none."""
    if not batch.blanks:
        return ""
    spans, boxes = past_batches.blanks_in_words(batch.blanks), past_batches.boxes_in_words(batch.blanks)
    return _("Blanks {numbers}, {boxes}", numbers=spans, boxes=boxes)


def _value(desk: Desk, batch_id: UUID) -> BatchList:
    batch = past_batches.found(desk, batch_id)
    with speaking(printing.PAPER_LANGUAGE):
        return BatchList(
            number="", organ=desk.office.name, officer=desk.officer.name, made_on=desk.today(), caution="",
            code="", total=what_became(batch), batch=when_and_who(batch), blanks=blanks(batch),
            lines=tuple(map(_line, past_batches.cards(desk, batch_id))),
        )  # fmt: skip


def _line(card: BatchCard) -> ListedCard:
    outcome = _(", ").join(filter(None, (_(STATES[card.state]), _(card.reason) if card.reason else "")))
    return ListedCard(card.name, card.id_number, card.number, card.blank, outcome)
