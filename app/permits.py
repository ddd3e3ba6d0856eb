"""A permit's life: applied, accepted, approved, printed, issued, with the ways out of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app import codes, decisions, facts, idnumbers, materials, numbering, people
from app.desk import Desk
from app.errors import Refused
from app.language import N_, _
from app.law import Answer, Reason, Verdict, calendar
from db.records import Permit, PermitStep, Person, Stay

# What may follow what. Buttons are enabled from it and wrong steps refused by it.
MOVES: dict[tuple[str, str], str] = {
    ("applied", "accept"): "accepted",
    ("applied", "refuse"): "refused",
    ("accepted", "approve"): "approved",
    ("accepted", "refuse"): "refused",
    ("accepted", "send_back"): "applied",
    ("approved", "print"): "printed",
    ("printed", "hand_out"): "issued",
    ("issued", "report_lost"): "lost",
    ("issued", "cancel"): "cancelled",
    ("lost", "cancel"): "cancelled",
}
OPEN = ("applied", "accepted", "approved", "printed", "issued", "lost")
NEED_A_REASON = frozenset({"refuse", "send_back", "cancel"})
AGENT_BELOW = "permit.agent_below"

STATES = {
    "applied": N_("applied for"),
    "accepted": N_("accepted, under review"),
    "refused": N_("refused"),
    "approved": N_("approved, to be printed"),
    "printed": N_("printed, to be handed out"),
    "issued": N_("issued"),
    "lost": N_("reported lost"),
    "replaced": N_("replaced by another"),
    "cancelled": N_("cancelled"),
}
STEPS = {
    "accept": N_("accept"),
    "approve": N_("approve"),
    "refuse": N_("refuse"),
    "send_back": N_("send back for what is missing"),
    "print": N_("print"),
    "hand_out": N_("hand out"),
    "report_lost": N_("report lost"),
    "replace": N_("replace by another"),
    "cancel": N_("cancel"),
}


@dataclass(frozen=True, slots=True)
class Agent:
    """Who applies for somebody under 16, old or disabled (art. 9): both must show their papers."""

    name: str
    number: str
    reason: str


@dataclass(frozen=True, slots=True)
class PermitRow:
    """A permit in a queue."""

    id: UUID
    person_id: UUID
    name: str
    sex: str
    age: int | None
    id_number: str
    address: str
    state: str
    number: str | None
    applied_on: date
    accepted_on: date | None
    issue_by: date | None
    has_photo: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """One line of the review: what was declared, what is held or on file, and how they agree."""

    item: str
    declared: str
    on_file: str
    source: str
    result: str


@dataclass(frozen=True, slots=True)
class ReviewFile:
    """Everything the reviewing officer looks at for one application."""

    permit: PermitRow
    card: people.PersonCard
    lines: tuple[Compared, ...]
    answer: Answer
    lacking: tuple[str, ...]
    materials: tuple[materials.MaterialRow, ...]


def steps_from(state: str) -> frozenset[str]:
    """The steps that a permit in this state may take."""
    return frozenset(step for before, step in MOVES if before == state)


def eligibility(desk: Desk, person_id: UUID) -> Answer:
    """Whether this person may apply today, and why (art. 2); a right, never a duty."""
    with desk.reading() as session:
        return desk.law.ask("may_apply_for_permit", facts.about(session, person_id), desk.today())


def apply(desk: Desk, person_id: UUID, agent: Agent | None = None) -> PermitRow:
    """Take an application; with nothing missing it is accepted at once and the time to issue begins.

    Raises Refused, with the Answer, when the law says no, and when a permit or an application is open.
    """
    with desk.writing("apply_for_permit") as session:
        person, today = people.held(session, person_id), desk.today()
        _refuse_second(session, person)
        answer = desk.law.ask("may_apply_for_permit", facts.about(session, person_id), today)
        if answer.verdict is Verdict.NO:
            raise Refused(N_("{name} may not apply for a permit yet."), because=answer, name=person.name)
        _check_agent(desk, person, agent)
        permit = Permit(
            person_id=person_id, stay_id=_open_stay(session, person).id, state="applied", applied_on=today
        )
        if agent is not None:
            permit.agent_name, permit.agent_reason = agent.name.strip(), agent.reason.strip()
            permit.agent_number = idnumbers.normalised(agent.number)
        session.add(permit)
        session.flush()
        decisions.keep(
            session, desk, person_id, "application", "received", answer=answer, permit_id=permit.id
        )
        if not materials.lacking(session, person):
            take_step(session, desk, permit, "accept")
        session.flush()
        return _row(permit, today)


def move(desk: Desk, permit_id: UUID, step: str, reason: str = "") -> PermitRow:
    """Take one step in a permit's life; raises Refused in a whole sentence when it is not allowed."""
    if step == "print":
        raise Refused(N_("A permit counts as printed when the officer has seen that it came out right."))
    with desk.writing(f"permit_{step}") as session:
        permit = session.get_one(Permit, permit_id)
        take_step(session, desk, permit, step, reason)
        session.flush()
        return _row(permit, desk.today())


