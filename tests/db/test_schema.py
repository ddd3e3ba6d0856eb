"""The tables are what the records say, on both databases, and a database that is not ours is left alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, ForeignKeyConstraint, UniqueConstraint, inspect, make_url, text

from db import records, schema
from db.store import Store, address
from tests.db.things import a_person, add, an_identifier, behind_its_back, names
from tests.helpers.migrating import add_migration, copied
from tools import migration

TABLES = records.TABLES.sorted_tables


# -- the migrations and the records ----------------------------------------------------------------


def test_the_migrations_make_what_the_records_say(store: Store) -> None:
    with store.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), records.TABLES) == []


@pytest.mark.parametrize("kind", ["file", "server"])
def test_the_migrations_make_every_column_check_and_index_as_the_records_would(
    kind: str, request: pytest.FixtureRequest, opened: Callable[[URL], Store], tmp_path: Path
) -> None:
    migrated = opened(request.getfixturevalue(kind))
    another_file = address(str(tmp_path / "another.anju"))
    fresh = opened(another_file if kind == "file" else make_url(request.getfixturevalue("postgres")))
    with fresh.engine.execution_options(writes=True).begin() as connection:
        records.TABLES.create_all(connection)

    with fresh.engine.connect() as by_records, migrated.engine.connect() as by_migrations:
        for table in TABLES:
            assert description(by_migrations, table.name) == description(by_records, table.name)


def description(connection: Connection, table: str) -> dict[str, Any]:
    """All that the database itself says about a table."""
    there = inspect(connection)
    columns = there.get_columns(table)
    return {
        "columns": {column["name"]: repr(column) for column in columns},
        "checks": {c["name"]: c["sqltext"] for c in there.get_check_constraints(table)},
        "key": there.get_pk_constraint(table),
        "unique": sorted((u["name"], u["column_names"]) for u in there.get_unique_constraints(table)),
        "references": {f["name"]: f for f in there.get_foreign_keys(table)},
        "indexes": {index["name"]: index_description(index) for index in there.get_indexes(table)},
        "options": there.get_table_options(table) if connection.dialect.name == "sqlite" else None,
    }


def index_description(index: Any) -> tuple[Any, ...]:
    options = {name: str(value) for name, value in index.get("dialect_options", {}).items()}
    return index["column_names"], index["unique"], options


def test_the_head_is_the_newest_migration_and_there_is_one() -> None:
    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))

    assert ScriptDirectory.from_config(config).get_heads() == [schema.HEAD]


def test_a_migration_is_a_photograph_and_imports_nothing_of_ours() -> None:
    for path in schema.MIGRATIONS.glob("versions/*.py"):
        lines = path.read_text(encoding="utf-8").splitlines()
        assert not [line for line in lines if line.startswith(("from db", "import db", "from app"))]
        assert lines[0].startswith('"""')


def test_every_table_of_a_file_is_strict(file: URL, opened: Callable[[URL], Store]) -> None:
    with opened(file).engine.connect() as connection:
        listed = connection.exec_driver_sql("PRAGMA table_list").mappings().all()

    strict = {table["name"] for table in listed if table["strict"]}
    assert strict.issuperset(table.name for table in TABLES)


def test_every_constraint_has_a_name_of_ours(store: Store) -> None:
    with store.engine.connect() as connection:
        there = inspect(connection)
        for table in (table.name for table in TABLES):
            constraints = [
                there.get_pk_constraint(table), *there.get_check_constraints(table),
                *there.get_unique_constraints(table), *there.get_foreign_keys(table),
            ]  # fmt: skip
            named = [str(constraint["name"]) for constraint in constraints]
            ours = (f"ck_{table}_", f"fk_{table}_", f"uq_{table}_", f"pk_{table}")
            assert [name for name in named if not name.startswith(ours)] == []


def test_every_reference_has_an_index_to_find_those_who_refer(store: Store) -> None:
    with store.engine.connect() as connection:
        there = inspect(connection)
        for table in (table.name for table in TABLES):
            found = [index["column_names"] for index in there.get_indexes(table)]
            referring = [reference["constrained_columns"] for reference in there.get_foreign_keys(table)]
            assert {columns[0] for columns in referring} <= {columns[0] for columns in found}


def test_every_record_has_its_three_identities() -> None:
    for table in TABLES:
        if table.name in {
            "blob",
            "clue",
            "draft",
            "extract",
            "journal",
            "journal_head",
            "label",
            "original",
            "page_picture",
            "place_label",
            "station_key",
        }:
            continue
        assert [column.name for column in table.columns][:3] == ["row", "id", "version"]
        assert [column.name for column in table.primary_key] == ["row"]
        unique = [c for c in table.constraints if isinstance(c, UniqueConstraint)]
        assert ["id"] in [[column.name for column in constraint.columns] for constraint in unique]
        references = [c for c in table.constraints if isinstance(c, ForeignKeyConstraint)]
        assert all(next(iter(r.elements)).target_fullname.endswith((".id", ".sha256")) for r in references)


