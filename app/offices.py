"""Opening an office: its first day, signing in, the recovery code, and a fictional community to try."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from enum import Enum
from pathlib import Path

from platformdirs import user_data_path
from sqlalchemy import URL, select
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.orm import Session

from app import backups, passwords, signing
from app.desk import Desk, OfficeCard, OfficerCard, in_our_words, now
from app.errors import Cancelled, InWords, Refused, Unavailable
from app.language import N_
from app.law.pack import POLICY
from app.machine import why
from app.progress import Progress
from app.shelf import Shelf
from db import backup, keys, schema
from db.records import Office, Officer
from db.store import Store, address, is_not_ours, remove


class Found(Enum):
    """What is at an address: nothing yet, an office that asks for a password, or a fictional community."""

    NOTHING = "nothing"
    OFFICE = "office"
    FICTION = "fiction"


@dataclass(frozen=True, slots=True)
class NewOffice:
    """What the first run asks about the station."""

    division: str
    name: str
    organ: str
    permit_title: str


@dataclass(frozen=True, slots=True)
class NewOfficer:
    """What is asked about an officer who is to sign in."""

    login: str
    name: str
    post: str
    password: str


class FileGone(Unavailable):
    """The office's file or its keys are not there; a backup brings them back."""


class FileBroken(Refused):
    """What lies in the office's place is no database of this program, or it is damaged."""


_PLAIN, _PAGE = b"SQLite format 3\0", 4096
"""How a file that is not encrypted begins, and of how many bytes the pages of every file are."""


def own_file() -> Path:
    """Where this user's office lies when no other database is named."""
    return user_data_path("anju", appauthor=False) / "office.anju"


def fiction_file() -> Path:
    """Where the fictional community lies; deleting it loses nothing that is real."""
    return user_data_path("anju", appauthor=False) / "fictional-community.anju"


def url_of(text: str) -> URL:
    """The database that ``--database`` names; raises Refused for neither a file nor a server."""
    try:
        url = address(text)
    except ArgumentError as error:
        raise Refused(N_("“{text}” is not an address of a database."), text=text) from error
    if url.get_backend_name() not in {"sqlite", "postgresql"}:
        raise Refused(
            N_("“{text}” is neither a file nor a PostgreSQL database."), text=url.get_backend_name()
        )
    if url.get_backend_name() == "postgresql" and url.drivername != "postgresql+psycopg":
        url = url.set(drivername="postgresql+psycopg")
    return url


def found_at(url: URL) -> Found:
    """What lies at an address; raises Unavailable where a server does not answer, FileBroken where the file
    is empty, FileGone where the keys of an encrypted one are missing."""
    if url.get_backend_name() == "sqlite":
        path = Path(url.database or "")
        _finish_putting_back(path)
        if path.exists():
            if not path.stat().st_size:
                raise _broken()  # SQLite would take it for a new database, in which nobody can sign in
            if keys.beside(path).exists():
                return Found.OFFICE
            _refuse_without_keys(path)
            return Found.FICTION
        if keys.beside(path).exists() and not _being_founded(path).exists():
            raise FileGone(
                N_("The office's file is not at {path}, though its keys are. Put it back from a backup."),
                path=path,
            )
        return Found.NOTHING
    store = Store(url)
    try:
        with plain_words(store):
            schema.upgrade(store)
            with store.reading() as session:
                office = session.scalars(select(Office)).first()
    finally:
        store.close()
    if office is None:
        return Found.NOTHING
    return Found.FICTION if office.fictional else Found.OFFICE


def _refuse_without_keys(path: Path) -> None:
    """An encrypted file is whole pages that do not begin as SQLite's own; only its keys open it."""
    try:
        with path.open("rb") as file:
            plain = file.read(len(_PLAIN)) == _PLAIN
    except OSError:
        return  # whoever opens it says why it cannot be read
    if not plain and path.stat().st_size % _PAGE == 0:
        raise FileGone(
            N_("This file looks encrypted, but its keys are not beside it: {keys} is missing. Bring both"
               " files together again, or put a backup back; nothing was changed."),
            keys=keys.beside(path).name,
        )  # fmt: skip


def _finish_putting_back(path: Path) -> None:
    try:
        backup.finish(path)
    except OSError as error:
        raise Unavailable(
            N_("A backup that was being put back cannot take the place of {path}: {why}. Close what else uses"
               " this folder and open the program again; nothing is lost."), path=path, why=why(error),
        ) from error  # fmt: skip


