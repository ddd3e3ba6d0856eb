"""A community's list of arrivals, typed by hand: every line is taken, or refused with the reason.

What a careful clerk does, this does: spaces and full-width digits are put right, what has to be
guessed is told in words, and what is doubtful (a wrong digit, a day that cannot be, one number
under two names) is not taken at all. Nothing is written here; ``ArrivalsList`` accounts for every
line of the file, so that a verb can keep all of it or none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from app.exchange import typed_table
from app.exchange.arrival_line import Arrival, Heading, Line, Note, column_of, read_line
from app.exchange.typed_table import Row
from app.language import N_
from app.progress import Progress

NEEDED = frozenset({"name", "id_number", "arrived_on"})
_TOTAL = re.compile(r"(总计|合计|共计|小计|总数).*")
_SIGNED = re.compile(r"(填表人|制表人?|审核人?|经办人?|负责人|填表日期|制表日期|联系人)[:：].*")


@dataclass(frozen=True, slots=True)
class Passed:
    """A line without a person: ``what`` is title, header, total, signature or blank."""

    number: int
    last: int
    what: str


@dataclass(frozen=True, slots=True)
class ArrivalsList:
    """A list as it was read: its lines of people, the lines passed over, and how the file was written."""

    encoding: str
    delimiter: str
    file_lines: int
    lines: tuple[Line, ...]
    passed: tuple[Passed, ...]

    @property
    def taken(self) -> tuple[Line, ...]:
        """The lines that can be kept."""
        return tuple(line for line in self.lines if line.arrival)

    @property
    def refused(self) -> tuple[Line, ...]:
        """The lines that must be put right first."""
        return tuple(line for line in self.lines if not line.arrival)


def read(data: bytes, progress: Progress | None = None, *, on: date) -> ArrivalsList:
    """Every line of a typed-up list, taken or refused, as of a day; ``progress`` hears how far it is.

    Raises Refused where the file as a whole cannot be read: too big, no text, no header.
    """
    table = typed_table.read(data, _is_header)
    heading = Heading.of(table.rows[table.header].cells)
    passed, lines = [], []
    rows = (progress or Progress()).through(table.rows, total=len(table.rows), doing=N_("Reading the list"))
    for at, row in enumerate(rows):
        if what := _what_else(row, before_header=at < table.header):
            passed.append(Passed(row.first, row.last, what))
        else:
            lines.append(read_line(row, heading, table.delimiter, on))
    return ArrivalsList(
        table.encoding, table.delimiter, table.lines, tuple(_compared(lines, heading)), tuple(passed)
    )


# -- the lines that are no people ------------------------------------------------------------------


def _is_header(cells: tuple[str, ...]) -> bool:
    return {column for cell in cells if (column := column_of(cell))} >= NEEDED


def _what_else(row: Row, *, before_header: bool) -> str | None:
    """What a line is that tells of no person; None where it does."""
    if row.blank:
        return "blank"
    if before_header:
        return "title"
    if _is_header(row.cells):
        return "header"
    written = ["".join(cell.split()) for cell in row.cells if cell.strip()]
    if _TOTAL.fullmatch(written[0]) and len(written) <= 3:
        return "total"
    return "signature" if all(_SIGNED.fullmatch(cell) for cell in written) else None


# -- the lines beside each other -----------------------------------------------------------------


def _compared(lines: Iterable[Line], heading: Heading) -> Iterator[Line]:
    """The lines again, with those refused that say twice or otherwise what another line says."""
    lines = list(lines)
    names = _names_by_number(lines)
    earlier: dict[str, Line] = {}
    for line in lines:
        if line.arrival is None:
            yield line
            continue
        key = _key(line.arrival)
        reason = _two_names(line, names[key], heading) or _repeats(line, earlier.get(key), heading)
        if reason:
            yield replace(line, arrival=None, reasons=(reason,))
        else:
            earlier[key] = line
            yield line


def _key(arrival: Arrival) -> str:
    """What tells one person from another within a list."""
    if arrival.id_number:
        return arrival.id_number.number
    return "\t".join((arrival.name, arrival.sex, arrival.phone))


def _names_by_number(lines: list[Line]) -> Mapping[str, dict[str, int]]:
    """For every number the names it stands under, each with the first line that says so."""
    names: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for line in lines:
        if line.arrival:
            names[_key(line.arrival)].setdefault("".join(line.arrival.name.split()), line.number)
    return names


def _two_names(line: Line, names: Mapping[str, int], heading: Heading) -> Note | None:
    if len(names) < 2:
        return None
    own = "".join(line.arrival.name.split()) if line.arrival else ""
    other = next(number for name, number in names.items() if name != own)
    sentence = N_("Line {line} has the same number under another name; neither line is taken.")
    return Note(heading.called("id_number"), sentence, {"line": other})


def _repeats(line: Line, earlier: Line | None, heading: Heading) -> Note | None:
    arrival, before = line.arrival, earlier.arrival if earlier else None
    if earlier is None or arrival is None or before is None:
        return None
    if replace(arrival, id_number=None) == replace(before, id_number=None):
        return Note(heading.called("id_number"), N_("This repeats line {line}."), {"line": earlier.number})
    if not arrival.returned:
        sentence = N_(
            "Line {line} already has this person, with another day or address. "
            "If the person moved or came back, write so in the remark."
        )
        return Note(heading.called("id_number"), sentence, {"line": earlier.number})
    if not before.arrived_on <= (arrival.left_on or before.arrived_on) < arrival.arrived_on:
        sentence = N_("The days of leaving and coming back do not fit the arrival on line {line}.")
        return Note(heading.called("arrived_on"), sentence, {"line": earlier.number})
    return None
