"""What the window is handed once an officer is at the desk: how things stand there, and how to search."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from app import glances as seen
from app import places, search
from app.desk import Desk
from app.glances import Glance
from app.language import _, plural
from app.listed import PersonRow
from app.places import PlaceHit
from app.reasons import Reason
from app.resident_files import ENDORSE, HAND_OUT, PRINT, REGISTER, REVIEW
from app.search import Hit
from ui.bars import Standing
from ui.pages.resident_head import STATE_CHIPS, STEPS, to_endorse, to_register
from ui.pages.wording import sex_and_age
from ui.widgets.cells import Status
from ui.widgets.finder import Found

OF_AGE = 18  # 民法典第十七条
CANCELLED = "cancelled"
PRESSING = frozenset({"applied", "accepted", "approved", "printed", "suspended", "lost"})
"""States of a permit that want something done."""
STEP_ICONS = {
    REGISTER: "register", REVIEW: "review", PRINT: "card", HAND_OUT: "collect", ENDORSE: "endorse",
}  # fmt: skip


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
    """People and addresses meant by a text, as the search box shows them, with the part that was typed.

    Where more people are meant than the box lists, the last line of them leads to the list of all. Behind
    them what waits to be done for whoever stands first.
    """
    with desk.at_one_moment() as then:
        hits = search.hits(then, text)
        there = places.find(then, text, hits.found)
        glances = seen.at(then, [hit.person.row for hit in hits.found])
        steps = tuple(_steps(then, hits.found[:1], glances))
    many = f"{len(hits.found)}+" if hits.then else str(len(hits.found))
    heading = _("People {many}", many=many)
    people = tuple(_found(hit, glances.get(hit.person.row, Glance()), heading) for hit in hits.found)
    every = (_everyone(text, heading),) if hits.then else ()
    addresses = (_place(place, _("Addresses {many}", many=len(there))) for place in there)
    return (*people, *every, *addresses, *steps)


def _found(hit: Hit, glance: Glance, heading: str) -> Found:
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
        status=_status(person, glance),
        matched=(named.begin, named.end) if named else (0, 0),
        note_matched=matched,
    )


def _status(person: PersonRow, glance: Glance) -> Status | None:
    """What one should know before opening the file, the most pressing only."""
    if glance.step == REGISTER:
        return to_register(glance.days or 0)
    if glance.step == ENDORSE and glance.days is not None:
        return to_endorse(glance.days)
    if glance.state in PRESSING or (glance.state == CANCELLED and not person.here):
        words, kind = STATE_CHIPS[glance.state]
        return Status(_(words), kind)
    if not person.here:
        return Status(_("has left"), "mute")
    is_minor = person.age is not None and person.age < OF_AGE
    return Status(_("under age"), "mute") if is_minor else None


def _steps(desk: Desk, first: Sequence[Hit], glances: Mapping[int, Glance]) -> Iterator[Found]:
    """The step that waits for somebody, with the key that takes it on their page."""
    for hit in first:
        step = seen.step_of(desk, hit.person.id, glances.get(hit.person.row, Glance()))
        if step in STEPS:
            yield Found(
                heading=_("Do directly"),
                words=_("{step} for {name}", step=_(STEPS[step]), name=hit.person.name),
                page="resident",
                what=("person", hit.person.id),
                icon=STEP_ICONS.get(step, "file"),
                press="F6",
                acts=True,
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


def _everyone(text: str, heading: str) -> Found:
    words = _("All who are meant by “{text}”", text=text)
    return Found(heading=heading, words=words, page="resident", what=("find", text), icon="people")


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
