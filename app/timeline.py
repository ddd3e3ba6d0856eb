"""A resident's life here as days: what is on file, and for each service when it was, is and will be open.

It is the law's own sets of days, cut into the stretches a chart draws; nothing is counted here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from app.law import Answer, Case, Hearing, Outlook, first_day_of
from app.law.answers import Reason
from app.law.calendar import END, FIRST
from app.law.days import Days
from app.law.insurance import KINDS
from app.law.residents import Insurance

CLOCKED = ("at_least", "under")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days from ``start`` up to, not including, ``end``; None where no end is in sight."""

    start: date
    end: date | None


@dataclass(frozen=True, slots=True)
class Spell(Stretch):
    """A stretch of something on file, in the words it was entered in."""

    words: str = ""


@dataclass(frozen=True, slots=True)
class Insured:
    """One kind of insurance: the ``months`` on file in stretches, and the ``entries`` they were typed in."""

    kind: str
    months: tuple[Stretch, ...]
    entries: tuple[Insurance, ...]


@dataclass(frozen=True, slots=True)
class ServiceDays:
    """One service: the days it is open by what is on file, by outlook, and those it cannot be said of.

    ``expected`` are days that rest on something still to come: an endorsement, months not yet paid.
    ``counted_from`` is the day from which the condition that is met last is counted.
    """

    answer: Answer
    open: tuple[Stretch, ...]
    expected: tuple[Stretch, ...]
    unsure: tuple[Stretch, ...]
    counted_from: date | None


@dataclass(frozen=True, slots=True)
class Timeline:
    """What the chart shows; ``permit`` is cut at each endorsement, ``suspended`` are its days out of use.

    ``endorsable`` says whether an endorsement may be made now; ``insured`` has one entry a kind on file.
    """

    stays: tuple[Spell, ...]
    permit: tuple[Stretch, ...]
    suspended: tuple[Stretch, ...]
    endorsable: bool
    insured: tuple[Insured, ...]
    schooling: tuple[Spell, ...]
    services: tuple[ServiceDays, ...]


def timeline(case: Case, hearing: Hearing, services: Iterable[Outlook], day: date) -> Timeline:
    """The resident's days, as of ``day``, by the law that hears the case."""
    person = case.person
    held = Days.of(
        (permit.issued.toordinal(), permit.cancelled.toordinal() if permit.cancelled else END)
        for permit in person.permits or ()
        if permit.issued
    )
    valid = hearing.days_of("permit_valid").surely
    endorsed = {made for permit in person.permits or () for made in permit.endorsed or ()}
    return Timeline(
        stays=tuple(
            Spell(stay.arrived, stay.left, stay.address or "") for stay in person.stays or () if stay.arrived
        ),
        permit=tuple(_cut(valid, endorsed)),
        suspended=_stretches(held - valid),
        endorsable=hearing.fact("endorsement_open") is True,
        insured=tuple(_insured(person.insurance or ())),
        schooling=tuple(
            Spell(
                school.started, school.ended if isinstance(school.ended, date) else None, school.level or ""
            )
            for school in person.schooling or ()
            if school.started
        ),
        services=tuple(_service(hearing, one.answer, day) for one in services),
    )


def grouped(services: Iterable[ServiceDays]) -> tuple[tuple[ServiceDays, ...], ...]:
    """The services in their order, those together that have the very same days for the very same reasons."""
    groups: list[list[ServiceDays]] = []
    for one in services:
        group = next((group for group in groups if _same(group[0], one)), None)
        if group is None:
            groups.append([one])
        else:
            group.append(one)
    return tuple(map(tuple, groups))


def _same(one: ServiceDays, other: ServiceDays) -> bool:
    days, others = ((each.open, each.expected, each.unsure) for each in (one, other))
    return days == others and one.answer.reasons == other.answer.reasons


def _service(hearing: Hearing, answer: Answer, day: date) -> ServiceDays:
    on_file, ahead = hearing.days_on_file(answer.rule), hearing.days_to_come(answer.rule)
    today = day.toordinal()
    now = on_file.surely.stretch_at(today)
    opened = on_file.surely.within(FIRST, now[1] if now else today)
    expected = ahead.surely.within(today, END) - opened
    unsure = (ahead.possibly - ahead.surely).within(today, END)
    return ServiceDays(
        answer, _stretches(opened), _stretches(expected), _stretches(unsure), _counted_from(answer.reasons)
    )


def _counted_from(reasons: Reason) -> date | None:
    """The day from which that is counted which is, or was, met last of all that is asked together."""
    clocks = [part for part in _together(reasons) if part.start is not None and part.test in CLOCKED]
    last = max(clocks, key=lambda part: part.first_day or date.max, default=None)
    return last.start if last else None


def _together(reasons: Reason) -> Iterator[Reason]:
    """The conditions that all have to hold."""
    if reasons.kind == "all":
        for part in reasons.parts:
            yield from _together(part)
    else:
        yield reasons


def _insured(insurance: Iterable[Insurance]) -> Iterator[Insured]:
    """The insurance on file, kind by kind."""
    entries = sorted(insurance, key=lambda paid: paid.since or 0)
    for kind in KINDS:
        of_kind = tuple(paid for paid in entries if paid.kind == kind)
        if of_kind:
            yield Insured(kind, _stretches(Days.of(map(_months, of_kind))), of_kind)


def _months(paid: Insurance) -> tuple[int, int]:
    """The days of the months that are paid for sure."""
    if paid.since is None:
        return END, END
    if paid.until is None:
        return first_day_of(paid.since), END
    return first_day_of(paid.since), first_day_of(
        (paid.until if isinstance(paid.until, int) else paid.since) + 1
    )


def _cut(days: Days, at: Iterable[date]) -> Iterator[Stretch]:
    """The stretches, each cut on those of the days that lie within."""
    edges = sorted(day.toordinal() for day in at)
    for start, end in days.stretches:
        cuts = [start, *(edge for edge in edges if start < edge < end), end]
        yield from (_stretch(one, other) for one, other in pairwise(cuts))


def _stretches(days: Days) -> tuple[Stretch, ...]:
    return tuple(_stretch(start, end) for start, end in days.stretches)


def _stretch(start: int, end: int) -> Stretch:
    return Stretch(date.fromordinal(start), date.fromordinal(end) if end < END else None)
