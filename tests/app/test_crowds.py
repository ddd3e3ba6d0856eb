"""Everyone at once from the database: the law is told of each person what it is told of the person alone."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from app import facts, invent
from app.crowds import Everyone
from app.desk import Desk
from app.law import Case
from app.progress import Progress
from db.records import Person
from tests.helpers.office import Samples
from tests.law.agreeing import REGIMES, agree_on, law_of

PEOPLE = 60


def on_file(desk: Desk) -> dict[int, Case]:
    with desk.reading() as session:
        return {
            row: facts.about(session, uid, desk.today())
            for row, uid in session.execute(select(Person.row, Person.id))
        }


def test_an_invented_community_is_answered_at_once_as_one_by_one(desk: Desk) -> None:
    invent.fill(desk, PEOPLE, 7, Progress())
    cases = on_file(desk)
    assert len(cases) == PEOPLE
    assert any(case.guardians for case in cases.values())
    agree_on(law_of(REGIMES[2]), cases, Everyone(desk, 7), date(2024, 3, 1))


def test_an_office_with_somebody_in_every_state_is_answered_likewise(filled: tuple[Desk, Samples]) -> None:
    desk, _ = filled
    agree_on(desk.law, on_file(desk), Everyone(desk, 5), desk.today())


def test_it_is_known_beforehand_how_many_blocks_there_are(own_desk: Desk) -> None:
    assert (len(Everyone(own_desk)), list(Everyone(own_desk))) == (0, [])
    invent.fill(own_desk, 60, 3, Progress())
    assert len(Everyone(own_desk, 25)) == len(list(Everyone(own_desk, 25))) == 3
