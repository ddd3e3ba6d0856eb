"""Whom a label is about, as lists show them: its first line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

WHO = "w"
"""The mark of that line."""


@dataclass(frozen=True, slots=True)
class Who:
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


def of(label: str) -> Who:
    """Whom a resident's label is about."""
    line = label[len(WHO) : label.index("\n")]
    uid, name, sex, number, phone, born_on, left_on, dwelling = line.split("\t")
    return Who(UUID(hex=uid), name, sex, _day(born_on), number, phone, int(dwelling), _day(left_on))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
