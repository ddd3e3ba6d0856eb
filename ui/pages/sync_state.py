"""All that 同步 shows, as of a moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app import conflicts, drafts, elsewhere, people, questions
from app.conflicts import Conflict
from app.desk import Desk
from app.drafts import DraftRow
from app.elsewhere import Latest
from app.people import PersonCard
from app.questions import Asked, Unsaid
from ui.pages import resident_draft
from ui.pages.registration_draft import FORM


@dataclass(frozen=True, slots=True)
class State:
    """All that waits at the station, with whom each conflict is about, what was asked about any,
    and what this officer has typed about it and not said.
    """

    drafts: tuple[DraftRow, ...]
    conflicts: tuple[tuple[Conflict, PersonCard | None], ...]
    asked: tuple[Asked, ...]
    unsaid: Mapping[UUID, Unsaid]
    read_at: datetime
    latest: Latest | None

    def about(self, conflict_id: UUID) -> tuple[Asked, ...]:
        """What was asked about one of them."""
        return tuple(each for each in self.asked if each.conflict_id == conflict_id)

    def put_to(self, officer_id: UUID) -> UUID | None:
        """The first conflict about which an officer is to answer."""
        waiting = {each.conflict_id for each in self.asked if each.asked_id == officer_id and not each.reply}
        return next((one.id for one, _card in self.conflicts if one.id in waiting), None)


def read(desk: Desk) -> State:
    """Everything as it stands now, at one moment."""
    with desk.at_one_moment() as now:
        found = tuple(
            (one, people.card(now, one.person_id) if one.person_id else None)
            for one in conflicts.waiting(now)
        )
        latest = elsewhere.latest(now) if desk.shared else None
        return State(
            drafts.of_form(now, FORM, *resident_draft.FORMS),
            found,
            questions.of_waiting(now),
            questions.unsaid(now),
            now.now(),
            latest,
        )
