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
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import LargeBinary, event, inspect, select
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction, UOWTransaction
from sqlalchemy.types import TypeEngine

from db.records import Journal, JournalHead, Person, Record
from db.types import Day, Moment, Uid

GENESIS = bytes(32)
UNJOURNALED = frozenset({"row", "id", "version"})
CLOCK_MAY_LEAP = timedelta(days=400)


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
    """One row's change as read off a flush: ``fields`` maps each to its old and new value."""

    kind: str
    row_id: UUID
    op: str
    fields: dict[str, list[Any]]
    person_id: UUID | None


@dataclass(slots=True)
class Notebook:
    """What one transaction has changed so far."""

    act: Act
    changes: list[Change] = field(default_factory=list)
    tables: set[str] = field(default_factory=set)


def keep(session: Session, act: Act) -> Notebook:
    """Have ``session`` note every change it flushes and write the entries when it commits."""
    notebook = Notebook(act)

    def note(session: Session, _context: UOWTransaction) -> None:
        for change in _flushed(session):
            notebook.changes.append(change)
        notebook.tables.update(_tables(session))

    def write(session: Session) -> None:
        session.flush()
        _write(session, notebook)

    def open_savepoint(session: Session, transaction: SessionTransaction) -> None:
        if transaction.nested:
            savepoints[transaction] = len(notebook.changes)

    def leave_savepoint(session: Session, transaction: SessionTransaction) -> None:
        # What a savepoint took back was never changed.
        if transaction in savepoints:
            del notebook.changes[savepoints.pop(transaction) :]

    savepoints: dict[SessionTransaction, int] = {}
    event.listen(session, "after_transaction_create", open_savepoint)
    event.listen(session, "after_soft_rollback", leave_savepoint)
    event.listen(session, "after_flush", note)
    event.listen(session, "before_commit", write)
    event.listen(session, "do_orm_execute", _refuse_bulk)
    return notebook


def _refuse_bulk(execution: ORMExecuteState) -> None:
    changes = execution.is_update or execution.is_delete or execution.is_insert
    mapper = execution.bind_mapper
    if changes and mapper is not None and issubclass(mapper.class_, Record):
        raise Unjournaled(f"a bulk statement on {mapper.class_.__name__} would not be journaled")


def _flushed(session: Session) -> Iterator[Change]:
    for record in session.new:
        if isinstance(record, Record):
            fields = {name: [None, plain(value)] for name, value in _values(record) if value is not None}
            yield Change(record.__tablename__, record.id, "ins", fields, _person(record))
    for record in session.dirty:
        if isinstance(record, Record) and (fields := _altered(record)):
            yield Change(record.__tablename__, record.id, "upd", fields, _person(record))
    for record in session.deleted:
        if isinstance(record, Record):
            fields = {name: [plain(value), None] for name, value in _values(record) if value is not None}
            yield Change(record.__tablename__, record.id, "del", fields, _person(record))


def _tables(session: Session) -> Iterator[str]:
    for record in (*session.new, *session.dirty, *session.deleted):
        yield record.__tablename__


def _values(record: Record) -> Iterator[tuple[str, Any]]:
    for column in inspect(type(record)).column_attrs:
        if column.key not in UNJOURNALED:
            yield column.key, getattr(record, column.key)


def _altered(record: Record) -> dict[str, list[Any]]:
    state = inspect(record)
    fields = {}
    for column in state.mapper.column_attrs:
        history = state.attrs[column.key].history
        if column.key not in UNJOURNALED and history.has_changes():
            before = history.deleted[0] if history.deleted else None
            fields[column.key] = [plain(before), plain(getattr(record, column.key))]
    return {name: change for name, change in fields.items() if change[0] != change[1]}


def _person(record: Record) -> UUID | None:
    person_id: UUID | None = record.id if isinstance(record, Person) else getattr(record, "person_id", None)
    return person_id


def plain(value: Any) -> Any:
    """A column's value as JSON keeps it: days and moments in ISO form, bytes in hexadecimal."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, bytes):
        return value.hex()
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


def _write(session: Session, notebook: Notebook) -> None:
    if not notebook.changes:
        return
    act = notebook.act
    # The head is locked last, so that other stations wait only for this short moment
    # and numbers appear in the order of the commits (measured in the paper on trust, 2.5).
    head = session.scalars(select(JournalHead).with_for_update()).one()
    suspect = act.at < head.at or act.at > head.at + CLOCK_MAY_LEAP
    for change in notebook.changes:
        head.seq += 1
        entry = Journal(
            epoch=head.epoch, seq=head.seq, txn=act.txn, act=act.name, kind=change.kind, row_id=change.row_id,
            op=change.op, changes=change.fields, person_id=change.person_id, officer_id=act.officer_id,
            at=act.at, clock_suspect=suspect, prev=head.hash,
        )  # fmt: skip
        entry.hash = head.hash = digest(entry)
        session.add(entry)
    head.at = max(head.at, act.at)
    notebook.changes.clear()
    session.flush()


def digest(entry: Journal) -> bytes:
    """SHA-256 over everything an entry says and the hash of the entry before it."""
    said = [
        entry.epoch, entry.seq, str(entry.txn), entry.act, entry.kind, str(entry.row_id), entry.op, entry.changes,
        plain(entry.person_id), plain(entry.officer_id), entry.at.isoformat(), entry.clock_suspect, entry.prev.hex(),
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).digest()


@dataclass(frozen=True, slots=True)
class Break:
    """Where the chain does not hold: an entry was altered, removed or put in between."""

    epoch: int
    seq: int


def check(session: Session) -> Break | None:
    """Walk the whole chain; the first entry that does not hold, or None when all of them do."""
    expected, prev = 1, GENESIS
    epoch = 0
    for entry in session.scalars(
        select(Journal).order_by(Journal.epoch, Journal.seq).execution_options(yield_per=1000)
    ):
        if entry.seq != expected or entry.prev != prev or entry.hash != digest(entry):
            return Break(entry.epoch, entry.seq)
        expected, prev, epoch = entry.seq + 1, entry.hash, entry.epoch
    head = session.scalars(select(JournalHead)).one()
    if head.hash != prev or head.seq != expected - 1:
        return Break(epoch, expected)
    return None
