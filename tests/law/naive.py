"""The residence clock as a clerk with a calendar on the wall would keep it: day by day, with plain dates.

Written apart from the program, from engine.md section 5, so that the two can disagree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

A_DAY = timedelta(1)


def years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


@dataclass
class Place:
    """What the place says of a late endorsement; days, or None for never."""

    grace: int = 0
    reset_after: int | None = None
    cancel_after_years: int | None = None
    anchor: str = "endorsement"
    gap: int = 0


@dataclass
class Shown:
    """What the clocks show on one day."""

    total: int
    run: int
    valid: bool
    counted: bool
    permit_total: int
    permit_run: int


def present_days(stays: list[tuple[date, date]], gap: int) -> set[date]:
    days: set[date] = set()
    last_left = None
    for start, left in sorted(stays):
        if last_left is not None and last_left < start <= last_left + (gap + 1) * A_DAY:
            days |= {last_left + n * A_DAY for n in range((start - last_left).days)}
        days |= {start + n * A_DAY for n in range((left - start).days)}
        last_left = left if last_left is None else max(last_left, left)
    return days


def cancelled_on(suspended: date, place: Place) -> date | None:
    return None if place.cancel_after_years is None else years_later(suspended, place.cancel_after_years)


def simulate(
    stays: list[tuple[date, date]],
    issued: date | None,
    endorsed: list[date],
    place: Place,
    first: date,
    last: date,
    steps: Sequence[tuple[date, str]] = (),
) -> dict[date, Shown]:
    """Every day from the first to the last: what the clocks show, and whether the permit can be used.

    ``steps`` are the days, in order, on which the permit was "lost" and on which it was "found".
    """
    present = present_days(stays, place.gap)
    steps_left, lost = list(steps), False
    endorsements = sorted(day for day in endorsed if issued and day >= issued)
    held, anchor, due = False, issued, issued and years_later(issued, 1)
    made_since = issued
    suspended: date | None = None
    cure: date | None = None
    total = run = permit_total = permit_run = 0
    shown: dict[date, Shown] = {}
    day = first
    while day <= last:
        while steps_left and steps_left[0][0] == day:
            lost = steps_left.pop(0)[1] == "lost"
        if issued == day:
            held = True
        if held and suspended and day == cancelled_on(suspended, place):
            held, suspended, total, run, permit_total, permit_run = False, None, 0, 0, 0, 0
        if held and suspended and cure == day:
            assert anchor
            assert due
            forgiven = (day - suspended).days <= place.grace
            if not forgiven:
                run = 0
                if place.reset_after is not None and (day - suspended).days > place.reset_after:
                    total = permit_total = 0
            if not forgiven and place.anchor == "endorsement":
                anchor, due = day, years_later(day, 1)
            else:
                years = 1
                while years_later(anchor, years) <= day:
                    years += 1
                due = years_later(anchor, years)
            made_since, suspended, cure = day + A_DAY, None, None
        if held and not suspended and day == due:
            assert made_since
            assert anchor
            if any(made_since <= made < day for made in endorsements):
                made_since = day
                due = years_later(anchor, day.year - anchor.year + 1)
            else:
                later = [made for made in endorsements if made >= day]
                cure = later[0] if later else None
                if cure == day:
                    made_since, cure = day + A_DAY, None
                    due = years_later(anchor, day.year - anchor.year + 1)
                else:
                    suspended = day
        lapsed = held and suspended is not None
        over = cancelled_on(suspended, place) if lapsed and suspended else None
        gone = over is not None and (cure is None or cure >= over)
        forgiven_later = (
            lapsed and not gone and cure is not None and suspended is not None
            and (cure - suspended).days <= place.grace
        )  # fmt: skip
        counts = not lapsed or forgiven_later
        counted, in_hand = day in present and counts, held and not lost and counts
        run, permit_run = run if counted else 0, permit_run if in_hand else 0
        valid = held and not lost and not lapsed
        shown[day] = Shown(total, run, valid, counted, permit_total, permit_run)
        total, run = total + counted, run + counted
        permit_total, permit_run = permit_total + in_hand, permit_run + in_hand
        day += A_DAY
    return shown
