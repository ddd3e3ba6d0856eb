"""Pages as they are drawn: texts, lines, pictures, in points from the lower left corner, as PDF counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from app.paper import fonts, pdf
from app.paper.embedding import Embedded, Outlines

MAKER = "安居 Anju"


@dataclass(frozen=True, slots=True)
class Jpeg:
    """A picture that goes into the file as it is."""

    content: bytes
    wide: int
    high: int
    mode: str


# The colours of a JPEG by Pillow's names. Programs that write four of them write them the other way round.
_COLOURS = {
    "L": "/DeviceGray",
    "RGB": "/DeviceRGB",
    "CMYK": "/DeviceCMYK/Decode[1 0 1 0 1 0 1 0]",
}


class Canvas:
    """A document being drawn page by page; the same strokes give the same bytes."""

    def __init__(self, wide: float, high: float, title: str) -> None:
        self._size = f"{wide:.4f} {high:.4f}"
        self._title = title
        self._file = pdf.File()
        self._tree = self._file.promise()
        self._resources = self._file.promise()
        self._fonts: dict[Outlines, Embedded] = {}
        self._drawings: dict[str, int] = {}
        self._pages: list[int] = []
        self._strokes: list[str] = []
        self._fill = self._stroke = ""

    def text(self, x: float, y: float, words: str, size: float, ink: str, spacing: float = 0.0) -> None:
        """Draw one line of a text that was checked, each character by its own font."""
        out = self._strokes
        if ink != self._fill:
            self._fill = ink
            out.append(f"{colour(ink)} rg")
        for font, piece in fonts.runs(words):
            embedded = self._fonts.get(font)
            if embedded is None:
                embedded = self._fonts[font] = Embedded(font, f"/F{len(self._fonts) + 1}")
            out.append(
                f"BT {embedded.called} {size:.4g} Tf {spacing:.4g} Tc {x:.4f} {y:.4f} Td"
                f" <{embedded.codes(piece)}> Tj ET"
            )
            x += fonts.width(piece, size, spacing)

    def line(
        self, x: float, y: float, to_x: float, to_y: float, thick: float, ink: str, dash: float = 0
    ) -> None:
        """Draw a straight line, or one of dashes so long."""
        dashes = f"[{dash:.3f}] 0 d" if dash else "[] 0 d"
        self._pen(thick, ink)
        self._strokes.append(f"{dashes} {x:.3f} {y:.3f} m {to_x:.3f} {to_y:.3f} l S")

    def frame(self, left: float, low: float, wide: float, high: float, thick: float, ink: str) -> None:
        """Draw the edges of a rectangle."""
        self._pen(thick, ink)
        self._strokes.append(f"[] 0 d {left:.3f} {low:.3f} {wide:.3f} {high:.3f} re S")

    def picture(self, jpeg: Jpeg, left: float, low: float, wide: float, high: float) -> None:
        """Draw a picture into a rectangle."""
        entries = (
            f"/Type/XObject/Subtype/Image/Width {jpeg.wide}/Height {jpeg.high}/BitsPerComponent 8"
            f"/ColorSpace{_COLOURS[jpeg.mode]}/Filter/DCTDecode"
        )
        number = self._file.add(pdf.stream(jpeg.content, entries))
        called = f"/P{len(self._drawings) + 1}"
        self._drawings[called] = number
        self._strokes.append(f"q {wide:.3f} 0 0 {high:.3f} {left:.3f} {low:.3f} cm {called} Do Q")

    def ground(self, left: float, low: float, draw: Callable[[], bytes]) -> None:
        """Draw what is the same on every card and in every document; ``draw`` makes its object once."""
        if "/Ground" not in self._drawings:
            self._drawings["/Ground"] = self._file.add(draw())
        self._strokes.append(f"q 1 0 0 1 {left:.3f} {low:.3f} cm /Ground Do Q")

    def shape(self, left: float, low: float, side: float, ink: str, path: str) -> None:
        """Fill a path written in a unit of its own, so many points long, from a corner of its own."""
        self._strokes.append(
            f"q {colour(ink)} rg {side:.5f} 0 0 {side:.5f} {left:.3f} {low:.3f} cm {path} f Q"
        )

    def end_page(self) -> None:
        """The page is full; what comes next is drawn on another."""
        strokes = self._file.add(pdf.packed("\n".join(self._strokes).encode()))
        self._pages.append(
            self._file.add(
                f"<</Type/Page/Parent {self._tree} 0 R/MediaBox[0 0 {self._size}]"
                f"/Resources {self._resources} 0 R/Contents {strokes} 0 R>>"
            )
        )
        self._strokes = []
        self._fill = self._stroke = ""

    def pdf(self) -> bytes:
        """The finished document, without a page that nothing was drawn on."""
        if self._strokes:
            self.end_page()
        embedded = "".join(f"{each.called} {each.write(self._file)} 0 R" for each in self._fonts.values())
        drawings = "".join(f"{called} {number} 0 R" for called, number in self._drawings.items())
        self._file.keep(self._resources, f"<</Font<<{embedded}>>/XObject<<{drawings}>>>>")
        pages = " ".join(f"{page} 0 R" for page in self._pages)
        self._file.keep(self._tree, f"<</Type/Pages/Count {len(self._pages)}/Kids[{pages}]>>")
        root = self._file.add(f"<</Type/Catalog/Pages {self._tree} 0 R/Lang(zh-CN)>>")
        maker = pdf.text(MAKER)
        info = self._file.add(
            f"<</Title{pdf.text(self._title)}/Author{maker}/Creator{maker}/Producer{maker}>>"
        )
        return self._file.finish(root, info)

    def _pen(self, thick: float, ink: str) -> None:
        pen = f"{thick:.4f} w {colour(ink)} RG"
        if pen != self._stroke:
            self._stroke = pen
            self._strokes.append(pen)


@cache
def colour(ink: str) -> str:
    """A colour written #RRGGBB as PDF writes it, in shares of one."""
    return " ".join(f"{int(ink[at : at + 2], 16) / 255:.6g}" for at in (1, 3, 5))
