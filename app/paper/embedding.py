"""The part of a font that a document takes along: the outlines of its own characters and no others.

A font is a TrueType file (ISO/IEC 14496-22). Of it a PDF needs the outlines and their widths; which character
an outline stands for is told beside it, so that what is copied and searched is what was written.
"""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from zlib import crc32

from app.paper import fontfiles, pdf
from app.paper.fontfiles import Face

# Tables that hold the instructions of outlines; they are taken as they are.
_HINTS = ("cvt ", "fpgm", "prep")

# Flags of a part in an outline that is composed of others ("glyf", composite glyph description).
_WORDS, _SCALE, _MORE, _TWO_SCALES, _MATRIX = 0x0001, 0x0008, 0x0020, 0x0040, 0x0080

_AT_ONCE = 100  # characters in one list of a ToUnicode map; the format allows no more


class Outlines:
    """A font read whole, once in the life of the program.

    Raises OSError, KeyError, ValueError, IndexError or struct.error for a file that is none.
    """

    def __init__(self, face: Face) -> None:
        self._data = face.path.read_bytes()
        self.face = face
        self._tables = fontfiles.tables(self._data, face.number)
        self._starts = fontfiles.outlines(
            self._data, {tag: at for tag, (at, _length) in self._tables.items()}
        )
        self._advances = self._read_advances()

    @property
    def name(self) -> str:
        """What the font is called in a PDF."""
        return self.face.name

    def advance(self, glyph: int) -> float:
        """How far the outline moves the pen, in thousandths of the size."""
        return self._advances[2 * min(glyph, len(self._advances) // 2 - 1)] * 1000 / self._units

    def whole(self, glyph: int) -> bool:
        """Whether the outline and all that it is composed of are in the file, with their widths."""
        order, end = [glyph], self._tables["glyf"][1]
        try:
            for each in order:
                self._metrics(each)
                if not self._starts[each] <= self._starts[each + 1] <= end:
                    return False
                order += [part for _at, part in _parts(self._outline(each)) if part not in order]
        except (IndexError, struct.error):
            return False
        return True

    def cut(self, glyphs: Sequence[int]) -> bytes:
        """A font of these outlines in this order, the empty one first; what they are composed of follows."""
        order, places = [0, *glyphs], dict[int, int]()
        outlines = []
        for glyph in order:  # grows while outlines name their parts
            outline = self._outline(glyph)
            for at, part in _parts(outline):
                if part not in places:
                    places[part] = len(order)
                    order.append(part)
                outline = outline[:at] + struct.pack(">H", places[part]) + outline[at + 2 :]
            outlines.append(outline + bytes(-len(outline) % 4))
        starts, reached = [0], 0
        for outline in outlines:
            reached += len(outline)
            starts.append(reached)
        widths = [number for glyph in order for number in self._metrics(glyph)]
        count = struct.pack(">H", len(order))
        head = self._table("head")
        tables = {
            "glyf": b"".join(outlines),
            "head": head[:8] + bytes(4) + head[12:50] + b"\0\1" + head[52:],
            "hhea": self._table("hhea")[:34] + count,
            "hmtx": struct.pack(f">{len(widths)}H", *widths),
            "loca": struct.pack(f">{len(starts)}I", *starts),
            "maxp": self._table("maxp")[:4] + count + self._table("maxp")[6:],
            **{tag: self._table(tag) for tag in _HINTS if tag in self._tables},
        }
        return _joined(tables)

    @cached_property
    def descriptor(self) -> str:
        """What a PDF says of the font as a whole, without the file and name."""
        box = struct.unpack_from(">4h", self._table("head"), 36)
        rise, fall = struct.unpack_from(">2h", self._table("hhea"), 4)
        edges = " ".join(str(round(edge * 1000 / self._units)) for edge in box)
        above, below = (round(edge * 1000 / self._units) for edge in (rise, fall))
        return (
            f"/Type/FontDescriptor/Flags 4/FontBBox[{edges}]/ItalicAngle 0/StemV 87"
            f"/Ascent {above}/Descent {below}/CapHeight {above}"
        )

    @cached_property
    def _units(self) -> int:
        """How many units of the outlines are one size."""
        units: int = struct.unpack_from(">H", self._table("head"), 18)[0]
        return units

    def _table(self, tag: str) -> bytes:
        start, length = self._tables[tag]
        return self._data[start : start + length]

    def _outline(self, glyph: int) -> bytes:
        start = self._tables["glyf"][0]
        return self._data[start + self._starts[glyph] : start + self._starts[glyph + 1]]

    def _metrics(self, glyph: int) -> tuple[int, int]:
        """The advance of an outline and where it begins; after the last advance only beginnings are told."""
        pairs = len(self._advances) // 2
        if glyph < pairs:
            return self._advances[2 * glyph], self._advances[2 * glyph + 1]
        at = self._tables["hmtx"][0] + 4 * pairs + 2 * (glyph - pairs)
        return self._advances[-2], struct.unpack_from(">H", self._data, at)[0]

    def _read_advances(self) -> array[int]:
        pairs = struct.unpack_from(">H", self._table("hhea"), 34)[0]
        return fontfiles.numbers("H", self._data, self._tables["hmtx"][0], 2 * pairs)


class Embedded:
    """A font as one document uses it: each character has a code of its own, in the order they first came.

    Two characters of the same outline keep two codes: copied text must tell them apart.
    """

    def __init__(self, outlines: Outlines, called: str) -> None:
        self.called = called
        self._outlines = outlines
        self._glyphs = outlines.face.glyphs
        self._codes: dict[str, str] = {}

    def codes(self, text: str) -> str:
        """The text as a page shows it: four hex digits for each character."""
        known = self._codes
        for character in text:
            if character not in known:
                known[character] = f"{len(known) + 1:04X}"
        return "".join([known[character] for character in text])

    def write(self, file: pdf.File) -> int:
        """Write the font into the document, and tell its number there."""
        glyphs = [self._glyphs[ord(character)] for character in self._codes]
        tag = "".join(chr(65 + crc32(repr(glyphs).encode()) // 26**place % 26) for place in range(6))
        name = pdf.name(f"{tag}+{self._outlines.name}")
        cut = self._outlines.cut(glyphs)
        outlines = file.add(pdf.packed(cut, f"/Length1 {len(cut)}"))
        descriptor = file.add(f"<</FontName{name}{self._outlines.descriptor}/FontFile2 {outlines} 0 R>>")
        widths = " ".join(f"{self._outlines.advance(glyph):.6g}" for glyph in glyphs)
        by_code = file.add(
            f"<</Type/Font/Subtype/CIDFontType2/BaseFont{name}/FontDescriptor {descriptor} 0 R"
            f"/DW 1000/W[1[{widths}]]/CIDToGIDMap/Identity"
            "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>"
        )
        meanings = file.add(pdf.packed(_meanings(self._codes).encode()))
        return file.add(
            f"<</Type/Font/Subtype/Type0/BaseFont{name}/Encoding/Identity-H/DescendantFonts[{by_code} 0 R]"
            f"/ToUnicode {meanings} 0 R>>"
        )


def _meanings(codes: dict[str, str]) -> str:
    """Which character each code is, in UTF-16 as ISO 32000-1, 9.10.3 wants it, also beyond U+FFFF."""
    rows = [f"<{code}><{_utf16(character)}>" for character, code in codes.items()]
    lists = "\n".join(
        f"{len(some)} beginbfchar\n" + "\n".join(some) + "\nendbfchar"
        for some in (rows[at : at + _AT_ONCE] for at in range(0, len(rows), _AT_ONCE))
    )
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        f"1 begincodespacerange <0000><FFFF> endcodespacerange\n{lists}\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    )


@cache
def _utf16(character: str) -> str:
    return character.encode("utf-16-be").hex()


def _parts(outline: bytes) -> Iterator[tuple[int, int]]:
    """Where an outline that is composed of others names them, and which they are."""
    if not outline or outline[0] < 0x80:  # it has a number of contours of its own
        return
    at, flags = 10, _MORE
    while flags & _MORE:
        flags, part = struct.unpack_from(">2H", outline, at)
        yield at + 2, part
        at += 8 if flags & _WORDS else 6
        at += 2 if flags & _SCALE else 4 if flags & _TWO_SCALES else 8 if flags & _MATRIX else 0


def _joined(tables: dict[str, bytes]) -> bytes:
    """A font file of these tables."""
    power = len(tables).bit_length() - 1
    directory = struct.pack(
        ">IHHHH", 0x00010000, len(tables), 16 << power, power, 16 * len(tables) - (16 << power)
    )
    at, sums, bodies = len(directory) + 16 * len(tables), 0, dict[str, bytes]()
    for tag, table in sorted(tables.items()):
        bodies[tag] = table + bytes(-len(table) % 4)
        checksum = _sum(bodies[tag])
        directory += struct.pack(">4sIII", tag.encode(), checksum, at, len(table))
        sums += checksum
        at += len(bodies[tag])
    whole = struct.pack(">I", 0xB1B0AFBA - sums - _sum(directory) & 0xFFFFFFFF)
    bodies["head"] = bodies["head"][:8] + whole + bodies["head"][12:]
    return directory + b"".join(bodies.values())


def _sum(data: bytes) -> int:
    """The checksum of whole words."""
    words = array("I", data)
    if sys.byteorder == "little":
        words.byteswap()
    return sum(words) & 0xFFFFFFFF
