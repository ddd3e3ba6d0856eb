"""Whether an office's file is whole that nobody writes: each page, each reference, the end of its journal."""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

from sqlalchemy import Connection, func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from db import journal
from db.keys import WrongKey
from db.records import Journal, JournalHead, Office, Officer, Person
from db.store import is_not_ours, sealed, sqlite_name

CHECKING = "checking"
CHECKS = ("cipher_integrity_check", "integrity_check", "foreign_key_check")
LAST_ENTRIES = 1000
OPCODES = 200_000
"""So many steps of SQLite's between two looks at whether to stop."""
PIECE = 1 << 20
REASONS = {"SQLITE_FULL": errno.ENOSPC, "SQLITE_CANTOPEN": errno.ENOENT, "SQLITE_READONLY": errno.EROFS}
Tell = Callable[[str, int, int], object]
"""Is told what is being done and how far it is; what it raises ends the work."""


class Damaged(Exception):
    """A copy, or the file that was to be copied, is not whole; says what was found."""


@dataclass(frozen=True, slots=True)
class Inside:
    """What was found in a file that was looked over: whose it is and up to where it goes."""

    office: UUID
    version: str
    epoch: int
    seq: int
    head: bytes
    residents: int
    last_act: str
    last_at: datetime
    officer: str


def look_over(file: Path, key: bytes | None, tell: Tell) -> Inside:
    """Open a file that nobody writes and look all of it over: every page, every index, every reference.

    Raises WrongKey where the key does not open it, Damaged where something is not whole, and OSError where
    it cannot be read at all.
    """
    with as_disk(), Session(sealed(file, key)) as session:
        _open(session)
        for number, check in enumerate(CHECKS):
            _check(session.connection(), check, partial(tell, CHECKING, number, len(CHECKS)))
        tell(CHECKING, len(CHECKS), len(CHECKS))
        return _inside(session)


@contextmanager
def as_disk() -> Iterator[None]:
    """What the driver cannot read or write is told as the machine tells it, or as Damaged."""
    from sqlcipher3 import dbapi2

    try:
        yield
    except (dbapi2.Error, DBAPIError) as error:
        code = sqlite_name(error.orig if isinstance(error, DBAPIError) else error)
        if code.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")) or code == "SQLITE_ERROR":  # lacks a table
            raise Damaged(str(error)) from error
        raise OSError(REASONS.get(code, errno.EIO), str(error)) from error


def _open(session: Session) -> None:
    try:
        session.execute(text("SELECT count(*) FROM sqlite_master"))
    except DBAPIError as error:
        if is_not_ours(error):
            raise WrongKey from error
        raise


def _check(connection: Connection, check: str, tick: Callable[[], object]) -> None:
    """One of SQLite's own looks; ``tick`` is called now and then, and ends it by raising."""
    from sqlcipher3 import dbapi2

    tick()
    raised: list[BaseException] = []

    def go_on() -> int:
        try:
            tick()
        except BaseException as error:  # noqa: BLE001  SQLite would swallow it; it is raised below
            raised.append(error)
        return len(raised)

    driver: Any = connection.connection.driver_connection
    driver.set_progress_handler(go_on, OPCODES)
    try:
        said = driver.execute(f"PRAGMA {check}").fetchall()
    except dbapi2.Error as error:
        if raised:
            raise raised[0] from error
        raise
    finally:
        driver.set_progress_handler(None, 0)
    if wrong := [row for row in said if row != ("ok",)]:
        raise Damaged(f"{check}: {wrong[0]}")


def _inside(session: Session) -> Inside:
    if broken := journal.check_end(session, LAST_ENTRIES):
        raise Damaged(f"the journal does not hold at entry {broken.seq}")
    # Plain columns: a file that is copied before it is upgraded lacks whatever later versions added.
    office = session.scalar(select(Office.id))
    stands = select(JournalHead.epoch, JournalHead.seq, JournalHead.hash, JournalHead.at)
    head = session.execute(stands).first()
    if office is None or head is None:
        raise Damaged("there is no office in it")
    acts = select(Journal.act, Journal.at, Officer.name).outerjoin(Officer, Officer.id == Journal.officer_id)
    last = session.execute(acts.order_by(Journal.epoch.desc(), Journal.seq.desc()).limit(1)).first()
    version = session.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    residents = session.scalar(select(func.count()).select_from(Person)) or 0
    newest = (last.act, last.at, last.name or "") if last else ("", head.at, "")
    return Inside(office, version, head.epoch, head.seq, head.hash, residents, *newest)


def checksum(file: Path, tell: Tell) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    size, digest = file.stat().st_size, hashlib.sha256()
    with file.open("rb") as source:
        for done, piece in pieces(source):
            digest.update(piece)
            tell(CHECKING, done, size)
    return digest.hexdigest()


def pieces(source: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """A file a piece at a time, each with how many bytes have been read by then."""
    done = 0
    while piece := source.read(PIECE):
        done += len(piece)
        yield done, piece
