"""Two officers at one person: what either saved is kept, and what both changed otherwise is chosen by one."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import partial
from threading import Barrier, Thread
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from app import (
    arrivals,
    daily_close,
    drafts,
    households,
    insurance,
    materials,
    merging,
    pages,
    people,
    permits,
    registrations,
    reviews,
    spells,
)
from app.arrivals import NewArrival, Recorded
from app.clashes import MINE, THEIRS, Clash, Clashed, settled
from app.desk import Desk
from app.errors import Refused
from app.households import NewMember
from app.insurance import Paid
from app.materials import NewMaterial
from app.spells import SpellRow, Work
from app.steps import Given
from app.today import REGISTER
from db.records import Dwelling, Member, Person, Stay
from tests.helpers.office import PROOFS, Samples, arrival, photo

ZHAO = arrival("赵明慧", 922, "2026-11-01", phone="13800006620", address="麒麟路 88-2-1603")
RECORDED = replace(ZHAO, photo=None)


class Officer:
    """Somebody at a desk of their own who opens a form and saves it later."""

    def __init__(self, desk: Desk, stay_id: UUID | None = None, person_id: UUID | None = None) -> None:
        self.desk, self.stay_id = desk, stay_id
        if stay_id is not None:
            self.form = arrivals.form_of(desk, stay_id)
            assert self.form.person_id is not None
            self.family = tuple(
                NewMember(
                    row.relation, row.name, row.number_kind, row.number, row.born_on, person_id=row.person_id
                )
                for row in households.led_by(desk, self.form.person_id)
            )
            person_id = self.form.person_id
        else:
            assert person_id is not None
            self.form, self.family = arrivals.form_for(desk, person_id), ()
        noted = tuple(
            NewMaterial(m.kind, m.proves, m.state, m.verified, m.pages, m.remark)
            for m in materials.of_person(desk, person_id)
        )
        card = people.card(desk, person_id)
        self.form = replace(self.form, photo=card.photo, materials=noted)
        relations = {each.person_id: each.relation for each in self.family if each.person_id}
        self.shown = merging.values_of(self.form, relations)
        if card.stay is not None:
            self.shown[merging.STAY] = str(card.stay.id)

    def types(self, **entries: Any) -> Officer:
        self.form = replace(self.form, **entries)
        return self

    def saves(self) -> tuple[Recorded, ...]:
        return households.record(self.desk, self.form, self.family, self.stay_id, self.shown)


def on_file(desk: Desk, stay_id: UUID) -> NewArrival:
    return arrivals.form_of(desk, stay_id)


def clashes(save: Callable[[], object]) -> set[str]:
    with pytest.raises(Clashed) as raised:
        save()
    return {clash.field for clash in raised.value.clashes}


def clash_of(save: Callable[[], object]) -> Clash:
    with pytest.raises(Clashed) as raised:
        save()
    (clash,) = raised.value.clashes
    return clash


@pytest.fixture
def stay(desk: Desk) -> UUID:
    return arrivals.record(desk, ZHAO).stay_id


# -- an arrival that is put right at two desks


def test_what_another_officer_saved_meanwhile_is_not_written_over(
    desk: Desk, other_desk: Desk, stay: UUID
) -> None:
    at_nine = Officer(desk, stay)
    Officer(other_desk, stay).types(phone="15900000371", address="麒麟路 88-2-1604", job="焊工").saves()

    at_nine.types(urgent_name="赵父", tenure="relatives").saves()

    kept = on_file(desk, stay)
    assert (kept.phone, kept.address, kept.job) == ("15900000371", "麒麟路 88-2-1604", "焊工")
    assert (kept.urgent_name, kept.tenure) == ("赵父", "relatives")


def test_what_both_changed_is_written_by_neither_and_everything_else_waits_with_it(
    desk: Desk, other_desk: Desk, stay: UUID
) -> None:
    at_nine = Officer(desk, stay)
    Officer(other_desk, stay).types(phone="15900000371", address="麒麟路 88-2-1604").saves()
    before = on_file(desk, stay)

    at_nine.types(phone="13700000001", address="麒麟路 88-2-1602", remark="常驻")
    assert clashes(at_nine.saves) == {"phone", "dwelling"}
    assert on_file(desk, stay) == before


def test_who_typed_the_same_agrees(desk: Desk, other_desk: Desk, stay: UUID) -> None:
    at_nine = Officer(desk, stay)
    Officer(other_desk, stay).types(phone="15900000371").saves()
    at_nine.types(phone=" 15900000371 ").saves()
    assert on_file(desk, stay).phone == "15900000371"


def test_what_was_chosen_is_written_and_a_third_change_is_asked_about_again(
    desk: Desk, other_desk: Desk, stay: UUID
) -> None:
    mine = Officer(desk, stay).types(phone="13700000001", job="电工")
    Officer(other_desk, stay).types(phone="15900000371", job="焊工").saves()
    assert clashes(mine.saves) == {"phone", "job"}

    chosen = mine.shown | {"phone": "15900000371", "job": "焊工"}
    Officer(other_desk, stay).types(job="钳工").saves()
    with desk.writing("amend_arrival") as session:
        again = clashes(
            lambda: households.enter(session, desk, mine.form, (), stay, chosen, frozenset({"phone"}))
        )
        assert again == {"job"}
        households.enter(session, desk, mine.form, (), stay, chosen | {"job": "钳工"}, frozenset({"phone"}))
    kept = on_file(desk, stay)
    assert (kept.phone, kept.job) == ("15900000371", "电工")


FIELDS = ("phone", "job", "tenure", "remark", "urgent_name", "expected_until", "address", "landlord_name")
SAID: dict[str, tuple[Any, ...]] = {
    "tenure": ("rented", "relatives", "other"),
    "expected_until": (date(2027, 1, 1), date(2027, 6, 1), date(2027, 12, 1)),
}
CHANGES = st.dictionaries(st.sampled_from(FIELDS), st.integers(0, 2), max_size=5)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mine=CHANGES, theirs=CHANGES, taken=st.sets(st.sampled_from(FIELDS)))
@example(mine={"landlord_name": 1}, theirs={"landlord_name": 2}, taken={"landlord_name"})
@example(mine={"landlord_name": 1}, theirs={"address": 0}, taken=set())
@example(mine={"address": 1, "landlord_name": 1}, theirs={"address": 2}, taken={"address"})
def test_nothing_that_either_typed_is_lost_whatever_they_changed(
    own_desk: Desk, mine: dict[str, int], theirs: dict[str, int], taken: set[str]
) -> None:
    """Against the plain rule, field by field, with a choice of theirs for what is in ``taken``."""

    street = f"麒麟路 {uuid4()}"  # the office is the same for all examples

    def said(changes: dict[str, int]) -> dict[str, Any]:
        ways = SAID | {"address": (f"{street}-1", f"{street}-2", f"{street}-3")}
        return {name: ways.get(name, ("甲", "乙", "丙"))[number] for name, number in changes.items()}

    begun = replace(ZHAO, id_kind="none", id_number="", landlord_name="甲", address=street, photo=None)
    stay = arrivals.record(own_desk, begun).stay_id
    was = on_file(own_desk, stay)
    first, second = Officer(own_desk, stay).types(**said(mine)), Officer(own_desk, stay).types(**said(theirs))
    second.saves()
    after_second = on_file(own_desk, stay)

    def both_changed(name: str) -> bool:
        states = {getattr(form, name) for form in (was, after_second, first.form)}
        return getattr(was, name) not in (getattr(after_second, name), getattr(first.form, name)) and (
            len(states) == 3
        )

    def key(name: str) -> str:
        return "dwelling" if name == "address" else name

    plain = [name for name in FIELDS if name != "landlord_name"]
    must_choose = {key(name) for name in plain if both_changed(name)}
    if first.form.address == was.address != after_second.address and first.form.landlord_name not in (
        was.landlord_name, after_second.landlord_name,
    ):  # fmt: skip
        must_choose.add("dwelling")  # whose landlord was typed, of which dwelling?
    asked = set()
    try:
        first.saves()
    except Clashed as clashed:
        asked = {clash.field for clash in clashed.clashes}
        assert on_file(own_desk, stay) == after_second
        shown = first.shown | {clash.field: clash.theirs for clash in clashed.clashes}
        yields = frozenset({key(name) for name in taken} & asked)
        with suppress(Clashed), own_desk.writing("amend_arrival") as session:
            households.enter(session, own_desk, first.form, (), stay, shown, yields)
        if on_file(own_desk, stay) == after_second and "landlord_name" not in asked:
            return  # only now that the dwelling is known is it asked whose landlord is meant
    assert asked - {"landlord_name"} == must_choose
    end = on_file(own_desk, stay)
    for name in plain:
        unchanged = getattr(first.form, name) == getattr(was, name)
        theirs_won = name in taken if key(name) in asked else unchanged
        assert getattr(end, name) == getattr(after_second if theirs_won else first.form, name)
    if {was.address, first.form.address, after_second.address} == {was.address} and not asked:
        unchanged = first.form.landlord_name == was.landlord_name
        assert end.landlord_name == (after_second if unchanged else first.form).landlord_name


def test_the_landlord_that_was_put_right_for_a_neighbour_stays(desk: Desk, other_desk: Desk) -> None:
    home = {"address": "三江路 41号", "landlord_name": "李国强", "landlord_phone": "13700005508"}
    first = arrivals.record(desk, arrival("孙立", 931, "2026-11-01", **home)).stay_id
    second = arrivals.record(desk, arrival("孙平", 933, "2026-11-01", **home)).stay_id
    at_nine = Officer(desk, first)
    Officer(other_desk, second).types(landlord_phone="13700009999").saves()

    at_nine.types(remark="楼上").saves()
    assert on_file(desk, second).landlord_phone == "13700009999"

    again = Officer(desk, first).types(landlord_phone="13700001111")
    Officer(other_desk, second).types(landlord_phone="13700002222").saves()
    assert clashes(again.saves) == {"landlord_phone"}


def test_a_proof_that_was_seen_at_the_other_desk_is_not_missing_again(
    desk: Desk, other_desk: Desk, stay: UUID
) -> None:
    person = Officer(desk, stay).form.person_id
    assert person is not None
    missing = NewMaterial("id_card", "identity", "missing", "")
    at_nine = Officer(desk, stay).types(materials=(missing,), remark="材料后补")
    materials.note(other_desk, person, PROOFS)
    at_nine.saves()
    assert {m.kind: m.state for m in materials.of_person(desk, person)} == {
        "id_card": "held",
        "lease": "held",
    }


def test_two_officers_who_say_otherwise_of_one_proof_must_choose(
    desk: Desk, other_desk: Desk, stay: UUID
) -> None:
    person = Officer(desk, stay).form.person_id
    assert person is not None
    lacks = NewMaterial("lease", "address", "missing", "", remark="没签名")
    at_nine = Officer(desk, stay).types(materials=(lacks,))
    materials.note(other_desk, person, PROOFS)
    assert clashes(at_nine.saves) == {"material.lease"}

    shown = materials.values_of(materials.of_person(desk, person))
    materials.note(other_desk, person, (replace(PROOFS[1], pages=8),), shown)
    clash = clash_of(partial(materials.note, desk, person, (lacks,), shown))
    assert (clash.field, clash.theirs[2], clash.mine) == ("material.lease", 8, ["missing", "", 0, "没签名"])
    materials.note(desk, person, (lacks,), {**shown, clash.field: clash.theirs})
    assert [m.state for m in materials.of_person(desk, person) if m.kind == "lease"] == ["missing"]


def test_pages_taken_of_a_proof_are_kept_whoever_said_the_last_of_it(
    desk: Desk, other_desk: Desk, stay: UUID
) -> None:
    lease = NewMaterial("lease", "address")
    here = Officer(desk, stay).types(materials=(lease,))
    here.saves()
    here, there = Officer(desk, stay), Officer(other_desk, stay)
    there.types(materials=(replace(lease, remark="second copy"),)).saves()
    pages.lay(desk, (b"a page",))
    taken = replace(lease, pictures=(pages.name_of(b"a page"),))
    here.types(materials=(taken,), phone="13855556666").saves()

    who = on_file(desk, stay).person_id
    assert who is not None
    (proof,) = materials.of_person(desk, who)
    assert (proof.remark, proof.pages, proof.taken) == ("second copy", 1, 1)


def test_a_photo_taken_at_the_other_desk_stays(desk: Desk, other_desk: Desk) -> None:
    stay = arrivals.record(desk, RECORDED).stay_id
    at_nine = Officer(desk, stay)
    Officer(other_desk, stay).types(photo=photo()).saves()
    recorded = at_nine.types(phone="13700000001").saves()[0]
    assert people.card(desk, recorded.person_id).photo == photo()


def test_who_left_the_household_meanwhile_is_not_put_back(desk: Desk, other_desk: Desk) -> None:
    son = NewMember("20", "赵小明", "none", "", date(2019, 5, 1))
    head, child = households.record(desk, ZHAO, (son,))
    at_nine = Officer(desk, head.stay_id)
    (row,) = households.led_by(other_desk, head.person_id)
    households.leave(other_desk, row.id, date(2026, 11, 20))

    at_nine.types(phone="13700000001").saves()
    assert households.led_by(desk, head.person_id) == ()
    with desk.reading() as session:
        of_child = select(func.count()).select_from(Member).where(Member.person_id == child.person_id)
        assert session.scalar(of_child) == 1


def test_what_is_wrong_with_a_member_is_told_of_that_one_though_one_before_left_meanwhile(
    desk: Desk, other_desk: Desk
) -> None:
    son = NewMember("20", "赵小明", "none", "", date(2019, 5, 1))
    head, _child = households.record(desk, ZHAO, (son,))
    at_nine = Officer(desk, head.stay_id)
    (row,) = households.led_by(other_desk, head.person_id)
    households.leave(other_desk, row.id, date(2026, 11, 20))
    at_nine.family += (NewMember("30", "", "none", "", date(2021, 5, 1)),)
    with pytest.raises(Refused) as refused:
        at_nine.saves()
    assert refused.value.field == "family.1"


def test_the_spell_of_work_that_was_put_right_by_itself_stays(
    desk: Desk, other_desk: Desk, stay: UUID
) -> None:
    person = Officer(desk, stay).form.person_id
    assert person is not None
    at_nine = Officer(desk, stay)
    (row,) = spells.of_person(other_desk, person, Work)
    right = Work(date(2026, 10, 8), date(2027, 3, 31), "530302", "云岭机电有限公司")
    spells.note(other_desk, person, right, row)

    at_nine.types(phone="13700000001", contract_until=date(2027, 12, 31)).saves()
    assert [each.spell for each in spells.of_person(desk, person, Work)] == [right]


# -- somebody who comes back, entered at two desks


def test_a_returnee_who_was_entered_at_the_other_desk_is_not_entered_twice(
    filled: tuple[Desk, Samples],
) -> None:
    desk, made = filled
    back = {"arrived_on": date(2026, 11, 20), "community": "河滨社区", "tenure": "rented", "purpose": "01"}
    mine = Officer(desk, person_id=made.people["gone"]).types(
        address="麒麟路 5-1", phone="13700000001", **back
    )
    theirs = Officer(desk, person_id=made.people["gone"]).types(address="麒麟路 5-1", job="保安", **back)
    (there,) = theirs.saves()
    (here,) = mine.saves()
    assert here == there
    kept = on_file(desk, here.stay_id)
    assert (kept.phone, kept.job) == ("13700000001", "保安")


def test_who_has_moved_is_moved_once_and_the_new_address_is_chosen(
    desk: Desk, other_desk: Desk, stay: UUID
) -> None:
    person = Officer(desk, stay).form.person_id
    here = {"arrived_on": date(2026, 11, 22), "community": "南苑社区", "tenure": "rented", "purpose": "01",
            "moved": True}  # fmt: skip
    mine = Officer(desk, person_id=person).types(address="三江路 1-1", **here)
    Officer(other_desk, person_id=person).types(address="三江路 1-2", **here).saves()
    assert clashes(mine.saves) == {"dwelling"}
    with desk.reading() as session:
        open_stays = session.scalars(select(Stay).where(Stay.person_id == person, Stay.left_on.is_(None)))
        assert [each.dwelling.address for each in open_stays] == ["三江路 1-2"]


# -- the same moment


def test_desks_that_save_at_the_same_moment_lose_nothing(desk: Desk, other_desk: Desk, stay: UUID) -> None:
    """Each adds its own field ten times over; the loser of a race waits and is laid over the winner."""
    failures: list[Refused]
    meet, failures = Barrier(2, timeout=60), []

    def work(at: Desk, field: str) -> None:
        for number in range(10):
            officer = Officer(at, stay).types(**{field: f"{field}{number}"})
            meet.wait()
            try:
                officer.saves()
            except Refused as error:
                failures.append(error)
            meet.wait()

    threads = [Thread(target=work, args=(at, field)) for at, field in ((desk, "job"), (other_desk, "remark"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    kept = on_file(desk, stay)
    assert (kept.job, kept.remark) == ("job9", "remark9")


# -- drafts that are handed over


def test_a_draft_two_officers_go_on_with_is_kept_as_both_typed_it(desk: Desk, other_desk: Desk) -> None:
    begun = drafts.keep(desk, "registration", {"name": "甲"})
    theirs = drafts.keep(other_desk, "registration", {"name": "甲", "phone": "1"}, begun.id, {"name": "甲"})
    mine = drafts.keep(desk, "registration", {"name": "甲子"}, begun.id, {"name": "甲"})
    assert theirs.id == begun.id != mine.id
    assert (theirs.beside, mine.beside) == (False, True)
    kept = {row.id: row.content for row in drafts.of_form(desk, "registration")}
    assert kept == {begun.id: {"name": "甲", "phone": "1"}, mine.id: {"name": "甲子"}}


def test_a_draft_is_saved_once_however_many_go_on_with_it(desk: Desk, other_desk: Desk) -> None:
    without_number = replace(ZHAO, id_kind="none", id_number="")
    draft = drafts.keep(desk, "registration", {"name": ZHAO.name})
    registrations.record_and_register(other_desk, without_number, shown={}, draft=draft)
    assert drafts.of_form(desk, "registration") == ()
    with pytest.raises(Refused, match="saved this draft"):
        registrations.record_and_register(desk, without_number, shown={}, draft=draft)
    with desk.reading() as session:
        assert session.scalar(select(func.count()).where(Person.name == ZHAO.name)) == 1


def test_what_another_officer_typed_on_in_a_draft_is_not_gone_with_what_is_saved_of_it(
    desk: Desk, other_desk: Desk
) -> None:
    begun = drafts.keep(desk, "registration", {"name": ZHAO.name})
    drafts.keep(other_desk, "registration", {"name": ZHAO.name, "phone": "1"}, begun.id, begun.content)
    households.record(desk, ZHAO, shown={}, draft=begun)
    (left,) = drafts.of_form(desk, "registration")
    assert left.content == {"name": ZHAO.name, "phone": "1"}


def test_a_draft_stays_where_what_is_saved_of_it_is_refused(desk: Desk) -> None:
    draft = drafts.keep(desk, "registration", {"name": ""})
    with pytest.raises(Refused):
        households.record(desk, replace(ZHAO, name=""), shown={}, draft=draft)
    assert [row.id for row in drafts.of_form(desk, "registration")] == [draft.id]


# -- the tabs of a resident, and the day's end

WORK = Work(date(2024, 1, 8), None, "530302", "云岭机电")


def test_both_put_a_spell_right_and_only_the_same_field_is_asked_about(
    desk: Desk, other_desk: Desk, stay: UUID
) -> None:
    person = Officer(desk, stay).form.person_id
    assert person is not None
    shown = SpellRow(spells.note(desk, person, WORK), WORK)
    spells.note(other_desk, person, replace(WORK, until=date(2025, 6, 30)), shown)
    spells.note(desk, person, replace(WORK, employer="云岭机电有限公司"), shown)

    (row,) = [row for row in spells.of_person(desk, person, Work) if row.id == shown.id]
    both = Work(WORK.since, date(2025, 6, 30), WORK.division, "云岭机电有限公司")
    assert row.spell == both
    with pytest.raises(Refused, match="meanwhile"):
        spells.take_out(desk, shown)
    assert [each.spell for each in spells.of_person(desk, person, Work) if each.id == row.id] == [both]
    spells.take_out(desk, row)


@pytest.mark.parametrize("whose", [MINE, THEIRS])
def test_of_a_spell_the_one_field_is_chosen_and_the_rest_that_was_typed_is_saved(
    desk: Desk, other_desk: Desk, stay: UUID, whose: str
) -> None:
    person = Officer(desk, stay).form.person_id
    assert person is not None
    shown = SpellRow(spells.note(desk, person, WORK), WORK)
    spells.note(other_desk, person, replace(WORK, until=date(2025, 6, 30), division="530100"), shown)
    mine = replace(WORK, until=date(2025, 5, 31), employer="云岭机电有限公司")
    with pytest.raises(Clashed) as clashed:
        spells.note(desk, person, mine, shown)
    (until,) = clashed.value.clashes
    assert (until.field, until.theirs, until.mine) == ("until", date(2025, 6, 30), date(2025, 5, 31))
    assert clashed.value.written is not None
    assert clashed.value.written.officer == other_desk.officer.name

    on_file, typed = settled(clashed.value.clashes, WORK, mine, whose)
    spells.note(desk, person, typed, SpellRow(shown.id, on_file))
    (now,) = [row.spell for row in spells.of_person(desk, person, Work) if row.id == shown.id]
    assert now == Work(WORK.since, until.mine if whose == MINE else until.theirs, "530100", mine.employer)

    spells.take_out(other_desk, SpellRow(shown.id, now))
    with pytest.raises(Refused, match="taken this out") as gone:
        spells.note(desk, person, mine, SpellRow(shown.id, now))
    assert gone.value.field == spells.GONE


def pension(since: str, until: str, region: str = "530302") -> Paid:
    return Paid("pension", region, date.fromisoformat(f"{since}-01"), date.fromisoformat(f"{until}-01"))


def test_months_put_right_at_two_desks_are_laid_over_one_another(
    desk: Desk, other_desk: Desk, stay: UUID
) -> None:
    person = Officer(desk, stay).form.person_id
    assert person is not None
    whole = pension("2025-01", "2025-12")
    insurance.take_in(desk, person, (whole,))
    insurance.take_in(other_desk, person, (pension("2025-01", "2025-06"),), instead_of=(whole,))

    insurance.take_in(desk, person, (pension("2024-12", "2025-12"),), instead_of=(whole,))
    assert [row.paid for row in insurance.of_person(desk, person)] == [pension("2024-12", "2025-06")]
    kunming = pension("2025-01", "2025-12", "530100")
    clash = clash_of(partial(insurance.take_in, desk, person, (kunming,), instead_of=(whole,)))
    since_july = pension("2025-07", "2025-12", "530100")
    assert (clash.shown, clash.theirs, clash.mine) == (
        [replace(since_july, region="530302")],
        [],
        [since_july],
    )
    assert [row.paid for row in insurance.of_person(desk, person)] == [pension("2024-12", "2025-06")]


REGIONS = ("530302", "530100", "450100")
Regions = dict[int, str]
"""The months of 2025 that are paid, and where."""


def paid_by_month(regions: Regions) -> list[Paid]:
    return [pension(f"2025-{month:02}", f"2025-{month:02}", region) for month, region in regions.items()]


def range_of(paid: list[Paid]) -> set[int]:
    return {month for one in paid for month in range(one.since.month, one.until.month + 1)}


def months_of(desk: Desk, person: UUID) -> Regions:
    return {
        month: row.paid.region for row in insurance.of_person(desk, person) for month in range_of([row.paid])
    }


def contradict(there: Regions, mine: Regions, shown: Regions, asked: set[int]) -> bool:
    """Whether a month that was on nobody's list is on file by now as paid elsewhere."""
    new = mine.keys() - shown.keys() - asked
    return any(there.get(month) not in (None, mine[month]) for month in new)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    shown=st.dictionaries(st.integers(1, 9), st.sampled_from(REGIONS), min_size=1),
    theirs=st.dictionaries(st.integers(1, 9), st.sampled_from(REGIONS)),
    mine=st.dictionaries(st.integers(1, 9), st.sampled_from(REGIONS)),
    whose=st.sampled_from((MINE, THEIRS)),
)
def test_whatever_two_officers_make_of_the_months_one_choice_settles_it(
    own_desk: Desk, shown: Regions, theirs: Regions, mine: Regions, whose: str
) -> None:
    """Who is asked about some months gets theirs of those, or what is typed; of the rest nothing is lost."""
    person = arrivals.record(own_desk, replace(ZHAO, id_kind="none", id_number="")).person_id
    was, typed = paid_by_month(shown), paid_by_month(mine)
    insurance.take_in(own_desk, person, was)
    insurance.take_in(own_desk, person, paid_by_month(theirs), instead_of=was)
    there = months_of(own_desk, person)
    asked: set[int] = set()
    try:
        insurance.take_in(own_desk, person, typed, instead_of=was)
    except Clashed as clashed:
        asked = {month for clash in clashed.clashes for month in range_of(clash.shown)}
        assert months_of(own_desk, person) == there
        on_file, rest = insurance.settled(clashed.clashes, was, typed, whose)
        if contradict(there, mine, shown, asked):
            return
        insurance.take_in(own_desk, person, rest, instead_of=on_file)
    except Refused:
        assert contradict(there, mine, shown, asked)
        return
    now = months_of(own_desk, person)
    for month in range(1, 10):
        if month in asked:
            assert now.get(month) == (mine if whose == MINE else there).get(month)
        elif mine.get(month) == shown.get(month):
            assert now.get(month) == there.get(month)
        else:
            assert now.get(month) == mine.get(month)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    theirs=st.sets(st.integers(1, 6)),
    mine=st.sets(st.integers(1, 9)),
)
def test_months_are_merged_month_by_month(own_desk: Desk, theirs: set[int], mine: set[int]) -> None:
    person = arrivals.record(own_desk, replace(ZHAO, id_kind="none", id_number="")).person_id
    shown = pension("2025-01", "2025-06")
    insurance.take_in(own_desk, person, (shown,))

    def typed(months: set[int]) -> list[Paid]:
        return [pension(f"2025-{month:02}", f"2025-{month:02}") for month in sorted(months)]

    insurance.take_in(own_desk, person, typed(theirs), instead_of=(shown,))
    insurance.take_in(own_desk, person, typed(mine), instead_of=(shown,))
    found = {
        number
        for row in insurance.of_person(own_desk, person)
        for number in range(row.paid.since.month, row.paid.until.month + 1)
    }
    assert found == (theirs & mine) | (mine - set(range(1, 7)))


