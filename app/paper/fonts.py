"""Which font draws each character on paper, and the refusal when none of ours can.

ReportLab embeds TrueType outlines only. The shipped Noto Sans SC has all 8,105 characters of the General
Standard List; wider fonts join ``CHAIN`` and are read only when a name needs them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import groupby
from pathlib import Path

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics, ttfonts

from app.errors import Refused
from app.language import N_

FONTS = Path(__file__).parent.parent.parent / "resources" / "fonts"
CHAIN = ("NotoSansSC-Regular",)

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
def _font(name: str) -> ttfonts.TTFont:
    """The font, read and registered once in the life of the program (65 ms for Noto Sans SC)."""
    font = ttfonts.TTFont(name, str(FONTS / f"{name}.ttf"))
    pdfmetrics.registerFont(font)
    return font


@cache
def font_for(character: str) -> str | None:
    """The name of the first font of the chain that draws the character; None when none does."""
    return next((name for name in CHAIN if _font(name).face.charToGlyph.get(ord(character))), None)


def check(text: str, field: str | None = None) -> None:
    """Refused when the text has a character that no font can draw; nothing is ever printed in its place."""
    for character in text:
        if font_for(character) is None:
            raise Refused(
                N_("No font here can draw {character} ({code}), so “{text}” cannot be printed."),
                field=field,
                character=character if character.isprintable() else "",
                code=f"U+{ord(character):04X}",
                text=text,
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


def drawn() -> int:
    """How many Chinese characters the fonts of the chain can draw; OSError where a font cannot be read."""
    han = (range(0x3400, 0xA000), range(0x20000, 0x33480))
    known = {code for name in CHAIN for code in _font(name).face.charToGlyph}
    return sum(code in block for block in han for code in known)
