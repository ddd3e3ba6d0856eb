"""One permit card, front and back with photo and QR code, against Typst drawing the same card."""

from __future__ import annotations

from bench import Figure, cards, cards_typst


def measure() -> Figure:
    with cards_typst.drawing() as draw:
        ours, theirs = cards.seconds_each(cards.ours, lambda card: draw([card]))
    return Figure("One permit card", ours, "Typst drawing it", theirs, at_most=1.0)
