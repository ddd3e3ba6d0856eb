"""Residents as 档案 lists them: everyone, or whoever is meant by what was typed, as far as there are any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from sqlalchemy import select

from app import listed, listing, search
from app.desk import Desk
from app.language import N_
from app.leads import Place
from app.listed import PersonRow
from app.listing import PAGE, Listing, Numbers
from app.progress import Progress, Step
from db.columns import in_order
from db.records import Person

AT_ONCE = 1_000


@dataclass(frozen=True, slots=True, eq=False)
class Meant:
    """Who is meant by a text, the most likely first, and from where to go on where there are more."""

    text: str
    listing: Listing[PersonRow]
    then: Place | None


def meant(desk: Desk, text: str) -> Meant:
    """Who is meant: the first page of them; where nothing is typed everyone, the latest entered first."""
    if not text.strip():
        return Meant(text, everyone(desk), None)
    hits = search.hits(desk, text, PAGE)
    found = {hit.person.row: hit.person for hit in hits.found}
    return Meant(text, Listing(tuple(found), partial(rows, desk), begun=found), hits.then)


def all_meant(desk: Desk, begun: Meant, progress: Progress) -> Meant:
    """The same with all the others at its end; raises Cancelled when ``progress`` is asked to stop."""
    others: list[int] = []
    then = begun.then
    while then is not None:
        progress.at(Step(N_("Looking for people"), len(others), 0))
        hits = search.hits(desk, begun.text, AT_ONCE, then)
        others += (hit.person.row for hit in hits.found)
        then = hits.then
    return Meant(begun.text, begun.listing.with_more(np.array(others, dtype=np.int64)), None)


def everyone(desk: Desk) -> Listing[PersonRow]:
    """Everyone on file, the latest entered first."""
    with desk.reading() as session:
        # Any index tells the rows sooner than they can be told in their order.
        order: Numbers = np.sort(in_order(session, select(Person.row))[0])[::-1]
    return listing.begin(order, partial(rows, desk))


def rows(desk: Desk, wanted: Sequence[int]) -> dict[int, PersonRow]:
    """People as a list shows them, by their rows; who is gone is left out."""
    with desk.reading() as session:
        return listed.by_rows(session, wanted, desk.today())
