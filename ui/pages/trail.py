"""The way through a list: a file opened from one leads to the next, and back to where one has come to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from app.listing import Listing, Spot
from ui.longlist import LongList
from ui.widgets.worklist import WorkList

R = TypeVar("R")
AS_LEFT = "as left"
"""Shows a page as the officer left it, but for what has changed on file."""


def of_row(row: Any) -> UUID | None:
    """Whose file most rows open; None for one that is about nobody on file."""
    person: UUID | None = row.person_id
    return person


@dataclass(frozen=True, slots=True, eq=False)
class Trail(Generic[R]):
    """A list from which a file was opened, where in it that was, and whose file each row opens.

    ``page`` is where one came from, to be shown ``AS_LEFT``; ``listed`` stands there, and is None for those
    found by the search, which lies over every page, and for whoever stands on no list. ``again`` tells at
    the desk how the list stands now, in the same order and filter; without it the list stays as it was found.
    Rows are cases, several of which may be about one person, or ``of_people``. ``growing`` says that there
    are more than have been listed.
    """

    listed: WorkList[R] | None
    spot: Spot[R]
    page: str
    person: Callable[[R], UUID | None] = of_row
    again: Callable[[], Listing[R]] | None = None
    of_people: bool = False
    growing: bool = False


def file_of(
    person_id: UUID,
    listed: WorkList[R],
    page: str,
    *,
    person: Callable[[R], UUID | None] = of_row,
    again: Callable[[], Listing[R]] | None = None,
    of_people: bool = False,
    growing: bool = False,
) -> object:
    """What to open somebody's file with who is in hand on a list of a page; the rest is as in a ``Trail``."""
    spot = _in_hand(listed)
    if spot is None:
        return ("person", person_id)
    return ("person", person_id, Trail(listed, spot, page, person, again, of_people, growing))


def file_by_itself(person_id: UUID, page: str) -> object:
    """What to open somebody's file with who stands on no list, so that it leads back to the page."""
    alone: Listing[Any] = Listing((0,), lambda _numbers: {})
    return ("person", person_id, Trail(None, Spot(alone, 0, 0), page))


def _in_hand(listed: WorkList[R]) -> Spot[R] | None:
    """Where in a list the row in hand stands; of one that is all at hand the rows are numbered."""
    if isinstance(listed, LongList):
        return listed.in_hand()
    place, rows = listed.place(), dict(enumerate(listed.table.rows()))
    if place < 0:
        return None
    return Spot(Listing(tuple(rows), lambda _numbers: rows, begun=rows), place, place)
