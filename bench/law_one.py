"""Every service of one resident with reasons, read from a city's file, against OpenFisca for one person.

Garbage is collected as in the program (``ui.garbage``): not while somebody is asked about, but
between two, by the very same sweep. What that takes is told beside the figure and is not in it.
Everybody is asked in several rounds and, as of OpenFisca's runs, the best of them counts: the
95th percentile is that of the residents, not of what else the machine does meanwhile.
"""

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
from bench import Figure, Goal, city, clock
from bench.law_openfisca import MONTHS, TODAY, Handed, on_the_first
from bench.law_residents import invented, law
from ui.garbage import sweep

ASKED, ROUNDS = 400, 5


def measure() -> Figure:
    return figure("with reasons", Hearing.answer, 1 / 35, 0.002, TODAY + 1)


def figure(
    told: str, ask: Callable[[Hearing, str], object], at_most: float, goal: float, months: int
) -> Figure:
    """The time in which all services of one resident are told, the reading of the file included."""
    with city.desk(city.file()) as desk, clock.swept():
        rules, people = desk.law.rules("benefit"), city.some(desk, ASKED)
        ours, waited, swept = slowest_of_twenty(lambda person_id: hear(desk, person_id, rules, ask), people)
        theirs = seconds_in_openfisca(months)
    return Figure(
        f"{len(rules)} services of one resident {told}, read from a city's file, 95th percentile of {ASKED}",
        ours,
        f"one person's fourteen in OpenFisca, facts handed over, {months} months",
        theirs,
        at_most=at_most,
        note=f"{waited * 1000:.2f} ms by the clock; garbage between two {swept * 1000:.2f} ms",
        goals=(Goal("the 95th percentile", ours, goal),),
    )


def hear(
    desk: Desk, person_id: UUID, rules: tuple[str, ...], ask: Callable[[Hearing, str], object]
) -> list[object]:
    """The person read from the file, and every rule asked."""
    with desk.reading() as session:
        hearing = desk.law.hear(facts.about(session, person_id, desk.today()), desk.today())
    return [ask(hearing, rule) for rule in rules]


def slowest_of_twenty(work: Callable[[UUID], object], people: list[UUID]) -> tuple[float, float, float]:
    """Once warm, the seconds of the work: the 95th percentile on the processor and by the clock.

    The third is what sweeping after each takes on the processor, on average.
    """
    for person_id in people:
        work(person_id)
    spent = {person_id: float("inf") for person_id in people}
    waited, sweeping = dict(spent), 0.0
    for _round in range(ROUNDS):
        for person_id in people:
            wall, start = time.perf_counter(), time.process_time()
            work(person_id)
            done = time.process_time()
            waited[person_id] = min(waited[person_id], time.perf_counter() - wall)
            spent[person_id] = min(spent[person_id], done - start)
            sweep()
            sweeping += time.process_time() - done
    return clock.slow([*spent.values()]), clock.slow([*waited.values()]), sweeping / len(people) / ROUNDS


def seconds_in_openfisca(months: int) -> float:
    """The same for one person there; its law is built once for all and left out of the time."""
    from bench import openfisca_law  # an extra of the benchmark alone

    with tempfile.TemporaryDirectory() as folder:
        (block,) = packed(map(on_the_first, invented(1)), 1)
        handed = Handed(law(Path(folder)), block)
    spans = {name: rows[:months] for name, rows in handed.by_month().items()}
    always, age = handed.always(), handed.age()

    def once() -> tuple[float, float]:
        start = time.process_time()
        openfisca_law.system()
        built = time.process_time()
        openfisca_law.first_months(MONTHS[:months], TODAY, spans, always, age)
        return time.process_time() - built, built - start

    times = [once() for _round in range(ROUNDS)]
    return min(told for told, _ in times) - min(building for _, building in times)
