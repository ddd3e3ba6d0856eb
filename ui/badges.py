"""How much must be done today on each page of the rail, kept true whatever page is open."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ui.office import Office

if TYPE_CHECKING:
    from app.desk import Desk

READS = frozenset({"stay", "permit", "registration", "endorsement"})
OF_CONFLICTS = frozenset({"draft", "question"})
CONFLICT = "conflict"
"""The kind of work that is no duty of a day: what two officers changed, to be chosen. It waits as a draft."""


class Badges(QObject):
    """Counts when it is asked to, and after each change. ``counted`` carries the count of each page.

    ``duties`` names the pages, each with the kind of work that is done there.
    """

    counted = Signal(dict)

    def __init__(self, office: Office, duties: Mapping[str, str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._office = office
        self._duties = {page: kind for page, kind in duties.items() if kind != CONFLICT}
        self._choosing = next((page for page, kind in duties.items() if kind == CONFLICT), None)
        office.news.arrived.connect(self._hear)

    def count(self) -> None:
        """Count anew."""
        if self._duties:
            count = partial(_pressing, self._office.desk, self._duties)
            self._office.jobs.run(count, then=self.counted.emit, owner=self)
        self._count_conflicts()

    def _count_conflicts(self) -> None:
        if self._choosing is not None:
            count = partial(_conflicts, self._office.desk, self._choosing)
            self._office.jobs.run(count, then=self.counted.emit, owner=self)

    def _hear(self, tables: frozenset[str]) -> None:
        if tables & READS:
            self.count()
        elif tables & OF_CONFLICTS:  # drafts are kept each time a field is left, and duties hang on none
            self._count_conflicts()


def _pressing(desk: Desk, duties: Mapping[str, str]) -> dict[str, int]:
    """What is overdue or due today on each page."""
    from app import today  # with the database and the law, which the window is painted without

    tallies = today.tallies(desk)
    return {page: tallies[kind].pressing for page, kind in duties.items()}


def _conflicts(desk: Desk, page: str) -> dict[str, int]:
    """How much there is to do on this page: whom to choose about, and what the officer is asked there."""
    from app import conflicts, questions

    return {page: conflicts.count(desk) + questions.count(desk)}
