"""Sets of days keep the laws of sets, and so do the three values."""

from hypothesis import given
from hypothesis import strategies as st

from app.law.calendar import END, FIRST
from app.law.days import ALWAYS, CANNOT_SAY, NEVER, Days, Holding

SMALL = 24
STRETCHES = st.lists(st.tuples(st.integers(1, SMALL), st.integers(1, SMALL)), max_size=6)
SETS = STRETCHES.map(Days.of) | st.sampled_from([NEVER, ALWAYS, Days.between(5), ~Days.between(3, 9)])
HOLDINGS = st.builds(lambda one, other: Holding(one & other, one | other), SETS, SETS)
KLEENE = {None: 1, True: 2, False: 0}


def members(days: Days) -> set[int]:
    return {day for day in range(FIRST, SMALL + 3) if day in days}


EVERY = set(range(FIRST, SMALL + 3))


@given(SETS, SETS)
def test_union_intersection_and_difference_are_those_of_the_members(one: Days, other: Days) -> None:
    assert members(one | other) == members(one) | members(other)
    assert members(one & other) == members(one) & members(other)
    assert members(one - other) == members(one) - members(other)
    assert members(~one) == EVERY - members(one)


@given(SETS, SETS, SETS)
def test_the_laws_of_sets_hold(one: Days, other: Days, third: Days) -> None:
    assert one | other == other | one
    assert one & (other | third) == (one & other) | (one & third)
    assert ~(one & other) == ~one | ~other
    assert ~~one == one
    assert one | (one & other) == one
    assert one & ~one == NEVER
    assert one | ~one == ALWAYS


@given(SETS, SETS)
def test_equal_sets_are_equal_values_with_stretches_apart_and_in_order(one: Days, other: Days) -> None:
    for days in (one | other, one & other, ~one, one - other):
        edges = [edge for stretch in days.stretches for edge in stretch]
        assert edges == sorted(set(edges))
    assert ((one | other) == one) == (not other - one)


@given(SETS, st.integers(FIRST, SMALL + 2))
def test_the_first_day_and_the_stretch_around_a_day_are_those_of_the_members(days: Days, day: int) -> None:
    later = [member for member in members(days) if member >= day]
    first = days.first_from(day)
    assert first == min(later) if later else first is None or first > SMALL
    stretch = days.stretch_at(day)
    assert (stretch is not None) == (day in members(days))
    if stretch:
        start, end = stretch
        assert start - 1 not in days
        assert end not in days
        assert start <= day < end


@given(STRETCHES)
def test_the_length_is_the_number_of_days(stretches: list[tuple[int, int]]) -> None:
    assert len(Days.of(stretches)) == len({day for start, end in stretches for day in range(start, end)})


def test_an_open_end_is_the_end_of_the_calendar() -> None:
    assert Days.between(7).stretches == ((7, END),)
    assert (~Days.between(7)).stretches == ((FIRST, 7),)


@given(HOLDINGS, HOLDINGS, st.integers(FIRST, SMALL))
def test_three_values_combine_as_kleene_says(one: Holding, other: Holding, day: int) -> None:
    left, right = KLEENE[one.at(day)], KLEENE[other.at(day)]
    assert KLEENE[(one & other).at(day)] == min(left, right)
    assert KLEENE[(one | other).at(day)] == max(left, right)
    assert KLEENE[(~one).at(day)] == 2 - left


@given(HOLDINGS, st.integers(FIRST, SMALL))
def test_the_days_around_a_day_have_its_answer_and_the_next_to_either_side_another(
    holding: Holding, day: int
) -> None:
    answer, start, end = holding.stand(day)

    assert answer is holding.at(day)
    assert start <= day < end
    assert {holding.at(other) for other in range(start, min(end, SMALL + 3))} == {holding.at(day)}
    assert start == FIRST or holding.at(start - 1) is not holding.at(day)
    assert end == END or holding.at(end) is not holding.at(day)


def test_what_is_known_to_fail_decides_whatever_is_unknown() -> None:
    fails = Holding.known(NEVER)
    assert (fails & CANNOT_SAY).at(10) is False
    assert (~fails | CANNOT_SAY).at(10) is True
    assert (~fails & CANNOT_SAY).at(10) is None
