"""点数: the blanks in the tray are counted against the ledger, on record with officer and day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import blanks
from app.desk import Desk
from app.errors import Refused
from app.language import N_
from db.records import Blank, BlankCount, Officer, Printout


@dataclass(frozen=True, slots=True)
class TrayCount:
    """The tray as counted: how many an officer saw, how many the ledger had then, why they differ."""

    counted_on: date
    seen: int
    on_ledger: int
    reason: str
    officer: str

    @property
    def differs(self) -> bool:
        """Whether the tray was another than the ledger."""
        return self.seen != self.on_ledger


def count(desk: Desk, seen: int, reason: str = "") -> TrayCount:
    """Note how many blanks an officer has counted in the tray, against the ledger of this moment.

    The ledger stays as it is: what is missing is put aside by its number. Raises Refused while a card is
    in the printer of which nobody has said whether it came out, for then nobody knows what the tray
    should hold; and where both differ and nothing says why.
    """
    if seen < 0:
        raise Refused(N_("Nobody counts fewer than none. Count again."), field="seen")
    with desk.writing("count_tray") as session:
        if waiting := _on_their_way(session):
            raise Refused(
                N_("Cards in the printer: {n}. Say first whether they came out, then count."),
                n=waiting,
            )
        on_ledger = blanks.held(session)
        if seen != on_ledger and not reason.strip():
            raise Refused(
                N_("You counted {seen}, the ledger has {left}. Count again, or say why they differ."),
                field="reason", seen=seen, left=on_ledger,
            )  # fmt: skip
        noted = BlankCount(
            counted_on=desk.today(), seen=seen, on_ledger=on_ledger, reason=reason.strip(),
            officer_id=desk.officer.id,
        )  # fmt: skip
        session.add(noted)
        return _as_noted(noted, desk.officer.name)


def counted(desk: Desk, day: date) -> TrayCount | None:
    """The last count of a day; None where nobody counted."""
    counts = (
        select(BlankCount, Officer.name)
        .join(Officer, Officer.id == BlankCount.officer_id)
        .where(BlankCount.counted_on == day)
        .order_by(BlankCount.row.desc())
        .limit(1)
    )
    with desk.reading() as session:
        last = session.execute(counts).first()
        return _as_noted(last[0], last[1]) if last is not None else None


def _as_noted(noted: BlankCount, officer: str) -> TrayCount:
    return TrayCount(noted.counted_on, noted.seen, noted.on_ledger, noted.reason, officer)


def _on_their_way(session: Session) -> int:
    """How many blanks are held by a print that was sent and not spoken for."""
    held = select(func.count()).select_from(Blank).join(Printout, Printout.id == Blank.printout_id)
    return session.scalar(held.where(Blank.state == blanks.RESERVED, Printout.state == "sent")) or 0
