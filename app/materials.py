"""Proofs: what an application needs, what is held, how it was verified, and all that is still missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ScalarResult, bindparam, func, select
from sqlalchemy.orm import Session

from app import codes, people
from app.clashes import PROOF, Clash, Clashed, Values, last_written
from app.desk import Desk
from app.language import N_, _, plural
from db.records import Material, Page, Permit, Person
from db.types import Uid

# Art. 9(2) of the Interim Regulations: any one proof of these three groups will do.
PROOFS = ("address", "work", "study")
AGENT_CARD = "agent_id_card"
VERIFIED = {
    "original_seen": N_("original seen"),
    "card_read": N_("read from the card"),
    "database": N_("found in a database"),
    "by_phone": N_("asked by phone"),
}
"""How a proof may have been verified."""
# An application in one of these states can still be completed.
OPEN_TO_PROOFS = ("applied", "accepted")


@dataclass(frozen=True, slots=True)
class NewMaterial:
    """A proof handed in or still missing; ``kind`` is a code of ``materials``, ``proves`` its group.

    ``pages`` is how many pages of it were seen, ``pictures`` what pages taken in with it are found by:
    the checksums that ``pages.lay`` answered.
    """

    kind: str
    proves: str
    state: str = "held"
    verified: str = "original_seen"
    pages: int = 0
    remark: str = ""
    pictures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MaterialRow:
    """One proof as a list shows it: ``pages`` of it were seen, ``taken`` of these are kept as pictures."""

    id: UUID
    kind: str
    title: str
    proves: str
    state: str
    verified: str
    received_on: date | None
    pages: int
    remark: str
    taken: int = 0


def of_person(desk: Desk, person_id: UUID) -> tuple[MaterialRow, ...]:
    """Every proof noted for a person, in the order it came."""
    with desk.reading() as session:
        taken = _taken(session, person_id)
        return tuple(
            MaterialRow(
                m.id, m.kind, codes.title("materials", m.kind, desk.today()), m.proves, m.state, m.verified,
                m.received_on, m.pages, m.remark, taken.get(m.id, 0),
            )
            for m in _noted(session, person_id)
        )  # fmt: skip


def note(desk: Desk, person_id: UUID, items: tuple[NewMaterial, ...], shown: Values | None = None) -> None:
    """Note proofs as held or missing; one noted before is brought up to date.

    Raises Clashed where another officer has said something else of one since ``shown``, of ``values_of``.
    """
    with desk.writing("note_materials") as session:
        people.held(session, person_id)
        if shown is not None:
            _refuse_overtaken(session, person_id, items, shown)
        enter(session, desk.today(), person_id, items)


def values_of(proofs: Iterable[NewMaterial | MaterialRow | Material]) -> dict[str, Any]:
    """How proofs stand, by PROOF and their kinds, in plain values; None where nothing is said of one."""
    return {PROOF + m.kind: _plain(m.state, m.verified, m.pages, m.remark) for m in proofs}


def _plain(state: str, verified: str, pages: int, remark: str) -> list[Any] | None:
    held = state == "held"
    return [state, verified if held else "", pages, remark.strip()] if held or remark.strip() else None


def _refuse_overtaken(
    session: Session, person_id: UUID, items: tuple[NewMaterial, ...], shown: Values
) -> None:
    noted = list(_noted(session, person_id))
    on_file = values_of(noted)
    clashes = tuple(
        Clash(field, shown.get(field), on_file.get(field), mine)
        for field, mine in values_of(items).items()
        if on_file.get(field) not in (shown.get(field), mine)
    )
    if clashes:
        row = next((m.id for m in noted if PROOF + m.kind == clashes[0].field), None)
        raise Clashed(clashes, last_written(session, person_id, Material.__tablename__, row))


def enter(session: Session, today: date, person_id: UUID, items: tuple[NewMaterial, ...]) -> None:
    """Write proofs into an open transaction, each kind once for a person.

    Of no proof fewer pages were seen than are kept as pictures. What was framed on the pages of one that
    was missing is settled when it is held again.
    """
    if not items:
        return
    on_file = {m.kind: m for m in _noted(session, person_id)}
    taken = _taken(session, person_id) if any(m.pages for m in on_file.values()) else {}
    for item in items:
        material = on_file.get(item.kind)
        if material is None:
            material = on_file[item.kind] = Material(person_id=person_id, kind=item.kind, proves=item.proves)
        held = item.state == "held"
        if held and material.state == "missing":
            _settle_frames(session, material)
        material.state, material.verified = item.state, item.verified if held else ""
        material.pages, material.remark = max(item.pages, taken.get(material.id, 0)), item.remark
        material.received_on = (material.received_on or today) if held else None
        session.add(material)


def _taken(session: Session, person_id: UUID) -> dict[UUID, int]:
    """How many pages are kept of each proof of a person, by its id."""
    return dict(session.execute(_TAKEN, {"who": person_id}).all())


def _settle_frames(session: Session, material: Material) -> None:
    framed = session.scalars(select(Page).where(Page.material_id == material.id))
    for page in framed:
        page.frames = []


def in_words(state: str, verified: str, pages: int, remark: str) -> str:
    """How a proof stands: how it was verified, on how many pages, and what else was noted or is lacking."""
    if state != "held":
        return _("lacks: {what}", what=remark) if remark else _("still missing")
    seen = _(VERIFIED.get(verified, N_("held")))
    on_pages = plural("{n} page", "{n} pages", pages) if pages else ""
    return _(", ").join(filter(None, (seen, on_pages, remark)))


def missing_for_permit(desk: Desk, person_id: UUID) -> tuple[str, ...]:
    """Everything an application still lacks, all at once (art. 9: to be told in one notice).

    It is the application under way, or a first one that might be made.
    """
    with desk.reading() as session:
        application = session.scalars(_UNDER_WAY, {"who": person_id}).first()
        return lacking(session, session.get_one(Person, person_id), application)


def lacking(session: Session, person: Person, application: Permit | None = None) -> tuple[str, ...]:
    """What an application still lacks: ``identity``, ``photo``, ``proof`` (of address, work or study).

    Where somebody else applies, the ``agent``'s card as well; a new card for an old one needs no proof again.
    """
    held = held_by(session, person.id)
    groups = {material.proves for material in held.values()}
    first = application is None or application.kind == "first"
    by_agent = application is not None and bool(application.agent_number)
    lacks = {
        "identity": "identity" not in groups,
        "photo": person.photo is None,
        "proof": first and not groups.intersection(PROOFS),
        "agent": by_agent and AGENT_CARD not in held,
    }
    return tuple(group for group, lacking in lacks.items() if lacking)


def held_by(session: Session, person_id: UUID) -> dict[str, Material]:
    """The proofs that are held for a person, by kind."""
    return {material.kind: material for material in _noted(session, person_id) if material.state == "held"}


def _noted(session: Session, person_id: UUID) -> ScalarResult[Material]:
    """Every proof noted for a person, in the order it came."""
    return session.scalars(_NOTED, {"who": person_id})


_WHO = bindparam("who", type_=Uid)
_NOTED = select(Material).where(Material.person_id == _WHO).order_by(Material.row)
_TAKEN = select(Page.material_id, func.count()).where(Page.person_id == _WHO).group_by(Page.material_id)
_UNDER_WAY = (
    select(Permit)
    .where(Permit.person_id == _WHO, Permit.state.in_(OPEN_TO_PROOFS))
    .order_by(Permit.row.desc())
)


def group_of(kind: str, on: date) -> str:
    """What a kind of proof proves."""
    entry = codes.known("materials", kind, on)
    return entry.group if entry else ""
