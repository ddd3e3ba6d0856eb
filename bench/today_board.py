"""今日 at a city's size: every queue, counter and bar of it, against SQLite passing once over the stays."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from sqlalchemy import text

from app import today
from bench import Figure, Goal, city, clock, program

SHOWN = 10
PASS = "SELECT count(*), max(arrived_on) FROM stay NOT INDEXED"


def measure() -> Figure:
    with tempfile.TemporaryDirectory() as folder:
        told = program.run(Path(folder), "-m", "bench.today_board", str(city.file()))
    board, one_pass, slowest = map(float, told.split())
    return Figure(
        f"今日 of {city.PEOPLE:,} residents, queues and counters",
        board,
        "passing once over the stays",
        one_pass,
        at_most=2,
        goals=(Goal("the slowest of ten", slowest, 0.1),),
    )


def shown(file: str) -> tuple[float, float, float]:
    """The processor's seconds to put 今日 together (median), to pass over the stays, and the slowest 今日."""
    with city.desk(Path(file)) as desk:
        today.board(desk)
        boards = [clock.busy(lambda: today.board(desk)) for _ in range(SHOWN)]
        with desk.reading() as session:
            passes = [clock.busy(lambda: session.execute(text(PASS)).all()) for _ in range(SHOWN)]
    return clock.median(boards), clock.median(passes), max(boards)


if __name__ == "__main__":
    print(*shown(sys.argv[1]))
