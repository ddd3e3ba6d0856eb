"""What residents and dwellings are found by, kept in the transaction that changes the records.

Every act that is committed brings the labels of whoever it concerned in line with the records, and the
clues with the labels, whatever the act was: entered, corrected, taken back or taken in from a list.
Both are made from the records and can be made anew at any time (``db.relabelling``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, bindparam, delete, insert, select
from sqlalchemy.orm import Session

from db import clues
from db.base import table_of
from db.records import Clue, Dwelling, Identifier, Label, Permit, Person, Registration, Stay

if TYPE_CHECKING:
    from db.journal import Change

T = TypeVar("T")
PERSON, DWELLING = "person", "dwelling"
LABEL, CLUE = table_of(Label), table_of(Clue)
OWN = frozenset({LABEL.name, CLUE.name})
"""The tables kept here; they follow from the records and tell nobody anything new."""
AT_ONCE = 500
"""Records that one statement asks for."""

# Which fields of a record are found by; a change of any other leaves the labels as they are.
FOUND_BY = {
    PERSON: {"name", "pinyin", "phone"},
    "identifier": {"number", "person_id"},
    "stay": {"person_id", "dwelling_id"},
    "permit": {"number", "person_id"},
    "registration": {"number", "person_id"},
    DWELLING: {"community", "address"},
}

Which = ColumnElement[bool]
OfPerson = Identifier | Permit | Registration | Stay
Texts = Mapping[int, list[str]]
Labels = dict[int, str]
"""Labels by the row of their record; "" where the record is gone."""


def keep(session: Session, changes: Iterable[Change]) -> None:
    """Bring labels and clues in line with what was flushed.

    For whoever holds the journal's head: two stations that enter something about one person at the
    same time would each leave out what the other entered.
    """
    concerned = [change for change in changes if _is_found_by(change)]
    places = [change.row_id for change in concerned if change.kind == DWELLING]
    people = {uid for change in concerned if change.kind != DWELLING for uid in _whom(change)}
    for some in parts(places):
        people.update(session.scalars(select(Stay.person_id).where(Stay.dwelling_id.in_(some))))
    connection = session.connection()
    for about in (PERSON, DWELLING):
        gone = (change.row for change in concerned if change.kind == about and change.op == "del")
        _replace(connection, about, {row: "" for row in gone if row is not None})
    for some in parts(places):
        _replace(connection, DWELLING, of_dwellings(connection, Dwelling.id.in_(some)))
    for some in parts(list(people)):
        _replace(connection, PERSON, of_people(connection, Person.id.in_(some)))


def parts(several: list[T]) -> Iterator[list[T]]:
    """As many as are asked for at once, then the next."""
    return (several[first : first + AT_ONCE] for first in range(0, len(several), AT_ONCE))


def _is_found_by(change: Change) -> bool:
    fields = FOUND_BY.get(change.kind)
    return fields is not None and not (change.op == "upd" and fields.isdisjoint(change.fields))


def _whom(change: Change) -> Iterator[UUID]:
    """Whom a change concerns: also who had the number or the stay before."""
    if change.person_id is not None:
        yield change.person_id
    before, _after = change.fields.get("person_id", (None, None))
    if before is not None:
        yield UUID(before)


def of_dwellings(connection: Connection, which: Which) -> Labels:
    """What the labels of these dwellings are to say."""
    asked = select(Dwelling.row, Dwelling.community, Dwelling.address).where(which)
    return {line.row: clues.address_line(*line) for line in connection.execute(asked)}


def of_people(connection: Connection, which: Which) -> Labels:
    """What the labels of these residents are to say."""
    numbers, given, lives = (about(connection, which) for about in (_numbers, _given_out, _places))
    asked = select(Person.row, Person.name, Person.pinyin, Person.phone).where(which)
    return {
        row: clues.person_label(name, pinyin, numbers[row], phone, given[row], lives[row])
        for row, name, pinyin, phone in connection.execute(asked)
    }


def _numbers(connection: Connection, which: Which) -> Texts:
    return _listed(connection.execute(_of(Identifier, which, Identifier.number)))


def _given_out(connection: Connection, which: Which) -> Texts:
    permits = _of(Permit, which, Permit.number).where(Permit.number.is_not(None))
    in_turn = (permits, _of(Registration, which, Registration.number))
    return _listed(pair for asked in in_turn for pair in connection.execute(asked))


def _places(connection: Connection, which: Which) -> Texts:
    asked = _of(Stay, which, Dwelling.row, Dwelling.community, Dwelling.address)
    found = connection.execute(asked.join(Dwelling, Stay.dwelling_id == Dwelling.id))
    return _listed((row, clues.address_line(*line)) for row, *line in found)


def _of(kind: type[OfPerson], which: Which, *columns: Any) -> Select[Any]:
    """What is on file of a kind about these residents, by the row of each, in the order it was entered."""
    joined = select(Person.row, *columns).join(kind, kind.person_id == Person.id)
    return joined.where(which).order_by(kind.row)


def _listed(pairs: Iterable[Any]) -> Texts:
    found: defaultdict[int, list[str]] = defaultdict(list)
    for row, text in pairs:
        found[row].append(text)
    return found


def kept(about: str, row: int, label: str, marks: str = clues.MARKS) -> set[tuple[int, str, int]]:
    """The rows that are kept for a label: which kind of clue, the text as far as it is kept, whose.

    What a dwelling is found by is kept for the dwelling, and not for each who lives there.
    """
    own = clues.LIVES if about == DWELLING else marks.replace(clues.LIVES, "")
    return {(int(by), text[: clues.CUT], row) for by, text, _place in clues.clues(label, own)}


_CLUE_GOES = delete(CLUE).where(
    Clue.by == bindparam("by_"), Clue.text == bindparam("text_"), Clue.row == bindparam("row_")
)


def _replace(connection: Connection, about: str, labels: Labels) -> None:
    """Put these labels in the place of those on file, and of their clues only what differs."""
    if not labels:
        return
    is_one = (Label.about == about) & Label.row.in_(labels)
    on_file = dict(connection.execute(select(Label.row, Label.text).where(is_one)).all())
    changed = [row for row, label in labels.items() if on_file.get(row, "") != label]
    before = {clue for row in changed for clue in kept(about, row, on_file.get(row, ""))}
    after = {clue for row in changed for clue in kept(about, row, labels[row])}
    if going := [{"by_": by, "text_": text, "row_": row} for by, text, row in sorted(before - after)]:
        connection.execute(_CLUE_GOES, going)
    if coming := [{"by": by, "text": text, "row": row} for by, text, row in sorted(after - before)]:
        connection.execute(insert(CLUE), coming)
    if changed:
        connection.execute(delete(LABEL).where(Label.about == about, Label.row.in_(changed)))
    if said := [{"about": about, "row": row, "text": labels[row]} for row in changed if labels[row]]:
        connection.execute(insert(LABEL), said)
