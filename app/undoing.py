"""Taking an act back, the last one or one of long ago, with all that hangs on it, read from the journal.

What hangs on an act: whatever was done since to the very same entries, whatever refers to what it
entered, whatever was decided on facts or proofs that it brought, whatever could begin only because it
ended something, every step a permit took from the state it brought, and a card that was printed of it.
Nothing else is touched: later acts that have nothing to do with it stay. Pages that it took in and that
are gone by now, erased at their time or removed, need not be there for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, inspect, select, tuple_
from sqlalchemy.orm import Session

from app import conflicts, history
from app.desk import Desk
from app.errors import Refused
from app.history import BY_ITSELF, FINAL, LOOKS, HistoryLine
from app.language import N_
from app.paper import PERMIT_CARD
from db import journal
from db.base import Record
from db.journal import plain
from db.records import Dwelling, Journal, Material, Officer, Page, PagePicture, Printout, Reversal, Stay

# A number that was drawn stays drawn, and a permit keeps the one it was given: it may stand on paper already.
SERIES = "series"
KEPT = {("permit", "number")}
# The last day to report follows from other entries: it is not put back, for it is written anew by what stays.
WRITTEN_ANEW = {("stay", "report_by")}
LEFT_OUT = KEPT | WRITTEN_ANEW
UNDO = "undo"

# On which entries a fact of the law rests: who was judged by it was judged by them.
RESTS_ON = {
    "residence_run": ("stay", "registration", "endorsement"),
    "residence_total": ("stay", "registration", "endorsement"),
    "unregistered": ("stay", "registration"),
    "registered": ("stay", "registration"),
    "housed": ("stay", "registration", "statement"),
    "employed": ("employment",),
    "studying": ("schooling",),
    "insured_months": ("insurance",),
    "endorsement_open": ("endorsement",),
    "permit_valid": ("endorsement",),
}
# What of an entry the law looks at; of every other kind all of it.
LOOKED_AT = {"stay": {"arrived_on", "left_on", "registered", "tenure", "dwelling_id"}}
# What ends an entry, so that another of its kind may begin for the same person.
ENDS = {"permit": "ended_on", "stay": "left_on"}
# Which entries were made because a permit stood as it did: a step from its state, and the card in its place.
STOOD_ON = {"permit_step": "permit_id", "permit": "replaces_id"}
# What an act that was about pages and nothing else has entries of: it is over with these.
OF_PAGES = {"page", "material"}
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
            .where(Journal.officer_id == desk.officer.id, Journal.act.not_in((*LOOKS, *BY_ITSELF)))
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
        hanging, touched = _hanging(session, act)
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
        hanging, _ = _hanging(session, act)
        if final := {each.act for each in hanging} & FINAL:
            raise _settled(final)
        if {each.txn for each in hanging} != set(along):
            raise _overtaken()
        gone = _gone(session, (act, *hanging))
        for each in (*reversed(hanging), act):
            _reverse(session, [entry for entry in each.entries if entry.row_id not in gone])
            session.add(_reversal(desk, each, reason))
            conflicts.wait_again(session, desk, each.txn)


# -- what hangs on what -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Act:
    """An act by its entries in the journal, in the order they were made."""

    txn: UUID
    act: str
    entries: tuple[Journal, ...]

    @property
    def at(self) -> tuple[int, int]:
        """Where it ends in the journal."""
        return self.entries[-1].epoch, self.entries[-1].seq


@dataclass(slots=True)
class _Touched:
    """All that some acts entered, changed or ended: kinds, rows, fields, what the law asks, which proofs."""

    kinds: set[str] = field(default_factory=set)
    entered: set[str] = field(default_factory=set)
    rows: set[str] = field(default_factory=set)
    fields: set[tuple[UUID, str]] = field(default_factory=set)
    looked_at: set[tuple[str, UUID | None]] = field(default_factory=set)
    ended: set[tuple[str, UUID | None]] = field(default_factory=set)
    proofs: set[tuple[UUID | None, str]] = field(default_factory=set)

    def add(self, session: Session, act: _Act) -> None:
        for entry in act.entries:
            if entry.kind != SERIES:
                self._add(entry)
            if entry.kind == "material":
                self.proofs.add((entry.person_id, _proof(session, entry)))

    def _add(self, entry: Journal) -> None:
        self.kinds.add(entry.kind)
        self.rows.add(str(entry.row_id))
        self.fields |= {(entry.row_id, name) for name in entry.changes if (entry.kind, name) not in LEFT_OUT}
        if entry.op == "ins":
            self.entered.add(str(entry.row_id))
        elif ENDS.get(entry.kind) in entry.changes and str(entry.row_id) not in self.entered:
            self.ended.add((entry.kind, entry.person_id))
        if not LOOKED_AT.get(entry.kind, set(entry.changes)).isdisjoint(entry.changes):
            self.looked_at.add((entry.kind, entry.person_id))


def _hanging(session: Session, act: _Act) -> tuple[list[_Act], _Touched]:
    """The later acts that hang on an act, directly or by one another, in the order they were done."""
    touched = _Touched()
    touched.add(session, act)
    hanging = []
    for later in _standing(session, act):
        if any(_hangs(session, entry, touched) for entry in later.entries):
            hanging.append(later)
            touched.add(session, later)
    return hanging, touched


def _hangs(session: Session, entry: Journal, touched: _Touched) -> bool:
    """Whether an entry rests on what was touched."""
    if entry.kind == SERIES:
        return False
    if entry.act in BY_ITSELF and str(entry.row_id) in touched.entered:
        return touched.kinds <= OF_PAGES
    after = {name: value for name, (_, value) in entry.changes.items()}
    return (
        any((entry.row_id, name) in touched.fields for name in after)
        or any(name.endswith("_id") and value in touched.entered for name, value in after.items())
        or (entry.op == "ins" and _was_entered_upon(session, entry, after, touched))
    )


def _was_entered_upon(session: Session, entry: Journal, told: Mapping[str, Any], touched: _Touched) -> bool:
    """Whether a new row was entered on the strength of something that was touched."""
    stood_on = told.get(STOOD_ON.get(entry.kind, ""))
    if stood_on and (UUID(stood_on), "state") in touched.fields:
        return True
    if (entry.kind, entry.person_id) in touched.ended:
        return True
    match entry.kind:
        case "printout":
            return told["document"] == PERMIT_CARD.name and _is_good(
                session, entry, told["permit_id"], touched
            )
        case "decision":
            weighed = {table for fact in _facts_of(told.get("answer")) for table in RESTS_ON[fact]}
            return any((table, entry.person_id) in touched.looked_at for table in weighed)
        case "permit_step":
            return any((entry.person_id, kind) in touched.proofs for kind in told.get("proofs") or ())
    return False


def _facts_of(answer: Any) -> set[str]:
    """The facts an answer that was kept has weighed, as far as they rest on entries."""
    found: set[str] = set()
    waiting = [answer["reasons"]] if isinstance(answer, dict) else []
    while waiting:
        reason = waiting.pop()
        waiting += reason["parts"]
        found.add(str(reason["fact"]))
    return found & set(RESTS_ON)


def _is_good(session: Session, entry: Journal, permit_id: str | None, touched: _Touched) -> bool:
    """Whether a card of a permit whose state was touched is out, or may be; a spoiled one is not."""
    if permit_id is None or (UUID(permit_id), "state") not in touched.fields:
        return False
    card = session.get(Printout, entry.row_id)
    return card is not None and card.state != "spoiled"


def _proof(session: Session, entry: Journal) -> str:
    """Which kind of proof an entry is about."""
    kind: str | None = entry.changes.get("kind", [None, None])[1]
    if kind is None:
        material = session.get(Material, entry.row_id)
        kind = material.kind if material else ""
    return kind


def _papers(session: Session, act: _Act, touched: _Touched) -> Iterator[Paper]:
    """What went out about a permit or a registration after the act that touched it."""
    made = (
        select(Journal.row_id)
        .where(
            Journal.kind == Printout.__tablename__,
            Journal.op == "ins",
            tuple_(Journal.epoch, Journal.seq) > act.at,
            Journal.person_id.in_(_people(act)),
        )
        .order_by(Journal.epoch, Journal.seq)
    )
    out = select(Printout).where(Printout.id.in_(made), Printout.state.in_(OUT)).order_by(Printout.row)
    for paper in session.scalars(out):
        if {str(paper.permit_id), str(paper.registration_id)} & touched.rows:
            yield Paper(paper.document, paper.made_on)


def _people(act: _Act) -> Select[UUID | None]:
    return select(Journal.person_id).where(Journal.txn == act.txn, Journal.person_id.is_not(None))


def _standing(session: Session, act: _Act) -> Iterator[_Act]:
    """What was done since about the people of an act and was not taken back."""
    since = tuple_(Journal.epoch, Journal.seq) > act.at
    about = select(Journal.txn).where(
        Journal.person_id.in_(_people(act)), since, Journal.act.not_in((UNDO, *LOOKS))
    )
    entries = select(Journal).where(Journal.txn.in_(about), Journal.txn.not_in(select(Reversal.txn)))
    yield from _acts(session.scalars(entries.order_by(Journal.epoch, Journal.seq)))


def _act(session: Session, txn: UUID) -> _Act:
    """An act that stands; raises Refused where it is final, was taken back, or is itself a taking back."""
    entries = select(Journal).where(Journal.txn == txn).order_by(Journal.epoch, Journal.seq)
    found = next(_acts(session.scalars(entries)), None)
    if found is None or found.act in FINAL or found.act == UNDO or _is_undone(session, txn):
        raise Refused(N_("This cannot be taken back. Correct it by another step."))
    return found


def _is_undone(session: Session, txn: UUID) -> bool:
    return session.scalar(select(exists().where(Reversal.txn == txn))) or False


def _acts(entries: Iterable[Journal]) -> Iterator[_Act]:
    for txn, together in groupby(entries, key=lambda entry: entry.txn):
        rows = tuple(together)
        yield _Act(txn, rows[0].act, rows)


def _lines(session: Session, acts: Iterable[_Act]) -> tuple[HistoryLine, ...]:
    names: dict[UUID | None, str] = dict(session.execute(select(Officer.id, Officer.name)).all())
    rows = [(entry, names.get(entry.officer_id)) for act in acts for entry in reversed(act.entries)]
    return history.lines(session, rows)


# -- taking back --------------------------------------------------------------------------------------


def _gone(session: Session, acts: Iterable[_Act]) -> set[UUID]:
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


def _reversal(desk: Desk, act: _Act, reason: str) -> Reversal:
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
