"""How long work says how far it is, and hears that it should stop."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from app.errors import Cancelled

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Step:
    """How far the work is: ``done`` of ``total``, and what is being done (untranslated)."""

    doing: str
    done: int
    total: int


class Progress:
    """Handed to a verb that may take longer than a second.

    ``tell`` is called with each Step; ``stopped`` is asked before each item.
    The default tells nobody and never stops.
    """

    def __init__(
        self,
        tell: Callable[[Step], None] = lambda step: None,
        stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        self._tell = tell
        self._stopped = stopped

    def through(self, items: Iterable[T], *, total: int, doing: str) -> Iterator[T]:
        """Yield the items one by one, telling how far; raises Cancelled when asked to stop."""
        for done, item in enumerate(items):
            self.at(Step(doing, done, total))
            yield item
        self._tell(Step(doing, total, total))

    def at(self, step: Step) -> None:
        """Tell one step; raises Cancelled when asked to stop."""
        if self._stopped():
            raise Cancelled
        self._tell(step)
