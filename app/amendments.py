"""What other packs would change for the people on file: who gains and who loses which service, by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from app import facts, idnumbers, people
from app.crowds import Everyone
from app.desk import Desk
from app.exchange import written_table
from app.language import N_, _
from app.law import Answer, Law
from app.law.answers import Verdict
from app.law.compare import Change, Stand, compare, differing
from app.law.packing import Block, pack
from app.law.words import VERDICTS, titled
from app.progress import Progress, Step
from db.records import Person

AT_ONCE, FEW = 4_096, 500
"""How many persons are compared at a time, and how many are named at a time."""

DOING = N_("Comparing for everyone on file")


@dataclass(frozen=True, slots=True)
class Affected:
    """One person to whom one service is answered otherwise, the number masked: how it stood, how it will."""

    person_id: UUID
    name: str
    number: str
    rule: str
    service: str
    old: Stand
    new: Stand
    gains: bool
    loses: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """One service: how many gain it, lose it, and have it on another day or can no longer be told."""

    rule: str
    service: str
    gain: int
    lose: int
    otherwise: int


@dataclass(frozen=True, slots=True)
class Weighed:
    """Why one person is answered otherwise: both answers; None where that law has no such rule."""

    old: Answer | None
    new: Answer | None


def affected(desk: Desk, old: Law, new: Law, day: date, progress: Progress) -> Iterator[Affected]:
    """Everybody on file whom the two laws answer otherwise on that day, as they come; nothing is written.

    Raises Cancelled when ``progress`` is asked to stop.
    """
    services, rules = _services(old, new), differing(old, new)
    scored = [rule for rule in rules if old.is_scored(rule) or new.is_scored(rule)]
    by_columns = [rule for rule in rules if rule not in scored]
    if not rules:
        return
    with desk.reading() as session:
        total, done = session.scalar(select(func.count()).select_from(Person)) or 0, 0
    for block in Everyone(desk, AT_ONCE, progress):
        progress.at(Step(DOING, done, total))
        changes = list(compare(old, new, [block], day, by_columns)) if by_columns else []
        with desk.reading() as session:
            if scored:  # points are told by the files alone, one by one
                changes += _by_files(session, desk, (old, new), block, day, scored)
            yield from _named(session, changes, services)
        done += block.people
    progress.at(Step(DOING, total, total))


def _by_files(
    session: Session, desk: Desk, laws: tuple[Law, Law], block: Block, day: date, rules: Sequence[str]
) -> Iterator[Change]:
    """The same from the files themselves."""
    some = select(Person.row, Person.id).where(Person.row.between(int(block.who.min()), int(block.who.max())))
    for row, person_id in session.execute(some.order_by(Person.row)).all():
        for change in compare(*laws, [pack([facts.about(session, person_id, desk.today())])], day, rules):
            yield replace(change, who=row)


def why(desk: Desk, person_id: UUID, rule: str, old: Law, new: Law, day: date) -> Weighed:
    """What each law answers this person, with the reasons."""
    with desk.reading() as session:
        case = facts.about(session, person_id, desk.today())
    return Weighed(*(law.ask(rule, case, day) if rule in law.rules() else None for law in (old, new)))


def tallies(changes: Iterable[Affected]) -> tuple[Tally, ...]:
    """The changes counted by service, the one that touches most first."""
    counted: dict[tuple[str, str], list[int]] = {}
    for one in changes:
        count = counted.setdefault((one.rule, one.service), [0, 0, 0])
        count[0 if one.gains else 1 if one.loses else 2] += 1
    return tuple(
        Tally(rule, service, *count)
        for (rule, service), count in sorted(counted.items(), key=lambda pair: -sum(pair[1]))
    )


def export(changes: Iterable[Affected], to: Path) -> None:
    """Write the changes as a table for a spreadsheet; raises Refused when the file cannot be written."""
    headings = (_("Name"), _("Number"), _("Service"), _("Change"), _("Until now"), _("From day"), _("Then"),
                _("From day"))  # fmt: skip
    written_table.write(to, headings, map(_row, changes))


def change_in_words(one: Affected) -> str:
    """What the change is to the person, in a word."""
    if one.gains:
        return _("gains")
    if one.loses:
        return _("loses")
    return _("on another day") if one.old.verdict is one.new.verdict else _("otherwise")


def stand_in_words(stand: Stand) -> str:
    """How a person stands to a service: the verdict, and the first day where it is still to come."""
    verdict = _(VERDICTS[stand.verdict])
    if stand.verdict is Verdict.YES or stand.opens is None:
        return verdict
    return _("{verdict}, from {day}", verdict=verdict, day=stand.opens)


def _row(one: Affected) -> tuple[str, ...]:
    old, new = one.old, one.new
    return (one.name, one.number, one.service, change_in_words(one), _(VERDICTS[old.verdict]), _day(old),
            _(VERDICTS[new.verdict]), _day(new))  # fmt: skip


def _day(stand: Stand) -> str:
    return stand.opens.isoformat() if stand.opens else ""


def _services(*laws: Law) -> dict[str, str]:
    """What each rule is called, in the newest law that has it."""
    return {
        rule: titled(found.entry.title)
        for law in laws
        for rule in law.rules()
        for found in islice(law.editions(rule), 1)
    }


def _named(session: Session, changes: Iterable[Change], services: dict[str, str]) -> Iterator[Affected]:
    """The changes with the persons they are about, whose rows they name."""
    rest = iter(changes)
    while some := list(islice(rest, FEW)):
        known = select(Person).where(Person.row.in_({change.who for change in some}))
        persons = {
            person.row: person for person in session.scalars(known.options(selectinload(Person.identifiers)))
        }
        for change in some:
            if change.who in persons:  # taken back meanwhile
                yield _told(persons[change.who], change, services)
        session.expunge_all()


def _told(person: Person, change: Change, services: dict[str, str]) -> Affected:
    identifier = people.chief(person)
    return Affected(
        person.id, person.name, idnumbers.masked(identifier.number) if identifier else "", change.rule,
        services[change.rule], change.old, change.new, change.gains, change.loses,
    )  # fmt: skip
