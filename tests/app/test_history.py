"""Who changed what, when and in which act."""

from __future__ import annotations

import ast
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import uuid4

from sqlalchemy import func, select

import app
from app import (
    arrivals,
    drafts,
    history,
    households,
    permits,
    resident_files,
    statements,
    undoing,
)
from app.desk import Desk
from app.history import ACTS
from db.records import Journal
from tests.helpers.office import Samples, arrival

DAY = date(2026, 11, 23)


def test_the_history_of_a_person_tells_every_act_and_field_the_latest_first(desk: Desk) -> None:
    new = arrival("方晓明", 941, "2026-11-20")
    recorded = arrivals.record(desk, new)
    households.record(desk, stay_id=recorded.stay_id, new=replace(new, phone="13800009999"))
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
    assert not history.of_person(desk, uuid4())


def test_the_acts_on_the_page_of_a_person_are_read_as_they_stand_when_they_are_looked_at(desk: Desk) -> None:
    recorded = arrivals.record(desk, arrival("方晓明", 941, "2026-11-20"))
    statements.record(desk, recorded.person_id, "in_sudden_need", True)
    shown = resident_files.read(desk, recorded.person_id).history
    assert [line.taken_back for line in shown] == [False, False]
    undoing.undo(desk, next(iter(shown)).txn)
    assert [line.taken_back for line in shown] == [True, False]


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
    moves = {f"permit_{step}" for _, step in permits.MOVES if step not in permits.OWN_ACTS}
    unjournaled = {"keep_draft", "discard_draft", "keep_extract"}
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


def test_however_much_was_done_all_of_it_is_listed_the_latest_first(own_desk: Desk) -> None:
    person_id = arrivals.record(own_desk, arrival("王立群", 921, "2026-11-01")).person_id
    for number in range(130):
        statements.record(own_desk, person_id, "serious_crime", bool(number % 2))
    listed = history.of_person(own_desk, person_id)
    assert [line.act for line in listed] == ["record_statement"] * 130 + ["record_arrival"]
    moments = [line.at for line in listed]
    assert moments == sorted(moments, reverse=True)
    assert listed.first(3) == list(listed)[:3]
