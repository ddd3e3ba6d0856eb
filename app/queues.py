"""Queues of permits, each with the time that is left for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app import permits
from app.desk import Desk
from app.law import Value, calendar
from app.permits import PermitRow


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


def queue(desk: Desk, *states: str) -> tuple[Waiting, ...]:
    """Permits in these states, the most urgent first, each with the time left for it."""
    return tuple(_waiting(desk, row) for row in permits.listing(desk, *states))


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
