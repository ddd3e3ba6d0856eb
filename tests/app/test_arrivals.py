"""Arrivals and departures: who came when, corrected whole, and never two at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app import arrivals, households, likenesses, materials, people, registrations, today, undoing
from app.arrivals import NewArrival
from app.desk import Desk
from app.errors import Refused
from app.households import NewMember
from app.materials import NewMaterial
from db.records import Dwelling, Employment, Identifier, Registration, Stay
from tests.helpers.office import PROOFS, Samples, arrival, citizen_number

DAY = date(2026, 11, 23)
WANG = arrival("王立群", 921, "2026-11-01")


def card(desk: Desk, recorded: arrivals.Recorded) -> people.PersonCard:
    return people.card(desk, recorded.person_id)


def refusal(desk: Desk, new: NewArrival) -> Refused:
    with pytest.raises(Refused) as refused:
        arrivals.record(desk, new)
    return refused.value


# --- recording


def test_an_arrival_is_on_file_as_it_was_entered(desk: Desk) -> None:
    new = replace(WANG, remark="租住", landlord_name="李国强", materials=PROOFS)
    recorded = arrivals.record(desk, new)

    on_file = arrivals.form_of(desk, recorded.stay_id)
    assert on_file == replace(new, person_id=recorded.person_id, photo=None, materials=())
    assert card(desk, recorded).photo == new.photo


@pytest.mark.parametrize("field", ["name", "sex", "arrived_on", "community", "address", "tenure", "purpose"])
@pytest.mark.parametrize("empty", ["", "  "])
def test_what_is_needed_and_empty_is_named(own_desk: Desk, field: str, empty: str) -> None:
    blank: dict[str, Any] = {field: None if field == "arrived_on" else empty}
    new = replace(WANG, **blank)
    assert arrivals.missing(new) == (field,)
    assert refusal(own_desk, new).field == field


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"arrived_on": date(2026, 11, 24)}, "arrived_on", "still to come"),
        ({"born_on": date(2026, 11, 2)}, "born_on", "before being born"),
        ({"expected_until": date(2026, 10, 31)}, "expected_until", "end before it began"),
        ({"id_number": WANG.id_number[:-1] + "0"}, "id_number", "digit"),
        ({"id_number": ""}, "id_number", "No number"),
        ({"name": "长" * 101}, "name", "longer than 100"),
        ({"address": "路" * 201}, "address", "longer than 200"),
        ({"remark": "注" * 1001}, "remark", "longer than 1000"),
        ({"landlord_phone": "1" * 21}, "landlord_phone", "longer than 20"),
    ],
)
def test_a_contradiction_is_refused_at_its_field(
    own_desk: Desk, wrong: dict[str, Any], field: str, said: str
) -> None:
    refused = refusal(own_desk, replace(WANG, **wrong))
    assert refused.field == field
    assert said in str(refused)


def test_a_refused_arrival_leaves_nothing(desk: Desk) -> None:
    with desk.reading() as session:
        before = session.scalars(select(Dwelling)).all()
    refusal(desk, replace(WANG, id_number="530627198303149219"))
    assert likenesses.find(desk, WANG.name, "", WANG.born_on) == ()
    with desk.reading() as session:
        assert session.scalars(select(Dwelling)).all() == before


def test_who_has_no_number_gets_a_provisional_one_and_the_real_one_when_it_is_known(desk: Desk) -> None:
    nameless = replace(WANG, name="老周", id_kind=arrivals.NO_NUMBER, id_number="", born_on=None)
    recorded = arrivals.record(desk, nameless)
    assert card(desk, recorded).number == "L530302-2026-000001"
    assert arrivals.form_of(desk, recorded.stay_id).id_kind == arrivals.NO_NUMBER

    known = replace(
        nameless, id_kind="citizen", id_number=WANG.id_number, born_on=WANG.born_on,
        person_id=recorded.person_id,
    )  # fmt: skip
    households.record(desk, stay_id=recorded.stay_id, new=known)
    assert card(desk, recorded).number == WANG.id_number
    with desk.reading() as session:
        assert {i.number for i in session.scalars(select(Identifier))} == {
            "L530302-2026-000001",
            WANG.id_number,
        }


def test_nobody_without_a_number_draws_a_second_one(own_desk: Desk) -> None:
    nameless = replace(WANG, id_kind=arrivals.NO_NUMBER, id_number="")
    recorded = arrivals.record(own_desk, nameless)
    households.record(own_desk, stay_id=recorded.stay_id, new=replace(nameless, phone="13800009999"))
    assert card(own_desk, recorded).number == "L530302-2026-000001"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  王立群 ", "王立群"),
        ("王　立群", "王立群"),
        ("买买提•吐尔逊", "买买提·吐尔逊"),
        ("扎西 多吉", "扎西 多吉"),
        ("𬱖𬸪", "𬱖𬸪"),
        ("Ｅｒｉｋａ  Ｌｉｎｄｔ", "Erika Lindt"),
        ("D'Souza 50%_", "D'Souza 50%_"),
    ],
)
def test_a_name_is_kept_in_one_form_whatever_keyboard_typed_it(own_desk: Desk, typed: str, kept: str) -> None:
    assert card(own_desk, arrivals.record(own_desk, replace(WANG, name=typed))).name == kept


def test_a_number_on_file_is_not_entered_for_another(desk: Desk) -> None:
    arrivals.record(desk, WANG)
    refused = refusal(desk, replace(WANG, name="王丽群"))
    assert refused.field == "id_number"
    assert "王立群" in str(refused)


def test_a_photo_is_kept_when_a_correction_brings_none(own_desk: Desk) -> None:
    recorded = arrivals.record(own_desk, WANG)
    households.record(
        own_desk, stay_id=recorded.stay_id, new=replace(WANG, photo=None, person_id=recorded.person_id)
    )
    assert card(own_desk, recorded).photo == WANG.photo


# --- one place at a time


def test_who_still_lives_elsewhere_leaves_there_first(desk: Desk) -> None:
    first = arrivals.record(desk, WANG)
    moving = replace(
        WANG, person_id=first.person_id, arrived_on=date(2026, 11, 20), address="麒麟路 99-1-101"
    )
    refused = refusal(desk, moving)
    assert refused.field == "arrived_on"
    assert "still lives at 河滨社区" in str(refused)

    arrivals.depart(desk, first.stay_id, date(2026, 11, 20), "moved")
    second = arrivals.record(desk, moving)
    assert second.person_id == first.person_id
    assert [stay.arrived_on for stay in card(desk, second).stays] == [date(2026, 11, 20), date(2026, 11, 1)]


def test_who_has_moved_here_leaves_the_other_dwelling_on_the_day_of_arrival(desk: Desk) -> None:
    first = registrations.record_and_register(desk, WANG)
    moving = replace(
        WANG, person_id=first.person_id, arrived_on=date(2026, 11, 20), address="麒麟路 99-1-101", moved=True
    )
    arrivals.record(desk, moving)
    new, old = people.card(desk, first.person_id).stays
    assert (new.arrived_on, new.left_on) == (date(2026, 11, 20), None)
    assert (old.left_on, old.leave_reason) == (date(2026, 11, 20), arrivals.MOVED)
    with desk.reading() as session:
        assert session.scalars(select(Registration.closed_on)).all() == [date(2026, 11, 20)]

    latest = undoing.last(desk)
    assert latest is not None
    undoing.undo(desk, latest.txn)
    (back,) = people.card(desk, first.person_id).stays
    assert (back.left_on, back.leave_reason) == (None, "")


def test_nobody_moves_here_before_they_came_to_where_they_live(own_desk: Desk) -> None:
    first = arrivals.record(own_desk, WANG)
    earlier = replace(
        WANG, person_id=first.person_id, arrived_on=date(2026, 10, 1), address="麒麟路 99-1-101", moved=True
    )
    assert refusal(own_desk, earlier).field == "arrived_on"


def test_a_stay_may_not_begin_within_an_earlier_one(own_desk: Desk) -> None:
    first = arrivals.record(own_desk, WANG)
    arrivals.depart(own_desk, first.stay_id, date(2026, 11, 20), "moved")
    refused = refusal(
        own_desk, replace(WANG, person_id=first.person_id, arrived_on=date(2026, 11, 19), address="别处 1")
    )
    assert "lived elsewhere until 2026-11-20" in str(refused)


def test_a_returnee_keeps_the_file_and_gets_a_new_stay_with_its_own_clock(desk: Desk) -> None:
    first = arrivals.record(desk.on(date(2025, 3, 1)), replace(WANG, arrived_on=date(2025, 3, 1)))
    arrivals.depart(desk.on(date(2025, 9, 1)), first.stay_id, date(2025, 8, 31), "left")

    form = arrivals.form_for(desk, first.person_id)
    assert (form.name, form.id_number, form.address, form.arrived_on) == (
        WANG.name,
        WANG.id_number,
        "",
        None,
    )
    back = replace(
        form, arrived_on=date(2026, 11, 1), community="南苑社区", address="三江路 41号", tenure="rented",
        purpose="01",
    )  # fmt: skip
    second = arrivals.record(desk, back)
    assert second.person_id == first.person_id
    assert [stay.register_by for stay in card(desk, second).stays] == [date(2026, 12, 1), date(2025, 3, 31)]


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.integers(0, 300), st.integers(0, 90)), min_size=1, max_size=6),
    st.integers(900, 990),
)
def test_however_stays_are_entered_no_two_of_a_person_overlap(
    own_desk: Desk, stays: list[tuple[int, int]], sequence: int
) -> None:
    new = replace(WANG, id_kind=arrivals.NO_NUMBER, id_number="", born_on=None)
    person_id = None
    for begins, days in stays:
        arrived = date(2026, 1, 1) + timedelta(begins)
        try:
            recorded = arrivals.record(own_desk, replace(new, arrived_on=arrived, person_id=person_id))
        except Refused:
            continue
        person_id = recorded.person_id
        if days < 80:
            left_on = min(arrived + timedelta(days), DAY)
            arrivals.depart(own_desk, recorded.stay_id, left_on, "left")
    assert person_id is not None
    lived = people.card(own_desk, person_id).stays
    for later, earlier in pairwise(lived):
        assert earlier.left_on is not None
        assert earlier.left_on <= later.arrived_on


# --- correcting


def test_a_corrected_day_of_arrival_moves_the_last_day_to_register(desk: Desk) -> None:
    recorded = arrivals.record(desk, WANG)
    households.record(desk, stay_id=recorded.stay_id, new=replace(WANG, arrived_on=date(2026, 10, 20)))
    (stay,) = card(desk, recorded).stays
    assert (stay.arrived_on, stay.register_by) == (date(2026, 10, 20), date(2026, 11, 19))


def test_a_correction_stays_with_the_person_of_the_stay_whatever_the_form_says(desk: Desk) -> None:
    recorded = arrivals.record(desk, WANG)
    (amended,) = households.record(
        desk, stay_id=recorded.stay_id, new=replace(WANG, name="王力群", person_id=uuid4())
    )
    assert amended == recorded
    assert card(desk, recorded).name == "王力群"


def test_a_mistyped_number_is_corrected_and_lets_its_real_holder_in(desk: Desk) -> None:
    mistaken = citizen_number("530627", date(1981, 3, 14), 923)
    recorded = arrivals.record(desk, replace(WANG, id_number=mistaken, born_on=None))
    households.record(desk, stay_id=recorded.stay_id, new=WANG)
    assert card(desk, recorded).number == WANG.id_number
    holder = arrivals.record(desk, replace(WANG, name="马春花", id_number=mistaken, sex="1"))
    assert holder.person_id != recorded.person_id


def test_a_registered_stay_is_not_corrected_to_begin_after_its_registration(desk: Desk) -> None:
    recorded = arrivals.record(desk, WANG)
    registrations.register(desk.on(date(2026, 11, 10)), recorded.stay_id)
    with pytest.raises(Refused, match="registered on 2026-11-10") as refused:
        households.record(desk, stay_id=recorded.stay_id, new=replace(WANG, arrived_on=date(2026, 11, 11)))
    assert refused.value.field == "arrived_on"

    households.record(desk, stay_id=recorded.stay_id, new=replace(WANG, arrived_on=date(2026, 10, 5)))
    (stay,) = card(desk, recorded).stays
    assert stay.arrived_on == date(2026, 10, 5)
    assert stay.register_by == date(2026, 12, 1), "what was due when it was registered stays as it was"


def test_an_ended_stay_is_not_corrected_to_begin_after_it_ended(own_desk: Desk) -> None:
    recorded = arrivals.record(own_desk, WANG)
    arrivals.depart(own_desk, recorded.stay_id, date(2026, 11, 5), "left")
    with pytest.raises(Refused, match="ended on 2026-11-05"):
        households.record(own_desk, stay_id=recorded.stay_id, new=replace(WANG, arrived_on=date(2026, 11, 6)))


def test_the_spell_of_work_is_corrected_with_the_stay_and_gone_with_the_employer(desk: Desk) -> None:
    def spells() -> list[tuple[date, str]]:
        with desk.reading() as session:
            return [(spell.since, spell.employer) for spell in session.scalars(select(Employment))]

    recorded = arrivals.record(desk, WANG)
    assert spells() == [(date(2026, 11, 1), "云岭机电有限公司")]
    earlier = replace(WANG, arrived_on=date(2026, 10, 20), employer="云岭机电")
    households.record(desk, stay_id=recorded.stay_id, new=earlier)
    assert spells() == [(date(2026, 10, 20), "云岭机电")]
    households.record(desk, stay_id=recorded.stay_id, new=replace(earlier, employer=""))
    assert spells() == []


def test_a_stay_taken_back_at_another_desk_cannot_be_corrected(own_desk: Desk) -> None:
    with pytest.raises(Refused, match="not on file any more"):
        households.record(own_desk, stay_id=uuid4(), new=WANG)


# --- as the last


def test_the_arrival_entered_last_is_found_again_until_it_is_taken_back(desk: Desk) -> None:
    assert arrivals.last_entered(desk) is None
    arrivals.record(desk, WANG)
    arrivals.record(desk, arrival("马晓东", 925, "2026-11-02", address="三江路 2"))
    last = arrivals.last_entered(desk)
    assert last is not None
    assert (last.name, last.address) == ("马晓东", "三江路 2")
    latest = undoing.last(desk)
    assert latest is not None
    undoing.undo(desk, latest.txn)
    last = arrivals.last_entered(desk)
    assert last is not None
    assert last.name == "王立群"


def test_of_a_family_the_head_was_entered_last(desk: Desk) -> None:
    child = NewMember("20", "王小军", arrivals.NO_NUMBER, "", date(2020, 1, 2))
    households.record(desk, WANG, (child,))
    last = arrivals.last_entered(desk)
    assert last is not None
    assert last.name == "王立群"


# --- leaving


def test_leaving_closes_the_registration_and_takes_the_stay_off_the_days_list(desk: Desk) -> None:
    recorded = arrivals.record(desk, WANG)
    registrations.register(desk, recorded.stay_id)
    unregistered = arrivals.record(desk, arrival("唐国华", 923, "2026-11-01"))
    assert [duty.name for duty in today.duties(desk)] == ["唐国华"]

    arrivals.depart(desk, recorded.stay_id, DAY, "left")
    arrivals.depart(desk, unregistered.stay_id, DAY, "left")
    assert today.duties(desk) == ()
    with desk.reading() as session:
        assert session.scalars(select(Registration.closed_on)).all() == [DAY]
    assert card(desk, recorded).stay is None


@pytest.mark.parametrize(
    ("left_on", "said"), [(date(2026, 10, 31), "before arriving"), (date(2026, 11, 24), "still to come")]
)
def test_nobody_leaves_before_arriving_or_in_days_to_come(own_desk: Desk, left_on: date, said: str) -> None:
    recorded = arrivals.record(own_desk, WANG)
    with pytest.raises(Refused, match=said):
        arrivals.depart(own_desk, recorded.stay_id, left_on, "left")


def test_who_left_does_not_leave_again(desk: Desk, other_desk: Desk) -> None:
    recorded = arrivals.record(desk, WANG)
    arrivals.depart(desk, recorded.stay_id, DAY, "left")
    with pytest.raises(Refused, match="already ended on 2026-11-23"):
        arrivals.depart(other_desk, recorded.stay_id, DAY, "left")


# --- dwellings


def test_a_dwelling_is_written_once_and_its_landlord_is_filled_in_when_named(desk: Desk) -> None:
    first = replace(WANG, landlord_name="李国强", landlord_phone="13800000001")
    arrivals.record(desk, first)
    arrivals.record(
        desk, arrival("马晓东", 925, "2026-11-02", community=WANG.community, address=WANG.address)
    )
    with desk.reading() as session:
        (dwelling,) = session.scalars(select(Dwelling))
        assert (dwelling.landlord_name, dwelling.landlord_phone) == ("李国强", "13800000001")
        assert len(session.scalars(select(Stay)).all()) == 2


def test_a_material_named_twice_in_one_form_is_noted_once(own_desk: Desk) -> None:
    lease = NewMaterial("lease", "address", pages=4)
    recorded = arrivals.record(own_desk, replace(WANG, materials=(lease, replace(lease, pages=6))))
    (noted,) = materials.of_person(own_desk, recorded.person_id)
    assert noted.pages == 6


def test_everybody_of_the_samples_is_found_where_they_stand(filled: tuple[Desk, Samples]) -> None:
    desk, made = filled
    states = {who: people.card(desk, person_id) for who, person_id in made.people.items()}
    assert states["gone"].stay is None
    assert {who: card.permit.state for who, card in states.items() if card.permit} == {
        "applied": "applied",
        "accepted": "accepted",
        "approved": "approved",
        "printed": "printed",
        "issued": "issued",
        "endorsable": "issued",
    }
