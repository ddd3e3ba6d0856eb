"""Several programs at one database, and one that is killed: nothing acknowledged is lost, nothing is half."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import URL, select

from db import schema
from db.records import Identifier, Person
from db.store import Store
from tests.db import clerks
from tests.db.things import broken_at, entries, names

ACTS = 6
KILLS = 25


def test_programs_that_open_a_new_database_at_once_make_its_tables_once(
    empty: URL, opened: Callable[[URL], Store]
) -> None:
    clerks.run("open_at_once", empty, 3)

    store = opened(empty)
    with store.engine.connect() as connection:
        assert schema.found_version(connection) == schema.HEAD
    assert names(store) == []
    assert broken_at(store) is None


def test_clerks_who_write_at_once_lose_no_entry_and_leave_no_gap(url: URL, store: Store) -> None:
    several = 4 if store.path else 8
    clerks.run("write_at_once", url, several, ACTS)

    kept = entries(store)
    assert [entry.seq for entry in kept] == list(range(1, 2 * several * ACTS + 1))
    assert broken_at(store) is None
    assert sorted(names(store)) == sorted(f"{clerk}.{act}" for clerk in range(several) for act in range(ACTS))
    assert [one.txn for one in kept[::2]] == [two.txn for two in kept[1::2]]  # no act inside another
    assert not any(entry.clock_suspect for entry in kept)


def test_a_program_that_is_killed_loses_nothing_that_it_acknowledged(
    file: URL, opened: Callable[[URL], Store]
) -> None:
    acknowledged = clerks.run("kill_while_writing", file, KILLS)
    assert len({name.split(".")[0] for name in acknowledged}) == KILLS

    store = opened(file)
    kept = names(store)
    assert set(acknowledged) <= set(kept)
    assert len(kept) <= len(acknowledged) + KILLS  # at most the one that each could not tell of any more
    with store.reading() as session:
        both = session.execute(select(Person.name, Identifier.number).outerjoin(Person.identifiers))
        assert all(name == number for name, number in both)
    assert broken_at(store) is None
    assert len(entries(store)) == 2 * len(kept)
    with store.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        assert connection.exec_driver_sql("PRAGMA cipher_integrity_check").all() == []
