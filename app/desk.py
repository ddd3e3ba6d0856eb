"""Desk: an officer at an open database on a day, with the law in force there; every verb takes one."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, IntegrityError, NoResultFound
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from app.errors import InWords, Refused, Unavailable
from app.language import N_
from app.progress import Progress, Step
from db import journal
from db.journal import JournaledSession
from db.store import Listener, Store, is_adrift, is_busy, is_full, is_shut, written

if TYPE_CHECKING:
    from app.law import Law
    from app.shelf import Shelf


@dataclass(frozen=True, slots=True)
class OfficeCard:
    """The station a desk stands in: where it is, what it is called, and who issues its permits."""

    id: UUID
    division: str
    name: str
    organ: str
    permit_title: str
    fictional: bool


@dataclass(frozen=True, slots=True)
class OfficerCard:
    """Who sits at the desk."""

    id: UUID
    login: str
    name: str
    post: str


class Desk:
    """Where every verb works: it knows the day, the officer, the office and the law, and opens transactions.

    It is also the one place where the database's errors are put in the officer's words.
    """

    def __init__(
        self, store: Store, office: OfficeCard, officer: OfficerCard, shelf: Shelf, on: date | None = None
    ) -> None:
        self.office = office
        self.officer = officer
        self.shelf = shelf
        self._store = store
        self._on = on
        self._moment: Session | None = None
        self._written: set[UUID] = set()

    @property
    def law(self) -> Law:
        """The law in force at this office; raises Refused where a pack in force cannot be read."""
        return self.shelf.law

    @property
    def encrypted(self) -> bool:
        """Whether what is written here is unreadable without a key."""
        return self._store.encrypted

    @property
    def shared(self) -> bool:
        """Whether other stations work on the same database."""
        return self._store.path is None

    @property
    def address(self) -> str:
        """Where the database lies: a file's path, or a server's address without its password."""
        return written(self._store.url)

    @property
    def file_and_key(self) -> tuple[Path, bytes] | None:
        """An encrypted file and its key, to wrap the key for one more officer; None where there is no key."""
        path, key = self._store.path, self._store.key
        return (path, key) if path and key else None

    @property
    def own_file(self) -> Store | None:
        """The office's own file as it is open here, to be copied.

        None where a server keeps the database, and where nobody in it is real.
        """
        return None if self.shared or self.office.fictional else self._store

    def today(self) -> date:
        """The day all deadlines are told from: today, or the day the program was started on."""
        return self._on or today()

    def now(self) -> datetime:
        """This moment by the machine's clock, in UTC."""
        return now()

    def on(self, day: date) -> Desk:
        """The same desk on another day."""
        other = copy.copy(self)
        other._on = day
        return other

    def on_change(self, listener: Listener) -> None:
        """Call ``listener`` with the names of the tables each commit touched."""
        self._store.on_change(listener)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that changes nothing.

        Raises Refused when what was asked for is not on file any more, and Unavailable
        when the database cannot be read.
        """
        if self._moment is not None:
            yield self._moment
            return
        try:
            with self._store.reading() as session, self.shelf.beside(session):
                yield session
        except NoResultFound as error:
            raise _gone() from error
        except DBAPIError as error:
            raise in_our_words(error) from error

    @contextmanager
    def at_one_moment(self) -> Iterator[Desk]:
        """The same desk, whose readings all see one state of the database, and by one session.

        It is for what is put together from many verbs; raises as ``reading`` does. What keeps it
        to read on later, as a listing does, reads afresh then, as by any other desk.
        """
        with self.reading() as session:
            other = copy.copy(self)
            other._moment = session
            try:
                yield other
            finally:
                other._moment = None  # a closed session begins again when it is used, and nobody would end it

    @contextmanager
    def writing(
        self, act: str, progress: Progress | None = None, *, by_itself: bool = False
    ) -> Iterator[JournaledSession]:
        """The whole transaction of a verb, journaled under ``act`` and this officer.

        What the program does ``by_itself`` is nobody's act, whoever sits here.
        An act about very many is long at its end too, which ``progress`` tells and can stop. Raises Refused
        when another desk has changed or removed the same record meanwhile, and Unavailable when the database
        cannot be written; nothing is half done.
        """
        try:
            with (
                self._store.writing(
                    act,
                    None if by_itself else self.officer.id,
                    self.now(),
                    partial(_tell_end, progress or Progress()),
                ) as session,
                self.shelf.beside(session),
            ):
                self._written.add(session.act.txn)  # before others can see it
                yield session
                self._let_follow(session)
        except StaleDataError as error:
            raise Refused(
                N_("Someone else has just changed this record. Look at it again, then repeat.")
            ) from error
        except NoResultFound as error:
            raise _gone() from error
        except DBAPIError as error:
            raise in_our_words(error) from error

    def _let_follow(self, session: JournaledSession) -> None:
        """Write what follows from an act along with it, whichever act it was: none can forget it."""
        from app import reporting  # it stands on the desk itself

        reporting.follow(session, self)

    def wrote(self, txn: UUID) -> bool:
        """Whether a transaction of the journal was written at this desk since it was opened."""
        return txn in self._written

    @contextmanager
    def bulk(self) -> Iterator[Connection]:
        """A transaction for inventing a community; raises Refused at a real office's desk."""
        if not self.office.fictional:
            raise Refused(N_("People are invented in a database of their own only."))
        try:
            with self._store.bulk() as connection:
                yield connection
        except DBAPIError as error:
            raise in_our_words(error) from error

    def finds_everybody(self, progress: Progress) -> bool:
        """Whether people and dwellings are found by what is on file of them, and by nothing else."""
        from db import relabelling  # what is kept with every act is seldom looked over

        tell = _telling(progress, N_("Looking over what everybody is found by"))
        with self.reading() as session:
            return relabelling.agrees(session.connection(), tell)

    def relabel(self, progress: Progress) -> None:
        """Make everything that people and dwellings are found by anew from what is on file.

        Whoever saves meanwhile must wait now and then; one that is stopped may be begun again.
        """
        from db import relabelling

        try:
            relabelling.make_anew(self._store, _telling(progress, N_("Writing what everybody is found by")))
        except DBAPIError as error:
            raise in_our_words(error) from error

    def put_away(self) -> None:
        """Bring what was saved lately into its places in the file; the next act need not wait for it then."""
        with suppress(DBAPIError):  # it is safe where it is, and is put away another time
            self._store.put_away()

    def close(self) -> None:
        """Leave the desk and let go of the database."""
        self._store.close()


