"""Whose registration is being entered: somebody new, back again, or already recorded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from app import arrivals, drafts, households, materials, merging, pages, people
from app.arrivals import NewArrival
from app.desk import Desk
from app.drafts import DraftRow
from app.households import NewMember
from app.materials import NewMaterial
from ui.pages.registration_draft import FORM, Typed


@dataclass(frozen=True, slots=True)
class Subject:
    """Somebody new, somebody on file who has come back, or a stay that is on file and perhaps registered.

    ``household`` are those who are in the person's household by the file; ``moved_from`` is where
    somebody lives by the file who arrives here now; ``pages`` is how many pages of which proof are on file.
    """

    person_id: UUID | None = None
    stay_id: UUID | None = None
    registered: bool = False
    household: tuple[UUID, ...] = ()
    moved_from: str = ""
    pages: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Opened:
    """What is on file about a subject, and the draft somebody began about it.

    ``shown`` is the same field by field, to be compared with what is on file when it is saved.
    """

    subject: Subject
    arrival: NewArrival
    photo: bytes | None = field(repr=False)
    proofs: tuple[NewMaterial, ...]
    family: tuple[NewMember, ...]
    draft: DraftRow | None
    shown: Mapping[str, Any]


def stay(desk: Desk, stay_id: UUID) -> Opened:
    """A recorded stay, to be registered or corrected."""
    arrival = arrivals.form_of(desk, stay_id)
    assert arrival.person_id is not None
    card = people.card(desk, arrival.person_id)
    registered = any(each.id == stay_id and each.registered_on for each in card.stays)
    family = _family(desk, arrival.person_id)
    along = tuple(member.person_id for member in family if member.person_id)
    taken = _taken(desk, arrival.person_id)
    subject = Subject(arrival.person_id, stay_id, registered, along, pages=taken)
    draft = next((row for row in rows(desk) if Typed.from_data(row.content).stay_id == stay_id), None)
    proofs = _proofs(desk, card.id)
    return Opened(subject, arrival, card.photo, proofs, family, draft, _shown(arrival, card, proofs, family))


def person(desk: Desk, person_id: UUID) -> Opened:
    """Somebody on file, for a new stay."""
    arrival, card = arrivals.form_for(desk, person_id), people.card(desk, person_id)
    proofs = _proofs(desk, person_id)
    shown = _shown(arrival, card, proofs, ())
    return Opened(_arriving(desk, card), arrival, card.photo, proofs, (), None, shown)


def _shown(
    arrival: NewArrival,
    card: people.PersonCard,
    proofs: tuple[NewMaterial, ...],
    family: tuple[NewMember, ...],
) -> dict[str, Any]:
    """All that the form shows of somebody on file, field by field, and which stay goes on."""
    relations = {each.person_id: households.relation(each, arrival.sex) for each in family if each.person_id}
    shown = merging.values_of(replace(arrival, photo=card.photo, materials=proofs), relations)
    return shown | {merging.STAY: str(card.stay.id) if card.stay else None}


def of_draft(desk: Desk, typed: Typed) -> Subject:
    """Whom a draft is about, as the file stands today."""
    if typed.stay_id is not None:
        return stay(desk, typed.stay_id).subject
    return _arriving(desk, people.card(desk, typed.person_id)) if typed.person_id else Subject()


def _arriving(desk: Desk, card: people.PersonCard) -> Subject:
    """Somebody on file who arrives: back again, or moved here from where they live by the file."""
    lives = people.in_one_line(card.stay.community, card.stay.address) if card.stay else ""
    return Subject(card.id, moved_from=lives, pages=_taken(desk, card.id))


def _taken(desk: Desk, person_id: UUID) -> Mapping[str, int]:
    """How many pages of which proof are on file."""
    return Counter(page.kind for page in pages.of_person(desk, person_id))


def rows(desk: Desk) -> tuple[DraftRow, ...]:
    """The drafts of registrations, the latest first."""
    return drafts.of_form(desk, FORM)


def _proofs(desk: Desk, person_id: UUID) -> tuple[NewMaterial, ...]:
    """The proofs on file, as they were verified or with what they lack."""
    return tuple(
        NewMaterial(m.kind, m.proves, m.state, m.verified, m.pages, m.remark)
        for m in materials.of_person(desk, person_id)
    )


def _family(desk: Desk, person_id: UUID) -> tuple[NewMember, ...]:
    """Those of the household who live here, to be registered or corrected along."""
    return tuple(
        NewMember(
            row.relation, row.name, row.number_kind, row.number, row.born_on, sex=row.sex,
            person_id=row.person_id,
        )
        for row in households.led_by(desk, person_id)
        if row.here
    )  # fmt: skip
