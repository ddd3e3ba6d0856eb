"""The statistics in words: the six figures, and the tables that are copied, exported and printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from app import codes, paper
from app.desk import Desk
from app.exchange import written_table
from app.language import _, plural, run_on, speaking
from app.paper.statistics_sheet import AgesLine, CommunityLine, DueLine, FigureLine, MonthLine
from app.papers import Subject
from app.printing import PAPER_LANGUAGE
from app.roll import ARRIVED, DUE, HOLDING, IN_TIME, LEFT, Of
from app.statistics import A_MONTH, Community, Months, Statistics

BELOW = "↓"
NOTHING = "–"
ENOUGH = 10
"""Of fewer a change is told in persons: from two to twenty-four is no “+1,100 %”."""
Cell = str | int

FIGURES, AGES, ARRIVALS, COMMUNITIES, DUES = "figures", "ages", "arrivals", "communities", "dues"


@dataclass(frozen=True, slots=True)
class Figure:
    """One of the figures at the top: how many, whom it counts, and how it compares, in a ``tone``."""

    title: str
    count: int
    of: Of
    note: str = ""
    shown: str = ""
    tone: str = "text2"


class Table(NamedTuple):
    """Figures as a spreadsheet takes them."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def lines(self) -> Iterator[tuple[str, ...]]:
        """The headings and the rows, numbers in plain digits."""
        yield self.headings
        yield from (tuple(map(str, row)) for row in self.rows)


def figures(told: Statistics) -> tuple[Figure, ...]:
    """The six figures at the top."""
    of, targets = told.of, told.targets
    month = replace(of, since=told.day.replace(day=1))
    holding, in_time, to_register = (told.total(part) for part in ("holding", "in_time", "to_register"))
    return (
        Figure(_people(told), told.people, of, _in_a_year(told)),
        Figure(_in_month(told, _("Came this month"), _("Came in {month}")), told.arrived,
               replace(month, what=ARRIVED), _since_month(told, told.arrived - told.arrived_before)),
        Figure(_in_month(told, _("Left this month"), _("Left in {month}")), told.left,
               replace(month, what=LEFT), _since_month(told, told.left - told.left_before)),
        Figure(_("Hold a permit"), holding, replace(of, what=HOLDING),
               f"{share(holding, told.people)} {_target(holding, told.people, targets.holding)}".strip(),
               tone=_tone(holding, told.people, targets.holding)),
        Figure(_("Registered in time"), in_time, replace(of, what=IN_TIME),
               _target(in_time, to_register, targets.in_time) or f"{in_time:,} / {to_register:,}",
               share(in_time, to_register) or NOTHING, _tone(in_time, to_register, targets.in_time)),
        Figure(_("To endorse within 30 days"), told.total("due"),
               replace(of, what=DUE, since=told.today, until=told.today + A_MONTH),
               _("this week {n}", n=f"{told.due_this_week:,}")),
    )  # fmt: skip


def is_below(part: int, whole: int, target: float | None) -> bool:
    """Whether a share falls short of its target; nothing of nothing does not, nor where none is set."""
    return target is not None and whole > 0 and part / whole < target


def share(part: int, whole: int) -> str:
    """A share as 96.2%; nothing of nothing is ""."""
    return f"{part / whole:.1%}" if whole else ""


def month_in_words(first: date) -> str:
    """A month, 2026-11."""
    return f"{first:%Y-%m}"


def months_in_words(months: Months) -> str:
    """Some months, "2026-01 至 2026-11"."""
    if months.first == months.last:
        return month_in_words(months.first)
    return _("{first} to {last}", first=month_in_words(months.first), last=month_in_words(months.last))


def ages_in_words(ages: tuple[int, int | None]) -> str:
    """A band of ages, "15–24" or "65+"."""
    youngest, oldest = ages
    return _("{n}+", n=youngest) if oldest is None else f"{youngest}–{oldest}"


def community_in_words(name: str) -> str:
    """A community by its name, for some dwellings have none."""
    return name or _("without a community")


def whom_in_words(told: Statistics) -> str:
    """Whom all of it counts, and of which months."""
    of = told.of
    return " · ".join(
        (
            months_in_words(told.months),
            _("Every community") if of.community is None else community_in_words(of.community),
            codes.name("reasons", of.purpose, told.today) if of.purpose else _("Every reason"),
            _("Every age") if of.ages is None else _("Aged {ages}", ages=ages_in_words(of.ages)),
            _("Only those here") if of.here else _("Whoever lived here in these months"),
        )
    )


def rule_in_words(told: Statistics) -> str:
    """What is counted and how often."""
    if told.of.here:
        rule = _("Whoever has come and not left lives here; arrivals and departures count each time.")
    else:
        rule = _("Whoever lived here on any day of these months counts once, where they lived last;"
                 " arrivals and departures count each time.")  # fmt: skip
    unsaid = plural("of one, birth or sex is not on file", "of {n}, birth or sex is not on file", told.unsaid)
    return run_on(rule, unsaid) if told.unsaid else rule


