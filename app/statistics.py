"""Statistics (统计): how many live here, came, left and hold a permit, in some months and of whom one asks.

Every number is counted on the ``roll``, and opens to those it counts. The parts of a figure add up to it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app import idnumbers, listing, people
from app.desk import Desk
from app.law import Period, calendar
from app.listing import Listing
from app.roll import (
    ARRIVED,
    DUE,
    HOLDING,
    IN_TIME,
    LEFT,
    LIVING,
    TO_REGISTER,
    Of,
    Roll,
    after,
    years_before,
)
from db.records import Dwelling, Identifier, Permit, Person, Stay

BANDS = ((0, 5), (6, 14), (15, 24), (25, 34), (35, 44), (45, 54), (55, 64), (65, None))
"""Ages in full years, first and last, the last open."""
MEN, WOMEN = "1", "2"
MONTHS_AHEAD, MONTHS_AT_MOST = 6, 36
A_DAY, A_WEEK, A_MONTH = timedelta(1), timedelta(7), timedelta(30)
IN_TIME_TARGET, HOLDING_TARGET = "target.registered_in_time", "target.holding"


@dataclass(frozen=True, slots=True)
class Months:
    """Some months in a row, each by its first day; both are included."""

    first: date
    last: date

    def firsts(self) -> tuple[date, ...]:
        """All of them in order."""
        found = [self.first]
        while found[-1] < self.last:
            found.append(after(found[-1]))
        return tuple(found)


class Targets(NamedTuple):
    """Which share of those who must is to register in time, and which of those here to hold a permit.

    They are the office's own, from its pack; None where it sets none.
    """

    in_time: float | None = None
    holding: float | None = None


@dataclass(frozen=True, slots=True)
class Band:
    """One band of ages."""

    ages: tuple[int, int | None]
    men: int
    women: int


@dataclass(frozen=True, slots=True)
class Month:
    """Arrivals of one month by its first day, beside those of the same month a year before."""

    first: date
    count: int
    year_before: int


@dataclass(frozen=True, slots=True)
class Community:
    """One community: how many live there, came in the last of the months, were to register, did in time, …"""

    name: str
    by_month: tuple[int, ...]
    people: int
    arrived: int
    to_register: int
    in_time: int
    holding: int
    due: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """Everything the page shows: of whom and of which months (``of``), as they stood at a moment.

    What is told of one month is told of the last of them, beside the one before up to the same day, and of
    those who live here as of its last day, beside the day a year earlier. What falls due is told from today.
    """

    at: datetime
    today: date
    of: Of
    months: Months
    targets: Targets
    people: int
    a_year_ago: int
    arrived: int
    arrived_before: int
    left: int
    left_before: int
    due_this_week: int
    bands: tuple[Band, ...]
    arrivals: tuple[Month, ...]
    communities: tuple[Community, ...]
    dues: tuple[tuple[date, int], ...]

    @property
    def day(self) -> date:
        """The last day of the months, or today where that is still to come."""
        return _until(self.months, self.today)

    @property
    def month_is_over(self) -> bool:
        """Whether the last of the months has all its days."""
        return self.day == _last_day(self.months.last)

    def total(self, part: str) -> int:
        """The sum of a column over all communities."""
        return sum(getattr(community, part) for community in self.communities)

    @property
    def unsaid(self) -> int:
        """How many of the people are in no band: their birth or sex is not on file."""
        return self.people - sum(band.men + band.women for band in self.bands)


@dataclass(frozen=True, slots=True)
class Named:
    """One of those a number counts, the ID number masked; ``day`` is the one that made them count."""

    person_id: UUID
    name: str
    sex: str
    age: int | None
    number: str
    address: str
    day: date | None


def this_year(today: date) -> Months:
    """From January to this month."""
    return Months(today.replace(month=1, day=1), today.replace(day=1))


def last_twelve(today: date) -> Months:
    """This month and the eleven before it."""
    return Months(after(today.replace(day=1, year=today.year - 1)), today.replace(day=1))


def last_year(today: date) -> Months:
    """The whole year before this one."""
    return Months(date(today.year - 1, 1, 1), date(today.year - 1, 12, 1))


def targets(desk: Desk) -> Targets:
    """The shares that are in force at the office today."""
    with desk.reading():  # which looks whether a pack was put in force meanwhile
        return Targets(*(_share(desk, name) for name in (IN_TIME_TARGET, HOLDING_TARGET)))


def asked(months: Months, today: date, of: Of) -> Of:
    """Whom to count in some months: the community, reason, ages and here or not of ``of``, and their days."""
    until = _until(months, today)
    return replace(of, what=LIVING, since=months.first, until=until, aged_on=until)


def gather(roll: Roll, months: Months, whom: Of, targets: Targets) -> Statistics:
    """The statistics of some months; ``whom`` may narrow them to a community, a reason or ages."""
    today, of = roll.day, asked(months, roll.day, whom)
    day = _until(months, today)
    this, before = _month_up_to(of, day), _month_up_to(of, _same_day_before(day))
    due = replace(of, what=DUE, since=today)
    return Statistics(
        roll.at, today, of, months, targets,
        people=roll.count(of), a_year_ago=roll.count(a_year_before(of)),
        arrived=roll.count(replace(this, what=ARRIVED)),
        arrived_before=roll.count(replace(before, what=ARRIVED)),
        left=roll.count(replace(this, what=LEFT)), left_before=roll.count(replace(before, what=LEFT)),
        due_this_week=roll.count(replace(due, until=today + A_WEEK - A_DAY)),
        bands=tuple(_bands(roll, of)), arrivals=tuple(_arrivals(roll, of, _drawn(months, today))),
        communities=tuple(_communities(roll, of, this, months)), dues=tuple(_dues(roll, due)),
    )  # fmt: skip


def a_year_before(of: Of) -> Of:
    """The same a year earlier; the ages are those of then."""
    since, until, aged_on = (day and years_before(day, 1) for day in (of.since, of.until, of.aged_on))
    return replace(of, since=since, until=until, aged_on=aged_on)


def named(desk: Desk, roll: Roll, of: Of) -> Listing[Named]:
    """Those whom a number counts: what is due next first, and else who came, left or was due latest."""
    return listing.begin(roll.rows(of), partial(rows, desk, of.what))


def rows(desk: Desk, what: str, wanted: Sequence[int]) -> dict[int, Named]:
    """Some of them, by the rows of the stays that count, or with DUE of the permits."""
    row, day = Permit.row if what == DUE else Stay.row, _DAY.get(what, Stay.arrived_on)
    asked = select(row.label("number"), *_NAMED, day.label("day")).select_from(Stay)
    if what == DUE:
        asked = asked.join(Permit, Permit.stay_id == Stay.id)
    return _listed(desk, _with_whom(asked).where(row.in_(wanted)))


def living(desk: Desk, wanted: Sequence[int]) -> dict[int, Named]:
    """Those of some persons who live here, by the rows of the persons."""
    today = desk.today()
    asked = select(Person.row.label("number"), *_NAMED, Stay.arrived_on.label("day")).select_from(Stay)
    here = (Stay.arrived_on <= today) & or_(Stay.left_on.is_(None), Stay.left_on > today)
    return _listed(desk, _with_whom(asked).where(here, Person.row.in_(wanted)))


# -- who they are ----------------------------------------------------------------------------------

_NAMED = (Person.id, Person.name, Person.sex, Person.born_on, Dwelling.community, Dwelling.address)
_DAY: dict[str, InstrumentedAttribute[date | None] | InstrumentedAttribute[date]] = {
    LEFT: Stay.left_on, TO_REGISTER: Stay.register_by, IN_TIME: Stay.register_by, DUE: Permit.endorse_by,
}  # fmt: skip


def _with_whom(asked: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return asked.join(Person, Person.id == Stay.person_id).join(Dwelling, Dwelling.id == Stay.dwelling_id)


def _listed(desk: Desk, asked: Select[*tuple[Any, ...]]) -> dict[int, Named]:
    with desk.reading() as session:
        rows = session.execute(asked).all()
        numbers = _numbers(session, [row.id for row in rows])
    return {
        row.number: Named(
            row.id, row.name, row.sex, people.age(row.born_on, desk.today()),
            idnumbers.masked(numbers.get(row.id, "")),
            people.in_one_line(row.community, row.address), row.day,
        )
        for row in rows
    }  # fmt: skip


def _numbers(session: Session, who: list[UUID]) -> dict[UUID, str]:
    """A number each, the latest entered."""
    rows = session.execute(
        select(Identifier.person_id, Identifier.number)
        .where(Identifier.person_id.in_(who))
        .order_by(Identifier.row)
    )
    return {row.person_id: row.number for row in rows}


# -- the figures -----------------------------------------------------------------------------------


def _bands(roll: Roll, of: Of) -> Iterator[Band]:
    """The people by ages, the oldest first; where one band is asked about, the others have nobody."""
    for ages in reversed(BANDS):
        if of.ages in (None, ages):
            men, women = (roll.count(replace(of, ages=ages, sex=sex)) for sex in (MEN, WOMEN))
            yield Band(ages, men, women)
        else:
            yield Band(ages, 0, 0)


def _arrivals(roll: Roll, of: Of, firsts: Sequence[date]) -> Iterator[Month]:
    """The arrivals of some months beside those a year before."""
    came = replace(of, what=ARRIVED, since=None)
    then = replace(a_year_before(of), what=ARRIVED, since=None, until=None)
    counted = roll.by_month(came, firsts)
    a_year_ago = roll.by_month(then, [years_before(first, 1) for first in firsts])
    for first, now, before in zip(firsts, counted, a_year_ago, strict=True):
        yield Month(first, now.total(), before.total())


def _communities(roll: Roll, of: Of, month: Of, months: Months) -> Iterator[Community]:
    """Every community that has anything to count, the fullest first."""
    parts = [
        roll.by_community(one)
        for one in (
            of, replace(month, what=ARRIVED), replace(of, what=TO_REGISTER), replace(of, what=IN_TIME),
            replace(of, what=HOLDING), replace(of, what=DUE, since=roll.day, until=roll.day + A_MONTH),
        )
    ]  # fmt: skip
    came = roll.by_month(replace(of, what=ARRIVED), months.firsts())
    counted: Counter[str] = sum((*parts, *came), Counter())
    for name in sorted(counted, key=lambda name: (-parts[0][name], name)):
        yield Community(name, tuple(month[name] for month in came), *(part[name] for part in parts))


def _dues(roll: Roll, due: Of) -> Iterator[tuple[date, int]]:
    """The endorsements due in each of the months to come, of this one from today on."""
    firsts = _in_a_row(roll.day.replace(day=1), MONTHS_AHEAD)
    for first, counted in zip(firsts, roll.by_month(replace(due, until=None), firsts), strict=True):
        yield first, counted.total()


def _drawn(months: Months, today: date) -> tuple[date, ...]:
    """The months that are shown: of the year under way all, for last year's arrivals are known already."""
    if months == this_year(today):
        return _in_a_row(months.first, 12)
    return months.firsts()


def _in_a_row(first: date, count: int) -> tuple[date, ...]:
    return tuple(calendar.after(first, Period(months, "month")) for months in range(count))


def _month_up_to(of: Of, day: date) -> Of:
    """A month from its first day up to a day."""
    return replace(of, since=day.replace(day=1), until=day)


def _same_day_before(day: date) -> date:
    """The day in the month before up to which it may be compared: its last where the month is over."""
    before = day.replace(day=1) - A_DAY
    over = day == _last_day(day.replace(day=1))
    return before if over else before.replace(day=min(day.day, before.day))


def _until(months: Months, today: date) -> date:
    return min(_last_day(months.last), today)


def _last_day(first: date) -> date:
    return after(first) - A_DAY


def _share(desk: Desk, name: str) -> float | None:
    """A share the law of the place sets as "95%"; it must not be told where nobody has set it."""
    found = desk.law.in_force(name, desk.today().toordinal())
    return int(found.edition.written.removesuffix("%")) / 100 if found else None
