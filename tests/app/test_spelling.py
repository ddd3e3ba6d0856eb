"""How names and addresses are kept and spelt."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import spelling


@pytest.mark.parametrize(
    ("name", "pinyin"),
    [
        ("曾小兰", "zeng xiao lan"),
        ("单于明", "shan yu ming"),
        ("买买提·吐尔逊", "mai mai ti tu er xun"),
        ("Erika Lindt", "erika lindt"),
        ("", ""),
        ("·", ""),
    ],
)
def test_a_name_is_spelt_a_syllable_for_each_character(name: str, pinyin: str) -> None:
    assert spelling.of_name(name) == pinyin


@pytest.mark.parametrize(
    ("address", "initials"),
    [
        ("麒麟路88号2栋1603", "qll88h2d1603"),
        ("兴园 12-402", "xy12402"),
        ("A座 7-2", "az72"),
        ("（老）街#3", "lj3"),
        ("", ""),
    ],
)
def test_an_address_is_spelt_by_its_initials_with_its_numbers_whole(address: str, initials: str) -> None:
    assert spelling.initials(address) == initials


@given(st.text(max_size=40))
def test_a_tidied_name_is_tidy_whatever_was_typed(name: str) -> None:
    once = spelling.tidy(name)
    assert spelling.tidy(once) == once
    assert once == once.strip()
    assert "  " not in once
    assert "\x00" not in once


@pytest.mark.parametrize(
    "name", ["张\U0002f800", "李\uf9d1", "王𠮷", "赵\ue863", "\u2f00", "José", "Jose\u0301"]
)
def test_the_characters_of_a_name_stay_the_code_points_that_were_read(name: str) -> None:
    assert spelling.tidy(name) == name


def test_letters_that_are_as_wide_as_characters_are_made_narrow_and_the_name_is_found_as_it_is_read() -> None:
    assert spelling.tidy("ＥＲＩＫＡ　Ｌｉｎｄｔ") == "ERIKA Lindt"
    assert spelling.of_name("张\U0002f800") == "zhang li"


@given(st.text(max_size=40))
def test_whatever_the_name_it_can_be_spelt(name: str) -> None:
    syllables = spelling.of_name(spelling.tidy(name)).split(" ")
    assert all(syllables) or syllables == [""]
