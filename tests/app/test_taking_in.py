"""Taking a grid's typed-up list in: every line accounted for, nothing half taken, whole to be taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from app import arrivals, codes, people, registrations, search, today, undoing
from app.desk import Desk
from app.errors import Cancelled, Refused
from app.exchange import taking_in
from app.exchange.taking_in import Report
from app.progress import Progress, Step
from db import journal, labels
from db.records import Dwelling, Employment, Identifier, Person, Registration, Series, Stay
from tests.helpers.office import arrival, citizen_number

SAMPLE = (Path(__file__).parent.parent / "samples" / "arrivals.csv").read_bytes()
HEAD = "姓名,身份证号,性别,电话,现住址,到达日期,来做什么,住所,房东/单位/备注\n"
WANG = citizen_number("530627", date(1980, 3, 14), 961)


def count(desk: Desk, kind: type[Person] | type[Stay] | type[Identifier]) -> int:
    with desk.reading() as session:
        return session.scalar(select(func.count()).select_from(kind)) or 0


def taken(desk: Desk, *lines: str) -> Report:
    return taking_in.take_in(desk, (HEAD + "\n".join(lines)).encode())


def line(name: str = "王立群", number: str = WANG, arrived: str = "2026-11-01", remark: str = "",
         address: str = "河滨社区麒麟路88号") -> str:  # fmt: skip
    return f"{name},{number},男,,{address},{arrived},务工,租房,{remark}"


@pytest.fixture
def taken_in(desk: Desk) -> tuple[Desk, Report]:
    return desk, taking_in.take_in(desk, SAMPLE)


def test_every_line_of_the_sample_is_taken_or_refused_with_its_reason(taken_in: tuple[Desk, Report]) -> None:
    desk, report = taken_in
    assert len(report.outcomes) + report.passed == report.file_lines == 37
    assert [outcome.number for outcome in report.refused] == [*range(19, 28), 32, 33, 34]
    assert all(outcome.reasons for outcome in report.refused)
    assert not any(outcome.reasons for outcome in report.taken)
    assert count(desk, Stay) == len(report.taken) == 20
    assert count(desk, Person) == len({outcome.person_id for outcome in report.taken}) == 19


def test_a_refused_line_leaves_nothing_behind(taken_in: tuple[Desk, Report]) -> None:
    desk, report = taken_in
    kept = {outcome.name for outcome in report.taken}
    assert all(
        search.find(desk, outcome.name) == ()
        for outcome in report.refused
        if outcome.name and outcome.name not in kept
    )
    assert count(desk, Identifier) == count(desk, Person)


def test_who_came_back_has_both_stays_on_one_file(taken_in: tuple[Desk, Report]) -> None:
    desk, report = taken_in
    (returned,) = (outcome for outcome in report.taken if outcome.number == 31)
    assert returned.person_id is not None
    assert [(stay.arrived_on, stay.left_on) for stay in people.card(desk, returned.person_id).stays] == [
        (date(2026, 10, 28), None),
        (date(2025, 3, 1), date(2025, 9, 30)),
    ]


def test_who_was_taken_in_is_on_the_days_list(taken_in: tuple[Desk, Report]) -> None:
    desk, _ = taken_in
    assert today.board(desk).tallies["register"].total == 19


def test_taken_in_a_second_time_every_line_is_refused_and_nothing_changes(
    taken_in: tuple[Desk, Report],
) -> None:
    desk, first = taken_in
    again = taking_in.take_in(desk, SAMPLE)
    assert again.taken == ()
    assert len(again.refused) == len(first.outcomes)
    assert count(desk, Stay) == 20
    assert count(desk, Person) == 19


def test_the_whole_list_is_taken_back_at_once(taken_in: tuple[Desk, Report]) -> None:
    desk, _ = taken_in
    act = undoing.last(desk)
    assert act is not None
    assert act.act == "take_in_list"
    undoing.undo(desk, act.txn)
    assert (count(desk, Person), count(desk, Stay), count(desk, Identifier)) == (0, 0, 0)
    with desk.reading() as session:
        assert journal.check(session) is None
    assert len(taking_in.take_in(desk, SAMPLE).taken) == 20


LONG_AT = (
    "Reading the list", "Taking in the list", "Writing what everybody is found by", "Writing the journal",
)  # fmt: skip
"""What taking a list in does one after the other."""


@pytest.fixture
def in_small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """A list of thirty lines is long then."""
    for what in (taking_in, labels, journal):
        monkeypatch.setattr(what, "AT_ONCE", 8)


@pytest.mark.usefixtures("in_small_parts")
@pytest.mark.parametrize("doing", LONG_AT)
def test_stopped_at_whatever_it_is_nothing_is_taken(desk: Desk, doing: str) -> None:
    told: list[Step] = []
    stopping = Progress(told.append, stopped=lambda: bool(told) and told[-1].doing == doing)
    with pytest.raises(Cancelled):
        taking_in.take_in(desk, SAMPLE, stopping)
    assert (count(desk, Person), count(desk, Stay)) == (0, 0)
    with desk.reading() as session:
        assert session.scalars(select(Series)).all() == []
        assert journal.check(session) is None
    assert len(taking_in.take_in(desk, SAMPLE).taken) == 20


@pytest.mark.usefixtures("in_small_parts")
def test_it_tells_how_far_it_is_from_the_beginning_to_the_end(own_desk: Desk) -> None:
    told: list[Step] = []
    taking_in.take_in(own_desk, SAMPLE, Progress(told.append))
    assert tuple(dict.fromkeys(step.doing for step in told)) == LONG_AT
    for doing in LONG_AT:
        done = [step.done for step in told if step.doing == doing]
        assert done == sorted(done)
        assert done[0] == 0
        assert len(done) > 3
    assert told[-1].done == told[-1].total


RIVER = (901, "", "河滨社区麒麟路88号", "2026-01-05", "", "")
LINES = st.lists(
    st.tuples(
        st.integers(901, 904),  # whose number: the same one now and then
        st.sampled_from(("", "无")),
        st.sampled_from(("河滨社区麒麟路88号", "南苑社区三江路41号", "三江路41号")),
        st.sampled_from(("2026-01-05", "2026-11-10", "2027-01-01")),
        st.sampled_from(("", "2026-05离开，又回来")),
        st.sampled_from(("", "麒麟纸箱厂")),
    ),
    max_size=9,
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LINES)
@example([RIVER, (*RIVER[:3], "2026-11-10", "2026-05离开，又回来", "")])
def test_whatever_is_in_a_list_taken_in_together_is_as_if_each_line_came_by_itself(
    own_desk: Desk, monkeypatch: pytest.MonkeyPatch, lines: list[tuple[int, str, str, str, str, str]]
) -> None:
    typed = [
        f"王立群,{number or citizen_number('530627', date(1980, 3, 14), who)},男,,{where},{day},务工,租房,"
        f"{remark or work}"
        for who, number, where, day, remark, work in lines
    ]
    together = on_file_after(own_desk, monkeypatch, typed, at_once=100)
    assert together == on_file_after(own_desk, monkeypatch, typed, at_once=1)


def test_a_refused_line_leaves_the_earlier_stay_as_it_was(own_desk: Desk) -> None:
    number = citizen_number("530627", date(1980, 3, 14), 901)
    line = f"王立群,{number},男,,河滨社区{{where}},{{day}},务工,租房,{{remark}}"
    report = taken(
        own_desk,
        line.format(where="麒麟路88号", day="2026-01-05", remark=""),
        line.format(where="麒麟路" * 200, day="2026-11-10", remark="2026-05离开，又回来"),
    )
    assert [bool(outcome.person_id) for outcome in report.outcomes] == [True, False]
    with own_desk.reading() as session:
        (stay,) = session.scalars(select(Stay))
        assert stay.left_on is None


def on_file_after(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, lines: list[str], at_once: int
) -> tuple[object, ...]:
    """What became of each line, and every stay that is on file then; the list is taken back afterwards."""
    monkeypatch.setattr(taking_in, "AT_ONCE", at_once)
    report = taken(desk, *lines)
    with desk.reading() as session:
        stays = session.execute(
            select(
                Person.name, Dwelling.community, Dwelling.address, Stay.arrived_on, Stay.left_on,
                Stay.register_by, Stay.report_by, Stay.employer,
            )
            .join(Stay, Stay.person_id == Person.id)
            .join(Dwelling)
            .order_by(Stay.row)
        ).all()  # fmt: skip
        works = session.execute(select(Employment.since, Employment.employer).order_by(Employment.row)).all()
    if report.taken:
        act = undoing.last(desk)
        assert act is not None
        undoing.undo(desk, act.txn)
    outcomes = [(outcome.number, bool(outcome.person_id), outcome.reasons) for outcome in report.outcomes]
    return outcomes, [tuple(stay) for stay in stays], [tuple(work) for work in works]


def test_a_file_that_is_no_list_is_refused_whole(own_desk: Desk) -> None:
    with pytest.raises(Refused):
        taking_in.take_in(own_desk, b"PK\x03\x04 a spreadsheet")


def test_a_number_on_file_under_another_name_is_refused(own_desk: Desk) -> None:
    taken(own_desk, line())
    (refused,) = taken(own_desk, line(name="王力群", arrived="2026-11-10")).refused
    assert refused.reasons == ("This number is on file for 王立群. Compare the number and the name.",)


def test_who_is_on_file_without_a_number_is_not_entered_twice(own_desk: Desk) -> None:
    assert len(taken(own_desk, line(name="老周", number="无")).taken) == 1
    (refused,) = taken(own_desk, line(name="老周", number="无")).refused
    assert "on file with this address and day already" in refused.reasons[0]
    assert len(taken(own_desk, line(name="老周", number="无", address="河滨社区麒麟路89号")).taken) == 1


def test_coming_back_ends_the_earlier_stay_and_closes_its_registration(own_desk: Desk) -> None:
    (first,) = taken(own_desk, line(arrived="2026-01-05")).taken
    assert first.person_id is not None
    stay = people.card(own_desk, first.person_id).stay
    assert stay is not None
    registrations.register(own_desk, stay.id)
    (back,) = taken(own_desk, line(remark="2026-05离开，又回来", address="南苑社区三江路41号")).taken
    assert back.person_id == first.person_id
    with own_desk.reading() as session:
        assert session.scalars(select(Registration.closed_on)).all() == [date(2026, 5, 31)]


def test_a_line_the_database_will_not_hold_is_refused_alone(own_desk: Desk) -> None:
    report = taken(own_desk, line(address="河滨社区" + "长" * 300), line(name="马晓东", number="无"))
    assert [len(report.refused), len(report.taken)] == [1, 1]


def test_what_a_list_does_not_say_stays_as_it_was_on_file(own_desk: Desk) -> None:
    recorded = arrivals.record(
        own_desk.on(date(2026, 1, 5)),
        replace(arrival("王立群", 961, "2026-01-05", id_number=WANG, born_on=None), education="bachelor"),
    )
    arrivals.depart(own_desk, recorded.stay_id, date(2026, 5, 20), "left")
    (back,) = taken(own_desk, line()).taken
    assert back.person_id == recorded.person_id
    card = people.card(own_desk, recorded.person_id)
    assert (card.phone, card.education) == (
        "13800000961",
        codes.title("education", "bachelor", date(2026, 11, 23)),
    )
