"""Objects of a PDF that are written in one piece and handed to ReportLab as they are."""

from __future__ import annotations

from zlib import compress

from reportlab import rl_config
from reportlab.pdfbase import pdfdoc

# ReportLab's text form of binary streams costs 10 to 25 % of a card's time and a quarter of its bytes.
rl_config.useA85 = 0

# The quickest: a card is a twenty-fifth larger than at the usual level, and made in half a millisecond less.
LEVEL = 1


class _Quick(pdfdoc.PDFStreamFilterZCompress):  # type: ignore[misc]
    """How ReportLab deflates the pages it writes."""

    def encode(self, text: bytes | str) -> bytes:
        return compress(text.encode() if isinstance(text, str) else text, LEVEL)


pdfdoc.PDFZCompress = _Quick()


class Ready(pdfdoc.PDFObject):  # type: ignore[misc]
    """An object that goes into the file as it is."""

    __RefOnly__ = 1

    def __init__(self, whole: bytes | str) -> None:
        self._whole = whole.encode() if isinstance(whole, str) else whole

    def format(self, document: pdfdoc.PDFDocument) -> bytes:
        return self._whole


def stream(entries: str, content: bytes) -> bytes:
    """A stream as it stands in a file."""
    return b"<</Length %d%s>>\nstream\n%s\nendstream\n" % (len(content), entries.encode(), content)
