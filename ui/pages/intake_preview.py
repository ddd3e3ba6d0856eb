"""The line in hand of a list: what was typed, what is entered for it, and everything there is to say."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app import codes, idnumbers
from app.exchange.arrival_line import Arrival
from app.exchange.rehearsal import Rehearsal, Rehearsed
from app.language import _
from ui import theme
from ui.pages.intake_lines import status
from ui.widgets.chip import Chip
from ui.widgets.panel import Panel, scrolled
from ui.widgets.refill import refill
from ui.widgets.text import Text, hairline

Entered = Callable[[Arrival, date], str]
Line = tuple[str, str, str]
"""A heading, what was typed below it, and what is entered."""


def _coded(table: str, code: str, on: date) -> str:
    return codes.title(table, code, on)


def _number(arrival: Arrival, on: date) -> str:
    if arrival.id_number is None:
        return _("a provisional number")
    return " ".join(idnumbers.groups(arrival.id_number.number))


def _about(arrival: Arrival, on: date) -> str:
    landlord = _("landlord {name}", name=arrival.landlord) if arrival.landlord else ""
    return " · ".join(part for part in (landlord, arrival.employer, arrival.remark) if part)


ENTERED: dict[str, Entered] = {
    "name": lambda arrival, on: arrival.name,
    "id_number": _number,
    "sex": lambda arrival, on: _coded("sexes", arrival.sex, on),
    "phone": lambda arrival, on: arrival.phone,
    "community": lambda arrival, on: arrival.community,
    "address": lambda arrival, on: f"{arrival.community} {arrival.address}".strip(),
    "arrived_on": lambda arrival, on: arrival.arrived_on.isoformat(),
    "purpose": lambda arrival, on: _coded("reasons", arrival.purpose, on),
    "tenure": lambda arrival, on: _coded("tenures", arrival.tenure, on),
    "landlord": lambda arrival, on: arrival.landlord,
    "employer": lambda arrival, on: arrival.employer,
    "remark": lambda arrival, on: arrival.remark,
    "about": _about,
}
"""What each column of a list becomes."""


class LinePreview(Panel):
    """The preview. The numbers are whole here, to be compared with the paper section by section."""

    def __init__(self, today: date) -> None:
        super().__init__(" ")
        self._today = today
        self._chip = Chip()
        self._inner = QWidget()
        self._lines = QVBoxLayout(self._inner)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(theme.px(8))
        self.add_tool(self._chip)
        self.body.addWidget(scrolled(self._inner))

    def show_line(self, rehearsal: Rehearsal, line: Rehearsed) -> None:
        """Show this line of a list."""
        self.show_title(_("Line {number}", number=line.number), rehearsal.typed(line, "name"))
        self._chip.show_status(status(line))
        tone = "text" if line.on_file else "bad"
        reasons = [Text(words, bold=True, tone=tone, wrap=True) for words in line.reasons]
        notes = [Text(words, tone="warn", wrap=True) for words in line.notes]
        table = self._table(tuple(_beside(rehearsal, line, self._today)), line.arrival is not None)
        refill(self._lines, (*reasons, *notes, *([hairline()] if reasons or notes else []), table))
        self._lines.addStretch(1)

    def _table(self, lines: tuple[Line, ...], readable: bool) -> QWidget:
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(12))
        grid.setVerticalSpacing(theme.px(6))
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1 if readable else 0)
        grid.addWidget(Text(_("As typed"), size=theme.NOTE, tone="text3"), 0, 1)
        if readable:
            grid.addWidget(Text(_("As entered"), size=theme.NOTE, tone="text3"), 0, 2)
        for at, (heading, typed, entered) in enumerate(lines, start=1):
            cells = (
                Text(heading, size=theme.NOTE, tone="text2"),
                Text(typed, wrap=True),
                _entered(typed, entered),
            )
            for column, cell in enumerate(cells[: 3 if readable else 2]):
                grid.addWidget(cell, at, column, Qt.AlignmentFlag.AlignTop)
        return table


def _entered(typed: str, entered: str) -> Text:
    """What is entered, in blue where it is not simply what was typed, like what the form fills in."""
    return Text(entered or "—", tone="text" if _plain(typed) == _plain(entered) else "accent", wrap=True)


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _beside(rehearsal: Rehearsal, line: Rehearsed, on: date) -> Iterator[Line]:
    """Every cell under its heading, and what the list tells beyond its cells."""
    arrival = line.arrival
    for heading, column, cell in zip(rehearsal.headings, rehearsal.columns, line.cells, strict=False):
        entered = ENTERED[column](arrival, on) if arrival and column else ""
        if cell.strip() or entered:
            yield heading, " ".join(cell.split()), entered
    if arrival is None:
        return
    if arrival.remark and not {"remark", "about"} & set(rehearsal.columns):
        yield _("Remark"), "", arrival.remark
    if arrival.left_on is not None:
        yield _("Earlier stay ended"), "", arrival.left_on.isoformat()
