"""政策找人: everyone who has newly come to a service is found, told once, and asked again when changed."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import arrivals, benefits, endorsements, facts, invent, permits, undoing
from app.benefits import Found, Gain
from app.desk import Desk
from app.errors import Cancelled, Refused
from app.law import Case
from app.law.pack import POLICY
from app.progress import Progress, Step
from app.shelf import Shelf
from app.steps import Given
from db.records import Household, Member, Offer, Person
from tests.helpers.office import Samples

DAY = date(2026, 11, 23)
TIER_ONE = ("compulsory_education", "legal_aid", "vehicle_registration")


def alone(desk: Desk, back: int, ahead: int) -> dict[tuple[str, date], set[str]]:
    """The same list made of each resident's own answers, one after the other."""
    day, found = desk.today(), dict[tuple[str, date], set[str]]()
    with desk.reading() as session:
        for person in session.scalars(select(Person)):
            case = facts.about(session, person.id, desk.today())
            if not any(stay.left is None or stay.left > day for stay in case.person.stays or ()):
                continue
            for answer in desk.law.all("benefit", case, day):
                opens_on = answer.since if answer else answer.opens
                if opens_on and day - timedelta(back) <= opens_on <= day + timedelta(ahead):
                    found.setdefault((str(person.id), opens_on), set()).add(answer.rule)
    return found


def listed(found: Found) -> dict[tuple[str, date], set[str]]:
    return {(str(gain.person_id), gain.opens_on): set(gain.rules) for gain in found.in_order()}


def gain_of(found: Found, made: Samples, who: str) -> Gain:
    (gain,) = found.gains[made.people[who]]
    return gain


def who_is_asked(monkeypatch: pytest.MonkeyPatch) -> list[UUID]:
    """Whose files are read from now on."""
    asked, about = list[UUID](), facts.about

    def noting(session: Session, person_id: UUID, today: date) -> Case:
        asked.append(person_id)
        return about(session, person_id, today)

    monkeypatch.setattr(facts, "about", noting)
    return asked


def issue(desk: Desk, made: Samples) -> None:
    permits.move(desk, made.permits["printed"], "hand_out")


@pytest.fixture
def told(filled: tuple[Desk, Samples]) -> tuple[Desk, Samples, Gain]:
    """Somebody who has a permit since today and was told of what comes with it."""
    desk, made = filled
    issue(desk, made)
    gain = gain_of(benefits.newly_qualified(desk), made, "printed")
    benefits.tell(desk, gain)
    return desk, made, gain


@pytest.mark.parametrize(("on", "back", "ahead"), [(DAY, 30, 0), (DAY, 120, 400), (date(2024, 2, 29), 7, 30)])
def test_the_list_is_what_each_resident_would_be_answered_alone(
    desk: Desk, on: date, back: int, ahead: int
) -> None:
    invent.fill(desk, 120, 11, Progress())
    desk = desk.on(on)
    found = benefits.newly_qualified(desk, back, ahead)
    assert listed(found) == alone(desk, back, ahead)
    assert on != DAY or len(found.gains) > 3


def test_what_is_scored_in_points_is_asked_of_the_files(own_desk: Desk) -> None:
    invent.fill(own_desk, 40, 11, Progress())
    own_desk.shelf = Shelf(POLICY, "510104")  # Chengdu settles by points
    assert own_desk.law.is_scored("settlement_points")
    assert listed(benefits.newly_qualified(own_desk, 400, 4000)) == alone(own_desk, 400, 4000)


def test_who_has_a_permit_since_yesterday_is_found_with_every_service_and_the_reason(
    filled: tuple[Desk, Samples],
) -> None:
    desk, made = filled
    issue(desk, made)
    found = benefits.newly_qualified(desk.on(DAY + timedelta(1)))
    gain = gain_of(found, made, "printed")
    assert set(TIER_ONE) < set(gain.rules)
    (row,) = benefits.described(desk, (gain,))
    assert (row.person.name, row.why) == ("杨秋月", ("a valid residence permit",))
    assert len(row.services) == len(gain.rules)


def test_the_days_looked_back_on_are_counted_to_the_day(filled: tuple[Desk, Samples]) -> None:
    desk, made = filled
    issue(desk, made)
    issued_on = gain_of(benefits.newly_qualified(desk, 30), made, "printed").opens_on
    for on, back, is_found in ((30, 30, True), (31, 30, False), (31, 31, True)):
        found = benefits.newly_qualified(desk.on(issued_on + timedelta(on)), back)
        assert (made.people["printed"] in found.gains) is is_found


def test_what_is_expected_is_found_only_as_far_ahead_as_is_asked(filled: tuple[Desk, Samples]) -> None:
    desk, made = filled
    case = made.people["waiting"]  # registered 2026-09-01
    with desk.reading() as session:
        (expected,) = {
            answer.opens
            for answer in desk.law.all("benefit", facts.about(session, case, desk.today()), DAY)
            if answer.opens and answer.opens > DAY
        }
    days = (expected - DAY).days
    assert case not in benefits.newly_qualified(desk, 0, days - 1).gains
    (gain,) = benefits.newly_qualified(desk, 0, days).gains[case]
    assert gain.opens_on == expected


