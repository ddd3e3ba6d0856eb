"""Everyone on file at once, in the law's own columns, in blocks.

``facts`` reads one person; here is the same for thousands, and a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import law
from app.crowd_files import Files
from app.desk import Desk
from app.law.crowd import Rows
from app.law.packing import BLOCK, Block, going_on
from app.progress import Progress
from db.columns import numbers
from db.records import Person


class Everyone:
    """All persons on file at a desk, in blocks for ``law.sweep``; ``len`` is how many blocks there are.

    Each time round they are read anew, all as of one moment. ``Block.who`` are the rows of
    the records. Raises what ``Desk.reading`` raises, and Cancelled where ``progress`` says so while
    everyone is read.
    """

    def __init__(self, desk: Desk, size: int = BLOCK, progress: Progress | None = None) -> None:
        self._desk, self._size, self._progress = desk, size, progress

    def __len__(self) -> int:
        with self._desk.reading() as session:
            people = session.scalar(select(func.count()).select_from(Person)) or 0
        return -(-people // self._size)

    def __iter__(self) -> Iterator[Block]:
        with self._desk.reading() as session:
            files = Files(session, progress=self._progress)
        # What is done with the blocks may take long: no reading waits for that.
        for block in blocks(files, self._size):
            yield as_of(block, self._desk.today())


def blocks(files: Files, size: int) -> Iterator[Block]:
    """Everyone whose files were read, so many to a block."""
    everyone = np.arange(len(files.who), dtype=np.int32)
    for first in range(0, len(everyone), size):
        yield files.block(everyone[first : first + size])


def block_between(session: Session, first: int, last: int) -> Block:
    """Everyone whose row lies there, from the first to the last, some thousand at most."""
    files = Files(session, Person.row.between(first, last))
    return files.block(np.flatnonzero((first <= files.who) & (files.who <= last)).astype(np.int32))


def block_of(session: Session, rows: Rows) -> Block:
    """The persons of these rows, some thousand at most."""
    files = Files(session, Person.row.in_(rows.tolist()))
    return files.block(np.searchsorted(files.who, rows).astype(np.int32))


def as_of(block: Block, today: date) -> Block:
    """The block as ``facts`` tells it today: insurance paid up to the month before is being paid."""
    return going_on(block, law.month_of(today.year, today.month))


def rows_after(session: Session, last: int, at_most: int) -> Rows:
    """The rows of so many persons behind the row ``last``, in order."""
    following = select(Person.row).where(Person.row > last).order_by(Person.row).limit(at_most).subquery()
    return np.sort(session.scalars(select(numbers(following.c.row))).one())


def rows_between(session: Session, first: int, last: int) -> Rows:
    """The rows of everyone whose row lies there, in order."""
    within = select(numbers(Person.row)).where(Person.row.between(first, last))
    return np.sort(session.scalars(within).one())
