"""Who newly qualifies for which service (政策找人), everyone at once, against asking file by file."""

from __future__ import annotations

import tempfile
import time
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from app import benefits, facts, offices
from app.desk import Desk
from app.law import Answer, Verdict
from bench import Figure, clock, program
from db.records import Person

PEOPLE, ASKED, DAYS = 20_000, 400, 30


def measure() -> Figure:
    with tempfile.TemporaryDirectory() as folder:
        desk = offices.open_fiction(offices.url_of(str(program.invent(Path(folder), PEOPLE))))
        first = seconds_to_find(desk)
        everyone = min(seconds_to_find(desk) for _ in range(3))
        file_by_file = seconds_file_by_file(desk) * PEOPLE / ASKED
        found = benefits.newly_qualified(desk, DAYS, DAYS)
        desk.close()
    return Figure(
        f"Who newly qualifies among {PEOPLE:,} within {DAYS} days, from a file, by its extracts",
        everyone,
        f"asking file by file ({ASKED} asked)",
        file_by_file,
        at_most=1 / 100,
        note=f"{len(found.gains):,} found; the first time, with the extracts written, {first:.1f} s",
    )


def seconds_to_find(desk: Desk) -> float:
    """The processor's seconds to find them all."""
    return clock.busy(lambda: benefits.newly_qualified(desk, DAYS, DAYS))


def seconds_file_by_file(desk: Desk) -> float:
    """The same of some, evenly drawn, each read and asked by itself as the window of one resident does."""
    with desk.reading() as session:
        some = list(session.scalars(select(Person.id).order_by(Person.row)))[:: PEOPLE // ASKED][:ASKED]
        start = time.process_time()
        for person_id in some:
            case = facts.about(session, person_id, desk.today())
            for answer in desk.law.all("benefit", case, desk.today()):
                opens_within(answer, timedelta(DAYS))
        return time.process_time() - start


def opens_within(answer: Answer, days: timedelta) -> bool:
    """Whether a service has come or will come to be had so many days around the day it was asked for."""
    opens = answer.since if answer.verdict is Verdict.YES else answer.opens
    return opens is not None and abs(opens - answer.day) <= days
