"""Drafts: what an officer has typed and not saved yet; they belong to the office and outlive a crash."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.desk import Desk
from app.errors import Refused
from app.language import N_
from db.records import Draft, Officer

WHOM = "person_id"
"""Under this word a draft says whom on file it is about, where it is about one."""


class Gone(Refused):
    """A draft that was to be gone on with or saved is not there any more."""


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft with what was typed, field by field, as plain text, and which officer began it at which post.

    A database is one station's, so each draft in it is; the ``post`` (户籍窗口) says at which of its windows.
    ``beside`` says that another desk has gone on with the one before, and this is one of its own now.
    """

    id: UUID
    form: str
    content: Mapping[str, Any]
    saved_at: datetime
    officer: str
    post: str = ""
    beside: bool = False


def keep(
    desk: Desk,
    form: str,
    content: Mapping[str, Any],
    draft_id: UUID | None = None,
    over: Mapping[str, Any] | None = None,
) -> DraftRow:
    """Keep what is typed so far, over the same draft; answers it with the moment it was safe on disk.

    Where another desk has gone on with the draft, and it says something else than ``over`` now, or has
    saved it or given it up, what is typed becomes a draft of its own: neither is written over the other.
    """
    with desk.writing("keep_draft") as session:
        draft = session.get(Draft, draft_id, with_for_update=True) if draft_id else None
        beside = draft is not None and over is not None and draft.content != over
        if draft is None or beside:
            draft = Draft(form=form, officer_id=desk.officer.id)
            session.add(draft)
        draft.content, draft.saved_at = dict(content), desk.now()
        session.flush()
        begun_by = session.get_one(Officer, draft.officer_id)
        return _row(draft, begun_by, beside=beside)


class InHand:
    """A draft as somebody at this desk types on: kept over itself, never over what another desk made."""

    def __init__(self, desk: Desk, form: str, row: DraftRow | None = None) -> None:
        self._desk, self._form = desk, form
        self.row = row

    def keep(self, content: Mapping[str, Any]) -> DraftRow:
        """Keep what is typed so far."""
        if self.row is None or self.row.content != content:
            before, over = (self.row.id, self.row.content) if self.row else (None, None)
            self.row = keep(self._desk, self._form, content, before, over)
        return self.row

    def discard(self) -> None:
        """Give it up, if there is one."""
        if self.row is not None:
            discard(self._desk, self.row.id, self.row.content)
            self.row = None


def about(desk: Desk, form: str, person_id: UUID) -> DraftRow | None:
    """The latest draft of a form that is about this person; None where there is none."""
    return next((row for row in of_form(desk, form) if row.content.get(WHOM) == str(person_id)), None)


def of_form(desk: Desk, *forms: str) -> tuple[DraftRow, ...]:
    """The office's drafts of these forms, the latest first."""
    with desk.reading() as session:
        found = (
            select(Draft, Officer)
            .join(Officer, Officer.id == Draft.officer_id)
            .where(Draft.form.in_(forms))
            .order_by(Draft.saved_at.desc())
        )
        return tuple(_row(draft, officer) for draft, officer in session.execute(found))


def look_up(desk: Desk, draft_id: UUID) -> DraftRow:
    """One draft, of whichever form it is now. Raises Gone where it was saved or given up meanwhile."""
    with desk.reading() as session:
        draft = session.get(Draft, draft_id)
        if draft is None:
            raise Gone(N_("Somebody else has saved this draft or given it up."))
        return _row(draft, session.get_one(Officer, draft.officer_id))


def _row(draft: Draft, officer: Officer, *, beside: bool = False) -> DraftRow:
    return DraftRow(
        draft.id, draft.form, draft.content, draft.saved_at, officer.name, officer.post, beside=beside
    )  # fmt: skip


def whose(content: Mapping[str, Any]) -> str:
    """The name that was typed in a draft; "" while none was."""
    return str(content.get("fields", {}).get("name", ""))


def use_up(session: Session, kept: DraftRow | None) -> None:
    """Let a draft go with what is saved of it, in the same transaction: it is saved once or not at all.

    One that another desk has gone on with stays, for what was typed there is saved by nobody yet. Raises
    Gone where another desk has saved it or given it up meanwhile.
    """
    if kept is None:
        return
    draft = session.get(Draft, kept.id, with_for_update=True)
    if draft is None or draft.form != kept.form:
        raise Gone(
            N_("Somebody else has saved this draft or given it up meanwhile. What you typed is kept; see "
               "what is on file by now, then save again.")
        )  # fmt: skip
    if draft.content == kept.content:
        session.delete(draft)
        session.flush()


def discard(desk: Desk, draft_id: UUID, over: Mapping[str, Any] | None = None) -> None:
    """Give a draft up; it stays where another desk has gone on with it and it is not ``over`` any more."""
    with desk.writing("discard_draft") as session:
        draft = session.get(Draft, draft_id, with_for_update=True)
        if draft is not None and over in (None, draft.content):
            session.delete(draft)
