"""What hangs on an act, read from the journal: all that could not stand if the act were taken back.

That is whatever was done since to the very same entries, whatever refers to what it entered, whatever was
decided on facts or proofs that it brought, whatever could begin only because it ended something, every step
a permit took from the state it brought, and a card that was printed of it. Pages that it took in and that
are gone by now, erased at their time or removed, need not be there for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select, tuple_
from sqlalchemy.orm import Session

from app.history import BY_ITSELF, LOOKS
from app.paper import PERMIT_CARD
from db.records import Journal, Material, Printout, Reversal

UNDO = "undo"
# A number that was drawn stays drawn, and a permit keeps the one it was given: it may stand on paper already.
SERIES = "series"
KEPT = {("permit", "number")}
# The last day to report follows from other entries: it is not put back, for it is written anew by what stays.
WRITTEN_ANEW = {("stay", "report_by")}
LEFT_OUT = KEPT | WRITTEN_ANEW

# On which entries a fact of the law rests: who was judged by it was judged by them.
RESTS_ON = {
    "residence_run": ("stay", "registration", "endorsement"),
    "residence_total": ("stay", "registration", "endorsement"),
    "unregistered": ("stay", "registration"),
    "registered": ("stay", "registration"),
    "housed": ("stay", "registration", "statement"),
    "employed": ("employment",),
    "studying": ("schooling",),
    "insured_months": ("insurance",),
    "endorsement_open": ("endorsement",),
    "permit_valid": ("endorsement",),
}
# What of an entry the law looks at; of every other kind all of it.
LOOKED_AT = {"stay": {"arrived_on", "left_on", "registered", "tenure", "dwelling_id"}}
# What ends an entry, so that another of its kind may begin for the same person.
ENDS = {"permit": "ended_on", "stay": "left_on"}
# Which entries were made because a permit stood as it did: a step from its state, and the card in its place.
STOOD_ON = {"permit_step": "permit_id", "permit": "replaces_id"}
# An act that was about pages and nothing else has entries of these kinds; it is over with its pages.
OF_PAGES = {"page", "material"}


@dataclass(frozen=True, slots=True)
class Act:
    """An act by its entries in the journal, in the order they were made."""

    txn: UUID
    act: str
    entries: tuple[Journal, ...]

    @property
    def at(self) -> tuple[int, int]:
        """Where it ends in the journal."""
        return self.entries[-1].epoch, self.entries[-1].seq


@dataclass(slots=True)
class Touched:
    """All that some acts entered, changed or ended: kinds, rows, fields, what the law asks, which proofs."""

    kinds: set[str] = field(default_factory=set)
    entered: set[str] = field(default_factory=set)
    rows: set[str] = field(default_factory=set)
    fields: set[tuple[UUID, str]] = field(default_factory=set)
    looked_at: set[tuple[str, UUID | None]] = field(default_factory=set)
    ended: set[tuple[str, UUID | None]] = field(default_factory=set)
    proofs: set[tuple[UUID | None, str]] = field(default_factory=set)

    def add(self, session: Session, act: Act) -> None:
        """This act is to be taken back too."""
        for entry in act.entries:
            if entry.kind != SERIES:
                self._add(entry)
            if entry.kind == "material":
                self.proofs.add((entry.person_id, _proof(session, entry)))

    def _add(self, entry: Journal) -> None:
        self.kinds.add(entry.kind)
        self.rows.add(str(entry.row_id))
        self.fields |= {(entry.row_id, name) for name in entry.changes if (entry.kind, name) not in LEFT_OUT}
        if entry.op == "ins":
            self.entered.add(str(entry.row_id))
        elif ENDS.get(entry.kind) in entry.changes and str(entry.row_id) not in self.entered:
            self.ended.add((entry.kind, entry.person_id))
        if not LOOKED_AT.get(entry.kind, set(entry.changes)).isdisjoint(entry.changes):
            self.looked_at.add((entry.kind, entry.person_id))


def hanging_on(session: Session, act: Act) -> tuple[list[Act], Touched]:
    """The later acts that hang on an act, directly or by one another, in the order they were done.

    With all that these and the act itself have touched.
    """
    touched = Touched()
    touched.add(session, act)
    hanging = []
    for later in _standing(session, act):
        if any(_hangs(session, entry, touched) for entry in later.entries):
            hanging.append(later)
            touched.add(session, later)
    return hanging, touched


def _hangs(session: Session, entry: Journal, touched: Touched) -> bool:
    """Whether an entry rests on what was touched."""
    if entry.kind == SERIES:
        return False
    # What came with an arrival and was erased since need not be taken out with it.
    if entry.act in BY_ITSELF and str(entry.row_id) in touched.entered:
        return touched.kinds <= OF_PAGES
    after = {name: value for name, (_, value) in entry.changes.items()}
    return (
        any((entry.row_id, name) in touched.fields for name in after)
        or any(name.endswith("_id") and value in touched.entered for name, value in after.items())
        or (entry.op == "ins" and _was_entered_upon(session, entry, after, touched))
    )


def _was_entered_upon(session: Session, entry: Journal, told: Mapping[str, Any], touched: Touched) -> bool:
    """Whether a new row was entered on the strength of something that was touched."""
    stood_on = told.get(STOOD_ON.get(entry.kind, ""))
    if stood_on and (UUID(stood_on), "state") in touched.fields:
        return True
    if (entry.kind, entry.person_id) in touched.ended:
        return True
    match entry.kind:
        case "printout":
            return told["document"] == PERMIT_CARD.name and _is_good(
                session, entry, told["permit_id"], touched
            )
        case "decision":
            weighed = {table for fact in _facts_of(told.get("answer")) for table in RESTS_ON[fact]}
            return any((table, entry.person_id) in touched.looked_at for table in weighed)
        case "permit_step":
            return any((entry.person_id, kind) in touched.proofs for kind in told.get("proofs") or ())
    return False


def _facts_of(answer: Any) -> set[str]:
    """The facts an answer that was kept has weighed, as far as they rest on entries."""
    found: set[str] = set()
    waiting = [answer["reasons"]] if isinstance(answer, dict) else []
    while waiting:
        reason = waiting.pop()
        waiting += reason["parts"]
        found.add(str(reason["fact"]))
    return found & set(RESTS_ON)


def _is_good(session: Session, entry: Journal, permit_id: str | None, touched: Touched) -> bool:
    """Whether a card of a permit whose state was touched is out, or may be; a spoiled one is not."""
    if permit_id is None or (UUID(permit_id), "state") not in touched.fields:
        return False
    card = session.get(Printout, entry.row_id)
    return card is not None and card.state != "spoiled"


def _proof(session: Session, entry: Journal) -> str:
    """Which kind of proof an entry is about."""
    kind: str | None = entry.changes.get("kind", [None, None])[1]
    if kind is None:
        material = session.get(Material, entry.row_id)
        kind = material.kind if material else ""
    return kind


def people_of(act: Act) -> Select[UUID | None]:
    """Whom an act was about."""
    return select(Journal.person_id).where(Journal.txn == act.txn, Journal.person_id.is_not(None))


def _standing(session: Session, act: Act) -> Iterator[Act]:
    """What was done since about the people of an act and was not taken back."""
    since = tuple_(Journal.epoch, Journal.seq) > act.at
    about = select(Journal.txn).where(
        Journal.person_id.in_(people_of(act)), since, Journal.act.not_in((UNDO, *LOOKS))
    )
    entries = select(Journal).where(Journal.txn.in_(about), Journal.txn.not_in(select(Reversal.txn)))
    yield from acts_of(session.scalars(entries.order_by(Journal.epoch, Journal.seq)))


def acts_of(entries: Iterable[Journal]) -> Iterator[Act]:
    """The acts of these entries, which stand in the journal's order."""
    for txn, together in groupby(entries, key=lambda entry: entry.txn):
        rows = tuple(together)
        yield Act(txn, rows[0].act, rows)
