"""A day, typed the way it comes to hand: 20261023, 10-23, 2026.10.23 or 10月23日."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from app.language import _
from ui.widgets.fields import TextField

SPLIT = re.compile(r"[^0-9]+")


def read_day(text: str, today: date, *, ahead: bool = False) -> date | None:
    """The day a text means, None when it means none.

    Without a year it is the last such day that is not after ``today``, or with
    ``ahead`` the first that is not before it: arrivals lie behind, the end of a
    lease lies ahead.
    """
    numbers = [part for part in SPLIT.split(unicodedata.normalize("NFKC", text)) if part]
    match [len(part) for part in numbers]:
        case [8]:
            return _day(int(numbers[0][:4]), int(numbers[0][4:6]), int(numbers[0][6:]))
        case [4, 1 | 2, 1 | 2]:
            return _day(*map(int, numbers))
        case [4]:
            return _without_year(int(numbers[0][:2]), int(numbers[0][2:]), today, ahead)
        case [1 | 2, 1 | 2]:
            return _without_year(int(numbers[0]), int(numbers[1]), today, ahead)
        case _:
            return None


def _without_year(month: int, day: int, today: date, ahead: bool) -> date | None:
    """The nearest such day on the wanted side; 29 February may lie up to eight years off."""
    step = 1 if ahead else -1
    for year in range(today.year - step, today.year + 9 * step, step):
        found = _day(year, month, day)
        if found is not None and (found >= today if ahead else found <= today):
            return found
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


class DateField(TextField):
    """A field for a day; when it is left, what was typed is written out as 2026-10-23.

    It asks which day it is each time, for a window may stay open over midnight.
    """

    def __init__(
        self,
        today: Callable[[], date],
        *,
        ahead: bool = False,
        placeholder: str = "",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(placeholder, name=name, parent=parent)
        self._today, self._ahead = today, ahead

    def value(self) -> date | None:
        return read_day(self.text(), self._today(), ahead=self._ahead)

    def show_value(self, value: Any) -> None:
        self.show_typed(value.isoformat() if isinstance(value, date) else "")

    def typed(self) -> str:
        day = self.value()
        return self.text() if day is None else day.isoformat()  # 10-23 is another day a year later

    def fault(self) -> str:
        if not self.text().strip() or self.value() is not None:
            return ""
        return _("There is no such day; type it like 2026-10-23 or 10-23")

    def _leave(self) -> None:
        if (day := self.value()) is not None and self.text() != day.isoformat():
            self.setText(day.isoformat())
        super()._leave()
