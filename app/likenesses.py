"""Whether somebody on file may be the one being entered: by number, by name and birth, slips seen through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import idnumbers, people, spelling
from app.desk import Desk
from db.records import Identifier, Person

AT_MOST = 5
NAMESAKES = 500
"""So many of one name are looked through for a birthday that was mistyped."""
NUMBER, SAME, SOUNDS, NEARLY, BIRTH = "number", "same", "sounds", "nearly", "birth"
"""Why somebody may be meant, the surest first: the number; name and birthday; a name that sounds the same;
one that differs in a single character; the name with a birthday that differs in one part."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """Somebody on file who may be the one being entered, and ``why``: a reason of those above."""

    person_id: UUID
    name: str
    number: str
    born_on: date | None
    why: str
    last_lived: str
    arrived_on: date | None
    left_on: date | None
    lives_here: bool

    @property
    def certain(self) -> bool:
        """Whether the number is the very same."""
        return self.why == NUMBER


def find(
    desk: Desk, name: str, number: str, born_on: date | None, besides: UUID | None = None
) -> tuple[Likeness, ...]:
    """People on file who may be meant, the likeliest first; the one found by the number is certain."""
    number, name = idnumbers.read(number, desk.today()).number, spelling.tidy(name)
    with desk.reading() as session:
        why = _reasons(session, name, number, born_on)
        if besides is not None:
            why.pop(besides, None)
        nearest = sorted(why, key=lambda person_id: ORDER.index(why[person_id]))[:AT_MOST]
        found = {each.id: each for each in session.scalars(people.with_stays().where(Person.id.in_(nearest)))}
        return tuple(_likeness(found[person_id], why[person_id]) for person_id in nearest)


ORDER = (NUMBER, SAME, SOUNDS, NEARLY, BIRTH)


def _reasons(session: Session, name: str, number: str, born_on: date | None) -> dict[UUID, str]:
    """Who may be meant, each with the surest reason."""
    why: dict[UUID, str] = {}
    if name and born_on:
        namesakes = select(Person.id, Person.born_on).where(Person.name == name).limit(NAMESAKES)
        for person_id, born in session.execute(namesakes):
            if _differ_in_one_part(born, born_on):
                why[person_id] = BIRTH
        same_day = select(Person.id, Person.name, Person.pinyin).where(Person.born_on == born_on)
        pinyin = spelling.of_name(name)
        for person_id, other, sound in session.execute(same_day):
            if reason := _by_name(name, pinyin, other, sound):
                why[person_id] = reason
    if number:
        for person_id in session.scalars(select(Identifier.person_id).where(Identifier.number == number)):
            why[person_id] = NUMBER
    return why


def _by_name(name: str, pinyin: str, other: str, sound: str) -> str:
    """Why a name of the same day of birth may be meant; "" where it is another."""
    if name == other:
        return SAME
    if pinyin == sound:
        return SOUNDS
    return NEARLY if _one_slip(name, other) else ""


def _one_slip(name: str, other: str) -> bool:
    """Whether one character is wrong, missing or too much; a name of two characters has none to spare."""
    short, long = sorted((name, other), key=len)
    if len(long) < 3 or len(long) - len(short) > 1:
        return False
    if len(short) == len(long):
        return sum(one != two for one, two in zip(short, long, strict=True)) == 1
    return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def _differ_in_one_part(one: date | None, two: date) -> bool:
    """Whether one of year, month and day differs, or month and day have changed places, or one is unknown."""
    if one is None:
        return True
    parts = zip((one.year, one.month, one.day), (two.year, two.month, two.day), strict=True)
    swapped = one.year == two.year and (one.month, one.day) == (two.day, two.month)
    return sum(mine != theirs for mine, theirs in parts) == 1 or (swapped and one != two)


def _likeness(person: Person, why: str) -> Likeness:
    identifier, last = people.chief(person), person.stays[-1] if person.stays else None
    return Likeness(
        person.id, person.name, idnumbers.masked(identifier.number) if identifier else "", person.born_on,
        why, people.where(last.dwelling) if last else "", last.arrived_on if last else None,
        last.left_on if last else None,
        any(stay.left_on is None for stay in person.stays),
    )  # fmt: skip
