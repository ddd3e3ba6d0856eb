"""Numbers that are given out: counted by series, office and year, none doubled, none lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from app import numbering
from app.desk import Desk
from app.errors import Refused


def draw(desk: Desk, series: str = "permit", prefix: str = "") -> str:
    with desk.writing("apply_for_permit") as session:
        return numbering.draw(session, series, desk, prefix)


def test_numbers_follow_each_other(desk: Desk) -> None:
    assert [draw(desk) for _ in range(3)] == [
        "530302-2026-000001",
        "530302-2026-000002",
        "530302-2026-000003",
    ]


def test_every_series_counts_for_itself(desk: Desk) -> None:
    assert draw(desk, "permit") == "530302-2026-000001"
    assert draw(desk, "registration") == "530302-2026-000001"
    assert draw(desk, "provisional", "L") == "L530302-2026-000001"


def test_counting_begins_anew_with_the_year_and_the_old_year_goes_on_where_it_was(desk: Desk) -> None:
    assert draw(desk.on(date(2026, 12, 31))) == "530302-2026-000001"
    assert draw(desk.on(date(2027, 1, 1))) == "530302-2027-000001"
    assert draw(desk.on(date(2026, 12, 31))) == "530302-2026-000002"


def test_a_number_drawn_by_an_act_that_failed_is_drawn_again(desk: Desk) -> None:
    def draw_and_fail() -> None:
        with desk.writing("apply_for_permit") as session:
            assert numbering.draw(session, "permit", desk) == "530302-2026-000002"
            raise Refused("")

    draw(desk)
    with pytest.raises(Refused):
        draw_and_fail()
    assert draw(desk) == "530302-2026-000002"


def test_two_numbers_drawn_in_one_act_differ(desk: Desk) -> None:
    with desk.writing("take_in_list") as session:
        drawn = [numbering.draw(session, "provisional", desk) for _ in range(2)]
    assert drawn == ["530302-2026-000001", "530302-2026-000002"]


def test_eight_desks_at_once_draw_every_number_once_even_the_first_of_the_year(desk: Desk) -> None:
    with ThreadPoolExecutor(8) as desks:
        drawn = list(desks.map(lambda _: draw(desk), range(40)))
    assert sorted(drawn) == [f"530302-2026-{number:06d}" for number in range(1, 41)]
