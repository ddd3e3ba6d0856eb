"""How far long work is: the count, the thing in hand, the time left, and a way to stop."""

from __future__ import annotations

import time

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.language import _, plural
from ui import theme
from ui.widgets.button import KeyButton
from ui.widgets.text import Text


class MeterBar(QWidget):
    """A bar 6 px high, filled to a share; the words stand beside it, never in it."""

    def __init__(self, share: float = 0.0, *, tone: str = "accent", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.share, self._tone = share, tone
        self.setFixedHeight(theme.px(6))

    def show_share(self, share: float) -> None:
        """Fill it to ``share`` of 1."""
        self.share = min(max(share, 0.0), 1.0)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            radius = self.height() / 2
            whole = QRectF(self.rect())
            painter.setBrush(theme.colour("line"))
            painter.drawRoundedRect(whole, radius, radius)
            if self.share > 0:
                painter.setBrush(theme.colour(self._tone))
                painter.drawRoundedRect(
                    QRectF(0, 0, max(whole.width() * self.share, 2 * radius), whole.height()), radius, radius
                )


class ProgressStrip(QWidget):
    """The count in bold, the time left, a bar, and a button that emits ``stopped``."""

    stopped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._doing = Text(bold=True)
        self._left = Text(tone="text2", size=theme.NOTE)
        self._bar = MeterBar()
        self._button = KeyButton(_("Cancel"), key="Esc", small=True)
        self._since = time.monotonic()

        above = QHBoxLayout()
        above.setSpacing(theme.px(8))
        above.addWidget(self._doing)
        above.addWidget(self._left, 1)
        column = QVBoxLayout()
        column.setSpacing(theme.px(4))
        column.addStretch(1)
        column.addLayout(above)
        column.addWidget(self._bar)
        column.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(12))
        row.addLayout(column, 1)
        row.addWidget(self._button)
        self._button.clicked.connect(self.stopped)
        self.setMaximumWidth(theme.px(560))

    def begin(self, stop_words: str) -> None:
        """Begin to show work whose stop button says ``stop_words``."""
        self._since = time.monotonic()
        self._button.show_words(stop_words)
        self._button.setEnabled(True)
        self._doing.setText(_("Working"))
        self._left.setText("")
        self._bar.show_share(0)
        self.show()

    def show_step(self, doing: str, done: int, total: int) -> None:
        """Show that ``done`` of ``total`` are done, and how long the rest may take."""
        self._doing.setText(f"{doing} {done:,} / {total:,}")
        self._bar.show_share(done / total if total else 0.0)
        self._left.setText(self._time_left(done, total))

    def stopping(self) -> None:
        """Say that the officer was heard; the work ends at its next item."""
        self._button.setEnabled(False)
        self._left.setText(_("stopping"))

    def _time_left(self, done: int, total: int) -> str:
        spent = time.monotonic() - self._since
        if not done or spent < 1:
            return ""
        seconds = round(spent / done * (total - done))
        if seconds < 60:
            return plural("about {n} second left", "about {n} seconds left", seconds)
        return plural("about {n} minute left", "about {n} minutes left", round(seconds / 60))
