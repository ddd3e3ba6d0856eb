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

from app.paper import fontfiles, fonts
from app.paper.canvas import Canvas
from app.paper.embedding import Outlines
from app.paper.fontfiles import Face
from tests.paper import pages

SHIPPED = Outlines(fonts.SHIPPED)
HAN = st.text(st.sampled_from(sorted(map(chr, fonts.SHIPPED.glyphs))), min_size=1, max_size=20)


@pytest.fixture(scope="module")
def noto() -> TTFont:
    return TTFont(fonts.SHIPPED.path)


def strokes(font: TTFont, glyph: int) -> Any:
    """An outline as it is drawn, what it is composed of put in its place."""
    pen = DecomposingRecordingPen(font.getGlyphSet())
    font.getGlyphSet()[font.getGlyphName(glyph)].draw(pen)
    return pen.value


def cut(outlines: Outlines, text: str) -> TTFont:
    """The cut font, its checksums looked at."""
    glyphs = [outlines.face.glyphs[ord(character)] for character in text]
    return TTFont(BytesIO(outlines.cut(glyphs)), checkChecksums=2)


@given(text=HAN)
def test_every_outline_and_width_is_that_of_the_font(text: str, noto: TTFont):
    small = cut(SHIPPED, text)
    for place, character in enumerate(text, 1):
        glyph = fonts.SHIPPED.glyphs[ord(character)]
        assert strokes(small, place) == strokes(noto, glyph)
        assert small["hmtx"][small.getGlyphName(place)] == noto["hmtx"][noto.getGlyphName(glyph)]
        assert SHIPPED.advance(glyph) == noto["hmtx"][noto.getGlyphName(glyph)][0]  # it has 1000 units


@given(text=HAN)
def test_every_character_is_copied_as_it_was_written_also_where_two_share_an_outline(text: str):
    canvas = Canvas(400, 30, "")
    canvas.text(5, 10, f"_{text}_", 10, "#000000")
    copied = pages.texts(canvas.pdf())[0]
    assert copied.replace("\xa0", " ").strip() == f"_{text}_".replace("\xa0", " ")


def built(path: Path, parts: int) -> Face:
    """A font whose 王 is composed of an outline that no character has, or of one that is not there."""
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
    font.setupNameTable({})
    font.setupOS2()
    font.setupPost()
    font.save(path)
    return Face(path, 0)


def test_an_outline_composed_of_others_takes_them_along(tmp_path: Path):
    face = built(tmp_path / "composed.ttf", parts=3)
    small = cut(Outlines(face), "王")
    assert strokes(small, 1) == strokes(TTFont(face.path), 2)
    assert len(small.getGlyphOrder()) == 3
    bounds = BoundsPen(small.getGlyphSet())
    small.getGlyphSet()[small.getGlyphName(1)].draw(bounds)
    assert bounds.bounds == (50, 100, 950, 800)


def test_a_font_that_lacks_a_part_of_an_outline_does_not_draw_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(fontfiles, "folders", lambda: (tmp_path,))
    monkeypatch.setattr(fonts, "_found", {})
    monkeypatch.setattr(fonts, "SHIPPED", Face(tmp_path / "none.ttf", 0))
    face = built(tmp_path / "broken.ttf", parts=1)
    data = bytearray(face.path.read_bytes())
    tables = fontfiles.tables(bytes(data), 0)
    part = (
        tables["glyf"][0] + fontfiles.outlines(bytes(data), {t: at for t, (at, _) in tables.items()})[2] + 12
    )
    assert fonts.font_for("王") is not None
    data[part : part + 2] = b"\x7f\xff"
    face.path.write_bytes(data)
    monkeypatch.setattr(fonts, "_found", {})
    fonts._opened.cache_clear()
    assert fonts.font_for("王") is None


def test_a_font_is_embedded_whatever_its_file_is_called(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(fontfiles, "folders", lambda: (tmp_path,))
    monkeypatch.setattr(fonts, "_found", {})
    monkeypatch.setattr(fonts, "SHIPPED", Face(tmp_path / "none.ttf", 0))
    built(tmp_path / "我的 (字体) #1.ttf", parts=3)
    canvas = Canvas(100, 30, "")
    canvas.text(5, 10, "王王", 10, "#000000")
    assert pages.texts(canvas.pdf()) == ["王王"]
    assert pages.fonts(canvas.pdf()) == {"我的 (字体) #1"}
