"""Taking an act back: whole, with all that hangs on it, and never what is out in the world."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import ColumnProperty

from app import (
    arrivals,
    endorsements,
    history,
    households,
    insurance,
    looks,
    materials,
    people,
    permits,
    printing,
    registrations,
    spells,
    undoing,
)
from app.desk import Desk
from app.errors import Refused
from app.exchange import taking_in
from app.insurance import Paid
from app.materials import NewMaterial
from app.notices import Lack
from app.spells import School, Work
from app.steps import Given
from db import journal
from db.base import Record
from db.records import Dwelling, Employment, Endorsement, Journal, Permit, Reversal, Series
from tests.helpers.office import PROOFS, Samples, arrival, citizen_number, state_of, take_back
from tests.helpers.queues import in_states

DAY = date(2026, 11, 23)
LIST = f"""姓名,身份证号,现住址,到达日期
钱江月,{citizen_number("530627", date(1980, 3, 14), 944)},河滨社区滨江路1号,2026-11-10
钱江海,{citizen_number("530627", date(1980, 3, 14), 945)},河滨社区滨江路1号,2026-11-10
""".encode()
MONTHS = (Paid("pension", "530300", date(2025, 1, 1), date(2025, 6, 1)),)
WORK = Work(date(2024, 1, 8), None, "530302", "河滨家具厂")
SCHOOL = School(date(2004, 9, 1), date(2010, 7, 10), "530302", "primary", "河滨小学")

Content = dict[str, list[tuple[object, ...]]]


def content(desk: Desk) -> Content:
    """Everything on file, field by field, but what an undoing leaves: numbers drawn, and its own record."""
    with desk.reading() as session:
        return {
            mapper.class_.__tablename__: sorted(
                tuple(str(getattr(row, column.key)) for column in mapper.column_attrs if is_told(column))
                for row in session.scalars(select(mapper.class_))
            )
            for mapper in Record.registry.mappers
            if issubclass(mapper.class_, Record) and mapper.class_ not in (Series, Reversal)
        }


def is_told(column: ColumnProperty[object]) -> bool:
    return column.key not in ("version", "row") and str(column) != "Permit.number"


def is_whole(desk: Desk) -> bool:
    with desk.reading() as session:
        return journal.check(session) is None


Act = Callable[[Desk, Samples], object]
ACTS_TO_TAKE_BACK: dict[str, Act] = {
    "record_arrival": lambda desk, made: arrivals.record(desk, arrival("方晓明", 941, "2026-11-20")),
    "record_arrival of a returnee": lambda desk, made: arrivals.record(
        desk,
        replace(
            arrivals.form_for(desk, made.people["gone"]), arrived_on=DAY, community="新区", address="1号",
            tenure="rented", purpose="01", phone="13811112222", landlord_name="李国强",
        ),
    ),
    "amend_arrival": lambda desk, made: households.record(
        desk, stay_id=made.stays["soon"], new=arrival("黄雅晴", 904, "2026-10-26", employer="")
    ),
    "record_departure": lambda desk, made: arrivals.depart(desk, made.stays["settled"], DAY, "left"),
    "register": lambda desk, made: registrations.register(desk, made.stays["soon"], registrations.TELL),
    "register at once": lambda desk, made: registrations.record_and_register(
        desk, arrival("方晓明", 941, "2026-11-20", materials=PROOFS)
    ),
    "note_materials": lambda desk, made: materials.note(desk, made.people["applied"], PROOFS),
    "take_in_insurance": lambda desk, made: insurance.take_in(desk, made.people["settled"], MONTHS),
    "note_spell of work": lambda desk, made: spells.note(desk, made.people["settled"], WORK),
    "note_spell of schooling": lambda desk, made: spells.note(desk, made.people["settled"], SCHOOL),
    "apply_for_permit": lambda desk, made: permits.apply(desk, made.people["settled"]),
    "permit_approve": lambda desk, made: permits.move(desk, made.permits["accepted"], "approve"),
    "permit_refuse": lambda desk, made: permits.move(
        desk, made.permits["accepted"], "refuse", Given("not theirs")
    ),
    "permit_send_back": lambda desk, made: permits.move(
        desk, made.permits["accepted"], "send_back", Given("old", lacks=(Lack("lease", "no signature"),))),
    "permit_extend": lambda desk, made: permits.move(
        desk, made.permits["accepted"], "extend", Given("rules of 2020", ground="remote")),
    "permit_hand_out": lambda desk, made: permits.move(desk, made.permits["printed"], "hand_out"),
    "permit_report_lost": lambda desk, made: permits.move(desk, made.permits["issued"], "report_lost"),
    "permit_cancel": lambda desk, made: permits.move(
        desk, made.permits["issued"], "cancel", Given(ground="left")
    ),
    "permit_seize": lambda desk, made: permits.move(
        desk, made.permits["issued"], "seize", Given(ground="forged")
    ),
    "renew_permit": lambda desk, made: permits.renew(desk, made.permits["issued"], "damaged"),
    "endorse": lambda desk, made: endorsements.endorse(desk, made.permits["endorsable"]),
    "take_in_list": lambda desk, made: taking_in.take_in(desk, LIST),
}  # fmt: skip


def test_every_act_taken_back_leaves_everything_as_it_was(filled: tuple[Desk, Samples]) -> None:
    desk, made = filled
    before = content(desk)
    for act, do in ACTS_TO_TAKE_BACK.items():
        do(desk, made)
        done = undoing.last(desk)
        assert done is not None, act
        assert done.act == act.split()[0]
        assert content(desk) != before, act

        undoing.undo(desk, done.txn)

        assert content(desk) == before, act
        assert undoing.last(desk) is None
        with pytest.raises(Refused):
            undoing.undo(desk, done.txn)
    assert is_whole(desk)


def test_an_approval_given_again_bears_the_number_it_was_given(own_sampled: tuple[Desk, Samples]) -> None:
    desk, made = own_sampled
    first = permits.move(desk, made.permits["accepted"], "approve").number
    take_back(desk)
    assert permits.move(desk, made.permits["accepted"], "approve").number == first


def test_a_registration_made_again_draws_a_new_number_for_the_old_may_stand_on_paper(own_desk: Desk) -> None:
    recorded = arrivals.record(own_desk, arrival("方晓明", 941, "2026-11-20"))
    first = registrations.register(own_desk, recorded.stay_id).number
    take_back(own_desk)
    assert registrations.register(own_desk, recorded.stay_id).number > first


def test_what_cannot_be_taken_back_is_not_offered(own_sampled: tuple[Desk, Samples]) -> None:
    desk, made = own_sampled
    card = printing.make(desk, "permit_card", made.permits["approved"])
    assert undoing.last(desk) is None
    printing.sent(desk, card.printout_id)
    assert undoing.last(desk) is None
    printing.spoiled(desk, card.printout_id, "crooked")
    assert undoing.last(desk) is None
    with desk.reading() as session:
        for txn in session.scalars(select(Journal.txn).where(Journal.act.in_(history.FINAL))):
            with pytest.raises(Refused, match="cannot be taken back"):
                undoing.undo(desk, txn)


def test_an_act_nobody_did_cannot_be_taken_back(own_desk: Desk) -> None:
    with pytest.raises(Refused, match="cannot be taken back"):
        undoing.undo(own_desk, uuid4())


def txn_of(desk: Desk, act: str, person_id: UUID) -> UUID:
    return next(line.txn for line in history.of_person(desk, person_id) if line.act == act)


CASCADE = "hangs on this has been done since"


def test_an_approval_is_not_taken_back_once_a_card_was_made_of_it(filled: tuple[Desk, Samples]) -> None:
    desk, made = filled
    permits.move(desk, made.permits["accepted"], "approve")
    approval = txn_of(desk, "permit_approve", made.people["accepted"])
    card = printing.make(desk, "permit_card", made.permits["accepted"])
    assert [line.act for line in undoing.plan(desk, approval).blocked] == ["make_document"]
    with pytest.raises(Refused, match="printed or sent since"):
        undoing.undo(desk, approval, along=undoing.plan(desk, approval).along)
    printing.spoiled(desk, card.printout_id, "crooked")
    undoing.undo(desk, approval)
    assert state_of(desk, made.permits["accepted"]) == "accepted"


def test_what_has_nothing_to_do_with_an_act_stays_when_it_is_taken_back_weeks_later(
    own_sampled: tuple[Desk, Samples],
) -> None:
    desk, made = own_sampled
    person_id, permit_id = made.people["endorsable"], made.permits["endorsable"]
    endorsements.endorse(desk, permit_id)
    endorsed = txn_of(desk, "endorse", person_id)
    later = desk.on(DAY + timedelta(20))
    materials.note(later, person_id, (NewMaterial("labour_contract", "work"),))
    permits.move(later, permit_id, "report_lost")
    assert undoing.plan(later, endorsed).hangs == ()
    undoing.undo(later, endorsed, "wrong person")
    assert state_of(desk, permit_id) == "lost"
    with later.reading() as session:
        assert session.get_one(Permit, permit_id).endorse_by == date(2026, 12, 17)
        assert session.scalars(select(Endorsement)).all() == []
        reversal = session.scalars(select(Reversal)).one()
    assert (reversal.act, reversal.reason, reversal.reversed_on) == ("endorse", "wrong person", later.today())
    taken_back = {line.act: line.taken_back for line in history.of_person(desk, person_id)}
    assert taken_back["endorse"]
    assert not taken_back["permit_report_lost"]
    assert is_whole(desk)


def test_what_hangs_on_an_act_is_shown_first_and_goes_along_with_it(filled: tuple[Desk, Samples]) -> None:
    desk, made = filled
    permit_id, person_id = made.permits["printed"], made.people["printed"]
    before = content(desk)
    permits.move(desk, permit_id, "hand_out")
    handed_out = txn_of(desk, "permit_hand_out", person_id)
    in_a_year = desk.on(date(2027, 11, 1))
    endorsements.endorse(in_a_year, permit_id)
    permits.move(in_a_year, permit_id, "report_lost")
    plan = undoing.plan(in_a_year, handed_out)
    assert [line.act for line in plan.hangs] == ["permit_report_lost", "endorse"]
    assert plan.line.act == "permit_hand_out"
    with pytest.raises(Refused, match=CASCADE):
        undoing.undo(in_a_year, handed_out)
    with pytest.raises(Refused, match=CASCADE):
        undoing.undo(in_a_year, handed_out, along=plan.along[:1])
    undoing.undo(in_a_year, handed_out, "given to a namesake", along=plan.along)
    assert content(desk) == before
    assert is_whole(desk)


def test_something_done_after_it_was_shown_stops_the_taking_back(own_sampled: tuple[Desk, Samples]) -> None:
    desk, made = own_sampled
    permits.move(desk, made.permits["issued"], "report_lost")
    lost = txn_of(desk, "permit_report_lost", made.people["issued"])
    plan = undoing.plan(desk, lost)
    permits.move(desk, made.permits["issued"], "cancel", Given(ground="left"))
    with pytest.raises(Refused, match=CASCADE):
        undoing.undo(desk, lost, along=plan.along)
    assert state_of(desk, made.permits["issued"]) == "cancelled"


def test_a_decision_hangs_on_the_proof_and_on_the_facts_it_was_taken_on(
    own_sampled: tuple[Desk, Samples],
) -> None:
    desk, made = own_sampled
    person_id = made.people["accepted"]
    noted, registered = (txn_of(desk, act, person_id) for act in ("note_materials", "register"))
    for act in (noted, registered):
        assert [line.act for line in undoing.plan(desk, act).hangs] == ["apply_for_permit"]


def test_a_correction_the_law_does_not_look_at_is_taken_back_alone(
    own_sampled: tuple[Desk, Samples],
) -> None:
    desk, made = own_sampled
    form = arrivals.form_of(desk, made.stays["accepted"])
    households.record(
        desk, stay_id=made.stays["accepted"], new=replace(form, phone="13811110000", remark="calls at night")
    )
    permits.move(desk, made.permits["accepted"], "approve")
    undoing.undo(desk, txn_of(desk, "amend_arrival", made.people["accepted"]))
    assert state_of(desk, made.permits["accepted"]) == "approved"
    assert arrivals.form_of(desk, made.stays["accepted"]).phone == form.phone


def test_no_permit_comes_to_life_again_beside_another(own_sampled: tuple[Desk, Samples]) -> None:
    desk, made = own_sampled
    permits.move(desk, made.permits["issued"], "cancel", Given(ground="unqualified"))
    permits.apply(desk, made.people["issued"])
    plan = undoing.plan(desk, txn_of(desk, "permit_cancel", made.people["issued"]))
    assert [line.act for line in plan.hangs] == ["apply_for_permit"]


def test_nobody_lives_at_two_places_because_a_departure_was_taken_back(own_desk: Desk) -> None:
    recorded = arrivals.record(own_desk, arrival("方晓明", 941, "2026-11-02"))
    arrivals.depart(own_desk, recorded.stay_id, date(2026, 11, 20), "moved")
    moved = replace(
        arrivals.form_for(own_desk, recorded.person_id), arrived_on=date(2026, 11, 20), community="新区",
        address="1号", tenure="rented", purpose="01",
    )  # fmt: skip
    arrivals.record(own_desk, moved)
    plan = undoing.plan(own_desk, txn_of(own_desk, "record_departure", recorded.person_id))
    assert [line.act for line in plan.hangs] == ["record_arrival"]


def test_what_went_out_on_paper_meanwhile_is_told(own_sampled: tuple[Desk, Samples]) -> None:
    desk, made = own_sampled
    permits.move(desk, made.permits["printed"], "hand_out")
    stay = people.card(desk, made.people["printed"]).stay
    assert stay is not None
    assert stay.registration_id is not None
    printed = printing.make(desk, "registration_voucher", stay.registration_id)
    printing.sent(desk, printed.printout_id)
    printing.came_out(desk, printed.printout_id)
    amended = arrivals.form_of(desk, made.stays["printed"])
    plan = undoing.plan(desk, txn_of(desk, "register", made.people["printed"]))
    assert [(paper.document, paper.made_on) for paper in plan.papers] == [
        ("permit_card", date(2026, 11, 13)), ("registration_voucher", DAY),
    ]  # fmt: skip
    assert amended.arrived_on == date(2026, 2, 4)


def test_an_act_is_taken_back_once(own_sampled: tuple[Desk, Samples]) -> None:
    desk, made = own_sampled
    permits.move(desk, made.permits["issued"], "report_lost")
    lost = txn_of(desk, "permit_report_lost", made.people["issued"])
    undoing.undo(desk, lost)
    permits.move(desk, made.permits["issued"], "report_lost")
    with pytest.raises(Refused, match="cannot be taken back"):
        undoing.undo(desk, lost)
    with pytest.raises(Refused, match="cannot be taken back"):
        undoing.plan(desk, lost)


def test_what_followed_and_was_taken_back_stands_in_nobodys_way(own_sampled: tuple[Desk, Samples]) -> None:
    desk, made = own_sampled
    permits.move(desk, made.permits["accepted"], "refuse", Given("not theirs"))
    refusal = txn_of(desk, "permit_refuse", made.people["accepted"])
    permits.apply(desk, made.people["accepted"])
    take_back(desk)
    undoing.undo(desk, refusal)
    assert [row.id for row in in_states(desk, "accepted")] == [made.permits["accepted"]]


def test_an_arrival_that_was_registered_goes_with_its_registration_or_not_at_all(own_desk: Desk) -> None:
    recorded = arrivals.record(own_desk, arrival("方晓明", 941, "2026-11-20"))
    registrations.register(own_desk, recorded.stay_id)
    entered = txn_of(own_desk, "record_arrival", recorded.person_id)
    with pytest.raises(Refused, match=CASCADE):
        undoing.undo(own_desk, entered)
    undoing.undo(own_desk, entered, along=undoing.plan(own_desk, entered).along)
    assert next(iter(history.of_person(own_desk, recorded.person_id))).act == "undo"


def test_a_dwelling_stays_when_somebody_else_has_come_to_live_there(desk: Desk) -> None:
    first = arrivals.record(desk, arrival("方晓明", 941, "2026-11-20"))
    second = arrival("方晓梅", 942, "2026-11-21", address="麒麟路 41-1-602")
    arrivals.record(desk, second)
    undoing.undo(desk, txn_of(desk, "record_arrival", first.person_id))
    with desk.reading() as session:
        assert session.scalars(select(Dwelling.address)).all() == ["麒麟路 41-1-602"]


def test_a_spell_of_work_that_a_correction_removed_comes_back(own_desk: Desk) -> None:
    new = arrival("方晓明", 941, "2026-11-20")
    recorded = arrivals.record(own_desk, new)
    households.record(own_desk, stay_id=recorded.stay_id, new=replace(new, employer=""))
    take_back(own_desk)
    with own_desk.reading() as session:
        assert session.scalars(select(Employment.employer)).all() == [new.employer]


def test_each_officer_takes_back_their_own_act(own_desk: Desk) -> None:
    recorded = arrivals.record(own_desk, arrival("方晓明", 941, "2026-11-20"))
    looks.whole_number(own_desk, recorded.person_id)
    act = undoing.last(own_desk)
    assert act is not None
    assert act.act == "record_arrival", "a look does nothing that could be taken back"


def test_a_permit_number_stays_on_file_after_an_approval_was_taken_back(
    own_sampled: tuple[Desk, Samples],
) -> None:
    desk, made = own_sampled
    number = permits.move(desk, made.permits["accepted"], "approve").number
    take_back(desk)
    with desk.reading() as session:
        permit = session.get_one(Permit, made.permits["accepted"])
        assert (permit.state, permit.approved_on, permit.number) == ("accepted", None, number)
    assert people.card(desk, made.people["accepted"]).permit is not None
