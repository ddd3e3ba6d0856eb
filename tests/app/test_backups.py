"""Backups of an office: by themselves and when asked, at two places, put back without losing or doubling."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import URL

from app import (
    arrivals,
    backup_words,
    backups,
    doctor,
    drafts,
    erasing,
    history,
    language,
    officers,
    offices,
    pages,
    putting_back,
    registrations,
    search,
)
from app.backups import Made
from app.desk import Desk
from app.errors import Cancelled, Refused, Unavailable
from app.offices import Found, NewOfficer
from app.progress import Progress, Step
from app.putting_back import Copy
from db import backup, journal, keys, schema, slips
from db.records import Journal, JournalHead
from db.store import Store
from tests.helpers import migrating
from tests.helpers.office import OFFICE, OFFICER, arrival

ON = date(2026, 11, 23)
ROOT = Path(__file__).parent.parent.parent
QUIET = Progress()
ANOTHER = NewOfficer("zhaomh", "赵明慧", "社区网格", "a garden with 3 trees")
ZHAO = arrival("赵明慧", 922, "2026-11-01")
LUO = arrival("罗建国", 923, "2026-11-02", address="三江路 41号")


@pytest.fixture
def url(tmp_path: Path) -> URL:
    return offices.url_of(str(tmp_path / "office.anju"))


@pytest.fixture
def code_of(url: URL) -> str:
    """The recovery code of a new office on its own encrypted file."""
    desk, code = offices.create(url, OFFICE, OFFICER, ON)
    desk.close()
    assert code
    return code


@pytest.fixture
def desk(url: URL, code_of: str) -> Iterator[Desk]:
    desk = sign_in(url)
    yield desk
    desk.close()


def sign_in(url: URL, login: str = OFFICER.login, password: str = OFFICER.password) -> Desk:
    return offices.sign_in(url, login, password, ON)


def path_of(url: URL) -> Path:
    return Path(url.database or "")


def newest(url: URL) -> Copy:
    return putting_back.copies(path_of(url))[0]


def put_back(url: URL, copy: Copy, secret: str = OFFICER.password, login: str = OFFICER.login) -> Desk:
    putting_back.put_back(url, copy, login, secret, QUIET)
    return sign_in(url, login)


def found(desk: Desk, name: str) -> bool:
    return bool(search.find(desk, name))


# -- making


def test_a_backup_tells_who_did_what_last_and_how_many_are_on_file(desk: Desk, url: URL) -> None:
    arrivals.record(desk, ZHAO)
    made = backups.make(desk, QUIET)
    slip = newest(url).slip
    assert (slip, made.folder) == (made.slip, backup.beside(path_of(url)))
    assert (slip.residents, slip.last_act, slip.officer) == (1, "record_arrival", "陈晓岚")
    standing = backups.standing(desk)
    assert standing == backups.standing_of(path_of(url), datetime.now(UTC))
    assert standing is not None
    assert standing.beside == slip.made_at
    assert not standing.is_old(datetime.now(UTC))
    assert standing.is_old(datetime.now(UTC) + timedelta(days=7, minutes=1))


def test_no_name_of_a_resident_can_be_read_in_anything_a_backup_leaves(desk: Desk, stick: Path) -> None:
    arrivals.record(desk, ZHAO)
    backups.choose_second(desk, stick)
    made = backups.make(desk, QUIET)
    for place in (*made.folder.iterdir(), *stick.iterdir()):
        content = place.read_bytes()
        for private in (ZHAO.name, ZHAO.phone, ZHAO.id_number, OFFICE.name):
            assert str(private).encode() not in content


def test_by_itself_a_backup_is_made_only_when_something_was_saved_and_two_hours_have_passed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert isinstance(backups.by_itself(desk, QUIET), Made)
    arrivals.record(desk, ZHAO)
    assert backups.by_itself(desk, QUIET) is None

    later = datetime.now(UTC) + timedelta(hours=2, minutes=1)
    monkeypatch.setattr(desk, "now", lambda: later)
    assert backups.by_itself(desk, QUIET) is not None
    assert backups.by_itself(desk, QUIET, leaving=True) is None
    drafts.keep(desk, "registration", {"fields": {"name": "赵"}})
    assert backups.by_itself(desk, QUIET) is None
    monkeypatch.setattr(desk, "now", lambda: later + timedelta(minutes=5))
    drafts.keep(desk, "registration", {"fields": {"name": "赵明"}})
    assert backups.by_itself(desk, QUIET, leaving=True) is not None


def test_a_copy_made_while_the_clock_was_ahead_does_not_pass_for_the_newest(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as ahead:
        ahead.setattr(desk, "now", lambda: datetime.now(UTC) + timedelta(days=3000))
        backups.make(desk, QUIET)
    standing = backups.standing(desk)
    assert standing is not None
    assert standing.is_old(datetime.now(UTC))
    arrivals.record(desk, ZHAO)
    assert backups.by_itself(desk, QUIET) is not None
    assert backups.by_itself(desk, QUIET, leaving=True) is None


def test_the_second_place_is_remembered_and_a_pulled_stick_is_no_trouble(
    desk: Desk, url: URL, stick: Path
) -> None:
    backups.choose_second(desk, stick)
    first = backups.make(desk, QUIET)
    assert first.at_second
    assert slips.found(stick) == (first.slip,)

    stick.rename(stick.with_name("pulled"))
    arrivals.record(desk, ZHAO)
    second = backups.make(desk, QUIET)
    assert (second.at_second, second.trouble) == (False, None)
    standing = backups.standing(desk)
    assert standing is not None
    assert standing.second is not None
    assert (standing.second.there, standing.second.newest) == (False, first.slip.made_at)

    stick.with_name("pulled").rename(stick)
    brought = backups.by_itself(desk, QUIET)
    assert brought is not None
    assert slips.found(stick)[0] == second.slip
    assert backups.by_itself(desk, QUIET) is None


def test_where_the_stick_is_full_the_copy_beside_the_file_is_there_all_the_same(
    desk: Desk, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backups.choose_second(desk, stick)
    real = shutil.disk_usage

    def usage(place: Path) -> object:
        return real(place)._replace(free=1 << 20) if place == stick else real(place)

    monkeypatch.setattr(shutil, "disk_usage", usage)
    made = backups.make(desk, QUIET)
    assert not made.at_second
    assert "1 MB free" in str(made.trouble)
    assert slips.found(stick) == ()
    assert slips.found(made.folder) == (made.slip,)


def test_a_backup_that_is_stopped_leaves_nothing_and_says_how_far_it_was(desk: Desk, url: URL) -> None:
    steps: list[Step] = []
    with pytest.raises(Cancelled):
        backups.make(desk, Progress(steps.append, lambda: len(steps) > 2))
    assert steps
    assert list(backup.beside(path_of(url)).iterdir()) == []


def test_the_folder_beside_the_file_is_no_second_place(desk: Desk, url: URL, tmp_path: Path) -> None:
    backups.make(desk, QUIET)
    with pytest.raises(Refused, match="in this folder already"):
        backups.choose_second(desk, backup.beside(path_of(url)))
    with pytest.raises(Unavailable, match="it is not there"):
        backups.choose_second(desk, tmp_path / "none")


def test_a_fiction_and_a_server_are_not_backed_up_by_the_program(filled: tuple[Desk, object]) -> None:
    desk, _made = filled
    assert backups.standing(desk) is None
    assert backups.by_itself(desk, QUIET, leaving=True) is None
    with pytest.raises(Refused):
        backups.make(desk, QUIET)


# -- before an upgrade


@pytest.fixture
def outdated(desk: Desk, url: URL, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> URL:
    """An office's file as an earlier version of the program left it, with somebody on file."""
    arrivals.record(desk, ZHAO)
    desk.close()
    folder = migrating.copied(tmp_path, monkeypatch)
    migrating.add_migration(folder, monkeypatch, 'op.execute("CREATE TABLE later (n INTEGER) STRICT")')
    return url


