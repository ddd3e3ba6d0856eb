"""What comes next for people in a list, by their open stay and their last permit: one question for all."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, bindparam, select

from app import endorsements, materials
from app.desk import Desk
from app.permits import OPEN
from app.resident_files import ACCEPT, ENDORSE, REGISTER, step_at, with_proofs
from app.today import ENDORSE_AHEAD
from db.base import table_of
from db.records import Permit, Person, Stay


@dataclass(frozen=True, slots=True)
class Glance:
    """The state of somebody's last permit, "" without one; and the step that waits, "" where none does.

    ``days`` are those left until the last day to register or to endorse, below zero once it is over.
    Whether an application has all its proofs is not looked at here: that takes a question for each.
    """

    state: str = ""
    step: str = ""
    days: int | None = None


def at(desk: Desk, people: Collection[int]) -> dict[int, Glance]:
    """Each of these people at a glance, by their rows; a permit that ended counts where none is open."""
    if not people:
        return {}
    with desk.reading() as session:
        found = session.connection().execute(_SEEN, {"people": list(people)}).all()
    horizon = endorsements.horizon(desk)
    return {line.row: _glance(desk.today(), horizon, line) for line in found}


_WHO, _STAY, _PERMIT = map(table_of, (Person, Stay, Permit))
_SEEN = (
    select(
        _WHO.c.row, _STAY.c.registered, _STAY.c.register_by, _PERMIT.c.state,
        _PERMIT.c.full_on, _PERMIT.c.endorse_by,
    )
    .outerjoin(_STAY, and_(_STAY.c.person_id == _WHO.c.id, _STAY.c.left_on.is_(None)))
    .outerjoin(_PERMIT, _PERMIT.c.person_id == _WHO.c.id)
    .where(_WHO.c.row.in_(bindparam("people", expanding=True)))
    .order_by(_PERMIT.c.state.in_(OPEN), _PERMIT.c.row)  # of several the last one counts
)  # fmt: skip


def step_of(desk: Desk, person_id: UUID, glance: Glance) -> str:
    """The step that waits for one of them as the page offers it, whose proofs are looked at too."""
    lacking = materials.missing_for_permit(desk, person_id) if glance.step == ACCEPT else ()
    return with_proofs(glance.step, lacking)


def _glance(on: date, horizon: date, seen: Row[*tuple[Any, ...]]) -> Glance:
    """What is said of one line of _SEEN; ``horizon`` is that of ``endorsements``."""
    state = seen.state or ""
    if seen.registered is False and seen.register_by is not None:
        return Glance(state, REGISTER, (seen.register_by - on).days)
    step = step_at(state, lives_here=seen.registered is not None)  # None of who has no open stay
    if step != ENDORSE:
        return Glance(state, step)
    is_open = seen.full_on is not None and seen.full_on <= horizon
    if not is_open or seen.endorse_by > on + ENDORSE_AHEAD:
        return Glance(state)
    return Glance(state, step, (seen.endorse_by - on).days)
