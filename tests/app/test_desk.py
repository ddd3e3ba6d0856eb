"""The desk: the day it stands on, and what a database's errors are called there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from app import arrivals
from app.desk import Desk
from app.errors import Refused, Unavailable
from db.records import Identifier, Person
from tests.helpers.office import arrival


def test_a_desk_on_another_day_is_the_same_desk(own_desk: Desk) -> None:
    other = own_desk.on(date(2030, 1, 1))
    assert (other.today(), own_desk.today()) == (date(2030, 1, 1), date(2026, 11, 23))
    assert other.officer == own_desk.officer


def test_a_desk_tells_whether_it_is_encrypted_and_shared(desk: Desk) -> None:
    assert not desk.encrypted
    assert desk.shared == desk._store.url.get_backend_name().startswith("postgresql")


def test_a_change_of_another_desk_is_not_overwritten(desk: Desk, other_desk: Desk) -> None:
    recorded = arrivals.record(desk, arrival("王立群", 921, "2026-11-01"))

    def rename() -> None:
        with desk.reading() as session:
            stale = session.get_one(Person, recorded.person_id)
        with other_desk.writing("amend_arrival") as session:
            session.get_one(Person, recorded.person_id).name = "王丽群"
        with desk.writing("amend_arrival") as session:
            session.add(stale)
            stale.name = "王力群"

    with pytest.raises(Refused, match="Someone else has just changed this record"):
        rename()
    with desk.reading() as session:
        assert session.scalars(select(Person.name)).all() == ["王丽群"]


def test_what_contradicts_the_file_is_refused_and_leaves_nothing(desk: Desk) -> None:
    recorded = arrivals.record(desk, arrival("王立群", 921, "2026-11-01"))

    def enter_twice() -> None:
        with desk.writing("record_arrival") as session:
            session.add(Identifier(person_id=recorded.person_id, kind="hmt", number="810000199001019991"))
            session.flush()
            session.add(Identifier(person_id=recorded.person_id, kind="hmt", number="810000199001019991"))

    with pytest.raises(Refused, match="contradicts what is on file"):
        enter_twice()
    with desk.reading() as session:
        assert len(session.scalars(select(Identifier)).all()) == 1


def test_what_is_not_there_any_more_is_said_so(desk: Desk) -> None:
    def look() -> None:
        with desk.reading() as session:
            session.get_one(Person, uuid4())

    with pytest.raises(Refused, match="not on file any more"):
        look()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("SQLITE_FULL", "disk is full"),
        ("SQLITE_BUSY", "Another program is writing"),
        ("SQLITE_READONLY", "read-only"),
        ("SQLITE_IOERR", "full, pulled out or broken"),
        ("SQLITE_INTERRUPT", "cannot be reached"),
    ],
)
def test_a_database_that_cannot_be_written_is_unavailable_in_words(
    own_desk: Desk, name: str, said: str
) -> None:
    class Broken(Exception):
        sqlite_errorname = name

    def break_down() -> None:
        with own_desk.writing("record_arrival"):
            raise OperationalError("INSERT", {}, Broken())

    with pytest.raises(Unavailable, match=said):
        break_down()


def test_nobody_is_invented_at_a_real_offices_desk(own_desk: Desk) -> None:
    own_desk.office = replace(own_desk.office, fictional=False)

    def fill() -> None:
        with own_desk.bulk():
            pass

    with pytest.raises(Refused, match="database of their own"):
        fill()


def test_whoever_listens_hears_the_tables_of_each_commit_and_nothing_of_a_refused_one(own_desk: Desk) -> None:
    heard: list[frozenset[str]] = []
    own_desk.on_change(heard.append)
    arrivals.record(own_desk, arrival("王立群", 921, "2026-11-01"))
    with pytest.raises(Refused):
        arrivals.record(own_desk, arrival("王立群", 921, "2026-11-02"))
    assert len(heard) == 1
    assert {"person", "stay", "dwelling", "identifier", "employment"} <= heard[0]
