"""A card chosen in the queue until front and back are painted, against a plain Qt table."""

from __future__ import annotations

import sys
import tempfile
from functools import partial
from pathlib import Path

from bench import Figure, Goal, clock, program

PEOPLE, LOOKED_AT = 2_000, 40


def measure() -> Figure:
    with tempfile.TemporaryDirectory() as folder:
        file = program.invent(Path(folder), PEOPLE)
        told = program.run(Path(folder), "-m", "bench.card_preview", str(file))
    median, slow, table = (float(number) for number in told.split())
    return Figure(
        "Preview of a permit card after the first, 95th percentile",
        slow,
        "filling and painting a plain Qt table",
        table,
        at_most=5,
        note=f"the median {median * 1000:.0f} ms of the processor",
        goals=(Goal("Preview of a card", slow, at_most=0.150),),
    )


def looked_at(file: str) -> tuple[float, float, float]:
    """Seconds of the processor until a card is painted: the median, the 95th percentile, a plain table."""
    from app import offices
    from bench import screen
    from ui.pages.printing import PrintingPage

    with screen.window(offices.open_fiction(offices.url_of(file))) as window:
        window.go("printing")
        screen.painted()
        page = window.page()
        assert isinstance(page, PrintingPage)
        queue = page.queue

        def look_at_next(by: int) -> None:
            before = queue.current()
            queue.step(by)
            screen.painted()
            assert queue.current() != before, "the queue is too short to look at another card"

        look_at_next(1)
        spent = [clock.busy(partial(look_at_next, by)) for by in (1, 1, -1, -1) * (LOOKED_AT // 4)]
        return clock.median(spent), clock.slow(spent), screen.table()


if __name__ == "__main__":
    print(*looked_at(sys.argv[1]))
