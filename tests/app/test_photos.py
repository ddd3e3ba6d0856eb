"""Photos: whatever a camera makes comes out in the card's form, or is refused in words."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from app import photos, pictures
from app.errors import Refused, Unavailable


def picture(width: int, height: int, colour: str = "white", kind: str = "JPEG", **more: object) -> bytes:
    paper = BytesIO()
    Image.new("RGB", (width, height), colour).save(paper, kind, **more)
    return paper.getvalue()


@given(st.integers(358, 1200), st.integers(441, 1200), st.sampled_from(pictures.FORMATS))
def test_every_picture_large_enough_comes_out_as_the_card_takes_it(
    width: int, height: int, kind: str
) -> None:
    photo = photos.check(picture(width, height, kind=kind))
    with Image.open(BytesIO(photo.jpeg)) as kept:
        assert (kept.format, kept.size, kept.mode) == ("JPEG", (358, 441), "RGB")
    assert len(photo.jpeg) <= 30 * 1024


def test_a_picture_that_lies_on_its_side_is_stood_up() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter, as a phone held upright notes it
    photos.check(picture(441, 358, exif=exif))
    with pytest.raises(Refused):
        photos.check(picture(441, 358))


def test_a_picture_too_small_for_the_card_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        photos.check(picture(357, 441))
    assert refused.value.field == "photo"
    assert "357 × 441" in str(refused.value)


def test_a_picture_of_too_many_points_is_refused_before_it_is_read() -> None:
    with pytest.raises(Refused, match="too many to read"):
        photos.check(picture(5001, 5000, kind="PNG"))


def test_a_picture_larger_than_any_is_refused_in_words_too() -> None:
    kept = BytesIO()
    Image.new("1", (30_000, 30_000)).save(kept, "PNG")
    with pytest.raises(Refused, match="far too many points"):
        photos.check(kept.getvalue())


@pytest.mark.parametrize("content", [b"", b"Dear officer", picture(400, 500)[:900]])
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(Refused, match="no picture that can be read"):
        photos.check(content)


def test_what_the_camera_noted_about_the_place_is_not_kept() -> None:
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    kept = photos.check(picture(400, 500, exif=exif)).jpeg
    assert b"taken at home" not in kept


def test_a_dark_ground_is_told() -> None:
    assert photos.check(picture(400, 500)).light_ground
    assert not photos.check(picture(400, 500, "#304050")).light_ground


def test_a_file_that_is_gone_is_unavailable(tmp_path: Path) -> None:
    with pytest.raises(Unavailable):
        photos.from_file(tmp_path / "gone.jpg")
