"""How long something takes, and which of many times stands for all of them."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager


def busy(work: Callable[[], object]) -> float:
    """The processor's seconds it takes; what else this machine does meanwhile does not count."""
    start = time.process_time()
    work()
    return time.process_time() - start


def waited(work: Callable[[], object]) -> float:
    """The seconds it takes by the clock, the waiting for the disk included."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


@contextmanager
def swept() -> Iterator[None]:
    """Garbage is left lying, as it is in the program: it sweeps where nobody waits (``ui.garbage``)."""
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.unfreeze()


def median(spent: Sequence[float]) -> float:
    """The time that half of them took at most."""
    return sorted(spent)[len(spent) // 2]


def slow(spent: Sequence[float]) -> float:
    """The 95th percentile: the time that nineteen of twenty took at most."""
    return sorted(spent)[len(spent) * 95 // 100]
