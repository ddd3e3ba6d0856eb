"""The officers of the station: who signs in here, taking one in, changing a password, a new recovery code.

On an office's own file every officer also has a slot in the file of keys; both
are changed together, the keys last before the commit.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from app import offices, passwords
from app.desk import Desk
from app.errors import Refused
from app.language import N_
from app.offices import NewOfficer
from db import keys
from db.keys import Ring
from db.records import Officer


@dataclass(frozen=True, slots=True)
class OfficerRow:
    """An officer in the list; ``here`` marks who sits at this desk."""

    id: UUID
    login: str
    name: str
    post: str
    active: bool
    here: bool


def listing(desk: Desk) -> tuple[OfficerRow, ...]:
    """Everybody who signs in at this station, in the order they were taken in."""
    with desk.reading() as session:
        return tuple(
            OfficerRow(
                officer.id, officer.login, officer.name, officer.post, officer.active,
                here=officer.id == desk.officer.id,
            )
            for officer in session.scalars(select(Officer).order_by(Officer.row))
        )  # fmt: skip


def add(desk: Desk, new: NewOfficer) -> UUID:
    """Take in an officer, who can sign in from now on.

    Raises Refused for a weak password or a sign-in name that is taken.
    """
    passwords.check(new.password, new.login)
    with desk.writing("add_officer") as session:
        if session.scalars(select(Officer).where(Officer.login == new.login)).first():
            raise Refused(
                N_("Somebody signs in as “{login}” already; choose another name."),
                field="login", login=new.login,
            )  # fmt: skip
        officer = Officer(
            login=new.login, name=new.name, post=new.post, active=True,
            password_hash=passwords.hashed(new.password),
        )  # fmt: skip
        session.add(officer)
        session.flush()
        _give_slot(desk, new.login, new.name, new.password)
        return officer.id


def change_password(desk: Desk, old: str, new: str) -> None:
    """Give the officer at the desk another password.

    Raises Refused when the old one is wrong or the new one weak.
    """
    passwords.check(new, desk.officer.login)
    with desk.writing("change_password") as session:
        officer = session.get_one(Officer, desk.officer.id)
        if not passwords.fits(officer.password_hash, old):
            raise Refused(N_("This is not your present password."), field="old")
        officer.password_hash = passwords.hashed(new)
        session.flush()
        _give_slot(desk, officer.login, officer.name, new)


def is_own_password(desk: Desk, password: str) -> bool:
    """Whether this is the password of the officer at the desk."""
    with desk.reading() as session:
        return passwords.fits(session.get_one(Officer, desk.officer.id).password_hash, password)


def new_recovery_code(desk: Desk) -> str:
    """A new recovery code to print; the one before opens the file no more.

    Raises Refused where there is no key.
    """
    if desk.file_and_key is None:
        raise Refused(N_("This database is not encrypted here, so it has no recovery code."))
    path, key = desk.file_and_key
    ring, code = _ring(path).with_recovery(key)
    keys.write(path, ring)
    return code


def _give_slot(desk: Desk, login: str, name: str, password: str) -> None:
    """Let a password open the file where it is encrypted; other databases have no file of keys."""
    if desk.file_and_key is not None:
        path, key = desk.file_and_key
        keys.write(path, _ring(path).with_officer(key, login, name, passwords.normal(password)))


def _ring(path: Path) -> Ring:
    try:
        return keys.read(path)
    except keys.NoKeys as error:
        raise offices.keys_gone() from error
