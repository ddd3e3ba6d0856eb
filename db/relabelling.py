"""Labels and clues made anew from the records, or compared with them: for many at once, past the journal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, Integer, MetaData, Table, bindparam, delete, func, insert, select

from db import bulk, labels
from db.base import table_of
from db.clues import GIVEN, LEADS_TO, LIVES, NAMED, NUMBERED, PHONED, PLACE, SPELT, kept
from db.derived import Clue
from db.labels import DWELLING, PERSON, Labels, Tell
from db.records import Dwelling, JournalHead, Person
from db.store import Store
from db.types import BYTEWISE

# Gathered and put in order one after the other, so that a million residents need no more memory at a time
# than their names do.
TOGETHER = (
    (PERSON, NUMBERED), (PERSON, PHONED + GIVEN), (PERSON, NAMED), (PERSON, SPELT), (PERSON, LIVES),
    (DWELLING, PLACE),
)  # fmt: skip
AT_ONCE = 5_000


def make_anew(store: Store, tell: Tell) -> None:
    """Make every label and every clue anew, whatever is on file of them.

    Each part is committed alone; one that is cut off leaves an index that ``agrees`` finds wanting.
    """
    with store.bulk() as connection:
        count = {PERSON: _count(connection, Person), DWELLING: _count(connection, Dwelling)}
    far = _Far(sum(count.values()) + sum(count[about] for about, _ in TOGETHER), tell)
    with store.bulk() as connection:
        _hold(connection)
        for table in labels.KEPT_IN.values():
            connection.execute(delete(table))
        for about, said in _described(connection):
            _write_labels(connection, about, said)
            far.go_on(len(said))
    for about, marks in TOGETHER:
        with store.bulk() as connection:
            _hold(connection)
            _write_clues(connection, about, marks, far)
    store.take_stock()


def agrees(connection: Connection, tell: Tell) -> bool:
    """Whether labels and clues say what the records say, all of it and nothing else."""
    count = expected = found = 0
    on_file, every_clue = labels.KEPT_IN, table_of(Clue)
    people_and_places = _count(connection, Person) + _count(connection, Dwelling)
    far = _Far(
        people_and_places + (connection.scalar(select(func.count()).select_from(every_clue)) or 0), tell
    )
    for about, said in _described(connection):
        asked = select(on_file[about]).where(on_file[about].c.row.in_(said))
        if dict(connection.execute(asked).all()) != said:
            return False
        count += len(said)
        expected += sum(hash(clue) for row, label in said.items() for clue in kept(row, label))
        far.go_on(len(said))
    # The sum of their hashes tells two heaps of clues apart without putting either in order.
    streamed = select(every_clue).execution_options(stream_results=True)
    for some in connection.execute(streamed).partitions(AT_ONCE):
        found += sum(hash(tuple(clue)) for clue in some)
        far.go_on(len(some))
    there = (connection.scalar(select(func.count()).select_from(table)) for table in on_file.values())
    return found == expected and sum(number or 0 for number in there) == count


@dataclass(slots=True)
class _Far:
    """How far the work is."""

    total: int
    tell: Tell
    done: int = 0

    def go_on(self, by: int) -> None:
        self.done += by
        self.tell(self.done, self.total)


def _hold(connection: Connection) -> None:
    """Nobody commits meanwhile, as when an act is entered."""
    connection.execute(select(JournalHead.one).with_for_update())


def _count(connection: Connection, kind: type[Person] | type[Dwelling]) -> int:
    return connection.scalar(select(func.count()).select_from(kind)) or 0


def _described(connection: Connection) -> Iterator[tuple[str, Labels]]:
    """What everybody's and every dwelling's label is to say, some at a time."""
    for first, last in _ranges(connection, Person):
        yield PERSON, labels.of_people(connection, _PEOPLE, first=first, last=last)
    for first, last in _ranges(connection, Dwelling):
        yield DWELLING, labels.of_dwellings(connection, _DWELLINGS, first=first, last=last)


_PEOPLE, _DWELLINGS = (kind.row.between(bindparam("first"), bindparam("last")) for kind in (Person, Dwelling))


def _ranges(connection: Connection, kind: type[Person] | type[Dwelling]) -> Iterator[tuple[int, int]]:
    """Rows from the first to the last, in ranges; in some of them nobody may be."""
    first, last = connection.execute(select(func.min(kind.row), func.max(kind.row))).one()
    for start in range(first or 0, (last or -1) + 1, AT_ONCE):
        yield start, start + AT_ONCE - 1


def _write_labels(connection: Connection, about: str, said: Labels) -> None:
    columns: dict[str, Sequence[Any]] = {"row": list(said), "text": list(said.values())}
    bulk.write(connection, labels.KEPT_IN[about], columns)


def _write_clues(connection: Connection, about: str, marks: str, far: _Far) -> None:
    """Gather the clues of these lines and write them in their order: in any other it takes far longer."""
    gathered = Table(
        "gathered", MetaData(), Column("by", Integer), Column("text", BYTEWISE), Column("row", Integer),
        Column("home", Integer), Column("other_home", Integer), prefixes=["TEMPORARY"],
    )  # fmt: skip
    gathered.create(connection)
    for some in _labels(connection, about):
        clues = [clue for row, label in some for clue in kept(row, label, marks)]
        if clues:
            columns = zip(gathered.c.keys(), zip(*clues, strict=True), strict=True)
            bulk.write(connection, gathered, dict(columns))
        far.go_on(len(some))
    connection.execute(delete(Clue).where(Clue.by.in_([by for mark in marks for by in LEADS_TO[mark]])))
    in_order = select(gathered).order_by(gathered.c.by, gathered.c.text, gathered.c.row)
    connection.execute(insert(Clue).from_select(gathered.c.keys(), in_order))
    gathered.drop(connection)


def _labels(connection: Connection, about: str) -> Iterator[list[tuple[int, str]]]:
    table, last = labels.KEPT_IN[about], -1
    while True:
        on_file = select(table).where(table.c.row > last)
        found = connection.execute(on_file.order_by(table.c.row).limit(AT_ONCE)).all()
        if not found:
            return
        last = found[-1].row
        yield [(row, text) for row, text in found]
