"""What residents declare about themselves (声明), asked only where nothing on file answers the law."""

from __future__ import annotations

from uuid import UUID

from app import people
from app.desk import Desk
from app.errors import Refused
from app.language import N_
from app.law import Answer, Verdict
from db.records import Statement

# Each statement the law may rest on, as the question that is put at the window.
QUESTIONS = {
    "lawful_dwelling": N_("Is the dwelling a lawful and stable one?"),
    "serious_crime": N_("Is there a record of a serious crime?"),
    "public_security_offence": N_("Is there an offence against public security?"),
    "in_sudden_need": N_("Is there sudden need just now?"),
    "owns_home_locally": N_("Does the family own a home here?"),
    "on_a_hosts_list": N_(
        "Is it a hotel, hospital, boarding school or relief station that lists its guests?"
    ),
    "joins_relatives": N_("Do they live with close relatives whose household is registered here?"),
    "recognised_talent": N_("Do they hold the place's paper for talent or investors?"),
    "home_for_half_a_year": N_("Have they or a lineal relative owned a home here for half a year?"),
    "household_here_long_enough": N_(
        "Has the child's household been registered here for as long as the exam asks?"
    ),
    "family_on_low_income": N_("Does the family live on a low income?"),
}
# Facts that a statement settles where the records do not: with relatives or elsewhere, the word of the
# resident says whether the dwelling is a lawful and stable one, or whose roof it is.
SETTLES = {"housed": "lawful_dwelling", "hosted": "on_a_hosts_list", "with_relatives": "joins_relatives"}


def record(desk: Desk, person_id: UUID, name: str, value: bool | None) -> None:
    """Write down a yes or a no, or with None take the earlier word back; Refused for a strange name."""
    if name not in QUESTIONS:
        raise Refused(N_("No rule on file asks this question."), field=name)
    with desk.writing("record_statement") as session:
        people.found(session, person_id)
        said = "unknown" if value is None else "yes" if value else "no"
        session.add(Statement(person_id=person_id, name=name, value=said, made_on=desk.today()))


def open_questions(answer: Answer) -> tuple[str, ...]:
    """The questions a yes or no would settle, where the law cannot say; empty where it can."""
    if answer.verdict is not Verdict.UNKNOWN:
        return ()
    unsaid = (reason.fact for reason in answer.reasons.walk() if reason.verdict is Verdict.UNKNOWN)
    asked = (SETTLES.get(fact, fact) for fact in unsaid if fact is not None)
    return tuple(dict.fromkeys(name for name in asked if name in QUESTIONS))
