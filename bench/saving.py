"""An arrival recorded and registered, durably and all it is found by, against SQLite keeping one row."""

from __future__ import annotations

import sys
import tempfile
from datetime import timedelta
from pathlib import Path

from app import registrations
from app.arrivals import NO_NUMBER, NewArrival
from app.desk import Desk
from bench import Figure, Goal, city, clock, program
from db.store import Store, address

SAVED = 100


def measure() -> Figure:
    with city.copy() as file, tempfile.TemporaryDirectory() as folder:
        told = program.run(Path(folder), "-m", "bench.saving", str(file))
    median, slow, row = map(float, told.split())
    return Figure(
        f"Saving a registration among {city.PEOPLE:,} residents, on the disk when it returns",
        median,
        "one row that SQLite alone keeps as safely",
        row,
        at_most=60,
        goals=(Goal("95th percentile, off the window's thread", slow, 0.015),),
    )


def saved(file: str) -> tuple[float, float, float]:
    """Seconds to save a registration, the median and the 95th percentile, and one row alone.

    What was saved is put away between them, as the window does when nobody waits.
    """
    spent = []
    with city.desk(Path(file)) as desk:
        for _ in range(10 + SAVED):
            spent.append(clock.waited(lambda: _save(desk)))
            desk.put_away()
    del spent[:10]
    store = Store(address(file))
    with store.bulk() as connection:
        connection.exec_driver_sql("CREATE TABLE alone (n INTEGER)")
    rows = [clock.waited(lambda: _keep_one(store)) for _ in range(SAVED)]
    store.close()
    return clock.median(spent), clock.slow(spent), clock.median(rows)


def _save(desk: Desk) -> None:
    new = NewArrival(
        name="欧阳明慧", id_kind=NO_NUMBER, id_number="", sex="2", born_on=None,
        arrived_on=desk.today() - timedelta(3), community="河滨社区",
        address=f"麒麟路{desk.now().microsecond}号2栋1603", tenure="rented", purpose="01",
        phone="16400001234",
    )  # fmt: skip
    registrations.record_and_register(desk, new, told=registrations.TELL)


def _keep_one(store: Store) -> None:
    with store.bulk() as connection:
        connection.exec_driver_sql("INSERT INTO alone VALUES (1)")


if __name__ == "__main__":
    print(*saved(sys.argv[1]))
