"""What the numbers of 统计 say and whom each opens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from app.entitled import Entitled
from app.language import N_, _
from app.roll import ARRIVED, DUE, HOLDING, IN_TIME, LIVING, Of, after
from app.statistics import A_DAY, A_MONTH, MEN, WOMEN, Community, Statistics
from app.statistics_words import (
    NOTHING,
    ages_in_words,
    community_in_words,
    figures,
    is_below,
    month_in_words,
    share,
)
from ui.widgets.marks import Mark, MatrixRow

HEADINGS = (
    N_("Live here"), N_("Came this month"), N_("Registered in time"), N_("Hold a permit"),
    N_("Due in 30 days"),
)  # fmt: skip


def figure_marks(told: Statistics) -> tuple[Mark, ...]:
    """The six figures at the top."""
    return tuple(
        _mark(one.count, one.title, one.of, shown=one.shown, note=one.note, tone=one.tone)
        for one in figures(told)
    )


def pyramid_marks(told: Statistics) -> tuple[Mark, ...]:
    """Men and women of each band of ages, in pairs, the oldest first."""
    return tuple(
        _mark(n, f"{word} · {ages_in_words(band.ages)}", replace(told.of, sex=sex, ages=band.ages))
        for band in told.bands
        for sex, word, n in ((MEN, _("Men"), band.men), (WOMEN, _("Women"), band.women))
    )


def month_marks(told: Statistics) -> tuple[Mark, ...]:
    """The arrivals of each month."""
    came = replace(told.of, what=ARRIVED)
    return tuple(
        _mark(month.count, _("Arrivals in {month}", month=month_in_words(month.first)),
              replace(came, since=month.first, until=min(after(month.first) - A_DAY, told.day)),
              note=_("a year before {n}", n=f"{month.year_before:,}"))
        for month in told.arrivals
    )  # fmt: skip


def month_labels(told: Statistics) -> tuple[str, ...]:
    """What stands below each month: its number, of more than one year with the year."""
    firsts = [month.first for month in told.arrivals]
    if firsts[0].year == firsts[-1].year:
        return tuple(str(first.month) for first in firsts)
    return tuple(f"{first:%y-%m}" for first in firsts)


def due_marks(told: Statistics) -> tuple[Mark, ...]:
    """The endorsements due in each of the months to come."""
    due = replace(told.of, what=DUE)
    return tuple(
        _mark(n, _("Due in {month}", month=month_in_words(first)),
              replace(due, since=max(first, told.today), until=after(first) - A_DAY))
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
    return tuple(
        MatrixRow(community_in_words(one.name), tuple(_cells(told, one)), one.by_month)
        for one in told.communities
    )


def headings(told: Statistics) -> tuple[str, ...]:
    """What the columns of the matrix are, as the figures at the top call them."""
    living, came, *others = (_(words) for words in HEADINGS)
    if told.day == told.today and told.of.here:
        return living, came, *others
    named = [one.title for one in figures(told)]
    return named[0], named[1], *others


def _cells(told: Statistics, one: Community) -> Iterator[Mark]:
    here, targets = replace(told.of, community=one.name), told.targets
    month = told.day.replace(day=1)
    parts: tuple[tuple[int, Of, str, str], ...] = (
        (one.people, replace(here, what=LIVING), "", ""),
        (one.arrived, replace(here, what=ARRIVED, since=month), "", ""),
        (one.in_time, replace(here, what=IN_TIME), share(one.in_time, one.to_register) or NOTHING,
         _low(one.in_time, one.to_register, targets.in_time)),
        (one.holding, replace(here, what=HOLDING), share(one.holding, one.people) or NOTHING,
         _low(one.holding, one.people, targets.holding)),
        (one.due, replace(here, what=DUE, since=told.today, until=told.today + A_MONTH), "", ""),
    )  # fmt: skip
    for heading, (count, of, shown, low) in zip(headings(told), parts, strict=True):
        words = f"{community_in_words(one.name)} · {heading}"
        yield replace(_mark(count, words, of, shown=shown), low=low)


def _low(part: int, whole: int, target: float | None) -> str:
    return _("below the target") if is_below(part, whole, target) else ""


def _mark(count: int, words: str, of: Of, *, shown: str = "", note: str = "", tone: str = "text2") -> Mark:
    return Mark(count, words, (words, of), shown, note, tone)


def this_month(told: Statistics) -> int:
    """Which of the months shown is the last of those asked about, where it is the one under way; else -1."""
    firsts: list[date] = [month.first for month in told.arrivals]
    under_way = told.today.replace(day=1)
    return firsts.index(under_way) if under_way in firsts else -1
