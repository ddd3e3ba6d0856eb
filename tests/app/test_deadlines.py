"""The time to issue: days or working days, stopped while papers are asked for, extended to a limit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import deadlines, materials, permits
from app.deadlines import Timed
from app.desk import Desk
from app.errors import Refused
from app.law import Law, calendar
from app.law.pack import POLICY
from app.notices import Lack
from app.steps import Given
from tests.helpers.office import PROOFS, Samples
from tests.helpers.queues import in_states, waiting

YUNNAN, NATION = (Law.read_once(POLICY, office) for office in ("530302", "130602"))
MONDAY = date(2026, 11, 2)
days = st.integers(0, 40)


def clock(law: Law, *taken: tuple[str, int] | tuple[str, int, int]) -> deadlines.Clock | None:
    """The clock after steps on days counted from a Monday, an extension with its last day."""
    at = [MONDAY + timedelta(step[1]) for step in taken]
    until = [MONDAY + timedelta(step[2]) if len(step) > 2 else None for step in taken]
    return deadlines.clock(law, (Timed(s[0], d, u) for s, d, u in zip(taken, at, until, strict=True)))


def issue_by(law: Law, *taken: tuple[str, int] | tuple[str, int, int]) -> date:
    found = clock(law, *taken)
    assert found is not None
    return found.issue_by


def test_days_are_counted_as_the_place_counts_them() -> None:
    assert issue_by(NATION, ("accept", 0)) == MONDAY + timedelta(15)
    assert issue_by(YUNNAN, ("accept", 0)) == date(2026, 11, 9)


def test_without_acceptance_no_time_runs() -> None:
    assert clock(NATION, ("send_back", 0)) is None
    assert clock(NATION) is None


def test_the_time_waits_while_papers_are_waited_for() -> None:
    assert issue_by(NATION, ("accept", 0), ("send_back", 4), ("accept", 10)) == MONDAY + timedelta(15 + 6)
    # Three of five working days were left on Wednesday; they run on from the next Monday.
    assert issue_by(YUNNAN, ("accept", 0), ("send_back", 2), ("accept", 7)) == date(2026, 11, 12)


def test_what_was_late_before_the_papers_were_asked_for_stays_as_late() -> None:
    by = issue_by(NATION, ("accept", 0), ("send_back", 18), ("accept", 25))
    assert (MONDAY + timedelta(25) - by).days == 18 - 15


@given(days, days, st.sampled_from([NATION, YUNNAN]))
def test_as_much_time_is_left_afterwards_as_before(used: int, waited: int, law: Law) -> None:
    before = issue_by(law, ("accept", 0))
    after = issue_by(law, ("accept", 0), ("send_back", used), ("accept", used + waited))
    asked, back = MONDAY + timedelta(used), MONDAY + timedelta(used + waited)
    if law is NATION:
        assert (after - back) == (before - asked)
    elif asked <= before:
        assert calendar.working_days_between(back, after) == calendar.working_days_between(asked, before)


@given(days, days, days, days)
def test_two_waits_are_as_long_as_both(first: int, waited: int, second: int, again: int) -> None:
    at = (first, first + waited, first + waited + second, first + waited + second + again)
    steps = zip(("send_back", "accept", "send_back", "accept"), at, strict=True)
    assert issue_by(NATION, ("accept", 0), *steps) == MONDAY + timedelta(15 + waited + again)


@pytest.fixture
def law_where(tmp_path: Path) -> Callable[[str], Law]:
    """The law of a place that says something else about asking for papers."""

    def where(manner: str) -> Law:
        for place in ("cn", "cn-53"):
            (tmp_path / place).mkdir()
            for file in (POLICY / place).iterdir():
                text = file.read_text(encoding="utf-8").replace("value: pauses", f"value: {manner}")
                (tmp_path / place / file.name).write_text(text, encoding="utf-8")
        return Law.read(tmp_path, "530302")

    return where


@pytest.mark.parametrize(("manner", "by"), [("restarts", date(2026, 11, 16)), ("runs_on", date(2026, 11, 9))])
def test_where_the_place_says_so_the_time_begins_again_or_runs_on(
    law_where: Callable[[str], Law], manner: str, by: date
) -> None:
    found = clock(law_where(manner), ("accept", 0), ("send_back", 2), ("accept", 7))
    assert found is not None
    assert found.issue_by == by
    assert found.accepted_on == (MONDAY + timedelta(7) if manner == "restarts" else MONDAY)


# -- at the desk


def extend(desk: Desk, permit_id: UUID, until: date | None = None) -> None:
    permits.move(desk, permit_id, "extend", Given("实施细则第五条", ground="remote", until=until))


def test_an_extension_goes_to_the_limit_of_the_act_and_not_beyond(filled: tuple[Desk, Samples]) -> None:
    desk, made = filled
    permit_id = made.permits["accepted"]  # accepted on 2026-11-20, so thirty days are over on 12-20
    with pytest.raises(Refused, match="to 2026-12-20 at the longest") as refused:
        extend(desk, permit_id, date(2026, 12, 21))
    assert refused.value.field == "until"
    extend(desk, permit_id, date(2026, 12, 10))
    with pytest.raises(Refused, match="a day after 2026-12-10"):
        extend(desk, permit_id, date(2026, 12, 1))
    extend(desk, permit_id)
    assert in_states(desk, "accepted")[0].issue_by == date(2026, 12, 20)
    assert waiting(desk, "accepted")[0].prolonged


def test_what_is_overdue_is_not_extended_any_more(own_sampled: tuple[Desk, Samples]) -> None:
    desk, made = own_sampled
    late = desk.on(date(2026, 11, 28))
    with pytest.raises(Refused, match="over on 2026-11-27"):
        extend(late, made.permits["accepted"])


def test_an_extension_needs_its_ground_and_the_local_rule(own_sampled: tuple[Desk, Samples]) -> None:
    desk, made = own_sampled
    with pytest.raises(Refused) as refused:
        permits.move(desk, made.permits["accepted"], "extend", Given(ground="remote"))
    assert refused.value.field == "reason"
    with pytest.raises(Refused) as refused:
        permits.move(desk, made.permits["accepted"], "extend", Given("rules", ground="laziness"))
    assert refused.value.field == "ground"


def test_an_application_sent_back_waits_and_goes_on_when_it_is_complete(
    filled: tuple[Desk, Samples],
) -> None:
    desk, made = filled
    permit_id = made.permits["accepted"]
    sent_back = permits.move(desk, permit_id, "send_back", Given(lacks=(Lack("lease", "has run out"),)))
    assert (sent_back.state, sent_back.accepted_on, sent_back.issue_by) == ("applied", None, None)
    a_week_later = desk.on(date(2026, 11, 30))
    materials.note(a_week_later, made.people["accepted"], (PROOFS[1],))
    accepted = permits.move(a_week_later, permit_id, "accept")
    assert (accepted.accepted_on, accepted.issue_by) == (date(2026, 11, 20), date(2026, 12, 4))
    row = waiting(a_week_later, "accepted")[0]
    assert (row.working_days_left, row.prolonged) == (4, True)
