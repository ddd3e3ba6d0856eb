"""The facts of many persons at once: each name of ``facts.FACTS``, gathered from a block's columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np

from app.law.calendar import END, FIRST
from app.law.crowd import Crowd, Held, Mask, Rows, taken
from app.law.crowd_clocks import History, Measures, PaidMonths, Runs, Spans, Totals, WholeSchoolYears
from app.law.crowd_residence import Permitted, Residing
from app.law.facts import STATEMENTS, Parameters, Scene, counting
from app.law.histories import FIRST_MONTH, FOREVER, Bound
from app.law.packing import FIXED, Block, Codes, Paid, Spells
from app.law.residence import Setting
from app.law.residents import Insurance, Resident

PERMITTED = ("permit_valid", "permit_run", "permit_total", "endorsement_open")
RESIDING = (
    "residence_run",
    "residence_total",
    "unregistered",
    "registered",
    "housed",
    "hosted",
    "with_relatives",
    "same_address",
)


class CrowdScene:
    """A block of persons seen from one place: every history is made once, when it is first asked for."""

    def __init__(self, block: Block, setting: Setting, permitted: Permitted) -> None:
        self.block = block
        self.setting = setting
        self.permitted = permitted
        self.residing = Residing(block, setting, permitted)
        self._histories: dict[tuple[str, Parameters], History] = {}

    def history(self, fact: str, parameters: Parameters = ()) -> History:
        """The history of a fact in ``facts.FACTS``."""
        key = (fact, parameters)
        if key not in self._histories:
            self._histories[key] = self._gathered(fact, parameters)
        return self._histories[key]

    def _gathered(self, fact: str, parameters: Parameters) -> History:
        if fact in RESIDING or fact in PERMITTED:
            found: Held | Runs | Totals = getattr(self.residing if fact in RESIDING else self.permitted, fact)
            return Spans(found) if isinstance(found, Held) else Measures(found, found)
        if fact in STATEMENTS or fact in FIXED or fact == "from_elsewhere":
            return self._fixed(fact)
        return GATHER[fact](self, **dict(parameters))

    def _fixed(self, fact: str) -> Fixed:
        """What is so on every day, asked once for each different word by the rules for one person."""
        field = "household_division" if fact == "from_elsewhere" else fact
        codes = self.block.fixed.get(field) or self.block.statements.get(field)
        codes = codes or Codes(np.zeros(self.block.people, dtype=np.int32), (None,))
        return Fixed(fact, field, codes, self.setting)


@dataclass(frozen=True, slots=True)
class Fixed:
    """Something that is so on every day, one word for each person."""

    fact: str
    field: str
    codes: Codes
    setting: Setting

    def test(self, test: str, bound: Bound) -> Held:
        """Never or always for each, or it cannot be said."""
        so = self.codes.each(lambda word: self._of_one(word, test, bound))
        surely = Crowd.whole(so == 1)
        return Held.known(surely) if not (so == -1).any() else Held(surely, Crowd.whole(so != 0))

    def _of_one(self, word: object, test: str, bound: Bound) -> bool | None:
        person = Resident()
        if word is not None and self.field in STATEMENTS:
            person = Resident(statements={self.field: bool(word)})
        elif word is not None:
            person = Resident(**{self.field: word})  # type: ignore[arg-type]
        return Scene(person, self.setting).history(self.fact).test(test, bound).at(FIRST)


@dataclass(frozen=True, slots=True)
class BirthDays:
    """The days of birth, 0 where one is not on file."""

    born: Rows

    def test(self, test: str, bound: Bound) -> Held:
        """Never or always for each, or it cannot be said."""
        assert isinstance(bound, date)
        day = bound.toordinal()
        so = self.born < day if test == "before" else self.born > day
        told = self.born > 0
        surely = Crowd.whole(so & told)
        return Held.known(surely) if told.all() else Held(surely, Crowd.whole(so | ~told))


def _age(scene: CrowdScene) -> History:
    born, people = scene.block.born, scene.block.people
    person = np.arange(people, dtype=np.int32)
    told = born > 0
    surely = Runs(
        Crowd.table(people, person[told], born[told], np.full(int(told.sum()), END, dtype=np.int32))
    )
    if told.all():
        return Measures(surely, surely)
    return Measures(surely, surely, Runs(Crowd.whole(~told)))


def _employed(scene: CrowdScene) -> Held:
    return _spent(scene.block, scene.block.employment)


def _studying(scene: CrowdScene, level: str | None = None) -> Held:
    return _spent(scene.block, scene.block.schooling, level)


def _spent(block: Block, spells: Spells, level: str | None = None) -> Held:
    those = spells.level.each(lambda own: level in (None, own)) == 1
    days = Crowd.table(block.people, *taken(those, spells.person, spells.starts, spells.ends))
    return _told(days, spells.told)


def _told(days: Crowd, told: Mask) -> Held:
    """The days, for those of whom it is on file; of the others it cannot be said."""
    return Held.known(days) if told.all() else Held(days, days | Crowd.whole(~told))


def _employment_run(scene: CrowdScene) -> History:
    return _runs(_employed(scene))


def _schooling_run(scene: CrowdScene, level: str | None = None) -> History:
    return _runs(_studying(scene, level))


def _housing_run(scene: CrowdScene) -> History:
    return _runs(scene.residing.housed)


def _runs(held: Held) -> Measures:
    surely = Runs(held.surely)
    return Measures(surely, surely if held.is_known else Runs(held.possibly))


def _school_years(scene: CrowdScene, level: str | None = None) -> History:
    roll = _studying(scene, level)
    surely = WholeSchoolYears.on_the_roll(roll.surely)
    return Measures(surely, surely if roll.is_known else WholeSchoolYears.on_the_roll(roll.possibly))


def _insured_months(scene: CrowdScene, **asked: object) -> History:
    how, paid, people = counting(asked), scene.block.insurance, scene.block.people
    counts = paid.sort.each(lambda sort: how.counts(_as_paid(sort)))
    surely = PaidMonths(_months(people, paid, counts == 1), how.mode == "run", how.within)
    possibly = surely
    if (counts == -1).any():
        possibly = PaidMonths(_months(people, paid, counts != 0), how.mode == "run", how.within)
    if paid.told.all():
        return Measures(surely, possibly)
    untold = np.flatnonzero(~paid.told).astype(np.int32)
    always = Crowd(people, untold, np.full_like(untold, FIRST_MONTH), np.full_like(untold, FOREVER))
    return Measures(surely, possibly, PaidMonths(always, how.mode == "run", how.within))


def _as_paid(sort: tuple[str | None, str | None, bool | None, bool | None]) -> Insurance:
    kind, region, backpaid, flexible = sort
    return Insurance(kind, None, None, region, backpaid, flexible)


def _months(people: int, paid: Paid, those: Mask) -> Crowd:
    return Crowd.table(people, *taken(those, paid.person, paid.starts, paid.ends))


GATHER: dict[str, Callable[..., History]] = {
    "age": _age,
    "born": lambda scene: BirthDays(scene.block.born),
    "employed": lambda scene: Spans(_employed(scene)),
    "employment_run": _employment_run,
    "housing_run": _housing_run,
    "studying": lambda scene, level=None: Spans(_studying(scene, level)),
    "schooling_run": _schooling_run,
    "school_years": _school_years,
    "insured_months": _insured_months,
}
