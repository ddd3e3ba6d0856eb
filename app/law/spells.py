"""Jobs and schooling as days: from the first day to the last, both included."""

from __future__ import annotations

from collections.abc import Iterable

from app.law.calendar import END, FIRST
from app.law.days import CANNOT_SAY, Days, Holding
from app.law.histories import Clock, Measured
from app.law.residents import Employment, Resident, Schooling

LEVELS = ("primary", "junior", "senior", "vocational", "higher")


def employed(person: Resident) -> Holding:
    """The days with a job."""
    if person.employment is None:
        return CANNOT_SAY
    return _known_start(person.employment)


def studying(person: Resident, level: str | None = None) -> Holding:
    """The days on the roll of a school, of that level if one is named."""
    if person.schooling is None:
        return CANNOT_SAY
    of_level = [spell for spell in person.schooling if level in (None, spell.level)]
    perhaps = [spell for spell in person.schooling if level is not None and spell.level is None]
    known = _known_start(of_level)
    return Holding(known.surely, known.possibly | _known_start(perhaps).possibly)


def run_of(holding: Holding) -> Measured:
    """The time since it began without a break."""
    return Measured(Clock.run(holding.surely), Clock.run(holding.possibly))


def _known_start(spells: Iterable[Employment | Schooling]) -> Holding:
    """The days of the spells; one whose first day is not on file may have begun at any time."""
    surely, possibly = [], []
    for spell in spells:
        end = spell.ended.toordinal() + 1 if spell.ended else END
        start = spell.started.toordinal() if spell.started else FIRST
        surely += [(start, end)] if spell.started else []
        possibly += [(start, end)]
    return Holding(Days.of(surely), Days.of(possibly))
