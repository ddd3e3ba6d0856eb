"""套打: a printer that is skewed is measured with a ruler, and prints within half a millimetre afterwards."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from app.errors import Refused
from app.paper import (
    CARDS_BY_TEN,
    DOCUMENTS,
    PERMIT_CARD,
    CardSheet,
    Document,
    Laid,
    calibration,
    wording,
)
from app.paper.calibration import AS_IT_IS, Alignment, Measured
from app.paper.wording import Words
from tests.paper import pages
from tests.paper.samples import CARD as CARD_VALUE
from tests.paper.samples import ON, SAMPLES
from ui import alignments, printing
from ui.preferences import Preferences

CARD, A4 = (85.60, 53.98), (210.0, 297.0)
DPI = 300
DOTS = DPI / 25.4


def printed(pdf: bytes, alignment: Alignment, folder: Path) -> Image.Image:
    """What Qt hands to the printer, as dots: its paper is a file."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(folder / "paper.pdf"))
    printer.setResolution(DPI)
    printing.to_printer(pdf, printer, alignment)
    with pypdfium2.PdfDocument(folder / "paper.pdf") as document:
        image: Image.Image = document[0].render(scale=DPI / 72).to_pil().convert("L")
    return image


@cache
def calibration_printed(size: tuple[float, float]) -> Image.Image:
    """The calibration page of this size as any printer gets it, not aligned yet."""
    with TemporaryDirectory() as folder:
        return printed(calibration.page(size), AS_IT_IS, Path(folder))


def skewed(paper: Image.Image, moved: tuple[float, float], stretched: tuple[float, float]) -> Image.Image:
    """The same as a printer puts it on paper that moves and stretches it."""
    (right, down), (across, along) = moved, stretched
    back = (1 / across, 0, -right * DOTS / across, 0, 1 / along, -down * DOTS / along)
    return paper.transform(paper.size, Image.Transform.AFFINE, back, Image.Resampling.BILINEAR, fillcolor=255)


