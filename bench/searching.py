"""What clerks type into the search, answered with reasons, against looking the same up with LIKE."""

from __future__ import annotations

import json
import random
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, text

from app import search
from app.desk import Desk
from app.leads import Place
from bench import Figure, Goal, city, clock, program, queries
from bench.queries import Query
from db.clues import By
from ui import settled

COMPARED = 60
Timed = Callable[[Callable[[], object]], float]
"""How the seconds are taken that something takes: ``clock.busy`` or ``clock.waited``."""


@dataclass(frozen=True, slots=True)
class Searched:
    """Seconds that our searches took and LIKE's the same: means; of ours the 95th percentile and the worst.

    ``slowest`` is what took longest; ``first`` and ``far`` are a first page and one nine tenths down; ``box``
    is the 95th percentile of all that Ctrl+K lists, addresses and what is due included.
    """

    ours: float
    theirs: float
    p95: float
    worst: float
    slowest: str
    first: float
    far: float
    box: float


def measure() -> Figure:
    with tempfile.TemporaryDirectory() as folder:
        told = program.run(Path(folder), "-m", "bench.searching", str(city.file()))
    reached = Searched(**json.loads(told))
    return Figure(
        f"Searching {city.PEOPLE:,} residents, the first 50 with reasons, names of two characters included",
        reached.ours,
        "LIKE",
        reached.theirs,
        at_most=1 / 50,
        note="the mean of each",
        goals=(
            Goal("95th percentile of mixed queries", reached.p95, 0.005),
            Goal(f"the slowest of them, “{reached.slowest}”", reached.worst, 0.02),
            Goal(
                "the next page nine tenths down the list; the first page takes as long",
                reached.far,
                max(reached.first * 1.5, 0.005),
            ),
            Goal(
                "all that Ctrl+K lists, with addresses and what is due: 95th percentile", reached.box, 0.016
            ),
        ),
    )


def searched(desk: Desk, timed: Timed) -> Searched:
    """Search as clerks do, and look the same up with LIKE wherever that can be said in one pattern."""
    asked = queries.typed(desk, random.Random(1))
    for query in asked[:60]:
        search.hits(desk, query.typed)
        settled.find(desk, query.typed)
    with clock.swept():
        spent = [(timed(partial(search.hits, desk, query.typed)), query) for query in asked]
        listed = [timed(partial(settled.find, desk, query.typed)) for query in asked]
    alike = [(seconds, query) for seconds, query in spent if query.statement]
    with desk.reading() as session:
        connection = session.connection()
        theirs = [timed(partial(_by_like, connection, query)) for _, query in alike[:COMPARED]]
    ours = [seconds for seconds, _ in alike]
    worst, slowest = max(spent, key=lambda each: each[0])
    first, far = _pages(desk, timed)
    return Searched(
        ours=sum(ours) / len(ours),
        theirs=sum(theirs) / len(theirs),
        p95=clock.slow([seconds for seconds, _ in spent]),
        worst=worst,
        slowest=slowest.typed,
        first=first,
        far=far,
        box=clock.slow(listed),
    )


def _by_like(connection: Connection, query: Query) -> None:
    connection.execute(text(query.statement), {"like": query.like}).all()


def _pages(desk: Desk, timed: Timed) -> tuple[float, float]:
    """The first page of everybody with a telephone and one nine tenths down, each at its best."""
    begin, deep = (Place(0, By.PHONE, text, 0, 0) for text in ("1640", "1649"))
    near, far = (
        min(timed(partial(search.hits, desk, "164", after=place)) for _ in range(20))
        for place in (begin, deep)
    )
    return near, far


def _search_file(file: str) -> None:
    with city.desk(Path(file)) as desk:
        print(json.dumps(asdict(searched(desk, clock.busy))))


if __name__ == "__main__":
    _search_file(sys.argv[1])
