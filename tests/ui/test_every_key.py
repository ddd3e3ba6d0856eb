"""Every key that the sheet of keys (F1) tells of, on every page, pressed where the officer begins there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QImage, QKeySequence
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app import language
from app.desk import Desk
from tests.helpers.office import Samples
from tests.helpers.window import open_window
from tests.ui.test_every_page import NAMES, settle, subject
from ui import theme
from ui.keyboard import Keyboard
from ui.widgets.text import Text
from ui.window import Window

ONE_OF = {
    "Ctrl+1…0": "Ctrl+2", "Up Down": "Down", "Left Right": "Right", "Shift+Left Right": "Shift+Left",
    "Ctrl+Left Right": "Ctrl+Left", "+ -": "+", "↑ ↓": "Down", "←": "Left", "→": "Right", "1…9": "1",
}  # fmt: skip
"""Of keys that are told of together, one that has something to do where the officer begins."""

BEFORE = {
    ("resident", "Home"): ("Left",),
    ("resident", "Space"): ("Down",) * 5,
    ("closing", "1…9"): ("Tab", "Tab"),
    ("verify", "Enter"): ("1",),
    ("review", "Space"): ("Tab",),
}
"""What is pressed first where a key has nothing to do yet: away from today, onto a group of services, …"""
LEAVES_THE_TAB = "Ctrl+Tab"


@pytest.fixture(autouse=True)
def steady_cursor(qapp: QApplication) -> Iterator[None]:
    """What blinks is no answer to a key."""
    before = qapp.cursorFlashTime()
    qapp.setCursorFlashTime(0)
    yield
    qapp.setCursorFlashTime(before)


def pressed_as(told: str) -> str:
    """A key to press of those the sheet tells of: "Alt+0…6" is tried by Alt+1."""
    before, several, _last = told.partition("…")
    return ONE_OF.get(told) or (f"{before[:-1]}1" if several else told)


def press(qtbot: QtBot, window: Window, name: str) -> None:
    qtbot.keySequence(QApplication.focusWidget() or window, QKeySequence(name.replace("Enter", "Return")))


def on_the_sheet(window: Window) -> dict[str, str]:
    """The keys of the window and of the page as F1 tells of them, with their words."""
    window.open_keys()
    anywhere, here = (dict(keys) for _title, keys in window.sheets.keys.columns[:2])
    window.sheets.keys.close_sheet()
    return anywhere | here


@pytest.mark.parametrize("scale", [1.0, 1.25])
@pytest.mark.parametrize("page", NAMES)
def test_the_sheet_of_keys_is_whole_at_the_design_size_and_in_large_text(
    qtbot: QtBot, qapp: QApplication, sample: tuple[Desk, Samples], page: str, scale: float
) -> None:
    language.use("zh_CN")
    theme.apply(qapp, "light", scale)
    desk, made = sample
    window = open_window(qtbot, desk, page, what=subject(page, made))
    window.open_keys()
    settle(window)
    for text in window.sheets.keys.findChildren(Text):
        assert text.height() >= text.fontMetrics().height(), f"{text.text()} is cut"
        assert text.mapTo(window, text.rect().bottomLeft()).y() < window.height(), f"{text.text()} is outside"
    window.sheets.keys.close_sheet()


def done_by_the_window(window: Window) -> set[str]:
    """Those of them that the window hands to somebody; what has the focus does the others."""
    page = window.page()
    assert page is not None
    keys = (*window._window_keys(), *page.own_keys())
    return {key.press for key in keys if key.do is not None} | {each.key for each in page.buttons()}


@pytest.mark.parametrize("page", NAMES)
def test_every_key_comes_through_from_where_the_officer_begins(
    qtbot: QtBot, sample: tuple[Desk, Samples], page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    came: list[str] = []
    monkeypatch.setattr(Keyboard, "press", lambda self, name: came.append(name))
    desk, made = sample
    window = open_window(qtbot, desk, page, what=subject(page, made))
    settle(window)
    for name in sorted(on_the_sheet(window).keys() & done_by_the_window(window)):
        came.clear()
        press(qtbot, window, name)
        assert came == [name], f"{name} on {page} comes to {came}"


def picture(window: Window) -> QImage:
    settle(window)
    return window.grab().toImage()


@pytest.mark.parametrize("page", NAMES)
def test_every_key_left_to_what_has_the_focus_does_something_that_is_seen(
    qtbot: QtBot, sample: tuple[Desk, Samples], page: str
) -> None:
    desk, made = sample
    window = open_window(qtbot, desk, page, *(name for name in NAMES if name != page))
    window.go(page, subject(page, made))
    settle(window)
    left = on_the_sheet(window).keys() - done_by_the_window(window)
    for name in sorted(left, key=lambda press: (press == LEAVES_THE_TAB, press)):
        window.go("verify" if page != "verify" else "papers")
        window.go(page, subject(page, made))
        for first in BEFORE.get((page, name), ()):
            press(qtbot, window, first)
        before = picture(window)
        press(qtbot, window, pressed_as(name))
        is_seen = picture(window) != before
        assert is_seen, f"{name} on {page} does nothing that is seen"
