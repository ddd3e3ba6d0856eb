"""One officer asks another about a conflict, and is answered: by a sentence, by choices, or by both.

A question is open while its conflict waits and it was neither answered nor withdrawn; so none stays open
about what has been chosen. It holds nothing up: whoever sits there may choose without waiting for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased

from app import conflicts
from app.clashes import OVERTAKEN
from app.conflicts import FORM, Chosen, Conflict, Difference
from app.desk import Desk
from app.errors import Refused
from app.language import N_
from db.records import Draft, Officer, Person, Question

SENTENCE = "question"
"""The field a refusal names where the sentence is wanting."""
AT_MOST = 200
QUESTIONS = (
    N_("Have you seen the original of this?"),
    N_("Did the resident tell you this in person?"),
    N_("Mine was said today. Is yours older?"),
    N_("May what I typed be taken?"),
)
"""What is most often asked."""
REPLIES = (
    N_("I have seen the original; mine is right."),
    N_("I was only told so; take the other."),
    N_("I mistyped it; take the other."),
    N_("I cannot tell any more; look at the original."),
)
"""What is most often answered."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What was answered, and when: a sentence, "" for none, and by field what is right."""

    at: datetime
    sentence: str
    choices: Chosen

    def side(self, difference: Difference) -> str | None:
        """Which side it takes; None where it says nothing, or one of the two was written anew since."""
        return difference.side(self.choices.get(difference.field))


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it stands: about whom and which fields, who asks whom when, and the reply, if any.

    ``gone`` says that who is asked does not sign in any more, and will not answer.
    """

    id: UUID
    conflict_id: UUID
    name: str
    officer_id: UUID
    officer: str
    asked_id: UUID
    asked: str
    gone: bool
    at: datetime
    fields: tuple[str, ...]
    sentence: str
    reply: Reply | None


@dataclass(frozen=True, slots=True)
class Unsaid:
    """What an officer has typed about a conflict and not said yet: to ask, and to answer with these sides."""

    question: str = ""
    answer: str = ""
    sides: Chosen = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Other:
    """Somebody who wrote one of the two originals, and of which fields."""

    id: UUID
    name: str
    fields: tuple[str, ...]


# -- asking -------------------------------------------------------------------------------------------


def whom(desk: Desk, conflict: Conflict, fields: Iterable[str]) -> tuple[Other, ...]:
    """Who can be asked about these fields: whoever wrote one of the originals, but for who sits here.

    Raises Refused where there is nobody, and says why and how to go on.
    """
    about = [each for each in conflict.differences if each.field in set(fields)]
    if not about:
        raise Refused(N_("Everything is chosen already; there is nothing left to ask about."))
    wrote: dict[UUID, list[str]] = {}
    for each in about:
        for side in (each.mine, each.theirs):
            if side.officer_id is not None and side.officer_id != desk.officer.id:
                wrote.setdefault(side.officer_id, []).append(each.field)
    with desk.reading() as session:
        found = session.scalars(select(Officer).where(Officer.id.in_(wrote)).order_by(Officer.row)).all()
        here = tuple(Other(each.id, each.name, tuple(wrote[each.id])) for each in found if each.active)
    if not here:
        raise _nobody(desk, about, [each.name for each in found])
    return here


def ask(desk: Desk, conflict: Conflict, fields: Iterable[str], sentence: str) -> tuple[Other, ...]:
    """Ask whoever wrote the other side of these fields; answers whom, each of which is asked about theirs.

    What this officer has asked them about the same conflict and what is still open is asked in these words
    now, not twice. Raises Refused where that says the same, where nobody can be asked, and for no sentence.
    """
    others, said = whom(desk, conflict, fields), _tidy(sentence)
    if not said:
        raise Refused(N_("Write what you want to know, or take a sentence by its number."), field=SENTENCE)
    with desk.writing("ask_question") as session:
        _let_go(desk, conflicts.held(session, conflict.id), "question")
        put = [_put(session, desk, conflict, other, said) for other in others]
        if not any(put):
            raise Refused(N_("Just this was asked already. The answer will stand here."), field=SENTENCE)
    return others


def withdraw(desk: Desk, conflict_id: UUID) -> None:
    """Take back what this officer asks about a conflict; raises Refused where nothing of it is open."""
    with desk.writing("withdraw_question") as session:
        conflicts.held(session, conflict_id)
        mine = session.scalars(
            select(Question).where(_open(), Question.conflict_id == conflict_id,
                                   Question.officer_id == desk.officer.id)
        ).all()  # fmt: skip
        if not mine:
            raise Refused(N_("This was answered meanwhile; the answer stands here."), field=OVERTAKEN)
        for question in mine:
            question.withdrawn_at = desk.now()


def _put(session: Session, desk: Desk, conflict: Conflict, other: Other, said: str) -> bool:
    """Put a question to an officer, or put an open one in other words; says whether anything is new in it."""
    still_open = select(Question).where(
        _open(), Question.conflict_id == conflict.id, Question.officer_id == desk.officer.id,
        Question.asked_id == other.id,
    )  # fmt: skip
    question = session.scalars(still_open).first()
    if question is None:
        question = Question(
            person_id=conflict.person_id, conflict_id=conflict.id, officer_id=desk.officer.id,
            asked_id=other.id, fields=[],
        )  # fmt: skip
        session.add(question)
    fields = [*question.fields, *(field for field in other.fields if field not in question.fields)]
    if (question.sentence, question.fields) == (said, fields):
        return False
    question.sentence, question.fields, question.asked_at = said, fields, desk.now()
    return True


def _nobody(desk: Desk, about: list[Difference], gone: list[str]) -> Refused:
    """Why nobody can be asked, and how to go on."""
    if gone:
        return Refused(
            N_("{name} does not sign in here any more. Look at the original or ask the resident, then"
               " choose."), name=", ".join(gone),
        )  # fmt: skip
    if all(each.theirs.officer_id == desk.officer.id for each in about):
        return Refused(
            N_("You wrote both of these yourself. Look at the original or ask the resident, then choose.")
        )
    return Refused(
        N_("Nobody knows who wrote what is on file. Look at the original or ask the resident, then choose.")
    )


# -- answering ----------------------------------------------------------------------------------------


def answer(desk: Desk, conflict: Conflict, sentence: str, choices: Mapping[str, str]) -> None:
    """Answer all that this officer is asked about a conflict: in words, by MINE or THEIRS of fields, or both.

    Of a field that does not differ any more nothing is answered; and nothing is merged by it. Raises Refused
    for an empty answer, and where nothing is asked any more.
    """
    said = _tidy(sentence)
    right = {
        each.field: list(each.choice(choices[each.field]))
        for each in conflict.differences
        if each.field in choices
    }
    if not said and not right:
        raise Refused(N_("Say something to it, or choose what is right; then answer."), field=SENTENCE)
    with desk.writing("answer_question") as session:
        _let_go(desk, conflicts.held(session, conflict.id), "answer", "sides")
        asked = session.scalars(
            select(Question).where(_open(), Question.conflict_id == conflict.id,
                                   Question.asked_id == desk.officer.id)
        ).all()  # fmt: skip
        if not asked:
            raise Refused(
                N_("The question was withdrawn meanwhile; nothing is asked any more."), field=OVERTAKEN
            )
        for question in asked:
            question.answered_at, question.reply = desk.now(), said
            question.choices = right


# -- what is not said yet -----------------------------------------------------------------------------


def keep(desk: Desk, conflict_id: UUID, unsaid: Unsaid) -> None:
    """Keep what this officer has typed with what waits, as a draft is kept; it is over where that is."""
    with desk.writing("keep_draft") as session:
        draft = session.get(Draft, conflict_id, with_for_update=True)
        if draft is not None and draft.form == FORM:
            _lay(desk, draft, asdict(unsaid))


def unsaid(desk: Desk) -> Mapping[UUID, Unsaid]:
    """What this officer has typed and not said yet, by the conflict it is about."""
    with desk.reading() as session:
        waiting = session.execute(select(Draft.id, Draft.content).where(Draft.form == FORM))
        typed = {conflict_id: _unsaid(desk, content) for conflict_id, content in waiting}
    return {
        conflict_id: Unsaid(each["question"], each["answer"], _as_chosen(each["sides"]))
        for conflict_id, each in typed.items()
        if each
    }


def _let_go(desk: Desk, draft: Draft, *said: str) -> None:
    """What is said now is typed no more."""
    if typed := _unsaid(desk, draft.content):
        nothing = asdict(Unsaid())
        _lay(desk, draft, {**typed, **{name: nothing[name] for name in said}})


def _lay(desk: Desk, draft: Draft, typed: dict[str, Any]) -> None:
    by_officer = {**draft.content.get("unsaid", {}), str(desk.officer.id): typed}
    draft.content = draft.content | {"unsaid": by_officer}


def _unsaid(desk: Desk, content: Mapping[str, Any]) -> dict[str, Any]:
    typed: dict[str, Any] = content.get("unsaid", {}).get(str(desk.officer.id), {})
    return typed


def _as_chosen(sides: Mapping[str, Any]) -> Chosen:
    return {name: tuple(choice) for name, choice in sides.items()}


# -- looking ------------------------------------------------------------------------------------------


def of_waiting(desk: Desk) -> tuple[Asked, ...]:
    """Everything asked and not withdrawn about what waits to be chosen, the latest last."""
    with desk.reading() as session:
        return _asked(session, Question.withdrawn_at.is_(None))


def put_to(desk: Desk) -> tuple[Asked, ...]:
    """What this officer is asked and has not answered yet, the latest last."""
    with desk.reading() as session:
        return _asked(session, _open() & (Question.asked_id == desk.officer.id))


def answered(desk: Desk) -> tuple[Asked, ...]:
    """What this officer asked and was answered, while it still waits to be chosen; the latest last."""
    with desk.reading() as session:
        mine = (Question.officer_id == desk.officer.id) & Question.withdrawn_at.is_(None)
        return _asked(session, mine & Question.answered_at.is_not(None))


def count(desk: Desk) -> int:
    """How many questions wait for this officer's answer."""
    with desk.reading() as session:
        put = select(func.count()).select_from(Question).join(Draft, _waits())
        return session.scalar(put.where(_open(), Question.asked_id == desk.officer.id)) or 0


