"""Many rows at once, past the session, for invented communities only; one journal entry a person.

A row that is entered by hand never comes this way: it would have no entry of
its own in the journal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, insert, update

from db import journal
from db.base import table_of
from db.records import Journal, JournalHead
from db.types import Native, many


def write(connection: Connection, table: Table, columns: Mapping[str, Sequence[Any]]) -> None:
    """Insert many rows, given column by column as plain values, as fast as the driver takes them."""
    # SQLAlchemy's own many-row insert takes twice as long (measured: the paper on speed, section 2),
    # and a column at a time is put in the driver's form in half the time of a row at a time.
    dialect = connection.dialect
    statement = insert(table).compile(dialect=dialect, column_keys=list(columns))
    order = list(statement.positiontup or columns)
    kinds = {name: table.c[name].type for name in order}
    ready = [
        kind.many(columns[name], dialect) if isinstance(kind, Native) else many(kind, columns[name], dialect)
        for name, kind in kinds.items()
    ]
    rows = list(zip(*ready, strict=True))
    if rows and statement.positiontup:
        connection.exec_driver_sql(str(statement), rows)
    elif rows:
        connection.exec_driver_sql(str(statement), [dict(zip(order, row, strict=True)) for row in rows])


def note(
    connection: Connection, act: journal.Act, kind: str, rows: Iterable[tuple[UUID, dict[str, Any]]]
) -> None:
    """Enter one journal entry for each row, chained to those before: its UUID and its values."""
    head = journal.locked_head(connection)
    seq, prev, entries = head.seq, head.hash, []
    for row_id, values in rows:
        seq += 1
        changes = {name: [None, journal.plain(value)] for name, value in values.items() if value is not None}
        entry = journal.Entry(
            head.epoch, seq, act.txn, act.name, kind, row_id, "ins", changes, row_id, act.officer_id, act.at,
            False, prev,
        )  # fmt: skip
        prev = journal.digest(entry)
        entries.append((*entry, prev))
    names = (*journal.Entry._fields, "hash")
    write(connection, table_of(Journal), dict(zip(names, zip(*entries, strict=True), strict=True)))
    connection.execute(update(JournalHead).values(seq=seq, hash=prev, at=max(head.at, act.at)))
