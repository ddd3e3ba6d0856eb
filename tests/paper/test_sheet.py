"""Sizes in millimetres, photos in proportion, and the same bytes every time."""

from __future__ import annotations

from dataclasses import astuple, replace
from io import BytesIO

import pytest
from PIL import Image, ImageChops
from pypdfium2.raw import FPDF_PAGEOBJ_TEXT

from app.errors import Refused
from app.paper import DOCUMENTS, PERMIT_CARD, REGISTRATION_VOUCHER, Document, wording
from tests.paper import pages
from tests.paper.samples import CARD, ON, SAMPLES, VOUCHER

MAGENTA = (255, 0, 255)
PHOTO_BOX = (61.4, 11.4, 61.4 + 19.4, 11.4 + 23.9)  # resources/forms/permit_card.yaml


def magenta(wide: int, high: int, kind: str = "JPEG") -> bytes:
    file = BytesIO()
    Image.new("RGB", (wide, high), MAGENTA).save(file, kind, quality=95)
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
    pdf = PERMIT_CARD.make(CARD, ON)
    with pages.opened(pdf) as document:
        drawn = [text for page in document for text in page.get_objects(filter=[FPDF_PAGEOBJ_TEXT])]
        assert drawn
        assert all(text.get_font().is_embedded for text in drawn)
        assert {text.get_font().get_base_name() for text in drawn} == {"NotoSansSC-Regular"}
