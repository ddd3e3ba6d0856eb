"""Which font draws each character on paper, and the refusal when none on this machine can.

ReportLab embeds TrueType outlines only. The shipped Noto Sans SC comes first and has all 8,105 characters of
the General Standard List. The fonts of the machine follow, the wide ones first, each read when a name needs
it: a document costs as much as the largest font on it (13 ms with 3 MB, 58 ms with 52 MB).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics, ttfonts

from app.errors import Refused
from app.language import N_
from app.paper import characters, fontfiles
from app.paper.fontfiles import Face

FONTS = Path(__file__).parent.parent.parent / "resources" / "fonts"
SHIPPED = Face(FONTS / "NotoSansSC-Regular.ttf", 0)

# The em square of Chinese fonts: the share of the size above and below the baseline.
ASCENT = 0.88
DESCENT = 0.12

# ReportLab's text form of binary streams costs 10 to 25 % of a card's time and a quarter of its bytes.
rl_config.useA85 = 0

_reportlabs_cmap = ttfonts.makeToUnicodeCMap


def _cmap_with_surrogates(font: str, subset: Sequence[int]) -> str:
    """ReportLab writes a character beyond U+FFFF as five hex digits, so 𬭎 is found as something else when
    the PDF is searched or copied; ISO 32000-1, 9.10.3 wants UTF-16BE."""
    return re.sub(
        r"<([0-9A-F]{5,6})>",
        lambda code: f"<{chr(int(code[1], 16)).encode('utf-16-be').hex().upper()}>",
        _reportlabs_cmap(font, subset),
    )


ttfonts.makeToUnicodeCMap = _cmap_with_surrogates


@cache
def _font(face: Face) -> ttfonts.TTFont | None:
    """The font, read and registered once in the life of the program (65 ms for Noto Sans SC).

    None where ReportLab cannot use it, as one whose maker forbids embedding.
    """
    try:
        font = ttfonts.TTFont(face.name, str(face.path), subfontIndex=face.number)
    except (ttfonts.TTFError, OSError):
        return None
    # Each document cuts its subset from the font's tables, ten megabytes that need not be copied every time.
    font.face.get_table = cache(font.face.get_table)
    pdfmetrics.registerFont(font)
    return font


# What was found stays found. What was not is looked for again: a font may be installed meanwhile.
_found: dict[str, str] = {}


def font_for(character: str) -> str | None:
    """The name of the first font that draws the character; None when none on this machine does."""
    found = _found.get(character) or _looked_for(character)
    if found is not None:
        _found[character] = found
    return found


def _looked_for(character: str) -> str | None:
    code = ord(character)
    if _draws(SHIPPED, code):
        return SHIPPED.name
    if not characters.stands_alone(character):
        return None
    has_it = (face for face in fontfiles.faces() if code in face.glyphs)
    return next((face.name for face in has_it if _draws(face, code)), None)


def _draws(face: Face, code: int) -> bool:
    font = _font(face)
    return font is not None and bool(font.face.charToGlyph.get(code))


def undrawn(text: str) -> Iterator[str]:
    """The characters of the text that no font on this machine can draw, each as often as it stands there."""
    return (character for character in text if font_for(character) is None)


def check(text: str, field: str | None = None) -> None:
    """Refused when the text has a character that no font can draw; nothing is ever printed in its place."""
    for character in undrawn(text):
        raise Refused(
            _why_not(character),
            field=field,
            character=characters.in_words(character),
            code=f"U+{ord(character):04X}",
            text=text,
        )


def _why_not(character: str) -> str:
    """What to do about a character that cannot be drawn."""
    if characters.is_private(character):
        return N_(
            "The character {character} ({code}) in “{text}” is a private one that means another on every"
            " computer. Enter the standard character, or read the card again; nothing was printed."
        )
    if not characters.stands_alone(character):
        return N_(
            "The sign {character} ({code}) in “{text}” cannot be printed. Take it out, or write the name in"
            " Chinese characters; nothing was printed."
        )
    return N_(
        "No font here has {character} ({code}), so “{text}” was not printed. Install a font that has it"
        " (Linux: fonts-hanazono; Windows: SimSun-ExtB) and print again; the name stays as it is."
    )


def runs(text: str) -> tuple[tuple[str, str], ...]:
    """A text that was checked, cut into (font name, piece)."""
    return tuple((str(font), "".join(piece)) for font, piece in groupby(text, font_for))


@cache
def _advance(character: str) -> float:
    """How far the character moves the pen, in sizes."""
    return float(pdfmetrics.stringWidth(character, font_for(character), 1))


def width(text: str, size: float, spacing: float = 0.0) -> float:
    """How wide a text that was checked is in points, with ``spacing`` points after each letter."""
    return sum(map(_advance, text)) * size + spacing * len(text)


def drawn() -> frozenset[int]:
    """Every code point that the fonts here can draw; OSError where the shipped one cannot be read."""
    if not SHIPPED.glyphs:
        raise OSError(f"{SHIPPED.path.name} cannot be read")
    return frozenset().union(SHIPPED.glyphs, *(face.glyphs for face in fontfiles.faces()))
