"""Who must report an arrival or a move: the place's own last day, beside the thirty days."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app import (
    arrivals,
    codes,
    history,
    households,
    invent,
    materials,
    offices,
    permits,
    registrations,
    reporting,
    resident_files,
    statements,
    today,
    undoing,
)
from app.desk import Desk
from app.errors import Refused
from app.exchange import taking_in
from app.law import Answer, Case, Law, Permit, Resident
from app.law import Stay as LawStay
from app.law.pack import POLICY
from app.progress import Progress
from app.steps import Given
from app.today import Tally
from db import records
from db.records import Stay
from tests.helpers.office import FILE, PROOFS, Samples, arrival, citizen_number, founded, make_card

DAY = date(2026, 11, 23)


def last_days(desk: Desk) -> list[tuple[str, date | None]]:
    who = arrivals.record(desk, arrival("王立群", 921, "2026-11-20", household_division="513021"))
    answers = reporting.owed_by(desk, who.person_id)
    assert resident_files.read(desk, who.person_id).reports == answers
    return [(answer.rule, reporting.last_day(answer)) for answer in answers]


def test_an_arrival_is_to_be_reported_within_the_places_working_days(own_desk: Desk) -> None:
    assert last_days(own_desk) == [("must_report_arrival", date(2026, 11, 27))]


def test_a_report_that_is_overdue_keeps_its_last_day(own_desk: Desk) -> None:
    who = arrivals.record(own_desk, arrival("王立群", 921, "2026-11-02", household_division="513021"))
    (owed,) = reporting.owed_by(own_desk, who.person_id)
    assert (bool(owed), reporting.last_day(owed)) == (True, date(2026, 11, 9))


def to_report(desk: Desk) -> list[tuple[str, date | None]]:
    return [(duty.name, duty.due_on) for duty in today.board(desk, kind=today.REPORT).listing]


def test_who_owes_a_report_waits_in_a_queue_until_registered(desk: Desk) -> None:
    new = arrival("王立群", 921, "2026-11-20", household_division="513021")
    stay_id = arrivals.record(desk, new).stay_id
    arrivals.record(desk, arrival("李国强", 925, "2026-11-20", household_division="530381"))
    assert to_report(desk) == [("王立群", date(2026, 11, 27))]
    registrations.register(desk, stay_id)
    assert to_report(desk) == []


def test_a_corrected_arrival_is_to_be_reported_by_another_day(own_desk: Desk) -> None:
    new = arrival("王立群", 921, "2026-11-20", household_division="513021")
    stay_id = arrivals.record(own_desk, new).stay_id
    form = arrivals.form_of(own_desk, stay_id)
    households.record(own_desk, replace(form, arrived_on=date(2026, 11, 19)), (), stay_id)
    assert to_report(own_desk) == [("王立群", date(2026, 11, 26))]
    assert today.board(own_desk).reports == Tally(1, 0, 0)
    households.record(own_desk, replace(form, household_division="530381"), (), stay_id)
    assert to_report(own_desk) == []


def test_a_statement_on_the_lodging_moves_the_last_day(tmp_path: Path) -> None:
    desk = founded(tmp_path, "2026-03-03", division="330106")
    new = arrival("王立群", 921, "2026-03-02", household_division="513021", tenure="relatives")
    who = arrivals.record(desk, new)
    assert to_report(desk) == [("王立群", date(2026, 4, 2))], "it may be with close relatives"
    statements.record(desk, who.person_id, "joins_relatives", False)
    assert to_report(desk) == [("王立群", date(2026, 3, 5))]
    statements.record(desk, who.person_id, "joins_relatives", True)
    assert to_report(desk) == [("王立群", date(2026, 4, 2))]
    desk.close()


def test_what_moves_the_same_last_day_is_taken_back_alone_and_the_day_follows_from_what_stays(
    tmp_path: Path,
) -> None:
    desk = founded(tmp_path, "2026-03-03", division="330106")
    new = arrival("王立群", 921, "2026-03-02", household_division="513021", tenure="relatives")
    who = arrivals.record(desk, new)
    statements.record(desk, who.person_id, "joins_relatives", False)
    form = arrivals.form_of(desk, who.stay_id)
    households.record(desk, replace(form, arrived_on=date(2026, 3, 1)), (), who.stay_id)
    assert to_report(desk) == [("王立群", date(2026, 3, 4))]
    correction, statement, _ = history.of_person(desk, who.person_id)
    assert undoing.plan(desk, statement.txn).hangs == ()
    undoing.undo(desk, statement.txn)
    assert arrivals.form_of(desk, who.stay_id).arrived_on == date(2026, 3, 1)
    assert to_report(desk) == [("王立群", date(2026, 4, 1))], "it may be with close relatives again"
    undoing.undo(desk, correction.txn)
    assert to_report(desk) == [("王立群", date(2026, 4, 2))]
    desk.close()


@cache
def _moved_within_hangzhou() -> tuple[TemporaryDirectory[str], UUID]:
    """An office at Hangzhou where the holder of a permit has moved and has not reported it yet."""
    folder = TemporaryDirectory(prefix="anju-moved-")
    desk = founded(Path(folder.name), division="330106")
    new = arrival("吴天明", 909, "2026-01-05", household_division="513021")
    begun = desk.on(date(2026, 1, 5))
    who = arrivals.record(begun, new)
    registrations.register(begun, who.stay_id)
    then = desk.on(date(2026, 7, 20))
    materials.note(then, who.person_id, PROOFS)
    permit_id = permits.apply(then, who.person_id).id
    make_card(then, permit_id)
    permits.move(then, permit_id, "hand_out")
    there = replace(new, arrived_on=date(2026, 11, 22), address="滨江苑 3-1-602", person_id=who.person_id)
    arrivals.record(desk, replace(there, moved=True))
    desk.close()
    return folder, who.person_id


@contextmanager
def moved() -> Iterator[tuple[Desk, UUID]]:
    """That office, and who has moved."""
    folder, who = _moved_within_hangzhou()
    with TemporaryDirectory() as own:
        file = shutil.copy(Path(folder.name) / FILE, own)
        desk = offices.open_fiction(offices.url_of(str(file)), DAY)
        yield desk, who
        desk.close()


def waiting(desk: Desk) -> dict[UUID, date | None]:
    with desk.reading() as session:
        stays = select(Stay.person_id, Stay.report_by).where(Stay.left_on.is_(None), ~Stay.registered)
        return dict(session.execute(stays).all())


def take(desk: Desk, who: UUID, step: str) -> None:
    """A step of the permit, with all that any step asks for."""
    ground = codes.entries(permits.GROUNDS[step], DAY)[0].code if step in permits.GROUNDS else ""
    permits.move(desk, permit_of(desk, who), step, Given(reason="invented", ground=ground, returned=True))


def take_back(desk: Desk) -> None:
    if (latest := undoing.last(desk)) is not None:
        undoing.undo(desk, latest.txn, along=undoing.plan(desk, latest.txn).along)


def permit_of(desk: Desk, who: UUID) -> UUID:
    with desk.reading() as session:
        return session.scalars(select(records.Permit.id).where(records.Permit.person_id == who)).one()


def stay_of(desk: Desk, who: UUID) -> UUID:
    with desk.reading() as session:
        stays = select(Stay.id).where(Stay.person_id == who).order_by(Stay.row.desc())
        return session.scalars(stays).first() or who


def correct(desk: Desk, who: UUID, **said: Any) -> None:
    form = arrivals.form_of(desk, stay_of(desk, who))
    households.record(desk, replace(form, **said), (), stay_of(desk, who))


def test_a_permit_given_up_moves_the_last_day_and_taken_back_moves_it_back() -> None:
    with moved() as (desk, who):
        assert to_report(desk) == [("吴天明", date(2026, 12, 2))], "a holder has ten days"
        take(desk, who, "cancel")
        assert to_report(desk) == [("吴天明", date(2026, 11, 25))], "anybody else has three"
        take_back(desk)
        assert to_report(desk) == [("吴天明", date(2026, 12, 2))]


def test_a_last_day_that_a_permit_moved_hangs_on_nothing() -> None:
    with moved() as (desk, who):
        take(desk, who, "cancel")
        (cancelled,) = (line for line in history.of_person(desk, who) if line.act == "permit_cancel")
        statements.record(desk, who, "joins_relatives", True)
        assert undoing.plan(desk, cancelled.txn).hangs == ()


ACTS: dict[str, Callable[[Desk, UUID], object]] = {
    "lose": partial(take, step="report_lost"),
    "find": partial(take, step="find"),
    "suspend": partial(take, step="suspend"),
    "restore": partial(take, step="restore"),
    "cancel": partial(take, step="cancel"),
    "seize": partial(take, step="seize"),
    "with relatives": lambda desk, who: statements.record(desk, who, "joins_relatives", True),
    "not with relatives": lambda desk, who: statements.record(desk, who, "joins_relatives", False),
    "lodge": partial(correct, tenure="relatives"),
    "rent": partial(correct, tenure="rented"),
    "another day": partial(correct, arrived_on=date(2026, 11, 17)),
    "from here": partial(correct, household_division="330106"),
    "from elsewhere": partial(correct, household_division="513021"),
    "leave": lambda desk, who: arrivals.depart(desk, stay_of(desk, who), DAY, "left"),
    "register": lambda desk, who: registrations.register(desk, stay_of(desk, who)),
    "take back": lambda desk, who: take_back(desk),
}


@settings(max_examples=25, deadline=None)
@given(acts=st.lists(st.sampled_from(sorted(ACTS)), min_size=1, max_size=6))
def test_whatever_is_done_the_last_day_on_file_is_the_one_that_the_law_says(acts: list[str]) -> None:
    with moved() as (desk, who):
        for act in acts:
            with suppress(Refused):
                ACTS[act](desk, who)
            by_law = {one: next(map(reporting.last_day, reporting.owed_by(desk, one)), None)
                      for one in waiting(desk)}  # fmt: skip
            assert waiting(desk) == by_law, acts


def test_the_last_days_of_a_list_are_told_with_its_lines_and_none_is_left_for_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, asked, told = founded(tmp_path, division="330106"), list[date](), list[tuple[str, int]]()
    owed = reporting.owed_on_arrival

    def counted(desk: Desk, case: Case, arrived_on: date, tenure: str | None) -> Answer | None:
        asked.append(arrived_on)
        return owed(desk, case, arrived_on, tenure)

    monkeypatch.setattr(reporting, "owed_on_arrival", counted)
    monkeypatch.setattr(taking_in, "AT_ONCE", 1)
    lines = "\n".join(
        f"王立{one},{citizen_number('513021', date(1990, 1, 2), 951 + 2 * n)},男,,河滨社区麒麟路8{n}号,"
        f"2026-11-20,务工,租房,"
        for n, one in enumerate("群伟平")
    )
    listed = f"姓名,身份证号,性别,电话,现住址,到达日期,来做什么,住所,备注\n{lines}\n"
    report = taking_in.take_in(
        desk, listed.encode(), Progress(lambda step: told.append((step.doing, len(asked))))
    )
    assert len(report.taken) == 3
    assert [count for doing, count in told if doing == "Taking in the list"] == [0, 1, 2]
    assert {count for doing, count in told if doing.startswith("Writing")} == {3}
    assert len(asked) == 3
    desk.close()


def test_invented_arrivals_are_to_be_reported_as_the_law_says(own_desk: Desk) -> None:
    invent.fill(own_desk, 200, 7, Progress())
    with own_desk.reading() as session:
        waiting = select(Stay.person_id, Stay.report_by).where(Stay.left_on.is_(None), ~Stay.registered)
        stored = dict(session.execute(waiting).all())
    assert len(set(stored.values())) > 2
    by_law = {who: next(map(reporting.last_day, reporting.owed_by(own_desk, who)), None) for who in stored}
    assert stored == by_law


def test_who_is_registered_or_comes_from_this_city_owes_no_report(filled: tuple[Desk, Samples]) -> None:
    desk, made = filled
    assert reporting.owed_by(desk, made.people["endorsable"]) == ()
    here = Resident(household_division="530302", stays=(LawStay("530302", DAY, None),), permits=())
    assert reporting.owed(desk, Case(here)) == ()


@pytest.mark.parametrize(
    ("office", "tenure", "permits", "owed"),
    [
        ("330106", "rented", (), [("must_report_arrival", date(2026, 3, 5))]),
        ("330106", "school", (), []),
        ("330106", "relatives", (), [("must_report_arrival", date(2026, 4, 2))]),
        ("330106", "rented", (Permit(date(2025, 10, 1), ()),), [("must_report_move", date(2026, 3, 12))]),
        ("370303", "rented", (Permit(date(2025, 10, 1), ()),), [("must_report_move", date(2026, 3, 5))]),
        ("130602", "rented", (), []),
    ],
)  # fmt: skip
def test_what_is_owed_is_the_places_law(
    own_desk: Desk, office: str, tenure: str, permits: tuple[Permit, ...], owed: list[tuple[str, date]]
) -> None:
    law = Law.read_once(POLICY, office)
    stay = LawStay(office, date(2026, 3, 2), None, None, tenure)
    person = Resident(
        household_division="513021", stays=(stay,), permits=permits, statements={"joins_relatives": True}
    )
    answers = reporting.owed_under(law, Case(person), date(2026, 3, 2))
    assert [(answer.rule, reporting.last_day(answer)) for answer in answers] == owed
