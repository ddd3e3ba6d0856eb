"""The yearly endorsement: not early, late by so many days, once, and never for a permit that has ended."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from app import endorsements, facts, language, permits, steps, undoing
from app.desk import Desk
from app.errors import Refused
from app.law import Law, Loss, Verdict
from app.law.pack import POLICY
from app.steps import Given
from db.records import Permit
from tests.helpers.office import Samples

LAST = date(2026, 12, 17)
"""The last day in time: the year is full on the 18th, the first day on which the permit is suspended."""
OPENS = date(2026, 11, 18)


def permit(filled: tuple[Desk, Samples]) -> tuple[Desk, UUID]:
    desk, made = filled
    return desk, made.permits["endorsable"]


def test_the_day_before_the_window_is_too_early_and_its_first_day_is_not(
    own_sampled: tuple[Desk, Samples],
) -> None:
    desk, permit_id = permit(own_sampled)
    early = desk.on(OPENS - timedelta(1))
    assert endorsements.may_endorse(early, permit_id).verdict is Verdict.NO
    with pytest.raises(Refused, match="last day in time is 2026-12-17") as refused:
        endorsements.endorse(early, permit_id)
    assert refused.value.because == endorsements.may_endorse(early, permit_id)
    assert endorsements.endorse(desk.on(OPENS), permit_id).due_on == LAST


@pytest.mark.parametrize(("days", "late_by"), [(-25, 0), (0, 0), (1, 1), (60, 60)])
def test_an_endorsement_is_made_for_its_last_day_and_told_how_late(
    own_sampled: tuple[Desk, Samples], days: int, late_by: int
) -> None:
    desk, permit_id = permit(own_sampled)
    made = endorsements.endorse(desk.on(LAST + timedelta(days)), permit_id)
    assert (made.due_on, made.late_by) == (LAST, late_by)
    assert made.next_due_on is not None
    assert made.next_due_on > LAST


def test_endorsed_twice_is_refused_until_the_next_window(filled: tuple[Desk, Samples]) -> None:
    desk, permit_id = permit(filled)
    assert endorsements.endorse(desk, permit_id).next_due_on == date(2027, 12, 17)
    with pytest.raises(Refused, match="last day in time is 2027-12-17"):
        endorsements.endorse(desk, permit_id)
    later = endorsements.endorse(desk.on(date(2027, 12, 1)), permit_id)
    assert (later.due_on, later.next_due_on) == (date(2027, 12, 17), date(2028, 12, 17))


def test_taken_back_the_last_day_is_as_before_and_it_may_be_endorsed_again(
    own_sampled: tuple[Desk, Samples],
) -> None:
    desk, permit_id = permit(own_sampled)
    endorsements.endorse(desk, permit_id)
    act = undoing.last(desk)
    assert act is not None
    undoing.undo(desk, act.txn)
    assert endorsements.endorse(desk, permit_id).due_on == LAST


def test_six_desks_at_once_endorse_once(filled: tuple[Desk, Samples]) -> None:
    desk, permit_id = permit(filled)

    def endorse(_: int) -> bool:
        try:
            endorsements.endorse(desk, permit_id)
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(6) as desks:
        assert sum(desks.map(endorse, range(6))) == 1


@pytest.mark.parametrize("step", ["report_lost", "cancel"])
def test_a_lost_or_cancelled_permit_is_not_endorsed(filled: tuple[Desk, Samples], step: str) -> None:
    desk, permit_id = permit(filled)
    permits.move(desk, permit_id, step, Given(ground="left"))
    with pytest.raises(Refused, match="issued and in use"):
        endorsements.endorse(desk, permit_id)


@pytest.mark.parametrize("who", ["accepted", "approved", "printed"])
def test_a_permit_not_handed_out_yet_is_not_endorsed(own_sampled: tuple[Desk, Samples], who: str) -> None:
    desk, made = own_sampled
    with pytest.raises(Refused, match="issued and in use"):
        endorsements.endorse(desk, made.permits[who])


def test_a_permit_that_is_gone_is_refused_in_words(own_desk: Desk) -> None:
    with pytest.raises(Refused, match="not on file any more"):
        endorsements.endorse(own_desk, uuid4())


def test_the_law_knows_from_which_day_a_permit_is_lost_and_that_it_was_when_it_is_cancelled(
    filled: tuple[Desk, Samples],
) -> None:
    desk, made = filled
    permits.move(desk, made.permits["issued"], "report_lost")
    permits.move(desk.on(desk.today() + timedelta(9)), made.permits["issued"], "cancel", Given(ground="left"))
    with desk.reading() as session:
        (told,) = facts.about(session, made.people["issued"], desk.today()).person.permits or ()
    assert told.losses == (Loss(desk.today()),)
    assert told.cancelled == desk.today() + timedelta(9)


# --- who is due


def names(desk: Desk) -> list[tuple[str, int]]:
    return [(row.name, row.days_left) for row in endorsements.due(desk).listing]


def test_whoever_may_come_now_is_listed_from_the_first_day_of_the_window(
    own_sampled: tuple[Desk, Samples],
) -> None:
    desk, _ = own_sampled
    assert names(desk.on(OPENS - timedelta(1))) == []
    assert names(desk.on(OPENS)) == [("赵明慧", 29)]
    row = next(iter(endorsements.due(desk).listing))
    assert (row.opens_on, row.due_on, row.state) == (OPENS, LAST, "issued")


def test_the_late_are_counted_apart_and_a_suspended_permit_stays_listed(
    filled: tuple[Desk, Samples],
) -> None:
    desk, permit_id = permit(filled)
    assert (endorsements.due(desk).in_window, endorsements.due(desk).overdue) == (1, 0)
    late = desk.on(LAST + timedelta(1))
    permits.move(late, permit_id, "suspend")
    listed = endorsements.due(late)
    assert (listed.in_window, listed.overdue) == (0, 1)
    first = next(iter(listed.listing))
    assert (first.state, first.days_left) == ("suspended", -1)
    endorsements.endorse(late, permit_id)
    assert tuple(endorsements.due(late).listing) == ()


def test_after_a_short_month_the_window_is_open_as_long_as_the_law_says(
    own_sampled: tuple[Desk, Samples],
) -> None:
    """Full on 31 March, its window opens on 28 February, a month of 28 days before, and ends on the 30th."""
    desk, permit_id = permit(own_sampled)
    with desk.writing("permit_hand_out") as session:
        held = session.get_one(Permit, permit_id)
        held.issued_on = date(2026, 3, 31)
        steps.expect_endorsement(session, desk, held)
    assert names(desk.on(date(2027, 2, 27))) == []
    opened = desk.on(date(2027, 2, 28))
    assert names(opened) == [("赵明慧", 30)]
    assert endorsements.may_endorse(opened, permit_id)


# --- what lateness costs


def test_before_it_is_late_the_first_day_that_costs_is_weighed(own_sampled: tuple[Desk, Samples]) -> None:
    """In Yunnan, as in the nation: the run begins again, and each late day is out of the total."""
    desk, permit_id = permit(own_sampled)
    cost = endorsements.cost(desk, permit_id)
    assert cost is not None
    lived = (LAST + timedelta(2) - date(2025, 3, 14)).days
    assert (cost.due_on, cost.on, cost.late_by) == (LAST, LAST + timedelta(2), 2)
    assert (cost.in_time.run, cost.in_time.total) == (lived, lived)
    assert (cost.late.run, cost.late.total) == (0, lived - 1)
    assert (cost.begins_again, cost.lost, cost.nothing) == (True, 1, False)
    assert cost.cancelled_on is None


def test_what_it_costs_is_told_in_sentences_as_each_language_sets_them(
    own_sampled: tuple[Desk, Samples],
) -> None:
    desk, permit_id = permit(own_sampled)
    cost = endorsements.cost(desk, permit_id)
    assert cost is not None
    assert "2026-12-19. Residence" in endorsements.cost_in_words(cost)[1]
    with language.speaking("zh_CN"):
        told = endorsements.cost_in_words(cost)[1]
    assert "算。连续居住" in told
    assert told.endswith("累计少算 1 天。")


@pytest.mark.parametrize("late_by", [2, 45, 400])
def test_what_was_weighed_is_what_it_costs(own_sampled: tuple[Desk, Samples], late_by: int) -> None:
    desk, permit_id = permit(own_sampled)
    late = desk.on(LAST + timedelta(late_by))
    cost = endorsements.cost(late, permit_id)
    assert cost is not None
    lived = (late.today() - date(2025, 3, 14)).days
    assert cost.in_time.total == lived
    assert cost.lost == late_by - 1
    endorsements.endorse(late, permit_id)
    with late.reading() as session:
        case = facts.about(session, own_sampled[1].people["endorsable"], desk.today())
    assert late.law.fact("residence_run", case, late.today()) == cost.late.run
    assert late.law.fact("residence_total", case, late.today()) == cost.late.total


@pytest.mark.parametrize("late_by", [0, 1])
def test_on_the_last_day_and_the_next_it_costs_nothing(
    own_sampled: tuple[Desk, Samples], late_by: int
) -> None:
    """Who comes on the first late day is suspended and restored on it, and no day is lost."""
    desk, permit_id = permit(own_sampled)
    cost = endorsements.cost(desk, permit_id, LAST + timedelta(late_by))
    assert cost is not None
    assert cost.nothing
    assert cost.late_by == late_by


def under(monkeypatch: pytest.MonkeyPatch, desk: Desk, office: str) -> None:
    """The desk under the law of another place."""
    law = Law.read_once(POLICY, office)
    monkeypatch.setattr(type(desk.shelf), "law", property(lambda shelf: law))


@pytest.mark.parametrize(
    ("office", "late_by", "begins_again", "lost"),
    [("320102", 31, False, 0), ("320102", 32, True, 675), ("130102", 301, True, 300)],
)
def test_each_place_weighs_lateness_by_its_own_law(
    own_sampled: tuple[Desk, Samples],
    monkeypatch: pytest.MonkeyPatch,
    office: str,
    late_by: int,
    begins_again: bool,
    lost: int,
) -> None:
    """Jiangsu forgives thirty days and begins all anew on the next; Hebei leaves the late days out."""
    desk, made = own_sampled
    with desk.reading() as session:
        case = facts.about(session, made.people["endorsable"], desk.today())
    stays = tuple(replace(stay, division=office) for stay in case.person.stays or ())
    there = replace(case, person=replace(case.person, stays=stays))
    under(monkeypatch, desk, office)
    late = desk.on(LAST + timedelta(late_by))
    cost = endorsements.cost_of(late, there)
    assert cost is not None
    assert (cost.begins_again, cost.lost) == (begins_again, lost)


def test_where_a_permit_ends_by_itself_the_day_is_told(
    own_sampled: tuple[Desk, Samples], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, permit_id = permit(own_sampled)
    under(monkeypatch, desk, "440305")
    cost = endorsements.cost(desk, permit_id)
    assert cost is not None
    assert cost.cancelled_on == date(2028, 12, 18)


def test_nothing_is_weighed_where_nothing_is_due(own_sampled: tuple[Desk, Samples]) -> None:
    desk, made = own_sampled
    assert endorsements.cost(desk, made.permits["accepted"]) is None


def test_a_reminder_says_the_last_day_in_time_and_what_lateness_costs(filled: tuple[Desk, Samples]) -> None:
    desk, permit_id = permit(filled)
    with desk.reading() as session:
        told = endorsements.reminder(session, desk, session.get_one(Permit, permit_id))
    assert (told.name, told.opens_on, told.due_on) == ("赵明慧", OPENS, LAST)
    assert (told.cost.begins_again, told.answer.rule) == (True, "may_endorse")
    with desk.reading() as session, pytest.raises(Refused, match="issued and in use"):
        endorsements.reminder(session, desk, session.get_one(Permit, filled[1].permits["accepted"]))
