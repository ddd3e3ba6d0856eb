"""Putting back (恢复): an office's file from one of its copies; the present file is moved aside, never lost.

What was given out since the copy was made may be on paper. So the numbers go on at the next full ten
thousand, the journal begins its next epoch, and the officer is told what to compare: the blanks above all.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, select
from sqlalchemy.exc import DBAPIError

from app import backups, numbering, offices, passwords
from app.desk import now, today
from app.errors import Refused, Unavailable
from app.language import N_
from app.machine import why
from app.progress import Progress
from db import backup, journal, keys, schema, slips
from db.backup import NoRoom
from db.keys import Ring
from db.records import JournalHead, Office, Officer
from db.slips import Slip
from db.soundness import Damaged
from db.store import Store, address


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy that may be put back: where it lies, perhaps beside the file, and what its slip says."""

    folder: Path
    slip: Slip
    beside: bool = False

    @property
    def path(self) -> Path:
        """Its file."""
        return self.folder / self.slip.file


@dataclass(frozen=True, slots=True)
class PutBack:
    """What was put back: the copy, and under which name the file before lies now, if there was one."""

    copy: Copy
    aside: Path | None


@dataclass(frozen=True, slots=True)
class Before:
    """What is known of the lives of the office since a copy: the latest epoch, and how far numbers went."""

    epoch: int
    counters: dict[str, int]


def copies(path: Path, *more: Path) -> tuple[Copy, ...]:
    """All copies at the places of an office's file, and in further folders; the newest first, each once.

    Of one that lies in several, the further folder is meant: the copy beside the file may be the damaged one.
    """
    second = backups.second_place(path)
    beside = backup.beside(path)
    folders = [*more, beside, *([second.folder] if second else [])]
    found = {
        slip.file: Copy(folder, slip, beside=folder == beside)
        for folder in reversed(folders)
        for slip in slips.found(folder)
    }
    return tuple(sorted(found.values(), key=lambda copy: copy.slip.made_at, reverse=True))


def copy_at(file: Path) -> Copy:
    """The copy that is this file; raises Refused where it is none, or was cut off."""
    for slip in slips.found(file.parent):
        if slip.file == file.name:
            return Copy(file.parent, slip)
    raise Refused(
        N_("{file} is no whole copy: it has no slip beside it, or was cut off. Choose another."), file=file
    )


def officers_of(path: Path, copy: Copy | None) -> tuple[tuple[str, str], ...]:
    """Who may put a copy back: who signs in at the file now, or did when the copy was made."""
    ring = _ring(path, copy)
    return ring.officers() if ring else ()


def may_put_keys_back(path: Path) -> Copy | None:
    """Where the data is there and only its keys are gone: the newest copy that has them.

    A stick may hold another office's copies too, whose keys would open nothing here: what lies beside the
    file tells whose it is, and where nothing lies there, that all copies are of one office.
    """
    with suppress(keys.NoKeys):
        keys.read(path)
        return None
    found = [copy for copy in copies(path) if copy.slip.ring]
    whose = {copy.slip.office for copy in found if copy.beside} or {copy.slip.office for copy in found}
    if not path.exists() or len(whose) != 1:
        return None
    return next(copy for copy in found if copy.slip.office in whose)


def put_keys_back(path: Path, copy: Copy) -> None:
    """Lay the keys of a copy beside the file again; the data stays as it is."""
    assert copy.slip.ring is not None
    with _in_words():
        keys.write(path, copy.slip.ring)


def put_back(url: URL, copy: Copy, login: str, secret: str, progress: Progress) -> PutBack:
    """Put a copy in the place of an office's file, by the officer's password or the recovery code.

    Raises Refused for a wrong password, a copy that is damaged or another office's, a file that is open
    somewhere; Unavailable where there is no room. The present file is where it was then.
    """
    path = Path(url.database or "")
    ring = _ring(path, copy)
    key = _key(ring, login, secret) if ring else None
    with _in_words():
        path.parent.mkdir(parents=True, exist_ok=True)
        backup.be_alone_with(path, key)
        fresh = backup.begin_putting_back(path)
        store = Store(address(str(fresh)), key)
        try:
            backup.fetch(copy.slip, copy.folder, fresh, key, backups.telling(progress))
            with offices.plain_words(store):
                schema.upgrade(store)
                _enter(store, login, copy.slip, _before(path, key, copy))
            backup.be_alone_with(path, key)  # somebody may have come while the copy was fetched
            if ring is not None and _ring(path, None) is None:
                keys.write(path, ring)
            aside = backup.put_in_place(store, path, now())
        except BaseException:
            store.close()
            backup.begin_putting_back(path)  # nothing of it is left
            raise
    return PutBack(copy, aside if aside.exists() else None)


def _before(path: Path, key: bytes | None, copy: Copy) -> Before:
    """What the file that is to be moved aside tells of the lives since the copy, and what other copies do."""
    of_office = (each.slip for each in copies(path, copy.folder) if each.slip.office == copy.slip.office)
    latest = max((slip.epoch for slip in of_office), default=0)
    if not path.exists():
        return Before(latest, {})
    store = Store(address(str(path)), key)
    try:
        with store.reading() as session:
            epoch = session.scalars(select(JournalHead.epoch)).one()
            return Before(max(latest, epoch), numbering.counters(session))
    except DBAPIError:  # it is damaged, or none of ours; that may be why it goes
        return Before(latest, {})
    finally:
        store.close()


def _enter(store: Store, login: str, slip: Slip, before: Before) -> None:
    """Write into the copy that it was put back, by whom, and let no number be given out twice."""
    with store.reading() as session:
        officer = session.scalars(select(Officer).where(Officer.login == login, Officer.active)).first()
        division = session.scalars(select(Office.division)).one()
    if officer is None:
        raise Refused(
            N_("Nobody signed in as “{login}” when this copy was made. Another officer must put it back."),
            field="login", login=login,
        )  # fmt: skip
    years = range(min(slip.last_at.year, today().year), today().year + 1)
    with store.writing("put_back", officer.id, now()) as session:
        lives = journal.raise_epoch(session, before.epoch)
        numbering.leap(session, division, years, lives, before.counters)


def _ring(path: Path, copy: Copy | None) -> Ring | None:
    """The keys beside the file, as they are now; those that lie with the copy where there are none."""
    try:
        return keys.read(path)
    except keys.NoKeys:
        return copy.slip.ring if copy else None


def _key(ring: Ring, login: str, secret: str) -> bytes:
    with suppress(keys.WrongKey):
        return ring.open(login, passwords.normal(secret))
    with suppress(keys.WrongKey):
        return ring.recover(secret)
    raise Refused(
        N_("This is neither the officer's password nor the recovery code. Check Caps Lock."), field="password"
    )


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except keys.WrongKey as error:
        raise Refused(
            N_("This copy is another office's: the key of this office does not open it. Nothing was changed.")
        ) from error
    except Damaged as error:
        raise Refused(N_("This copy is damaged. Choose another one; nothing was changed.")) from error
    except backup.InUse as error:
        raise Refused(
            N_("The office is open in another window. Close it there first; nothing was changed.")
        ) from error
    except NoRoom as error:
        raise Unavailable(
            N_("Not put back: {need} MB are needed on the disk of the office's file, {free} MB are free."),
            need=f"{error.need // backups.MEGABYTE + 1:,}", free=f"{error.free // backups.MEGABYTE:,}",
        ) from error  # fmt: skip
    except OSError as error:
        raise Unavailable(
            N_("Not put back: {why}. The present file is where it was; see that the stick is plugged in."),
            why=why(error),
        ) from error  # fmt: skip
