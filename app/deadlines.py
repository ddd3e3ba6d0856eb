"""The time to issue a permit (制发期限): begun by acceptance, stopped while papers are asked for, extended.

It is read from the steps that were taken, so that whatever is taken back is out of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from app.law import Law, Period, calendar

WITHIN, AT_MOST, SUPPLEMENT = "permit.issue_within", "permit.issue_within_at_most", "permit.supplement"
ACCEPT, SEND_BACK, EXTEND = "accept", "send_back", "extend"


@dataclass(frozen=True, slots=True)
class Timed:
    """A step as the clock sees it: which, on what day, and for an extension until when."""

    step: str
    day: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """The time of one application: the day it counts from, its last day, and the latest it may be moved to.

    ``stopped_on`` is the day since which papers are waited for; while it stands no day is the last.
    """

    accepted_on: date
    issue_by: date
    at_most: date
    stopped_on: date | None = None


def clock(law: Law, taken: Iterable[Timed]) -> Clock | None:
    """How the time stands after these steps; None before acceptance.

    The limits are those of the law of the day of acceptance (art. 9); whether the time stops,
    begins again or runs on while papers are asked for is the place's to say.
    """
    running: Clock | None = None
    for step in taken:
        if step.step == ACCEPT:
            running = _begun(law, step.day) if running is None else _gone_on(law, running, step.day)
        elif running is not None and step.step == SEND_BACK and running.stopped_on is None:
            running = replace(running, stopped_on=step.day)
        elif running is not None and step.step == EXTEND and step.until is not None:
            running = replace(running, issue_by=step.until)
    return running


def _begun(law: Law, day: date) -> Clock:
    within, at_most = law.value(WITHIN, day), law.value(AT_MOST, day)
    return Clock(day, within.deadline(day).day, at_most.deadline(day).day)


def _gone_on(law: Law, before: Clock, day: date) -> Clock:
    """The clock once what was asked for is there."""
    manner = law.value(SUPPLEMENT, before.accepted_on).amount
    if manner == "restarts":
        return _begun(law, day)
    if manner == "runs_on" or before.stopped_on is None:
        return replace(before, stopped_on=None)
    unit, stopped = law.value(WITHIN, before.accepted_on).unit, before.stopped_on
    longest = law.value(AT_MOST, before.accepted_on).unit
    return Clock(
        before.accepted_on, _later(before.issue_by, stopped, day, unit),
        _later(before.at_most, stopped, day, longest),
    )  # fmt: skip


def _later(last: date, stopped: date, day: date, unit: str | None) -> date:
    """A last day moved on by the time between two days, counted as the time itself is."""
    if unit == "working day":
        return calendar.after(last, Period(calendar.working_days_between(stopped, day), "working day"))
    return calendar.after(last, Period((day - stopped).days, "day"))
