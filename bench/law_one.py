"""Every service of one resident with reasons, read from a city's file, against OpenFisca for one person."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from app import facts
from app.desk import Desk
from app.law import Hearing
from app.law.packing import packed
from bench import Figure, Goal, city
from bench.law_openfisca import MONTHS, TODAY, Handed, on_the_first
from bench.law_residents import invented, law

ASKED = 400


def measure() -> Figure:
    return figure("with reasons", Hearing.answer, 1 / 35, 0.002, TODAY + 1)


def figure(
    told: str, ask: Callable[[Hearing, str], object], at_most: float, goal: float, months: int
) -> Figure:
    """The time in which all services of one resident are told, the reading of the file included."""
    with city.desk(city.file()) as desk:
        rules, people = desk.law.rules("benefit"), city.some(desk, ASKED)
        ours, waited = slowest_of_twenty(lambda person_id: hear(desk, person_id, rules, ask), people)
    return Figure(
        f"{len(rules)} services of one resident {told}, read from a city's file, 95th percentile of {ASKED}",
        ours,
        f"one person's fourteen in OpenFisca, facts handed over, {months} months",
        seconds_in_openfisca(months),
        at_most=at_most,
        note=f"{waited * 1000:.2f} ms by the clock",
        goals=(Goal("the 95th percentile", ours, goal),),
    )


def hear(
    desk: Desk, person_id: UUID, rules: tuple[str, ...], ask: Callable[[Hearing, str], object]
) -> list[object]:
    """The person read from the file, and every rule asked."""
    with desk.reading() as session:
        hearing = desk.law.hear(facts.about(session, person_id, desk.today()), desk.today())
    return [ask(hearing, rule) for rule in rules]


def slowest_of_twenty(work: Callable[[UUID], object], people: list[UUID]) -> tuple[float, float]:
    """The 95th percentile of the seconds the work takes of the processor and by the clock, once warm."""
    for person_id in people:
        work(person_id)
    spent, waited = [], []
    for person_id in people:
        clock, processor = time.perf_counter(), time.process_time()
        work(person_id)
        spent.append(time.process_time() - processor)
        waited.append(time.perf_counter() - clock)
    place = len(people) * 95 // 100
    return sorted(spent)[place], sorted(waited)[place]


def seconds_in_openfisca(months: int) -> float:
    """The same for one person there; its law is built once for all and left out of the time."""
    from bench import openfisca_law  # an extra of the benchmark alone

    with tempfile.TemporaryDirectory() as folder:
        (block,) = packed(map(on_the_first, invented(1)), 1)
        handed = Handed(law(Path(folder)), block)
    spans = {name: rows[:months] for name, rows in handed.by_month().items()}
    always, age = handed.always(), handed.age()

    def once() -> float:
        start = time.process_time()
        openfisca_law.system()
        built = time.process_time()
        openfisca_law.first_months(MONTHS[:months], TODAY, spans, always, age)
        return time.process_time() - built - (built - start)

    return min(once() for _ in range(5))
