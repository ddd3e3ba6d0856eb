"""One permit card, front and back with photo and QR code, against fpdf2 drawing the same card."""

from __future__ import annotations

from bench import Figure, Goal, cards
from bench.cards_fpdf2 import drawn


def measure() -> Figure:
    ours, theirs = cards.seconds_each(cards.ours, lambda card: drawn([card]))
    goal = Goal("One card", ours, at_most=0.015)
    return Figure("One permit card", ours, "fpdf2 drawing it", theirs, at_most=1 / 15, goals=(goal,))
