"""Dwellings: each written once, found by the little of an address that is typed, with who lives there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, bindparam, func, select
from sqlalchemy.orm import Session

from app import people, spelling
from app.desk import Desk
from app.read_ahead import ReadAhead
from db import clues
from db.records import Dwelling, Person, Stay

LOOKED_THROUGH = 200
"""So many that the letters and numbers fit are put in order; the best of them are shown."""
COMMUNITY_END = "社区"

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class DwellingRow:
    """A dwelling as it is picked: who lets it, how many live there and one of them by name.

    ``matched`` are the places in ``where`` that answer to what was typed, as (first, length).
    """

    community: str
    address: str
    landlord_name: str
    landlord_phone: str
    residents: int
    resident: str
    matched: tuple[Span, ...] = ()

    @property
    def where(self) -> str:
        """Community, then street and number, in one line."""
        return people.in_one_line(self.community, self.address)


@dataclass(frozen=True, slots=True)
class NewDwelling:
    """A dwelling as a form names it, and who lets it."""

    community: str
    address: str
    landlord_name: str = ""
    landlord_phone: str = ""


@dataclass(frozen=True, slots=True)
class LandlordRow:
    """Somebody who lets dwellings here, and how many."""

    name: str
    phone: str
    dwellings: int


def find(desk: Desk, text: str, at_most: int = 8) -> tuple[DwellingRow, ...]:
    """Dwellings meant by letters, numbers or words in their order: ``hb 88-2-16``, ``麒麟路88号2栋16``.

    Letters begin the pinyin initials of community and street, or of the street alone. A number that
    was typed whole is a whole number of the address; the last one may go on.
    """
    asked = _Asked.of(text)
    if not asked.pieces:
        return ()
    with desk.reading() as session:
        fitting = _fitting(session, asked, asked.at_the_beginning())
        if not fitting:
            fitting = _fitting(session, asked, asked.anywhere())
        return _with_residents(session, asked, fitting[:at_most])


def enter(session: Session, desk: Desk, new: NewDwelling, ahead: ReadAhead | None = None) -> Dwelling:
    """The dwelling at this address in an open transaction, written once; a landlord named now is noted."""
    address = (new.community, new.address)
    there = {"division": desk.office.division, "community": new.community, "address": new.address}
    place = ahead.dwellings.get(address) if ahead else session.scalars(_SAME, there).first()
    if place is None:
        place = Dwelling(**there, initials=initials(*address))
        if ahead is not None:
            ahead.dwellings[address] = place
        session.add(place)
    place.landlord_name = new.landlord_name or place.landlord_name or ""
    place.landlord_phone = new.landlord_phone or place.landlord_phone or ""
    place.landlord_initials = landlord_initials(place.landlord_name)
    return place


_SAME = select(Dwelling).where(
    Dwelling.division == bindparam("division"),
    Dwelling.community == bindparam("community"),
    Dwelling.address == bindparam("address"),
)


def initials(community: str, address: str) -> str:
    """What a dwelling is found by: the initials of community and street, the numbers whole."""
    return spelling.initials(community.removesuffix(COMMUNITY_END) + address)


def landlord_initials(name: str) -> str:
    """What a landlord is found by."""
    return "".join(syllable[0] for syllable in spelling.of_name(name).split())


def landlords(desk: Desk, text: str, at_most: int = 8) -> tuple[LandlordRow, ...]:
    """Who lets dwellings here and may be meant by a name's beginning or initials; most dwellings first."""
    name = spelling.tidy(text)
    if not name:
        return ()
    letters = name.lower() if name.isascii() else landlord_initials(name)
    how_many = func.count()
    found = (
        select(Dwelling.landlord_name, Dwelling.landlord_phone, how_many)
        .where(clues.begins(Dwelling.landlord_initials, letters), Dwelling.landlord_name != "")
        .group_by(Dwelling.landlord_name, Dwelling.landlord_phone)
        .order_by(how_many.desc(), Dwelling.landlord_name)
        .limit(at_most)
    )
    if not name.isascii():
        found = found.where(Dwelling.landlord_name.startswith(name, autoescape=True))
    with desk.reading() as session:
        return tuple(LandlordRow(*row) for row in session.execute(found))


# -- what was typed -----------------------------------------------------------------------------------

