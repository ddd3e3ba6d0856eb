"""What should be done by the end of a day and is not: by deadline, then the drafts, each with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from uuid import UUID

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import codes, daily_reckoning, drafts, listing, today
from app.daily_reckoning import DRAFT, OWED
from app.desk import Desk
from app.language import _
from app.listing import Listing, Numbers
from app.today import Queues
from db.columns import in_order
from db.records import Draft, Explanation, Officer, Permit, Stay

REASON_TABLE, OTHER = "unfinished", "other"
UNSAID = ("", "", "", "")
Said = dict[tuple[str, UUID], tuple[str, str, str, str]]
"""What was said today, by matter and subject: in words, by whom, and as it was picked."""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """One thing that should be done by now, and why it is not: ``reason`` is "" until somebody says.

    ``due_on`` is None for a draft. A reason is given for one day; tomorrow it is asked again. ``code`` and
    ``remark`` are the reason as it was picked.
    """

    matter: str
    subject_id: UUID
    person_id: UUID | None
    name: str
    due_on: date | None
    days_left: int | None
    reason: str = ""
    officer: str = ""
    code: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Rest:
    """All of them, and the numbers of those of which nobody has said why, in the list's order.

    A duty's number is that of the queue; a draft's lies below zero.
    """

    listing: Listing[Unfinished]
    unsaid: Numbers
    drafts: int

    def first_unsaid(self, *matters: str) -> int | None:
        """The number of the first without a reason, of these matters or of all; None where there is none."""
        asked = matters or (*OWED, DRAFT)
        return next((n for n in self.unsaid.tolist() if _matter(n) in asked), None)


def of_day(session: Session, desk: Desk, queues: Queues, opens_again: date) -> Rest:
    """What is left of today: whatever in the queues falls due before the office opens again, and drafts."""
    lying = tuple(session.scalars(select(Draft.id).order_by(Draft.saved_at, Draft.id)))
    of_drafts: Numbers = -1 - np.arange(len(lying))
    order = np.concatenate((queues.before(opens_again, *OWED), of_drafts))
    unsaid = [today.numbered(kind, _unsaid(session, desk, kind)) for kind in OWED]
    left = set(session.scalars(select(Draft.id).where(daily_reckoning.unexplained(desk, DRAFT))))
    unsaid.append(of_drafts[[draft in left for draft in lying]])
    return Rest(
        listing.begin(order, partial(rows, desk, lying)),
        order[np.isin(order, np.concatenate(unsaid))],
        len(lying),
    )


def rows(desk: Desk, lying: Sequence[UUID], wanted: Sequence[int]) -> dict[int, Unfinished]:
    """What is left undone by its numbers; the drafts lay there in this order."""
    duties = today.rows(desk, [number for number in wanted if number >= 0])
    of_drafts = {lying[-1 - number]: number for number in wanted if number < 0}
    with desk.reading() as session:
        said = _said(session, desk.today(), [*of_drafts, *(duty.subject_id for duty in duties.values())])
        kept = session.scalars(select(Draft).where(Draft.id.in_(of_drafts))).all()
        names = {draft.id: drafts.whose(draft.content) or _("(no name yet)") for draft in kept}
    owed = {
        number: Unfinished(
            duty.kind, duty.subject_id, duty.person_id, duty.name, duty.due_on, duty.days_left,
            *said.get((duty.kind, duty.subject_id), UNSAID),
        )
        for number, duty in duties.items()
    }  # fmt: skip
    return owed | {
        of_drafts[draft]: Unfinished(DRAFT, draft, None, name, None, None, *said.get((DRAFT, draft), UNSAID))
        for draft, name in names.items()
    }


def _matter(number: int) -> str:
    return DRAFT if number < 0 else today.kind_of(number)


def _unsaid(session: Session, desk: Desk, kind: str) -> Numbers:
    row = (Stay if kind == today.REGISTER else Permit).row
    return in_order(session, select(row).where(daily_reckoning.unexplained(desk, kind)))[0]


def _said(session: Session, day: date, subjects: Sequence[UUID]) -> Said:
    asked = (
        select(Explanation, Officer.name)
        .join(Officer, Officer.id == Explanation.officer_id)
        .where(Explanation.explained_on == day, Explanation.subject_id.in_(subjects))
    )
    told = {}
    for each, officer in session.execute(asked):
        words = each.remark if each.reason == OTHER else codes.title(REASON_TABLE, each.reason, day)
        told[each.matter, each.subject_id] = (words, officer, each.reason, each.remark)
    return told
