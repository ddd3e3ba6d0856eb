"""Taking an act back, the last one or one of long ago, with all that hangs on it, read from the journal.

What that is says ``app.hanging``. Nothing else is touched: later acts that have nothing to do with it stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import exists, inspect, select, tuple_
from sqlalchemy.orm import Session

from app import history, originals
from app.desk import Desk
from app.errors import Refused
from app.hanging import LEFT_OUT, SERIES, UNDO, Act, Touched, acts_of, hanging_on, people_of
from app.history import BY_ITSELF, FINAL, LOOKS, HistoryLine
from app.language import N_
from db import journal
from db.base import Record
from db.journal import plain
from db.records import Dwelling, Journal, Officer, Page, PagePicture, Printout, Reversal, Stay

OUT = ("sent", "came_out")


@dataclass(frozen=True, slots=True)
class Undoable:
    """The latest act of this officer, if it can still be taken back."""

    txn: UUID
    act: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that went out on a day."""

    document: str
    made_on: date


@dataclass(frozen=True, slots=True)
class Plan:
    """What taking an act back would mean: the act, and what hangs on it, the latest first.

    ``blocked`` are those of them that cannot be taken back, such as a card that came out: with any of
    these the act stays and is followed by another step. ``papers`` went out since about the same
    matter; they stay on file, and are to be taken in.
    """

    line: HistoryLine
    hangs: tuple[HistoryLine, ...]
    blocked: tuple[HistoryLine, ...]
    papers: tuple[Paper, ...]

    @property
    def along(self) -> tuple[UUID, ...]:
        """What is taken back along with it."""
        return tuple(line.txn for line in self.hangs)


def last(desk: Desk) -> Undoable | None:
    """What Ctrl+Z would take back now: this officer's latest act, unless it is final."""
    with desk.reading() as session:
        latest = session.scalars(
            select(Journal)
            .where(Journal.officer_id == desk.officer.id, Journal.act.not_in(LOOKS))
            .order_by(Journal.epoch.desc(), Journal.seq.desc())
            .limit(1)
        ).first()
        if latest is None or latest.act in FINAL or latest.act == UNDO or _is_undone(session, latest.txn):
            return None
        return Undoable(latest.txn, latest.act)


def plan(desk: Desk, txn: UUID) -> Plan:
    """What hangs on an act, to be shown before it is taken back; raises Refused for what is final or gone."""
    with desk.reading() as session:
        act = _act(session, txn)
        hanging, touched = hanging_on(session, act)
        line, *hangs = _lines(session, [act, *hanging])
        blocked = tuple(each for each in hangs if each.act in FINAL)
        return Plan(line, tuple(reversed(hangs)), blocked, tuple(_papers(session, act, touched)))


def undo(desk: Desk, txn: UUID, reason: str = "", along: Sequence[UUID] = ()) -> None:
    """Take an act back, whole, and what hangs on it: what was entered goes, what was changed is as before.

    ``along`` is what the officer was shown to hang on it. The journal keeps the acts and their undoing.
    Raises Refused for acts that are final, where something that is final hangs on it, and where
    something hangs on it that was not shown.
    """
    with desk.writing("undo") as session:
        act = _act(session, txn)
        hanging, _ = hanging_on(session, act)
        if final := {each.act for each in hanging} & FINAL:
            raise _settled(final)
        if {each.txn for each in hanging} != set(along):
            raise _overtaken()
        gone = _gone(session, (act, *hanging))
        for each in (*reversed(hanging), act):
            _reverse(session, [entry for entry in each.entries if entry.row_id not in gone])
            session.add(_reversal(desk, each, reason))
            originals.wait_again(session, desk, each.txn)


# -- what is known of an act ---------------------------------------------------------------------------


def _papers(session: Session, act: Act, touched: Touched) -> Iterator[Paper]:
    """What went out about a permit or a registration after the act that touched it."""
    made = (
        select(Journal.row_id)
        .where(
            Journal.kind == Printout.__tablename__,
            Journal.op == "ins",
            tuple_(Journal.epoch, Journal.seq) > act.at,
            Journal.person_id.in_(people_of(act)),
        )
        .order_by(Journal.epoch, Journal.seq)
    )
    out = select(Printout).where(Printout.id.in_(made), Printout.state.in_(OUT)).order_by(Printout.row)
    for paper in session.scalars(out):
        if {str(paper.permit_id), str(paper.registration_id)} & touched.rows:
            yield Paper(paper.document, paper.made_on)


