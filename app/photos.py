"""Photos for the card: a picture from a camera or phone becomes the form the card takes, or is refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageOps, ImageStat, UnidentifiedImageError

from app.errors import Refused, Unavailable
from app.language import N_

# The digital photo of the ID card (GA 461), which the permit takes over: 26 mm by 32 mm, up to 30 kB.
WIDTH, HEIGHT, POINTS_PER_INCH = 358, 441, 350
AT_MOST_BYTES = 30 * 1024
AT_MOST_POINTS = 25_000_000
"""A picture of more is refused unread: a few bytes can claim to be a picture that fills the memory."""

FORMATS = ("JPEG", "PNG", "BMP", "WEBP")
QUALITIES = range(92, 20, -6)
LIGHT = 200
"""How bright, of 255, the upper corners are at least on a white ground."""


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo as it is kept: a JPEG of 358 by 441 points in 30 kB at most, and if the ground is light."""

    jpeg: bytes = field(repr=False)
    light_ground: bool


def check(content: bytes) -> Photo:
    """The photo in the form that is kept, cut around its middle; raises Refused about ``photo``."""
    whole = _opened(content)
    _refuse_small(*whole.size)
    picture = ImageOps.fit(whole, (WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    return Photo(_written(picture), _is_light_above(picture))


def from_file(path: Path) -> Photo:
    """The photo in a file, checked; raises Unavailable when the file cannot be read."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Unavailable(
            N_("{path} cannot be read. Is the card or the drive still in?"), path=path.name
        ) from error
    return check(content)


def _opened(content: bytes) -> Image.Image:
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as picture:
            _refuse_large(*picture.size)
            return _flat(ImageOps.exif_transpose(picture))
    except Image.DecompressionBombError as error:  # so large that not even its size is told
        raise Refused(
            N_("The picture has far too many points to be read. Make it smaller first."), field="photo"
        ) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise Refused(
            N_("This file is no picture that can be read. Take a JPEG or PNG, or photograph again."),
            field="photo",
        ) from error


def _refuse_large(width: int, height: int) -> None:
    if width * height > AT_MOST_POINTS:
        raise Refused(
            N_("The picture has {width} × {height} points, too many to read. Make it smaller first."),
            field="photo", width=width, height=height,
        )  # fmt: skip


def _refuse_small(width: int, height: int) -> None:
    if width < WIDTH or height < HEIGHT:
        raise Refused(
            N_("The picture has {width} × {height} points; the card needs {least}. Photograph again."),
            field="photo", width=width, height=height, least=f"{WIDTH} × {HEIGHT}",
        )  # fmt: skip


def _flat(picture: Image.Image) -> Image.Image:
    """The picture in plain colours, what is see-through laid on white."""
    if "transparency" not in picture.info and "A" not in picture.getbands():
        return picture.convert("RGB")
    seen_through = picture.convert("RGBA")
    white = Image.new("RGBA", seen_through.size, "white")
    return Image.alpha_composite(white, seen_through).convert("RGB")


def _written(picture: Image.Image) -> bytes:
    """The picture as JPEG, as good as its bytes allow; without what a camera notes about place and owner."""
    for quality in QUALITIES:
        paper = BytesIO()
        picture.save(paper, "JPEG", quality=quality, dpi=(POINTS_PER_INCH, POINTS_PER_INCH), optimize=True)
        if len(paper.getvalue()) <= AT_MOST_BYTES:
            return paper.getvalue()
    raise Refused(
        N_("The picture is too restless to be kept in 30 kB. Photograph again before a plain white ground."),
        field="photo",
    )


def _is_light_above(picture: Image.Image) -> bool:
    side = WIDTH // 8
    corners = ((0, 0, side, side), (WIDTH - side, 0, WIDTH, side))
    return all(min(ImageStat.Stat(picture.crop(corner)).mean) >= LIGHT for corner in corners)
