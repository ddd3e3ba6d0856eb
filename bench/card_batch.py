"""A thousand permit cards in one document, against fpdf2 drawing the same ones into one."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from app.paper import PERMIT_CARD, wording
from app.paper.sheet import Sheet
from bench import Figure, cards, clock, program
from bench.cards_fpdf2 import drawn

MANY = 1_000


def measure() -> Figure:
    """In a process of its own: what other figures leave behind makes each collection of garbage longer."""
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = map(float, program.run(Path(folder), "-m", "bench.card_batch").split())
    note = f"{MANY / ours:,.0f} cards a second"
    return Figure(f"{MANY:,} permit cards", ours, "fpdf2 drawing them", theirs, at_most=1 / 2, note=note)


def in_one_document() -> bytes:
    """All cards, each font taken along once, as on the sheets of A4."""
    form = wording.form(PERMIT_CARD.name, cards.ON)
    sheet = Sheet(PERMIT_CARD.size, form.title)
    for number in range(MANY):
        PERMIT_CARD.draw(sheet, form, cards.invented(number))
    return sheet.pdf()


def seconds_for(draw: Callable[[], object]) -> float:
    """One batch, after one card that is not counted; of the processor, for nobody here uses more than one."""
    cards.ours(cards.invented(0))
    return clock.busy(draw)


if __name__ == "__main__":
    print(seconds_for(in_one_document), seconds_for(lambda: drawn(map(cards.invented, range(MANY)))))
