"""The list of a batch of cards (制证批次清单): each card with its blank and what became of it."""

from __future__ import annotations

from dataclasses import dataclass

from app.paper.letters import Issued


@dataclass(frozen=True, slots=True)
class ListedCard:
    """One card of a batch: whose, its numbers, and what became of it."""

    name: str
    id_number: str
    permit: str
    blank: str
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchList(Issued):
    """The cards of a batch as they stood on the day the list was made; the ID numbers on it are masked.

    ``batch`` says when it was printed and by whom, ``blanks`` which it took.
    """

    total: str
    batch: str
    blanks: str
    lines: tuple[ListedCard, ...]
