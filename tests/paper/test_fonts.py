"""Every character of a name that the fonts here can draw is drawn, and found again; the rest is refused."""

from __future__ import annotations

import shutil
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from PIL import Image

from app.errors import Refused
from app.paper import PERMIT_CARD, characters, fontfiles, fonts
from tests.paper import pages
from tests.paper.samples import CARD, ON, PORTRAITS

NOTO = "NotoSansSC-Regular"
HANAZONO = Path("/usr/share/fonts/truetype/hanazono")
needs_a_wide_font = pytest.mark.skipif(
    not HANAZONO.exists(), reason="fonts-hanazono is not installed: no rare characters to draw"
)
RARE = "𠮷𪚥𠔻𠃍𡃁𪜀𫝀𫠠𬀀"  # extensions B, C, D, E


def font_of(character: str) -> str | None:
    """The name of the font that draws the character."""
    font = fonts.font_for(character)
    return str(font.fontName) if font is not None else None


@pytest.fixture
def only_shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without any font of its own, and the folder in which one could be installed."""
    monkeypatch.setattr(fontfiles, "folders", lambda: (tmp_path,))
    monkeypatch.setattr(fonts, "_found", {})
    return tmp_path


@pytest.mark.parametrize("character", "一龑頔䶮㛃𬭎𫍯·Aü0X（）《》")
def test_the_shipped_font_draws_what_names_and_addresses_need(character: str):
    assert font_of(character) == NOTO


@pytest.mark.parametrize("character", ["𠮷", "😀", "\t", "\u200b", "\ue000", "ᠮ", "\U00031350"])
def test_a_character_it_lacks_is_known_to_be_lacking(character: str, only_shipped: Path):
    assert font_of(character) is None
    with pytest.raises(Refused, match=rf"U\+{ord(character):04X}"):
        fonts.check(f"李{character}")


@pytest.mark.parametrize(
    ("character", "what_to_do"),
    [
        ("𠮷", "Install a font that has it"),
        ("\ue863", "Enter the standard character"),
        ("ئ", "write the name in Chinese characters"),
        ("😀", "Take it out"),
        ("\u200b", "Take it out"),
        ("\u00ad", "Take it out"),  # the soft hyphen, which fonts draw as a hyphen
        ("\u0301", "Take it out"),  # an accent by itself would stand beside its letter
        ("\u3164", "Take it out"),  # the Korean filler, which is blank
        ("\U00031350", "fonts-babelstone-han"),
    ],
)
def test_the_refusal_says_what_to_do(character: str, what_to_do: str, only_shipped: Path):
    with pytest.raises(Refused, match=what_to_do):
        fonts.check(f"李{character}")


def test_what_is_in_the_way_of_a_name_is_told_before_it_is_printed(only_shipped: Path):
    assert fonts.in_the_way("张伟") == ""
    assert fonts.in_the_way("张伟😀") == ("😀 cannot be printed; compare the name.")
    assert fonts.in_the_way("李𠮷").startswith("No font here has 𠮷")


def test_letters_that_join_and_private_characters_are_never_taken_from_a_font_of_the_machine():
    for character in ("ئ", "བ", "ᠮ", "\ue863"):
        assert font_of(character) is None


@needs_a_wide_font
def test_a_wide_font_that_is_installed_while_the_program_runs_is_used_at_once(only_shipped: Path):
    assert font_of("𠮷") is None
    shutil.copyfile(HANAZONO / "HanaMinA.ttf", only_shipped / "HanaMinA.ttf")
    assert font_of("𠮷") == "HanaMinA"
    assert font_of("吉") == NOTO


@needs_a_wide_font
def test_rare_names_are_drawn_and_can_be_copied_and_searched_as_they_were_written():
    name = f"张{RARE}"
    pdf = PERMIT_CARD.make(replace(CARD, name=name), ON)
    assert f"姓名{name}性别" in pages.solid(pdf)
    assert pages.fonts(pdf) == {NOTO, "HanaMinA", "HanaMinB"}


@needs_a_wide_font
def test_every_character_of_the_third_level_of_the_standard_is_drawn_where_hanazono_is_installed():
    drawn = fonts.drawn()
    lacking = {block.name: len(block.asked - drawn) for block in characters.BLOCKS if block.asked - drawn}
    assert lacking == {}


def test_a_common_name_costs_no_wide_font():
    assert pages.fonts(PERMIT_CARD.make(CARD, ON)) == {NOTO}


def test_the_standard_asks_for_87887_characters_and_its_amendment_for_9793_more():
    asked = sum(len(block.asked) for block in characters.BLOCKS)
    assert asked == 87_887
    assert sum(len(block.codes) for block in characters.BLOCKS) - asked == 9_793


def test_the_characters_of_a_font_file_are_those_that_fonttools_reads():
    with TTFont(fonts.SHIPPED.path) as font:
        outlines, meant = font["glyf"], font.getBestCmap()
        number = font.getReverseGlyphMap()
        inked = {code: number[glyph] for code, glyph in meant.items() if outlines[glyph].numberOfContours}
    blank = {code: number[meant[code]] for code in (0x20, 0xA0, 0x3000)}
    assert fonts.SHIPPED.glyphs.items() >= (inked | blank).items()
    others = fonts.SHIPPED.glyphs.keys() - inked.keys()
    assert {unicodedata.category(chr(code)) for code in others} == {"Zs"}


def test_reportlab_reads_the_same_characters():
    shipped = fonts.font_for("一")
    assert shipped is not None
    read = shipped.face.charToGlyph
    assert fonts.SHIPPED.glyphs.items() <= read.items()


@pytest.mark.parametrize("damage", [b"", b"true", b"ttcf" + bytes(8), b"\x00\x01\x00\x00" + b"\xff" * 500])
def test_a_damaged_font_file_is_passed_over(damage: bytes, only_shipped: Path):
    (only_shipped / "broken.ttf").write_bytes(damage)
    assert font_of("𠮷") is None
    assert font_of("李") == NOTO


def test_a_font_whose_maker_forbids_embedding_is_passed_over(only_shipped: Path):
    data = bytearray(fonts.SHIPPED.path.read_bytes())
    entry = next(at for at in range(12, 12 + 16 * data[5], 16) if data[at : at + 4] == b"OS/2")
    start = int.from_bytes(data[entry + 8 : entry + 12], "big")
    data[start + 8 : start + 10] = b"\x00\x02"
    (only_shipped / "forbidden.ttf").write_bytes(data)
    assert [face.name for face in fontfiles.faces()] == ["forbidden"]
    assert not next(fontfiles.faces()).glyphs


def test_the_shipped_font_comes_with_its_licence():
    assert "SIL OPEN FONT LICENSE Version 1.1" in (fonts.FONTS / "OFL.txt").read_text(encoding="utf-8")


def test_portraits_have_the_prescribed_size_of_a_permit_photo():
    portraits = sorted(PORTRAITS.glob("*.jpg"))
    assert len(portraits) >= 4
    for file in portraits:
        with Image.open(file) as portrait:
            assert (portrait.format, portrait.size) == ("JPEG", (358, 441))
        assert file.stat().st_size < 30_000
