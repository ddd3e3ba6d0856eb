"""An office on its first day and after: founding, signing in, recovering, officers, fiction."""

from __future__ import annotations

import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import URL

from app import invent, officers, offices, opening, passwords, rulebook, undoing
from app.desk import Desk
from app.errors import Cancelled, Refused, Unavailable
from app.offices import Found, NewOfficer
from app.progress import Progress
from db import keys
from tests.helpers.office import OFFICE, OFFICER

ON = date(2026, 11, 23)
ROOT = Path(__file__).parent.parent.parent
ANOTHER = NewOfficer("zhaomh", "赵明慧", "社区网格", "a garden with 3 trees")


@pytest.fixture
def url(tmp_path: Path) -> URL:
    return offices.url_of(str(tmp_path / "office.anju"))


@pytest.fixture
def desk(url: URL) -> Iterator[Desk]:
    """The first officer at the desk of a new office on its own encrypted file."""
    desk, _code = offices.create(url, OFFICE, OFFICER, ON)
    yield desk
    desk.close()


@pytest.fixture
def code(url: URL) -> str:
    """The recovery code of a new office whose desk was left again."""
    desk, code = offices.create(url, OFFICE, OFFICER, ON)
    desk.close()
    assert code
    return code


def test_an_office_is_founded_only_once(desk: Desk, url: URL) -> None:
    with pytest.raises(Refused, match="already a file"):
        offices.create(url, OFFICE, OFFICER, ON)


def test_a_weak_password_leaves_nothing_behind(url: URL) -> None:
    for weak in ("short", f"{OFFICER.login} and more"):
        with pytest.raises(Refused) as refusal:
            offices.create(url, OFFICE, NewOfficer(OFFICER.login, "陈晓岚", "", weak), ON)
        assert refusal.value.field == "password"
    assert offices.found_at(url) is Found.NOTHING
    assert not list(Path(url.database or "").parent.glob("office*"))


def test_an_officer_signs_in_with_their_own_password_only(code: str, url: URL) -> None:
    offices.sign_in(url, OFFICER.login, OFFICER.password, ON).close()
    for login, password in ((OFFICER.login, "a loud window 7"), ("nobody", OFFICER.password), ("", code)):
        with pytest.raises(Refused, match="do not fit together"):
            offices.sign_in(url, login, password, ON)


def test_a_password_is_the_same_however_its_letters_are_composed(url: URL) -> None:
    composed, parts = "caf\u00e9 by the river", "cafe\u0301 by the river"
    offices.create(url, OFFICE, NewOfficer("chenxl", "陈晓岚", "", composed), ON)[0].close()
    offices.sign_in(url, "chenxl", parts, ON).close()


@pytest.mark.usefixtures("at_full_cost")
def test_what_is_kept_of_a_password_costs_a_thief_64_mebibytes_and_3_rounds_a_guess() -> None:
    assert passwords.hashed(OFFICER.password).startswith("$argon2id$v=19$m=65536,t=3,p=1$")


def test_the_recovery_code_gives_a_new_password_and_takes_the_old(code: str, url: URL) -> None:
    offices.recover(url, code, OFFICER.login, "an other window 8")

    offices.sign_in(url, OFFICER.login, "an other window 8", ON).close()
    with pytest.raises(Refused, match="do not fit together"):
        offices.sign_in(url, OFFICER.login, OFFICER.password, ON)


def test_a_recovery_code_of_another_office_opens_nothing(code: str, url: URL, tmp_path: Path) -> None:
    other = offices.url_of(str(tmp_path / "other.anju"))
    offices.create(other, OFFICE, OFFICER, ON)[0].close()
    with pytest.raises(Refused) as refusal:
        offices.recover(other, code, OFFICER.login, "an other window 8")
    assert refusal.value.field == "code"


def test_a_file_of_keys_that_is_damaged_is_said_to_be(code: str, url: URL) -> None:
    keys.beside(Path(url.database or "")).write_text("{")
    for attempt in (offices.officers_of, lambda url: offices.sign_in(url, OFFICER.login, OFFICER.password)):
        with pytest.raises(Unavailable, match="file of keys"):
            attempt(url)


