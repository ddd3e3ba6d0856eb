"""设置 and 同步 tell how old the backups are; F6 makes one, Esc stops it, a pulled stick is told quietly."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from threading import Event
from time import sleep

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from app import arrivals, backups, offices, search
from app.desk import Desk
from app.progress import Progress
from db import backup, slips
from tests.helpers.inline import InlineJobs
from tests.helpers.office import OFFICE, OFFICER, arrival
from tests.helpers.window import open_window, press, words_of
from ui.backing_up import BackingUp
from ui.jobs import SHOWN_AFTER_MS, Jobs
from ui.leaving import Leaving
from ui.news import News
from ui.office import Office
from ui.pages import Page
from ui.pages.backup_panel import BackupPanel
from ui.window import Window

ON = date(2026, 11, 23)
CTRL = Qt.KeyboardModifier.ControlModifier
SAMPLE = Path(__file__).parents[2] / "samples" / "arrivals.csv"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk, _code = offices.create(offices.url_of(str(tmp_path / "office.anju")), OFFICE, OFFICER, ON)
    yield desk
    desk.close()


def copies(desk: Desk) -> tuple[slips.Slip, ...]:
    return slips.found(backup.beside(Path(desk.address)))


def panel(window: Window) -> BackupPanel:
    found = window.findChild(BackupPanel)
    assert isinstance(found, BackupPanel)
    return found


@pytest.mark.parametrize("page", ["settings", "sync"])
def test_f6_makes_a_backup_and_its_age_is_told(qtbot: QtBot, desk: Desk, page: str) -> None:
    window = open_window(qtbot, desk, page)
    assert "none yet" in words_of(panel(window))
    press(qtbot, window, Qt.Key.Key_F6)

    assert len(copies(desk)) == 1
    assert "Backed up beside the file, looked over and whole" in words_of(window.bottom)
    qtbot.waitUntil(lambda: "today" in words_of(panel(window)))


def test_the_second_place_is_chosen_once_and_a_pulled_stick_is_told_quietly(
    qtbot: QtBot, desk: Desk, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(qtbot, desk, "settings")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_asked: str(stick))
    panel(window).choose.click()
    assert slips.found(stick) == copies(desk)
    assert "Backed up at both places" in words_of(window.bottom)

    stick.rename(stick.with_name("pulled"))
    press(qtbot, window, Qt.Key.Key_F5)
    assert "none since today" in words_of(panel(window))
    assert not window.bar.isVisible()


def test_a_backup_under_way_is_stopped_with_esc(qtbot: QtBot, desk: Desk, jobs: Jobs) -> None:
    gate = Event()
    window = open_window(qtbot, desk, "settings", jobs=jobs)
    qtbot.waitUntil(lambda: "none yet" in words_of(panel(window)))
    jobs.back_up(  # a backup by itself is under way
        lambda _progress: gate.wait(20), stepped=lambda _step: None, stopped=lambda: False, owner=window
    )
    press(qtbot, window, Qt.Key.Key_F6)
    assert panel(window).strip.isVisible()
    press(qtbot, window, Qt.Key.Key_Escape)
    gate.set()

    qtbot.waitUntil(lambda: "Stopped; the half-made copy is thrown away." in words_of(panel(window)))
    assert copies(desk) == ()
    press(qtbot, window, Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: len(copies(desk)) == 1)
    qtbot.waitUntil(lambda: not panel(window).strip.isVisible())


def test_the_strip_of_sync_says_how_safe_the_data_is(qtbot: QtBot, desk: Desk, stick: Path) -> None:
    window = open_window(qtbot, desk, "sync")
    page = window.page()
    assert isinstance(page, Page)
    assert "No backup yet F6 makes one" in words_of(page)
    backups.make(desk, Progress())
    page.reload()
    assert "Sound copy on this disk only, today" in words_of(page)
    backups.choose_second(desk, stick)
    backups.make(desk, Progress())
    page.reload()
    assert "Sound second copy today" in words_of(page)


def test_nobody_is_told_to_back_up_a_fiction(qtbot: QtBot, sample: tuple[Desk, object]) -> None:
    window = open_window(qtbot, sample[0], "sync")
    assert "No backup nobody in it is real" in words_of(window)
    assert "F6" not in words_of(panel(window))
    press(qtbot, window, Qt.Key.Key_F6)
    assert not window.bar.isVisible()


def test_a_shared_database_is_backed_up_by_its_administrator(qtbot: QtBot, postgres: str) -> None:
    url = offices.url_of(postgres)
    desk, _code = offices.create(url, OFFICE, OFFICER, ON)
    window = open_window(qtbot, desk, "sync")
    assert "On the server its administrator backs it up" in words_of(window)
    assert not panel(window).make.isVisible()
    window.close()
    desk.close()


def test_backups_are_made_by_themselves_and_what_hinders_them_is_told_once(
    qtbot: QtBot, qapp: QApplication, desk: Desk
) -> None:
    told: list[str] = []
    jobs = InlineJobs()
    keeper = BackingUp(Office(desk, jobs, News()), jobs)
    keeper.troubled.connect(told.append)
    folder = backup.beside(Path(desk.address))
    folder.write_text("in the way")
    keeper.look()
    keeper.look()
    assert len(told) == 1
    assert "cannot be written" in told[0]

    folder.unlink()
    keeper.look()
    arrivals.record(desk, arrival("赵明慧", 922, "2026-11-01"))
    keeper.look()
    assert [slip.residents for slip in copies(desk)] == [0]  # two hours have not passed
    jobs.close()


def test_who_is_in_a_hurry_leaves_without_a_backup(qtbot: QtBot, desk: Desk) -> None:
    leaving = Leaving(desk)
    leaving.show()
    qtbot.keyClick(leaving, Qt.Key.Key_Escape)
    leaving.wait()
    assert copies(desk) == ()
    Leaving(desk).wait()
    assert len(copies(desk)) == 1


class Watched(Leaving):
    """Counts how often it is seen."""

    seen = 0

    def showEvent(self, event: QShowEvent) -> None:
        Watched.seen += 1
        super().showEvent(event)


def test_the_window_of_a_backup_that_is_made_in_time_does_not_come_up_afterwards(
    qtbot: QtBot, desk: Desk
) -> None:
    Watched(desk).wait()
    sleep(SHOWN_AFTER_MS / 1000)  # as on a machine that is slow to close the rest
    QApplication.processEvents()
    assert not Watched.seen


# -- before a list is taken in


@pytest.mark.parametrize(("key", "held", "many"), [("F9", None, 0), ("Return", CTRL, 1)])
def test_before_a_list_is_taken_in_a_backup_is_made_and_where_none_can_be_the_officer_decides(
    qtbot: QtBot,
    desk: Desk,
    monkeypatch: pytest.MonkeyPatch,
    key: str,
    held: Qt.KeyboardModifier | None,
    many: int,
) -> None:
    full = shutil.disk_usage(Path(desk.address).parent)._replace(free=1 << 20)
    window = open_window(qtbot, desk, "intake", what=("file", SAMPLE))
    with monkeypatch.context() as no_room:
        no_room.setattr(shutil, "disk_usage", lambda _place: full)
        press(qtbot, window, Qt.Key.Key_Return, CTRL)
        assert "Nothing was taken in, for no backup could be made before." in words_of(window)
        assert "1 MB free" in words_of(window)
        assert not search.find(desk, "王立群")
    press(qtbot, window, getattr(Qt.Key, f"Key_{key}"), held or Qt.KeyboardModifier.NoModifier)
    assert "20 lines taken in" in words_of(window.bottom)
    assert [(copy.last_act, copy.residents) for copy in copies(desk)] == [("open_office", 0)] * many
