"""What comes from a document camera or a scanner becomes pages as they are kept: A4 at 150 dots, JPEG.

Made anew always, so that nothing of what a camera notes about place and owner is kept. A page of A4 full of
close print, with the grain of a camera of 12 million points, takes 250 kB of its 2.2 MB; others less.
"""

from __future__ import annotations

from io import BytesIO
from itertools import islice

from PIL import Image

from app import pictures
from app.errors import Refused
from app.language import N_

LONGEST, SHORTEST, POINTS_PER_INCH = 1754, 1240, 150
QUALITY = 60
AT_MOST_PAGES = 60
"""So many pages of one file are taken; a contract that has more is not scanned at a window."""


def pages_of(content: bytes) -> tuple[bytes, ...]:
    """The pages in a picture file, a TIFF may have several; raises Refused as ``pictures.read`` does."""
    sheets = pictures.read_all(content, within=(LONGEST, LONGEST))
    made = tuple(_page(sheet) for sheet in islice(sheets, AT_MOST_PAGES + 1))
    refuse_many(len(made))
    return made


def refuse_many(pages: int) -> None:
    """Raises Refused where a file has more pages than are taken."""
    if pages > AT_MOST_PAGES:
        raise Refused(
            N_("This file has more than {most} pages. Take those that are needed."), most=AT_MOST_PAGES
        )


def turned(page: bytes) -> bytes:
    """A page turned by a quarter to the right."""
    return _written(pictures.read(page).transpose(Image.Transpose.ROTATE_270))


def _page(sheet: Image.Image) -> bytes:
    longest, shortest = (LONGEST, SHORTEST)
    within = (longest, shortest) if sheet.width > sheet.height else (shortest, longest)
    sheet.thumbnail(within, Image.Resampling.LANCZOS)
    return _written(sheet)


def _written(sheet: Image.Image) -> bytes:
    paper = BytesIO()
    sheet.save(paper, "JPEG", quality=QUALITY, dpi=(POINTS_PER_INCH, POINTS_PER_INCH), optimize=True)
    return paper.getvalue()
