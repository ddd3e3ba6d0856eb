"""Whether anybody is at the window: after a while without a key or the mouse it is told, once."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import QObject, QTimer, Signal

from ui.hands import Hands

EVERY_MS = 5_000


class IdleWatch(QObject):
    """``fell_idle`` when nobody has touched the program for so long, the machine's sleep counted in."""

    fell_idle = Signal()

    def __init__(self, after: timedelta, parent: QObject) -> None:
        super().__init__(parent)
        self._after, self._hands = after, Hands(self)
        timer = QTimer(self, interval=EVERY_MS)
        timer.timeout.connect(self.look)
        timer.start()

    def look(self) -> None:
        """Tell if it has been quiet for too long; begin anew then."""
        if self._hands.quiet_for() >= self._after:
            self._hands.touch()
            self.fell_idle.emit()
