"""The shipped font, the portraits, and what they are good for."""

from __future__ import annotations

import pytest
from PIL import Image

from app.errors import Refused
from app.paper import fonts
from tests.paper.samples import PORTRAITS


@pytest.mark.parametrize("character", "一龑頔䶮㛃𬭎𫍯·Aü0X（）《》")
def test_the_shipped_font_draws_what_names_and_addresses_need(character: str):
    assert fonts.font_for(character) == "NotoSansSC-Regular"


@pytest.mark.parametrize("character", ["𠮷", "😀", "\t", "\u200b", "\ue000", "ᠮ"])
def test_a_character_it_lacks_is_known_to_be_lacking(character: str):
    assert fonts.font_for(character) is None
    with pytest.raises(Refused, match=rf"U\+{ord(character):04X}"):
        fonts.check(f"李{character}")


def test_the_shipped_font_comes_with_its_licence():
    assert "SIL OPEN FONT LICENSE Version 1.1" in (fonts.FONTS / "OFL.txt").read_text(encoding="utf-8")


def test_portraits_have_the_prescribed_size_of_a_permit_photo():
    portraits = sorted(PORTRAITS.glob("*.jpg"))
    assert len(portraits) >= 4
    for file in portraits:
        with Image.open(file) as portrait:
            assert (portrait.format, portrait.size) == ("JPEG", (358, 441))
        assert file.stat().st_size < 30_000
