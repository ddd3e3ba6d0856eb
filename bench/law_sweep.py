"""Fourteen services for a million residents at once, against a loop that answers one after the other."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from itertools import chain, repeat
from pathlib import Path

from app.law.packing import BLOCK, Block, packed
from bench import Figure
from bench.law_residents import DAY, RULES, invented, law

RESIDENTS = 1_000_000
ONE_BY_ONE = 200


def measure() -> Figure:
    with tempfile.TemporaryDirectory() as folder:
        rules = law(Path(folder))
    cases = list(invented(BLOCK))
    blocks = list(packed(cases))
    times = RESIDENTS // BLOCK
    list(rules.sweep(RULES, blocks, DAY))
    start = time.perf_counter()
    swept = sum(len(part.who) for part in rules.sweep(RULES, again_and_again(blocks, times), DAY))
    together = time.perf_counter() - start
    start = time.perf_counter()
    for case in cases[:ONE_BY_ONE]:
        rules.all("service_", case, DAY)
    alone = (time.perf_counter() - start) / ONE_BY_ONE * swept
    return Figure(
        f"Sweeping {swept:,} residents, {len(RULES)} services, every day",
        together,
        "a Python loop that answers each resident with reasons",
        alone,
        at_most=1 / 50,
        note=f"the loop from {ONE_BY_ONE} residents; {together / swept * 1e6:.1f} s for a million",
    )


def again_and_again(blocks: list[Block], times: int) -> Iterator[Block]:
    """The same residents over and over, worked on anew each time."""
    return chain.from_iterable(repeat(blocks, times))
