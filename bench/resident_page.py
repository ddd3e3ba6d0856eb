"""A resident's page opened, with every answer and the chart of days painted, against an empty Qt window."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from uuid import UUID

from bench import Figure, Goal, city, program

OPENED = 60


def measure() -> Figure:
    with tempfile.TemporaryDirectory() as folder:
        told = program.run(Path(folder), "-m", "bench.resident_page", str(city.file()))
    median, slow, empty = (float(number) for number in told.split())
    return Figure(
        f"Opening a resident of {city.PEOPLE:,} with every answer and the chart of days, 95th percentile",
        slow,
        "showing an empty Qt window again",
        empty,
        at_most=60,
        goals=(Goal("the median", median, 0.060), Goal("the 95th percentile", slow, 0.060)),
    )


def opened(file: str) -> tuple[float, float, float]:
    """Seconds of the processor to open and paint a file: the median, the 95th percentile, an empty window."""
    from PySide6.QtWidgets import QWidget

    from app import offices
    from tests.helpers.inline import InlineJobs
    from ui import application, settled
    from ui.news import News
    from ui.office import Office
    from ui.window import Window

    app = application.make(["bench"])
    desk = offices.open_fiction(offices.url_of(file), city.DAY)
    window = Window()
    window.show()
    window.settle(Office(desk, InlineJobs(window), News(window)), settled.standing(desk, day_was_set=False))
    people = city.some(desk, OPENED)

    def open_file(person_id: UUID) -> float:
        start = time.process_time()
        window.go("resident", ("person", person_id))
        app.processEvents()
        return time.process_time() - start

    def show_empty(empty: QWidget) -> float:
        start = time.process_time()
        empty.resize(empty.width() + 1, empty.height())
        app.processEvents()
        return time.process_time() - start

    for person_id in people[:5]:
        open_file(person_id)
    spent = sorted(map(open_file, people[5:]))
    empty = QWidget()
    empty.resize(1366, 696)
    empty.show()
    shown = sorted(show_empty(empty) for _ in range(20))
    desk.close()
    return spent[len(spent) // 2], spent[len(spent) * 95 // 100], shown[len(shown) // 2]


if __name__ == "__main__":
    print(*opened(sys.argv[1]))
