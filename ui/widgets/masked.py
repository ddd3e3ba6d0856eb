"""A number with its middle covered, and an eye that uncovers it for half a minute."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget

from app.language import _
from ui import icons, theme
from ui.widgets.text import Text

SHOWN_MS = 30_000


class EyeButton(QAbstractButton):
    """The eye: open while the number is covered, struck through while it is shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.struck = False
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        return QSize(theme.px(24), theme.px(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            size = theme.px(16)
            box = QRectF((self.width() - size) / 2, (self.height() - size) / 2, size, size)
            tone = "accent" if self.hasFocus() or self.underMouse() else "text2"
            icons.paint(painter, box, "eye-off" if self.struck else "eye", theme.colour(tone))


class MaskedText(QWidget):
    """Shows a masked number. ``asked`` says the officer wants to see it whole.

    The page then writes that down and calls ``reveal``; the widget never holds
    the whole number before.
    """

    asked = Signal()

    def __init__(self, masked: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._masked = masked
        self._words = Text(masked, mono=True)
        self._eye = EyeButton()
        self._timer = QTimer(self, singleShot=True, interval=SHOWN_MS)

        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(6))
        row.addWidget(self._words)
        row.addWidget(self._eye)
        self._eye.clicked.connect(self._pressed)
        self._timer.timeout.connect(self.cover)
        self.cover()

    def show_masked(self, masked: str) -> None:
        """Show another masked number."""
        self._masked = masked
        self.cover()

    def reveal(self, whole: str) -> None:
        """Show the whole number for thirty seconds."""
        self._words.setText(whole)
        self._eye.struck = True
        self._eye.setAccessibleName(_("Cover the number"))
        self._eye.update()
        self._timer.start()

    def cover(self) -> None:
        """Cover it again."""
        self._timer.stop()
        self._words.setText(self._masked)
        self._eye.struck = False
        self._eye.setAccessibleName(_("Show the whole number"))
        self._eye.update()

    def text(self) -> str:
        """What can be read now."""
        return self._words.text()

    def _pressed(self) -> None:
        if self._eye.struck:
            self.cover()
        else:
            self.asked.emit()
