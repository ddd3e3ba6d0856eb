"""How the form looks up what is typed: always at the desk, never on the window's own thread."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QObject

from app import codes, dwellings, employers
from app.dwellings import DwellingRow, LandlordRow
from app.employers import EmployerRow
from app.language import _, plural
from ui.office import Office
from ui.pages.registration_fields import Place
from ui.widgets.fields import Suggest
from ui.widgets.suggesting import Suggestion

SHOWN_DIVISIONS = 8
Show = Callable[[tuple[Suggestion, ...]], None]


@dataclass(frozen=True, slots=True)
class Looking:
    """What a form can look up, and the day it is."""

    today: Callable[[], date]
    dwellings: Suggest
    landlords: Suggest
    employers: Suggest
    divisions: Suggest
    on_paper: Callable[[str, Callable[[str], None]], None]
    """What keeps a name from being printed here, "" where nothing does; drawn beside the desk."""


def looking(office: Office, owner: QObject) -> Looking:
    """Looking things up at this office's desk for a page."""
    desk = office.desk

    def suggest(find: Callable[[str], Iterable[Any]], shown: Callable[[Any], Suggestion]) -> Suggest:
        def look(text: str, show: Show) -> None:
            def answer(found: Iterable[Any]) -> None:
                show(tuple(map(shown, found)))

            office.jobs.run(partial(find, text), then=answer, owner=owner)

        return look

    return Looking(
        today=desk.today,
        dwellings=suggest(partial(dwellings.find, desk), of_dwelling),
        landlords=suggest(partial(dwellings.landlords, desk), of_landlord),
        employers=suggest(partial(employers.find, desk), of_employer),
        divisions=suggest(lambda text: _divisions(text, desk.today()), lambda found: found),
        on_paper=lambda name, show: office.jobs.press(partial(_on_paper, name), then=show, owner=owner),
    )


def _on_paper(name: str) -> str:
    from app.paper import fonts  # what draws is only loaded when a name is unusual

    return fonts.in_the_way(name)


def of_dwelling(row: DwellingRow) -> Suggestion:
    """A dwelling with who lives there and who lets it."""
    place = Place(row.community, row.address, row.landlord_name, row.landlord_phone)
    let = _("Landlord {name}", name=row.landlord_name) if row.landlord_name else ""
    note = " · ".join(part for part in (_residents(row), let) if part)
    return Suggestion(place, row.where, note, matched=row.matched)


def _residents(row: DwellingRow) -> str:
    if not row.residents:
        return _("empty")
    if row.residents == 1:
        return _("1 resident: {name}", name=row.resident)
    return _("{n} residents: {name} …", n=row.residents, name=row.resident)


def of_landlord(row: LandlordRow) -> Suggestion:
    """A landlord with the phone, by which two of one name are told apart."""
    lets = plural("{n} dwelling", "{n} dwellings", row.dwellings)
    return Suggestion(row, row.name, " · ".join(part for part in (row.phone, lets) if part))


def of_employer(row: EmployerRow) -> Suggestion:
    """An employer and how many work there."""
    return Suggestion(row, row.name, working_there(row))


def working_there(row: EmployerRow) -> str:
    """How many on file work for an employer."""
    return plural("{n} person on file", "{n} people on file", row.people)


def _divisions(text: str, today: date) -> tuple[Suggestion, ...]:
    found = codes.find("divisions", text, today)[:SHOWN_DIVISIONS]
    return tuple(Suggestion(each.code, codes.division(each.code, today) or each.title) for each in found)
