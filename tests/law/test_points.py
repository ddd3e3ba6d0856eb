"""Points: each item's share, the total, the mark, and the day it is reached."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import language
from app.errors import Refused
from app.law import Case, Insurance, Permit, Resident, Stay, Verdict, month_of, words
from app.law.calendar import Period, ordinal_after
from app.law.days import ALWAYS, Days
from app.law.histories import Clock, Measured, Months
from app.law.points import PerPeriod, Steps
from tests.law.shelf import with_rules

CHENGDU = """
requires: {permit_valid: {is: yes}}
pass_at: 100
items:
  - {of: {insured_months: {kind: pension, mode: run}}, per: 12, points: 10, half_at: 6}
  - {of: residence_run, per: 1 year, points: 10}
  - best_of:
      - {when: {education: {is: bachelor}}, points: 40}
      - {when: {skill_grade: {is: senior}}, points: 30}
  - {when: {public_security_offence: {is: yes}}, points: -100}
"""
DAY = date(2026, 7, 1)


def someone(**changed: Any) -> Resident:
    """Registered for five years and half a year, insured for 18 months, a bachelor without offence."""
    person = Resident(
        born=date(1985, 3, 2),
        stays=(Stay("530302", date(2021, 1, 1), date(2021, 1, 1), None, "rented"),),
        permits=(Permit(date(2021, 7, 1), tuple(date(year, 6, 15) for year in range(2022, 2027))),),
        insurance=(Insurance("pension", month_of(2025, 1), None, "53", False, False),),
        education="bachelor",
        skill_grade="senior",
        statements={"public_security_offence": False},
    )
    return replace(person, **changed)


def test_every_item_gives_its_share_and_the_best_of_several_counts_once(tmp_path: Path) -> None:
    score = with_rules(tmp_path, scored=CHENGDU).points("scored", Case(someone()), DAY)
    assert [item.value for item in score.items] == [15, 50, 40, 0]
    assert [score.total, score.known, score.mark] == [105, 105, 100]
    assert score.reached == DAY
    assert score.answer.verdict is Verdict.YES


def test_the_day_the_mark_is_reached_is_found_by_outlook(tmp_path: Path) -> None:
    law = with_rules(tmp_path, scored=CHENGDU)
    score = law.points("scored", Case(someone(education="college")), DAY)
    assert score.total == 95
    assert score.answer.verdict is Verdict.NO
    assert score.reached == score.answer.opens == date(2027, 1, 1)
    before = law.points("scored", Case(someone(education="college")), date(2026, 12, 31))
    assert before.total == 95
    assert law.points("scored", Case(someone(education="college")), date(2027, 1, 1)).total == 110


def test_points_are_summed_whether_or_not_the_rest_holds(tmp_path: Path) -> None:
    score = with_rules(tmp_path, scored=CHENGDU).points("scored", Case(someone(permits=())), DAY)
    assert score.total == 105
    assert score.reached == DAY
    assert score.answer.verdict is Verdict.NO
    assert score.answer.opens is None


def test_what_cannot_be_said_leaves_the_total_open_and_the_known_part_told(tmp_path: Path) -> None:
    law = with_rules(tmp_path, scored=CHENGDU)
    unsaid = law.points("scored", Case(someone(statements={})), DAY)
    assert unsaid.total is None
    assert unsaid.known == 105
    assert unsaid.answer.verdict is Verdict.UNKNOWN
    assert unsaid.reached == date(2031, 1, 1)
    unpaid = law.points("scored", Case(someone(insurance=None)), DAY)
    assert unpaid.total is None
    assert unpaid.known == 90
    assert unpaid.answer.verdict is Verdict.UNKNOWN
    enough = law.points("scored", Case(someone(insurance=None)), date(2027, 1, 1))
    assert enough.total is None
    assert enough.known == 100
    assert enough.answer.verdict is Verdict.YES


def test_points_taken_away_count_against_the_total(tmp_path: Path) -> None:
    law = with_rules(tmp_path, scored=CHENGDU)
    score = law.points("scored", Case(someone(statements={"public_security_offence": True})), DAY)
    assert score.total == 5
    assert score.items[3].value == -100


@pytest.mark.parametrize(
    ("item", "points"),
    [
        ("{of: {insured_months: {kind: pension}}, per: 12, points: 10}", "10"),
        ("{of: {insured_months: {kind: pension}}, per: 12, points: 10, half_at: 6}", "15"),
        ("{of: {insured_months: {kind: pension}}, per: 12, points: 10, half_at: 7}", "10"),
        ("{of: {insured_months: {kind: pension}}, per: 12, points: 5, half_at: 6}", "7.5"),
        ("{of: {insured_months: {kind: pension}}, per: 12, points: 10, pro_rata: month}", "15"),
        ("{of: {insured_months: {kind: pension}}, per: 12, points: 10, pro_rata: month, at_most: 12}", "12"),
        ("{of: {insured_months: {kind: pension}}, per: 7, points: 1, pro_rata: month}", "18/7"),
        ("{of: residence_run, per: 1 year, points: 10}", "50"),
        ("{of: residence_run, per: 1 year, points: 10, half_at: 6 months}", "55"),
        ("{of: residence_run, per: 1 year, points: 12, pro_rata: month}", "66"),
        ("{of: residence_run, per: 1 year, points: 10, at_most: 30}", "30"),
        ("{of: residence_run, per: 1 year, points: -10}", "-50"),
        ("{of: residence_run, per: 100 days, points: 1}", "20"),
        (
            "{best_of: [{when: {sex: {is: male}}, points: 1}, {when: {age: {under: 45 years}}, points: 2}]}",
            "2",
        ),
        ("{best_of: [{of: residence_run, per: 1 year, points: 10}], at_most: 25}", "25"),
    ],
)
def test_each_way_of_giving_points(tmp_path: Path, item: str, points: str) -> None:
    law = with_rules(tmp_path, scored=f"pass_at: 10\nitems: [{item}]")
    assert law.points("scored", Case(someone(sex="female")), DAY).total == Fraction(points)


def test_an_answer_by_points_is_said_in_words_and_kept_as_data(tmp_path: Path) -> None:
    law = with_rules(tmp_path, scored=CHENGDU)
    answer = law.ask("scored", Case(someone(education="college", permits=())), DAY)
    assert type(answer).from_data(answer.to_data()) == answer
    assert words.missing(answer) == ("a valid residence permit", "5 points")
    text = words.as_text(answer)
    assert "✗ 100 points are needed (95 points)" in text
    assert "pension insurance without a hole: 10 points for every 12 months (15 points)" in text
    language.use("zh_CN")
    assert "✗ 需要 100 分（95 分）" in words.as_text(answer)


def test_a_rule_that_is_not_scored_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="not scored in points"):
        with_rules(tmp_path, scored=CHENGDU).points("legal_aid", Case(someone()), DAY)


SMALL = 40
SHARES = st.lists(
    st.tuples(
        st.lists(st.tuples(st.integers(1, SMALL), st.integers(1, SMALL)), max_size=3).map(Days.of),
        st.integers(-5, 5).map(Fraction),
    ),
    max_size=5,
)


@given(SHARES, SHARES, st.integers(-4, 6))
def test_steps_are_the_sums_day_by_day(
    one: list[tuple[Days, Fraction]], other: list[tuple[Days, Fraction]], cap: int
) -> None:
    left, right = Steps.of(one), Steps.of(other)
    capped, best = left.no_more_than(Fraction(cap)), left.with_each(right, max)
    enough = left.where(lambda points: points >= cap)
    for day in range(1, SMALL + 2):
        total = sum(share for days, share in one if day in days)
        assert left.on(day) == total
        assert capped.on(day) == min(total, cap)
        assert best.on(day) == max(total, sum(share for days, share in other if day in days))
        assert (day in enough) == (total >= cap)


@given(st.integers(0, 60), st.integers(1, 24), st.integers(1, 24), st.integers(1, 20))
def test_whole_periods_and_a_half_are_counted_as_by_hand(paid: int, per: int, half: int, points: int) -> None:
    start = month_of(2020, 1)
    months = Months(((start, start + paid),) if paid else ())
    steps = PerPeriod("insured_months", (), per, Fraction(points), half)._steps(months.at_least)
    at = date(2026, 1, 1).toordinal()
    assert steps.on(at) == points * (paid // per) + (Fraction(points, 2) if paid % per >= half else 0)


@given(st.dates(date(2000, 1, 1), date(2020, 12, 31)), st.integers(0, 12_000))
def test_whole_years_of_a_clock_are_calendar_years(start: date, length: int) -> None:
    clock = Measured.known(Clock.run(Days.between(start.toordinal())))
    steps = PerPeriod("residence_run", (), Period(1, "year"), Fraction(1))._steps(clock.least.at_least)
    at = start.toordinal() + length
    whole = int(steps.on(at))
    assert ordinal_after(start.toordinal(), Period(whole, "year")) <= at
    assert ordinal_after(start.toordinal(), Period(whole + 1, "year")) > at
    assert Steps.of([(ALWAYS, Fraction(3))]).on(at) == 3
