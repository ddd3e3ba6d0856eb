"""Garbage is collected on the window's thread alone, while the program runs.

Python collects on whichever thread happens to make the next object. A widget
in a cycle would then end on the desk's thread, where its timers cannot be
stopped, and the program would crash some moments later.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 200


class Sweeper(QObject):
    """Collects as often as Python would, but only from the event loop, until ``end`` is called."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        timer = QTimer(self, interval=EVERY_MS)
        timer.timeout.connect(sweep)
        timer.start()

    def end(self) -> None:
        """Leave it to Python again."""
        gc.enable()


def sweep() -> None:
    """Collect the oldest generation that is full; Python's own counts and thresholds decide."""
    full = [n for n, count in enumerate(gc.get_count()) if count > gc.get_threshold()[n]]
    if full:
        gc.collect(full[-1])
