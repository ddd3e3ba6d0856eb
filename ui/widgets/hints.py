"""The hints of the bottom bar: keys and what they do, as many as there is room for."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.widgets.text import CAP_HEIGHT, KeyHint

GAP = 16


class HintStrip(QWidget):
    """Shows hints at its right end; where they do not all fit, the last stays and the first of the others."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hints: list[KeyHint] = []
        self._told: tuple[tuple[str, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_hints(self, hints: tuple[tuple[str, str], ...]) -> None:
        """Show other hints, each the keys and the words."""
        if hints == self._told:
            return
        self._told = hints
        for old in self._hints:
            old.hide()
            old.deleteLater()
        self._hints = [KeyHint(press, words, self) for press, words in hints]
        self.updateGeometry()
        self._place()

    def shown(self) -> tuple[str, ...]:
        """The hints there was room for, in words."""
        return tuple(hint.words for hint in self._hints if not hint.isHidden())

    def sizeHint(self) -> QSize:
        widths = [hint.sizeHint().width() for hint in self._hints]
        return QSize(sum(widths) + theme.px(GAP) * max(0, len(widths) - 1), theme.px(CAP_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, theme.px(CAP_HEIGHT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        kept = self._fitting()
        right = self.width()
        for hint in reversed(self._hints):
            hint.setVisible(hint in kept)
            if hint in kept:
                size = hint.sizeHint()
                hint.setGeometry(right - size.width(), 0, size.width(), self.height())
                right -= size.width() + theme.px(GAP)

    def _fitting(self) -> list[KeyHint]:
        room, kept = self.width(), list[KeyHint]()
        for hint in self._hints[-1:] + self._hints[:-1]:
            room -= hint.sizeHint().width()
            if room < 0:
                break
            room -= theme.px(GAP)
            kept.append(hint)
        return kept
