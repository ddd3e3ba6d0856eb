"""A list before it is taken in: each line as it was typed beside what it comes to, and what is on file."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import spelling
from app.desk import Desk
from app.errors import Refused
from app.exchange import arrivals_list, written_table
from app.exchange.arrival_line import COLUMNS, Arrival, Line, Note
from app.exchange.arrivals_list import ArrivalsList
from app.exchange.taking_in import Outcome, Report
from app.exchange.typed_table import MOST_BYTES
from app.language import N_, _
from app.machine import why
from app.progress import Progress
from db.records import Dwelling, Identifier, Person, Stay

AT_ONCE = 500
"""How many lines are compared with the file by one question."""

_COLUMN_OF = {heading: column for column, headings in COLUMNS.items() for heading in headings}


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """One line of people: its cells as typed, the arrival it comes to, and all there is to say about it.

    ``on_file`` says that this very arrival was entered before; ``person_id`` is
    the person of a line that has been taken in.
    """

    number: int
    cells: tuple[str, ...]
    arrival: Arrival | None
    reasons: tuple[str, ...]
    notes: tuple[str, ...]
    on_file: bool = False
    person_id: UUID | None = None

    @property
    def fit(self) -> bool:
        """Whether it can be taken in."""
        return not self.reasons and self.person_id is None

    @property
    def wrong(self) -> bool:
        """Whether it must be put right first; what is on file already needs nothing."""
        return bool(self.reasons) and not self.on_file


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A file and what its lines come to; ``passed`` counts title, header, total and blank lines.

    ``columns`` names for every heading the column of ``COLUMNS`` it stands for, "" where it is in none.
    """

    path: Path
    data: bytes
    encoding: str
    headings: tuple[str, ...]
    columns: tuple[str, ...]
    lines: tuple[Rehearsed, ...]
    passed: int
    file_lines: int

    def typed(self, line: Rehearsed, column: str) -> str:
        """What a line has in a column; empty where the list lacks it."""
        at = self.columns.index(column) if column in self.columns else len(line.cells)
        return line.cells[at].strip() if at < len(line.cells) else ""

    def taken(self, report: Report) -> Rehearsal:
        """The list once it was taken in: each line with the person it was kept for, or why it was not."""
        pairs = zip(self.lines, report.outcomes, strict=True)
        return replace(self, lines=tuple(_became(line, outcome) for line, outcome in pairs))


def rehearse(desk: Desk, path: Path, progress: Progress) -> Rehearsal:
    """What a file would come to if it were taken in now; nothing is written.

    Raises Refused where the file as a whole cannot be read.
    """
    data = _read(path)
    listed = arrivals_list.read(data, progress, on=desk.today())
    cells = dict(_rows(data, listed))
    header = next(passed.number for passed in listed.passed if passed.what == "header")
    lines = [_line(line, cells[line.number]) for line in listed.lines]
    headings = tuple(cell.strip() for cell in cells[header])
    return Rehearsal(
        path, data, listed.encoding, headings, tuple(map(_column, headings)),
        tuple(_compared(desk, lines, progress)), len(listed.passed), listed.file_lines,
    )  # fmt: skip


def export(rehearsal: Rehearsal, lines: Sequence[Rehearsed], to: Path) -> None:
    """Write lines under the list's own headings, with the reasons in a last column, to be put right there.

    The file can be taken in again. No cell is run or shortened by a spreadsheet.
    Raises Refused when it cannot be written, or would overwrite the list itself.
    """
    if to.resolve() == rehearsal.path.resolve():
        raise Refused(N_("This would overwrite the list itself. Choose another name."))
    width = len(rehearsal.headings)
    cells = ((*line.cells, *[""] * width)[:width] for line in lines)
    told = (" ".join(line.reasons) for line in lines)
    rows = ((*row, reason) for row, reason in zip(cells, told, strict=True))
    written_table.write(to, (*rehearsal.headings, _("Reason")), rows)


def _read(path: Path) -> bytes:
    """What is in the file, or as much of it as shows that it is too big."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise Refused(N_("{file} cannot be read: {why}."), file=path.name, why=why(error)) from error
    if not data.strip():
        raise Refused(N_("{file} is empty."), file=path.name)
    return data


def _rows(data: bytes, listed: ArrivalsList) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The cells of every row, with the number of its first line."""
    text = data.decode("utf-8-sig" if listed.encoding == "UTF-8" else listed.encoding)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=listed.delimiter)
    first = 1
    for cells in reader:
        yield first, tuple(cells)
        first = reader.line_num + 1


def _column(heading: str) -> str:
    return _COLUMN_OF.get("".join(unicodedata.normalize("NFKC", heading).split()), "")


def _line(line: Line, cells: tuple[str, ...]) -> Rehearsed:
    arrival = None if line.reasons else line.arrival
    return Rehearsed(
        line.number, cells, arrival, tuple(map(Note.told, line.reasons)), tuple(map(Note.told, line.notes))
    )


def _became(line: Rehearsed, outcome: Outcome) -> Rehearsed:
    """A line that could not be taken says so as before; of any other, taking in says what became of it."""
    if line.reasons and outcome.person_id is None:
        return line
    return replace(line, on_file=False, reasons=outcome.reasons, person_id=outcome.person_id)


# -- what is on file already ---------------------------------------------------------------------

_Key = tuple[str, str, date, str, str]


def _compared(desk: Desk, lines: list[Rehearsed], progress: Progress) -> Iterator[Rehearsed]:
    """The lines again, those whose person lives there since that day on file marked so."""
    with desk.reading() as session:
        starts = range(0, len(lines), AT_ONCE)
        for start in progress.through(starts, total=len(starts), doing=N_("Comparing with what is on file")):
            part = lines[start : start + AT_ONCE]
            known = _on_file(session, desk.office.division, [line.arrival for line in part if line.arrival])
            yield from (_marked(line, known) for line in part)


def _marked(line: Rehearsed, known: set[_Key]) -> Rehearsed:
    if line.arrival is None or line.reasons or _key(line.arrival) not in known:
        return line
    words = _("{name} is on file with this address and day already.", name=line.arrival.name)
    return replace(line, on_file=True, reasons=(words,))


def _key(arrival: Arrival) -> _Key:
    """What two entries of one arrival share; without a number the name must do."""
    number = arrival.id_number.number if arrival.id_number else ""
    where = arrival.community.strip(), arrival.address.strip()
    return spelling.tidy(arrival.name), number, arrival.arrived_on, *where


def _on_file(session: Session, division: str, listed: Sequence[Arrival]) -> set[_Key]:
    """The arrivals on file at these addresses on these days, each with its number and without."""
    entered = (
        select(Person.name, Identifier.number, Stay.arrived_on, Dwelling.community, Dwelling.address)
        .join(Stay, Stay.dwelling_id == Dwelling.id)
        .join(Person, Person.id == Stay.person_id)
        .outerjoin(Identifier, Identifier.person_id == Person.id)
        .where(
            Dwelling.division == division,
            Dwelling.community.in_({arrival.community.strip() for arrival in listed}),
            Dwelling.address.in_({arrival.address.strip() for arrival in listed}),
            Stay.arrived_on.in_({arrival.arrived_on for arrival in listed}),
        )
    )
    rows = session.execute(entered).all()
    return {
        (name, told, day, community, address)
        for name, number, day, community, address in rows
        for told in (number or "", "")
    }
