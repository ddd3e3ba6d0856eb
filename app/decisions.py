"""What was decided, by whom, under which law, with the reasons as they stood that day."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from app.desk import Desk
from app.law import Answer
from db.records import Decision


def keep(
    session: Session,
    desk: Desk,
    person_id: UUID,
    subject: str,
    outcome: str,
    *,
    answer: Answer | None = None,
    permit_id: UUID | None = None,
    stay_id: UUID | None = None,
    opinion: str = "",
) -> Decision:
    """Write a decision into an open transaction: pack, version, checksum and the whole Answer stay with it.

    A letter printed again in ten years cites the law of today (art. 20 forbids silent change of permit data).
    """
    decision = Decision(
        person_id=person_id, permit_id=permit_id, stay_id=stay_id, subject=subject, outcome=outcome,
        decided_on=desk.today(), officer_id=desk.officer.id, opinion=opinion,
    )  # fmt: skip
    if answer is not None:
        decision.rule, decision.verdict = answer.rule, answer.verdict.value
        decision.pack, decision.pack_version = answer.pack, answer.version
        decision.pack_checksum, decision.answer = answer.checksum, answer.to_data()
    session.add(decision)
    return decision
