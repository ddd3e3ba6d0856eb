"""A permit in somebody's hand: lost and found, worn and replaced, moved with, suspended, ended, seized."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from app import (
    arrivals,
    endorsements,
    facts,
    fees,
    households,
    lives,
    people,
    permits,
    registrations,
    reviews,
)
from app.agents import Agent
from app.desk import Desk
from app.errors import Refused
from app.law import Loss
from app.law import Permit as LawPermit
from app.steps import Given
from db.records import Decision, Permit
from tests.helpers.office import Samples, citizen_number, make_card, state_of, step_of

Filled = tuple[Desk, Samples]
LAST = date(2026, 12, 17)
"""When the permit of the sample called ``endorsable`` is due; it was issued a year before."""


def told(desk: Desk, person_id: UUID) -> LawPermit:
    """The one permit the law is told of."""
    with desk.reading() as session:
        (permit,) = facts.about(session, person_id, desk.today()).person.permits or ()
    return permit


def fact(desk: Desk, person_id: UUID, name: str) -> object:
    with desk.reading() as session:
        return desk.law.fact(name, facts.about(session, person_id, desk.today()), desk.today())


def move_house(desk: Desk, made: Samples, who: str) -> UUID:
    """The new stay of somebody who moved within the place and registered there."""
    arrivals.depart(desk, made.stays[who], desk.today(), "moved")
    form = arrivals.form_for(desk, made.people[who])
    moved = replace(
        form, arrived_on=desk.today(), community="南苑社区", address="三江路 41号", tenure="rented",
        purpose="01",
    )  # fmt: skip
    return registrations.record_and_register(desk, moved).stay_id


# --- lost, found, issued anew


def test_a_lost_permit_is_not_valid_until_it_is_found_each_time_it_is_lost(filled: Filled) -> None:
    desk, made = filled
    person_id, permit_id = made.people["endorsable"], made.permits["endorsable"]
    permits.move(desk, permit_id, "report_lost", Given("on the bus"))
    assert fact(desk, person_id, "permit_valid") is False
    later = desk.on(desk.today() + timedelta(5))
    permits.move(later, permit_id, "find")
    assert told(desk, person_id).losses == (Loss(desk.today(), later.today()),)
    assert fact(later, person_id, "permit_valid") is True
    again = later.on(later.today() + timedelta(3))
    permits.move(again, permit_id, "report_lost")
    assert told(desk, person_id).losses == (Loss(desk.today(), later.today()), Loss(again.today()))
    assert [fact(on, person_id, "permit_valid") for on in (desk, later, again)] == [False, True, False]


def test_a_new_card_for_a_lost_one_goes_on_with_its_years(filled: Filled) -> None:
    desk, made = filled
    person_id, old = made.people["endorsable"], made.permits["endorsable"]
    permits.move(desk, old, "report_lost")
    later = desk.on(desk.today() + timedelta(1))
    new = permits.renew(later, old)
    assert (new.kind, new.state, new.issue_by) == ("reissue", "accepted", date(2026, 12, 1))
    assert state_of(desk, old) == "lost"
    make_card(later, new.id)
    permits.move(later, new.id, "hand_out", Given(receipt="0012345"))
    assert (state_of(desk, old), state_of(desk, new.id)) == ("replaced", "issued")
    law = told(desk, person_id)
    assert law.issued == date(2025, 12, 18)
    assert law.losses == (Loss(desk.today(), later.today()),)
    with later.reading() as session:
        assert session.get_one(Permit, new.id).endorse_by == LAST
    assert endorsements.endorse(later, new.id).due_on == LAST
    assert fact(later, person_id, "permit_valid") is True
    assert fact(later, person_id, "residence_run") == (later.today() - date(2025, 3, 14)).days


def test_a_worn_card_is_handed_back_against_the_new_one(filled: Filled) -> None:
    desk, made = filled
    old = made.permits["issued"]
    new = permits.renew(desk, old, "damaged")
    assert new.kind == "replacement"
    make_card(desk, new.id)
    with pytest.raises(Refused, match="handed back against the new one") as refused:
        permits.move(desk, new.id, "hand_out", Given(receipt="0012345"))
    assert refused.value.field == "returned"
    assert state_of(desk, old) == "issued"
    permits.move(desk, new.id, "hand_out", Given(receipt="0012345", returned=True))
    replaced = step_of(desk, old, "replace")
    assert (replaced.ground, replaced.card_returned) == ("damaged", True)
    assert state_of(desk, old) == "replaced"


def test_who_loses_the_worn_card_meanwhile_hands_nothing_back(own_sampled: Filled) -> None:
    desk, made = own_sampled
    new = permits.renew(desk, made.permits["issued"], "damaged")
    make_card(desk, new.id)
    permits.move(desk, made.permits["issued"], "report_lost")
    permits.move(desk, new.id, "hand_out", Given(receipt="0012345"))
    assert step_of(desk, made.permits["issued"], "reissue").after == "replaced"


def test_a_lapse_is_not_mended_by_a_new_card(own_sampled: Filled) -> None:
    desk, made = own_sampled
    late = desk.on(LAST + timedelta(10))
    new = permits.renew(late, made.permits["endorsable"], "damaged")
    make_card(late, new.id)
    permits.move(late, new.id, "hand_out", Given(receipt="1", returned=True))
    assert fact(late, made.people["endorsable"], "permit_valid") is False
    assert endorsements.endorse(late, new.id).late_by == 10


def test_one_new_card_at_a_time_and_only_for_one_in_use(own_sampled: Filled) -> None:
    desk, made = own_sampled
    with pytest.raises(Refused, match="ground") as refused:
        permits.renew(desk, made.permits["issued"])
    assert refused.value.field == "ground"
    permits.renew(desk, made.permits["issued"], "damaged")
    with pytest.raises(Refused, match="applied for on 2026-11-23 already"):
        permits.renew(desk, made.permits["issued"], "damaged")
    for who in ("applied", "accepted", "approved", "printed"):
        with pytest.raises(Refused, match="does not follow"):
            permits.renew(desk, made.permits[who], "damaged")


def test_for_a_new_card_no_condition_and_no_proof_is_asked_again(own_sampled: Filled) -> None:
    desk, made = own_sampled
    form = arrivals.form_of(desk, made.stays["issued"])
    households.record(desk, stay_id=made.stays["issued"], new=replace(form, tenure="relatives", employer=""))
    new = permits.renew(desk, made.permits["issued"], "damaged")
    review = reviews.review(desk, new.id)
    assert bool(review.answer)
    assert review.answer.article == "居住证暂行条例第十一条"
    assert [line.item for line in review.lines] == ["name", "id_number", "photo", "dwelling"]
    make_card(desk, new.id)


def test_an_agent_applies_for_a_new_card_as_for_the_first(own_sampled: Filled) -> None:
    desk, made = own_sampled
    number = citizen_number("530627", date(1985, 3, 14), 931)
    agent = Agent("马国强", number, "child", "disabled", seen=False)
    new = permits.renew(desk, made.permits["issued"], "damaged", agent=agent)
    assert new.state == "applied"


def test_the_permit_in_use_counts_while_a_new_card_is_made(own_sampled: Filled) -> None:
    desk, made = own_sampled
    new = permits.renew(desk, made.permits["issued"], "damaged")
    card = people.card(desk, made.people["issued"])
    assert card.permit is not None
    assert card.new_card is not None
    assert (card.permit.id, card.new_card.id) == (made.permits["issued"], new.id)


# --- fees


def test_the_first_card_is_free_and_another_costs_its_cost_against_a_receipt(own_sampled: Filled) -> None:
    desk, made = own_sampled
    assert fees.fee(desk, "first").free
    assert fees.fee(desk, "endorsement").free
    charged = fees.fee(desk, "reissue")
    assert (charged.free, charged.article) == (False, "居住证暂行条例第二十一条")
    assert "no rate is on file" in charged.words
    permits.move(desk, made.permits["issued"], "report_lost")
    new = permits.renew(desk, made.permits["issued"])
    make_card(desk, new.id)
    with pytest.raises(Refused, match="number of the receipt") as refused:
        permits.move(desk, new.id, "hand_out")
    assert refused.value.field == "receipt"
    permits.move(desk, new.id, "hand_out", Given(receipt="0012345"))
    first, second = lives.of_person(desk, made.people["issued"])
    assert (first.fee, first.receipt, second.fee) == ("at cost", "0012345", "0 yuan")


# --- moved


def test_who_moved_has_the_new_address_noted_on_the_permit_by_a_proof(filled: Filled) -> None:
    desk, made = filled
    permit_id = made.permits["issued"]
    with pytest.raises(Refused, match="already bears the address"):
        permits.move(desk, permit_id, "change_address", Given(proof="lease"))
    new_stay = move_house(desk, made, "issued")
    assert fact(desk, made.people["issued"], "same_address") is False
    with pytest.raises(Refused, match="which proof") as refused:
        permits.move(desk, permit_id, "change_address", Given(proof="labour_contract"))
    assert refused.value.field == "proof"
    permits.move(desk, permit_id, "change_address", Given(proof="lease"))
    with desk.reading() as session:
        assert session.get_one(Permit, permit_id).stay_id == new_stay
    assert step_of(desk, permit_id, "change_address").proofs == ["lease"]
    assert fact(desk, made.people["issued"], "same_address") is True


# --- suspended and restored


def test_the_law_suspends_and_an_endorsement_restores(filled: Filled) -> None:
    desk, made = filled
    permit_id = made.permits["endorsable"]
    for day in (LAST, LAST - timedelta(25)):
        with pytest.raises(Refused, match="does not suspend"):
            permits.move(desk.on(day), permit_id, "suspend")
    late = desk.on(LAST + timedelta(3))
    permits.move(late, permit_id, "suspend")
    assert state_of(desk, permit_id) == "suspended"
    with pytest.raises(Refused, match="suspended until it is endorsed"):
        permits.move(late, permit_id, "restore")
    assert endorsements.endorse(late, permit_id).late_by == 3
    assert state_of(desk, permit_id) == "issued"
    assert step_of(desk, permit_id, "restore").taken_on == late.today()


def test_only_a_missed_endorsement_suspends(own_sampled: Filled) -> None:
    desk, made = own_sampled
    with pytest.raises(Refused, match="no endorsement is overdue") as refused:
        permits.move(desk, made.permits["issued"], "suspend")
    assert refused.value.because is not None


# --- ended


@pytest.mark.parametrize("ground", ["left", "settled", "died", "deceit", "unqualified", "lapsed"])
def test_a_permit_is_cancelled_on_a_ground_of_the_table(own_sampled: Filled, ground: str) -> None:
    desk, made = own_sampled
    permits.move(desk, made.permits["issued"], "cancel", Given(ground=ground, returned=True))
    assert told(desk, made.people["issued"]).cancelled == desk.today()
    step = step_of(desk, made.permits["issued"], "cancel")
    assert (step.ground, step.card_returned) == (ground, True)
    with desk.reading() as session:
        decision = session.get_one(Decision, step.decision_id)
    article = "居住证暂行条例第十九条" if ground == "deceit" else "居住证暂行条例第二条"
    assert decision.answer is not None
    assert decision.answer["article"] == article


def test_a_permit_got_by_deceit_is_taken_away(filled: Filled) -> None:
    desk, made = filled
    permits.move(desk, made.permits["issued"], "seize", Given("the employer does not exist", ground="deceit"))
    assert state_of(desk, made.permits["issued"]) == "seized"
    assert told(desk, made.people["issued"]).cancelled == desk.today()
    life = lives.of_person(desk, made.people["issued"])[0]
    assert life.end_reason == "骗取：the employer does not exist"
    assert life.moves == frozenset()


def test_a_permit_does_not_end_while_a_new_card_for_it_is_made(own_sampled: Filled) -> None:
    desk, made = own_sampled
    new = permits.renew(desk, made.permits["issued"], "damaged")
    with pytest.raises(Refused, match="Refuse or cancel that first"):
        permits.move(desk, made.permits["issued"], "cancel", Given(ground="died"))
    permits.move(desk, new.id, "refuse", Given("has died"))
    permits.move(desk, made.permits["issued"], "cancel", Given(ground="died"))


@pytest.mark.parametrize("who", ["approved", "printed"])
def test_what_was_approved_and_never_fetched_is_cancelled(own_sampled: Filled, who: str) -> None:
    desk, made = own_sampled
    permits.move(desk, made.permits[who], "cancel", Given(ground="left"))
    assert permits.eligibility(desk, made.people[who])
    assert permits.apply(desk, made.people[who]).state == "accepted"


# --- its life, told


def test_every_step_tells_who_when_on_what_proof_and_by_which_law(filled: Filled) -> None:
    desk, made = filled
    permits.move(desk, made.permits["issued"], "report_lost", Given("on the bus"))
    life = lives.of_person(desk, made.people["issued"])[0]
    assert [step.step for step in life.steps] == [
        "apply", "accept", "approve", "print", "hand_out", "report_lost",
    ]  # fmt: skip
    assert all(step.officer and step.law and step.law.checksum and step.txn for step in life.steps)
    assert life.steps[2].proofs == ("Resident identity card", "Lease")
    assert [step.law.article[-4:] for step in life.steps if step.law][2:] == [
        "例第二条", "第十四条", "第十四条", "第十一条",
    ]  # fmt: skip
    assert life.moves == permits.steps_from("lost")
