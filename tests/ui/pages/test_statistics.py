"""统计 by real keys: every number is read aloud, opens its list, and is the list's length."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from app import invent, offices
from app.desk import Desk
from tests.helpers.window import open_window, press, words_of
from ui.pages.statistics import StatisticsPage
from ui.widgets.marks import Marks
from ui.window import Window

DAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    invented = tmp_path_factory.mktemp("statistics") / "community.anju"
    invent.invent(offices.url_of(str(invented)), 600, 5, DAY)
    return invented


@pytest.fixture
def community(file: Path) -> Iterator[Desk]:
    desk = offices.open_fiction(offices.url_of(str(file)), DAY)
    yield desk
    desk.close()


@pytest.fixture
def window(qtbot: QtBot, community: Desk) -> Window:
    return open_window(qtbot, community, "statistics", "resident")


def page(window: Window) -> StatisticsPage:
    return cast(StatisticsPage, window.page())


def charts(shown: StatisticsPage) -> tuple[Marks, ...]:
    return shown.figures, shown.pyramid, shown.months, shown.matrix, shown.dues


def test_the_first_number_is_in_hand_and_said(window: Window) -> None:
    shown = page(window)
    assert shown.figures.hasFocus()
    mark = shown.figures.in_hand()
    assert mark is not None
    assert shown.figures.accessibleDescription().startswith(f"Live here {mark.count}")


def test_every_number_opens_a_list_of_its_length_and_esc_leads_back(qtbot: QtBot, window: Window) -> None:
    shown = page(window)
    for chart in charts(shown):
        for _mark in chart.marks():
            chart.setFocus()
            in_hand = chart.in_hand()
            assert in_hand is not None
            press(qtbot, window, Qt.Key.Key_Return)
            if in_hand.count:
                assert shown.list.hasFocus()
                assert shown.list.table.rowCount() == in_hand.count, in_hand.words
                press(qtbot, window, Qt.Key.Key_Escape)
            assert not shown.list.isVisible()
            chart.setFocus()
            press(qtbot, window, Qt.Key.Key_Right)


def test_enter_in_a_list_opens_the_file(qtbot: QtBot, window: Window) -> None:
    shown = page(window)
    press(qtbot, window, Qt.Key.Key_Return)
    row = shown.list.current()
    assert row is not None
    press(qtbot, window, Qt.Key.Key_Return)
    assert row.name in words_of(window)


def test_the_law_is_asked_about_everyone_by_f6_and_a_service_opens_who_has_it(
    qtbot: QtBot, window: Window
) -> None:
    shown = page(window)
    press(qtbot, window, Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: bool(shown.services.marks()))
    first = shown.services.marks()[0]
    assert first.count > 0
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(shown.list.isVisible)
    assert shown.list.table.rowCount() == first.count


def test_a_community_narrows_everything(window: Window) -> None:
    shown = page(window)
    whole = shown.figures.marks()[0].count
    shown.community.setCurrentIndex(1)
    some = shown.figures.marks()[0].count
    assert 0 < some < whole
    assert shown.pyramid.marks()[0].count <= some
    assert len(shown.matrix.marks()) == 5  # one row


def test_the_table_is_copied_and_exported(
    qtbot: QtBot, window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    press(qtbot, window, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QApplication.clipboard().text().splitlines()
    assert lines[0].startswith("Community\tLive here")
    assert len(lines) == 1 + len(page(window).matrix.marks()) // 5
    file = tmp_path / "out.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    press(qtbot, window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(file.exists)
