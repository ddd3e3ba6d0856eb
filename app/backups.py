"""Backups (备份): verified copies of an office's own file at two places, and how old the newest of each is.

One place is a folder beside the file; the other is chosen once, on a stick or another disk. A server's
database is its administrator's to back up, and nobody in a fictional community is real.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import func, select

from app.desk import Desk
from app.errors import InWords, Refused, Unavailable
from app.language import N_
from app.machine import why
from app.progress import Progress, Step
from db import backup, durable, keys, schema, slips, soundness
from db.backup import NoRoom
from db.records import Draft, JournalHead
from db.slips import Slip
from db.soundness import Damaged, Tell
from db.store import Store

EVERY = timedelta(hours=2)
TOO_OLD = timedelta(days=7)
LATELY = timedelta(minutes=10)
"""So much of an office's work can be done again, and a city's file takes minutes to copy."""
MEGABYTE = 1 << 20
DOING = {
    backup.COPYING: N_("Copying, megabytes:"),
    backup.BRINGING: N_("Bringing the copy, megabytes:"),
    soundness.CHECKING: N_("Looking the copy over:"),
}
FIRST = DOING | {backup.COPYING: N_("Backing up first, megabytes:")}
UPGRADING = DOING | {backup.COPYING: N_("Backing up before the upgrade, megabytes:")}


@dataclass(frozen=True, slots=True)
class Second:
    """The second place: the folder that was chosen, and when the newest copy there was made, if any."""

    folder: Path
    newest: datetime | None

    @property
    def there(self) -> bool:
        """Whether the stick is plugged in."""
        return self.folder.is_dir()


@dataclass(frozen=True, slots=True)
class Standing:
    """How old the newest verified copy is at each place; None where there is none, or no second place.

    ``before_upgrade`` says that the one beside the file was made before this version changed its tables.
    """

    beside: datetime | None
    second: Second | None
    before_upgrade: bool = False

    @property
    def newest(self) -> datetime | None:
        """The newest copy at either place."""
        there = self.second.newest if self.second else None
        return max((at for at in (self.beside, there) if at is not None), default=None)

    def is_old(self, now: datetime) -> bool:
        """Whether it is time to be told: no verified copy for seven days."""
        return self.newest is None or now - self.newest > TOO_OLD

    def lacks_second(self, now: datetime) -> bool:
        """Whether a second place was chosen that has had no copy for seven days."""
        second = self.second
        return second is not None and (second.newest is None or now - second.newest > TOO_OLD)


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made: its slip, where it lies, to which second place it was brought.

    ``trouble`` says why it did not come there.
    """

    slip: Slip
    folder: Path
    second: Path | None = None
    trouble: InWords | None = None

    @property
    def places(self) -> tuple[Path, ...]:
        """The folders where it lies, looked over."""
        return (self.folder, self.second) if self.second and self.trouble is None else (self.folder,)

    @property
    def at_second(self) -> bool:
        """Whether it lies at the second place."""
        return len(self.places) == 2


def standing(desk: Desk) -> Standing | None:
    """How the backups stand; None where the program makes none."""
    store = desk.own_file
    return (
        None if store is None or store.path is None else standing_of(store.path, desk.now(), desk.office.id)
    )


def standing_of(path: Path, now: datetime, office: UUID | None = None) -> Standing:
    """The same, of an office's file that need not be open; the copies beside it tell whose it is."""
    second = second_place(path)
    beside = newest(backup.beside(path), now, office)
    whose = office or (beside.office if beside else None)
    if second is not None and (there := newest(second.folder, now, whose)) is not None:
        second = Second(second.folder, there.made_at)
    return Standing(beside.made_at if beside else None, second, beside is not None and is_older(beside))


def newest(folder: Path, now: datetime, office: UUID | None) -> Slip | None:
    """The newest copy in a folder, of this office where one is named.

    One that was made while the clock was ahead tells nobody how old it is, and would stay the newest for
    years; it is passed over.
    """
    there = (slip for slip in slips.found(folder) if slip.made_at <= now)
    return next((slip for slip in there if office in (None, slip.office)), None)


