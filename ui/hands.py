"""Whether anybody is at the window just now: how long ago a key or the mouse was touched."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QGuiApplication, QWindow

from ui.daywatch import steady

BY_HAND = frozenset(
    (
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    )
)


class Hands(QObject):
    """Notices whoever touches the program.

    Only the window in front is listened to, where Qt hands over keys and the mouse; every widget's
    events would cost each painted line. What an input method composes moves the text's cursor.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._touched = steady()
        self._listening: QWindow | None = None
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.focusWindowChanged.connect(self._listen_to)
        app.inputMethod().cursorRectangleChanged.connect(self.touch)
        self._listen_to(app.focusWindow())

    def quiet_for(self) -> timedelta:
        """How long nobody has touched the program, the machine's sleep counted in."""
        return steady() - self._touched

    def touch(self) -> None:
        """Somebody is there."""
        self._touched = steady()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in BY_HAND:
            self.touch()
        return False

    def _listen_to(self, window: QWindow | None) -> None:
        if window is not None and window is not self._listening:
            window.installEventFilter(self)
            self._listening = window
