"""Copies of an office's file: made while others write, opened again and looked over, kept few, put back.

A copy counts once it was opened again. It has its own name only then; what is cut off before is no copy.
(Paper on trust, sections 2.4 and 5.)
"""

from __future__ import annotations

import glob
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select

from db import durable, slips
from db.keys import Ring, WrongKey
from db.records import JournalHead
from db.slips import Slip
from db.soundness import Damaged, Inside, Tell, as_disk, checksum, look_over, pieces
from db.store import BESIDES, Store, remove, sqlite_name, unlock

COPYING, BRINGING = "copying", "bringing"
ENDING = ".anju"
PAGES = 100
"""So many pages are copied between two looks at whether to stop."""
HALF_MADE = timedelta(hours=1)
"""What was left half made is cleared away once it is so old that nobody can still be making it."""
PATIENCE = 5.0
"""Seconds that whoever is just leaving the file has to let go of it."""
DAILY, WEEKLY, MONTHLY = 12, 10, 9
T = TypeVar("T")


class InUse(Exception):
    """The file that is to be moved aside is open somewhere."""


class NoRoom(Exception):
    """There is not enough room where the copy is to lie: so many bytes are needed, so many are free."""

    def __init__(self, need: int, free: int) -> None:
        super().__init__(need, free)
        self.need, self.free = need, free


def beside(path: Path) -> Path:
    """The folder in which the copies of an office's file lie by themselves."""
    return path.with_name(path.name + ".backups")


# -- making


def make(store: Store, folder: Path, ring: Ring | None, at: datetime, tell: Tell) -> Slip:
    """Copy the office's file into a folder while others go on writing, and look the copy over.

    Raises NoRoom before anything is written, Damaged where the file or its copy is not whole, and OSError
    where the folder cannot be written.
    """
    assert store.path is not None
    folder.mkdir(parents=True, exist_ok=True)
    _clear(folder, at)
    name = _free_name(folder, store.path.stem, at)
    with _half_made(folder / name) as part:
        stands = _copy(store, part, tell)
        durable.sync_file(part)
        durable.forget(part)
        sha256 = checksum(part, tell)
        inside = _look_over(part, store.key, tell)
        if (inside.epoch, inside.seq, inside.head) != stands:
            raise Damaged("the copy ends elsewhere than the file did")
        slip = Slip(
            name, at, inside.office, inside.version, inside.epoch, inside.seq, inside.head.hex(),
            inside.residents, inside.last_act, inside.last_at, inside.officer, part.stat().st_size, sha256,
            ring,
        )  # fmt: skip
        _let_count(part, folder, slip)
    return slip


def carry(slip: Slip, from_: Path, to: Path, key: bytes | None, tell: Tell) -> None:
    """Bring a copy to a second place, another disk or a stick, and look it over there.

    Raises as ``make`` does.
    """
    to.mkdir(parents=True, exist_ok=True)
    _clear(to, slip.made_at)
    _ask_for_room(to, slip.size)
    with _half_made(to / slip.file) as part:
        fetch(slip, from_, part, key, tell)
        _let_count(part, to, slip)


def fetch(slip: Slip, from_: Path, to: Path, key: bytes | None, tell: Tell) -> None:
    """Bring a copy to another name, byte for byte, and look over what lies there then.

    Raises WrongKey where the key is not this copy's, Damaged where it is not as it was made, OSError.
    """
    with (from_ / slip.file).open("rb") as source, open(to, "wb", opener=durable.for_us_only) as target:
        for done, piece in pieces(source):
            target.write(piece)
            tell(BRINGING, done, slip.size)
    durable.sync_file(to)
    durable.forget(to)
    if checksum(to, tell) != slip.sha256:
        raise Damaged("its bytes are others than when it was made")
    look_over(to, key, tell)


