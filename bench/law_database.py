"""Everyone swept from a real file by its extracts, against the sweep alone of the same people in memory."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

from app import offices
from app.desk import Desk
from app.extracts import Everyone
from app.law import Law
from bench import Figure, program
from bench.law_residents import RULES, law
from bench.law_sweep import seconds_to_sweep

PEOPLE = int(os.environ.get("ANJU_BENCH_PEOPLE", "20000"))


def measure() -> Figure:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "packs").mkdir()
        rules = law(home / "packs")
        desk = offices.open_fiction(offices.url_of(str(program.invent(home, PEOPLE))))
        first = sweep(rules, desk)
        from_file = min(sweep(rules, desk) for _ in range(3))
        blocks = list(Everyone(desk))
        desk.close()
    in_memory = min(seconds_to_sweep(rules, blocks) for _ in range(5))
    million = 1_000_000 / PEOPLE
    return Figure(
        f"Sweeping {len(RULES)} services for {PEOPLE:,} people from a file, by its extracts",
        from_file,
        "the sweep alone",
        in_memory,
        at_most=3,
        note=f"{from_file * million:.1f} s for a million (goal: 10 s); the first time, with every record"
        f" read and the extracts written, {first * million:.1f} s",
    )


def sweep(rules: Law, desk: Desk) -> float:
    """The processor's seconds to read everyone and tell them all their days."""
    start = time.process_time()
    seconds_to_sweep(rules, Everyone(desk))
    return time.process_time() - start
