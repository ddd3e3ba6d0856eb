"""Files dropped on a page: a file of the right kind is taken wherever on the page it falls."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

TABLES = (".csv", ".txt", ".tsv", ".xls", ".xlsx")
DRAGS = (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop)


class FileDrop(QObject):
    """Watches a widget and all in it that takes drops; ``dropped`` carries the path of the file.

    Where ``several`` may fall at once ``all_dropped`` carries their paths, by name and the numbers in it.
    ``kinds`` are the ends of the names it takes (".csv"). Make it when the widget's children are there:
    a text field would otherwise write the path of the file into itself.
    """

    dropped = Signal(str)
    all_dropped = Signal(object)

    def __init__(self, onto: QWidget, kinds: tuple[str, ...], *, several: bool = False) -> None:
        super().__init__(onto)
        self._kinds, self._several = kinds, several
        onto.setAcceptDrops(True)
        for widget in (onto, *onto.findChildren(QWidget)):
            if widget.acceptDrops():
                widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in DRAGS or not isinstance(event, QDropEvent):
            return False
        paths = self._files_in(event)
        if not paths:
            return False
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop and self._several:
            self.all_dropped.emit(paths)
        elif event.type() == QEvent.Type.Drop:
            self.dropped.emit(paths[0])
        return True

    def _files_in(self, event: QDropEvent) -> tuple[str, ...]:
        """The files that are dragged, if all are of the right kind and no more than may be."""
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        are_right = all(Path(path).suffix.lower() in self._kinds for path in paths)
        may_be = are_right and (self._several or len(paths) == 1)
        return tuple(sorted(paths, key=_by_number)) if may_be else ()


def _by_number(path: str) -> list[tuple[int, str]]:
    """page 2 before page 10; the system gives files in the order they were picked up."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", path)]
