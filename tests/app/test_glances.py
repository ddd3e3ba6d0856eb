"""People in a list at a glance: as the page says, by one question however many they are."""

from __future__ import annotations

from datetime import date

from sqlalchemy import event, select

from app import arrivals, glances, permits, registrations, resident_files
from app.desk import Desk
from db.records import Person
from tests.helpers.office import arrival

APPLICANTS = 6


def test_however_many_have_applied_it_is_one_question_and_the_step_is_the_pages(desk: Desk) -> None:
    applied = []
    for number in range(APPLICANTS):
        new = arrival("王立群", 921 + 2 * number, "2025-10-01")
        applied.append(registrations.record_and_register(desk.on(date(2025, 10, 31)), new).person_id)
        permits.apply(desk, applied[-1])
    arrivals.record(desk, arrival("马晓东", 991, "2026-11-01"))
    with desk.reading() as session:
        rows = {person: row for row, person in session.execute(select(Person.row, Person.id))}

    asked: list[str] = []
    event.listen(desk._store.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    told = glances.at(desk, rows.values())
    assert len([statement for statement in asked if statement.startswith("SELECT")]) == 1

    for person in applied:
        step = resident_files.read(desk, person).step
        assert step == glances.step_of(desk, person, told[rows[person]]) == resident_files.COMPLETE
