"""The invented community: the same for the same seed, nobody's numbers, and lives that the law allows."""

from __future__ import annotations

import inspect
from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import codes, idnumbers
from app.errors import Refused
from app.fiction import Block, Community, words
from app.fiction.stays import MOST_PEOPLE
from app.idnumbers import Grade
from app.law import Case, Employment, Law, Permit, Resident, Stay, Verdict
from app.law.calendar import Period, after
from app.law.pack import POLICY
from app.paper import fonts

DAY = date(2026, 11, 22)
ENDED = {"refused", "replaced", "cancelled", "seized"}
STATES = {"applied", "accepted", "approved", "printed", "issued", "suspended", "lost", *ENDED}
HALF_A_YEAR, A_MONTH = Period.parse("6 months"), Period.parse("1 month")


def only_block(seed: int, people: int = 500) -> Block:
    (block,) = Community(seed, people, DAY).blocks()
    return block


@pytest.fixture(scope="module")
def block() -> Block:
    return only_block(7, 3000)


def test_the_same_seed_makes_the_same_people_and_another_seed_others() -> None:
    assert only_block(1, 300) == only_block(1, 300)
    assert [p.name for p in only_block(1, 300).people] != [p.name for p in only_block(2, 300).people]


@settings(max_examples=25)
@given(st.integers(0, 10**9))
def test_whatever_the_seed_500_people_hold_permits_in_every_state(seed: int) -> None:
    """Suspended is who has long let an endorsement pass, and of 500 people perhaps nobody has."""
    assert {permit.state for permit in only_block(seed).permits} | {"suspended"} == STATES


@settings(max_examples=25)
@given(st.integers(0, 10**9))
def test_whatever_the_seed_500_people_leave_something_to_do_today(seed: int) -> None:
    due = {
        (stay.arrived_on + timedelta(30) - DAY).days
        for stay in only_block(seed).stays
        if not stay.registered and stay.left_on is None
    }
    assert any(left < 0 for left in due)
    assert 0 in due
    assert any(0 < left <= 7 for left in due)
    assert any(left > 7 for left in due)


def test_a_community_has_as_many_people_as_asked_for() -> None:
    blocks = list(Community(3, 10_001, DAY).blocks())
    assert [(block.first, len(block.people)) for block in blocks] == [(0, 10_000), (10_000, 1)]
    assert len(only_block(1, 1).people) == 1


@pytest.mark.parametrize("people", [0, MOST_PEOPLE + 1])
def test_more_people_than_there_are_addresses_are_refused(people: int) -> None:
    with pytest.raises(Refused, match="1 to"):
        Community(1, people, DAY)


def test_no_number_phone_or_address_occurs_in_two_blocks() -> None:
    blocks = list(Community(5, 25_000, DAY).blocks())
    numbers = [identifier.number for block in blocks for identifier in block.identifiers]
    phones = [person.phone for block in blocks for person in block.people if person.phone]
    dwellings = [(d.community, d.address) for block in blocks for d in block.dwellings]
    assert len(set(numbers)) == len(numbers)
    assert len(set(phones)) == len(phones)
    assert len(set(dwellings)) == len(dwellings)


def test_every_number_is_valid_and_nobodys(block: Block) -> None:
    for identifier in block.identifiers:
        read, person = idnumbers.read(identifier.number, DAY), block.people[identifier.person]
        assert read.grade is Grade.OK, (identifier, read.findings)
        assert (read.kind, read.birth, read.sex) == (identifier.kind, person.born_on, person.sex)
        assert int(identifier.number[14:17]) >= 900
    assert {identifier.kind for identifier in block.identifiers} == {"citizen", "hmt", "foreign"}
    assert len(block.identifiers) < len(block.people)
    assert all(person.phone.startswith("164") for person in block.people if person.phone)


def test_the_tails_of_numbers_are_spread_as_those_of_real_numbers_are() -> None:
    numbers = [found.number for block in Community(5, 20_000, DAY).blocks() for found in block.identifiers]
    commonest = Counter(number[-4:] for number in numbers).most_common(1)[0][1]
    assert commonest < len(numbers) / 400


def test_people_come_from_elsewhere(block: Block) -> None:
    for identifier in block.identifiers:
        person = block.people[identifier.person]
        if identifier.kind == "citizen":
            assert identifier.number[:6] == person.household_division != "530302"
            assert person.household_address.startswith(codes.division(identifier.number[:6], DAY))
    assert len({person.household_division for person in block.people}) > 40
    assert len({person.nation for person in block.people}) > 8


