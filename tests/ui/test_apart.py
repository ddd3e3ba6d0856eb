"""A PDF or a TIFF that would bring its reader down is refused in words, and the program goes on."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from PIL.TiffImagePlugin import PREFIXES
from reportlab.pdfgen.canvas import Canvas

from app.errors import Refused
from ui import apart, page_files


def pdf(content: bytes, *objects: bytes, box: bytes = b"0 0 595 842") -> bytes:
    """A PDF of one page, written by hand: its content, and objects from the fifth on, the fifth being X."""
    numbered = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[%b]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>" % box,
        stream(b"", content),
        *objects,
    )
    body, places = b"%PDF-1.7\n", []
    for number, each in enumerate(numbered, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    many = len(numbered) + 1
    tail = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (many, len(body))
    return body + b"xref\n0 %d\n0000000000 65535 f \n%b%b" % (many, table, tail)


def stream(says: bytes, content: bytes) -> bytes:
    return b"<<%b/Length %d>>stream\n%b\nendstream" % (says, len(content), content)


def drawn_without_end() -> bytes:
    """A form that draws another twelve times, which draws another twelve times, nine deep."""
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]"
    another = form + b"/Resources<</XObject<</X %d 0 R>>>>"
    forms = [stream(another % after, b"/X Do " * 12) for after in range(6, 14)]
    return pdf(b"/X Do", *forms, stream(form, b"0 0 9 9 re f"))


def a_tiff(sheets: int = 1) -> bytes:
    paper, sheet = BytesIO(), Image.new("L", (600, 900), "white")
    sheet.save(paper, "TIFF", save_all=True, append_images=[sheet] * (sheets - 1), compression="tiff_lzw")
    return paper.getvalue()


def test_its_pages_come_as_they_are_kept() -> None:
    paper = BytesIO()
    canvas = Canvas(paper)
    canvas.rect(60, 600, 450, 30, fill=1)
    canvas.save()
    for content, many in ((paper.getvalue(), 1), (a_tiff(2), 2)):
        pages = apart.pages_of(content)
        assert len(pages) == many
        for page in pages:
            with Image.open(BytesIO(page)) as kept:
                assert kept.format == "JPEG"


def test_one_that_asks_for_more_memory_than_pages_need_is_refused() -> None:
    with pytest.raises(Refused, match="more memory than pages need"):
        apart.pages_of(drawn_without_end())


def test_one_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "PATIENCE", 0.2)
    with pytest.raises(Refused, match="given up"):
        apart.pages_of(drawn_without_end())


@pytest.mark.parametrize("begin", PREFIXES)
def test_whatever_is_taken_for_a_tiff_is_read_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, begin: bytes
) -> None:
    monkeypatch.setattr(apart, "PATIENCE", 0.0)  # so that nothing read apart is ever answered
    file = tmp_path / "scan.tif"
    file.write_bytes(begin + a_tiff()[len(begin) :])
    with pytest.raises(Refused, match="given up"):
        page_files.read(file)


def test_a_sheet_of_miles_is_a_page_like_any_other() -> None:
    (page,) = apart.pages_of(pdf(b"0 0 100 100 re f", b"null", box=b"0 0 59500000 84200000"))
    with Image.open(BytesIO(page)) as kept:
        assert max(kept.size) <= 1754


@pytest.mark.parametrize("broken", [a_tiff()[:700], b"%PDF-1.7 and nothing more"])
def test_what_is_cut_off_is_refused_in_the_words_of_its_kind(broken: bytes) -> None:
    with pytest.raises(Refused, match=r"(cannot|can) be read"):
        apart.pages_of(broken)
