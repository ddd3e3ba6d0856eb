"""Numbers that are given out: drawn from a counter in the transaction that uses them, none doubled or lost.

A sequence of the database leaves gaps that nobody can explain and the highest
number plus one gives doubles: 847 of 1,068 in the paper on trust, section 2.5.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.desk import Desk
from db.records import Series

SERIES = frozenset({"registration", "permit", "provisional", "paper"})
LEAP, LEAST = 10_000, 5_000


def draw(session: Session, name: str, desk: Desk, prefix: str = "") -> str:
    """The next number of a series of this office and year: ``530302-2026-000017``, after a prefix."""
    if name not in SERIES:
        raise KeyError(name)
    counter = _counter(session, _key(name, desk.office.division, desk.today().year))
    number, counter.next = counter.next, counter.next + 1
    return prefix + _written(number, desk)


def following(session: Session, name: str, desk: Desk) -> str:
    """The number that would be drawn now, and which another desk may draw first; nothing is held for it."""
    key = _key(name, desk.office.division, desk.today().year)
    return _written(session.scalar(select(Series.next).where(Series.name == key)) or 1, desk)


def _written(number: int, desk: Desk) -> str:
    return f"{desk.office.division}-{desk.today().year}-{number:06d}"


def counters(session: Session) -> dict[str, int]:
    """The number each series would go on with."""
    rows = session.execute(select(Series.name, Series.next))
    return {row.name: row.next for row in rows}


def leap(
    session: Session, division: str, years: Iterable[int], lives: int, before: Mapping[str, int]
) -> None:
    """Go on with every series at the next full ten thousand, no less than 5,000 away.

    A file that was put back does not know the numbers given out since its copy was made; they may be on
    paper, and none is given out twice. No office gives out 5,000 of a kind between two copies, and whoever
    reads such a number later sees where its gap comes from.

    There is a leap for each of the ``lives`` that began since the copy was made, and none ends below what
    the counters of the file ``before`` leap to: the same old copy may be put back a second time.
    """
    for key in (_key(name, division, year) for name in sorted(SERIES) for year in years):
        counter = _counter(session, key)
        counter.next = max(_leapt(counter.next) + (lives - 1) * LEAP, _leapt(before.get(key, 1)))


def _leapt(number: int) -> int:
    return -(-(number + LEAST) // LEAP) * LEAP + 1


def _key(name: str, division: str, year: int) -> str:
    return f"{name}:{division}:{year}"


def _counter(session: Session, key: str) -> Series:
    """The counter, held until the end of the transaction so that another desk waits for its turn."""
    if counter := session.scalars(_HELD, {"key": key}).first():
        return counter
    try:
        with session.begin_nested():
            session.add(Series(name=key, next=1))
            session.flush()
    except IntegrityError:
        pass  # another desk has just drawn the first number of the year
    return session.scalars(_HELD, {"key": key}).one()


_HELD = (
    select(Series)
    .where(Series.name == bindparam("key"))
    .with_for_update()
    .execution_options(populate_existing=True)
)
