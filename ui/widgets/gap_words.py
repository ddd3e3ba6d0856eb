"""What lacks at a framed place: the common words by digit, any others typed, and the way to take it away."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.language import _
from ui import theme
from ui.widgets.button import KeyButton
from ui.widgets.fields import TextField

AT_MOST = 30
"""So many characters are told of one place: they stand on the page, in a list and on a notice."""

IN_A_ROW = 3
"""So many common words have room side by side in the narrowest window, in any language."""


class GapWords(QWidget):
    """Asks what lacks. ``said`` carries the words, ``removed`` asks to take the frame away.

    While a button has the focus a digit says the words that bear it, and Del takes the frame away; Tab leads
    to the field for other words.
    """

    said = Signal(str)
    removed = Signal()

    def __init__(self, common: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._common = [KeyButton(words, key=str(n), small=True) for n, words in enumerate(common, 1)]
        self._text = TextField(_("or in words"), name=_("What lacks here"))
        self._remove = KeyButton(_("Take away"), key="Del", kind="danger", small=True)

        offered, typed = QHBoxLayout(), QHBoxLayout()
        for row in (offered, typed):
            row.setSpacing(theme.px(6))
        for number, button in enumerate(self._common):
            (offered if number < IN_A_ROW else typed).addWidget(button)
        offered.addStretch(1)
        typed.addWidget(self._text, 1)
        typed.addWidget(self._remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        column.addLayout(offered)
        column.addLayout(typed)
        self._text.setFixedHeight(theme.px(28))
        self._text.setMaxLength(AT_MOST)

        for button, words in zip(self._common, common, strict=True):
            button.clicked.connect(partial(self.said.emit, words))
        self._remove.clicked.connect(self.removed)

    def ask(self, words: str, *, new: bool) -> None:
        """Ask about a place of which so far this was said; a ``new`` one is not there to be taken away."""
        self._text.setText(words)
        self._remove.setVisible(not new)
        next(iter(self._common), self._text).setFocus()

    def typed(self) -> str:
        """What is typed."""
        return self._text.text().strip()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = event.key() - Qt.Key.Key_1
        if self._text.hasFocus() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.typed():
                self.said.emit(self.typed())
        elif not self._text.hasFocus() and 0 <= number < len(self._common):
            self._common[number].click()
        elif not self._text.hasFocus() and event.key() == Qt.Key.Key_Delete and self._remove.isVisible():
            self.removed.emit()
        else:
            super().keyPressEvent(event)
