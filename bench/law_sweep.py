"""Fourteen services for a million residents at once, against a plain loop over one after the other."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterable, Iterator
from itertools import chain, repeat
from pathlib import Path

from app.law import Case, Law
from app.law.hearing import Hearing
from app.law.packing import BLOCK, Block, packed
from bench import Figure, Goal
from bench.law_residents import DAY, RULES, invented, law

RESIDENTS = 1_000_000
ONE_BY_ONE = 200


def measure() -> Figure:
    with tempfile.TemporaryDirectory() as folder:
        rules = law(Path(folder))
    cases = list(invented(BLOCK))
    blocks = list(packed(cases))
    seconds_to_sweep(rules, blocks)
    swept = len(blocks) * BLOCK * (RESIDENTS // BLOCK)
    together = seconds_to_sweep(rules, again_and_again(blocks, RESIDENTS // BLOCK))
    alone = seconds_one_by_one(rules, cases[:ONE_BY_ONE]) / ONE_BY_ONE * swept
    return Figure(
        f"Sweeping {swept:,} residents, {len(RULES)} services, every day",
        together,
        "a Python loop over each resident, the same days without reasons",
        alone,
        at_most=1 / 50,
        note=f"the loop from {ONE_BY_ONE} residents",
        goals=(Goal(f"{swept:,} residents, spans in memory", together, 2),),
    )


def seconds_to_sweep(rules: Law, blocks: Iterable[Block]) -> float:
    """The processor's seconds for all their services, all days kept until the next block."""
    start = time.process_time()
    for _ in rules.sweep(RULES, blocks, DAY):
        pass
    return time.process_time() - start


def seconds_one_by_one(rules: Law, cases: Iterable[Case]) -> float:
    """The same for each alone, as plain Python works it out."""
    start = time.process_time()
    for case in cases:
        hearing = Hearing(rules, case, DAY)
        for rule in RULES:
            hearing.days_to_come(rule)
    return time.process_time() - start


def again_and_again(blocks: list[Block], times: int) -> Iterator[Block]:
    """The same residents over and over, worked on anew each time."""
    return chain.from_iterable(repeat(blocks, times))
