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

PLAIN = """
from bench import program, screen
from ui import application
application.make(["bench"])
screen.table()
print(program.peak())
"""


def measure() -> Figure:
    with city.copy() as file, tempfile.TemporaryDirectory() as folder:
        with city.desk(file) as opened:
            city.forget_extracts(opened)
        first, whole = (int(program.run(Path(folder), "-m", "bench.memory", str(file))) for _day in range(2))
        plain = int(program.run(Path(folder), "-c", PLAIN))
    return Figure(
        f"The program's memory at its peak, all pages opened among {city.PEOPLE:,} residents",
        whole,
        "a plain table of the same toolkit",
        plain,
        at_most=4,
        unit="B",
        goals=(
            Goal("all of it", whole, 400e6, "B"),
            Goal("on the very first day, when everybody's file is read through", first, 400e6, "B"),
        ),
    )


def held(file: str) -> int:
    """The most that the program held, in bytes, until every page stood there and all work was done."""
    from bench.screen import SIZE
    from ui import application
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
    for asked in (3, 6):  # twice: what comes back may ask for more
        begun.jobs.run(lambda: None, then=back.append, owner=begun)
        begun.jobs.at_once(lambda: None, then=back.append, owner=begun)
        begun.jobs.look_through(
            lambda progress: None, then=back.append, stepped=back.append, stopped=lambda: False, owner=begun
        )
        wait(lambda: len(back), asked)


def wait(come: Callable[[], int], wanted: int = 1) -> None:
    """Turn the window's loop until so much has come."""
    from PySide6.QtCore import QCoreApplication, QEventLoop

    while come() < wanted:
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


if __name__ == "__main__":
    print(held(sys.argv[1]))