def is_older(copy: Slip) -> bool:
    """Whether a copy has the tables of an earlier version; they are changed when it is put back."""
    return copy.version != schema.HEAD


# -- the second place


def second_place(path: Path) -> Second | None:
    """Where copies are brought beside those that lie with the file, as it was chosen on this machine."""
    try:
        kept = json.loads(_choice(path).read_bytes())
        at = kept["newest"]
        return Second(Path(kept["folder"]), datetime.fromisoformat(at) if at else None)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def choose_second(desk: Desk, folder: Path) -> None:
    """Bring copies to this folder from now on.

    Raises Refused for the folder where they lie already, Unavailable where nothing can be written.
    """
    path = _own(desk)[1]
    if folder.resolve() == backup.beside(path).resolve():
        raise Refused(N_("Copies lie in this folder already. Choose one on a stick or on another disk."))
    with _in_words(folder):
        trial = folder / ".anju-trial"
        durable.put(trial, b"")
        trial.unlink()
    there = newest(folder, desk.now(), desk.office.id)
    _keep_choice(path, Second(folder, there.made_at if there else None))


def is_same_disk(path: Path, folder: Path) -> bool:
    """Whether a folder lies on the disk of the office's file, so that one fault may take both."""
    try:
        return path.stat().st_dev == folder.stat().st_dev
    except OSError:
        return False


def _choice(path: Path) -> Path:
    return backup.beside(path) / "second.json"


def _keep_choice(path: Path, second: Second) -> None:
    kept = {"folder": str(second.folder), "newest": second.newest.isoformat() if second.newest else None}
    with _in_words(backup.beside(path)):
        backup.beside(path).mkdir(parents=True, exist_ok=True)
        durable.put(_choice(path), json.dumps(kept, ensure_ascii=False).encode())


# -- making


def make(desk: Desk, progress: Progress) -> Made:
    """Make a backup now, beside the file, and bring it to the second place where that is plugged in.

    Raises Refused where the program makes none, Unavailable where there is no room, where nothing can be
    written, and where the file or its copy is not whole; what is on file stays as it is. What goes wrong at
    the second place is told in ``trouble``.
    """
    store, path = _own(desk)
    folder, slip = backup.beside(path), _make_beside(store, path, desk.now(), telling(progress))
    made = Made(slip, folder)
    second = second_place(path)
    if second is None or not second.there:
        return made
    try:
        bring(desk, slip, second.folder, progress)
    except InWords as error:
        return Made(slip, folder, second.folder, error)
    return Made(slip, folder, second.folder)


def before_upgrade(store: Store, at: datetime, progress: Progress) -> None:
    """Make a backup of an office's file as an earlier version left it, before this one changes its tables.

    Raises Unavailable where none can be made: then the file must stay as it is.
    """
    assert store.path is not None
    try:
        _make_beside(store, store.path, at, telling(progress, UPGRADING))
    except InWords as error:
        raise Unavailable(
            N_("An earlier version of the program kept this file. It is brought to this one's form only once"
               " it is backed up, and it could not be: {why} Nothing was changed."), why=error,
        ) from error  # fmt: skip


def before_much(desk: Desk, progress: Progress) -> None:
    """Make a backup beside the file before very much is entered at once, unless one was made lately.

    None is made where nothing was saved since the last one, nor where the program makes none at all. Raises
    Unavailable as ``make`` does.
    """
    store = desk.own_file
    if store is None or store.path is None:
        return
    now = desk.now()
    last = newest(backup.beside(store.path), now, desk.office.id)
    if last is None or (now - last.made_at > LATELY and _has_changed(desk, last)):
        _make_beside(store, store.path, now, telling(progress, FIRST))


def _make_beside(store: Store, path: Path, at: datetime, tell: Tell) -> Slip:
    folder = backup.beside(path)
    with _in_words(folder):
        slip = backup.make(store, folder, _ring(store, path), at, tell)
        backup.thin(folder, slip.office, at.astimezone().date())
    return slip


