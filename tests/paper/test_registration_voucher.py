"""The voucher says who was registered, where, by which organ and when, on both of its parts."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from app.errors import Refused
from app.paper import REGISTRATION_VOUCHER, RegistrationVoucher
from tests.paper import pages
from tests.paper.samples import LONG_VOUCHER, ON, SAMPLES, VOUCHER

CUT = 148.5


def parts(voucher: RegistrationVoucher) -> tuple[str, str]:
    """The text above and below the cut."""
    letters = pages.letters(REGISTRATION_VOUCHER.make(voucher, ON), 0)
    above = "".join(letter.character for letter in letters if letter.bottom < CUT - 3)
    below = "".join(letter.character for letter in letters if letter.top > CUT + 3)
    return above, below


@pytest.mark.parametrize(
    "voucher", SAMPLES["registration_voucher"].values(), ids=SAMPLES["registration_voucher"]
)
def test_both_parts_say_who_where_by_whom_and_when(voucher: RegistrationVoucher):
    said = [
        *(voucher.number, voucher.name, voucher.sex, voucher.id_kind, voucher.id_number),
        *(voucher.household_address, voucher.residence_address, voucher.organ, voucher.officer),
        *(f"{day.year}年{day.month}月{day.day}日" for day in (voucher.arrived_on, voucher.registered_on)),
        *voucher.told,
    ]
    for part in parts(voucher):
        assert [words for words in said if re.sub(r"\s", "", words) not in part] == []


def test_one_part_goes_with_the_person_and_the_other_is_signed():
    above, below = parts(VOUCHER)
    assert "第一联交登记人" in above
    assert "签名" not in above
    assert "第二联登记机关存档" in below
    assert "登记人签名" in below


def test_what_was_told_is_numbered():
    above, _ = parts(replace(VOUCHER, told=("登记不收费。", "请保留合同。")))
    assert "1.登记不收费。2.请保留合同。" in above


def test_more_than_can_be_read_is_not_squeezed_in():
    with pytest.raises(Refused, match="too long for its place") as refusal:
        REGISTRATION_VOUCHER.make(replace(VOUCHER, told=LONG_VOUCHER.told * 4), ON)
    assert refusal.value.field == "told"
