"""What each step of a permit's life does to it, what it must find first, and the law it is taken under."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import codes, deadlines, facts, materials, notices, numbering
from app.deadlines import Clock, Timed
from app.desk import Desk
from app.errors import Refused
from app.fees import FREE
from app.language import N_, _
from app.law import Answer, Case, Law, Verdict
from app.materials import NewMaterial
from app.notices import Lack
from db.records import Permit, PermitStep, Person, Stay

# What most steps rest on alone: a dated value, by its article. The others rest on a rule about the person.
VALUES = {
    "extend": "permit.issue_within_at_most",
    "print": "permit.issue_within",
    "hand_out": "permit.issue_within",
    "report_lost": "permit.replacement",
    "find": "permit.replacement",
    "replace": "permit.replacement",
    "reissue": "permit.replacement",
    "change_address": "permit.address_change",
    "seize": "permit.seizure",
}
APPLICATION, ENDORSEMENT = "may_apply_for_permit", "may_endorse"
EARLY = "may_apply_for_permit_early"
RULES = {"suspend": ENDORSEMENT, "restore": ENDORSEMENT}
OF_THE_DAY_OF_APPLICATION = ("apply", "accept", "send_back", "approve", "refuse")
OF_PROOFS = ("accept", "send_back", "approve", "refuse")  # taken on the proofs that are held
DECEIT = "deceit"


@dataclass(frozen=True, slots=True)
class Given:
    """What the officer gave with a step: only what ``permits.ASKS`` asks for is looked at.

    ``seen`` is what was on file of person, stay and proofs when the officer looked, where they decide by it.
    """

    reason: str = ""
    ground: str = ""
    proof: str = ""
    returned: bool = False
    receipt: str = ""
    until: date | None = None
    lacks: tuple[Lack, ...] = ()
    seen: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Taking:
    """A step that is being taken in an open transaction, and the law's answer it is taken under."""

    session: Session
    desk: Desk
    permit: Permit
    step: PermitStep
    given: Given
    answer: Answer


def law_of(session: Session, desk: Desk, permit: Permit, step: str, given: Given) -> Answer:
    """The law a step is taken under today.

    An application is judged by the day it was made, whatever was entered since; a new card for an
    old one asks for no condition again.
    """
    today = desk.today()
    if step in OF_THE_DAY_OF_APPLICATION and permit.kind != "first":
        return desk.law.value(VALUES["replace"], today).answer(today)
    if step == "cancel" and given.ground == DECEIT:
        return desk.law.value(VALUES["seize"], today).answer(today)
    if step in VALUES:
        return desk.law.value(VALUES[step], today).answer(today)
    case = facts.about(session, permit.person_id, desk.today())
    day = permit.applied_on if step in OF_THE_DAY_OF_APPLICATION else today
    rule = RULES.get(step, APPLICATION)
    return to_apply(desk.law, case, day) if rule == APPLICATION else desk.law.ask(rule, case, day)


def to_apply(law: Law, case: Case, day: date) -> Answer:
    """What the law says to an application: where the time of residence is missing but waived, the waiver."""
    answer = law.ask(APPLICATION, case, day)
    if answer.verdict is not Verdict.NO or EARLY not in law.rules():
        return answer
    early = law.ask(EARLY, case, day)
    return early if early else answer


def article_of(desk: Desk, step: str) -> str:
    """The article a step rests on as the law stands today; "" where none is on file."""
    name = VALUES.get(step) or RULES.get(step, APPLICATION)
    found = desk.law.in_force(name, desk.today().toordinal())
    return found.edition.article if found else ""


def effect(taking: Taking) -> None:
    """Do to the permit what the step means; raises Refused where the law or the papers do not allow it."""
    EFFECTS.get(taking.step.step, _nothing_more)(taking)


def open_stay(session: Session, person: Person) -> Stay:
    """The registered stay a permit may bear; raises Refused where there is none."""
    stay = session.scalars(
        select(Stay).where(Stay.person_id == person.id, Stay.left_on.is_(None), Stay.registered)
    ).first()
    if stay is None:
        raise Refused(
            N_("{name} has no registered stay here. Register the residence first."), name=person.name
        )
    return stay


# -- the application ---------------------------------------------------------------------------------


def _accept(taking: Taking) -> None:
    _refuse_lacking(taking)
    clock = clock_of(taking.session, taking.desk, taking.permit, taking.step)
    assert clock is not None
    taking.permit.accepted_on, taking.permit.issue_by = clock.accepted_on, clock.issue_by


def _send_back(taking: Taking) -> None:
    notices.enter(
        taking.session, taking.desk, taking.permit, taking.given.lacks, taking.given.reason, taking.answer
    )
    taking.permit.accepted_on = taking.permit.issue_by = None


def _extend(taking: Taking) -> None:
    """The time may be extended while it runs, up to the limit of art. 9(6), never beyond."""
    permit, today = taking.permit, taking.desk.today()
    clock = clock_of(taking.session, taking.desk, permit)
    assert clock is not None
    if today > clock.issue_by:
        raise Refused(
            N_("The time was over on {day}; it cannot be extended any more."),
            field="until",
            day=clock.issue_by,
        )
    until = taking.given.until or clock.at_most
    if not clock.issue_by < until <= clock.at_most:
        raise Refused(
            N_("It can be extended to a day after {day}, and to {last} at the longest."),
            field="until", day=clock.issue_by, last=clock.at_most,
        )  # fmt: skip
    taking.step.until = permit.issue_by = until


def _approve(taking: Taking) -> None:
    session, desk, permit = taking.session, taking.desk, taking.permit
    _refuse_lacking(taking)
    # The card bears where the person lives now: who moved since is registered anew, who left gets none.
    permit.stay_id = open_stay(session, permit.person).id
    if taking.answer.verdict is not Verdict.YES:
        raise Refused(N_("The law does not say yes to this application; see why."), because=taking.answer)
    permit.approved_on = desk.today()
    permit.number = permit.number or numbering.draw(session, "permit", desk)


