"""The files of many persons read a table at a time, so that blocks for the law can be cut from them.

Each table is read by itself, in the order it lies in, and whose a row is, is found here by the UUIDs:
following a million persons from table to table takes the database three times as long. What is kept of
a person takes some 90 bytes: columns as narrow as what stands in them, by whom they are about, and no UUID.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

import numpy as np
from sqlalchemy import ColumnElement, Integer, Select, case, cast, or_, select
from sqlalchemy.orm import Session, aliased

from app import facts
from app.crowd_tables import NOWHERE, Column, Finding, Places, Table, apart, narrow, wide
from app.language import N_
from app.law.calendar import END
from app.law.crowd import Mask, Rows, months_of, taken
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
from db.columns import ids, numbers, read, uuids, words
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
        if those is not None:
            self._those = those | Person.id.in_(self._guardians_of(those))
        self.who, self._born, self._home, self._education, self._sex, places = self._all_persons()
        # What takes most room while it is put together comes first, when little is held beside it.
        self._guardians = self._of_each(*self._read(GUARDIANS, _child, places, places))
        self._statements = self._all_statements(places)
        self._stays = self._of_each(*self._all_stays(places))
        self._insurance = self._of_each(*self._all_insurance(places))
        self._permits, self._endorsements, self._losses = self._all_permits(places)
        self._jobs = self._of_each(*self._read(JOBS, Employment, places))
        self._schooling = self._of_each(*self._all_schooling(places))

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
                "sex": wide(self._sex, places),
                "household_division": wide(self._home, places),
                "education": wide(self._education, places),
            },
            statements={name: wide(said, places) for name, said in self._statements.items()},
        )

    # -- what is read

    def _read(self, statement: Select[*tuple[Any, ...]], noun: Any, *of: Finding) -> Sequence[Any]:
        """The columns the statement asks for, of the rows of ``noun`` that are about the persons read.

        The first columns are UUIDs; of as many as there are in ``of`` only the places are kept.
        """

        def placed(columns: Sequence[Any]) -> Sequence[Any]:
            return *(find(column) for find, column in zip(of, columns, strict=False)), *columns[len(of) :]

        self._tables_read += 1
        if self._those is None:
            return read(self._session, statement, noun.row, self._heed, placed)
        whose = noun.id if noun is Person else noun.person_id
        within = statement.where(whose.in_(select(Person.id).where(self._those)))
        return placed(self._session.execute(within).one())

    def _heed(self) -> None:
        self._progress.at(Step(N_("Reading everyone on file"), self._tables_read - 1, TABLES))

    def _guardians_of(self, those: ColumnElement[bool]) -> list[UUID]:
        theirs = GUARDIANS.where(_child.person_id.in_(select(Person.id).where(those)))
        return uuids(np.unique(self._session.execute(theirs).one()[1]))

    def _of_each(self, person: Any, *columns: Column) -> Table:
        return Table(person, len(self.who), columns)

    def _all_persons(self) -> tuple[Rows, Rows, Codes, Codes, Codes, Finding]:
        """Everyone's row, in order, what stands beside it, and how each is found."""
        known, row, born, said = self._read(PERSONS, Person)
        order = np.argsort(row).astype(np.int32)
        at = np.empty_like(order)
        at[order] = np.arange(len(order), dtype=np.int32)
        sex, home, education = (codes.at(order) for codes in apart(said))
        sex = narrow(Codes.of(map(facts.SEXES.get, sex.words))).at(sex.codes)
        return row.take(order), born.take(order), home, education, sex, Places(known, at).of

    def _all_stays(self, places: Finding) -> Sequence[Column]:
        registration, registered_on = self._all_registrations()
        person, found, arrived, left, dwelling, said = self._read(STAYS, Stay, places, registration)
        return person, arrived, registered_on.take(found), left, dwelling, *apart(said)

    def _all_registrations(self) -> tuple[Finding, Rows]:
        """How the registration of a stay is found, and the day of each; that of NOWHERE is END."""
        stay, registered_on = self._read(REGISTRATIONS, Registration)
        return Places(stay).of, np.append(registered_on, np.int32(END))

    def _all_permits(self, places: Finding) -> tuple[Table, Table, Table]:
        """Every permit that was handed out; by permit its endorsements, and the days it was lost."""
        person, first, issued, cancelled, dwelling = self._read(PERMITS, Permit, places)
        permits, count = Places(first).of, len(first)
        of_endorsement, endorsed_on = self._read(ENDORSEMENTS, Endorsement, permits)
        of_step, taken_on, row, was_lost = self._read(PERMIT_STEPS, PermitStep, permits)
        of_loss, lost, replaced = _losses(of_step, taken_on, row, was_lost == 1)
        return (
            self._of_each(person, np.arange(count, dtype=np.int32), issued, cancelled, dwelling),
            Table(of_endorsement, count, (endorsed_on,)),
            Table(of_loss, count, (lost, replaced)),
        )

    def _all_schooling(self, places: Finding) -> Sequence[Column]:
        person, since, until, said = self._read(SCHOOLING, Schooling, places)
        return person, since, until, *apart(said)

    def _all_insurance(self, places: Finding) -> Sequence[Column]:
        person, since, until, said = self._read(INSURANCE, Insurance, places)
        kinds, regions, backpaid, flexible = said.columns
        sorts = tuple(zip(kinds, regions, map(bool, backpaid), map(bool, flexible), strict=True))
        return person, since, until, narrow(Codes(said.codes, sorts))

    def _all_statements(self, places: Finding) -> dict[str, Codes]:
        """The latest word of everyone on each statement; "unknown" takes an earlier yes or no back."""
        person, made_on, row, said = self._read(STATEMENTS, Statement, places)
        order = np.lexsort((row, made_on))
        whose = person.take(order)
        names, values = (codes.at(order) for codes in apart(said))
        meant = np.array([WORDS.index(SAID.get(word)) for word in values.words], dtype=np.int32)
        latest = {}
        for code, name in enumerate(names.words):
            those = np.flatnonzero(names.codes == code)
            codes = np.zeros(len(self.who), dtype=np.int32)
            codes[whose[those]] = meant[values.codes[those]]
            latest[name] = narrow(Codes(codes, WORDS))
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
        person, since, until, sort = self._insurance.of(places)
        first, end = months_of(since), months_of(until) + np.int32(1)
        return in_order(Paid(_told(person, len(places)), person, first, end, sort), first)


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
