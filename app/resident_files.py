"""A resident's file (居民档案): everything its page shows, and the next step the law provides for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from app import facts, history, insurance, lives, materials, people, permits, reporting, spells
from app.desk import Desk
from app.history import HistoryLine
from app.insurance import PaidRow
from app.law import Answer, Case, Hearing, LedgerEntry, Outlook, Score, Verdict
from app.listing import Listing
from app.lives import PermitLife
from app.materials import MaterialRow
from app.people import PersonCard
from app.spells import School, SpellRow, Work
from app.steps import APPLICATION, EARLY
from app.timeline import Timeline, timeline

ARRIVE, REGISTER, APPLY, COMPLETE, ACCEPT, REVIEW, PRINT, HAND_OUT, ENDORSE, REISSUE, CANCEL = (
    "arrive", "register", "apply", "complete", "accept", "review", "print", "hand_out", "endorse", "reissue",
    "cancel",
)  # fmt: skip
AT_STATE = {
    "applied": ACCEPT, "accepted": REVIEW, "approved": PRINT, "printed": HAND_OUT, "issued": ENDORSE,
    "suspended": ENDORSE, "lost": REISSUE,
}  # fmt: skip
RULE_OF = {REGISTER: "must_register", ENDORSE: "may_endorse"} | dict.fromkeys(
    (APPLY, COMPLETE, ACCEPT, REVIEW, PRINT, HAND_OUT), "may_apply_for_permit"
)


@dataclass(frozen=True, slots=True)
class ResidentFile:
    """Everything on a resident's page.

    ``scores`` are the points of each rule that is scored in points;
    ``step`` is the next one the law provides for and ``answer`` what the law says to it
    today; ``outlooks`` are the days to come of each rule answered, ``lived_since`` is the day
    from which the residence without a break is counted; ``ledger`` says of every day whether it counts.
    ``reports`` are the reports owed, of an arrival or a move, the nearest first.
    """

    card: PersonCard
    step: str
    answer: Answer | None
    services: tuple[Answer, ...]
    outlooks: Mapping[str, Outlook]
    scores: Mapping[str, Score]
    lived_since: date | None
    ledger: tuple[LedgerEntry, ...]
    timeline: Timeline
    permits: tuple[PermitLife, ...]
    materials: tuple[MaterialRow, ...]
    lacking: tuple[str, ...]
    history: Listing[HistoryLine]
    reports: tuple[Answer, ...] = ()


def read(desk: Desk, person_id: UUID) -> ResidentFile:
    """A resident's file as of today; raises Refused when there is no such person any more."""
    with desk.at_one_moment() as now, now.reading() as session:
        person = people.found(session, person_id)  # a session forgets whom nobody holds, and asks again
        return _read(now, person.id)


def _read(desk: Desk, person_id: UUID) -> ResidentFile:
    card = people.card(desk, person_id)
    lacking = materials.missing_for_permit(desk, person_id)
    step = next_step(card, lacking)
    case = _case(desk, person_id)
    hearing = desk.law.hear(case, desk.today())
    asked = _asked(desk, hearing, step)
    services = tuple(hearing.outlook(rule) for rule in desk.law.rules("benefit"))
    outlooks = {one.answer.rule: one for one in (asked, *services) if one}
    days = hearing.fact("residence_run")
    return ResidentFile(
        card, step, asked.answer if asked else None, tuple(one.answer for one in services), outlooks,
        {rule: hearing.score(rule) for rule in outlooks if desk.law.is_scored(rule, desk.today())},
        desk.today() - timedelta(days) if isinstance(days, int) and days else None,
        desk.law.ledger(case, desk.today()),
        timeline(case, hearing, outlooks.values(), desk.today()), lives.of_person(desk, person_id),
        materials.of_person(desk, person_id), lacking,
        history.of_person(desk, person_id), reporting.owed_in(hearing, desk.law),
    )  # fmt: skip


def _asked(desk: Desk, hearing: Hearing, step: str) -> Outlook | None:
    """What the law says to the step; where the time of residence is missing, to the place's waiver of it.

    Whether it is waived may still have to be asked before somebody is sent away.
    """
    if step not in RULE_OF:
        return None
    asked = hearing.outlook(RULE_OF[step])
    if (
        RULE_OF[step] != APPLICATION
        or asked.answer.verdict is not Verdict.NO
        or EARLY not in desk.law.rules()
    ):
        return asked
    early = hearing.outlook(EARLY)
    tells = early.answer or (step == APPLY and early.answer.verdict is Verdict.UNKNOWN)
    return early if tells else asked


@dataclass(frozen=True, slots=True)
class Spells:
    """What is on file of a resident's insurance, work and schooling, each the latest first."""

    insurance: tuple[PaidRow, ...]
    work: tuple[SpellRow, ...]
    schooling: tuple[SpellRow, ...]


def spells_of(desk: Desk, person_id: UUID) -> Spells:
    """A resident's spells, asked for when they are looked at; Refused where there is no such person."""
    with desk.at_one_moment() as now:
        return Spells(
            insurance.of_person(now, person_id),
            spells.of_person(now, person_id, Work),
            spells.of_person(now, person_id, School),
        )


def next_step(card: PersonCard, lacking: tuple[str, ...] = ()) -> str:
    """The step that comes next in a resident's life here; whether it may be taken yet the law says."""
    stay, permit = card.stay, card.new_card or card.permit
    if stay is not None and stay.registration_id is None:
        return REGISTER
    if permit is not None and permit.state in permits.OPEN:
        step = with_proofs(step_at(permit.state, lives_here=stay is not None), lacking)
        return step or (ARRIVE if _only_moved(card) else CANCEL)
    return APPLY if stay is not None else ARRIVE


def step_at(state: str, *, lives_here: bool) -> str:
    """The step a permit waits for as it stands; "" where none does, as with the card of who has left."""
    return "" if state in permits.IN_USE and not lives_here else AT_STATE.get(state, "")


def with_proofs(step: str, lacking: tuple[str, ...]) -> str:
    """The step, or the one before it where proofs are lacking: an application is completed, then accepted."""
    return COMPLETE if step == ACCEPT and lacking else step


def _only_moved(card: PersonCard) -> bool:
    """Whether the last stay ended because the person lives elsewhere in this place now."""
    return bool(card.stays) and card.stays[0].leave_reason == "moved"


def _case(desk: Desk, person_id: UUID) -> Case:
    with desk.reading() as session:
        return facts.about(session, person_id, desk.today())
