"""The command line, as processes of their own: one plain sentence, and 0, 1 or 2."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from app import offices
from db.records import Person
from tests.helpers.office import OFFICE, OFFICER

ROOT = Path(__file__).parent.parent


def run(*words: str | Path, typed: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the program without a display, in English unless it is told otherwise."""
    plain = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    plain.pop("QT_QPA_PLATFORM", None)
    return subprocess.run(
        [sys.executable, "main.py", *map(str, words)],
        cwd=ROOT, env={**plain, "ANJU_LANGUAGE": "en", **environment}, input=typed,
        capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of thirty people, invented once and copied for each test."""
    file = tmp_path_factory.mktemp("invented") / "village.anju"
    words = ("invent", "--people", "30", "--seed", "1", "--to", file, "--on", "2026-11-23")
    assert run(*words, HOME=str(file.parent)).returncode == 0
    return file


@pytest.fixture
def village(invented: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(invented, tmp_path))


def test_a_command_that_makes_no_sense_ends_with_two_and_one_sentence() -> None:
    done = run("dance")
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("The command line was not understood")
    assert len(done.stderr.splitlines()) == 1


def test_without_a_display_it_says_what_works_without_one() -> None:
    done = run()
    assert done.returncode == 1
    assert done.stderr.startswith("There is no display here")
    assert "demo" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_help_names_every_word() -> None:
    done = run("--help")
    assert done.returncode == 0
    for word in (
        "find",
        "newly-qualified",
        "take-in",
        "demo",
        "invent",
        "backup",
        "restore",
        "doctor",
        "law",
    ):
        assert word in done.stdout


def test_the_first_paint_is_timed_and_nothing_is_opened(tmp_path: Path) -> None:
    done = run("--measure-first-paint", "--database", tmp_path / "none.anju", QT_QPA_PLATFORM="offscreen")
    assert done.returncode == 0
    assert int(done.stdout) > 0
    assert list(tmp_path.glob("none*")) == []


def test_people_are_invented_and_found(village: Path) -> None:
    desk = offices.open_fiction(offices.url_of(str(village)))
    with desk.reading() as session:
        name = session.scalars(select(Person.name)).first()
    desk.close()
    assert name

    somebody = run("find", name, "--database", village)
    nobody = run("find", "査無此人", "--database", village)

    assert somebody.returncode == 0
    assert name in somebody.stdout
    assert nobody.returncode == 1
    assert nobody.stdout.startswith("Nobody found")


def test_inventing_twice_into_one_file_is_refused(village: Path) -> None:
    before = village.read_bytes()
    done = run("invent", "--people", "30", "--seed", "1", "--to", village)
    assert done.returncode == 1
    assert "already" in done.stderr
    assert village.read_bytes() == before


def test_an_office_asks_for_its_password(tmp_path: Path) -> None:
    file = tmp_path / "office.anju"
    offices.create(offices.url_of(str(file)), OFFICE, OFFICER)[0].close()

    right = run("find", "nobody", "--database", file, typed=f"{OFFICER.password}\n")
    wrong = run("find", "nobody", "--database", file, typed="not the password\n")

    assert (right.returncode, right.stderr) == (1, "")
    assert wrong.returncode == 1
    assert wrong.stderr.startswith("Name and password do not fit together")


def test_an_office_is_backed_up_and_put_back_without_a_window(tmp_path: Path) -> None:
    file, stick = tmp_path / "office.anju", tmp_path / "stick"
    offices.create(offices.url_of(str(file)), OFFICE, OFFICER)[0].close()
    assert "no copy" in run("restore", "--database", file).stdout

    made = run("backup", stick, "--database", file, typed=f"{OFFICER.password}\n")
    assert (made.returncode, made.stderr) == (0, "")
    (copy,) = stick.glob("*.anju")
    assert f"Looked over and whole: {copy}" in made.stdout
    assert "0 residents" in run("restore", "--database", file).stdout

    file.unlink()
    assert "Put it back from a backup" in run("doctor", "--database", file).stdout
    back = run("restore", copy, "--database", file, typed=f"{OFFICER.password}\n")
    assert (back.returncode, back.stderr) == (0, "")
    assert "Count the blanks" in back.stdout
    again = run("find", "nobody", "--database", file, typed=f"{OFFICER.password}\n")
    assert (again.returncode, again.stderr) == (1, "")


def test_the_doctor_looks_at_the_window_and_the_database(village: Path) -> None:
    done = run("doctor", "--database", village)
    assert done.returncode == 0
    for about in ("Window: Qt", "Fonts on the screen", "Printers", "Libraries", "Law", "Clock", "Disk"):
        assert about in done.stdout
    assert "its journal is whole" in done.stdout


def test_the_doctor_says_that_a_file_is_damaged(tmp_path: Path) -> None:
    file = tmp_path / "broken.anju"
    file.write_bytes(b"no database at all " * 1000)
    done = run("doctor", "--database", file)
    assert done.returncode == 1
    assert "✗ Database: This file is not a database of this program, or it is damaged." in done.stdout


def test_the_words_are_chinese_unless_asked_otherwise() -> None:
    done = run("find", "x", "--database", "mysql://example.invalid/anju", ANJU_LANGUAGE="zh_CN")
    assert done.returncode == 1
    asked = run("find", "x", "--database", "mysql://example.invalid/anju", "--language", "en")
    assert asked.stderr == "“mysql” is neither a file nor a PostgreSQL database.\n"
    assert done.stderr != asked.stderr


def test_the_law_is_read_without_a_window() -> None:
    done = run("law", "check", "resources/policy")
    assert done.returncode == 0, done.stderr
