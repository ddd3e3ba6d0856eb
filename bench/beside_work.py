"""How long the window takes to build a page while a lane computes without a pause, against when none does.

Python runs one thread at a time, and each call into the toolkit lets another have its turn; then the window
waits until that one gives way (``ui.jobs.GIVES_WAY``).
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from bench import Figure, city, program

if TYPE_CHECKING:
    from ui.office import Office

PEOPLE = 2_000
PAGE = "registration"
TRIES = 5


def measure() -> Figure:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        file = program.invent_to(home / "people.anju", PEOPLE, "--on", city.DAY.isoformat())
        alone, beside = map(float, program.run(home, "-m", "bench.beside_work", str(file)).split())
    return Figure(
        "Building the form of 登记 while something is computed beside the window",
        beside,
        "building it while nothing is",
        alone,
        at_most=4,
    )


def built(file: str) -> tuple[float, float]:
    """Seconds by the clock to build the page while no lane works, and while one does; the best of some."""
    from app import offices
    from bench import screen
    from ui.jobs import Jobs

    over = Event()

    def compute() -> None:
        while not over.is_set():
            sum(range(1000))

    with screen.window(offices.open_fiction(offices.url_of(file), city.DAY), Jobs) as window:
        page = window.page()
        assert page is not None
        _build(page.office)  # what is imported for it is imported once
        alone = min(_build(page.office) for _ in range(TRIES))
        page.office.jobs.press(compute, owner=window)
        beside = min(_build(page.office) for _ in range(TRIES))
        over.set()
    return alone, beside


def _build(office: Office) -> float:
    from bench import screen
    from ui.pages import PAGES

    entry = next(each for each in PAGES if each.name == PAGE)
    start = time.monotonic()
    page = entry.build(office)
    seconds = time.monotonic() - start
    page.deleteLater()
    screen.painted()
    return seconds


if __name__ == "__main__":
    print(*built(sys.argv[1]))
