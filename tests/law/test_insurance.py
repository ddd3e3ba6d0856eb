"""Months of insurance, against counting them one by one."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from app.law import Insurance, Resident, month_of
from app.law.facts import counting
from app.law.insurance import insured_months
from app.law.residents import first_day_of

START = month_of(2020, 1)
MONTHS = st.integers(0, 40)
SPELLS = st.lists(
    st.tuples(MONTHS, MONTHS, st.sampled_from(["pension", "medical"]), st.booleans()), max_size=5
)


def paid(
    first: int,
    last: int | None,
    kind: str = "pension",
    *,
    region: str | None = None,
    backpaid: bool | None = None,
) -> Insurance:
    return Insurance(kind, START + first, None if last is None else START + last, region, backpaid)


def person(*spells: Insurance) -> Resident:
    return Resident(insurance=tuple(spells))


def last(paid: Insurance) -> int:
    return paid.until if isinstance(paid.until, int) else 0


def one_by_one(spells: list[Insurance], month: int, mode: str, within: int | None) -> int:
    paid_months = {m for spell in spells for m in range(spell.since or 0, last(spell) + 1)}
    if mode == "run":
        count = 0
        while month - 1 - count in paid_months:
            count += 1
        return count if within is None else min(count, within)
    return len([m for m in paid_months if m < month and (within is None or m >= month - within)])


@given(SPELLS, st.sampled_from(["run", "total"]), st.none() | st.integers(1, 30), st.integers(1, 20))
def test_months_are_counted_as_one_by_one(
    spells: list[tuple[int, int, str, bool]], mode: str, within: int | None, asked: int
) -> None:
    paid_for = [paid(first, last, kind, backpaid=late) for first, last, kind, late in spells if first <= last]
    pension = [spell for spell in paid_for if spell.kind == "pension" and not spell.backpaid]
    how = counting(
        {"kind": "pension", "mode": mode, "backpaid": "no"}
        | ({"within": f"{within} months"} if within else {})
    )
    history = insured_months(person(*paid_for), how)
    enough = history.test("at_least", asked)
    for month in range(START - 2, START + 80):
        day = first_day_of(month)
        expected = one_by_one(pension, month, mode, within)
        assert history.value(day) == expected
        assert history.value(first_day_of(month + 1) - 1) == expected
        assert enough.at(day) is (expected >= asked)


def test_a_month_counts_from_the_first_of_the_next() -> None:
    history = insured_months(person(paid(0, 16)), counting({"kind": "pension", "mode": "run"}))
    assert history.value(date(2021, 5, 31).toordinal()) == 16
    assert history.value(date(2021, 6, 1).toordinal()) == 17
    assert history.value(date(2021, 7, 1).toordinal()) == 0


def test_what_is_still_paid_goes_on_counting() -> None:
    history = insured_months(person(paid(0, None)), counting({"kind": "pension", "mode": "run"}))
    assert history.test("at_least", 36).surely.first_from(1) == date(2023, 1, 1).toordinal()
    assert history.test("at_least", 36).at(date(2060, 1, 1).toordinal()) is True


def test_a_month_paid_for_two_kinds_counts_once_and_the_wrong_region_not_at_all() -> None:
    both = person(paid(0, 5, "pension", region="51"), paid(3, 8, "medical", region="53"))
    day = date(2021, 6, 1).toordinal()
    assert insured_months(both, counting({"kind": ("pension", "medical")})).value(day) == 9
    assert insured_months(both, counting({"kind": "any", "regions": ("53",)})).value(day) == 6


def test_unknown_switches_leave_the_count_unknown_only_between_the_two_numbers() -> None:
    history = insured_months(person(paid(0, 5, backpaid=False), paid(6, 11)), counting({"backpaid": "no"}))
    day = date(2021, 6, 1).toordinal()
    assert history.value(day) is None
    assert [history.test("at_least", asked).at(day) for asked in (6, 7, 12, 13)] == [True, None, None, False]


def test_nothing_on_file_is_unknown_and_an_empty_file_is_none() -> None:
    day = date(2021, 6, 1).toordinal()
    assert insured_months(Resident(), counting({})).test("at_least", 1).at(day) is None
    assert insured_months(person(), counting({})).test("at_least", 1).at(day) is False
