"""The width an officer gives a column is there again the next day, for that officer only."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHeaderView, QWidget
from pytestqt.qtbot import QtBot

from app import officers, offices
from app.desk import Desk
from app.offices import NewOfficer
from tests.helpers.office import OFFICE, OFFICER
from tests.helpers.window import open_window, the
from ui import theme
from ui.pages.settings_panels import OfficersPanel
from ui.preferences import Preferences
from ui.table import Column
from ui.widgets.worklist import WorkList
from ui.widths import Widths
from ui.window import Window

OTHER = NewOfficer("zhaoq", "赵晴", "", "an other window 8")
NAME = 0


def header(window: Window) -> QHeaderView:
    officers_here: WorkList[Any] = the(the(window, OfficersPanel), WorkList)
    return officers_here.horizontalHeader()


def drag(window: Window, number: int, by: int) -> None:
    """Drag the right edge of a column's title, as the mouse does."""
    QApplication.processEvents()  # the layout has its say first
    titles = header(window)
    edge = titles.sectionViewportPosition(number) + titles.sectionSize(number) - 1
    start = titles.viewport().mapTo(window, QPoint(edge, titles.height() // 2))
    handle, left = window.windowHandle(), Qt.MouseButton.LeftButton
    assert handle is not None
    QTest.mouseMove(handle, start)
    QTest.mousePress(handle, left, Qt.KeyboardModifier.NoModifier, start)
    QTest.mouseMove(handle, start + QPoint(by // 2, 0))
    QTest.mouseMove(handle, start + QPoint(by, 0))
    QTest.mouseRelease(handle, left, Qt.KeyboardModifier.NoModifier, start + QPoint(by, 0))


def at_settings(qtbot: QtBot, desk: Desk) -> Window:
    return open_window(qtbot, desk, "settings")


def test_a_dragged_width_is_kept_for_its_officer_at_every_text_size(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    url = offices.url_of(str(tmp_path / "office.anju"))
    desk, _code = offices.create(url, OFFICE, OFFICER)
    officers.add(desk, OTHER)
    window = at_settings(qtbot, desk)
    designed = header(window).sectionSize(NAME)
    drag(window, NAME, 60)
    assert header(window).sectionSize(NAME) == designed + 60

    theme.apply(qapp, "light", 1.25)
    assert abs(header(at_settings(qtbot, desk)).sectionSize(NAME) - (designed + 60) * 1.25) <= 2
    theme.apply(qapp)
    desk.close()
    others = offices.sign_in(url, OTHER.login, OTHER.password)
    assert header(at_settings(qtbot, others)).sectionSize(NAME) == designed
    others.close()


def test_a_double_click_on_the_edge_puts_the_column_back(qtbot: QtBot, tmp_path: Path) -> None:
    desk, _code = offices.create(offices.url_of(str(tmp_path / "office.anju")), OFFICE, OFFICER)
    window = at_settings(qtbot, desk)
    designed = header(window).sectionSize(NAME)
    drag(window, NAME, 60)
    header(window).sectionHandleDoubleClicked.emit(NAME)
    assert header(window).sectionSize(NAME) == designed
    assert header(at_settings(qtbot, desk)).sectionSize(NAME) == designed
    desk.close()


def test_a_column_put_back_still_holds_its_title(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    columns = (Column[str]("A title of many words", str, width=20), Column[str]("The rest", str))
    narrow = WorkList(columns, key=str, name="list", parent=page)
    designed = narrow.columnWidth(NAME)
    widths = Widths(Preferences(), "chenxl", page)
    widths.follow(page)
    narrow.setColumnWidth(NAME, 300)
    narrow.horizontalHeader().sectionHandleDoubleClicked.emit(NAME)
    assert narrow.columnWidth(NAME) == designed
    assert designed > narrow.horizontalHeader().fontMetrics().horizontalAdvance("A title of many words")
