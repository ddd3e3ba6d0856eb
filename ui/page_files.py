"""Files that become pages of a proof: pictures as ``app.scans`` reads them, and PDF, page by page."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QImageWriter, QPainter
from PySide6.QtPdf import QPdfDocument

from app import pictures, scans
from app.errors import Refused
from app.language import N_
from app.scans import LONGEST
from ui import apart, pdf

PDF, PDF_ENDING = b"%PDF", ".pdf"


def read(path: Path) -> tuple[bytes, ...]:
    """The pages in a file as they are kept.

    PDF and TIFF are read apart from the program. Raises Refused for what is no picture and no PDF, is broken,
    locked by a password, too large, or not what its name says; Unavailable where it cannot be read.
    """
    content = pictures.contents(path)
    if (path.suffix.lower() == PDF_ENDING) != content.startswith(PDF):
        raise Refused(
            N_("{path} is something else than its name says. Is it the right file?"), path=path.name
        )
    return apart.pages_of(content) if _may_hide_much(content) else pages_of(content)


def pages_of(content: bytes) -> tuple[bytes, ...]:
    """The pages in a file's content; raises Refused as ``read`` does."""
    return of_pdf(content) if content.startswith(PDF) else scans.pages_of(content)


def of_pdf(content: bytes) -> tuple[bytes, ...]:
    """The pages of a PDF; raises Refused where it is locked, broken, empty or has too many."""
    with pdf.Opened(content) as document:
        if document.error() is QPdfDocument.Error.IncorrectPassword:
            raise Refused(N_("This PDF is locked by a password. Save it without one, or scan the paper."))
        if document.status() is not QPdfDocument.Status.Ready or not document.pageCount():
            raise Refused(N_("This PDF cannot be read. Save it again, or scan the paper."))
        scans.refuse_many(document.pageCount())
        return tuple(page for number in range(document.pageCount()) for page in _page(document, number))


def of_image(image: QImage) -> tuple[bytes, ...]:
    """What was copied elsewhere, as a page."""
    kept = QBuffer()
    kept.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(kept, QByteArray(b"PNG")).write(image)
    return scans.pages_of(bytes(kept.data().data()))


def small(page: bytes, within: QSize) -> QImage:
    """A page as it is seen small; it is decoded no larger, which takes a fraction."""
    kept = QBuffer()
    kept.setData(QByteArray(page))
    reader = QImageReader(kept)
    reader.setScaledSize(reader.size().scaled(within, Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()


def _may_hide_much(content: bytes) -> bool:
    """Whether it is a PDF or will be taken for a TIFF, as some are that do not begin as one should."""
    from PIL.TiffImagePlugin import PREFIXES  # heavy, and only wanted where a file is read

    return content.startswith((PDF, *PREFIXES))


def _page(document: QPdfDocument, number: int) -> tuple[bytes, ...]:
    points = document.pagePointSize(number)
    times = min(scans.POINTS_PER_INCH / pdf.PER_INCH, LONGEST / max(points.width(), points.height(), 1))
    size = QSize(max(round(points.width() * times), 1), max(round(points.height() * times), 1))
    paper = QImage(size, QImage.Format.Format_RGB32)
    paper.fill(Qt.GlobalColor.white)
    with QPainter(paper) as painter:
        painter.drawImage(0, 0, document.render(number, size))
    return of_image(paper)
