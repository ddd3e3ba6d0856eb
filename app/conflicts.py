"""What two officers changed otherwise, and what waits until one of them has chosen, field by field.

What was typed belongs to the office, as drafts do: it outlives a crash, a lock and a change of shift, and
anybody at the station chooses. It is compared with what is on file each time it is looked at. For some
days after it was merged the act can be taken back, and what was typed waits again as it had.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import decisions, entries, households, merging, originals, people, plainly, registrations
from app.arrivals import NewArrival, Recorded
from app.clashes import MINE, OVERTAKEN, PROOF, THEIRS, Clash
from app.decisions import NewDecision
from app.desk import Desk
from app.drafts import DraftRow
from app.errors import Refused
from app.households import NewMember
from app.language import N_, _
from app.merging import LANDLORD, RELATIVE, WHERE, Wanted
from app.registrations import Registered
from db.records import Draft, Dwelling, Journal, Material, Member, Officer, Person, Stay

FORM = "conflict"
Choice: TypeAlias = tuple[str, Any, Any]
"""The side that is right, MINE or THEIRS, and what both had written there then."""
Chosen: TypeAlias = Mapping[str, Choice]
"""What was chosen, by field."""
AT_MOST = 300
"""So many characters of each of two originals go into the decision on them."""


@dataclass(frozen=True, slots=True)
class Meant:
    """What an officer means to save: the arrival, the family, which stay it puts right, what was on file.

    ``register`` is whether the stay is registered with it, ``told`` what was said face to face, and
    ``shown`` what was on file when the officer began, as ``merging.values_of`` writes it.
    """

    new: NewArrival
    family: tuple[NewMember, ...]
    stay_id: UUID | None
    shown: Mapping[str, Any]
    register: bool = False
    told: tuple[str, ...] = ()

    def is_typed_as(self, other: Meant) -> bool:
        """Whether the very same was typed; against what it is compared is looked up each time."""
        return replace(self, stay_id=other.stay_id, shown=other.shown) == other


@dataclass(frozen=True, slots=True)
class Side:
    """One of two originals: the plain value, and who wrote it when in which act; None where nobody knows."""

    value: Any
    officer: str
    at: datetime | None
    act: str
    officer_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that two officers changed otherwise: as it is typed here, and as it is on file."""

    field: str
    mine: Side
    theirs: Side

    @property
    def newer(self) -> str:
        """Which side was written later; what is typed, where nobody knows when the other was."""
        mine, theirs = self.mine.at, self.theirs.at
        return THEIRS if mine is not None and theirs is not None and theirs > mine else MINE

    def choice(self, side: str) -> Choice:
        """The choice of a side as both stand now."""
        return side, self.mine.value, self.theirs.value

    def side(self, choice: Choice | None) -> str | None:
        """Which side a choice takes; None without one, or where one of the two was written anew since."""
        return choice[0] if choice is not None and choice == self.choice(choice[0]) else None


@dataclass(frozen=True, slots=True)
class Conflict:
    """One person whose entries two officers changed; ``agreed`` is how many fields need no choice.

    ``meant`` is to be saved with the choices, and ``form`` what had been typed, as the form keeps it.
    ``chosen`` is what was chosen so far.
    ``officer_id``, ``typed_by`` and ``typed_at`` tell whose it was and when; ``gone`` that nothing is on
    file any more to save it to.
    """

    id: UUID
    meant: Meant
    person_id: UUID | None
    name: str
    differences: tuple[Difference, ...]
    agreed: int
    form: Mapping[str, Any]
    officer_id: UUID
    typed_by: str
    typed_at: datetime
    chosen: Chosen
    gone: bool = False


def keep(desk: Desk, meant: Meant, form: Mapping[str, Any], kept: DraftRow | None = None) -> UUID:
    """Keep what could not be saved until somebody has chosen, as this officer's, who typed it just now.

    It takes the place of the form's own draft, ``kept``, while nobody else went on with that one; else it
    waits by itself, and the draft stays as the other desk left it.
    """
    with desk.writing("keep_draft") as session:
        draft = session.get(Draft, kept.id, with_for_update=True) if kept else None
        if draft is None or kept is None or draft.content != kept.content:
            draft = Draft()
            session.add(draft)
        draft.officer_id, draft.saved_at = desk.officer.id, desk.now()
        draft.form, draft.content = FORM, _content(meant, form)
        session.flush()
        return draft.id


def choose(desk: Desk, conflict_id: UUID, chosen: Chosen) -> None:
    """Keep what was chosen just now with what waits, so that it outlives a crash; nothing is merged by it.

    What was chosen of other fields stays, at whichever desk. Where somebody else has merged it meanwhile
    there is nothing to keep.
    """
    with desk.writing("keep_draft") as session:
        draft = session.get(Draft, conflict_id, with_for_update=True)
        if draft is not None and draft.form == FORM:
            before = draft.content.get("chosen", {})
            draft.content = draft.content | {"chosen": {**before, **chosen}}


