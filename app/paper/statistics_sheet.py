"""The statistics of an office on paper (统计表): whom they count, as of when, and every table of them."""

from __future__ import annotations

from dataclasses import dataclass

from app.paper.letters import Issued


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One figure, and how it compares."""

    figure: str
    figure_number: str
    remark: str


@dataclass(frozen=True, slots=True)
class AgesLine:
    """Men and women of one band of ages."""

    ages: str
    men: str
    women: str


@dataclass(frozen=True, slots=True)
class MonthLine:
    """The arrivals of a month, and of the same month a year before."""

    month: str
    arrivals: str
    year_before: str


@dataclass(frozen=True, slots=True)
class CommunityLine:
    """One community; the last line is all of them together."""

    community: str
    people: str
    arrived: str
    to_register: str
    in_time: str
    share_in_time: str
    holding: str
    share_holding: str
    due: str


@dataclass(frozen=True, slots=True)
class DueLine:
    """How many endorsements are due in a month."""

    month: str
    due: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatisticsSheet(Issued):
    """The figures as they were counted at a moment; ``whom`` says of whom and which months, ``rule`` how."""

    whom: str
    rule: str
    counted_at: str
    figures: tuple[FigureLine, ...]
    ages: tuple[AgesLine, ...]
    months: tuple[MonthLine, ...]
    communities: tuple[CommunityLine, ...]
    dues: tuple[DueLine, ...]