def _refuse(taking: Taking) -> None:
    taking.permit.ended_on, taking.permit.end_reason = taking.desk.today(), taking.given.reason.strip()


def _hand_out(taking: Taking) -> None:
    permit = taking.permit
    if permit.fee not in ("", FREE) and not taking.given.receipt.strip():
        raise Refused(N_("This card is charged for. Enter the number of the receipt."), field="receipt")
    permit.receipt, permit.handed_on = taking.given.receipt.strip(), taking.desk.today()
    expect_endorsement(taking.session, taking.desk, permit)


def expect_endorsement(session: Session, desk: Desk, permit: Permit) -> None:
    """Note when the next endorsement is due by all that is on file now: for none, no day."""
    session.flush()
    due = desk.law.next_endorsement(facts.about(session, permit.person_id, desk.today()), desk.today())
    permit.full_on, permit.endorse_by = (due.full_on, due.last) if due else (None, None)


def clock_of(session: Session, desk: Desk, permit: Permit, taking: PermitStep | None = None) -> Clock | None:
    """How the time to issue stands by the steps on file, and by the one that is being taken."""
    on_file = select(PermitStep).where(PermitStep.permit_id == permit.id).order_by(PermitStep.row)
    with session.no_autoflush:
        taken = [*session.scalars(on_file), *([taking] if taking else [])]
    return deadlines.clock(desk.law, (Timed(step.step, step.taken_on, step.until) for step in taken))


def _refuse_lacking(taking: Taking) -> None:
    lacking = materials.lacking(taking.session, taking.permit.person, taking.permit)
    if lacking:
        groups = (codes.title("material_groups", group, taking.desk.today()) for group in lacking)
        words = reduce(lambda one, other: _("{one}, {other}", one=one, other=other), groups)
        raise Refused(N_("The application still lacks: {lacking}."), field="materials", lacking=words)


# -- the permit in use -------------------------------------------------------------------------------


def _suspend(taking: Taking) -> None:
    """Only the law suspends, on the day an endorsement was due and not made (art. 10)."""
    case, today = _case(taking), taking.desk.today()
    due = taking.desk.law.next_endorsement(case, today)
    if due is None or today <= due.last or taking.desk.law.fact("permit_valid", case, today) is not False:
        raise Refused(
            N_("The law does not suspend this permit: no endorsement is overdue."), because=taking.answer
        )


def _restore(taking: Taking) -> None:
    """It is restored by the endorsement that was missing, and by nothing else (art. 10)."""
    if taking.desk.law.fact("permit_valid", _case(taking), taking.desk.today()) is not True:
        raise Refused(
            N_("The use of this permit is suspended until it is endorsed. Endorse it."), because=taking.answer
        )


def _change_address(taking: Taking) -> None:
    permit, today = taking.permit, taking.desk.today()
    if taking.desk.law.value("permit.address_change", today).amount == "new_card":
        raise Refused(
            N_("Here a new address needs a new card. Replace the permit instead."), because=taking.answer
        )
    stay = open_stay(taking.session, permit.person)
    if stay.id == permit.stay_id:
        raise Refused(N_("This permit already bears the address where {name} is registered."),
                      name=permit.person.name)  # fmt: skip
    if materials.group_of(taking.given.proof, today) != "address":
        raise Refused(N_("Say which proof of the new address was shown."), field="proof")
    shown = NewMaterial(taking.given.proof, "address")
    materials.enter(taking.session, today, permit.person_id, (shown,))
    taking.step.proofs = [taking.given.proof]
    permit.stay_id = stay.id


def _end(taking: Taking) -> None:
    """The permit ends; who had applied for a new card for it is told to settle that first."""
    permit, given = taking.permit, taking.given
    going = select(Permit).where(Permit.replaces_id == permit.id, Permit.ended_on.is_(None))
    if (new := taking.session.scalars(going).first()) is not None:
        raise Refused(
            N_("A new card for this permit was applied for on {day}. Refuse or cancel that first."),
            day=new.applied_on,
        )
    table = "permit_seizures" if taking.step.step == "seize" else "permit_cancellations"
    ground = codes.name(table, given.ground, taking.desk.today())
    told = "：".join(part for part in (ground, given.reason.strip()) if part)
    permit.ended_on, permit.end_reason = taking.desk.today(), told
    permit.full_on = permit.endorse_by = None


def _replaced(taking: Taking) -> None:
    """The old card goes out of use as the new one is handed out, and is handed back unless it is lost."""
    returns = taking.desk.law.value("permit.replacement", taking.desk.today()).amount == "returns_old"
    if taking.step.step == "replace" and returns and not taking.given.returned:
        raise Refused(
            N_("The old card is handed back against the new one. Take it in first."),
            field="returned", because=taking.answer,
        )  # fmt: skip
    taking.permit.ended_on = taking.desk.today()
    taking.permit.full_on = taking.permit.endorse_by = None


def _case(taking: Taking) -> Case:
    return facts.about(taking.session, taking.permit.person_id, taking.desk.today())


def _nothing_more(taking: Taking) -> None:
    return None


EFFECTS: dict[str, Callable[[Taking], None]] = {
    "accept": _accept,
    "send_back": _send_back,
    "extend": _extend,
    "approve": _approve,
    "refuse": _refuse,
    "hand_out": _hand_out,
    "suspend": _suspend,
    "restore": _restore,
    "change_address": _change_address,
    "replace": _replaced,
    "reissue": _replaced,
    "cancel": _end,
    "seize": _end,
}
