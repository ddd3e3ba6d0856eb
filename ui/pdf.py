"""A PDF's bytes as a document whose sheets can be drawn."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtPdf import QPdfDocument

PER_INCH = 72
"""Sizes in a PDF are told in points, of which an inch has so many."""


class Opened:
    """``document`` reads the bytes as long as this is there: until ``close``, or the end of a ``with``.

    What is no PDF opens too: then ``document`` has no page, and an error that says why.
    """

    def __init__(self, content: bytes) -> None:
        self.document, self._kept = QPdfDocument(), QBuffer()
        self._kept.setData(QByteArray(content))
        self._kept.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document.load(self._kept)

    def close(self) -> None:
        """Let the bytes go; ``document`` has no page any more."""
        self.document.close()

    def __enter__(self) -> QPdfDocument:
        return self.document

    def __exit__(self, *_raised: object) -> None:
        self.close()
