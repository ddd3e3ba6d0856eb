"""Which pages of proofs an office keeps (影像留存): the least that is needed, as it has chosen.

PIPL art. 6 allows no more than is needed. The picture of an identity document is sensitive by itself
(GB/T 45574-2025): it is kept only where the office has said so. ``app.erasing`` says until when.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.desk import Desk
from app.errors import Refused
from app.language import N_
from db.records import Office

SENSITIVE = ("identity", "agent")
"""What an identity document proves."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Whether an office keeps pages of proofs at all, and whether those of identity documents too."""

    pages: bool
    identity: bool

    def keeps(self, proves: str) -> bool:
        """Whether pages of a proof of this group are kept."""
        return self.pages and (self.identity or proves not in SENSITIVE)


def rule(desk: Desk) -> Rule:
    """Which pages this office keeps."""
    with desk.reading() as session:
        return _rule(session)


def must_keep(desk: Desk, proves: str) -> None:
    """Raises Refused where the office keeps no pages of a proof of this group."""
    with desk.reading() as session:
        check(session, proves)


def choose(desk: Desk, chosen: Rule) -> None:
    """Keep pages by this rule from now on; what is kept already goes on its own day."""
    with desk.writing("choose_retention") as session:
        office = session.scalars(select(Office)).one()
        office.keeps_pages, office.keeps_identity_pages = chosen.pages, chosen.identity


def keeps(session: Session, proves: str) -> bool:
    """Whether the office keeps pages of a proof of this group."""
    return _rule(session).keeps(proves)


def check(session: Session, proves: str) -> None:
    """Raises Refused where the office keeps no pages of a proof of this group."""
    kept = _rule(session)
    if not kept.pages:
        raise Refused(N_("This office keeps no pages of proofs. That is chosen in the settings."))
    if not kept.keeps(proves):
        raise Refused(N_("This office keeps no pages of identity documents. That is chosen in the settings."))


def _rule(session: Session) -> Rule:
    office = session.scalars(select(Office)).one()
    return Rule(office.keeps_pages, office.keeps_identity_pages)
