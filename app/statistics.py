"""Statistics (统计): how many live here, came, left and hold a permit; every number opens to those it counts.

A number and its list are made by one and the same condition, so that they cannot differ. Arrivals and
departures count each time somebody came or left; whoever lives here is counted once, having one open stay.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias, TypeVarTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from app import idnumbers, listing, people
from app.desk import Desk
from app.endorsements import ENDORSABLE
from app.exchange import written_table
from app.language import N_, _
from app.law import Period, calendar
from app.listing import Listing
from app.permits import IN_USE
from app.progress import Progress, Step
from db.columns import in_order
from db.records import Dwelling, Identifier, Permit, Person, Registration, Stay

LIVING, ARRIVED, LEFT, HOLDING, TO_REGISTER, IN_TIME, DUE = (
    "living", "arrived", "left", "holding", "to_register", "in_time", "due",
)  # fmt: skip
BANDS = ((0, 5), (6, 14), (15, 24), (25, 34), (35, 44), (45, 54), (55, 64), (65, None))
"""Ages in full years, first and last, the last open."""
MEN, WOMEN = "1", "2"
MONTHS_AHEAD = 6
COUNTING = N_("Counting")
IN_PARTS_OF = 250_000
Ts = TypeVarTuple("Ts")
Counted: TypeAlias = dict[tuple[Any, ...], int]
A_DAY, A_WEEK, A_MONTH = timedelta(1), timedelta(7), timedelta(30)


@dataclass(frozen=True, slots=True)
class Of:
    """Whom a number counts: what is so of them, on which days, in which community, of which age and sex.

    ``since`` and ``until`` are both included. An empty part of it counts everybody.
    """

    what: str = LIVING
    since: date | None = None
    until: date | None = None
    community: str | None = None
    purpose: str = ""
    sex: str = ""
    ages: tuple[int, int | None] | None = None


@dataclass(frozen=True, slots=True)
class Band:
    """One band of ages of those who live here."""

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
    """One community: how many live there, came this month, had to register this year, did in time, …"""

    name: str
    living: int
    arrived: int
    to_register: int
    in_time: int
    holding: int
    due: int
    by_month: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Statistics:
    """Everything the page shows, as of a day."""

    day: date
    of: Of
    living: int
    a_year_ago: int
    left: int
    left_before: int
    bands: tuple[Band, ...]
    months: tuple[Month, ...]
    communities: tuple[Community, ...]
    dues: tuple[tuple[date, int], ...]
    due_this_week: int

    def total(self, part: str) -> int:
        """The sum of a column over all communities."""
        return sum(getattr(community, part) for community in self.communities)

    @property
    def unsaid(self) -> int:
        """How many who live here are in no band: their birth or sex is not on file."""
        return self.living - sum(band.men + band.women for band in self.bands)


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


def gather(desk: Desk, of: Of, progress: Progress) -> Statistics:
    """The statistics of today; ``of`` may narrow them to a community, a purpose or ages.

    Raises Cancelled when ``progress`` is asked to stop.
    """
    today = desk.today()
    this_month, last_year = today.replace(day=1), date(today.year - 1, 1, 1)
    before = calendar.before(this_month, Period(1, "month"))
    ends = _months_after(this_month, MONTHS_AHEAD) - A_DAY
    asked = (
        (replace(of, what=LIVING), (Dwelling.community,)),
        (replace(of, what=LIVING), (Person.born_on, Person.sex)),
        (replace(of, what=ARRIVED, since=last_year, until=today), (Dwelling.community, Stay.arrived_on)),
        (replace(of, what=LEFT, since=before, until=today), (Stay.left_on,)),
        (_to_register(of, today), (Dwelling.community,)),
        (replace(_to_register(of, today), what=IN_TIME), (Dwelling.community,)),
        (replace(of, what=HOLDING), (Dwelling.community,)),
        (replace(of, what=DUE, since=today, until=ends), (Dwelling.community, Permit.endorse_by)),
    )  # fmt: skip
    counted = []
    with desk.reading() as session:
        for number, (one, by) in enumerate(asked):
            progress.at(Step(COUNTING, number, len(asked)))
            counted.append(_counted(session, one, today, by))
        living, aged, arrived, left, to_register, in_time, holding, dues = counted
        a_year_ago = _count_then(session, of, _years_before(today, 1))
    progress.at(Step(COUNTING, len(asked), len(asked)))
    return Statistics(
        today, of, sum(living.values()), a_year_ago,
        sum(n for (day,), n in left.items() if day >= this_month),
        sum(n for (day,), n in left.items() if day < this_month),
        tuple(_bands(aged, today)), tuple(_months(arrived, today)),
        tuple(_communities(living, arrived, to_register, in_time, holding, dues, today)),
        tuple(_by_month(dues, this_month)),
        sum(n for (_name, day), n in dues.items() if day < today + A_WEEK),
    )  # fmt: skip


def named(desk: Desk, of: Of) -> Listing[Named]:
    """Those whom a number counts, by name."""
    row = Permit.row if of.what == DUE else Stay.row
    asked = _narrowed(select(row), of, desk.today()).order_by(Person.pinyin, Person.row, row)
    with desk.reading() as session:
        order = in_order(session, asked)[0]
    return listing.begin(order, partial(rows, desk, of))


def rows(desk: Desk, of: Of, wanted: Sequence[int]) -> dict[int, Named]:
    """Some of them, by the rows of the stays that count, or with DUE of the permits."""
    row, day = Permit.row if of.what == DUE else Stay.row, _DAY.get(of.what, Stay.arrived_on)
    asked = _narrowed(select(row.label("number"), *_NAMED, day.label("day")), of, desk.today())
    return _listed(desk, asked.where(row.in_(wanted)))


def living(desk: Desk, wanted: Sequence[int]) -> dict[int, Named]:
    """Those of some persons who live here, by the rows of the persons."""
    asked = select(Person.row.label("number"), *_NAMED, Stay.arrived_on.label("day"))
    return _listed(desk, _narrowed(asked, Of(), desk.today()).where(Person.row.in_(wanted)))


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


def count(desk: Desk, of: Of) -> int:
    """How many a number counts."""
    with desk.reading() as session:
        return session.scalar(_narrowed(select(func.count()), of, desk.today())) or 0


def export(statistics: Statistics, to: Path) -> None:
    """Write the communities' table for a spreadsheet; raises Refused when the file cannot be written."""
    headings = (_("Community"), _("Live here"), _("Came this month"), _("Were to register this year"),
                _("Registered in time"), _("Hold a permit"), _("Due within 30 days"))  # fmt: skip
    rows = (
        (one.name, *map(str, (one.living, one.arrived, one.to_register, one.in_time, one.holding, one.due)))
        for one in statistics.communities
    )
    written_table.write(to, headings, rows)


