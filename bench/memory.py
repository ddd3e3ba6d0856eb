"""The memory of the program in a city, begun as its users begin it, every page of the rail opened once.

With everything that goes on behind the pages: whoever newly qualifies is looked for among all residents.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from bench import Figure, Goal, city, program

if TYPE_CHECKING:
    from ui.opening import Program

EMPTY = "from bench import program, screen; screen.application.make(['bench']); screen.empty(); print(program.peak())"


def measure() -> Figure:
    with city.copy() as file, tempfile.TemporaryDirectory() as folder:
        whole = int(program.run(Path(folder), "-m", "bench.memory", str(file)))
        empty = int(program.run(Path(folder), "-c", EMPTY))
    return Figure(
        f"The program's memory at its peak, all pages opened among {city.PEOPLE:,} residents",
        whole,
        "an empty window of the same toolkit",
        empty,
        at_most=4,
        unit="B",
        goals=(Goal("all of it", whole, 400e6, "B"),),
    )


def held(file: str) -> int:
    """The most that the program held, in bytes, until every page stood there and all work was done."""
    from bench.screen import SIZE, application
    from ui.opening import Program
    from ui.pages import PAGES
    from ui.preferences import Preferences

    app = application.make(["bench"])
    begun = Program(app, Preferences("zh_CN"), file, city.DAY)
    begun.window.resize(*SIZE)
    begun.window.painted.connect(begun.begin)
    begun.window.show()
    wait(lambda: begun.office is not None)
    for entry in PAGES:
        if not entry.under:
            begun.window.go(entry.name)
            settle(begun)
    begun.window.close()
    begun.close()
    return program.peak()


def settle(begun: Program) -> None:
    """Let all that was asked for come back, from every lane, and be shown."""
    back: list[object] = []
    for _again in range(2):  # what comes back may ask for more
        before = len(back)
        begun.jobs.run(lambda: None, then=back.append, owner=begun)
        begun.jobs.at_once(lambda: None, then=back.append, owner=begun)
        begun.jobs.look_through(
            lambda progress: None, then=back.append, stepped=back.append, stopped=lambda: False, owner=begun
        )
        wait(lambda before=before: len(back) >= before + 3)


def wait(come: Callable[[], bool]) -> None:
    """Turn the window's loop until something has come."""
    from PySide6.QtCore import QCoreApplication, QEventLoop

    while not come():
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


if __name__ == "__main__":
    print(held(sys.argv[1]))
