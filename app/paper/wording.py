"""What is printed on each document and where: the decreed wording and its layout, dated like the law.

One file per document in ``resources/forms``. An edition holds named parts; a part is a list of pieces, each
in a box ``[left, top, width, height]`` in millimetres from the paper's upper left corner, letter sizes in
points. An official may edit the files; what is wrong in one is refused with its line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import MarkedYAMLError

from app.errors import Refused
from app.language import N_
from app.paper import fonts
from app.paper.fitting import Rule

FORMS = Path(__file__).parent.parent.parent / "resources" / "forms"

INKS = {"black": "#19202A", "blue": "#1C5A94", "grey": "#5C6775", "pale": "#9DB4C8", "red": "#A32A22"}

_BLANK = re.compile(r"{([a-z_]+)(?:\.(?:year|month|day))?}")


@dataclass(frozen=True, slots=True)
class Box:
    """A place on the paper in millimetres, measured from its upper left corner."""

    left: float
    top: float
    width: float
    height: float

    def moved(self, right: float, down: float) -> Box:
        """The same place so many millimetres further to the right and down."""
        return Box(self.left + right, self.top + down, self.width, self.height)

    def inside(self, margin: float) -> Box:
        """The same place without a margin on each side."""
        return Box(self.left + margin, self.top + margin, self.width - 2 * margin, self.height - 2 * margin)


@cache
def blanks_of(text: str) -> tuple[str, ...]:
    """The names of a text's blanks in the order they stand."""
    return tuple(found[1] for found in _BLANK.finditer(text))


@dataclass(frozen=True, slots=True)
class Words:
    """A text in a box; its {blanks} are filled from the value that is printed."""

    text: str
    box: Box
    size: float
    keep: float = 0.0
    least: float = 5.0
    lines: int = 1
    spacing: float = 0.0
    ink: str = "black"
    align: str = "left"
    stand: str = "middle"

    @property
    def rule(self) -> Rule:
        """How the text may be fitted; without ``keep`` it takes all its lines before it shrinks."""
        return Rule(self.size, self.keep or self.size, min(self.least, self.size), self.lines, self.spacing)

    @property
    def blanks(self) -> tuple[str, ...]:
        """The names of the blanks in the order they stand."""
        return blanks_of(self.text)


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo in its own proportions inside the box, or a frame with the word ``missing``."""

    photo: str
    box: Box
    missing: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A table to write in; the marks already made fill it row by row, each with the text ``cell``."""

    grid: str
    box: Box
    columns: int
    rows: int
    cell: str
    size: float
    least: float
    lines: int

    @property
    def cells(self) -> tuple[Words, ...]:
        """The cells as texts in boxes, row by row."""
        wide, high = self.box.width / self.columns, self.box.height / self.rows
        return tuple(
            Words(
                self.cell,
                Box(self.box.left + wide * column, self.box.top + high * row, wide, high).inside(0.6),
                self.size,
                least=self.least,
                lines=self.lines,
                align="centre",
            )
            for row in range(self.rows)
            for column in range(self.columns)
        )


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line from one corner of its box to the other; a dashed one is where to cut."""

    line: str
    box: Box
    thick: float = 0.15
    ink: str = "grey"


@dataclass(frozen=True, slots=True)
class Ground:
    """The patterned ground of a card."""

    ground: str
    box: Box


@dataclass(frozen=True, slots=True)
class Table:
    """A table of as many rows as there are, each as high as it needs; its box says only left, top and width.

    ``widths`` are those of its columns in millimetres, ``heads`` stand above them, and each row fills
    ``cells``; a row that is a mere text fills {text}. Without a row it says ``nothing``.
    """

    table: str
    box: Box
    widths: tuple[float, ...]
    heads: tuple[str, ...]
    cells: tuple[str, ...]
    nothing: str
    size: float = 10.0


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code of a text; a frame that says ``missing`` while there is none."""

    code: str
    box: Box
    missing: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where one of the cards lies on a sheet of them; the places are counted in the order they stand."""

    card: str
    box: Box


Piece = Words | Photo | Grid | Line | Ground | Table | Code | Place


@dataclass(frozen=True, slots=True)
class Form:
    """One edition of a document's wording and layout: in force from ``since``, read in ``source``."""

    name: str
    since: date
    title: str
    source: str
    status: str
    parts: Mapping[str, tuple[Piece, ...]]