# -- whom a number counts --------------------------------------------------------------------------

_NAMED = (Person.id, Person.name, Person.sex, Person.born_on, Dwelling.community, Dwelling.address)
_DAY: dict[str, InstrumentedAttribute[date | None] | InstrumentedAttribute[date]] = {
    LEFT: Stay.left_on, TO_REGISTER: Stay.register_by, IN_TIME: Stay.register_by, DUE: Permit.endorse_by,
}  # fmt: skip


def _narrowed(asked: Select[*Ts], of: Of, today: date) -> Select[*Ts]:
    """The stays, or with DUE the permits, that ``of`` means; each has one person and one dwelling."""
    counted = asked.select_from(Stay)
    if of.what == DUE:
        counted = counted.join(Permit, and_(Permit.stay_id == Stay.id, Permit.state.in_(ENDORSABLE)))
    counted = counted.join(Person, Person.id == Stay.person_id).join(
        Dwelling, Dwelling.id == Stay.dwelling_id
    )
    return counted.where(*_conditions(of, today))


def _conditions(of: Of, today: date) -> Iterator[ColumnElement[bool]]:
    if of.what in (LIVING, HOLDING):
        yield Stay.left_on.is_(None)
        yield Stay.arrived_on <= today
    if of.what == HOLDING:
        in_use = Permit.state.in_(IN_USE) & Permit.handed_on.is_not(None)
        yield exists().where(Permit.person_id == Stay.person_id, in_use)
    if of.what in (TO_REGISTER, IN_TIME):  # whoever left before the last day had nothing to register
        yield or_(Stay.left_on.is_(None), Stay.left_on >= Stay.register_by)
    if of.what == IN_TIME:
        in_time = Registration.registered_on <= Stay.register_by
        yield exists().where(Registration.stay_id == Stay.id, in_time)
    yield from _on_days(of)
    yield from _who(of, today)


def _on_days(of: Of) -> Iterator[ColumnElement[bool]]:
    day = _DAY.get(of.what, Stay.arrived_on)
    if of.since is not None:
        yield day >= of.since
    if of.until is not None:
        yield day <= of.until


def _who(of: Of, today: date) -> Iterator[ColumnElement[bool]]:
    if of.community is not None:
        yield Dwelling.community == of.community
    if of.purpose:
        yield Stay.purpose == of.purpose
    if of.sex:
        yield Person.sex == of.sex
    if of.ages is not None:
        youngest, oldest = of.ages
        yield Person.born_on <= _years_before(today, youngest)
        if oldest is not None:
            yield Person.born_on > _years_before(today, oldest + 1)


