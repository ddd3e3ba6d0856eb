"""Reading back what was printed: the text, each page as it is seen, each letter's place in millimetres."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

import numpy
import pypdfium2
import zxingcpp
from PIL import Image, ImageChops
from pypdfium2.raw import FPDF_PAGEOBJ_TEXT

POINTS = 72 / 25.4
DPI = 144

# Of 255, neighbouring pixels averaged. A letter smoothed a little differently on another system stays below;
# a changed digit in the smallest letters (4.5 points) does not.
TOLERANCE = 40


@dataclass(frozen=True, slots=True)
class Letter:
    """A character and the place of its ink in millimetres from the page's upper left corner."""

    character: str
    left: float
    top: float
    right: float
    bottom: float


@contextmanager
def opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        yield document


def sizes(pdf: bytes) -> list[tuple[float, float]]:
    """Width and height of each page in millimetres, as the PDF says."""
    with opened(pdf) as document:
        return [(wide / POINTS, high / POINTS) for wide, high in (page.get_size() for page in document)]


def pictures(pdf: bytes, dpi: int = DPI) -> list[Image.Image]:
    """Each page as it is seen."""
    with opened(pdf) as document:
        return [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in document]


def codes(picture: Image.Image) -> list[zxingcpp.Barcode]:
    """The QR codes on a page as it is seen.

    Only those, for no other kind is printed: asked for every kind, the reader once took modules for the bars
    of an article number, by chance of what the code said.
    """
    printed = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    return list(zxingcpp.read_barcodes(picture, formats=printed))


def texts(pdf: bytes) -> list[str]:
    """The text of each page as it is copied and searched."""
    with opened(pdf) as document:
        return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]


def solid(pdf: bytes) -> str:
    """The whole text without white space and line breaks."""
    return re.sub(r"\s", "", "".join(texts(pdf)))


def fonts(pdf: bytes) -> set[str]:
    """The fonts that the letters are drawn by, all of them inside the document."""
    with opened(pdf) as document:
        drawn = [text for page in document for text in page.get_objects(filter=[FPDF_PAGEOBJ_TEXT])]
        assert all(text.get_font().is_embedded for text in drawn)
        return {text.get_font().get_base_name().rpartition("+")[2] for text in drawn}


def letters(pdf: bytes, number: int) -> list[Letter]:
    """Every visible letter of one page, the first page being 0."""
    with opened(pdf) as document:
        page = document[number]
        high = page.get_height()
        text = page.get_textpage()
        found = []
        for index in range(text.count_chars()):
            character = text.get_text_range(index, 1)
            if character.strip():
                left, bottom, right, top = text.get_charbox(index)
                edges = (left, high - top, right, high - bottom)
                found.append(Letter(character, *(edge / POINTS for edge in edges)))
        return found


def same(seen: Image.Image, approved: Image.Image) -> bool:
    """Whether two pages look the same, but for how the edges of letters were smoothed."""
    if seen.size != approved.size:
        return False
    return difference(seen, approved) <= TOLERANCE


def difference(seen: Image.Image, approved: Image.Image) -> int:
    """The largest difference of a colour anywhere on the page, of 255."""
    away = ImageChops.difference(seen.convert("RGB").reduce(2), approved.convert("RGB").reduce(2))
    return int(numpy.asarray(away).max())
