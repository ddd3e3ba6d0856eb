"""What goes into a column comes out of it the same, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import URL, Column, MetaData, Table, insert, select, text
from sqlalchemy.exc import DBAPIError, StatementError

from db.store import Store
from db.types import Day, Fields, Flag, Moment, Uid, new_uid

SCRATCH = Table(
    "scratch", MetaData(),
    Column("uid", Uid), Column("day", Day), Column("moment", Moment), Column("flag", Flag),
    Column("fields", Fields), sqlite_strict=True,
)  # fmt: skip

words = st.text(st.characters(codec="utf-8", exclude_characters="\x00"))
trees = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4),
    max_leaves=8,
)
zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.datetimes(timezones=zones).filter(lambda moment: 1 < moment.year < 9999)

on_one_database = settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.fixture
def scratch(empty: URL, opened: Callable[[URL], Store]) -> Store:
    store = opened(empty)
    with store.engine.execution_options(writes=True).begin() as connection:
        SCRATCH.create(connection)
    return store


def there_and_back(store: Store, **values: Any) -> Any:
    with store.engine.execution_options(writes=True).begin() as connection:
        connection.execute(SCRATCH.delete())
        connection.execute(insert(SCRATCH).values(**values))
        return connection.execute(select(*(SCRATCH.c[name] for name in values))).one()


@on_one_database
@given(uid=st.uuids(), day=st.dates(), moment=moments, flag=st.booleans())
@example(UUID(int=0), date.min, datetime.min.replace(tzinfo=UTC), False)
@example(UUID(int=2**128 - 1), date.max, datetime.max.replace(tzinfo=UTC), True)
@example(uuid4(), date(1969, 12, 31), datetime(1969, 12, 31, 23, 59, 59, 999999, tzinfo=UTC), True)
def test_values_come_back_as_they_were(
    scratch: Store, uid: UUID, day: date, moment: datetime, flag: bool
) -> None:
    back = there_and_back(scratch, uid=uid, day=day, moment=moment, flag=flag)

    assert tuple(back) == (uid, day, moment, flag)
    assert back.moment.tzinfo is UTC
    assert type(back.flag) is bool


@on_one_database
@given(tree=trees.filter(lambda tree: tree is not None))
@example({"b": [1e20, -0.0, 1.0, 10**30], "a": {"名": "𠮷", "": [True, None]}})
def test_a_tree_comes_back_to_the_letter(scratch: Store, tree: Any) -> None:
    (back,) = there_and_back(scratch, fields=tree)

    assert repr(back) == repr(tree)


def test_nothing_is_nothing_to_the_database_itself(scratch: Store) -> None:
    nothing = dict.fromkeys(SCRATCH.c.keys())

    assert set(there_and_back(scratch, **nothing)) == {None}
    with scratch.engine.connect() as connection:
        all_null = " AND ".join(f"{name} IS NULL" for name in nothing)
        assert connection.execute(text(f"SELECT count(*) FROM scratch WHERE {all_null}")).scalar() == 1


def test_days_and_moments_are_ordered_by_the_database(scratch: Store) -> None:
    days = [date(2, 1, 1), date(1969, 12, 31), date(1970, 1, 1), date(2026, 3, 1), date.max]
    with scratch.engine.execution_options(writes=True).begin() as connection:
        for day in reversed(days):
            moment = datetime.combine(day, datetime.min.time(), UTC)
            connection.execute(insert(SCRATCH).values(day=day, moment=moment))
        by_day = connection.scalars(select(SCRATCH.c.day).order_by(SCRATCH.c.moment)).all()
        later = connection.scalars(select(SCRATCH.c.day).where(SCRATCH.c.day > days[1])).all()

    assert by_day == days
    assert sorted(later) == days[2:]


def test_a_moment_without_a_zone_is_refused(scratch: Store) -> None:
    with pytest.raises(StatementError, match="different moment on every computer"):
        there_and_back(scratch, moment=datetime.now(UTC).replace(tzinfo=None))


def test_what_is_not_a_number_is_refused_in_a_tree(scratch: Store) -> None:
    with pytest.raises((StatementError, DBAPIError)):
        there_and_back(scratch, fields=[float("nan")])


def test_a_new_identity_is_a_uuid_of_version_7_at_this_moment() -> None:
    before = datetime.now(UTC)
    uid = new_uid()
    after = datetime.now(UTC)

    assert uid.version == 7
    assert uid.variant == "specified in RFC 4122"
    said = datetime.fromtimestamp((uid.int >> 80) / 1000, UTC)
    assert before - timedelta(milliseconds=1) <= said <= after


def test_identities_never_repeat_and_follow_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    many = [new_uid() for _ in range(10_000)]
    assert len(set(many)) == len(many)

    ordered = []
    for milliseconds in (0, 1, 1_700_000_000_000, 2**48 - 1):
        monkeypatch.setattr("time.time_ns", lambda now=milliseconds: now * 1_000_000)
        ordered.append(new_uid())
    assert ordered == sorted(ordered)
    assert [uid.int >> 80 for uid in ordered] == [0, 1, 1_700_000_000_000, 2**48 - 1]
