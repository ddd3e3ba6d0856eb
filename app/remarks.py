"""What officers note about a resident (备注): some lines on the file, one text for whoever opens it."""

from __future__ import annotations

from uuid import UUID

from app import drafts, people
from app.clashes import Clash, Clashed, last_written
from app.desk import Desk
from app.drafts import DraftRow
from app.errors import Refused
from app.language import N_
from db.records import Person

REMARK = "remark"
LONGEST = 1_000


def write(desk: Desk, person_id: UUID, text: str, shown: str, draft: DraftRow | None = None) -> bool:
    """Write the remark anew in the place of what was ``shown``; empty, it is taken out. Says if that is news.

    The draft it was typed in is over with the act; raises ``drafts.Gone`` where another desk was there first.
    Raises Refused where it is longer than LONGEST, and Clashed where somebody else has written another
    since it was shown.
    """
    words = text.strip()
    if len(words) > LONGEST:
        raise Refused(
            N_("These are {n} characters; a remark has at most {most}. Nothing you typed is lost."),
            field=REMARK, n=f"{len(words):,}", most=f"{LONGEST:,}",
        )  # fmt: skip
    with desk.writing("write_remark") as session:
        person = people.held(session, person_id)
        before = person.remark
        if before not in (shown, words):
            by = last_written(session, person_id, Person.__tablename__, field=REMARK)
            raise Clashed((Clash(REMARK, shown, before, words),), by)
        drafts.use_up(session, draft)
        person.remark = words
        return before != words
