"""Files dropped on a page: a file of the right kind is taken wherever on the page it falls."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

TABLES = (".csv", ".txt", ".tsv", ".xls", ".xlsx")
DRAGS = (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop)


class FileDrop(QObject):
    """Watches a widget and all in it that takes drops; ``dropped`` carries the path of the file.

    ``kinds`` are the ends of the names it takes (".csv"). Make it when the widget's children are there:
    a text field would otherwise write the path of the file into itself.
    """

    dropped = Signal(str)

    def __init__(self, onto: QWidget, kinds: tuple[str, ...]) -> None:
        super().__init__(onto)
        self._kinds = kinds
        onto.setAcceptDrops(True)
        for widget in (onto, *onto.findChildren(QWidget)):
            if widget.acceptDrops():
                widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in DRAGS or not isinstance(event, QDropEvent):
            return False
        path = self._file_in(event)
        if not path:
            return False
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            self.dropped.emit(path)
        return True

    def _file_in(self, event: QDropEvent) -> str:
        """The one file that is dragged, if it is of the right kind."""
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        return paths[0] if len(paths) == 1 and Path(paths[0]).suffix.lower() in self._kinds else ""
