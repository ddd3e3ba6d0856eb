"""Photos for the card: a picture from a camera or phone becomes the form the card takes, or is refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageOps, ImageStat

from app import pictures
from app.errors import Refused
from app.language import N_

# The digital photo of the ID card (GA 461), which the permit takes over: 26 mm by 32 mm, up to 30 kB.
WIDTH, HEIGHT, POINTS_PER_INCH = 358, 441, 350
AT_MOST_BYTES = 30 * 1024
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
    whole = pictures.read(content, field="photo")
    _refuse_small(*whole.size)
    picture = ImageOps.fit(whole, (WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    return Photo(_written(picture), _is_light_above(picture))


def from_file(path: Path) -> Photo:
    """The photo in a file, checked; raises Unavailable when the file cannot be read."""
    return check(pictures.contents(path))


def _refuse_small(width: int, height: int) -> None:
    if width < WIDTH or height < HEIGHT:
        raise Refused(
            N_("The picture has {width} × {height} points; the card needs {least}. Photograph again."),
            field="photo", width=width, height=height, least=f"{WIDTH} × {HEIGHT}",
        )  # fmt: skip


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