def version_of(url: URL) -> str | None:
    store = Store(url, keys.read(path_of(url)).open(OFFICER.login, OFFICER.password))
    with store.engine.connect() as connection:
        version = schema.found_version(connection)
    store.close()
    return version


def test_before_a_newer_version_changes_the_file_a_copy_of_it_is_made_and_told(outdated: URL) -> None:
    told: list[Step] = []
    before = version_of(outdated)
    desk = offices.sign_in(outdated, OFFICER.login, OFFICER.password, ON, Progress(told.append))
    (copy,) = putting_back.copies(path_of(outdated))
    standing = backups.standing(desk)
    assert (copy.slip.version, copy.slip.residents) == (before, 1)
    assert standing is not None
    assert (standing.beside, standing.before_upgrade) == (copy.slip.made_at, True)
    assert "before the upgrade" in backup_words.of_copy(copy.slip)
    assert (
        told[0].doing == "Backing up before the upgrade, megabytes:"
    )  # why signing in takes longer this once

    backups.make(desk, QUIET)
    standing = backups.standing(desk)
    assert standing is not None
    assert not standing.before_upgrade
    desk.close()
    sign_in(outdated).close()
    assert len(putting_back.copies(path_of(outdated))) == 2
    assert version_of(outdated) == schema.HEAD

    back = put_back(outdated, copy)
    assert found(back, "赵明慧")
    back.close()


