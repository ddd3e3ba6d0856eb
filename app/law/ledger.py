"""The residence ledger: every stretch of days labelled counted or not, why, and by which article.

It is drawn from the very stays, lapses and numbers the residence clock counts by, so its
counted days add up to what the clock shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from app.language import N_
from app.law.answers import Verdict
from app.law.calendar import END
from app.law.days import NEVER, Days
from app.law.facts import Scene
from app.law.residence import Lapse, Presence, doubtful
from app.law.residents import Case, Resident, Stay

if TYPE_CHECKING:
    from app.law.law import Law

WHY = {
    "registered": N_("registered residence here"),
    "arrived": N_("residence here since the arrival"),
    "recognised": N_("residence in a place whose time is recognised"),
    "bridged": N_("a gap too short to break residence"),
    "unregistered": N_("here, but not registered"),
    "elsewhere": N_("residence in another place"),
    "away": N_("no residence on file"),
    "suspended": N_("the permit was suspended: no endorsement in time"),
    "forgiven": N_("endorsed late, within the grace"),
    "untold": N_("what it depends on is not on file"),
}

BY = {
    "registered": "residence.count_from",
    "arrived": "residence.count_from",
    "unregistered": "residence.count_from",
    "untold": "residence.count_from",
    "recognised": "residence.recognised",
    "bridged": "residence.gap",
    "away": "residence.gap",
    "elsewhere": "residence.elsewhere",
    "suspended": "endorsement.grace",
    "forgiven": "endorsement.grace",
}
"""The parameter that decides each."""

COUNTED = ("registered", "arrived", "recognised", "bridged", "forgiven")


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """The days [start, until) of a ledger: whether they count, and why, as a key of WHY.

    ``run_begins`` and ``total_begins`` say that the time without a break, or all of it,
    begins again on the first of them. The article is that of the parameter ``by``.
    """

    start: date
    until: date
    counted: Verdict
    why: str
    by: str
    article: str
    pack: str
    version: str
    checksum: str
    status: str
    run_begins: bool
    total_begins: bool

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.until - self.start).days


def ledger(law: Law, case: Case, scene: Scene, day: date) -> tuple[LedgerEntry, ...]:
    """Every stretch from the first day on file up to, not including, the asked day."""
    book = _Book(law, case.person, scene, day.toordinal())
    alike = [(key[0], list(same)) for key, same in groupby(book.pieces(), lambda piece: piece[0])]
    return tuple(book.entry(why, some[0][1][0], some[-1][1][1]) for why, some in alike)


class _Book:
    """One person's days, piece by piece."""

    def __init__(self, law: Law, person: Resident, scene: Scene, day: int) -> None:
        self._law, self._person, self._day = law, person, day
        self._setting = scene.setting
        self._present: Presence = scene.stays()
        self._lapses = [lapse for life in scene.lives() or () for lapse in life.lapses]
        self._doubtful = doubtful(self._present, scene.lives())
        self._resets = {*self._present.resets, *(lapse.ended for lapse in self._lapses if lapse.resets)}

    def pieces(self) -> Iterator[tuple[tuple[str, int, int], tuple[int, int]]]:
        """The smallest stretches, each with why; those of one lapse, or after a reset, stay apart."""
        edges = sorted(edge for edge in self._edges() if edge < self._day)
        for start, end in pairwise([*edges, self._day]):
            lapse = self._lapse_on(start)
            since = max((reset for reset in self._resets if reset <= start), default=0)
            yield (self._why(start), since, lapse.due if lapse else 0), (start, end)

    def _edges(self) -> set[int]:
        days = [
            day for stay in self._person.stays or () for day in (stay.arrived, stay.registered, stay.left)
        ]
        edges = {day.toordinal() for day in days if isinstance(day, date)}
        edges |= {edge for lapse in self._lapses for edge in (lapse.due, lapse.ended)}
        edges |= {edge for stretch in self._present.possibly.stretches for edge in stretch if edge > 1}
        first = min(edges, default=END)
        return edges | {edge for edge in (*self._resets, self._doubtful) if edge >= first}

    def _lapse_on(self, day: int) -> Lapse | None:
        return next((lapse for lapse in self._lapses if lapse.due <= day < lapse.ended), None)

    def _why(self, day: int) -> str:
        lapse = self._lapse_on(day)
        if lapse and not lapse.forgiven:
            return "suspended"
        if day in self._present.possibly and (day >= self._doubtful or day not in self._present.surely):
            return "untold"
        if day in self._present.surely:
            return "forgiven" if lapse else self._why_counted(day)
        return self._why_not(day)

    def _why_counted(self, day: int) -> str:
        begun = "arrived" if self._setting.count_from == "arrived" else "registered"
        there = [stay.division for stay in self._person.stays or () if day in _days_of(stay, begun)]
        if any(map(self._setting.here, there)):
            return begun
        return "recognised" if any(map(self._setting.counts, there)) else "bridged"

    def _why_not(self, day: int) -> str:
        there = [stay.division for stay in self._person.stays or () if day in _days_of(stay, "arrived")]
        if not there:
            return "away"
        return "unregistered" if any(map(self._setting.counts, there)) else "elsewhere"

    def entry(self, why: str, start: int, end: int) -> LedgerEntry:
        """The stretch with the article of the parameter that decides it, as in force for it."""
        name = BY[why]
        found = self._law.in_force(name, start if name.startswith("endorsement.") else self._day)
        counted = why in COUNTED
        return LedgerEntry(
            start=date.fromordinal(start),
            until=date.fromordinal(end),
            counted=Verdict.of(None if why == "untold" else counted),
            why=why,
            by=name,
            article=found.edition.article if found else "",
            pack=found.pack.code if found else "",
            version=found.pack.version if found else "",
            checksum=found.pack.checksum if found else "",
            status=found.edition.status if found else "",
            run_begins=counted and self._why(start - 1) not in COUNTED,
            total_begins=start in self._resets,
        )


def _days_of(stay: Stay, begun: str) -> Days:
    """The days of a stay from its registration or its arrival on."""
    start = stay.arrived if begun == "arrived" else stay.registered
    if not isinstance(start, date):
        return NEVER
    return Days.between(start.toordinal(), stay.left.toordinal() if stay.left else END)
