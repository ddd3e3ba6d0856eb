"""What people are found by: after whatever was done, it says what the records say, and nothing else."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar
from uuid import UUID

import pytest
from sqlalchemy import delete, insert, select, text

from app import arrivals, doctor, findable, households, invent, permits, registrations, search, undoing
from app.arrivals import NewArrival
from app.desk import Desk
from app.errors import Cancelled, Refused
from app.exchange import taking_in
from app.progress import Progress
from db import relabelling
from db.derived import Clue, Label
from db.records import Dwelling, Identifier, Permit, Person, Stay
from tests.helpers.office import Samples, arrival

R = TypeVar("R", Person, Stay, Permit, Dwelling, Identifier)
NAMES = ("马晓东", "马东", "买买提·吐尔逊", "Erika Lindt", "扎西 多吉", "𬱖小明", "D'100%_王", "曾曾曾")
PLACES = ("麒麟路88号2栋1603", "A座 7-2-301", "兴园 12-402", "三江路 41号", "１２号")


def agree(desk: Desk) -> None:
    with desk.reading() as session:
        assert relabelling.agrees(session.connection(), lambda done, total: None)


def one_of(desk: Desk, kind: type[R], chance: random.Random) -> UUID | None:
    with desk.reading() as session:
        ids = session.scalars(select(kind.id).order_by(kind.row)).all()
        return chance.choice(ids) if ids else None


def somebody_new(chance: random.Random) -> NewArrival:
    day = date(2026, 11, 1) + timedelta(chance.randrange(20))
    new = arrival(
        chance.choice(NAMES), chance.randrange(930, 1000), day.isoformat(), address=chance.choice(PLACES),
        phone=chance.choice(("", "13800001234", "139-0000-5678")),
    )  # fmt: skip
    return replace(new, photo=None)


# -- what may be done


def arrives(desk: Desk, chance: random.Random) -> None:
    new = somebody_new(chance)
    if chance.random() < 0.3:
        new = replace(new, id_kind=arrivals.NO_NUMBER, id_number="")
    arrivals.record(desk, new)


def is_corrected(desk: Desk, chance: random.Random) -> None:
    """Another name, number, telephone or address: whatever the form may say otherwise."""
    if stay_id := one_of(desk, Stay, chance):
        other, form = somebody_new(chance), arrivals.form_of(desk, stay_id)
        changed = chance.sample(("name", "id_number", "phone", "address", "community"), 2)
        entries = {name: getattr(other, name) for name in changed}
        households.record(desk, stay_id=stay_id, new=replace(form, **entries))


def leaves(desk: Desk, chance: random.Random) -> None:
    if stay_id := one_of(desk, Stay, chance):
        arrivals.depart(desk, stay_id, date(2026, 11, 22), "left")


def comes_back(desk: Desk, chance: random.Random) -> None:
    if person_id := one_of(desk, Person, chance):
        other, form = somebody_new(chance), arrivals.form_for(desk, person_id)
        fields = ("arrived_on", "community", "address", "tenure", "purpose")
        entries = {name: getattr(other, name) for name in fields}
        arrivals.record(desk, replace(form, **entries))


def is_registered(desk: Desk, chance: random.Random) -> None:
    if stay_id := one_of(desk, Stay, chance):
        registrations.register(desk, stay_id, registrations.TELL)


def a_permit_moves_on(desk: Desk, chance: random.Random) -> None:
    if permit_id := one_of(desk, Permit, chance):
        permits.move(desk, permit_id, chance.choice(("approve", "hand_out")))


def a_list_is_taken_in(desk: Desk, chance: random.Random) -> None:
    name, day = chance.choice(NAMES), chance.randrange(1, 20)
    line = f"{name},无,男,{chance.choice(PLACES)},2026-11-{day:02}"
    taking_in.take_in(desk, f"姓名,身份证号,性别,现住址,到达日期\n{line}\n".encode())


def the_street_is_renamed(desk: Desk, chance: random.Random) -> None:
    place = one_of(desk, Dwelling, chance)
    with desk.writing("amend") as session:
        dwelling = session.get_one(Dwelling, place)
        dwelling.address = f"新街 {chance.randrange(10**6)}"
        dwelling.initials = f"xj{dwelling.address[3:]}"


def two_are_one(desk: Desk, chance: random.Random) -> None:
    """Somebody's number and stays turn out to be somebody else's."""
    with desk.writing("amend") as session:
        one, other = chance.sample(session.scalars(select(Person).order_by(Person.row)).all(), 2)
        for number in session.scalars(select(Identifier).where(Identifier.person_id == one.id)):
            number.person_id = other.id
        for stay in session.scalars(select(Stay).where(Stay.person_id == one.id)):
            stay.person_id = other.id


def is_taken_back(desk: Desk, chance: random.Random) -> None:
    act = undoing.last(desk)
    if act is not None:
        undoing.undo(desk, act.txn, along=undoing.plan(desk, act.txn).along)


ACTS: tuple[Callable[[Desk, random.Random], None], ...] = (
    arrives, is_corrected, leaves, comes_back, is_registered, a_permit_moves_on, a_list_is_taken_in,
    the_street_is_renamed, two_are_one, is_taken_back, is_taken_back,
)  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_done_people_are_found_by_what_is_on_file(
    filled: tuple[Desk, Samples], seed: int
) -> None:
    desk, chance = filled[0], random.Random(seed)
    agree(desk)
    for act in chance.choices(ACTS, k=25):
        try:
            act(desk, chance)
        except Refused:
            continue  # what is refused leaves nothing behind either
        agree(desk)


def test_an_act_that_fails_leaves_what_people_are_found_by_as_it_was(desk: Desk) -> None:
    arrivals.record(desk, arrival("马晓东", 931, "2026-11-01"))

    def half_an_act() -> None:
        with desk.writing("amend") as session:
            session.scalars(select(Person)).one().name = "李四"
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half_an_act()
    agree(desk)


def test_two_stations_that_enter_something_about_one_person_leave_nothing_out(
    desk: Desk, other_desk: Desk
) -> None:
    """On a server both may be at it at once; whoever commits second has read what the first committed."""
    recorded = arrivals.record(desk, arrival("马晓东", 931, "2026-11-01"))
    if not desk.shared:
        return  # a file has one writer at a time
    with desk.writing("amend") as session:
        session.get_one(Person, recorded.person_id).phone = "13900005678"
        session.flush()
        with other_desk.writing("amend") as other:
            other.add(Identifier(person_id=recorded.person_id, kind="provisional", number="L1"))
    agree(desk)


def test_a_community_that_was_invented_is_found_by_what_is_on_file(desk: Desk) -> None:
    invent.fill(desk, 300, 5, Progress())
    agree(desk)


SPOILT = (
    delete(Clue).where(Clue.row == 1),
    delete(Label).where(Label.row == 1),
    insert(Clue).values(by=1, text="nobody", row=1, home=0, other_home=0),
    insert(Label).values(row=999, text="n无人"),
)


@pytest.mark.parametrize("harm", range(len(SPOILT)))
def test_the_doctor_makes_anew_what_people_are_found_by_where_it_is_wrong(own_desk: Desk, harm: int) -> None:
    arrivals.record(own_desk, arrival("马晓东", 931, "2026-11-01"))
    with own_desk.bulk() as connection:
        connection.execute(SPOILT[harm])
    with own_desk.reading() as session:
        assert not relabelling.agrees(session.connection(), lambda done, total: None)
    said = [finding.said for finding in doctor.examine(own_desk.address, date(2026, 11, 23))]
    assert any("written anew" in words or "重" in words for words in said)
    agree(own_desk)
    again = [finding.said for finding in doctor.examine(own_desk.address, date(2026, 11, 23))]
    assert len(again) == len(said) - 1


def test_what_is_made_anew_on_a_server_is_the_same(desk: Desk) -> None:
    arrivals.record(desk, arrival("马晓东", 931, "2026-11-01"))
    with desk.reading() as session:
        before = session.execute(select(Clue.by, Clue.text, Clue.row).order_by(Clue.by, Clue.text)).all()
    with desk.bulk() as connection:
        connection.execute(delete(Clue))
    desk.relabel(Progress())
    agree(desk)
    if desk.shared:  # or it would plan as if nobody were there
        with desk.reading() as session:
            counted = text("SELECT count(*) FROM pg_stats WHERE tablename IN ('clue', 'label')")
            assert session.scalar(counted)
    with desk.reading() as session:
        assert (
            before == session.execute(select(Clue.by, Clue.text, Clue.row).order_by(Clue.by, Clue.text)).all()
        )


def test_what_is_stopped_leaves_everything_as_it_was_or_anew_and_is_begun_again(own_desk: Desk) -> None:
    invent.fill(own_desk, 40, 3, Progress())
    with own_desk.bulk() as connection:
        connection.execute(delete(Label))
        connection.execute(delete(Clue).where(Clue.by == 4))
    steps = 0

    def stopped() -> bool:
        nonlocal steps
        steps += 1
        return steps > 3

    with pytest.raises(Cancelled):
        findable.set_right(own_desk, Progress(stopped=stopped))
    assert findable.set_right(own_desk, Progress())
    assert not findable.set_right(own_desk, Progress())
    agree(own_desk)


def test_what_a_search_written_anew_by_halves_still_knows_of_somebody_stops_no_correction(desk: Desk) -> None:
    recorded = arrivals.record(desk, arrival("马晓东", 931, "2026-11-01", phone="13800001234"))
    with desk.bulk() as connection:
        connection.execute(delete(Label))  # the clues of before stand until theirs is the turn
    form = arrivals.form_of(desk, recorded.stay_id)
    households.record(desk, replace(form, name="马东"), stay_id=recorded.stay_id)
    assert [row.name for row in search.find(desk, "马东")] == ["马东"]
