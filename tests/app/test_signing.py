"""A paper is as its station signed it, or the change is told; an unknown station is said to be one."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app import commands, printing, signing
from app.desk import Desk
from app.errors import Refused
from app.paper import RESIDENCE_CERTIFICATE
from app.signing import Found
from db.records import Journal, StationKey
from tests.helpers import office
from tests.helpers.office import Samples
from tests.paper import pages

CERTIFICATE = RESIDENCE_CERTIFICATE.name


@pytest.fixture
def printed(own_sampled: tuple[Desk, Samples]) -> tuple[Desk, printing.Made, str]:
    """A certificate as it was printed, and what its code says when it is read off the paper."""
    desk, made = own_sampled
    paper = printing.make(desk, CERTIFICATE, made.people["settled"])
    (code,) = pages.codes(pages.pictures(paper.pdf, 300)[0])
    return desk, paper, code.text


def test_a_code_read_off_the_paper_is_genuine_and_says_what_the_paper_says(
    printed: tuple[Desk, printing.Made, str],
) -> None:
    desk, paper, text = printed
    verified = signing.verify(desk, text)
    assert verified
    assert verified.station == desk.office.name
    assert verified.content is not None
    assert verified.content["document"] == CERTIFICATE
    said = pages.solid(paper.pdf)
    assert verified.content["name"] == "罗建国"
    for field in ("name", "id_number", "residence_address", "number", "organ"):
        assert verified.content[field].replace(" ", "") in said
    scanned = " " + text[:40].lower() + "\r\n" + text[40:] + "\n"
    assert signing.verify(desk, scanned) == verified


@given(data=st.data())
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_one_changed_character_is_told(printed: tuple[Desk, printing.Made, str], data: st.DataObject) -> None:
    desk, _paper, text = printed
    at = data.draw(st.integers(len(signing.MARK), len(text) - 1))
    other = data.draw(st.sampled_from([c for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" if c != text[at]]))
    found = signing.verify(desk, text[:at] + other + text[at + 1 :]).found
    assert found in (Found.ALTERED, Found.UNKNOWN_STATION)
    assert not signing.verify(desk, text[:at])


@pytest.mark.parametrize("text", ["", "居住证明", "https://example.invalid", "ANJU1", "ANJU2" + "A" * 200])
def test_what_is_no_code_of_ours_is_never_genuine(own_desk: Desk, text: str) -> None:
    assert not signing.verify(own_desk, text)


def test_a_file_is_genuine_until_one_byte_is_changed(printed: tuple[Desk, printing.Made, str]) -> None:
    desk, paper, _text = printed
    assert signing.verify_file(desk, paper.pdf)
    for at in (10, len(paper.pdf) // 2, len(paper.pdf) - 5):
        changed = bytearray(paper.pdf)
        changed[at] ^= 1
        assert not signing.verify_file(desk, bytes(changed))
    assert signing.verify_file(desk, b"%PDF-1.4").found is Found.NOT_OURS


def test_the_command_line_says_what_a_file_or_a_text_is(
    printed: tuple[Desk, printing.Made, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk, paper, text = printed
    file = tmp_path / "paper.pdf"
    file.write_bytes(paper.pdf)
    assert commands.verify(desk, str(file)) == 0
    assert commands.verify(desk, text) == 0
    said = capsys.readouterr().out
    assert "罗建国" in said
    assert desk.office.name in said
    file.write_bytes(paper.pdf.replace(b"obj", b"obJ", 1))
    assert commands.verify(desk, str(file)) == 1
    assert commands.verify(desk, text[:-3] + "AAA") == 1
    assert "altered" in capsys.readouterr().out


def test_another_station_knows_it_once_it_has_the_key(
    printed: tuple[Desk, printing.Made, str], tmp_path: Path
) -> None:
    desk, _paper, text = printed
    (tmp_path / "other").mkdir()
    other = office.founded(tmp_path / "other")
    assert signing.verify(other, text).found is Found.UNKNOWN_STATION
    assert signing.import_key(other, signing.export_key(desk)) == desk.office.name
    assert signing.import_key(other, signing.export_key(desk)) == desk.office.name
    assert signing.verify(other, text)
    with pytest.raises(Refused, match="not the public key"):
        signing.import_key(other, signing.export_key(desk)[:-30])
    other.close()


def test_the_private_key_is_in_no_journal_and_in_no_export(own_desk: Desk) -> None:
    with own_desk.reading() as session:
        private = session.query(StationKey).one().private
        kinds = {kind for (kind,) in session.query(Journal.kind).distinct()}
    assert private is not None
    assert "station_key" not in kinds
    assert signing._letters(private) not in signing.export_key(own_desk)
