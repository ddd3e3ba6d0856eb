"""A resident's permits as they were lived: each step and each endorsement, on what day and by whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.desk import Desk
from db.records import Endorsement, Officer, Permit, PermitStep

APPLY, ENDORSE = "apply", "endorse"


@dataclass(frozen=True, slots=True)
class LifeStep:
    """One step of a permit's life; ``due_on`` is the due day an endorsement was made for."""

    day: date
    step: str
    officer: str = ""
    reason: str = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class PermitLife:
    """One permit from application to its end; ``steps`` runs from the first to the latest."""

    id: UUID
    number: str | None
    state: str
    applied_on: date
    issued_on: date | None
    endorse_by: date | None
    ended_on: date | None
    end_reason: str
    agent: str
    steps: tuple[LifeStep, ...]


def of_person(desk: Desk, person_id: UUID) -> tuple[PermitLife, ...]:
    """Every permit a person applied for, the latest first."""
    with desk.reading() as session:
        held = session.scalars(
            select(Permit).where(Permit.person_id == person_id).order_by(Permit.row.desc())
        )
        return tuple(_life(session, permit) for permit in held)


def _life(session: Session, permit: Permit) -> PermitLife:
    steps = sorted((*_steps(session, permit), *_endorsements(session, permit)), key=lambda step: step.day)
    return PermitLife(
        permit.id, permit.number, permit.state, permit.applied_on, permit.issued_on, permit.endorse_by,
        permit.ended_on, permit.end_reason or "", permit.agent_name,
        (LifeStep(permit.applied_on, APPLY), *steps),
    )  # fmt: skip


def _steps(session: Session, permit: Permit) -> Iterator[LifeStep]:
    taken = (
        select(PermitStep, Officer.name)
        .join(Officer, Officer.id == PermitStep.officer_id)
        .where(PermitStep.permit_id == permit.id)
        .order_by(PermitStep.row)
    )
    for step, officer in session.execute(taken):
        yield LifeStep(step.taken_on, step.step, officer, step.reason)


def _endorsements(session: Session, permit: Permit) -> Iterator[LifeStep]:
    made = (
        select(Endorsement, Officer.name)
        .outerjoin(Officer, Officer.id == Endorsement.officer_id)
        .where(Endorsement.permit_id == permit.id)
        .order_by(Endorsement.endorsed_on)
    )
    for endorsement, officer in session.execute(made):
        yield LifeStep(endorsement.endorsed_on, ENDORSE, officer or "", due_on=endorsement.due_on)
