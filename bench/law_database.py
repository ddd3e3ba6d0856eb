"""Everyone in a city swept from its file by its extracts, against the sweep alone of the same in memory."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from app.desk import Desk
from app.extracts import Everyone
from app.law import Law
from bench import Figure, Goal, city, clock, program
from bench.law_residents import RULES, law
from bench.law_sweep import seconds_to_sweep


def measure() -> Figure:
    with city.copy() as file, tempfile.TemporaryDirectory() as folder:
        told = program.run(Path(folder), "-m", "bench.law_database", str(file))
    first, by_extracts, in_memory, peak = map(float, told.split())
    return Figure(
        f"Sweeping {len(RULES)} services for the {city.PEOPLE:,} of a city from its file, by its extracts",
        by_extracts,
        "the sweep alone, everyone in memory",
        in_memory,
        at_most=3,
        goals=(
            Goal("everyone in memory", in_memory, 2),
            Goal("from the file by its extracts", by_extracts, 10),
            Goal("from the file the first time, every record read and the extracts written", first, 10),
            Goal("memory of the whole process at its height, everyone in it", peak, 1e9, "B"),
        ),
    )


def swept(file: str) -> tuple[float, float, float, int]:
    """The processor's seconds to sweep a file the first time, again and in memory; the most memory held."""
    with tempfile.TemporaryDirectory() as folder, city.desk(Path(file)) as desk:
        rules = law(Path(folder))
        city.forget_extracts(desk)
        first = sweep(rules, desk)
        by_extracts = min(sweep(rules, desk) for _ in range(2))
        everyone = list(Everyone(desk))
        in_memory = min(seconds_to_sweep(rules, everyone) for _ in range(2))
    return first, by_extracts, in_memory, program.peak()


def sweep(rules: Law, desk: Desk) -> float:
    """The processor's seconds to read everyone and tell them all their days."""
    return clock.busy(lambda: seconds_to_sweep(rules, Everyone(desk)))


if __name__ == "__main__":
    print(*swept(sys.argv[1]))
