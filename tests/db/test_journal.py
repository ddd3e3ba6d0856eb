"""No change without its entry, no entry without its change, and no entry altered unseen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import combinations
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import URL, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, load_only

from db import journal
from db.base import Base, Record
from db.records import (
    Blob,
    Decision,
    Dwelling,
    Identifier,
    Insurance,
    JournalHead,
    Officer,
    Person,
    Registration,
    Stay,
)
from db.store import Store
from db.types import new_uid
from tests.db.things import (
    AT,
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
)  # fmt: skip

# -- what an entry says ----------------------------------------------------------------------------


def test_a_new_row_is_entered_with_every_value_it_began_with(store: Store) -> None:
    with store.writing("record_arrival", OFFICER, AT) as session:
        person = a_person(photo=None, remark="")
        session.add(person)
        session.flush()
        person_id = person.id

    (entry,) = entries(store)
    assert (entry.act, entry.officer_id, entry.at) == ("record_arrival", OFFICER, AT)
    assert (entry.kind, entry.row_id, entry.op, entry.person_id) == ("person", person_id, "ins", person_id)
    assert (entry.epoch, entry.seq, entry.prev) == (1, 1, journal.GENESIS)
    assert entry.changes == {
        "name": [None, "段小满"], "sex": [None, "2"], "born_on": [None, "1996-02-29"], "nation": [None, "01"],
        "household_address": [None, ""], "phone": [None, ""], "urgent_name": [None, ""], "remark": [None, ""],
        "urgent_phone": [None, ""], "pinyin": [None, ""],
    }  # fmt: skip


def test_a_changed_row_is_entered_with_what_was_and_what_is(store: Store) -> None:
    add(store, a_person(phone="0"))

    with writing(store, "amend") as session:
        person = session.scalars(select(Person)).one()
        person.phone, person.born_on, person.name = "1", None, "段小满"

    entry = entries(store)[-1]
    assert (entry.op, entry.act) == ("upd", "amend")
    assert entry.changes == {"phone": ["0", "1"], "born_on": ["1996-02-29", None]}


def test_a_deleted_row_is_entered_with_what_the_database_held(store: Store) -> None:
    add(store, a_person(phone="0"))

    with writing(store) as session:
        person = session.scalars(select(Person).options(load_only(Person.name))).one()
        person.name = "typed before it was deleted"
        session.delete(person)

    entry = entries(store)[-1]
    assert entry.op == "del"
    assert entry.changes["name"] == ["段小满", None]
    assert entry.changes["phone"] == ["0", None]
    assert "photo" not in entry.changes
    assert names(store) == []


def test_a_value_that_was_set_unread_has_its_old_value_all_the_same(store: Store) -> None:
    add(store, a_person(phone="0"))

    with writing(store) as session:
        person = session.scalars(select(Person).options(load_only(Person.name))).one()
        session.expire(person)
        person.phone = "2"

    assert [entry.changes for entry in entries(store)[1:]] == [{"phone": ["0", "2"]}]


def test_a_value_set_and_set_back_is_no_entry(store: Store) -> None:
    add(store, a_person(phone="0"))

    with writing(store) as session:
        person = session.scalars(select(Person)).one()
        person.phone = "1"
        person.phone = "0"

    assert len(entries(store)) == 1


def test_a_reference_that_changes_by_a_relationship_is_entered(store: Store) -> None:
    stay = a_stay()
    add(store, stay)
    other = add(store, a_person("罗一"))

    with writing(store) as session:
        stay = session.scalars(select(Stay)).one()
        before = stay.person_id
        new = session.get_one(Person, other)
        new.stays.append(stay)

    entry = entries(store)[-1]
    assert entry.changes == {"person_id": [str(before), str(other)]}
    assert entry.person_id == other


def test_a_tree_is_entered_as_it_was_at_the_flush_whatever_becomes_of_it_later(store: Store) -> None:
    told = [{"item": 1}, ("a", "b")]
    with writing(store) as session:
        stay = a_stay()
        session.add(stay)
        session.flush()
        session.add(registration(stay, told))
        session.flush()
        told.clear()

    assert entries(store)[-1].changes["told"] == [None, [{"item": 1}, ["a", "b"]]]
    assert broken_at(store) is None


def registration(stay: Stay, told: Any) -> Registration:
    return Registration(
        person_id=stay.person_id, stay_id=stay.id, number="R1", registered_on=date(2026, 3, 2), told=told
    )


def test_all_entries_of_an_act_bear_its_transaction_and_the_person(store: Store) -> None:
    add(store, a_stay())

    first, *_ = kept = entries(store)
    assert {entry.kind for entry in kept} == {"person", "dwelling", "stay"}
    assert {entry.txn for entry in kept} == {first.txn}
    person = next(entry.row_id for entry in kept if entry.kind == "person")
    persons = {entry.kind: entry.person_id for entry in kept}
    assert persons == {"person": person, "stay": person, "dwelling": None}


def test_a_photo_has_no_entry(store: Store) -> None:
    with writing(store) as session:
        session.add(Blob(sha256=bytes(32), media="image/jpeg", content=b"..."))

    assert entries(store) == []
    assert head(store).seq == 0


def test_what_an_act_changes_several_times_of_a_row_is_one_entry(store: Store) -> None:
    with writing(store) as session:
        person = a_person(phone="0", remark="new here")
        session.add(person)
        session.flush()
        person.phone, person.born_on = "1", None
        session.flush()
        person.phone = "2"
    with writing(store) as session:
        person = session.scalars(select(Person)).one()
        person.phone, person.remark = "3", ""
        session.flush()
        person.phone, person.remark = "4", "new here"

    new, changed = entries(store)
    assert (new.op, new.changes["phone"], new.changes["remark"]) == ("ins", [None, "2"], [None, "new here"])
    assert "born_on" not in new.changes
    assert (changed.op, changed.changes) == ("upd", {"phone": ["2", "4"]})
    assert broken_at(store) is None


def test_what_an_act_sets_back_from_flush_to_flush_is_no_entry(store: Store) -> None:
    add(store, a_person(phone="0"))

    with writing(store) as session:
        person = session.scalars(select(Person)).one()
        person.phone = "1"
        session.flush()
        person.phone = "0"

    assert len(entries(store)) == 1
    assert broken_at(store) is None


def test_a_row_that_an_act_makes_and_removes_again_has_both_entries(store: Store) -> None:
    with writing(store) as session:
        person = a_person(phone="0")
        session.add(person)
        session.flush()
        person.phone = "1"
        session.flush()
        session.delete(person)

    assert [entry.op for entry in entries(store)] == ["ins", "del"]
    assert [entry.changes.get("phone") for entry in entries(store)] == [[None, "1"], ["1", None]]


def test_what_goes_from_one_person_to_another_in_an_act_is_entered_of_both(store: Store) -> None:
    one, other = add(store, a_person("罗一")), add(store, a_person("罗二"))

    with writing(store) as session:
        number = an_identifier(session.get_one(Person, one), "P1")
        session.add(number)
        session.flush()
        number.person = session.get_one(Person, other)

    assert [entry.person_id for entry in entries(store)[-2:]] == [one, other]


# -- values as JSON ----------------------------------------------------------------------------------

EXTREMES: dict[str, list[Any]] = {
    "Uid": [UUID(int=0), uuid4()],
    "Day": [date.min, date.max, date(2024, 2, 29)],
    "Moment": [AT, datetime.max.replace(tzinfo=UTC), AT.astimezone(timezone(timedelta(hours=8)))],
    "Flag": [True, False],
    "Fields": [[], {}, {"a": [1.5, None, "段"]}, "text", 0],
    "LargeBinary": [b"", bytes(range(256))],
    "Text": ["", "段小满"],
    "Integer": [0, -1, 2**31 - 1],
}


def test_a_plain_value_is_turned_back_into_the_value_of_its_column() -> None:
    columns = [column for table in Base.metadata.sorted_tables for column in table.columns]
    assert {type(column.type).__name__ for column in columns} == set(EXTREMES)

    for column in columns:
        for value in (None, *EXTREMES[type(column.type).__name__]):
            assert journal.value(column.type, journal.plain(value)) == value


# -- the chain -----------------------------------------------------------------------------------------


def test_the_chain_is_the_same_on_both_databases(
    file: URL, server: URL, opened: Callable[[URL], Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    hashes = []
    for url in (file, server):
        numbers = iter(range(1, 100))
        monkeypatch.setattr("db.store.new_uid", lambda numbers=numbers: UUID(int=next(numbers)))
        store = opened(url)
        write_a_little_of_everything(store)
        assert broken_at(store) is None
        hashes.append([entry.hash for entry in entries(store)])

    assert hashes[0] == hashes[1]
    assert len(hashes[0]) == 6


def write_a_little_of_everything(store: Store) -> None:
    """Three acts with values whose forms databases like to change."""
    here = datetime(2026, 3, 2, 17, 30, tzinfo=timezone(timedelta(hours=8)))
    with store.writing("record", OFFICER, here) as session:
        person = Person(id=UUID(int=1), name="𠮷田", sex="1", photo=None, remark="'\"\\\n\u2028")
        session.add(person)
    with store.writing("decide", None, here + timedelta(seconds=1)) as session:
        officer = Officer(id=UUID(int=2), login="d", name="段", password_hash="-")
        session.add(officer)
        session.flush()
        answer = {"b": 1e20, "a": [-0.0, 1.0, 10**30, None, True], "": {"名": "昆明"}}
        session.add(
            Decision(
                id=UUID(int=3), person_id=UUID(int=1), subject="permit", outcome="yes",
                decided_on=date(2026, 3, 2), officer_id=officer.id, answer=answer,
            )
        )  # fmt: skip
        session.flush()
        session.add(
            Insurance(
                id=UUID(int=4), person_id=UUID(int=1), kind="medical", since=date.min, until=date.max,
                region="530302", backpaid=True,
            )
        )  # fmt: skip
    with store.writing("undo", OFFICER, here + timedelta(seconds=2)) as session:
        session.get_one(Decision, UUID(int=3)).answer = None
        session.flush()
        session.delete(session.get_one(Insurance, UUID(int=4)))


NO_TRIGGERS = {
    "sqlite": ["DROP TRIGGER journal_no_update", "DROP TRIGGER journal_no_delete"],
    "postgresql": ["DROP TRIGGER journal_only_added ON journal"],
}
ALTERATIONS: dict[str, str | dict[str, str]] = {
    "epoch": "epoch + 1",
    "seq": "seq + 1000",
    "act": "'nothing'",
    "kind": "'stay'",
    "op": "CASE op WHEN 'ins' THEN 'upd' ELSE 'ins' END",
    "changes": """'{"name":[null,"somebody else"]}'""",
    "officer_id": "NULL",
    "person_id": "NULL",
    "txn": "row_id",
    "row_id": "txn",
    "clock_suspect": {"sqlite": "1 - clock_suspect", "postgresql": "NOT clock_suspect"},
    "at": {"sqlite": "at + 1", "postgresql": "at + interval '1 microsecond'"},
    "prev": "hash",
    "hash": "prev",
}


def alter(session: Session, statement: str, **values: Any) -> journal.Break | None:
    """What is found after an alteration, which is then taken back."""
    session.execute(text(statement), values)
    found = journal.check(session)
    session.rollback()
    return found


@pytest.fixture
def forged(store: Store) -> Iterator[Session]:
    """A session of somebody who has the key, dropped the triggers and changes entries."""
    for number in range(4):
        add(store, a_person(f"段{number}"))
    dialect = store.url.get_backend_name()
    behind_its_back(store, *NO_TRIGGERS[dialect])
    assert broken_at(store) is None
    with Session(store.engine.execution_options(writes=True)) as session:
        yield session


def test_an_altered_entry_is_found_whichever_it_is(forged: Session, store: Store) -> None:
    for column, new in ALTERATIONS.items():
        words = new if isinstance(new, str) else new[store.url.get_backend_name()]
        for seq in range(1, 5):
            found = alter(forged, f"UPDATE journal SET {column} = {words} WHERE seq = :seq", seq=seq)
            assert found is not None, (column, seq)
    assert journal.check(forged) is None


def test_every_column_of_an_entry_is_under_its_hash() -> None:
    assert set(ALTERATIONS) == {column.name for column in Base.metadata.tables["journal"].columns}


def test_a_removed_entry_is_found_whichever_it_is(forged: Session) -> None:
    for seq in range(1, 5):
        found = alter(forged, "DELETE FROM journal WHERE seq = :seq", seq=seq)
        assert found == journal.Break(1, seq + 1 if seq < 4 else 4)
    assert alter(forged, "DELETE FROM journal") == journal.Break(1, 1)


def test_entries_that_changed_places_are_found(forged: Session) -> None:
    for one, two in combinations(range(1, 5), 2):
        forged.execute(text("UPDATE journal SET seq = -1 WHERE seq = :one"), {"one": one})
        forged.execute(text("UPDATE journal SET seq = :one WHERE seq = :two"), {"one": one, "two": two})
        found = alter(forged, "UPDATE journal SET seq = :two WHERE seq = -1", two=two)
        assert found == journal.Break(1, one)


def test_an_entry_that_was_put_in_is_found(forged: Session) -> None:
    columns = [column.name for column in Base.metadata.tables["journal"].columns]
    said = ", ".join(column for column in columns if column != "seq")
    again = f"INSERT INTO journal (seq, {said}) SELECT 5, {said} FROM journal WHERE seq = 4"

    assert alter(forged, again) == journal.Break(1, 5)


def test_a_head_that_was_moved_is_found(forged: Session) -> None:
    back = "UPDATE journal_head SET hash = (SELECT prev FROM journal WHERE seq = 4)"

    assert alter(forged, "UPDATE journal_head SET seq = 3") == journal.Break(1, 5)
    assert alter(forged, back) == journal.Break(1, 5)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET act = 'nothing'",
        "DELETE FROM journal",
        "UPDATE blob SET media = 'image/png'",
        "DELETE FROM blob",
    ],
)
def test_the_database_itself_refuses_to_change_what_is_only_added_to(store: Store, statement: str) -> None:
    add(store, a_person(), Blob(sha256=bytes(32), media="image/jpeg", content=b"..."))

    with pytest.raises(DBAPIError, match="is only ever added to"):
        behind_its_back(store, statement)

    assert broken_at(store) is None


def test_replacing_an_entry_is_no_way_round_that(file: URL, opened: Callable[[URL], Store]) -> None:
    store = opened(file)
    add(store, a_person())

    with pytest.raises(DBAPIError, match="is only ever added to"):
        behind_its_back(store, "INSERT OR REPLACE INTO journal SELECT * FROM journal")


def test_emptying_the_journal_is_no_way_round_that(server: URL, opened: Callable[[URL], Store]) -> None:
    store = opened(server)
    add(store, a_person())

    with pytest.raises(DBAPIError, match="is only ever added to"):
        behind_its_back(store, "TRUNCATE journal")


def test_who_has_seen_an_old_head_still_writes_the_next_number(store: Store, second: Store) -> None:
    with store.reading() as session:
        old = session.scalars(select(JournalHead)).one()
    add(second, a_person("段一"))

    with writing(store) as session:
        session.add_all([old, a_person("段二")])

    assert [entry.seq for entry in entries(store)] == [1, 2]
    assert broken_at(store) is None


# -- the clock --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moves", "suspect"),
    [
        ([timedelta(days=-9000)], [False]),
        ([timedelta(0), timedelta(minutes=-59)], [False, False]),
        ([timedelta(0), timedelta(hours=-2), timedelta(minutes=1)], [False, True, False]),
        ([timedelta(0), timedelta(days=-9000), timedelta(days=-8999)], [False, True, True]),
        ([timedelta(0), timedelta(days=400), timedelta(days=800)], [False, False, False]),
        ([timedelta(0), timedelta(days=401), timedelta(days=1)], [False, True, False]),
    ],
    ids=["first", "stations differ", "back", "dead battery", "long holiday", "far ahead"],
)
def test_a_clock_that_jumped_is_marked(store: Store, moves: list[timedelta], suspect: list[bool]) -> None:
    for number, move in enumerate(moves):
        with writing(store, at=AT + move) as session:
            session.add(a_person(f"段{number}"))

    assert [entry.clock_suspect for entry in entries(store)] == suspect
    assert [entry.at for entry in entries(store)] == [AT + move for move in moves]
    assert broken_at(store) is None


# -- everything that is, is in the journal ---------------------------------------------------------------


Rows = dict[tuple[str, UUID], dict[str, Any]]


def rebuilt(store: Store) -> Rows:
    """Every row that should exist and its values, from the journal alone."""
    rows: Rows = defaultdict(dict)
    for entry in entries(store):
        row = rows[entry.kind, entry.row_id]
        types = {column.name: column.type for column in Base.metadata.tables[entry.kind].columns}
        for name, (before, after) in entry.changes.items():
            assert row.get(name) == journal.value(types[name], before)
            row[name] = journal.value(types[name], after)
        if entry.op == "del":
            assert set(rows.pop((entry.kind, entry.row_id)).values()) <= {None}
    return rows


def actual(store: Store) -> Rows:
    with store.reading() as session:
        return {
            (noun.__tablename__, record.id): dict(values(record))
            for noun in (Person, Dwelling, Identifier, Insurance)
            for record in session.scalars(select(noun))
        }


def values(record: Record) -> Iterator[tuple[str, Any]]:
    for column in record.__table__.columns:
        if column.name not in journal.UNJOURNALED:
            yield column.name, getattr(record, column.name)


def known(rows: Rows) -> Rows:
    return {
        key: {name: value for name, value in row.items() if value is not None} for key, row in rows.items()
    }


short = st.text("段罗满a'\"", min_size=1, max_size=6)
FIELDS: dict[type[Record], dict[str, st.SearchStrategy[Any]]] = {
    Person: {
        "name": short, "sex": st.sampled_from("0129"), "born_on": st.none() | st.dates(), "phone": short,
        "education": st.none() | short,
    },
    Dwelling: {"division": st.just("530302"), "community": short},
    Insurance: {
        "kind": st.sampled_from(["medical", "pension"]), "since": st.dates(), "until": st.dates(),
        "region": st.just("530302"), "backpaid": st.booleans(),
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Move:
    """One step of an act: with which row (counted from the first), and whether it is flushed by itself."""

    noun: type[Record]
    what: str
    fields: dict[str, Any]
    which: int
    flush: bool


def moves_of(noun: type[Record]) -> st.SearchStrategy[Move]:
    what = st.sampled_from(["add", "amend", "amend and delete"])
    every = st.fixed_dictionaries(FIELDS[noun])
    return st.builds(Move, st.just(noun), what, every, st.integers(0, 9), st.booleans())


acts = st.lists(
    st.tuples(
        st.lists(st.one_of(*map(moves_of, FIELDS)), max_size=6),
        st.sampled_from(["commits", "fails", "is taken back by a savepoint"]),
    ),
    max_size=4,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(acts=acts)
def test_every_row_can_be_rebuilt_from_the_journal_alone(
    store: Store, acts: list[tuple[list[Move], str]]
) -> None:
    for moves, end in acts:
        perform(store, moves, end)

    assert known(rebuilt(store)) == known(actual(store))
    assert broken_at(store) is None


def perform(store: Store, moves: list[Move], end: str) -> None:
    if end == "commits":
        with writing(store) as session:
            take(session, moves)
    elif end == "fails":
        with failing(ZeroDivisionError), writing(store) as session:
            take(session, moves)
            raise ZeroDivisionError
    else:
        with writing(store) as session:
            session.add(a_person("段"))
            with failing(ZeroDivisionError), session.begin_nested():
                take(session, moves)
                raise ZeroDivisionError


def take(session: Session, moves: list[Move]) -> None:
    for move in moves:
        if move.what == "add":
            add_one(session, move)
        elif rows := session.scalars(select(move.noun).order_by(move.noun.row)).all():
            record = rows[move.which % len(rows)]
            for name, value in move.fields.items():
                setattr(record, name, value)
            if move.what == "amend and delete" and move.noun is not Person:
                session.delete(record)
        if move.flush:
            session.flush()


def add_one(session: Session, move: Move) -> None:
    """A new row, with what it cannot do without."""
    if move.noun is Person:
        session.add(an_identifier(Person(**move.fields), str(new_uid())[:30]))
    elif move.noun is Dwelling:
        session.add(Dwelling(**move.fields, address=str(new_uid())))
    else:
        person = a_person("段")
        session.add(person)
        session.flush()
        session.add(Insurance(**move.fields, person_id=person.id))
