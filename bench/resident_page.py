"""A resident's page opened, with every answer and the chart of days painted, against a plain Qt table."""

from __future__ import annotations

import sys
import tempfile
from functools import partial
from pathlib import Path
from uuid import UUID

from bench import Figure, Goal, city, clock, program

OPENED = 60


def measure() -> Figure:
    with tempfile.TemporaryDirectory() as folder:
        told = program.run(Path(folder), "-m", "bench.resident_page", str(city.file()))
    median, slow, table = (float(number) for number in told.split())
    return Figure(
        f"Opening a resident of {city.PEOPLE:,} with every answer and the chart of days, 95th percentile",
        slow,
        "filling and painting a plain Qt table",
        table,
        at_most=7,
        goals=(Goal("the median", median, 0.060), Goal("the 95th percentile", slow, 0.060)),
    )


def opened(file: str) -> tuple[float, float, float]:
    """Seconds of the processor to open and paint a file: the median, the 95th percentile, a plain table."""
    from app import offices
    from bench import screen

    desk = offices.open_fiction(offices.url_of(file), city.DAY)
    people = city.some(desk, OPENED)
    with screen.window(desk) as window:

        def open_file(person_id: UUID) -> None:
            window.go("resident", ("person", person_id))
            screen.painted()

        for person_id in people[:5]:
            open_file(person_id)
        spent = [clock.busy(partial(open_file, person_id)) for person_id in people[5:]]
        return clock.median(spent), clock.slow(spent), screen.table()


if __name__ == "__main__":
    print(*opened(sys.argv[1]))