def test_an_office_opens_for_nobody_without_its_file_of_keys(code: str, url: URL) -> None:
    keys.beside(Path(url.database or "")).unlink()
    with pytest.raises(Refused, match="not a database of this program, or it is damaged"):
        offices.open_fiction(url, ON)


def test_an_encrypted_file_without_its_keys_says_which_are_missing(code: str, url: URL) -> None:
    file = Path(url.database or "")
    keys.beside(file).unlink()
    with pytest.raises(offices.FileGone, match="keys are not beside it") as gone:
        offices.found_at(url)
    assert gone.value.blanks["keys"] == f"{file.name}.keys"
    assert not keys.beside(file).exists()


def test_an_empty_file_is_told_of_and_stays_empty(code: str, url: URL) -> None:
    """As after a copy onto a full disk; it was made a database in which nobody could ever sign in."""
    file = Path(url.database or "")
    file.write_bytes(b"")
    for path in (file, file.with_name("without-keys.anju")):
        path.touch()
        with pytest.raises(offices.FileBroken):
            offices.found_at(offices.url_of(str(path)))
        assert path.stat().st_size == 0


def test_a_file_beside_which_nothing_can_be_written_says_so(code: str, url: URL) -> None:
    file = Path(url.database or "")
    file.with_name(
        file.name + "-wal"
    ).mkdir()  # as in a folder that may only be read, which root can write to
    with pytest.raises(Unavailable, match="read-only"):
        offices.sign_in(url, OFFICER.login, OFFICER.password, ON)


def test_a_disk_on_which_nothing_goes_any_more_is_told_of(code: str, url: URL) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, before[1]))  # no file grows any more, as on a full disk
    try:
        with pytest.raises(Unavailable, match="full, pulled out or broken"):
            offices.sign_in(url, OFFICER.login, OFFICER.password, ON)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_new_officer_signs_in_and_signs_what_they_do(desk: Desk, url: URL) -> None:
    officers.add(desk, ANOTHER)

    assert [(row.name, row.here) for row in officers.listing(desk)] == [("陈晓岚", True), ("赵明慧", False)]
    assert offices.officers_of(url) == (("chenxl", "陈晓岚"), ("zhaomh", "赵明慧"))
    theirs = offices.sign_in(url, ANOTHER.login, ANOTHER.password, ON)
    assert theirs.officer.name == "赵明慧"
    theirs.close()


def test_two_officers_do_not_share_a_sign_in_name(desk: Desk) -> None:
    with pytest.raises(Refused, match="already") as refusal:
        officers.add(desk, NewOfficer(OFFICER.login, "赵明慧", "", ANOTHER.password))
    assert refusal.value.field == "login"
    assert len(officers.listing(desk)) == 1


def test_taking_in_an_officer_is_not_undone(desk: Desk) -> None:
    officers.add(desk, ANOTHER)
    assert undoing.last(desk) is None


def test_a_password_is_changed_by_who_knows_the_old_one(desk: Desk, url: URL) -> None:
    with pytest.raises(Refused) as refusal:
        officers.change_password(desk, "not the password", "an other window 8")
    assert refusal.value.field == "old"
    offices.sign_in(url, OFFICER.login, OFFICER.password, ON).close()

    officers.change_password(desk, OFFICER.password, "an other window 8")

    offices.sign_in(url, OFFICER.login, "an other window 8", ON).close()
    with pytest.raises(Refused):
        offices.sign_in(url, OFFICER.login, OFFICER.password, ON)


def test_a_new_recovery_code_replaces_the_old_one(code: str, url: URL) -> None:
    desk = offices.sign_in(url, OFFICER.login, OFFICER.password, ON)
    fresh = officers.new_recovery_code(desk)
    desk.close()

    with pytest.raises(Refused, match="not the recovery code"):
        offices.recover(url, code, OFFICER.login, "an other window 8")
    offices.recover(url, fresh, OFFICER.login, "an other window 8")


