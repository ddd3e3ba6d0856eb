"""What is to be done, by deadline: to register, to review, to print, to hand out, to endorse.

Beside this work of the office stands what residents owe it: the report of an arrival or a move (应申报).
The same stays wait among those to register, so it is a queue of its own and no work of the day's more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import numpy as np
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app import endorsements, listed, listing, reporting, scopes
from app.desk import Desk
from app.endorsements import LONG_LAPSED
from app.language import N_
from app.law import calendar
from app.listed import PersonRow
from app.listing import NO_DAY, Listing, Numbers
from app.people import in_one_line
from app.scopes import STATION
from db.columns import in_order
from db.records import Dwelling, Endorsement, Permit, PermitStep, Person, Registration, Stay

REGISTER, REVIEW, PRINT, HAND_OUT, ENDORSE = "register", "review", "print", "hand_out", "endorse"

KINDS = {
    REGISTER: N_("30 days, to register"),
    REVIEW: N_("to review"),
    PRINT: N_("to print"),
    HAND_OUT: N_("to hand out"),
    ENDORSE: N_("to endorse within 30 days"),
}
REPORT = "report"
QUEUED = (*KINDS, REPORT)
OF_STAYS = (REGISTER, REPORT)
STATE_OF = {REVIEW: ("applied", "accepted"), PRINT: ("approved",), HAND_OUT: ("printed",)}
SETTLES_A_DUTY = ("approve", "refuse", "print", "hand_out")
ENDORSE_AHEAD = timedelta(days=30)
"""Of what may be endorsed now the day's work tells what is due so soon."""

