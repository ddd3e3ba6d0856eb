"""Whole tables as columns of numbers, UUIDs and words, past the session's objects: to read everyone at once.

A driver makes an object of every value and a tuple of every row, which takes longer than all the
finding. So the database itself writes each column out as one text, the answer is one row of such
columns, and numpy reads a number of it in some nanoseconds:

    asked = select(ids(Stay.person_id), numbers(Stay.arrived_on), words(Stay.tenure))
    person, arrived, tenure = read(session, asked, Stay.row)

All columns of an answer of ``read`` are in one order, but which order that is cannot be told; ``in_order``
keeps that of its statement.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import (
    ColumnElement,
    Dialect,
    Integer,
    LargeBinary,
    Select,
    Text,
    TypeDecorator,
    cast,
    func,
    select,
    type_coerce,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from db.types import Day, Flag

Column = ColumnElement[Any] | InstrumentedAttribute[Any]
Numbers = NDArray[np.int32]
Ids = NDArray[np.bytes_]

# No JSON array that a database writes has this in it: within a word it is written "\\n".
BETWEEN = "\n"
# So many rows of a table at a time: few lie about as text, and the other threads get their turn.
AT_ONCE = 25_000
# So many characters of a text are turned into numbers at a time, for the same reason.
PIECE = 1 << 16


class Words(NamedTuple):
    """What some columns say together in each row, as its place in ``columns``, where each such is once."""

    codes: Numbers
    columns: Sequence[Sequence[Any]]


def ids(column: Column) -> ColumnElement[Ids]:
    """A column of UUIDs, sixteen bytes each; there must be one in every row."""
    return _ids(column)


def uuids(found: Ids) -> list[UUID]:
    """The UUIDs as the session takes them."""
    return [UUID(bytes=uid) for uid in found.view("V16").tolist()]


def numbers(column: Column, none: int = 0) -> ColumnElement[Numbers]:
    """A column of whole numbers; a day is its proleptic Gregorian ordinal, nothing at all is ``none``."""
    return type_coerce(_joined(func.coalesce(_number(column), none)), _Numbers())


def words(*columns: Column) -> ColumnElement[Words]:
    """Columns that say the same in many rows: what they say together; nothing at all is None.

    Yes or no is 1 or 0. Several cost hardly more than one, as long as few different things are said.
    """
    told = _array(*map(_number, columns))
    return type_coerce(func.aggregate_strings(cast(told, Text), BETWEEN), _Words(len(columns)))


def read(
    session: Session,
    statement: Select[*tuple[Any, ...]],
    row: Column,
    heed: Callable[[], None] = lambda: None,
    kept: Callable[[Sequence[Any]], Sequence[Any]] = lambda columns: columns,
) -> list[Any]:
    """The columns a statement asks for, a stretch at a time of the table that has this ``row``.

    ``heed`` is called before each stretch, and may end the reading by what it raises. ``kept`` makes
    of a stretch's columns what is kept of them, where that is shorter.
    """
    told = []
    for stretch in stretches(session, statement, row):
        heed()
        told.append(kept(stretch()))
    columns = list(zip(*told, strict=True))
    told.clear()  # so that no column lies twice in memory for longer than it takes to join its stretches
    return [_as_one(columns.pop(0)) for _column in range(len(columns))]


def stretches(
    session: Session, statement: Select[*tuple[Any, ...]], row: Column
) -> list[Callable[[], Sequence[Any]]]:
    """The same a stretch at a time, each to be called for its columns, for whoever makes less of them."""
    last = session.scalar(select(func.max(row))) or 0

    def told(start: int) -> Sequence[Any]:
        return session.execute(statement.where(row > start, row <= start + AT_ONCE)).one()

    return [partial(told, start) for start in range(0, max(last, 1), AT_ONCE)]


def in_order(session: Session, statement: Select[*tuple[Any, ...]], none: int = 0) -> list[Numbers]:
    """Columns of numbers and days in the order a statement puts them, as ``numbers`` tells them."""
    found = statement.subquery()
    return list(session.execute(select(*(numbers(column, none) for column in found.columns))).one())


def _as_one(parts: Sequence[Any]) -> Any:
    """The parts of a column one after the other."""
    if not isinstance(parts[0], Words):
        return np.concatenate(parts)
    known: dict[tuple[Any, ...], int] = {}
    codes = []
    for part in parts:
        said = zip(*part.columns, strict=True)
        codes.append(_numbered([known.setdefault(words, len(known)) for words in said]).take(part.codes))
    columns = list(zip(*known, strict=True)) or parts[0].columns
    return Words(np.concatenate(codes), columns)


def _number(column: Column) -> Column:
    """A day as its ordinal and a yes or no as 1 or 0, on either database; all else as it is."""
    if isinstance(column.type, Day):
        return _ordinal(column)
    return cast(column, Integer) if isinstance(column.type, Flag) else column


class _Written(FunctionElement[Any]):
    """A function that each database writes in its own way; ``{}`` stands for what it is of."""

    sqlite = postgresql = "{}"


@compiles(_Written)
def _in_sqlite(element: _Written, compiler: SQLCompiler, **more: Any) -> str:
    return element.sqlite.format(compiler.process(element.clauses, **more))


@compiles(_Written, "postgresql")
def _in_postgresql(element: _Written, compiler: SQLCompiler, **more: Any) -> str:
    return element.postgresql.format(compiler.process(element.clauses, **more))


class _ordinal(_Written):
    name, type, inherit_cache = "ordinal", Integer(), True
    postgresql = "({} - DATE '0001-01-01' + 1)"


class _joined(_Written):
    name, type, inherit_cache = "joined", Text(), True
    sqlite = "group_concat({}, ',')"  # numbers as they are: three quarters of the time that casts take
    postgresql = "string_agg(CAST({} AS TEXT), ',')"


class _array(_Written):
    name, type, inherit_cache = "array", Text(), True
    sqlite, postgresql = "json_array({})", "json_build_array({})"


class _Ids(TypeDecorator[Ids]):
    """UUIDs one after the other, read."""

    impl = LargeBinary
    cache_ok = True

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Ids:
        return np.frombuffer(value or b"", dtype="S16")


class _ids(_Written):
    name, type, inherit_cache = "ids", _Ids(), True
    # SQLite joins bytes as text, but leaves them as they are: both casts change the type alone.
    sqlite = "CAST(group_concat({}, '') AS BLOB)"
    postgresql = "string_agg(uuid_send({}), ''::bytea)"


class _Numbers(TypeDecorator[Numbers]):
    """A text of numbers, read."""

    impl = Text
    cache_ok = True

    def process_result_value(self, value: str | None, dialect: Dialect) -> Numbers:
        text, pieces, begin = value or "", [np.empty(0, dtype=np.int32)], 0
        while begin < len(text):
            end = text.find(",", begin + PIECE)
            end = len(text) if end < 0 else end
            pieces.append(np.fromstring(text[begin:end], dtype=np.int32, sep=","))
            begin = end + 1
        return np.concatenate(pieces)


class _Words(TypeDecorator[Words]):
    """A text of JSON arrays of one width, each different one read once."""

    impl = Text
    cache_ok = True

    def __init__(self, width: int) -> None:
        super().__init__()
        self.width = width

    def process_result_value(self, value: str | None, dialect: Dialect) -> Words:
        known: dict[str, int] = {}
        codes = [known.setdefault(row, len(known)) for row in (value.split(BETWEEN) if value else ())]
        columns = list(zip(*map(json.loads, known), strict=True)) or [()] * self.width
        return Words(_numbered(codes), columns)


def _numbered(codes: list[int]) -> Numbers:
    return np.array(codes, dtype=np.int32)
