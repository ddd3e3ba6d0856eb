"""Where a file is saved: in the officer's documents, afterwards where the last one was put."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget


class Places:
    """The folder chosen last, for as long as the program runs."""

    def __init__(self) -> None:
        self._last: Path | None = None

    def folder(self) -> Path:
        """The folder chosen last, else the documents; the home folder where neither is there."""
        documents = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        there = (each for each in (self._last, documents) if each is not None and each.is_dir())
        return next(there, Path.home())

    def remember(self, file: Path) -> None:
        """Begin the next time where this file was put."""
        self._last = file.parent


places = Places()


def ask_where(parent: QWidget, title: str, name: str, kinds: str) -> Path | None:
    """Ask where to save a file of this name, a whole path beginning where it says; None: not at all."""
    chosen, _kind = QFileDialog.getSaveFileName(parent, title, str(places.folder() / name), kinds)
    if not chosen:
        return None
    places.remember(Path(chosen))
    return Path(chosen)