def test_a_shared_database_has_officers_but_no_recovery_code(postgres: str) -> None:
    url = offices.url_of(postgres)
    desk, code = offices.create(url, OFFICE, OFFICER, ON)
    officers.add(desk, ANOTHER)
    officers.change_password(desk, OFFICER.password, "an other window 8")
    with pytest.raises(Refused, match="no recovery code"):
        officers.new_recovery_code(desk)
    desk.close()

    assert code is None
    for login, password in ((OFFICER.login, "an other window 8"), (ANOTHER.login, ANOTHER.password)):
        offices.sign_in(url, login, password, ON).close()
    assert offices.found_at(url) is Found.OFFICE
    assert offices.officers_of(url) == ()


def test_an_address_is_kept_without_its_password() -> None:
    for written in ("clerk:secret@example.invalid/anju", "clerk@example.invalid/anju?password=secret"):
        door = opening.Door(offices.url_of(f"postgresql://{written}"), Found.NOTHING)
        assert door.address == "postgresql+psycopg://clerk@example.invalid/anju"
        assert door.file is None


def test_the_own_file_is_the_one_named_or_that_of_the_user(tmp_path: Path) -> None:
    assert opening.own_file(str(tmp_path / "a.anju")) == tmp_path / "a.anju"
    assert opening.own_file("postgresql://example.invalid/anju") == offices.own_file()
    assert opening.own_file("") == offices.own_file()


@pytest.mark.parametrize("text", ["530302", "麒麟", "qlq"])
def test_a_division_is_found_by_code_name_and_initials(text: str) -> None:
    assert ("530302", "云南省曲靖市麒麟区") in opening.divisions(text, ON)


def test_a_permit_is_called_after_its_province() -> None:
    assert opening.permit_title("530302", ON) == "云南省居住证"


def test_the_packs_in_force_are_told_the_nearest_first(desk: Desk) -> None:
    packs = rulebook.packs(desk)
    assert [pack.code for pack in packs] == ["cn-5303", "cn-53", "cn"]
    assert all(0 <= pack.verified <= pack.entries for pack in packs)
    assert packs[-1].entries > 10


def test_a_community_goes_stale_a_month_after_its_last_arrival() -> None:
    invent.invent(offices.url_of(str(opening.fiction())), 20, 1, ON)
    for day, stale in ((date(2026, 11, 24), False), (date(2027, 2, 1), True)):
        desk, found = opening.try_fiction(day, Progress())
        desk.close()
        assert found is stale


def test_a_kill_while_founding_leaves_nothing_half(tmp_path: Path) -> None:
    file = tmp_path / "office.anju"
    killed = f"""
import os, signal
from pathlib import Path
from app import offices
from tests.helpers.office import OFFICE, OFFICER
Path.replace = lambda place, target, put=Path.replace: (
    os.kill(os.getpid(), signal.SIGKILL) if str(place).endswith("office.anju.new") else put(place, target)
)
offices.create(offices.url_of({str(file)!r}), OFFICE, OFFICER)
"""
    done = subprocess.run([sys.executable, "-c", killed], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    assert offices.found_at(offices.url_of(str(file))) is Found.NOTHING

    desk, code = offices.create(offices.url_of(str(file)), OFFICE, OFFICER)
    desk.close()
    assert code
    offices.sign_in(offices.url_of(str(file)), OFFICER.login, OFFICER.password).close()


def test_a_kill_while_inventing_leaves_nothing_half() -> None:
    killed = """
import os, signal
from datetime import date
from app import opening
from app.progress import Progress
def stop(step):
    if step.done: os.kill(os.getpid(), signal.SIGKILL)
opening.make_fiction(date(2026, 11, 23), Progress(stop))
"""
    done = subprocess.run([sys.executable, "-c", killed], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    assert not offices.fiction_file().exists()

    desk, stale = opening.try_fiction(ON, Progress())
    desk.close()
    assert not stale


def test_a_community_that_is_not_made_to_the_end_leaves_the_old_one() -> None:
    invent.invent(offices.url_of(str(opening.fiction())), 20, 1, date(2026, 8, 3))
    before = offices.fiction_file().read_bytes()

    with pytest.raises(Cancelled):
        opening.make_fiction(ON, Progress(stopped=lambda: True))

    assert offices.fiction_file().read_bytes() == before
