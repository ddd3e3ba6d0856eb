"""The store keeps what it said it kept, and nothing that it did not."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL, delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError, InvalidRequestError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from db import backup
from db.base import Base
from db.journal import Unjournaled
from db.records import Draft, Identifier, Officer, Person
from db.store import PRAGMAS, SETTINGS, Store, WrongPragma, address, is_busy, is_full, is_not_ours
from tests.db.line import Line
from tests.db.things import (
    AT,
    KEY,
    OFFICER,
    a_person,
    a_stay,
    add,
    an_identifier,
    behind_its_back,
    broken_at,
    entries,
    failing,
    head,
    names,
    writing,
)

# -- how a database is opened ----------------------------------------------------------------------


def test_every_connection_to_a_file_has_the_settings_that_durability_rests_on(
    file: URL, opened: Callable[[URL], Store]
) -> None:
    store = opened(file)
    with store.engine.connect() as one, store.engine.connect() as two, store.engine.connect() as three:
        for connection in (one, two, three):
            found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in PRAGMAS}
            assert found == PRAGMAS
            assert found["journal_mode"] == "wal"
            assert found["synchronous"] == 2  # FULL: NORMAL lost acknowledged commits in 559 of 1,000 cuts


def test_a_setting_that_the_library_does_not_take_stops_the_start(
    file: URL, opened: Callable[[URL], Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PRAGMAS, "synchronous", 7)

    with pytest.raises(WrongPragma, match="synchronous"), opened(file).reading() as session:
        session.connection()


def test_a_question_with_a_limit_is_planned_once_whatever_the_limit(
    file: URL, opened: Callable[[URL], Store]
) -> None:
    planned: list[object] = []

    def may(*what: object) -> int:
        planned.append(what)
        return 0

    with opened(file).reading() as session:
        connection = session.connection()
        library: Any = connection.connection.dbapi_connection
        library.set_authorizer(may)  # is asked for every table and column, each time a statement is planned
        connection.execute(select(Person.name).order_by(Person.row).limit(3)).all()
        assert planned
        planned.clear()
        connection.execute(select(Person.name).order_by(Person.row).limit(4)).all()
        assert planned == []


def test_what_was_saved_is_in_the_file_itself_once_it_is_put_away(store: Store, tmp_path: Path) -> None:
    with writing(store) as session:
        session.add(Person(name="马小军", sex="1"))

    store.put_away()

    if store.path is not None:  # a copy without its log, which a server has none of
        alone = Store(address(str(shutil.copy(store.path, tmp_path / "alone.anju"))), store.key)
        assert names(alone) == ["马小军"]
        alone.close()
    assert names(store) == ["马小军"]


def test_every_session_on_a_server_has_the_settings_even_after_a_rollback(
    server: URL, opened: Callable[[URL], Store]
) -> None:
    store = opened(server)
    for _ in range(2):
        with store.engine.connect() as connection:
            for name, value in SETTINGS.items():
                shown = connection.exec_driver_sql(f"SHOW {name}").scalar()
                assert (shown or "").casefold() == value.casefold()
            connection.rollback()


def test_a_reference_to_nobody_is_refused_on_a_second_connection_too(store: Store) -> None:
    for _ in range(2):
        with store.engine.connect(), failing(IntegrityError), writing(store) as session:
            session.add(Identifier(person_id=OFFICER, kind="provisional", number="P1"))


def test_a_word_where_a_number_belongs_is_refused_by_the_database(store: Store) -> None:
    add(store, a_person())

    with pytest.raises(DBAPIError):
        behind_its_back(store, "UPDATE person SET version = 'three'")


def test_a_code_that_does_not_exist_is_refused_by_the_database(store: Store) -> None:
    with failing(IntegrityError, match="ck_person_sex_known"), writing(store) as session:
        session.add(Person(name="段小满", sex="7"))


def test_text_longer_than_its_column_is_refused_by_the_database(store: Store) -> None:
    add(store, a_person("龘" * 100))

    with pytest.raises(IntegrityError, match="ck_person_name_length"):
        add(store, a_person("龘" * 101))


def test_a_stay_cannot_end_before_it_began(store: Store) -> None:
    with pytest.raises(IntegrityError, match="ck_stay_leaves_after_arriving"):
        add(store, a_stay(left_on=date(2026, 2, 28)))


def test_an_address_without_a_scheme_is_a_file() -> None:
    assert address("~/office.anju").database == str(Path("~/office.anju").expanduser())
    assert address("postgresql+psycopg://desk/office").get_backend_name() == "postgresql"


def test_a_file_has_a_path_and_a_server_has_none(store: Store) -> None:
    sqlite = store.url.get_backend_name() == "sqlite"
    assert store.path == (Path(str(store.url.database)) if sqlite else None)
    assert store.encrypted is sqlite


@pytest.mark.parametrize("key", [None, bytes(32)], ids=["no key", "another key"])
def test_a_file_opens_with_its_own_key_only(file: URL, key: bytes | None) -> None:
    before = Path(str(file.database)).read_bytes()
    store = Store(file, key)

    with pytest.raises(DBAPIError) as refused, store.reading() as session:
        session.scalar(select(Person.id))
    store.close()
    assert is_not_ours(refused.value)
    assert not is_busy(refused.value)
    assert Path(str(file.database)).read_bytes() == before


def test_a_damaged_page_is_noticed_and_never_read_as_something_else(
    file: URL, opened: Callable[[URL], Store]
) -> None:
    store = opened(file)
    add(store, *(a_person(f"段{number}", remark="满" * 900) for number in range(40)))
    store.close()
    path = Path(str(file.database))
    whole = path.read_bytes()
    assert len(whole) > 100_000

    for place in range(5_000, len(whole), len(whole) // 12):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert is_noticed(file)


def is_noticed(file: URL) -> bool:
    damaged = Store(file, KEY)
    try:
        with damaged.engine.connect() as connection:
            return bool(connection.exec_driver_sql("PRAGMA cipher_integrity_check").all())
    except DBAPIError as error:  # the page was needed for opening already
        return is_not_ours(error)
    finally:
        damaged.close()


def test_nothing_of_a_person_can_be_read_in_the_files(file: URL, opened: Callable[[URL], Store]) -> None:
    store = opened(file)
    secrets = ("段小满", "P530302900", "Duan Xiaoman")
    person = a_person(secrets[0], pinyin=secrets[2])
    add(store, person, an_identifier(person, secrets[1]))

    files = list(Path(str(file.database)).parent.glob("office.anju*"))
    assert len(files) >= 2  # the file and its log
    for path in files:
        assert not any(secret.encode() in path.read_bytes() for secret in secrets)


# -- reading and writing ---------------------------------------------------------------------------


def test_what_was_written_is_there_for_the_next_to_open(store: Store, second: Store) -> None:
    add(store, a_person("段小满"))

    assert names(second) == ["段小满"]


def test_an_act_that_fails_leaves_nothing(store: Store) -> None:
    with failing(ZeroDivisionError), writing(store) as session:
        session.add(a_person())
        session.flush()
        raise ZeroDivisionError

    assert names(store) == []
    assert entries(store) == []
    assert head(store).seq == 0


def test_an_act_whose_last_change_is_refused_leaves_nothing(store: Store) -> None:
    with failing(IntegrityError), writing(store) as session:
        session.add(a_person())
        session.flush()
        session.add_all([an_identifier(a_person("罗一"), "P1"), an_identifier(a_person("罗二"), "P1")])

    assert names(store) == []
    assert entries(store) == []


@pytest.mark.parametrize("end", [Session.commit, Session.rollback])
def test_an_act_ends_where_it_ends_and_not_in_the_middle(
    store: Store, end: Callable[[Session], None]
) -> None:
    with failing(InvalidRequestError, match="closed transaction"), writing(store) as session:
        session.add(a_person("段一"))
        end(session)
        session.add(a_person("段二"))
        session.flush()

    assert "段二" not in names(store)
    assert broken_at(store) is None


def test_a_reader_sees_one_state_whatever_is_committed_meanwhile(store: Store, second: Store) -> None:
    add(store, a_person("段一"))
    with store.reading() as session:
        before = session.scalars(select(Person.name)).all()
        add(second, a_person("段二"))
        assert session.scalars(select(Person.name)).all() == before == ["段一"]

    assert names(store) == ["段一", "段二"]


def test_a_reader_can_change_nothing(store: Store) -> None:
    with store.reading() as session, failing(DBAPIError):
        session.add(a_person())
        session.flush()

    add(store, a_person("段一"))  # on the same connection
    assert names(store) == ["段一"]


def test_a_lost_update_is_refused(store: Store, second: Store) -> None:
    add(store, a_person(phone="0"))
    with store.reading() as session:
        mine = session.scalars(select(Person)).one()
    with writing(second) as session:
        session.scalars(select(Person)).one().phone = "1"
    so_far = len(entries(store))

    with failing(StaleDataError), writing(store) as session:
        session.add(mine)
        mine.phone = "2"

    with store.reading() as session:
        assert session.scalars(select(Person.phone)).all() == ["1"]
    assert len(entries(store)) == so_far


def test_a_record_that_was_changed_meanwhile_is_not_deleted(store: Store, second: Store) -> None:
    add(store, a_person())
    with store.reading() as session:
        mine = session.scalars(select(Person)).one()
    with writing(second) as session:
        session.scalars(select(Person)).one().phone = "1"

    with failing(StaleDataError), writing(store) as session:
        session.delete(mine)

    assert names(store) == ["段小满"]


def test_of_two_stations_that_change_a_record_at_once_the_later_is_refused(
    server: URL, opened: Callable[[URL], Store]
) -> None:
    one, two = opened(server), opened(server)
    add(one, a_person())

    with failing(StaleDataError), writing(one) as mine:
        person = mine.scalars(select(Person)).one()
        with writing(two) as theirs:
            theirs.scalars(select(Person)).one().phone = "1"
        person.phone = "2"

    with one.reading() as session:
        assert session.scalars(select(Person.phone)).all() == ["1"]


# -- who hears -------------------------------------------------------------------------------------


def test_the_tables_are_told_after_the_commit_and_once(store: Store, second: Store) -> None:
    heard = []
    store.on_change(lambda tables: heard.append((tables, names(second))))

    with writing(store) as session:
        session.add(an_identifier(a_person("段一"), "P1"))
        session.flush()
        assert heard == []

    assert heard == [(frozenset({"person", "identifier"}), ["段一"])]


def test_nobody_hears_of_what_was_not_committed(store: Store) -> None:
    heard: list[frozenset[str]] = []
    store.on_change(heard.append)

    with failing(ZeroDivisionError), writing(store) as session:
        session.add(a_person())
        session.flush()
        raise ZeroDivisionError
    with pytest.raises(IntegrityError):
        add(store, Person(name="段小满", sex="7"))

    assert heard == []


def test_a_field_set_to_what_it_was_is_not_told(store: Store) -> None:
    add(store, a_person("段一"))
    heard: list[frozenset[str]] = []
    store.on_change(heard.append)

    with writing(store) as session:
        session.scalars(select(Person)).one().name = "段一"

    assert heard == [frozenset()]


def test_drafts_are_told_but_not_journaled_even_when_let_go_all_at_once(store: Store) -> None:
    officer = add(store, Officer(login="d", name="段", password_hash="-"))
    heard: list[frozenset[str]] = []
    store.on_change(heard.append)
    so_far = len(entries(store))

    with writing(store) as session:
        session.add(Draft(form="arrival", officer_id=officer, content={"name": "段"}, saved_at=AT))
    with writing(store) as session:
        session.execute(delete(Draft))

    assert heard == [{"draft"}, {"draft"}]
    assert len(entries(store)) == so_far


# -- nothing goes past the journal -----------------------------------------------------------------

PERSON = Base.metadata.tables["person"]
ROW = {"name": "段二", "sex": "1", "version": 1}
PAST_THE_JOURNAL: list[Callable[[Session], object]] = [
    lambda session: session.execute(update(Person).values(phone="1")),
    lambda session: session.execute(delete(Person)),
    lambda session: session.execute(insert(Person), [ROW]),
    lambda session: session.query(Person).delete(),
    lambda session: session.execute(update(PERSON).values(phone="1")),
    lambda session: session.execute(delete(PERSON)),
    lambda session: session.execute(insert(PERSON).values(ROW)),
    lambda session: session.connection().execute(update(PERSON).values(phone="1")),
    lambda session: session.execute(text("UPDATE person SET phone = '1'")),
    lambda session: session.connection().exec_driver_sql("DELETE FROM person"),
    lambda session: session.bulk_insert_mappings(Person, [ROW]),
    lambda session: session.bulk_save_objects([a_person("段二")]),
]


def test_no_statement_changes_records_past_the_journal(store: Store) -> None:
    add(store, a_person("段一", phone="0"))

    for statement in PAST_THE_JOURNAL:
        with failing(Unjournaled), writing(store) as session:
            session.scalars(select(Person)).one().remark = "flushed before"
            session.flush()
            statement(session)

    with store.reading() as session:
        assert session.execute(select(Person.name, Person.phone, Person.remark)).all() == [("段一", "0", "")]
    assert len(entries(store)) == 1


def test_a_question_in_plain_sql_is_answered_while_writing(store: Store) -> None:
    with writing(store) as session:
        assert session.execute(text("SELECT count(*) FROM person")).scalar() == 0


# -- savepoints ------------------------------------------------------------------------------------


def test_what_a_savepoint_took_back_has_no_entry_and_no_row(store: Store) -> None:
    with writing(store) as session:
        session.add(a_person("段一"))
        with failing(ZeroDivisionError), session.begin_nested():
            session.add(a_person("段二"))
            session.flush()
            raise ZeroDivisionError
        with session.begin_nested(), failing(ZeroDivisionError), session.begin_nested():
            session.add(a_person("段三"))
            raise ZeroDivisionError
        with failing(IntegrityError), session.begin_nested():
            session.add(Person(name="段四", sex="7"))
        with session.begin_nested():
            session.add(a_person("段五"))
        session.add(a_person("段六"))

    assert names(store) == ["段一", "段五", "段六"]
    assert [entry.changes["name"] for entry in entries(store)] == [[None, name] for name in names(store)]
    assert broken_at(store) is None


def test_letting_a_savepoint_go_keeps_nobody_else_waiting(
    server: URL, opened: Callable[[URL], Store]
) -> None:
    one, two = opened(server), opened(server)

    with writing(one) as session:
        with session.begin_nested():
            session.add(a_person("段一"))
        add(two, a_person("段二"))

    assert [entry.changes["name"][1] for entry in entries(one)] == ["段二", "段一"]


# -- a line that breaks ----------------------------------------------------------------------------


@pytest.fixture
def line(server: URL) -> Iterator[Line]:
    with Line(server) as line:
        yield line


def test_a_commit_that_arrived_is_not_reported_as_failed(line: Line, opened: Callable[[URL], Store]) -> None:
    far = opened(line.url)
    heard: list[frozenset[str]] = []
    far.on_change(heard.append)
    line.swallow_the_answer_to_a_commit()

    add(far, a_person("段一"))

    assert line.broken == 1
    assert names(far) == ["段一"]
    assert heard == [{"person"}]
    far.close()


def test_a_commit_that_is_still_on_its_way_is_waited_for(line: Line, opened: Callable[[URL], Store]) -> None:
    far = opened(line.url)
    line.deliver_a_commit_late()

    add(far, a_person("段一"))

    assert line.broken == 1
    assert names(far) == ["段一"]
    assert broken_at(far) is None
    far.close()


def test_a_commit_that_never_arrived_is_reported_and_left_nothing(
    line: Line, opened: Callable[[URL], Store]
) -> None:
    far = opened(line.url)
    line.lose_a_commit()

    with pytest.raises(DBAPIError) as lost:
        add(far, a_person("段一"))

    assert lost.value.connection_invalidated
    assert line.broken == 1
    assert names(far) == []
    add(far, a_person("段二"))
    assert names(far) == ["段二"]
    far.close()


def test_a_server_that_ends_a_session_in_the_middle_leaves_nothing(
    server: URL, opened: Callable[[URL], Store]
) -> None:
    one, two = opened(server), opened(server)
    with failing(DBAPIError), writing(one) as session:
        session.add(a_person("段一"))
        session.flush()
        backend = session.scalar(text("SELECT pg_backend_pid()"))
        with two.engine.connect() as connection:
            connection.execute(text("SELECT pg_terminate_backend(:backend, 5000)"), {"backend": backend})

    assert names(one) == []
    add(one, a_person("段二"))
    assert names(one) == ["段二"]


# -- no room, no turn ------------------------------------------------------------------------------


def test_a_full_file_says_so_and_loses_nothing(file: URL, opened: Callable[[URL], Store]) -> None:
    store = opened(file)
    with store.bulk() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 30}")

    kept = fill(store)

    assert kept
    assert names(store) == kept
    assert broken_at(store) is None


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes of its own."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if os.name != "posix" or os.geteuid() != 0:
        pytest.skip("only root may mount a disk")
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk], check=False)
    if mounted.returncode:
        pytest.skip("no disk can be mounted here")
    yield disk
    subprocess.run(["umount", disk], check=True)


def test_a_full_disk_says_so_loses_nothing_and_goes_on_when_there_is_room(
    small_disk: Path, ready_file: Path, opened: Callable[[URL], Store]
) -> None:
    path = small_disk / "office.anju"
    path.write_bytes(ready_file.read_bytes())
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(300_000))
    store = opened(address(str(path)))

    kept = fill(store)
    assert kept
    assert names(store) == kept
    ballast.unlink()
    add(store, a_person("段小满"))

    assert names(store) == [*kept, "段小满"]
    assert broken_at(store) is None
    store.close()


def fill(store: Store) -> list[str]:
    """Record people until there is no room; who was recorded, by name."""
    kept: list[str] = []
    with failing(DBAPIError) as full:
        for number in range(10_000):
            add(store, a_person(f"段{number}", remark="满" * 1000))
            kept.append(f"段{number}")
    assert is_full(full.value)
    assert not is_busy(full.value)
    return kept


def test_who_does_not_get_a_turn_is_told_that_another_writes(
    file: URL, opened: Callable[[URL], Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PRAGMAS, "busy_timeout", 50)
    one, two = opened(file), opened(file)

    with writing(one) as session:
        session.add(a_person("段一"))
        session.flush()
        with pytest.raises(DBAPIError) as busy:
            add(two, a_person("段二"))

    assert is_busy(busy.value)
    assert not is_full(busy.value)
    assert names(two) == ["段一"]


def test_a_station_that_waits_too_long_for_a_record_is_told_that_another_writes(
    server: URL, opened: Callable[[URL], Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(SETTINGS, "lock_timeout", "50ms")
    one, two = opened(server), opened(server)
    add(one, a_person("段一"))

    with writing(one) as session:
        session.scalars(select(Person)).one().phone = "1"
        session.flush()
        with failing(DBAPIError) as busy, writing(two) as other:
            other.scalars(select(Person)).one().phone = "2"

    assert is_busy(busy.value)
    with one.reading() as session:
        assert session.scalars(select(Person.phone)).all() == ["1"]
    assert [entry.op for entry in entries(one)] == ["ins", "upd"]


def test_what_was_still_being_read_when_the_store_was_closed_is_let_go_afterwards(file: URL) -> None:
    """Another program must be able to move the file aside then."""
    store = Store(file, KEY)
    path = store.path
    assert path is not None
    with store.reading() as session:
        session.execute(text("SELECT 1 FROM person"))
        store.close()
    with store.reading() as session:  # a page that hears of it too late
        session.execute(text("SELECT 1 FROM person"))
    backup.be_alone_with(path, KEY)
