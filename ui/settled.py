"""What the window is handed once an officer is at the desk: how things stand there, and how to search."""

from __future__ import annotations

from app import places, search
from app.desk import Desk
from app.language import _, plural
from app.places import PlaceHit
from app.reasons import Reason
from app.search import Hit
from ui.bars import Standing
from ui.pages.wording import sex_and_age
from ui.widgets.cells import Status
from ui.widgets.finder import Found


def standing(desk: Desk, *, day_was_set: bool) -> Standing:
    """The facts one works under, for the top bar."""
    words, tone, icon = _database(desk)
    return Standing(
        day=desk.today(),
        station=desk.office.name,
        officer=desk.officer.name,
        role=desk.officer.post,
        database=words,
        note=_("day set by hand") if day_was_set else "",
        tone=tone,
        icon=icon,
    )


def _database(desk: Desk) -> tuple[str, str, str]:
    if desk.office.fictional:
        return _("Fictional community"), "warn", "fiction"
    if desk.shared:
        return _("Shared database"), "text2", "database"
    if desk.encrypted:
        return _("This machine, encrypted"), "text2", "lock"
    return _("This machine, not encrypted"), "warn", "database"


def find(desk: Desk, text: str) -> tuple[Found, ...]:
    """People and addresses meant by a text, as the search box shows them, with the part that was typed."""
    hits = search.hits(desk, text)
    there = places.find(desk, text, hits.found)
    many = f"{len(hits.found)}+" if hits.then else str(len(hits.found))
    people = tuple(_found(hit, _("People {many}", many=many)) for hit in hits.found)
    return (*people, *(_place(place, _("Addresses {many}", many=len(there))) for place in there))


def _found(hit: Hit, heading: str) -> Found:
    person = hit.person
    named = next((reason for reason in hit.reasons if reason.is_name), None)
    note, matched = _note(hit, next((reason for reason in hit.reasons if not reason.is_name), None))
    return Found(
        heading=heading,
        words=" ".join((person.name, sex_and_age(person.sex, person.age))).strip(),
        page="resident",
        what=("person", person.id),
        note=note,
        icon="person",
        status=None if person.here else Status(_("has left"), "mute"),
        matched=(named.begin, named.end) if named else (0, 0),
        note_matched=matched,
    )


def _note(hit: Hit, reason: Reason | None) -> tuple[str, tuple[int, int]]:
    """The line below a name, with what was typed in it, and where in it that stands."""
    person = hit.person
    number, lived = person.number, person.address
    further = ""
    if reason is not None and reason.is_number:
        number = reason.shown
    elif reason is not None and reason.is_address:
        lived = reason.shown
    elif reason is not None:
        further = reason.shown
    left = f"{person.left_on:%Y-%m}" if person.left_on else ""
    parts = [part for part in (further, number, left, lived) if part]
    note = " · ".join(parts)
    if reason is None:
        return note, (0, 0)
    before = note.index(reason.shown)
    return note, (before + reason.begin, before + reason.end)


def _place(place: PlaceHit, heading: str) -> Found:
    """An address; it opens the files of who lives there."""
    return Found(
        heading=heading,
        words=place.where,
        page="resident",
        what=("find", place.where),
        icon="pin",
        status=Status(plural("{n} lives there", "{n} live there", place.residents), "info"),
        matched=(place.reason.begin, place.reason.end),
    )
