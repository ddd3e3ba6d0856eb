"""今日对账: of each kind of work what was in hand, what was done, and what is left of it, two ways.

What was in hand is counted from the steps that were taken, what is left by how permits and stays stand
now. Where both do not add up, something was changed without a step, and the day cannot be closed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.desk import Desk
from app.language import N_
from app.law import calendar
from app.today import ENDORSE, HAND_OUT, PRINT, REGISTER, REVIEW, due_day, is_open
from db.records import Draft, Endorsement, Explanation, Permit, PermitStep, Registration, Stay

ACCEPT, DRAFT = "accept", "draft"
MATTERS = {
    REGISTER: N_("Registration"),
    ACCEPT: N_("Acceptance"),
    REVIEW: N_("Review"),
    PRINT: N_("Making cards"),
    HAND_OUT: N_("Handing out"),
    ENDORSE: N_("Endorsement"),
}
CALLED = MATTERS | {DRAFT: N_("Draft")}
"""What each matter is called, a draft too, which is explained but not reckoned."""

# In which state a permit lies while this is to be done with it.
LIES_IN = {ACCEPT: "applied", REVIEW: "accepted", PRINT: "approved", HAND_OUT: "printed"}
# What the office owes by a day, so that it says why where it is not done. An endorsement is the holder's
# to come for, and an application that lacks proofs has no day.
OWED = (REGISTER, REVIEW, PRINT, HAND_OUT)


@dataclass(frozen=True, slots=True)
class Matter:
    """One kind of work on a day: in hand, done, carried over, to be explained, and how many of these are.

    ``due`` is how many came to their last day, or past it.
    """

    kind: str
    in_hand: int
    done: int
    carried: int
    to_explain: int
    due: int

    @property
    def adds_up(self) -> bool:
        """Whether what was in hand is all accounted for."""
        return self.in_hand == self.done + self.carried + self.to_explain


def matters(session: Session, desk: Desk) -> tuple[Matter, ...]:
    """The reckoning of today, kind by kind; of another day only what was done could be told."""
    day = desk.today()
    flows = _flows(session, day)
    reckoned = []
    for kind in MATTERS:
        left, due, owed = _left(session, desk, kind)
        in_hand, done = flows[kind] if kind in LIES_IN else _settled(session, kind, day, left)
        reckoned.append(Matter(kind, in_hand, done, left - owed, owed, due))
    return tuple(reckoned)


def owed(desk: Desk, kind: str) -> ColumnElement[bool]:
    """What the office should have done by now, or must do before it opens again."""
    return is_open(desk, kind) & (due_day(kind) < calendar.next_working_day(desk.today()))


def unexplained(desk: Desk, kind: str) -> ColumnElement[bool]:
    """Of what is owed, or of the drafts, those of which nobody has said why today."""
    told = exists().where(
        Explanation.explained_on == desk.today(),
        Explanation.matter == kind,
        Explanation.subject_id == subject(kind),
    )
    return ~told if kind == DRAFT else owed(desk, kind) & ~told


def subject(kind: str) -> InstrumentedAttribute[UUID]:
    """What an explanation is of: the draft, the stay or the permit."""
    return Draft.id if kind == DRAFT else Stay.id if kind == REGISTER else Permit.id


def _flows(session: Session, day: date) -> dict[str, tuple[int, int]]:
    """From the steps: how many permits were in each hand in the morning or came that day, how many left."""
    taken = (
        select(
            PermitStep.before, PermitStep.after,
            func.count().filter(PermitStep.taken_on < day), func.count().filter(PermitStep.taken_on == day),
        )
        .where(PermitStep.taken_on <= day, PermitStep.before != PermitStep.after)
        .group_by(PermitStep.before, PermitStep.after)
    )  # fmt: skip
    in_hand, gone = dict.fromkeys(LIES_IN, 0), dict.fromkeys(LIES_IN, 0)
    for before, after, earlier, that_day in session.execute(taken):
        for kind, state in LIES_IN.items():
            in_hand[kind] += (earlier + that_day) * (after == state) - earlier * (before == state)
            gone[kind] += that_day * (before == state)
    return {kind: (in_hand[kind], gone[kind]) for kind in LIES_IN}


def _left(session: Session, desk: Desk, kind: str) -> tuple[int, int, int]:
    """By how things stand: how many are left, how many of them are due, and how many must be explained."""
    day = desk.today()
    lies = Permit.state == LIES_IN[kind] if kind in LIES_IN else is_open(desk, kind)
    table, due = (Stay if kind == REGISTER else Permit), due_day(kind)
    explained = due < calendar.next_working_day(day) if kind in OWED else due != due
    counted = select(func.count(), func.count().filter(due <= day), func.count().filter(explained))
    left, come_due, owed_now = session.execute(counted.select_from(table).where(lies)).one()
    return left, come_due, owed_now


def _settled(session: Session, kind: str, day: date, left: int) -> tuple[int, int]:
    """Registrations and endorsements of the day: those whose stay or permit bears them out, and all."""
    if kind == REGISTER:
        made = select(func.count(), func.count().filter(Stay.registered)).select_from(Registration)
        made = made.join(Stay, Stay.id == Registration.stay_id).where(Registration.registered_on == day)
    else:
        moved_on = (Permit.endorse_by > Endorsement.due_on) | Permit.ended_on.is_not(None)
        made = select(func.count(), func.count().filter(moved_on)).select_from(Endorsement)
        made = made.join(Permit, Permit.id == Endorsement.permit_id).where(Endorsement.endorsed_on == day)
    done, borne_out = session.execute(made).one()
    return left + borne_out, done
