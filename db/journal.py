"""What each commit changed, field by field, by whom, when and in which act; numbered and chained by hash.

The entries are read off the session's own flushes and written in the same
transaction, after everything else, so there is no change without its entry and
no entry without its change. History, undo, exchange between offices and the
audit all stand on this table. (Design: epoch, sequence and chain as in the
paper on trust, section 4.2.)
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache, partial
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    Connection,
    Engine,
    LargeBinary,
    TextClause,
    UpdateBase,
    event,
    insert,
    inspect,
    select,
    update,
)
from sqlalchemy.orm import AttributeState, Session, SessionTransaction, UOWTransaction
from sqlalchemy.types import TypeEngine

from db import labels
from db.base import Base, Record, table_of
from db.derived import DERIVED
from db.records import Journal, JournalHead, Person
from db.types import Day, Moment, Uid

GENESIS = bytes(32)
JOURNAL, HEAD = table_of(Journal), table_of(JournalHead)
_LOCKED_HEAD = select(HEAD).with_for_update()
_OWN = DERIVED | {JOURNAL.name, HEAD.name}
UNJOURNALED = frozenset({"row", "id", "version"})
CLOCK_MAY_LEAP = timedelta(days=400)
CLOCKS_MAY_DIFFER = timedelta(hours=1)  # between the stations of one shared database
LABELLING, ENTERING = "labelling", "entering"
"""What is done at the end of an act; an act of many persons is long at it."""
AT_ONCE = 2_000
"""So many entries are written between two looks at whether to stop."""
Tell = Callable[[str, int, int], object]
"""Is told what is being done and how much of it is done; what it raises takes the act back."""


class Unjournaled(Exception):
    """A statement would change records behind the journal's back. It is a fault of the program."""


@dataclass(frozen=True, slots=True)
class Act:
    """Under what a transaction is entered: its id, what was done, by which officer, at what moment."""

    txn: UUID
    name: str
    officer_id: UUID | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """One row's change as read off a flush: ``fields`` maps each to its old and new value.

    ``row`` is told of what was deleted: nobody can look it up any more.
    """

    kind: str
    row_id: UUID
    op: str
    fields: dict[str, list[Any]]
    person_id: UUID | None
    row: int | None = None


class Entry(NamedTuple):
    """A row of the journal but for its hash, as ``digest`` reads it, without the weight of a mapped one."""

    epoch: int
    seq: int
    txn: UUID
    act: str
    kind: str
    row_id: UUID
    op: str
    changes: dict[str, list[Any]]
    person_id: UUID | None
    officer_id: UUID | None
    at: datetime
    clock_suspect: bool
    prev: bytes


def unheard(doing: str, done: int, total: int) -> None:
    """Nobody asks how far it is."""


class JournaledSession(Session):
    """A session that enters what it flushes when it commits, and refuses to change records any other way.

    ``tell`` hears how far the entering is.
    """

    def __init__(self, engine: Engine, act: Act, tell: Tell = unheard) -> None:
        super().__init__(engine)
        self.act, self.tell = act, tell
        self._changes: list[Change] = []
        self._unjournaled_tables: set[str] = set()
        self._told = 0  # so many of the changes somebody has asked about
        self._before_savepoint: dict[SessionTransaction, int] = {}
        self._in_flush = False

    @property
    def tables(self) -> frozenset[str]:
        """The tables this session has changed so far, but the journal's own and those people are found by."""
        return frozenset(change.kind for change in self._changes) | self._unjournaled_tables - _OWN

    def whom_since(self, kinds: Collection[str]) -> set[UUID]:
        """Whom the changes of these tables are about that were flushed since this was asked before."""
        fresh, self._told = self._changes[self._told :], len(self._changes)
        return {each.person_id for each in fresh if each.kind in kinds and each.person_id}

    def flush(self, objects: Sequence[Any] | None = None) -> None:
        """Send what has changed to the database; the only way that a record gets there."""
        self._in_flush = True
        try:
            super().flush(objects)
        finally:
            self._in_flush = False


@event.listens_for(JournaledSession, "after_begin")
def _watch(session: JournaledSession, transaction: SessionTransaction, connection: Connection) -> None:
    """Refuse each statement that would change records outside a flush, however it is sent."""
    if transaction.nested:
        return  # a savepoint is on the connection that is watched already

    def refuse(_one: object, _cursor: object, sql: str, _values: object, context: Any, _many: object) -> None:
        statement = context.compiled and context.compiled.statement
        if session._in_flush:
            return
        if isinstance(statement, UpdateBase):
            table = statement.table.description
            if table in _journaled_tables():
                raise Unjournaled(f"a statement on all of {table} would not be journaled")
            session._unjournaled_tables.add(table)
        elif isinstance(statement, TextClause | None) and not sql.lstrip().upper().startswith("SELECT"):
            raise Unjournaled("raw SQL would not be journaled")

    event.listen(connection, "before_cursor_execute", refuse)


