"""A text is shrunk a little, then wrapped, and comes out whole or is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Refused
from app.paper import fonts
from app.paper.fitting import Rule, fit

RULE = Rule(size=10, keep=8, least=5, lines=2)


@pytest.mark.parametrize(
    ("length", "size", "lines"),
    [(10, 10, 1), (12, 8.3, 1), (13, 10, 2), (20, 10, 2), (24, 8.3, 2), (40, 5, 2)],
)
def test_it_shrinks_a_little_before_it_wraps_and_wraps_before_it_shrinks_much(length, size, lines):
    fitted = fit("李" * length, 100, 30, RULE)
    assert (round(fitted.size, 1), len(fitted.lines)) == (size, lines)


def test_one_character_more_than_the_smallest_letters_hold_is_refused():
    with pytest.raises(Refused) as refusal:
        fit("李" * 41, 100, 30, RULE, field="name")
    assert refusal.value.field == "name"


def test_lines_that_are_too_high_for_the_box_are_made_smaller():
    assert fit("李" * 20, 100, 22.9, RULE).size == 10
    assert fit("李" * 20, 100, 22.7, RULE).size == pytest.approx(9.9)


@given(
    text=st.text("曲靖市麒麟区河滨路号室（《》），。·AbC0123456789- ", min_size=1, max_size=60).filter(
        str.strip
    ),
    width=st.integers(30, 200),
)
def test_nothing_is_lost_or_wider_than_the_box(text: str, width: int):
    try:
        fitted = fit(text, width, 100, Rule(10, 8, 4, lines=6))
    except Refused:
        return
    assert "".join(fitted.lines).replace(" ", "") == text.replace(" ", "")
    assert all(fonts.width(line, fitted.size) <= width for line in fitted.lines)
    assert fitted.height <= 100


def test_a_number_stays_on_one_line_and_punctuation_at_the_end_of_one():
    fitted = fit("麒麟路1704室，（南）", 50, 100, Rule(10, 10, 10, lines=9))
    assert fitted.lines == ("麒麟路", "1704室，", "（南）")
    assert fit("河滨社区路，南", 50, 100, Rule(10, 10, 10, lines=9)).lines == ("河滨社区", "路，南")


def test_a_number_too_long_for_the_line_is_shrunk_not_broken():
    assert fit("511999199803079027", 60, 20, Rule(10, 10, 5, lines=3)).lines == ("511999199803079027",)


def test_a_line_break_in_the_text_stays():
    assert fit("2027.11.12\n文昌派出所", 100, 100, Rule(10, 10, 10, lines=2)).lines == (
        "2027.11.12",
        "文昌派出所",
    )


def test_spacing_counts():
    assert fit("李雪梅", 30, 20, Rule(10, 10, 5)).size == 10
    assert fit("李雪梅", 30, 20, Rule(10, 10, 5, spacing=1)).size == 9
