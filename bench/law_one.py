"""All services of one resident with reasons and outlook, against merely parsing that resident's case file."""

from __future__ import annotations

import io
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from ruamel.yaml import YAML

from app.law import Case
from bench import Figure
from bench.law_residents import DAY, RULES, invented, law

RESIDENTS = 200
FILE = """
office: "130602"
on: 2026-06-01
person:
  born: 1985-03-02
  household_division: "513021"
  stays: [{division: "130602", arrived: 2020-12-20, registered: 2021-01-01, left: null, tenure: rented}]
  permits: [{issued: 2021-07-01, endorsed: [2022-06-20, 2023-06-20, 2024-06-20, 2025-06-20]}]
  employment: [{from: 2021-01-01, to: null}]
  insurance: [{kind: pension, from: 2021-01, to: null, region: "13", backpaid: no, flexible: no}]
"""


def measure() -> Figure:
    with tempfile.TemporaryDirectory() as folder:
        rules = law(Path(folder))
    cases = list(invented(RESIDENTS))
    answers = slowest_of_twenty(lambda case: rules.all("service_", case, DAY), cases)
    outlooks = slowest_of_twenty(lambda case: rules.outlooks("service_", case, DAY), cases)
    parsing = slowest_of_twenty(lambda case: YAML(typ="safe", pure=True).load(io.StringIO(FILE)), cases)
    return Figure(
        f"{len(RULES)} services of one resident with outlook, 95th percentile",
        outlooks,
        "parsing one case file of ten lines",
        parsing,
        at_most=2,
        note=f"{answers * 1000:.1f} ms with reasons alone, {outlooks * 1000:.1f} ms with outlook",
    )


def slowest_of_twenty(work: Callable[[Case], object], cases: list[Case]) -> float:
    """The 95th percentile of the seconds the work takes."""
    seconds = []
    for case in cases:
        start = time.perf_counter()
        work(case)
        seconds.append(time.perf_counter() - start)
    return sorted(seconds)[len(seconds) * 95 // 100]