def test_every_code_is_in_its_table(block: Block) -> None:
    used: dict[str, set[str | None]] = {
        "nations": {person.nation for person in block.people},
        "sexes": {person.sex for person in block.people},
        "education": {person.education for person in block.people} - {None},
        "tenures": {stay.tenure for stay in block.stays},
        "reasons": {stay.purpose for stay in block.stays},
        "cancellations": {stay.leave_reason for stay in block.stays} - {None},
        "kinship": {member.relation for member in block.members},
        "school_levels": {schooling.level for schooling in block.schoolings},
        "insurance_kinds": {insurance.kind for insurance in block.insurances},
        "materials": {material.kind for material in block.materials},
        "material_groups": {material.proves for material in block.materials},
    }
    for table, found in used.items():
        assert found <= {entry.code for entry in codes.entries(table, DAY)}, table
        assert found


def test_the_shipped_font_has_every_character_of_a_name() -> None:
    drawn = fonts.SHIPPED.glyphs
    assert {char for char in inspect.getsource(words) if char > " " and ord(char) not in drawn} == set()


def test_stays_of_one_person_follow_each_other(block: Block) -> None:
    by_person = defaultdict(list)
    for stay in block.stays:
        assert block.people[stay.person].born_on <= stay.arrived_on <= DAY
        assert stay.left_on is None or stay.arrived_on <= stay.left_on <= DAY
        by_person[stay.person].append(stay)
    assert set(by_person) == set(range(len(block.people)))
    for stays in by_person.values():
        for before, after_it in pairwise(stays):
            assert before.left_on is not None
            assert before.left_on <= after_it.arrived_on
    gaps = {
        (b.arrived_on - a.left_on).days
        for stays in by_person.values()
        for a, b in pairwise(stays)
        if a.left_on
    }
    assert 0 in gaps
    assert max(gaps) > 90


def test_a_registration_lies_within_its_stay(block: Block) -> None:
    told = {registration.stay for registration in block.registrations}
    assert told == {place for place, stay in enumerate(block.stays) if stay.registered}
    assert len(told) == len(block.registrations)
    for registration in block.registrations:
        stay = block.stays[registration.stay]
        assert registration.person == stay.person
        assert stay.arrived_on <= registration.registered_on <= (stay.left_on or DAY)
        assert registration.closed_on == stay.left_on


def test_a_permit_takes_its_steps_on_days_the_law_allows(block: Block) -> None:
    registered = {registration.stay: registration.registered_on for registration in block.registrations}
    for number, permit in enumerate(block.permits):
        days = [permit.applied_on, permit.accepted_on, permit.approved_on, permit.issued_on, permit.handed_on]
        taken = [day for day in [*days, permit.ended_on] if day]
        assert taken == sorted(taken)
        assert taken[-1] <= DAY
        assert permit.person == block.stays[permit.stay].person
        assert permit.applied_on >= after(registered[permit.stay], HALF_A_YEAR)
        assert not str(block.people[permit.person].household_division).startswith("5303")
        if permit.accepted_on and permit.handed_on:
            assert (permit.handed_on - permit.accepted_on).days <= 15
        steps = [step for step in block.steps if step.permit == number] if number < 200 else []
        assert not steps or steps[0].step == "apply"
        assert [step.after for step in steps][-1:] in ([], [permit.state])
        assert all(a.after == b.before and a.taken_on <= b.taken_on for a, b in pairwise(steps))


def test_nobody_has_two_open_permits_and_who_has_left_has_none(block: Block) -> None:
    open_ones = [p for p in block.permits if p.state not in ENDED]
    assert max(Counter(permit.person for permit in open_ones).values()) == 1
    assert all(block.stays[permit.stay].left_on is None for permit in open_ones)
    replaced = {permit.person for permit in block.permits if permit.state == "replaced"}
    assert replaced <= {permit.person for permit in open_ones}
    assert {block.permits[p.replaces].state for p in block.permits if p.replaces is not None} == {"replaced"}


