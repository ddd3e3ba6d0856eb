"""The rule packs an office works under: which versions, and how much of each was read in the act itself."""

from __future__ import annotations

from dataclasses import dataclass

from app.desk import Desk
from app.law.words import titled


@dataclass(frozen=True, slots=True)
class PackRow:
    """A pack in force: its code and version, who issues it, and how many of its entries were verified."""

    code: str
    version: str
    issuer: str
    verified: int
    entries: int


def packs(desk: Desk) -> tuple[PackRow, ...]:
    """The packs in force at this office on its day, the nearest first."""
    day, rows = desk.today().toordinal(), []
    for pack in desk.law.packs:
        editions = [edition for entry in pack.entries.values() if (edition := entry.on(day))]
        verified = sum(edition.status == "verified" for edition in editions)
        rows.append(PackRow(pack.code, pack.version, titled(pack.issuer), verified, len(editions)))
    return tuple(rows)