def test_a_file_that_cannot_be_backed_up_is_not_upgraded_and_that_is_said(outdated: URL) -> None:
    before = path_of(outdated).read_bytes()
    backup.beside(path_of(outdated)).write_bytes(b"no folder")
    with pytest.raises(Unavailable) as refused:
        sign_in(outdated)
    said = language.sentence(refused.value)
    assert said.startswith("An earlier version of the program kept this file.")
    assert "Not backed up:" in said
    assert said.endswith("Nothing was changed.")
    assert path_of(outdated).read_bytes() == before

    backup.beside(path_of(outdated)).unlink()
    sign_in(outdated).close()
    assert version_of(outdated) == schema.HEAD


def test_stopping_the_backup_before_an_upgrade_leaves_the_file_as_it_was(outdated: URL) -> None:
    before = version_of(outdated)
    with pytest.raises(Cancelled):
        offices.sign_in(outdated, OFFICER.login, OFFICER.password, ON, Progress(stopped=lambda: True))
    assert version_of(outdated) == before
    assert putting_back.copies(path_of(outdated)) == ()


def test_the_recovery_code_upgrades_a_file_no_sooner_than_it_is_backed_up(
    outdated: URL, code_of: str
) -> None:
    offices.recover(outdated, code_of, OFFICER.login, "another clear window 8")
    (copy,) = putting_back.copies(path_of(outdated))
    assert backups.is_older(copy.slip)
    offices.sign_in(outdated, OFFICER.login, "another clear window 8", ON).close()


# -- putting back


def test_what_was_lost_since_the_copy_is_told_apart_and_no_number_comes_twice(desk: Desk, url: URL) -> None:
    stay = arrivals.record(desk, ZHAO).stay_id
    first = registrations.register(desk, stay, registrations.TELL)
    backups.make(desk, QUIET)
    second = registrations.register(desk, arrivals.record(desk, LUO).stay_id, registrations.TELL)
    desk.close()
    path_of(url).unlink()

    back = put_back(url, newest(url))

    assert (found(back, "赵明慧"), found(back, "罗建国")) == (True, False)
    again = registrations.register(back, arrivals.record(back, LUO).stay_id, registrations.TELL)
    assert first.number < second.number < again.number == "530302-2026-010001"
    with back.reading() as session:
        assert journal.check(session) is None
        assert session.query(JournalHead).one().epoch == 2
        acts = [entry.act for entry in session.query(Journal).filter(Journal.epoch == 2)]
    assert acts[0] == "put_back"
    assert set(acts) <= history.ACTS.keys()
    back.close()


