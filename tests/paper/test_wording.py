"""The forms in resources/forms can be read, fit their documents, and are refused line by line when broken."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from app.errors import Refused
from app.paper import DOCUMENTS, Document, wording
from app.paper.wording import Code, Grid, Photo, Place, Table, Words
from tests.paper.samples import ON, SAMPLES

FORM = """\
editions:
  2016-01-01:
    title: 示例
    source: 示例
    status: unverified
    parts:
      front:
        - {PIECE}
"""


def blanks(document: Document) -> set[str]:
    """Every blank the form of a document asks for."""
    asked = set()
    for pieces in wording.form(document.name, ON).parts.values():
        for piece in pieces:
            match piece:
                case Words():
                    asked |= set(piece.blanks)
                case Photo():
                    asked.add(piece.photo)
                case Grid():
                    asked.add(piece.grid)
                case Table():
                    asked.add(piece.table)
                case Code():
                    asked.add(piece.code)
                case Place():
                    asked.add(piece.card)
    return asked


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_a_form_asks_for_all_that_is_known_and_nothing_else(document: Document):
    value = next(iter(SAMPLES[document.name].values()))
    assert blanks(document) == {field.name for field in fields(value)}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_every_box_lies_on_the_paper(document: Document):
    wide, high = document.size
    for pieces in wording.form(document.name, ON).parts.values():
        for box in (piece.box for piece in pieces):
            assert 0 <= box.left <= box.left + box.width <= wide
            assert 0 <= box.top <= box.top + box.height <= high


def test_every_form_belongs_to_a_document():
    assert {file.stem for file in wording.FORMS.glob("*.yaml")} == {document.name for document in DOCUMENTS}


def test_the_newest_edition_that_has_begun_is_taken(tmp_path: Path, monkeypatch):
    file = tmp_path / "notice.yaml"
    later = FORM.split("\n", 1)[1].replace("2016-01-01", "2027-01-01").replace("title: 示例", "title: 新样")
    file.write_text(
        FORM.replace("{PIECE}", "{text: 示例, box: [0, 0, 9, 9], size: 8}")
        + later.replace("{PIECE}", "{text: 新样, box: [0, 0, 9, 9], size: 8}"),
        encoding="utf-8",
    )
    monkeypatch.setattr(wording, "FORMS", tmp_path)
    assert wording.form("notice", date(2026, 12, 31)).title == "示例"
    assert wording.form("notice", date(2027, 1, 1)).title == "新样"


@pytest.mark.parametrize(
    ("piece", "fault"),
    [
        ("{text: 示例, box: [0, 0, 9, 9], size: big}", "big"),
        ("{text: 示例, box: [0, 0, 9], size: 8}", "height"),
        ("{text: 示例, size: 8}", "box"),
        ("{text: 示例, box: [0, 0, 9, 9], size: 8, color: red}", "color"),
        ("{text: 示例, box: [0, 0, 9, 9], size: 8, ink: pink}", "ink"),
        ("{text: 示例, box: [0, 0, 9, 9], size: 8, align: center}", "align"),
        ("{text: '{name!r}', box: [0, 0, 9, 9], size: 8}", "{name!r}"),
        ("{text: '{name.__class__}', box: [0, 0, 9, 9], size: 8}", "{name.__class__}"),
        ("{words: 示例, box: [0, 0, 9, 9]}", "words"),
        (
            "{table: rows, box: [0, 0, 9, 0], widths: [4, 5], heads: [甲], cells: ['{a}'], nothing: 无}",
            "widths",
        ),
        ("{text: 示例, text: 示例, box: [0, 0, 9, 9], size: 8}", "duplicate key"),
    ],
)
def test_a_broken_piece_is_refused_with_its_line(tmp_path: Path, piece: str, fault: str):
    file = tmp_path / "notice.yaml"
    file.write_text(FORM.replace("{PIECE}", piece), encoding="utf-8")
    with pytest.raises(Refused) as refusal:
        wording.read(file)
    assert str(refusal.value).startswith("notice.yaml, line 8:")
    assert fault in str(refusal.value)


def test_an_edition_without_a_source_is_refused(tmp_path: Path):
    file = tmp_path / "notice.yaml"
    file.write_text(FORM.replace("    source: 示例\n", ""), encoding="utf-8")
    with pytest.raises(Refused, match=r"line 3: .*\(source\)"):
        wording.read(file)
