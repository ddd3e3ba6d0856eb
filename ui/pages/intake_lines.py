"""The lines of a list as the page shows them: the counters above, the chip, what was typed, the sentence."""

from __future__ import annotations

from collections.abc import Callable

from app import idnumbers
from app.exchange.rehearsal import Rehearsal, Rehearsed
from app.language import N_, _, plural
from ui.pages.wording import covered_phone
from ui.table import Column
from ui.widgets.cells import Status, Words
from ui.widgets.counters import Counter

ALL, WRONG, NOTED, KNOWN = "all", "wrong", "noted", "known"
SHOWS: dict[str, Callable[[Rehearsed], bool]] = {
    ALL: lambda line: True,
    WRONG: lambda line: line.wrong,
    NOTED: lambda line: bool(line.notes) and not line.reasons,
    KNOWN: lambda line: line.on_file,
}
"""The counters, which are filters, and the lines each of them shows."""

TITLES = {
    ALL: N_("All lines"),
    WRONG: N_("To put right"),
    NOTED: N_("With a note"),
    KNOWN: N_("On file already"),
}
ID_DIGITS = 15
"""From how many characters on a cell of the number column is covered as a whole number."""

Part = tuple[str, str, bool] | str


def shown(rehearsal: Rehearsal, which: str) -> tuple[Rehearsed, ...]:
    """The lines a counter stands for."""
    return tuple(line for line in rehearsal.lines if SHOWS[which](line))


def counters(rehearsal: Rehearsal | None) -> tuple[Counter, ...]:
    """The counters of a list; all nought where there is none yet."""
    return tuple(
        Counter(which, _(title), len(shown(rehearsal, which)) if rehearsal else 0)
        for which, title in TITLES.items()
    )


def said(rehearsal: Rehearsal, *, taken: bool) -> tuple[Part, ...]:
    """The sentence of the page: of how many lines what becomes of how many."""
    lines = rehearsal.lines
    told: list[Part] = [plural("{n} line: ", "{n} lines: ", rehearsal.file_lines)]
    if taken:
        kept = sum(line.person_id is not None for line in lines)
        told.append((plural("{n} taken in", "{n} taken in", kept), "ok", True))
    else:
        fit = sum(line.fit for line in lines)
        told.append((plural("{n} can be taken in", "{n} can be taken in", fit), "ok", True))
    wrong = sum(line.wrong for line in lines)
    told += [
        _(", "),
        (plural("{n} to put right", "{n} to put right", wrong), "bad" if wrong else "text2", True),
    ]
    if known := sum(line.on_file for line in lines):
        told += [_(", "), plural("{n} on file already", "{n} on file already", known)]
    told.append(
        plural(", {n} is a heading, total or blank", ", {n} are headings, totals or blank", rehearsal.passed)
    )
    return tuple(told)


def status(line: Rehearsed) -> Status:
    """What becomes of a line, or became of it."""
    if line.person_id is not None:
        return Status(_("Taken in"), "ok")
    if line.on_file:
        return Status(_("On file"), "mute")
    if line.wrong:
        return Status(_("Put right"), "bad")
    return Status(_("Noted"), "warn") if line.notes else Status(_("Fit"), "ok")


def sentence(line: Rehearsed) -> Words:
    """The first thing to say about a line."""
    told = (*line.reasons, *line.notes)
    more = _("and {n} more", n=len(told) - 1) if len(told) > 1 else ""
    return Words(told[0], more, tone="text" if line.wrong else "text2") if told else Words("")


def columns(rehearsal: Callable[[], Rehearsal]) -> tuple[Column[Rehearsed], ...]:
    """The columns of the list; numbers are covered here and whole beside it."""
    return (
        Column(N_("Line"), lambda line: line.number, width=56, right=True),
        Column(
            N_("Name"), lambda line: rehearsal().typed(line, "name"), lambda name: Words(name, bold=True), 132
        ),
        Column(N_("As typed"), lambda line: _covered(rehearsal(), line)),
        Column(N_("Result"), lambda line: line, status, width=104),
        Column(N_("What there is to say"), lambda line: line, sentence),
    )


def _covered(rehearsal: Rehearsal, line: Rehearsed) -> str:
    """The cells of a line after the name, the number and the phone covered."""
    told = []
    for column, cell in zip(rehearsal.columns, line.cells, strict=False):
        cell = " ".join(cell.split())
        if column == "id_number" and len(cell) >= ID_DIGITS:
            cell = idnumbers.masked(cell)
        elif column == "phone":
            cell = covered_phone(cell)
        if cell and column != "name":
            told.append(cell)
    return " · ".join(told)