def listing(desk: Desk, *states: str, at_most: int = 200) -> tuple[PermitRow, ...]:
    """Permits in these states, the most urgent first."""
    with desk.reading() as session:
        queue = (
            select(Permit)
            .where(Permit.state.in_(states))
            .options(
                joinedload(Permit.person).selectinload(Person.identifiers),
                joinedload(Permit.stay).joinedload(Stay.dwelling),
            )
            .order_by(Permit.issue_by.is_(None), Permit.issue_by, Permit.row)
            .limit(at_most)
        )
        return tuple(_row(permit, desk.today()) for permit in session.scalars(queue))


def review(desk: Desk, permit_id: UUID) -> ReviewFile:
    """What to look at before approving: declared and held side by side, and the law's answer."""
    with desk.reading() as session:
        permit = session.get_one(Permit, permit_id)
        row, person = _row(permit, desk.today()), permit.person
        answer = desk.law.ask("may_apply_for_permit", facts.about(session, person.id), permit.applied_on)
        lacking = materials.lacking(session, person)
    card = people.card(desk, row.person_id)
    held = materials.of_person(desk, row.person_id)
    return ReviewFile(row, card, _compare(desk, card, held, answer), answer, lacking, held)


def take_step(session: Session, desk: Desk, permit: Permit, step: str, reason: str = "") -> None:
    """Take a step inside an open transaction; raises Refused when ``MOVES`` or the law does not allow it."""
    after = MOVES.get((permit.state, step))
    if after is None:
        raise Refused(
            N_("“{step}” does not follow: this permit is {state}. Somebody may have been quicker."),
            state=_(STATES[permit.state]), step=_(STEPS.get(step, step)),
        )  # fmt: skip
    if step in NEED_A_REASON and not reason.strip():
        raise Refused(N_("Write the reason; it will be printed and told to the applicant."), field="reason")
    WHAT_FOLLOWS.get(step, _nothing_more)(session, desk, permit, reason)
    session.add(
        PermitStep(
            person_id=permit.person_id, permit_id=permit.id, step=step, before=permit.state, after=after,
            taken_on=desk.today(), officer_id=desk.officer.id, reason=reason.strip(),
        )
    )  # fmt: skip
    permit.state = after


def _refuse_lacking(session: Session, desk: Desk, permit: Permit) -> None:
    lacking = materials.lacking(session, permit.person)
    if lacking:
        groups = (codes.title("material_groups", group, desk.today()) for group in lacking)
        words = reduce(lambda one, other: _("{one}, {other}", one=one, other=other), groups)
        raise Refused(N_("The application still lacks: {lacking}."), field="materials", lacking=words)


def _accept(session: Session, desk: Desk, permit: Permit, reason: str) -> None:
    _refuse_lacking(session, desk, permit)
    permit.accepted_on = desk.today()
    within = desk.law.value("permit.issue_within", permit.accepted_on)
    permit.issue_by = within.deadline(permit.accepted_on).day
    answer = desk.law.ask("may_apply_for_permit", facts.about(session, permit.person_id), permit.applied_on)
    _decide(session, desk, permit, "accepted", answer, reason)


def _approve(session: Session, desk: Desk, permit: Permit, reason: str) -> None:
    _refuse_lacking(session, desk, permit)
    # The card bears where the person lives now: who moved since is registered anew, who left gets none.
    permit.stay_id = _open_stay(session, permit.person).id
    # Asked again on the day of application: what was entered since may have changed the answer.
    answer = desk.law.ask("may_apply_for_permit", facts.about(session, permit.person_id), permit.applied_on)
    if answer.verdict is not Verdict.YES:
        raise Refused(N_("The law does not say yes to this application; see why."), because=answer)
    permit.approved_on = desk.today()
    permit.number = permit.number or numbering.draw(session, "permit", desk)
    _decide(session, desk, permit, "approved", answer, reason)


def _refuse(session: Session, desk: Desk, permit: Permit, reason: str) -> None:
    answer = desk.law.ask("may_apply_for_permit", facts.about(session, permit.person_id), permit.applied_on)
    permit.ended_on, permit.end_reason = desk.today(), reason.strip()
    _decide(session, desk, permit, "refused", answer, reason)


def _send_back(session: Session, desk: Desk, permit: Permit, reason: str) -> None:
    answer = desk.law.ask("may_apply_for_permit", facts.about(session, permit.person_id), permit.applied_on)
    permit.accepted_on = permit.issue_by = None
    _decide(session, desk, permit, "sent_back", answer, reason)