def officers_of(url: URL) -> tuple[tuple[str, str], ...]:
    """Login and name of those who may sign in at an office's own file; empty for a server's database."""
    if url.get_backend_name() != "sqlite":
        return ()
    try:
        return keys.read(Path(url.database or "")).officers()
    except keys.NoKeys as error:
        raise keys_gone() from error


def create(
    url: URL, office: NewOffice, officer: NewOfficer, on: date | None = None
) -> tuple[Desk, str | None]:
    """Open a new office with its first officer, who is then at the desk.

    Also answers the recovery code to print (None on a shared database, whose server keeps its own keys).
    Raises Refused for a weak password or when an office is there already; then nothing is made.
    """
    passwords.check(officer.password, officer.login)
    shelf = Shelf(POLICY, office.division)
    if url.get_backend_name() != "sqlite":
        store = Store(url)
        with plain_words(store):
            schema.upgrade(store)
            cards = _found_office(store, office, officer, fictional=False)
        return Desk(store, *cards, shelf, on), None
    path = Path(url.database or "")
    if path.exists():
        raise Refused(N_("There is already a file at {path}. Nothing was changed."), path=path)
    key = keys.new_key()
    ring, code = keys.Ring(()).with_recovery(key)
    ring = ring.with_officer(key, officer.login, officer.name, passwords.normal(officer.password))
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = _build(path, key, office, officer, fictional=False)
    keys.write(path, ring)
    fresh.replace(path)
    return sign_in(url, officer.login, officer.password, on), code


def create_fiction(url: URL, office: NewOffice, officer: NewOfficer) -> None:
    """Make the plain database of a fictional community, still empty; raises Refused where a file is."""
    if url.get_backend_name() != "sqlite":
        store = Store(url)
        with plain_words(store):
            schema.upgrade(store)
            _found_office(store, office, officer, fictional=True)
        store.close()
        return
    path = Path(url.database or "")
    if path.exists():
        raise Refused(N_("There is already a file at {path}. Nothing was changed."), path=path)
    path.parent.mkdir(parents=True, exist_ok=True)
    _build(path, None, office, officer, fictional=True).replace(path)


def sign_in(
    url: URL, login: str, password: str, on: date | None = None, progress: Progress | None = None
) -> Desk:
    """The officer at the office's desk; raises Refused when login and password do not fit together.

    A file that an earlier version kept is backed up and brought to this one's form, which ``progress``
    tells; raises Unavailable where it cannot be backed up, Cancelled, and the file stays as it is.
    """
    key = None
    if url.get_backend_name() == "sqlite":
        try:
            key = keys.read(Path(url.database or "")).open(login, passwords.normal(password))
        except keys.NoKeys as error:
            raise keys_gone() from error
        except keys.WrongKey:
            raise _wrong_password() from None
    store = Store(url, key)
    with plain_words(store):
        _bring_up(store, progress)
        with store.reading() as session:
            officer = session.scalars(select(Officer).where(Officer.login == login, Officer.active)).first()
            known = officer is not None and passwords.fits(officer.password_hash, password)
            if officer is None or (key is None and not known):
                raise _wrong_password()
            desk = _at_desk(store, session, officer, on)
        if not known:
            _keep_password(desk, password)
        return desk


def _bring_up(store: Store, progress: Progress | None) -> None:
    """Bring a database to this program's form, an office's own file once it is backed up."""
    if store.encrypted and schema.is_older(store):
        backups.before_upgrade(store, now(), progress or Progress())
    schema.upgrade(store)


def _keep_password(desk: Desk, password: str) -> None:
    """The password has opened the file, so it is the officer's: changed since a copy that was put back."""
    with desk.writing("change_password") as session:
        session.get_one(Officer, desk.officer.id).password_hash = passwords.hashed(password)


def open_fiction(url: URL, on: date | None = None) -> Desk:
    """The desk of a fictional community, which asks for no password; raises Refused at a real office."""
    store = Store(url)
    with plain_words(store):
        schema.upgrade(store)
        with store.reading() as session:
            office = session.scalars(select(Office)).first()
            officer = session.scalars(select(Officer).order_by(Officer.row)).first()
            if office is None or officer is None or not office.fictional:
                raise Refused(N_("This database asks for an officer and a password."))
            return _at_desk(store, session, officer, on)


