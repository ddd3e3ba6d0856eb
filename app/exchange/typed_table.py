"""A table typed by hand and saved as text: its encoding, its delimiter, its rows with line numbers."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass

from app.errors import Refused
from app.language import N_

MOST_BYTES = 50_000_000
MOST_LINES = 200_000
LONGEST_CELL = 32_000

_DELIMITERS = (",", "\t", ";")


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row and the lines of the file it fills: one, or more where a cell has line breaks."""

    first: int
    last: int
    cells: tuple[str, ...]

    @property
    def blank(self) -> bool:
        """Whether nothing is written in it."""
        return not any(cell.strip() for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a file, the encoding and delimiter it was found to have, and where its header stands."""

    encoding: str
    delimiter: str
    header: int
    rows: tuple[Row, ...]

    @property
    def lines(self) -> int:
        """How many lines the file has."""
        return self.rows[-1].last if self.rows else 0


def read(data: bytes, is_header: Callable[[tuple[str, ...]], bool]) -> Table:
    """The table in a file; the delimiter is the one with which a row is a header.

    Raises Refused for a file too big, of another kind, in no known encoding or without a header.
    """
    encoding, text = _decoded(data)
    for delimiter in _DELIMITERS:
        rows = _rows(text, delimiter)
        header = next((at for at, row in enumerate(rows) if is_header(row.cells)), None)
        if header is not None:
            return Table(encoding, delimiter, header, rows)
    raise Refused(N_("No line of the file is a header that names the columns, such as 姓名 and 身份证号."))


def text_of(data: bytes) -> str:
    """The text of a file; raises Refused for a file too big, of another kind or in no known encoding."""
    return _decoded(data)[1]


def _decoded(data: bytes) -> tuple[str, str]:
    if len(data) > MOST_BYTES:
        raise Refused(N_("The file is larger than {limit} MB; part it."), limit=MOST_BYTES // 1_000_000)
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise Refused(N_("This is a spreadsheet's own file. Save it as CSV and take that in."))
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return ("UTF-8" if encoding == "utf-8-sig" else "GB18030"), text
    raise Refused(N_("The file is neither UTF-8 nor GB 18030 text. Save it again as CSV."))


def _rows(text: str, delimiter: str) -> tuple[Row, ...]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[Row] = []
    try:
        for cells in reader:
            last = rows[-1].last if rows else 0
            if last >= MOST_LINES:
                raise Refused(N_("The file has more than {limit} lines; part it."), limit=MOST_LINES)
            rows.append(Row(last + 1, reader.line_num, tuple(cells)))
    except csv.Error as error:
        sentence = N_("Line {line} cannot be parted into cells; is a quotation mark left open?")
        raise Refused(sentence, line=reader.line_num) from error
    return tuple(rows)
