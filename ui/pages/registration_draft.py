"""The draft of one registration: kept each time a field is left, let go when it is saved."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from app import drafts, households, registrations
from app.arrivals import NewArrival
from app.desk import Desk
from app.drafts import DraftRow
from app.households import NewMember
from app.materials import NewMaterial
from app.registrations import Registered
from ui.pages.registration_fields import Place
from ui.pages.registration_relative import NOTHING, Entry
from ui.pages.wayback import Outcome, with_way_back

FORM = "registration"
T = TypeVar("T")


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

    @property
    def name(self) -> str:
        """Whose draft it is."""
        return self.fields.get("name", "")

    def to_data(self) -> dict[str, Any]:
        """The same as plain data, fit for the database."""
        return {
            "fields": dict(self.fields),
            "division": self.division,
            "dwelling": asdict(self.dwelling) if self.dwelling else None,
            "stay_id": str(self.stay_id) if self.stay_id else None,
            "person_id": str(self.person_id) if self.person_id else None,
            "family": [_plain(member) for member in self.family],
            "relative": asdict(self.relative),
            "proofs": [asdict(proof) for proof in self.proofs],
            "told": list(self.told),
            "photo": b64encode(self.photo).decode() if self.photo else None,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Typed:
        """What was written as ``data``."""
        return cls(
            fields=data["fields"],
            division=data["division"],
            dwelling=Place(**data["dwelling"]) if data["dwelling"] else None,
            stay_id=UUID(data["stay_id"]) if data["stay_id"] else None,
            person_id=UUID(data["person_id"]) if data["person_id"] else None,
            family=tuple(_member(each) for each in data["family"]),
            relative=Entry(**data["relative"]),
            proofs=tuple(NewMaterial(**each) for each in data["proofs"]),
            told=tuple(data["told"]),
            photo=b64decode(data["photo"]) if data["photo"] else None,
        )


@dataclass(frozen=True, slots=True)
class ToSave:
    """What the form makes: an arrival with the family that came along, and what was told face to face."""

    desk: Desk
    new: NewArrival
    family: tuple[NewMember, ...]
    stay_id: UUID | None
    told: tuple[str, ...]

    def record(self) -> object:
        """Record or correct the arrivals, to be registered later."""
        return households.record(self.desk, self.new, self.family, self.stay_id)

    def register(self) -> Registered:
        """Record or correct them, and register them."""
        return registrations.record_and_register(self.desk, self.new, self.stay_id, self.told, self.family)


def _plain(member: NewMember) -> dict[str, Any]:
    """A member as plain data."""
    born = member.born_on.isoformat() if member.born_on else None
    person = str(member.person_id) if member.person_id else None
    return asdict(member) | {"born_on": born, "person_id": person}


def _member(data: Mapping[str, Any]) -> NewMember:
    born = date.fromisoformat(data["born_on"]) if data["born_on"] else None
    person = UUID(data["person_id"]) if data["person_id"] else None
    return NewMember(**{**data, "born_on": born, "person_id": person})


class Keeper:
    """Keeps one draft until it is saved as what it was for, or given up.

    Its methods run on the desk's lane, one after the other: so the draft is never
    written twice, and what is saved is saved once however often the key is pressed.
    """

    def __init__(self, desk: Desk, draft_id: UUID | None = None) -> None:
        self._desk, self._draft_id = desk, draft_id
        self._is_new, self._over = draft_id is None, False

    def keep(self, typed: Typed, *, as_begun: bool = False) -> DraftRow | None:
        """Keep what is typed now, over what was kept before.

        None when nothing is kept: it was saved meanwhile, or a new form is again ``as_begun``.
        """
        if self._over:
            return None
        if as_begun and self._is_new:
            self._discard()
            return None
        row = drafts.keep(self._desk, FORM, typed.to_data(), self._draft_id)
        self._draft_id = row.id
        return row

    def save(self, verb: Callable[[], T]) -> Outcome[T] | None:
        """Save by a verb and let the draft go; None when it was saved already. Refused: the draft stays."""
        if self._over:
            return None
        outcome = with_way_back(self._desk, verb)
        self.give_up()
        return outcome

    def give_up(self) -> None:
        """Let the draft go."""
        self._over = True
        self._discard()

    def _discard(self) -> None:
        if self._draft_id is not None:
            drafts.discard(self._desk, self._draft_id)
            self._draft_id = None
