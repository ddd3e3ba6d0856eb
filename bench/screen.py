"""The program's window at a desk, and a plain table of the same toolkit to compare it with.

An empty window would be a worse measure: it is shown in a tenth of a millisecond, or in twenty times that.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QTableWidget, QTableWidgetItem

from app.desk import Desk
from bench import clock
from tests.helpers.inline import InlineJobs
from ui import application, settled
from ui.garbage import Sweeper
from ui.jobs import Jobs
from ui.news import News
from ui.office import Office
from ui.window import Window

SIZE = (1366, 696)
"""What a screen of 1366×768 leaves to a window."""
LINES, COLUMNS = 24, 10


@contextmanager
def window(desk: Desk, lanes: type[Jobs] = InlineJobs) -> Iterator[Window]:
    """The window at this desk, where everything is done at once or on its ``lanes``; closed at the end.

    Garbage is collected as in the program, by the event loop and whenever its time has come.
    """
    app = application.make(["bench"])
    shown = Window()
    sweeper = Sweeper(shown)
    shown.resize(*SIZE)
    shown.show()
    shown.activateWindow()
    jobs, news = lanes(shown), News(shown)
    desk.on_change(news.tell)
    standing = settled.standing(desk, day_was_set=False)
    shown.settle(Office(desk, jobs, news), standing, find=partial(settled.find, desk))
    app.processEvents()
    try:
        yield shown
    finally:
        jobs.close()
        sweeper.end()
        desk.close()


def painted() -> None:
    """Let everything that waits to be laid out, painted or ended be so."""
    QApplication.processEvents()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # a running loop does it by itself


def table() -> float:
    """The processor's seconds to fill a plain table of the window's size and paint it, the median of some."""

    def again() -> None:
        plain = QTableWidget(LINES, COLUMNS)
        plain.resize(*SIZE)
        for line in range(LINES):
            for column in range(COLUMNS):
                plain.setItem(line, column, QTableWidgetItem(f"登记与住址 {line} {column}"))
        plain.grab()

    return clock.median([clock.busy(again) for _ in range(20)])
