"""What the window is handed once an officer is at the desk: how things stand there, and how to search."""

from __future__ import annotations

from app import search
from app.desk import Desk
from app.language import _
from app.listed import PersonRow
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
    """People meant by a text, as the search box shows them; each opens the resident's page."""
    return tuple(_found(person) for person in search.find(desk, text))


def _found(person: PersonRow) -> Found:
    return Found(
        heading=_("People"),
        words=" ".join((person.name, sex_and_age(person.sex, person.age))).strip(),
        page="resident",
        what=("person", person.id),
        note="  ".join(part for part in (person.number, person.address) if part),
        icon="person",
        status=None if person.here else Status(_("has left"), "mute"),
    )
