"""What two officers changed otherwise waits at the office until one has chosen; both originals are kept."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event

from app import (
    arrivals,
    codes,
    conflicts,
    decisions,
    drafts,
    elsewhere,
    history,
    households,
    merging,
    offices,
    people,
    plainly,
    registrations,
    undoing,
)
from app.arrivals import NewArrival
from app.clashes import MINE, OVERTAKEN, PROOF, THEIRS, Clashed
from app.conflicts import Meant
from app.desk import Desk
from app.errors import Refused
from app.households import NewMember
from app.materials import NewMaterial
from db.records import Person, Registration
from tests.helpers.in_two_hands import FORM, ZHAO, At, typed_anew
from tests.helpers.office import photo, take_back


def test_what_was_typed_waits_in_the_place_of_its_draft_and_outlives_the_program(desk: Desk) -> None:
    at = At(desk, phone="13700000001", remark="常驻")
    at.other_saves(phone="15900000371")
    kept = at.is_kept()
    assert drafts.of_form(desk, "registration") == ()

    again = offices.open_fiction(desk._store.url, desk.today())
    (found,) = conflicts.waiting(again)
    assert (found.id, found.name, found.typed_by) == (kept, "赵明慧", "陈晓岚")
    assert found.meant == at.meant
    (phone,) = found.differences
    assert (phone.field, phone.mine.value, phone.theirs.value) == ("phone", "13700000001", "15900000371")
    assert (phone.mine.officer, phone.theirs.officer) == ("陈晓岚", "张海涛")
    assert phone.theirs.act == "amend_arrival"
    assert phone.mine.at is not None
    assert phone.theirs.at is not None
    assert phone.newer == (THEIRS if phone.theirs.at > phone.mine.at else MINE)
    again.close()


def test_what_was_chosen_is_saved_once_and_both_originals_stay_on_record(desk: Desk) -> None:
    at = At(desk, phone="13700000001", job="电工", remark="常驻")
    at.other_saves(phone="15900000371", job="焊工")
    found = at.waits()
    conflicts.merge(desk, found, {"phone": THEIRS, "job": MINE})

    form = at.form()
    assert (form.phone, form.job, form.remark) == ("15900000371", "电工", "常驻")
    assert conflicts.waiting(desk) == ()
    with pytest.raises(Refused, match="chosen meanwhile"):
        conflicts.merge(desk, found, {"phone": THEIRS, "job": MINE})

    assert found.person_id is not None
    said = {each.outcome: each.opinion for each in decisions.of_person(desk, found.person_id)}
    assert said["phone"] == "Taken: 15900000371 (张海涛). Not taken: 13700000001 (陈晓岚)."
    assert said["job"] == "Taken: 电工 (陈晓岚). Not taken: 焊工 (张海涛)."
    assert next(iter(history.of_person(desk, found.person_id))).act == "merge"


def test_whichever_proof_two_officers_saw_otherwise_can_be_chosen(desk: Desk) -> None:
    kinds = tuple(code.code for code in codes.entries("materials", desk.today()))
    at = At(desk, materials=tuple(NewMaterial(kind, "identity", pages=2) for kind in kinds))
    at.other_saves(materials=tuple(NewMaterial(kind, "identity", pages=3) for kind in kinds))
    found = at.waits()
    assert {each.field for each in found.differences} == {PROOF + kind for kind in kinds}
    conflicts.merge(desk, found, {each.field: MINE for each in found.differences})
    assert found.person_id is not None
    said = {
        each.outcome: each.opinion
        for each in decisions.of_person(desk, found.person_id)
        if each.subject == "merged"
    }
    both = "Taken: original seen, 2 pages (陈晓岚). Not taken: original seen, 3 pages (张海涛)."
    assert said == dict.fromkeys(kinds, both)


def test_what_was_not_taken_stands_on_record_in_words(desk: Desk) -> None:
    def lease(lacks: str) -> tuple[NewMaterial, ...]:
        return (NewMaterial("lease", "address", "missing", "", 0, lacks),)

    at = At(desk, insured="none", materials=lease("没有盖章"))
    at.other_saves(insured="here", materials=lease("没有签名"))
    found = at.waits()
    conflicts.merge(desk, found, {each.field: MINE for each in found.differences})
    assert found.person_id is not None
    said = {each.outcome: each.opinion for each in decisions.of_person(desk, found.person_id)}
    assert said["insured"] == "Taken: Uninsured (陈晓岚). Not taken: Local (张海涛)."
    assert said["lease"] == "Taken: lacks: 没有盖章 (陈晓岚). Not taken: lacks: 没有签名 (张海涛)."


def test_a_merge_is_taken_back_whole(desk: Desk) -> None:
    at = At(desk, phone="13700000001", job="电工")
    at.other_saves(phone="15900000371", employer="云岭机电")
    before = at.form()
    conflicts.merge(desk, at.waits(), {"phone": MINE})
    assert at.form() != before
    latest = undoing.last(desk)
    assert latest is not None
    undoing.undo(desk, latest.txn)
    assert at.form() == before


def test_nothing_is_merged_while_a_choice_is_missing_or_the_file_has_moved_on(desk: Desk) -> None:
    at = At(desk, phone="13700000001", job="电工")
    at.other_saves(phone="15900000371", job="焊工")
    found = at.waits()
    with pytest.raises(Refused, match="still to be chosen"):
        conflicts.merge(desk, found, {"phone": THEIRS})
    at.other_saves(job="钳工")
    before = at.form()
    with pytest.raises(Clashed):
        conflicts.merge(desk, found, {"phone": THEIRS, "job": MINE})
    assert at.form() == before
    (again,) = conflicts.waiting(desk)
    assert {each.field: each.theirs.value for each in again.differences} == {
        "phone": "15900000371", "job": "钳工",
    }  # fmt: skip
    conflicts.merge(desk, again, {"phone": THEIRS, "job": MINE})
    assert at.form().job == "电工"


def test_what_the_others_took_back_needs_no_choice_any_more(desk: Desk) -> None:
    at = At(desk, phone="13700000001")
    at.other_saves(phone="15900000371")
    at.is_kept()
    at.other_saves(phone=ZHAO.phone)
    (found,) = conflicts.waiting(desk)
    assert found.differences == ()
    conflicts.merge(desk, found, {})
    assert at.form().phone == "13700000001"


def test_a_stay_that_was_to_be_registered_is_registered_with_the_choice(desk: Desk) -> None:
    at = At(desk, phone="13700000001")
    at.other_saves(phone="15900000371")
    at.meant = replace(at.meant, register=True, told=registrations.TELL)
    made = conflicts.merge(desk, at.waits(), {"phone": MINE})
    assert isinstance(made, registrations.Registered)
    assert made.stay_id == at.stay


def test_the_family_is_registered_though_the_head_was_by_somebody_else_meanwhile(desk: Desk) -> None:
    at = At(desk, phone="13700000001")
    child = NewMember(households.SON, "赵小明", arrivals.NO_NUMBER, "", date(2019, 5, 1))
    at.meant = replace(at.meant, family=(child,), register=True, told=registrations.TELL)
    at.other_saves(phone="15900000371")
    found = at.waits()
    heads = registrations.register(at.other, at.stay)
    made = conflicts.merge(desk, found, {"phone": MINE})
    assert isinstance(made, registrations.Registered)
    assert (made.id, made.number, made.registered_on) == (heads.id, heads.number, heads.registered_on)
    (registered,) = made.family
    with desk.reading() as session:
        kept = session.get_one(Registration, registered.id)
        assert (kept.told, session.get_one(Person, kept.person_id).name) == (
            list(registrations.TELL),
            "赵小明",
        )


def test_a_returnee_entered_at_two_desks_is_chosen_once(desk: Desk) -> None:
    at = At(desk)
    assert at.meant.new.person_id is not None
    arrivals.depart(desk, at.stay, date(2026, 11, 10), "left")
    back: dict[str, Any] = {
        "arrived_on": date(2026, 11, 20),
        "community": "河滨社区",
        "tenure": "rented",
        "purpose": "01",
    }
    form = replace(arrivals.form_for(desk, at.meant.new.person_id), **back)
    arrivals.record(at.other, replace(form, address="麒麟路 5-1"))
    meant = Meant(replace(form, address="麒麟路 5-2"), (), None, merging.values_of(form))
    conflicts.keep(desk, meant, FORM)
    (found,) = conflicts.waiting(desk)
    assert {each.field for each in found.differences} == {"dwelling"}
    conflicts.merge(desk, found, {"dwelling": MINE})
    card = people.card(desk, at.meant.new.person_id)
    assert card.stay is not None
    assert [stay.address for stay in card.stays if stay.left_on is None] == ["麒麟路 5-2"]


def test_who_was_typed_to_let_a_dwelling_that_is_not_chosen_stays_on_record(desk: Desk) -> None:
    at = At(desk, address="麒麟路 5-2", landlord_name="李国强", landlord_phone="13900000005")
    at.other_saves(address="麒麟路 5-1")
    found = at.waits()
    conflicts.merge(desk, found, {"dwelling": THEIRS})
    assert at.form().address == "麒麟路 5-1"
    assert at.form().landlord_name != "李国强"
    assert found.person_id is not None
    opinion = decisions.of_person(desk, found.person_id)[0].opinion
    assert opinion.endswith(f"Not taken: {ZHAO.community} 麒麟路 5-2 李国强 13900000005 (陈晓岚).")


def test_the_journal_is_asked_once_for_a_conflict_however_much_differs(desk: Desk) -> None:
    at = At(desk, phone="13700000001", job="电工", employer="云岭机电", address="麒麟路 5-2")
    at.other_saves(phone="15900000371", job="焊工", employer="云岭机械", address="麒麟路 5-1")
    at.is_kept()
    with desk.reading() as session:
        engine = session.get_bind()
    asked: list[str] = []

    def hear(_conn: object, _cursor: object, statement: str, *_more: object) -> None:
        asked.extend(["journal"] if "FROM journal" in statement else [])

    event.listen(engine, "before_cursor_execute", hear)
    (found,) = conflicts.waiting(desk)
    event.remove(engine, "before_cursor_execute", hear)
    assert len(asked) == 1
    assert {each.field for each in found.differences} == {"phone", "job", "employer", "dwelling"}
    assert {each.theirs.officer for each in found.differences} == {"张海涛"}


def test_what_was_typed_of_somebody_who_was_taken_back_meanwhile_still_waits(desk: Desk) -> None:
    at = At(desk, phone="13700000001")
    at.other_saves(phone="15900000371")
    at.is_kept()
    for officer in (at.other, desk):
        latest = undoing.last(officer)
        assert latest is not None
        undoing.undo(officer, latest.txn)
    (found,) = conflicts.waiting(desk)
    assert (found.name, found.gone, found.differences) == ("赵明慧", True, ())


def test_the_form_can_be_gone_back_to_with_all_that_was_typed(desk: Desk) -> None:
    at = At(desk, phone="13700000001")
    at.other_saves(phone="15900000371")
    found = at.waits()
    draft = conflicts.go_back(desk, found, "registration", found.form)
    assert [(row.id, row.content) for row in drafts.of_form(desk, "registration")] == [(draft, FORM)]
    assert conflicts.waiting(desk) == ()


def test_what_was_typed_is_whoevers_it_was_though_another_officer_began_the_draft(desk: Desk) -> None:
    at = At(desk, phone="13700000001")
    begun = drafts.keep(at.other, "registration", FORM)
    at.other_saves(phone="15900000371")
    conflicts.keep(desk, at.meant, FORM, begun)
    (found,) = conflicts.waiting(desk)
    assert (found.id, found.typed_by) == (begun.id, "陈晓岚")
    assert found.typed_at > begun.saved_at
    conflicts.merge(desk, found, {"phone": MINE})
    assert found.person_id is not None
    opinion = decisions.of_person(desk, found.person_id)[0].opinion
    assert opinion == "Taken: 13700000001 (陈晓岚). Not taken: 15900000371 (张海涛)."


def test_what_was_typed_anew_at_another_desk_is_neither_merged_nor_put_back_unseen(desk: Desk) -> None:
    at = At(desk, phone="13700000001")
    at.other_saves(phone="15900000371")
    looked_at = at.waits()
    chosen = {"phone": looked_at.differences[0].choice(MINE)}
    typed_anew(at.other, looked_at, phone="13700000002", job="木工")
    conflicts.choose(desk, looked_at.id, chosen)
    before = at.form()
    for attempt in (
        partial(conflicts.merge, desk, looked_at, {"phone": MINE}),
        partial(conflicts.go_back, desk, looked_at, "registration", looked_at.form),
    ):
        with pytest.raises(Refused, match="typed otherwise") as refused:
            attempt()
        assert refused.value.field == OVERTAKEN
    assert at.form() == before

    (now,) = conflicts.waiting(desk)
    (phone,) = now.differences
    assert phone.side(now.chosen.get("phone")) is None  # nobody has chosen of what stands there now
    conflicts.merge(desk, now, {"phone": MINE})
    assert (at.form().phone, at.form().job) == ("13700000002", "木工")


def test_two_desks_that_choose_of_one_conflict_at_once_lose_neither_choice(desk: Desk) -> None:
    at = At(desk, phone="13700000001", job="木工")
    at.other_saves(phone="15900000371", job="瓦工")
    found = at.waits()
    phone, job = found.differences
    conflicts.choose(desk, found.id, {"phone": phone.choice(THEIRS)})
    conflicts.choose(at.other, found.id, {"job": job.choice(MINE)})
    (still,) = conflicts.waiting(desk)
    assert still.chosen == {"phone": phone.choice(THEIRS), "job": job.choice(MINE)}


def test_what_is_taken_back_waits_again_as_whoever_typed_it_did(desk: Desk) -> None:
    at = At(desk, phone="13700000001")
    at.other_saves(phone="15900000371")
    found = at.waits()
    chosen = {"phone": found.differences[0].choice(THEIRS)}
    conflicts.choose(desk, found.id, chosen)
    conflicts.merge(at.other, found, {"phone": THEIRS})
    assert conflicts.waiting(desk) == ()
    take_back(at.other)
    (again,) = conflicts.waiting(desk)
    assert (again.id, again.typed_by, again.typed_at) == (found.id, "陈晓岚", found.typed_at)
    assert (again.meant, again.form, again.differences) == (found.meant, found.form, found.differences)
    assert again.chosen == chosen

    conflicts.merge(desk, again, {"phone": MINE})
    assert at.form().phone == "13700000001"
    take_back(desk)
    assert [one.id for one in conflicts.waiting(desk)] == [found.id]


@pytest.mark.parametrize(("days", "waits_again"), [(6, True), (8, False)])
def test_what_was_typed_waits_again_where_its_merging_is_taken_back_within_seven_days(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, days: int, waits_again: bool
) -> None:
    at = At(desk, phone="13700000001")
    at.other_saves(phone="15900000371")
    conflicts.merge(desk, at.waits(), {"phone": MINE})
    act = undoing.last(desk)
    assert act is not None
    merged = desk.now()
    monkeypatch.setattr("app.desk.now", lambda: merged + timedelta(days=days))
    undoing.undo(desk, act.txn)
    assert at.form().phone == "15900000371"
    assert [one.name for one in conflicts.waiting(desk)] == ["赵明慧"] * waits_again


def test_other_stations_hear_what_waits_to_be_chosen_and_what_is_typed_on(desk: Desk) -> None:
    at = At(desk, phone="13700000001")
    draft = drafts.keep(desk, "registration", FORM)
    at.other_saves(phone="15900000371")
    mark, _told = elsewhere.look(at.other, None)
    conflicts.keep(desk, at.meant, FORM, draft)
    mark, told = elsewhere.look(at.other, mark)
    assert "draft" in told
    (found,) = conflicts.waiting(desk)
    conflicts.go_back(desk, found, "registration", found.form)
    assert "draft" in elsewhere.look(at.other, mark)[1]


# -- as plain data

TEXT = st.text(max_size=8)
DAYS = st.none() | st.dates(date(1900, 1, 1), date(1900, 1, 1) + timedelta(days=80_000))
FORMS = st.builds(
    NewArrival, name=TEXT, id_kind=TEXT, id_number=TEXT, sex=TEXT, born_on=DAYS, arrived_on=DAYS,
    community=TEXT, address=TEXT, tenure=TEXT, purpose=TEXT, household_division=st.none() | TEXT,
    photo=st.none() | st.binary(max_size=8), person_id=st.none() | st.uuids(), moved=st.booleans(),
    materials=st.lists(st.builds(NewMaterial, TEXT, TEXT, pages=st.integers(0, 9)), max_size=3).map(tuple),
)  # fmt: skip
MEMBERS = st.builds(
    NewMember, TEXT, TEXT, TEXT, TEXT, DAYS, st.none() | TEXT, person_id=st.none() | st.uuids()
)


@given(FORMS, st.lists(MEMBERS, max_size=2).map(tuple), st.none() | st.uuids())
def test_what_was_typed_comes_back_as_the_very_same_values(
    new: NewArrival, family: tuple[NewMember, ...], stay_id: UUID | None
) -> None:
    meant = Meant(new, family, stay_id, merging.values_of(new), register=True, told=("report_moves",))
    assert plainly.from_data(Meant, json.loads(json.dumps(plainly.to_data(meant)))) == meant


def test_what_is_on_file_of_the_sample_is_what_the_form_would_say(desk: Desk) -> None:
    """An untouched form has changed nothing, so nothing of it can win over what another officer saved."""
    stay = arrivals.record(desk, replace(ZHAO, photo=photo())).stay_id
    form = arrivals.form_of(desk, stay)
    assert form.person_id is not None
    whole = merging.values_of(replace(form, photo=people.card(desk, form.person_id).photo))
    with desk.reading() as session:
        agreed, clashes = merging.compare(session, desk, merging.Wanted(form, {}, stay, whole))
    assert (agreed.stay_id, clashes) == (stay, ())
