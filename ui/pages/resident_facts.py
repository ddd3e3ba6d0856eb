"""Beside the chart, with a fact in hand: what is on file about it, entry by entry, the latest first."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app import codes, permits
from app.language import _
from app.law import Insurance, first_day_of
from app.law import words as law_words
from app.people import StayCard
from app.resident_files import ResidentFile
from ui import theme
from ui.pages.resident_lanes import PERMIT, SCHOOL, STAYS, InsuredKind
from ui.widgets.button import KeyButton
from ui.widgets.empty import EmptyState
from ui.widgets.panel import Panel, scrolled
from ui.widgets.refill import refill
from ui.widgets.text import Text


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry on file: from when to when, what it is, and a quiet note."""

    when: str
    words: str
    note: str = ""


class FactEntries(Panel):
    """The entries of the fact in hand. ``opened`` asks for the tab they are kept on."""

    opened = Signal()

    def __init__(self) -> None:
        super().__init__()
        inner = QWidget()
        self._lines = QVBoxLayout(inner)
        self._listed = scrolled(inner)
        tab = KeyButton(_("Open the tab"), key="Enter")
        self._none = EmptyState("file", _("Nothing on file"), _("The law does not take it for none."))

        self._lines.setContentsMargins(0, 0, theme.px(8), 0)
        self._lines.setSpacing(theme.px(10))
        buttons = QHBoxLayout()
        buttons.addWidget(tab)
        buttons.addStretch(1)
        self.body.addWidget(self._listed, 1)
        self.body.addWidget(self._none, 1)
        self.body.addLayout(buttons)
        tab.clicked.connect(self.opened)

    def show_entries(self, title: str, entries: tuple[Entry, ...]) -> None:
        """Show what is on file under this title."""
        self.show_title(title, str(len(entries)) if entries else "")
        self._listed.setVisible(bool(entries))
        self._none.setVisible(not entries)
        refill(self._lines, map(_line, entries))
        self._lines.addStretch(1)


def entries_of(file: ResidentFile, key: Hashable, today: date) -> tuple[Entry, ...]:
    """What is on file about the fact of this lane, the latest first."""
    if key == STAYS:
        return tuple(_stay(stay) for stay in file.card.stays)
    if key == PERMIT:
        return tuple(_steps(file))
    if key == SCHOOL:
        return tuple(
            Entry(_from_to(str(one.start), str(one.end) if one.end else ""), _level(one.words))
            for one in reversed(file.timeline.schooling)
        )
    paid = next((paid for paid in file.timeline.insured if key == InsuredKind(paid.kind)), None)
    return tuple(_months(entry, today) for entry in reversed(paid.entries)) if paid else ()


def _stay(stay: StayCard) -> Entry:
    note = _("not registered")
    if stay.registered_on is not None:
        note = _("registered {day}", day=stay.registered_on)
    told = (note, stay.registration_number or "")
    return Entry(
        _from_to(str(stay.arrived_on), str(stay.left_on) if stay.left_on else ""),
        f"{stay.community} {stay.address}", " · ".join(part for part in told if part),
    )  # fmt: skip


def _steps(file: ResidentFile) -> Iterator[Entry]:
    """Every step and endorsement of every permit."""
    for permit in file.permits:
        for step in reversed(permit.steps):
            due = _("for the last day {day}", day=step.due_on) if step.due_on else ""
            told = (permit.number or "", due, step.officer)
            yield Entry(str(step.day), _(permits.STEPS[step.step]), " · ".join(part for part in told if part))


def _months(paid: Insurance, today: date) -> Entry:
    since, until = (_month(month) if isinstance(month, int) else "" for month in (paid.since, paid.until))
    region = codes.division(paid.region, today) if paid.region else ""
    told = (_("Back-paid") if paid.backpaid else "", _("Own account") if paid.flexible else "")
    return Entry(_from_to(since, until), region, " · ".join(part for part in told if part))


def _month(month: int) -> str:
    return f"{date.fromordinal(first_day_of(month)):%Y-%m}"


def _level(level: str) -> str:
    return _(law_words.LEVELS[level]) if level in law_words.LEVELS else level


def _from_to(first: str, last: str) -> str:
    return _("{first} to {last}", first=first, last=last) if last else _("from {day}", day=first)


def _line(entry: Entry) -> QWidget:
    line = QWidget()
    column = QVBoxLayout(line)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.px(2))
    column.addWidget(Text(entry.when, size=theme.NOTE, tone="text2"))
    column.addWidget(Text(entry.words, bold=True, wrap=True))
    if entry.note:
        column.addWidget(Text(entry.note, size=theme.NOTE, tone="text3", wrap=True))
    return line
