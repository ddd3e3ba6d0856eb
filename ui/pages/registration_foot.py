"""What stands below the form: when the draft was kept and what is missing; and the sentence above it."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.language import _, plural
from app.law import Answer
from app.prospects import Prospect
from app.reporting import is_unverified, last_day
from ui import theme
from ui.pages.listing import listed
from ui.pages.wording import short_day
from ui.widgets.text import KeyHint, Picture, Text

NAMED = 2
"""How many missing fields are named; the key leads through all of them."""

Part = tuple[str, str, bool]


class Foot(QWidget):
    """The draft's time, by the ``shared`` database or this machine's own, and what is still missing."""

    def __init__(self, *, shared: bool) -> None:
        super().__init__()
        self._shared = shared
        self._disk, self._kept = Picture("save", tone="ok"), Text(tone="text2")
        self._missing, self._what = Text(), Text(tone="accent")
        self._jump = KeyHint("F8", _("go there"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(6))
        for part in (self._disk, self._kept, self._missing, self._what, self._jump):
            row.addWidget(part)
        row.addStretch(1)
        self.show_kept(None)

    def show_kept(self, at: datetime | None, *, beside: bool = False) -> None:
        """Show when the draft was last safe on disk, ``beside`` another's; None where there is none yet."""
        self._disk.setVisible(at is not None)
        self._kept.setVisible(at is not None)
        if at is not None:
            time = at.astimezone().strftime("%H:%M:%S")
            here, there = _("Draft kept {time}", time=time), _("Draft kept on the server {time}", time=time)
            kept = there if self._shared else here
            also = _(", beside that of another officer") if beside else ""
            self._kept.setText(kept + also + "  ")

    def show_missing(self, named: str, count: int) -> None:
        """Show what is missing, the first fields by name."""
        words = (
            plural("{n} entry missing:", "{n} entries missing:", count) if count else _("Nothing is missing")
        )
        self._missing.show_words(words, "text" if count else "ok")
        self._what.setText(named)
        self._what.setVisible(bool(count))
        self._jump.setVisible(bool(count))


def in_short(names: tuple[str, ...]) -> str:
    """The first two names, and that there are more."""
    named = listed(names[:NAMED])
    return _("{names} and more", names=named) if len(names) > NAMED else named


def prospect_parts(prospect: Prospect, today: date) -> tuple[Part, ...]:
    """What the arrival means, as the parts of a sentence: the last days, and when a permit opens."""
    parts = (*_report(prospect.report, today), _due(prospect))
    if prospect.permit_from is None:
        return parts
    before, day, after = _("permit from {day}").partition("{day}")
    written = prospect.permit_from.isoformat() if day else ""
    return (*parts, (" · " + before, "text2", False), (written, "text", True), (after, "text2", False))


def _report(owed: Answer | None, today: date) -> tuple[Part, ...]:
    """The place's own last day for the report, where the law there says one."""
    if owed is None or (last := last_day(owed)) is None:
        return ()
    left = (last - today).days
    words = _("report by {day}", day=short_day(last, today))
    if left < 0:
        words = plural("the report is {n} day late", "the report is {n} days late", -left)
    if is_unverified(owed):
        words = _("{words} (unverified)", words=words)
    return (words, "bad" if left < 0 else "warn", True), (" · ", "text2", False)


def _due(prospect: Prospect) -> Part:
    full = prospect.days_here + prospect.days_left
    if prospect.days_left == 0:
        return (_("{n} days are full today", n=full), "warn", True)
    if prospect.days_left < 0:
        words = plural(
            "{days} days were full {n} day ago",
            "{days} days were full {n} days ago",
            -prospect.days_left,
            days=full,
        )
        return (words, "bad", True)
    words = plural(
        "{days} days full in {n} day", "{days} days full in {n} days", prospect.days_left, days=full
    )
    return (words, "text2", False)
