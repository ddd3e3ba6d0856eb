"""Whether anybody is at the window: after a while without a key or the mouse it is told, once."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

from ui.daywatch import steady

EVERY_MS = 5_000
BY_HAND = frozenset(
    (
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    )
)


class IdleWatch(QObject):
    """``fell_idle`` when nobody has touched the program for so long, the machine's sleep counted in.

    Only the window in front is listened to, where Qt hands over keys and the mouse; every widget's
    events would cost each painted line. What an input method composes moves the text's cursor.
    """

    fell_idle = Signal()

    def __init__(self, after: timedelta, parent: QObject) -> None:
        super().__init__(parent)
        self._after, self._touched = after, steady()
        self._listening: QWindow | None = None
        timer = QTimer(self, interval=EVERY_MS)

        timer.timeout.connect(self.look)
        timer.start()
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.focusWindowChanged.connect(self._listen_to)
        app.inputMethod().cursorRectangleChanged.connect(self.touch)
        self._listen_to(app.focusWindow())

    def touch(self) -> None:
        """Somebody is there."""
        self._touched = steady()

    def look(self) -> None:
        """Tell if it has been quiet for too long; begin anew then."""
        if steady() - self._touched >= self._after:
            self.touch()
            self.fell_idle.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in BY_HAND:
            self.touch()
        return False

    def _listen_to(self, window: QWindow | None) -> None:
        if window is not None and window is not self._listening:
            window.installEventFilter(self)
            self._listening = window