def test_the_reason_of_another_officer_is_not_written_over_unseen(filled: tuple[Desk, Samples]) -> None:
    desk, made = filled
    stay = made.stays["due_today"]
    daily_close.explain(desk, REGISTER, stay, "no_answer", shown=("", ""))
    with pytest.raises(Refused, match=f"{desk.officer.name} has said why meanwhile"):
        daily_close.explain(desk, REGISTER, stay, "appointed", shown=("", ""))
    daily_close.explain(desk, REGISTER, stay, "appointed", shown=("no_answer", ""))


def test_dwellings_are_written_once_however_they_are_merged(desk: Desk, other_desk: Desk, stay: UUID) -> None:
    at_nine = Officer(desk, stay).types(remark="甲")
    Officer(other_desk, stay).types(address="麒麟路 88-2-1604").saves()
    at_nine.saves()
    with desk.reading() as session:
        assert session.scalar(select(func.count()).select_from(Dwelling)) == 2


def test_nothing_is_decided_on_what_was_changed_since_it_was_looked_at(filled: tuple[Desk, Samples]) -> None:
    desk, made = filled
    permit, person = made.permits["accepted"], made.people["accepted"]
    looked = reviews.review(desk, permit)
    materials.note(desk, person, (NewMaterial("lease", "address", pages=2, remark="缺第三页"),))
    with pytest.raises(Refused, match="changed entries or proofs meanwhile"):
        permits.move(desk, permit, "approve", Given(seen=looked.seen))
    again = reviews.review(desk, permit)
    assert permits.move(desk, permit, "approve", Given(seen=again.seen)).state == "approved"
