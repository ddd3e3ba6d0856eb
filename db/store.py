"""Open the office's file or the shared database; read it, write it, and tell which tables a commit touched.

Only this module, ``backup``, ``columns``, ``schema``, ``soundness`` and ``types`` know that SQLite and
PostgreSQL differ.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import quote
from uuid import UUID

from sqlalchemy import URL, Connection, Engine, create_engine, event, exists, make_url, select
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry, NullPool

from db import journal
from db.records import Journal
from db.types import new_uid

# What each connection to an office's file must have; every one is read back.
# Why these: 0 of 1,000 simulated power cuts lost an acknowledged commit with WAL and FULL,
# 559 did with NORMAL (the paper on trust, sections 2.2 and 3).
PRAGMAS: dict[str, str | int] = {
    "busy_timeout": 5000,
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "recursive_triggers": 1,  # or REPLACE goes past the triggers that keep the journal
    # 2 MB for each connection: four times as much finds and saves nothing sooner in a city, for the machine
    # keeps what was read of the file anyway.
    "cache_size": -2000,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "secure_delete": 1,
    # An act is safe once it is in the log (WAL). Bringing it from there into its places in the file takes
    # several times as long and was every twelfth act's to wait for; ``put_away`` does it when nobody waits.
    "wal_autocheckpoint": 10_000,
}
if sys.platform == "darwin":
    PRAGMAS |= {"fullfsync": 1, "checkpoint_fullfsync": 1}

# What each session on a server must have. A station that vanishes lets go of what it holds within a minute.
SETTINGS = {
    "timezone": "UTC",
    "synchronous_commit": "on",
    "lock_timeout": "5s",
    "idle_in_transaction_session_timeout": "1min",
}

# SQLite reads one state of the file by itself; a server has to be asked to.
ONE_STATE = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}

BESIDES = ("", "-wal", "-shm")
"""What a database of SQLite lies in: the file, its log, and the index of that."""

Listener = Callable[[frozenset[str]], None]


class WrongPragma(Exception):
    """The file's library did not accept a setting that durability rests on."""


