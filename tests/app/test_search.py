"""The one box: found by whatever a clerk types, and by nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import event

from app import arrivals, search
from app.desk import Desk
from tests.helpers.office import Samples, arrival, citizen_number

PEOPLE = (
    arrival("王立群", 921, "2026-11-01", address="麒麟路88号2栋1603", phone="13800001234"),
    arrival("曾小兰", 922, "2026-11-01", community="南苑社区", address="三江路 41号", phone="13900005678"),
    arrival("买买提·吐尔逊", 923, "2026-11-01", address="兴园 12-402", phone=""),
    arrival("Erika Lindt", 924, "2026-11-01", address="A座 7-2-301", phone=""),
    replace(arrival("扎西 多吉", 925, "2026-11-01", phone=""), id_kind=arrivals.NO_NUMBER, id_number=""),
    arrival("D'100%_王", 926, "2026-11-01", phone=""),
    arrival("𬱖小明", 927, "2026-11-01", phone=""),
)


@pytest.fixture
def peopled(desk: Desk) -> Desk:
    for new in PEOPLE:
        arrivals.record(desk, new)
    return desk


def found(desk: Desk, text: str) -> list[str]:
    return [person.name for person in search.find(desk, text)]


WANG, ZENG, TUR, LINDT, TASHI, ODD, RARE = (new.name for new in PEOPLE)
TYPED = {
    "王立群": [WANG], "立群": [WANG], "王": [WANG, ODD], " 王 立群 ": [WANG],
    "wlq": [WANG], "WLQ": [WANG], "wangliqun": [WANG], "wang li": [WANG], "zengxiao": [ZENG], "zxl": [ZENG],
    "买买提•吐尔逊": [TUR], "吐尔逊": [TUR], "mmtt": [TUR],
    "erika": [LINDT], "ERIKA LINDT": [LINDT], "el": [LINDT],
    "扎西多吉": [TASHI], "扎西 多吉": [TASHI], "𬱖": [RARE],
    PEOPLE[0].id_number: [WANG], PEOPLE[0].id_number[-4:]: [WANG],
    " ".join((PEOPLE[0].id_number[:6], PEOPLE[0].id_number[6:])): [WANG],
    PEOPLE[1].id_number[:14]: [ZENG],
    "13800001234": [WANG], "5678": [ZENG], "139": [ZENG], "１３９": [ZENG], "138-0000-1234": [WANG],
    "L530302-2026-000001": [TASHI], "l5303022026000001": [TASHI],
    "三江路41": [ZENG], "南苑社区三江路": [ZENG], "兴园 12-402": [TUR], "88号2栋": [WANG], "a座": [LINDT],
    "%": [], "_": [], "'": [], "100%": [], "D'100%_王": [ODD], "0%_": [],
    "%王": [], "王%": [], "没有这个人": [], "zzz": [],
    "": [], "   ": [], "-": [], "530302-2026-000001": [], "9999": [],
}  # fmt: skip


def test_people_are_found_by_whatever_is_typed_of_them(peopled: Desk) -> None:
    assert {typed: found(peopled, typed) for typed in TYPED} == TYPED


def test_a_permit_or_registration_number_finds_its_holder(filled: tuple[Desk, Samples]) -> None:
    desk, _ = filled
    assert found(desk, "530302-2026-000003")[:1] != []
    assert "赵明慧" in found(desk, "5303022025000001")
    assert found(desk, "530302-2025-000009") == []


def test_who_has_left_is_found_by_name_and_not_by_the_old_address(filled: tuple[Desk, Samples]) -> None:
    desk, _ = filled
    (row,) = search.find(desk, "许长江")
    assert not row.here
    assert row.address == "河滨社区 麒麟路 11-1-602"
    assert "许长江" not in found(desk, "麒麟路11-1-602")


def test_a_list_shows_numbers_masked_and_never_more_than_asked_for(peopled: Desk) -> None:
    rows = search.find(peopled, "530627", at_most=3)
    assert len(rows) == 3
    assert all("********" in row.number for row in rows)


def test_a_long_list_takes_as_few_questions_as_a_short_one(desk: Desk) -> None:
    for sequence in range(900, 940):
        number = citizen_number("530627", date(1990, 1, 1), sequence)
        arrivals.record(desk, arrival("李某", sequence, "2026-11-01", id_number=number, born_on=None))
    asked: list[str] = []
    event.listen(desk._store.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    assert len(search.find(desk, "李")) == 40
    assert len([statement for statement in asked if statement.startswith("SELECT")]) == 3
