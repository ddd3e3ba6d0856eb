"""The histories the law may ask about, gathered from the records by one statement.

TO LET THE LAW ASK A NEW FACT: give it a field of ``app.law.Resident``, and gather
it here from the records; what is not on file stays None, which is "unknown" and
never "no".

The statement is made once and asks for plain columns of all persons concerned, so that a
page opens at once, from a server too, and a child's guardians take no more questions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
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
# A table of its own: found once, however many kinds of entries are asked of it.
CONCERNED = (
    select(Person.row.label("whose"), Person.id.label("person_id"))
    .where(Person.id.in_(union_all(select(bindparam("who", type_=Uid)), GUARDIANS)))
    .cte("concerned")
)
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

# What a kind of entry may say beside whose it is and since when; what it does not say is NULL. The record
# is the person's own, or the first card of the permit that is told of.
SAYS: dict[str, TypeEngine[Any]] = {
    "until": Day(), "registered": Day(), "kind": Text(), "where": Text(), "community": Text(),
    "address": Text(), "education": Text(), "backpaid": Flag(), "flexible": Flag(), "record": Uid(),
}  # fmt: skip
Column = ColumnElement[Entry] | InstrumentedAttribute[Entry]
Entered = Person | Stay | Permit | Insurance | Employment | Schooling | Statement | Endorsement | PermitStep


def _entries(what: str, noun: type[Entered], **said: Column[Any]) -> Select[Any]:
    """One kind of entry in the columns that all kinds share, ``nth`` being its order within a day."""
    whose = noun.id if issubclass(noun, Person) else noun.person_id
    return select(
        CONCERNED.c.whose,
        literal(what).label("what"),
        said.get("nth", noun.row).label("nth"),
        said["since"].label("since"),
        *(said.get(name, cast(null(), kind)).label(name) for name, kind in SAYS.items()),
    ).join_from(CONCERNED, noun, whose == CONCERNED.c.person_id)


# Asked for together: a statement costs more than the rows it finds. Of a permit it is told what became of
# it, an endorsement before all else of its day.
ON_FILE = union_all(
    _entries(
        "person", Person, since=Person.born_on, kind=Person.sex, where=Person.household_division,
        education=Person.education, record=Person.id,
    ),
    _entries(
        "stay", Stay, since=Stay.arrived_on, until=Stay.left_on, registered=Registration.registered_on,
        kind=Stay.tenure, where=Dwelling.division, community=Dwelling.community, address=Dwelling.address,
    )
    .join(Dwelling, Stay.dwelling_id == Dwelling.id)
    .outerjoin(Registration, Registration.stay_id == Stay.id),
    _entries(
        "permit", Permit, since=_first_card.issued_on, until=Permit.ended_on, kind=Permit.state,
        community=Dwelling.community, address=Dwelling.address, record=FIRST,
    )
    .join(_first_card, _first_card.id == FIRST)
    .join(Stay, Permit.stay_id == Stay.id)
    .join(Dwelling, Stay.dwelling_id == Dwelling.id)
    .where(STANDING),
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
    _entries(
        "became", Endorsement, nth=literal(0), since=Endorsement.endorsed_on, kind=literal("endorsed"),
        record=FIRST,
    )
    .join(Permit, Endorsement.permit_id == Permit.id),
    _entries("became", PermitStep, since=PermitStep.taken_on, kind=PermitStep.after, record=FIRST)
    .join(Permit, PermitStep.permit_id == Permit.id)
    .where(LOST | FOUND),
).order_by("since", "nth")  # fmt: skip

Entries = Mapping[str, Sequence[Row[Any]]]
"""What is on file of one person, kind by kind, each in the order of its days."""


def about(session: Session, person_id: UUID, today: date) -> law.Case:
    """Everything on file about one person that the law may ask, guardians included.

    Insurance that is paid up to the month before ``today`` is being paid: the list of months knows no
    open end, and an outlook takes for granted that what is being paid goes on.

    Raises NoResultFound where there is no such person. The guardians are None, which is not
    known, where no head of a household and no spouse is on file whose child the person is.
    """
    session.flush()  # what this very transaction has entered is on file too
    files: dict[int, dict[str, list[Row[Any]]]] = defaultdict(lambda: defaultdict(list))
    for row in session.connection().execute(ON_FILE, {"who": person_id}):
        files[row.whose][row.what].append(row)
    month = _month(today)
    told = {file["person"][0].record: _resident(file, month) for _, file in sorted(files.items())}
    if person_id not in told:
        raise NoResultFound
    return law.Case(told.pop(person_id), tuple(told.values()) or None)


def _resident(on_file: Entries, this_month: int) -> law.Resident:
    (person,) = on_file["person"]
    became = _became(on_file)
    return law.Resident(
        born=person.since,
        sex=SEXES.get(person.kind),
        household_division=person.where,
        stays=tuple(map(_stay, on_file["stay"])),
        permits=tuple(_permit(row, became[row.record]) for row in on_file["permit"]),
        employment=tuple(map(_job, on_file["employment"])) or None,
        insurance=tuple(_paid(row, this_month) for row in on_file["insurance"]) or None,
        schooling=tuple(map(_schooling, on_file["schooling"])) or None,
        education=person.education,
        statements=_latest(on_file["statement"]),
    )


def _stay(row: Row[Any]) -> law.Stay:
    return law.Stay(
        division=row.where, arrived=row.since, registered=row.registered, left=row.until,
        tenure=row.kind, address=people.in_one_line(row.community, row.address),
    )  # fmt: skip


def _became(on_file: Entries) -> Mapping[UUID, list[tuple[str, date]]]:
    """What became of each permit, in order, by its first card."""
    became: dict[UUID, list[tuple[str, date]]] = defaultdict(list)
    for row in on_file["became"]:
        became[row.record].append((row.kind, row.since))
    return became


def _permit(row: Row[Any], became: Sequence[tuple[str, date]]) -> law.Permit:
    """A permit that was handed out, with its endorsements and what became of it."""
    steps = [(what, day) for what, day in became if what != "endorsed"]
    return law.Permit(
        issued=row.since, endorsed=tuple(day for what, day in became if what == "endorsed"),
        cancelled=row.until if row.kind in ENDED else None, losses=tuple(_losses(steps)),
        address=people.in_one_line(row.community, row.address),
    )  # fmt: skip


def _losses(steps: Sequence[tuple[str, date]]) -> Iterator[law.Loss]:
    """Each loss up to the step after it by which the card was found or another handed out for it."""
    for place, (what, day) in enumerate(steps):
        if what == "lost":
            yield law.Loss(day, next((over for what, over in steps[place + 1 :] if what != "lost"), None))


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
