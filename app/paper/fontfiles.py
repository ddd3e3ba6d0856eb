"""The font files of this machine, and which characters each one draws, read from its own tables.

ReportLab needs a tenth of a second to read a font whole, and a machine may hold three hundred. Here only
the list of characters is read, so that the one font with a rare name's character is found first.
"""

from __future__ import annotations

import os
import struct
import sys
import unicodedata
from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from mmap import ACCESS_READ, mmap
from pathlib import Path

# The fonts that hold the characters of names, the widest and most even first: their file names' beginnings
# in small letters. Whatever else is installed is tried after them.
WIDE = (
    "hanamina", "hanaminb", "hanaminc",  # Debian, UOS, Kylin: fonts-hanazono
    "simsunb", "simsunexg", "simsun", "simsunextg", "msyh", "simhei", "deng",  # Windows
    "songti", "stheiti", "stsong", "arial unicode",  # macOS
    "babelstonehan", "tw-sung", "tw-kai", "jigmo", "plangothic", "ipamjm", "wqy", "droidsansfallback",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Face:
    """One font of a file; ``number`` is its place in a collection."""

    path: Path
    number: int

    @property
    def name(self) -> str:
        """What it is called in a PDF; no two fonts of a machine have the same name."""
        return f"{self.path.stem}-{self.number}" if self.number else self.path.stem

    @cached_property
    def glyphs(self) -> Mapping[int, int]:
        """The characters it draws, each with the number of its outline; none for a font that cannot be used.

        An outline that is empty is none: it would leave a blank where a character of a name belongs. Only
        what is a space may be empty.
        """
        try:
            with self.path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as data:
                return _drawn(data, self.number)
        except (OSError, struct.error, IndexError, KeyError, ValueError):
            return {}


def faces() -> Iterator[Face]:
    """Every TrueType font installed here, the wide Chinese ones first; of two copies the first."""
    seen: set[str] = set()
    for path in sorted(_files(), key=_rank):
        for face in _faces(path, path.stat().st_mtime_ns):
            if face.name not in seen:
                seen.add(face.name)
                yield face


def folders() -> tuple[Path, ...]:
    """Where this system keeps its fonts, those of the user included."""
    home = Path.home()
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA", str(home / "AppData" / "Local"))
        return Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts", Path(local, "Microsoft/Windows/Fonts")
    if sys.platform == "darwin":
        return Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library" / "Fonts"
    shared = os.environ.get("XDG_DATA_DIRS", "/usr/local/share:/usr/share").split(":")
    own = Path(os.environ.get("XDG_DATA_HOME", home / ".local" / "share"))
    return (*(Path(folder) / "fonts" for folder in shared if folder), own / "fonts", home / ".fonts")


def _files() -> set[Path]:
    return {
        path
        for folder in folders()
        for path in folder.rglob("*.*")
        if path.suffix.casefold() in (".ttf", ".ttc") and path.is_file()
    }


def _rank(path: Path) -> tuple[int, bool, str]:
    """Wide fonts before others, upright and regular ones before the bold and the slanted."""
    name = path.stem.casefold()
    wide = next((rank for rank, begins in enumerate(WIDE) if name.startswith(begins)), len(WIDE))
    special = any(word in name for word in ("bold", "italic", "oblique", "light", "mono", "black", "thin"))
    return wide, special, str(path)


@cache
def _faces(path: Path, changed: int) -> tuple[Face, ...]:
    """The fonts of a file as it was last changed; none where it cannot be read."""
    try:
        with path.open("rb") as file:
            head = file.read(12)
    except OSError:
        return ()
    if len(head) < 12:
        return ()
    kind, count = head[:4], struct.unpack(">I", head[8:])[0]
    return tuple(Face(path, number) for number in range(min(count, 64) if kind == b"ttcf" else 1))


def _drawn(data: mmap, number: int) -> dict[int, int]:
    """The characters with an outline, of a font whose outlines ReportLab can embed."""
    tables = _tables(data, number)
    if "glyf" not in tables or _may_not_be_embedded(data, tables):
        return {}
    outlines = _outlines(data, tables)
    return {
        code: glyph
        for code, glyph in _characters(data, tables["cmap"])
        if 0 < glyph < len(outlines) - 1 and (outlines[glyph + 1] > outlines[glyph] or _is_space(code))
    }


def _is_space(code: int) -> bool:
    return unicodedata.category(chr(code)) == "Zs"


def _tables(data: mmap, number: int) -> dict[str, int]:
    """Where each table of the font begins."""
    start = struct.unpack_from(">I", data, 12 + 4 * number)[0] if data[:4] == b"ttcf" else 0
    count = struct.unpack_from(">H", data, start + 4)[0]
    entries = (struct.unpack_from(">4sII", data, start + 12 + 16 * entry) for entry in range(count))
    return {tag.decode("ascii", "replace"): offset for tag, _checksum, offset in entries}


def _may_not_be_embedded(data: mmap, tables: dict[str, int]) -> bool:
    """Whether its maker forbids embedding or cutting subsets (OS/2 fsType, as ReportLab reads it)."""
    if "OS/2" not in tables:
        return False
    rights: int = struct.unpack_from(">H", data, tables["OS/2"] + 8)[0]
    return rights == 0x0002 or bool(rights & 0x0300)


def _outlines(data: mmap, tables: dict[str, int]) -> array[int]:
    """Where each outline begins; one that begins where the next does is empty."""
    count = struct.unpack_from(">H", data, tables["maxp"] + 4)[0] + 1
    long = struct.unpack_from(">h", data, tables["head"] + 50)[0] == 1
    return _numbers("I" if long else "H", data, tables["loca"], count)


def _numbers(kind: str, data: mmap, start: int, count: int) -> array[int]:
    numbers = array(kind)
    numbers.frombytes(data[start : start + count * numbers.itemsize])
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers


def _characters(data: mmap, cmap: int) -> Iterator[tuple[int, int]]:
    """Each character and its outline, from the same list that ReportLab takes: the last for Windows.

    Format 13, in which one outline stands for many characters, is that of fonts of last resort: their
    boxes are no characters.
    """
    count = struct.unpack_from(">H", data, cmap + 2)[0]
    lists = [struct.unpack_from(">HHI", data, cmap + 4 + 8 * entry) for entry in range(count)]
    usable = [offset for platform, _, offset in lists if platform == 3] or [
        offset for platform, encoding, offset in lists if platform == 0 and encoding != 5
    ]
    start = cmap + usable[-1]
    match struct.unpack_from(">H", data, start)[0]:
        case 4:
            yield from _in_segments(data, start)
        case 12:
            yield from _in_groups(data, start)


def _in_groups(data: mmap, start: int) -> Iterator[tuple[int, int]]:
    count = struct.unpack_from(">I", data, start + 12)[0]
    for first, last, glyph in struct.iter_unpack(">III", data[start + 16 : start + 16 + 12 * count]):
        glyphs = range(glyph, glyph + last - first + 1)
        yield from zip(range(first, min(last, 0x10FFFF) + 1), glyphs, strict=False)


def _in_segments(data: mmap, start: int) -> Iterator[tuple[int, int]]:
    count = struct.unpack_from(">H", data, start + 6)[0] // 2
    lasts, firsts, deltas, offsets = (
        _numbers("H", data, start + 14 + part * 2 * count + (2 if part else 0), count) for part in range(4)
    )
    base = start + 16 + 6 * count
    for number, (first, last, delta, offset) in enumerate(zip(firsts, lasts, deltas, offsets, strict=True)):
        if not offset:
            yield from ((code, (code + delta) & 0xFFFF) for code in range(first, last + 1))
            continue
        row = _numbers("H", data, base + 2 * number + offset, last - first + 1)
        yield from ((first + at, (glyph + delta) & 0xFFFF) for at, glyph in enumerate(row) if glyph)
