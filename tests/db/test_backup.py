"""Copies of an office's file: whole while others write, refused when they are not, kept few, put back."""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from db import backup, durable, keys, schema, slips, soundness
from db.records import Office, Person
from db.slips import Slip
from db.soundness import Damaged
from db.store import Store, address, as_uri
from tests.db.things import AT, KEY, a_person, add, broken_at, head, names

ROOT = Path(__file__).parent.parent.parent


def nobody(*_step: object) -> None:
    """Is told how far it is, and wants to know nothing."""


def an_office(path: Path, key: bytes | None = KEY) -> Store:
    store = Store(address(str(path)), key)
    schema.upgrade(store)
    add(store, Office(division="530302", name="文昌派出所", organ="麒麟分局", permit_title="居住证"))
    add(store, *(a_person(f"住户{number}") for number in range(300)))
    return store


@pytest.fixture(params=["encrypted", "plain"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An office's file with three hundred people, encrypted as it is kept, and plain."""
    store = an_office(tmp_path / "office.anju", KEY if request.param == "encrypted" else None)
    yield store
    store.close()


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Store]:
    store = an_office(tmp_path / "office.anju")
    yield store
    store.close()


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has a file open in these tests does not let go of it."""
    monkeypatch.setattr(backup, "PATIENCE", 0.1)


def copied(store: Store, folder: Path) -> Slip:
    return backup.make(store, folder, None, datetime.now(UTC), nobody)


@contextmanager
def busy(*words: str | Path) -> Iterator[subprocess.Popen[str]]:
    """A process that saves, or copies, meanwhile; it has begun."""
    command = [sys.executable, "-m", "tests.db.busy", *map(str, words)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline(), "it never began"
        yield process
        process.kill()


def flip(file: Path, at: int) -> None:
    """One bit of a file turns, as on an old stick."""
    data = bytearray(file.read_bytes())
    data[at] ^= 4
    file.write_bytes(data)


def test_two_copies_begun_in_the_same_second_are_both_made(own: Store, tmp_path: Path) -> None:
    at, folder = datetime.now(UTC), tmp_path / "copies"
    others: list[Slip] = []

    def meanwhile(*_step: object) -> None:
        if not others and list(folder.glob("*.part")):
            others.append(backup.make(own, folder, None, at, nobody))

    made = backup.make(own, folder, None, at, meanwhile)
    (other,) = others
    assert made.file != other.file
    assert set(slips.found(folder)) == {made, other}
    for slip in (made, other):
        assert soundness.checksum(folder / slip.file, nobody) == slip.sha256


def test_a_copy_is_what_the_file_was_and_says_so_without_its_key(store: Store, tmp_path: Path) -> None:
    slip = copied(store, tmp_path / "copies")

    assert slips.found(tmp_path / "copies") == (slip,)
    assert (slip.residents, slip.seq, slip.head) == (300, 301, head(store).hash.hex())
    assert {place.suffix for place in (tmp_path / "copies").iterdir()} == {".anju", ".slip"}
    copy = Store(address(str(tmp_path / "copies" / slip.file)), store.key)
    assert names(copy) == names(store)
    copy.close()


def test_others_go_on_saving_while_it_is_copied_and_the_copy_is_of_one_moment(
    own: Store, tmp_path: Path
) -> None:
    assert own.path is not None
    with busy("save", own.path):
        made = [copied(own, tmp_path / "copies") for _copy in range(2)]
    for slip in made:
        copy = Store(address(str(tmp_path / "copies" / slip.file)), KEY)
        assert broken_at(copy) is None
        assert len(names(copy)) == slip.residents > 300
        copy.close()


def test_whoever_saves_is_not_kept_waiting_by_a_copy(own: Store, tmp_path: Path) -> None:
    saved: list[int] = []

    def save_meanwhile(doing: str, done: int, total: int) -> None:
        if doing == backup.COPYING and done < total:
            add(own, a_person(f"新来{done}"))
            saved.append(done)

    slip = backup.make(own, tmp_path / "copies", None, AT, save_meanwhile)
    assert saved
    assert slip.residents == 300
    assert len(names(own)) == 300 + len(saved)


@pytest.mark.parametrize("when", [backup.COPYING, soundness.CHECKING])
def test_a_copy_that_is_stopped_leaves_nothing(own: Store, tmp_path: Path, when: str) -> None:
    class Stopped(Exception): ...

    def stop(doing: str, _done: int, _total: int) -> None:
        if doing == when:
            raise Stopped

    with pytest.raises(Stopped):
        backup.make(own, tmp_path / "copies", None, AT, stop)
    assert list((tmp_path / "copies").iterdir()) == []


def test_no_copy_is_half_when_the_program_is_killed(own: Store, tmp_path: Path) -> None:
    folder, chance = tmp_path / "copies", random.Random(20261123)
    assert own.path is not None
    for _kill in range(3):
        with busy("copy", own.path, folder) as process:
            time.sleep(chance.uniform(0.0, 0.12))
            process.kill()
    assert len(names(own)) == 300
    for slip in slips.found(folder):
        soundness.look_over(folder / slip.file, KEY, nobody)
    for left in folder.glob("*.part"):
        os.utime(left, (0, 0))
    copied(own, folder)
    assert list(folder.glob("*.part")) == []


def test_where_the_disk_is_too_small_it_is_said_before_anything_is_written(
    own: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(tmp_path)._replace(free=1000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: usage)
    with pytest.raises(backup.NoRoom) as refusal:
        copied(own, tmp_path / "copies")
    assert refusal.value.free == 1000 < refusal.value.need
    assert list((tmp_path / "copies").iterdir()) == []


def test_a_disk_that_fills_while_it_is_copied_leaves_nothing_half(own: Store, tmp_path: Path) -> None:
    own.put_away()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, hard))
    try:
        with pytest.raises(OSError, match="disk"):
            copied(own, tmp_path / "copies")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list((tmp_path / "copies").iterdir()) == []
    assert copied(own, tmp_path / "copies").residents == 300


def test_a_stick_that_is_pulled_while_it_is_written_leaves_the_copies_elsewhere(
    own: Store, tmp_path: Path
) -> None:
    slip, stick = copied(own, tmp_path / "copies"), tmp_path / "stick"

    def pull(_doing: str, _done: int, _total: int) -> None:
        shutil.rmtree(stick, ignore_errors=True)

    with pytest.raises(FileNotFoundError):
        backup.carry(slip, tmp_path / "copies", stick, KEY, pull)
    assert slips.found(stick) == ()
    backup.carry(slip, tmp_path / "copies", stick, KEY, nobody)
    assert slips.found(stick) == slips.found(tmp_path / "copies") == (slip,)


@pytest.mark.parametrize("place", [0.001, 0.3, 0.9])
def test_one_bit_that_turned_is_noticed(store: Store, tmp_path: Path, place: float) -> None:
    slip, folder = copied(store, tmp_path / "copies"), tmp_path / "copies"
    flip(folder / slip.file, int(slip.size * place))
    with pytest.raises(Damaged):
        backup.fetch(slip, folder, tmp_path / "fetched", store.key, nobody)


def test_a_damaged_file_is_not_copied_over_as_if_it_were_whole(own: Store, tmp_path: Path) -> None:
    assert own.path is not None
    own.close()
    flip(own.path, own.path.stat().st_size // 2)
    damaged = Store(address(str(own.path)), KEY)
    with pytest.raises(Damaged):
        copied(damaged, tmp_path / "copies")
    assert list((tmp_path / "copies").iterdir()) == []
    damaged.close()


def test_a_wrong_key_opens_no_copy(own: Store, tmp_path: Path) -> None:
    slip = copied(own, tmp_path / "copies")
    for key in (keys.new_key(), None):
        with pytest.raises(keys.WrongKey):
            backup.fetch(slip, tmp_path / "copies", tmp_path / "fetched", key, nobody)


def test_a_copy_counts_only_with_its_slip_and_whole(own: Store, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    cut, bare, torn, told = (copied(own, folder) for _copy in range(4))
    with (folder / cut.file).open("r+b") as file:
        file.truncate(cut.size - 4096)
    (folder / (bare.file + slips.END)).unlink()
    (folder / (torn.file + slips.END)).write_bytes(b'{"file": "')
    for number, wrong in enumerate(({"office": 5}, {"file": 5}, {"size": float("inf")}, {"made_at": None})):
        said = json.loads((folder / (told.file + slips.END)).read_text()) | wrong
        (folder / f"{number}.anju{slips.END}").write_text(json.dumps(said))
    (folder / ("elsewhere" + slips.END)).write_bytes((folder / (told.file + slips.END)).read_bytes())
    assert slips.found(folder) == (told,)


def test_what_others_keep_in_the_folder_is_never_cleared_away(own: Store, tmp_path: Path) -> None:
    theirs = {tmp_path / "film.mkv.part", tmp_path / "wages.slip", tmp_path / "office.anju"}
    for place in theirs:
        place.touch(exist_ok=True)
        os.utime(place, (0, 0))
    copied(own, tmp_path)
    assert theirs <= set(tmp_path.iterdir())


def test_a_copy_that_cannot_be_read_is_not_taken_for_another_offices(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        soundness.look_over(tmp_path / "none", KEY, nobody)


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        (PurePosixPath("/media/备份 1/a?b.anju"), "file:///media/%E5%A4%87%E4%BB%BD%201/a%3Fb.anju"),
        (PureWindowsPath(r"E:\copies\office.anju"), "file:///E:/copies/office.anju"),
        (PureWindowsPath(r"\\nas\copies\office.anju"), "file:////nas/copies/office.anju"),
    ],
)
def test_a_copy_is_looked_over_on_a_stick_and_on_a_share_alike(path: PurePath, uri: str) -> None:
    assert as_uri(path) == uri


@pytest.mark.skipif(sys.platform != "linux", reason="no other system has this folder")
def test_a_folder_that_cannot_be_brought_to_a_disk_is_let_be() -> None:
    durable.sync_folder(Path("/proc/self"))  # it answers as a folder on a server does


# -- keeping few

FIRST = datetime(2026, 1, 1, 8, tzinfo=UTC)
MOMENTS = st.integers(0, 730 * 24 * 60).map(lambda minutes: FIRST + timedelta(minutes=minutes))


def day(moment: datetime) -> date:
    return moment.astimezone().date()


@given(st.sets(MOMENTS, max_size=60), st.dates(date(2027, 1, 1), date(2027, 12, 31)))
def test_the_newest_is_kept_and_no_more_than_are_needed(moments: set[datetime], today: date) -> None:
    kept = backup.spared(moments, today)
    recent = {moment for moment in moments if day(moment) >= today - timedelta(days=1)}
    assert recent <= kept <= moments
    assert len(kept - recent) <= backup.DAILY + backup.WEEKLY + backup.MONTHLY
    assert not moments or max(moments) in kept
    assert backup.spared(kept, today) == kept


@given(st.sets(MOMENTS, min_size=1, max_size=40), st.dates(date(2027, 1, 1), date(2027, 12, 31)))
def test_where_few_were_made_all_are_kept(moments: set[datetime], today: date) -> None:
    last_of_a_day = {max(one for one in moments if day(one) == day(each)) for each in moments}
    few = set(sorted(last_of_a_day)[-backup.DAILY :])
    assert backup.spared(few, today) == few


def test_an_office_that_copies_four_times_a_day_keeps_most_of_a_year_in_few_files() -> None:
    kept = frozenset[datetime]()
    for hours in range(0, 400 * 24, 6):
        now = FIRST + timedelta(hours=hours)
        kept = backup.spared((*kept, now), day(now))
    assert 4 <= len(kept) - (backup.DAILY + backup.WEEKLY + backup.MONTHLY) <= 8
    assert 300 <= (now - min(kept)).days <= 400


def test_copies_of_another_office_on_the_same_stick_stay(own: Store, tmp_path: Path) -> None:
    folder = tmp_path / "stick"
    slip, other = copied(own, folder), uuid4()
    for days in range(1, 80):
        old = replace(slip, file=f"{days}.anju", made_at=slip.made_at - timedelta(days=days), size=0)
        (folder / old.file).touch()
        slips.write(folder, replace(old, office=other) if days % 2 else old)

    backup.thin(folder, slip.office, day(slip.made_at))

    kept = slips.found(folder)
    assert sum(each.office == other for each in kept) == 40
    assert 20 < sum(each.office == slip.office for each in kept) < 35
    assert len(list(folder.iterdir())) == 2 * len(kept)


# -- putting back


def put_back(slip: Slip, folder: Path, target: Path) -> Path:
    fresh = backup.begin_putting_back(target)
    backup.fetch(slip, folder, fresh, KEY, nobody)
    return backup.put_in_place(Store(address(str(fresh)), KEY), target, AT)


def test_the_file_before_is_moved_aside_with_its_log_and_never_written_over(
    own: Store, tmp_path: Path
) -> None:
    slip, target = copied(own, tmp_path / "copies"), own.path
    assert target is not None
    add(own, a_person("后来的人"))
    before = {end: target.with_name(target.name + end).read_bytes() for end in ("", "-wal")}
    own.close()
    for end, content in before.items():  # as a power cut leaves them
        target.with_name(target.name + end).write_bytes(content)

    aside = put_back(slip, tmp_path / "copies", target)

    assert {end: aside.with_name(aside.name + end).read_bytes() for end in before} == before
    assert len(names(Store(address(str(target)), KEY))) == 300
    assert "后来的人" in names(Store(address(str(aside)), KEY))


@pytest.mark.parametrize("moved", [(), ("",), ("", "-wal"), ("", "-wal", "-shm")])
def test_what_was_cut_off_while_it_was_put_in_place_is_finished(
    own: Store, tmp_path: Path, moved: tuple[str, ...]
) -> None:
    target = own.path
    assert target is not None
    add(own, a_person("后来的人"))
    own.close()
    for end in ("-wal", "-shm"):
        Path(f"{target}{end}").write_bytes(b"old")
    ready = target.with_name(target.name + ".ready-20260302-093015")
    ready.write_bytes(b"new")
    aside = target.with_name(target.name + ".aside-20260302-093015")
    for end in moved:
        Path(f"{target}{end}").rename(f"{aside}{end}")

    backup.finish(target)

    assert target.read_bytes() == b"new"
    assert not Path(f"{target}-wal").exists()
    assert Path(f"{aside}-wal").read_bytes() == b"old"
    assert aside.stat().st_size > 1000


def test_two_windows_that_finish_it_at_once_lose_neither_file(tmp_path: Path) -> None:
    for turn in range(100):
        target = tmp_path / str(turn) / "office.anju"
        target.parent.mkdir()
        target.write_bytes(b"old")
        target.with_name("office.anju.ready-1").write_bytes(b"new")
        with ThreadPoolExecutor(2) as windows:
            for finished in [windows.submit(backup.finish, target) for _window in range(2)]:
                finished.result()
        assert target.read_bytes() == b"new"
        assert target.with_name("office.anju.aside-1").read_bytes() == b"old"


def test_where_the_file_before_cannot_be_moved_it_stays_now_and_later(own: Store, tmp_path: Path) -> None:
    slip, target = copied(own, tmp_path / "copies"), own.path
    assert target is not None
    add(own, a_person("后来的人"))
    own.close()
    aside = target.with_name(f"{target.name}.aside-{AT.astimezone():%Y%m%d-%H%M%S}")
    aside.mkdir()

    with pytest.raises(OSError, match="directory"):
        put_back(slip, tmp_path / "copies", target)
    aside.rmdir()
    backup.finish(target)

    assert "后来的人" in names(Store(address(str(target)), KEY))


def test_a_file_that_is_open_somewhere_is_not_moved_from_under_it(own: Store) -> None:
    target = own.path
    assert target is not None
    names(own)
    with pytest.raises(backup.InUse):
        backup.be_alone_with(target, KEY)
    own.close()
    backup.be_alone_with(target, KEY)
    flip(target, 20)
    backup.be_alone_with(target, KEY)
    backup.be_alone_with(target.with_name("none"), KEY)


def test_people_are_still_saved_in_a_file_that_was_looked_at_for_moving(own: Store) -> None:
    assert own.path is not None
    names(own)
    with pytest.raises(backup.InUse):
        backup.be_alone_with(own.path, KEY)
    add(own, a_person("后来的人"))
    with own.reading() as session:
        assert session.scalars(select(Person.name).where(Person.name == "后来的人")).one()
