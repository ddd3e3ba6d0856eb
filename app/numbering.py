"""Numbers that are given out: drawn from a counter in the transaction that uses them, so none is doubled or lost.

A sequence of the database leaves gaps that nobody can explain and the highest
number plus one gives doubles: 847 of 1,068 in the paper on trust, section 2.5.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.desk import Desk
from db.records import Series


def draw(session: Session, name: str, desk: Desk, prefix: str = "") -> str:
    """The next number of a series of this office and year: ``530302-2026-000017``, after a prefix."""
    key = f"{name}:{desk.office.division}:{desk.today().year}"
    series = session.scalars(select(Series).where(Series.name == key).with_for_update()).first()
    if series is None:
        series = Series(name=key, next=1)
        session.add(series)
    number, series.next = series.next, series.next + 1
    session.flush()
    return f"{prefix}{desk.office.division}-{desk.today().year}-{number:06d}"
