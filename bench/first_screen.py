"""How long a clerk waits for the first screen, against an empty window of the same toolkit.

Both are started cold, one after the other, several times; the medians are
compared. ``main.py --measure-first-paint`` prints ``time.monotonic_ns()`` at
the first paint of the shell and exits; that clock is one for all processes.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from statistics import median

from bench import Figure, program

RUNS = 7
PEOPLE = 300
EMPTY = ("-m", "bench.empty_window")


def measure() -> Figure:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        ours = ("main.py", "--database", str(program.invent(home, PEOPLE)), "--measure-first-paint")
        for words in (ours, EMPTY):
            seconds_to_paint(home, words)  # once for the disk and the compiled modules
        pairs = [(seconds_to_paint(home, ours), seconds_to_paint(home, EMPTY)) for _ in range(RUNS)]
    screens, windows = zip(*pairs, strict=True)
    return Figure(
        "First screen",
        median(screens),
        "an empty window",
        median(windows),
        at_most=2.0,
        note=f"median of {RUNS} cold starts each",
    )


def seconds_to_paint(home: Path, words: tuple[str, ...]) -> float:
    """From the start of the process to the first paint that it reports."""
    start = time.monotonic_ns()
    return (int(program.run(home, *words)) - start) / 1e9
