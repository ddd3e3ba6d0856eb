"""A permit's steps: what may follow what, what the law and the papers must say, and two desks at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from app import arrivals, codes, materials, people, permits, registrations, reviews
from app.agents import Agent
from app.desk import Desk
from app.errors import Refused
from app.law import Verdict
from app.materials import NewMaterial
from app.permits import ASKS, GROUNDS, IN_USE, MOVES, OPEN, OWN_ACTS, STATES, STEPS
from app.steps import Given
from db.records import Decision, Permit, PermitStep
from tests.helpers.office import PROOFS, Samples, arrival, citizen_number, state_of, step_of
from tests.helpers.queues import in_states

DAY = date(2026, 11, 23)
GUARDIAN = Agent("马国强", citizen_number("530627", date(1985, 3, 14), 931), "parent")


def resident(
    desk: Desk, sequence: int = 921, *, proofs: tuple[NewMaterial, ...] = PROOFS, **more: object
) -> UUID:
    """Somebody registered long enough for a permit."""
    new = arrival("王立群", sequence, "2026-02-01", **more)
    registered = registrations.record_and_register(desk.on(date(2026, 2, 1)), new)
    materials.note(desk, registered.person_id, proofs)
    return registered.person_id


def put_in(desk: Desk, permit_id: UUID, state: str) -> None:
    """The permit as if it had come to this state, whatever led there."""
    with desk.writing("permit_accept") as session:
        permit = session.get_one(Permit, permit_id)
        permit.state = state
        permit.handed_on = DAY if state in IN_USE else None
        permit.issued_on = DAY if permit.handed_on or state == "printed" else None


# --- the table of moves


@pytest.mark.parametrize("state", STATES)
def test_no_step_is_taken_that_the_table_does_not_know(own_desk: Desk, state: str) -> None:
    permit_id = permits.apply(own_desk, resident(own_desk)).id
    put_in(own_desk, permit_id, state)
    for step in STEPS:
        if (state, step) in MOVES and step not in OWN_ACTS:
            continue
        with pytest.raises(Refused):
            permits.move(own_desk, permit_id, step, Given("a reason", ground="other"))
        assert state_of(own_desk, permit_id) == state


def test_every_state_and_step_of_the_table_has_its_words_and_every_ground_its_codes() -> None:
    assert {state for state, _ in MOVES} - {""} | set(MOVES.values()) == set(STATES)
    assert {step for _, step in MOVES} == set(STEPS)
    assert set(OPEN) == {state for state, _ in MOVES} - {""}
    assert set(ASKS) <= set(STEPS)
    assert set(GROUNDS) == {step for step, asked in ASKS.items() if "ground" in asked}
    assert all(codes.entries(table, DAY) for table in GROUNDS.values())


@pytest.mark.parametrize(
    ("who", "step", "field"),
    [
        ("accepted", "refuse", "reason"),
        ("accepted", "extend", "ground"),
        ("accepted", "send_back", "lacks"),
        ("issued", "cancel", "ground"),
        ("issued", "seize", "ground"),
        ("issued", "change_address", None),
    ],
)
def test_a_step_says_which_field_it_still_needs(
    own_sampled: tuple[Desk, Samples], who: str, step: str, field: str | None
) -> None:
    desk, made = own_sampled
    with pytest.raises(Refused) as refused:
        permits.move(desk, made.permits[who], step)
    assert refused.value.field == field
    assert state_of(desk, made.permits[who]) == who


def test_another_ground_than_those_listed_is_told_in_words(own_sampled: tuple[Desk, Samples]) -> None:
    desk, made = own_sampled
    with pytest.raises(Refused, match="Write the reason") as refused:
        permits.move(desk, made.permits["issued"], "cancel", Given(" ", ground="other"))
    assert refused.value.field == "reason"
    permits.move(desk, made.permits["issued"], "cancel", Given("本人申请", ground="other"))
    with desk.reading() as session:
        assert session.get_one(Permit, made.permits["issued"]).end_reason == "其他：本人申请"


def test_a_permit_that_is_not_there_any_more_is_said_to_be_gone(own_desk: Desk) -> None:
    with pytest.raises(Refused, match="not on file any more"):
        permits.move(own_desk, uuid4(), "approve")
    with pytest.raises(Refused, match="not on file any more"):
        reviews.review(own_desk, uuid4())


# --- applying


def test_with_nothing_missing_an_application_is_accepted_at_once(desk: Desk) -> None:
    permit = permits.apply(desk, resident(desk))
    assert (permit.state, permit.accepted_on, permit.issue_by) == ("accepted", DAY, date(2026, 11, 30))


@pytest.mark.parametrize(
    ("proofs", "lacking"),
    [
        ((), ("identity", "photo", "proof")),
        (PROOFS[:1], ("photo", "proof")),
        ((*PROOFS[:1], NewMaterial("lease", "address", state="missing")), ("photo", "proof")),
        ((*PROOFS[:1], NewMaterial("labour_contract", "work")), ("photo",)),
    ],
)
def test_everything_that_is_missing_is_told_at_once_and_the_time_does_not_run(
    own_desk: Desk, proofs: tuple[NewMaterial, ...], lacking: tuple[str, ...]
) -> None:
    person_id = resident(own_desk, proofs=proofs, photo=None)
    permit = permits.apply(own_desk, person_id)
    assert (permit.state, permit.issue_by) == ("applied", None)
    assert materials.missing_for_permit(own_desk, person_id) == lacking
    with pytest.raises(Refused, match="still lacks") as refused:
        permits.move(own_desk, permit.id, "accept")
    assert refused.value.field == "materials"


def test_a_proof_that_went_missing_stops_the_approval(own_desk: Desk) -> None:
    person_id = resident(own_desk)
    permit = permits.apply(own_desk, person_id)
    materials.note(own_desk, person_id, (replace(PROOFS[1], state="missing"),))
    with pytest.raises(Refused, match="still lacks"):
        permits.move(own_desk, permit.id, "approve")


def test_before_half_a_year_the_law_refuses_with_its_answer(own_desk: Desk) -> None:
    person_id = resident(own_desk)
    with pytest.raises(Refused, match="may not apply for a permit yet") as refused:
        permits.apply(own_desk.on(date(2026, 7, 31)), person_id)
    assert refused.value.because == permits.eligibility(own_desk.on(date(2026, 7, 31)), person_id)
    assert permits.apply(own_desk.on(date(2026, 8, 1)), person_id).state == "accepted"


def test_where_the_law_cannot_say_an_application_is_taken_and_not_approved(desk: Desk) -> None:
    person_id = resident(desk, tenure="relatives", employer="")
    assert permits.eligibility(desk, person_id).verdict is Verdict.UNKNOWN
    permit = permits.apply(desk, person_id)
    with pytest.raises(Refused, match="does not say yes") as refused:
        permits.move(desk, permit.id, "approve")
    assert refused.value.because.verdict is Verdict.UNKNOWN  # type: ignore[attr-defined]
    assert state_of(desk, permit.id) == "accepted"


def test_who_holds_a_permit_or_has_lost_it_does_not_apply_for_another(filled: tuple[Desk, Samples]) -> None:
    desk, made = filled
    permits.move(desk, made.permits["issued"], "report_lost")
    for who in ("applied", "accepted", "approved", "printed", "issued", "endorsable"):
        with pytest.raises(Refused, match="already has a permit"):
            permits.apply(desk, made.people[who])


def test_after_a_refusal_or_a_cancellation_one_may_apply_again(own_desk: Desk) -> None:
    person_id = resident(own_desk)
    permits.move(own_desk, permits.apply(own_desk, person_id).id, "refuse", Given("the lease is not theirs"))
    again = permits.apply(own_desk, person_id)
    put_in(own_desk, again.id, "issued")
    permits.move(own_desk, again.id, "report_lost")
    permits.move(own_desk, again.id, "cancel", Given(ground="left"))
    assert permits.apply(own_desk, person_id).state == "accepted"


def test_eight_desks_at_once_take_one_application(desk: Desk) -> None:
    person_id = resident(desk)

    def apply(_: int) -> bool:
        try:
            permits.apply(desk, person_id)
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(8) as desks:
        assert sum(desks.map(apply, range(8))) == 1
    with desk.reading() as session:
        assert len(session.scalars(select(Permit)).all()) == 1


def test_eight_desks_at_once_approve_once_under_one_number(desk: Desk) -> None:
    permit_id = permits.apply(desk, resident(desk)).id

    def approve(_: int) -> bool:
        try:
            permits.move(desk, permit_id, "approve")
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(8) as desks:
        assert sum(desks.map(approve, range(8))) == 1
    with desk.reading() as session:
        assert session.get_one(Permit, permit_id).number == "530302-2026-000001"
        steps = session.scalars(select(PermitStep.step).order_by(PermitStep.row)).all()
    assert steps == ["apply", "accept", "approve"]


# --- agents


def child(desk: Desk, born: date) -> UUID:
    return resident(desk, born_on=born, id_number=citizen_number("530627", born, 921), employer="")


def test_until_the_sixteenth_birthday_somebody_else_applies(own_desk: Desk) -> None:
    person_id = child(own_desk, date(2010, 11, 24))
    with pytest.raises(Refused, match="is not 16 yet") as refused:
        permits.apply(own_desk, person_id)
    assert refused.value.field == "agent"
    assert permits.apply(own_desk.on(date(2026, 11, 24)), person_id).state == "accepted"


def test_a_guardian_applies_for_a_child_and_stands_on_the_application(own_desk: Desk) -> None:
    person_id = child(own_desk, date(2015, 6, 1))
    spaced = replace(GUARDIAN, number=f" {GUARDIAN.number[:6]} {GUARDIAN.number[6:]}")
    permit = permits.apply(own_desk, person_id, spaced)
    with own_desk.reading() as session:
        kept = session.get_one(Permit, permit.id)
        assert (kept.agent_name, kept.agent_number) == (GUARDIAN.name, GUARDIAN.number)
        assert (kept.agent_relation, kept.agent_reason) == ("parent", "minor")
    assert permit.state == "accepted"
    assert step_of(own_desk, permit.id, "apply").proofs == ["agent_id_card", "id_card", "lease"]


def test_without_the_agents_own_card_the_application_lacks_it(own_desk: Desk) -> None:
    person_id = child(own_desk, date(2015, 6, 1))
    permit = permits.apply(own_desk, person_id, replace(GUARDIAN, seen=False))
    assert permit.state == "applied"
    assert materials.missing_for_permit(own_desk, person_id) == ("agent",)
    materials.note(own_desk, person_id, (NewMaterial("agent_id_card", "agent"),))
    assert permits.move(own_desk, permit.id, "accept").state == "accepted"


def test_the_agents_card_is_no_proof_of_the_applicants_identity(own_desk: Desk) -> None:
    person_id = resident(own_desk, proofs=(NewMaterial("agent_id_card", "agent"), PROOFS[1]))
    assert materials.missing_for_permit(own_desk, person_id) == ("identity",)


def test_for_the_old_or_disabled_an_agent_applies_and_for_nobody_else_of_age(own_desk: Desk) -> None:
    person_id = resident(own_desk)
    with pytest.raises(Refused, match="only for the old or disabled") as refused:
        permits.apply(own_desk, person_id, GUARDIAN)
    assert refused.value.field == "agent"
    elderly = replace(GUARDIAN, relation="child", reason="elderly")
    assert permits.apply(own_desk, person_id, elderly).state == "accepted"


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        (replace(GUARDIAN, name=" "), "agent's name and number"),
        (replace(GUARDIAN, number=""), "agent's name and number"),
        (replace(GUARDIAN, number=GUARDIAN.number[:-1]), "characters"),
        (replace(GUARDIAN, number=citizen_number("530627", date(2015, 6, 1), 921)), "applicant's own"),
        (replace(GUARDIAN, relation="neighbour"), "guardian or a close relative"),
        (replace(GUARDIAN, reason=""), "Say why"),
    ],
)
def test_an_agent_without_papers_of_their_own_is_refused(own_desk: Desk, agent: Agent, said: str) -> None:
    person_id = child(own_desk, date(2015, 6, 1))
    with pytest.raises(Refused, match=said) as refused:
        permits.apply(own_desk, person_id, agent)
    assert refused.value.field == "agent"


def test_where_the_birth_is_not_known_no_agent_is_asked_for(own_desk: Desk) -> None:
    person_id = resident(own_desk, id_kind=arrivals.NO_NUMBER, id_number="", born_on=None)
    assert permits.apply(own_desk, person_id).state == "accepted"


# --- deciding


def test_every_decision_keeps_the_law_it_was_made_under(desk: Desk) -> None:
    person_id = resident(desk)
    refused = permits.apply(desk, person_id)
    permits.move(desk, refused.id, "refuse", Given("the lease is not theirs"))
    permits.move(desk, permits.apply(desk, person_id).id, "approve", Given("in order"))
    with desk.reading() as session:
        kept = session.scalars(select(Decision).order_by(Decision.row)).all()
        assert [(d.subject, d.outcome) for d in kept] == [
            ("registration", "registered"),
            ("application", "received"),
            ("permit", "accepted"),
            ("permit", "refused"),
            ("application", "received"),
            ("permit", "accepted"),
            ("permit", "approved"),
        ]
        assert all(d.pack and d.pack_version and d.pack_checksum and d.answer for d in kept)
        assert kept[3].opinion == "the lease is not theirs"


def test_who_moved_since_applying_gets_a_card_of_the_new_address(own_desk: Desk) -> None:
    person_id = resident(own_desk)
    permit = permits.apply(own_desk, person_id)
    stay = people.card(own_desk, person_id).stay
    assert stay is not None
    arrivals.depart(own_desk, stay.id, DAY, "moved")
    with pytest.raises(Refused, match="no registered stay here"):
        permits.move(own_desk, permit.id, "approve")

    form = arrivals.form_for(own_desk, person_id)
    moved = replace(
        form, arrived_on=DAY, community="南苑社区", address="三江路 41号", tenure="rented", purpose="01"
    )
    registrations.record_and_register(own_desk, moved)
    assert permits.move(own_desk, permit.id, "approve").address == "南苑社区 三江路 41号"


def test_what_a_review_shows_of_work_is_declared_and_proved(filled: tuple[Desk, Samples]) -> None:
    desk, made = filled
    review = reviews.review(desk, made.permits["accepted"])
    found = {line.item: line.result for line in review.lines}
    assert found == {
        "name": "agrees",
        "id_number": "agrees",
        "photo": "holds",
        "residence": "holds",
        "dwelling": "agrees",
        "work": "missing",
        "study": "not_declared",
    }
    assert (review.answer.verdict, review.lacking) == (Verdict.YES, ())
    assert reviews.review(desk, made.permits["applied"]).lacking == ("identity", "proof")


def test_a_queue_shows_the_most_urgent_first_and_who_waits_for_papers_last(
    filled: tuple[Desk, Samples],
) -> None:
    desk, made = filled
    assert [row.id for row in in_states(desk, "applied", "accepted", "approved")] == [
        made.permits["approved"],
        made.permits["accepted"],
        made.permits["applied"],
    ]
    assert in_states(desk) == ()
