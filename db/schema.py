"""Bring a database to this program's form when it is opened; refuse one that a newer program made."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from db.store import Store

HEAD = "0001"
MIGRATIONS = Path(__file__).parent / "migrations"
LOCK = 0x414E4A55  # "ANJU": two stations must not upgrade one shared database at once


class TooNew(Exception):
    """The database was made by a newer version of the program."""


class Strange(Exception):
    """The database is somebody else's: it has tables, and none of them are ours."""


def upgrade(store: Store) -> None:
    """Make or upgrade the tables, in one transaction; raises TooNew or Strange and changes nothing."""
    with store.engine.connect() as connection:
        if found_version(connection) == HEAD:
            return
    with store.engine.execution_options(writes=True).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        _bring_up(connection, found_version(connection))


def found_version(connection: Connection) -> str | None:
    """The version of the tables found, or None where there are none yet."""
    tables = inspect(connection).get_table_names()
    if "alembic_version" not in tables:
        if tables:
            raise Strange
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _bring_up(connection: Connection, found: str | None) -> None:
    if found == HEAD:
        return
    # Alembic takes a fifth of a second to import; an up-to-date database never needs it.
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS))
    known = {revision.revision for revision in ScriptDirectory.from_config(config).walk_revisions()}
    if found is not None and found not in known:
        raise TooNew
    command.upgrade(config, "head")
