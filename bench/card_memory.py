"""Ten thousand permit cards made one after the other, against a thousand: the memory they take at most."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from bench import Figure, cards, program

FEW, MANY = 1_000, 10_000


def measure() -> Figure:
    with tempfile.TemporaryDirectory() as folder:
        few, many = (
            int(program.run(Path(folder), "-m", "bench.card_memory", str(count))) for count in (FEW, MANY)
        )
    return Figure(
        f"Memory for {MANY:,} permit cards, at its peak",
        many,
        f"that for {FEW:,}",
        few,
        at_most=1.1,
        unit="B",
        note="each a process of its own",
    )


def peak(count: int) -> int:
    """Bytes that this process took at most, after so many cards."""
    for number in range(count):
        cards.ours(cards.invented(number))
    return program.peak()


if __name__ == "__main__":
    print(peak(int(sys.argv[1])))
