"""A photo as it goes into a document: a JPEG's own bytes, and the size and colours they tell (ITU-T T.81)."""

from __future__ import annotations

import struct
from dataclasses import dataclass

BEGIN, SCAN, END = b"\xff\xd8", 0xDA, b"\xff\xd9"
FRAMES = (0xC0, 0xC1, 0xC2)  # baseline, extended, progressive: what a PDF may hold


@dataclass(frozen=True, slots=True)
class Jpeg:
    """A whole JPEG, its width and height in points, and how many colours each point has."""

    content: bytes
    wide: int
    high: int
    colours: int


def read(content: bytes) -> Jpeg:
    """The picture in these bytes; raises ValueError when they are no JPEG, or one that was cut off.

    What it shows is not looked at: photos are, when they are taken in.
    """
    if not content.startswith(BEGIN):
        raise ValueError("no JPEG")
    frame, at = None, len(BEGIN)
    try:
        while content[at + 1] != SCAN:
            marker, length = struct.unpack_from(">HH", content, at)
            if marker >> 8 != 0xFF:
                raise ValueError("no JPEG")
            if marker & 0xFF in FRAMES:
                frame = struct.unpack_from(">HHB", content, at + 5)
            at += 2 + length
    except (struct.error, IndexError) as fault:
        raise ValueError("cut off in its head") from fault
    if frame is None or content.rfind(END) < at:
        raise ValueError("without a picture, or without its end")
    high, wide, colours = frame
    return Jpeg(content, wide, high, colours)
