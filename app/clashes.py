"""Two officers at one entry: what was shown, what is on file now and what is typed, compared by values.

What only one of them changed is kept without a question, whoever it was; what both changed, each to
something else, is written by neither until an officer chooses. Which was written later decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Refused
from app.language import N_
from db.records import Journal, Officer

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

S = TypeVar("S", bound="DataclassInstance")
Values: TypeAlias = Mapping[str, Any]
"""An entry field by field, in plain values as a draft keeps them; None stands for nothing."""
MINE, THEIRS = "mine", "theirs"
PROOF = "material."
"""What stands before the kind of a proof, where it is a field."""
OVERTAKEN = "conflict"
"""The field a refusal names where another officer was there first, as to what must be chosen."""


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that both changed: what was shown, what is on file now, and what is typed."""

    field: str
    shown: Any
    theirs: Any
    mine: Any


@dataclass(frozen=True, slots=True)
class Written:
    """Who wrote last what is on file, and when."""

    officer: str
    at: datetime


class Clashed(Refused):
    """Somebody else has changed the same fields meanwhile; nothing was written, an officer must choose.

    ``written`` tells who did and when, None where nobody asked.
    """

    def __init__(self, clashes: tuple[Clash, ...], written: Written | None = None) -> None:
        super().__init__(
            N_("Somebody else has changed the same entries meanwhile. Nothing was saved; say what is right."),
            field=OVERTAKEN,
        )
        self.clashes, self.written = clashes, written


@dataclass(frozen=True, slots=True)
class Laid:
    """What is typed laid over what is on file: what is to stand there then, and what must be chosen."""

    values: dict[str, Any]
    clashes: tuple[Clash, ...]


def lay(shown: Values, on_file: Values, typed: Values) -> Laid:
    """Compare three states of one entry; a field that a state does not have counts as empty there."""
    values, clashes = {}, []
    for field, mine in typed.items():
        was, theirs = shown.get(field), on_file.get(field)
        values[field] = theirs if mine == was else mine
        if mine not in (was, theirs) and theirs != was:
            clashes.append(Clash(field, was, theirs, mine))
    return Laid(values, tuple(clashes))


def settled(clashes: Iterable[Clash], shown: S, typed: S, whose: str) -> tuple[S, S]:
    """A value of fields as shown and as typed once MINE or THEIRS was chosen: to be tried again so."""
    theirs = {clash.field: clash.theirs for clash in clashes}
    return replace(shown, **theirs), typed if whose == MINE else replace(typed, **theirs)


def last_written(
    session: Session, person_id: UUID, kind: str, row_id: UUID | None = None, field: str = ""
) -> Written | None:
    """Who wrote last in a table of what is kept about a person, or in one row of it, be it gone by now.

    Where a field is named, who wrote that one, be it by taking back what another had written.
    """
    entries = (
        select(Officer.name, Journal.at, Journal.changes)
        .join(Officer, Officer.id == Journal.officer_id)
        .where(Journal.person_id == person_id, Journal.kind == kind)
        .order_by(Journal.epoch.desc(), Journal.seq.desc())
    )
    if row_id is not None:
        entries = entries.where(Journal.row_id == row_id)
    if not field:
        entries = entries.limit(1)
    written = (
        Written(name, at) for name, at, changes in session.execute(entries) if not field or field in changes
    )
    return next(written, None)
