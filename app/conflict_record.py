"""同步记录: what of two officers was chosen, what was asked about it and answered, the latest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Any
from uuid import UUID

from sqlalchemy import func, literal_column, select, tuple_
from sqlalchemy.orm import Session

from app import history, listing
from app.clashes import MINE
from app.desk import Desk
from app.history import FieldChange, HistoryLine
from app.listing import Listing
from app.originals import KEPT_FOR
from db.kept_beside import OF_CONFLICTS
from db.records import Decision, Journal, Officer, Person, Question
from db.types import Flag

MERGED, ASKED = "merge", "ask_question"
_OF_CONFLICTS = literal_column(f"({OF_CONFLICTS.text})", Flag)
"""To the letter as in the index that answers it."""
_LAST = func.max(Journal.seq)
_ACTS = (
    select(Journal.epoch, _LAST)
    .where(_OF_CONFLICTS)
    .group_by(Journal.epoch, Journal.txn)
    .order_by(Journal.epoch.desc(), _LAST.desc())
)
_ENTRIES = (
    select(Journal, Officer.name)
    .outerjoin(Officer, Officer.id == Journal.officer_id)
    .order_by(Journal.epoch.desc(), Journal.seq.desc())
)
_NAMES_WHOM = (Decision.__tablename__, Question.__tablename__)


@dataclass(frozen=True, slots=True)
class RecordRow:
    """An act about a conflict: about whom, and whether what was typed waits again where it is taken back.

    Nobody is named where the person is not on file any more. ``asked`` are the officers whom it asked.
    """

    line: HistoryLine
    person_id: UUID | None
    name: str
    can_wait_again: bool
    asked: tuple[str, ...] = ()

    @property
    def id(self) -> UUID:
        """The act's transaction."""
        return self.line.txn


def of_station(desk: Desk) -> Listing[RecordRow]:
    """All that was chosen, asked and answered at this station."""
    with desk.reading() as session:
        acts = session.execute(_ACTS).all()
    return listing.begin(history.numbered(acts), partial(rows, desk))


def rows(desk: Desk, wanted: Sequence[int]) -> dict[int, RecordRow]:
    """Acts by their numbers in the list."""
    with desk.reading() as session:
        those = select(Journal.txn).where(tuple_(Journal.epoch, Journal.seq).in_(history.places(wanted)))
        lines = history.by_number(session, session.execute(_ENTRIES.where(Journal.txn.in_(those))))
        txns = [line.txn for line in lines.values()]
        whom, asked = dict(_whom(session, txns)), _asked(session, txns)
    return {
        number: _row(desk, line, whom.get(line.txn, (None, "")), asked.get(line.txn, ()))
        for number, line in lines.items()
    }


def chosen(line: HistoryLine) -> tuple[tuple[str, str], ...]:
    """Of a merging each field, as the decision on it calls it, with what was taken and what was not."""
    parts: dict[str, list[FieldChange]] = {"subject": [], "outcome": [], "opinion": []}
    for change in line.changes:
        if change.kind == Decision.__tablename__ and change.field in parts:
            parts[change.field].append(change)
    decisions = zip(*parts.values(), strict=True)
    return tuple(
        (outcome.after, opinion.after) for subject, outcome, opinion in decisions if subject.after == "merged"
    )


def answered(line: HistoryLine) -> tuple[tuple[str, Any], ...]:
    """Of an answer each field that it takes a side of, with the plain value that is right."""
    said = [each.after for each in line.changes if each.field == "choices" and each.after]
    choices = said[0] if said else {}  # whoever asked, all were answered the same
    return tuple((field, mine if side == MINE else theirs) for field, (side, mine, theirs) in choices.items())


def about(line: HistoryLine) -> tuple[str, ...]:
    """The fields that an act asked about."""
    fields = [each.after for each in line.changes if each.field == "fields" and each.after]
    return tuple(dict.fromkeys(chain.from_iterable(fields)))


def said(line: HistoryLine) -> str:
    """The sentence that was asked or answered in an act; "" for none."""
    sentences = (each.after for each in line.changes if each.field in ("sentence", "reply") and each.after)
    return next(sentences, "")


def _row(desk: Desk, line: HistoryLine, whom: tuple[UUID | None, str], asked: tuple[str, ...]) -> RecordRow:
    kept = line.act == MERGED and not line.taken_back and line.at >= desk.now() - KEPT_FOR
    return RecordRow(line, *whom, kept, asked)


def _asked(session: Session, txns: Sequence[UUID]) -> dict[UUID, tuple[str, ...]]:
    """Whom each act has asked; a question that was taken back tells nobody."""
    named = (
        select(Journal.txn, Officer.name)
        .join(Question, Question.id == Journal.row_id)
        .join(Officer, Officer.id == Question.asked_id)
        .where(Journal.txn.in_(txns), Journal.act == ASKED)
        .order_by(Officer.row)
    )
    asked: dict[UUID, tuple[str, ...]] = {}
    for txn, officer in session.execute(named):
        asked[txn] = (*asked.get(txn, ()), officer)
    return asked


def _whom(session: Session, txns: Sequence[UUID]) -> Iterator[tuple[UUID, tuple[UUID, str]]]:
    """Whom each act is about; of a family whom it was decided on, told last, which counts."""
    named = (
        select(Journal.txn, Person.id, Person.name)
        .join(Person, Person.id == Journal.person_id)
        .where(Journal.txn.in_(txns))
        .order_by(Journal.kind.in_(_NAMES_WHOM), Journal.seq.desc())
    )
    for txn, person_id, name in session.execute(named):
        yield txn, (person_id, name)
