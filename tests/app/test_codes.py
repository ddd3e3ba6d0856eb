"""Code tables: what a code meant on a day, and which code a written word means."""

from __future__ import annotations

import csv
from datetime import date

import pytest

from app import codes, language

DAY = date(2026, 11, 22)
FILES = sorted(path.stem for path in codes.TABLES.glob("*.csv"))
HEADER = ["code", "name", "english", "also", "group", "from", "until"]


@pytest.mark.parametrize("table", FILES)
def test_every_table_is_well_kept(table: str) -> None:
    with (codes.TABLES / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert header == HEADER
    assert rows
    assert all(len(row) == len(HEADER) and row[0] and row[1] for row in rows)
    starts = [(row[0], row[5]) for row in rows]
    assert len(starts) == len(set(starts))


@pytest.mark.parametrize("table", [table for table in FILES if table != "divisions"])
def test_no_word_means_two_things(table: str) -> None:
    words = [word for entry in codes.entries(table, DAY) for word in set(entry.spellings)]
    assert sorted(words) == sorted(set(words))


@pytest.mark.parametrize(("table", "wider"), [("local_reasons", "reasons"), ("materials", "material_groups")])
def test_every_entry_of_a_finer_table_belongs_to_the_wider_one(table: str, wider: str) -> None:
    known = {entry.code for entry in codes.entries(wider, DAY)}
    assert {entry.group for entry in codes.entries(table, DAY)} <= known


def test_there_are_56_nations_and_two_more() -> None:
    numbers = [entry.code for entry in codes.entries("nations", DAY)]
    assert numbers == [f"{n:02}" for n in range(1, 57)] + ["97", "98"]
    assert codes.name("nations", "07", DAY) == "彝族"


def test_there_are_twelve_reasons_of_stay() -> None:
    assert [entry.code for entry in codes.entries("reasons", DAY)] == [
        *(f"{n:02}" for n in range(1, 12)),
        "99",
    ]


@pytest.mark.parametrize(
    ("table", "word", "code"),
    [
        ("reasons", "打工", "01"),
        ("reasons", " 就 学 ", "06"),
        ("reasons", "务农", "02"),
        ("tenures", "租房", "rented"),
        ("tenures", "亲友家", "relatives"),
        ("tenures", "工地", "other"),
        ("nations", "彝", "07"),
        ("sexes", "女", "2"),
    ],
)
def test_what_communities_write_has_a_code(table: str, word: str, code: str) -> None:
    entry = codes.meaning(table, word, DAY)
    assert entry is not None
    assert entry.code == code


def test_a_part_of_a_word_is_offered_but_never_taken_for_it() -> None:
    assert codes.meaning("materials", "证明", DAY) is None
    assert len(codes.find("materials", "证明", DAY)) > 3
    assert codes.find("materials", " ", DAY) == ()


def test_a_place_is_found_by_name_and_by_its_initials() -> None:
    assert [entry.code for entry in codes.find("divisions", "麒麟", DAY)] == ["530302"]
    assert "530302" in [entry.code for entry in codes.find("divisions", "qlq", DAY)]


def test_a_division_is_named_as_it_was_called_on_the_day() -> None:
    assert codes.division("530302", DAY) == "云南省曲靖市麒麟区"
    assert codes.name("divisions", "110112", date(2000, 1, 1)) == "通州区"
    assert codes.name("divisions", "533421", date(2000, 12, 31)) == "中甸县"
    assert codes.name("divisions", "533421", date(2001, 1, 1)) == "香格里拉县"


def test_a_code_outside_its_time_has_its_nearest_name_and_is_offered_to_nobody() -> None:
    assert codes.name("divisions", "522121", DAY) == "遵义县"
    assert "522121" not in {entry.code for entry in codes.entries("divisions", DAY)}
    assert codes.name("divisions", "530302", date(1980, 1, 1)) == "麒麟区"


def test_a_heading_is_no_part_of_a_place_name() -> None:
    assert codes.division("110105", DAY) == "北京市朝阳区"
    assert codes.division("659001", DAY) == "新疆维吾尔自治区石河子市"


def test_a_code_is_shown_in_the_officers_language_and_named_in_chinese_on_paper() -> None:
    assert codes.title("tenures", "rented", DAY) == "Rented"
    assert codes.title("divisions", "530302", DAY) == "麒麟区"  # no English is known
    assert codes.title("tenures", "castle", DAY) == "castle"
    language.use("zh_CN")
    assert codes.title("tenures", "rented", DAY) == codes.name("tenures", "rented", DAY) == "租赁房屋"


def test_an_unknown_code_is_shown_as_it_stands() -> None:
    assert codes.known("nations", "88", DAY) is None
    assert codes.name("nations", "88", DAY) == "88"
    assert codes.division("990000", DAY) == ""
