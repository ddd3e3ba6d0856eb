"""Every page in each language, theme and size: nothing is cut off, small, unnamed or too wide."""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from typing import TypeVar

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from app import language
from app.desk import Desk
from app.language import _
from tests.helpers.office import Samples
from tests.helpers.window import open_window
from ui import theme
from ui.pages import PAGES
from ui.table import CELL
from ui.widgets.cells import spoken
from ui.widgets.combo import Combo
from ui.widgets.fields import TextField
from ui.widgets.tabs import Tab
from ui.widgets.worklist import WorkList
from ui.window import Window

W = TypeVar("W", bound=QWidget)
DESIGN, NARROW, WIDE = (1366, 696), (1093, 542), (1920, 1008)
STANDARD, LARGE = 1.0, 1.25
LEAST_TEXT = 13
CHROME = 36
"""The edges of a combo and its arrow, at the standard text size."""
NAMES = tuple(entry.name for entry in PAGES)


def subject(page: str, made: Samples) -> object:
    """Something to show on the page, so that it is seen full."""
    return {
        "registration": ("stay", made.stays["overdue"]),
        "resident": ("person", made.people["endorsable"]),
        "papers": ("person", made.people["endorsable"]),
        "review": ("permit", made.permits["accepted"]),
        "printing": ("permit", made.permits["approved"]),
    }.get(page)


def seen(window: QWidget, kind: type[W]) -> Iterator[W]:
    """The widgets of a kind that can be seen now."""
    for widget in window.findChildren(kind):
        if widget.isVisible() and not widget.visibleRegion().isEmpty():
            yield widget


def cut_off(window: QWidget) -> list[str]:
    """Words with less room than they need, and no tooltip that says them whole."""
    labels = [
        label.text()
        for label in seen(window, QLabel)
        if not label.wordWrap()
        and label.contentsRect().width() < label.fontMetrics().horizontalAdvance(label.text())
        and not label.toolTip()
    ]
    buttons = [
        button.accessibleName()
        for button in seen(window, QAbstractButton)
        if button.width() < button.sizeHint().width()
        and not isinstance(button.parent(), QLineEdit)  # those Qt draws within its fields
    ]
    return labels + buttons


def small(window: QWidget) -> list[str]:
    """Words below 13 px."""
    written: list[QLabel | QLineEdit | QAbstractButton] = [
        *seen(window, QLabel), *seen(window, QLineEdit), *seen(window, QAbstractButton)
    ]  # fmt: skip
    return [each.text() for each in written if QFontInfo(each.font()).pixelSize() < LEAST_TEXT]


def unnamed(window: QWidget) -> list[str]:
    """What the keyboard reaches and a screen reader has no name for."""
    return [
        f"{type(widget).__name__} in {type(widget.parent()).__name__}"
        for widget in seen(window, QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not isinstance(widget, QScrollArea)
        and not (widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text()))
    ]


def room_needed(window: Window) -> QSize:
    """The least room in which nothing sticks out of the window."""
    layout = window.layout()
    assert layout is not None
    return layout.minimumSize()


def clipped(window: QWidget) -> list[str]:
    """Choices with less room than they need and no tooltip, and notes that lie on what is typed."""
    combos = [
        combo.currentText()
        for combo in seen(window, Combo)
        if combo.width() - theme.px(CHROME) < combo.fontMetrics().horizontalAdvance(combo.currentText())
        and not combo.toolTip()
    ]
    fields = [
        field.text()
        for field in seen(window, TextField)
        if field.shows_note()
        and field.width() - field.textMargins().right() < field.fontMetrics().horizontalAdvance(field.text())
    ]
    return combos + fields


def cut_cells(window: QWidget) -> list[str]:
    """Cells and titles of lists that end in …; an address or a rule's title may, in its middle."""
    found = []
    for work_list in seen(window, WorkList):
        table, header = work_list.table, work_list.horizontalHeader()
        for column, kind in enumerate(table.columns):
            title = header.fontMetrics().horizontalAdvance(_(kind.title)) + theme.px(8)
            if (
                header.isVisible()
                and not header.isSectionHidden(column)
                and title > header.sectionSize(column)
            ):
                found.append(_(kind.title))
        for line in range(table.rowCount()):
            for column in range(table.columnCount()):
                index = table.index(line, column)
                in_sight = not work_list.visualRect(index).isEmpty() and not work_list.isColumnHidden(column)
                may_be = getattr(index.data(CELL), "cut_inside", False)
                if in_sight and not may_be and work_list.is_cut(index):
                    found.append(spoken(index.data(CELL)))
    return found


def behind_tabs(window: Window) -> Iterator[str]:
    """The page as it opens, and behind each of its tabs."""
    page = window.page()
    assert page is not None
    settle(window)
    yield ""
    for tab in list(seen(window, Tab)):
        tab.click()
        settle(window)
        yield tab.text()


def settle(window: QWidget) -> None:
    """Let layouts within layouts take their turns, and what yields say so in its tooltip once drawn."""
    for _turn in range(5):
        QApplication.processEvents()
    window.grab()


@pytest.mark.parametrize("language_", ["zh_CN", "en"])
@pytest.mark.parametrize(
    ("sizes", "scale", "look"),
    [((DESIGN, WIDE), STANDARD, "light"), ((NARROW,), STANDARD, "dark"), ((DESIGN,), LARGE, "light")],
)  # fmt: skip
@pytest.mark.parametrize("page", NAMES)
def test_a_page_fits_and_says_what_it_shows(
    qtbot: QtBot,
    qapp: QApplication,
    sample: tuple[Desk, Samples],
    page: str,
    sizes: tuple[tuple[int, int], ...],
    scale: float,
    look: str,
    language_: str,
) -> None:
    language.use(language_)
    theme.apply(qapp, look, scale)
    desk, made = sample
    window = open_window(qtbot, desk, page, what=subject(page, made), size=sizes[0])
    for size in sizes:
        window.resize(*size)
        for tab in behind_tabs(window):
            assert (tab, cut_off(window)) == (tab, [])
            assert (tab, small(window)) == (tab, [])
            assert (tab, unnamed(window)) == (tab, [])
            assert (tab, clipped(window)) == (tab, [])
            if language_ == "zh_CN":  # what is longer in English ends in … and is whole in its tooltip
                assert (tab, cut_cells(window)) == (tab, [])
            if scale == STANDARD:
                needed = room_needed(window)
                assert (needed.width() <= size[0], needed.height() <= size[1]) == (True, True), (tab, needed)


class Twice(gettext.NullTranslations):
    """A language in which everything is twice as long as in Chinese."""

    def __init__(self, chinese: gettext.NullTranslations) -> None:
        super().__init__()
        self._chinese = chinese

    def gettext(self, message: str) -> str:
        return self._chinese.gettext(message) * 2

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self._chinese.ngettext(msgid1, msgid2, n) * 2


@pytest.mark.parametrize("page", NAMES)
def test_words_twice_as_long_are_nowhere_cut_without_being_told(
    qtbot: QtBot, sample: tuple[Desk, Samples], page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    twice = Twice(language._catalogue("zh_CN"))
    monkeypatch.setattr(language, "_words", lambda: twice)
    desk, made = sample
    window = open_window(qtbot, desk, page, what=subject(page, made), size=DESIGN)
    for tab in behind_tabs(window):
        assert (tab, cut_off(window)) == (tab, [])
        assert (tab, clipped(window)) == (tab, [])
