"""Whose registration is being entered: somebody new, back again, or already recorded."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from app import arrivals, drafts, materials, people
from app.arrivals import NewArrival
from app.desk import Desk
from app.drafts import DraftRow
from ui.pages.registration_draft import FORM, Typed


@dataclass(frozen=True, slots=True)
class Subject:
    """Somebody new, somebody on file who has come back, or a stay that is on file and perhaps registered."""

    person_id: UUID | None = None
    stay_id: UUID | None = None
    registered: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """What is on file about a subject, and the draft somebody began about it."""

    subject: Subject
    arrival: NewArrival
    photo: bytes | None = field(repr=False)
    held: tuple[str, ...]
    draft: DraftRow | None


def stay(desk: Desk, stay_id: UUID) -> Opened:
    """A recorded stay, to be registered or corrected."""
    arrival = arrivals.form_of(desk, stay_id)
    assert arrival.person_id is not None
    card = people.card(desk, arrival.person_id)
    registered = any(each.id == stay_id and each.registered_on for each in card.stays)
    subject = Subject(arrival.person_id, stay_id, registered)
    draft = next((row for row in rows(desk) if Typed.from_data(row.content).stay_id == stay_id), None)
    return Opened(subject, arrival, card.photo, _held(desk, card.id), draft)


def person(desk: Desk, person_id: UUID) -> Opened:
    """Somebody on file, for a new stay."""
    arrival, card = arrivals.form_for(desk, person_id), people.card(desk, person_id)
    return Opened(Subject(person_id), arrival, card.photo, _held(desk, person_id), None)


def of_draft(desk: Desk, typed: Typed) -> Subject:
    """Whom a draft is about, as the file stands today."""
    if typed.stay_id is not None:
        return stay(desk, typed.stay_id).subject
    return Subject(typed.person_id)


def rows(desk: Desk) -> tuple[DraftRow, ...]:
    """The drafts of registrations, the latest first."""
    return drafts.of_form(desk, FORM)


def _held(desk: Desk, person_id: UUID) -> tuple[str, ...]:
    return tuple(m.kind for m in materials.of_person(desk, person_id) if m.state == "held")