def waiting(desk: Desk) -> tuple[Conflict, ...]:
    """All that waits to be chosen at this station, as it differs now; what was typed first at the head."""
    with desk.reading() as session:
        kept = select(Draft).where(Draft.form == FORM).order_by(Draft.saved_at)
        return tuple(_conflict(session, desk, draft) for draft in session.scalars(kept))


def count(desk: Desk) -> int:
    """How many wait to be chosen."""
    with desk.reading() as session:
        return session.scalar(select(func.count()).select_from(Draft).where(Draft.form == FORM)) or 0


def merge(desk: Desk, conflict: Conflict, chosen: Mapping[str, str]) -> Registered | Recorded:
    """Save what was typed, with each difference as it was ``chosen``: MINE or THEIRS by field.

    Both originals stand in the decision that is kept of each choice. Raises Clashed where somebody has
    changed one of the fields since the conflict was looked at, and Refused where a choice is missing, and
    where it does not wait any more as it was looked at.
    """
    if any(each.field not in chosen for each in conflict.differences):
        raise Refused(N_("Some entries are still to be chosen."))
    with desk.writing("merge") as session:
        originals.put_by(session, _held_as_shown(session, conflict))
        meant = conflict.meant
        shown = {**meant.shown, **{each.field: each.theirs.value for each in conflict.differences}}
        yields = frozenset(field for field, whose in chosen.items() if whose == THEIRS)
        recorded = households.enter(session, desk, meant.new, meant.family, meant.stay_id, shown, yields)
        for each in conflict.differences:
            _decide(session, desk, recorded[0], _with_landlord(each, meant), chosen[each.field])
        session.flush()
        made = registrations.enter_rest(session, desk, recorded, meant.told) if meant.register else None
        return made or recorded[0]


def go_back(desk: Desk, conflict: Conflict, form: str, content: Mapping[str, Any]) -> UUID:
    """Make a draft of a form again of what was typed, to be put right there.

    Raises Refused where it does not wait any more as it was looked at.
    """
    with desk.writing("keep_draft") as session:
        draft = _held_as_shown(session, conflict)
        draft.form, draft.content, draft.saved_at = form, dict(content), desk.now()
        return draft.id


def held(session: Session, conflict_id: UUID) -> Draft:
    """What waits, held against other desks; raises Refused where it does not wait any more."""
    draft = session.get(Draft, conflict_id, with_for_update=True)
    if draft is None or draft.form != FORM:
        raise Refused(
            N_("Somebody else has chosen meanwhile; nothing of this waits any more."), field=OVERTAKEN
        )
    return draft


def _held_as_shown(session: Session, conflict: Conflict) -> Draft:
    """What waits, held; raises Refused, too, where another desk went back to the form and typed otherwise."""
    draft = held(session, conflict.id)
    if draft.content["form"] != conflict.form or not _meant(draft).is_typed_as(conflict.meant):
        raise Refused(
            N_("Somebody else has gone back to the form meanwhile and typed otherwise. See what waits now,"
               " then choose."),
            field=OVERTAKEN,
        )  # fmt: skip
    return draft


def _content(meant: Meant, form: Mapping[str, Any]) -> dict[str, Any]:
    return {"meant": plainly.to_data(meant), "form": dict(form), "fields": {"name": meant.new.name}}


def _meant(draft: Draft) -> Meant:
    meant: Meant = plainly.from_data(Meant, draft.content["meant"])
    return meant


def _conflict(session: Session, desk: Desk, draft: Draft) -> Conflict:
    meant = _meant(draft)
    typed_by = session.get_one(Officer, draft.officer_id).name
    chosen = {field: tuple(choice) for field, choice in draft.content.get("chosen", {}).items()}
    typed = (draft.content["form"], draft.officer_id, typed_by, draft.saved_at, chosen)
    if _is_gone(session, meant):
        return Conflict(draft.id, meant, None, meant.new.name, (), 0, *typed, gone=True)
    agreed, clashes = _compared(session, desk, meant)
    meant = replace(meant, stay_id=agreed.stay_id, shown=agreed.shown)
    person, stay = _subject(session, meant)
    dwelling = merging.dwelling_at(session, desk, [agreed.new.community, agreed.new.address])
    theirs = _About(session, person, stay, dwelling).theirs(clashes)
    differences = tuple(
        Difference(
            clash.field, Side(clash.mine, typed_by, draft.saved_at, "", draft.officer_id), theirs[clash.field]
        )
        for clash in clashes
    )
    others = len(merging.values_of(meant.new)) - len(clashes)
    return Conflict(
        draft.id, meant, person.id if person else None, meant.new.name, differences, others, *typed
    )


