"""A community's typed-up list: every line is taken or refused, and told why."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Refused
from app.exchange import arrivals_list, typed_table, written_days
from app.exchange.arrival_line import Arrival, Line
from app.exchange.arrivals_list import ArrivalsList

DAY = date(2026, 11, 22)
SAMPLE = Path(__file__).parent.parent / "samples" / "arrivals.csv"
HEADER = "姓名,身份证号,性别,电话,现住址,来的日期,来干什么,住处,备注\r\n"
GOOD = "段明远,530325198905119019,男,19900000001,河滨社区青柏街12号,2026-10-15,打工,租房,\r\n"


@pytest.fixture(scope="module")
def sample() -> ArrivalsList:
    return arrivals_list.read(SAMPLE.read_bytes(), on=DAY)


def line(sample: ArrivalsList, number: int) -> Line:
    return next(line for line in sample.lines if line.number == number)


def arrival(sample: ArrivalsList, number: int) -> Arrival:
    taken = line(sample, number).arrival
    assert taken is not None
    return taken


def read(text: str) -> ArrivalsList:
    return arrivals_list.read(text.encode(), on=DAY)


def test_every_line_of_the_file_is_accounted_for(sample: ArrivalsList) -> None:
    numbers = sorted([line.number for line in sample.lines] + [line.number for line in sample.passed])
    assert numbers == list(range(1, sample.file_lines + 1))
    assert {line.what: line.number for line in sample.passed} == {
        "title": 1,
        "header": 2,
        "blank": 35,
        "total": 36,
        "signature": 37,
    }
    assert (len(sample.taken), len(sample.refused)) == (20, 12)
    assert sample.encoding == "GB18030"


@pytest.mark.parametrize(
    ("number", "column", "reason"),
    [
        (19, "身份证号", "This repeats line 3."),
        (20, "身份证号", "One digit of the number is wrong."),
        (21, "身份证号", "There is no such day of birth"),
        (22, "身份证号", "A spreadsheet has damaged this number"),
        (23, "姓名", "The name is missing."),
        (24, "来的日期", "There is no such day: 2026-02-30."),
        (25, "来的日期", "The day is missing."),
        (26, "来的日期", "The day 2027-03-01 is still to come."),
        (27, "来的日期", "上个月 cannot be read as a day."),
        (32, "身份证号", "Line 33 has the same number under another name"),
        (33, "身份证号", "Line 32 has the same number under another name"),
        (34, "身份证号", "Line 6 already has this person"),
    ],
)
def test_a_doubtful_line_is_refused_and_says_why(
    sample: ArrivalsList, number: int, column: str, reason: str
) -> None:
    refused = line(sample, number)
    assert refused.arrival is None
    assert refused.reasons[0].column == column
    assert refused.reasons[0].words().startswith(reason)


@pytest.mark.parametrize(
    ("number", "arrived_on"),
    [
        (3, date(2026, 10, 15)),
        (4, date(2026, 10, 6)),
        (5, date(2026, 8, 7)),
        (6, date(2026, 10, 30)),
        (7, date(2026, 10, 25)),
        (8, date(2026, 11, 3)),
        (10, date(2026, 11, 2)),
    ],
)
def test_days_are_read_as_communities_write_them(sample: ArrivalsList, number: int, arrived_on: date) -> None:
    assert arrival(sample, number).arrived_on == arrived_on


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (6, "46325 is a spreadsheet's number for a day; it was read as 2026-10-30."),
        (7, "10月25日 has no year; it was read as 2026-10-25."),
        (11, "The name has a space in it, kept as typed; compare it with the document."),
        (12, "Spaces in the name were taken out: 武志强."),
        (15, "Nothing is written here; it was entered as other."),
        (18, "There is no number; the person gets a provisional one."),
        (28, "The list says 男, the number says otherwise; the number was followed."),
        (28, "The address names no house number; it was kept as typed."),
        (28, "123 is no telephone number as it stands; it was kept."),
        (29, "The address was typed twice; it is kept once."),
        (31, "Only the month of leaving is told; the earlier stay is taken to end on 2025-09-30."),
    ],
)
def test_whatever_is_put_right_or_guessed_is_told(sample: ArrivalsList, number: int, told: str) -> None:
    assert told in [note.words() for note in line(sample, number).notes]


def test_a_clean_line_has_nothing_to_tell(sample: ArrivalsList) -> None:
    clean = line(sample, 3)
    assert (clean.reasons, clean.notes) == ((), ())
    taken = arrival(sample, 3)
    assert (taken.name, taken.community, taken.address) == ("段明远", "河滨社区", "青柏街12号3栋1单元402")
    assert (taken.purpose, taken.tenure, taken.landlord) == ("01", "rented", "钱大妈")


def test_names_keep_their_characters_dots_and_words(sample: ArrivalsList) -> None:
    names = [arrival(sample, number).name for number in (8, 9, 10, 11, 12)]
    assert names == ["龑頔", "𬭎鎏", "古丽娜尔·买买提", "卓玛 央金", "武志强"]


def test_full_width_digits_and_spaces_in_numbers_are_put_right(sample: ArrivalsList) -> None:
    assert arrival(sample, 12).phone == "19900000101"
    assert [len(number.number) for n in (13, 14, 15) if (number := arrival(sample, n).id_number)] == [18] * 3


def test_who_left_and_came_back_is_taken_with_the_day_the_earlier_stay_ended(sample: ArrivalsList) -> None:
    back = arrival(sample, 31)
    assert (back.returned, back.left_on, back.arrived_on) == (True, date(2025, 9, 30), date(2026, 10, 28))


def test_one_column_for_three_things_is_told_apart(sample: ArrivalsList) -> None:
    assert arrival(sample, 5).employer == "青柏商贸有限公司"
    assert arrival(sample, 9).landlord == "曾国才"
    assert arrival(sample, 16).landlord == "青柏物业"


def test_a_word_in_no_list_becomes_other_and_is_kept_as_a_remark(sample: ArrivalsList) -> None:
    odd = arrival(sample, 28)
    assert (odd.purpose, odd.tenure, odd.remark) == ("99", "other", "搞直播; 桥洞下")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encoding_and_delimiter_are_found(encoding: str, delimiter: str) -> None:
    text = (HEADER + GOOD).replace(",", delimiter)
    found = arrivals_list.read(text.encode(encoding), on=DAY)
    assert found.delimiter == delimiter
    assert [line.arrival.name for line in found.taken if line.arrival] == ["段明远"]


def test_a_header_repeated_on_the_next_page_is_no_person() -> None:
    found = read(HEADER + GOOD + HEADER)
    assert [line.what for line in found.passed] == ["header", "header"]
    assert len(found.taken) == 1


def test_a_line_refused_for_another_reason_does_not_make_the_next_one_a_repetition() -> None:
    found = read(HEADER + GOOD.replace("2026-10-15", "") + GOOD)
    assert [line.number for line in found.taken] == [3]


def test_a_break_within_a_cell_is_no_new_line() -> None:
    found = read(HEADER + GOOD.replace("租房,", '租房,"先住\n亲戚家"') + GOOD.replace("段明远", "余小满"))
    assert [(line.number, line.last) for line in found.lines] == [(2, 3), (4, 4)]
    assert found.file_lines == 4


def test_a_quotation_mark_left_open_takes_nobody_half() -> None:
    found = read(HEADER + GOOD.replace("租房,", '租房,"未完') + GOOD + GOOD)
    assert found.taken == ()
    assert "closed no earlier than line 4" in found.refused[0].reasons[0].words()


def test_a_line_with_more_cells_than_columns_is_refused() -> None:
    found = read(HEADER + GOOD.replace("租房,", "租房,先住亲戚家,后搬出"))
    assert found.refused[0].reasons[0].words() == "The line has more cells than the header has columns."


def test_a_person_without_number_is_told_from_an_empty_cell() -> None:
    found = read(HEADER + GOOD.replace("530325198905119019", "无") + GOOD.replace("530325198905119019", ""))
    assert [line.number for line in found.taken] == [2]
    assert found.refused[0].reasons[0].words() == "No number is written."


def test_a_name_that_lost_a_character_is_refused() -> None:
    assert read(HEADER + GOOD.replace("段明远", "段?远")).taken == ()


def test_an_arrival_before_birth_is_refused() -> None:
    assert (
        "before the day of birth"
        in read(HEADER + GOOD.replace("2026-10-15", "1985-10-15")).refused[0].reasons[0].words()
    )


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"PK\x03\x04....", "spreadsheet's own file"),
        ("没有表头,什么也没有".encode(), "header that names the columns"),
        (b"\xff\xfe\x00\xd3", "neither UTF-8 nor GB 18030"),
        ("\0".join("姓名").encode(), "neither UTF-8 nor GB 18030"),
        (HEADER.encode() + b'"' + b"x" * 140_000, "Line 2 cannot be parted"),
        (HEADER.encode() + b"\n" * typed_table.MOST_LINES, "more than 200000 lines"),
        (b" " * (typed_table.MOST_BYTES + 1), "larger than 50 MB"),
    ],
)
def test_a_file_that_is_no_list_is_refused_as_a_whole(data: bytes, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        arrivals_list.read(data, on=DAY)


def test_of_a_long_cell_a_sentence_quotes_the_beginning() -> None:
    told = read(HEADER + GOOD.replace("2026-10-15", "十月" + "底" * 5000)).lines[0]
    (reason,) = told.reasons
    assert reason.words().startswith("十月底底")
    assert reason.words().endswith("底… cannot be read as a day.")
    assert len(reason.told()) < 100


def test_a_cell_beyond_all_bounds_refuses_its_line_only() -> None:
    found = read(HEADER + GOOD.replace("租房,", "租房," + "长" * 32_001) + GOOD)
    assert [line.number for line in found.taken] == [3]


@given(st.lists(st.text(st.characters(blacklist_categories=["Cs"]), max_size=30), max_size=12))
def test_whatever_is_typed_below_a_header_no_line_is_lost(lines: list[str]) -> None:
    text = HEADER + "\r\n".join(line.replace("\0", "") for line in lines)
    found = read(text)
    people = [(line.number, line.last) for line in found.lines]
    covered = sorted(people + [(line.number, line.last) for line in found.passed])
    assert [first for first, _ in covered] == [1, *(last + 1 for _, last in covered[:-1])]
    assert covered[-1][1] == found.file_lines


@given(
    st.dates(date(2000, 1, 1), DAY),
    st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y年%m月%d日", " %Y - %m - %d "]),
)
def test_a_full_day_is_read_in_every_form(day: date, form: str) -> None:
    assert written_days.read(day.strftime(form), DAY) == written_days.Written(day)


@given(st.dates(date(2000, 1, 1), DAY))
def test_a_spreadsheet_number_is_read_and_told(day: date) -> None:
    number = (day - date(1899, 12, 30)).days
    written = written_days.read(str(number), DAY)
    assert written.day == day
    assert written.guess


@given(st.dates(date(2015, 1, 1), date(2030, 12, 31)), st.integers(0, 365))
def test_a_day_without_year_is_the_latest_not_to_come(on: date, ago: int) -> None:
    day = on - timedelta(days=ago)
    written = written_days.read(f"{day.month}月{day.day}日", on)
    assert (written.day.month, written.day.day) == (day.month, day.day)
    assert day <= written.day <= on
    assert written.guess


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("十一月三号", date(2026, 11, 3)),
        ("十月二十日", date(2026, 10, 20)),
        ("九月廿五", date(2026, 9, 25)),
        ("二〇二五年十二月三十一日", date(2025, 12, 31)),
        ("12.25", date(2025, 12, 25)),
        ("2月29日", date(2024, 2, 29)),
        ("2026-10-15 00:00:00", date(2026, 10, 15)),
    ],
)
def test_chinese_numerals_and_short_forms_are_read(text: str, day: date) -> None:
    assert written_days.read(text, DAY).day == day


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("26.10.5", "two digits only"),
        ("2026年10月", "names a month only"),
        ("2月30日", "no such day"),
        ("2026-13-01", "no such day"),
        ("昨天", "cannot be read"),
    ],
)
def test_a_day_that_cannot_be_read_says_why(text: str, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        written_days.read(text, DAY)


HEADER = "姓名,身份证号,性别,电话,现住址,来的日期,来干什么,住处,备注\n"


def one(**cells: str) -> Line:
    """A list of one line, otherwise in order."""
    told = {
        "number": "530325198905119019",
        "address": "河滨社区青柏街12号402",
        "arrived": "2026-10-15",
        "remark": "",
    } | cells
    row = f"段明远,{told['number']},男,,{told['address']},{told['arrived']},打工,租房,{told['remark']}\n"
    (only,) = read(HEADER + row).lines
    return only


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("", "No address is written."),
        ("东头第三家", "The address names no community; write it before the street."),
    ],
)
def test_an_address_that_the_form_would_not_take_is_refused(address: str, reason: str) -> None:
    assert [why.words() for why in one(address=address).reasons] == [reason]


def test_a_whole_day_of_leaving_in_the_remark_is_taken_as_it_stands() -> None:
    came_back = one(remark="2026-05-20离开，又回来").arrival
    assert came_back is not None
    assert (came_back.returned, came_back.left_on) == (True, date(2026, 5, 20))
