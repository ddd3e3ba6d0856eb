"""Ctrl+K: what is typed is looked for in the books and among the commands, and the newest typing wins."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject

from app.errors import InWords
from app.language import _, sentence
from app.listing import Listing, Spot
from ui.jobs import Failure
from ui.office import Office
from ui.pages import Entry, Key
from ui.pages.trail import Trail
from ui.widgets.finder import Finder, Found

Find = Callable[[str], tuple[Found, ...]]
"""Looks in the books for a text; run at the desk."""

ALWAYS = {"F2": "register"}
"""The keys offered whatever is typed, with their icons: who is not on file yet is to be registered."""


class Seeking(QObject):
    """Shows in the finder what is found; ``commands`` answers at once, ``find`` is asked at the desk."""

    def __init__(
        self, finder: Finder, office: Office, find: Find, commands: Callable[[str], tuple[Found, ...]]
    ) -> None:
        super().__init__(finder)
        self._finder, self._office, self._find, self._commands = finder, office, find, commands
        self._sought = ""
        finder.asked.connect(self._look)

    def hears(self, failure: Failure) -> bool:
        """Where the books could not be asked, list the commands and say why nobody is; whether that is so."""
        if failure.owner is not self._finder or not isinstance(failure.error, InWords):
            return False
        self._finder.show_found(self._sought, self._commands(self._sought), sentence(failure.error))
        return True

    def _look(self, text: str) -> None:
        self._sought = text
        commands = self._commands(text)
        if not text:
            self._finder.show_found(text, commands)
            return
        show = partial(self._show, text, commands)
        self._office.jobs.at_once(partial(self._find_newest, text), then=show, owner=self._finder)

    def _find_newest(self, text: str) -> tuple[Found, ...]:
        """Look in the books, unless something else was typed meanwhile."""
        return self._find(text) if text == self._sought else ()

    def _show(self, text: str, commands: tuple[Found, ...], found: tuple[Found, ...]) -> None:
        self._finder.show_found(text, (*found, *commands))


def followed(found: Found, everyone: Iterable[Found], page: str) -> object:
    """What to show of what was found; of a person also the way to the others found, and back to ``page``."""
    listed, person = tuple(everyone), _person(found)
    people = [each for each in listed if _person(each) is not None and not each.acts]
    place = next((n for n, each in enumerate(people) if _person(each) == person), -1)
    if person is None or place < 0:
        return found.what
    rows = dict(enumerate(people))
    listing = Listing(tuple(rows), lambda _numbers: rows, begun=rows)
    more = any(each.heading == people[0].heading and _person(each) is None for each in listed)
    trail = Trail(None, Spot(listing, place, place), page, _person, of_people=True, growing=more)
    return ("person", person, trail)


def _person(found: Found) -> UUID | None:
    """Whose file it opens; None for an address, a page and a key."""
    match found.what:
        case ("person", UUID() as person_id):
            return person_id
    return None


def commands(text: str, pages: Iterable[tuple[Entry, str]], keys: Iterable[Key]) -> tuple[Found, ...]:
    """The pages, each with its key on the rail, and the window's keys whose words have the text in them.

    Somebody new can be registered whatever is typed.
    """
    asked, heading = text.lower(), _("Do directly")
    found = tuple(
        Found(heading, _(entry.title), entry.name, icon=entry.icon, press=press)
        for entry, press in pages
        if asked in _(entry.title).lower()
    )
    if not asked:
        return found
    works = tuple(key for key in keys if key.do is not None and key.press != "Ctrl+K")
    meant = tuple(key for key in works if asked in key.words.lower())
    always = (key for key in works if key.press in ALWAYS and key not in meant)
    return (
        *found,
        *(
            Found(heading, key.words, "", press=key.press, icon=ALWAYS.get(key.press, ""))
            for key in (*meant, *always)
        ),
    )
