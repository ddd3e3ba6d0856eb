"""Setting up: once, whole, from the lock alone; and what this system lacks is said in words."""

from __future__ import annotations

import ast
import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from db import schema
from tools import migration, qt_libraries, ready

ROOT = Path(__file__).parent.parent

Fresh = Callable[[], subprocess.CompletedProcess[str]]


def wheel(folder: Path, version: str) -> str:
    """Put a tiny package into ``folder`` and return its line in a lock."""
    file = folder / f"probe-{version}-py3-none-any.whl"
    about = f"probe-{version}.dist-info"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("probe.py", f"VERSION = {version!r}\n")
        archive.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: probe\nVersion: {version}\n")
        archive.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{about}/RECORD", "")
    return f"probe=={version} --hash=sha256:{hashlib.sha256(file.read_bytes()).hexdigest()}\n"


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A project of one file and one pinned package."""
    (tmp_path / "tools").mkdir()
    (tmp_path / "wheels").mkdir()
    shutil.copy(ready.__file__, tmp_path / "tools")
    (tmp_path / "all.lock").write_text(wheel(tmp_path / "wheels", "1.0"))
    return tmp_path


@pytest.fixture
def make_ready(clone: Path) -> Fresh:
    """What ``make run`` does first, in a process of its own, with no network."""
    alone = {
        **os.environ,
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(clone / "wheels"),
        "PIP_CONFIG_FILE": os.devnull,
    }
    words = [sys.executable, "tools/ready.py", "all.lock"]
    return lambda: subprocess.run(words, cwd=clone, env=alone, capture_output=True, text=True, check=False)


def installed(clone: Path) -> str:
    said = [str(clone / ".venv" / "bin" / "python"), "-c", "import probe; print(probe.VERSION)"]
    return subprocess.run(said, capture_output=True, text=True, check=True).stdout.strip()


def test_a_lock_is_installed_once_and_anew_when_it_changes(clone: Path, make_ready: Fresh) -> None:
    assert make_ready().returncode == 0
    assert installed(clone) == "1.0"

    (clone / "wheels" / "probe-1.0-py3-none-any.whl").unlink()
    (clone / "all.lock").touch()
    second = make_ready()
    assert (second.returncode, second.stdout, second.stderr) == (0, "", "")

    (clone / "all.lock").write_text(wheel(clone / "wheels", "2.0"))
    assert make_ready().returncode == 0
    assert installed(clone) == "2.0"

    wheel(clone / "wheels", "3.0")
    (clone / "all.lock").write_text(f"probe==3.0 --hash=sha256:{'0' * 64}\n")
    assert make_ready().returncode == 1
    assert installed(clone) == "2.0"


def test_an_interrupted_setup_is_taken_up_again(clone: Path, make_ready: Fresh) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", clone / ".venv"], check=True)
    shutil.move(clone / "wheels", clone / "away")
    offline = make_ready()
    assert offline.returncode == 1
    assert "run the same command again" in offline.stderr
    assert not list((clone / ".venv").glob("*.installed"))

    shutil.move(clone / "away", clone / "wheels")
    assert make_ready().returncode == 0
    assert installed(clone) == "1.0"


def test_an_older_python_can_read_that_it_is_too_old(monkeypatch: pytest.MonkeyPatch) -> None:
    ast.parse(Path(ready.__file__).read_text(encoding="utf-8"), feature_version=(3, 7))

    monkeypatch.setattr(sys, "version_info", (3, 10, 12, "final", 0))
    with pytest.raises(SystemExit) as told:
        ready.require_python()
    monkeypatch.undo()
    assert "needs Python 3.11 or newer" in str(told.value)
    assert "is Python 3.10" in str(told.value)


def test_a_python_without_venv_names_the_package_that_brings_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ready, "has_venv", lambda: False)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    with pytest.raises(SystemExit) as told:
        ready.require_python()
    assert f"sudo apt-get install -y python3.{sys.version_info.minor}-venv" in str(told.value)


# --- Qt's system libraries ---------------------------------------------------------------------------


def command_named(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


@pytest.fixture
def bare_debian(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A computer without libGL and XCB's cursors, whose apt-get brings what it is asked for."""
    lacking = tmp_path / "lacking"
    lacking.write_text(
        "\tlibGL.so.1 => not found\n\tlibxcb-cursor.so.0 => not found\n\tlibc.so.6 => /lib/libc.so.6\n"
    )
    command_named(tmp_path, "ldd", f"cat {lacking}")
    command_named(tmp_path, "apt-get", f'echo "$@" >> {tmp_path}/asked; [ "$1" = update ] || : > {lacking}')
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    return tmp_path


def test_missing_libraries_are_named_with_the_one_command_that_installs_them(
    bare_debian: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    with pytest.raises(SystemExit) as told:
        qt_libraries.main("window")
    words = str(told.value)
    assert "lacks libGL.so.1, libxcb-cursor.so.0" in words
    assert "sudo apt-get install -q -y --no-install-recommends libgl1 libxcb-cursor0\n" in words
    assert "main.py demo" in words
    assert not (bare_debian / "asked").exists()


def test_root_gets_the_missing_libraries_installed(
    bare_debian: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)

    qt_libraries.main("window")

    asked = (bare_debian / "asked").read_text().splitlines()
    assert asked == ["update -q", "install -q -y --no-install-recommends libgl1 libxcb-cursor0"]


def test_where_apt_get_brings_nothing_the_libraries_are_named_all_the_same(
    bare_debian: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    command_named(bare_debian, "apt-get", "exit 100")

    with pytest.raises(SystemExit, match=r"lacks libGL\.so\.1"):
        qt_libraries.main("window")


def test_a_library_nobody_knows_a_package_for_is_named_by_itself() -> None:
    assert "lacks libnew.so.9" in qt_libraries.in_words({"libnew.so.9"})
    assert "package manager" in qt_libraries.in_words({"libnew.so.9"})


on_linux = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the wheels bring all that Qt needs")


@on_linux
@pytest.mark.parametrize("use", qt_libraries.PLUGINS)
def test_the_parts_of_qt_that_are_asked_about_are_there(use: str) -> None:
    assert all(part.is_file() for part in qt_libraries.files(use))


@on_linux
def test_tests_need_nothing_that_this_system_lacks() -> None:
    assert qt_libraries.missing(qt_libraries.files("offscreen")) == frozenset()


# --- a migration -------------------------------------------------------------------------------------


def test_a_new_migration_is_numbered_after_the_last_and_holds_what_is_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "migrations"
    shutil.copytree(schema.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(schema, "MIGRATIONS", folder)

    migration.main("phone of a person")

    written = folder / "versions" / f"{int(schema.HEAD) + 1:04}_phone_of_a_person.py"
    text = written.read_text(encoding="utf-8")
    assert f"down_revision = {schema.HEAD!r}" in text
    assert "op." not in text, "the records have something that no migration makes"
    assert "set HEAD" in capsys.readouterr().out


def test_a_migration_without_a_name_is_refused() -> None:
    with pytest.raises(SystemExit, match="Say what changes"):
        migration.main(" ")