def _copy(store: Store, part: Path, tell: Tell) -> tuple[int, int, bytes]:
    """Copy page by page; answers where the journal stands in the copy.

    The reading holds one state of the file all the while. Without it every write of another connection
    makes the copying begin anew, and in a busy office it never ends (the paper on trust, 2.4).
    """
    with as_disk(), store.reading() as session:
        head = session.execute(select(JournalHead.epoch, JournalHead.seq, JournalHead.hash)).one()
        connection = session.connection()
        pages, size = (  # with a key the driver tells them as text
            int(connection.exec_driver_sql(f"PRAGMA {what}").scalar_one())
            for what in ("page_count", "page_size")
        )
        _ask_for_room(part.parent, pages * size)
        source: Any = connection.connection.driver_connection
        with closing(_empty(part, store.key)) as target:
            source.backup(
                target,
                pages=PAGES,
                progress=lambda _state, left, total: tell(COPYING, (total - left) * size, total * size),
            )
        return head.epoch, head.seq, head.hash


def _empty(part: Path, key: bytes | None) -> Any:
    from sqlcipher3 import dbapi2

    with open(part, "xb", opener=durable.for_us_only):
        pass
    connection = dbapi2.connect(part, isolation_level=None)
    unlock(connection, key)
    # It is thrown away where this is cut off, and brought to the disk as a whole at the end.
    for pragma in ("journal_mode = OFF", "synchronous = OFF"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _look_over(part: Path, key: bytes | None, tell: Tell) -> Inside:
    """What is in a copy that was just written with this key: if it does not open, it is damaged."""
    try:
        return look_over(part, key, tell)
    except WrongKey as error:
        raise Damaged("the copy does not open") from error


@contextmanager
def _half_made(place: Path) -> Iterator[Path]:
    """Where this process makes a copy; nothing of it is left unless it was given its name."""
    part = place.with_name(f"{place.name}.{os.getpid()}.part")
    try:
        yield part
    finally:
        part.unlink(missing_ok=True)


def _let_count(part: Path, folder: Path, slip: Slip) -> None:
    """Give a copy that was looked over its name: from now on it counts."""
    slips.write(folder, slip)
    part.replace(folder / slip.file)
    durable.sync_folder(folder)


def _free_name(folder: Path, stem: str, at: datetime) -> str:
    """A name that no copy has, nor one that is being made: two lanes may have begun in the same second."""
    while any(folder.glob(glob.escape(name := _name(stem, at)) + "*")):
        at += timedelta(seconds=1)
    return name


def _name(stem: str, at: datetime) -> str:
    return f"{stem}-{at.astimezone():%Y%m%d-%H%M%S}{ENDING}"


def _ask_for_room(folder: Path, size: int) -> None:
    """Twice the file, so that what else is saved on this disk finds room too."""
    free = shutil.disk_usage(folder).free
    if free < 2 * size:
        raise NoRoom(2 * size, free)


def _clear(folder: Path, at: datetime) -> None:
    """Clear away what was left half made: by a power cut, a pulled stick, or a program that was killed.

    Nothing else in the folder is ours: a stick holds other people's files too.
    """
    before = at - HALF_MADE
    ends = (f"*{ENDING}.*.part", f"*{ENDING}{slips.END}.new", f"*{ENDING}{slips.END}")
    for place in [place for end in ends for place in folder.glob(end)]:
        whole = place.suffix == slips.END and place.with_suffix("").exists()
        if not whole and datetime.fromtimestamp(place.stat().st_mtime, UTC) < before:
            place.unlink(missing_ok=True)


# -- keeping few


def thin(folder: Path, office: UUID, today: date) -> None:
    """Let those copies of an office go that no longer need to be kept; one that is being read goes later."""
    copies = [slip for slip in slips.found(folder) if slip.office == office]
    kept = spared((slip.made_at for slip in copies), today)
    for slip in copies:
        if slip.made_at not in kept:
            with suppress(OSError):
                (folder / slip.file).unlink(missing_ok=True)
                (folder / (slip.file + slips.END)).unlink(missing_ok=True)


def spared(moments: Iterable[datetime], today: date) -> frozenset[datetime]:
    """Of the moments at which copies were made those that are kept.

    All of today and yesterday; before that the last of each of 12 days, then of 10 weeks, then of 9 months.
    Only days, weeks and months that have a copy are counted, so that an office that was closed for a while
    loses none.
    """
    newest_first = sorted(moments, reverse=True)
    recent = [moment for moment in newest_first if _day(moment) >= today - timedelta(days=1)]
    kept, older = recent, newest_first[len(recent) :]
    for many, period in ((DAILY, _day), (WEEKLY, _week), (MONTHLY, _month)):
        taken, older = _last_of_each(older, period, many)
        kept += taken
    return frozenset(kept)


def _last_of_each(
    newest_first: list[datetime], period: Callable[[datetime], T], many: int
) -> tuple[list[datetime], list[datetime]]:
    """The newest of each of the latest periods, and all that lies before the last of these."""
    last: dict[T, datetime] = {}
    for moment in newest_first:
        last.setdefault(period(moment), moment)
    periods = list(last)[:many]
    return [last[each] for each in periods], [each for each in newest_first if period(each) not in periods]


def _day(moment: datetime) -> date:
    return moment.astimezone().date()


def _week(moment: datetime) -> tuple[int, int]:
    return _day(moment).isocalendar()[:2]


def _month(moment: datetime) -> tuple[int, int]:
    return _day(moment).year, _day(moment).month


# -- putting back


def begin_putting_back(target: Path) -> Path:
    """Where a copy is laid that is to be put back; what an earlier try left there is gone."""
    fresh = target.with_name(target.name + ".restoring")
    remove(fresh)
    return fresh


def be_alone_with(target: Path, key: bytes | None) -> None:
    """See that nobody has the file open that is to be moved aside; raises InUse. A damaged one is let be."""
    from sqlcipher3 import dbapi2

    if not target.exists():
        return
    with closing(dbapi2.connect(target, isolation_level=None, timeout=PATIENCE)) as connection:
        try:
            unlock(connection, key)
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("ROLLBACK")
        except dbapi2.Error as error:
            if sqlite_name(error).startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
                raise InUse from error


def put_in_place(store: Store, target: Path, at: datetime) -> Path:
    """Put a file that is ready in the office's place; answers the name under which the one before lies now.

    From the moment it is called ready it will be in its place: what is cut off is finished by ``finish``.
    Raises OSError where the one before cannot be moved; then it stays, now and later.
    """
    assert store.path is not None
    store.close_as_one()  # what is still in the log would stay behind: the leap of the numbers
    durable.sync_file(store.path)
    stamp = f"{at.astimezone():%Y%m%d-%H%M%S}"
    ready = target.with_name(f"{target.name}.ready-{stamp}")
    store.path.replace(ready)
    durable.sync_folder(target.parent)
    try:
        finish(target)
    except OSError:
        if target.exists():  # it goes first, so nothing was moved
            ready.unlink(missing_ok=True)
        raise
    return target.with_name(f"{target.name}.aside-{stamp}")


def finish(target: Path) -> None:
    """Where putting a file back was cut off once it was ready, move the old one aside and the new one in.

    The log goes with its file, which goes first: without its log a file would lose its last acts unseen.
    """
    ready_ones = glob.escape(target.name) + ".ready-*"
    if not any(target.parent.glob(ready_ones)):
        return
    with durable.alone_in(target.parent):  # two windows may open at once
        for ready in sorted(target.parent.glob(ready_ones)):
            aside = target.with_name(f"{target.name}.aside-{ready.name.rpartition('.ready-')[2]}")
            for end in BESIDES:
                old = target.with_name(target.name + end)
                if old.exists():
                    old.rename(aside.with_name(aside.name + end))
            durable.sync_folder(target.parent)
            ready.replace(target)
            durable.sync_folder(target.parent)