def _to_register(of: Of, today: date) -> Of:
    """The stays whose last day to register lay in this year, and is over or today."""
    return replace(of, what=TO_REGISTER, since=date(today.year, 1, 1), until=today)


def _counted(session: Session, of: Of, today: date, by: tuple[Any, ...]) -> Counted:
    """How many there are for each value of some columns."""
    asked = _narrowed(select(*by, func.count()), of, today).group_by(*by)
    counted: Counter[tuple[Any, ...]] = Counter()
    for some in (true(),) if of.what == DUE else _parts(session):
        for *values, n in session.execute(asked.where(some)):
            counted[tuple(values)] += n
    return counted


def _parts(session: Session) -> Iterator[ColumnElement[bool]]:
    """The stays in parts: SQLite keeps in memory what it puts in groups, 45 MB of a city's at once."""
    last = session.scalar(select(func.max(Stay.row))) or 0
    for first in range(1, last + 1, IN_PARTS_OF):
        yield Stay.row.between(first, first + IN_PARTS_OF - 1)


def _count_then(session: Session, of: Of, day: date) -> int:
    """How many lived here on a day that is over."""
    there = (Stay.arrived_on <= day, or_(Stay.left_on.is_(None), Stay.left_on > day))
    then = replace(of, what=ARRIVED, since=None, until=None)
    return session.scalar(_narrowed(select(func.count()), then, day).where(*there)) or 0


def _numbers(session: Session, who: list[UUID]) -> dict[UUID, str]:
    """A number each, the latest entered."""
    rows = session.execute(
        select(Identifier.person_id, Identifier.number)
        .where(Identifier.person_id.in_(who))
        .order_by(Identifier.row)
    )
    return {row.person_id: row.number for row in rows}


# -- the figures -----------------------------------------------------------------------------------


def _bands(aged: Counted, today: date) -> Iterator[Band]:
    """Those who live here by ages, the oldest first."""
    of_age: Counter[tuple[int, str]] = Counter()
    for (born_on, sex), n in aged.items():
        age = people.age(born_on, today)
        if age is not None:
            of_age[age, sex] += n
    for youngest, oldest in reversed(BANDS):
        men, women = (
            sum(n for (age, sex), n in of_age.items() if sex == asked and _within(age, youngest, oldest))
            for asked in (MEN, WOMEN)
        )
        yield Band((youngest, oldest), men, women)


def _within(age: int, youngest: int, oldest: int | None) -> bool:
    return age >= youngest and (oldest is None or age <= oldest)


def _months(arrived: Counted, today: date) -> Iterator[Month]:
    """The twelve months of this year beside those of the last."""
    in_month: Counter[date] = Counter()
    for (_community, day), n in arrived.items():
        in_month[day.replace(day=1)] += n
    for month in range(1, 13):
        first = date(today.year, month, 1)
        yield Month(first, in_month[first], in_month[first.replace(year=today.year - 1)])


def _communities(
    living: Counted, arrived: Counted, to_register: Counted, in_time: Counted, holding: Counted,
    dues: Counted, today: date,
) -> Iterator[Community]:  # fmt: skip
    """Every community that has anything to count, the fullest first."""
    came: Counter[tuple[str, int]] = Counter()
    for (name, day), n in arrived.items():
        if day.year == today.year:
            came[name, day.month] += n
    due: Counter[str] = Counter()
    for (name, day), n in dues.items():
        if day <= today + A_MONTH:
            due[name] += n
    names = sorted({key[0] for part in (living, arrived, to_register, dues) for key in part})
    for name in sorted(names, key=lambda name: -living.get((name,), 0)):
        by_month = tuple(came[name, month] for month in range(1, today.month + 1))
        yield Community(
            name, living.get((name,), 0), by_month[-1], to_register.get((name,), 0),
            in_time.get((name,), 0), holding.get((name,), 0), due[name], by_month,
        )  # fmt: skip


def _by_month(dues: Counted, this_month: date) -> Iterator[tuple[date, int]]:
    for ahead in range(MONTHS_AHEAD):
        first = _months_after(this_month, ahead)
        end = _months_after(first, 1)
        yield first, sum(n for (_community, day), n in dues.items() if first <= day < end)


def _months_after(day: date, months: int) -> date:
    return calendar.after(day, Period(months, "month"))


def _years_before(day: date, years: int) -> date:
    return calendar.before(day, Period(years, "year"))
