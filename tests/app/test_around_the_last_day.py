"""What is said of an endorsement on any day around its last agrees with what the law answers that day."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app import endorsements, facts, glances, permits, resident_files, steps, today, whatif
from app.desk import Desk
from app.errors import Refused
from app.law import Case, Law, NextEndorsement
from app.law.calendar import Period, after, before, is_working_day
from db.records import Permit, Person
from tests.helpers.office import Samples
from tests.law.shelf import with_rules

A_YEAR, A_DAY = Period(1, "year"), timedelta(1)
MOVED = "moves_off_holidays: yes"
WINDOWS = ("1 month", "30 days", "60 days", f"1 month\n{MOVED}", f"30 days\n{MOVED}")
AROUND = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(params=WINDOWS)
def around(
    request: pytest.FixtureRequest,
    own_sampled: tuple[Desk, Samples],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> tuple[Desk, Samples]:
    """The filled office under a law with so long a window, whose last day moves off holidays or does not."""
    desk, made = own_sampled
    law = with_rules(tmp_path, endorsement__window=f"value: {request.param}")
    monkeypatch.setattr(type(desk.shelf), "law", property(lambda shelf: law))
    return desk, made


issued = st.dates(date(2025, 4, 1), date(2028, 3, 31)) | st.sampled_from(
    (date(2026, 3, 31), date(2027, 2, 28), date(2028, 2, 29), date(2025, 12, 31))
)


@AROUND
@given(issued, st.integers(-70, 40) | st.integers(-2, 2))
def test_lists_counters_and_costs_say_what_the_law_says(
    around: tuple[Desk, Samples], issued_on: date, days: int
) -> None:
    desk, made = around
    full = after(issued_on, A_YEAR)
    now = desk.on(full + timedelta(days))
    permit_id, case = hand_out(now, made, issued_on)
    law, on = now.law, now.today()
    may, valid = bool(law.ask("may_endorse", case, on)), law.fact("permit_valid", case, on)

    last = last_in_time(law, full)
    assert law.next_endorsement(case, on) == NextEndorsement(full, last)
    assert (on <= last) is valid

    due = endorsements.due(now)
    listed = [(place, row) for place, row in enumerate(due.listing) if row.permit_id == permit_id]
    assert bool(listed) is may
    for place, row in listed:
        assert (row.days_left >= 0) is (place < due.in_window) is valid
        assert (row.opens_on, row.due_on) == (first_open(law, case, last), last)

    told = [duty for duty in today.duties(now) if duty.subject_id == permit_id]
    assert bool(told) is (may and (last - on).days <= 30)
    assert [duty.days_left for duty in told] == [row.days_left for _, row in listed][: len(told)]
    assert now_at_a_glance(now, made) == (told[0].days_left if told else None)

    assert (whatif.endorsing_now(law, case, on) is None) is valid
    costs_today = endorsements.cost_of(now, case, on)
    assert costs_today is not None
    assert costs_today.nothing is (on <= last + A_DAY)
    assert costs_today.late_by == max((on - last).days, 0)


def test_on_every_day_the_last_window_that_opens_is_open_and_the_next_is_not(
    around: tuple[Desk, Samples],
) -> None:
    for days in range(366):
        now = around[0].on(date(2026, 1, 1) + timedelta(days))
        last = endorsements.horizon(now)
        window = now.law.value("endorsement.window", last).period
        assert before(last, window) <= now.today() < before(last + A_DAY, window)


@AROUND
@given(issued, st.integers(-2, 3))
def test_only_who_is_told_to_be_late_is_suspended(
    around: tuple[Desk, Samples], issued_on: date, days: int
) -> None:
    desk, made = around
    now = desk.on(after(issued_on, A_YEAR) + timedelta(days))
    permit_id, case = hand_out(now, made, issued_on)
    (row,) = (row for row in endorsements.due(now).listing if row.permit_id == permit_id)
    if now.law.fact("permit_valid", case, now.today()):
        with pytest.raises(Refused, match="does not suspend"):
            permits.move(now, permit_id, "suspend")
        assert row.days_left >= 0
    else:
        permits.move(now, permit_id, "suspend")
        assert row.days_left < 0
    assert resident_files.read(now, made.people["endorsable"]).step == resident_files.ENDORSE


def hand_out(desk: Desk, made: Samples, issued_on: date) -> tuple[UUID, Case]:
    """The permit as if it had been issued and handed out that day, and what the law is told of its holder."""
    permit_id = made.permits["endorsable"]
    with desk.writing("permit_hand_out") as session:
        permit = session.get_one(Permit, permit_id)
        permit.state, permit.issued_on = "issued", issued_on
        steps.expect_endorsement(session, desk, permit)
        return permit_id, facts.about(session, permit.person_id, desk.today())


def last_in_time(law: Law, full: date) -> date:
    """The day before the year is full, or the next that is worked where the place moves it (art. 203)."""
    last = full - A_DAY
    while law.value("endorsement.window", full).moves_off_holidays and not is_working_day(last):
        last += A_DAY
    return last


def first_open(law: Law, case: Case, last: date) -> date:
    """The first day of the window that ends on this day, by asking the law day after day."""
    day = last
    while law.fact("endorsement_open", case, day - A_DAY):
        day -= A_DAY
    return day


def now_at_a_glance(desk: Desk, made: Samples) -> int | None:
    """The days that Ctrl+K tells beside the holder's name."""
    with desk.reading() as session:
        row = session.scalars(select(Person.row).where(Person.id == made.people["endorsable"])).one()
    glance = glances.at(desk, [row])[row]
    return glance.days if glance.step == resident_files.ENDORSE else None
