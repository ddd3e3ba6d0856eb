"""Everyone read from a real file and swept, against the sweep alone of the same people in memory."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

from app import offices
from app.crowds import Everyone
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
        list(Everyone(desk))  # once for the disk
        start = time.process_time()
        seconds_to_sweep(rules, Everyone(desk))
        from_file = time.process_time() - start
        blocks = list(Everyone(desk))
        desk.close()
    in_memory = min(seconds_to_sweep(rules, blocks) for _ in range(5))
    return Figure(
        f"Reading {PEOPLE:,} people from a file and sweeping {len(RULES)} services",
        from_file,
        "the sweep alone",
        in_memory,
        at_most=5,
        note=f"{from_file / PEOPLE * 1e6:.1f} s for a million (goal: 10 s)",
    )
