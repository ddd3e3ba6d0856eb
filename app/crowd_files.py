"""The files of many persons read a table at a time, so that blocks for the law can be cut from them.

Each table is read by itself, in the order it lies in, and whose a row is, is found here by the UUIDs:
following a million persons from table to table takes the database three times as long. What is
read of a person takes some 300 bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, Integer, Select, case, cast, or_, select
from sqlalchemy.orm import Session, aliased

from app import facts
from app.language import N_
from app.law.calendar import END
from app.law.crowd import Mask, Rows, months_of, pairs, taken
from app.law.packing import (
    Block,
    Codes,
    Guardians,
    Paid,
    Permits,
    Spells,
    Stays,
    in_order,
)
from app.progress import Progress, Step
from db.columns import Ids, Words, ids, numbers, read, uuids, words
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

Column = Rows | Codes
NOWHERE = -1
"""The place of what is not among those asked for."""

_child, _adult, _first_card = aliased(Member), aliased(Member), aliased(Permit)
PERSONS = select(
    ids(Person.id), numbers(Person.row), numbers(Person.born_on),
    words(Person.sex, Person.household_division, Person.education),
)  # fmt: skip
# The head of each child's household and the spouse, as ``facts`` finds them.
GUARDIANS = (
    select(ids(_child.person_id), ids(_adult.person_id))
    .join(_adult, _adult.household_id == _child.household_id)
    .where(_child.until.is_(None), _adult.until.is_(None))
    .where(or_(*(_child.relation.startswith(relation) for relation in facts.CHILDREN)))
    .where(or_(*(_adult.relation.startswith(relation) for relation in (facts.HEAD, facts.SPOUSE))))
)
STAYS = select(
    ids(Stay.person_id), ids(Stay.id), numbers(Stay.arrived_on), numbers(Stay.left_on, END),
    numbers(Dwelling.row), words(Dwelling.division, Stay.tenure),
).join(Dwelling, Stay.dwelling_id == Dwelling.id)  # fmt: skip
REGISTRATIONS = select(ids(Registration.stay_id), numbers(Registration.registered_on))
PERMITS = (
    select(
        ids(Permit.person_id), ids(facts.FIRST), numbers(_first_card.issued_on),
        numbers(case((Permit.state.in_(facts.ENDED), Permit.ended_on)), END), numbers(Dwelling.row),
    )
    .join(_first_card, _first_card.id == facts.FIRST)
    .join(Stay, Permit.stay_id == Stay.id)
    .join(Dwelling, Stay.dwelling_id == Dwelling.id)
    .where(facts.STANDING)
)  # fmt: skip
ENDORSEMENTS = select(ids(facts.FIRST), numbers(Endorsement.endorsed_on)).join(
    Permit, Endorsement.permit_id == Permit.id
)
PERMIT_STEPS = (
    select(
        ids(facts.FIRST), numbers(PermitStep.taken_on), numbers(PermitStep.row),
        numbers(cast(facts.LOST, Integer)),
    )
    .join(Permit, PermitStep.permit_id == Permit.id)
    .where(facts.LOST | facts.FOUND)
)  # fmt: skip
JOBS = select(ids(Employment.person_id), numbers(Employment.since), numbers(Employment.until, END))
SCHOOLING = select(
    ids(Schooling.person_id), numbers(Schooling.since), numbers(Schooling.until, END), words(Schooling.level)
)
INSURANCE = select(
    ids(Insurance.person_id), numbers(Insurance.since), numbers(Insurance.until),
    words(Insurance.kind, Insurance.region, Insurance.backpaid, Insurance.flexible),
)  # fmt: skip
STATEMENTS = select(
    ids(Statement.person_id), numbers(Statement.made_on), numbers(Statement.row),
    words(Statement.name, Statement.value),
)  # fmt: skip

TABLES = 11
"""So many statements tell everything, one after the other."""

SAID = {"yes": True, "no": False}
WORDS = (None, True, False)
"""What may be said of a statement; nothing, or "unknown", comes first."""


class Files:
    """The files of everyone, or of those persons and their guardians; ``who`` are their rows, in order.

    Everything is read at once, when it is made: what blocks are cut of is as of one moment. Of everyone
    that takes seconds, and raises Cancelled where ``progress`` says so; of ``those`` it is not asked.
    """

    def __init__(
        self, session: Session, those: ColumnElement[bool] | None = None, progress: Progress | None = None
    ) -> None:
        self._session, self._those = session, those
        self._progress, self._tables_read = progress or Progress(), 0
        ward, guardian = self._read(GUARDIANS, _child)
        if those is not None:
            here = session.scalars(select(ids(Person.id)).where(those)).one()
            self._those = those | Person.id.in_(uuids(np.setdiff1d(guardian, here)))
        known, row, born, said = self._read(PERSONS, Person)
        order = np.argsort(row)
        self.who, self._born = row.take(order), born.take(order)
        self._places = _Places(known.take(order))
        sex, self._home, self._education = (codes.at(order) for codes in _apart(said))
        self._sex = Codes.of(map(facts.SEXES.get, sex.words)).at(sex.codes)
        self._guardians = self._of_each(ward, self._places.of(guardian))
        self._stays = self._all_stays()
        self._permits, self._endorsements, self._losses = self._all_permits()
        self._jobs = self._of_each(*self._read(JOBS, Employment))
        self._schooling = self._all_schooling()
        self._insurance = self._all_insurance()
        self._statements = self._all_statements()

    def block(self, places: Rows) -> Block:
        """The persons at these places of ``who``, guardians included."""
        ward, guardian = self._guardians.of(places)
        ward, guardian = taken(places.take(ward) != guardian, ward, guardian)  # nobody is one's own
        grown = np.unique(guardian)
        between = np.searchsorted(grown, guardian).astype(np.int32)
        guardians = Guardians(_told(ward, len(places)), self._persons(grown), ward, between)
        return replace(self._persons(places), guardians=guardians)

    def _persons(self, places: Rows) -> Block:
        return Block(
            who=self.who.take(places),
            born=self._born.take(places),
            stays=self._stays_of(places),
            permits=self._permits_of(places),
            employment=self._jobs_of(places),
            schooling=self._schooling_of(places),
            insurance=self._insurance_of(places),
            fixed={
                "sex": self._sex.at(places),
                "household_division": self._home.at(places),
                "education": self._education.at(places),
            },
            statements={name: said.at(places) for name, said in self._statements.items()},
        )

    # -- what is read

    def _read(self, statement: Select[*tuple[Any, ...]], noun: Any) -> Sequence[Any]:
        """The columns the statement asks for, of the rows of ``noun`` that are about the persons read."""
        self._tables_read += 1
        if self._those is None:
            return read(self._session, statement, noun.row, self._heed)
        whose = noun.id if noun is Person else noun.person_id
        return self._session.execute(statement.where(whose.in_(select(Person.id).where(self._those)))).one()

    def _heed(self) -> None:
        self._progress.at(Step(N_("Reading everyone on file"), self._tables_read - 1, TABLES))

    def _of_each(self, person: Ids, *columns: Column) -> _Table:
        return _Table(self._places.of(person), len(self.who), columns)

    def _all_stays(self) -> _Table:
        person, stay, arrived, left, dwelling, said = self._read(STAYS, Stay)
        of_stay, registered_on = self._read(REGISTRATIONS, Registration)
        registered = np.full(len(stay), END, dtype=np.int32)
        registered[_Places(stay).of(of_stay)] = registered_on
        return self._of_each(person, arrived, registered, left, dwelling, *_apart(said))

    def _all_permits(self) -> tuple[_Table, _Table, _Table]:
        """Every permit that was handed out; by permit its endorsements, and the days it was lost."""
        person, first, issued, cancelled, dwelling = self._read(PERMITS, Permit)
        permits, count = _Places(first), len(first)
        of_endorsement, endorsed_on = self._read(ENDORSEMENTS, Endorsement)
        of_step, taken_on, row, was_lost = self._read(PERMIT_STEPS, PermitStep)
        of_loss, lost, replaced = _losses(permits.of(of_step), taken_on, row, was_lost == 1)
        return (
            self._of_each(person, np.arange(count, dtype=np.int32), issued, cancelled, dwelling),
            _Table(permits.of(of_endorsement), count, (endorsed_on,)),
            _Table(of_loss, count, (lost, replaced)),
        )

    def _all_schooling(self) -> _Table:
        person, since, until, said = self._read(SCHOOLING, Schooling)
        return self._of_each(person, since, until, *_apart(said))

    def _all_insurance(self) -> _Table:
        person, since, until, said = self._read(INSURANCE, Insurance)
        kinds, regions, backpaid, flexible = said.columns
        sorts = tuple(zip(kinds, regions, map(bool, backpaid), map(bool, flexible), strict=True))
        return self._of_each(
            person, months_of(since), months_of(until) + np.int32(1), Codes(said.codes, sorts)
        )

    def _all_statements(self) -> dict[str, Codes]:
        """The latest word of everyone on each statement; "unknown" takes an earlier yes or no back."""
        person, made_on, row, said = self._read(STATEMENTS, Statement)
        order = np.lexsort((row, made_on))
        whose = self._places.of(person).take(order)
        names, values = (codes.at(order) for codes in _apart(said))
        meant = np.array([WORDS.index(SAID.get(word)) for word in values.words], dtype=np.int32)
        latest = {}
        for code, name in enumerate(names.words):
            those = np.flatnonzero(names.codes == code)
            codes = np.zeros(len(self.who), dtype=np.int32)
            codes[whose[those]] = meant[values.codes[those]]
            latest[name] = Codes(codes, WORDS)
        return latest

    # -- what of it belongs to some persons

    def _stays_of(self, places: Rows) -> Stays:
        person, arrived, registered, left, dwelling, division, tenure = self._stays.of(places)
        stays = Stays(person, division, arrived, registered, left, tenure, _as_words(dwelling))
        return in_order(stays, arrived)

    def _permits_of(self, places: Rows) -> Permits:
        person, which, issued, cancelled, dwelling = self._permits.of(places)
        return Permits.of(
            person=person,
            issued=issued,
            cancelled=cancelled,
            address=_as_words(dwelling),
            endorsements=self._endorsements.of(which),
            losses=self._losses.of(which),
        )

    def _jobs_of(self, places: Rows) -> Spells:
        person, since, until = self._jobs.of(places)
        return _spells(len(places), person, since, until, Codes(np.zeros_like(person), (None,)))

    def _schooling_of(self, places: Rows) -> Spells:
        person, since, until, level = self._schooling.of(places)
        return _spells(len(places), person, since, until, level)

    def _insurance_of(self, places: Rows) -> Paid:
        person, first, end, sort = self._insurance.of(places)
        return in_order(Paid(_told(person, len(places)), person, first, end, sort), first)


class _Places:
    """The place of each of some records, found by its UUID."""

    def __init__(self, known: Ids) -> None:
        self._order = np.argsort(known, kind="stable").astype(np.int32)
        self._known = known.take(self._order)

    def of(self, asked: Ids) -> Rows:
        """The place of each record asked for, NOWHERE for one that is not among these."""
        if not len(self._known):
            return np.full(len(asked), NOWHERE, dtype=np.int32)
        at = np.minimum(np.searchsorted(self._known, asked), len(self._known) - 1)
        return np.where(self._known.take(at) == asked, self._order.take(at), np.int32(NOWHERE))


class _Table:
    """The rows of a table by whom or what they belong to."""

    def __init__(self, owner: Rows, owners: int, columns: Sequence[Column]) -> None:
        """``owner`` is the place of each row's owner among so many, NOWHERE for a row to be left out."""
        order = np.argsort(owner, kind="stable").astype(np.int32)
        owned = owner[owner != NOWHERE]
        self._order = order[len(order) - len(owned) :]
        self._first = np.concatenate([[0], np.cumsum(np.bincount(owned, minlength=owners))])
        self._columns = columns

    def of(self, owners: Rows) -> tuple[Any, ...]:
        """Whose each of their rows is, by place among those asked for, and what stands in the columns."""
        whose, at = pairs(owners, self._order, self._first)
        rows = self._order.take(at)
        return whose.astype(np.int32), *(_taken(column, rows) for column in self._columns)