OVERDUE, TODAY, THIS_WEEK, LATER, WAITING, LAPSED = (
    "overdue", "today", "this_week", "later", "waiting", "lapsed",
)  # fmt: skip
PARTS = (OVERDUE, TODAY, THIS_WEEK, LATER, WAITING, LAPSED)
"""What a queue consists of, in this order: by deadline, then what waits for proofs, then what has lapsed."""
ALL_KINDS = ""
_OF_A_KIND = 1 << 32
"""In the queues a number is that of the record, and this times the place of its kind in QUEUED."""


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing to do for one person.

    ``subject_id`` is the stay to register or report, or the permit to move on; ``due_on`` is the last
    day in time (None while an application waits for what is missing) and ``since`` the day
    the time began. Where the law counts working days, ``working_days_left`` is told too.
    """

    kind: str
    person_id: UUID
    subject_id: UUID
    name: str
    sex: str
    age: int | None
    id_number: str
    address: str
    since: date
    due_on: date | None
    days_left: int | None
    working_days_left: int | None
    working_days: int | None
    provisional: bool

    @property
    def lapsed(self) -> bool:
        """Whether it is an endorsement more than 30 days late."""
        return self.kind == ENDORSE and self.days_left is not None and self.days_left < -LONG_LAPSED.days


@dataclass(frozen=True, slots=True)
class Tally:
    """How many duties of a kind there are, overdue or due today; ``lapsed`` of the overdue are long so."""

    total: int
    overdue: int
    due_today: int
    lapsed: int = 0

    @property
    def late(self) -> int:
        """The overdue that are to be done today: all but the long lapsed."""
        return self.overdue - self.lapsed

    @property
    def pressing(self) -> int:
        """How many must be done today."""
        return self.late + self.due_today


@dataclass(frozen=True, slots=True)
class Load:
    """How many duties fall due on a working day; what fell due on days off before it is counted with it."""

    day: date
    count: int


@dataclass(frozen=True, slots=True, eq=False)
class Queues:
    """Every duty of a scope by its number, in the order of the queue, with its part of PARTS and its day."""

    desk: Desk
    order: Numbers
    part: Numbers
    day: Numbers

    def listing(self, kind: str = ALL_KINDS) -> Listing[Duty]:
        """The queue of a kind, or of all the office's work, in its parts."""
        kinds = self.order // _OF_A_KIND
        those = kinds < len(KINDS) if kind == ALL_KINDS else kinds == _place(kind)
        order, part = self.order[those], self.part[those]
        counts = np.bincount(part, minlength=len(PARTS)).tolist()
        return listing.begin(order, partial(rows, self.desk), parts=tuple(zip(PARTS, counts, strict=True)))

    def before(self, day: date, *kinds: str) -> Numbers:
        """The numbers of those whose last day lies before a day, without the lapsed, in order."""
        due = (self.day < day.toordinal()) & (self.part != PARTS.index(LAPSED))
        found: Numbers = self.order[due & np.isin(self.order // _OF_A_KIND, [_place(kind) for kind in kinds])]
        return found

    def of(self, order: Numbers) -> Listing[Duty]:
        """Some of them as a list."""
        return listing.begin(order, partial(rows, self.desk))


@dataclass(frozen=True, slots=True)
class Board:
    """Everything 今日 shows: the duties by deadline, the count of each kind, and the days to come.

    ``listing`` is the queue of the kind that was asked for, ``queues`` are all of them; ``tallies``
    are those of the office's work, ``reports`` is that of what residents owe it, None where the
    place asks for no report. ``is_new`` where nobody is on file yet.
    """

    day: date
    kind: str
    queues: Queues
    listing: Listing[Duty]
    tallies: dict[str, Tally]
    reports: Tally | None
    load: tuple[Load, ...]
    done_today: int
    is_new: bool


def board(desk: Desk, scope: str = STATION, kind: str = ALL_KINDS) -> Board:
    """The day's work within a scope, the most urgent first and what has long lapsed last."""
    today = desk.today()
    with desk.reading() as session:
        queues, done = _queues(session, desk, scope), _done(session, today)
        nobody = session.scalar(select(Person.row).limit(1)) is None
    return Board(
        today, kind, queues, queues.listing(kind), _tallies(queues, today),
        _tally(queues, REPORT, today) if reporting.are_asked(desk) else None,
        _load(queues, today), done, nobody,
    )  # fmt: skip


def queue(desk: Desk, scope: str = STATION, kind: str = ALL_KINDS) -> Listing[Duty]:
    """The duties of a kind within a scope, in the order of the board."""
    with desk.reading() as session:
        queues = _queues(session, desk, scope)
    return queues.listing(kind)


def tallies(desk: Desk) -> dict[str, Tally]:
    """How many duties of each kind there are."""
    with desk.reading() as session:
        return _tallies(_queues(session, desk, STATION, tuple(KINDS)), desk.today())


def duties(desk: Desk) -> tuple[Duty, ...]:
    """Every duty by deadline."""
    return tuple(queue(desk))


def numbered(kind: str, rows: Numbers) -> Numbers:
    """The numbers that records of these rows have in the queue of all kinds."""
    return rows.astype(np.int64) + _place(kind) * _OF_A_KIND


def kind_of(number: int) -> str:
    """Of which kind a duty is, by its number in the queue."""
    return QUEUED[number // _OF_A_KIND]


def _place(kind: str) -> int:
    return QUEUED.index(kind)


def rows(desk: Desk, wanted: Sequence[int]) -> dict[int, Duty]:
    """Duties by their numbers in the queue."""
    found: dict[int, Duty] = {}
    with desk.reading() as session:
        for place, kind in enumerate(QUEUED):
            of_kind = [number % _OF_A_KIND for number in wanted if number // _OF_A_KIND == place]
            if of_kind:
                told = _duties(session, desk, kind, of_kind)
                found |= {row + place * _OF_A_KIND: duty for row, duty in told}
    return found


def _queues(session: Session, desk: Desk, scope: str, kinds: Sequence[str] = QUEUED) -> Queues:
    """The queues in one order, of the lapsed the latest first.

    Of each kind the index tells the days and the rows, in that order.
    """
    orders, days = [], []
    for kind in kinds:
        noun = Stay if kind in OF_STAYS else Permit
        waits = is_open(desk, kind) & scopes.within(session, desk, scope, noun)
        asked = select(noun.row, due_day(kind)).where(waits)
        order, due_on = in_order(session, asked, none=NO_DAY)
        orders.append(numbered(kind, order))
        days.append(due_on)
    order, day = np.concatenate(orders), np.concatenate(days)
    lapsed = (order // _OF_A_KIND == _place(ENDORSE)) & (day < (desk.today() - LONG_LAPSED).toordinal())
    part = np.where(lapsed, PARTS.index(LAPSED), np.searchsorted(_first_days(desk.today()), day, "right"))
    # The indexes told each kind by its days: what is nearly in order is put in order in a tenth of the time.
    sorted_ = np.argsort(_turn(order, part, np.where(lapsed, NO_DAY - day, day)), kind="stable")
    return Queues(desk, order[sorted_], part[sorted_], day[sorted_])


def _turn(order: Numbers, part: Numbers, day: Numbers) -> Numbers:
    """One number for each to sort by: the part, the day, and its own, which tells its kind and its row."""
    turn: Numbers = part.astype(np.int64) << 57 | day.astype(np.int64) << 35 | order
    return turn


def _first_days(today: date) -> list[int]:
    """On which days the parts after the overdue begin: today, tomorrow, next Monday, and never."""
    here = today.toordinal()
    return [here, here + 1, here + 7 - today.weekday(), NO_DAY]


def _duties(session: Session, desk: Desk, kind: str, wanted: Sequence[int]) -> Iterator[tuple[int, Duty]]:
    """Some of a kind by the rows of their records, of plain columns only, which is far faster.

    Whom a damaged search does not know is left out: one line is missing then, and not the whole list.
    """
    subject, since, due_on = _columns(kind)
    asked = select(subject.row, subject.id, Person.row, since, due_on, Dwelling.community, Dwelling.address)
    asked = asked.select_from(subject).join(Person, Person.id == subject.person_id)
    if kind not in OF_STAYS:
        asked = asked.join(Stay, Stay.id == Permit.stay_id)
    asked = asked.join(Dwelling, Dwelling.id == Stay.dwelling_id)
    found = session.execute(asked.where(subject.row.in_(wanted))).all()
    people = listed.by_rows(session, {line[2] for line in found}, desk.today())
    for row, subject_id, person, begun, due, *where in found:
        if person in people:
            yield row, _duty(desk, kind, people[person], subject_id, in_one_line(*where), begun, due)


def _columns(kind: str) -> tuple[type[Stay] | type[Permit], Any, Any]:
    """What a kind of duty is about, the day its time began and the last day in time."""
    if kind in OF_STAYS:
        return Stay, Stay.arrived_on, due_day(kind)
    begun = Permit.issued_on if kind == ENDORSE else Permit.accepted_on
    return Permit, func.coalesce(begun, Permit.applied_on, type_=Permit.applied_on.type), due_day(kind)


def _duty(
    desk: Desk, kind: str, person: PersonRow, subject_id: UUID, where: str, since: date, due_on: date | None
) -> Duty:
    today = desk.today()
    within = desk.law.value("permit.issue_within", since).period if kind in STATE_OF and due_on else None
    counted = within is not None and within.unit == "working day"
    return Duty(
        kind, person.id, subject_id, person.name, person.sex, person.age, person.number, where, since, due_on,
        (due_on - today).days if due_on else None,
        calendar.working_days_between(today, due_on) if counted and due_on and due_on >= today else None,
        within.amount if counted and within else None,
        bool(counted and due_on and not calendar.published(due_on.year)),
    )  # fmt: skip


def due_day(kind: str) -> InstrumentedAttribute[date] | InstrumentedAttribute[date | None]:
    if kind in OF_STAYS:
        return Stay.report_by if kind == REPORT else Stay.register_by
    return Permit.endorse_by if kind == ENDORSE else Permit.issue_by


def is_open(desk: Desk, kind: str) -> ColumnElement[bool]:
    """What still waits to be done of a kind on the desk's day."""
    if kind in OF_STAYS:
        waits = Stay.left_on.is_(None) & ~Stay.registered
        return waits & Stay.report_by.is_not(None) if kind == REPORT else waits
    if kind == ENDORSE:
        return endorsements.is_open(desk) & (Permit.endorse_by <= desk.today() + ENDORSE_AHEAD)
    return Permit.state.in_(STATE_OF[kind])


def _tallies(queues: Queues, today: date) -> dict[str, Tally]:
    return {kind: _tally(queues, kind, today) for kind in KINDS}


def _tally(queues: Queues, kind: str, today: date) -> Tally:
    here, those = today.toordinal(), queues.order // _OF_A_KIND == _place(kind)
    day, lapsed = queues.day[those], queues.part[those] == PARTS.index(LAPSED)
    return Tally(*map(int, map(np.count_nonzero, (those, day < here, day == here, lapsed))))


def _load(queues: Queues, today: date, working_days: int = 10) -> tuple[Load, ...]:
    """The next working days, today first if it is one, each with what falls due on it."""
    ahead: list[date] = []
    day = today
    while len(ahead) < working_days:
        if day == today or calendar.is_working_day(day):
            ahead.append(day)
        day += timedelta(days=1)
    first = [day.toordinal() for day in ahead]
    of_the_office = queues.order < len(KINDS) * _OF_A_KIND
    in_sight = queues.day[of_the_office & (queues.day >= first[0]) & (queues.day <= first[-1])]
    counts = np.bincount(np.searchsorted(first, in_sight, "right") - 1, minlength=working_days).tolist()
    return tuple(Load(worked, count) for worked, count in zip(ahead, counts, strict=True))


def _done(session: Session, today: date) -> int:
    """The duties done today: registered, decided, printed, handed out, endorsed."""
    done = (
        select(func.count()).select_from(Registration).where(Registration.registered_on == today),
        select(func.count()).select_from(Endorsement).where(Endorsement.endorsed_on == today),
        select(func.count())
        .select_from(PermitStep)
        .where(PermitStep.taken_on == today, PermitStep.step.in_(SETTLES_A_DUTY)),
    )
    return sum(session.scalar(count) or 0 for count in done)