@pytest.mark.parametrize("is_lost", [False, True])
def test_the_same_old_copy_put_back_twice_gives_no_number_twice_either(
    desk: Desk, url: URL, is_lost: bool
) -> None:
    backups.make(desk, QUIET)
    desk.close()
    copy = newest(url)
    back = put_back(url, copy)
    first = registrations.register(back, arrivals.record(back, ZHAO).stay_id, registrations.TELL)
    backups.make(back, QUIET)
    back.close()
    if is_lost:
        path_of(url).unlink()

    again = put_back(url, copy)

    second = registrations.register(again, arrivals.record(again, LUO).stay_id, registrations.TELL)
    assert (first.number, second.number) == ("530302-2026-010001", "530302-2026-020001")
    with again.reading() as session:
        assert session.query(JournalHead).one().epoch == 3
        assert journal.check(session) is None
    again.close()


def test_the_year_after_the_copy_has_no_number_twice_either(
    desk: Desk, url: URL, monkeypatch: pytest.MonkeyPatch
) -> None:
    backups.make(desk, QUIET)
    desk.close()
    monkeypatch.setattr(putting_back, "today", lambda: date(datetime.now(UTC).year + 1, 1, 3))
    back = put_back(url, newest(url))
    then = back.on(date(datetime.now(UTC).year + 1, 1, 3))
    stay = arrivals.record(then, ZHAO).stay_id
    assert registrations.register(then, stay, registrations.TELL).number.endswith("-010001")
    back.close()


def test_the_present_file_is_moved_aside_whole(desk: Desk, url: URL) -> None:
    backups.make(desk, QUIET)
    arrivals.record(desk, ZHAO)
    desk.close()
    done = putting_back.put_back(url, newest(url), OFFICER.login, OFFICER.password, QUIET)
    assert done.aside is not None
    assert not found(sign_in(url), "赵明慧")
    shutil.copy(keys.beside(path_of(url)), keys.beside(done.aside))
    aside = sign_in(offices.url_of(str(done.aside)))
    assert found(aside, "赵明慧")
    aside.close()


def test_pages_of_proofs_come_back_with_a_copy_and_go_again_on_their_day(desk: Desk, url: URL) -> None:
    who = arrivals.record(desk, ZHAO).person_id
    pages.take(desk, who, "lease", (b"a page",))
    backups.make(desk, QUIET)
    later = desk.on(ON + timedelta(61))
    assert erasing.erase(later) == 1
    desk.close()

    back = put_back(url, newest(url))
    (page,) = pages.of_person(back, who)
    assert pages.picture(back, page.id) == b"a page"
    assert erasing.erase(back.on(ON + timedelta(61))) == 1
    assert pages.of_person(back, who) == ()
    back.close()


def test_a_new_machine_is_put_right_from_the_stick_alone(desk: Desk, stick: Path, tmp_path: Path) -> None:
    arrivals.record(desk, ZHAO)
    backups.choose_second(desk, stick)
    backups.make(desk, QUIET)
    desk.close()
    there = offices.url_of(str(tmp_path / "new machine" / "office.anju"))
    (copy,) = putting_back.copies(path_of(there), stick)

    assert putting_back.officers_of(path_of(there), copy) == ((OFFICER.login, OFFICER.name),)
    back = put_back(there, copy)
    assert found(back, "赵明慧")
    back.close()


def test_the_recovery_code_puts_back_too(desk: Desk, url: URL, code_of: str) -> None:
    backups.make(desk, QUIET)
    desk.close()
    putting_back.put_back(url, newest(url), OFFICER.login, code_of.lower(), QUIET)
    sign_in(url).close()


def test_a_password_changed_since_the_copy_is_the_one_that_opens_what_was_put_back(
    desk: Desk, url: URL
) -> None:
    backups.make(desk, QUIET)
    officers.change_password(desk, OFFICER.password, "a loud window 8")
    desk.close()
    with pytest.raises(Refused, match="neither"):
        putting_back.put_back(url, newest(url), OFFICER.login, OFFICER.password, QUIET)
    putting_back.put_back(url, newest(url), OFFICER.login, "a loud window 8", QUIET)
    back = sign_in(url, password="a loud window 8")
    assert officers.is_own_password(back, "a loud window 8")
    back.close()


