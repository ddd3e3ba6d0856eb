"""Who must report an arrival or a move: the place's own last day, beside the thirty days."""

from __future__ import annotations

from datetime import date

import pytest

from app import arrivals, reporting, resident_files
from app.desk import Desk
from app.law import Case, Law, Permit, Resident, Stay
from app.law.cases import POLICY
from tests.helpers.office import Samples, arrival

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


def test_who_is_registered_or_comes_from_this_city_owes_no_report(filled: tuple[Desk, Samples]) -> None:
    desk, made = filled
    assert reporting.owed_by(desk, made.people["endorsable"]) == ()
    here = Resident(household_division="530302", stays=(Stay("530302", DAY, None),), permits=())
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
    stay = Stay(office, date(2026, 3, 2), None, None, tenure)
    person = Resident(
        household_division="513021", stays=(stay,), permits=permits, statements={"joins_relatives": True}
    )
    answers = reporting.owed_under(law, Case(person), date(2026, 3, 2))
    assert [(answer.rule, reporting.last_day(answer)) for answer in answers] == owed
