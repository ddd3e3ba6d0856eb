"""What the numbers of 统计 say and whom each opens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from app.entitled import Entitled
from app.language import _
from app.law import Period, calendar
from app.statistics import (
    A_DAY,
    A_MONTH,
    ARRIVED,
    DUE,
    HOLDING,
    IN_TIME,
    LEFT,
    LIVING,
    MEN,
    WOMEN,
    Of,
    Statistics,
)
from ui.widgets.marks import Mark, MatrixRow


def figures(told: Statistics) -> tuple[Mark, ...]:
    """The six figures at the top."""
    of, day = told.of, told.day
    this_month, year = day.replace(day=1), date(day.year, 1, 1)
    arrived, before = told.months[day.month - 1].count, _month_before(told)
    holding, in_time, to_register = (told.total(part) for part in ("holding", "in_time", "to_register"))
    return (
        _mark(told.living, _("Live here"), replace(of, what=LIVING),
              note=_("a year ago {n}", n=f"{told.a_year_ago:,}")),
        _mark(arrived, _("Came this month"), replace(of, what=ARRIVED, since=this_month, until=day),
              note=_("last month {n}", n=f"{before:,}")),
        _mark(told.left, _("Left this month"), replace(of, what=LEFT, since=this_month, until=day),
              note=_("last month {n}", n=f"{told.left_before:,}")),
        _mark(holding, _("Hold a permit"), replace(of, what=HOLDING), note=share(holding, told.living)),
        _mark(in_time, _("Registered in time this year"), replace(of, what=IN_TIME, since=year, until=day),
              shown=share(in_time, to_register) or "–", note=f"{in_time:,} / {to_register:,}"),
        _mark(told.total("due"), _("To endorse within 30 days"),
              replace(of, what=DUE, since=day, until=day + A_MONTH),
              note=_("this week {n}", n=f"{told.due_this_week:,}")),
    )  # fmt: skip


def pyramid_marks(told: Statistics) -> tuple[Mark, ...]:
    """Men and women of each band of ages, in pairs, the oldest first."""
    return tuple(
        _mark(
            n, f"{word} · {ages_in_words(band.ages)}", replace(told.of, what=LIVING, sex=sex, ages=band.ages)
        )
        for band in told.bands
        for sex, word, n in ((MEN, _("Men"), band.men), (WOMEN, _("Women"), band.women))
    )


def month_marks(told: Statistics) -> tuple[Mark, ...]:
    """The arrivals of each month of this year."""
    return tuple(
        _mark(month.count, _("Arrivals in {month}", month=f"{month.first:%Y-%m}"),
              replace(told.of, what=ARRIVED, since=month.first, until=min(_last_day(month.first), told.day)),
              note=_("last year {n}", n=f"{month.year_before:,}"))
        for month in told.months
    )  # fmt: skip


def due_marks(told: Statistics) -> tuple[Mark, ...]:
    """The endorsements due in each of the months to come."""
    return tuple(
        _mark(n, _("Due in {month}", month=f"{first:%Y-%m}"),
              replace(told.of, what=DUE, since=max(first, told.day), until=_last_day(first)))
        for first, n in told.dues
    )  # fmt: skip


def service_marks(services: tuple[Entitled, ...]) -> tuple[Mark, ...]:
    """How many have each service today; each opens the list of its rule."""
    return tuple(
        Mark(
            service.people, service.title, (service.title, service.rule),
            note=share(service.people, service.asked),
        )
        for service in services
    )  # fmt: skip


def matrix_rows(told: Statistics) -> tuple[MatrixRow, ...]:
    """One row for each community."""
    return tuple(_rows(told))


def share(part: int, whole: int) -> str:
    """A share as 96.2%; nothing of nothing is ""."""
    return f"{part / whole:.1%}" if whole else ""


def ages_in_words(ages: tuple[int, int | None]) -> str:
    """A band of ages, "15–24" or "65 and over"."""
    youngest, oldest = ages
    return _("{n} and over", n=youngest) if oldest is None else f"{youngest}–{oldest}"


def _rows(told: Statistics) -> Iterator[MatrixRow]:
    day = told.day
    this_month, year = day.replace(day=1), date(day.year, 1, 1)
    for one in told.communities:
        here = replace(told.of, community=one.name)
        name = one.name or _("without a community")
        yield MatrixRow(
            name,
            (
                _mark(one.living, f"{name} · " + _("Live here"), replace(here, what=LIVING)),
                _mark(one.arrived, f"{name} · " + _("Came this month"),
                      replace(here, what=ARRIVED, since=this_month, until=day)),
                _mark(one.in_time, f"{name} · " + _("Registered in time"),
                      replace(here, what=IN_TIME, since=year, until=day),
                      shown=share(one.in_time, one.to_register) or "–"),
                _mark(one.holding, f"{name} · " + _("Hold a permit"), replace(here, what=HOLDING),
                      shown=share(one.holding, one.living) or "–"),
                _mark(one.due, f"{name} · " + _("Due in 30 days"),
                      replace(here, what=DUE, since=day, until=day + A_MONTH)),
            ),
            one.by_month,
        )  # fmt: skip


def _mark(count: int, words: str, of: Of, *, shown: str = "", note: str = "") -> Mark:
    return Mark(count, words, (words, of), shown, note)


def _month_before(told: Statistics) -> int:
    """The arrivals of the month before this one; in January that is the last of the year before."""
    month = told.day.month
    return told.months[month - 2].count if month > 1 else told.months[11].year_before


def _last_day(first: date) -> date:
    return calendar.after(first, Period(1, "month")) - A_DAY
