"""The program is killed at moments that nobody chose; nothing that the screen called saved is lost."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
import time
from datetime import date
from pathlib import Path

import pytest

from app import offices, search
from app.desk import Desk
from db import journal
from tests.helpers.office import OFFICE, OFFICER
from tests.stories.officer import Officer

HERE = Path(__file__).parent.parent.parent
DAY = date(2026, 11, 23)
KILLS = 2
APART = 30  # persons are numbered so far apart that no clerk meets what another one had just sent off
PATIENCE = 60  # seconds until a clerk who has come to a stand is sent home


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "office.anju"
    desk, _code = offices.create(offices.url_of(str(file)), OFFICE, OFFICER)
    desk.close()
    return file


def work_until_killed(file: Path, first: int, *, after: float = 0.0, half: bool = False) -> list[str]:
    """The names a clerk was told are saved, killed some moments after the first of them."""
    words = [sys.executable, "-m", "tests.stories.clerk", str(file), str(first), *(["half"] if half else [])]
    with subprocess.Popen(
        words, cwd=HERE, stdout=subprocess.PIPE, text=True, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    ) as clerk:
        assert clerk.stdout is not None
        patience = threading.Timer(PATIENCE, clerk.kill)
        patience.start()
        told = [clerk.stdout.readline().strip()]
        if after:
            deadline = time.monotonic() + after
            while time.monotonic() < deadline:
                told.append(clerk.stdout.readline().strip())
        patience.cancel()
        clerk.kill()
        told += clerk.stdout.read().split()
    assert told[0], "the clerk never came to save anything"
    return told


def at_the_desk(file: Path) -> Desk:
    return offices.sign_in(offices.url_of(str(file)), OFFICER.login, OFFICER.password, DAY)


def test_whoever_was_called_saved_is_on_file_after_the_program_was_killed(
    officer: Officer, file: Path
) -> None:
    chance = random.Random(20261123)
    saved: list[str] = []
    for kill in range(KILLS):
        saved += work_until_killed(file, APART * kill, after=chance.uniform(0.1, 0.8))
    typing = work_until_killed(file, APART * KILLS, half=True)

    desk = at_the_desk(file)
    with desk.reading() as session:
        assert journal.check(session) is None
    for name in saved:
        (found,) = search.find(desk, name)
        assert found.here
    assert search.find(desk, typing[0]) == ()
    desk.close()

    officer.comes(DAY, file)
    officer.sees("密码")
    officer.writes(OFFICER.password)
    officer.presses("Enter")
    officer.sees("本机加密")
    officer.presses("F2")
    officer.sees(f"最近一份：{typing[0]}")
    officer.presses("Alt+D")
    officer.sees(typing[0], "必填还差")
