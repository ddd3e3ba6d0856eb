"""The day's list: what is due when, counted the same everywhere, in a handful of questions."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import delete, event, select

from app import arrivals, endorsements, invent, materials, permits, registrations, today
from app.desk import Desk
from app.law import calendar
from app.progress import Progress
from app.today import Duty
from db.derived import Label
from db.records import Person
from tests.helpers.office import PROOFS, Samples, arrival

DAY = date(2026, 11, 23)


def duty(desk: Desk) -> Duty:
    (only,) = today.duties(desk)
    return only


def accepted(desk: Desk, on: date) -> None:
    """Somebody whose application was accepted on this day."""
    new = arrival("王立群", 921, (on - timedelta(400)).isoformat(), materials=PROOFS)
    registered = registrations.record_and_register(desk.on(on - timedelta(400)), new)
    permits.apply(desk.on(on), registered.person_id)


@pytest.mark.parametrize(
    ("days", "left", "overdue", "due_today"),
    [(0, 30, 0, 0), (29, 1, 0, 0), (30, 0, 0, 1), (31, -1, 1, 0), (365, -335, 1, 0)],
)
def test_a_stay_is_due_on_its_thirtieth_day_and_overdue_on_the_next(
    own_desk: Desk, days: int, left: int, overdue: int, due_today: int
) -> None:
    arrived = DAY - timedelta(days)
    arrivals.record(own_desk.on(arrived), arrival("王立群", 921, arrived.isoformat()))
    board = today.board(own_desk)
    (told,) = board.listing
    assert (told.kind, told.since, told.days_left) == ("register", arrived, left)
    assert (told.working_days_left, told.provisional) == (None, False)
    tally = board.tallies["register"]
    assert (tally.total, tally.overdue, tally.due_today) == (1, overdue, due_today)


@pytest.mark.parametrize(
    ("on", "left", "working_days_left"),
    [
        ("2026-11-23", 7, 5),
        ("2026-11-27", 3, 1),
        ("2026-11-28", 2, 1),
        ("2026-11-30", 0, 0),
        ("2026-12-01", -1, None),
    ],
)
def test_a_deadline_of_five_working_days_steps_over_the_weekend(
    own_desk: Desk, on: str, left: int, working_days_left: int | None
) -> None:
    accepted(own_desk, DAY)
    told = duty(own_desk.on(date.fromisoformat(on)))
    assert (told.kind, told.due_on) == ("review", date(2026, 11, 30))
    assert (told.days_left, told.working_days_left, told.working_days) == (left, working_days_left, 5)
    assert not told.provisional


def test_a_deadline_in_a_year_not_yet_published_is_provisional(own_desk: Desk) -> None:
    on = date(2030, 3, 4)
    assert not calendar.published(on.year)
    accepted(own_desk, on)
    assert duty(own_desk.on(on)).provisional


def test_what_waits_for_papers_has_no_deadline_and_stands_last(filled: tuple[Desk, Samples]) -> None:
    desk, _ = filled
    duties = today.board(desk).listing
    assert [(d.kind, d.name, d.days_left) for d in duties] == [
        ("register", "马晓东", -3),
        ("hand_out", "杨秋月", -3),
        ("register", "周美玲", 0),
        ("print", "李雪梅", 0),
        ("register", "黄雅琴", 2),
        ("review", "刘志强", 4),
        ("endorse", "赵明慧", 24),
        ("review", "邓晓薇", None),
    ]


def test_the_board_counts_what_it_lists_and_spreads_it_over_the_days_to_come(
    filled: tuple[Desk, Samples],
) -> None:
    desk, _ = filled
    board = today.board(desk)
    for kind, tally in board.tallies.items():
        listed = [d for d in board.listing if d.kind == kind]
        assert tally.total == len(listed)
        assert tally.overdue == sum(d.days_left is not None and d.days_left < 0 for d in listed)
        assert tally.due_today == sum(d.days_left == 0 for d in listed)
    assert [load.day for load in board.load] == [
        *(date(2026, 11, day) for day in (23, 24, 25, 26, 27, 30)),
        *(date(2026, 12, day) for day in (1, 2, 3, 4)),
    ]
    last = board.load[-1].day
    ahead = [d for d in board.listing if d.due_on and desk.today() <= d.due_on <= last]
    assert sum(load.count for load in board.load) == len(ahead)
    assert [load.count for load in board.load][:4] == [2, 0, 1, 0]


def test_what_falls_due_on_a_day_off_is_to_be_done_on_the_working_day_before(own_desk: Desk) -> None:
    saturday = date(2026, 11, 28)
    arrivals.record(own_desk.on(saturday - timedelta(30)), arrival("王立群", 921, "2026-10-29"))
    loads = {load.day: load.count for load in today.board(own_desk).load}
    assert loads[date(2026, 11, 27)] == 1
    assert loads[date(2026, 11, 30)] == 0
    assert {load.day: load.count for load in today.board(own_desk.on(saturday)).load}[saturday] == 1


def test_an_endorsement_comes_on_the_list_when_its_window_opens_and_stays_while_it_is_late(
    own_sampled: tuple[Desk, Samples],
) -> None:
    desk, made = own_sampled
    last = date(2026, 12, 17)

    def listed(on: date) -> list[int | None]:
        return [d.days_left for d in today.duties(desk.on(on)) if d.subject_id == made.permits["endorsable"]]

    assert listed(date(2026, 11, 17)) == []
    assert listed(date(2026, 11, 18)) == [29]
    assert listed(last + timedelta(90)) == [-90]
    endorsements.endorse(desk, made.permits["endorsable"])
    assert listed(DAY) == []


@pytest.mark.parametrize(("late", "lapsed"), [(30, False), (31, True), (90, True)])
def test_an_endorsement_more_than_thirty_days_late_is_no_longer_todays_work(
    own_sampled: tuple[Desk, Samples], late: int, lapsed: bool
) -> None:
    desk, made = own_sampled
    board = today.board(desk.on(date(2026, 12, 17) + timedelta(late)))
    (told,) = (duty for duty in board.listing if duty.subject_id == made.permits["endorsable"])
    assert told.lapsed is lapsed
    assert (list(board.listing)[-1] == told) is lapsed
    tally = board.tallies["endorse"]
    assert (tally.total, tally.overdue, tally.lapsed, tally.late) == (1, 1, int(lapsed), int(not lapsed))
    assert tally.pressing == tally.late


def test_the_endorsements_in_time_are_listed_before_the_lapsed_however_many_there_are(
    desk: Desk,
) -> None:
    invent.fill(desk, 1500, 1, Progress())
    whole = [duty for duty in today.board(desk).listing if duty.kind == "endorse"]
    in_time = [duty for duty in whole if not duty.lapsed]
    lapsed = [duty.due_on for duty in whole if duty.lapsed]
    assert 0 < len(in_time) < len(whole)
    assert whole[: len(in_time)] == in_time
    assert lapsed == sorted(lapsed, key=lambda due: due or DAY, reverse=True)


def test_a_lost_or_cancelled_permit_is_nobodys_duty(own_sampled: tuple[Desk, Samples]) -> None:
    desk, made = own_sampled
    permits.move(desk, made.permits["endorsable"], "report_lost")
    assert made.permits["endorsable"] not in {d.subject_id for d in today.duties(desk)}


def test_what_was_done_today_is_counted(own_sampled: tuple[Desk, Samples]) -> None:
    desk, made = own_sampled
    assert today.board(desk).done_today == 0
    registrations.register(desk, made.stays["soon"])
    permits.move(desk, made.permits["accepted"], "approve")
    permits.move(desk, made.permits["printed"], "hand_out")
    endorsements.endorse(desk, made.permits["endorsable"])
    materials.note(desk, made.people["applied"], PROOFS)
    permits.move(desk, made.permits["applied"], "accept")
    assert today.board(desk).done_today == 4
    assert today.board(desk.on(DAY + timedelta(1))).done_today == 0


def test_whom_the_search_has_lost_is_missing_alone(own_desk: Desk) -> None:
    lost = arrivals.record(own_desk, arrival("王立群", 921, "2026-11-01"))
    arrivals.record(own_desk, arrival("马晓东", 931, "2026-11-01"))
    with own_desk.bulk() as connection:
        row = connection.scalar(select(Person.row).where(Person.id == lost.person_id))
        connection.execute(delete(Label).where(Label.row == row))
    assert [duty.name for duty in today.board(own_desk).listing] == ["马晓东"]


def test_an_empty_office_has_nothing_to_do(desk: Desk) -> None:
    board = today.board(desk)
    assert tuple(board.listing) == ()
    assert {tally.total for tally in board.tallies.values()} == {0}
    assert sum(load.count for load in board.load) == 0


def test_a_hundred_duties_take_as_few_questions_as_four(desk: Desk) -> None:
    asked: list[str] = []
    event.listen(desk._store.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    invent.fill(desk, 1500, 1, Progress())
    asked.clear()
    board = today.board(desk)
    assert len(board.listing) > 100
    assert sum(tally.total for tally in board.tallies.values()) >= len(board.listing)
    assert len([statement for statement in asked if statement.startswith("SELECT")]) <= 24
