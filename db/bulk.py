"""Many rows at once, for an invented community only: written past the session, with one journal entry a person.

A row that is entered by hand never comes this way: it would have no entry of
its own in the journal.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, Table, insert, select, update

from db import journal
from db.records import Journal, JournalHead


class Entry(NamedTuple):
    """A journal entry as ``journal.digest`` reads it, without the weight of a mapped row."""

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


def write(
    connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Insert rows of plain values, in the order of ``columns``, as fast as the driver takes them."""
    if not rows:
        return
    # SQLAlchemy's own many-row insert takes twice as long (measured: the paper on speed, section 2).
    dialect = connection.dialect
    statement = insert(table).compile(dialect=dialect, column_keys=list(columns))
    order = list(statement.positiontup or columns)
    places = [columns.index(name) for name in order]
    downs = [table.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in order]
    take = [(place, down or _as_it_is) for place, down in zip(places, downs, strict=True)]
    ready = [tuple(down(row[place]) for place, down in take) for row in rows]
    if statement.positiontup:
        connection.exec_driver_sql(str(statement), ready)
    else:
        connection.exec_driver_sql(str(statement), [dict(zip(order, row, strict=True)) for row in ready])


def _as_it_is(value: Any) -> Any:
    return value


def note(
    connection: Connection, act: journal.Act, kind: str, rows: Iterable[tuple[UUID, dict[str, Any]]]
) -> None:
    """Enter one journal entry for each row, chained to those before: its UUID and its values."""
    head = connection.execute(select(JournalHead.__table__).with_for_update()).one()
    seq, prev, entries = head.seq, head.hash, []
    for row_id, values in rows:
        seq += 1
        changes = {name: [None, journal.plain(value)] for name, value in values.items() if value is not None}
        entry = Entry(
            head.epoch,
            seq,
            act.txn,
            act.name,
            kind,
            row_id,
            "ins",
            changes,
            row_id,
            act.officer_id,
            act.at,
            False,
            prev,
        )
        prev = journal.digest(entry)
        entries.append((*entry, prev))
    write(connection, Journal.__table__, (*Entry._fields, "hash"), entries)
    connection.execute(update(JournalHead).values(seq=seq, hash=prev, at=max(head.at, act.at)))
