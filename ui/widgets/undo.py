"""The undo bar: what was just done, and for some seconds the way back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.language import _, plural
from ui import theme
from ui.widgets.button import KeyButton
from ui.widgets.text import Picture, Text

SECONDS = 10


class UndoBar(QWidget):
    """Says what was done and offers to undo it until its seconds have run out; ``shown`` tells of it."""

    shown = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = Text()
        self._button = KeyButton(_("Undo"), key="Ctrl+Z", kind="quiet", small=True)
        self._left = Text(tone="text3")
        self._timer = QTimer(self, interval=1000)
        self._undo: Callable[[], object] | None = None
        self._seconds = 0

        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        for part in (Picture("check-circle", tone="ok"), self._words, self._button, self._left):
            row.addWidget(part)
        row.addStretch(1)
        self._button.clicked.connect(self.undo)
        self._timer.timeout.connect(self._tick)
        self.hide()

    def offer(self, words: str, undo: Callable[[], object] | None = None, *, seconds: int = SECONDS) -> None:
        """Say what was done; with ``undo`` the way back stays open for ``seconds``."""
        self._words.setText(words)
        self._undo, self._seconds = undo, seconds
        self._button.setVisible(undo is not None)
        self._left.setVisible(undo is not None)
        self._show_seconds()
        self._timer.start()
        self.show()
        self.shown.emit(True)

    def undo(self) -> bool:
        """Go back, if the way is still open; says whether it was."""
        undo = self._undo
        self.forget()
        if undo is None:
            return False
        undo()
        return True

    def forget(self) -> None:
        """Close the way back and say nothing."""
        self._timer.stop()
        self._undo = None
        self.hide()
        self.shown.emit(False)

    def _tick(self) -> None:
        self._seconds -= 1
        if self._seconds <= 0:
            self.forget()
        else:
            self._show_seconds()

    def _show_seconds(self) -> None:
        self._left.setText(plural("within {n} second", "within {n} seconds", self._seconds))
