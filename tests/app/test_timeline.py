"""A resident's days on the chart: they are the law's own sets of days, and what-if asks the same law."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app import endorsements, resident_files, whatif
from app.desk import Desk
from app.resident_files import ResidentFile
from app.timeline import ServiceDays, Stretch, grouped
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


def insure(desk: Desk, made: Samples, who: str, kind: str, since: date, until: date) -> None:
    with desk.writing("amend") as session:
        session.add(Insurance(person_id=made.people[who], kind=kind, since=since, until=until, region="5303"))


def test_what_is_paid_up_to_last_month_is_being_paid(own_sampled: tuple[Desk, Samples]) -> None:
    desk, made = own_sampled
    insure(desk, made, "issued", "pension", date(2025, 1, 1), date(2026, 10, 1))
    insure(desk, made, "endorsable", "pension", date(2025, 1, 1), date(2026, 9, 1))
    assert file(own_sampled, "issued").timeline.insured[0].months[-1].end is None
    assert file(own_sampled, "endorsable").timeline.insured[0].months[-1].end == date(2026, 10, 1)


def test_a_gap_in_one_kind_of_insurance_is_not_covered_by_another(own_sampled: tuple[Desk, Samples]) -> None:
    desk, made = own_sampled
    insure(desk, made, "issued", "pension", date(2025, 1, 1), date(2025, 3, 1))
    insure(desk, made, "issued", "pension", date(2025, 9, 1), date(2025, 12, 1))
    insure(desk, made, "issued", "medical", date(2025, 1, 1), date(2026, 10, 1))
    insured = {paid.kind: paid.months for paid in file(own_sampled, "issued").timeline.insured}
    assert insured == {
        "pension": (Stretch(date(2025, 1, 1), date(2025, 4, 1)), Stretch(date(2025, 9, 1), date(2026, 1, 1))),
        "medical": (Stretch(date(2025, 1, 1), None),),
    }


def test_an_endorsement_may_be_made_in_the_window_the_law_sets(own_sampled: tuple[Desk, Samples]) -> None:
    desk, made = own_sampled
    told = {
        day: resident_files.read(
            desk.on(date.fromisoformat(day)), made.people["endorsable"]
        ).timeline.endorsable
        for day in ("2026-11-17", "2026-11-18", "2026-12-17", "2027-03-01")
    }
    assert told == {"2026-11-17": False, "2026-11-18": True, "2026-12-17": True, "2027-03-01": True}
    assert not file(own_sampled, "issued").timeline.endorsable


def test_services_with_the_very_same_days_and_reasons_stand_together(
    own_sampled: tuple[Desk, Samples],
) -> None:
    services = file(own_sampled, "endorsable").timeline.services
    groups = grouped(services)
    assert sorted(days.answer.rule for group in groups for days in group) == sorted(
        days.answer.rule for days in services
    )
    assert SERVICE in [days.answer.rule for days in max(groups, key=len)]
    for group in groups:
        assert {(days.open, days.expected, days.unsure) for days in group} == {
            (group[0].open, group[0].expected, group[0].unsure)
        }
        assert all(days.answer.reasons == group[0].answer.reasons for days in group)
    keys = [
        (group[0].open, group[0].expected, group[0].unsure, str(group[0].answer.reasons)) for group in groups
    ]
    assert len(set(keys)) == len(keys)


def test_who_moves_away_loses_what_comes_with_the_permit(own_sampled: tuple[Desk, Samples]) -> None:
    desk, made = own_sampled
    tried = {one.way.name: one for one in whatif.try_out(desk, made.people["issued"], SERVICE)}
    assert (tried["They move away today"].open_now, tried["They move away today"].opens) == (False, None)


def test_a_late_endorsement_interrupts_a_service(own_sampled: tuple[Desk, Samples]) -> None:
    desk, made = own_sampled
    tried = {one.way.name: one for one in whatif.try_out(desk, made.people["endorsable"], SERVICE)}
    late = tried["The next endorsement is a month late"]
    assert (late.until, late.again) == (date(2026, 12, 18), date(2027, 1, 16))
    assert "Insurance is paid every month" not in tried  # the service does not ask for it


def test_trying_out_writes_nothing(own_sampled: tuple[Desk, Samples]) -> None:
    desk, made = own_sampled
    before = file(own_sampled, "issued")
    whatif.try_out(desk, made.people["issued"], SERVICE)
    after = file(own_sampled, "issued")
    assert list(after.history) == list(before.history)
    assert replace(after, history=before.history) == before
