"""Garbage is collected on the window's thread alone, while the program runs.

Python collects on whichever thread happens to make the next object. A widget
in a cycle would then end on the desk's thread, where its timers cannot be
stopped, and the program would crash some moments later.

To look through all there is holds the window for 60 ms and more, and nearly all of it (modules, the
law, the window) is there to stay. So it is set aside once, and what is swept is what came after.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 200
OLDEST = 2


class Sweeper(QObject):
    """Collects as often as Python would, but only from the event loop, until ``end`` is called."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._set_aside = False
        timer = QTimer(self, interval=EVERY_MS)
        timer.timeout.connect(self.sweep)
        timer.start()

    def sweep(self) -> None:
        """Sweep; the first time that all there is would be looked through, set it aside instead."""
        if due() == OLDEST and not self._set_aside:
            gc.freeze()
            self._set_aside = True
        sweep()

    def look_again(self) -> None:
        """What was set aside may have come to its end, such as a window: it is looked through again."""
        if self._set_aside:
            gc.unfreeze()
            self._set_aside = False

    def end(self) -> None:
        """Leave it to Python again."""
        self.look_again()
        gc.enable()


def sweep() -> None:
    """Collect the oldest generation that is full."""
    if (generation := due()) is not None:
        gc.collect(generation)


def due() -> int | None:
    """The oldest generation that is full, by Python's own counts and thresholds; None where none is."""
    full = [n for n, count in enumerate(gc.get_count()) if count > gc.get_threshold()[n]]
    return full[-1] if full else None
