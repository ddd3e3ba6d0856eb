"""Garbage is collected on the window's thread alone, while the program runs.

Python collects on whichever thread happens to make the next object. A widget
in a cycle would then end on the desk's thread, where its timers cannot be
stopped, and the program would crash some moments later.

To look through all there is holds the window for 60 ms and more, and nearly all of it (modules, the
law, the window) is there to stay. So it is set aside once, and what is swept is what came after.
What was made within a second of work on all lanes still takes longer than a key may wait for; so
nothing is swept between two keys, until too much has gathered.
"""

from __future__ import annotations

import gc
from datetime import timedelta

from PySide6.QtCore import QObject, QTimer

from ui.hands import Hands

EVERY_MS = 200
OLDEST = 2
BETWEEN_KEYS = timedelta(milliseconds=400)
"""Whoever has touched nothing for so long is not in the middle of a word."""
TOO_MUCH = 500_000
"""So many objects, some 50 MB, are swept whoever types."""


class Sweeper(QObject):
    """Collects as often as Python would, but only from the event loop, until ``end`` is called."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._set_aside = self._has_ended = False
        self._hands = Hands(self)
        timer = QTimer(self, interval=EVERY_MS)
        timer.timeout.connect(self.look)
        timer.start()

    def look(self) -> None:
        """Sweep where no key has to wait for it, or where too much has gathered."""
        if self._hands.quiet_for() >= BETWEEN_KEYS or gc.get_count()[0] > TOO_MUCH:
            self.sweep()

    def sweep(self) -> None:
        """Sweep; the first time that all there is would be looked through, set it aside instead."""
        if due() == OLDEST and not self._set_aside:
            if self._has_ended:
                gc.collect()
            gc.freeze()
            self._set_aside, self._has_ended = True, False
        sweep()

    def look_again(self) -> None:
        """Something set aside may have come to its end, such as a window: all is looked through once."""
        if self._set_aside:
            gc.unfreeze()
            self._set_aside, self._has_ended = False, True

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
