"""Jobs and schooling as days, from the first day to the last, and schooling as school years."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from app.law.calendar import END, FIRST
from app.law.days import ALWAYS, CANNOT_SAY, NEVER, Days, Holding
from app.law.histories import Bound, Clock, Measured
from app.law.residents import UNKNOWN, Employment, Resident, Schooling
from app.law.values import value

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
    """The days of the spells; one whose first or last day is not on file may reach any day on that side."""
    surely, possibly = [], []
    for spell in spells:
        end = spell.ended.toordinal() + 1 if isinstance(spell.ended, date) else END
        start = spell.started.toordinal() if spell.started else FIRST
        sure_end = start + 1 if spell.ended is UNKNOWN else end
        surely += [(start, sure_end)] if spell.started else []
        possibly += [(start, end)]
    return Holding(Days.of(surely), Days.of(possibly))


@value()
class SchoolYears:
    """Whole school years, in stretches of years [first, end); the year Y ends on 31 August of Y + 1."""

    stretches: tuple[tuple[int, int], ...]

    @classmethod
    def on_the_roll(cls, days: Days) -> SchoolYears:
        """The school years of which the pupil was there by 30 September and stayed to the last day."""
        years = ((_entered(start), _stayed(end)) for start, end in days.stretches)
        return cls(tuple((first, end) for first, end in years if first < end))

    def reading(self, day: int) -> int:
        today = date.fromordinal(day)
        ended = today.year - ((today.month, today.day) < (8, 31))
        return sum(max(0, min(end, ended) - first) for first, end in self.stretches)

    def at_least(self, bound: Bound) -> Days:
        assert isinstance(bound, int)
        before = 0
        for first, end in self.stretches:
            if bound <= before + end - first:
                return Days.between(last_day_of_school(first + bound - before - 1)) if bound > 0 else ALWAYS
            before += end - first
        return NEVER if bound > 0 else ALWAYS

    def beyond(self, bound: Bound) -> Days:
        assert isinstance(bound, int)
        return self.at_least(bound + 1)

    def start(self, day: int) -> int | None:
        return None


def school_years(person: Resident, level: str | None = None) -> Measured:
    """The school years that count, of that level if one is named."""
    roll = studying(person, level)
    return Measured(SchoolYears.on_the_roll(roll.surely), SchoolYears.on_the_roll(roll.possibly))


def last_day_of_school(year: int) -> int:
    """The ordinal of 31 August on which the school year begun in ``year`` counts."""
    return date(year + 1, 8, 31).toordinal()


def _entered(start: int) -> int:
    """The first school year by whose 30 September someone on the roll from ``start`` was there."""
    day = date.fromordinal(start)
    return day.year + ((day.month, day.day) > (9, 30))


def _stayed(end: int) -> int:
    """The first school year that was not seen through by someone on the roll up to ``end``."""
    last = date.fromordinal(end - 1)
    return last.year - ((last.month, last.day) < (8, 31))
