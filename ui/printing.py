"""Paper from the window: a PDF goes to the printer the officer chooses, millimetre for millimetre."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QMarginsF, QObject, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QPageLayout, QPageSize, QPainter, QTextDocument
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from app.errors import InWords, Refused, Unavailable
from app.language import N_
from app.paper.calibration import AS_IT_IS, Alignment
from ui import pdf, spooler, theme
from ui.jobs import Jobs

MM_PER_INCH = 25.4
FINEST = 600
"""Dots per inch a page is drawn with at most: a sheet of A4 at 1,200 takes 560 MB and four times as long."""
MARK_MM, MARK_INK = 3.5, "#A5221B"
BOTH_SIDES = {QPrinter.DuplexMode.DuplexLongSide, QPrinter.DuplexMode.DuplexShortSide}


def printers() -> tuple[str, ...]:
    """The printers this machine knows, the usual one first."""
    known = spooler.printers()
    if known is None:
        usual = QPrinterInfo.defaultPrinterName()
        known = tuple(sorted(QPrinterInfo.availablePrinterNames(), key=lambda name: name != usual))
    return known


def choose(
    jobs: Jobs,
    then: Callable[[QPrinter], object],
    parent: QWidget,
    without: InWords | None = None,
) -> None:
    """Ask for the printer and go on with it, unless the officer thinks better of it or goes elsewhere.

    Whether there is any is looked up beside the window, for the print system may be slow to answer; where
    there is none, ``jobs.failed`` carries that, or ``without`` where there is more to be said.
    """
    owner = QObject(parent)  # its own: a page that is to be read anew does not wait for the print system
    jobs.press(partial(_look_for_one, without), then=lambda found: _ask(then, parent, owner), owner=owner)


def send(
    jobs: Jobs, data: bytes, title: str, parent: QWidget, then: Callable[[], object] = lambda: None
) -> None:
    """Ask for the printer and print a PDF as it is; ``then``, once it was sent."""

    def press(printer: QPrinter) -> None:
        printer.setDocName(title)
        jobs.press(partial(_print_as_it_is, data, printer), then=lambda done: then(), owner=parent)

    choose(jobs, press, parent)


def send_page(jobs: Jobs, page: str, title: str, parent: QWidget) -> None:
    """Ask for the printer and print a page of our own words, in HTML."""
    family = parent.font().family()

    def press(printer: QPrinter) -> None:
        printer.setDocName(title)
        jobs.press(partial(_print_page, page, family, printer), owner=parent)

    choose(jobs, press, parent)


def _look_for_one(without: InWords | None) -> None:
    if not printers():
        raise without or Unavailable(N_("There is no printer on this machine. Connect one, then print again"))


def _ask(then: Callable[[QPrinter], object], parent: QWidget, owner: QObject) -> None:
    owner.deleteLater()
    if QApplication.activeModalWidget() is not None or not parent.isVisible():
        return  # the key was pressed twice, or the officer went to another page or locked the window
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if QPrintDialog(printer, parent).exec() == QDialog.DialogCode.Accepted:
        then(printer)


def _print_as_it_is(data: bytes, printer: QPrinter) -> None:
    with pdf.Opened(data) as document:
        _take_page_size(printer, document, 0)
        paint(document, printer)


def _print_page(page: str, family: str, printer: QPrinter) -> None:
    document = QTextDocument()
    document.setDefaultFont(QFont(family, 11))
    document.setHtml(page)
    document.print_(printer)


def check(printer: str, *, two_sided: bool) -> None:
    """Look at a printer before anything is made for it; raises Unavailable or Refused in words.

    A card's back must not land on a second blank: ``two_sided`` asks for one that turns the paper over.
    """
    spooler.check(printer)
    known = QPrinterInfo.printerInfo(printer) if two_sided else QPrinterInfo()
    if not known.isNull() and not BOTH_SIDES & set(known.supportedDuplexModes()):
        raise Refused(
            N_("{printer} prints on one side only. Choose another, or save the PDF and print side by side."),
            printer=printer,
        )


def to_printer(
    data: bytes,
    printer: QPrinter,
    alignment: Alignment = AS_IT_IS,
    mark: str = "",
    *,
    two_sided: bool = False,
) -> None:
    """Print every page of a PDF on a printer already chosen, aligned as that printer needs it.

    ``mark`` is printed over each page, such as that it is a copy; the document's own bytes stay as they are.
    Paper is turned over as a book's leaf is. Raises Unavailable when the printer does not take it.
    """
    with pdf.Opened(data) as document:
        _take_page_size(printer, document, 0)
        printer.setDuplex(QPrinter.DuplexMode.DuplexAuto if two_sided else QPrinter.DuplexMode.DuplexNone)
        paint(document, printer, alignment, mark)
    spooler.check_taken(printer.printerName())


def paint(document: QPdfDocument, printer: QPrinter, alignment: Alignment = AS_IT_IS, mark: str = "") -> None:
    """Draw the pages at their true size, moved and stretched as the printer needs it, a mark at the top.

    Raises Unavailable when the printer does not take them.
    """
    dots_per_mm = printer.resolution() / MM_PER_INCH
    painter = QPainter()
    if not painter.begin(printer):
        raise Unavailable(N_("The printer does not answer. Look whether it is on, then print again"))
    try:
        for page in range(document.pageCount()):
            if page:
                _take_page_size(printer, document, page)
                printer.newPage()
            size = document.pagePointSize(page)
            dots = size * (printer.resolution() / pdf.PER_INCH)
            place = QRectF(
                alignment.right * dots_per_mm, alignment.down * dots_per_mm,
                dots.width() * alignment.across, dots.height() * alignment.along,
            )  # fmt: skip
            drawn = size * (min(printer.resolution(), FINEST) / pdf.PER_INCH)
            painter.drawImage(place, document.render(page, drawn.toSize()))
            if mark:
                _mark(painter, place, mark, dots_per_mm)
    finally:
        painter.end()


def _mark(painter: QPainter, place: QRectF, words: str, dots_per_mm: float) -> None:
    """Words at the upper right edge of a page, in a frame."""
    font = QFont(theme.font())
    font.setPixelSize(round(MARK_MM * dots_per_mm))
    painter.setFont(font)
    painter.setPen(QColor(MARK_INK))
    space = dots_per_mm
    high = MARK_MM * 1.6 * dots_per_mm
    wide = painter.fontMetrics().horizontalAdvance(words) + 2 * space
    frame = QRectF(place.right() - wide - 4 * space, place.top() + 3 * space, wide, high)
    painter.drawRect(frame)
    painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, words)


def _take_page_size(printer: QPrinter, document: QPdfDocument, page: int) -> None:
    """Give the printer the page's own size, to its very edge."""
    points: QSizeF = document.pagePointSize(page)
    turned = points.width() > points.height()
    upright = points.transposed() if turned else points
    size = QPageSize(upright, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    way = QPageLayout.Orientation.Landscape if turned else QPageLayout.Orientation.Portrait
    printer.setFullPage(True)
    printer.setPageLayout(QPageLayout(size, way, QMarginsF(0, 0, 0, 0)))