# -- opening ---------------------------------------------------------------------------------------


def everything(store: Store) -> list[Any]:
    with store.engine.connect() as connection:
        tables = sorted(inspect(connection).get_table_names())
        return [(table, connection.execute(text(f'SELECT * FROM "{table}"')).all()) for table in tables]


def test_an_empty_database_gets_its_tables_and_a_second_opening_changes_nothing(
    empty: URL, opened: Callable[[URL], Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    store = opened(empty)
    schema.upgrade(store)
    add(store, a_person())
    before = everything(store)

    monkeypatch.setattr(schema, "_bring_up", lambda *_: pytest.fail("nothing is to be brought up"))
    schema.upgrade(store)

    assert everything(store) == before


def test_a_database_of_a_newer_program_is_refused_and_unchanged(store: Store) -> None:
    add(store, a_person())
    behind_its_back(store, "UPDATE alembic_version SET version_num = '9999'")
    before = everything(store)

    with pytest.raises(schema.TooNew):
        schema.upgrade(store)

    assert everything(store) == before


@pytest.mark.parametrize("table", ["person", "alembic_version"])
def test_a_database_of_another_program_is_refused_and_unchanged(
    empty: URL, opened: Callable[[URL], Store], table: str
) -> None:
    store = opened(empty)
    behind_its_back(
        store,
        f"CREATE TABLE {table} (version_num VARCHAR(32))",
        f"INSERT INTO {table} (version_num) VALUES ('{schema.HEAD}')",
    )

    with pytest.raises(schema.Strange):
        schema.upgrade(store)

    assert everything(store) == [(table, [(schema.HEAD,)])]


# -- the next migration ----------------------------------------------------------------------------


@pytest.fixture
def migrations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the migrations to which a next one may be added."""
    return copied(tmp_path, monkeypatch)


REBUILD = """with op.batch_alter_table("person", recreate="always") as person:
        person.add_column(sa.Column("motto", sa.Text()))"""


def test_making_a_table_anew_deletes_nobody_who_refers_to_it(
    file: URL, opened: Callable[[URL], Store], migrations: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = opened(file)
    person = a_person()
    add(store, person, an_identifier(person, "P1"))
    add_migration(migrations, monkeypatch, REBUILD)

    schema.upgrade(store)

    assert names(store) == ["段小满"]
    referring = "SELECT number, motto FROM identifier JOIN person ON person.id = person_id"
    assert behind_its_back(store, referring) == [("P1", None)]
    with store.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_a_migration_that_leaves_orphans_is_undone(
    file: URL, opened: Callable[[URL], Store], migrations: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = opened(file)
    person = a_person()
    add(store, person, an_identifier(person, "P1"))
    before = everything(store)
    add_migration(migrations, monkeypatch, 'op.execute("DELETE FROM person")')

    with pytest.raises(schema.Orphaned, match="identifier"):
        schema.upgrade(store)

    assert everything(store) == before


def test_a_migration_that_fails_half_way_leaves_the_database_as_it_was(
    store: Store, migrations: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(store, a_person())
    before = everything(store)
    half = 'op.execute("CREATE TABLE half (n INTEGER)"); raise ZeroDivisionError'
    add_migration(migrations, monkeypatch, half)

    with pytest.raises(ZeroDivisionError):
        schema.upgrade(store)

    assert everything(store) == before


def test_what_the_records_say_more_is_written_down_as_a_photograph(migrations: Path, tmp_path: Path) -> None:
    first = migrations / "versions" / "0001_first.py"
    lines = first.read_text(encoding="utf-8").splitlines(keepends=True)
    gone = (
        'sa.Column("born_on"', "ix_person_born_on", 'sa.Column("opinion"', "ck_decision_opinion_length",
        "ix_person_name",
    )  # fmt: skip
    less = "".join(line for line in lines if not any(word in line for word in gone))
    first.write_text(less, encoding="utf-8")

    migration.write("birth and opinion", tmp_path / "empty.anju")

    (written,) = set(migrations.glob("versions/*.py")) - {first}
    words = written.read_text(encoding="utf-8")
    assert written.name == "0002_birth_and_opinion.py"
    assert words.startswith('"""birth and opinion"""')
    assert 'sa.Integer().with_variant(sa.Date(), "postgresql")' in words
    assert "opinion" in words
    assert "ix_person_name" in words
    assert "db." not in words


def test_nothing_is_left_to_write_down(migrations: Path, tmp_path: Path) -> None:
    migration.write("nothing", tmp_path / "empty.anju")

    (written,) = migrations.glob("versions/0002_*.py")
    assert "    pass" in written.read_text(encoding="utf-8")