def _act(session: Session, txn: UUID) -> Act:
    """An act that stands; raises Refused where it is final, was taken back, or is itself a taking back."""
    entries = select(Journal).where(Journal.txn == txn).order_by(Journal.epoch, Journal.seq)
    found = next(acts_of(session.scalars(entries)), None)
    if found is None or found.act in FINAL or found.act == UNDO or _is_undone(session, txn):
        raise Refused(N_("This cannot be taken back. Correct it by another step."))
    return found


def _is_undone(session: Session, txn: UUID) -> bool:
    return session.scalar(select(exists().where(Reversal.txn == txn))) or False


def _lines(session: Session, acts: Iterable[Act]) -> tuple[HistoryLine, ...]:
    names: dict[UUID | None, str] = dict(session.execute(select(Officer.id, Officer.name)).all())
    rows = [(entry, names.get(entry.officer_id)) for act in acts for entry in reversed(act.entries)]
    return history.lines(session, rows)


# -- taking back --------------------------------------------------------------------------------------


def _gone(session: Session, acts: Iterable[Act]) -> set[UUID]:
    """The pages that these acts took in and that are not on file any more: of them nothing is left to do."""
    entries = [entry for act in acts for entry in act.entries]
    taken = {entry.row_id for entry in entries if entry.kind == Page.__tablename__ and entry.op == "ins"}
    return taken - set(session.scalars(select(Page.id).where(Page.id.in_(taken))))


def _reverse(session: Session, entries: Sequence[Journal]) -> None:
    for entry in reversed(entries):
        if entry.op == "upd" and entry.kind != SERIES:
            _put_back(session, entry)
        elif entry.op == "del":
            _bring_back(session, entry)
    session.flush()
    _take_out(session, [entry for entry in entries if entry.op == "ins" and entry.kind != SERIES])


def _reversal(desk: Desk, act: Act, reason: str) -> Reversal:
    people = {entry.person_id for entry in act.entries if entry.person_id}
    return Reversal(
        person_id=next(iter(people)) if len(people) == 1 else None, txn=act.txn, act=act.act,
        reversed_on=desk.today(), officer_id=desk.officer.id, reason=reason.strip(),
    )  # fmt: skip


def _put_back(session: Session, entry: Journal) -> None:
    record = _untouched(session, entry)
    columns = inspect(type(record)).columns
    for name, (before, _) in entry.changes.items():
        if (entry.kind, name) not in LEFT_OUT:
            setattr(record, name, journal.value(columns[name].type, before))


def _bring_back(session: Session, entry: Journal) -> None:
    kind = _class_of(entry.kind)
    columns = inspect(kind).columns
    was = {name: journal.value(columns[name].type, before) for name, (before, _) in entry.changes.items()}
    if kind is Page and session.get(PagePicture, was["picture"]) is None:
        raise Refused(N_("The picture of this page has been erased; the page cannot be brought back."))
    session.add(kind(id=entry.row_id, **was))


def _take_out(session: Session, entered: list[Journal]) -> None:
    """Remove what an act entered; what refers goes before what it refers to."""
    for table in reversed(Record.metadata.sorted_tables):
        for entry in entered:
            if entry.kind == table.name and not _is_shared(session, entry):
                session.delete(_untouched(session, entry))
        session.flush()


def _is_shared(session: Session, entry: Journal) -> bool:
    """Whether a dwelling was entered in which others have come to live since."""
    if entry.kind != Dwelling.__tablename__:
        return False
    return session.scalar(select(exists().where(Stay.dwelling_id == entry.row_id))) or False


def _untouched(session: Session, entry: Journal) -> Record:
    """The row as the act left it; raises Refused when it is not so any more."""
    record = session.get(_class_of(entry.kind), entry.row_id)
    if record is None or any(
        plain(getattr(record, name)) != after
        for name, (_, after) in entry.changes.items()
        if (entry.kind, name) not in LEFT_OUT
    ):
        raise _overtaken()
    return record


def _settled(acts: Set[str]) -> Refused:
    """Why an act stays on which these hang, which are final."""
    if acts <= set(BY_ITSELF):
        return Refused(
            N_("Its pages were erased since, for their time had passed: it cannot be taken back any more.")
        )
    return Refused(N_("What was printed or sent since cannot be taken back. Correct it by another step."))


def _overtaken() -> Refused:
    return Refused(N_("Something that hangs on this has been done since. See what, then take it back again."))


def _class_of(kind: str) -> type[Record]:
    return next(m.class_ for m in Record.registry.mappers if m.class_.__tablename__ == kind)
