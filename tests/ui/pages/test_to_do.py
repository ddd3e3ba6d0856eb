"""打印清单: the queue of 今日 on paper, seen first, sorted, printed, and said to have come out."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app import printouts, to_do
from app.desk import Desk
from tests.helpers.office import Samples
from tests.helpers.window import open_window, press, words_of
from tests.paper import pages
from ui.pages.to_do import ToDoPage
from ui.pages.today import TodayPage
from ui.window import Window

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


def page(window: Window) -> ToDoPage:
    return cast(ToDoPage, window.page())


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> Window:
    return open_window(qtbot, desk, "today", "to_do")


def kept(desk: Desk) -> list[str]:
    return [each.state for each in printouts.of_day(desk, desk.today()) if each.document == "to_do_list"]


def test_ctrl_p_prints_the_queue_that_is_shown_and_f9_says_that_it_came_out(
    qtbot: QtBot, window: Window, desk: Desk, paper: Path
) -> None:
    press(qtbot, window, Qt.Key.Key_1, ALT)
    press(qtbot, window, Qt.Key.Key_P, CTRL)
    assert "The whole station, 30 days, to register" in words_of(page(window))
    assert kept(desk) == []
    press(qtbot, window, Qt.Key.Key_P, CTRL)
    qtbot.waitUntil(paper.exists)
    assert "Did the list come out right?" in words_of(page(window))
    press(qtbot, window, Qt.Key.Key_F9)
    assert kept(desk) == ["came_out"]
    press(qtbot, window, Qt.Key.Key_Escape)
    assert isinstance(window.page(), TodayPage)


def test_2_sorts_it_by_address_which_is_remembered(
    qtbot: QtBot, window: Window, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.pages.press.ask_where", lambda *asked: tmp_path / "list.pdf")
    press(qtbot, window, Qt.Key.Key_P, CTRL)
    press(qtbot, window, Qt.Key.Key_2)
    press(qtbot, window, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil((tmp_path / "list.pdf").exists)
    assert "按住址" in pages.solid((tmp_path / "list.pdf").read_bytes())
    again = open_window(qtbot, desk, "to_do")
    assert page(again)._order.value() == "address"


def test_a_list_that_waits_for_its_word_stays_as_it_was_made(
    qtbot: QtBot, window: Window, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.pages.press.ask_where", lambda *asked: tmp_path / "list.pdf")
    press(qtbot, window, Qt.Key.Key_P, CTRL)
    press(qtbot, window, Qt.Key.Key_S, CTRL)
    press(qtbot, window, Qt.Key.Key_2)
    press(qtbot, window, Qt.Key.Key_S, CTRL)
    assert kept(desk) == ["sent"], "the same list is saved again, and no other made"
    press(qtbot, window, Qt.Key.Key_F7)
    press(qtbot, window, Qt.Key.Key_1)
    press(qtbot, window, Qt.Key.Key_F7)
    assert kept(desk) == ["void"]


def test_brackets_turn_the_pages(qtbot: QtBot, desk: Desk, made: Samples) -> None:
    window = open_window(qtbot, desk, "to_do")
    assert "Page 1 of 1" in words_of(page(window))
    press(qtbot, window, Qt.Key.Key_BracketRight)
    assert "Page 1 of 1" in words_of(page(window))


def test_a_list_that_is_too_long_says_so_in_its_place(
    qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(qtbot, desk, "today", "to_do")
    press(qtbot, window, Qt.Key.Key_1, ALT)
    press(qtbot, window, Qt.Key.Key_P, CTRL)
    press(qtbot, window, Qt.Key.Key_Escape)
    monkeypatch.setattr(to_do, "AT_MOST", 4)
    press(qtbot, window, Qt.Key.Key_0, ALT)
    press(qtbot, window, Qt.Key.Key_P, CTRL)
    assert "Choose one kind of work" in words_of(page(window))
    assert page(window).preview.pages() == 0, "nothing of the list before is to be seen"