def test_who_was_not_there_yet_when_the_copy_was_made_cannot_put_it_back(desk: Desk, url: URL) -> None:
    backups.make(desk, QUIET)
    officers.add(desk, ANOTHER)
    desk.close()
    before = path_of(url).read_bytes()
    with pytest.raises(Refused, match="Another officer must"):
        putting_back.put_back(url, newest(url), ANOTHER.login, ANOTHER.password, QUIET)
    assert path_of(url).read_bytes() == before
    assert {place.name for place in path_of(url).parent.iterdir()} >= {"office.anju", "office.anju.keys"}
    assert not list(path_of(url).parent.glob("*.restoring*"))


def test_a_copy_of_another_office_is_refused_in_words(desk: Desk, url: URL, tmp_path: Path) -> None:
    other = offices.url_of(str(tmp_path / "other" / "office.anju"))
    elsewhere, _code = offices.create(other, OFFICE, OFFICER, ON)
    backups.make(elsewhere, QUIET)
    elsewhere.close()
    desk.close()
    with pytest.raises(Refused, match="another office's"):
        putting_back.put_back(url, newest(other), OFFICER.login, OFFICER.password, QUIET)
    sign_in(url).close()


def test_a_copy_in_which_one_bit_turned_is_refused_in_words(desk: Desk, url: URL) -> None:
    backups.make(desk, QUIET)
    desk.close()
    copy = newest(url)
    data = bytearray(copy.path.read_bytes())
    data[len(data) // 3] ^= 1
    copy.path.write_bytes(data)
    with pytest.raises(Refused, match="damaged"):
        putting_back.put_back(url, copy, OFFICER.login, OFFICER.password, QUIET)
    sign_in(url).close()


def test_a_file_that_is_open_in_another_window_is_left_alone(
    desk: Desk, url: URL, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "PATIENCE", 0.1)
    backups.make(desk, QUIET)
    with pytest.raises(Refused, match="another window"):
        putting_back.put_back(url, newest(url), OFFICER.login, OFFICER.password, QUIET)
    arrivals.record(desk, ZHAO)
    assert found(desk, "赵明慧")


def test_who_comes_to_the_desk_while_the_copy_is_fetched_keeps_the_file(
    desk: Desk, url: URL, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "PATIENCE", 0.1)
    backups.make(desk, QUIET)
    desk.close()
    came: list[Desk] = []

    def come(_step: Step) -> None:
        if not came:
            came.append(sign_in(url))
            arrivals.record(came[0], ZHAO)

    with pytest.raises(Refused, match="another window"):
        putting_back.put_back(url, newest(url), OFFICER.login, OFFICER.password, Progress(come))
    came[0].close()
    assert offices.found_at(url) is Found.OFFICE
    again = sign_in(url)
    assert found(again, "赵明慧")
    again.close()
    assert not list(path_of(url).parent.glob("*.restoring*"))


def test_a_backup_that_cannot_take_its_place_is_told_in_words(desk: Desk, url: URL) -> None:
    desk.close()
    path = path_of(url)
    path.with_name(path.name + ".ready-20260302-093015").write_bytes(b"new")
    (path.with_name(path.name + ".aside-20260302-093015") / "full").mkdir(parents=True)
    with pytest.raises(Unavailable, match="nothing is lost"):
        offices.found_at(url)


def test_where_the_copy_beside_the_file_is_damaged_that_of_the_stick_can_be_chosen(
    desk: Desk, url: URL, stick: Path
) -> None:
    backups.choose_second(desk, stick)
    backups.make(desk, QUIET)
    assert [copy.beside for copy in putting_back.copies(path_of(url))] == [True]
    assert [copy.folder for copy in putting_back.copies(path_of(url), stick)] == [stick]


def test_a_missing_file_is_not_taken_for_an_office_that_was_never_founded(url: URL, code_of: str) -> None:
    path_of(url).unlink()
    with pytest.raises(Unavailable, match="Put it back from a backup"):
        offices.found_at(url)


def test_keys_that_are_gone_come_back_from_a_copy_and_the_data_stays(desk: Desk, url: URL) -> None:
    backups.make(desk, QUIET)
    arrivals.record(desk, ZHAO)
    desk.close()
    assert putting_back.may_put_keys_back(path_of(url)) is None
    keys.beside(path_of(url)).write_bytes(b"{")

    copy = putting_back.may_put_keys_back(path_of(url))
    assert copy is not None
    putting_back.put_keys_back(path_of(url), copy)

    again = sign_in(url)
    assert found(again, "赵明慧")
    again.close()


def test_another_offices_copies_on_the_same_stick_are_not_taken_for_ones_own(
    desk: Desk, url: URL, stick: Path, tmp_path: Path
) -> None:
    backups.choose_second(desk, stick)
    backups.make(desk, QUIET)
    other = offices.url_of(str(tmp_path / "other" / "station.anju"))
    elsewhere, _code = offices.create(other, OFFICE, OFFICER, ON)
    made = backups.make(elsewhere, QUIET)
    backups.bring(elsewhere, made.slip, stick, QUIET)
    elsewhere.close()
    desk.close()

    standing = backups.standing_of(path_of(url), datetime.now(UTC))
    assert standing.second is not None
    assert standing.second.newest == standing.beside != made.slip.made_at
    keys.beside(path_of(url)).unlink()
    copy = putting_back.may_put_keys_back(path_of(url))
    assert copy is not None
    assert copy.slip.office == desk.office.id
    for own in backup.beside(path_of(url)).glob("*.slip"):
        own.unlink()
    assert putting_back.may_put_keys_back(path_of(url)) is None  # nobody can tell whose are whose


def test_putting_back_that_is_killed_at_any_moment_leaves_one_whole_office(desk: Desk, url: URL) -> None:
    arrivals.record(desk, ZHAO)
    backups.make(desk, QUIET)
    desk.close()
    words = [sys.executable, "main.py", "restore", str(newest(url).path), "--database", str(path_of(url))]
    began = time.monotonic()
    subprocess.run(words, cwd=ROOT, input=OFFICER.password, text=True, check=True, capture_output=True)
    whole = time.monotonic() - began
    for share in (0.6, 0.8, 0.95):
        with subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as process:
            assert process.stdin is not None
            process.stdin.write(OFFICER.password.encode())
            process.stdin.close()
            time.sleep(whole * share)
            process.kill()
        assert offices.found_at(url) is Found.OFFICE
        again = sign_in(url)
        assert found(again, "赵明慧")
        with again.reading() as session:
            assert journal.check(session) is None
        again.close()


def test_before_very_much_is_entered_a_backup_is_made_unless_the_last_one_is_as_good(
    desk: Desk, url: URL, monkeypatch: pytest.MonkeyPatch
) -> None:
    def made() -> int:
        backups.before_much(desk, QUIET)
        return len(slips.found(backup.beside(path_of(url))))

    assert (made(), made()) == (1, 1)
    arrivals.record(desk, ZHAO)
    assert made() == 1, "it was made just now"
    later = datetime.now(UTC) + timedelta(minutes=11)
    monkeypatch.setattr(desk, "now", lambda: later)
    assert made() == 2
    assert newest(url).slip.residents == 1
    monkeypatch.setattr(desk, "now", lambda: later + timedelta(minutes=11))
    assert made() == 2, "nothing was saved since"


# -- being told


def test_the_doctor_says_how_old_the_backups_are(desk: Desk, url: URL, stick: Path) -> None:
    def finding() -> doctor.Finding:
        return next(each for each in doctor.examine(str(path_of(url)), ON) if each.about == "Backups")

    assert (finding().kind, "none yet" in finding().said) == (doctor.WARN, True)
    backups.make(desk, QUIET)
    assert (finding().kind, "no second place" in finding().said) == (doctor.WARN, True)
    backups.choose_second(desk, stick)
    arrivals.record(desk, ZHAO)
    backups.make(desk, QUIET)
    assert finding().kind == doctor.OK
    stick.rename(stick.with_name("pulled"))
    assert "is not plugged in" in finding().said
    for slip in backup.beside(path_of(url)).glob("*.slip"):
        slip.unlink()
    assert finding().kind == doctor.OK  # the copy on the stick is as good
