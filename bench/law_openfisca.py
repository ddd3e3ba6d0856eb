"""Fourteen services for everyone at once, against the same whole task in OpenFisca, in one run.

The residents' days all fall on the first of a month, so that days and months can be
compared; OpenFisca looks five years ahead, the sweep at all days.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.law import Case, Law, month_of
from app.law.crowd import Crowd, Rows, months_of
from app.law.crowd_facts import CrowdScene
from app.law.crowd_residence import Permitted
from app.law.packing import Block, packed
from bench import Figure
from bench.law_residents import DAY, RULES, invented, law

PEOPLE = 8192
MONTHS = [date(year, month, 1) for year in range(2014, DAY.year + 6) for month in range(1, 13)]
TODAY = MONTHS.index(DAY)
MONTHS = MONTHS[: TODAY + 60]


def measure() -> Figure:
    from bench import openfisca_law  # an extra of the benchmark alone

    with tempfile.TemporaryDirectory() as folder:
        rules = law(Path(folder))
    (block,) = packed(map(on_the_first, invented(PEOPLE)), PEOPLE)
    ours, opens = min((timed(lambda: sweep(rules, block)) for _ in range(5)), key=lambda run: run[0])
    handed = Handed(rules, block)
    theirs, first = timed(
        lambda: openfisca_law.first_months(MONTHS, TODAY, handed.by_month(), handed.always(), handed.age())
    )
    alike = [agreeing(day, month) for day, month in zip(opens, first, strict=True)]
    if min(alike) < 0.99:
        raise AssertionError(f"OpenFisca was asked something else: {alike}")
    return Figure(
        f"Sweeping {PEOPLE:,} residents, {len(RULES)} services, every day, unknown told from no",
        ours,
        "the same in OpenFisca, month by month, two-valued, five years ahead",
        theirs,
        at_most=1 / 10,
        note=f"first months with a yes compared for all: {min(alike):.2%} or more agree, per service",
    )


def timed(work: Callable[[], list[Rows]]) -> tuple[float, list[Rows]]:
    """Its seconds on the processor, and what it found."""
    start = time.process_time()
    found = work()
    return time.process_time() - start, found


def sweep(rules: Law, block: Block) -> list[Rows]:
    """From which day on each service is open to each resident."""
    (swept,) = rules.sweep(RULES, [block], DAY)
    return [swept.told[rule].opens for rule in RULES]


def agreeing(opens: Rows, first: Rows) -> float:
    """Of those of whom either says a month, the share of whom both say the same, or one that borders on it.

    A total with a gap reaches three years in the midst of a month; OpenFisca sees the next first day.
    """
    edges = np.array([month.toordinal() for month in MONTHS[TODAY:]], dtype=np.int32)
    ours = np.searchsorted(edges, opens)
    theirs = np.where(first < 0, len(edges), first)
    either = np.minimum(ours, theirs) < len(edges)
    return float((abs(ours - theirs) <= 1)[either].mean()) if either.any() else 1.0


def on_the_first(case: Case) -> Case:
    """The same resident with every day on the first of its month."""
    return Case(_on_the_first(case.person))


def _on_the_first(thing: Any) -> Any:
    if isinstance(thing, date):
        return thing.replace(day=1)
    if isinstance(thing, tuple):
        return tuple(map(_on_the_first, thing))
    if is_dataclass(thing) and not isinstance(thing, type):
        return replace(thing, **{one.name: _on_the_first(getattr(thing, one.name)) for one in fields(thing)})
    return thing


class Handed:
    """What OpenFisca is handed about a block: which months, and what is so always."""

    def __init__(self, rules: Law, block: Block) -> None:
        permitted = Permitted(block, rules.regimes, DAY.toordinal())
        self._block = block
        self._scene = CrowdScene(block, rules.setting(DAY.toordinal()), permitted)

    def by_month(self) -> dict[str, list[NDArray[np.bool_]]]:
        """For each month whether it was so on its first day; for insurance, whether it was paid."""
        days = {
            "valid": self._so("permit_valid"),
            "held": self._scene.permitted.permit_run.days,
            "present": self._scene.residing.residence_run.days,
            "employed": self._so("employed"),
            "housed": self._so("housed"),
        }
        spans = {name: [crowd.on(month.toordinal()) for month in MONTHS] for name, crowd in days.items()}
        paid = {kind: [self._paid(kind, month) for month in MONTHS] for kind in ("pension", "medical")}
        return spans | paid

    def always(self) -> dict[str, NDArray[np.bool_]]:
        """What does not change; unknown is no."""
        asked = {
            "in_need": self._so("in_sudden_need"),
            "no_crime": self._so("serious_crime", False),
            "from_elsewhere": self._so("from_elsewhere"),
        }
        return {name: crowd.on(DAY.toordinal()) for name, crowd in asked.items()}

    def age(self) -> Rows:
        """The age in months in the first month of all."""
        return np.int32(month_of(MONTHS[0].year, MONTHS[0].month)) - months_of(self._block.born)

    def _so(self, fact: str, so: bool = True) -> Crowd:
        return self._scene.history(fact).test("is", so).surely

    def _paid(self, kind: str, month: date) -> NDArray[np.bool_]:
        paid, number = self._block.insurance, month_of(month.year, month.month)
        of_kind = paid.sort.each(lambda sort: sort[0] == kind) == 1
        there = np.zeros(self._block.people, dtype=np.bool_)
        there[paid.person[of_kind & (paid.starts <= number) & (paid.ends > number)]] = True
        return there
