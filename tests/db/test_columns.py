"""A whole table read as columns says what was written in it, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import URL, Column, Integer, MetaData, Table, Text, insert, select
from sqlalchemy.orm import Session

from db import columns
from db.columns import ids, numbers, read, uuids, words
from db.store import Store
from db.types import Day, Flag, Uid

SCRATCH = Table(
    "scratch", MetaData(),
    Column("row", Integer, primary_key=True), Column("uid", Uid), Column("day", Day),
    Column("number", Integer), Column("word", Text), Column("flag", Flag), sqlite_strict=True,
)  # fmt: skip
ASKED = select(
    numbers(SCRATCH.c.row), ids(SCRATCH.c.uid), numbers(SCRATCH.c.day, -7), numbers(SCRATCH.c.number),
    words(SCRATCH.c.word, SCRATCH.c.flag), words(SCRATCH.c.word),
)  # fmt: skip
ROWS = st.lists(
    st.tuples(
        st.uuids(),
        st.none() | st.dates(),
        st.none() | st.integers(-(2**31), 2**31 - 1),
        st.none() | st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=5),
        st.booleans(),
    ),
    max_size=9,
)


@pytest.fixture
def scratch(empty: URL, opened: Callable[[URL], Store]) -> Store:
    store = opened(empty)
    with store.engine.execution_options(writes=True).begin() as connection:
        SCRATCH.create(connection)
    return store


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(ROWS, st.integers(1, 20), st.integers(1, 5))
@example([(UUID(int=0), None, None, None, False), (UUID(int=2**128 - 1), date.max, -1, '\n","', True)], 1, 1)
@example([(UUID(int=1 << 64), date.min, 0, "𬭎\x1f\r\n\\n", True)] * 2, 3, 2)
def test_each_column_says_what_stands_in_it(
    scratch: Store, rows: list[tuple[Any, ...]], apart: int, at_once: int
) -> None:
    with scratch.engine.execution_options(writes=True).begin() as connection:
        connection.execute(SCRATCH.delete())
        for place, (uid, day, number, word, flag) in enumerate(rows):
            new = {"row": 1 + place * apart, "uid": uid, "day": day, "number": number}
            connection.execute(insert(SCRATCH).values(**new, word=word, flag=flag))
    with scratch.reading() as session, pytest.MonkeyPatch.context() as changed:
        changed.setattr(columns, "AT_ONCE", at_once)
        found = as_rows(session)
    assert found == [
        (1 + place * apart, uid, day.toordinal() if day else -7, number or 0, (word, int(flag)), (word,))
        for place, (uid, day, number, word, flag) in enumerate(rows)
    ]


def as_rows(session: Session) -> list[tuple[Any, ...]]:
    row, uid, day, number, *said = read(session, ASKED, SCRATCH.c.row)
    for told in said:
        assert len(set(zip(*told.columns, strict=True))) == max(len(column) for column in told.columns)
    spoken = [
        [tuple(column[code] for column in told.columns) for code in told.codes.tolist()] for told in said
    ]
    return sorted(
        zip(row.tolist(), uuids(uid), day.tolist(), number.tolist(), *spoken, strict=True),
        key=lambda found: int(found[0]),
    )
