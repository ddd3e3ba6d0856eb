"""A document before it is printed: its pages at their true size, or half as large again."""

from __future__ import annotations

from PySide6.QtCore import QSize, QSizeF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.language import _
from ui import pdf, theme

LIKELY_DPI = range(60, 401)


class PdfPreview(QWidget):
    """Shows one page of a PDF, 1 mm on the paper as 1 mm on the screen at zoom 1."""

    def __init__(self, data: bytes | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._opened: pdf.Opened | None = None
        self._page, self._zoom = 0, 1.0
        self._drawn = QPixmap()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_pdf(data)

    def show_pdf(self, data: bytes | None, page: int = 0) -> None:
        """Show a page of a document, the first being 0; None shows nothing."""
        if self._opened is not None:
            self._opened.close()
        self._opened = pdf.Opened(data) if data is not None else None
        self._page = page
        self._draw()

    def pages(self) -> int:
        """How many pages the document has."""
        return self._opened.document.pageCount() if self._opened is not None else 0

    def show_page(self, number: int) -> None:
        """Show another page, the first being 0."""
        self._page = number
        self._draw()

    def zoom(self, times: float) -> None:
        """Show it larger than true size, or at 1 as large as it will be."""
        self._zoom = times
        self._draw()

    def fit(self, high: int) -> None:
        """Show the page so many pixels high, whatever its true size."""
        true = self._points().height() * self._dpi() / pdf.PER_INCH
        if true:
            self.zoom(high / true)

    def sizeHint(self) -> QSize:
        return self._size().toSize()

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), Qt.GlobalColor.white)
            painter.drawPixmap(0, 0, self._drawn)
            painter.setPen(theme.colour("line2"))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _size(self) -> QSizeF:
        return self._points() * (self._dpi() / pdf.PER_INCH * self._zoom)

    def _points(self) -> QSizeF:
        """How large the page is on paper; nothing where there is none."""
        if self._opened is None or self._page >= self.pages():
            return QSizeF(0, 0)
        return self._opened.document.pagePointSize(self._page)

    def _dpi(self) -> float:
        """What the screen says of itself, unless it says something no screen has."""
        told = self.screen().physicalDotsPerInch()
        return told if round(told) in LIKELY_DPI else self.screen().logicalDotsPerInch()

    def _draw(self) -> None:
        size = (self._size() * self.devicePixelRatioF()).toSize()
        self._drawn = QPixmap()
        if self._opened is not None and not size.isEmpty():
            self._drawn = QPixmap.fromImage(self._opened.document.render(self._page, size))
            self._drawn.setDevicePixelRatio(self.devicePixelRatioF())
        self.setAccessibleName(_("Preview, page {page} of {pages}", page=self._page + 1, pages=self.pages()))
        self.updateGeometry()
        self.adjustSize()
        self.update()
