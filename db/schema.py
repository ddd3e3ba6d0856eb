"""Bring a database to this program's form when it is opened; refuse one that a newer program made."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from db.records import Journal
from db.store import Store

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0001"
MIGRATIONS = Path(__file__).parent / "migrations"
LOCK = 0x414E4A55  # "ANJU": two stations must not upgrade one shared database at once


class TooNew(Exception):
    """The database was made by a newer version of the program."""


class Strange(Exception):
    """The database is somebody else's: it has tables, and not ours."""


class Orphaned(Exception):
    """A migration left rows that refer to nothing; it was undone. It is a fault of the program."""


def is_older(store: Store) -> bool:
    """Whether an earlier version of the program made the tables; raises TooNew or Strange."""
    with store.engine.connect() as connection:
        found = found_version(connection)
    if found in (None, HEAD):
        return False
    if found not in _known(_config()):
        raise TooNew
    return True


def upgrade(store: Store) -> None:
    """Make or upgrade the tables, in one transaction; raises TooNew or Strange and changes nothing."""
    with store.engine.connect() as connection:
        if found_version(connection) == HEAD:
            return
    with store.engine.execution_options(writes=True).connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            _bring_up(connection, found_version(connection))
        else:
            _let_tables_be_rebuilt(connection)
            _bring_up(connection, found_version(connection))
            _look_for_orphans(connection)
        connection.commit()


def _let_tables_be_rebuilt(connection: Connection) -> None:
    """Leave foreign keys unchecked on this one connection, which is thrown away after its transaction.

    SQLite changes a table by making it anew; with the checks on, dropping the
    old one silently deletes whatever refers to it (the paper on the house, 2.9).
    """
    connection.detach()
    connection.connection.cursor().execute("PRAGMA foreign_keys = OFF")


def _look_for_orphans(connection: Connection) -> None:
    if orphans := connection.exec_driver_sql("PRAGMA foreign_key_check").all():
        raise Orphaned(", ".join(sorted({row[0] for row in orphans})))


def found_version(connection: Connection) -> str | None:
    """The version of the tables found, or None where there are none yet; raises Strange."""
    tables = inspect(connection).get_table_names()
    if not tables:
        return None
    if not {"alembic_version", Journal.__tablename__}.issubset(tables):
        raise Strange
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _bring_up(connection: Connection, found: str | None) -> None:
    if found == HEAD:
        return
    from alembic import command

    config = _config()
    config.attributes["connection"] = connection
    if found is not None and found not in _known(config):
        raise TooNew
    command.upgrade(config, "head")


# Alembic takes a fifth of a second to import; an up-to-date database never needs it.


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def _known(config: Config) -> set[str]:
    """The versions this program can bring to its own form."""
    from alembic.script import ScriptDirectory

    return {revision.revision for revision in ScriptDirectory.from_config(config).walk_revisions()}