def _hand_out(session: Session, desk: Desk, permit: Permit, reason: str) -> None:
    permit.handed_on = desk.today()
    session.flush()
    permit.endorse_by = desk.law.next_endorsement(facts.about(session, permit.person_id), desk.today())


def _end(session: Session, desk: Desk, permit: Permit, reason: str) -> None:
    answer = desk.law.ask("may_apply_for_permit", facts.about(session, permit.person_id), desk.today())
    permit.ended_on, permit.end_reason, permit.endorse_by = desk.today(), reason.strip(), None
    _decide(session, desk, permit, "cancelled", answer, reason)


def _nothing_more(session: Session, desk: Desk, permit: Permit, reason: str) -> None:
    return None


WHAT_FOLLOWS: dict[str, Callable[[Session, Desk, Permit, str], None]] = {
    "accept": _accept,
    "approve": _approve,
    "refuse": _refuse,
    "send_back": _send_back,
    "hand_out": _hand_out,
    "cancel": _end,
}


def _decide(session: Session, desk: Desk, permit: Permit, outcome: str, answer: Answer, opinion: str) -> None:
    decisions.keep(
        session, desk, permit.person_id, "permit", outcome,
        answer=answer, permit_id=permit.id, opinion=opinion.strip(),
    )  # fmt: skip


def _refuse_second(session: Session, person: Person) -> None:
    held = session.scalars(
        select(Permit).where(Permit.person_id == person.id, Permit.state.in_(OPEN))
    ).first()
    if held is not None:
        raise Refused(
            N_("{name} already has a permit on file: {state}, since {day}."),
            name=person.name, state=_(STATES[held.state]), day=held.applied_on,
        )  # fmt: skip


def _open_stay(session: Session, person: Person) -> Stay:
    stay = session.scalars(
        select(Stay).where(Stay.person_id == person.id, Stay.left_on.is_(None), Stay.registered)
    ).first()
    if stay is None:
        raise Refused(
            N_("{name} has no registered stay here. Register the residence first."), name=person.name
        )
    return stay


def _check_agent(desk: Desk, person: Person, agent: Agent | None) -> None:
    """Under 16 a guardian or close relative applies, with both persons' papers (art. 9(3))."""
    of_age = desk.law.value(AGENT_BELOW, desk.today()).period
    if agent is None:
        if person.born_on and desk.today() < calendar.after(person.born_on, of_age):
            raise Refused(
                N_("{name} is not {years} yet: a guardian or close relative applies, with both papers."),
                field="agent", name=person.name, years=of_age.amount,
            )  # fmt: skip
        return
    if not (agent.name.strip() and agent.number.strip()):
        raise Refused(
            N_("Enter the agent's name and number; both persons' papers are needed."), field="agent"
        )
    number = idnumbers.read(agent.number, desk.today())
    if number.wrong:
        raise Refused(number.wrong.sentence, field="agent", **number.wrong.blanks)
    if number.number in {identifier.number for identifier in person.identifiers}:
        raise Refused(N_("This is the applicant's own number; enter the agent's."), field="agent")


def _row(permit: Permit, today: date) -> PermitRow:
    person = permit.person
    identifier = people.chief(person)
    return PermitRow(
        permit.id, person.id, person.name, person.sex, people.age(person.born_on, today),
        idnumbers.masked(identifier.number) if identifier else "", people.where(permit.stay.dwelling),
        permit.state, permit.number, permit.applied_on, permit.accepted_on, permit.issue_by,
        person.photo is not None,
    )  # fmt: skip


def _compare(
    desk: Desk, card: people.PersonCard, held: tuple[materials.MaterialRow, ...], answer: Answer
) -> tuple[Compared, ...]:
    """The declared entries beside what proves them; ``result`` is agrees, holds, missing or not_declared."""
    stay, proofs = card.stay, {m.proves: m for m in held if m.state == "held"}
    registered = stay.registered_on.isoformat() if stay and stay.registered_on else ""
    address = f"{stay.community} {stay.address}" if stay else ""
    work = stay.employer if stay else ""

    def line(item: str, declared: str, group: str) -> Compared:
        proof = proofs.get(group)
        if proof is None:
            return Compared(item, declared, "", "", "missing" if declared else "not_declared")
        return Compared(item, declared, declared, proof.title, "agrees")

    number = idnumbers.masked(card.number)
    half_year = "holds" if any(_long_enough(reason) for reason in answer.reasons.walk()) else "missing"
    return (
        line("name", card.name, "identity"),
        line("id_number", number, "identity"),
        Compared("photo", "", "", "", "holds" if card.photo else "missing"),
        Compared("residence", registered, registered, "registration", half_year),
        line("dwelling", address, "address"),
        line("work", work, "work"),
        line("study", "", "study"),
    )


def _long_enough(reason: Reason) -> bool:
    return reason.fact == "residence_run" and reason.verdict is Verdict.YES
