"""Scans: whatever a camera or a scanner makes comes out as pages that can be read, or is refused in words."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from app import pictures, scans
from app.camera_folder import Came, CameraFolder
from app.errors import Refused, Unavailable


def sheet(width: int, height: int, kind: str = "JPEG", **more: object) -> bytes:
    paper, drawn = BytesIO(), Image.new("RGB", (width, height), "white")
    ImageDraw.Draw(drawn).rectangle((0, 0, width // 2, height // 4), fill="black")  # which way is up
    drawn.save(paper, kind, **more)
    return paper.getvalue()


def upper_right(page: Image.Image) -> int:
    """How light its upper right corner is, from 0."""
    return page.convert("L").tobytes()[page.width - 1]


@settings(max_examples=30)
@given(st.integers(60, 3000), st.integers(60, 3000), st.sampled_from(pictures.FORMATS))
def test_a_page_is_never_larger_than_a4_at_150_dots_and_keeps_its_shape(
    width: int, height: int, kind: str
) -> None:
    (page,) = scans.pages_of(sheet(width, height, kind))
    with Image.open(BytesIO(page)) as kept:
        assert (kept.format, kept.mode) == ("JPEG", "RGB")
        assert (max(kept.size), min(kept.size)) <= (scans.LONGEST, scans.SHORTEST)
        assert kept.size <= (width, height)
        assert abs(kept.width * height - kept.height * width) <= 2 * max(width, height)


def test_a_page_is_stood_up_and_keeps_nothing_of_place_and_owner() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter, as a phone held upright notes it
    exif[0x010E] = "taken at home"
    exif.get_ifd(0x8825)[2] = (25.0, 30.0, 0.0)  # GPS
    (page,) = scans.pages_of(sheet(800, 600, exif=exif))
    with Image.open(BytesIO(page)) as kept:
        assert kept.size == (600, 800)
        assert not kept.getexif()
        assert upper_right(kept) < 90
    assert b"taken at home" not in page


def test_every_sheet_of_a_tiff_is_a_page_but_not_of_one_that_has_too_many() -> None:
    sheets = [Image.new("1", (60, 90)) for _sheet in range(scans.AT_MOST_PAGES + 1)]
    paper = BytesIO()
    sheets[0].save(paper, "TIFF", save_all=True, append_images=sheets[1:3])
    assert len(scans.pages_of(paper.getvalue())) == 3
    paper = BytesIO()
    sheets[0].save(paper, "TIFF", save_all=True, append_images=sheets[1:])
    with pytest.raises(Refused, match="more than 60 pages"):
        scans.pages_of(paper.getvalue())


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"Dear officer",
        sheet(400, 500)[:900],
        sheet(400, 500, "PNG")[:300],
        sheet(400, 500, "TIFF")[:500],
    ],
)
def test_what_is_broken_is_refused_whole(broken: bytes) -> None:
    with pytest.raises(Refused, match="no picture that can be read"):
        scans.pages_of(broken)


def test_a_tiff_whose_second_sheet_is_far_too_large_gives_no_page_at_all() -> None:
    paper = BytesIO()
    Image.new("1", (60, 90)).save(paper, "TIFF", save_all=True, append_images=[Image.new("1", (5001, 5000))])
    with pytest.raises(Refused, match="too many to read"):
        scans.pages_of(paper.getvalue())


def test_a_tiff_whose_second_sheet_tells_no_width_gives_no_page_at_all() -> None:
    paper, width, other = BytesIO(), b"\x00\x01\x04\x00", b"\x00\x02\x04\x00"
    Image.new("1", (60, 90)).save(paper, "TIFF", save_all=True, append_images=[Image.new("1", (60, 90))])
    first, second, rest = paper.getvalue().split(width)
    with pytest.raises(Refused, match="no picture that can be read"):
        scans.pages_of(first + width + second + other + rest)


def test_a_page_that_lies_on_its_side_is_turned_to_the_right() -> None:
    (page,) = scans.pages_of(sheet(800, 600))
    with Image.open(BytesIO(scans.turned(page))) as kept:
        assert kept.size == (600, 800)
        assert upper_right(kept) < 90


def test_a_file_that_is_far_too_large_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "large.jpg"
    with file.open("wb") as there:
        there.truncate(pictures.AT_MOST_BYTES + 1)  # a hole: it takes no room on the disk
    with pytest.raises(Refused, match="a file may have 50"):
        pictures.contents(file)


# -- the camera's folder


def test_only_what_is_whole_and_new_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "before.jpg").write_bytes(sheet(60, 90))
    folder = CameraFolder(tmp_path, lambda path: (path.read_bytes(),))
    (tmp_path / "list.xlsx").write_bytes(b"no page")
    (tmp_path / ".hidden.jpg").write_bytes(b"begun")
    (tmp_path / "1.jpg").write_bytes(b"half")
    assert folder.look() == ()
    assert folder.on_its_way
    (tmp_path / "1.jpg").write_bytes(b"half and more")
    assert folder.look() == ()
    assert folder.look() == (Came("1.jpg", (b"half and more",)),)
    assert folder.look() == ()
    assert not folder.on_its_way


def test_a_file_that_never_can_be_read_is_told_in_the_end(tmp_path: Path) -> None:
    folder = CameraFolder(tmp_path, lambda path: scans.pages_of(path.read_bytes()))
    (tmp_path / "1.jpg").write_bytes(b"Dear officer")
    looks = [folder.look() for _look in range(12)]
    (came,) = (came for look in looks for came in look)
    assert came.trouble is not None
    assert came.pages == ()


def test_a_folder_that_is_pulled_out_is_unavailable_until_it_is_back(tmp_path: Path) -> None:
    place = tmp_path / "stick"
    place.mkdir()
    folder = CameraFolder(place, lambda path: (path.read_bytes(),))
    place.rmdir()
    with pytest.raises(Unavailable, match="cannot be read"):
        folder.look()
    place.mkdir()
    (place / "1.jpg").write_bytes(b"a page")
    folder.look()
    assert folder.look() == (Came("1.jpg", (b"a page",)),)
