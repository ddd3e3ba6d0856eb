"""School years: from 1 September to 31 August, counted on the last day."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.law import Case, Permit, Resident, Schooling, Verdict
from app.law.spells import school_years
from tests.law.shelf import with_rules


def pupil(*spells: tuple[date, date | None], level: str | None = "senior") -> Resident:
    return Resident(schooling=tuple(Schooling(level, start, end) for start, end in spells), permits=())


def years(person: Resident, day: date, level: str | None = "senior") -> object:
    return school_years(person, level).value(day.toordinal())


def test_a_school_year_counts_on_its_last_day_and_not_before() -> None:
    person = pupil((date(2023, 9, 1), None))
    asked = [date(2024, 8, 30), date(2024, 8, 31), date(2026, 8, 30), date(2026, 8, 31)]
    assert [years(person, day) for day in asked] == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("enrolled", "left", "counted"),
    [
        (date(2023, 9, 30), date(2024, 8, 31), 1),
        (date(2023, 10, 1), date(2024, 8, 31), 0),
        (date(2023, 9, 1), date(2024, 8, 30), 0),
        (date(2023, 2, 1), date(2024, 8, 31), 1),
        (date(2023, 10, 1), date(2025, 8, 31), 1),
        (date(2024, 2, 29), date(2025, 8, 31), 1),
    ],
)
def test_enrolled_by_the_end_of_september_and_there_to_the_end(
    enrolled: date, left: date, counted: int
) -> None:
    assert years(pupil((enrolled, left)), date(2030, 1, 1)) == counted


def test_a_change_of_school_without_a_day_between_loses_no_year() -> None:
    seamless = pupil((date(2023, 9, 1), date(2024, 2, 10)), (date(2024, 2, 11), None))
    holed = pupil((date(2023, 9, 1), date(2024, 2, 10)), (date(2024, 2, 12), None))
    day = date(2024, 8, 31)
    assert (years(seamless, day), years(holed, day)) == (1, 0)


def test_only_the_level_that_is_asked_counts_and_an_unnamed_one_cannot_be_said() -> None:
    day = date(2026, 8, 31)
    assert years(pupil((date(2023, 9, 1), None)), day, "junior") == 0
    assert years(pupil((date(2023, 9, 1), None), level=None), day, "junior") is None
    assert years(Resident(), day) is None
    assert years(pupil(), day) == 0


def naive(spells: list[tuple[date, date]], day: date) -> int:
    roll = {start + timedelta(n) for start, end in spells for n in range((end - start).days + 1)}
    whole = 0
    for year in range(2010, day.year):
        first, last = date(year, 9, 30), date(year + 1, 8, 31)
        there = all(first + timedelta(n) in roll for n in range((last - first).days + 1))
        whole += there and last <= day
    return whole


DAYS = st.dates(date(2015, 6, 1), date(2020, 12, 31))
NEAR = st.sampled_from([date(year, month, day) for year in range(2015, 2021)
                        for month, day in ((8, 30), (8, 31), (9, 1), (9, 30), (10, 1))])  # fmt: skip


@given(st.lists(st.tuples(DAYS | NEAR, DAYS | NEAR).map(sorted), max_size=4), DAYS | NEAR, st.integers(0, 6))
def test_school_years_are_those_a_clerk_would_count(spells: list[list[date]], day: date, asked: int) -> None:
    pairs = [(start, end) for start, end in spells]
    history = school_years(pupil(*pairs), "senior")
    counted = naive(pairs, day)
    assert history.value(day.toordinal()) == counted
    assert history.test("at_least", asked).at(day.toordinal()) == (counted >= asked)
    assert history.test("at_most", asked).at(day.toordinal()) == (counted <= asked)


GAOKAO = """
requires:
  on_day:
    day: 08-31
    all:
      - school_years: {level: senior, at_least: 3}
      - any_guardian: {all: [{permit_valid: {is: yes}}, {permit_total: {at_least: 3 years}}]}
"""


def test_an_exam_of_31_august_is_judged_ahead_by_school_years_and_one_guardian(tmp_path: Path) -> None:
    law = with_rules(tmp_path, tried=GAOKAO)
    mother = Resident(permits=(Permit(date(2023, 8, 31), (date(2024, 8, 1), date(2025, 8, 1))),))
    father = Resident(permits=(Permit(date(2023, 9, 1), (date(2024, 8, 1), date(2025, 8, 1))),))
    child = pupil((date(2023, 9, 1), None))
    assert law.ask("tried", Case(child, (mother,)), date(2026, 3, 1)).verdict is Verdict.YES
    assert law.ask("tried", Case(child, (father,)), date(2026, 3, 1)).verdict is Verdict.NO
    assert law.ask("tried", Case(child, (mother,)), date(2025, 12, 31)).verdict is Verdict.NO
    assert (
        law.ask("tried", Case(pupil((date(2023, 10, 1), None)), (mother,)), date(2026, 3, 1)).verdict
        is Verdict.NO
    )