def _taken(column: Column, rows: Rows) -> Column:
    return column.at(rows) if isinstance(column, Codes) else column.take(rows)


def _apart(said: Words) -> list[Codes]:
    """What columns say together as one column of words each."""
    return [Codes.of(column).at(said.codes) for column in said.columns]


def _as_words(rows: Rows) -> Codes:
    """Rows of records, of which it only matters whether they are the same."""
    different = np.unique(rows)
    return Codes(np.searchsorted(different, rows).astype(np.int32), tuple(different.tolist()))


def _told(person: Rows, people: int) -> Mask:
    """Of whom something is on file: where nothing is, it is not known that there is none."""
    told = np.zeros(people, dtype=np.bool_)
    told[person] = True
    return told


def _spells(people: int, person: Rows, since: Rows, until: Rows, level: Codes) -> Spells:
    ends = np.minimum(until + np.int32(1), np.int32(END))
    return in_order(Spells(_told(person, people), person, since, ends, level), since)


def _losses(permit: Rows, day: Rows, step: Rows, was_lost: Mask) -> tuple[Rows, Rows, Rows]:
    """Whose each loss is, and from the day it was reported up to the step after it by which it was over."""
    order = np.lexsort((step, day, permit))
    permit, day, was_lost = permit.take(order), day.take(order), was_lost.take(order)
    # The next step from each on that is no loss, looked for from the end; behind the last there is none.
    found = np.where(was_lost, len(order), np.arange(len(order)))
    over = np.minimum.accumulate(found[::-1])[::-1]
    whose, when = np.append(permit, np.int32(NOWHERE)), np.append(day, np.int32(END))
    replaced = np.where(whose.take(over) == permit, when.take(over), np.int32(END))
    permit, day, replaced = taken(was_lost, permit, day, replaced)
    return permit, day, replaced
