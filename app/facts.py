"""The histories the law may ask about, gathered from the records by four statements.

TO LET THE LAW ASK A NEW FACT: give it a field of ``app.law.Resident``, and gather
it here from the records; what is not on file stays None, which is "unknown" and
never "no".

The statements are made once and ask for plain columns of all persons concerned, so that a
page opens at once, from a server too, and a child's guardians take no more questions.
Each asks first whom or what a row belongs to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Executable,
    Row,
    Select,
    Text,
    bindparam,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased
from sqlalchemy.types import TypeEngine

from app import law, people
from db.records import (
    Dwelling,
    Employment,
    Endorsement,
    Insurance,
    Member,
    Permit,
    PermitStep,
    Person,
    Registration,
    Schooling,
    Statement,
    Stay,
)
from db.types import Day, Flag, Uid

Entry = TypeVar("Entry")

SEXES = {"1": "male", "2": "female"}
# GB/T 4761: the head of a household and the spouse are taken for the guardians of its children.
HEAD, SPOUSE, CHILDREN = "0", "1", ("2", "3")

_child, _adult = aliased(Member), aliased(Member)
GUARDIANS = (
    select(_adult.person_id)
    .join(_child, _child.household_id == _adult.household_id)
    .where(_child.person_id == bindparam("who", type_=Uid), _child.until.is_(None), _adult.until.is_(None))
    .where(or_(*(_child.relation.startswith(relation) for relation in CHILDREN)))
    .where(or_(*(_adult.relation.startswith(relation) for relation in (HEAD, SPOUSE))))
)
# A table of its own in each statement: found once, however many kinds of entries are asked of it.
CONCERNED = select(
    union_all(select(bindparam("who", type_=Uid).label("person_id")), GUARDIANS).cte("concerned")
)
PEOPLE = (
    select(Person.id, Person.born_on, Person.sex, Person.household_division, Person.education)
    .where(Person.id.in_(CONCERNED))
    .order_by(Person.row)
)
STAYS = (
    select(
        Stay.person_id, Dwelling.division, Stay.arrived_on, Registration.registered_on, Stay.left_on,
        Stay.tenure, Dwelling.community, Dwelling.address,
    )
    .join(Dwelling, Stay.dwelling_id == Dwelling.id)
    .outerjoin(Registration, Registration.stay_id == Stay.id)
    .where(Stay.person_id.in_(CONCERNED))
    .order_by(Stay.arrived_on)
)  # fmt: skip
# A card that stands in for another goes on with its years: the residence a permit rests on is not begun
# anew by a card that was lost or worn (art. 10 counts full years of residence). So the law is told of
# the last card, with the issue day of the first and with what became of all of them.
FIRST = func.coalesce(Permit.first_id, Permit.id)
STANDING = Permit.handed_on.is_not(None) & (Permit.state != "replaced")
ENDED = ("cancelled", "seized")
LOST = PermitStep.after == "lost"
# Found again, or another card handed out for it. Without IN, which SQLAlchemy writes anew each time.
FOUND = (PermitStep.before == "lost") & or_(*(PermitStep.after == state for state in ("issued", "replaced")))
_first_card = aliased(Permit)
PERMITS = (
    select(
        Permit.person_id, FIRST.label("first"), _first_card.issued_on, Permit.state, Permit.ended_on,
        Dwelling.community, Dwelling.address,
    )
    .join(_first_card, _first_card.id == FIRST)
    .join(Stay, Permit.stay_id == Stay.id)
    .join(Dwelling, Stay.dwelling_id == Dwelling.id)
    .where(Permit.person_id.in_(CONCERNED), STANDING)
    .order_by(_first_card.issued_on)
)  # fmt: skip


# What a kind of entry may say beside whose it is and since when; what it does not say is NULL.
SAYS: dict[str, TypeEngine[Any]] = {
    "until": Day(), "kind": Text(), "where": Text(), "backpaid": Flag(), "flexible": Flag(), "first": Uid(),
}  # fmt: skip
Column = ColumnElement[Entry] | InstrumentedAttribute[Entry]
Entered = Insurance | Employment | Schooling | Statement | Endorsement | PermitStep


def _entries(what: str | Column[str], noun: type[Entered], **said: Column[Any]) -> Select[Any]:
    """One kind of entry in the columns that all kinds share, ``nth`` being its order within a day."""
    return select(
        noun.person_id.label("person_id"),
        (literal(what) if isinstance(what, str) else what).label("what"),
        said.get("nth", noun.row).label("nth"),
        said["since"].label("since"),
        *(said.get(name, cast(null(), kind)).label(name) for name, kind in SAYS.items()),
    ).where(noun.person_id.in_(CONCERNED))


# Asked for together: a statement costs more than the rows it finds. Of a permit it is told what became of
# it, an endorsement before all else of its day.
ENTERED = union_all(
    _entries(
        "insurance", Insurance, since=Insurance.since, until=Insurance.until, kind=Insurance.kind,
        where=Insurance.region, backpaid=Insurance.backpaid, flexible=Insurance.flexible,
    ),
    _entries(
        "employment", Employment, since=Employment.since, until=Employment.until, where=Employment.division
    ),
    _entries(
        "schooling", Schooling, since=Schooling.since, until=Schooling.until, kind=Schooling.level,
        where=Schooling.division,
    ),
    _entries("statement", Statement, since=Statement.made_on, kind=Statement.name, where=Statement.value),
    _entries("endorsed", Endorsement, since=Endorsement.endorsed_on, nth=literal(0), first=FIRST)
    .join(Permit, Endorsement.permit_id == Permit.id),
    _entries(PermitStep.after, PermitStep, since=PermitStep.taken_on, first=FIRST)
    .join(Permit, PermitStep.permit_id == Permit.id)
    .where(LOST | FOUND),
).order_by("since", "nth")  # fmt: skip


def about(session: Session, person_id: UUID, today: date) -> law.Case:
    """Everything on file about one person that the law may ask, guardians included.

    Insurance that is paid up to the month before ``today`` is being paid: the list of months knows no
    open end, and an outlook takes for granted that what is being paid goes on.

    Raises NoResultFound where there is no such person. The guardians are None, which is not
    known, where no head of a household and no spouse is on file whose child the person is.
    """
    session.flush()  # what this very transaction has entered is on file too
    ask = partial(_rows, session.connection(), person_id)
    entered, month = ask(ENTERED, lambda row: row), _month(today)
    stays, permits = ask(STAYS, _stay), ask(PERMITS, partial(_permit, _events(entered)))
    told = {
        one: law.Resident(
            born=person.born_on,
            sex=SEXES.get(person.sex),
            household_division=person.household_division,
            stays=tuple(stays[one]),
            permits=tuple(permits[one]),
            employment=tuple(_job(row) for row in entered[one] if row.what == "employment") or None,
            insurance=tuple(_paid(row, month) for row in entered[one] if row.what == "insurance") or None,
            schooling=tuple(_schooling(row) for row in entered[one] if row.what == "schooling") or None,
            education=person.education,
            statements=_latest(row for row in entered[one] if row.what == "statement"),
        )
        for one, (person,) in ask(PEOPLE, lambda row: row).items()
    }
    if person_id not in told:
        raise NoResultFound
    return law.Case(told.pop(person_id), tuple(told.values()) or None)


def _rows(
    connection: Connection, who: UUID, asked: Executable, entry: Callable[[Row[Any]], Entry]
) -> Mapping[UUID, list[Entry]]:
    """The entries made of each row that was asked for, by whom or what they belong to."""
    found: dict[UUID, list[Entry]] = defaultdict(list)
    for row in connection.execute(asked, {"who": who}):
        found[row[0]].append(entry(row))
    return found


def _stay(row: Row[Any]) -> law.Stay:
    return law.Stay(
        division=row.division, arrived=row.arrived_on, registered=row.registered_on, left=row.left_on,
        tenure=row.tenure, address=people.in_one_line(row.community, row.address),
    )  # fmt: skip


def _events(entered: Mapping[UUID, list[Row[Any]]]) -> Mapping[UUID, list[tuple[str, date]]]:
    """What became of each permit, in order, by its first card."""
    events: dict[UUID, list[tuple[str, date]]] = defaultdict(list)
    for rows in entered.values():
        for row in rows:
            if row.first is not None:
                events[row.first].append((row.what, row.since))
    return events


def _permit(events: Mapping[UUID, list[tuple[str, date]]], row: Row[Any]) -> law.Permit:
    """A permit that was handed out, with its endorsements and what became of it; of its losses the last."""
    told = events[row.first]
    losses = [place for place, (what, _) in enumerate(told) if what == "lost"]
    over = told[losses[-1] + 1 :] if losses else []
    return law.Permit(
        issued=row.issued_on, endorsed=tuple(day for what, day in told if what == "endorsed"),
        cancelled=row.ended_on if row.state in ENDED else None, lost=told[losses[-1]][1] if losses else None,
        replaced=over[0][1] if over else None, address=people.in_one_line(row.community, row.address),
    )  # fmt: skip


def _job(row: Row[Any]) -> law.Employment:
    return law.Employment(row.since, row.until, row.where)


def _paid(row: Row[Any], this_month: int) -> law.Insurance:
    until = _month(row.until)
    return law.Insurance(
        row.kind, _month(row.since), until if until < this_month - 1 else None, row.where, row.backpaid,
        row.flexible,
    )  # fmt: skip


def _schooling(row: Row[Any]) -> law.Schooling:
    return law.Schooling(row.kind, row.since, row.until, row.where)


def _latest(stated: Iterable[Row[Any]]) -> dict[str, bool]:
    """The latest word on each statement; "unknown" takes an earlier yes or no back."""
    last = {row.kind: row.where for row in stated}
    return {name: value == "yes" for name, value in last.items() if value != "unknown"}


def _month(day: date) -> int:
    return law.month_of(day.year, day.month)
