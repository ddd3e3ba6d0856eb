"""Everyone at once from the database: the law is told of each person what it is told of the person alone."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path
from tempfile import mkdtemp

from sqlalchemy import select

from app import facts, invent, permits
from app.crowds import Everyone
from app.desk import Desk
from app.facts import HEAD, SPOUSE
from app.law import Case, Loss
from app.progress import Progress
from app.steps import Given
from db.records import Member, Officer, Permit, PermitStep, Person
from tests.helpers.office import Samples, make_card
from tests.law.agreeing import REGIMES, agree_on, law_of
from tests.law.shelf import with_rules

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


def test_a_new_card_for_a_lost_one_that_is_lost_again_is_answered_likewise(
    filled: tuple[Desk, Samples],
) -> None:
    desk, made = filled
    permits.move(desk, made.permits["endorsable"], "report_lost")
    later, latest = desk.on(desk.today() + timedelta(1)), desk.on(desk.today() + timedelta(4))
    new = permits.renew(later, made.permits["endorsable"])
    make_card(later, new.id)
    permits.move(later, new.id, "hand_out", Given(receipt="0012345"))
    permits.move(latest, new.id, "report_lost")
    cases = on_file(latest)
    (permit,) = (each for case in cases.values() for each in case.person.permits or () if each.losses)
    assert permit.losses == (Loss(desk.today(), later.today()), Loss(latest.today()))
    agree_on(desk.law, cases, Everyone(latest, 5), latest.today())


def test_a_card_lost_and_come_by_again_and_again_is_no_good_each_time(desk: Desk) -> None:
    invent.fill(desk, PEOPLE, 7, Progress())
    chance = random.Random(1)
    with desk.writing("amend") as session:
        officer_id = session.scalars(select(Officer.id)).first()
        handed = select(Permit).where(Permit.handed_on.is_not(None)).order_by(Permit.row)
        for permit in session.scalars(handed).all():
            day, state = permit.handed_on, "issued"
            assert day
            for _ in range(chance.randrange(5)):
                day += timedelta(chance.choice([0, 1, 20, 200]))
                after = "issued" if state == "lost" else "lost"
                session.add(
                    PermitStep(
                        person_id=permit.person_id, permit_id=permit.id, step="report_lost", before=state,
                        after=after, taken_on=day, officer_id=officer_id,
                    )
                )  # fmt: skip
                state = after
                session.flush()  # the order of a day's steps is that in which they were entered
    cases = on_file(desk)
    permits = [permit for case in cases.values() for permit in case.person.permits or ()]
    assert any(len(permit.losses) > 1 for permit in permits)
    agree_on(law_of(REGIMES[2]), cases, Everyone(desk, 25), date(2024, 3, 1))


def test_a_child_whose_parents_are_not_on_file_may_have_any(desk: Desk) -> None:
    invent.fill(desk, PEOPLE, 7, Progress())
    with desk.writing("amend") as session:
        for member in session.scalars(select(Member)).all():
            if member.relation.startswith((HEAD, SPOUSE)):
                member.until = date(2024, 1, 1)
    law = with_rules(Path(mkdtemp()), tried="requires: {any_guardian: {employed: {is: yes}}}")
    cases = on_file(desk)
    assert not any(case.guardians for case in cases.values())
    agree_on(law, cases, Everyone(desk, 25), date(2024, 3, 1), ["tried"])


def test_it_is_known_beforehand_how_many_blocks_there_are(own_desk: Desk) -> None:
    assert (len(Everyone(own_desk)), list(Everyone(own_desk))) == (0, [])
    invent.fill(own_desk, 60, 3, Progress())
    assert len(Everyone(own_desk, 25)) == len(list(Everyone(own_desk, 25))) == 3