def _is_gone(session: Session, meant: Meant) -> bool:
    """Whether the act that entered the person or the stay was taken back meanwhile."""
    person_id = meant.new.person_id
    no_stay = meant.stay_id is not None and session.get(Stay, meant.stay_id) is None
    return no_stay or (person_id is not None and session.get(Person, person_id) is None)


def _compared(session: Session, desk: Desk, meant: Meant) -> tuple[Wanted, tuple[Clash, ...]]:
    relations = {
        each.person_id: households.relation(each, meant.new.sex) for each in meant.family if each.person_id
    }
    return merging.compare(session, desk, Wanted(meant.new, relations, meant.stay_id, meant.shown))


def _subject(session: Session, meant: Meant) -> tuple[Person | None, Stay | None]:
    if meant.stay_id is not None:
        stay = session.get_one(Stay, meant.stay_id)
        return stay.person, stay
    person_id = meant.new.person_id
    return people.found(session, person_id) if person_id else None, None


@dataclass(frozen=True, slots=True)
class _About:
    """What a form is about, in the records; None for what is not on file."""

    session: Session
    person: Person | None
    stay: Stay | None
    dwelling: Dwelling | None

    def theirs(self, clashes: Iterable[Clash]) -> dict[str, Side]:
        """What is on file of each field, with the last act that wrote it there; the journal is read once."""
        sides = {clash.field: Side(clash.theirs, "", None, "") for clash in clashes}
        sought = {field: self._where_it_stands(field) for field in sides}
        written = (
            select(Journal, Officer.name)
            .outerjoin(Officer, Officer.id == Journal.officer_id)
            .where(Journal.row_id.in_({row for rows, _names in sought.values() for row in rows}))
            .order_by(Journal.epoch.desc(), Journal.seq.desc())
        )
        for entry, officer in self.session.execute(written):
            changed = [
                field
                for field, (rows, names) in sought.items()
                if entry.row_id in rows and not names.isdisjoint(entry.changes)
            ]
            for field in changed:
                del sought[field]
                side = sides[field]
                sides[field] = replace(
                    side, officer=officer or "", at=entry.at, act=entry.act, officer_id=entry.officer_id
                )
        return sides

    def _where_it_stands(self, field: str) -> tuple[list[UUID], set[str]]:
        """The rows a field of the form is kept in, and what it is called there."""
        if field in LANDLORD:
            return _ids(self.dwelling), {field}
        if field in merging.OF_A_STAY:
            return _ids(self.stay), {"dwelling_id" if field == WHERE else field}
        if field.startswith(RELATIVE):
            relative = Member.person_id == UUID(field.removeprefix(RELATIVE))
            return list(self.session.scalars(select(Member.id).where(relative))), {"relation", "until"}
        if field.startswith(PROOF) and self.person is not None:
            of_kind = Material.kind == field.removeprefix(PROOF)
            proofs = select(Material.id).where(Material.person_id == self.person.id, of_kind)
            return list(self.session.scalars(proofs)), {"state", "verified", "pages", "remark"}
        if field == merging.NUMBER and self.person is not None:
            return [identifier.id for identifier in self.person.identifiers], {"number"}
        return _ids(self.person), {field}


def _ids(row: Person | Stay | Dwelling | None) -> list[UUID]:
    return [row.id] if row is not None else []


def _with_landlord(difference: Difference, meant: Meant) -> Difference:
    """The dwelling that was typed with who was typed to let it: where another is chosen, neither is saved."""
    typed = merging.values_of(meant.new)
    said = [typed[field] for field in LANDLORD if typed[field] not in (None, meant.shown.get(field))]
    if difference.field != WHERE or not said:
        return difference
    return replace(difference, mine=replace(difference.mine, value=[*(difference.mine.value or []), *said]))


def _decide(session: Session, desk: Desk, about: Recorded, difference: Difference, whose: str) -> None:
    """Keep what was chosen and what was not, each with who wrote it: nothing typed is gone for good."""
    sides = {MINE: difference.mine, THEIRS: difference.theirs}
    taken = sides.pop(whose)
    (left,) = sides.values()
    field, today = difference.field, desk.today()
    opinion = _(
        "Taken: {taken}. Not taken: {left}.",
        taken=_original(field, taken, today), left=_original(field, left, today),
    )  # fmt: skip
    outcome = "family" if field.startswith(RELATIVE) else field.removeprefix(PROOF)
    decisions.keep(
        session, desk,
        NewDecision(about.person_id, "merged", outcome, stay_id=about.stay_id, opinion=opinion),
    )  # fmt: skip


def _original(field: str, side: Side, today: date) -> str:
    words = entries.in_words(field, side.value, today)
    return _("{value} ({officer})", value=words[:AT_MOST], officer=side.officer or "—")
