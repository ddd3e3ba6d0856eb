"""What pages ask beside the verbs: time left in a queue, what registering means, checks before printing."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from app import people, printing, printouts, prospects, reporting
from app.desk import Desk
from app.errors import Unavailable
from app.paper import PERMIT_CARD
from tests.helpers.office import Samples
from tests.helpers.queues import waiting


def test_the_time_left_counts_working_days_where_the_law_does(sample: tuple[Desk, Samples]) -> None:
    desk, _made = sample
    rows = waiting(desk, "accepted", "applied")
    left = {row.permit.name: (row.working_days_left, row.working_days) for row in rows}
    assert left == {"刘志强": (4, 5), "邓晓薇": (None, None)}


def test_after_the_last_day_the_time_left_is_negative(sample: tuple[Desk, Samples]) -> None:
    desk, _made = sample
    later = waiting(desk.on(date(2026, 11, 30)), "accepted")[0]
    assert (later.days_left, later.working_days_left) == (-3, -3)


def test_registering_today_opens_the_permit_half_a_year_from_today(sample: tuple[Desk, Samples]) -> None:
    desk, _made = sample
    found = prospects.prospect(desk, date(2026, 10, 24), "rented")
    assert found.register_by == date(2026, 11, 23)
    assert (found.days_here, found.days_left) == (30, 0)
    assert found.permit_from == date(2027, 5, 23)


def test_somebody_who_left_begins_anew_with_the_new_stay(sample: tuple[Desk, Samples]) -> None:
    desk, made = sample
    found = prospects.prospect(desk, date(2026, 11, 20), "rented", made.people["gone"])
    assert found.permit_from is not None
    assert found.permit_from > desk.today()


def test_an_arrival_from_elsewhere_is_to_be_reported_until_it_is_registered(
    sample: tuple[Desk, Samples],
) -> None:
    desk, made = sample

    def report(arrived_on: date, person_id: UUID | None, origin: str | None) -> date | None:
        owed = prospects.prospect(desk, arrived_on, "rented", person_id, origin).report
        return None if owed is None else reporting.last_day(owed)

    assert report(date(2026, 11, 20), None, "513021") == date(2026, 11, 27)
    assert report(date(2026, 11, 2), None, "513021") == date(2026, 11, 9)
    assert report(date(2026, 11, 20), None, "530381") is None, "from this city"
    assert report(date(2026, 11, 20), None, None) is None, "it is not known from where"
    assert report(date(2026, 11, 20), made.people["gone"], None) == date(2026, 11, 27)
    registered = people.card(desk, made.people["endorsable"]).stay
    assert registered is not None
    assert report(registered.arrived_on, made.people["endorsable"], None) is None
    assert report(date(2026, 11, 20), made.people["endorsable"], None) == date(2026, 11, 27), "who has moved"


def test_before_printing_the_proofs_and_numbers_are_compared(sample: tuple[Desk, Samples]) -> None:
    desk, made = sample
    assert all(check.in_order for check in printouts.checks(desk, made.permits["approved"]))


def test_an_application_without_proof_of_identity_fails_that_check(sample: tuple[Desk, Samples]) -> None:
    desk, made = sample
    failed = {check.item for check in printouts.checks(desk, made.permits["applied"]) if not check.in_order}
    assert failed == {printouts.NAME}


def test_what_was_printed_on_a_day_is_listed_the_latest_first(sample: tuple[Desk, Samples]) -> None:
    desk, made = sample
    first = printing.make(desk, PERMIT_CARD.name, made.permits["approved"])
    printing.spoiled(desk, first.printout_id, "scratched")
    second = printing.make(desk, PERMIT_CARD.name, made.permits["approved"])
    name = people.card(desk, made.people["approved"]).name
    assert [(kept.id, kept.name, kept.state) for kept in printouts.of_day(desk, desk.today())] == [
        (second.printout_id, name, "prepared"),
        (first.printout_id, name, "spoiled"),
    ]


def test_a_document_is_saved_and_the_place_is_told(tmp_path: Path) -> None:
    assert printouts.save(b"%PDF", tmp_path / "card.pdf") == (tmp_path / "card.pdf").resolve()
    with pytest.raises(Unavailable):
        printouts.save(b"%PDF", tmp_path / "gone" / "card.pdf")
