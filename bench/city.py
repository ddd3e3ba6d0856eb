"""A city of a million invented residents in a real file, for the figures that are asked at a city's size.

It is made once, which takes minutes, and lies in ``.bench`` until what invents it or how
records are kept has changed. ``ANJU_BENCH_PEOPLE=20000 make bench`` tries with fewer.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from uuid import UUID

from sqlalchemy import delete, select

from app import offices
from app.desk import Desk
from bench import program
from db.records import Extract, Person

PEOPLE = int(os.environ.get("ANJU_BENCH_PEOPLE", "1000000"))
DAY = date(2026, 11, 23)
"""The day the city stands on, whenever it is measured."""

KEPT = program.ROOT / ".bench"
MADE_BY = ("app/invent.py", "app/spelling.py", "app/fiction/*.py", "db/**/*.py")


def file() -> Path:
    """The city's file, to be read only; made when there is none yet, or none of today's code."""
    place = KEPT / f"{PEOPLE}-{_made_by()}.anju"
    if not place.exists():
        KEPT.mkdir(exist_ok=True)
        for old in KEPT.glob(f"{PEOPLE}-*"):
            old.unlink()
        print(f"Inventing a city of {PEOPLE:,}, once; it is kept in {KEPT}.", file=sys.stderr, flush=True)
        start = time.monotonic()
        program.invent_to(place, PEOPLE, "--on", DAY.isoformat())
        print(f"Invented in {time.monotonic() - start:.0f} s.", file=sys.stderr, flush=True)
    return place


@contextmanager
def copy() -> Iterator[Path]:
    """A city of one's own to write in, gone at the end."""
    original = file()
    with tempfile.TemporaryDirectory(dir=KEPT) as folder:
        yield Path(shutil.copy(original, folder))


@contextmanager
def desk(place: Path) -> Iterator[Desk]:
    """A desk in the city, on its day."""
    opened = offices.open_fiction(offices.url_of(str(place)), DAY)
    try:
        yield opened
    finally:
        opened.close()


def forget_extracts(opened: Desk) -> None:
    """Leave it as on its first day, when nobody has looked at everyone yet; other figures may have."""
    with opened.writing("keep_extract") as session:
        session.execute(delete(Extract))


def some(opened: Desk, count: int) -> list[UUID]:
    """So many of its people, evenly drawn."""
    with opened.reading() as session:
        drawn = select(Person.id).where(Person.row % (PEOPLE // count) == 0).order_by(Person.row)
        return list(session.scalars(drawn))


def _made_by() -> str:
    """What all that goes into the file is known by: another word, another city."""
    digest = hashlib.sha256()
    for pattern in MADE_BY:
        for source in sorted(program.ROOT.glob(pattern)):
            digest.update(source.read_bytes())
    return digest.hexdigest()[:12]
