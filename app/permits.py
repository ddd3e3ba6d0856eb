"""A permit's life: applied for, accepted, approved, printed, issued, endorsed, with the ways out of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app import agents, codes, decisions, facts, fees, idnumbers, materials, merging, people, steps
from app.agents import Agent
from app.clashes import Values
from app.decisions import NewDecision
from app.desk import Desk
from app.errors import Refused
from app.language import N_, _
from app.law import Answer, Verdict
from app.steps import Given, Taking
from db.records import Permit, PermitStep, Person, Stay

# What may follow what: the one table of a permit's life. Buttons are shown and wrong steps refused by it.
MOVES: dict[tuple[str, str], str] = {
    ("", "apply"): "applied",
    ("applied", "accept"): "accepted",
    ("applied", "send_back"): "applied",
    ("applied", "refuse"): "refused",
    ("accepted", "approve"): "approved",
    ("accepted", "send_back"): "applied",
    ("accepted", "extend"): "accepted",
    ("accepted", "refuse"): "refused",
    ("approved", "print"): "printed",
    ("approved", "extend"): "approved",
    ("approved", "cancel"): "cancelled",
    ("printed", "hand_out"): "issued",
    ("printed", "cancel"): "cancelled",
    ("issued", "endorse"): "issued",
    ("issued", "change_address"): "issued",
    ("issued", "replace"): "replaced",
    ("issued", "report_lost"): "lost",
    ("issued", "suspend"): "suspended",
    ("issued", "cancel"): "cancelled",
    ("issued", "seize"): "seized",
    ("suspended", "endorse"): "issued",
    ("suspended", "restore"): "issued",
    ("suspended", "change_address"): "suspended",
    ("suspended", "replace"): "replaced",
    ("suspended", "report_lost"): "lost",
    ("suspended", "cancel"): "cancelled",
    ("suspended", "seize"): "seized",
    ("lost", "find"): "issued",
    ("lost", "reissue"): "replaced",
    ("lost", "cancel"): "cancelled",
    ("lost", "seize"): "seized",
}
IN_USE = ("issued", "suspended", "lost")
UNDER_WAY = ("applied", "accepted", "approved", "printed")
OPEN = (*UNDER_WAY, *IN_USE)

STATES = {
    "applied": N_("applied for"),
    "accepted": N_("accepted, under review"),
    "refused": N_("refused"),
    "approved": N_("approved, to be printed"),
    "printed": N_("printed, to be handed out"),
    "issued": N_("issued"),
    "suspended": N_("suspended"),
    "lost": N_("reported lost"),
    "replaced": N_("replaced by another"),
    "cancelled": N_("cancelled"),
    "seized": N_("taken away"),
}
STEPS = {
    "apply": N_("apply"),
    "accept": N_("accept"),
    "send_back": N_("send back for what is missing"),
    "extend": N_("extend the time"),
    "approve": N_("approve"),
    "refuse": N_("refuse"),
    "print": N_("print"),
    "hand_out": N_("hand out"),
    "endorse": N_("endorse"),
    "suspend": N_("suspend"),
    "restore": N_("restore"),
    "change_address": N_("change the address"),
    "report_lost": N_("report lost"),
    "find": N_("note as found"),
    "replace": N_("replace by another"),
    "reissue": N_("issue anew"),
    "cancel": N_("cancel"),
    "seize": N_("take away"),
}
KINDS = {
    "first": N_("first permit"),
    "replacement": N_("new card for an old one"),
    "reissue": N_("new card for a lost one"),
}
# What the officer gives with a step, in the order it is asked; a step that is not here asks nothing.
ASKS: dict[str, tuple[str, ...]] = {
    "send_back": ("lacks", "reason"),
    "extend": ("ground", "reason", "until"),
    "refuse": ("reason",),
    "hand_out": ("returned", "receipt"),
    "report_lost": ("reason",),
    "replace": ("ground", "reason"),
    "change_address": ("proof",),
    "cancel": ("ground", "reason", "returned"),
    "seize": ("ground", "reason"),
}
GROUNDS = {
    "extend": "permit_extensions",
    "replace": "permit_replacements",
    "cancel": "permit_cancellations",
    "seize": "permit_seizures",
}
NEED_A_REASON = frozenset({"refuse", "extend"})
UNSAID = "other"  # a ground that says nothing without words
OVERTAKEN = "seen"
"""The field a refusal names where what an officer decides by was changed since they looked."""
# Steps that are taken by an act of their own: applying, printing, endorsing; and the end of an old card,
# which comes when the new one is handed out.
OWN_ACTS = frozenset({"apply", "print", "endorse", "replace", "reissue"})


@dataclass(frozen=True, slots=True)
class PermitRow:
    """A permit in a queue; ``kind`` says whether it stands in for another one."""

    id: UUID
    person_id: UUID
    name: str
    sex: str
    age: int | None
    id_number: str
    address: str
    kind: str
    state: str
    number: str | None
    applied_on: date
    accepted_on: date | None
    issue_by: date | None
    has_photo: bool


@dataclass(frozen=True, slots=True)
class StepNote:
    """What the officer is told before a step: the article it rests on, and what a new card costs."""

    article: str
    fee: fees.Fee | None = None


def note_on(desk: Desk, step: str) -> StepNote:
    """What to tell before a step is taken."""
    kind = {"replace": "replacement", "reissue": "reissue"}.get(step)
    return StepNote(steps.article_of(desk, step), fees.fee(desk, kind) if kind else None)


def steps_from(state: str) -> frozenset[str]:
    """The steps that a permit in this state may take."""
    return frozenset(step for before, step in MOVES if before == state)


def eligibility(desk: Desk, person_id: UUID) -> Answer:
    """Whether this person may apply today, and why (art. 2); a right, never a duty."""
    with desk.reading() as session:
        return steps.to_apply(desk.law, facts.about(session, person_id, desk.today()), desk.today())


def apply(desk: Desk, person_id: UUID, agent: Agent | None = None) -> PermitRow:
    """Take an application; with nothing missing it is accepted at once and the time to issue begins.

    Raises Refused, with the Answer, when the law says no, and when a permit or an application is open.
    """
    with desk.writing("apply_for_permit") as session:
        person, today = people.held(session, person_id), desk.today()
        _refuse_second(session, person)
        answer = steps.to_apply(desk.law, facts.about(session, person_id, today), today)
        if answer.verdict is Verdict.NO:
            raise Refused(N_("{name} may not apply for a permit yet."), because=answer, name=person.name)
        return _enter_application(session, desk, person, "first", agent)


def renew(
    desk: Desk, permit_id: UUID, ground: str = "", reason: str = "", agent: Agent | None = None
) -> PermitRow:
    """Take the application for a new card in the place of one in use, or of a lost one (换领、补领, art. 11).

    The old one stays what it is until the new one is handed out; its years go on with the new one.
    Raises Refused where it is not in use, where a new one is under way, and without a ground for replacing.
    """
    with desk.writing("renew_permit") as session:
        old = session.get_one(Permit, permit_id)
        person = people.held(session, old.person_id)
        session.refresh(old)
        step = "reissue" if old.state == "lost" else "replace"
        _destination(old.state, step)
        _refuse_second_application(session, person)
        given = Given(reason=reason, ground=ground)
        _check_given(desk, step, given)
        kind = "reissue" if step == "reissue" else "replacement"
        return _enter_application(session, desk, person, kind, agent, given, old)


def move(desk: Desk, permit_id: UUID, step: str, given: Given | None = None) -> PermitRow:
    """Take one step in a permit's life, with what ``ASKS`` says it needs.

    Raises Refused in a whole sentence when it is not allowed or something is not given, and where another
    officer has changed what was ``seen`` of the person, the stay or the proofs.
    """
    if step == "print":
        raise Refused(N_("A permit counts as printed when the officer has seen that it came out right."))
    if step in OWN_ACTS:
        raise Refused(N_("This step is not taken by itself."))
    with desk.writing(f"permit_{step}") as session:
        permit = session.get_one(Permit, permit_id)
        people.held(session, permit.person_id)
        if given is not None and given.seen is not None and seen_of(session, permit) != given.seen:
            raise Refused(
                N_("Somebody else has changed entries or proofs meanwhile. Look at them, then decide."),
                field=OVERTAKEN,
            )
        take_step(session, desk, permit, step, given)
        session.flush()
        return row_of(permit, desk.today())


def seen_of(session: Session, permit: Permit) -> Values:
    """What is on file of person, stay and proofs of a permit, to be compared when it is decided."""
    return merging.on_file_of(session, permit.person, permit.stay)


def rows(desk: Desk, numbers: Sequence[int]) -> dict[int, PermitRow]:
    """Permits as queues show them, by the rows of their records."""
    with desk.reading() as session:
        asked = (
            select(Permit)
            .where(Permit.row.in_(numbers))
            .options(
                joinedload(Permit.person).selectinload(Person.identifiers),
                joinedload(Permit.stay).joinedload(Stay.dwelling),
            )
        )
        return {permit.row: row_of(permit, desk.today()) for permit in session.scalars(asked)}


def take_step(
    session: Session, desk: Desk, permit: Permit, step: str, given: Given | None = None
) -> PermitStep:
    """Take a step inside an open transaction; raises Refused when ``MOVES`` or the law does not allow it.

    Every step leaves a decision with the law it was taken under. Where a new card is handed out
    for an old one, the old one's last step is taken with it.
    """
    given = given or Given()
    after = _destination(permit.state, step)
    _check_given(desk, step, given)
    taken = _step(desk, permit, step, permit.state, after, given)
    answer = steps.law_of(session, desk, permit, step, given)
    taken.proofs = sorted(materials.held_by(session, permit.person_id)) if step in steps.OF_PROOFS else []
    steps.effect(Taking(session, desk, permit, taken, given, answer))
    permit.state = after
    _conclude(session, desk, permit, taken, answer)
    if step == "hand_out" and permit.replaces_id is not None:
        _retire(session, desk, session.get_one(Permit, permit.replaces_id), permit, given)
    return taken


def row_of(permit: Permit, today: date) -> PermitRow:
    """A permit as a queue shows it."""
    person = permit.person
    identifier = people.chief(person)
    return PermitRow(
        permit.id, person.id, person.name, person.sex, people.age(person.born_on, today),
        idnumbers.masked(identifier.number) if identifier else "", people.where(permit.stay.dwelling),
        permit.kind, permit.state, permit.number, permit.applied_on, permit.accepted_on, permit.issue_by,
        person.photo is not None,
    )  # fmt: skip


def _enter_application(
    session: Session,
    desk: Desk,
    person: Person,
    kind: str,
    agent: Agent | None,
    given: Given | None = None,
    old: Permit | None = None,
) -> PermitRow:
    agents.check(desk, person, agent)
    permit = Permit(
        person_id=person.id, stay_id=steps.open_stay(session, person).id, state="applied",
        applied_on=desk.today(), kind=kind, replaces_id=old.id if old else None,
        first_id=(old.first_id or old.id) if old else None,
        fee=fees.fee(desk, kind).written,
    )  # fmt: skip
    if agent is not None:
        agents.enter(session, desk, permit, agent)
    session.add(permit)
    session.flush()
    taken = _step(desk, permit, "apply", "", "applied", given or Given())
    taken.proofs = sorted(materials.held_by(session, person.id))
    answer = steps.law_of(session, desk, permit, "apply", given or Given())
    _conclude(session, desk, permit, taken, answer)
    if not materials.lacking(session, person, permit):
        take_step(session, desk, permit, "accept")
    session.flush()
    return row_of(permit, desk.today())


def _retire(session: Session, desk: Desk, old: Permit, new: Permit, given: Given) -> None:
    """The old card's last step; what it was replaced for stands on the application for the new one."""
    step = "reissue" if old.state == "lost" else "replace"
    applied = select(PermitStep).where(PermitStep.permit_id == new.id, PermitStep.step == "apply")
    asked = session.scalars(applied).first()
    ground, reason = (asked.ground, asked.reason) if asked else ("", "")
    take_step(session, desk, old, step, Given(reason, ground or UNSAID, returned=given.returned))
    steps.expect_endorsement(session, desk, new)


