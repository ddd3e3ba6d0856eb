"""Months of social insurance (社保): taken in without doubling one, and taken out where they were wrong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import codes, drafts, people
from app.clashes import THEIRS, Clash, Clashed, last_written
from app.desk import Desk
from app.drafts import DraftRow
from app.errors import Refused
from app.language import N_
from app.law import first_day_of, month_of
from app.law.histories import joined_months
from db.records import Insurance, Person

Stretch = tuple[int, int]
"""Months in a row [first, end), each counted from the year 0."""


@dataclass(frozen=True, slots=True)
class Paid:
    """Months paid in a row into one kind of insurance in one region; both months by their first days."""

    kind: str
    region: str
    since: date
    until: date
    backpaid: bool = False
    flexible: bool = False

    @property
    def months(self) -> int:
        """How many months they are."""
        return month_of(self.until.year, self.until.month) + 1 - month_of(self.since.year, self.since.month)

    @property
    def how(self) -> tuple[str, bool, bool]:
        """Where and how they were paid; months of one kind paid otherwise are another entry."""
        return self.region, self.backpaid, self.flexible


@dataclass(frozen=True, slots=True)
class PaidRow:
    """Months on file, as a list shows them."""

    id: UUID
    paid: Paid
    kind: str
    region: str


@dataclass(frozen=True, slots=True)
class TakenIn:
    """How many months were new, and how many lay on file already and were not doubled.

    ``entered`` are those which stand there by what was typed: these a correction of it puts right.
    """

    new: int
    on_file: int
    entered: tuple[Paid, ...] = ()


def of_person(desk: Desk, person_id: UUID) -> tuple[PaidRow, ...]:
    """Every month on file of a person, kind by kind, the latest first."""
    order = [entry.code for entry in codes.entries("insurance_kinds", desk.today())]
    with desk.reading() as session:
        found = sorted(
            _on_file(session, person_id), key=lambda row: (order.index(row.kind), -month(row.since))
        )
        return tuple(
            PaidRow(
                row.id, _paid(row), codes.title("insurance_kinds", row.kind, desk.today()),
                codes.division(row.region, desk.today()) or row.region,
            )
            for row in found
        )  # fmt: skip


def take_in(
    desk: Desk,
    person_id: UUID,
    paid: Sequence[Paid],
    instead_of: Sequence[Paid] = (),
    draft: DraftRow | None = None,
) -> TakenIn:
    """Take months in; one that is on file already in the very same way stays as it is.

    With ``instead_of`` months that were wrong give way to them, in the same act; what another officer has
    put right of those since stays, month by month. The draft they were typed in is over with the act.

    Raises Refused, and takes in none, where a month is still to come or before the person was born, where
    one of the same kind is on file as paid elsewhere or otherwise (that is a contradiction, not a second
    month; a month paid twice counts once). Raises Clashed where two officers put one right, each otherwise,
    and ``drafts.Gone`` where another desk has saved the draft or given it up.
    """
    with desk.writing("take_in_insurance") as session:
        person = people.held(session, person_id)
        for one in paid:
            _refuse_impossible(one, person, desk.today())
        wanted = _put_right(session, person_id, instead_of, paid) if instead_of else paid
        before = _cells_on_file(session, person_id)
        for one in wanted:
            _enter(session, desk, person_id, one)
        drafts.use_up(session, draft)
        session.flush()
        new = _cells_on_file(session, person_id) - before
    on_file = sum(each.months for each in _joined(wanted)) - len(new)
    return TakenIn(len(new), on_file, tuple(_as_paid(new | _cells(instead_of) & _cells(paid))))


def take_out(desk: Desk, person_id: UUID, paid: Paid) -> None:
    """Take months out that were never paid so; what lies before and after them stays on file.

    Raises Refused where none of them is on file.
    """
    with desk.writing("take_out_insurance") as session:
        _take_out(session, person_id, paid)


def month(day: date) -> int:
    """The month a day lies in, counted from the year 0."""
    return month_of(day.year, day.month)


def first_of(number: int) -> date:
    """The first day of a month counted from the year 0."""
    return date.fromordinal(first_day_of(number))


def _refuse_impossible(one: Paid, person: Person, today: date) -> None:
    if one.since > one.until:
        raise Refused(
            N_("The months end before they begin: {since}, {until}."), field="months",
            since=_named(one.since), until=_named(one.until),
        )  # fmt: skip
    if month(one.until) > month(today):
        raise Refused(N_("The month {month} is still to come."), field="months", month=_named(one.until))
    if person.born_on is not None and month(one.since) < month(person.born_on):
        raise Refused(
            N_("The month {month} lies before this person was born. Is it the right person?"),
            field="months", month=_named(one.since),
        )  # fmt: skip


Cell: TypeAlias = tuple[str, int, tuple[str, bool, bool]]
"""One month of one kind, and how it was paid."""


def settled(
    clashes: Iterable[Clash], shown: Sequence[Paid], typed: Sequence[Paid], whose: str
) -> tuple[list[Paid], list[Paid]]:
    """The months as shown and as typed once MINE or THEIRS was chosen: to be taken in again so.

    Theirs stay of the months that were asked about, or give way to what is typed.
    """
    asked = {cell[:2] for clash in clashes for cell in _cells(clash.shown)}
    rest, mine = _outside(asked, shown), _cells(typed)
    if whose == THEIRS:
        return _as_paid(rest), _as_paid(_outside(asked, typed))
    return _as_paid(rest.union(*(_cells(clash.theirs) for clash in clashes))), _as_paid(mine)


def _outside(months: set[tuple[str, int]], paid: Sequence[Paid]) -> set[Cell]:
    return {cell for cell in _cells(paid) if cell[:2] not in months}


def _put_right(session: Session, person_id: UUID, shown: Sequence[Paid], typed: Sequence[Paid]) -> list[Paid]:
    """Take out those of the months shown that are not typed any more; answers the ones to be entered."""
    was, mine = _cells(shown), _cells(typed)
    on_file = _cells_on_file(session, person_id)
    if overtaken := _overtaken(was, on_file, mine):
        written = last_written(session, person_id, Insurance.__tablename__)
        raise Clashed((Clash("months", *map(_as_paid, overtaken)),), written)
    for one in _as_paid((was - mine) & on_file):
        _take_out(session, person_id, one)
    return _as_paid(mine - was)


def _overtaken(was: set[Cell], on_file: set[Cell], mine: set[Cell]) -> tuple[set[Cell], ...] | None:
    """What was shown, what is on file and what is typed of the months that two officers changed otherwise."""
    asked = {
        (kind, number)
        for kind, number, _how in was - mine - on_file  # taken out here, and gone or changed there
        if _ways(mine, kind, number) != _ways(on_file, kind, number)
    }
    if not asked:
        return None
    return tuple({cell for cell in cells if cell[:2] in asked} for cells in (was, on_file, mine))


def _cells(paid: Iterable[Paid]) -> set[Cell]:
    return {(one.kind, number, one.how) for one in paid for number in range(*_stretch(one.since, one.until))}


def _ways(cells: set[Cell], kind: str, number: int) -> set[tuple[str, bool, bool]]:
    return {cell[2] for cell in cells if cell[:2] == (kind, number)}


def _as_paid(cells: Iterable[Cell]) -> list[Paid]:
    months = [
        Paid(kind, how[0], first_of(number), first_of(number), *how[1:])
        for kind, number, how in sorted(cells)
    ]
    return _joined(months)


def _take_out(session: Session, person_id: UUID, paid: Paid) -> None:
    first, end = _stretch(paid.since, paid.until)
    rows = [
        row
        for row in _on_file(session, person_id, paid.kind)
        if _paid(row).how == paid.how and _overlap(_stretch(row.since, row.until), (first, end))
    ]
    if not rows:
        raise Refused(N_("None of these months is on file."), field="months")
    for row in rows:
        begun, over = _stretch(row.since, row.until)
        kept = [(since, until) for since, until in ((begun, first), (end, over)) if since < until]
        _rewrite(session, [row], person_id, paid, kept)


def _enter(session: Session, desk: Desk, person_id: UUID, one: Paid) -> None:
    """Write months beside those of their kind, joined with the ones that touch them."""
    wanted = _stretch(one.since, one.until)
    touching = []
    for row in _on_file(session, person_id, one.kind):
        there = _stretch(row.since, row.until)
        if _paid(row).how == one.how:
            if wanted[0] <= there[1] and there[0] <= wanted[1]:
                touching.append(row)
        elif _overlap(there, wanted):
            raise Refused(
                N_("{month} of {kind} is on file as paid in {region}, or in another way. Nothing was taken "
                   "in: take that entry out first, or leave the month out."),
                field="months", month=_named(first_of(max(there[0], wanted[0]))),
                kind=codes.title("insurance_kinds", one.kind, desk.today()),
                region=codes.division(row.region, desk.today()) or row.region,
            )  # fmt: skip
    whole = joined_months([wanted, *(_stretch(row.since, row.until) for row in touching)])
    _rewrite(session, touching, person_id, one, whole)


def _rewrite(
    session: Session, rows: list[Insurance], person_id: UUID, like: Paid, stretches: Iterable[Stretch]
) -> None:
    """Let these rows hold these stretches: as many as are needed, no entry touched that stays as it is."""
    left = list(rows)
    for first, end in stretches:
        row = left.pop(0) if left else Insurance(
            person_id=person_id, kind=like.kind, region=like.region, backpaid=like.backpaid,
            flexible=like.flexible,
        )  # fmt: skip
        row.since, row.until = first_of(first), first_of(end - 1)
        session.add(row)
    for row in left:
        session.delete(row)
    session.flush()


def _on_file(session: Session, person_id: UUID, kind: str | None = None) -> list[Insurance]:
    rows = select(Insurance).where(Insurance.person_id == person_id)
    if kind is not None:
        rows = rows.where(Insurance.kind == kind)
    return list(session.scalars(rows.order_by(Insurance.since, Insurance.row)))


def _cells_on_file(session: Session, person_id: UUID) -> set[Cell]:
    return _cells(_paid(row) for row in _on_file(session, person_id))


def _joined(paid: Sequence[Paid]) -> list[Paid]:
    """The same months, each once."""
    alike: dict[tuple[str, tuple[str, bool, bool]], list[Paid]] = {}
    for one in paid:
        alike.setdefault((one.kind, one.how), []).append(one)
    return [
        Paid(kind, how[0], first_of(first), first_of(end - 1), *how[1:])
        for (kind, how), some in alike.items()
        for first, end in joined_months([_stretch(one.since, one.until) for one in some])
    ]


def _paid(row: Insurance) -> Paid:
    return Paid(row.kind, row.region, row.since, row.until, row.backpaid, row.flexible)


def _stretch(since: date, until: date) -> Stretch:
    return month(since), month(until) + 1


def _overlap(one: Stretch, other: Stretch) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _named(day: date) -> str:
    return f"{day:%Y-%m}"
