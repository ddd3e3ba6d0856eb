"""What is printed about a permit: its receipt, its notices and slips, and how it ended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import codes, endorsements, materials, notices, paper
from app.desk import Desk
from app.errors import Refused
from app.language import N_, _
from app.law import Answer, Verdict
from app.law import words as law_words
from app.paper.letters import Lacking, Weighed
from app.papers.subject import Subject, letter
from db.records import Decision, Material, Permit

MET = {Verdict.YES: N_("met"), Verdict.NO: N_("not met"), Verdict.UNKNOWN: N_("not known")}


def receipt(session: Session, desk: Desk, permit_id: UUID) -> Subject:
    """The receipt of an accepted application; raises Refused while it is not accepted."""
    permit = session.get_one(Permit, permit_id)
    if permit.accepted_on is None:
        raise Refused(N_("This application is not accepted yet; there is no receipt for it."))
    within = desk.law.value("permit.issue_within", permit.accepted_on)
    caution = _("Not checked against the act: {names}.", names=_("the time to issue a permit"))
    value = letter(
        paper.AcceptanceReceipt, desk, permit.person, caution if within.status == "unverified" else "",
        accepted_on=permit.accepted_on, issue_by=permit.issue_by, agent=permit.agent_name,
        materials=tuple(_held(session, permit.person_id, desk.today())),
    )  # fmt: skip
    return Subject(value, permit.person_id, permit_id=permit_id)


def notice(session: Session, desk: Desk, permit_id: UUID) -> Subject:
    """All that an application lacks, at once (art. 9); raises Refused when nothing is missing.

    A notice that was given stands on paper as it was given, with the proofs to be put right and the remark.
    """
    permit, today = session.get_one(Permit, permit_id), desk.today()
    if (given := notices.latest(session, permit_id, today)) is not None:
        missing = tuple(_named(one, today) for one in given.items)
        remark = (Lacking(_("Remark"), given.remark),) if given.remark else ()
        value = letter(paper.OneTimeNotice, desk, permit.person, missing=(*missing, *remark))
        return Subject(value, permit.person_id, permit_id=permit_id)
    lacking = materials.lacking(session, permit.person, permit)
    if not lacking:
        raise Refused(N_("Nothing is missing; there is nothing to give notice of."))
    missing = tuple(
        Lacking(codes.name("material_groups", group, today), _what_would_do(group, today))
        for group in lacking
    )
    value = letter(paper.OneTimeNotice, desk, permit.person, missing=missing)
    return Subject(value, permit.person_id, permit_id=permit_id)


def slip(session: Session, desk: Desk, permit_id: UUID) -> Subject:
    """The slip of a permit's latest endorsement; raises Refused when it was never endorsed."""
    permit = session.get_one(Permit, permit_id)
    if not permit.endorsements or permit.issued_on is None:
        raise Refused(N_("This permit was not endorsed yet."))
    latest = permit.endorsements[-1]
    value = letter(
        paper.EndorsementSlip, desk, permit.person, permit=permit.number or "", issued_on=permit.issued_on,
        endorsed_on=latest.endorsed_on, due_on=latest.due_on, next_due_on=permit.endorse_by,
    )  # fmt: skip
    return Subject(value, permit.person_id, permit_id=permit_id)


def reminder(session: Session, desk: Desk, permit_id: UUID) -> Subject:
    """The reminder of the endorsement due next; raises Refused when none is."""
    permit = session.get_one(Permit, permit_id)
    told = endorsements.reminder(session, desk, permit)
    assert permit.issued_on is not None
    late = _("That day has passed: have it endorsed at once.")
    window = late if told.due_on < desk.today() else law_words.summary(told.answer)
    fact, comes_to = endorsements.cost_in_words(told.cost)
    value = letter(
        paper.EndorsementReminder, desk, permit.person, law_words.caution(told.answer),
        permit=told.number, issued_on=permit.issued_on, due_on=told.due_on, window=window,
        cost=_("{fact}. {comes_to}", fact=fact, comes_to=comes_to) if comes_to else fact,
    )  # fmt: skip
    return Subject(value, permit.person_id, permit_id=permit_id)


def refusal(session: Session, desk: Desk, permit_id: UUID) -> Subject:
    """The refusal of an application, with the reasons as they stood when it was decided."""
    permit = session.get_one(Permit, permit_id)
    decided = session.scalars(
        select(Decision)
        .where(Decision.permit_id == permit_id, Decision.outcome == "refused")
        .order_by(Decision.row.desc())
    ).first()
    if permit.state != "refused" or decided is None or decided.answer is None:
        raise Refused(N_("This application was not refused."))
    answer = Answer.from_data(decided.answer)
    value = letter(
        paper.Refusal, desk, permit.person, law_words.caution(answer), applied_on=permit.applied_on,
        refused_on=decided.decided_on, opinion=decided.opinion, reasons=tuple(_weighed(answer)),
        article=law_words.basis(answer) if answer.article else "",
    )  # fmt: skip
    return Subject(value, permit.person_id, permit_id=permit_id)


def cancellation(session: Session, desk: Desk, permit_id: UUID) -> Subject:
    """That a permit has ended; raises Refused while it has not."""
    permit = session.get_one(Permit, permit_id)
    if permit.state != "cancelled" or permit.ended_on is None:
        raise Refused(N_("This permit is not cancelled."))
    value = letter(
        paper.Cancellation, desk, permit.person, permit=permit.number or "", issued_on=permit.issued_on,
        ended_on=permit.ended_on, reason=permit.end_reason or "",
    )  # fmt: skip
    return Subject(value, permit.person_id, permit_id=permit_id)


def _named(named: notices.Named, today: date) -> Lacking:
    """One thing a notice named: a group of proofs and what would do, or a proof and what is wrong with it."""
    if named.remark or not codes.known("material_groups", named.item, today):
        return Lacking(named.title, named.remark or _("to be put right"))
    return Lacking(named.title, _what_would_do(named.item, today))


def _held(session: Session, person_id: UUID, today: date) -> Iterator[str]:
    held = select(Material).where(Material.person_id == person_id, Material.state == "held")
    for material in session.scalars(held.order_by(Material.row)):
        yield codes.name("materials", material.kind, today)


def _what_would_do(group: str, today: date) -> str:
    """The proofs of which any one will do (art. 9)."""
    groups = materials.PROOFS if group == "proof" else (group,)
    entries = codes.entries("materials", today)
    return "、".join(entry.name for entry in entries if entry.group in groups)


def _weighed(answer: Answer) -> Iterator[Weighed]:
    for line in law_words.tree(answer):
        stands = "；".join(filter(None, (line.stands, line.rests_on)))
        yield Weighed("　" * line.depth + line.asked, stands, _(MET[line.verdict]))
