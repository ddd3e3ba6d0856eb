"""Which font draws each character on paper, and the refusal when none on this machine can.

ReportLab embeds TrueType outlines only. The shipped Noto Sans SC comes first and has all 8,105 characters of
the General Standard List. The fonts of the machine follow, the wide ones first, each read whole only when a
name needs it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from reportlab.pdfbase.ttfonts import TTFError

from app.errors import Refused
from app.language import N_, _
from app.paper import characters, fontfiles
from app.paper.fontfiles import Face
from app.paper.typeface import Typeface

FONTS = Path(__file__).parent.parent.parent / "resources" / "fonts"
SHIPPED = Face(FONTS / "NotoSansSC-Regular.ttf", 0)

# The em square of Chinese fonts: the share of the size above the baseline.
ASCENT = 0.88


@cache
def _opened(face: Face) -> Typeface | None:
    """The font, read whole once in the life of the program; None where ReportLab cannot use it."""
    try:
        return Typeface(face)
    except (TTFError, OSError):
        return None


# What was found stays found. What was not is looked for again: a font may be installed meanwhile.
_found: dict[str, Typeface] = {}


def font_for(character: str) -> Typeface | None:
    """The first font that draws the character; None when none on this machine does."""
    found = _found.get(character) or _looked_for(character)
    if found is not None:
        _found[character] = found
    return found


def _looked_for(character: str) -> Typeface | None:
    if not characters.is_seen(character):
        return None
    code = ord(character)
    shipped = _drawing(SHIPPED, code)
    if shipped is not None or not characters.stands_alone(character):
        return shipped
    found = (_drawing(face, code) for face in fontfiles.faces())
    return next((font for font in found if font is not None), None)


def _drawing(face: Face, code: int) -> Typeface | None:
    """The font where it draws the character; its list of characters is looked at before it is read whole."""
    return _opened(face) if code in face.glyphs else None


def undrawn(text: str) -> Iterator[str]:
    """The characters of the text that no font on this machine can draw, each as often as it stands there."""
    return (character for character in text if font_for(character) is None)


def check(text: str, field: str | None = None) -> None:
    """Refused when the text has a character that no font can draw; nothing is ever printed in its place."""
    if _found.keys() >= set(text):
        return
    for character in undrawn(text):
        raise Refused(
            _why_not(character),
            field=field,
            character=characters.in_words(character),
            code=f"U+{ord(character):04X}",
            text=text,
        )


def in_the_way(text: str) -> str:
    """What keeps a name from being printed here, in the officer's language; "" where nothing does."""
    lacking = tuple(dict.fromkeys(undrawn(text)))
    if not lacking:
        return ""
    shown = " ".join(characters.in_words(each) or f"U+{ord(each):04X}" for each in lacking)
    if all(characters.is_han(ord(each)) for each in lacking):
        return _("No font here has {characters}; install one to print.", characters=shown)
    return _("{characters} cannot be printed; compare the name.", characters=shown)


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
    if characters.is_of_2024(ord(character)):
        return N_(
            "No font here has {character} ({code}), a character of 2024, so “{text}” was not printed. Install"
            " a font that has it (Linux: fonts-babelstone-han; Windows: SimSun-ExtG) and print again;"
            " the name stays as it is."
        )
    return N_(
        "No font here has {character} ({code}), so “{text}” was not printed. Install a font that has it"
        " (Linux: fonts-hanazono; Windows: SimSun-ExtB) and print again; the name stays as it is."
    )


@cache
def _advance(character: str) -> float:
    """How far the character moves the pen, in sizes."""
    font = font_for(character)
    assert font is not None
    return float(font.face.getCharWidth(ord(character))) / 1000


def width(text: str, size: float, spacing: float = 0.0) -> float:
    """How wide a text that was checked is in points, with ``spacing`` points after each letter."""
    return sum(map(_advance, text)) * size + spacing * len(text)


def drawn() -> frozenset[int]:
    """Every code point that the fonts here can draw; OSError where the shipped one cannot be read."""
    if not SHIPPED.glyphs:
        raise OSError(f"{SHIPPED.path.name} cannot be read")
    return frozenset().union(SHIPPED.glyphs, *(face.glyphs for face in fontfiles.faces()))
