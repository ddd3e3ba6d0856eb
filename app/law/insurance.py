"""Months of social insurance, counted as a rule asks: which kinds, where paid, with or without a hole."""

from __future__ import annotations

from collections.abc import Iterable

from app.law.histories import FIRST_MONTH, FOREVER, Measured, Months, joined_months
from app.law.residents import Insurance, Missing, Resident
from app.law.values import value

KINDS = ("pension", "medical", "unemployment", "injury", "maternity")
EVERY_MONTH = ((FIRST_MONTH, FOREVER),)


@value()
class Counting:
    """What a rule asks of the months: kinds (none named is any), regions, back-paid or flexible or not."""

    kinds: tuple[str, ...] = ()
    mode: str = "total"
    within: int | None = None
    regions: tuple[str, ...] = ()
    backpaid: bool = True
    flexible: bool = True

    def counts(self, paid: Insurance) -> bool | None:
        """Whether these months count; None where what decides it is not on file."""
        verdicts = (
            _one_of(paid.kind, self.kinds),
            self._paid_there(paid.region),
            self.backpaid or _not(paid.backpaid),
            self.flexible or _not(paid.flexible),
        )
        if False in verdicts:
            return False
        return None if None in verdicts else True

    def _paid_there(self, region: str | None) -> bool | None:
        """Whether the region is one of those asked; None where it is not on file, or not told so finely."""
        if not self.regions:
            return True
        if region is None:
            return None
        coarser = any(asked.startswith(region) for asked in self.regions)
        return region.startswith(self.regions) or (None if coarser else False)


def _one_of(kind: str | None, kinds: tuple[str, ...]) -> bool | None:
    if not kinds:
        return True
    return None if kind is None else kind in kinds


def _not(so: bool | None) -> bool | None:
    return None if so is None else not so


def insured_months(person: Resident, counting: Counting) -> Measured:
    """The months paid; each counts from the first day of the following month, one paid twice counts once."""
    if person.insurance is None:
        return Measured(_months((), counting), _months(EVERY_MONTH, counting))
    surely = _stretches(
        (paid.since, paid.since + 1 if isinstance(paid.until, Missing) else _end(paid.until))
        for paid in person.insurance
        if counting.counts(paid) and paid.since is not None
    )
    possibly = _stretches(
        (paid.since or FIRST_MONTH, _end(paid.until))
        for paid in person.insurance
        if counting.counts(paid) is not False
    )
    least = _months(surely, counting)
    return Measured(least, least if possibly == surely else _months(possibly, counting))


def _months(stretches: tuple[tuple[int, int], ...], counting: Counting) -> Months:
    return Months(stretches, running=counting.mode == "run", within=counting.within)


def _end(until: int | Missing | None) -> int:
    """The month after the last that may be paid."""
    return until + 1 if isinstance(until, int) else FOREVER


def _stretches(spells: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    return joined_months([(since, end) for since, end in spells])
