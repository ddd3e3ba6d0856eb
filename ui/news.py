"""The news: which tables were changed, told to the pages a fifth of a second later and all at once."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer, Signal

GATHERING_MS = 200


class News(QObject):
    """Hears of changes from any thread and tells of them on the window's thread.

    ``arrived`` carries the frozenset of table names; changes that come within
    200 ms of the first are told together, so a busy database does not make
    the pages reload for every commit.
    """

    arrived = Signal(frozenset)
    _told = Signal(frozenset)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._gathered: frozenset[str] = frozenset()
        self._timer = QTimer(self, singleShot=True, interval=GATHERING_MS)

        self._timer.timeout.connect(self._spread)
        self._told.connect(self._gather, Qt.ConnectionType.QueuedConnection)

    def tell(self, tables: frozenset[str]) -> None:
        """These tables were changed, here or by another station; may be called from any thread."""
        self._told.emit(tables)

    def _gather(self, tables: frozenset[str]) -> None:
        self._gathered |= tables
        if not self._timer.isActive():
            self._timer.start()

    def _spread(self) -> None:
        gathered, self._gathered = self._gathered, frozenset()
        self.arrived.emit(gathered)
