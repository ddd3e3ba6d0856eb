"""Whatever is printed stands in the code: a changed character anywhere, in any row, is told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app import commands, printing, signing
from app.desk import Desk
from app.paper import DOCUMENTS, PERMIT_CARD, Document, content
from app.paper.content import Content
from app.printing import CARD_KNOWN_BY
from tests.helpers.office import Samples
from tests.paper import pages
from tests.paper.samples import ON, SAMPLES

SIGNED = [
    pytest.param(document, sample, id=f"{document.name}.{sample}")
    for document in DOCUMENTS
    for sample, value in SAMPLES[document.name].items()
    if getattr(value, "code", "")
]


def said_by(document: Document[Any], value: Any) -> Content:
    """What the code of a document says, as the press composes it."""

    def fits(said: Content) -> bool:
        return signing.length(said) <= document.code_room(ON)

    return content.of(document.name, value, fits, known_by(document))


def known_by(document: Document[Any]) -> tuple[str, ...]:
    return CARD_KNOWN_BY if document is PERMIT_CARD else tuple(content.KNOWN_BY)


def everything(document: Document[Any], value: Any, said: Content) -> dict[str, Any]:
    """The parts of a document word for word, or all of it as one where its code has room for no more."""
    whole = content.of(document.name, value, lambda said: True, known_by(document))[content.MORE]
    if "rest" not in said[content.MORE]:
        return dict(whole)
    return {
        "rest": [row for part in whole.values() for row in (part if isinstance(part, list) else [[part]])]
    }


def text_of(part: str | list[list[str]]) -> str:
    """A part as somebody types it off the paper: a line for each row, a space between its cells."""
    return part if isinstance(part, str) else "\n".join(" ".join(row) for row in part)


@pytest.mark.parametrize(("document", "sample"), SIGNED)
def test_every_word_printed_is_vouched_for_and_the_code_is_read_off_the_paper(
    own_desk: Desk, document: Document[Any], sample: str
) -> None:
    value = SAMPLES[document.name][sample]
    said = said_by(document, value)
    with own_desk.reading() as session:
        code = signing.sign(session, said)
    assert len(code) == signing.length(said) <= document.code_room(ON)
    sheets = pages.pictures(document.make(replace(value, code=code), ON), 300)
    read = [found.text for sheet in sheets for found in pages.codes(sheet)]
    assert set(read) == {code}
    verified = signing.verify(own_desk, code)
    assert verified.content == said
    for part in everything(document, value, said).values():
        assert signing.compare(verified, text_of(part))


@pytest.mark.parametrize(("document", "sample"), SIGNED)
@given(data=st.data())
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_one_changed_character_in_any_row_of_any_document_is_told(
    document: Document[Any], sample: str, data: st.DataObject
) -> None:
    value = SAMPLES[document.name][sample]
    said = said_by(document, value)
    name, part = data.draw(st.sampled_from(sorted(everything(document, value, said).items())))
    typed = text_of(part)
    at = data.draw(st.sampled_from([n for n, letter in enumerate(typed) if not letter.isspace()]))
    other = data.draw(st.sampled_from([c for c in "0123456789年月日户张" if c != typed[at]]))
    changed = typed[:at] + other + typed[at + 1 :]
    assert content.agreement(said, typed), name
    if isinstance(part, list):
        assert content.agreement(said, changed) is None
        row = changed.split("\n")[typed[:at].count("\n")]
        assert content.agreement(said, row) is None or row in typed.split("\n")
    else:
        assert content.agreement(said, changed) is None


def test_rows_that_have_no_room_are_held_by_a_digest_and_the_rest_stays_in_clear() -> None:
    document = next(document for document in DOCUMENTS if document.name == "services_notice")
    said = said_by(document, SAMPLES[document.name]["long"])
    assert said[content.MORE]["later"][content.ROWS] == 18
    assert isinstance(said[content.MORE]["household_address"], str)
    plain = said_by(document, SAMPLES[document.name]["plain"])
    assert plain[content.MORE]["later"][0][0] == "公共租赁住房"


def test_the_command_line_compares_a_row_typed_off_the_paper(
    own_sampled: tuple[Desk, Samples], capsys: pytest.CaptureFixture[str]
) -> None:
    desk, made = own_sampled
    paper = printing.make(desk, "residence_history", made.people["gone"])
    (code,) = pages.codes(pages.pictures(paper.pdf, 300)[0])
    row = "2026-04-01 2026-11-02 云南省曲靖市麒麟区河滨社区麒麟路 11-1-602 2026-04-01 7 个月 1 天 215 天"
    assert commands.verify(desk, code.text) == 0
    assert "2026-11-02" in capsys.readouterr().out
    assert commands.verify(desk, code.text, row) == 0
    assert commands.verify(desk, code.text, row.replace("2026-11-02", "2026-11-20")) == 1
    assert "does not read so" in capsys.readouterr().out
