"""Tab through every page: it comes to everything that can be operated, once, in the order it is read."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from app.desk import Desk
from tests.helpers.office import Samples
from tests.helpers.window import open_window, press
from tests.ui.test_every_page import NAMES, seen, settle, subject
from ui.pages import PAGES
from ui.pages.resident_why import Explanation
from ui.widgets.panel import Panel
from ui.window import Window

MOST = 120


def name_of(widget: QWidget) -> str:
    return widget.accessibleName() or f"{type(widget).__name__} {getattr(widget, 'text', str)()}"


def stops(qtbot: QtBot, window: Window) -> list[QWidget]:
    """Where the Tab key stops, from where the officer begins and round again."""
    if not window.focusWidget().focusPolicy() & Qt.FocusPolicy.TabFocus:
        press(qtbot, window, Qt.Key.Key_Tab)  # a page with nothing to begin with has the focus itself
    begin = window.focusWidget()
    met = [begin]
    for _turn in range(MOST):
        press(qtbot, window, Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        assert now is not None
        if now is begin:
            return met
        assert now not in met, f"Tab comes to {name_of(now)} again and not to {name_of(begin)}"
        met.append(now)
    raise AssertionError("Tab does not come round")


def operable(window: Window) -> list[QWidget]:
    """What can be operated by keys and is seen now."""
    return [
        widget
        for widget in seen(window, QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isEnabled()
        and not isinstance(widget, QScrollArea)
        and widget.focusProxy() is None
    ]


def part_of(window: Window, stop: QWidget) -> int:
    """Which part of the window a stop is in, in the order they are gone through."""
    parts = (window.rail, window.top, window.bar, window.stack, window.bottom)
    return next(number for number, part in enumerate(parts) if part is stop or part.isAncestorOf(stop))


def panel_of(stop: QWidget) -> QWidget | None:
    """The innermost panel a stop is in."""
    above = stop.parentWidget()
    while above is not None and not isinstance(above, Panel):
        above = above.parentWidget()
    return above


@pytest.mark.parametrize("page", NAMES)
def test_tab_comes_to_everything_once_part_by_part_and_panel_by_panel(
    qtbot: QtBot, sample: tuple[Desk, Samples], page: str
) -> None:
    desk, made = sample
    under = next(entry.under for entry in PAGES if entry.name == page)
    shown = (page, under) if under else (page,)  # what lies under a page is on the rail by that page
    window = open_window(qtbot, desk, *shown, what=subject(page, made))
    settle(window)
    met = stops(qtbot, window)
    missed = [name_of(widget) for widget in operable(window) if widget not in met]
    assert missed == []

    first = next(number for number, stop in enumerate(met) if part_of(window, stop) == 0)
    in_order = met[first:] + met[:first]
    parts = [part_of(window, stop) for stop in in_order]
    assert parts == sorted(parts), [(part, name_of(stop)) for part, stop in zip(parts, in_order, strict=True)]
    assert parts.count(0) == 1  # the rail is one stop

    left: list[QWidget | None] = []
    before: QWidget | None = None
    for stop in in_order:
        now = panel_of(stop)
        if now is not before:
            assert now is None or now not in left, f"back into a panel at {name_of(stop)}"
            left.append(before)
            before = now


def test_shift_tab_goes_the_same_way_back(qtbot: QtBot, sample: tuple[Desk, Samples]) -> None:
    desk, made = sample
    window = open_window(qtbot, desk, "review", what=subject("review", made))
    settle(window)
    there = stops(qtbot, window)
    for stop in reversed(there[1:]):
        press(qtbot, window, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
        assert QApplication.focusWidget() is stop


def test_tab_comes_to_the_reasons_before_the_key_below_them(
    qtbot: QtBot, sample: tuple[Desk, Samples]
) -> None:
    """They are shown anew for each service, so they are made after it."""
    desk, made = sample
    window = open_window(qtbot, desk, "resident", what=subject("resident", made))
    settle(window)
    (beside,) = window.findChildren(Explanation)
    met = [stop for stop in stops(qtbot, window) if beside.isAncestorOf(stop)]
    assert len(met) > 1
    assert met[-1] is beside.print
