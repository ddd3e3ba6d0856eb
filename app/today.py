"""What is to be done, by deadline: to register, to review, to print, to hand out, to endorse."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import ColumnElement, case, false, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app import listed, scopes
from app.desk import Desk
from app.endorsements import ENDORSABLE, LONG_LAPSED
from app.language import N_
from app.law import calendar
from app.listed import PersonRow
from app.people import in_one_line
from app.scopes import STATION
from db.records import Dwelling, Endorsement, Permit, PermitStep, Person, Registration, Stay

REGISTER, REVIEW, PRINT, HAND_OUT, ENDORSE = "register", "review", "print", "hand_out", "endorse"

KINDS = {
    REGISTER: N_("30 days, to register"),
    REVIEW: N_("to review"),
    PRINT: N_("to print"),
    HAND_OUT: N_("to hand out"),
    ENDORSE: N_("to endorse within 30 days"),
}
STATE_OF = {REVIEW: ("applied", "accepted"), PRINT: ("approved",), HAND_OUT: ("printed",)}
SETTLES_A_DUTY = ("approve", "refuse", "print", "hand_out")
ENDORSE_AHEAD = timedelta(days=30)

SHOWN_OF_A_KIND = 300
Waiting: TypeAlias = dict[str, ColumnElement[bool]]
"""What still waits to be done of each kind, within a scope."""


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing to do for one person.

    ``subject_id`` is the stay to register or the permit to move on; ``due_on`` is the last
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


@dataclass(frozen=True, slots=True)
class Board:
    """Everything 今日 shows: the nearest duties by deadline, the count of each kind, and the days to come."""

    day: date
    duties: tuple[Duty, ...]
    tallies: dict[str, Tally]
    load: tuple[Load, ...]
    done_today: int


def board(desk: Desk, scope: str = STATION) -> Board:
    """The day's work within a scope, the most urgent first and what has long lapsed last.

    Of each kind the 300 nearest are listed, and all are counted.
    """
    today = desk.today()
    with desk.reading() as session:
        waiting = _waiting(session, desk, scope)
        found = [duty for kind in KINDS for duty in _duties(session, desk, kind, waiting[kind])]
        pressing = (duty for duty in found if not duty.lapsed)
        lapsed = (duty for duty in found if duty.lapsed)
        return Board(
            today,
            (*sorted(pressing, key=lambda duty: (duty.due_on or date.max, duty.since)), *lapsed),
            _tallies(session, today, waiting),
            _load(session, today, waiting),
            _done(session, today),
        )


def tallies(desk: Desk) -> dict[str, Tally]:
    """How many duties of each kind there are."""
    with desk.reading() as session:
        return _tallies(session, desk.today(), _waiting(session, desk, STATION))


def duties(desk: Desk) -> tuple[Duty, ...]:
    """The nearest duties by deadline."""
    return board(desk).duties


def _waiting(session: Session, desk: Desk, scope: str) -> Waiting:
    return {
        kind: is_open(kind, desk.today())
        & scopes.within(session, desk, scope, Stay if kind == REGISTER else Permit)
        for kind in KINDS
    }


def _duties(session: Session, desk: Desk, kind: str, waits: ColumnElement[bool]) -> Iterator[Duty]:
    """The nearest of a kind, chosen before anything is read about them; columns only, which is far faster."""
    subject, since, due_on = _columns(kind)
    nearest = (Stay.register_by, Stay.row) if kind == REGISTER else _nearest_first(kind, desk.today())
    queue = select(subject.id, Person.row, since, due_on, Dwelling.community, Dwelling.address)
    queue = queue.select_from(subject).join(Person, Person.id == subject.person_id)
    if kind != REGISTER:
        queue = queue.join(Stay, Stay.id == Permit.stay_id)
    queue = queue.join(Dwelling, Dwelling.id == Stay.dwelling_id)
    chosen = select(subject.row).where(waits).order_by(*nearest).limit(SHOWN_OF_A_KIND)
    found = session.execute(queue.where(subject.row.in_(chosen)).order_by(*nearest)).all()
    people = listed.by_rows(session, {line[1] for line in found}, desk.today())
    for subject_id, row, begun, due, *where in found:
        yield _duty(desk, kind, people[row], subject_id, in_one_line(*where), begun, due)


def _columns(kind: str) -> tuple[type[Stay] | type[Permit], Any, Any]:
    """What a kind of duty is about, the day its time began and the last day in time."""
    if kind == REGISTER:
        return Stay, Stay.arrived_on, Stay.register_by
    begun = Permit.issued_on if kind == ENDORSE else Permit.accepted_on
    return Permit, func.coalesce(begun, Permit.applied_on, type_=Permit.applied_on.type), due_day(kind)


def _nearest_first(kind: str, today: date) -> tuple[ColumnElement[Any], ...]:
    """By deadline, without one last; of the endorsements the lapsed last, the latest lapsed of them first."""
    by = due_day(kind)
    if kind == ENDORSE:
        lapsed = _lapsed(kind, today)
        return (lapsed, case((~lapsed, by)), by.desc(), Permit.row.expression)
    return (by.is_(None), by.expression, Permit.row.expression)


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
    if kind == REGISTER:
        return Stay.register_by
    return Permit.endorse_by if kind == ENDORSE else Permit.issue_by


def is_open(kind: str, today: date) -> ColumnElement[bool]:
    """What still waits to be done of a kind."""
    if kind == REGISTER:
        return Stay.left_on.is_(None) & ~Stay.registered
    if kind == ENDORSE:
        return Permit.state.in_(ENDORSABLE) & (Permit.endorse_by <= today + ENDORSE_AHEAD)
    return Permit.state.in_(STATE_OF[kind])


def _lapsed(kind: str, today: date) -> ColumnElement[bool]:
    return Permit.endorse_by < today - LONG_LAPSED if kind == ENDORSE else false()


def _tallies(session: Session, today: date, waiting: Waiting) -> dict[str, Tally]:
    return {kind: _tally(session, kind, today, waiting[kind]) for kind in KINDS}


def _tally(session: Session, kind: str, today: date, waits: ColumnElement[bool]) -> Tally:
    due = due_day(kind)
    counted = select(
        func.count(), func.count().filter(due < today), func.count().filter(due == today),
        func.count().filter(_lapsed(kind, today)),
    ).where(waits)  # fmt: skip
    return Tally(*session.execute(counted.select_from(Stay if kind == REGISTER else Permit)).one())


def _load(session: Session, today: date, waiting: Waiting, working_days: int = 10) -> tuple[Load, ...]:
    """The next working days, today first if it is one, each with what falls due on it."""
    ahead: list[date] = []
    day = today
    while len(ahead) < working_days:
        if day == today or calendar.is_working_day(day):
            ahead.append(day)
        day += timedelta(days=1)
    falling: Counter[date] = Counter()
    for kind in KINDS:
        due = due_day(kind)
        in_sight = (due >= today) & (due <= ahead[-1]) & waiting[kind]
        for due_on, count in session.execute(select(due, func.count()).where(in_sight).group_by(due)):
            falling[max(worked for worked in ahead if due_on and worked <= due_on)] += count
    return tuple(Load(worked, falling[worked]) for worked in ahead)


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
