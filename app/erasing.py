"""Until when pages of proofs are kept (保存期), and their erasing: no longer than they are needed.

PIPL art. 19 allows the shortest time. While an application is under way its proofs are read; after the last
decision about somebody they may be asked for once more, as long as it can be contested (行政复议法 art. 20).
Then the program erases them itself. Copies in backups go as the backups are thinned. What was typed of
conflicts (原样) goes by the same clock, when ``app.originals`` keeps it no longer.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Row, Select, delete, exists, func, select
from sqlalchemy.orm import Session

from app import originals, retention
from app.desk import Desk
from app.law import Law, Value, calendar
from app.permits import UNDER_WAY
from app.retention import Rule
from db.records import Decision, Draft, Original, Page, PagePicture, Permit, PermitStep

KEPT_FOR = "pages.kept_for"
AT_ONCE = 500
"""So many pages are erased in one act: no other desk waits for more."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The rule, how many pages of how many people are kept, and the next last day of any; None for none."""

    rule: Rule
    pages: int
    people: int
    until: date | None


def kept_for(desk: Desk) -> Value:
    """How long pages are kept after the last decision, by which article, and whether that was read."""
    return desk.law.value(KEPT_FOR, desk.today())


def standing(desk: Desk) -> Standing:
    """What is kept now, and when the next of it goes."""
    rule = retention.rule(desk)
    with desk.reading() as session:
        pages, people = session.execute(
            select(func.count(), func.count(Page.person_id.distinct())).select_from(Page)
        ).one()
        ends = (last_day(desk.law, each.taken_on, _settled(each)) for each in session.execute(_stretches()))
        return Standing(rule, pages, people, min(ends, default=None))


def last_day(law: Law, taken_on: date, settled_on: date | None) -> date:
    """The last day on which a page is kept, once nothing is under way: the time since it was last of use."""
    since = max(taken_on, settled_on or taken_on)
    return calendar.after(since, law.value(KEPT_FOR, since).period)


def erase(desk: Desk) -> int:
    """Erase the pages whose time has passed, and pictures that nothing names; answers how many pages went.

    It is one act, told in the history by its number; where there are very many, some are left for the next.
    Originals of conflicts go along, told nowhere: what was chosen of them is on record.
    """
    with desk.reading() as session:
        over = _due(session, desk) or _is_to_sweep(session, desk.today())
        if not (over or originals.any_over(session, desk)):
            return 0
    with desk.writing("erase_pages", by_itself=True) as session:
        originals.erase_over(session, desk)
        due = _due(session, desk)
        pages = session.scalars(select(Page).where(Page.id.in_(due)).with_for_update()).all()
        pictures = {page.picture for page in pages}
        for page in pages:
            session.delete(page)
        session.flush()
        _sweep(session, desk.today(), pictures)
        return len(pages)


# -- whose time has passed


def _stretches() -> Select[UUID, date, date | None, date | None]:
    """The days on which pages of people were taken who have nothing under way, and what settled them last."""
    of = Page.person_id
    decided = select(func.max(Decision.decided_on)).where(Decision.person_id == of).scalar_subquery()
    stepped = select(func.max(PermitStep.taken_on)).where(PermitStep.person_id == of).scalar_subquery()
    waits = exists().where(Permit.person_id == of, Permit.state.in_(UNDER_WAY))
    return (
        select(of, Page.taken_on, decided.label("decided_on"), stepped.label("stepped_on"))
        .where(~waits)
        .group_by(of, Page.taken_on)
    )


def _settled(stretch: Row[UUID, date, date | None, date | None]) -> date | None:
    return max(filter(None, (stretch.decided_on, stretch.stepped_on)), default=None)


def _due(session: Session, desk: Desk) -> list[UUID]:
    """The pages whose last day has passed, no more of them than are erased at once."""
    found: list[UUID] = []
    for each in session.execute(_stretches()).all():
        if len(found) >= AT_ONCE:
            break
        if last_day(desk.law, each.taken_on, _settled(each)) < desk.today():
            of_day = select(Page.id).where(Page.person_id == each.person_id, Page.taken_on == each.taken_on)
            found += session.scalars(of_day)
    return found[:AT_ONCE]


# -- pictures that nothing names


def _unnamed(session: Session) -> Iterator[tuple[bytes, date | None]]:
    """The pictures that no page names, no draft and no original, and since when that is known."""
    by_page = exists().where(Page.picture == PagePicture.sha256)
    without = select(PagePicture.sha256, PagePicture.unnamed_since).where(~by_page)
    candidates = session.execute(without).all()
    typed = (select(Draft.content), select(Original.content)) if candidates else ()
    kept = [json.dumps(content) for each in typed for content in session.scalars(each)]
    for checksum, since in candidates:
        if not any(checksum.hex() in content for content in kept):
            yield checksum, since


def _is_to_sweep(session: Session, today: date) -> bool:
    """Whether something about the pictures is to be written down that was not yet today."""
    unnamed = dict(_unnamed(session))
    named_again = session.scalars(_marked()).all()
    return any(since != today for since in unnamed.values()) or not set(named_again) <= set(unnamed)


def _sweep(session: Session, today: date, gone: set[bytes]) -> None:
    """Erase the pictures of pages that are ``gone``, and those that nothing has named since another day.

    What was removed today can be taken back today, and a draft may be on its way that names it.
    """
    unnamed = dict(_unnamed(session))
    over = {
        checksum
        for checksum, since in unnamed.items()
        if checksum in gone or (since is not None and since < today)
    }
    session.execute(delete(PagePicture).where(PagePicture.sha256.in_(over)))
    left = set(unnamed) - over
    for checksum in {*left, *session.scalars(_marked())}:
        picture = session.get_one(PagePicture, checksum)
        picture.unnamed_since = (picture.unnamed_since or today) if checksum in left else None


def _marked() -> Select[bytes]:
    return select(PagePicture.sha256).where(PagePicture.unnamed_since.is_not(None))
