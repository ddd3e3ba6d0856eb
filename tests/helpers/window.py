"""A real window at a real desk, its jobs done before they return, for tests that press real keys."""

from __future__ import annotations

from functools import partial
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.desk import Desk
from tests.helpers.inline import InlineJobs
from ui import settled
from ui.bars import Standing
from ui.jobs import Jobs
from ui.news import News
from ui.office import Office
from ui.pages import PAGES
from ui.window import Window

W = TypeVar("W", bound=QWidget)


def open_window(
    qtbot: QtBot,
    desk: Desk,
    *pages: str,
    what: object = None,
    size: tuple[int, int] = (1366, 696),
    jobs: Jobs | None = None,
) -> Window:
    """A window with these pages only, the first one open and showing ``what``; by ``jobs`` or inline."""
    window = Window(tuple(entry for name in pages for entry in PAGES if entry.name == name))
    qtbot.addWidget(window)
    window.resize(*size)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    jobs, news = jobs or InlineJobs(window), News(window)
    desk.on_change(news.tell)
    window.destroyed.connect(jobs.close)
    standing = Standing(desk.today(), desk.office.name, desk.officer.name, desk.officer.post)
    window.settle(Office(desk, jobs, news), standing, find=partial(settled.find, desk))
    if what is not None:
        window.go(pages[0], what)
    return window


def press(
    qtbot: QtBot, window: Window, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """Press a key where the focus is."""
    qtbot.keyClick(window.focusWidget(), key, held)


def the(inside: QWidget, kind: type[W]) -> W:
    """The first widget of a kind inside another."""
    found = inside.findChild(kind)
    assert found is not None
    return found


def words_of(widget: QWidget) -> str:
    """Everything that can be read on it now."""
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())