def recover(url: URL, code: str, login: str, password: str, progress: Progress | None = None) -> None:
    """Give an officer a new password by the printed recovery code; raises Refused when the code is wrong.

    A file that an earlier version kept is backed up and brought to this one's form, as by ``sign_in``.
    """
    passwords.check(password, login)
    path = Path(url.database or "")
    try:
        ring = keys.read(path)
        key = ring.recover(code)
    except keys.NoKeys as error:
        raise keys_gone() from error
    except keys.WrongKey:
        raise Refused(
            N_(
                "This is not the recovery code of this file."
                " Compare it group by group with the printed sheet."
            ),
            field="code",
        ) from None
    store = Store(url, key)
    with plain_words(store):
        _bring_up(store, progress)
        with store.reading() as session:
            officer_id = session.scalar(select(Officer.id).where(Officer.login == login))
        with store.writing("reset_password", officer_id, now()) as session:
            officer = session.scalars(select(Officer).where(Officer.login == login)).first()
            if officer is None:
                raise Refused(N_("Nobody signs in here as “{login}”."), field="login", login=login)
            officer.password_hash = passwords.hashed(password)
            name = officer.name
    keys.write(path, ring.with_officer(key, login, name, passwords.normal(password)))
    store.close()


def _build(path: Path, key: bytes | None, office: NewOffice, officer: NewOfficer, *, fictional: bool) -> Path:
    """Make the file under another name, to be put in place whole, so that a crash leaves no half office."""
    fresh = _being_founded(path)
    remove(fresh)
    store = Store(URL.create("sqlite", database=str(fresh)), key)
    with plain_words(store):
        schema.upgrade(store)
        _found_office(store, office, officer, fictional=fictional)
    store.close()
    return fresh


def _being_founded(path: Path) -> Path:
    """Under which name a file is made; while it has that name, the keys beside it open nothing yet."""
    return path.with_name(path.name + ".new")


def _found_office(
    store: Store, office: NewOffice, officer: NewOfficer, *, fictional: bool
) -> tuple[OfficeCard, OfficerCard]:
    with store.writing("open_office", None, now()) as session:
        if session.scalars(select(Office)).first():
            raise Refused(N_("There is an office in this database already. Nothing was changed."))
        station = Office(
            division=office.division, name=office.name, organ=office.organ, permit_title=office.permit_title,
            fictional=fictional,
        )  # fmt: skip
        first = Officer(
            login=officer.login, name=officer.name, post=officer.post, active=True,
            password_hash=passwords.hashed(officer.password),
        )  # fmt: skip
        session.add_all((station, first))
        signing.found_key(session, office.name, now().date())
        session.flush()
        return _office_card(station), _officer_card(first)


def _at_desk(store: Store, session: Session, officer: Officer, on: date | None) -> Desk:
    office = session.scalars(select(Office)).one()
    shelf = Shelf(POLICY, office.division)
    shelf.look(session)
    return Desk(store, _office_card(office), _officer_card(officer), shelf, on)


def _office_card(office: Office) -> OfficeCard:
    return OfficeCard(
        office.id, office.division, office.name, office.organ, office.permit_title, office.fictional
    )


def _officer_card(officer: Officer) -> OfficerCard:
    return OfficerCard(officer.id, officer.login, officer.name, officer.post)


def _wrong_password() -> Refused:
    return Refused(
        N_("Name and password do not fit together. Check Caps Lock and the input method."), field="password"
    )


def _broken() -> FileBroken:
    return FileBroken(N_("This file is not a database of this program, or it is damaged."))


def keys_gone() -> FileGone:
    """What is said when the file of keys is not there or is none."""
    return FileGone(
        N_(
            "The file of keys beside the database is missing or damaged."
            " Put it back from a backup; the data is safe."
        )
    )


@contextmanager
def plain_words(store: Store) -> Iterator[None]:
    """Put what can go wrong while opening in words, and let go of the database."""
    try:
        yield
    except schema.TooNew as error:
        store.close()
        raise Refused(
            N_(
                "This database was made by a newer version of the program."
                " Update the program; nothing was changed."
            )
        ) from error
    except schema.Strange as error:
        store.close()
        raise Refused(N_("This database belongs to another program. Nothing was changed.")) from error
    except DBAPIError as error:
        store.close()
        if is_not_ours(error):
            raise _broken() from error
        raise in_our_words(error) from error
    except (InWords, Cancelled):
        store.close()
        raise
