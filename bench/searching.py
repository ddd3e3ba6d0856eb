"""What clerks type into the search, answered with reasons, against looking the same up with LIKE."""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Connection, select, text

from app import search
from app.desk import Desk
from bench import Figure, Goal, city, clock, program
from db.base import table_of
from db.clues import By
from db.records import Dwelling, Identifier, Person

QUERIES, COMPARED = 400, 60
LIKE_NAME = "SELECT * FROM person WHERE name LIKE :like ORDER BY row LIMIT 50"
LIKE_PINYIN = "SELECT * FROM person WHERE replace(pinyin, ' ', '') LIKE :like ORDER BY row LIMIT 50"
LIKE_NUMBER = (
    "SELECT person.* FROM identifier JOIN person ON person.id = person_id WHERE number LIKE :like LIMIT 50"
)
LIKE_PHONE = "SELECT * FROM person WHERE phone LIKE :like ORDER BY row LIMIT 50"
LIKE_ADDRESS = (
    "SELECT person.* FROM dwelling JOIN stay ON dwelling_id = dwelling.id"
    " JOIN person ON person.id = person_id WHERE community || address LIKE :like LIMIT 50"
)

Query = tuple[str, str, str]
"""What is typed; and for one word, how LIKE would look it up: the statement and the pattern."""


def measure() -> Figure:
    with tempfile.TemporaryDirectory() as folder:
        told = program.run(Path(folder), "-m", "bench.searching", str(city.file()))
    ours, theirs, p95, worst, first, far = map(float, told.split())
    return Figure(
        f"Searching {city.PEOPLE:,} residents, the first 50 with reasons, names of two characters included",
        ours,
        "LIKE",
        theirs,
        at_most=1 / 50,
        note="the mean of each",
        goals=(
            Goal("95th percentile of mixed queries", p95, 0.005),
            Goal("the slowest of them", worst, 0.02),
            Goal(
                "the next page nine tenths down the list; the first page takes as long",
                far,
                max(first * 1.5, 0.005),
            ),
        ),
    )


def searched(file: str) -> tuple[float, ...]:
    """The processor's seconds: our mean, LIKE's, the 95th percentile, the worst, a first and a far page."""
    chance = random.Random(1)
    with city.desk(Path(file)) as desk:
        asked = list(_typed(desk, chance))
        for typed, _, _ in asked[:50]:
            search.hits(desk, typed)
        spent = [_to_find(desk, typed) for typed, _, _ in asked]
        compared = [query for query in asked if query[1]][:COMPARED]
        ours = sum(_to_find(desk, typed) for typed, _, _ in compared)
        with desk.reading() as session:
            theirs = sum(_by_like(session.connection(), *how) for _, *how in compared)
        first, far = _pages(desk)
    mean = (ours / len(compared), theirs / len(compared))
    return *mean, clock.slow(spent), max(spent), first, far


def _to_find(desk: Desk, typed: str, after: search.Place | None = None) -> float:
    return clock.busy(lambda: search.hits(desk, typed, after=after))


def _by_like(connection: Connection, statement: str, like: str) -> float:
    return clock.busy(lambda: connection.execute(text(statement), {"like": like}).all())


def _pages(desk: Desk) -> tuple[float, float]:
    """The first page of everybody with a telephone and one nine tenths down, each at its best."""
    first = search.hits(desk, "164").then
    assert first is not None
    deep = search.Place(first.word, By.PHONE, "1649", 0, 0)
    begin = search.Place(first.word, By.PHONE, "1640", 0, 0)
    near, far = (min(_to_find(desk, "164", place) for _ in range(20)) for place in (begin, deep))
    return near, far


def _typed(desk: Desk, chance: random.Random) -> Sequence[Query]:
    """Mixed as clerks type: names and parts of them, pinyin, numbers' ends, addresses, two words."""
    person, identifier, dwelling = table_of(Person), table_of(Identifier), table_of(Dwelling)
    queries: list[Query] = []
    with desk.reading() as session:
        while len(queries) < QUERIES:
            row = chance.randrange(1, city.PEOPLE)
            name, pinyin, phone = session.execute(
                select(person.c.name, person.c.pinyin, person.c.phone).where(person.c.row == row)
            ).one()
            number = session.scalar(select(identifier.c.number).where(identifier.c.row == row)) or ""
            place = session.execute(
                select(dwelling.c.community, dwelling.c.address).where(dwelling.c.row == row // 2 + 1)
            ).one()
            queries += _about(name, pinyin.split(), phone, number, *place)
    return queries[:QUERIES]


def _about(
    name: str, pinyin: list[str], phone: str, number: str, community: str, address: str
) -> list[Query]:
    initials = "".join(syllable[0] for syllable in pinyin)
    street = address[: max(address.find("路"), 2) + 3]
    return [
        (name, LIKE_NAME, f"%{name}%"), (name[:2], LIKE_NAME, f"%{name[:2]}%"),
        (name[-2:], LIKE_NAME, f"%{name[-2:]}%"), (name[0], "", ""), (name[-1], "", ""),
        (initials, "", ""), ("".join(pinyin), LIKE_PINYIN, f"%{''.join(pinyin)}%"),
        ("".join(pinyin[1:]) or "li", "", ""), (number[-4:], LIKE_NUMBER, f"%{number[-4:]}"),
        (number[:14], LIKE_NUMBER, f"{number[:14]}%"), (number, "", ""),
        (phone[-4:] or "1234", LIKE_PHONE, f"%{phone[-4:] or '1234'}"), (street, LIKE_ADDRESS, f"%{street}%"),
        (community[:2], "", ""), (f"{name[0]} {community[:2]}", "", ""),
        (f"{initials} {number[-4:]}", "", ""), (f"{pinyin[0]} {address[-4:]}", "", ""),
    ]  # fmt: skip


if __name__ == "__main__":
    print(*searched(sys.argv[1]))
