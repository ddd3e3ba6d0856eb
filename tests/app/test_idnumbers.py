"""What an ID number says, and which part is wrong when it is wrong."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_11_2

from app import idnumbers
from app.errors import Refused
from app.idnumbers import FEMALE, MALE, Grade, Kind, Part

DAY = date(2026, 11, 22)


def whole(seventeen: str) -> str:
    return seventeen + mod_11_2.calc_check_digit(seventeen)


MAN = whole("53038119931204903")  # invented: sequences from 900 are not given out

citizens = st.builds(
    lambda born, sequence: whole(f"530381{born:%Y%m%d}{sequence:03}"),
    st.dates(date(1900, 1, 1), DAY),
    st.integers(900, 999),
)


def test_a_citizen_number_tells_birth_sex_and_origin() -> None:
    number = idnumbers.read(MAN, DAY)
    assert (number.kind, number.birth, number.sex) == (Kind.CITIZEN, date(1993, 12, 4), MALE)
    assert number.origin == "530381"
    assert (number.grade, number.findings) == (Grade.OK, ())


@pytest.mark.parametrize(
    "typed",
    [
        "530381 19811111 932x",
        "５３０３８１１９８１１１１１９３２Ｘ",
        "'53038119811111932X",
        "530381-19811111-932X",
        "\u3000530381 19811111932X\u200b",
    ],
)
def test_full_width_digits_spaces_and_a_small_x_are_read(typed: str) -> None:
    number = idnumbers.read(typed, DAY)
    assert (number.number, number.sex) == ("53038119811111932X", FEMALE)
    assert number.typed == typed


def test_an_old_number_of_15_digits_is_written_with_18_and_marked_for_a_look() -> None:
    number = idnumbers.read("530325890511929", DAY)
    assert number.number == whole("53032519890511929")
    assert (number.birth, number.grade) == (date(1989, 5, 11), Grade.UNUSUAL)
    assert number.findings[0].part is Part.LENGTH


def test_a_city_without_counties_is_an_origin_too() -> None:
    assert idnumbers.read(whole("44190019900101901"), DAY).grade is Grade.OK


@pytest.mark.parametrize(
    ("typed", "kind", "birth"),
    [
        ("810000199408230021", Kind.HMT, date(1994, 8, 23)),
        ("830000199201300022", Kind.HMT, date(1992, 1, 30)),
        ("911124198108030024", Kind.FOREIGN, date(1981, 8, 3)),
        ("CAN110081080310", Kind.FOREIGN, None),
    ],
)
def test_numbers_from_elsewhere_are_known(typed: str, kind: Kind, birth: date | None) -> None:
    number = idnumbers.read(typed, DAY)
    assert (number.kind, number.birth, number.grade) == (kind, birth, Grade.OK)


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("", Part.WHOLE),
        ("5.30325E+17", Part.WHOLE),
        ("530325197001010000", Part.WHOLE),
        (MAN[:-1], Part.LENGTH),
        (MAN + "1", Part.LENGTH),
        ("5303811993120O9031", Part.CHARACTERS),
        (whole("99").rjust(18, "0"), Part.REGION),
        (whole("53038119930230901"), Part.BIRTH),
        (whole("53038120261123901"), Part.BIRTH),
        (MAN[:16] + str((int(MAN[16]) + 1) % 10) + MAN[17], Part.CHECK),
    ],
)
def test_a_wrong_number_says_which_part_is_wrong(typed: str, part: Part) -> None:
    wrong = idnumbers.read(typed, DAY).wrong
    assert wrong is not None
    assert wrong.part is part
    with pytest.raises(Refused) as refusal:
        idnumbers.accepted(typed, DAY)
    assert refusal.value.field == "id_number"
    assert str(refusal.value) == wrong.words()


def test_an_age_beyond_130_and_a_county_given_up_before_the_birth_ask_for_a_look() -> None:
    very_old = idnumbers.accepted(whole("53032118900101901"), DAY)
    assert [(f.part, f.grade) for f in very_old.findings] == [(Part.BIRTH, Grade.UNUSUAL)]
    too_young = idnumbers.accepted(whole("52212120000203901"), DAY)  # 遵义县 ended in 1997
    assert [(f.part, f.grade) for f in too_young.findings] == [(Part.REGION, Grade.UNUSUAL)]


@given(citizens)
def test_every_invented_number_is_read_back_as_it_was_made(number: str) -> None:
    read = idnumbers.read(number, DAY)
    assert read.number == number
    assert read.wrong is None
    assert read.birth is not None
    assert f"{read.birth:%Y%m%d}" == number[6:14]
    assert (read.sex == MALE) == (int(number[16]) % 2 == 1)


@given(citizens, st.integers(0, 16), st.integers(1, 9))
def test_no_single_wrong_digit_goes_unseen_and_the_right_check_digit_is_never_told(
    number: str, at: int, by: int
) -> None:
    wrong = number[:at] + str((int(number[at]) + by) % 10) + number[at + 1 :]
    findings = idnumbers.read(wrong, DAY).findings
    assert any(f.grade is Grade.IMPOSSIBLE for f in findings)
    right = mod_11_2.calc_check_digit(wrong[:17])
    assert not any(right == str(blank) for f in findings for blank in f.blanks.values())


@given(st.text(max_size=24))
def test_whatever_is_typed_is_answered(text: str) -> None:
    number = idnumbers.read(text, DAY)
    assert number.typed == text
    assert number.kind is not None or number.wrong is not None


def test_a_number_is_masked_for_others_and_parted_for_comparing() -> None:
    assert idnumbers.masked("530381199312041429") == "530381********1429"
    assert idnumbers.masked("12345") == "*****"
    assert idnumbers.groups("530381199312041429") == ("530381", "19931204", "1429")
    assert idnumbers.groups("CAN110081080310") == ("CAN110081080310",)