@cache
def _journaled_tables() -> frozenset[str]:
    mapped = (mapper.class_ for mapper in Base.registry.mappers)
    return frozenset(noun.__tablename__ for noun in mapped if issubclass(noun, Record))


@event.listens_for(JournaledSession, "before_flush")
def _read_what_goes(session: JournaledSession, _context: UOWTransaction, _objects: object) -> None:
    for record in session.deleted:
        state = inspect(record)
        for column in state.mapper.column_attrs:
            state.attrs[column.key].load_history()  # after the flush there is no row to load it from


@event.listens_for(JournaledSession, "after_flush")
def _note(session: JournaledSession, _context: UOWTransaction) -> None:
    session._changes.extend(_flushed(session))
    others = (*session.new, *session.dirty, *session.deleted)
    session._unjournaled_tables.update(
        other.__tablename__ for other in others if not isinstance(other, Record)
    )


@event.listens_for(JournaledSession, "after_transaction_create")
def _mark_savepoint(session: JournaledSession, transaction: SessionTransaction) -> None:
    if transaction.nested:
        session._before_savepoint[transaction] = len(session._changes)


@event.listens_for(JournaledSession, "after_soft_rollback")
def _forget_savepoint(session: JournaledSession, transaction: SessionTransaction) -> None:
    """What a savepoint took back never was, and has no entry."""
    if transaction.nested:
        del session._changes[session._before_savepoint[transaction] :]
        session._told = min(session._told, len(session._changes))


@event.listens_for(JournaledSession, "before_commit")
def _enter(session: JournaledSession) -> None:
    if session.in_nested_transaction():
        return  # a savepoint is let go; only the commit is entered
    session.flush()
    _write(session)


def _flushed(session: Session) -> Iterator[Change]:
    for op, records in (("ins", session.new), ("upd", session.dirty), ("del", session.deleted)):
        for record in records:
            if isinstance(record, Record):
                fields = dict(_fields(record, op))
                if fields or op != "upd":
                    row = record.row if op == "del" else None
                    yield Change(record.__tablename__, record.id, op, fields, _person(record), row)


def _fields(record: Record, op: str) -> Iterator[tuple[str, list[Any]]]:
    if op == "ins":  # most of what is entered; nothing was there before
        told = ((name, plain(getattr(record, name))) for name in _names(type(record)))
        yield from ((name, [None, after]) for name, after in told if after is not None)
        return
    state = inspect(record)
    for name in _names(type(record)):
        field = state.attrs[name]
        if op == "upd" and not field.history.has_changes():
            continue
        before = plain(_before(field))
        after = None if op == "del" else plain(field.value)
        if before != after:
            yield name, [before, after]


@cache
def _names(kind: type[Record]) -> tuple[str, ...]:
    """The fields of a record that are journaled."""
    return tuple(column.key for column in inspect(kind).column_attrs if column.key not in UNJOURNALED)


def _before(field: AttributeState) -> Any:
    """What the database held before this flush, whatever was set meanwhile."""
    history = field.history
    return next(iter((*(history.deleted or ()), *(history.unchanged or ()))), None)


def _person(record: Record) -> UUID | None:
    person_id: UUID | None = record.id if isinstance(record, Person) else getattr(record, "person_id", None)
    return person_id


