"""Everyone on file at once, in the law's own columns: read block by block, so that few are in memory.

``facts`` reads one person; here is the same for thousands, and a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from app import facts, law
from app.desk import Desk
from app.law.calendar import END
from app.law.crowd import months_of
from app.law.packing import (
    BLOCK,
    Block,
    Codes,
    Guardians,
    Paid,
    Permits,
    Spells,
    Stays,
    going_on,
    in_order,
    some,
)
from db.columns import columns, flag, ordinal
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

Rows = NDArray[np.int32]


class Everyone:
    """All persons on file at a desk, in blocks for ``law.sweep``; ``len`` is how many blocks there are.

    Each time round they are read anew, all as of one moment. ``Block.who`` are the rows of
    the records. Raises what ``Desk.reading`` raises.
    """

    def __init__(self, desk: Desk, size: int = BLOCK) -> None:
        self._desk, self._size = desk, size

    def __len__(self) -> int:
        with self._desk.reading() as session:
            people = session.scalar(select(func.count()).select_from(Person)) or 0
        return -(-people // self._size)

    def __iter__(self) -> Iterator[Block]:
        with self._desk.reading() as session:
            last: int = 0
            while rows := session.scalars(self._after(last)).all():
                yield as_of(block_between(session, rows[0], rows[-1]), self._desk.today())
                last = rows[-1]

    def _after(self, last: int) -> Select[int]:
        return select(Person.row).where(Person.row > last).order_by(Person.row).limit(self._size)


def as_of(block: Block, today: date) -> Block:
    """The block as ``facts`` tells it today: insurance paid up to the month before is being paid."""
    return going_on(block, law.month_of(today.year, today.month))


def block_between(session: Session, first: int, last: int) -> Block:
    """Everyone whose row lies there, from the first to the last."""
    return _block(session, Person.row.between(first, last))


def block_of(session: Session, rows: Rows) -> Block:
    """The persons of these rows, some thousand at most."""
    return _block(session, Person.row.in_(rows.tolist()))


def _block(session: Session, those: ColumnElement[bool]) -> Block:
    """Everything on file about some persons, guardians included.

    Most guardians are among the persons themselves; the others are read along and then left out.
    """
    families = _families(session, those)
    who = _numbers(columns(session, select(Person.row).where(those).order_by(Person.row))[0])
    others = np.setdiff1d(families.guardian, who)
    everyone = _People(session, those | Person.row.in_(others.tolist()) if len(others) else those).block()
    grown = np.unique(families.guardian)
    told = np.zeros(len(who), dtype=np.bool_)
    told[_places(who, families.child)] = True
    guardians = Guardians(
        told,
        some(everyone, _places(everyone.who, grown)),
        _places(who, families.ward),
        _places(grown, families.guardian),
    )
    people = some(everyone, _places(everyone.who, who)) if len(others) else everyone
    return replace(people, guardians=guardians)


class _People:
    """Some persons, whose files are read a table at a time."""

    def __init__(self, session: Session, those: ColumnElement[bool]) -> None:
        self._session, self._those = session, those
        asked = select(
            Person.row, ordinal(Person.born_on), Person.sex, Person.household_division, Person.education
        )
        found = columns(session, asked.where(those).order_by(Person.row))
        self.who, self._born = _numbers(found[0]), _numbers(found[1], none=0)
        self._sex, self._home, self._education = found[2:]

    def block(self) -> Block:
        """All their files."""
        return Block(
            who=self.who,
            born=self._born,
            stays=self._stays(),
            permits=self._permits(),
            employment=self._employment(),
            schooling=self._schooling(),
            insurance=self._insurance(),
            fixed={
                "sex": Codes.of(map(facts.SEXES.get, self._sex)),
                "household_division": Codes.of(self._home),
                "education": Codes.of(self._education),
            },
            statements=self._statements(),
        )

    def _of_each(self, statement: Select[*tuple[Any, ...]]) -> tuple[Rows, list[Sequence[Any]]]:
        """The rows of a table joined to Person: whose each is, by place, and the other columns asked for."""
        person, *asked = columns(self._session, statement.where(self._those))
        return _places(self.who, person), asked

    def _stays(self) -> Stays:
        asked = (
            select(
                Person.row, Dwelling.division, ordinal(Stay.arrived_on), ordinal(Registration.registered_on),
                ordinal(Stay.left_on), Stay.tenure, Dwelling.row,
            )
            .join(Stay, Stay.person_id == Person.id)
            .join(Dwelling, Stay.dwelling_id == Dwelling.id)
            .outerjoin(Registration, Registration.stay_id == Stay.id)
        )  # fmt: skip
        person, (division, arrived, registered, left, tenure, dwelling) = self._of_each(asked)
        found = Stays(
            person, Codes.of(division), _numbers(arrived), _numbers(registered), _numbers(left),
            Codes.of(tenure), Codes.of(dwelling),
        )  # fmt: skip
        return in_order(found, found.arrived)

    def _permits(self) -> Permits:
        """Every permit that was handed out, with its endorsements and what became of it."""
        first = aliased(Permit)
        asked = (
            select(
                Person.row, first.row, ordinal(first.issued_on), Permit.state, ordinal(Permit.ended_on),
                Dwelling.row,
            )
            .join(Permit, Permit.person_id == Person.id)
            .join(first, first.id == facts.FIRST)
            .join(Stay, Permit.stay_id == Stay.id)
            .join(Dwelling, Stay.dwelling_id == Dwelling.id)
            .where(facts.STANDING)
            .order_by(first.row)
        )  # fmt: skip
        person, (permit, issued, state, ended_on, dwelling) = self._of_each(asked)
        lost, found = self._losses(_numbers(permit))
        ended, became = _numbers(ended_on), np.array(state, dtype=np.str_)
        return Permits.of(
            person=person,
            issued=_numbers(issued),
            cancelled=np.where(np.isin(became, facts.ENDED), ended, END),
            lost=lost,
            replaced=found,
            address=Codes.of(dwelling),
            endorsements=self._endorsements(_numbers(permit)),
        )

    def _losses(self, permits: Rows) -> tuple[Rows, Rows]:
        """The last day on which each permit was reported lost, and the day on which that was over."""
        first = aliased(Permit)
        asked = (
            select(Person.row, first.row, PermitStep.after, ordinal(PermitStep.taken_on))
            .join(PermitStep, PermitStep.person_id == Person.id)
            .join(Permit, PermitStep.permit_id == Permit.id)
            .join(first, first.id == facts.FIRST)
            .where(
                facts.LOST | facts.FOUND,
                first.handed_on.is_not(None),
            )
            .order_by(PermitStep.taken_on, PermitStep.row)
        )
        _, (permit, after, taken_on) = self._of_each(asked)
        place, day = _places(permits, permit), _numbers(taken_on)
        lost, found = (np.full(len(permits), END, dtype=np.int32) for _ in range(2))
        was_lost = np.array(after, dtype=np.str_) == "lost"
        lost[place[was_lost]] = day[was_lost]
        # A step is the last about its permit where no other comes after it: only then is the loss over.
        last = np.full(len(permits), -1, dtype=np.int64)
        last[place] = np.arange(len(place))
        over = last[(last >= 0)]
        over = over[~was_lost[over]]
        found[place[over]] = day[over]
        return lost, found

    def _endorsements(self, permits: Rows) -> tuple[Rows, Rows]:
        first = aliased(Permit)
        asked = (
            select(Person.row, first.row, ordinal(Endorsement.endorsed_on))
            .join(Endorsement, Endorsement.person_id == Person.id)
            .join(Permit, Endorsement.permit_id == Permit.id)
            .join(first, first.id == facts.FIRST)
            .where(Permit.handed_on.is_not(None))
        )
        _, (permit, endorsed_on) = self._of_each(asked)
        return _places(permits, permit), _numbers(endorsed_on)

    def _employment(self) -> Spells:
        asked = select(Person.row, ordinal(Employment.since), ordinal(Employment.until))
        person, (since, until) = self._of_each(asked.join(Employment, Employment.person_id == Person.id))
        return self._spells(person, since, until, [None] * len(person))

    def _schooling(self) -> Spells:
        asked = select(Person.row, ordinal(Schooling.since), ordinal(Schooling.until), Schooling.level)
        person, (since, until, level) = self._of_each(asked.join(Schooling, Schooling.person_id == Person.id))
        return self._spells(person, since, until, level)

    def _spells(
        self, person: Rows, since: Sequence[int], until: Sequence[int | None], level: Sequence[str | None]
    ) -> Spells:
        starts = _numbers(since)
        found = Spells(self._told(person), person, starts, _day_after(until), Codes.of(level))
        return in_order(found, starts)

    def _insurance(self) -> Paid:
        asked = select(
            Person.row, ordinal(Insurance.since), ordinal(Insurance.until), Insurance.kind, Insurance.region,
            flag(Insurance.backpaid), flag(Insurance.flexible),
        )  # fmt: skip
        person, (since, until, kind, region, backpaid, flexible) = self._of_each(
            asked.join(Insurance, Insurance.person_id == Person.id)
        )
        sorts = zip(kind, region, map(bool, backpaid), map(bool, flexible), strict=True)
        first, end = months_of(_numbers(since)), months_of(_numbers(until)) + np.int32(1)
        return in_order(Paid(self._told(person), person, first, end, Codes.of(sorts)), first)

    def _statements(self) -> dict[str, Codes]:
        """The latest word on each statement; "unknown" takes an earlier yes or no back."""
        asked = (
            select(Person.row, Statement.name, Statement.value)
            .join(Statement, Statement.person_id == Person.id)
            .order_by(Statement.made_on, Statement.row)
        )
        person, (name, value) = self._of_each(asked)
        names, values = Codes.of(name), Codes.of(value)
        said = np.array([WORDS.index(SAID.get(word)) for word in values.words], dtype=np.int32)
        latest = {}
        for code, statement in enumerate(names.words):
            those = np.flatnonzero(names.codes == code)
            codes = np.zeros(len(self.who), dtype=np.int32)
            codes[person[those]] = said[values.codes[those]]
            latest[statement] = Codes(codes, WORDS)
        return latest

    def _told(self, person: Rows) -> NDArray[np.bool_]:
        """Of whom something is on file: where nothing is, it is not known that there is none."""
        told = np.zeros(len(self.who), dtype=np.bool_)
        told[person] = True
        return told


SAID = {"yes": True, "no": False}
WORDS = (None, True, False)


class _Families(NamedTuple):
    """The children whose household is on file, and pairs of a ward and a guardian, by their rows."""

    child: Rows
    ward: Rows
    guardian: Rows


def _families(session: Session, those: ColumnElement[bool]) -> _Families:
    """The head of each child's household and the spouse, as ``facts`` finds them."""
    child, adult, grown = aliased(Member), aliased(Member), aliased(Person)
    children = (
        select(Person.row)
        .join(child, child.person_id == Person.id)
        .where(those, child.until.is_(None), _related(child, facts.CHILDREN))
    )
    pairs = (
        children.join(adult, adult.household_id == child.household_id)
        .join(grown, grown.id == adult.person_id)
        .where(adult.until.is_(None), _related(adult, (facts.HEAD, facts.SPOUSE)))
        .add_columns(grown.row)
    )
    ward, guardian = columns(session, pairs)
    return _Families(_numbers(columns(session, children)[0]), _numbers(ward), _numbers(guardian))


def _related(member: type[Member], relations: tuple[str, ...]) -> ColumnElement[bool]:
    return or_(*(member.relation.startswith(relation) for relation in relations))


def _numbers(column: Sequence[int | None], none: int = END) -> Rows:
    """A column of numbers; ``none`` stands where there is none."""
    if None in column:
        column = [none if number is None else number for number in column]
    return np.array(column, dtype=np.int32)


def _places(known: Rows, rows: Sequence[int] | Rows) -> Rows:
    """At which place each row stands among the known ones, which are in order."""
    places: Rows = np.searchsorted(known, np.array(rows, dtype=np.int32)).astype(np.int32)
    return places


def _day_after(days: Sequence[int | None]) -> Rows:
    """The day after each last day, which is the first that is no longer meant."""
    after: Rows = np.minimum(_numbers(days) + np.int32(1), np.int32(END))
    return after
