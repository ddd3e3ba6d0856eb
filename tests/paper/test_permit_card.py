"""The permit card says the ten items of the law, in full, for everybody."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import Refused
from app.paper import PERMIT_CARD, EndorsementMark, PermitCard
from tests.paper import pages
from tests.paper.samples import CARD, LONG_CARD, ON, SAMPLES

PHOTO_LEFT, PHOTO_TOP, PHOTO_BOTTOM = 61.4, 11.4, 35.3
COMMON = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许阿卜杜拉买提吐尔逊古丽艾热·𬭎𫍯㛃龑頔"


def test_the_card_has_the_ten_items_of_article_4_and_only_the_known_additions():
    ten = {
        *("name", "sex", "ethnic_group", "born", "id_number", "photo"),
        *("household_address", "residence_address", "issuing_organ", "issued_on"),
    }
    assert {field.name for field in fields(PermitCard)} == ten | {"title", "number", "endorsements", "code"}


@pytest.mark.parametrize("card", SAMPLES["permit_card"].values(), ids=SAMPLES["permit_card"])
def test_everything_on_the_card_can_be_read_and_searched(card: PermitCard):
    front, back = (re.sub(r"\s", "", text) for text in pages.texts(PERMIT_CARD.make(card, ON)))
    on_the_front = [
        *(card.title, card.name, card.sex, card.ethnic_group, card.id_number),
        *(card.household_address, card.residence_address),
        f"{card.born.year}年{card.born.month}月{card.born.day}日",
    ]
    issued = f"{card.issued_on.year}年{card.issued_on.month}月{card.issued_on.day}日"
    assert [words for words in on_the_front if words not in front] == []
    assert [words for words in (card.issuing_organ, issued, card.number) if words not in back] == []


def test_a_name_beyond_the_basic_plane_is_found_in_the_pdf_as_it_was_written():
    pdf = PERMIT_CARD.make(replace(CARD, name="张𬭎𫍯㛃"), ON)
    assert "姓名张𬭎𫍯㛃性别" in pages.solid(pdf)


@pytest.mark.parametrize(
    ("name", "character", "code"),
    [
        ("张\U00032350", "\U00032350", "U+32350"),
        ("李\u200b雪梅", "", "U+200B"),
        ("李\n雪梅", "", "U+000A"),
        ("李😀", "😀", "U+1F600"),
    ],
)
def test_a_character_no_font_has_is_refused_and_named(name: str, character: str, code: str):
    with pytest.raises(Refused) as refusal:
        PERMIT_CARD.make(replace(CARD, name=name), ON)
    assert refusal.value.field == "name"
    assert refusal.value.blanks["character"] == character
    assert f"({code})" in str(refusal.value)


@given(name=st.text(COMMON, min_size=2, max_size=36).filter(lambda name: name.strip("·")))
@settings(max_examples=25)
def test_a_name_of_any_length_is_printed_whole_beside_the_photo(name: str):
    pdf = PERMIT_CARD.make(replace(CARD, name=name), ON)
    assert f"姓名{name}性别" in pages.solid(pdf)
    beside = [
        letter for letter in pages.letters(pdf, 0) if letter.bottom > PHOTO_TOP and letter.top < PHOTO_BOTTOM
    ]
    assert max(letter.right for letter in beside) < PHOTO_LEFT


def test_a_long_name_breaks_between_its_parts():
    card = replace(CARD, name="阿布都热依木江·买买提吐尔逊·阿卜杜拉艾合买提")
    assert "阿布都热依木江·买买提吐尔逊·\n阿卜杜拉艾合买提\n" in pages.texts(PERMIT_CARD.make(card, ON))[0]


def test_what_can_only_be_printed_illegibly_is_refused():
    with pytest.raises(Refused, match="too long for its place") as refusal:
        PERMIT_CARD.make(replace(CARD, residence_address="河滨社区" * 40), ON)
    assert refusal.value.field == "residence_address"


@pytest.mark.parametrize("side", [0, 1])
def test_no_letter_touches_another_or_the_edge(side: int):
    letters = pages.letters(PERMIT_CARD.make(LONG_CARD, ON), side)
    assert all(letter.left > 4 and letter.right < 81.6 for letter in letters)
    assert all(letter.top > 3 and letter.bottom < 51 for letter in letters)
    touching = [
        (one.character, other.character)
        for number, one in enumerate(letters)
        for other in letters[number + 1 :]
        if min(one.right, other.right) - max(one.left, other.left) > 0.05
        and min(one.bottom, other.bottom) - max(one.top, other.top) > 0.05
    ]
    assert touching == []


def test_endorsements_fill_the_places_row_by_row():
    card = replace(CARD, endorsements=LONG_CARD.endorsements[:7])
    letters = pages.letters(PERMIT_CARD.make(card, ON), 1)
    years = [
        (letters[at].left, letters[at].top)
        for at in range(len(letters) - 4)
        if re.fullmatch(r"20(27|28|33)", "".join(letter.character for letter in letters[at : at + 4]))
    ]
    first, second, seventh = years
    assert second[0] - first[0] == pytest.approx(75.6 / 6, abs=0.1)
    assert second[1] == pytest.approx(first[1], abs=0.1)
    assert seventh[0] == pytest.approx(first[0], abs=0.1)
    assert seventh[1] - first[1] == pytest.approx(19.2 / 2, abs=0.1)


def test_a_card_with_no_place_left_for_an_endorsement_is_refused():
    one_more = (*LONG_CARD.endorsements, EndorsementMark(date(2039, 11, 12), "文昌派出所"))
    with pytest.raises(Refused, match="13 endorsements but only 12 places"):
        PERMIT_CARD.make(replace(LONG_CARD, endorsements=one_more), ON)


def test_a_card_before_the_regulation_has_no_wording():
    with pytest.raises(Refused, match="not known for 2015-12-31"):
        PERMIT_CARD.make(CARD, date(2015, 12, 31))
    assert PERMIT_CARD.make(CARD, date(2016, 1, 1)) == PERMIT_CARD.make(CARD, ON)
