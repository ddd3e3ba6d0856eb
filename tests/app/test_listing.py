"""Lists of any length: their order, their parts, and where one goes on when a row is gone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app import invent, listing
from app.desk import Desk
from app.listing import PAGE, Listing, Spot
from app.progress import Progress
from db.columns import in_order
from db.records import Person, Stay

ORDERS = st.lists(st.integers(1, 10_000), unique=True, max_size=300)


def words(numbers: Sequence[int]) -> dict[int, str]:
    """What the rows of these numbers say; those that can be divided by seven are gone."""
    return {number: f"row {number}" for number in numbers if number % 7}


def listed(order: Sequence[int], wanted: int | None = None) -> Listing[str]:
    return listing.begin(np.array(order, dtype=np.int64), words, wanted=wanted)


@given(ORDERS)
def test_all_of_a_list_is_what_its_pages_say_without_what_is_gone(order: list[int]) -> None:
    assert list(listed(order)) == [f"row {number}" for number in order if number % 7]


@given(ORDERS)
def test_a_row_stands_where_its_number_says(order: list[int]) -> None:
    told = listed(order)
    assert [told.place(told.number(place)) for place in range(len(told))] == list(range(len(order)))
    assert told.place(0) == -1


@given(ORDERS.filter(bool), st.data())
def test_whoever_stood_on_a_row_that_went_goes_on_with_the_next_that_is_left(
    order: list[int], data: st.DataObject
) -> None:
    here = data.draw(st.integers(0, len(order) - 1))
    gone = data.draw(st.sets(st.sampled_from(order), max_size=20)) | {order[here]}
    left = [number for number in order if number not in gone]
    after = [number for number in order[here:] if number not in gone]
    now = listed(left).heir(listed(order), here)
    if after:
        assert left[now] == after[0]
    else:
        assert now == len(left) - 1


@given(ORDERS.filter(bool), st.data())
def test_whoever_goes_along_a_list_meets_every_row_that_is_left_once(
    order: list[int], data: st.DataObject
) -> None:
    """Rows go and come while somebody goes on from one to the next: none that waits is passed over."""
    here = data.draw(st.integers(0, len(order) - 1))
    gone = data.draw(st.sets(st.sampled_from(order), max_size=20))
    left = [number for number in order if number not in gone]
    spot = Spot(listed(order), order[here], here).renewed(listed(left))
    assert spot.gone == (order[here] in gone)
    on, back = [], []
    there = spot
    while (step := there.moved(1)) is not None:
        there = step
        on.append(there.number)
    there = spot
    while (step := there.moved(-1)) is not None:
        there = step
        back.append(there.number)
    assert on == [number for number in order[here + 1 :] if number not in gone]
    assert back == [number for number in reversed(order[:here]) if number not in gone]
    assert spot.is_last == (not on)


def test_the_first_page_and_the_row_that_is_wanted_are_read_with_the_order() -> None:
    order = range(1, 1001)
    assert set(listed(order).begun) == set(words(range(1, PAGE + 1)))
    far = listed(order, wanted=900)
    assert far.wanted == 900
    assert far.begun[900] == "row 900"
    assert listed(order, wanted=2000).wanted is None


def test_an_order_is_what_a_statement_finds_in_its_order(desk: Desk) -> None:
    invent.fill(desk, 200, 1, Progress())
    asked = select(Person.row, Stay.register_by).join(Stay, Stay.person_id == Person.id)
    asked = asked.order_by(Stay.register_by.desc(), Person.row)
    with desk.reading() as session:
        rows, days = in_order(session, asked)
        assert list(zip(rows.tolist(), days.tolist(), strict=True)) == [
            (row, day.toordinal()) for row, day in session.execute(asked)
        ]
        nobody = in_order(session, asked.where(Person.row < 0))
    assert len(rows) > 100
    assert [len(column) for column in nobody] == [0, 0]
