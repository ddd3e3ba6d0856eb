"""Originals (原样): what was typed of a conflict and merged, kept while that can be taken back, no longer."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, delete, exists, select
from sqlalchemy.orm import Session

from app.desk import Desk
from db.journal import JournaledSession
from db.records import Draft, Original

KEPT_FOR = timedelta(days=7)
"""So long what was typed is kept once it was merged."""


def put_by(session: JournaledSession, draft: Draft) -> None:
    """Keep what waited to be chosen, which this act merges, beside it."""
    session.add(
        Original(
            txn=session.act.txn, conflict_id=draft.id, form=draft.form, officer_id=draft.officer_id,
            content=draft.content, saved_at=draft.saved_at, merged_at=session.act.at,
        )
    )  # fmt: skip
    session.delete(draft)


def wait_again(session: Session, desk: Desk, txn: UUID) -> None:
    """What an act has merged waits as it had, for the act is taken back; nothing where none did, or long ago.

    It has the same id, so that what was asked about it is asked again.
    """
    original = session.scalar(select(Original).where(Original.txn == txn, ~_is_over(desk)))
    if original is not None:
        session.add(
            Draft(
                id=original.conflict_id, form=original.form, officer_id=original.officer_id,
                content=original.content, saved_at=original.saved_at,
            )
        )  # fmt: skip
        session.delete(original)


def any_over(session: Session, desk: Desk) -> bool:
    """Whether something is kept of a merging that cannot wait again any more."""
    return session.scalar(select(exists().where(_is_over(desk)))) or False


def erase_over(session: Session, desk: Desk) -> None:
    """Erase what was typed of each such merging; what was chosen of it stays on record."""
    session.execute(delete(Original).where(_is_over(desk)))


def _is_over(desk: Desk) -> ColumnElement[bool]:
    return Original.merged_at < desk.now() - KEPT_FOR
