"""A sheet over the window: the page behind is dimmed, and Tab stays within the sheet."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.ink import paint_round

DIM = QColor(0, 0, 0, 92)


class Sheet(QFrame):
    """The white sheet itself."""

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            paint_round(painter, self.rect(), "surface", "line2", corner=8)


class Overlay(QWidget):
    """Covers its parent; ``sheet`` lies in the middle. Esc or a click beside it closes it (``closed``)."""

    closed = Signal()

    def __init__(self, parent: QWidget, *, name: str, width: int, height: int = 0) -> None:
        super().__init__(parent)
        self._window = parent
        self._width, self._height = theme.px(width), theme.px(height)
        self._before: QWidget | None = None
        self.sheet = Sheet(self)
        self.body = QVBoxLayout(self.sheet)
        side = theme.px(24)
        self.body.setContentsMargins(side, theme.px(16), side, theme.px(16))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)
        parent.installEventFilter(self)
        self.hide()

    def open(self) -> None:
        """Lay the sheet over the window."""
        self._before = self._window.focusWidget()
        self._lay()
        self.show()
        self.raise_()
        self.setFocus()

    def close_sheet(self) -> None:
        """Take the sheet away and go back to where the officer was."""
        self.hide()
        if self._before is not None:
            self._before.setFocus()
        self.closed.emit()

    def focusNextPrevChild(self, forward: bool) -> bool:
        stops = [w for w in self.sheet.findChildren(QWidget) if _is_stop(w)]
        if stops:
            here = self._window.focusWidget()
            at = stops.index(here) if here in stops else (-1 if forward else 0)
            stops[(at + (1 if forward else -1)) % len(stops)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._lay()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_sheet()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.sheet.geometry().contains(event.position().toPoint()):
            self.close_sheet()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), DIM)

    def _lay(self) -> None:
        within = self._window.rect()
        self.setGeometry(within)
        width = min(self._width, within.width() - theme.px(32))
        wanted = self._height or max(self.body.heightForWidth(width), self.sheet.sizeHint().height())
        height = min(wanted, within.height() - theme.px(32))
        self.sheet.setGeometry((within.width() - width) // 2, (within.height() - height) // 3, width, height)


def _is_stop(widget: QWidget) -> bool:
    tabbed = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return tabbed and widget.isVisible() and widget.isEnabled()
