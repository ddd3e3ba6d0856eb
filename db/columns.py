"""Many rows as columns of plain numbers and words, past the session's objects: to read everyone at once."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, cast
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class ordinal(FunctionElement[int]):
    """A day as its proleptic Gregorian ordinal, on either database."""

    name = "ordinal"
    type = Integer()
    inherit_cache = True


@compiles(ordinal)
def _as_it_lies(element: ordinal, compiler: SQLCompiler, **more: Any) -> str:
    return compiler.process(element.clauses, **more)


@compiles(ordinal, "postgresql")
def _counted(element: ordinal, compiler: SQLCompiler, **more: Any) -> str:
    return f"({compiler.process(element.clauses, **more)} - DATE '0001-01-01' + 1)"


def flag(column: InstrumentedAttribute[bool]) -> ColumnElement[int]:
    """Yes or no as 1 or 0, on either database."""
    return cast(column, Integer)


def columns(session: Session, statement: Select[*tuple[Any, ...]]) -> Sequence[Sequence[Any]]:
    """What the statement finds, column by column as the driver gives it.

    A day must be asked for as its ``ordinal``, a yes or no as a ``flag``: nothing is turned
    into the record's own types, which would take longer than all the reading.
    """
    width = len(statement.selected_columns)
    with _no_garbage():
        rows = session.connection().execute(statement).all()
        return list(zip(*rows, strict=True)) or [()] * width


@contextmanager
def _no_garbage() -> Iterator[None]:
    """Without looking for garbage: a million rows refer to nothing, and looking takes a third of the time."""
    looked = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looked:
            gc.enable()
