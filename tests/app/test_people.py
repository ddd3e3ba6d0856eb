"""The people on file: told apart, shown whole at the head of their file, few questions asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event

from app import arrivals, facts, materials, people, permits, queues, resident_files
from app.desk import Desk
from app.errors import Refused
from app.materials import NewMaterial
from app.steps import Given
from db.records import Household, Member, Statement
from tests.helpers.office import PROOFS, Samples, arrival

DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        (date(2010, 11, 24), DAY, 15),
        (date(2010, 11, 23), DAY, 16),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (None, DAY, None),
    ],
)
def test_somebody_is_a_year_older_on_the_birthday(born: date | None, on: date, age: int | None) -> None:
    assert people.age(born, on) == age


@given(st.dates(date(1900, 1, 1), DAY))
def test_an_age_is_never_negative_and_never_more_than_the_years_between(born: date) -> None:
    age = people.age(born, DAY)
    assert age is not None
    assert max(DAY.year - born.year - 1, 0) <= age <= DAY.year - born.year


def test_a_person_who_is_not_on_file_is_refused_in_words(own_desk: Desk) -> None:
    with pytest.raises(Refused, match="not on file here any more"):
        people.card(own_desk, uuid4())


def test_the_card_shows_the_permit_in_use_before_one_that_ended(own_sampled: tuple[Desk, Samples]) -> None:
    desk, made = own_sampled
    person_id = made.people["accepted"]
    permits.move(desk, made.permits["accepted"], "refuse", Given("not theirs"))
    again = permits.apply(desk, person_id)
    brief = people.card(desk, person_id).permit
    assert brief is not None
    assert (brief.id, brief.state) == (again.id, "accepted")


def test_the_law_is_told_about_a_person_in_one_question(filled: tuple[Desk, Samples]) -> None:
    desk, made = filled
    asked: list[str] = []
    event.listen(desk._store.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    with desk.reading() as session:
        facts.about(session, made.people["endorsable"], desk.today())
    assert len([statement for statement in asked if "SELECT" in statement]) == 1


def test_a_residents_file_tells_the_law_about_the_person_once_and_all_of_it_as_of_one_moment(
    filled: tuple[Desk, Samples],
) -> None:
    desk, made = filled
    asked: list[str] = []
    begun: list[object] = []
    event.listen(desk._store.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    event.listen(desk._store.engine, "begin", begun.append)
    file = resident_files.read(desk, made.people["endorsable"])
    assert len(begun) == 1
    assert len([statement for statement in asked if "JOIN insurance" in statement]) == 1
    assert {answer.rule for answer in file.services} <= file.outlooks.keys()


def test_the_law_is_told_of_what_the_same_transaction_has_just_entered(own_desk: Desk) -> None:
    person_id = arrivals.record(own_desk, arrival("马国强", 901, "2026-01-05")).person_id
    with own_desk.writing("record_statement") as session:
        session.add(Statement(person_id=person_id, name="serious_crime", value="no", made_on=DAY))
        assert facts.about(session, person_id, own_desk.today()).person.statements == {"serious_crime": False}


def test_a_queue_takes_as_few_questions_however_long_it_is(filled: tuple[Desk, Samples]) -> None:
    desk, _ = filled
    asked: list[str] = []
    event.listen(desk._store.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    assert len(queues.queue(desk, *permits.STATES).listing.begun) == 6
    assert len([statement for statement in asked if statement.startswith("SELECT")]) == 3


def test_the_head_of_the_household_and_the_spouse_answer_for_a_child_while_it_lives_there(
    own_desk: Desk,
) -> None:
    ids = [
        arrivals.record(own_desk, arrival(name, sequence, "2026-01-05")).person_id
        for name, sequence in (("马国强", 901), ("李兰", 902), ("马小宝", 903), ("马奶奶", 904))
    ]
    with own_desk.writing("invent") as session:
        household = Household(head_id=ids[0])
        session.add(household)
        session.flush()
        for person_id, relation in zip(ids, ("02", "10", "20", "52"), strict=True):
            session.add(Member(household_id=household.id, person_id=person_id, relation=relation))
    with own_desk.reading() as session:
        told = facts.about(session, ids[2], own_desk.today()).guardians
        assert [guardian.sex for guardian in told or ()] == ["male", "female"]
        assert facts.about(session, ids[0], own_desk.today()).guardians is None
    with own_desk.writing("invent") as session:
        for member in session.query(Member).filter(Member.person_id == ids[2]):
            member.until = DAY
    with own_desk.reading() as session:
        assert facts.about(session, ids[2], own_desk.today()).guardians is None


def test_a_proof_noted_again_is_brought_up_to_date_and_one_gone_missing_has_no_day(desk: Desk) -> None:
    recorded = arrivals.record(desk, arrival("王立群", 921, "2026-11-01", materials=PROOFS))
    lease = NewMaterial("lease", "address", pages=6, remark="copy")
    materials.note(desk.on(date(2026, 12, 1)), recorded.person_id, (lease,))
    noted = {row.kind: row for row in materials.of_person(desk, recorded.person_id)}
    assert (noted["lease"].remark, noted["lease"].received_on) == ("copy", DAY)
    materials.note(desk, recorded.person_id, (replace(lease, state="missing"),))
    noted = {row.kind: row for row in materials.of_person(desk, recorded.person_id)}
    assert (noted["lease"].state, noted["lease"].verified, noted["lease"].received_on) == (
        "missing",
        "",
        None,
    )
    assert len(noted) == 2


def test_proofs_of_somebody_who_is_not_on_file_are_refused(desk: Desk) -> None:
    with pytest.raises(Refused):
        materials.note(desk, uuid4(), PROOFS)
