"""A list of everyone in a city, painted, jumped through and paged, against tables that everybody knows.

Three peers stand beside ours, on the same file: Qt's own table with all the rows of the list read
beforehand, which is the usual way; the memory of that; and a page asked for by OFFSET.
"""

from __future__ import annotations

import gc
import random
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import text

from app import people_list
from app.desk import Desk
from app.listed import PersonRow
from app.listing import PAGE
from bench import Figure, Goal, city, clock, program

JUMPS, PAGES = 60, 40
FIRST_PAINT, JUMP, MEMORY = 0.25, 0.06, 60_000_000
BY_OFFSET = "SELECT row FROM person ORDER BY row DESC LIMIT :page OFFSET :place"


def measure() -> Figure:
    with tempfile.TemporaryDirectory() as folder:
        here, file = Path(folder), str(city.file())
        ours = tuple(map(float, program.run(here, "-m", "bench.list_of_a_million", "ours", file).split()))
        theirs, held = map(float, program.run(here, "-m", "bench.list_of_a_million", "theirs", file).split())
        near, far, offset = map(
            float, program.run(here, "-m", "bench.list_of_a_million", "pages", file).split()
        )
    painted, p50, p95, memory = ours
    return Figure(
        f"A list of {city.PEOPLE:,} residents, asked for and painted",
        painted,
        "Qt's table with every row read beforehand",
        theirs,
        at_most=1 / 10,
        note=f"which holds {held / 1e6:.0f} MB more; half of all jumps take {p50 * 1000:.0f} ms",
        goals=(
            Goal("first painted", painted, FIRST_PAINT),
            Goal("a jump anywhere, read and painted, 95th percentile", p95, JUMP),
            Goal("memory more, with everywhere jumped to", memory, MEMORY, "B"),
            Goal("the next page nine tenths down; the first takes as long", far, max(near * 1.5, 0.005)),
            Goal("the same page against one by OFFSET", far, offset / 5),
        ),
    )


def ours(file: str) -> tuple[float, ...]:
    """The processor's seconds to the first painting and of a jump (median, 95th percentile); bytes more."""
    from ui import application
    from ui.jobs import Jobs
    from ui.longlist import LongList
    from ui.pages.resident_find import columns

    app = application.make(["bench"])
    with city.desk(Path(file)) as desk:
        people_list.rows(desk, [1])  # the statement is put together, the file opened
        jobs = Jobs()
        view: LongList[PersonRow] = LongList(columns(), key=lambda row: row.id, jobs=jobs, name="Everyone")
        view.resize(1280, 760)
        view.show()
        _until(app, lambda: view.isVisible())
        before = _held()

        def paint() -> None:
            jobs.run(partial(people_list.everyone, desk), then=view.show_listing, owner=view)
            _until(app, lambda: view.current() is not None)
            view.viewport().repaint()

        painted = clock.busy(paint)
        chance = random.Random(1)
        jumps = [clock.busy(partial(_jump, app, view, chance.random())) for _ in range(JUMPS)]
        memory = max(_held(), program.peak()) - before
        jobs.close()
    return painted, clock.median(jumps), clock.slow(jumps), memory


def theirs(file: str) -> tuple[float, float]:
    """The same with Qt's own table over all the rows read beforehand: the seconds, and the bytes more."""
    from PySide6.QtCore import QAbstractTableModel, Qt
    from PySide6.QtWidgets import QTableView

    from ui import application

    class Everything(QAbstractTableModel):
        def __init__(self, rows: list[Any]) -> None:
            super().__init__()
            self.rows = rows

        def rowCount(self, parent: Any = None) -> int:
            return len(self.rows)

        def columnCount(self, parent: Any = None) -> int:
            return 5

        def data(self, index: Any, role: int = Qt.ItemDataRole.DisplayRole) -> object:
            return (
                str(self.rows[index.row()][index.column()]) if role == Qt.ItemDataRole.DisplayRole else None
            )

    app = application.make(["bench"])
    with city.desk(Path(file)) as desk, desk.reading() as session:
        session.execute(text(EVERYBODY + " LIMIT 1")).all()
        view = QTableView()
        view.resize(1280, 760)
        view.show()
        _until(app, lambda: view.isVisible())
        before = _held()

        def paint() -> None:
            model = Everything(list(session.execute(text(EVERYBODY))))
            view.setModel(model)
            view.viewport().repaint()

        return clock.busy(paint), max(_held(), program.peak()) - before


EVERYBODY = (
    "SELECT person.name, number, phone, community, address FROM person"
    " JOIN identifier ON identifier.person_id = person.id JOIN stay ON stay.person_id = person.id"
    " JOIN dwelling ON dwelling.id = stay.dwelling_id ORDER BY person.row DESC"
)


def pages(file: str) -> tuple[float, float, float]:
    """The seconds of a first page, of one nine tenths down, and of finding that one by OFFSET."""
    with city.desk(Path(file)) as desk:
        everyone = people_list.everyone(desk)
        last = len(everyone) - 1
        places = [last * 9 // 10 + n * PAGE for n in range(PAGES)]
        near = _median(lambda at: everyone.read(everyone.between(at - last * 9 // 10, PAGE)), places)
        far = _median(lambda at: everyone.read(everyone.between(at, PAGE)), places)
        return near, far, _median(partial(_by_offset, desk), places)


def _by_offset(desk: Desk, place: int) -> None:
    with desk.reading() as session:
        rows = session.scalars(text(BY_OFFSET), {"page": PAGE, "place": place}).all()
    people_list.rows(desk, rows)


def _jump(app: Any, view: Any, where: float) -> None:
    """To a place by the scroll bar, until its rows are read and painted."""
    bar = view.verticalScrollBar()
    bar.setValue(int(bar.maximum() * where))
    seen = range(view.rowAt(0), view.rowAt(view.viewport().height() - 1) + 1)
    _until(app, lambda: all(view.table.row(line) is not None for line in seen))
    view.viewport().repaint()


def _until(app: Any, so: Callable[[], bool]) -> None:
    from PySide6.QtCore import QEventLoop

    while not so():
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def _median(work: Callable[[int], object], places: list[int]) -> float:
    return clock.median([clock.busy(partial(work, place)) for place in places])


def _held() -> int:
    """The memory this process holds now, in bytes."""
    gc.collect()
    told = Path("/proc/self/status").read_text(encoding="ascii")
    return int(told.partition("VmRSS:")[2].split()[0]) * 1024


if __name__ == "__main__":
    print(*{"ours": ours, "theirs": theirs, "pages": pages}[sys.argv[1]](sys.argv[2]))
