"""People drawn at random for property tests: wholly known, and with holes in their files."""

from dataclasses import fields, replace
from datetime import date
from typing import Any, TypeVar

from hypothesis import strategies as st

from app.law import UNKNOWN, Employment, Insurance, Law, Loss, Permit, Resident, Schooling, Stay
from app.law.facts import TENURES
from app.law.residents import month_of

DAYS = st.dates(date(2015, 6, 1), date(2019, 12, 31))
Entry = TypeVar("Entry", Stay, Permit, Insurance, Employment, Schooling)
PLACES = st.sampled_from(["530302", "530381", "530102", "130602", "130606"])
YES_NO = st.booleans()


@st.composite
def spans(draw: st.DrawFn) -> list[tuple[date, date | None]]:
    """A few stretches one after the other, the last perhaps open."""
    edges: list[date | None] = [*sorted(draw(st.lists(DAYS, max_size=6, unique=True)))]
    if len(edges) % 2:
        edges.append(None)
    return [(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if start]


@st.composite
def losses(draw: st.DrawFn) -> tuple[Loss, ...]:
    """Mostly none; else some in whatever order, perhaps overlapping or on days without the permit."""
    days = draw(st.lists(st.tuples(DAYS, st.none() | DAYS), max_size=3)) if draw(YES_NO) else []
    return tuple(Loss(lost, replaced) for lost, replaced in days)


@st.composite
def people(draw: st.DrawFn) -> Resident:
    """Someone about whom everything is on file."""
    stays = tuple(
        Stay(
            draw(PLACES),
            start,
            draw(st.sampled_from([start, None])),
            left,
            draw(st.sampled_from(TENURES)),
            "A",
        )
        for start, left in draw(spans())
    )
    first = stays[0].arrived if stays else None
    issue_days = draw(st.sets(st.dates(first, date(2019, 12, 31)), max_size=2)) if first else ()
    permits = tuple(
        Permit(issued, tuple(draw(st.lists(DAYS, max_size=3))), losses=draw(losses()))
        for issued in issue_days
    )
    months = st.integers(month_of(2015, 6), month_of(2019, 12))
    return Resident(
        born=draw(st.dates(date(1950, 1, 1), date(2015, 1, 1))),
        sex="female",
        household_division=draw(PLACES),
        stays=stays,
        permits=permits,
        employment=tuple(Employment(start, end) for start, end in draw(spans())),
        insurance=tuple(
            Insurance("pension", first, first + draw(st.integers(0, 30)), "53", draw(YES_NO), draw(YES_NO))
            for first in draw(st.lists(months, max_size=3))
        ),
        schooling=tuple(Schooling("senior", start, end) for start, end in draw(spans())),
        education="college",
        skill_grade="senior",
        statements={"lawful_dwelling": draw(YES_NO), "on_a_hosts_list": draw(YES_NO)},
    )


@st.composite
def half_known(draw: st.DrawFn) -> tuple[Resident, Resident]:
    """Someone wholly known, and the same with some entries, or parts of entries, not on file."""
    known = draw(people())
    blurred = replace(
        known,
        stays=tuple(
            _blur(draw, stay, "division", "arrived", "registered", "tenure") for stay in known.stays or ()
        ),
        permits=tuple(_blur(draw, permit, "issued", "endorsed") for permit in known.permits or ()),
        insurance=tuple(
            _blur(draw, paid, "kind", "backpaid", "flexible", "region") for paid in known.insurance or ()
        ),
        employment=tuple(_blur(draw, job, "started") for job in known.employment or ()),
        schooling=tuple(_blur(draw, school, "level", "started") for school in known.schooling or ()),
    )
    gone = draw(st.sets(st.sampled_from([one.name for one in fields(Resident)]), max_size=3))
    nothing: dict[str, Any] = {name: {} if name == "statements" else None for name in gone}
    return known, replace(blurred, **nothing)


def _blur(draw: st.DrawFn, entry: Entry, *names: str) -> Entry:
    lost = draw(st.sets(st.sampled_from(names), max_size=1)) if draw(st.integers(0, 3)) == 0 else ()
    changed: dict[str, Any] = {name: UNKNOWN if name == "registered" else None for name in lost}
    return replace(entry, **changed)


def plausible(person: Resident, law: Law) -> bool:
    """A permit is issued on residence here: none is older than the first day of it."""
    here = [stay for stay in person.stays or () if (stay.division or "")[:4] == law.office[:4]]
    counted = [stay.registered for stay in here if isinstance(stay.registered, date)]
    first = min(counted, default=date.max)
    return all(permit.issued is None or permit.issued >= first for permit in person.permits or ())
