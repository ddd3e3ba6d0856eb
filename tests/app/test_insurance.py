"""Months of insurance: none is lost, none is counted twice, and what was never paid is taken out alone."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import insurance, people, undoing
from app.desk import Desk
from app.errors import Refused
from app.exchange import months_list, typed_table
from app.insurance import Paid, first_of, month
from tests.helpers.office import Samples, sampled

DAY = date(2026, 11, 23)
HERE, KUNMING = "530300", "530100"
FIRST, LAST = month(date(2024, 1, 1)), month(date(2026, 11, 1))


def paid(
    since: str, until: str = "", kind: str = "pension", region: str = HERE, *, backpaid: bool = False
) -> Paid:
    begun, over = (date.fromisoformat(f"{text}-01") for text in (since, until or since))
    return Paid(kind, region, begun, over, backpaid)


def on_file(desk: Desk, who: UUID) -> set[tuple[str, str, bool, int]]:
    """Every month on file, one by one; fails where one lies on file twice."""
    months = [
        (row.paid.kind, row.paid.region, row.paid.backpaid, number)
        for row in insurance.of_person(desk, who)
        for number in range(month(row.paid.since), month(row.paid.until) + 1)
    ]
    assert len(months) == len(set(months))
    return set(months)


Step = tuple[bool, Paid]
stretches = st.tuples(st.integers(FIRST, LAST), st.integers(1, 9)).map(
    lambda drawn: (first_of(drawn[0]), first_of(min(drawn[0] + drawn[1] - 1, LAST)))
)
steps = st.lists(
    st.tuples(
        st.booleans(),
        st.builds(
            lambda kind, region, stretch, how: Paid(kind, region, stretch[0], stretch[1], how),
            st.sampled_from(["pension", "medical"]), st.sampled_from([HERE, KUNMING]), stretches,
            st.booleans(),
        ),
    ),
    max_size=8,
)  # fmt: skip


@settings(max_examples=20, deadline=None)
@given(steps)
def test_months_taken_in_and_out_at_random_are_what_one_would_tick_off_by_hand(steps: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk, made = sampled(Path(folder))
        who = made.people["settled"]
        ticked = on_file(desk, who)
        for takes_in, one in steps:
            months = {
                (one.kind, one.region, one.backpaid, n) for n in range(month(one.since), month(one.until) + 1)
            }
            others = {(kind, n) for kind, region, how, n in ticked if (kind, region, how, n) not in months}
            try:
                if takes_in:
                    answer = insurance.take_in(desk, who, (one,))
                    assert answer.new == len(months - ticked)
                    assert answer.on_file == len(months & ticked)
                    ticked |= months
                else:
                    insurance.take_out(desk, who, one)
                    ticked -= months
            except Refused:
                contradicts = any((kind, n) in others for kind, _, _, n in months)
                assert contradicts if takes_in else not months & ticked
            assert on_file(desk, who) == ticked
        desk.close()


def test_a_month_that_contradicts_the_file_is_named_and_nothing_is_taken_in(
    filled: tuple[Desk, Samples],
) -> None:
    desk, made = filled
    who = made.people["settled"]
    insurance.take_in(desk, who, (paid("2025-03"),))
    before = on_file(desk, who)

    with pytest.raises(Refused, match=r"2025-03 of Pension is on file as paid in 云南省曲靖市"):
        insurance.take_in(desk, who, (paid("2024-01", "2024-06"), paid("2025-01", "2025-06", region=KUNMING)))

    assert on_file(desk, who) == before


def test_what_cannot_be_is_refused(filled: tuple[Desk, Samples]) -> None:
    desk, made = filled
    who = made.people["settled"]
    for one, why in (
        (paid("2026-12"), "still to come"),
        (paid("1940-01"), "before this person was born"),
        (paid("2025-03", "2025-02"), "end before they begin"),
    ):
        with pytest.raises(Refused, match=why):
            insurance.take_in(desk, who, (one,))
    with pytest.raises(Refused, match="None of these months"):
        insurance.take_out(desk, who, paid("2012-01"))


def test_months_taken_in_change_what_the_law_answers_and_back_again(filled: tuple[Desk, Samples]) -> None:
    desk, made = filled
    who = made.people["settled"]
    before = on_file(desk, who)

    insurance.take_in(desk, who, (paid("2025-01", "2025-06"), paid("2025-07", "2025-12")))
    (row,) = [row for row in insurance.of_person(desk, who) if row.paid.since == date(2025, 1, 1)]
    assert row.paid.months == 12  # what touches is one entry
    act = undoing.last(desk)
    assert act is not None
    undoing.undo(desk, act.txn)

    assert on_file(desk, who) == before
    assert people.card(desk, who).name


# -- as people write them --------------------------------------------------------------------------

USUAL = paid("2026-11")


def read(text: str) -> months_list.Listed:
    return months_list.read(text, USUAL, DAY)


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("2024-03~2026-10", (paid("2024-03", "2026-10"),)),
        ("202403-202610", (paid("2024-03", "2026-10"),)),
        ("２０２４年３月至２０２６年１０月", (paid("2024-03", "2026-10"),)),
        ("2024.3.1-2025.2.28", (paid("2024-03", "2025-02"),)),
        ("2025-01、2025-03，2025-05", (paid("2025-01"), paid("2025-03"), paid("2025-05"))),
        ("2025-01, 2025-03, 养老", (paid("2025-01"), paid("2025-03"))),
        ("2025-01 ~ 2025-03 医保 补缴", ()),
        ("", ()),
    ],
)
def test_typed_ranges_are_read(text: str, months: tuple[Paid, ...]) -> None:
    assert read(text).paid == months


def test_a_pasted_table_is_read_by_what_its_cells_are() -> None:
    listed = read(
        "费款所属期\t险种\t缴费基数\t类型\n"
        "202401\t企业职工基本养老保险\t4,200.00\t正常应缴\n"
        "202402\t基本医疗保险\t4200\t补缴\n"
        "昆明市\t202403\t4200\n"
    )
    assert listed.paid == (
        paid("2024-01"),
        paid("2024-02", kind="medical", backpaid=True),
        paid("2024-03", region=KUNMING),
    )
    assert listed.faults == ()


def test_two_columns_of_months_are_from_and_to() -> None:
    assert read("开始年月,终止年月,险种\n2024-01,2024-12,养老保险\n2025-01,,养老").paid == (
        paid("2024-01", "2024-12"),
        paid("2025-01"),
    )


def test_a_line_that_is_not_understood_is_named_and_the_others_are_read() -> None:
    listed = read("2024-01\n2025-13\n合计 1 个月\n2026-01~2025-01\n2024-02")
    assert listed.paid == (paid("2024-01"), paid("2024-02"))
    assert [(fault.line, str(fault.error)) for fault in listed.faults] == [
        (2, "There is no such month: 2025-13."),
        (3, "No month stands in this line."),
        (4, "2026-01~2025-01 ends before it begins."),
    ]


def test_a_whole_list_pasted_by_mistake_is_told_and_not_read() -> None:
    listed = read("2024-01\n" * 2_001)
    assert listed.paid == ()
    assert "so many months" in str(listed.faults[0].error)


@given(st.text(alphabet="0123456789-~年月,\t\n 补医社保.x", max_size=60))
def test_no_text_at_all_breaks_the_reading(text: str) -> None:
    for one in read(text).paid:
        assert one.since <= one.until


def test_a_file_is_read_in_either_encoding_and_a_spreadsheets_own_file_is_told(tmp_path: Path) -> None:
    file = tmp_path / "months.csv"
    for encoding in ("utf-8-sig", "gb18030"):
        file.write_bytes("年月,险种\n2024-01,医疗保险\n".encode(encoding))
        assert read(months_list.text_of(file)).paid == (paid("2024-01", kind="medical"),)
    file.write_bytes(b"PK\x03\x04 and so on")
    with pytest.raises(Refused, match="spreadsheet"):
        months_list.text_of(file)
    file.write_bytes(b"1" * (typed_table.MOST_BYTES + 1))
    with pytest.raises(Refused, match="larger"):
        months_list.text_of(file)
    with pytest.raises(Refused, match="cannot be read"):
        months_list.text_of(tmp_path / "none.csv")
