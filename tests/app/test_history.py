"""Who changed what, and taking it back: whole, and only while nothing followed."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import ColumnProperty

import app
from app import (
    arrivals,
    drafts,
    endorsements,
    history,
    looks,
    materials,
    people,
    permits,
    printing,
    registrations,
)
from app.desk import Desk
from app.errors import Refused
from app.exchange import taking_in
from app.history import ACTS
from db import journal
from db.records import Dwelling, Employment, Journal, Permit, Record, Series
from tests.helpers.office import PROOFS, Samples, arrival, citizen_number

DAY = date(2026, 11, 23)
LIST = f"""姓名,身份证号,现住址,到达日期
钱江月,{citizen_number("530627", date(1980, 3, 14), 944)},河滨社区滨江路1号,2026-11-10
钱江海,{citizen_number("530627", date(1980, 3, 14), 945)},河滨社区滨江路1号,2026-11-10
""".encode()

Content = dict[str, list[tuple[object, ...]]]


def content(desk: Desk) -> Content:
    """Everything on file, field by field, but what an undoing leaves: numbers that were drawn."""
    with desk.reading() as session:
        return {
            mapper.class_.__tablename__: sorted(
                tuple(str(getattr(row, column.key)) for column in mapper.column_attrs if is_told(column))
                for row in session.scalars(select(mapper.class_))
            )
            for mapper in Record.registry.mappers
            if issubclass(mapper.class_, Record) and mapper.class_ is not Series
        }


def is_told(column: ColumnProperty[object]) -> bool:
    return column.key not in ("version", "row") and str(column) != "Permit.number"


def take_back(desk: Desk) -> None:
    act = history.last(desk)
    assert act is not None
    history.undo(desk, act.txn)


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
    "amend_arrival": lambda desk, made: arrivals.amend(
        desk, made.stays["soon"], arrival("黄雅晴", 904, "2026-10-26", employer="")
    ),
    "record_departure": lambda desk, made: arrivals.depart(desk, made.stays["settled"], DAY, "left"),
    "register": lambda desk, made: registrations.register(desk, made.stays["soon"], registrations.TELL),
    "register at once": lambda desk, made: registrations.record_and_register(
        desk, arrival("方晓明", 941, "2026-11-20", materials=PROOFS)
    ),
    "note_materials": lambda desk, made: materials.note(desk, made.people["applied"], PROOFS),
    "apply_for_permit": lambda desk, made: permits.apply(desk, made.people["settled"]),
    "permit_approve": lambda desk, made: permits.move(desk, made.permits["accepted"], "approve"),
    "permit_refuse": lambda desk, made: permits.move(desk, made.permits["accepted"], "refuse", "not theirs"),
    "permit_send_back": lambda desk, made: permits.move(desk, made.permits["accepted"], "send_back", "old"),
    "permit_hand_out": lambda desk, made: permits.move(desk, made.permits["printed"], "hand_out"),
    "permit_report_lost": lambda desk, made: permits.move(desk, made.permits["issued"], "report_lost"),
    "permit_cancel": lambda desk, made: permits.move(desk, made.permits["issued"], "cancel", "left"),
    "endorse": lambda desk, made: endorsements.endorse(desk, made.permits["endorsable"]),
    "take_in_list": lambda desk, made: taking_in.take_in(desk, LIST),
}  # fmt: skip


def test_every_act_taken_back_leaves_everything_as_it_was(filled: tuple[Desk, Samples]) -> None:
    desk, made = filled
    before = content(desk)
    for act, do in ACTS_TO_TAKE_BACK.items():
        do(desk, made)
        done = history.last(desk)
        assert done is not None, act
        assert done.act == act.split()[0]
        assert content(desk) != before, act

        history.undo(desk, done.txn)

        assert content(desk) == before, act
        assert history.last(desk) is None
        with pytest.raises(Refused):
            history.undo(desk, done.txn)
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
    assert history.last(desk) is None
    printing.sent(desk, card.printout_id)
    assert history.last(desk) is None
    printing.spoiled(desk, card.printout_id, "crooked")
    assert history.last(desk) is None
    with desk.reading() as session:
        for txn in session.scalars(select(Journal.txn).where(Journal.act.in_(history.FINAL))):
            with pytest.raises(Refused, match="cannot be taken back"):
                history.undo(desk, txn)


def test_an_act_nobody_did_cannot_be_taken_back(own_desk: Desk) -> None:
    with pytest.raises(Refused, match="cannot be taken back"):
        history.undo(own_desk, uuid4())


def txn_of(desk: Desk, act: str, person_id: UUID) -> UUID:
    return next(line.txn for line in history.of_person(desk, person_id) if line.act == act)


@pytest.mark.parametrize(
    "followed",
    [
        lambda desk, made: printing.make(desk, "permit_card", made.permits["accepted"]),
        lambda desk, made: materials.note(
            desk, made.people["accepted"], (replace(PROOFS[1], state="missing"),)
        ),
        lambda desk, made: arrivals.depart(desk, made.stays["accepted"], DAY, "left"),
    ],
)
def test_an_approval_is_not_taken_back_once_something_followed(
    filled: tuple[Desk, Samples], followed: Act
) -> None:
    desk, made = filled
    permits.move(desk, made.permits["accepted"], "approve")
    approval = txn_of(desk, "permit_approve", made.people["accepted"])
    followed(desk, made)
    with pytest.raises(Refused, match="done with this since"):
        history.undo(desk, approval)


def test_what_followed_and_was_taken_back_stands_in_nobodys_way(own_sampled: tuple[Desk, Samples]) -> None:
    desk, made = own_sampled
    permits.move(desk, made.permits["accepted"], "refuse", "not theirs")
    refusal = txn_of(desk, "permit_refuse", made.people["accepted"])
    materials.note(desk, made.people["accepted"], (replace(PROOFS[0], pages=2),))
    take_back(desk)
    arrivals.depart(desk, made.stays["accepted"], DAY, "left")
    take_back(desk)
    history.undo(desk, refusal)
    assert [row.id for row in permits.listing(desk, "accepted")] == [made.permits["accepted"]]


def test_an_arrival_is_not_taken_back_once_it_was_registered(own_desk: Desk) -> None:
    recorded = arrivals.record(own_desk, arrival("方晓明", 941, "2026-11-20"))
    registrations.register(own_desk, recorded.stay_id)
    with pytest.raises(Refused, match="done with this since"):
        history.undo(own_desk, txn_of(own_desk, "record_arrival", recorded.person_id))


def test_a_dwelling_stays_when_somebody_else_has_come_to_live_there(desk: Desk) -> None:
    first = arrivals.record(desk, arrival("方晓明", 941, "2026-11-20"))
    second = arrival("方晓梅", 942, "2026-11-21", address="麒麟路 41-1-602")
    arrivals.record(desk, second)
    history.undo(desk, txn_of(desk, "record_arrival", first.person_id))
    with desk.reading() as session:
        assert session.scalars(select(Dwelling.address)).all() == ["麒麟路 41-1-602"]


def test_a_spell_of_work_that_a_correction_removed_comes_back(own_desk: Desk) -> None:
    new = arrival("方晓明", 941, "2026-11-20")
    recorded = arrivals.record(own_desk, new)
    arrivals.amend(own_desk, recorded.stay_id, replace(new, employer=""))
    take_back(own_desk)
    with own_desk.reading() as session:
        assert session.scalars(select(Employment.employer)).all() == [new.employer]


def test_each_officer_takes_back_their_own_act(own_desk: Desk) -> None:
    recorded = arrivals.record(own_desk, arrival("方晓明", 941, "2026-11-20"))
    looks.whole_number(own_desk, recorded.person_id)
    act = history.last(own_desk)
    assert act is not None
    assert act.act == "record_arrival", "a look does nothing that could be taken back"


# --- reading


def test_the_history_of_a_person_tells_every_act_and_field_the_latest_first(desk: Desk) -> None:
    new = arrival("方晓明", 941, "2026-11-20")
    recorded = arrivals.record(desk, new)
    arrivals.amend(desk, recorded.stay_id, replace(new, phone="13800009999"))
    latest, first = history.of_person(desk, recorded.person_id)
    assert (latest.act, first.act, latest.officer) == ("amend_arrival", "record_arrival", "陈晓岚")
    assert [(c.kind, c.field, c.before, c.after) for c in latest.changes] == [
        ("person", "phone", new.phone, "13800009999")
    ]
    told = {(change.kind, change.field): change.after for change in first.changes}
    assert told["person", "name"] == "方晓明"
    assert told["stay", "arrived_on"] == "2026-11-20"
    assert told["identifier", "number"] == new.id_number
    assert latest.at >= first.at
    assert not first.clock_suspect


def test_nobody_else_is_in_a_persons_history(filled: tuple[Desk, Samples]) -> None:
    desk, made = filled
    acts = [line.act for line in history.of_person(desk, made.people["endorsable"])]
    assert acts == [
        "permit_hand_out",
        "came_out",
        "send_to_printer",
        "make_document",
        "permit_approve",
        "apply_for_permit",
        "note_materials",
        "register",
        "record_arrival",
    ]
    assert history.of_person(desk, uuid4()) == ()


def acts_in_the_code() -> set[str]:
    """Every act that a transaction in ``app`` is opened under."""
    acts = set()
    for file in Path(app.__path__[0]).rglob("*.py"):
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "writing" and call.args:
                name = call.args[0]
                acts |= (
                    {name.value} if isinstance(name, ast.Constant) and isinstance(name.value, str) else set()
                )
    return acts


def test_every_act_of_the_program_has_its_words() -> None:
    moves = {f"permit_{step}" for _, step in permits.MOVES if step != "print"}
    unjournaled = {"keep_draft", "discard_draft"}
    assert acts_in_the_code() | moves | {"invent"} == set(ACTS) | unjournaled


def test_what_is_final_is_an_act() -> None:
    assert set(ACTS) >= history.FINAL
    assert set(history.LOOKS) <= history.FINAL


def test_drafts_leave_nothing_in_the_journal(own_desk: Desk) -> None:
    with own_desk.reading() as session:
        before = session.scalar(select(func.count()).select_from(Journal))
    drafts.discard(own_desk, drafts.keep(own_desk, "registration", {"name": "方"}).id)
    with own_desk.reading() as session:
        assert session.scalar(select(func.count()).select_from(Journal)) == before


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
