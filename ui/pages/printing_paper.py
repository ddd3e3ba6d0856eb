"""What cards are printed on: each by itself, or many on a sheet, from a place on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from app import batches, card_sheets, printing
from app.desk import Desk
from app.paper import PERMIT_CARD
from app.printing import Made

A_SHEET = 16
"""As many cards as no sheet has more of."""


@dataclass(frozen=True, slots=True)
class CardPaper:
    """The paper for these cards, in their order, by the rows of their permits.

    ``layout`` is that of the sheet, "" where each is a card of its own; ``place`` is where the first sheet
    begins, 0 leaving that to the next free place.
    """

    desk: Desk
    cards: Sequence[int]
    layout: str = ""
    place: int = 0

    @property
    def document(self) -> str:
        """Under which name its printer is aligned and its stock known."""
        return self.layout or PERMIT_CARD.name

    def preview(self, in_hand: UUID, bare: bool) -> bytes:
        """The card in hand as it will be printed; on a sheet, all of the cards."""
        if not self.layout:
            return printing.preview(self.desk, PERMIT_CARD.name, in_hand, bare)
        return card_sheets.preview(self.desk, self.layout, self._first(self.cards), self.place or 1, bare)

    def make(self, waiting: Sequence[int], bare: bool, batch: UUID | None = None) -> Made:
        """Make paper for the first of those that still wait: one card, or as many as have a place on a sheet.

        Only the first sheet begins where the officer chose. ``batch`` is the print that all this began with.
        """
        if not self.layout:
            return printing.make(self.desk, PERMIT_CARD.name, self._first(waiting)[0], bare, batch)
        start = self.place if len(waiting) == len(self.cards) else 0
        return card_sheets.make(self.desk, self.layout, self._first(waiting), bare, start or None, batch)

    def _first(self, waiting: Sequence[int]) -> tuple[UUID, ...]:
        """The permits of as many as can be printed at once."""
        return batches.ids(self.desk, waiting[:A_SHEET])
