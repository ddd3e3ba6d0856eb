"""Every document looks and reads as somebody approved it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PIL import Image, ImageChops

from app.paper import DOCUMENTS, PERMIT_CARD, Document
from tests.paper import pages
from tests.paper.approve import APPROVED, approve, copies, text_of
from tests.paper.samples import CARD, LONG_CARD, ON, SAMPLES

PRINTED = [
    pytest.param(document, sample, id=f"{document.name}.{sample}")
    for document in DOCUMENTS
    for sample in SAMPLES.get(document.name, {})
]


def approved_pages(document: str, sample: str) -> list[Image.Image]:
    pictures = []
    for file in copies(document, sample)[1]:
        with Image.open(file) as picture:
            pictures.append(picture.copy())
    return pictures


def test_every_document_has_an_approved_copy():
    without = [
        f"{document.name} has no approved copy: python -m tests.paper.approve {document.name}"
        for document in DOCUMENTS
        if not SAMPLES.get(document.name)
        or not all(copies(document.name, sample)[0].exists() for sample in SAMPLES[document.name])
    ]
    assert without == []


def test_every_approved_copy_belongs_to_a_document():
    known = {f"{document}.{sample}" for document, samples in SAMPLES.items() for sample in samples}
    assert {".".join(file.name.split(".")[:2]) for file in APPROVED.iterdir()} == known
    assert set(SAMPLES) == {document.name for document in DOCUMENTS}


@pytest.mark.parametrize(("document", "sample"), PRINTED)
def test_a_document_reads_as_approved(document: Document, sample: str):
    pdf = document.make(SAMPLES[document.name][sample], ON)
    assert text_of(pdf) == copies(document.name, sample)[0].read_text(encoding="utf-8")


@pytest.mark.parametrize(("document", "sample"), PRINTED)
def test_a_document_looks_as_approved(document: Document, sample: str):
    seen = pages.pictures(document.make(SAMPLES[document.name][sample], ON))
    approved = approved_pages(document.name, sample)
    assert [pages.same(*both) for both in zip(seen, approved, strict=True)] == [True] * len(seen)


def test_one_changed_digit_in_the_smallest_letters_is_seen():
    first, *others = LONG_CARD.endorsements
    changed = replace(LONG_CARD, endorsements=(replace(first, on=date(2021, 11, 12)), *others))
    front, back = pages.pictures(PERMIT_CARD.make(changed, ON))
    approved_front, approved_back = approved_pages("permit_card", "long")
    assert pages.same(front, approved_front)
    assert not pages.same(back, approved_back)


def test_a_letter_half_a_millimetre_lower_is_seen():
    front = pages.pictures(PERMIT_CARD.make(CARD, ON))[0]
    lower = ImageChops.offset(front, 0, round(0.5 / 25.4 * pages.DPI))
    assert not pages.same(lower, approved_pages("permit_card", "plain")[0])


def test_letters_smoothed_a_little_differently_are_the_same():
    front = pages.pictures(PERMIT_CARD.make(CARD, ON))[0]
    paler = front.point(lambda level: min(255, level + 12))
    assert pages.same(paler, front)


def test_approving_replaces_all_copies_of_a_document(tmp_path, monkeypatch):
    folder = tmp_path / "approved"
    folder.mkdir()
    (folder / "permit_card.gone.txt").write_text("of a sample that is no more")
    monkeypatch.setattr("tests.paper.approve.APPROVED", folder)
    approve(PERMIT_CARD)
    assert {file.name for file in folder.iterdir()} == {file.name for file in APPROVED.glob("permit_card.*")}
