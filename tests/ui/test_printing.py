"""Paper from the window: previewed at true size, printed millimetre for millimetre."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QMarginsF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui import application, printing
from ui.widgets.preview import PdfPreview

CARD = QSizeF(85.6, 54.0)
POINTS_PER_MM = 72 / 25.4


@pytest.fixture
def card(tmp_path: Path) -> bytes:
    """Two pages of the size of a card, lying."""
    writer = QPdfWriter(str(tmp_path / "card.pdf"))
    size = QPageSize(CARD.transposed(), QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.ExactMatch)
    writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Landscape, QMarginsF(0, 0, 0, 0)))
    painter = QPainter(writer)
    painter.fillRect(0, 0, 2000, 2000, "black")
    writer.newPage()
    painter.end()
    return (tmp_path / "card.pdf").read_bytes()


@pytest.fixture(params=["zh_CN", "en"])
def spoken(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[None]:
    """Qt speaks as in the program: sizes of paper are called by words of its catalogue, or of none."""
    application.speak_as_qt(qapp, request.param)
    yield
    application.speak_as_qt(qapp, "en")


@pytest.mark.usefixtures("spoken")
def test_a_printed_document_keeps_its_pages_and_their_size(qtbot: QtBot, card: bytes, tmp_path: Path) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    printing.to_printer(card, printer)
    with pypdfium2.PdfDocument(tmp_path / "out.pdf") as document:
        sizes = [document[page].get_size() for page in range(len(document))]
        first = document[0].render(scale=1).to_pil().convert("L")
    assert len(sizes) == 2
    for size in sizes:
        millimetres = [points / POINTS_PER_MM for points in size]
        assert millimetres == pytest.approx([CARD.width(), CARD.height()], abs=0.5)
    assert first.getextrema()[0] < 50


def test_the_preview_is_as_large_as_the_paper(qtbot: QtBot, card: bytes) -> None:
    preview = PdfPreview(card)
    qtbot.addWidget(preview)
    dots = preview.screen().physicalDotsPerInch()
    dpi = dots if 60 <= round(dots) <= 400 else preview.screen().logicalDotsPerInch()
    assert preview.pages() == 2
    assert preview.sizeHint().width() == pytest.approx(CARD.width() / 25.4 * dpi, abs=2)
    true_size = preview.sizeHint().width()
    preview.zoom(1.5)
    assert preview.sizeHint().width() == pytest.approx(true_size * 1.5, abs=2)
    assert preview.grab().toImage().pixelColor(20, 20).lightness() < 50


def test_a_preview_of_nothing_takes_no_room(qtbot: QtBot) -> None:
    preview = PdfPreview()
    qtbot.addWidget(preview)
    assert preview.sizeHint().isEmpty()
