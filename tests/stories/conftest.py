"""What stories told in the window stand on: our look, Chinese, and an officer who goes home at the end."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app import language
from tests.stories.officer import Officer
from ui import theme


def pytest_itemcollected(item: pytest.Item) -> None:
    """The screen that tests draw on has no window manager and says so; that is no fault of ours."""
    item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))


@pytest.fixture
def officer(qtbot: QtBot, qapp: QApplication) -> Iterator[Officer]:
    """An officer who reads Chinese."""
    qapp.setStyle("Fusion")
    theme.apply(qapp)
    before = QLocale()
    language.use("zh_CN")
    QLocale.setDefault(QLocale("zh_CN"))
    officer = Officer(qtbot, qapp)
    yield officer
    officer.goes_home()
    QLocale.setDefault(before)
