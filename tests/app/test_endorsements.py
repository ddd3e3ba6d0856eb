"""The yearly endorsement: not early, late by so many days, once, and never for a permit that has ended."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from app import endorsements, facts, history, permits
from app.desk import Desk
from app.errors import Refused
from app.law import Verdict
from tests.helpers.office import Samples

DUE = date(2026, 12, 18)
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
    with pytest.raises(Refused, match="due day is 2026-12-18") as refused:
        endorsements.endorse(early, permit_id)
    assert refused.value.because == endorsements.may_endorse(early, permit_id)
    assert endorsements.endorse(desk.on(OPENS), permit_id).due_on == DUE


@pytest.mark.parametrize(("days", "late_by"), [(-25, 0), (0, 0), (1, 1), (60, 60)])
def test_an_endorsement_is_made_for_its_due_day_and_told_how_late(
    own_sampled: tuple[Desk, Samples], days: int, late_by: int
) -> None:
    desk, permit_id = permit(own_sampled)
    made = endorsements.endorse(desk.on(DUE + timedelta(days)), permit_id)
    assert (made.due_on, made.late_by) == (DUE, late_by)
    assert made.next_due_on is not None
    assert made.next_due_on > DUE


def test_endorsed_twice_is_refused_until_the_next_window(filled: tuple[Desk, Samples]) -> None:
    desk, permit_id = permit(filled)
    assert endorsements.endorse(desk, permit_id).next_due_on == date(2027, 12, 18)
    with pytest.raises(Refused, match="due day is 2027-12-18"):
        endorsements.endorse(desk, permit_id)
    later = endorsements.endorse(desk.on(date(2027, 12, 1)), permit_id)
    assert (later.due_on, later.next_due_on) == (date(2027, 12, 18), date(2028, 12, 18))


def test_taken_back_the_due_day_is_as_before_and_it_may_be_endorsed_again(
    own_sampled: tuple[Desk, Samples],
) -> None:
    desk, permit_id = permit(own_sampled)
    endorsements.endorse(desk, permit_id)
    act = history.last(desk)
    assert act is not None
    history.undo(desk, act.txn)
    assert endorsements.endorse(desk, permit_id).due_on == DUE


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
    permits.move(desk, permit_id, step, "left")
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
    permits.move(desk.on(desk.today() + timedelta(9)), made.permits["issued"], "cancel", "lost")
    with desk.reading() as session:
        (told,) = facts.about(session, made.people["issued"]).person.permits or ()
    assert (told.lost, told.cancelled) == (desk.today(), desk.today() + timedelta(9))
