"""What an identity card tells: read to the last field, or refused with nothing taken."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import identity_cards
from app.errors import Refused
from app.idnumbers import Kind
from tests.helpers.office import citizen_number
from tests.helpers.reader import BORN, NUMBER, of_letter, resident

TODAY = date(2026, 11, 23)


def foreign_number() -> str:
    """An invented number of 2023: 9, the region, the country, birth, sequence and the check digit."""
    return citizen_number("911156", date(1981, 4, 5), 902)


def hmt(**other: str) -> bytes:
    said = {"number": citizen_number("810000", date(1990, 2, 3), 903), "born": "19900203"} | other
    return of_letter(
        "J", ("陈大文", 30), ("1", 2), ("", 4), (said["born"], 16), ("云南省曲靖市麒麟区示例路8号", 70),
        (said["number"], 36), ("曲靖市公安局", 30), ("20230501", 16), ("20280501", 16), ("H12345678", 18),
        ("01", 4),
    )  # fmt: skip


def foreign_of_2017() -> bytes:
    return of_letter(
        "I", ("DOE, JANE", 120), ("2", 2), ("CAN530081020304", 30), ("CAN", 6), ("", 30), ("20180601", 16),
        ("20280531", 16), ("19810203", 16), ("02", 4), ("5300", 8),
    )  # fmt: skip


def foreign_of_2023() -> bytes:
    return of_letter(
        "Y", ("珍妮", 30), ("2", 2), ("01", 4), ("19810405", 16), ("DOE, JANE", 70), (foreign_number(), 36),
        ("", 30), ("20240101", 16), ("20340101", 16), ("", 22), ("156", 6),
    )  # fmt: skip


def test_a_residents_card_is_read_whole() -> None:
    card = identity_cards.read(resident(), TODAY)
    assert (card.kind, card.name, card.sex, card.nation) == (Kind.CITIZEN, "王立群", "1", "01")
    assert (card.born_on, card.number) == (BORN, NUMBER)
    assert (card.address, card.division) == ("云南省临沧市临翔区示例镇六合村12号", "530902")
    assert (card.since, card.until) == (date(2020, 1, 10), date(2040, 1, 10))


def test_a_card_for_good_does_not_expire_and_another_does() -> None:
    assert not identity_cards.read(resident(until="长期"), TODAY).expired(TODAY)
    ends_today = identity_cards.read(resident(until="20261123"), TODAY)
    assert not ends_today.expired(TODAY)
    assert ends_today.expired(date(2026, 11, 24))


@pytest.mark.parametrize(
    ("address", "county"),
    [
        ("云南省宣威市示例镇1号", "530381"),  # as cards are written, without the city between
        ("云南省曲靖市宣威市示例镇1号", "530381"),
        ("上海市黄浦区示例路1号", "310101"),
        ("示例镇1号", ""),
    ],
)  # fmt: skip
def test_the_county_is_the_one_the_address_begins_with(address: str, county: str) -> None:
    assert identity_cards.read(resident(address=address), TODAY).division == county


def test_the_permit_of_hong_kong_residents_tells_no_ethnic_group() -> None:
    card = identity_cards.read(hmt(), TODAY)
    assert (card.kind, card.name, card.nation, card.division) == (Kind.HMT, "陈大文", "", "530302")


def test_a_foreigners_card_of_2017_without_a_chinese_name_is_read_by_the_latin_one() -> None:
    card = identity_cards.read(foreign_of_2017(), TODAY)
    assert (card.kind, card.name, card.number) == (Kind.FOREIGN, "DOE, JANE", "CAN530081020304")
    assert (card.sex, card.born_on, card.address) == ("2", date(1981, 2, 3), "")


def test_a_foreigners_card_of_2023_has_a_number_of_eighteen() -> None:
    card = identity_cards.read(foreign_of_2023(), TODAY)
    assert (card.kind, card.name, card.number) == (Kind.FOREIGN, "珍妮", foreign_number())


@pytest.mark.parametrize(
    "message",
    [
        b"", resident()[:-1], resident() + b"\0",  # too short, too long
        resident(sex="3"), resident(sex=""), resident(sex="2"),  # no sex, or not the number's
        resident(nation="57"), resident(nation="汉"),
        resident(number=NUMBER[:-1] + ("0" if NUMBER[-1] != "0" else "1")), resident(number=""),
        resident(born="19930615"), resident(born="19930231"), resident(born="１９９３０６１４"),
        resident(since="20230229"), resident(until="长 期"), resident(since="20400111"), resident(name=""),
        resident(name="王\n群"), hmt(number=NUMBER, born=f"{BORN:%Y%m%d}"),
        b"\x00\xd8" + resident()[2:],  # half a character
        of_letter("Q", ("王立群", 30)),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_in_words(message: bytes) -> None:
    with pytest.raises(Refused) as refused:
        identity_cards.read(message, TODAY)
    assert str(refused.value).endswith((".", "in."))


@given(st.integers(0, 255), st.integers(1, 255))
def test_one_byte_gone_wrong_never_makes_another_number_birth_or_sex(at: int, by: int) -> None:
    message = bytearray(resident())
    message[at] ^= by
    try:
        card = identity_cards.read(bytes(message), TODAY)
    except Refused:
        return
    assert (card.number, card.born_on, card.sex) == (NUMBER, BORN, "1")


@given(st.binary(max_size=300) | st.binary(min_size=256, max_size=256))
def test_any_bytes_are_read_or_refused(message: bytes) -> None:
    with pytest.raises(Refused):  # no such bytes are a card by chance
        identity_cards.read(message, TODAY)
