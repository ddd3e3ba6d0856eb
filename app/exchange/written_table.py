"""A table written as CSV for a spreadsheet: no cell of it is run, no number in it is shortened there."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from app.errors import Refused
from app.language import N_
from app.machine import why

# A spreadsheet runs a cell that begins like this (CWE-1236), and shortens a longer number to 5.3E+17.
_RUN = ("=", "+", "-", "@", "\t", "\r")
_SHORTENED = re.compile(r"\d{12,}[Xx]?")


def write(to: Path, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write the rows under their headings; raises Refused when the file cannot be written.

    The file is there once it is whole; what stopped halfway leaves the one before as it was.
    """
    part = to.with_name(f"{to.name}.part")
    try:
        with part.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([_defused(cell) for cell in headings])
            writer.writerows([_defused(cell) for cell in row] for row in rows)
        part.replace(to)
    except OSError as error:
        sentence = N_("{file} cannot be written: {why}.")
        raise Refused(sentence, file=to.name, why=why(error)) from error
    finally:
        part.unlink(missing_ok=True)


def _defused(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_RUN) or _SHORTENED.fullmatch(cell.strip()) else cell
