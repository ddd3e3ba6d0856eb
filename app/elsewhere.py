"""What other desks of a shared database did since one last looked, so that the lists here stay true."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, tuple_

from app.desk import Desk
from db.records import Draft, Journal, JournalHead, Officer


@dataclass(frozen=True, slots=True)
class Mark:
    """How far one has looked: where the journal stood, and each draft with the moment it was kept.

    Not the latest moment alone: each station writes its own clock's, and one that is ahead would hide
    what the others keep until they have caught up.
    """

    epoch: int
    seq: int
    drafts: frozenset[tuple[UUID, datetime]]


@dataclass(frozen=True, slots=True)
class Latest:
    """The newest act of another officer: whose, and when."""

    officer: str
    at: datetime


def latest(desk: Desk) -> Latest | None:
    """The newest act that somebody else than the officer at this desk did; None where there is none."""
    acts = select(Officer.name, Journal.at).join(Officer, Officer.id == Journal.officer_id)
    others = acts.where(Journal.officer_id != desk.officer.id)
    with desk.reading() as session:
        found = session.execute(others.order_by(Journal.epoch.desc(), Journal.seq.desc()).limit(1)).first()
    return Latest(found.name, found.at) if found else None


def look(desk: Desk, since: Mark | None) -> tuple[Mark, frozenset[str]]:
    """Where things stand now, and which tables were changed since, but for what was done at this desk.

    One officer may have several windows open: what is done at another one is told here. Drafts are in no
    journal and are told whoever kept them. Nothing counts as changed the first time, with no mark.
    """
    with desk.reading() as session:
        head = session.scalars(select(JournalHead)).one()
        drafts = frozenset((draft, at) for draft, at in session.execute(select(Draft.id, Draft.saved_at)))
        now = Mark(head.epoch, head.seq, drafts)
        if since is None or now == since:
            return now, frozenset()
        later = tuple_(Journal.epoch, Journal.seq) > (since.epoch, since.seq)
        acts = session.execute(select(Journal.txn, Journal.kind).where(later).distinct())
        kinds = {kind for txn, kind in acts if not desk.wrote(txn)}
        if drafts != since.drafts:
            kinds.add(Draft.__tablename__)
        return now, frozenset(kinds)
