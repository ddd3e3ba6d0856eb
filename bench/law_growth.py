"""How the sweep grows: a million residents against a hundred times ten thousand."""

from __future__ import annotations

import tempfile
from pathlib import Path

from app.law.packing import BLOCK, packed
from bench import Figure
from bench.law_residents import invented, law
from bench.law_sweep import RESIDENTS, again_and_again, seconds_to_sweep

FEW = 10_000


def measure() -> Figure:
    with tempfile.TemporaryDirectory() as folder:
        rules = law(Path(folder))
    few, many = list(packed(invented(FEW), FEW)), list(packed(invented(BLOCK)))
    seconds_to_sweep(rules, many)
    swept = BLOCK * (RESIDENTS // BLOCK)
    small = min(seconds_to_sweep(rules, few) for _ in range(5)) * swept / FEW
    large = seconds_to_sweep(rules, again_and_again(many, RESIDENTS // BLOCK))
    return Figure(
        f"Sweeping {swept:,} residents",
        large,
        f"as many by {FEW:,}",
        small,
        at_most=1.25,
    )