# What stands between the numbers of an address is written in many ways: 88号2栋1603室 is 88-2-1603.
_BETWEEN = re.compile(r"[\s,，、.·—\-/#]+|(?<=[0-9])(?:号|栋|幢|座|单元|室|层|楼|房)+")
_PIECE = re.compile(r"[0-9]+|[a-z]+|[^0-9a-z]+")
_NUMBER = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was typed, in its pieces: numbers, letters, and words that must stand in the address itself."""

    pieces: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> _Asked:
        typed = unicodedata.normalize("NFKC", text).lower()
        parts = (_PIECE.findall(part) for part in _BETWEEN.split(typed) if part)
        return cls(tuple(piece for part in parts for piece in part))

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(piece for piece in self.pieces if not piece.isascii() or not piece.isalnum())

    @property
    def numbers(self) -> tuple[str, ...]:
        return tuple(piece for piece in self.pieces if piece.isdigit())

    def at_the_beginning(self) -> ColumnElement[bool]:
        """Dwellings whose initials begin with the first piece, by their index, and go on with the others."""
        first = self._spelt()[0]
        return clues.begins(Dwelling.initials, first) & Dwelling.initials.like("%".join(self._spelt()) + "%")

    def anywhere(self) -> ColumnElement[bool]:
        """Dwellings that have the pieces anywhere in their initials, in this order."""
        return Dwelling.initials.like("%" + "%".join(self._spelt()) + "%")

    def distance(self, dwelling: Dwelling) -> tuple[int, list[int]]:
        """0 where the numbers typed are whole numbers of the address, else 1; then by the address's own."""
        there = _NUMBER.findall(dwelling.address)
        return int(not _go_through(self.numbers, there)), [int(number) for number in there]

    def names(self, dwelling: Dwelling) -> bool:
        """Whether the words typed stand in the address."""
        written = (dwelling.community + dwelling.address).lower().replace(" ", "")
        return all(word in written for word in self.words)

    def matched(self, line: str) -> tuple[Span, ...]:
        """Where the numbers and words typed stand in an address, each after the one before."""
        spans, at, low = [], 0, line.lower()
        for piece in self.pieces:
            found = low.find(piece, at) if piece in (*self.numbers, *self.words) else -1
            if found >= 0:
                spans.append((found, len(piece)))
                at = found + len(piece)
        return tuple(spans)

    def _spelt(self) -> tuple[str, ...]:
        """The pieces as they stand in the initials; a community's own ending does not."""
        spelt = (spelling.initials(piece.replace(COMMUNITY_END, "")) for piece in self.pieces)
        return tuple(filter(None, spelt)) or ("",)


def _go_through(numbers: tuple[str, ...], there: Iterable[str]) -> bool:
    """Whether the numbers follow each other among those there, the last at least as a beginning."""
    rest = iter(there)
    *whole, last = numbers or ("",)
    return all(number in rest for number in whole) and any(number.startswith(last) for number in rest)


def _fitting(session: Session, asked: _Asked, which: ColumnElement[bool]) -> list[Dwelling]:
    """The dwellings that fit, those first whose numbers are the very ones that were typed."""
    candidates = session.scalars(
        select(Dwelling).where(which).order_by(Dwelling.initials).limit(LOOKED_THROUGH)
    )
    return sorted((place for place in candidates if asked.names(place)), key=asked.distance)


def _with_residents(session: Session, asked: _Asked, places: list[Dwelling]) -> tuple[DwellingRow, ...]:
    living = {row.dwelling_id: row for row in session.execute(_residents([place.id for place in places]))}
    return tuple(
        DwellingRow(
            place.community, place.address, place.landlord_name, place.landlord_phone,
            living[place.id].residents if place.id in living else 0,
            living[place.id].name if place.id in living else "", asked.matched(people.where(place)),
        )
        for place in places
    )  # fmt: skip


def _residents(places: list[UUID]) -> Select[tuple[UUID, int, str]]:
    """How many live at each of these dwellings, and who of them came first."""
    living = (
        select(Stay.dwelling_id, func.count().label("residents"), func.min(Stay.row).label("first"))
        .where(Stay.dwelling_id.in_(places), Stay.left_on.is_(None))
        .group_by(Stay.dwelling_id)
        .subquery()
    )
    return (
        select(living.c.dwelling_id, living.c.residents, Person.name)
        .join(Stay, Stay.row == living.c.first)
        .join(Person, Person.id == Stay.person_id)
    )