class Store:
    """One open database: an office's own file, or the database that stations share."""

    def __init__(self, url: URL, key: bytes | None = None) -> None:
        self.url = url
        self.key = key
        self.engine = _sqlite(url, key) if self.path else _postgresql(url)
        # A file is written by a connection of its own: one that is turned from reading to writing forgets
        # every statement it knows, and knowing them is a quarter of what an act takes.
        self._own = _sqlite(url, key) if self.path else self.engine
        self._writer = self._own.execution_options(writes=True)
        self._reader = self.engine if self.path else self.engine.execution_options(**ONE_STATE)
        self._listeners: list[Listener] = []
        self._closed = False
        for engine in {self.engine, self._own}:
            event.listen(engine, "checkin", self._let_go)

    @property
    def path(self) -> Path | None:
        """The office's file, or None where the database is a server's."""
        database = self.url.database
        return Path(database) if database and self.url.get_backend_name() == "sqlite" else None

    @property
    def encrypted(self) -> bool:
        """Whether the file is unreadable without its key."""
        return self.key is not None

    def on_change(self, listener: Listener) -> None:
        """Call ``listener`` after each commit with the names of the tables it touched."""
        self._listeners.append(listener)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the database and can change nothing."""
        with Session(self._reader) as session:
            yield session

    @contextmanager
    def writing(
        self, act: str, officer_id: UUID | None, at: datetime, tell: journal.Tell = journal.unheard
    ) -> Iterator[journal.JournaledSession]:
        """A transaction under an act of an officer: committed and journaled at the end, or nothing at all.

        ``tell`` hears how far the entering is, and may end it by what it raises.
        """
        entered = journal.Act(new_uid(), act, officer_id, at)
        with journal.JournaledSession(self._writer, entered, tell) as session:
            try:
                with session.begin():
                    yield session
            except DBAPIError as error:
                if not error.connection_invalidated or not self._was_committed(entered.txn):
                    raise
        for listener in self._listeners:
            listener(session.tables)

    @contextmanager
    def bulk(self) -> Iterator[Connection]:
        """A plain connection in one transaction, past the journal: for ``db.bulk`` only."""
        with self._writer.begin() as connection:
            yield connection

    def put_away(self) -> None:
        """Bring what is safe in a file's log into its places in the file, as far as nobody reads the old.

        A server does so by itself.
        """
        if self.path is not None:
            with self.engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)")

    def take_stock(self) -> None:
        """Let a server count what was written in bulk: until it has, it plans as if nothing were there."""
        if self.path is None:
            with self.bulk() as connection:
                connection.exec_driver_sql("ANALYZE")

    def _was_committed(self, txn: UUID) -> bool:
        # The line broke while the server was committing. Repeating blindly doubles the work
        # in some cases (10 of 6,343 in the paper on trust, 2.5), so ask for the transaction;
        # who holds the head has waited until the server was done with it, either way.
        with Session(self._writer) as session:
            journal.locked_head(session.connection())
            return bool(session.scalar(select(exists().where(Journal.txn == txn))))

    def close(self) -> None:
        """Let go of every connection; of one that is being used once it is not any more."""
        self._closed = True
        for engine in (self.engine, self._own):
            engine.dispose()

    def close_as_one(self) -> None:
        """Close a file so that all that was saved is in it, and no log beside it.

        Raises WrongPragma where somebody else has it open.
        """
        self.close()
        with closing(self.engine.raw_connection()) as connection:  # past the engine, which would begin an act
            mode = connection.cursor().execute("PRAGMA journal_mode = DELETE").fetchone()
            if mode != ("delete",):
                raise WrongPragma(f"journal_mode is {mode}")

    def _let_go(self, _connection: object, record: ConnectionPoolEntry) -> None:
        if self._closed:
            record.invalidate()


def remove(file: Path) -> None:
    """Remove a file of ours with all that SQLite lays beside it, as far as it is there."""
    for end in BESIDES:
        file.with_name(file.name + end).unlink(missing_ok=True)


def address(text: str) -> URL:
    """The database a person named: a URL as it stands, anything else as the path of a file."""
    return make_url(text) if "://" in text else URL.create("sqlite", database=str(Path(text).expanduser()))


def written(url: URL) -> str:
    """An address as it may be kept and shown: a file's path, or a server's address without its password."""
    if url.get_backend_name() == "sqlite":
        return url.database or ""
    query = {name: value for name, value in url.query.items() if name != "password"}
    bare = URL.create(url.drivername, url.username, None, url.host, url.port, url.database, query)
    return bare.render_as_string()


class _PlannedOnce(SQLiteCompiler):
    """Writes every limit so that SQLite does not plan the statement anew each time it is asked.

    A limit that is told with the question is looked at for the plan, so a plan is good for one question only
    (since 3.47). Behind a plus sign it is not looked at; planning took as long as many an answer.
    """

    def limit_clause(self, select: Any, **told: Any) -> str:
        said: str = super().limit_clause(select, **told)  # type: ignore[no-untyped-call]
        return said.replace("LIMIT ", "LIMIT +")


def _sqlite(url: URL, key: bytes | None) -> Engine:
    from sqlcipher3 import dbapi2

    engine = create_engine(url, module=dbapi2, hide_parameters=True, pool_size=4)
    engine.dialect.statement_compiler = _PlannedOnce

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # transactions begin where we say so, below
        unlock(connection, key)
        cursor = connection.cursor()
        for name, value in PRAGMAS.items():
            cursor.execute(f"PRAGMA {name} = {value}")
        for name, value in PRAGMAS.items():
            found = cursor.execute(f"PRAGMA {name}").fetchone()
            if found is None or found[0] != value:
                raise WrongPragma(f"{name} is {found and found[0]}, not {value}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A writer that starts as a reader dies with "database is locked" when it upgrades,
        # whatever the timeout; one that says IMMEDIATE waits its turn.
        writes = connection.get_execution_options().get("writes", False)
        if connection.info.get("writes") is not writes:  # setting it makes SQLite forget every statement
            connection.exec_driver_sql(f"PRAGMA query_only = {int(not writes)}")
            connection.info["writes"] = writes
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def unlock(connection: Any, key: bytes | None) -> None:
    """Hand a driver's connection to a file its key, before anything else is asked of it."""
    connection.execute("PRAGMA cipher_log_level = NONE")
    if key is not None:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")


