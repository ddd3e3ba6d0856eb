"""A resident's permits as they were lived: each step and each endorsement, on what day and by whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from app import codes, permits
from app.desk import Desk
from app.law import Answer
from db.records import Decision, Endorsement, Journal, Officer, Permit, PermitStep
from db.types import Uid

ENDORSE = "endorse"
Lived = TypeVar("Lived", PermitStep, Endorsement)


@dataclass(frozen=True, slots=True)
class LifeStep:
    """One step of a permit's life: who, when, on what ground and proof, and by which law.

    ``due_on`` is the due day an endorsement was made for, ``until`` the last day an extension gave.
    ``txn`` is the act in the journal, by which it is taken back; None for what was never journaled.
    """

    day: date
    step: str
    officer: str = ""
    ground: str = ""
    reason: str = ""
    proofs: tuple[str, ...] = ()
    card_returned: bool = False
    due_on: date | None = None
    until: date | None = None
    law: Answer | None = None
    txn: UUID | None = None


@dataclass(frozen=True, slots=True)
class PermitLife:
    """One permit from application to its end; ``steps`` runs from the first to the latest.

    ``moves`` are the steps it may take now, as ``permits.MOVES`` says.
    """

    id: UUID
    number: str | None
    kind: str
    state: str
    applied_on: date
    issued_on: date | None
    endorse_by: date | None
    ended_on: date | None
    end_reason: str
    agent: str
    fee: str
    receipt: str
    steps: tuple[LifeStep, ...]
    moves: frozenset[str]
    replaces: UUID | None


def of_person(desk: Desk, person_id: UUID) -> tuple[PermitLife, ...]:
    """Every permit a person applied for, the latest first."""
    with desk.reading() as session:
        held = session.scalars(_HELD, {"who": person_id})
        return tuple(_life(session, desk.today(), permit) for permit in held)


def _of_permit(kind: type[Lived]) -> Select[Lived, str, Any, UUID]:
    """Steps or endorsements of a permit: each with its officer, its answer of the law and its act."""
    return (
        select(kind, Officer.name, Decision.answer, Journal.txn)
        .outerjoin(Officer, Officer.id == kind.officer_id)
        .outerjoin(Decision, Decision.id == kind.decision_id)
        .outerjoin(Journal, (Journal.row_id == kind.id) & (Journal.op == "ins"))
        .where(kind.permit_id == bindparam("permit", type_=Uid))
        .order_by(kind.row)
    )


# A file is opened many times a day: to put these together takes longer than to ask them.
_HELD = select(Permit).where(Permit.person_id == bindparam("who", type_=Uid)).order_by(Permit.row.desc())
_STEPS, _ENDORSEMENTS = _of_permit(PermitStep), _of_permit(Endorsement)


def _life(session: Session, today: date, permit: Permit) -> PermitLife:
    steps = (*_steps(session, today, permit), *_endorsements(session, permit))
    return PermitLife(
        permit.id, permit.number, permit.kind, permit.state, permit.applied_on, permit.issued_on,
        permit.endorse_by, permit.ended_on, permit.end_reason or "", permit.agent_name, permit.fee,
        permit.receipt, tuple(sorted(steps, key=lambda step: step.day)), permits.steps_from(permit.state),
        permit.replaces_id,
    )  # fmt: skip


def _steps(session: Session, today: date, permit: Permit) -> Iterator[LifeStep]:
    for step, officer, answer, txn in session.execute(_STEPS, {"permit": permit.id}):
        table = permits.GROUNDS.get(step.step)
        ground = codes.title(table, step.ground, today) if table and step.ground else ""
        proofs = tuple(codes.title("materials", kind, today) for kind in step.proofs)
        yield LifeStep(
            step.taken_on, step.step, officer, ground, step.reason, proofs, step.card_returned, None,
            step.until, Answer.from_data(answer) if answer else None, txn,
        )  # fmt: skip


def _endorsements(session: Session, permit: Permit) -> Iterator[LifeStep]:
    for endorsement, officer, answer, txn in session.execute(_ENDORSEMENTS, {"permit": permit.id}):
        yield LifeStep(
            endorsement.endorsed_on, ENDORSE, officer or "", due_on=endorsement.due_on,
            law=Answer.from_data(answer) if answer else None, txn=txn,
        )  # fmt: skip
