"""The way back: a verb is run together with the question what would take it back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

from app import undoing
from app.desk import Desk

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What a verb answered, and the verb that takes it back; None for what is final."""

    result: T
    undo: Callable[[], object] | None


def with_way_back(desk: Desk, verb: Callable[[], T]) -> Outcome[T]:
    """Run a verb at the desk and find its way back before anything else is done there."""
    result = verb()
    latest = undoing.last(desk)
    return Outcome(result, partial(undoing.undo, desk, latest.txn) if latest else None)
