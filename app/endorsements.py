"""The yearly endorsement (签注): who is due, and endorsing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from app import decisions, facts
from app.desk import Desk
from app.errors import Refused
from app.language import N_
from app.law import Answer, Verdict
from db.records import Endorsement, Permit


@dataclass(frozen=True, slots=True)
class Endorsed:
    """An endorsement as it was made, the due day it was for, and the next one; ``late_by`` counts days."""

    id: UUID
    permit_id: UUID
    endorsed_on: date
    due_on: date
    next_due_on: date | None
    late_by: int


def may_endorse(desk: Desk, permit_id: UUID) -> Answer:
    """Whether this permit may be endorsed today, and why not yet (art. 10)."""
    with desk.reading() as session:
        permit = session.get_one(Permit, permit_id)
        return desk.law.ask("may_endorse", facts.about(session, permit.person_id), desk.today())


def endorse(desk: Desk, permit_id: UUID) -> Endorsed:
    """Endorse a permit; raises Refused, with the Answer, outside the window and when nothing is due."""
    with desk.writing("endorse") as session:
        permit = session.get_one(Permit, permit_id)
        return enter(session, desk, permit)


def enter(session: Session, desk: Desk, permit: Permit) -> Endorsed:
    """Write an endorsement, its decision and the next due day into an open transaction."""
    today = desk.today()
    case = facts.about(session, permit.person_id)
    due_on = desk.law.next_endorsement(case, today)
    answer = desk.law.ask("may_endorse", case, today)
    if permit.state != "issued" or due_on is None:
        raise Refused(N_("Only a permit that is issued and in use is endorsed."), because=answer)
    if answer.verdict is not Verdict.YES:
        raise Refused(N_("It cannot be endorsed today; the due day is {due}."), because=answer, due=due_on)
    endorsement = Endorsement(
        person_id=permit.person_id,
        permit_id=permit.id,
        endorsed_on=today,
        due_on=due_on,
        officer_id=desk.officer.id,
    )
    session.add(endorsement)
    decisions.keep(
        session, desk, permit.person_id, "endorsement", "endorsed", answer=answer, permit_id=permit.id
    )  # fmt: skip
    session.flush()
    permit.endorse_by = desk.law.next_endorsement(facts.about(session, permit.person_id), today)
    late = max((today - due_on).days, 0)
    return Endorsed(endorsement.id, permit.id, today, due_on, permit.endorse_by, late)
