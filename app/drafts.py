"""Drafts: what an officer has typed and not saved yet; they belong to the office and outlive a crash."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select

from app.desk import Desk
from db.records import Draft, Officer


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft with what was typed, field by field, as plain text, and which officer began it."""

    id: UUID
    form: str
    content: Mapping[str, Any]
    saved_at: datetime
    officer: str


def keep(desk: Desk, form: str, content: Mapping[str, Any], draft_id: UUID | None = None) -> DraftRow:
    """Keep what is typed so far, over the same draft; answers it with the moment it was safe on disk."""
    with desk.writing("keep_draft") as session:
        draft = session.get(Draft, draft_id) if draft_id else None
        if draft is None:
            draft = Draft(form=form, officer_id=desk.officer.id)
            session.add(draft)
        draft.content, draft.saved_at = dict(content), desk.now()
        session.flush()
        begun_by = session.get_one(Officer, draft.officer_id).name
        return DraftRow(draft.id, form, dict(content), draft.saved_at, begun_by)


def of_form(desk: Desk, form: str) -> tuple[DraftRow, ...]:
    """The office's drafts of one form, the latest first."""
    with desk.reading() as session:
        found = (
            select(Draft, Officer.name)
            .join(Officer, Officer.id == Draft.officer_id)
            .where(Draft.form == form)
            .order_by(Draft.saved_at.desc())
        )
        return tuple(
            DraftRow(draft.id, draft.form, draft.content, draft.saved_at, officer)
            for draft, officer in session.execute(found)
        )


def whose(content: Mapping[str, Any]) -> str:
    """The name that was typed in a draft; "" while none was."""
    return str(content.get("fields", {}).get("name", ""))


def discard(desk: Desk, draft_id: UUID) -> None:
    """Let a draft go, once it is saved as what it was for or given up."""
    with desk.writing("discard_draft") as session:
        session.execute(delete(Draft).where(Draft.id == draft_id))
