"""Dwellings, landlords and employers: found by the little that is typed, and told apart by who is there."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app import arrivals, dwellings, employers, spelling
from app.desk import Desk
from app.dwellings import DwellingRow, LandlordRow, NewDwelling
from app.employers import EmployerRow
from tests.helpers.office import arrival

ROOMS = ("88 号 2 栋 1601", "88 号 2 栋 1602", "88 号 2 栋 1603", "8 号 82 栋 1601", "188 号 2 栋 1601")


def lives(desk: Desk, sequence: int, address: str, **more: object) -> arrivals.Recorded:
    name = f"王{'甲乙丙丁戊己庚辛'[sequence % 8]}"
    return arrivals.record(desk, arrival(name, sequence, "2026-11-01", address=address, **more))


def addresses(found: tuple[DwellingRow, ...]) -> list[str]:
    return [row.address for row in found]


@pytest.fixture
def street(desk: Desk) -> Desk:
    """麒麟路 with five rooms whose numbers are easily taken for each other, and a lane elsewhere."""
    for number, room in enumerate(ROOMS):
        lives(desk, 921 + number, f"麒麟路 {room}")
    lives(desk, 931, "建设巷 7-2-301", community="北关社区")
    return desk


# --- by letters, numbers and words


@pytest.mark.parametrize(
    "typed",
    ["hb 88-2-16", "HB88-2-16", "hbqll 88 2 16", "ｈｂ　８８－２－１６", "麒麟路88号2栋16", "qll88-2-16",
     "河滨社区麒麟路88-2-16", "河滨社区 麒麟路 88 号 2 栋 16"],
)  # fmt: skip
def test_letters_numbers_and_words_find_the_rooms_of_one_staircase(street: Desk, typed: str) -> None:
    assert addresses(dwellings.find(street, typed))[:3] == [
        "麒麟路 88 号 2 栋 1601",
        "麒麟路 88 号 2 栋 1602",
        "麒麟路 88 号 2 栋 1603",
    ]


def test_numbers_that_only_look_alike_come_after_those_that_were_typed(street: Desk) -> None:
    first, *others = addresses(dwellings.find(street, "hb 88-2-1601"))
    assert first == "麒麟路 88 号 2 栋 1601"
    assert set(others) <= {"麒麟路 188 号 2 栋 1601"}


def test_the_places_that_answer_to_what_was_typed_are_told(street: Desk) -> None:
    (row,) = dwellings.find(street, "hb 88-2-1603")
    assert [row.where[first : first + length] for first, length in row.matched] == ["88", "2", "1603"]


@pytest.mark.parametrize("typed", ["", "  ", "%", "_", "'", "%路", "没有的路", "hb 99", "88-1602-2", "-"])
def test_wildcards_nothing_and_what_is_not_there_find_nothing(street: Desk, typed: str) -> None:
    assert dwellings.find(street, typed) == ()


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.integers(1, 99), min_size=1, max_size=4),
    st.sampled_from(["-", "号", " 号 ", "栋"]),
    st.sampled_from(["-", " ", "/", "."]),
)
def test_however_the_numbers_are_parted_when_written_and_when_typed_the_dwelling_is_found(
    own_desk: Desk, numbers: list[int], written: str, typed: str
) -> None:
    address = "三江路 " + written.join(map(str, numbers))
    with own_desk.writing("record_arrival") as session:
        dwellings.enter(session, own_desk, NewDwelling("南苑社区", address))
    letters = spelling.initials("南苑")
    found = dwellings.find(own_desk, f"{letters} {typed.join(map(str, numbers))}", at_most=200)
    assert address in addresses(found)


def test_no_more_are_shown_than_fit_in_the_list(desk: Desk) -> None:
    with desk.writing("record_arrival") as session:
        for room in range(20):
            dwellings.enter(session, desk, NewDwelling("南苑社区", f"三江路 1-{room + 100}"))
    assert len(dwellings.find(desk, "ny")) == 8


# --- who lives there, and who lets it


def test_a_dwelling_tells_who_lives_there_and_who_lets_it(desk: Desk) -> None:
    first = lives(desk, 921, "麒麟路 88-2-1602", landlord_name="李国强", landlord_phone="13700005508")
    lives(desk, 922, "麒麟路 88-2-1602")
    lives(desk, 923, "麒麟路 88-2-1604")
    (two, one) = dwellings.find(desk, "hb 88-2-16")
    assert (two.residents, two.resident, two.landlord_name) == (2, "王乙", "李国强")
    assert (one.residents, one.landlord_name) == (1, "")

    arrivals.depart(desk, first.stay_id, date(2026, 11, 20), "left")
    (left, _) = dwellings.find(desk, "hb 88-2-16")
    assert (left.residents, left.resident) == (1, "王丙")


@pytest.mark.parametrize("typed", ["lgq", "LG", "李国", "李 国强"])
def test_a_landlord_is_remembered_and_found_by_name_or_initials(desk: Desk, typed: str) -> None:
    lives(desk, 921, "麒麟路 1", landlord_name="李国强", landlord_phone="13700005508")
    lives(desk, 922, "麒麟路 2", landlord_name="李国强", landlord_phone="13700005508")
    lives(desk, 923, "麒麟路 3", landlord_name="刘桂琴", landlord_phone="13700005509")
    assert dwellings.landlords(desk, typed)[0] == LandlordRow("李国强", "13700005508", 2)


def test_two_landlords_of_one_name_are_told_apart_by_their_phones(desk: Desk) -> None:
    lives(desk, 921, "麒麟路 1", landlord_name="李国强", landlord_phone="13700005508")
    lives(desk, 922, "麒麟路 2", landlord_name="李国强", landlord_phone="13700009999")
    assert {row.phone for row in dwellings.landlords(desk, "lgq")} == {"13700005508", "13700009999"}


@pytest.mark.parametrize("typed", ["yljd", "云岭", "机电", "jdyx"])
def test_an_employer_is_found_by_initials_or_a_part_with_how_many_work_there(desk: Desk, typed: str) -> None:
    lives(desk, 921, "麒麟路 1")
    gone = lives(desk, 922, "麒麟路 2")
    lives(desk, 923, "麒麟路 3", employer="昆钢建设集团")
    lives(desk, 924, "麒麟路 4", employer="")
    assert employers.find(desk, typed) == (EmployerRow("云岭机电有限公司", 2),)
    arrivals.depart(desk, gone.stay_id, date(2026, 11, 20), "left")
    assert employers.find(desk, typed) == (EmployerRow("云岭机电有限公司", 1),)


@pytest.mark.parametrize("typed", ["", " ", "%", "_", "没有这家"])
def test_no_employer_and_no_landlord_is_found_by_wildcards_or_nothing(street: Desk, typed: str) -> None:
    assert employers.find(street, typed) == ()
    assert dwellings.landlords(street, typed) == ()


def test_a_landlord_who_let_before_is_found_no_more_once_another_is_named(desk: Desk) -> None:
    lives(desk, 921, "麒麟路 1", landlord_name="李国强")
    lives(desk, 922, "麒麟路 1", landlord_name="马春花")
    assert dwellings.landlords(desk, "lgq") == ()
    assert [row.name for row in dwellings.landlords(desk, "mch")] == ["马春花"]
