"""How a duty reads in the queue of 今日: its matter, its deadline, its next step, its group by deadline."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from app import today
from app.language import N_, _, plural
from app.listing import Listing
from app.today import Duty
from ui import theme
from ui.pages.wording import sex_and_age, short_day, weekday
from ui.table import Column, Heading
from ui.widgets.cells import (
    FIRST,
    Deadline,
    NextStep,
    Words,
    days_left,
    room_for,
    step_width,
    working_days_left,
)

ID_NUMBER = 2
"""The column a narrow queue does without beside the preview."""

METER_WITH_NOTE = 8
"""The most cells of a meter beside which a note still has room."""


@dataclass(frozen=True, slots=True)
class Matter:
    """How one kind of duty is called: matter and icon, the counter long and short, and the next step."""

    words: str
    icon: str
    counter: str
    short: str
    step: str
    due_today: str


MATTERS = {
    today.REGISTER: Matter(
        N_("Register"), "register", N_("Full term, to register"), N_("To register"), N_("Register now"),
        N_("Full term today"),
    ),
    today.REVIEW: Matter(
        N_("Review"), "review", N_("To review"), N_("To review"), N_("Review"), N_("To decide today")
    ),
    today.PRINT: Matter(
        N_("Card"), "card", N_("To print"), N_("To print"), N_("Print"), N_("To issue today")
    ),
    today.HAND_OUT: Matter(
        N_("Collect"), "collect", N_("To hand out"), N_("To hand out"), N_("Hand out"), N_("To issue today")
    ),
    today.ENDORSE: Matter(
        N_("Endorse"), "endorse", N_("To endorse within 30 days"), N_("To endorse"), N_("Endorse"),
        N_("Last day today"),
    ),
    today.REPORT: Matter(
        N_("Report"), "register", N_("To report"), N_("To report"), N_("Register now"),
        N_("Report due today"),
    ),
}  # fmt: skip


def columns(today: Callable[[], date]) -> tuple[Column[Duty], ...]:
    """The columns of the queue, the time left as of the day it is when they are shown."""
    return (
        Column[Duty](
            N_("Matter"),
            lambda duty: Words(_(MATTERS[duty.kind].words), icon=MATTERS[duty.kind].icon),
            width=room_for(*(Words(_(each.words), icon=each.icon) for each in MATTERS.values())) + FIRST,
        ),
        Column[Duty](
            N_("Name"), lambda duty: Words(duty.name, sex_and_age(duty.sex, duty.age), bold=True), width=107
        ),
        Column[Duty](N_("ID number"), lambda duty: Words(duty.id_number, mono=True), width=144),
        Column[Duty](N_("Address"), lambda duty: Words(duty.address, cut_inside=True)),
        Column[Duty](N_("Deadline"), lambda duty: deadline(duty, today()), width=210),
        Column[Duty](
            N_("Next step"), lambda duty: NextStep(_(MATTERS[duty.kind].step)), width=_steps_width()
        ),
    )


def _steps_width() -> int:
    """Room for the longest button of a next step, so that an address has all the rest."""
    longest = max(step_width(NextStep(_(matter.step))) for matter in MATTERS.values())
    return round(longest / theme.px(100) * 100) + 12


def deadline(duty: Duty, on: date) -> Deadline:
    """The time left in words, with the meter where the law counts working days."""
    note = _note(duty, on)
    if duty.due_on is None or duty.days_left is None:
        return Deadline(_("Waits for proofs"), "text2", note)
    if duty.working_days is not None:
        left = duty.days_left if duty.working_days_left is None else duty.working_days_left
        roomy = duty.working_days <= METER_WITH_NOTE
        return working_days_left(left, note=note if roomy else "", total=duty.working_days)
    if duty.days_left == 0:
        return Deadline(_(MATTERS[duty.kind].due_today), "warn", note)
    return days_left(duty.days_left, note=note)


def headings(listing: Listing[Duty], on: date) -> tuple[tuple[Heading, int], ...]:
    """What stands over each part of the queue, and how many there are: overdue, due today, and so on."""
    sunday = on + timedelta(days=6 - on.weekday())
    until = _("until {day} {weekday}", day=short_day(sunday, on), weekday=weekday(sunday))
    counts = dict(listing.parts)
    shown = {
        today.OVERDUE: Heading(_("Overdue {n}", n=counts[today.OVERDUE]), _("do these first"), "bad"),
        today.TODAY: Heading(_("Due today {n}", n=counts[today.TODAY]), tone="warn"),
        today.THIS_WEEK: Heading(_("This week {n}", n=counts[today.THIS_WEEK]), until),
        today.LATER: Heading(_("Later {n}", n=counts[today.LATER])),
        today.WAITING: Heading(
            _("Waiting for proofs {n}", n=counts[today.WAITING]), _("the time begins when all is there")
        ),
        today.LAPSED: Heading(
            _("Endorsement long overdue {n}", n=counts[today.LAPSED]), _("the permit's use is suspended")
        ),
    }
    return tuple((shown[part], count) for part, count in listing.parts)


def _note(duty: Duty, on: date) -> str:
    """The day behind the deadline: when the term is full, since when it runs, or where it ends."""
    if duty.kind == today.REGISTER and duty.due_on is not None:
        if duty.due_on == on:
            return _("arrived {day}", day=short_day(duty.since, on))
        term = (duty.due_on - duty.since).days
        return plural("{day} day {n}", "{day} day {n}", term, day=short_day(duty.due_on, on))
    if duty.kind == today.REPORT:
        return _("arrived {day}", day=short_day(duty.since, on))
    if duty.kind == today.ENDORSE and duty.due_on is not None:
        return _("due {day}", day=short_day(duty.due_on, on))
    if duty.due_on is None:
        return _("applied {day}", day=short_day(duty.since, on))
    since = _("since {day}", day=short_day(duty.since, on))
    return _("{note}, provisional", note=since) if duty.provisional else since