def measured(paper: Image.Image) -> Measured:
    """What a ruler with millimetres and half of them between reads of both crosses."""
    dark = 255 - np.asarray(paper)
    high, wide = dark.shape
    near, far = dark[: high // 2, : wide // 2], dark[high // 2 :, wide // 2 :]
    left, top = middle(near)
    far_left, far_top = middle(far)
    read = (left, top, far_left + (wide // 2) / DOTS, far_top + (high // 2) / DOTS)
    return Measured(*(round(2 * number) / 2 for number in read))


def middle(part: NDArray[np.uint8]) -> tuple[float, float]:
    """Where the two long strokes of a cross meet, in millimetres."""
    across, along = (part.sum(axis=axis, dtype=np.float64) for axis in (0, 1))
    return _peak(across) / DOTS, _peak(along) / DOTS


def _peak(line: NDArray[np.float64]) -> float:
    strong = np.flatnonzero(line > 0.8 * line.max())
    return float((strong * line[strong]).sum() / line[strong].sum()) + 0.5


offsets = st.floats(-3, 3)
stretches = st.floats(0.985, 1.015)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(right=offsets, down=offsets, across=stretches, along=stretches)
@pytest.mark.parametrize("size", [CARD, A4])
def test_a_skewed_printer_is_right_within_half_a_millimetre_once_calibrated(
    qapp: QApplication, tmp_path: Path, size: tuple[float, float],
    right: float, down: float, across: float, along: float,
) -> None:  # fmt: skip
    page = calibration.page(size)
    skew = (right, down), (across, along)
    alignment = calibration.correction(size, measured(skewed(calibration_printed(size), *skew)))
    after = skewed(printed(page, alignment, tmp_path), *skew)
    dark = 255 - np.asarray(after)
    high, wide = dark.shape
    for (x, y), part, begins in zip(
        calibration.crosses(size),
        (dark[: high // 2, : wide // 2], dark[high // 2 :, wide // 2 :]),
        ((0.0, 0.0), (wide // 2 / DOTS, high // 2 / DOTS)),
        strict=True,
    ):
        found = middle(part)
        assert abs(found[0] + begins[0] - x) <= 0.5
        assert abs(found[1] + begins[1] - y) <= 0.5


def test_a_ruler_read_wrongly_is_told() -> None:
    with pytest.raises(Refused, match="No printer is that far off") as refused:
        calibration.correction(CARD, Measured(10, 10, 57.6, 43.98))
    assert refused.value.field == "left"


def test_the_crosses_stand_where_they_are_said_to_stand() -> None:
    with pypdfium2.PdfDocument(BytesIO(calibration.page(CARD))) as document:
        paper = document[0].render(scale=DPI / 72).to_pil().convert("L")
    (x, y), (far_x, far_y) = calibration.crosses(CARD)
    read = measured(paper)
    assert (read.left, read.top, read.far_left, read.far_top) == pytest.approx((x, y, far_x, far_y), abs=0.5)


def test_each_printer_tray_and_document_has_its_own_alignment(qapp: QApplication) -> None:
    kept = Preferences()
    card, tray = Alignment(0.8, -0.5, 1.001, 0.998), Alignment(1.0, 0.0)
    alignments.keep(kept, "Card printer", "", "permit_card", card)
    alignments.keep(kept, "Card printer", "Tray 2", "permit_card", tray)
    again = Preferences()
    assert alignments.kept(again, "Card printer", "Tray 1", "permit_card") == card
    assert alignments.kept(again, "Card printer", "Tray 2", "permit_card") == tray
    assert alignments.kept(again, "Card printer", "Tray 1", "receipt") == AS_IT_IS
    assert alignments.kept(again, "Another", "", "permit_card") == AS_IT_IS


def test_what_lies_in_a_tray_is_kept_for_each_printer_tray_and_document(qapp: QApplication) -> None:
    kept = Preferences()
    alignments.keep_preprinted(kept, "Laser", "", "permit_card", preprinted=True)
    alignments.keep_preprinted(kept, "Laser", "Lower", "permit_card", preprinted=False)
    again = Preferences()
    assert alignments.is_preprinted(again, "Laser", "Upper", "permit_card")
    assert not alignments.is_preprinted(again, "Laser", "Lower", "permit_card")
    assert not alignments.is_preprinted(again, "Laser", "Upper", "refusal")
    assert not alignments.is_preprinted(again, "Another", "", "permit_card")


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(right=offsets, down=offsets, across=stretches, along=stretches)
@pytest.mark.parametrize("document", [PERMIT_CARD, CARDS_BY_TEN], ids=lambda document: document.name)
def test_what_is_filled_in_lands_on_a_pre_printed_form_within_half_a_millimetre(
    qapp: QApplication, tmp_path: Path, document: Document[Any],
    right: float, down: float, across: float, along: float,
) -> None:  # fmt: skip
    value = CARD_VALUE if document is PERMIT_CARD else CardSheet((Laid(3, CARD_VALUE, ON),))
    bare = document.make(value, ON, bare=True)
    skew = (right, down), (across, along)
    page = skewed(calibration_printed(document.size), *skew)
    alignment = calibration.correction(document.size, measured(page))
    came_out = skewed(printed(bare, alignment, tmp_path), *skew)
    with pypdfium2.PdfDocument(bare) as drawn:
        meant = drawn[0].render(scale=DPI / 72).to_pil().convert("L")
    for found, wanted in zip(ink_of(came_out), ink_of(meant), strict=True):
        assert abs(found - wanted) <= 0.5


def ink_of(paper: Image.Image) -> tuple[float, float, float, float]:
    """Where anything is printed, in millimetres: left, top, right, bottom."""
    dark = np.asarray(paper) < 160
    rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    return columns[0] / DOTS, rows[0] / DOTS, columns[-1] / DOTS, rows[-1] / DOTS


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_nothing_of_the_form_is_on_a_bare_paper_and_all_that_is_filled_in_is(document: Document[Any]) -> None:
    value = next(iter(SAMPLES[document.name].values()))
    whole, bare = document.make(value, ON), document.make(value, ON, bare=True)
    assert len(pages.sizes(whole)) == len(pages.sizes(bare))
    forms = [wording.form(document.name, ON)]
    forms += [wording.form("permit_card", ON)] if isinstance(value, CardSheet) else []
    pieces = [piece for form in forms for part in form.parts.values() for piece in part]
    said = pages.solid(bare)
    for piece in pieces:
        if isinstance(piece, Words) and not piece.blanks and len(piece.text) > 4:
            assert "".join(piece.text.split()) not in said
    whole_dots, bare_dots = (
        sum(int((np.asarray(page.convert("L")) < 250).sum()) for page in pages.pictures(pdf, 72))
        for pdf in (whole, bare)
    )
    assert bare_dots < whole_dots
    filled = {
        letter.character for number in range(len(pages.sizes(bare))) for letter in pages.letters(bare, number)
    }
    name = getattr(value, "name", "")
    assert set(name) <= filled
