"""Months paid, as people write them: typed as ranges, pasted from a table, or taken from a file.

A line is read by what its cells are, wherever they stand: a month or two, a kind of insurance, a place,
whether it was back-paid or paid on one's own account. What a line does not say is as it was chosen
above the field. Sums of money, numbers and names are passed over, and so are headings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from app import codes
from app.errors import Refused
from app.exchange import typed_table, written_days
from app.insurance import Paid
from app.language import N_
from app.machine import why

BACKPAID, FLEXIBLE = re.compile("补缴|补收|追缴|补交"), re.compile("灵活|个体|自由职业|以个人身份")
MOST_LINES = 2_000
_CELLS = re.compile(r"[\t,，;；、|]| {2,}")


@dataclass(frozen=True, slots=True)
class Fault:
    """A line that could not be read, and why: a sentence with its blanks."""

    line: int
    error: Refused


@dataclass(frozen=True, slots=True)
class Listed:
    """What was read of a text: the months, and the lines that were not understood."""

    paid: tuple[Paid, ...]
    faults: tuple[Fault, ...]

    @property
    def months(self) -> int:
        """How many months were read, one that is written twice counted twice."""
        return sum(one.months for one in self.paid)


def read(text: str, usual: Paid, on: date) -> Listed:
    """The months in a text; ``usual`` says what a line leaves unsaid, ``on`` is the day of the codes."""
    paid: list[Paid] = []
    faults: list[Fault] = []
    headed = False
    lines = text.splitlines()
    if len(lines) > MOST_LINES:
        return Listed((), (Fault(MOST_LINES, Refused(N_("No one has so many months; is it a whole list?"))),))
    for number, line in enumerate(lines, start=1):
        cells = [cell.strip() for cell in _CELLS.split(line) if cell.strip()]
        try:
            found = list(_months(cells, columns=headed or "\t" in line))
        except Refused as error:
            faults.append(Fault(number, error))
            continue
        if found:
            said = _said(cells, usual, on)
            paid += (replace(said, since=since, until=until) for since, until in found)
        elif cells and not paid and not headed and not any(char.isdigit() for char in line):
            headed = True
        elif cells:
            faults.append(Fault(number, Refused(N_("No month stands in this line."))))
    return Listed(tuple(paid), tuple(faults))


def text_of(file: Path) -> str:
    """The text of a table saved as text; raises Refused where the file is none or cannot be read."""
    try:
        data = file.read_bytes()
    except OSError as error:
        sentence = N_("{file} cannot be read: {why}.")
        raise Refused(sentence, file=file.name, why=why(error)) from error
    return typed_table.text_of(data)


def _months(cells: list[str], *, columns: bool) -> Iterator[tuple[date, date]]:
    """The stretches a line names: ranges and single months; two months in a table's columns are one range."""
    single: list[date] = []
    for cell in cells:
        match written_days.read_months(cell):
            case (since, until) if since == until:
                single.append(since)
            case (since, until):
                yield since, until
    if columns and len(single) == 2:
        yield single[0], single[1]
    else:
        yield from zip(single, single, strict=True)


def _said(cells: list[str], usual: Paid, on: date) -> Paid:
    """What the cells say of kind, place and manner, and the usual for the rest."""
    kind, region = usual.kind, usual.region
    for cell in cells:
        if not any(char.isdigit() for char in cell):
            kind, region = _kind(cell, on) or kind, _place(cell, on) or region
    whole = "".join(cells)
    return replace(
        usual, kind=kind, region=region, backpaid=usual.backpaid or bool(BACKPAID.search(whole)),
        flexible=usual.flexible or bool(FLEXIBLE.search(whole)),
    )  # fmt: skip


@lru_cache(maxsize=256)  # a table says the same in every line
def _place(cell: str, on: date) -> str | None:
    """The division a cell names, such as 昆明市."""
    place = codes.meaning("divisions", cell, on)
    return place.code if place else None


@lru_cache(maxsize=256)
def _kind(cell: str, on: date) -> str | None:
    """The kind of insurance a cell names, such as 企业职工基本养老保险 or 医保."""
    named = (
        entry for entry in codes.entries("insurance_kinds", on) for word in entry.spellings if word in cell
    )
    return next((entry.code for entry in named), None)
