"""Fonts as ReportLab reads them, and as a document takes them along.

ReportLab knows the font and gives each character its code. The subset and what tells of it are written here
in one piece: ReportLab takes half a card's time for them, reading and formatting each number by itself, and
tells characters beyond U+FFFF wrongly to who copies or searches.
"""

from __future__ import annotations

from functools import cache, cached_property
from itertools import accumulate
from struct import pack
from zlib import compress

from reportlab.pdfbase import pdfdoc, ttfonts

from app.paper.fontfiles import Face
from app.paper.ready import LEVEL, Ready, stream

# Tables with the instructions of outlines; they are taken as they are.
_HINTS = {"cvt ", "fpgm", "prep"}
_NUMBERS = pack(">256H", *range(256))


class Typeface(ttfonts.TTFont):  # type: ignore[misc]
    """A font read once in the life of the program (65 ms for Noto Sans SC).

    Raises TTFError or OSError where ReportLab cannot use it, as one whose maker forbids embedding.
    """

    def __init__(self, face: Face) -> None:
        # Readable ASCII would put a hundred letters that nobody wrote into every document.
        super().__init__(face.name, str(face.path), subfontIndex=face.number, asciiReadable=False)
        # Each document cuts its subset from the font's tables; they need not be copied anew.
        self.face.get_table = cache(self.face.get_table)

    def addObjects(self, doc: pdfdoc.PDFDocument) -> None:
        """Write each subset of at most 256 characters into the document, as ReportLab asks at its end."""
        state = self.state.pop(doc)
        for number, subset in enumerate(state.subsets):
            called = f"{state.internalName}+{number}"
            name = (ttfonts.SUBSETN(number) + b"+" + self.face.name + self.face.subfontNameX).decode("latin1")
            outlines = self._cut(subset)
            parts = {
                "FontFile2": stream(
                    f"/Filter/FlateDecode/Length1 {len(outlines)}", compress(outlines, LEVEL)
                ),
                "ToUnicode": stream("/Filter/FlateDecode", compress(_meanings(subset), LEVEL)),
            }
            placed = {key: doc.Reference(Ready(part)).format(doc).decode() for key, part in parts.items()}
            descriptor = Ready(f"<</FontName/{name}/FontFile2 {placed['FontFile2']}{self._descriptor}>>\n")
            widths = " ".join(map(self._width, subset))
            doc.idToObject["BasicFonts"].dict[called] = Ready(
                f"<</Type/Font/Subtype/TrueType/BaseFont/{name}/FirstChar 0/LastChar {len(subset) - 1}"
                f"/Widths[{widths}]/ToUnicode {placed['ToUnicode']}"
                f"/FontDescriptor {doc.Reference(descriptor).format(doc).decode()}>>\n"
            )

    @cached_property
    def _descriptor(self) -> str:
        """What a document says of the font as a whole."""
        face = self.face
        return (
            f"/Type/FontDescriptor/Flags {face.flags & ~ttfonts.FF_NONSYMBOLIC | ttfonts.FF_SYMBOLIC}"
            f"/FontBBox[{' '.join(f'{edge:.6g}' for edge in face.bbox)}]/ItalicAngle {face.italicAngle:.6g}"
            f"/Ascent {face.ascent:.6g}/Descent {face.descent:.6g}/CapHeight {face.capHeight:.6g}"
            f"/StemV {face.stemV:.6g}/MissingWidth {face.defaultWidth:.6g}"
        )

    def _cut(self, subset: list[int]) -> bytes:
        """A font of the outlines of these characters, each at its own code."""
        face, count = self.face, len(subset)
        glyphs = [face.charToGlyph.get(code, 0) for code in subset]
        outlines = [self._outline(glyph) for glyph in glyphs]
        if any(outline[:1] >= b"\x80" for outline in outlines):  # composed of others, which come along then
            return bytes(face.makeSubset(subset))
        starts = accumulate(map(len, outlines), initial=0)
        font = ttfonts.TTFontMaker()
        # One list of characters (format 6): the outline of each code has the number of the code.
        font.add(
            "cmap",
            pack(">HHHHI", 0, 1, 1, 0, 12)
            + pack(">5H", 6, 10 + 2 * count, 0, 0, count)
            + _NUMBERS[: 2 * count],
        )
        font.add("glyf", b"".join(outlines))
        font.add("head", face.get_table("head")[:50] + b"\0\1" + face.get_table("head")[52:])
        font.add("hhea", face.get_table("hhea")[:34] + pack(">H", count))
        font.add("hmtx", b"".join([pack(">HH", *map(int, face.hmetrics[glyph])) for glyph in glyphs]))
        font.add("loca", pack(f">{count + 1}I", *starts))
        font.add("maxp", face.get_table("maxp")[:4] + pack(">H", count) + face.get_table("maxp")[6:])
        for tag in _HINTS & face.table.keys():
            font.add(tag, face.get_table(tag))
        return bytes(font.makeStream())

    def _outline(self, glyph: int) -> bytes:
        """An outline in whole words; the one of no character is none."""
        start, end = self.face.glyphPos[glyph : glyph + 2]
        return bytes(self._outlines[start:end]) + bytes((start - end) % 4)

    @cached_property
    def _outlines(self) -> memoryview:
        """The outlines where they lie in the font that was read: ten megabytes are not kept twice."""
        at, length = self.face.get_table_pos("glyf")
        return memoryview(self.face._ttf_data)[at : at + length]

    @cached_property
    def _widths(self) -> dict[int, str]:
        return {}

    def _width(self, code: int) -> str:
        """The width of a character as a document says it, in thousandths of the size."""
        known = self._widths.get(code)
        if known is None:
            known = self._widths[code] = f"{self.face.getCharWidth(code):.6g}"
        return known


def _meanings(subset: list[int]) -> bytes:
    """Which character each code is, in UTF-16 as ISO 32000-1, 9.10.3 wants it, also beyond U+FFFF."""
    rows = [f"<{code:02X}> <{_utf16(character)}>" for code, character in enumerate(subset)]
    lists = "\n".join(
        f"{len(some)} beginbfchar\n" + "\n".join(some) + "\nendbfchar"
        for some in (rows[at : at + 100] for at in range(0, len(rows), 100))  # no more may stand in one list
    )
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        f"1 begincodespacerange <00> <FF> endcodespacerange\n{lists}\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    ).encode()


@cache
def _utf16(character: int) -> str:
    return chr(character).encode("utf-16-be").hex()
