"""What is chosen of a conflict at this desk: kept at the office at once, and shown till it is read back."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from uuid import UUID

from app import conflicts
from app.conflicts import Chosen, Conflict
from ui.pages import Page


class ChosenHere:
    """The choices made here; each is forgotten once it was read back: another desk may choose after it."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._here: dict[UUID, Chosen] = {}
        self._kept: list[tuple[UUID, Chosen]] = []

    def of(self, conflict: Conflict) -> Mapping[str, str]:
        """By field the side that is chosen, here or at another desk."""
        return still_chosen(conflict, self._known(conflict))

    def choose(self, conflict: Conflict, sides: Mapping[str, str]) -> None:
        """These are chosen now; what is new of them is kept at the office."""
        known = self._known(conflict)
        new = {
            field: choice for field, choice in beside(conflict, sides).items() if known.get(field) != choice
        }
        self._here[conflict.id] = {**self._here.get(conflict.id, {}), **new}
        office = self._page.office
        office.jobs.run(
            partial(conflicts.choose, office.desk, conflict.id, new),
            then=lambda _nothing: self._kept.append((conflict.id, new)),
            owner=self._page,
        )

    def kept(self) -> tuple[tuple[UUID, Chosen], ...]:
        """What is at the office by now: whatever is read from there from now on says so itself."""
        return tuple(self._kept)

    def forget(self, kept: tuple[tuple[UUID, Chosen], ...]) -> None:
        """What was ``kept`` has been read; what was chosen here since stays."""
        self._kept = [each for each in self._kept if each not in kept]
        for conflict_id, told in kept:
            here = self._here[conflict_id].items()
            self._here[conflict_id] = {field: choice for field, choice in here if told.get(field) != choice}

    def _known(self, conflict: Conflict) -> Chosen:
        return {**conflict.chosen, **self._here.get(conflict.id, {})}


def beside(conflict: Conflict, sides: Mapping[str, str]) -> Chosen:
    """These choices, each beside what both officers have written there now."""
    return {
        each.field: each.choice(sides[each.field]) for each in conflict.differences if each.field in sides
    }


def still_chosen(conflict: Conflict, chosen: Chosen) -> Mapping[str, str]:
    """The choices that hold: where either officer has written anew since, it is to be chosen again."""
    return {
        each.field: side
        for each in conflict.differences
        if (side := each.side(chosen.get(each.field))) is not None
    }
