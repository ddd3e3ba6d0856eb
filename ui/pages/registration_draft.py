"""The draft of one registration: kept each time a field is left, let go when it is saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import UUID

from app import conflicts, drafts, households, plainly, registrations
from app.arrivals import Recorded
from app.clashes import Clashed
from app.conflicts import Meant
from app.desk import Desk
from app.drafts import DraftRow, InHand
from app.households import NewMember
from app.materials import NewMaterial
from app.registrations import Registered
from ui.pages.registration_fields import Place
from ui.pages.registration_relative import NOTHING, Entry
from ui.pages.wayback import Outcome, with_way_back

FORM = "registration"


@dataclass(frozen=True, slots=True)
class Typed:
    """Everything on the page that is not saved yet: the words in the fields, what was picked and ticked."""

    fields: Mapping[str, str]
    division: str | None = None
    dwelling: Place | None = None
    stay_id: UUID | None = None
    person_id: UUID | None = None
    family: tuple[NewMember, ...] = ()
    relative: Entry = NOTHING
    proofs: tuple[NewMaterial, ...] = ()
    told: tuple[str, ...] = ()
    photo: bytes | None = field(default=None, repr=False)
    shown: Mapping[str, Any] = field(default_factory=dict)
    """What was on file when the officer began, as ``merging.values_of`` writes it."""

    @property
    def name(self) -> str:
        """Whose draft it is."""
        return self.fields.get("name", "")

    def to_data(self) -> dict[str, Any]:
        """The same as plain data, fit for the database."""
        data: dict[str, Any] = plainly.to_data(self)
        return data

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Typed:
        """What was written as ``data``."""
        return plainly.from_data(cls, data)


@dataclass(frozen=True, slots=True)
class ToSave:
    """What the form makes, and all that stands typed in it."""

    desk: Desk
    meant: Meant
    typed: Typed

    def save(self, draft: DraftRow | None) -> Registered | tuple[Recorded, ...]:
        """Record or correct the arrivals, registered at once or to be registered later; the draft is over."""
        meant = self.meant
        if meant.register:
            return registrations.record_and_register(
                self.desk, meant.new, meant.stay_id, meant.told, meant.family, meant.shown, draft
            )
        return households.record(self.desk, meant.new, meant.family, meant.stay_id, meant.shown, draft)


@dataclass(frozen=True, slots=True)
class Waits:
    """What could not be saved: another officer has changed the same, and it waits until one has chosen."""

    conflict_id: UUID


class Keeper:
    """Keeps one draft until it is saved as what it was for, or given up.

    Its methods run on the desk's lane, one after the other: so the draft is never
    written twice, and what is saved is saved once however often the key is pressed.
    Another desk may go on with the same draft: then each has its own from there on. One that ``is_new``
    was begun here, and not gone on with.
    """

    def __init__(self, desk: Desk, row: DraftRow | None = None) -> None:
        self._desk, self._draft = desk, InHand(desk, FORM, row)
        self.is_new, self._over = row is None, False

    def keep(self, typed: Typed, *, as_begun: bool = False) -> DraftRow | None:
        """Keep what is typed now, over what was kept before.

        None when nothing is kept: it was saved meanwhile, or a new form is again ``as_begun``.
        """
        if self._over:
            return None
        if as_begun and self.is_new:
            self._draft.discard()
            return None
        return self._draft.keep(typed.to_data())

    def save(self, what: ToSave) -> Outcome[Any] | Waits | None:
        """Save what the form makes, and the draft is over; None when it was saved already.

        Refused: the draft stays. Where an officer must choose, it waits in the place of the draft.
        """
        if self._over:
            return None
        try:
            outcome = with_way_back(self._desk, partial(what.save, self._draft.row))
        except drafts.Gone:
            self._draft.row = None
            self._draft.keep(what.typed.to_data())
            raise
        except Clashed:
            waits = Waits(conflicts.keep(self._desk, what.meant, what.typed.to_data(), self._draft.row))
            self._over, self._draft.row = True, None
            return waits
        self._over, self._draft.row = True, None
        return outcome

    def give_up(self) -> None:
        """Let the draft go."""
        self._over = True
        self._draft.discard()