def sealed(path: Path, key: bytes | None) -> Engine:
    """A file that nobody writes, to be read alone: nothing is laid beside it, on whatever disk it is."""
    from sqlcipher3 import dbapi2

    def connect() -> Any:
        address = as_uri(path.absolute()) + "?mode=ro&immutable=1"
        connection = dbapi2.connect(address, uri=True, isolation_level=None, check_same_thread=False)
        unlock(connection, key)
        connection.execute("PRAGMA cache_size = -32000")  # looked over in three quarters of the time
        return connection

    kept = {"creator": connect, "poolclass": NullPool, "hide_parameters": True}
    return create_engine("sqlite://", module=dbapi2, **kept)


def as_uri(path: PurePath) -> str:
    """A file as SQLite reads its URI: no server may stand in it, so a share's name is part of the path."""
    plain = path.as_posix()
    return "file://" + quote(plain if plain.startswith("/") else "/" + plain, safe="/:")


def _postgresql(url: URL) -> Engine:
    # Prepared statements turn short searches into generic plans, 100 to 2,000 times slower
    # (measured: the paper on speed, section 1).
    engine = create_engine(
        url, connect_args={"prepare_threshold": None, "connect_timeout": 10}, hide_parameters=True,
        pool_pre_ping=True, isolation_level="READ COMMITTED",
    )  # fmt: skip

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.autocommit = True  # or a rollback would take the settings back
        for name, value in SETTINGS.items():
            connection.execute("SELECT set_config(%s, %s, false)", (name, value))
        connection.autocommit = False

    return engine


def is_full(error: DBAPIError) -> bool:
    """Whether there is no room left on the disk that holds the database."""
    return _code(error) in {"SQLITE_FULL", "53100"}


def is_busy(error: DBAPIError) -> bool:
    """Whether another program holds the database, and waiting may help."""
    code = _code(error)
    # On a server: a lock not had in time, two that waited for each other.
    return code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")) or code in {"55P03", "40P01"}


def is_shut(error: DBAPIError) -> bool:
    """Whether the database may only be read, or its file cannot be opened at all."""
    code = _code(error)
    return code.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN")) or code == "25006"


def is_adrift(error: DBAPIError) -> bool:
    """Whether the disk itself fails: full to the last byte, pulled out, or broken."""
    return _code(error).startswith("SQLITE_IOERR")


def is_not_ours(error: DBAPIError) -> bool:
    """Whether the file is no database, is damaged, or the key is not its key."""
    return _code(error).startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT"))


def _code(error: DBAPIError) -> str:
    """SQLite's name for an error, or the server's SQLSTATE; empty where there is neither."""
    return sqlite_name(error.orig) or getattr(error.orig, "sqlstate", None) or ""


def sqlite_name(raw: BaseException | None) -> str:
    """SQLite's name for what its driver raised; empty where it has none."""
    return getattr(raw, "sqlite_errorname", None) or ""


def sqlite_version() -> tuple[int, ...]:
    """The version of the SQLite that is used for files, which is not the interpreter's own."""
    from sqlcipher3 import dbapi2

    return tuple(dbapi2.sqlite_version_info)


def cipher_version() -> str:
    """The version of the encryption that files are kept with."""
    from sqlcipher3 import dbapi2

    with closing(dbapi2.connect(":memory:")) as connection:
        return str(connection.execute("PRAGMA cipher_version").fetchone()[0])
