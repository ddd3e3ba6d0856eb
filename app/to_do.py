"""The list of what is to do (待办清单): the queue of 今日 as it is filtered there, on paper to take along.

It goes up six stairwells: whoever is on it has a masked number, and each line a box to tick and room for a
note. Like every paper it is on record, byte for byte, and may be had again as a copy.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app import benefits, daily_reckoning, printing, scopes, today
from app.benefits import Found, GainRow
from app.desk import Desk
from app.errors import Refused
from app.language import N_, _, plural, speaking
from app.paper import TO_DO_LIST, ToDoList
from app.paper.to_do_list import ToDo
from app.papers import Subject
from app.printing import Made
from app.scopes import GRID, OWN, STATION
from app.today import ALL_KINDS, Duty

BY_DEADLINE, BY_ADDRESS = "deadline", "address"
ORDERS = {BY_DEADLINE: N_("by deadline"), BY_ADDRESS: N_("by address")}
MATTERS = daily_reckoning.MATTERS | {today.REPORT: N_("Report")}

AT_MOST = 1000
"""More lines than nobody takes along are refused, rather than thirty sheets begun."""
NAMED = 4
"""So many communities of a grid are named at the head."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which list: the queue of a kind within a scope, or whom policy has ``found``, and in which order."""

    scope: str = STATION
    kind: str = ALL_KINDS
    order: str = BY_DEADLINE
    found: Found | None = None


def seen(desk: Desk, wanted: Wanted) -> bytes:
    """The list as it would be printed now, without its number and signed code; nothing is kept.

    Raises Refused where it has more lines than AT_MOST.
    """
    return TO_DO_LIST.make(_value(desk, wanted), desk.today())


def make(desk: Desk, wanted: Wanted, bare: bool = False) -> Made:
    """Make the list to print it, and keep its bytes; raises Refused as ``seen`` does."""
    return printing.make_of(desk, TO_DO_LIST.name, Subject(_value(desk, wanted), None), bare)


def in_words(desk: Desk, wanted: Wanted) -> str:
    """Whose work it is and of which kind, in words."""
    whose = {
        STATION: _("The whole station"), GRID: _("The grid of {officer}", officer=desk.officer.name),
        OWN: _("What {officer} entered", officer=desk.officer.name),
    }[wanted.scope]  # fmt: skip
    if wanted.found is not None:
        return _("{whose}, policy finds people", whose=whose)
    if wanted.scope == GRID and (mine := scopes.grid(desk)):
        named = "、".join(mine[:NAMED])
        there = _("{names} and more", names=named) if len(mine) > NAMED else named
        whose = _("{whose}: {communities}", whose=whose, communities=there)
    kinds = today.KINDS | {today.REPORT: N_("to report")}
    what = _(kinds[wanted.kind]) if wanted.kind in kinds else _("all that is to do")
    return _("{whose}, {what}", whose=whose, what=what)


def _value(desk: Desk, wanted: Wanted) -> ToDoList:
    with speaking(printing.PAPER_LANGUAGE):
        lines = tuple(_of_gains(desk, wanted.found) if wanted.found else _of_queue(desk, wanted))
        if wanted.order == BY_ADDRESS:
            lines = tuple(sorted(lines, key=_way))
        return ToDoList(
            number="", organ=desk.office.name, officer=desk.officer.name, made_on=desk.today(), caution="",
            code="", total=plural("{n} thing to do", "{n} things to do", len(lines)),
            scope=in_words(desk, wanted), order=_(ORDERS[wanted.order]), lines=lines,
        )  # fmt: skip


def _of_queue(desk: Desk, wanted: Wanted) -> Iterator[ToDo]:
    listing = today.queue(desk, wanted.scope, wanted.kind)
    _refuse_many(len(listing))
    for duty in listing:
        yield ToDo(
            _(MATTERS[duty.kind]), duty.name, duty.id_number, duty.address, _due(duty, desk.today())
        )  # fmt: skip


def _of_gains(desk: Desk, found: Found) -> Iterator[ToDo]:
    """Whom policy has found and nobody has told yet."""
    untold = tuple(gain for gain in found.in_order() if not gain.told)
    _refuse_many(len(untold))
    for row in benefits.described(desk, untold):
        day = _short(row.gain.opens_on, desk.today())
        yield ToDo(
            _services(row), row.person.name, row.person.number, row.person.address, _("from {day}", day=day)
        )  # fmt: skip


def _refuse_many(lines: int) -> None:
    if lines > AT_MOST:
        raise Refused(
            N_("This list has {n} lines, more than are printed at once ({most}). Choose one kind of work, or "
               "your grid, first."),
            field="lines", n=f"{lines:,}", most=f"{AT_MOST:,}",
        )  # fmt: skip


def _services(row: GainRow) -> str:
    others = len(row.services) - 1
    more = plural("{service} and {n} more", "{service} and {n} more", others, service=row.services[0])
    return more if others else row.services[0]


def _due(duty: Duty, on: date) -> str:
    """The last day and how far it is, in words."""
    if duty.due_on is None or duty.days_left is None:
        return _("waits for proofs")
    day, left = _short(duty.due_on, on), duty.days_left
    if left < 0:
        return plural("{day}, {n} day late", "{day}, {n} days late", -left, day=day)
    if left == 0:
        return _("{day}, today", day=day)
    if duty.working_days_left is not None:
        return plural("{day}, {n} working day", "{day}, {n} working days", duty.working_days_left, day=day)
    return plural("{day}, {n} day left", "{day}, {n} days left", left, day=day)


def _short(day: date, on: date) -> str:
    return day.strftime("%m-%d") if day.year == on.year else day.isoformat()


def _way(line: ToDo) -> list[str | int]:
    """The address as one walks: number 9 before number 10."""
    return [int(part) if part.isdecimal() else part for part in re.split(r"(\d+)", line.address)]
