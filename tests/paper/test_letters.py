"""Letters and certificates: whole on as many pages as they take, in their places to the millimetre."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy
import pytest

from app.paper import DOCUMENTS, RESIDENCE_CERTIFICATE, SERVICES_NOTICE, Document
from app.paper.letters import Letter
from app.paper.sheet import FOOT, TOP
from tests.paper import pages
from tests.paper.samples import ON, PREVIEW, RESIDENCE, SAMPLES, SERVICES

LETTERS = [d for d in DOCUMENTS if isinstance(next(iter(SAMPLES[d.name].values())), Letter)]
DPI = 300


@pytest.mark.parametrize("document", LETTERS, ids=lambda document: document.name)
@pytest.mark.parametrize("sample", ["plain", "long"])
def test_a_letter_says_whom_it_is_about_and_nothing_leaves_the_margins(document: Document[Any], sample: str):
    value = SAMPLES[document.name][sample]
    pdf = document.make(value, ON)
    said = pages.solid(pdf)
    for words in (value.name, value.id_number, value.household_address, value.residence_address):
        assert words in said
    assert value.caution.replace(" ", "") in said
    for number in range(len(pages.sizes(pdf))):
        letters = pages.letters(pdf, number)
        assert letters
        assert min(letter.left for letter in letters) > 19
        assert max(letter.right for letter in letters) < 191
        assert max(letter.bottom for letter in letters) < FOOT + 1


def test_a_long_table_goes_on_on_the_next_page_under_its_heads():
    many = replace(SERVICES, later=SERVICES.later * 30)
    pdf = SERVICES_NOTICE.make(many, ON)
    texts = pages.texts(pdf)
    assert len(texts) > 2
    assert all("还缺什么，预计哪天" in text for text in texts[1:-1])
    assert "".join(texts).count("公共租赁住房") == 30
    first = min(letter.top for letter in pages.letters(pdf, 1))
    assert first == pytest.approx(TOP + 2.6, abs=1)


def test_the_lines_of_a_letter_lie_where_its_form_says_to_a_fifth_of_a_millimetre():
    page = pages.pictures(RESIDENCE_CERTIFICATE.make(RESIDENCE, ON), DPI)[0].convert("L")
    column = numpy.asarray(page)[:, round(21 / 25.4 * DPI)]  # left of the labels only lines are met
    dark = numpy.flatnonzero(column < 200) / DPI * 25.4
    lines = [there for here, there in pairwise(dark) if there - here > 1]
    assert [line for line in lines if line > 40][:8] == pytest.approx(
        [41, 50, 59, 70, 81, 90, 99, 108], abs=0.2
    )


def test_the_code_is_28_millimetres_wide_and_says_what_was_put_in():
    page = pages.pictures(RESIDENCE_CERTIFICATE.make(RESIDENCE, ON), DPI)[0]
    (code,) = pages.codes(page)
    assert code.text == RESIDENCE.code
    corners = code.position
    wide = (corners.top_right.x - corners.top_left.x) / DPI * 25.4
    assert wide == pytest.approx(28, abs=0.4)


def test_a_preview_has_neither_number_nor_code_and_says_so():
    pdf = RESIDENCE_CERTIFICATE.make(replace(RESIDENCE, **PREVIEW), ON)
    assert "防伪码打印时生成" in pages.solid(pdf)
    assert "编号530302" not in pages.solid(pdf).replace("登记编号", "")
    assert pages.codes(pages.pictures(pdf, 150)[0]) == []