def bring(desk: Desk, slip: Slip, to: Path, progress: Progress) -> None:
    """Bring a copy that lies beside the file to another folder, and look it over there.

    Raises Unavailable as ``make`` does.
    """
    store, path = _own(desk)
    with _in_words(to):
        try:
            backup.carry(slip, backup.beside(path), to, store.key, telling(progress))
        except (Damaged, keys.WrongKey) as error:
            raise Unavailable(
                N_("The copy did not come to {place} whole and was thrown away there. Take another stick or"
                   " disk; what is on file and the other copies are safe."), place=to,
            ) from error  # fmt: skip
        backup.thin(to, desk.office.id, desk.now().astimezone().date())
    second = second_place(path)
    if second is not None and second.folder.resolve() == to.resolve():
        _keep_choice(path, Second(to, slip.made_at))


def by_itself(desk: Desk, progress: Progress, *, leaving: bool = False) -> Made | None:
    """Make a backup if something was saved since the last one and two hours have passed, or one is leaving.

    A stick that is plugged in is brought the last copy it lacks. None where there was nothing to do.
    """
    store = desk.own_file
    if store is None or store.path is None:
        return None
    now = desk.now()
    last = newest(backup.beside(store.path), now, desk.office.id)
    is_time = last is None or leaving or now - last.made_at >= EVERY
    if is_time and (last is None or _has_changed(desk, last)):
        return make(desk, progress)
    second = second_place(store.path)
    if last is None or second is None or not second.there:
        return None
    there = newest(second.folder, now, desk.office.id)
    if there is not None and there.made_at >= last.made_at:
        return None
    bring(desk, last, second.folder, progress)
    return Made(last, backup.beside(store.path), second.folder)


def _has_changed(desk: Desk, last: Slip) -> bool:
    """Whether an act was done, or a draft kept, since a copy was made."""
    with desk.reading() as session:
        stands = session.execute(select(JournalHead.epoch, JournalHead.seq)).one()
        drafted = session.scalar(select(func.max(Draft.saved_at)))
    return stands != (last.epoch, last.seq) or (drafted is not None and drafted > last.made_at)


def _own(desk: Desk) -> tuple[Store, Path]:
    store = desk.own_file
    if desk.shared:
        raise Refused(N_("This database is a server's; its administrator makes the backups."))
    if store is None or store.path is None:
        raise Refused(N_("A fictional community needs no backup; nobody in it is real."))
    return store, store.path


def _ring(store: Store, path: Path) -> keys.Ring | None:
    """The keys to lie beside the copy: without them nobody could open it on another machine."""
    if not store.encrypted:
        return None
    try:
        return keys.read(path)
    except keys.NoKeys as error:
        raise Unavailable(
            N_("The file of keys beside the database is missing or damaged. Put it back before you back up.")
        ) from error


def telling(progress: Progress, words: Mapping[str, str] = DOING) -> Tell:
    """How far a copy is, in these words; bytes are told in megabytes."""

    def tell(doing: str, done: int, total: int) -> None:
        unit = MEGABYTE if total > MEGABYTE else 1
        progress.at(Step(words[doing], done // unit, max(total // unit, 1)))

    return tell


@contextmanager
def _in_words(place: Path) -> Iterator[None]:
    """What can go wrong with a copy: what happened, what to do, what is safe."""
    try:
        yield
    except NoRoom as error:
        raise Unavailable(
            N_("Not backed up: {place} has {free} MB free, and {need} MB are needed. Clear some space there"
               " or choose another place; what is on file is safe."),
            place=place, free=f"{error.free // MEGABYTE:,}", need=f"{error.need // MEGABYTE + 1:,}",
        ) from error  # fmt: skip
    except Damaged as error:
        raise Unavailable(
            N_("Not backed up: the copy did not come out whole and was thrown away. Try again; where it stays"
               " so, the office's file is damaged: stop working and put the newest backup back.")
        ) from error  # fmt: skip
    except OSError as error:
        raise Unavailable(
            N_("Not backed up: {place} cannot be written: {why}. What is on file is safe."),
            place=place, why=why(error),
        ) from error  # fmt: skip
