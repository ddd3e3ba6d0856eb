"""What clerks type into the search, kind by kind, and how LIKE would look it up."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from app.desk import Desk
from db.base import table_of
from db.records import Dwelling, Identifier, Person, Registration, Stay

NAME = "SELECT * FROM person WHERE name LIKE :like ORDER BY row LIMIT 50"
PINYIN = "SELECT * FROM person WHERE replace(pinyin, ' ', '') LIKE :like ORDER BY row LIMIT 50"
NUMBER = (
    "SELECT person.* FROM identifier JOIN person ON person.id = person_id WHERE number LIKE :like LIMIT 50"
)
GIVEN = (
    "SELECT person.* FROM registration JOIN person ON person.id = person_id WHERE number LIKE :like LIMIT 50"
)
PHONE = "SELECT * FROM person WHERE phone LIKE :like ORDER BY row LIMIT 50"
ADDRESS = (
    "SELECT person.* FROM dwelling JOIN stay ON dwelling_id = dwelling.id"
    " JOIN person ON person.id = person_id WHERE community || address LIKE :like LIMIT 50"
)
SURNAMES = "王李张刘陈杨赵黄周吴"
TRIES = 20
"""Of each kind of query."""


@dataclass(frozen=True, slots=True)
class Query:
    """Something typed; and of one word that LIKE could look up too the statement and the pattern."""

    kind: str
    typed: str
    statement: str = ""
    like: str = ""


@dataclass(frozen=True, slots=True)
class _Somebody:
    name: str
    syllables: list[str]
    phone: str
    number: str
    given: str
    community: str
    address: str

    @property
    def initials(self) -> str:
        return "".join(syllable[0] for syllable in self.syllables)


def typed(desk: Desk, chance: random.Random) -> list[Query]:
    """Queries of every kind, as many of each, about people drawn evenly."""
    with desk.reading() as session:
        connection = session.connection()
        last = connection.scalar(select(func.max(Person.row))) or 0
        drawn = (_somebody(connection, chance.randrange(1, last + 1)) for _ in range(TRIES))
        return [query for one in drawn if one for query in _about(one, chance)]


def _somebody(connection: Connection, row: int) -> _Somebody | None:
    person, number, given, stay, dwelling = map(table_of, (Person, Identifier, Registration, Stay, Dwelling))
    asked: Any = (
        select(
            person.c.name, person.c.pinyin, person.c.phone, number.c.number, given.c.number,
            dwelling.c.community, dwelling.c.address,
        )
        .outerjoin(number, number.c.person_id == person.c.id)
        .outerjoin(given, given.c.person_id == person.c.id)
        .outerjoin(stay, stay.c.person_id == person.c.id)
        .outerjoin(dwelling, dwelling.c.id == stay.c.dwelling_id)
        .where(person.c.row == row)
        .limit(1)
    )  # fmt: skip
    found = connection.execute(asked).one_or_none()
    if found is None:
        return None
    name, pinyin, *others = found
    return _Somebody(name.replace(" ", ""), pinyin.split(), *(text or "" for text in others))


def _about(one: _Somebody, chance: random.Random) -> Iterator[Query]:
    name, initials, pinyin = one.name, one.initials, "".join(one.syllables)
    tail, phone = one.number[-4:] or "1234", one.phone[-4:] or "5678"
    street = one.address[: max(one.address.find("路"), one.address.find("街"), 2) + 3]
    room = one.address[max(one.address.rfind("元"), one.address.rfind("-")) + 1 :]
    other = chance.choice([each for each in SURNAMES if each != name[0]])
    yield Query("a name", name, NAME, f"%{name}%")
    yield Query("the first two characters of a name", name[:2], NAME, f"%{name[:2]}%")
    yield Query("the last two characters of a name", name[-2:], NAME, f"%{name[-2:]}%")
    yield Query("a surname", name[0])
    yield Query("a character of a given name", name[-1])
    yield Query("initials", initials)
    yield Query("pinyin", pinyin, PINYIN, f"%{pinyin}%")
    yield Query("the pinyin of a given name", "".join(one.syllables[1:]) or pinyin)
    yield Query("the tail of a number", tail, NUMBER, f"%{tail}")
    yield Query("the head of a number", one.number[:14], NUMBER, f"{one.number[:14]}%")
    yield Query("a number", one.number)
    yield Query("the tail of a telephone number", phone, PHONE, f"%{phone}")
    yield Query("a part of an address", street, ADDRESS, f"%{street}%")
    yield Query("a community", one.community[:2])
    yield Query("a number we gave out", one.given or "530302", GIVEN, f"%{one.given or '530302'}%")
    yield Query("two words that often meet", f"{name[0]} {one.community[:2]}")
    yield Query("two words that seldom meet", f"{one.syllables[0]} {room}")
    yield Query("a name's initials and a number's tail", f"{initials} {tail}")
    yield Query("two words that never meet", f"{name[0]} {other}")
    yield Query("nobody at all", f"{name[0]}龘{name[-1]}", NAME, f"%{name[0]}龘{name[-1]}%")
