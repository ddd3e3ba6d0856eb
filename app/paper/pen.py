"""Pages as they are drawn with ReportLab: in points from the lower left corner, as PDF counts.

ReportLab writes the file, its pages and fonts. Strokes are written into its pages directly, in the
operators of ISO 32000-1: its own way from numbers to operators takes longer than all the rest of a card.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from itertools import groupby
from operator import itemgetter
from threading import Lock
from zlib import compress

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen import canvas

from app.paper import fonts
from app.paper.jpeg import Jpeg
from app.paper.ready import LEVEL, Ready, stream

MAKER = "安居 Anju"

# ReportLab keeps one reading position per font (TTFontParser._pos, moved by every seek): two threads must not
# cut subsets of a font at the same time.
_press = Lock()

# What the colours of a JPEG mean. Programs that write four of them write them the other way round.
_COLOURS = {1: "/DeviceGray", 3: "/DeviceRGB", 4: "/DeviceCMYK/Decode[1 0 1 0 1 0 1 0]"}


class Pen:
    """A document being drawn page by page; the same strokes give the same bytes."""

    def __init__(self, wide: float, high: float, title: str) -> None:
        self._file = BytesIO()
        self._canvas = canvas.Canvas(
            self._file, pagesize=(wide, high), invariant=1, pageCompression=1, lang="zh-CN"
        )
        self._canvas.setTitle(title)
        self._canvas.setAuthor(MAKER)
        self._canvas.setCreator(MAKER)
        self._codes: dict[str, tuple[str, str]] = {}
        self._kept: dict[Hashable, str] = {}
        self._pictures = 0
        self._used: dict[str, None] = {}  # on this page, in order
        self._strokes: list[str] = []
        self._fill = self._stroke = ""

    def text(self, x: float, y: float, words: str, size: float, ink: str, spacing: float = 0.0) -> None:
        """Draw one line of a text that was checked, each character by its own font."""
        if ink != self._fill:
            self._fill = ink
            self._strokes.append(f"{colour(ink)} rg")
        for called, codes, piece in self._encoded(words):
            self._strokes.append(
                f"BT {called} {size:.4g} Tf {spacing:.4g} Tc {x:.4f} {y:.4f} Td <{codes}> Tj ET"
            )
            if len(piece) < len(words):
                x += fonts.width(piece, size, spacing)

    def line(
        self, x: float, y: float, to_x: float, to_y: float, thick: float, ink: str, dash: float = 0
    ) -> None:
        """Draw a straight line, or one of dashes so long."""
        dashes = f"[{dash:.3f}] 0 d" if dash else "[] 0 d"
        self._take(thick, ink)
        self._strokes.append(f"{dashes} {x:.3f} {y:.3f} m {to_x:.3f} {to_y:.3f} l S")

    def frame(self, left: float, low: float, wide: float, high: float, thick: float, ink: str) -> None:
        """Draw the edges of a rectangle."""
        self._take(thick, ink)
        self._strokes.append(f"[] 0 d {left:.3f} {low:.3f} {wide:.3f} {high:.3f} re S")

    def picture(self, jpeg: Jpeg, left: float, low: float, wide: float, high: float) -> None:
        """Draw a picture into a rectangle."""
        entries = (
            f"/Type/XObject/Subtype/Image/Width {jpeg.wide}/Height {jpeg.high}/BitsPerComponent 8"
            f"/ColorSpace{_COLOURS[jpeg.colours]}/Filter/DCTDecode"
        )
        self._pictures += 1
        placed = f"{wide:.3f} 0 0 {high:.3f} {left:.3f} {low:.3f}"
        self._place(f"picture{self._pictures}", stream(entries, jpeg.content), placed)

    def ground(self, left: float, low: float, name: str, drawn: bytes) -> None:
        """Put what was drawn before at a place; a document holds it once, under its name."""
        self._place(name, drawn, f"1 0 0 1 {left:.4f} {low:.4f}")

    def shape(self, left: float, low: float, side: float, ink: str, path: str) -> None:
        """Fill a path written in a unit of its own, so many points long, from a corner of its own."""
        self._strokes.append(
            f"q {colour(ink)} rg {side:.5f} 0 0 {side:.5f} {left:.3f} {low:.3f} cm {path} f Q"
        )

    def again(self, what: Hashable, draw: Callable[[], None]) -> None:
        """Draw what stands the same on other pages of the document; only the first time is it worked out."""
        strokes = self._kept.get(what)
        if strokes is None:
            before, self._strokes = self._strokes, []
            self._fill = self._stroke = ""
            draw()
            strokes = self._kept[what] = "\n".join(self._strokes)
            self._strokes = before
        self._strokes.append(strokes)
        self._fill = self._stroke = ""

    @contextmanager
    def moved(self, right: float, up: float) -> Iterator[None]:
        """Whatever is drawn meanwhile is drawn so many points further to the right and up."""
        self._strokes.append(f"q 1 0 0 1 {right:.4f} {up:.4f} cm")
        self._fill = self._stroke = ""
        yield
        self._strokes.append("Q")
        self._fill = self._stroke = ""

    def end_page(self) -> None:
        """The page is full; what comes next is drawn on another."""
        document = self._canvas._doc
        strokes = stream("/Filter/FlateDecode", compress("\n".join(self._strokes).encode(), LEVEL))
        wide, high = self._canvas._pagesize
        used = "".join(f"/{name} {_named(document, document.idToObject[name])}" for name in self._used)
        document.addPage(
            Ready(
                f"<</Type/Page/Parent {_named(document, document.Pages)}/MediaBox[0 0 {wide:.4f} {high:.4f}]"
                f"/Resources<</Font {_named(document, document.idToObject['BasicFonts'])}/XObject<<{used}>>>>"
                f"/Contents {_named(document, Ready(strokes))}>>"
            )
        )
        self._strokes, self._used = [], {}
        self._fill = self._stroke = ""

    def pdf(self) -> bytes:
        """The finished document, without a page that nothing was drawn on."""
        if self._strokes:
            self.end_page()
        with _press:
            self._canvas.save()
        return self._file.getvalue()

    def _place(self, name: str, drawn: bytes, matrix: str) -> None:
        """Use an object on this page, and put it into the file the first time."""
        document = self._canvas._doc
        if not document.hasForm(name):
            document.addForm(name, Ready(drawn))
        called = document.getXObjectName(name)
        self._used[called] = None
        self._strokes.append(f"q {matrix} cm /{called} Do Q")

    def _encoded(self, words: str) -> Iterator[tuple[str, str, str]]:
        """A text as its fonts' names, its characters' codes and itself, piece by piece."""
        new = [character for character in words if character not in self._codes]
        if new:
            self._encode(new)
        at = 0
        for called, codes in groupby([self._codes[character] for character in words], itemgetter(0)):
            piece = [code for _called, code in codes]
            yield called, "".join(piece), words[at : at + len(piece)]
            at += len(piece)

    def _encode(self, new: Iterable[str]) -> None:
        """Give each character its code in the font that draws it; a font has one name for each 256 codes."""
        document = self._canvas._doc
        for font, some in groupby(new, fonts.font_for):
            assert font is not None, "the text was not checked"
            characters = list(some)
            for subset, codes in font.splitString("".join(characters), document):
                called = font.getSubsetInternalName(subset, document)
                for code in codes:
                    self._codes[characters.pop(0)] = called, f"{code:02X}"

    def _take(self, thick: float, ink: str) -> None:
        pen = f"{thick:.4f} w {colour(ink)} RG"
        if pen != self._stroke:
            self._stroke = pen
            self._strokes.append(pen)


def _named(document: pdfdoc.PDFDocument, written: pdfdoc.PDFObject) -> str:
    """How others in the file name an object."""
    return str(document.Reference(written).format(document).decode())


@cache
def colour(ink: str) -> str:
    """A colour written #RRGGBB as PDF writes it, in shares of one."""
    return " ".join(f"{int(ink[at : at + 2], 16) / 255:.6g}" for at in (1, 3, 5))
