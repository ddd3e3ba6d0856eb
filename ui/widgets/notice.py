"""A tinted strip: a bold fact, what to do about it, and at most two actions."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui import theme
from ui.widgets.button import KeyButton
from ui.widgets.ink import paint_round
from ui.widgets.refill import refill
from ui.widgets.text import Picture, RunIn

GLYPHS = {"ok": "check-circle", "warn": "warning", "bad": "alert", "info": "info"}
GROUNDS = {"ok": "ok_t", "warn": "warn_t", "bad": "bad_t", "info": "sunken"}
INKS = {"ok": "ok", "warn": "warn", "bad": "bad", "info": "text2"}


class Notice(QWidget):
    """A strip of a kind: ok, warn, bad or info. Actions are put on it with ``add_action``."""

    def __init__(
        self, fact: str = "", rest: str = "", *, kind: str = "info", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._kind = kind
        self._glyph = Picture(GLYPHS[kind], tone=INKS[kind])
        self._words = RunIn()
        self._actions = QHBoxLayout()

        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(12), theme.px(6), theme.px(12), theme.px(6))
        row.setSpacing(theme.px(10))
        row.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        row.addLayout(self._actions)
        self.say(fact, rest, kind=kind)

    def say(self, fact: str, rest: str = "", *, kind: str = "info") -> None:
        """Show another fact, bold where a ``rest`` follows it; the actions of the last one go."""
        self._kind = kind
        self._glyph.show_icon(GLYPHS[kind], INKS[kind])
        self._words.show_parts(fact if rest else "", rest or fact)
        self.setAccessibleName(" ".join(f"{fact} {rest}".split()))
        refill(self._actions)
        self.update()

    def add_action(self, words: str, do: Callable[[], object], *, key: str = "") -> KeyButton:
        """Offer something to do about it."""
        button = KeyButton(words, key=key, kind="quiet", small=True)
        button.clicked.connect(lambda: do())
        self._actions.addWidget(button)
        button.show()  # a layout shows what it is given a moment later, and till then it takes no focus
        return button

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            paint_round(painter, self.rect(), GROUNDS[self._kind])
            painter.fillRect(QRectF(0, 0, theme.px(3), self.height()), theme.colour(INKS[self._kind]))