_KINDS: dict[str, type[Piece]] = {
    "text": Words,
    "photo": Photo,
    "grid": Grid,
    "line": Line,
    "ground": Ground,
    "table": Table,
    "code": Code,
    "card": Place,
}
_ALLOWED = {
    "ink": tuple(INKS),
    "align": ("left", "centre", "right"),
    "stand": ("middle", "top"),
    "line": ("solid", "dashed"),
    "ground": ("waves",),
}
_READ: dict[object, Callable[[Any], Any]] = {
    "str": str,
    "int": int,
    "float": float,
    "tuple[str, ...]": lambda texts: tuple(map(str, texts)),
    "tuple[float, ...]": lambda numbers: tuple(map(float, numbers)),
    "Box": lambda sides: Box(*(float(side) for side in sides)),
}


def form(name: str, on: date) -> Form:
    """The edition of the document's wording in force on that day; Refused when none is known so early."""
    editions = [edition for edition in _editions(name) if edition.since <= on]
    if not editions:
        raise Refused(N_("The wording of this document is not known for {day}."), day=on.isoformat())
    return max(editions, key=lambda edition: edition.since)


@cache
def _editions(name: str) -> tuple[Form, ...]:
    """All editions in the document's file; Refused with file and line when it cannot be read."""
    return read(FORMS / f"{name}.yaml")


def read(file: Path) -> tuple[Form, ...]:
    """All editions in the file; Refused with file and line when it cannot be read."""
    try:
        document = YAML().load(file)
    except MarkedYAMLError as fault:
        line = fault.problem_mark.line if fault.problem_mark else 0
        raise _refusal(file, line, str(fault.problem)) from fault
    return tuple(_edition(file, since, edition) for since, edition in document["editions"].items())


def _edition(file: Path, since: date, edition: CommentedMap) -> Form:
    """One edition; Refused when its title, source, status or parts are not said."""
    missing = {"title", "source", "status", "parts"} - edition.keys()
    if missing:
        raise _refusal(file, edition.lc.line, ", ".join(sorted(missing)))
    return Form(
        name=file.stem,
        since=since,
        title=edition["title"],
        source=edition["source"],
        status=edition["status"],
        parts={
            part: tuple(_piece(file, piece) for piece in pieces) for part, pieces in edition["parts"].items()
        },
    )


def _piece(file: Path, entry: CommentedMap) -> Piece:
    """One piece of a part, of the kind its own key names."""
    kind = next((kind for key, kind in _KINDS.items() if key in entry), None)
    if kind is None:
        raise _refusal(file, entry.lc.line, ", ".join(entry))
    types = {field.name: field.type for field in fields(kind)}
    try:
        piece = kind(**{key: _READ[types[key]](value) for key, value in entry.items()})
    except (KeyError, TypeError, ValueError) as fault:
        raise _refusal(file, entry.lc.line, str(fault)) from fault
    wrong = [key for key, allowed in _ALLOWED.items() if getattr(piece, key, allowed[0]) not in allowed]
    if wrong:
        raise _refusal(file, entry.lc.line, ", ".join(wrong))
    match piece:
        case Words():
            _check_words(file, entry.lc.line, piece.text)
        case Table():
            if not len(piece.widths) == len(piece.heads) == len(piece.cells):
                raise _refusal(file, entry.lc.line, "widths, heads, cells")
            for text in (*piece.heads, *piece.cells, piece.nothing):
                _check_words(file, entry.lc.line, text)
    return piece


def _check_words(file: Path, line: int, text: str) -> None:
    """The fixed words can be drawn and every brace is a blank."""
    fixed = _BLANK.sub("", text)
    fonts.check(fixed)
    if "{" in fixed or "}" in fixed:
        raise _refusal(file, line, text)


def _refusal(file: Path, line: int, fault: str) -> Refused:
    return Refused(
        N_("{file}, line {line}: this form cannot be read ({fault})."),
        file=file.name,
        line=line + 1,
        fault=fault,
    )
