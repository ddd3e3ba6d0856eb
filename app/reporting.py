"""Who must report an arrival or a move, and by when (应申报): the place's own time beside the thirty days.

For the queue the last day is written on the stay that waits to be registered, with every act about the
person on which it may rest: the arrival and its correction, a statement, whatever becomes of a permit, and
the taking back of any of these. It is the last day as of that act; another law, or a permit that runs out
unseen, moves it with the next one.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

from sqlalchemy import BindParameter, Select, bindparam, or_, select
from sqlalchemy.orm import Session

from app import facts
from app.changed import in_parts
from app.desk import Desk
from app.law import Answer, Case, Hearing, Law, Stay, Verdict
from db import records
from db.journal import JournaledSession

DUTIES = ("must_report_arrival", "must_report_move")
RESTS_ON = frozenset(
    {
        "person", "stay", "registration", "member", "statement", "permit", "permit_step", "endorsement",
        "employment", "insurance", "schooling",
    }
)  # fmt: skip
"""The entries that ``facts.about`` tells the law of: an act that changes none of them moves no last day."""


def are_asked(desk: Desk) -> bool:
    """Whether the place asks for any report."""
    return any(rule in desk.law.rules() for rule in DUTIES)


def owed(desk: Desk, case: Case) -> tuple[Answer, ...]:
    """What the law here says today of each report that a person owes now or will, the nearest first."""
    return owed_under(desk.law, case, desk.today())


def owed_under(law: Law, case: Case, day: date) -> tuple[Answer, ...]:
    """The same under a law on a day.

    Who owes none, or may not owe one, gets nothing; nor does anyone where the place asks for no report.
    """
    return owed_in(law.hear(case, day), law)


def owed_in(hearing: Hearing, law: Law) -> tuple[Answer, ...]:
    """The same of a case that is being heard under the law."""
    answers = [hearing.answer(rule) for rule in DUTIES if rule in law.rules()]
    return tuple(sorted(filter(last_day, answers), key=lambda answer: last_day(answer) or date.max))


def owed_by(desk: Desk, person_id: UUID) -> tuple[Answer, ...]:
    """The same of somebody on file; raises NoResultFound where there is no such person."""
    with desk.reading() as session:
        case = facts.about(session, person_id, desk.today())
    return owed(desk, case)


def owed_on_arrival(desk: Desk, case: Case, arrived_on: date, tenure: str | None) -> Answer | None:
    """The nearest report owed for a stay here that is not registered; None where none is.

    ``case`` is what is on file otherwise: a stay of it that is open is this very one.
    """
    here = Stay(desk.office.division, arrived_on, None, None, tenure)
    return next(iter(owed(desk, living(case, here))), None)


def living(case: Case, here: Stay) -> Case:
    """The case of somebody who lives there now; a stay that is open on file is this very one."""
    before = tuple(stay for stay in case.person.stays or () if stay.left is not None)
    return Case(replace(case.person, stays=(*before, here)), case.guardians)


def follow(session: JournaledSession, desk: Desk) -> None:
    """Write the last day anew on each stay that waits of whom this act is about, by what is on file now.

    Whoever was in a household with them is looked at too, for the law may ask about a guardian. An act about
    many lets it follow some at a time, as they are done: what is left for the end is only of the last.
    """
    session.flush()
    whom = session.whom_since(RESTS_ON)
    if not whom or not are_asked(desk):
        return
    for some in in_parts(whom):
        waiting = session.scalars(_WAITING, {"whom": some}).all()
        # All are found before the first is written: asking about the next would send each by itself.
        days = [_last_day_of(session, desk, stay) for stay in waiting]
        for stay, day in zip(waiting, days, strict=True):
            stay.report_by = day
    session.flush()
    session.whom_since(RESTS_ON)  # that a last day is another moves none


def _waiting() -> Select[records.Stay]:
    """The stays that wait to be registered of some persons, ``whom``, and of their households."""
    stay, member = records.Stay, records.Member
    whom: BindParameter[UUID] = bindparam("whom", expanding=True)
    homes = select(member.household_id).where(member.person_id.in_(whom))
    mates = select(member.person_id).where(member.household_id.in_(homes))
    about = or_(stay.person_id.in_(whom), stay.person_id.in_(mates))
    return select(stay).where(about, stay.left_on.is_(None), ~stay.registered).order_by(stay.row)


_WAITING = _waiting()


def _last_day_of(session: Session, desk: Desk, stay: records.Stay) -> date | None:
    """The last day to report a stay that waits, by what else is on file; None where no report is asked."""
    case = facts.about(session, stay.person_id, desk.today())
    return by(owed_on_arrival(desk, case, stay.arrived_on, stay.tenure))


def is_unverified(owed: Answer) -> bool:
    """Whether the duty or a number it rests on has not been read in the act itself."""
    return owed.status == "unverified" or bool(owed.unverified)


def by(owed: Answer | None) -> date | None:
    """The last day in time for a report, None where none is owed."""
    return None if owed is None else last_day(owed)


def last_day(owed: Answer) -> date | None:
    """The last day in time for a report: the first on which its rule holds; None where none is in sight."""
    return owed.since if owed.verdict is Verdict.YES else owed.opens
