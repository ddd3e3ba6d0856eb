"""Jobs that are finished before they return, so that the test of a page waits for nothing."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from PySide6.QtCore import QMetaMethod, QObject

from app.errors import Cancelled, InWords
from ui.jobs import Jobs, LongWork

T = TypeVar("T")


class InlineJobs(Jobs):
    """As ``Jobs``, on the test's own thread; a bug, or a refusal that nobody hears, is raised right there."""

    def _send(
        self,
        lane: ThreadPoolExecutor,
        work: Callable[[], T],
        then: Callable[[T], object] | None,
        owner: QObject,
        again: Callable[[], None],
        long: LongWork | None = None,
        failed: Callable[[], object] | None = None,
    ) -> None:
        try:
            result = work()
        except (InWords, Cancelled) as error:
            self._fail(owner, error, again, long, failed)
            if not self.isSignalConnected(QMetaMethod.fromSignal(self.failed)):
                raise
        else:
            self._finish(owner, result, then, long)
