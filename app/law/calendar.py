"""The law's calendar: when a period ends, when a deadline has passed, and which days are worked.

The Civil Code counts the first day as no day (art. 201), ends a period of months or
years on the corresponding day, or on the last day of that month if there is none
(art. 202), and lets a last day that is a holiday move to the day after (art. 203).
Days are counted as ordinals (``date.toordinal``) wherever many of them are weighed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

FIRST = 1
"""The first day the calendar knows, as an ordinal."""

END = date.max.toordinal() + 1
"""The day after the last the calendar knows: an open end, as an ordinal."""

UNITS = ("day", "working day", "month", "year")

_PERIOD = re.compile(r"(\d{1,4}) (working day|day|month|year)s?")
_FIXED_HOLIDAYS = ((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3))


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time as the law writes it: ``15 days``, ``15 working days``, ``6 months``, ``1 year``.

    Where the rule says so, a last day that is not worked moves to the next working day (Civil Code 203).
    """

    amount: int
    unit: str
    moves_off_holidays: bool = False

    @classmethod
    def parse(cls, text: str) -> Period:
        """The period that is written; raises ValueError when it is none."""
        found = _PERIOD.fullmatch(text.strip())
        if not found:
            raise ValueError(text)
        return cls(int(found[1]), found[2])

    def __str__(self) -> str:
        return f"{self.amount} {self.unit}{'' if self.amount == 1 else 's'}"


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day on which something may still be done.

    ``provisional`` says that a year whose working days are not yet published took part in it.
    """

    day: date
    provisional: bool = False

    def days_left(self, today: date) -> int:
        """Days from today to the last day: 0 on the day itself, below 0 once it is overdue."""
        return (self.day - today).days


def after(day: date, period: Period) -> date:
    """The day on which a period begun on ``day`` ends, the first day not counted (Civil Code 201, 202)."""
    return date.fromordinal(min(ordinal_after(day.toordinal(), period), END - 1))


def before(day: date, period: Period) -> date:
    """The corresponding day one period earlier, such as the opening of the month before a due day."""
    return date.fromordinal(ordinal_before(day.toordinal(), period))


def ordinal_after(day: int, period: Period) -> int:
    """``after`` between ordinals; a day beyond the calendar is its open end."""
    last = _ends(day, period)
    return worked_from(last) if period.moves_off_holidays else last


def _ends(day: int, period: Period) -> int:
    """The last day of the period, worked or not."""
    if period.unit == "day":
        return min(day + period.amount, END)
    if period.unit == "working day":
        return _working_days_after(date.fromordinal(day), period.amount).toordinal()
    return _months_after(day, period.amount * (12 if period.unit == "year" else 1))


@lru_cache(maxsize=65_536)
def worked_from(day: int) -> int:
    """The day if it is worked, else the next that is, between ordinals; the open end stays open."""
    while day < END and not is_working_day(date.fromordinal(day)):
        day += 1
    return day


def ordinal_before(day: int, period: Period) -> int:
    """``before`` between ordinals; a period of working days is counted in working days."""
    if period.unit == "day":
        return max(day - period.amount, FIRST)
    if period.unit == "working day":
        return _working_days_before(date.fromordinal(day), period.amount).toordinal()
    return _months_after(day, -period.amount * (12 if period.unit == "year" else 1))


@lru_cache(maxsize=65_536)
def _months_after(day: int, months: int) -> int:
    begun = date.fromordinal(day)
    year, month = divmod(begun.year * 12 + begun.month - 1 + months, 12)
    if year > date.max.year:
        return END
    if year < date.min.year:
        return FIRST
    return date(year, month + 1, min(begun.day, days_in_month(year, month + 1))).toordinal()


def days_in_month(year: int, month: int) -> int:
    """How many days the month has."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def deadline(day: date, period: Period) -> Deadline:
    """The last day on which something due within ``period`` of ``day`` may be done.

    It may be done up to and including that day and is overdue on the next.
    """
    last = after(day, period)
    counts_work = period.unit == "working day" or period.moves_off_holidays
    years = range(day.year if period.unit == "working day" else last.year, last.year + 1)
    return Deadline(last, counts_work and not all(published(year) for year in years))


@lru_cache(maxsize=512)
def published(year: int) -> bool:
    """Whether the year's working days have been published, as far as this program knows."""
    import chinese_calendar

    try:
        chinese_calendar.is_workday(date(year, 7, 1))
    except NotImplementedError:
        return False
    return True


@lru_cache(maxsize=65_536)
def is_working_day(day: date) -> bool:
    """Whether the day is worked; in an unpublished year, by weekends and the fixed holidays alone."""
    if published(day.year):
        import chinese_calendar

        return bool(chinese_calendar.is_workday(day))
    return day.weekday() < 5 and (day.month, day.day) not in _FIXED_HOLIDAYS


def next_working_day(day: date) -> date:
    """The first working day after ``day``."""
    return _working_days_after(day, 1)


def working_days_between(day: date, until: date) -> int:
    """How many working days follow ``day``, up to and including ``until``."""
    return sum(is_working_day(day + timedelta(n)) for n in range(1, (until - day).days + 1))


def _working_days_after(day: date, count: int) -> date:
    while count:
        day += timedelta(1)
        count -= is_working_day(day)
    return day


def _working_days_before(day: date, count: int) -> date:
    while count:
        day -= timedelta(1)
        count -= is_working_day(day)
    return day


def elapsed(start: date, day: date) -> tuple[int, int, int]:
    """The whole years, months and days from ``start`` to ``day``, as a clerk would count them."""
    months = (day.year - start.year) * 12 + day.month - start.month
    if after(start, Period(max(months, 0), "month")) > day:
        months -= 1
    rest = (day - after(start, Period(max(months, 0), "month"))).days
    return (*divmod(max(months, 0), 12), rest)
