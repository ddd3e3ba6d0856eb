"""The idle lock: it hides everything, keeps everything typed, and lets the officer back in."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from app import offices
from tests.helpers.office import OFFICE, OFFICER, sampled
from tests.helpers.window import open_window
from ui.daywatch import steady
from ui.idle import IdleWatch
from ui.pages.registration import RegistrationPage
from ui.window import Window

CTRL = Qt.KeyboardModifier.ControlModifier
ON = date(2026, 11, 23)


def press(window: Window, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key as the keyboard does: it comes to the window first."""
    handle = window.windowHandle()
    assert handle is not None
    QTest.keyClick(handle, key, held)


def read_aloud(window: Window) -> str:
    """All words that can be seen."""
    texts = [label.text() for label in window.findChildren(QLabel) if label.isVisible()]
    return " ".join(texts + [field.text() for field in window.findChildren(QLineEdit) if field.isVisible()])


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Window:
    desk, _code = offices.create(offices.url_of(str(tmp_path / "office.anju")), OFFICE, OFFICER, ON)
    return open_window(qtbot, desk, "registration")


def test_a_locked_window_shows_nobody_and_the_password_brings_back_what_was_typed(window: Window) -> None:
    page = window.page()
    assert isinstance(page, RegistrationPage)
    field = window.focusWidget()
    assert isinstance(field, QLineEdit)
    QTest.keyClicks(field, "530381")
    press(window, Qt.Key.Key_L, CTRL)
    assert window.lock.locked
    assert "530381" not in read_aloud(window)
    assert window.windowTitle().count(OFFICER.name) == 0

    QTest.keyClicks(window.focusWidget(), "not the password")
    press(window, Qt.Key.Key_Return)
    assert window.lock.locked
    assert "530381" not in read_aloud(window)
    press(window, Qt.Key.Key_F2)  # no key of the window works behind the lock
    press(window, Qt.Key.Key_1, CTRL)
    press(window, Qt.Key.Key_Escape)
    assert window.lock.locked

    QTest.keyClicks(window.focusWidget(), OFFICER.password)
    press(window, Qt.Key.Key_Return)
    assert not window.lock.locked
    assert window.focusWidget() is field
    assert field.text().replace(" ", "") == "530381"


def test_a_fictional_community_comes_back_by_one_key(qtbot: QtBot, tmp_path: Path) -> None:
    desk, _samples = sampled(tmp_path)
    window = open_window(qtbot, desk, "today")
    press(window, Qt.Key.Key_L, CTRL)
    assert window.lock.locked
    press(window, Qt.Key.Key_Return)
    assert not window.lock.locked
    desk.close()


def test_the_search_that_was_open_is_there_again_with_its_words(qtbot: QtBot, tmp_path: Path) -> None:
    desk, _samples = sampled(tmp_path)
    window = open_window(qtbot, desk, "today")
    press(window, Qt.Key.Key_K, CTRL)
    QTest.keyClicks(window.focusWidget(), "zhao")
    window.lock_now()
    assert "zhao" not in read_aloud(window)
    press(window, Qt.Key.Key_Return)
    assert window.sheets.finder.isVisible()
    assert "zhao" in read_aloud(window)
    desk.close()


def test_it_is_told_once_when_nobody_touched_the_window_for_so_long(
    qtbot: QtBot, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = steady()
    monkeypatch.setattr("ui.hands.steady", lambda: running)
    watch = IdleWatch(timedelta(minutes=10), window)
    told: list[bool] = []
    watch.fell_idle.connect(lambda: told.append(True))

    running += timedelta(minutes=9)
    press(window, Qt.Key.Key_Tab)
    running += timedelta(minutes=9)
    watch.look()
    assert told == []
    running += timedelta(minutes=1)
    watch.look()
    watch.look()
    assert told == [True]