def test_endorsements_come_in_the_month_before_they_are_due_or_late(block: Block) -> None:
    late = 0
    for endorsement in block.endorsements:
        permit = block.permits[endorsement.permit]
        assert permit.handed_on is not None
        assert permit.handed_on < endorsement.endorsed_on <= (permit.ended_on or DAY)
        assert after(endorsement.endorsed_on, A_MONTH) >= endorsement.due_on
        late += endorsement.endorsed_on >= endorsement.due_on
    due_days = [(endorsement.permit, endorsement.due_on) for endorsement in block.endorsements]
    assert len(set(due_days)) == len(due_days)
    assert 0 < late < len(due_days) / 2
    next_due = [permit.endorse_by for permit in block.permits if permit.endorse_by]
    assert any(due <= DAY for due in next_due)
    assert any(DAY < due <= after(DAY, A_MONTH) for due in next_due)


def test_children_live_with_a_grown_up_who_signs_for_them(block: Block) -> None:
    heads = {member.household: member.person for member in block.members if member.relation == "02"}
    assert {place: household.head for place, household in enumerate(block.households)} == heads
    for member in block.members:
        child, head = block.people[member.person], block.people[heads[member.household]]
        if member.relation in {"20", "30"}:
            assert (child.born_on - head.born_on).days > 18 * 365
    agents = [permit for permit in block.permits if permit.agent_number]
    assert agents
    for permit in agents:
        assert (permit.applied_on - block.people[permit.person].born_on).days < 18.5 * 365
        assert idnumbers.read(permit.agent_number, DAY).grade is Grade.OK


def test_months_paid_do_not_overlap_and_lie_in_the_past(block: Block) -> None:
    runs = defaultdict(list)
    for run in block.insurances:
        assert run.since.day == run.until.day == 1
        assert run.since <= run.until < DAY.replace(day=1)
        runs[run.person, run.kind].append(run)
    assert any(len(held) == 2 for held in runs.values())
    for held in runs.values():
        assert all(a.until < b.since for a, b in pairwise(sorted(held, key=lambda run: run.since)))


def test_children_go_to_the_school_of_their_age(block: Block) -> None:
    ages = defaultdict(list)
    for spell in block.schoolings:
        assert spell.since < (spell.until or DAY + timedelta(1))
        ages[spell.level].append((spell.since - block.people[spell.person].born_on).days / 365.25)
    assert set(ages) == {"primary", "junior", "senior"}
    assert 6 <= min(ages["primary"]) <= max(ages["primary"]) < 13.1
    assert 12 <= min(ages["junior"]) <= max(ages["senior"]) < 19


def test_what_was_not_accepted_yet_lacks_a_proof(block: Block) -> None:
    lacks = {material.permit for material in block.materials if material.state == "missing"}
    assert lacks == {place for place, permit in enumerate(block.permits) if permit.state == "applied"}


def resident(block: Block, person: int) -> Resident:
    """What the law may ask about an invented person: residence, permits and work."""
    registered = {told.stay: told.registered_on for told in block.registrations}
    endorsed = defaultdict(list)
    for endorsement in block.endorsements:
        endorsed[endorsement.permit].append(endorsement.endorsed_on)
    return Resident(
        born=block.people[person].born_on,
        household_division=block.people[person].household_division,
        stays=tuple(
            Stay("530302", stay.arrived_on, registered.get(place), stay.left_on, stay.tenure)
            for place, stay in enumerate(block.stays)
            if stay.person == person
        ),
        permits=tuple(
            Permit(
                held.issued_on if held.replaces is None else block.permits[held.replaces].issued_on,
                tuple(endorsed[place] + endorsed[held.replaces if held.replaces is not None else -1]),
                cancelled=held.ended_on if held.state in ("cancelled", "seized") else None,
            )
            for place, held in enumerate(block.permits)
            if held.person == person and held.handed_on and held.state != "replaced"
        ),
        employment=tuple(
            Employment(job.since, job.until, job.division)
            for job in block.employments
            if job.person == person
        ),
    )


def test_the_law_says_yes_to_every_application_and_reckons_the_same_endorsement() -> None:
    block = only_block(11)
    law = Law.read(POLICY, "530302")
    first = {permit.person: permit for permit in reversed(block.permits)}
    assert len(first) > 100
    for person, permit in first.items():
        case = Case(resident(block, person), ())
        assert law.ask("may_apply_for_permit", case, permit.applied_on).verdict is Verdict.YES
    held = [permit for permit in block.permits if permit.state in ("issued", "suspended")]
    assert len(held) > 80
    for permit in held:
        case = Case(resident(block, permit.person), ())
        due = law.next_endorsement(case, DAY)
        assert due is not None
        assert (due.full_on, due.last) == (permit.full_on, permit.endorse_by)
        assert law.fact("permit_valid", case, DAY) is not (permit.state == "suspended")
