"""Families: entered in one act, told apart by relation, and never one person in two households."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app import arrivals, households, materials, people, registrations, undoing
from app.desk import Desk
from app.errors import Refused
from app.households import NewMember
from db.records import Household, Member, Person, Registration, Stay
from tests.helpers.office import PROOFS, arrival, citizen_number

DAY = date(2026, 11, 23)
WANG = arrival("王立群", 921, "2026-11-01", materials=PROOFS, landlord_name="李国强")
WIFE = citizen_number("530902", date(1994, 5, 20), 922)
SON = citizen_number("530902", date(2017, 2, 3), 923)


def member(relation: str, name: str, number: str, verified: str = "") -> NewMember:
    """Somebody of the family, as the form reads the number."""
    sex, born = "21"[int(number[16]) % 2], date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    return NewMember(relation, name, "citizen", number, born, number[:6], sex, verified)


LI = member(households.SPOUSE, "李秀兰", WIFE, verified="original_seen")
BOY = member(households.SON, "王小军", SON)
BABY = NewMember(households.DAUGHTER, "王小红", arrivals.NO_NUMBER, "", date(2026, 6, 1))
FAMILY = (LI, BOY, BABY)


def relations(desk: Desk, person_id: UUID) -> list[tuple[str, str]]:
    return [(row.name, row.relation) for row in households.of_person(desk, person_id)]


def test_a_family_of_four_is_registered_in_one_act_each_by_relation(desk: Desk) -> None:
    registered = registrations.record_and_register(desk, WANG, told=registrations.TELL, family=FAMILY)
    assert relations(desk, registered.person_id) == [
        ("王立群", "02"), ("李秀兰", "12"), ("王小军", "20"), ("王小红", "30")
    ]  # fmt: skip
    numbers = [each.number for each in (registered, *registered.family)]
    assert numbers == [f"530302-2026-{n:06d}" for n in (1, 2, 3, 4)]
    with desk.reading() as session:
        assert [r.told for r in session.scalars(select(Registration))] == [list(registrations.TELL)] * 4
        assert {stay.purpose for stay in session.scalars(select(Stay))} == {WANG.purpose, "09"}


def test_the_family_lives_where_the_head_does_and_is_reached_through_the_head(desk: Desk) -> None:
    _head, wife, *_ = households.record(desk, WANG, FAMILY)
    form = arrivals.form_of(desk, wife.stay_id)
    same = ("community", "address", "landlord_name", "tenure", "arrived_on")
    assert all(getattr(form, name) == getattr(WANG, name) for name in same)
    assert (form.sex, form.born_on, form.household_division) == ("2", date(1994, 5, 20), "530902")
    assert (form.urgent_name, form.urgent_phone, form.employer) == ("王立群", WANG.phone, "")


def test_proofs_of_the_dwelling_hold_for_all_and_each_has_a_proof_of_identity(desk: Desk) -> None:
    _, wife, boy, baby = households.record(desk, WANG, FAMILY)
    proofs = [
        {(m.kind, m.state, m.verified) for m in materials.of_person(desk, each.person_id)}
        for each in (wife, boy, baby)
    ]
    lease = ("lease", "held", "original_seen")
    assert proofs == [
        {lease, ("id_card", "held", "original_seen")},
        {lease, ("id_card", "missing", "")},
        {lease, ("household_book", "missing", "")},
    ]


@pytest.mark.parametrize(
    ("wrong", "number", "said"),
    [
        (replace(BOY, relation=households.DAUGHTER), 1, "other sex"),
        (replace(BOY, id_number=WIFE, sex="2", relation="99"), 1, "already on file for 李秀兰"),
        (replace(BOY, id_number=WANG.id_number), 1, "already on file for 王立群"),
        (replace(BOY, name=" "), 1, "Enter the name"),
        (replace(BOY, id_number=SON[:-1] + "X"), 1, "digit"),
    ],
)
def test_what_is_wrong_with_a_member_is_told_of_that_member_and_nothing_is_kept(
    desk: Desk, wrong: NewMember, number: int, said: str
) -> None:
    with pytest.raises(Refused, match=said) as refused:
        registrations.record_and_register(desk, WANG, family=(LI, wrong, BABY))
    assert refused.value.field == f"family.{number}"
    with desk.reading() as session:
        for kind in (Person, Stay, Household, Member, Registration):
            assert session.scalars(select(kind)).all() == []


def test_one_undo_takes_the_whole_family_back(desk: Desk) -> None:
    registrations.record_and_register(desk, WANG, family=FAMILY)
    latest = undoing.last(desk)
    assert latest is not None
    undoing.undo(desk, latest.txn)
    with desk.reading() as session:
        for kind in (Person, Stay, Household, Member, Registration):
            assert session.scalars(select(kind)).all() == []


def test_a_member_who_was_here_before_is_the_same_person_with_a_new_stay(desk: Desk) -> None:
    before = arrivals.record(desk, arrival("李秀兰", 924, "2026-03-01", id_number=WIFE, born_on=LI.born_on))
    arrivals.depart(desk, before.stay_id, date(2026, 9, 1), "left")
    phone = people.card(desk, before.person_id).phone
    _, wife = households.record(desk, WANG, (replace(LI, person_id=before.person_id),))
    card = people.card(desk, before.person_id)
    assert wife.person_id == before.person_id
    assert [stay.arrived_on for stay in card.stays] == [date(2026, 11, 1), date(2026, 3, 1)]
    assert card.phone == phone


def test_a_member_who_lives_there_already_only_joins_and_is_not_registered_again(desk: Desk) -> None:
    own = arrival(
        "李秀兰", 924, "2026-09-01", id_number=WIFE, born_on=LI.born_on, address=WANG.address,
        community=WANG.community,
    )  # fmt: skip
    first = registrations.record_and_register(desk, own)
    registered = registrations.record_and_register(
        desk, WANG, family=(replace(LI, person_id=first.person_id),)
    )
    assert registered.family == ()
    assert relations(desk, first.person_id) == [("王立群", "02"), ("李秀兰", "12")]
    assert len(people.card(desk, first.person_id).stays) == 1


def test_a_member_who_lives_elsewhere_by_the_file_is_refused_at_that_member(desk: Desk) -> None:
    first = arrivals.record(desk, arrival("李秀兰", 924, "2026-09-01", id_number=WIFE, born_on=LI.born_on))
    with pytest.raises(Refused, match="still lives at") as refused:
        households.record(desk, WANG, (BOY, replace(LI, person_id=first.person_id)))
    assert refused.value.field == "family.1"


def test_a_member_who_has_moved_here_leaves_where_they_lived(desk: Desk) -> None:
    first = arrivals.record(desk, arrival("李秀兰", 924, "2026-09-01", id_number=WIFE, born_on=LI.born_on))
    households.record(desk, WANG, (replace(LI, person_id=first.person_id, moved=True),))
    new, old = people.card(desk, first.person_id).stays
    assert (new.arrived_on, old.left_on) == (WANG.arrived_on, WANG.arrived_on)


def test_a_family_recorded_first_is_registered_together_later(desk: Desk) -> None:
    head, *others = households.record(desk, WANG, FAMILY)
    rows = households.led_by(desk, head.person_id)
    again = tuple(
        NewMember(row.relation, row.name, row.number_kind, row.number, row.born_on, person_id=row.person_id)
        for row in rows
    )
    registered = registrations.record_and_register(desk, WANG, head.stay_id, family=again)
    assert {each.stay_id for each in registered.family} == {each.stay_id for each in others}
    assert all(row.registered for row in households.led_by(desk, head.person_id))


def test_where_the_heads_stay_is_corrected_the_familys_is_too(desk: Desk) -> None:
    head, wife, *_ = households.record(desk, WANG, FAMILY)
    along = (replace(LI, person_id=wife.person_id),)
    moved = replace(WANG, address="麒麟路 9-9-909", arrived_on=date(2026, 10, 30))
    households.record(desk, moved, along, head.stay_id)
    form = arrivals.form_of(desk, wife.stay_id)
    assert (form.address, form.arrived_on, form.purpose) == ("麒麟路 9-9-909", date(2026, 10, 30), "09")


def test_leaving_a_household_is_a_dated_event_that_can_be_taken_back(desk: Desk) -> None:
    head, *_ = households.record(desk, WANG, FAMILY)
    wife = households.led_by(desk, head.person_id)[0]
    with pytest.raises(Refused, match="before joining"):
        households.leave(desk, wife.id, date(2026, 10, 1))
    households.leave(desk, wife.id, DAY)
    assert [row.name for row in households.led_by(desk, head.person_id)] == ["王小军", "王小红"]
    assert people.card(desk, wife.person_id).stay is not None
    latest = undoing.last(desk)
    assert latest is not None
    undoing.undo(desk, latest.txn)
    assert households.led_by(desk, head.person_id)[0].name == "李秀兰"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.integers(0, 4), min_size=1, max_size=4, unique=True), min_size=1, max_size=5))
def test_however_families_are_put_together_nobody_is_in_two_at_a_time(
    own_desk: Desk, families: list[list[int]]
) -> None:
    with own_desk.reading() as session:
        on_file = [person.id for person in session.scalars(select(Person).order_by(Person.row))]
    while len(on_file) < 5:
        nameless = replace(
            WANG, name=f"张{len(on_file)}", id_kind=arrivals.NO_NUMBER, id_number="", born_on=None
        )
        on_file.append(arrivals.record(own_desk, nameless).person_id)
    for head, *others in families:
        card = people.card(own_desk, on_file[head])
        assert card.stay is not None
        form = replace(arrivals.form_of(own_desk, card.stay.id), person_id=on_file[head])
        along = tuple(
            NewMember(
                "99",
                people.card(own_desk, on_file[each]).name,
                arrivals.NO_NUMBER,
                "",
                person_id=on_file[each],
            )
            for each in others
        )
        households.record(own_desk, form, along, card.stay.id)
    with own_desk.reading() as session:
        standing = session.scalars(select(Member.person_id).where(Member.until.is_(None))).all()
    assert len(standing) == len(set(standing))