def _destination(state: str, step: str) -> str:
    after = MOVES.get((state, step))
    if after is None:
        raise Refused(
            N_("“{step}” does not follow: this permit is {state}. Somebody may have been quicker."),
            state=_(STATES[state]), step=_(STEPS.get(step, step)),
        )  # fmt: skip
    return after


def _check_given(desk: Desk, step: str, given: Given) -> None:
    """Raises Refused, naming the field, where a step's ground or reason is not said."""
    table = GROUNDS.get(step)
    if table and not any(entry.code == given.ground for entry in codes.entries(table, desk.today())):
        raise Refused(N_("Say on what ground; it stands on the record with the law."), field="ground")
    if (step in NEED_A_REASON or (table and given.ground == UNSAID)) and not given.reason.strip():
        raise Refused(N_("Write the reason; it will be printed and told to the applicant."), field="reason")
    most = PermitStep.__table__.columns["reason"].info["at_most"]
    if len(given.reason.strip()) > most:
        raise Refused(N_("This entry is longer than {most} characters."), field="reason", most=most)


def _step(desk: Desk, permit: Permit, step: str, before: str, after: str, given: Given) -> PermitStep:
    return PermitStep(
        person_id=permit.person_id, permit_id=permit.id, step=step, before=before, after=after,
        taken_on=desk.today(), officer_id=desk.officer.id, reason=given.reason.strip(),
        ground=given.ground, card_returned=given.returned,
    )  # fmt: skip


