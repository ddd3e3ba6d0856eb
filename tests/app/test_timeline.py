"""A resident's days on the chart: they are the law's own sets of days, and what-if asks the same law."""

from __future__ import annotations

from datetime import date

from app import endorsements, resident_files, whatif
from app.desk import Desk
from app.resident_files import ResidentFile
from app.timeline import ServiceDays
from db.records import Insurance
from tests.helpers.office import Samples

TODAY = date(2026, 11, 23)
SERVICE = "compulsory_education"


def file(sampled: tuple[Desk, Samples], who: str) -> ResidentFile:
    desk, made = sampled
    return resident_files.read(desk, made.people[who])


def service(read: ResidentFile, rule: str) -> ServiceDays:
    return next(days for days in read.timeline.services if days.answer.rule == rule)


def test_every_answer_of_the_file_has_its_days_and_they_agree(own_sampled: tuple[Desk, Samples]) -> None:
    for who in own_sampled[1].people:
        read = file(own_sampled, who)
        for days in read.timeline.services:
            open_now = any(one.start <= TODAY and (one.end is None or one.end > TODAY) for one in days.open)
            assert open_now == bool(days.answer), (who, days.answer.rule)
            if not days.answer and days.answer.opens:
                assert days.expected[0].start == days.answer.opens
            assert all(one.start >= TODAY for one in days.expected)


def test_what_rests_on_an_endorsement_to_come_is_only_expected(own_sampled: tuple[Desk, Samples]) -> None:
    days = service(file(own_sampled, "endorsable"), SERVICE)
    due = date(2026, 12, 18)
    assert days.open[-1].end == due
    assert days.expected[0].start == due


def test_a_permit_is_cut_at_each_endorsement(own_sampled: tuple[Desk, Samples]) -> None:
    desk, made = own_sampled
    then = desk.on(date(2026, 11, 30))
    endorsements.endorse(then, made.permits["endorsable"])
    read = resident_files.read(then, made.people["endorsable"])
    assert [one.start for one in read.timeline.permit] == [date(2025, 12, 18), date(2026, 11, 30)]


def insure(desk: Desk, made: Samples, who: str, until: date) -> None:
    with desk.writing("amend") as session:
        session.add(
            Insurance(
                person_id=made.people[who], kind="pension", since=date(2025, 1, 1), until=until, region="5303"
            )
        )


def test_what_is_paid_up_to_last_month_is_being_paid(own_sampled: tuple[Desk, Samples]) -> None:
    desk, made = own_sampled
    insure(desk, made, "issued", date(2026, 10, 1))
    insure(desk, made, "endorsable", date(2026, 9, 1))
    assert file(own_sampled, "issued").timeline.insured[-1].end is None
    assert file(own_sampled, "endorsable").timeline.insured[-1].end == date(2026, 10, 1)


def test_who_moves_away_loses_what_comes_with_the_permit(own_sampled: tuple[Desk, Samples]) -> None:
    desk, made = own_sampled
    tried = {one.name: one for one in whatif.try_out(desk, made.people["issued"], SERVICE)}
    assert tried["insurance is paid every month"].until is None
    assert (tried["they move away today"].open_now, tried["they move away today"].opens) == (False, None)


def test_a_late_endorsement_interrupts_a_service(own_sampled: tuple[Desk, Samples]) -> None:
    desk, made = own_sampled
    tried = {one.name: one for one in whatif.try_out(desk, made.people["endorsable"], SERVICE)}
    assert tried["insurance is paid every month"].until is None
    assert tried["the next endorsement is a month late"].until == date(2026, 12, 18)


def test_trying_out_writes_nothing(own_sampled: tuple[Desk, Samples]) -> None:
    desk, made = own_sampled
    before = file(own_sampled, "issued")
    whatif.try_out(desk, made.people["issued"], SERVICE)
    assert file(own_sampled, "issued") == before