def plain(value: Any) -> Any:
    """A column's value as JSON keeps it: days and moments in ISO form, bytes in hexadecimal, trees copied."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, dict | list | tuple):
        return json.loads(json.dumps(value))  # what is changed in it later is another change
    return value


def value(kind: TypeEngine[Any], kept: Any) -> Any:
    """The inverse of ``plain`` for a column of this type."""
    if kept is None:
        return None
    if isinstance(kind, Day):
        return date.fromisoformat(kept)
    if isinstance(kind, Moment):
        return datetime.fromisoformat(kept)
    if isinstance(kind, Uid):
        return UUID(kept)
    return bytes.fromhex(kept) if isinstance(kind, LargeBinary) else kept


def _write(session: JournaledSession) -> None:
    if not session._changes:
        return
    act, connection = session.act, session.connection()
    # The head is locked last, so that other stations wait only for this short moment
    # and numbers appear in the order of the commits (measured in the paper on trust, 2.5).
    head = locked_head(connection)
    labels.keep(session, session._changes, partial(session.tell, LABELLING))
    changes, suspect, prev = _once(session._changes), _is_suspect(act.at, head), head.hash
    for first in range(0, len(changes), AT_ONCE):
        session.tell(ENTERING, first, len(changes))
        entries = []
        for seq, change in enumerate(changes[first : first + AT_ONCE], head.seq + first + 1):
            entry = Entry(
                head.epoch, seq, act.txn, act.name, change.kind, change.row_id, change.op, change.fields,
                change.person_id, act.officer_id, act.at, suspect, prev,
            )  # fmt: skip
            prev = digest(entry)
            entries.append(entry._asdict() | {"hash": prev})
        # Plain rows: as mapped ones they took twice as long, and nobody looks at them again here.
        connection.execute(insert(JOURNAL), entries)
    session.tell(ENTERING, len(changes), len(changes))
    at = head.at if suspect else max(head.at, act.at)
    connection.execute(update(HEAD), {"seq": head.seq + len(changes), "hash": prev, "at": at})


def _once(changes: Iterable[Change]) -> list[Change]:
    """What an act made of each row, told once however often it was flushed: as it was, and as it is now."""
    told: list[Change] = []
    places: dict[tuple[str, UUID], int] = {}
    for change in changes:
        place = places.get((change.kind, change.row_id))
        if place is not None and change.op == "upd" and change.person_id == told[place].person_id:
            told[place] = _followed(told[place], change)
        else:  # a row that is gone again, or another person's now, is told of as what it was too
            places[change.kind, change.row_id] = len(told)
            told.append(change)
    return [change for change in told if change.fields or change.op != "upd"]


def _followed(first: Change, then: Change) -> Change:
    """Two changes of a row that followed one another as one; what is again as it was before is none."""
    fields = dict(first.fields)
    for name, (between, after) in then.fields.items():
        before, _ = fields.get(name, (between, None))
        fields[name] = [before, after]
    return replace(first, fields={name: told for name, told in fields.items() if told[0] != told[1]})


def locked_head(connection: Connection) -> Any:
    """Where the journal stands, held until the end of this transaction; waits for whoever is committing.

    A row of ``journal_head``.
    """
    return connection.execute(_LOCKED_HEAD).one()


def raise_epoch(session: Session, known: int) -> int:
    """Begin the journal's next epoch: what is entered from now on is of another life of the database.

    The numbers and the chain go on. What a database wrote that was since put back from a copy has the same
    numbers, under an epoch before (the paper on trust, 4.2). So it is one later than any that is ``known``;
    answers by how many it is later than the one it ends.
    """
    ended: int = session.execute(select(HEAD.c.epoch)).scalar_one()
    begun = max(ended, known) + 1
    session.execute(update(HEAD).values(epoch=begun))
    return begun - ended


def _is_suspect(at: datetime, head: Any) -> bool:
    """Whether the clock went back or leapt ahead since the last moment that is believed; the first one is."""
    return head.seq > 0 and not -CLOCKS_MAY_DIFFER <= at - head.at <= CLOCK_MAY_LEAP


def digest(entry: Any) -> bytes:
    """SHA-256 over all that an entry (of these columns) says, with the hash of the entry before it."""
    said = [
        entry.epoch, entry.seq, plain(entry.txn), entry.act, entry.kind, plain(entry.row_id), entry.op,
        entry.changes, plain(entry.person_id), plain(entry.officer_id), plain(entry.at), entry.clock_suspect,
        plain(entry.prev),
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).digest()


@dataclass(frozen=True, slots=True)
class Break:
    """Where the chain does not hold: an entry was altered, removed or put in between."""

    epoch: int
    seq: int


def check(session: Session) -> Break | None:
    """Walk the whole chain; the first entry that does not hold, or None when all of them do."""
    in_order = select(Journal).order_by(Journal.epoch, Journal.seq).execution_options(yield_per=1000)
    with session.scalars(in_order) as chain:
        return _walk(session, chain, 1, 0, GENESIS)


def check_end(session: Session, entries: int) -> Break | None:
    """Walk the last of the chain, up to where it stands; None when all of it holds."""
    last = select(Journal).order_by(Journal.epoch.desc(), Journal.seq.desc()).limit(entries)
    chain = session.scalars(last).all()[::-1]
    first = chain[0] if chain else None
    return _walk(session, chain, 1, first.seq - 1 if first else 0, first.prev if first else GENESIS)


def _walk(session: Session, chain: Iterable[Journal], epoch: int, seq: int, prev: bytes) -> Break | None:
    for entry in chain:
        if entry.seq != seq + 1 or entry.prev != prev or entry.hash != digest(entry):
            return Break(entry.epoch, entry.seq)
        epoch, seq, prev = entry.epoch, entry.seq, entry.hash
    head = session.scalars(select(JournalHead)).one()
    return None if (head.seq, head.hash) == (seq, prev) else Break(epoch, seq + 1)
