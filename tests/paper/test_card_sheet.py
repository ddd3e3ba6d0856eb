"""Cards on A4: each where its layout says to a tenth of a millimetre, each back behind its own front."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PIL import Image

from app.paper import CARDS_BY_EIGHT, CARDS_BY_TEN, CardSheet, Document, Laid, card_sheet, wording
from app.paper.sheet import A4, CARD
from app.paper.wording import Box
from tests.paper import pages, samples

DPI = 300
DOTS = DPI / 25.4
LAYOUTS = [pytest.param(each, id=each.name) for each in (CARDS_BY_TEN, CARDS_BY_EIGHT)]


def places(document: Document[Any]) -> tuple[Box, ...]:
    return card_sheet.places(wording.form(document.name, samples.ON))


def ink(paper: Image.Image) -> tuple[float, float, float, float]:
    """Where anything is printed on a page, in millimetres: left, top, right, bottom."""
    dark = np.asarray(paper.convert("L")) < 252
    rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    return columns[0] / DOTS, rows[0] / DOTS, (columns[-1] + 1) / DOTS, (rows[-1] + 1) / DOTS


@pytest.mark.parametrize("document", LAYOUTS)
def test_front_and_back_of_every_place_meet_when_the_paper_is_turned_over(document: Document[Any]) -> None:
    for number, box in enumerate(places(document), 1):
        sheet = document.make(CardSheet((Laid(number, samples.CARD, samples.ON),)), samples.ON)
        front, back = pages.pictures(sheet, DPI)
        through_the_paper = back.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        expected = (box.left, box.top, box.left + CARD[0], box.top + CARD[1])
        assert ink(front) == pytest.approx(expected, abs=0.15), number
        assert ink(through_the_paper) == pytest.approx(expected, abs=0.15), number


@pytest.mark.parametrize("document", LAYOUTS)
def test_the_places_are_card_sized_on_the_paper_and_apart(document: Document[Any]) -> None:
    every = places(document)
    assert len(every) == {CARDS_BY_TEN.name: 10, CARDS_BY_EIGHT.name: 8}[document.name]
    for number, box in enumerate(every):
        assert (box.width, box.height) == CARD
        for side in (box, card_sheet.behind(box)):
            assert 0 <= side.left <= side.left + side.width <= A4[0]
            assert 0 <= side.top <= side.top + side.height <= A4[1] + 0.01
        for other in every[number + 1 :]:
            assert abs(box.left - other.left) >= CARD[0] or abs(box.top - other.top) >= CARD[1] - 0.01


def test_each_card_lies_on_its_own_place_and_its_back_behind_it() -> None:
    cards = [replace(samples.CARD, name=f"甲{n}", number=f"530302-2026-00010{n}") for n in range(3)]
    laid = tuple(Laid(place, card, samples.ON) for place, card in zip((2, 5, 9), cards, strict=True))
    sheet = CARDS_BY_TEN.make(CardSheet(laid), samples.ON)
    where = places(CARDS_BY_TEN)
    for page, mirrored in ((0, False), (1, True)):
        boxes = [
            card_sheet.behind(where[each.place - 1]) if mirrored else where[each.place - 1] for each in laid
        ]
        for letter in pages.letters(sheet, page):
            assert any(
                box.left <= letter.left < letter.right <= box.left + box.width
                and box.top <= letter.top < letter.bottom <= box.top + box.height
                for box in boxes
            )
        for number, box in enumerate(boxes):
            said = "".join(
                letter.character
                for letter in pages.letters(sheet, page)
                if box.left <= letter.left <= box.left + box.width
                and box.top <= letter.top <= box.top + box.height
            )
            assert (f"00010{number}" if mirrored else f"甲{number}") in said
