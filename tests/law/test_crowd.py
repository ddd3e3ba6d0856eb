"""Sets of days for many at once are the sets of each: the same algebra, held together."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.law.calendar import END, FIRST, Period
from app.law.crowd import Crowd
from app.law.crowd_clocks import PaidMonths, Runs, Totals
from app.law.days import ALWAYS, NEVER, Days
from app.law.histories import FIRST_MONTH, Clock, Months, joined_months
from tests.law.agreeing import sets_of

SMALL = 12
EDGES = st.integers(FIRST, SMALL) | st.sampled_from([END - 1, END])
SETS = st.lists(st.tuples(EDGES, EDGES), max_size=5).map(Days.of) | st.sampled_from([NEVER, ALWAYS])
PAIRS = st.lists(st.tuples(SETS, SETS), max_size=6)


@given(PAIRS)
def test_union_intersection_and_complement_are_those_of_each_person(pairs: list[tuple[Days, Days]]) -> None:
    one, other = Crowd.of([a for a, _ in pairs]), Crowd.of([b for _, b in pairs])
    assert sets_of(one | other) == tuple(a | b for a, b in pairs)
    assert sets_of(one & other) == tuple(a & b for a, b in pairs)
    assert sets_of(~one) == tuple(~a for a, _ in pairs)
    assert sets_of(one) == tuple(a for a, _ in pairs)


@given(st.lists(SETS, max_size=6), st.integers(FIRST, SMALL + 1))
def test_a_day_is_in_the_set_and_opens_as_for_each_person(sets: list[Days], day: int) -> None:
    crowd = Crowd.of(sets)
    assert crowd.on(day).tolist() == [day in days for days in sets]
    assert crowd.first_from(day).tolist() == [days.first_from(day) or END for days in sets]


@given(st.lists(st.tuples(st.integers(0, 2), EDGES, EDGES), max_size=10))
def test_a_table_in_any_order_is_joined_for_each_person(rows: list[tuple[int, int, int]]) -> None:
    table = np.array(rows, dtype=np.int32).reshape(-1, 3)
    crowd = Crowd.table(3, table[:, 0], table[:, 1], table[:, 2])
    assert sets_of(crowd) == tuple(
        Days.of((a, b) for who, a, b in rows if who == person) for person in range(3)
    )


MONTHS = st.integers(1, 14)
PAID = st.lists(st.tuples(MONTHS, MONTHS), max_size=4)


@given(
    st.lists(PAID, min_size=1, max_size=4),
    st.integers(0, 6),
    st.sampled_from([None, 1, 2, 5]),
    st.booleans(),
)
def test_months_paid_are_counted_as_for_each_person(
    paid: list[list[tuple[int, int]]], bound: int, within: int | None, running: bool
) -> None:
    months = [[(FIRST_MONTH + a, FIRST_MONTH + b) for a, b in one] for one in paid]
    rows = [(person, a, b) for person, one in enumerate(months) for a, b in one]
    table = np.array(rows, dtype=np.int32).reshape(-1, 3)
    crowd = Crowd.table(len(paid), table[:, 0], table[:, 1], table[:, 2])
    together = PaidMonths(crowd, running, within).at_least(bound)
    alone = [Months(joined_months(one), running, within).at_least(bound) for one in months]
    assert sets_of(together) == tuple(alone)


@given(st.lists(st.tuples(SETS, st.sets(EDGES, max_size=2)), min_size=1, max_size=5), st.integers(0, 8))
def test_what_adds_up_is_counted_as_for_each_person(people: list[tuple[Days, set[int]]], days: int) -> None:
    bound = Period(days, "day")
    resets = [(person, day) for person, (_, resets) in enumerate(people) for day in sorted(resets)]
    crowd, table = Crowd.of([days for days, _ in people]), np.array(resets, dtype=np.int32).reshape(-1, 2)
    totals = Totals(crowd, (table[:, 0], table[:, 1]))
    assert sets_of(totals.at_least(bound)) == tuple(
        Clock.total(days, sorted(resets)).at_least(bound) for days, resets in people
    )
    assert sets_of(Runs(crowd).beyond(bound)) == tuple(Clock.run(days).beyond(bound) for days, _ in people)
