"""Extracts of everyone: whatever was entered since they were made, the law is told what is on file."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app import arrivals, crowds, extracts, invent, offices, statements, undoing
from app.desk import Desk
from app.errors import Cancelled, Refused
from app.extracts import Everyone
from app.progress import Progress, Step
from db import store
from db.records import Dwelling, Endorsement, Extract, Insurance, Member, Permit, PermitStep, Person, Stay
from tests.helpers.office import arrival
from tests.law.plain import everyone

PEOPLE, SIZE = 60, 16
Act = Callable[[Desk, random.Random], object]


@pytest.fixture
def community(desk: Desk) -> Desk:
    invent.fill(desk, PEOPLE, 7, Progress())
    return desk


def agree(desk: Desk) -> None:
    """The extracts tell the same as the records read anew."""
    assert everyone(Everyone(desk, SIZE)) == everyone(crowds.Everyone(desk, SIZE))


def made(desk: Desk) -> dict[int, int]:
    """At which entry each extract was made, by its first row."""
    with desk.reading() as session:
        return dict(session.execute(select(Extract.first, Extract.seq)).all())


def somebody(session: Session, chance: random.Random) -> UUID:
    return chance.choice(session.scalars(select(Person.id).order_by(Person.row)).all())


# -- what may be entered meanwhile


def arrives(desk: Desk, chance: random.Random) -> None:
    sequence = chance.choice(range(901, 1000))
    try:
        new = arrival("马晓东", sequence, "2026-10-21", address=f"建设巷 {sequence}")
        arrivals.record(desk, replace(new, photo=None))
    except Refused:
        return  # the same number was drawn before


def leaves_or_moves(desk: Desk, chance: random.Random) -> None:
    with desk.writing("amend") as session:
        stay = chance.choice(session.scalars(select(Stay).order_by(Stay.row)).all())
        stay.left_on = chance.choice([None, stay.arrived_on + timedelta(chance.randrange(400))])


def is_insured(desk: Desk, chance: random.Random) -> None:
    since = date(2024, chance.randrange(1, 12), 1)
    with desk.writing("amend") as session:
        session.add(
            Insurance(
                person_id=somebody(session, chance), kind="pension", since=since, until=since, region="53"
            )
        )


def says(desk: Desk, chance: random.Random) -> None:
    with desk.reading() as session:
        person_id = somebody(session, chance)
    statements.record(desk, person_id, "serious_crime", chance.choice([True, False, None]))


def the_town_is_renumbered(desk: Desk, chance: random.Random) -> None:
    with desk.writing("amend") as session:
        dwelling = chance.choice(session.scalars(select(Dwelling).order_by(Dwelling.row)).all())
        dwelling.division = chance.choice(["530302", "530381", "610103"])


def a_family_changes(desk: Desk, chance: random.Random) -> None:
    with desk.writing("amend") as session:
        members = session.scalars(select(Member).order_by(Member.row)).all()
        member = chance.choice(members)
        if chance.random() < 0.3:
            session.delete(member)
        elif chance.random() < 0.5:
            member.until = chance.choice([None, date(2026, 1, 1)])
        else:
            member.household_id = chance.choice(members).household_id


def a_permit_is_endorsed_or_ends(desk: Desk, chance: random.Random) -> None:
    with desk.writing("amend") as session:
        permits = session.scalars(select(Permit).where(Permit.handed_on.is_not(None))).all()
        if not permits:
            return
        permit = chance.choice(permits)
        if chance.random() < 0.5:
            permit.state, permit.ended_on = "cancelled", date(2026, 6, 1)
        elif permit.handed_on:
            day = permit.handed_on + timedelta(chance.randrange(300, 400))
            session.add(
                Endorsement(person_id=permit.person_id, permit_id=permit.id, endorsed_on=day, due_on=day)
            )


def a_card_is_lost_or_found(desk: Desk, chance: random.Random) -> None:
    with desk.writing("amend") as session:
        permits = session.scalars(select(Permit).where(Permit.handed_on.is_not(None))).all()
        if not permits:
            return
        permit = chance.choice(permits)
        before, after = chance.choice([("issued", "lost"), ("lost", "issued")])
        session.add(
            PermitStep(
                person_id=permit.person_id, permit_id=permit.id, step="find", before=before, after=after,
                taken_on=date(2025, 1, 1) + timedelta(chance.randrange(400)), officer_id=desk.officer.id,
            )
        )  # fmt: skip


def an_arrival_is_taken_back(desk: Desk, chance: random.Random) -> None:
    """Somebody arrives, perhaps an extract has them already, and all of it goes again."""
    arrivals.record(desk, replace(arrival("许长江", 900, "2026-10-22"), photo=None))
    if chance.random() < 0.5:
        agree(desk)
    act = undoing.last(desk)
    assert act is not None
    undoing.undo(desk, act.txn)


ACTS: tuple[Act, ...] = (
    arrives, leaves_or_moves, is_insured, says, the_town_is_renumbered, a_family_changes,
    a_permit_is_endorsed_or_ends, a_card_is_lost_or_found, an_arrival_is_taken_back,
)  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_entered_between_two_sweeps_the_second_knows_it(community: Desk, seed: int) -> None:
    chance = random.Random(seed)
    agree(community)
    for _round in range(6):
        for act in chance.choices(ACTS, k=chance.randrange(1, 5)):
            act(community, chance)
        agree(community)
    agree(community)


def test_only_the_extracts_of_who_changed_are_made_again(community: Desk) -> None:
    agree(community)
    before = made(community)
    assert len(before) == 4
    with community.writing("amend") as session:
        session.scalars(select(Person).order_by(Person.row).limit(1)).one().born_on = date(1990, 1, 1)
    agree(community)
    after = made(community)
    assert [first for first in before if before[first] != after[first]] == [min(before)]
    agree(community)
    assert made(community) == after


def test_who_came_since_is_put_into_the_last_extract_until_it_is_full(community: Desk) -> None:
    agree(community)
    chance = random.Random(1)
    for _ in range(12):
        arrives(community, chance)
    agree(community)
    with community.reading() as session:
        people = session.scalars(select(Extract.people).order_by(Extract.first)).all()
        assert sum(people) == session.scalar(select(func.count()).select_from(Person))
    assert all(count == SIZE for count in people[:-1])


def test_a_row_that_appears_late_between_two_extracts_is_not_passed_over(community: Desk) -> None:
    """On a server a transaction that began earlier may commit later, with a smaller row."""
    agree(community)
    with community.reading() as session:
        row = sorted(session.scalars(select(Extract.first)))[1]
    with community.writing("amend") as session:
        taken_out(session, row)
    with community.writing("amend") as session:
        session.execute(delete(Extract))
    agree(community)
    with community.writing("amend") as session:
        session.add(Person(row=row, name="许长江", sex="1", born_on=date(1990, 1, 1)))
    agree(community)


def taken_out(session: Session, row: int) -> None:
    """Make room at a row: whoever has it is known by another from now on."""
    person = session.scalars(select(Person).where(Person.row == row)).one()
    person.row = 10_000


def test_two_stations_that_cut_differently_tell_of_nobody_twice(community: Desk) -> None:
    agree(community)
    with community.writing("amend") as session:
        second = session.scalars(select(Extract).order_by(Extract.first)).all()[1]
        session.add(
            Extract(
                first=second.first + 1, last=second.last, people=second.people, epoch=second.epoch,
                seq=second.seq, layout=second.layout, content=second.content,
            )
        )  # fmt: skip
    assert sum(block.people for block in Everyone(community, SIZE)) == PEOPLE
    agree(community)


def test_the_first_reading_tells_how_far_it_is_and_ends_when_asked_to(community: Desk) -> None:
    steps: list[Step] = []
    next(iter(Everyone(community, SIZE, Progress(steps.append))))
    assert [step.done for step in steps] == list(range(steps[0].total))
    with community.writing("amend") as session:
        session.execute(delete(Extract))
    asked = iter((False, False, False, True))
    with pytest.raises(Cancelled):
        next(iter(Everyone(community, SIZE, Progress(stopped=lambda: next(asked)))))
    with community.reading() as session:
        assert session.scalar(select(func.count()).select_from(Extract)) == 0
    agree(community)


@pytest.mark.parametrize("kind", [Everyone, crowds.Everyone])
def test_nothing_is_kept_open_in_the_books_while_the_law_is_asked_about_those_who_were_read(
    community: Desk, monkeypatch: pytest.MonkeyPatch, kind: type[Everyone] | type[crowds.Everyone]
) -> None:
    open_readings: list[Desk] = []
    reading = Desk.reading

    @contextmanager
    def watched(desk: Desk) -> Iterator[Session]:
        with reading(desk) as session:
            open_readings.append(desk)
            yield session
        open_readings.remove(desk)

    monkeypatch.setattr(Desk, "reading", watched)
    assert [len(open_readings) for _ in kind(community, SIZE)] == [0] * -(-PEOPLE // SIZE)


@pytest.mark.logs_warnings
def test_a_damaged_or_older_extract_is_made_again(community: Desk) -> None:
    agree(community)
    with community.writing("amend") as session:
        session.scalars(select(Extract).limit(1)).one().content = b"not what was written"
    agree(community)
    with community.writing("amend") as session:
        session.scalars(select(Extract).limit(1)).one().layout = 0
    agree(community)


def test_where_very_many_changed_everyone_is_read_anew(
    community: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    agree(community)
    before = made(community)
    monkeypatch.setattr(extracts, "MANY", 2)
    with community.writing("amend") as session:
        for person in session.scalars(select(Person).order_by(Person.row).limit(3)).all():
            person.born_on = date(1990, 1, 1)
    agree(community)
    after = made(community)
    assert before.keys() == after.keys()
    assert not before.items() & after.items()


def test_where_nothing_can_be_written_everyone_is_told_all_the_same(
    empty_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = offices.url_of(str(shutil.copy(empty_file, tmp_path / "office.anju")))
    monkeypatch.setitem(store.PRAGMAS, "busy_timeout", 20)
    desk, other = offices.open_fiction(url), store.Store(url)
    invent.fill(desk, PEOPLE, 7, Progress())
    with other.bulk():  # another program is writing, and goes on
        agree(desk)
    assert made(desk) == {}
    agree(desk)
    assert len(made(desk)) == 4
    other.close()
    desk.close()
