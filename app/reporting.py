"""Who must report an arrival or a move, and by when (应申报): the place's own time beside the thirty days."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from app import facts
from app.desk import Desk
from app.law import Answer, Case, Hearing, Law, Verdict

DUTIES = ("must_report_arrival", "must_report_move")


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


def is_unverified(owed: Answer) -> bool:
    """Whether the duty or a number it rests on has not been read in the act itself."""
    return owed.status == "unverified" or bool(owed.unverified)


def last_day(owed: Answer) -> date | None:
    """The last day in time for a report: the first on which its rule holds; None where none is in sight."""
    return owed.since if owed.verdict is Verdict.YES else owed.opens
