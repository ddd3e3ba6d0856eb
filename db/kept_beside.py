"""What is kept beside the records, in no journal: bytes by their checksum, drafts, the journal itself."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Integer, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, one_of, to, words
from db.types import Fields, Flag, Uid, new_uid


class Blob(Base):
    """Photos and printed papers by their SHA-256; never changed, so the journal names the checksum only."""

    sha256: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    media: Mapped[str] = words(40)
    content: Mapped[bytes]


class PagePicture(Base):
    """Pictures of pages by their SHA-256, as JPEG; apart from all others, because these are erased again.

    ``unnamed_since`` is the day on which no page, draft or original was found to name it any more.
    """

    sha256: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    content: Mapped[bytes]
    unnamed_since: Mapped[date | None]


class StationKey(Base):
    """A station's key for signing papers: its public half, and of the own station the private one.

    Not journaled, for the journal is copied and shown, and a private key is neither.
    """

    key: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    station: Mapped[str] = words(60)
    since: Mapped[date]
    private: Mapped[bytes | None]


class Extract(Base):
    """What the law may ask of some thousand persons, ``app.law.kept`` of their rows ``first`` to ``last``.

    Made from the records as they were at an entry of the journal, which tells what it lacks since;
    it can be thrown away at any time.
    """

    first: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    last: Mapped[int] = mapped_column(Integer)
    people: Mapped[int] = mapped_column(Integer)
    epoch: Mapped[int] = mapped_column(Integer)
    seq: Mapped[int] = mapped_column(Integer)
    layout: Mapped[int] = mapped_column(Integer)
    content: Mapped[bytes]


class Draft(Base):
    """What an officer has typed and not yet saved; it belongs to the office and outlives a crash."""

    id: Mapped[UUID] = mapped_column(Uid, primary_key=True, default=new_uid)
    form: Mapped[str] = words(40)
    officer_id: Mapped[UUID] = to("officer")
    content: Mapped[Any] = mapped_column(Fields)
    saved_at: Mapped[datetime]


class Original(Base):
    """What was typed of a conflict that an act has merged, as it had waited; kept for some days.

    With it the conflict waits again where the act is taken back.
    """

    txn: Mapped[UUID] = mapped_column(Uid, primary_key=True)
    conflict_id: Mapped[UUID] = mapped_column(Uid)
    form: Mapped[str] = words(40)
    officer_id: Mapped[UUID] = to("officer")
    content: Mapped[Any] = mapped_column(Fields)
    saved_at: Mapped[datetime]
    merged_at: Mapped[datetime]


# 同步记录 lists these alone, which are few among all that a city has done in its years.
OF_CONFLICTS = text("act IN ('merge', 'ask_question', 'answer_question', 'withdraw_question')")


class Journal(Base):
    """What each commit changed, numbered and chained by hash (``db.journal``); only ever added to."""

    __table_args__: Any = (
        Index(None, "epoch", "seq", sqlite_where=OF_CONFLICTS, postgresql_where=OF_CONFLICTS),
        Index(None, "txn"),
        Index(None, "row_id"),
        Index(None, "person_id", "epoch", "seq"),
    )
    epoch: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    txn: Mapped[UUID]
    act: Mapped[str] = words(60)
    kind: Mapped[str] = words(30)
    row_id: Mapped[UUID]
    op: Mapped[str] = one_of("ins", "upd", "del")
    changes: Mapped[dict[str, list[Any]]] = mapped_column(Fields)
    person_id: Mapped[UUID | None]
    officer_id: Mapped[UUID | None]
    at: Mapped[datetime]
    clock_suspect: Mapped[bool] = mapped_column(Flag, default=False)
    prev: Mapped[bytes]
    hash: Mapped[bytes]


class JournalHead(Base):
    """Where the journal stands: one row, locked by whoever writes next."""

    __table_args__: Any = (CheckConstraint("one = 1", name="only_one"),)
    one: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    epoch: Mapped[int] = mapped_column(Integer)
    seq: Mapped[int] = mapped_column(Integer)
    hash: Mapped[bytes]
    at: Mapped[datetime]
