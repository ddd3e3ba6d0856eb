"""Sizes in millimetres, photos in proportion, and the same bytes every time."""

from __future__ import annotations

from dataclasses import astuple, replace
from io import BytesIO

import pytest
import segno
from PIL import Image, ImageChops

from app.errors import Refused
from app.paper import DOCUMENTS, PERMIT_CARD, REGISTRATION_VOUCHER, Document, wording
from tests.paper import pages
from tests.paper.samples import CARD, ON, SAMPLES, VOUCHER

MAGENTA = (255, 0, 255)
PHOTO_BOX = (61.4, 11.4, 61.4 + 19.4, 11.4 + 23.9)  # resources/forms/permit_card.yaml


def magenta(wide: int, high: int, kind: str = "JPEG", colours: str = "RGB") -> bytes:
    file = BytesIO()
    Image.new("RGB", (wide, high), MAGENTA).convert(colours).save(file, kind, quality=95)
    return file.getvalue()


def place_of_photo(jpeg: bytes) -> tuple[float, ...]:
    """Left, top, right and bottom of the magenta on the rendered front, in millimetres."""
    dpi = 600
    front = pages.pictures(PERMIT_CARD.make(replace(CARD, photo=jpeg), ON), dpi)[0]
    away = ImageChops.difference(front, Image.new("RGB", front.size, MAGENTA))
    mask = away.convert("L").point(lambda level: 255 * (level < 20))
    box = mask.getbbox()
    assert box is not None
    return tuple(edge / dpi * 25.4 for edge in box)


def middle_of_photo(jpeg: bytes) -> tuple[int, int, int]:
    """The colour in the middle of the photo on the rendered front."""
    front = pages.pictures(PERMIT_CARD.make(replace(CARD, photo=jpeg), ON))[0]
    left, top, right, bottom = (edge * pages.DPI / 25.4 for edge in PHOTO_BOX)
    red, green, blue = (
        front.crop((int(left), int(top), int(right), int(bottom))).resize((3, 3)).tobytes()[12:15]
    )
    return red, green, blue


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_every_page_has_the_size_of_its_paper_to_a_twentieth_of_a_millimetre(document: Document):
    for number, value in enumerate(SAMPLES[document.name].values()):
        pdf = document.make(value, ON)
        for size in pages.sizes(pdf):
            assert size == pytest.approx(document.size, abs=0.05)
        if number == 0:
            picture = pages.pictures(pdf, dpi=600)[0]
            assert [side / 600 * 25.4 for side in picture.size] == pytest.approx(document.size, abs=0.05)


def test_a_permit_card_is_as_large_as_an_identity_card_and_has_two_sides():
    assert PERMIT_CARD.size == (85.60, 53.98)
    assert len(pages.sizes(PERMIT_CARD.make(CARD, ON))) == 2


def test_a_voucher_is_one_a4_page():
    assert pages.sizes(REGISTRATION_VOUCHER.make(VOUCHER, ON)) == [pytest.approx((210, 297), abs=0.05)]


def test_a_photo_of_the_prescribed_size_fills_its_place():
    assert place_of_photo(magenta(358, 441)) == pytest.approx(PHOTO_BOX, abs=0.1)


def test_a_photo_of_another_shape_is_made_smaller_but_not_stretched():
    left, top, right, bottom = place_of_photo(magenta(400, 400))
    assert right - left == pytest.approx(bottom - top, abs=0.1)
    assert (left, right) == pytest.approx((PHOTO_BOX[0], PHOTO_BOX[2]), abs=0.1)
    assert top - PHOTO_BOX[1] == pytest.approx(PHOTO_BOX[3] - bottom, abs=0.1)


def test_a_photo_in_the_colours_of_printing_is_not_printed_as_its_negative():
    red, green, blue = middle_of_photo(magenta(358, 441, colours="CMYK"))
    assert (red > 200, green < 60, blue > 100) == (True, True, True)


def test_a_grey_photo_is_printed_grey():
    assert middle_of_photo(magenta(358, 441, colours="L")) == (105, 105, 105)


def test_the_code_is_module_by_module_what_another_encoder_makes():
    box, dpi = (62.6, 3.8, 18), 1200  # resources/forms/permit_card.yaml
    back = (
        pages.pictures(PERMIT_CARD.make(CARD, ON), dpi)[1]
        .convert("L")
        .point(lambda level: 255 * (level > 100))
    )
    rows = segno.make(CARD.code, error="m", mask=2, boost_error=False).matrix
    side = box[2] / len(rows)

    def is_dark(row: int, column: int) -> bool:
        x, y = (box[0] + side * (column + 0.5), box[1] + side * (row + 0.5))
        return back.getpixel((int(x * dpi / 25.4), int(y * dpi / 25.4))) == 0

    seen = [[is_dark(row, column) for column in range(len(rows))] for row in range(len(rows))]
    assert seen == [[bool(module) for module in row] for row in rows]


@pytest.mark.parametrize(
    "jpeg",
    [b"", b"no picture", CARD.photo[: len(CARD.photo) // 2] if CARD.photo else b"", magenta(358, 441, "PNG")],
    ids=["empty", "text", "cut off", "png"],
)
def test_what_is_not_a_whole_jpeg_is_refused(jpeg: bytes):
    with pytest.raises(Refused, match="cannot be read as a JPEG") as refusal:
        PERMIT_CARD.make(replace(CARD, photo=jpeg), ON)
    assert refusal.value.field == "photo"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_the_same_value_gives_the_same_bytes(document: Document):
    for value in SAMPLES[document.name].values():
        assert document.make(value, ON) == document.make(value, ON)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_what_is_said_about_the_file_is_not_personal(document: Document):
    for value in SAMPLES[document.name].values():
        with pages.opened(document.make(value, ON)) as pdf:
            said = {key: words for key, words in pdf.get_metadata_dict().items() if words}
        assert said["Title"] == wording.form(document.name, ON).title
        assert said["Author"] == said["Creator"] == "安居 Anju"
        assert not {str(part) for part in astuple(value) if part} & set(" ".join(said.values()).split())


def test_the_font_is_embedded_so_that_any_printer_draws_it():
    assert pages.fonts(PERMIT_CARD.make(CARD, ON)) == {"NotoSansSC-Regular"}
