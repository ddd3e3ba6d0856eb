"""Many persons' files packed in columns, block by block, so that all can be asked at once.

Most files have no hole inside an entry and are packed; the few that have one are kept as
they are (``alone``) and heard one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from itertools import islice
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from app.law.calendar import END, FIRST
from app.law.crowd import DAY_BITS, Mask, Rows, taken
from app.law.histories import FOREVER
from app.law.residents import UNKNOWN, Case, Employment, Insurance, Resident, Schooling, Stay

BLOCK = 16_384
"""Persons to a block: few enough that its columns stay near the processor."""

UNTOLD = -1

COUNTY = 6
"""Digits of a division code that names a county, as finely as any rule asks."""

FIXED = ("sex", "household_division", "education", "skill_grade")

T = TypeVar("T", bound=Hashable)
Entry = TypeVar("Entry")
Table = TypeVar("Table", "Stays", "Spells", "Paid")


@dataclass(frozen=True, slots=True)
class Codes:
    """One word for each person or entry, as its place among the different words there are."""

    codes: Rows
    words: tuple[Any, ...]

    @classmethod
    def of(cls, words: Iterable[T]) -> Codes:
        """The words, each different one kept once."""
        known: dict[T, int] = {}
        codes = [known.setdefault(word, len(known)) for word in words]
        return cls(_column(codes), tuple(known))

    def at(self, places: NDArray[np.integer[Any]]) -> Codes:
        """The words at those places."""
        return Codes(self.codes[places], self.words)

    def each(self, so: Callable[[Any], bool | None]) -> Rows:
        """For every entry what is so of its word: 1 yes, 0 no, -1 where it cannot be said."""
        verdicts = [UNTOLD if verdict is None else int(verdict) for verdict in map(so, self.words)]
        return np.array([*verdicts, 0], dtype=np.int32).take(self.codes)


def in_order(table: Table, starts: Rows) -> Table:
    """The same rows by person and what they begin with, for stretches in order need no sorting when swept."""
    person: Rows = table.person
    keys = (person.astype(np.int64) << DAY_BITS) | starts
    if (keys[1:] >= keys[:-1]).all():
        return table
    return _at(table, np.argsort(keys, kind="stable"))


def _at(table: Table, places: NDArray[np.intp]) -> Table:
    """The rows of the table at those places."""
    columns = ((column.name, getattr(table, column.name)) for column in fields(table))
    taken: dict[str, Any] = {
        name: column.at(places) if isinstance(column, Codes) else column.take(places)
        for name, column in columns
        if name != "told"
    }
    return replace(table, **taken)


@dataclass(frozen=True, slots=True)
class Stays:
    """The stays; ``registered`` and ``left`` are END while there is no such day."""

    person: Rows
    division: Codes
    arrived: Rows
    registered: Rows
    left: Rows
    tenure: Codes
    address: Codes


@dataclass(frozen=True, slots=True)
class Permits:
    """The permits by person and issue day, each up to its cancellation or the next one's issue.

    The days of endorsement of permit n are ``endorsed[first[n]:first[n + 1]]``, in order. The permit
    at ``of_loss[n]`` was lost in [lost[n], replaced[n]), which may lie beyond the days it was held.
    """

    person: Rows
    issued: Rows
    ends: Rows
    address: Codes
    endorsed: Rows
    first: Rows
    of_loss: Rows
    lost: Rows
    replaced: Rows

    @classmethod
    def of(
        cls,
        person: Rows,
        issued: Rows,
        cancelled: Rows,
        address: Codes,
        endorsements: tuple[Rows, Rows],
        losses: tuple[Rows, Rows, Rows],
    ) -> Permits:
        """The permits in whatever order; END is no day.

        ``endorsements`` are the place of the permit among those given, and the day; what was entered
        for a day on which the permit was not held does not count. ``losses`` are the place of the
        permit, the day it was reported lost and the day that was over.
        """
        order = np.lexsort((issued, person))
        person, issued = person[order], issued[order]
        following = np.full(len(order), END, dtype=np.int32)
        following[:-1] = np.where(person[1:] == person[:-1], issued[1:], END)
        ends = np.minimum(following, cancelled[order])
        place = np.empty(len(order), dtype=np.int32)
        place[order] = np.arange(len(order), dtype=np.int32)
        of, day = place[endorsements[0]], endorsements[1]
        held = (issued[of] <= day) & (day < ends[of])
        made = np.unique((of[held].astype(np.int64) << DAY_BITS) | day[held])
        of, day = (made >> DAY_BITS).astype(np.int32), (made & ((1 << DAY_BITS) - 1)).astype(np.int32)
        first = np.concatenate([[0], np.cumsum(np.bincount(of, minlength=len(order)))]).astype(np.int32)
        of_loss, lost, replaced = losses
        return cls(person, issued, ends, address.at(order), day, first, place.take(of_loss), lost, replaced)


@dataclass(frozen=True, slots=True)
class Spells:
    """Jobs or schooling as [start, end), of ``level``; ``told`` are the persons of whom they are on file."""

    told: Mask
    person: Rows
    starts: Rows
    ends: Rows
    level: Codes


@dataclass(frozen=True, slots=True)
class Paid:
    """Months paid as [first, end), with what sort of payment they were."""

    told: Mask
    person: Rows
    starts: Rows
    ends: Rows
    sort: Codes


@dataclass(frozen=True, slots=True)
class Guardians:
    """The guardians of a block, themselves a block; ``told`` are the persons whose guardians are on file.

    The person at ``ward[n]`` has the guardian at ``guardian[n]``.
    """

    told: Mask
    block: Block
    ward: Rows
    guardian: Rows


@dataclass(frozen=True, slots=True)
class Block:
    """Some thousand persons. ``who`` is each one's number: the place among all cases, the row of a record.

    ``born`` is 0 where it is not on file; ``alone`` are those with a hole inside an entry,
    with their place. ``cases`` are the files themselves, where they are at hand.
    """

    who: Rows
    born: Rows
    stays: Stays
    permits: Permits
    employment: Spells
    schooling: Spells
    insurance: Paid
    fixed: Mapping[str, Codes]
    statements: Mapping[str, Codes]
    guardians: Guardians | None = None
    alone: tuple[tuple[int, Case], ...] = ()
    cases: tuple[Case, ...] = field(default=(), repr=False)

    @property
    def people(self) -> int:
        """How many persons are packed."""
        return len(self.who)


def going_on(block: Block, month: int) -> Block:
    """The block with what is paid up to the month before ``month`` as being paid, without an end."""
    guardians = block.guardians
    if guardians is not None:
        guardians = replace(guardians, block=going_on(guardians.block, month))
    paid = block.insurance
    ends = np.where(paid.ends >= month, np.int32(FOREVER), paid.ends)
    return replace(block, insurance=replace(paid, ends=ends), guardians=guardians)


def some(block: Block, places: Rows) -> Block:
    """A block of those persons of another, whose places are given in order, without their guardians."""
    renumbered = np.full(block.people, UNTOLD, dtype=np.int32)
    renumbered[places] = np.arange(len(places), dtype=np.int32)

    def of(table: Table) -> Table:
        person = renumbered.take(table.person)
        return _at(replace(table, person=person), np.flatnonzero(person != UNTOLD))

    return Block(
        who=block.who.take(places),
        born=block.born.take(places),
        stays=of(block.stays),
        permits=_some_permits(block.permits, renumbered),
        employment=replace(of(block.employment), told=block.employment.told.take(places)),
        schooling=replace(of(block.schooling), told=block.schooling.told.take(places)),
        insurance=replace(of(block.insurance), told=block.insurance.told.take(places)),
        fixed={name: codes.at(places) for name, codes in block.fixed.items()},
        statements={name: codes.at(places) for name, codes in block.statements.items()},
    )


def _some_permits(permits: Permits, renumbered: Rows) -> Permits:
    person = renumbered.take(permits.person)
    places = np.flatnonzero(person != UNTOLD)
    counts = np.diff(permits.first)
    place = np.full(len(person), UNTOLD, dtype=np.int32)
    place[places] = np.arange(len(places), dtype=np.int32)
    of_loss = place.take(permits.of_loss)
    return Permits(
        person.take(places),
        permits.issued.take(places),
        permits.ends.take(places),
        permits.address.at(places),
        permits.endorsed.compress(np.repeat(person != UNTOLD, counts)),
        np.concatenate([[0], np.cumsum(counts.take(places))]).astype(np.int32),
        *taken(of_loss != UNTOLD, of_loss, permits.lost, permits.replaced),
    )


def packed(cases: Iterable[Case], size: int = BLOCK) -> Iterator[Block]:
    """The cases in blocks, read as they are asked for; so many at a time are in memory."""
    rest, place = iter(cases), 0
    while some := list(islice(rest, size)):
        yield pack(some, place)
        place += len(some)


def pack(cases: list[Case], place: int = 0) -> Block:
    """One block of the cases, the first of them at ``place`` among all."""
    plain = [(number, case) for number, case in enumerate(cases, place) if _is_plain(case)]
    alone = [(number, case) for number, case in enumerate(cases, place) if not _is_plain(case)]
    packed_cases = tuple(case for _, case in plain)
    return _block(
        [case.person for case in packed_cases],
        _column([number for number, _ in plain]),
        guardians=_guardians(packed_cases),
        alone=tuple(alone),
        cases=packed_cases,
    )


def _is_plain(case: Case) -> bool:
    return all(map(_is_whole, (case.person, *(case.guardians or ()))))


def _is_whole(person: Resident) -> bool:
    """Whether no entry of the file has a hole that days are counted by."""
    if person.stays is None or person.permits is None:
        return False
    return (
        all(
            len(stay.division or "") >= COUNTY and stay.arrived and _known(stay.registered)
            for stay in person.stays
        )
        and all(permit.issued and permit.endorsed is not None for permit in person.permits)
        and all(job.started and _known(job.ended) for job in person.employment or ())
        and all(school.started and _known(school.ended) and school.level for school in person.schooling or ())
        and all(paid.since is not None and paid.until is not UNKNOWN for paid in person.insurance or ())
    )


def _known(day: object) -> bool:
    return day is None or isinstance(day, date)


def _guardians(cases: tuple[Case, ...]) -> Guardians | None:
    """The guardians, packed; None where there are none and that is known of everyone."""
    wards = [number for number, case in enumerate(cases) for _ in case.guardians or ()]
    told = np.array([case.guardians is not None for case in cases], dtype=np.bool_)
    if not wards and told.all():
        return None
    people = [guardian for case in cases for guardian in case.guardians or ()]
    everyone = _column(range(len(people)))
    return Guardians(told, _block(people, everyone), _column(wards), everyone)


def _block(people: list[Resident], who: Rows, **rest: Any) -> Block:
    said = {name for person in people for name in person.statements}
    return Block(
        who=who,
        born=_column([person.born.toordinal() if person.born else 0 for person in people]),
        stays=_stays(_entries(people, lambda person: person.stays)),
        permits=_permits(people),
        employment=_spells([person.employment for person in people]),
        schooling=_spells([person.schooling for person in people]),
        insurance=_paid([person.insurance for person in people]),
        fixed={name: Codes.of(getattr(person, name) for person in people) for name in FIXED},
        statements={name: Codes.of(person.statements.get(name) for person in people) for name in said},
        **rest,
    )


def _entries(
    people: list[Resident], of: Callable[[Resident], tuple[Entry, ...] | None]
) -> list[tuple[int, Entry]]:
    return [(number, entry) for number, person in enumerate(people) for entry in of(person) or ()]


def _stays(stays: list[tuple[int, Stay]]) -> Stays:
    found = Stays(
        person=_column([number for number, _ in stays]),
        division=Codes.of(stay.division for _, stay in stays),
        arrived=_column([_ordinal(stay.arrived, FIRST) for _, stay in stays]),
        registered=_column([_ordinal(stay.registered, END) for _, stay in stays]),
        left=_column([_ordinal(stay.left, END) for _, stay in stays]),
        tenure=Codes.of(stay.tenure for _, stay in stays),
        address=Codes.of(stay.address for _, stay in stays),
    )
    return in_order(found, found.arrived)


def _permits(people: list[Resident]) -> Permits:
    rows = _entries(people, lambda person: person.permits)
    endorsed = [(n, day) for n, (_, permit) in enumerate(rows) for day in permit.endorsed or ()]
    losses = [(n, loss) for n, (_, permit) in enumerate(rows) for loss in permit.losses]
    return Permits.of(
        person=_column([number for number, _ in rows]),
        issued=_column([_ordinal(permit.issued, END) for _, permit in rows]),
        cancelled=_column([_ordinal(permit.cancelled, END) for _, permit in rows]),
        address=Codes.of(permit.address for _, permit in rows),
        endorsements=(_column([n for n, _ in endorsed]), _column([day.toordinal() for _, day in endorsed])),
        losses=(
            _column([n for n, _ in losses]),
            _column([loss.lost.toordinal() for _, loss in losses]),
            _column([_ordinal(loss.replaced, END) for _, loss in losses]),
        ),
    )


def _spells(lists: list[tuple[Employment, ...] | None] | list[tuple[Schooling, ...] | None]) -> Spells:
    rows = [(number, spell) for number, spells in enumerate(lists) for spell in spells or ()]
    found = Spells(
        told=_told(lists),
        person=_column([number for number, _ in rows]),
        starts=_column([_ordinal(spell.started, FIRST) for _, spell in rows]),
        ends=_column([_ordinal(spell.ended, END - 1) + 1 for _, spell in rows]),
        level=Codes.of(getattr(spell, "level", None) for _, spell in rows),
    )
    return in_order(found, found.starts)


def _paid(lists: list[tuple[Insurance, ...] | None]) -> Paid:
    rows = [(number, paid) for number, spells in enumerate(lists) for paid in spells or ()]
    found = Paid(
        told=_told(lists),
        person=_column([number for number, _ in rows]),
        starts=_column([paid.since or 0 for _, paid in rows]),
        ends=_column([paid.until + 1 if isinstance(paid.until, int) else FOREVER for _, paid in rows]),
        sort=Codes.of((paid.kind, paid.region, paid.backpaid, paid.flexible) for _, paid in rows),
    )
    return in_order(found, found.starts)


def _told(lists: Iterable[object]) -> Mask:
    return np.array([entries is not None for entries in lists], dtype=np.bool_)


def _ordinal(day: object, otherwise: int) -> int:
    return day.toordinal() if isinstance(day, date) else otherwise


def _column(numbers: Iterable[int]) -> Rows:
    return np.fromiter(numbers, dtype=np.int32)
