"""What a list says when there is nothing in it: good news is said as good news."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui import theme
from ui.widgets.button import KeyButton
from ui.widgets.text import Picture, Text

PICTURE, GAP = 28, 8


class EmptyState(QWidget):
    """An icon, one bold line, one hint, and at most one button; where it is too low for all, no icon."""

    def __init__(self, icon: str, line: str, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = Picture(icon, size=PICTURE, tone="text3")
        self._line = Text(line, size=theme.TITLE, bold=True)
        self._hint = Text(hint, tone="text2", yields=True)
        self._column = QVBoxLayout(self)

        middle = Qt.AlignmentFlag.AlignHCenter
        self._column.setSpacing(theme.px(GAP))
        self._column.addStretch(1)
        for part in (self._picture, self._line, self._hint):
            self._column.addWidget(part, 0, middle)
        self._column.addStretch(1)
        self._picture.hide()  # until there is room for it
        self.show_words(line, hint)

    def show_words(self, line: str, hint: str = "") -> None:
        """Say something else."""
        self._line.setText(line)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))

    def offer(self, words: str, do: Callable[[], object], *, key: str = "") -> KeyButton:
        """Put the one button under it."""
        button = KeyButton(words, key=key, small=True)
        button.clicked.connect(lambda: do())
        self._column.insertWidget(self._column.count() - 1, button, 0, Qt.AlignmentFlag.AlignHCenter)
        return button

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low panel the words have the room."""
        super().resizeEvent(event)
        room = theme.px(PICTURE + GAP)
        words = self._column.minimumSize().height() - (0 if self._picture.isHidden() else room)
        self._picture.setHidden(self.height() < words + room)
