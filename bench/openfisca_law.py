"""The same fourteen services written for OpenFisca, month by month.

OpenFisca knows no unknown and no days: what is not on file is "no" to it, and a month is
judged by its first day. The days on which a permit is valid and on which residence counts
are handed to it ready; working them out from endorsements is left out of its time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

Mask = NDArray[np.bool_]
PERSON = build_entity(key="person", plural="persons", label="A resident", is_person=True)
SPANS = ("valid", "held", "present", "employed", "housed", "pension", "medical")


def _variable(name: str, kind: type, formula: Callable[..., Any] | None = None) -> type:
    inside: dict[str, Any] = {"value_type": kind, "entity": PERSON, "definition_period": DateUnit.MONTH}
    return type(name, (Variable,), inside | ({"formula": formula} if formula else {}))


def _running(of: str) -> Callable[..., Any]:
    """Months since the present stretch began; -1 where there is none."""

    def formula(person: Any, period: Any) -> Any:
        before = person(f"{of}_run", period.last_month) if period.start.year > FIRST_YEAR else -1
        return np.where(person(of, period), before + 1, -1)

    return formula


def _total(of: str) -> Callable[..., Any]:
    """Months gathered before this one."""

    def formula(person: Any, period: Any) -> Any:
        if period.start.year <= FIRST_YEAR:
            return person(of, period) * 0
        return person(f"{of}_total", period.last_month) + person(of, period.last_month)

    return formula


def _paid_run(of: str) -> Callable[..., Any]:
    """Months paid in a row up to last month."""

    def formula(person: Any, period: Any) -> Any:
        if period.start.year <= FIRST_YEAR:
            return person(of, period) * 0
        return (person(f"{of}_row", period.last_month) + 1) * person(of, period.last_month)

    return formula


def _lately(person: Any, period: Any) -> Any:
    """Months paid among the last twenty-four."""
    return sum(person("insured", period.offset(-n, "month")) * 1 for n in range(1, 25))


FIRST_YEAR = 2014
ELAPSED = {f"{of}_run": _running(of) for of in ("present", "held", "employed", "housed")}
ELAPSED |= {f"{of}_total": _total(of) for of in ("present", "held", "pension", "medical", "insured")}
ELAPSED |= {"insured_row": _paid_run("insured")}
SERVICES: tuple[Callable[[Callable[[str], Any]], Any], ...] = (
    lambda x: x("valid"),
    lambda x: x("valid") & (x("present_total") >= 12),
    lambda x: x("valid") & (x("present_run") >= 24),
    lambda x: (x("present_total") >= 36) & (x("pension_total") >= 36),
    lambda x: (x("present_run") >= 60) & (x("insured_row") >= 60),
    lambda x: (x("present_run") >= 6) & (x("employed") | x("housed")),
    lambda x: (x("insured_total") >= 99) | (x("insured_lately") >= 18),
    lambda x: (x("insured_total") >= 12) | x("in_need"),
    lambda x: (x("held_total") >= 36) & (x("medical_total") >= 36),
    lambda x: x("valid") & (x("employed_run") >= 12),
    lambda x: x("valid") & (x("housed_run") >= 12),
    lambda x: x("valid") & (x("age") >= 60 * 12),
    lambda x: x("no_crime") & (x("present_run") >= 12),
    lambda x: (x("held_run") >= 60) & x("from_elsewhere"),
)


def _service(written: Callable[[Callable[[str], Any]], Any]) -> Callable[..., Any]:
    return lambda person, period: written(lambda name: person(name, period))


def system() -> Any:
    """The services and the facts they ask, as OpenFisca's variables."""
    found = TaxBenefitSystem([PERSON])
    formulas: dict[str, tuple[type, Callable[..., Any] | None]] = dict.fromkeys(SPANS, (bool, None))
    formulas |= dict.fromkeys(("in_need", "no_crime", "from_elsewhere"), (bool, None))
    formulas["age"] = (int, None)
    formulas["insured"] = (bool, lambda person, period: person("pension", period) | person("medical", period))
    formulas |= {name: (int, formula) for name, formula in ELAPSED.items()}
    formulas["insured_lately"] = (int, _lately)
    formulas |= {f"service_{n}": (bool, _service(written)) for n, written in enumerate(SERVICES)}
    for name, (kind, formula) in formulas.items():
        found.add_variable(_variable(name, kind, formula))
    return found


def first_months(
    months: Sequence[date],
    today: int,
    spans: Mapping[str, Sequence[Mask]],
    always: Mapping[str, Mask],
    age: NDArray[np.int32],
) -> list[NDArray[np.int32]]:
    """For each service the first month from ``today`` on with a yes, by its place; -1 where there is none.

    ``spans`` has a row for each month, ``always`` what is so in every month; ``age`` is that
    of the first month, in months.
    """
    law = system()
    simulation = SimulationBuilder().build_default_simulation(law, count=len(age))
    simulation.max_spiral_loops = 10 * len(months)  # beyond it, defaults are answered without a word
    names = [f"{month:%Y-%m}" for month in months]
    for place, month in enumerate(names):
        told = {name: rows[place] for name, rows in spans.items()} | dict(always) | {"age": age + place}
        for name, values in told.items():
            simulation.set_input(name, month, values)
    for month in names:  # in order, so that no month asks far back
        for name in ELAPSED:
            simulation.calculate(name, month)
    found = []
    for number in range(len(SERVICES)):
        yes = np.array([simulation.calculate(f"service_{number}", month) for month in names[today:]])
        found.append(np.where(yes.any(axis=0), yes.argmax(axis=0), -1).astype(np.int32))
    return found
