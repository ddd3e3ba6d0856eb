"""The law's calendar, by the Civil Code and the published working days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.law import calendar
from app.law.calendar import END, Deadline, Period, after, before, deadline

DAYS = st.dates(date(1950, 1, 1), date(2090, 12, 31))
MONTHS = st.integers(0, 600)


@pytest.mark.parametrize(
    ("begun", "period", "ends"),
    [
        (date(2025, 8, 31), "6 months", date(2026, 2, 28)),
        (date(2023, 8, 31), "6 months", date(2024, 2, 29)),
        (date(2024, 2, 29), "1 year", date(2025, 2, 28)),
        (date(2024, 2, 29), "4 years", date(2028, 2, 29)),
        (date(2026, 1, 5), "30 days", date(2026, 2, 4)),
        (date(2026, 1, 31), "1 month", date(2026, 2, 28)),
        (date(2026, 9, 30), "5 working days", date(2026, 10, 13)),
    ],
)
def test_a_period_ends_on_the_corresponding_day(begun: date, period: str, ends: date) -> None:
    assert after(begun, Period.parse(period)) == ends


@given(DAYS, MONTHS)
def test_months_end_on_the_same_day_of_the_month_or_on_its_last(day: date, months: int) -> None:
    ends = after(day, Period(months, "month"))
    assert (ends.year * 12 + ends.month) - (day.year * 12 + day.month) == months
    assert ends.day == day.day or (ends.day < day.day and (ends + timedelta(1)).day == 1)


@given(DAYS, MONTHS)
def test_a_later_beginning_never_ends_earlier(day: date, months: int) -> None:
    period = Period(months, "month")
    assert after(day, period) <= after(day + timedelta(1), period)


@given(DAYS, MONTHS)
def test_going_back_and_forth_never_passes_the_day(day: date, months: int) -> None:
    period = Period(months, "month")
    assert after(before(day, period), period) <= day


@given(DAYS, st.integers(0, 9999))
def test_what_lies_beyond_the_calendar_is_its_open_end(day: date, years: int) -> None:
    ends = calendar.ordinal_after(day.toordinal(), Period(years, "year"))
    assert ends == END if day.year + years > 9999 else ends < END


@given(st.sampled_from(["day", "working day", "month", "year"]), st.integers(0, 99))
def test_a_period_is_written_as_it_is_read(unit: str, amount: int) -> None:
    assert Period.parse(str(Period(amount, unit))) == Period(amount, unit)


@pytest.mark.parametrize(
    "text", ["", "6", "months", "6 weeks", "-1 days", "1.5 years", "6 months later", "half a year"]
)
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Period.parse(text)


def test_a_deadline_may_be_met_on_its_last_day_and_is_overdue_on_the_next() -> None:
    due = deadline(date(2026, 1, 5), Period(30, "day"))
    assert due == Deadline(date(2026, 2, 4))
    assert [due.days_left(date(2026, 2, day)) for day in (3, 4, 5)] == [1, 0, -1]


def test_a_last_day_that_is_a_holiday_moves_only_where_the_rule_says_so() -> None:
    fortnight = Period(15, "day")
    assert deadline(date(2026, 9, 17), fortnight).day == date(2026, 10, 2)
    moving = Period(15, "day", moves_off_holidays=True)
    assert deadline(date(2026, 9, 17), moving).day == date(2026, 10, 8)
    assert deadline(date(2026, 9, 14), moving).day == date(2026, 9, 29)
    assert deadline(date(2090, 4, 16), moving) == Deadline(date(2090, 5, 3), provisional=True)
    assert before(date(2026, 10, 2), moving) == date(2026, 9, 17)


def test_a_working_saturday_is_worked_and_a_swapped_monday_is_not() -> None:
    assert calendar.is_working_day(date(2026, 10, 10))
    assert not calendar.is_working_day(date(2026, 10, 5))
    assert calendar.next_working_day(date(2026, 9, 30)) == date(2026, 10, 8)


def test_working_days_of_an_unpublished_year_are_provisional() -> None:
    due = deadline(date(2090, 4, 28), Period(5, "working day"))
    assert due.provisional
    assert not calendar.is_working_day(date(2090, 5, 1))
    assert not deadline(date(2026, 4, 28), Period(5, "working day")).provisional
    assert not deadline(date(2090, 4, 28), Period(5, "day")).provisional


@given(st.dates(date(2024, 1, 1), date(2027, 12, 31)), st.integers(1, 40))
def test_working_days_are_counted_as_they_are_added(day: date, count: int) -> None:
    last = after(day, Period(count, "working day"))
    assert calendar.is_working_day(last)
    assert calendar.working_days_between(day, last) == count
    assert before(last, Period(count, "working day")) >= before(day, Period(5, "working day"))


@given(DAYS, st.integers(0, 40_000))
def test_elapsed_time_adds_up_again(start: date, length: int) -> None:
    day = start + timedelta(length)
    years, months, days = calendar.elapsed(start, day)
    whole = after(start, Period(years * 12 + months, "month"))
    assert whole + timedelta(days) == day
    assert 0 <= months < 12
    assert 0 <= days < 31
