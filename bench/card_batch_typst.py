"""A thousand permit cards, a file for each as they are printed, against Typst drawing all into one."""

from __future__ import annotations

from bench import Figure, cards, cards_typst
from bench.card_batch import MANY, seconds_for


def measure() -> Figure:
    """Typst is spared taking the font in a thousand times; it is still to be slower."""
    with cards_typst.drawing() as draw:
        draw([cards.invented(MANY)])
        theirs = seconds_for(lambda: draw(map(cards.invented, range(MANY))))
    ours = seconds_for(one_by_one)
    note = f"{MANY / ours:,.0f} files a second"
    return Figure(f"{MANY:,} permit cards", ours, "Typst drawing them", theirs, at_most=1.0, note=note)


def one_by_one() -> None:
    for number in range(MANY):
        cards.ours(cards.invented(number))