def _asked(session: Session, which: ColumnElement[bool]) -> tuple[Asked, ...]:
    asker, other = aliased(Officer), aliased(Officer)
    found = (
        select(Question, Person.name, asker.name, other.name, other.active)
        .join(Draft, _waits())
        .join(Person, Person.id == Question.person_id)
        .join(asker, asker.id == Question.officer_id)
        .join(other, other.id == Question.asked_id)
        .where(which)
        .order_by(Question.asked_at, Question.row)
    )
    return tuple(
        Asked(
            each.id, each.conflict_id, name, each.officer_id, officer, each.asked_id, asked, not active,
            each.asked_at, tuple(each.fields), each.sentence, _reply(each),
        )
        for each, name, officer, asked, active in session.execute(found)
    )  # fmt: skip


def _reply(question: Question) -> Reply | None:
    if question.answered_at is None:
        return None
    choices = {field: tuple(choice) for field, choice in question.choices.items()}
    return Reply(question.answered_at, question.reply, choices)


def _waits() -> ColumnElement[bool]:
    """A question's conflict waits to be chosen."""
    return (Draft.id == Question.conflict_id) & (Draft.form == FORM)


def _open() -> ColumnElement[bool]:
    """Neither answered nor withdrawn; it is a condition of a question alone, whose conflict is held."""
    return Question.answered_at.is_(None) & Question.withdrawn_at.is_(None)


def _tidy(sentence: str) -> str:
    said = " ".join(sentence.split())
    if len(said) > AT_MOST:
        raise Refused(N_("This entry is longer than {most} characters."), field=SENTENCE, most=AT_MOST)
    return said
