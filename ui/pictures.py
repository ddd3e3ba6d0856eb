"""Pictures of pages and papers as the screen takes them, decoded beside the window, no larger than needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QPoint, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter

if TYPE_CHECKING:
    from PySide6.QtPdf import QPdfDocument

PDF = b"%PDF"
AT_MOST = 2400
"""So many points a picture is wide or high at most: A4 at 200 dots an inch, to be read at four times."""
DOTS_PER_POINT = 2.0
"""A paper is drawn at 144 dots an inch."""
BETWEEN = 12


def decode(content: bytes) -> QImage:
    """A picture, or the sheets of a PDF one below the other; null where the bytes are neither.

    It touches no widget and no database, and is meant for ``Jobs.press``.
    """
    return _sheets(content) if content.startswith(PDF) else _picture(content)


def _picture(content: bytes) -> QImage:
    kept = QBuffer()
    kept.setData(content)
    reader = QImageReader(kept)
    size = reader.size()
    if max(size.width(), size.height()) > AT_MOST:
        reader.setScaledSize(size.scaled(AT_MOST, AT_MOST, Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()


def _sheets(content: bytes) -> QImage:
    from ui import pdf  # only loaded when a paper is looked at

    with pdf.Opened(content) as document:
        return _one_below_the_other(document)


def _one_below_the_other(document: QPdfDocument) -> QImage:
    sizes = [(document.pagePointSize(n) * DOTS_PER_POINT).toSize() for n in range(document.pageCount())]
    if not sizes:
        return QImage()
    tall = sum(size.height() for size in sizes) + BETWEEN * (len(sizes) - 1)
    whole = QImage(QSize(max(size.width() for size in sizes), tall), QImage.Format.Format_RGB32)
    whole.fill(Qt.GlobalColor.lightGray)
    top = 0
    with QPainter(whole) as painter:
        for number, size in enumerate(sizes):
            painter.fillRect(0, top, size.width(), size.height(), Qt.GlobalColor.white)
            painter.drawImage(QPoint(0, top), document.render(number, size))
            top += size.height() + BETWEEN
    return whole
