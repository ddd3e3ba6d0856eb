"""Likenesses: who on file may be the one being entered, and why, the surest first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app import arrivals, likenesses
from app.desk import Desk
from app.likenesses import _differ_in_one_part, _one_slip
from tests.helpers.office import arrival, citizen_number

BORN = date(1981, 3, 14)


def test_the_same_number_is_certainly_the_same_person_and_the_same_name_and_birth_may_be(desk: Desk) -> None:
    wang = arrival("王立群", 921, "2026-01-05")
    first = arrivals.record(desk, wang)
    second = arrivals.record(desk, replace(wang, id_kind=arrivals.NO_NUMBER, id_number="", address="别处1号"))

    spaced = f"{wang.id_number[:6]} {wang.id_number[6:]}"
    found = likenesses.find(desk, "王　立群", spaced, wang.born_on)
    assert [(like.person_id, like.certain) for like in found] == [
        (first.person_id, True),
        (second.person_id, False),
    ]
    assert "********" in found[0].number
    assert [
        like.person_id for like in likenesses.find(desk, "王立群", "", wang.born_on, first.person_id)
    ] == [second.person_id]
    assert likenesses.find(desk, "王立群", "", None) == ()
    assert likenesses.find(desk, "", " ", None) == ()


def test_an_old_number_of_fifteen_digits_is_the_same_persons(own_desk: Desk) -> None:
    number = citizen_number("530627", date(1981, 3, 14), 921)
    recorded = arrivals.record(own_desk, arrival("王立群", 921, "2026-01-05", id_number=number))
    old = number[:6] + number[8:17]
    assert [like.person_id for like in likenesses.find(own_desk, "", old, None)] == [recorded.person_id]


@pytest.mark.parametrize(
    ("name", "born_on", "why"),
    [
        ("王立群", BORN, likenesses.SAME),
        ("王 立群", BORN, likenesses.SAME),
        ("王丽群", BORN, likenesses.SOUNDS),
        ("王力裙", BORN, likenesses.SOUNDS),
        ("王立君", BORN, likenesses.NEARLY),
        ("王群", BORN, likenesses.NEARLY),
        ("王小立群", BORN, likenesses.NEARLY),
        ("王立群", date(1981, 3, 15), likenesses.BIRTH),
        ("王立群", date(1991, 3, 14), likenesses.BIRTH),
    ],
)
def test_a_slip_of_name_or_birthday_is_seen_through(
    own_desk: Desk, name: str, born_on: date, why: str
) -> None:
    arrivals.record(own_desk, arrival("王立群", 921, "2026-01-05", born_on=BORN))
    (like,) = likenesses.find(own_desk, name, "", born_on)
    assert (like.name, like.why, like.certain) == ("王立群", why, False)


@pytest.mark.parametrize(
    ("name", "born_on"),
    [("李秀兰", BORN), ("王立群", date(1990, 4, 14)), ("赵丽君", BORN), ("王立", BORN.replace(year=1982))],
)
def test_somebody_else_is_not_asked_about(own_desk: Desk, name: str, born_on: date) -> None:
    arrivals.record(own_desk, arrival("王立群", 921, "2026-01-05", born_on=BORN))
    assert likenesses.find(own_desk, name, "", born_on) == ()


def test_two_characters_leave_none_to_spare(own_desk: Desk) -> None:
    arrivals.record(own_desk, arrival("王立", 921, "2026-01-05", born_on=BORN))
    assert likenesses.find(own_desk, "王军", "", BORN) == ()


def test_month_and_day_that_changed_places_are_seen_through(own_desk: Desk) -> None:
    born = date(1981, 3, 4)
    number = citizen_number("530627", born, 921)
    arrivals.record(own_desk, arrival("王立群", 921, "2026-01-05", born_on=born, id_number=number))
    (like,) = likenesses.find(own_desk, "王立群", "", date(1981, 4, 3))
    assert like.why == likenesses.BIRTH


def test_the_surest_comes_first_and_no_more_than_five_are_asked_about(own_desk: Desk) -> None:
    for sequence in range(921, 935):
        nameless = replace(
            arrival("王丽群", sequence, "2026-01-05"), born_on=BORN, id_kind=arrivals.NO_NUMBER, id_number=""
        )
        arrivals.record(own_desk, nameless)
    arrivals.record(own_desk, arrival("王立群", 921, "2026-01-05", born_on=BORN))
    found = likenesses.find(own_desk, "王立群", "", BORN)
    assert [like.why for like in found] == [likenesses.SAME, *[likenesses.SOUNDS] * 4]


@given(st.text("甲乙丙丁", min_size=3, max_size=4), st.text("甲乙丙丁", min_size=2, max_size=4))
def test_a_slip_is_the_same_from_either_side_and_no_name_slips_into_itself(one: str, other: str) -> None:
    assert _one_slip(one, other) == _one_slip(other, one)
    assert not _one_slip(one, one)


@example(date(2000, 1, 2), date(2000, 3, 1))
@given(st.dates(date(1930, 1, 1), date(2026, 11, 23)), st.dates(date(1930, 1, 1), date(2026, 11, 23)))
def test_birthdays_that_differ_in_one_part_do_so_from_either_side(one: date, other: date) -> None:
    assert _differ_in_one_part(one, other) == _differ_in_one_part(other, one)
    assert not _differ_in_one_part(one, one)
