"""What other desks of a shared database did since one last looked, so that the lists here stay true."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, tuple_

from app.desk import Desk
from db.records import Draft, Journal, JournalHead


@dataclass(frozen=True, slots=True)
class Mark:
    """How far one has looked: where the journal stood, how many drafts there were and the latest moment."""

    epoch: int
    seq: int
    drafts: int
    drafted_at: datetime | None


def look(desk: Desk, since: Mark | None) -> tuple[Mark, frozenset[str]]:
    """Where things stand now, and which tables were changed since, but for what this officer did here.

    Nothing counts as changed the first time, with no mark.
    """
    with desk.reading() as session:
        head = session.scalars(select(JournalHead)).one()
        drafts, drafted_at = session.execute(select(func.count(), func.max(Draft.saved_at))).one()
        now = Mark(head.epoch, head.seq, drafts, drafted_at)
        if since is None or now == since:
            return now, frozenset()
        later = tuple_(Journal.epoch, Journal.seq) > (since.epoch, since.seq)
        by_others = Journal.officer_id.is_distinct_from(desk.officer.id)
        kinds = set(session.scalars(select(Journal.kind).where(later, by_others).distinct()))
        if (drafts, drafted_at) != (since.drafts, since.drafted_at):
            kinds.add(Draft.__tablename__)
        return now, frozenset(kinds)
