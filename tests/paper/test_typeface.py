"""What a document takes along of a font draws the same letters, and each is copied as it was written."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from app.paper import characters, fontfiles, fonts
from app.paper.fontfiles import Face
from app.paper.pen import Pen
from app.paper.typeface import Typeface
from tests.paper import pages

SHIPPED = Typeface(fonts.SHIPPED)
DRAWN = sorted(filter(characters.is_seen, map(chr, fonts.SHIPPED.glyphs)))
TEXTS = st.text(st.sampled_from(DRAWN), min_size=1, max_size=20)


@pytest.fixture(scope="module")
def noto() -> TTFont:
    return TTFont(fonts.SHIPPED.path)


def strokes(font: TTFont, glyph: int) -> Any:
    """An outline as it is drawn, what it is composed of put in its place."""
    pen = DecomposingRecordingPen(font.getGlyphSet())
    font.getGlyphSet()[font.getGlyphName(glyph)].draw(pen)
    return pen.value


def cut(typeface: Typeface, text: str) -> TTFont:
    """The cut font, its checksums looked at; each character has its place in the text as its code."""
    return TTFont(BytesIO(typeface._cut([0, *map(ord, text)])), checkChecksums=2)


@given(text=TEXTS)
def test_every_outline_and_width_is_that_of_the_font(text: str, noto: TTFont):
    small = cut(SHIPPED, text)
    for place, character in enumerate(text, 1):
        glyph = fonts.SHIPPED.glyphs[ord(character)]
        assert strokes(small, place) == strokes(noto, glyph)
        assert small["hmtx"][small.getGlyphName(place)] == noto["hmtx"][noto.getGlyphName(glyph)]
        assert SHIPPED.face.getCharWidth(ord(character)) == noto["hmtx"][noto.getGlyphName(glyph)][0]
    assert {code: small.getGlyphID(name) for code, name in small["cmap"].tables[0].cmap.items()} == {
        code: code for code in range(1, len(text) + 1)
    }


@given(text=TEXTS)
def test_every_character_is_copied_as_it_was_written_also_where_two_share_an_outline(text: str):
    pen = Pen(400, 30, "")
    pen.text(5, 10, f"_{text}_", 10, "#000000")
    assert pages.solid(pen.pdf()) == "".join(f"_{text}_".split())


def built(path: Path, parts: int) -> Face:
    """A font whose 王 is composed of an outline that no character has."""
    path.parent.mkdir(exist_ok=True)
    bar, composed = TTGlyphPen(None), TTGlyphPen({"bar": None})
    for place, point in enumerate(((0, 0), (0, 100), (900, 100), (900, 0))):
        (bar.lineTo if place else bar.moveTo)(point)
    bar.closePath()
    for part in range(parts):
        composed.addComponent("bar", (1, 0, 0, 0.5 + part / 4, 50, 100 + 300 * part))
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder([".notdef", "bar", "wang"])
    font.setupCharacterMap({ord("王"): "wang"})
    font.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "bar": bar.glyph(), "wang": composed.glyph()})
    font.setupHorizontalMetrics({".notdef": (500, 0), "bar": (900, 0), "wang": (1000, 50)})
    font.setupHorizontalHeader(ascent=880, descent=-120)
    font.setupNameTable({"familyName": "Built", "styleName": "Regular", "psName": "Built"})
    font.setupOS2()
    font.setupPost()
    font.save(path)
    return Face(path, 0)


def test_an_outline_composed_of_others_takes_them_along(tmp_path: Path):
    face = built(tmp_path / "composed.ttf", parts=3)
    small = cut(Typeface(face), "王")
    assert strokes(small, 1) == strokes(TTFont(face.path), 2)
    assert len(small.getGlyphOrder()) == 3
    bounds = BoundsPen(small.getGlyphSet())
    small.getGlyphSet()[small.getGlyphName(1)].draw(bounds)
    assert bounds.bounds == (50, 100, 950, 800)


def test_a_font_is_embedded_whatever_its_file_is_called(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(fontfiles, "folders", lambda: (tmp_path,))
    monkeypatch.setattr(fonts, "_found", {})
    monkeypatch.setattr(fonts, "SHIPPED", Face(tmp_path / "none.ttf", 0))
    built(tmp_path / "我的 (字体) #1.ttf", parts=3)
    pen = Pen(100, 30, "")
    pen.text(5, 10, "王王", 10, "#000000")
    pdf = pen.pdf()
    assert pages.texts(pdf) == ["王王"]
    assert pages.fonts(pdf) == {"Built"}