def _conclude(session: Session, desk: Desk, permit: Permit, taken: PermitStep, answer: Answer) -> None:
    """Put the step on file, and with it the law it was taken under."""
    subject, outcome = OUTCOMES.get(taken.step, ("permit", taken.step))
    decided = NewDecision(permit.person_id, subject, outcome, answer, permit.id, opinion=taken.reason)
    decision = decisions.keep(session, desk, decided)
    session.flush()
    taken.decision_id = decision.id
    session.add(taken)


# What was decided by a step, where the step is not called so.
OUTCOMES = {
    "apply": ("application", "received"),
    "accept": ("permit", "accepted"),
    "send_back": ("permit", "sent_back"),
    "approve": ("permit", "approved"),
    "refuse": ("permit", "refused"),
    "cancel": ("permit", "cancelled"),
}


def _refuse_second(session: Session, person: Person) -> None:
    held = session.scalars(
        select(Permit).where(Permit.person_id == person.id, Permit.state.in_(OPEN))
    ).first()
    if held is not None:
        raise Refused(
            N_("{name} already has a permit on file: {state}, since {day}."),
            name=person.name, state=_(STATES[held.state]), day=held.applied_on,
        )  # fmt: skip


def _refuse_second_application(session: Session, person: Person) -> None:
    under_way = select(Permit).where(Permit.person_id == person.id, Permit.state.in_(UNDER_WAY))
    if (new := session.scalars(under_way).first()) is not None:
        raise Refused(
            N_("A new card for {name} was applied for on {day} already: {state}."),
            name=person.name, state=_(STATES[new.state]), day=new.applied_on,
        )  # fmt: skip
