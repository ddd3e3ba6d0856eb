"""Pictures from cameras, phones and scanners: read within limits and stood up, or refused in words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from app.errors import Refused, Unavailable
from app.language import N_

AT_MOST_POINTS = 25_000_000
"""A picture of more is refused unread: a few bytes can claim to be a picture that fills the memory."""
AT_MOST_BYTES = 50 << 20
"""A file of more is refused unread."""
FORMATS = ("JPEG", "PNG", "BMP", "WEBP", "TIFF")


def contents(path: Path) -> bytes:
    """What is in a file. Raises Unavailable where it cannot be read, Refused where it is far too large."""
    try:
        size = path.stat().st_size
        if size > AT_MOST_BYTES:
            raise Refused(
                N_("{path} has {size} MB; a file may have {most}. Make it smaller first."),
                path=path.name, size=size >> 20, most=AT_MOST_BYTES >> 20,
            )  # fmt: skip
        return path.read_bytes()
    except OSError as error:
        raise Unavailable(
            N_("{path} cannot be read. Is the card or the drive still in?"), path=path.name
        ) from error


def read(content: bytes, field: str | None = None) -> Image.Image:
    """The picture, in plain colours and upright as the camera noted it; of several in a file the first.

    Raises Refused about ``field`` for what is no picture, is broken, or has too many points.
    """
    return next(read_all(content, field))


def read_all(
    content: bytes, field: str | None = None, within: tuple[int, int] | None = None
) -> Iterator[Image.Image]:
    """Every picture of a file one after the other, as ``read`` answers the first.

    What is to be made so small that it fits ``within`` may be read coarser, which takes a fraction.
    """
    with _in_words(field), Image.open(BytesIO(content), formats=FORMATS) as picture:
        for number in range(getattr(picture, "n_frames", 1) if picture.format == "TIFF" else 1):
            picture.seek(number)
            _refuse_large(*picture.size, field)
            if within is not None:
                picture.draft("RGB", within)
            yield _flat(ImageOps.exif_transpose(picture))


@contextmanager
def _in_words(field: str | None) -> Iterator[None]:
    try:
        yield
    except Image.DecompressionBombError as error:  # so large that not even its size is told
        raise Refused(
            N_("The picture has far too many points to be read. Make it smaller first."), field=field
        ) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, TypeError) as error:
        # Pillow raises each of these for some broken file, TypeError for a TIFF that tells no size
        raise Refused(
            N_("This file is no picture that can be read. Take a JPEG or PNG, or photograph again."),
            field=field,
        ) from error


def _refuse_large(width: int, height: int, field: str | None) -> None:
    if width * height > AT_MOST_POINTS:
        raise Refused(
            N_("The picture has {width} × {height} points, too many to read. Make it smaller first."),
            field=field, width=width, height=height,
        )  # fmt: skip


def _flat(picture: Image.Image) -> Image.Image:
    """The picture in plain colours, what is see-through laid on white."""
    if "transparency" not in picture.info and "A" not in picture.getbands():
        return picture.convert("RGB")
    seen_through = picture.convert("RGBA")
    white = Image.new("RGBA", seen_through.size, "white")
    return Image.alpha_composite(white, seen_through).convert("RGB")
