"""The recovery sheet: the code that opens an office's file when every password is forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.paper.sheet import Sheet
from app.paper.wording import Form


@dataclass(frozen=True, slots=True)
class CodeGroup:
    """Four letters and digits of the code, in a place of their own on the paper."""

    letters: str


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """What is printed on a recovery sheet: whose file the code opens, since when, and the code in groups."""

    station: str
    made_on: date
    groups: tuple[CodeGroup, ...]

    @classmethod
    def of(cls, station: str, made_on: date, code: str) -> RecoverySheet:
        """The sheet of a code as it is shown, its groups parted by hyphens."""
        return cls(station, made_on, tuple(map(CodeGroup, code.split("-"))))


def draw(sheet: Sheet, form: Form, recovery: RecoverySheet) -> None:
    """One page: the code, what it does, where to keep it, and a line to sign for it."""
    for part in ("code", "what it does", "where to keep it", "handed over"):
        sheet.lay(form, part, recovery)
    sheet.end_page()
