"""The widths an officer gave the columns of lists, kept for that officer on this machine."""

from __future__ import annotations

from functools import partial
from hashlib import sha256
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QHeaderView, QWidget

from ui import theme
from ui.preferences import Preferences
from ui.widgets.worklist import WorkList

LEAST = 40
DRAGGED = QHeaderView.ResizeMode.Interactive


class Widths(QObject):
    """Gives the lists of a page the widths its officer chose, and keeps those that are dragged.

    Kept at the standard text size. A double click on the edge of a column's title puts
    the column back to the width it was designed with.
    """

    def __init__(self, preferences: Preferences, login: str, parent: QObject) -> None:
        super().__init__(parent)
        self._preferences, self._login = preferences, login
        self._followed: set[QHeaderView] = set()
        self._looked: dict[QWidget, int] = {}

    def follow(self, page: QWidget) -> None:
        """Look after the lists of a page, those too that it has built since it was last asked."""
        if self._looked.get(page) == WorkList.built:
            return
        self._looked[page] = WorkList.built
        for work_list in page.findChildren(WorkList):
            if work_list.horizontalHeader() not in self._followed:
                self._take_up(work_list)

    def _take_up(self, work_list: WorkList[Any]) -> None:
        header = work_list.horizontalHeader()
        self._followed.add(header)
        for number, width in self._kept(work_list).items():
            if number < header.count() and header.sectionResizeMode(number) == DRAGGED:
                header.resizeSection(number, theme.px(max(width, LEAST)))
        header.sectionResized.connect(partial(self._hear, work_list))
        header.sectionHandleDoubleClicked.connect(partial(self._put_back, work_list))

    def _hear(self, work_list: WorkList[Any], number: int, before: int, now: int) -> None:
        """A width changed: kept if a hand did it, not the window's own layout."""
        by_hand = QApplication.mouseButtons() & Qt.MouseButton.LeftButton
        if by_hand and work_list.horizontalHeader().sectionResizeMode(number) == DRAGGED:
            self._keep(work_list, {**self._kept(work_list), number: round(now / theme.px(100) * 100)})

    def _put_back(self, work_list: WorkList[Any], number: int) -> None:
        kept = self._kept(work_list)
        kept.pop(number, None)
        self._keep(work_list, kept)
        if work_list.table.columns[number].width:
            work_list.lay_column(number)

    def _kept(self, work_list: WorkList[Any]) -> dict[int, int]:
        words = self._preferences.remembered(self._login, _name(work_list))
        pairs = (pair.split(":") for pair in words.split() if pair.count(":") == 1)
        return {int(number): int(width) for number, width in pairs if number.isdigit() and width.isdigit()}

    def _keep(self, work_list: WorkList[Any], widths: dict[int, int]) -> None:
        words = " ".join(f"{number}:{width}" for number, width in sorted(widths.items()))
        self._preferences.remember(self._login, _name(work_list), words)


def _name(work_list: WorkList[Any]) -> str:
    """A list is known by the titles of its columns, whatever the language."""
    titles = "|".join(column.title for column in work_list.table.columns)
    return f"widths-{sha256(titles.encode()).hexdigest()[:12]}"