def test_who_has_left_is_not_looked_for(filled: tuple[Desk, Samples]) -> None:
    desk, made = filled
    issue(desk, made)
    arrivals.depart(desk, made.stays["printed"], DAY, "left")
    assert made.people["printed"] not in benefits.newly_qualified(desk).gains


def test_who_was_told_is_not_offered_again(told: tuple[Desk, Samples, Gain]) -> None:
    desk, made, gain = told
    found = benefits.newly_qualified(desk)
    assert gain_of(found, made, "printed").told
    assert found.untold() == sum(who != gain.person_id for who in found.gains)
    with pytest.raises(Refused, match="杨秋月 has been told of this already"):
        benefits.tell(desk, gain)
    with desk.reading() as session:
        offer = session.scalars(select(Offer)).first()
    assert offer is not None
    assert (offer.told_on, offer.pack_version, len(offer.pack_checksum)) == (DAY, offer.pack_version, 64)


def test_telling_is_taken_back_whole(told: tuple[Desk, Samples, Gain]) -> None:
    desk, made, _gain = told
    latest = undoing.last(desk)
    assert latest is not None
    undoing.undo(desk, latest.txn)
    assert not gain_of(benefits.newly_qualified(desk), made, "printed").told
    with desk.reading() as session:
        assert session.scalars(select(Offer)).all() == []


def test_what_does_not_open_any_more_is_not_told(filled: tuple[Desk, Samples]) -> None:
    desk, made = filled
    issue(desk, made)
    gain = gain_of(benefits.newly_qualified(desk), made, "printed")
    permits.move(desk, made.permits["printed"], "report_lost", Given("lost on the bus"))
    with pytest.raises(Refused, match="does not open on") as refused:
        benefits.tell(desk, gain)
    assert refused.value.because is not None


def test_what_is_lost_and_gained_anew_is_offered_anew(filled: tuple[Desk, Samples]) -> None:
    desk, made = filled
    lapsed, endorsed = date(2026, 12, 18), date(2027, 1, 10)  # of the permit that falls due on 12-18
    issued = desk.on(date(2025, 12, 18))
    benefits.tell(issued, gain_of(benefits.newly_qualified(issued), made, "endorsable"))
    endorsements.endorse(desk.on(endorsed), made.permits["endorsable"])
    gain = gain_of(benefits.newly_qualified(desk.on(endorsed)), made, "endorsable")
    assert (gain.opens_on, gain.told) == (endorsed, False)
    assert made.people["endorsable"] not in benefits.newly_qualified(desk.on(lapsed)).gains


def test_only_who_was_changed_is_asked_again(
    filled: tuple[Desk, Samples], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, made = filled
    before = benefits.newly_qualified(desk, 400, 400)
    issue(desk, made)
    asked = who_is_asked(monkeypatch)
    after = benefits.renewed(desk, before)
    assert asked == [made.people["printed"]]
    assert after == benefits.newly_qualified(desk, 400, 400)
    assert after.gains != before.gains
    asked.clear()
    assert benefits.renewed(desk, after) == after
    assert asked == []


def test_with_a_guardian_who_was_changed_the_child_is_asked_again(
    filled: tuple[Desk, Samples], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, made = filled
    with desk.writing("record_arrival") as session:
        family = Household(head_id=made.people["printed"])
        session.add(family)
        session.flush()
        for who, relation in (("printed", "0"), ("settled", "2")):
            session.add(Member(household_id=family.id, person_id=made.people[who], relation=relation))
    before = benefits.newly_qualified(desk)
    issue(desk, made)
    asked = who_is_asked(monkeypatch)
    benefits.renewed(desk, before)
    assert set(asked) == {made.people["printed"], made.people["settled"]}


def test_on_another_day_everyone_is_asked_again(filled: tuple[Desk, Samples]) -> None:
    desk, _made = filled
    found = benefits.newly_qualified(desk, 30, 30)
    tomorrow = desk.on(DAY + timedelta(1))
    assert benefits.renewed(tomorrow, found) == benefits.newly_qualified(tomorrow, 30, 30)


def test_it_says_how_far_it_is_and_can_be_stopped(filled: tuple[Desk, Samples]) -> None:
    desk, _made = filled
    steps: list[Step] = []
    benefits.newly_qualified(desk, progress=Progress(steps.append))
    reading = [step for step in steps if step.doing == "Reading everyone on file"]
    assert [step.done for step in reading] == list(range(reading[0].total))
    assert [(step.done, step.total) for step in steps[len(reading) :]] == [(0, 1), (1, 1)]
    with pytest.raises(Cancelled):
        benefits.newly_qualified(desk, progress=Progress(stopped=lambda: True))


def test_the_open_come_first_the_latest_of_them_then_the_expected(filled: tuple[Desk, Samples]) -> None:
    desk, _made = filled
    days = [gain.opens_on for gain in benefits.newly_qualified(desk, 400, 8000).in_order()]
    opened, expected = [day for day in days if day <= DAY], [day for day in days if day > DAY]
    assert days == [*sorted(opened, reverse=True), *sorted(expected)]
    assert opened
    assert expected
