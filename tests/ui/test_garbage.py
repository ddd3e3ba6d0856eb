"""What belongs to the window is never collected on another thread."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from threading import Thread

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from ui.daywatch import steady
from ui.garbage import BETWEEN_KEYS, OLDEST, TOO_MUCH, Sweeper, due, sweep


@pytest.fixture
def sweeper(qapp: QObject) -> Iterator[Sweeper]:
    sweeper = Sweeper(qapp)
    yield sweeper
    sweeper.end()


def lost() -> weakref.ref[QObject]:
    """An object of Qt that only a cycle still holds."""
    it = QObject()
    it.itself = it  # type: ignore[attr-defined]
    return weakref.ref(it)


def fill_the_youngest_generation() -> None:
    [[] for _each in range(2 * gc.get_threshold()[0])]


def test_another_thread_does_not_end_an_object_of_the_window(sweeper: Sweeper) -> None:
    seen = lost()
    worker = Thread(target=fill_the_youngest_generation)
    worker.start()
    worker.join()
    assert seen() is not None


def test_the_window_sweeps_it_away(sweeper: Sweeper) -> None:
    seen = lost()
    kept: list[list[int]] = [[] for _each in range(2 * gc.get_threshold()[0])]
    sweep()
    assert seen() is None
    assert kept


def test_python_collects_again_when_the_program_has_ended(sweeper: Sweeper) -> None:
    assert not gc.isenabled()
    sweeper.end()
    assert gc.isenabled()


def fill_the_oldest_generation() -> None:
    """As many sweeps of the younger ones as make the oldest due."""
    while due() != OLDEST:
        fill_the_youngest_generation()
        gc.collect(OLDEST - 1)


def test_what_was_there_from_the_beginning_is_not_looked_through_again(sweeper: Sweeper) -> None:
    fill_the_oldest_generation()
    beginning = lost()
    sweeper.sweep()
    later = lost()
    fill_the_oldest_generation()
    sweeper.sweep()
    assert beginning() is not None
    assert later() is None
    sweeper.look_again()
    fill_the_oldest_generation()
    sweeper.sweep()
    assert beginning() is None


def test_nothing_is_swept_between_two_keys_until_too_much_has_gathered(
    qtbot: QtBot, sweeper: Sweeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = steady()
    monkeypatch.setattr("ui.hands.steady", lambda: running)
    window = QLineEdit()
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    kept: list[list[int]] = [[] for _each in range(2 * gc.get_threshold()[0])]
    seen = lost()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_1)
    sweeper.look()
    assert window.text() == "1"
    assert seen() is not None
    kept += [[] for _each in range(TOO_MUCH)]
    sweeper.look()
    assert seen() is None

    kept += [[] for _each in range(2 * gc.get_threshold()[0])]
    seen = lost()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_2)
    running += BETWEEN_KEYS
    sweeper.look()
    assert seen() is None
    assert kept
