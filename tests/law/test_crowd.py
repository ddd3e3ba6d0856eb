"""Sets of days for many at once are the sets of each: the same algebra, held together."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.law.calendar import END, FIRST
from app.law.crowd import Crowd
from app.law.days import ALWAYS, NEVER, Days

SMALL = 12
EDGES = st.integers(FIRST, SMALL) | st.sampled_from([END - 1, END])
SETS = st.lists(st.tuples(EDGES, EDGES), max_size=5).map(Days.of) | st.sampled_from([NEVER, ALWAYS])
PAIRS = st.lists(st.tuples(SETS, SETS), max_size=6)


@given(PAIRS)
def test_union_intersection_and_complement_are_those_of_each_person(pairs: list[tuple[Days, Days]]) -> None:
    one, other = Crowd.of([a for a, _ in pairs]), Crowd.of([b for _, b in pairs])
    assert (one | other).sets() == tuple(a | b for a, b in pairs)
    assert (one & other).sets() == tuple(a & b for a, b in pairs)
    assert (~one).sets() == tuple(~a for a, _ in pairs)
    assert one.sets() == tuple(a for a, _ in pairs)


@given(st.lists(SETS, max_size=6), st.integers(FIRST, SMALL + 1))
def test_a_day_is_in_the_set_and_opens_as_for_each_person(sets: list[Days], day: int) -> None:
    crowd = Crowd.of(sets)
    assert crowd.on(day).tolist() == [day in days for days in sets]
    assert crowd.first_from(day).tolist() == [days.first_from(day) or END for days in sets]


@given(st.lists(st.tuples(st.integers(0, 2), EDGES, EDGES), max_size=10))
def test_a_table_in_any_order_is_joined_for_each_person(rows: list[tuple[int, int, int]]) -> None:
    table = np.array(rows, dtype=np.int32).reshape(-1, 3)
    crowd = Crowd.table(3, table[:, 0], table[:, 1], table[:, 2])
    assert crowd.sets() == tuple(
        Days.of((a, b) for who, a, b in rows if who == person) for person in range(3)
    )