def time_in_words(told: Statistics) -> str:
    """As of when it was counted: "2026-11-23 09:12"."""
    return f"{told.today} {told.at.astimezone():%H:%M}"


def tables(told: Statistics) -> dict[str, Table]:
    """Every table of the page."""
    return {
        FIGURES: _figures(told),
        AGES: Table(
            _("Ages and sexes"), (_("Ages"), _("Men"), _("Women")),
            tuple((ages_in_words(band.ages), band.men, band.women) for band in told.bands),
        ),
        ARRIVALS: Table(
            _("Arrivals by month"), (_("Month"), _("Arrivals"), _("A year before")),
            tuple((month_in_words(one.first), one.count, one.year_before) for one in told.arrivals),
        ),
        COMMUNITIES: _communities(told),
        DUES: Table(
            _("Endorsements due"), (_("Month"), _("Due")),
            tuple((month_in_words(first), n) for first, n in told.dues),
        ),
    }  # fmt: skip


def export(told: Statistics, to: Path) -> None:
    """Write every table for a spreadsheet, first what it counts; raises Refused when that fails."""

    def lines() -> Iterator[tuple[str, ...]]:
        yield _("Figures as of"), time_in_words(told)
        yield _("What is counted"), rule_in_words(told)
        for table in tables(told).values():
            yield ()
            yield (table.title,)
            yield from table.lines()

    written_table.write(to, (_("Statistics"), whom_in_words(told)), lines())


def sheet(told: Statistics, desk: Desk) -> Subject:
    """The statistics as they are printed, in the language of paper; number and code come with the making."""
    with speaking(PAPER_LANGUAGE):
        found = tables(told)
        value = paper.StatisticsSheet(
            number="", organ=desk.office.name, officer=desk.officer.name, made_on=desk.today(), caution="",
            code="", whom=whom_in_words(told), rule=rule_in_words(told), counted_at=time_in_words(told),
            figures=tuple(FigureLine(*_written(row)) for row in found[FIGURES].rows),
            ages=tuple(AgesLine(*_written(row)) for row in found[AGES].rows),
            months=tuple(MonthLine(*_written(row)) for row in found[ARRIVALS].rows),
            communities=tuple(CommunityLine(*_written(row)) for row in found[COMMUNITIES].rows),
            dues=tuple(DueLine(*_written(row)) for row in found[DUES].rows),
        )  # fmt: skip
    return Subject(value, None)


def _figures(told: Statistics) -> Table:
    rows = tuple((one.title, one.shown or one.count, one.note) for one in figures(told))
    return Table(_("Figures"), (_("Figure"), _("Number"), _("Remark")), rows)


def _communities(told: Statistics) -> Table:
    headings = (
        _("Community"), _people(told), _in_month(told, _("Came this month"), _("Came in {month}")),
        _("Were to register"), _("Registered in time"), _("Share in time"), _("Hold a permit"),
        _("Share holding"), _("Due in 30 days"),
    )  # fmt: skip
    together = Community(_("together"), (), *(told.total(part) for part in _PARTS))
    return Table(_("Communities"), headings, tuple(map(_community, (*told.communities, together))))


_PARTS = ("people", "arrived", "to_register", "in_time", "holding", "due")


def _community(one: Community) -> tuple[Cell, ...]:
    return (
        community_in_words(one.name), one.people, one.arrived, one.to_register, one.in_time,
        share(one.in_time, one.to_register), one.holding, share(one.holding, one.people), one.due,
    )  # fmt: skip


def _written(row: Iterable[Cell]) -> Iterator[str]:
    """The cells of a row as they stand on paper."""
    return (f"{cell:,}" if isinstance(cell, int) else cell for cell in row)


def _people(told: Statistics) -> str:
    if not told.of.here:
        return _("Lived here")
    return _("Live here") if told.day == told.today else _("Lived here on {day}", day=told.day)


def _in_month(told: Statistics, this: str, named: str) -> str:
    """Of the month under way it is said that it is this one, of another which."""
    if told.day == told.today:
        return this
    return named.format(month=month_in_words(told.months.last))


def _in_a_year(told: Statistics) -> str:
    before = told.a_year_ago
    if not told.people and not before:
        return ""
    change = f"{told.people - before:+,}" if before < ENOUGH else f"{told.people / before - 1:+.1%}"
    return _("{change} in a year", change=_signed(change))


def _since_month(told: Statistics, change: int) -> str:
    if not change:
        return (
            _("as many as last month") if told.month_is_over else _("as many as on the same days last month")
        )
    words = _("{change} on last month") if told.month_is_over else _("{change} on the same days last month")
    return words.format(change=_signed(f"{change:+,}"))


def _signed(number: str) -> str:
    return number.replace("-", "−")


def _target(part: int, whole: int, target: float | None) -> str:
    """The target of a share, marked where it falls short of it."""
    if target is None:
        return ""
    words = _("target {share}", share=f"{target:.0%}")
    return f"{BELOW} {words}" if is_below(part, whole, target) else words


def _tone(part: int, whole: int, target: float | None) -> str:
    if target is None or not whole:
        return "text2"
    return "bad" if is_below(part, whole, target) else "ok"
