"""The program's window at a desk, and an empty one of the same toolkit to compare it with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtWidgets import QApplication, QWidget

from app.desk import Desk
from bench import clock
from tests.helpers.inline import InlineJobs
from ui import application, settled
from ui.news import News
from ui.office import Office
from ui.window import Window

SIZE = (1366, 696)
"""What a screen of 1366×768 leaves to a window."""


@contextmanager
def window(desk: Desk) -> Iterator[Window]:
    """The window at this desk, where everything is done at once; the desk is closed at the end."""
    app = application.make(["bench"])
    shown = Window()
    shown.resize(*SIZE)
    shown.show()
    standing = settled.standing(desk, day_was_set=False)
    shown.settle(Office(desk, InlineJobs(shown), News(shown)), standing)
    app.processEvents()
    try:
        yield shown
    finally:
        desk.close()


def painted() -> None:
    """Let everything that waits to be laid out and painted be so."""
    QApplication.processEvents()


def empty() -> float:
    """The processor's seconds to show an empty window again, the median of some."""
    bare = QWidget()
    bare.resize(*SIZE)
    bare.show()

    def again() -> None:
        bare.resize(bare.width() + 1, bare.height())
        painted()

    return clock.median([clock.busy(again) for _ in range(20)])
