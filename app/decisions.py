"""What was decided, by whom, under which law, with the reasons as they stood that day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.desk import Desk
from app.law import Answer
from db.records import Decision, Officer


@dataclass(frozen=True, slots=True)
class NewDecision:
    """What is decided about a person, and how it ends; ``answer`` is the law's, None where it is not asked.

    ``permit_id`` or ``stay_id`` is what it is about, where it is about one.
    """

    person_id: UUID
    subject: str
    outcome: str
    answer: Answer | None = None
    permit_id: UUID | None = None
    stay_id: UUID | None = None
    opinion: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision as it was made: ``answer`` is the law's, with the article's words and its reasons.

    None where the law was not asked. What came into force or was rolled back since changes nothing in it.
    """

    id: UUID
    subject: str
    outcome: str
    decided_on: date
    officer: str
    opinion: str
    answer: Answer | None


def keep(session: Session, desk: Desk, new: NewDecision) -> Decision:
    """Write a decision into an open transaction: pack, version, checksum and the whole Answer stay with it.

    A letter printed again in ten years cites the law of today (art. 20 forbids silent change of permit data).
    """
    decision = Decision(
        person_id=new.person_id, permit_id=new.permit_id, stay_id=new.stay_id, subject=new.subject,
        outcome=new.outcome, decided_on=desk.today(), officer_id=desk.officer.id, opinion=new.opinion,
    )  # fmt: skip
    if (answer := new.answer) is not None:
        decision.rule, decision.verdict = answer.rule, answer.verdict.value
        decision.pack, decision.pack_version = answer.pack, answer.version
        decision.pack_checksum, decision.answer = answer.checksum, answer.to_data()
    session.add(decision)
    return decision


def of_person(desk: Desk, person_id: UUID) -> tuple[Decided, ...]:
    """Every decision about a person, the latest first."""
    made = (
        select(Decision, Officer.name)
        .join(Officer, Officer.id == Decision.officer_id)
        .where(Decision.person_id == person_id)
        .order_by(Decision.row.desc())
    )
    with desk.reading() as session:
        return tuple(
            Decided(
                one.id, one.subject, one.outcome, one.decided_on, name, one.opinion,
                Answer.from_data(one.answer) if one.answer else None,
            )
            for one, name in session.execute(made)
        )  # fmt: skip
