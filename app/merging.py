"""Two officers at one arrival: person, stay, proofs and family are compared as ``clashes`` compares."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import arrivals, idnumbers, materials, people, spelling
from app.arrivals import PERSON_FIELDS, STAY_FIELDS, NewArrival
from app.clashes import PROOF, Clash, Clashed, Laid, Values, lay
from app.desk import Desk
from app.materials import NewMaterial
from db.journal import plain
from db.records import Dwelling, Household, Material, Member, Person, Stay

Relations: TypeAlias = Mapping[UUID, str]
"""How those of the family who are on file are related to the head."""

NUMBER, WHERE, PHOTO, STAY = "id_number", "dwelling", "photo", "stay"
LANDLORD = ("landlord_name", "landlord_phone")
OF_A_STAY = (*STAY_FIELDS, WHERE)
RELATIVE = "family."
"""What stands before the id of somebody of the family."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """An arrival that is to be written, and how those of the family are related who come along.

    ``stay_id`` is the stay to be corrected, and ``shown`` what was on file of it when the officer began.
    """

    new: NewArrival
    relations: Relations
    stay_id: UUID | None
    shown: Values


def values_of(new: NewArrival, relations: Relations | None = None) -> dict[str, Any]:
    """What a form says, field by field."""
    said = {name: _plain(getattr(new, name)) for name in (*PERSON_FIELDS, *STAY_FIELDS, *LANDLORD)}
    said["name"] = spelling.tidy(new.name) or None
    number = idnumbers.normalised(new.id_number)
    said[NUMBER] = [new.id_kind, number] if number and new.id_kind != arrivals.NO_NUMBER else None
    said[WHERE] = [new.community.strip(), new.address.strip()] if new.address.strip() else None
    said[PHOTO] = hashlib.sha256(new.photo).hexdigest() if new.photo else None
    said |= materials.values_of(new.materials)
    return said | {RELATIVE + str(person): relation for person, relation in (relations or {}).items()}


def laid_over(session: Session, desk: Desk, wanted: Wanted, yields: frozenset[str] = frozenset()) -> Wanted:
    """What to write in an open transaction so that nothing that another officer saved since is lost.

    In the fields of ``yields`` what is on file was chosen; of the family those are left whose place is
    still as it was shown. The person is held against other desks from here on. A stay that another
    officer entered meanwhile is corrected and not entered twice. Raises Clashed where an officer must
    choose.
    """
    stay = session.get_one(Stay, wanted.stay_id) if wanted.stay_id else None
    person_id = stay.person_id if stay else wanted.new.person_id
    if person_id is not None:
        people.held(session, person_id)
        session.expire_all()  # whatever was read before is read again as the last to hold it left it
    agreed, clashes = compare(session, desk, wanted, yields)
    if clashes:
        raise Clashed(clashes)
    return agreed


def compare(
    session: Session, desk: Desk, wanted: Wanted, yields: frozenset[str] = frozenset()
) -> tuple[Wanted, tuple[Clash, ...]]:
    """The same without holding anybody: what would be written, and what must be chosen before."""
    new, stay_id, shown = wanted.new, wanted.stay_id, wanted.shown
    stay = session.get_one(Stay, stay_id) if stay_id else None
    person_id = stay.person_id if stay else new.person_id
    person = people.found(session, person_id) if person_id else None
    if person is not None and stay is None:
        stay = _entered_meanwhile(session, person, new, shown)
        if stay is not None:
            new, stay_id = replace(new, moved=False), stay.id
            shown = {field: was for field, was in shown.items() if field not in OF_A_STAY}
    form = _form(person, stay) if person is not None else None
    own = values_of(new, wanted.relations)
    typed = own | {field: shown.get(field) for field in yields}
    typed |= {field: shown.get(field) for field in (PHOTO, *LANDLORD) if own[field] is None}  # not said
    laid = _lay_arrival(session, desk, shown, on_file_of(session, person, stay), typed, yields)
    theirs = {field for field, value in laid.values.items() if value != own[field]}
    taken = _taken(new, form, laid.values, theirs)
    return Wanted(taken, _kept(wanted.relations, laid.values), stay_id, shown), laid.clashes


def on_file_of(session: Session, person: Person | None, stay: Stay | None) -> dict[str, Any]:
    """What is on file of a person and a stay, field by field, but for who lets the dwelling."""
    if person is None:
        return {}
    values = values_of(_form(person, stay), _relations(session, person))
    proofs = select(Material).where(Material.person_id == person.id)
    values |= materials.values_of(session.scalars(proofs))
    return values | {PHOTO: plain(person.photo)}


def dwelling_at(session: Session, desk: Desk, where: list[str] | None) -> Dwelling | None:
    """The dwelling at a community and an address, if it is on file."""
    if where is None:
        return None
    community, address = where
    same = select(Dwelling).where(
        Dwelling.division == desk.office.division,
        Dwelling.community == community,
        Dwelling.address == address,
    )
    return session.scalars(same).first()


def _entered_meanwhile(session: Session, person: Person, new: NewArrival, shown: Values) -> Stay | None:
    """The stay somebody has gone on living in, where it was not shown or is at the very dwelling typed."""
    going_on = select(Stay).where(Stay.person_id == person.id, Stay.left_on.is_(None))
    stay = session.scalars(going_on).first()
    if stay is None:
        return None
    same_place = [stay.dwelling.community, stay.dwelling.address] == values_of(new)[WHERE]
    return stay if same_place or plain(stay.id) != shown.get(STAY) else None


def _lay_arrival(
    session: Session, desk: Desk, shown: Values, on_file: Values, typed: Values, yields: frozenset[str]
) -> Laid:
    """The whole form; who lets a dwelling is compared for the one that is agreed on."""
    laid = lay(shown, on_file, {field: mine for field, mine in typed.items() if field not in LANDLORD})
    mine = {field: typed[field] for field in LANDLORD}
    if any(clash.field == WHERE for clash in laid.clashes):
        return Laid(laid.values | mine, laid.clashes)
    where = laid.values[WHERE]
    dwelling = dwelling_at(session, desk, where)
    let = {field: _plain(getattr(dwelling, field)) for field in LANDLORD} if dwelling else mine
    if where == typed[WHERE] and WHERE not in yields:
        landlord = lay(shown, let, mine)
        return Laid(laid.values | landlord.values, laid.clashes + landlord.clashes)
    if WHERE not in yields and any(mine[field] not in (shown.get(field), let[field]) for field in LANDLORD):
        # who lets it was typed for the dwelling that was shown, not for the one it is now
        clash = Clash(WHERE, shown.get(WHERE), where, typed[WHERE])
        return Laid(laid.values | mine, (*laid.clashes, clash))
    return Laid(laid.values | let, laid.clashes)


def _form(person: Person, stay: Stay | None) -> NewArrival:
    return arrivals.form_of_stay(stay) if stay is not None else arrivals.form_of_person(person)


def _taken(new: NewArrival, form: NewArrival | None, values: Values, theirs: set[str]) -> NewArrival:
    """The form with what is on file in these fields."""
    if not theirs:
        return new
    taken: dict[str, Any] = {field: values[field] or "" for field in LANDLORD if field in theirs}
    if form is not None:
        taken |= {field: getattr(form, field) for field in (*PERSON_FIELDS, *STAY_FIELDS) if field in theirs}
        for field, parts in ((NUMBER, ("id_kind", "id_number")), (WHERE, ("community", "address"))):
            if field in theirs:
                taken |= {part: getattr(form, part) for part in parts}
    if PHOTO in theirs:
        taken["photo"] = None  # the one on file stays
    left = tuple(
        _as_on_file(material, values[PROOF + material.kind]) if PROOF + material.kind in theirs else material
        for material in new.materials
        if material.pictures or PROOF + material.kind not in theirs
    )
    return replace(new, **taken, materials=left)


def _as_on_file(material: NewMaterial, there: list[Any] | None) -> NewMaterial:
    """A proof as it is on file, with the pages that were taken of it here: those contradict nobody."""
    state, verified, pages, remark = there or ("missing", "", 0, "")
    return replace(material, state=state, verified=verified, pages=pages, remark=remark)


def _kept(relations: Relations, values: Values) -> Relations:
    kept = {person: values[RELATIVE + str(person)] for person in relations}
    return {person: relation for person, relation in kept.items() if relation is not None}


def _relations(session: Session, head: Person) -> Relations:
    """Those of the household a person is the head of."""
    led = select(Household.id).where(Household.head_id == head.id)
    others = select(Member).where(
        Member.household_id.in_(led), Member.until.is_(None), Member.person_id != head.id
    )
    return {member.person_id: member.relation for member in session.scalars(others)}


def _plain(value: Any) -> Any:
    return (value.strip() if isinstance(value, str) else plain(value)) or None
