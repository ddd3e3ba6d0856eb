"""Queues of permits, each with the time that is left for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import listing, permits
from app.desk import Desk
from app.law import Value, calendar
from app.listing import NO_DAY, Listing
from app.permits import PermitRow
from db.columns import Numbers, in_order
from db.records import Permit

BY_DEADLINE = (Permit.issue_by.is_(None), Permit.issue_by, Permit.row)
"""The order in which permits wait: what has no last day yet comes last."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A permit in a queue, with the time left for it.

    ``days_left`` counts to the last day and is negative once it is over. Where the law
    counts working days, ``working_days_left`` (today not counted) and ``working_days``
    (how many there were) are told too; ``provisional`` when a year's are not yet published,
    ``prolonged`` when the last day was moved: extended, or stopped while papers were asked for.
    """

    permit: PermitRow
    days_left: int | None
    working_days_left: int | None
    working_days: int | None
    provisional: bool
    prolonged: bool = False

    @property
    def id(self) -> UUID:
        """The permit's."""
        return self.permit.id


@dataclass(frozen=True, slots=True)
class Queue:
    """A queue, the most urgent first and what has no last day yet at the end; how many are late or due."""

    listing: Listing[Waiting]
    overdue: int
    due_today: int


def queue(desk: Desk, *states: str, wanted: UUID | int | None = None) -> Queue:
    """The permits in these states, each with the time left for it; the one that is wanted in hand."""
    today = desk.today().toordinal()
    with desk.reading() as session:
        found, last_day = order(session, *states)
        asked = listing.number_of(session, Permit, wanted)
    return Queue(
        listing.begin(found, partial(rows, desk), wanted=asked),
        overdue=int((last_day < today).sum()),
        due_today=int((last_day == today).sum()),
    )


def order(session: Session, *states: str) -> tuple[Numbers, Numbers]:
    """The rows of the permits in these states as they wait, and the last day of each."""
    waiting = select(Permit.row, Permit.issue_by).where(Permit.state.in_(states)).order_by(*BY_DEADLINE)
    rows, last_day = in_order(session, waiting, none=NO_DAY)
    return rows, last_day


def rows(desk: Desk, wanted: Sequence[int]) -> dict[int, Waiting]:
    """Permits with the time left for each, by the rows of their records."""
    return {number: _waiting(desk, row) for number, row in permits.rows(desk, wanted).items()}


def _waiting(desk: Desk, row: PermitRow) -> Waiting:
    if row.issue_by is None or row.accepted_on is None:
        return Waiting(row, None, None, None, provisional=False)
    today, within = desk.today(), desk.law.value("permit.issue_within", row.accepted_on)
    counted = within.unit == "working day"
    return Waiting(
        row, (row.issue_by - today).days,
        _working_days_left(today, row.issue_by) if counted else None,
        int(within.amount) if counted else None,
        counted and _rests_on_unpublished(within, row.accepted_on),
        row.issue_by > within.deadline(row.accepted_on).day,
    )  # fmt: skip


def _working_days_left(today: date, last: date) -> int:
    """Working days from tomorrow to the last day; once it is over, the days since, negative."""
    return calendar.working_days_between(today, last) if last >= today else (last - today).days


def _rests_on_unpublished(within: Value, since: date) -> bool:
    return within.deadline(since).provisional
