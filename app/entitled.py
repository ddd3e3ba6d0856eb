"""How many of those who live here have each service today by the law, and who they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from sqlalchemy import or_, select

from app import listing, statistics
from app.desk import Desk
from app.extracts import Everyone
from app.law import Verdict
from app.law.crowd import Rows
from app.law.sweep import VERDICTS
from app.law.words import titled
from app.listing import Listing
from app.progress import Progress
from app.statistics import Named
from db.records import Person, Stay

YES = VERDICTS.index(Verdict.YES)


@dataclass(frozen=True, slots=True)
class Entitled:
    """One service: how many have it today, of how many who live here."""

    rule: str
    title: str
    people: int
    asked: int


def counts(desk: Desk, progress: Progress) -> tuple[Entitled, ...]:
    """Every service with how many of those who live here have it today, the most first.

    Services that go by points are told person by person and are not among them. Raises Cancelled
    when ``progress`` is asked to stop.
    """
    rules = [rule for rule in desk.law.rules("benefit") if not desk.law.is_scored(rule, desk.today())]
    found, asked = dict.fromkeys(rules, 0), 0
    for here, having in _having(desk, rules, progress):
        asked += here
        for rule, rows in having.items():
            found[rule] += len(rows)
    told = (Entitled(rule, _title(desk, rule), n, asked) for rule, n in found.items())
    return tuple(sorted(told, key=lambda service: -service.people))


def named(desk: Desk, rule: str, progress: Progress) -> Listing[Named]:
    """Those who have a service today, in the order they were entered; raises Cancelled as ``counts`` does."""
    having = [found[rule] for _here, found in _having(desk, [rule], progress)]
    order = np.concatenate([np.empty(0, dtype=np.int64), *having])
    return listing.begin(order, partial(statistics.living, desk))


def _having(desk: Desk, rules: Sequence[str], progress: Progress) -> Iterator[tuple[int, dict[str, Rows]]]:
    """Some thousand at a time: how many of them live here, and the rows of those who have each service."""
    for swept in desk.law.sweep(rules, Everyone(desk, progress=progress), desk.today(), progress):
        here = np.isin(swept.who, _living_between(desk, int(swept.who.min()), int(swept.who.max())))
        having = {rule: swept.who[here & (told.verdict == YES)] for rule, told in swept.told.items()}
        yield int(here.sum()), having


def _living_between(desk: Desk, first: int, last: int) -> Rows:
    """The rows of those persons of a stretch who live here today."""
    today = desk.today()
    open_stay = (Stay.arrived_on <= today) & or_(Stay.left_on.is_(None), Stay.left_on > today)
    here = (
        select(Person.row)
        .join(Stay, Stay.person_id == Person.id)
        .where(open_stay, Person.row.between(first, last))
    )
    with desk.reading() as session:
        return np.fromiter(session.scalars(here), dtype=np.int64)


def _title(desk: Desk, rule: str) -> str:
    newest = next(iter(desk.law.editions(rule)), None)
    return titled(newest.entry.title) if newest else rule
