"""Who must report an arrival or a move: the place's own last day, beside the thirty days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from app import (
    arrivals,
    history,
    households,
    invent,
    registrations,
    reporting,
    resident_files,
    statements,
    today,
    undoing,
)
from app.desk import Desk
from app.law import Case, Law, Permit, Resident
from app.law import Stay as LawStay
from app.law.cases import POLICY
from app.progress import Progress
from app.today import Tally
from db.records import Stay
from tests.helpers.office import Samples, arrival, founded

DAY = date(2026, 11, 23)


def last_days(desk: Desk) -> list[tuple[str, date | None]]:
    who = arrivals.record(desk, arrival("王立群", 921, "2026-11-20", household_division="513021"))
    answers = reporting.owed_by(desk, who.person_id)
    assert resident_files.read(desk, who.person_id).reports == answers
    return [(answer.rule, reporting.last_day(answer)) for answer in answers]


def test_an_arrival_is_to_be_reported_within_the_places_working_days(own_desk: Desk) -> None:
    assert last_days(own_desk) == [("must_report_arrival", date(2026, 11, 27))]


def test_a_report_that_is_overdue_keeps_its_last_day(own_desk: Desk) -> None:
    who = arrivals.record(own_desk, arrival("王立群", 921, "2026-11-02", household_division="513021"))
    (owed,) = reporting.owed_by(own_desk, who.person_id)
    assert (bool(owed), reporting.last_day(owed)) == (True, date(2026, 11, 9))


def to_report(desk: Desk) -> list[tuple[str, date | None]]:
    return [(duty.name, duty.due_on) for duty in today.board(desk, kind=today.REPORT).listing]


def test_who_owes_a_report_waits_in_a_queue_until_registered(desk: Desk) -> None:
    new = arrival("王立群", 921, "2026-11-20", household_division="513021")
    stay_id = arrivals.record(desk, new).stay_id
    arrivals.record(desk, arrival("李国强", 925, "2026-11-20", household_division="530381"))
    assert to_report(desk) == [("王立群", date(2026, 11, 27))]
    registrations.register(desk, stay_id)
    assert to_report(desk) == []


def test_a_corrected_arrival_is_to_be_reported_by_another_day(own_desk: Desk) -> None:
    new = arrival("王立群", 921, "2026-11-20", household_division="513021")
    stay_id = arrivals.record(own_desk, new).stay_id
    form = arrivals.form_of(own_desk, stay_id)
    households.record(own_desk, replace(form, arrived_on=date(2026, 11, 19)), (), stay_id)
    assert to_report(own_desk) == [("王立群", date(2026, 11, 26))]
    assert today.board(own_desk).reports == Tally(1, 0, 0)
    households.record(own_desk, replace(form, household_division="530381"), (), stay_id)
    assert to_report(own_desk) == []


def test_a_statement_on_the_lodging_moves_the_last_day(tmp_path: Path) -> None:
    desk = founded(tmp_path, "2026-03-03", division="330106")
    new = arrival("王立群", 921, "2026-03-02", household_division="513021", tenure="relatives")
    who = arrivals.record(desk, new)
    assert to_report(desk) == [("王立群", date(2026, 4, 2))], "it may be with close relatives"
    statements.record(desk, who.person_id, "joins_relatives", False)
    assert to_report(desk) == [("王立群", date(2026, 3, 5))]
    statements.record(desk, who.person_id, "joins_relatives", True)
    assert to_report(desk) == [("王立群", date(2026, 4, 2))]
    desk.close()


def test_what_moves_the_same_last_day_is_taken_back_alone_and_the_day_follows_from_what_stays(
    tmp_path: Path,
) -> None:
    desk = founded(tmp_path, "2026-03-03", division="330106")
    new = arrival("王立群", 921, "2026-03-02", household_division="513021", tenure="relatives")
    who = arrivals.record(desk, new)
    statements.record(desk, who.person_id, "joins_relatives", False)
    form = arrivals.form_of(desk, who.stay_id)
    households.record(desk, replace(form, arrived_on=date(2026, 3, 1)), (), who.stay_id)
    assert to_report(desk) == [("王立群", date(2026, 3, 4))]
    correction, statement, _ = history.of_person(desk, who.person_id)
    assert undoing.plan(desk, statement.txn).hangs == ()
    undoing.undo(desk, statement.txn)
    assert arrivals.form_of(desk, who.stay_id).arrived_on == date(2026, 3, 1)
    assert to_report(desk) == [("王立群", date(2026, 4, 1))], "it may be with close relatives again"
    undoing.undo(desk, correction.txn)
    assert to_report(desk) == [("王立群", date(2026, 4, 2))]
    desk.close()


def test_invented_arrivals_are_to_be_reported_as_the_law_says(own_desk: Desk) -> None:
    invent.fill(own_desk, 200, 7, Progress())
    with own_desk.reading() as session:
        waiting = select(Stay.person_id, Stay.report_by).where(Stay.left_on.is_(None), ~Stay.registered)
        stored = dict(session.execute(waiting).all())
    assert len(set(stored.values())) > 2
    by_law = {who: next(map(reporting.last_day, reporting.owed_by(own_desk, who)), None) for who in stored}
    assert stored == by_law


def test_who_is_registered_or_comes_from_this_city_owes_no_report(filled: tuple[Desk, Samples]) -> None:
    desk, made = filled
    assert reporting.owed_by(desk, made.people["endorsable"]) == ()
    here = Resident(household_division="530302", stays=(LawStay("530302", DAY, None),), permits=())
    assert reporting.owed(desk, Case(here)) == ()


@pytest.mark.parametrize(
    ("office", "tenure", "permits", "owed"),
    [
        ("330106", "rented", (), [("must_report_arrival", date(2026, 3, 5))]),
        ("330106", "school", (), []),
        ("330106", "relatives", (), [("must_report_arrival", date(2026, 4, 2))]),
        ("330106", "rented", (Permit(date(2025, 10, 1), ()),), [("must_report_move", date(2026, 3, 12))]),
        ("370303", "rented", (Permit(date(2025, 10, 1), ()),), [("must_report_move", date(2026, 3, 5))]),
        ("130602", "rented", (), []),
    ],
)  # fmt: skip
def test_what_is_owed_is_the_places_law(
    own_desk: Desk, office: str, tenure: str, permits: tuple[Permit, ...], owed: list[tuple[str, date]]
) -> None:
    law = Law.read_once(POLICY, office)
    stay = LawStay(office, date(2026, 3, 2), None, None, tenure)
    person = Resident(
        household_division="513021", stays=(stay,), permits=permits, statements={"joins_relatives": True}
    )
    answers = reporting.owed_under(law, Case(person), date(2026, 3, 2))
    assert [(answer.rule, reporting.last_day(answer)) for answer in answers] == owed
