"""Whom a label is about, as lists show them: its first line."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple
from uuid import UUID

WHO = "w"
"""The mark of that line."""


class Who(NamedTuple):
    """A resident as lists show them, with the number they are shown by.

    ``dwelling`` is the row of where they live, or lived last until ``left_on``; 0 where that is unknown.
    """

    id: UUID
    name: str
    sex: str
    born_on: date | None
    number: str
    phone: str
    dwelling: int
    left_on: date | None

    def line(self) -> str:
        """The line, to be read by ``of``."""
        texts = (" ".join(text.split()) for text in (self.name, self.sex, self.number, self.phone))
        days = (day.isoformat() if day else "" for day in (self.born_on, self.left_on))
        return WHO + "\t".join((self.id.hex, *texts, *days, str(self.dwelling)))


def of(line: str) -> Who:
    """Whom a resident's label is about, by its first line."""
    uid, name, sex, number, phone, born_on, left_on, dwelling = line[len(WHO) :].split("\t")
    known_by = UUID(bytes=bytes.fromhex(uid))  # twice as quick as by the digits
    return Who(known_by, name, sex, _day(born_on), number, phone, int(dwelling), _day(left_on))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