ENDS = {
    journal.LABELLING: N_("Writing what everybody is found by"),
    journal.ENTERING: N_("Writing the journal"),
}


def _tell_end(progress: Progress, doing: str, done: int, total: int) -> None:
    progress.at(Step(ENDS[doing], done, total))


def _telling(progress: Progress, doing: str) -> Callable[[int, int], None]:
    return lambda done, total: progress.at(Step(doing, done, total))


def today() -> date:
    """The day by the machine's clock and time zone: asked here and nowhere else."""
    return date.today()


def now() -> datetime:
    """This moment by the machine's clock, in UTC: asked here and nowhere else."""
    return datetime.now(UTC)


def _gone() -> Refused:
    return Refused(
        N_("This is not on file any more; somebody may have taken it back. Look at the list again.")
    )


def in_our_words(error: DBAPIError) -> InWords:
    """What a database's error means to the officer: what happened, what to do, what is safe."""
    if isinstance(error, IntegrityError):
        return Refused(
            N_("This was not saved: it contradicts what is on file. Look at the entries and try again.")
        )
    if is_full(error):
        return Unavailable(
            N_("Not saved: the disk is full. Clear some space and save again; what you typed is still here.")
        )
    if is_busy(error):
        return Unavailable(N_("Another program is writing to this database. Wait a moment and try again."))
    if is_shut(error):
        return Unavailable(
            N_(
                "Nothing can be written to the database: its folder is gone or read-only, or this account has"
                " no right to it. Put that right and try again; what was saved is safe."
            )
        )
    if is_adrift(error):
        return Unavailable(
            N_(
                "The disk with the database cannot be read or written: it is full, pulled out or broken."
                " See to it and try again; what was saved is safe."
            )
        )
    return Unavailable(
        N_("The database cannot be reached just now. What you typed is still here; try again.")
    )
