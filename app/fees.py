"""Fees (工本费): a first permit and every endorsement are free, a new card for an old one costs its cost.

The act leaves the rate to the authorities for finance and prices (令663 art. 21); where no
place's pack has one on file, the cost is charged against a receipt and no sum is told.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.desk import Desk
from app.law import words

ENDORSEMENT = "endorsement"
FREE = "0 yuan"


@dataclass(frozen=True, slots=True)
class Fee:
    """What a kind of permit costs: as the law writes it, in words, by which article, and how sure that is."""

    written: str
    words: str
    article: str
    status: str

    @property
    def free(self) -> bool:
        """Whether nothing is charged."""
        return self.written == FREE


def fee(desk: Desk, kind: str) -> Fee:
    """The fee today for a ``first``, ``replacement`` or ``reissue`` permit, or for an ``endorsement``."""
    value = desk.law.value(f"fee.{kind}", desk.today())
    return Fee(value.text, words.bound_in_words(value.text), value.article, value.status)
