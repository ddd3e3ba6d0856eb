"""A thousand permit cards in one document, against Typst drawing the same ones into one."""

from __future__ import annotations

import time

from bench import Figure, cards, cards_typst
from bench.card_batch import MANY, in_one_document


def measure() -> Figure:
    """By the clock on the wall: Typst may use more than one processor."""
    with cards_typst.drawing() as draw:
        draw([cards.invented(MANY)])
        cards.ours(cards.invented(MANY))
        started = time.perf_counter()
        draw(map(cards.invented, range(MANY)))
        theirs_done = time.perf_counter()
        in_one_document()
        ours = time.perf_counter() - theirs_done
    theirs = theirs_done - started
    return Figure(f"{MANY:,} permit cards", ours, "Typst drawing them", theirs, at_most=1.0)
