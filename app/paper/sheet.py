"""A sheet of paper in millimetres, with texts that fit, photos, grids and lines on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import fields, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from app.errors import Refused
from app.language import N_
from app.paper import fonts, ground, jpeg, qr
from app.paper.fitting import LEADING, Fitted, Rule, fit
from app.paper.jpeg import Jpeg
from app.paper.pen import Pen
from app.paper.wording import INKS, Box, Code, Form, Grid, Ground, Line, Photo, Piece, Table, Words, blanks_of

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

CARD = (85.60, 53.98)  # ISO/IEC 7810 ID-1, the size of the resident identity card
A4 = (210.0, 297.0)

TOP, FOOT = 20.0, 277.0  # where what flows over several pages begins on the next one, and where it ends
CELL = 1.5  # millimetres between a cell's edge and its text

mm = 72 / 25.4
"""A millimetre in points."""


class Sheet:
    """One PDF being drawn, page by page; the same values give the same bytes every time."""

    def __init__(self, size: tuple[float, float], title: str, *, bare: bool = False) -> None:
        """``size`` is width and height in millimetres; ``title`` must hold nothing personal.

        On a ``bare`` sheet nothing is drawn that a pre-printed one has already: ground, lines, fixed words.
        """
        self._bare = bare
        self._high = size[1]
        self._reached = TOP
        self._pen = Pen(size[0] * mm, size[1] * mm, title)

    def lay(
        self, form: Form, part: str, value: DataclassInstance, *, right: float = 0.0, down: float = 0.0
    ) -> None:
        """Draw one part of the form, so many millimetres further to the right and down than it stands there.

        Blanks are filled from the fields of ``value``; a text with an empty blank is left out.
        Refused when a text does not fit its box or has a character no font can draw.
        """
        values = _by_name(value)
        with self._pen.moved(right * mm, -down * mm) if right or down else nullcontext():
            for piece in form.parts[part]:
                self._draw(piece, values)

    def flow(self, form: Form, value: DataclassInstance, *parts: str) -> None:
        """Draw parts one below the other, over as many pages as they take.

        A part that is a table is cut between its rows, its heads repeated; any other goes to the next page
        whole when it has no room left.
        """
        values = _by_name(value)
        for part in parts:
            pieces = form.parts[part]
            tables = [piece for piece in pieces if isinstance(piece, Table)]
            if tables:
                self._table(tables[0], values)
                continue
            high = max(piece.box.top + piece.box.height for piece in pieces)
            self._make_room(high)
            for piece in pieces:
                self._draw(replace(piece, box=piece.box.moved(0, self._reached)), values)
            self._reached += high

    def begin(self, top: float) -> None:
        """What flows begins so far down on this page, in millimetres."""
        self._reached = top

    def end_page(self) -> None:
        """The page is full; what comes next is drawn on another."""
        self._pen.end_page()
        self._reached = TOP

    def pdf(self) -> bytes:
        """The finished document."""
        return self._pen.pdf()

    def _draw(self, piece: Piece, values: Mapping[str, Any]) -> None:
        match piece:
            case Words(blanks=()):
                self._pen.again(piece, partial(self._words, piece, values))
            case Words():
                self._words(piece, values)
            case Photo():
                self._photo(piece, values[piece.photo])
            case Grid():
                self._grid(piece, values[piece.grid])
            case Line():
                self._line(piece)
            case Ground():
                self._ground(piece.box)
            case Code():
                self._code(piece, values[piece.code])
            case Table():
                self._table(piece, values)

    def _words(self, words: Words, values: Mapping[str, Any]) -> None:
        text = "" if self._bare and not words.blanks else _filled(words, values)
        if text:
            field = words.blanks[0] if words.blanks else None
            fitted = fit(text, words.box.width * mm, words.box.height * mm, words.rule, field)
            self._lines(fitted, words)

    def _lines(self, fitted: Fitted, words: Words) -> None:
        """The lines of a fitted text, standing in the middle of the box or at its top."""
        box, size = words.box, fitted.size
        room = box.height * mm - fitted.height
        baseline = self._up(box.top) - fonts.ASCENT * size - (room / 2 if words.stand == "middle" else 0)
        for line in fitted.lines:
            left = box.left * mm
            if words.align != "left":
                room = box.width * mm - fonts.width(line, size, words.spacing) + words.spacing
                left += room if words.align == "right" else room / 2
            self._pen.text(left, baseline, line, size, INKS[words.ink], words.spacing)
            baseline -= LEADING * size

    def _photo(self, photo: Photo, content: bytes | None) -> None:
        """The photo as large as the box allows, never stretched; without one, an empty frame that says so."""
        if content is None:
            self._frame(photo.box)
            self._words(Words(photo.missing, photo.box, 8, ink="grey", align="centre"), {})
            return
        picture = _picture(content, photo.photo)
        box = _centred(photo.box, (picture.wide, picture.high))
        self._pen.picture(
            picture, box.left * mm, self._up(box.top + box.height), box.width * mm, box.height * mm
        )

    def _grid(self, grid: Grid, marks: tuple[DataclassInstance, ...]) -> None:
        """The grid with the marks made so far; Refused when there are more marks than cells."""
        if len(marks) > grid.columns * grid.rows:
            raise Refused(
                N_("There are {marks} endorsements but only {cells} places on the card; a new card is due."),
                field=grid.grid,
                marks=len(marks),
                cells=grid.columns * grid.rows,
            )
        self._pen.again(grid, partial(self._places, grid))
        if marks:
            for cell, mark in zip(grid.cells, marks, strict=False):
                self._words(cell, _by_name(mark))

    def _places(self, grid: Grid) -> None:
        self._frame(grid.box)
        for column in range(1, grid.columns):
            left = grid.box.left + grid.box.width * column / grid.columns
            self._line(Line("solid", Box(left, grid.box.top, 0, grid.box.height), ink="pale"))
        for row in range(1, grid.rows):
            top = grid.box.top + grid.box.height * row / grid.rows
            self._line(Line("solid", Box(grid.box.left, top, grid.box.width, 0), ink="pale"))

    def _make_room(self, high: float) -> None:
        if self._reached + high > FOOT:
            self.end_page()

    def _table(self, table: Table, values: Mapping[str, Any]) -> None:
        """The table from where the page is filled to; its heads stand on every page it reaches."""
        rows = [
            [_filled_text(cell, _row_values(row, number)) for cell in table.cells]
            for number, row in enumerate(values[table.table], 1)
        ]
        self._reached += table.box.top
        if not rows:
            self._row(table, [table.nothing], (table.box.width,), "grey")
            return
        if any(table.heads):
            self._make_room(self._height(table, rows[0], table.widths) + 8)
            self._heads(table)
        for row in rows:
            if self._reached + self._height(table, row, table.widths) > FOOT:
                self.end_page()
                self._heads(table)
            self._row(table, row, table.widths, "black")

    def _heads(self, table: Table) -> None:
        if any(table.heads):
            self._line(Line("solid", Box(table.box.left, self._reached, table.box.width, 0), 0.3, "black"))
            self._row(table, table.heads, table.widths, "blue", fixed=True)

    def _row(
        self, table: Table, texts: Sequence[str], widths: Sequence[float], ink: str, *, fixed: bool = False
    ) -> None:
        high, left = self._height(table, texts, widths), table.box.left
        for text, wide in zip(texts, widths, strict=True):
            box = Box(left + CELL, self._reached + CELL, wide - 2 * CELL, high - 2 * CELL)
            if text and not (fixed and self._bare):
                rule = Rule(table.size, table.size, min(table.size, 7), lines=60)
                fitted = fit(text, box.width * mm, box.height * mm + 0.1, rule, table.table)
                self._lines(fitted, Words(text, box, table.size, ink=ink))
            left += wide
        self._reached += high
        self._line(Line("solid", Box(table.box.left, self._reached, table.box.width, 0), ink="pale"))

    def _height(self, table: Table, texts: Sequence[str], widths: Sequence[float]) -> float:
        """How high a row is: as high as its highest cell."""
        rule = Rule(table.size, table.size, min(table.size, 7), lines=60)
        highest = max(
            fit(text, (wide - 2 * CELL) * mm, A4[1] * mm, rule, table.table).height if text else 0.0
            for text, wide in zip(texts, widths, strict=True)
        )
        return max(float(highest / mm) + 2 * CELL, 7.0)

    def _code(self, code: Code, text: str) -> None:
        """A QR code as one path."""
        if not text:
            self._frame(code.box)
            self._words(
                Words(code.missing, code.box.inside(1), 7, least=5, lines=3, ink="grey", align="centre"), {}
            )
            return
        modules, path = qr.drawn(text)
        side = code.box.width * mm / modules
        self._pen.shape(code.box.left * mm, self._up(code.box.top), side, INKS["black"], path)

    def _frame(self, box: Box) -> None:
        if self._bare:
            return
        low = self._up(box.top + box.height)
        self._pen.frame(box.left * mm, low, box.width * mm, box.height * mm, 0.15 * mm, INKS["pale"])

    def _line(self, line: Line) -> None:
        box = line.box
        if self._bare or not line.thick:  # it only keeps a distance
            return
        self._pen.line(
            box.left * mm,
            self._up(box.top),
            (box.left + box.width) * mm,
            self._up(box.top + box.height),
            line.thick * mm,
            INKS[line.ink],
            1.2 * mm if line.line == "dashed" else 0.0,
        )

    def _ground(self, box: Box) -> None:
        if self._bare:
            return
        drawn = ground.waves(box.width * mm, box.height * mm)
        name = f"ground{box.width:g}x{box.height:g}"
        self._pen.ground(box.left * mm, self._up(box.top + box.height), name, drawn)

    def _up(self, top: float) -> float:
        """Millimetres from the upper edge as points from the lower one, as PDF counts."""
        return float((self._high - top) * mm)


def _by_name(value: DataclassInstance) -> dict[str, Any]:
    return {field.name: getattr(value, field.name) for field in fields(value)}


def _row_values(row: Any, number: int) -> dict[str, Any]:
    """What a row of a table fills its cells from; a mere text is {text}."""
    return {"row": number, **({"text": row} if isinstance(row, str) else _by_name(row))}


def _filled(words: Words, values: Mapping[str, Any]) -> str:
    """The text with its blanks filled; empty when one of the blanks is."""
    return _filled_text(words.text, values)


def _filled_text(text: str, values: Mapping[str, Any]) -> str:
    blanks = {name: values[name] for name in blanks_of(text)}
    if not all(blanks.values()):
        return ""
    return text.format(**{name: _printable(value, name) for name, value in blanks.items()})


def _printable(value: Any, field: str) -> Any:
    """A list as numbered lines, a text as it is once every character of it is known to be drawn."""
    if isinstance(value, tuple):
        return "\n".join(f"{number}. {_printable(line, field)}" for number, line in enumerate(value, 1))
    if isinstance(value, str):
        fonts.check(value, field)
    return value


def _picture(content: bytes, field: str) -> Jpeg:
    """The picture in these bytes; Refused when they are not a whole JPEG."""
    try:
        return jpeg.read(content)
    except ValueError as fault:
        raise Refused(N_("The photo cannot be read as a JPEG picture."), field=field) from fault


def _centred(box: Box, pixels: tuple[int, int]) -> Box:
    """The largest place inside the box that has the picture's own proportions."""
    scale = min(box.width / pixels[0], box.height / pixels[1])
    wide, high = pixels[0] * scale, pixels[1] * scale
    return Box(box.left + (box.width - wide) / 2, box.top + (box.height - high) / 2, wide, high)
