"""How fast a fictional community is invented, against SQLite merely writing the same file once more."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from sqlcipher3 import dbapi2

from bench import Figure, clock, program

PEOPLE = 20_000
COPIES = 5
"""The file is written again so often, for one time of half a second may be half as long as the next."""


def measure() -> Figure:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        start = time.monotonic()
        file = program.invent(home, PEOPLE)
        inventing = time.monotonic() - start
        writing = clock.median([seconds_to_copy(file, home / f"copy-{n}.anju") for n in range(COPIES)])
    return Figure(
        f"Inventing {PEOPLE:,} people",
        inventing,
        "writing the same file again",
        writing,
        at_most=60,
        note=f"{PEOPLE / inventing:,.0f} people a second",
    )


def seconds_to_copy(file: Path, copy: Path) -> float:
    connection = dbapi2.connect(str(file))
    start = time.monotonic()
    connection.execute("VACUUM INTO ?", (str(copy),))
    seconds = time.monotonic() - start
    connection.close()
    return seconds
