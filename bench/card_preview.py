"""A card chosen in the queue until front and back are painted, against showing an empty Qt window again."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from bench import Figure, Goal, program

PEOPLE, LOOKED_AT = 2_000, 40


def measure() -> Figure:
    with tempfile.TemporaryDirectory() as folder:
        file = program.invent(Path(folder), PEOPLE)
        told = program.run(Path(folder), "-m", "bench.card_preview", str(file))
    median, slow, empty = (float(number) for number in told.split())
    return Figure(
        "Preview of a permit card after the first, 95th percentile",
        slow,
        "showing an empty Qt window again",
        empty,
        at_most=60,
        note=f"the median {median * 1000:.0f} ms of the processor",
        goals=(Goal("Preview of a card", slow, at_most=0.150),),
    )


def looked_at(file: str) -> tuple[float, float, float]:
    """Seconds of the processor until a card is painted: the median, the 95th percentile, an empty window."""
    from PySide6.QtWidgets import QWidget

    from app import offices
    from tests.helpers.inline import InlineJobs
    from ui import application, settled
    from ui.news import News
    from ui.office import Office
    from ui.pages.printing import PrintingPage
    from ui.window import Window

    app = application.make(["bench"])
    desk = offices.open_fiction(offices.url_of(file))
    window = Window()
    window.resize(1366, 696)
    window.show()
    window.settle(Office(desk, InlineJobs(window), News(window)), settled.standing(desk, day_was_set=False))
    window.go("printing")
    app.processEvents()
    page = window.page()
    assert isinstance(page, PrintingPage)

    def look_at_next(by: int) -> float:
        before = page.queue.current()
        start = time.process_time()
        page.queue.step(by)
        app.processEvents()
        spent = time.process_time() - start
        assert page.queue.current() != before, "the queue is too short to look at another card"
        return spent

    def show_empty(empty: QWidget) -> float:
        start = time.process_time()
        empty.resize(empty.width() + 1, empty.height())
        app.processEvents()
        return time.process_time() - start

    look_at_next(1)
    spent = sorted(look_at_next(by) for by in (1, 1, -1, -1) * (LOOKED_AT // 4))
    empty = QWidget()
    empty.resize(1366, 696)
    empty.show()
    shown = sorted(show_empty(empty) for _ in range(20))
    desk.close()
    return spent[len(spent) // 2], spent[len(spent) * 95 // 100], shown[len(shown) // 2]


if __name__ == "__main__":
    print(*looked_at(sys.argv[1]))
