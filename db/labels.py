"""What residents and dwellings are found by, kept in the transaction that changes the records.

Every act that is committed brings the labels of whoever it concerned in line with the records, and the
clues with the labels, whatever the act was: entered, corrected, taken back or taken in from a list.
Both are made from the records and can be made anew at any time (``db.relabelling``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, Connection, Select, bindparam, delete, insert, select
from sqlalchemy.orm import Session

from db import clues
from db.base import table_of
from db.derived import Clue, Label, PlaceLabel
from db.records import Dwelling, Identifier, Permit, Person, Registration, Stay
from db.who import Who

if TYPE_CHECKING:
    from db.journal import Change

T = TypeVar("T")
PERSON, DWELLING = "person", "dwelling"
CLUE = table_of(Clue)
KEPT_IN = {PERSON: table_of(Label), DWELLING: table_of(PlaceLabel)}
"""Where the labels of residents and those of dwellings are kept."""
AT_ONCE = 500
"""Records that one statement asks for."""

# Which fields of a record are found by, or shown of whoever is found; a change of any other leaves the
# labels as they are.
FOUND_BY = {
    PERSON: {"name", "pinyin", "phone", "sex", "born_on"},
    "identifier": {"number", "kind", "person_id"},
    "stay": {"person_id", "dwelling_id", "arrived_on", "left_on"},
    "permit": {"number", "person_id"},
    "registration": {"number", "person_id"},
    DWELLING: {"community", "address"},
}

Which = ColumnElement[bool]
OfPerson = Identifier | Permit | Registration | Stay
Listed = Mapping[int, list[Sequence[Any]]]
"""What is on file, in the order it was entered, by the row of whom it is about."""
Tell = Callable[[int, int], object]
"""Called with how much is done of how much; what it raises ends the work."""
Labels = dict[int, str]
"""Labels by the row of their record; "" where the record is gone."""


def keep(session: Session, changes: Iterable[Change], tell: Tell) -> None:
    """Bring labels and clues in line with what was flushed; ``tell`` hears how far it is.

    For whoever holds the journal's head: two stations that enter something about one person at the
    same time would each leave out what the other entered.
    """
    concerned = [change for change in changes if _is_found_by(change)]
    places = {change.row_id for change in concerned if change.kind == DWELLING}
    moved_in_before = places - {change.row_id for change in concerned if change.op == "ins"}
    people = {uid for change in concerned if change.kind != DWELLING for uid in _whom(change)}
    connection = session.connection()
    for some in parts(list(moved_in_before)):
        people.update(connection.scalars(_WHO_LIVED_THERE, {"some": some}))
    for about in (PERSON, DWELLING):
        gone = (change.row for change in concerned if change.kind == about and change.op == "del")
        _replace(connection, about, {row: "" for row in gone if row is not None})
    done, total = 0, len(places) + len(people)
    for some in parts(list(places)):
        tell(done, total)
        _replace(connection, DWELLING, of_dwellings(connection, _THESE_DWELLINGS, some=some))
        done += len(some)
    for some in parts(list(people)):
        tell(done, total)
        _replace(connection, PERSON, of_people(connection, _THESE_PEOPLE, some=some))
        done += len(some)


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


def of_dwellings(connection: Connection, which: Which, **values: object) -> Labels:
    """What the labels of these dwellings are to say; ``values`` are those that ``which`` asks for."""
    asked = connection.execute(_dwellings(which), values)
    return {line.row: clues.address_line(clues.PLACE, *line) for line in asked}


def of_people(connection: Connection, which: Which, **values: object) -> Labels:
    """What the labels of these residents are to say; ``values`` are those that ``which`` asks for."""
    people, of_each, given, lives = _told_of(which)
    numbers = _listed(connection.execute(of_each, values))
    given_out = _listed(line for asked in given for line in connection.execute(asked, values))
    stays = _listed(connection.execute(lives, values))
    said = {}
    for row, uid, name, sex, born_on, phone, pinyin in connection.execute(people, values):
        # Shown by a real number before a provisional one, the latest entered first, and where they live,
        # or lived last.
        number, _ = max(numbers[row][::-1], key=lambda one: one[1] != "provisional", default=("", ""))
        dwelling, *_, left_on = max(stays[row][::-1], key=_how_late, default=(0, None))
        who = Who(uid, name, sex, born_on, number, phone, dwelling, left_on)
        places = (clues.address_line(clues.LIVES, *where) for *where, _arrived_on, _left_on in stays[row])
        told = (each for each, _ in numbers[row]), (each for (each,) in given_out[row])
        said[row] = clues.person_label(who, pinyin, *told, places)
    return said


def _how_late(stay: Sequence[Any]) -> tuple[bool, date]:
    *_, arrived_on, left_on = stay
    return left_on is None, arrived_on


# What is asked with every act is put together once: that takes longer than the answer does.


@cache
def _dwellings(which: Which) -> Select[Any]:
    return select(_PLACE.c.row, _PLACE.c.community, _PLACE.c.address).where(which)


@cache
def _told_of(which: Which) -> tuple[Select[Any], Select[Any], tuple[Select[Any], ...], Select[Any]]:
    """Residents, their numbers, those this office gave out, and where they live or lived."""
    identifier = table_of(Identifier).c
    numbers = _of(Identifier, which, identifier.number, identifier.kind)
    permit, registered = table_of(Permit).c.number, table_of(Registration).c.number
    given = (_of(Permit, which, permit).where(permit.is_not(None)), _of(Registration, which, registered))
    where = (_PLACE.c.row, _PLACE.c.community, _PLACE.c.address)
    stays = _of(Stay, which, *where, _STAY.c.arrived_on, _STAY.c.left_on)
    lives = stays.join(_PLACE, _STAY.c.dwelling_id == _PLACE.c.id)
    who = (_WHO.c.row, _WHO.c.id, _WHO.c.name, _WHO.c.sex, _WHO.c.born_on, _WHO.c.phone, _WHO.c.pinyin)
    return select(*who).where(which), numbers, given, lives


def _of(kind: type[OfPerson], which: Which, *columns: Any) -> Select[Any]:
    """What is on file of a kind about these residents, by the row of each, in the order it was entered."""
    table = table_of(kind)
    joined = select(_WHO.c.row, *columns).join(table, table.c.person_id == _WHO.c.id)
    return joined.where(which).order_by(table.c.row)


def _listed(lines: Iterable[Any]) -> Listed:
    found: defaultdict[int, list[Sequence[Any]]] = defaultdict(list)
    for row, *line in lines:
        found[row].append(line)
    return found


def _replace(connection: Connection, about: str, labels: Labels) -> None:
    """Put these labels in the place of those on file, and of their clues only what differs."""
    if not labels:
        return
    on_file: Labels = dict(connection.execute(_ON_FILE[about], {"some": list(labels)}).all())
    changed = [row for row, label in labels.items() if on_file.get(row, "") != label]
    before = {clue for row in changed for clue in clues.kept(row, on_file.get(row, ""))}
    after = {clue for row in changed for clue in clues.kept(row, labels[row])}
    # What comes goes first too: where 核对检索 was stopped, clues lie there that no label tells of.
    differing = sorted(before ^ after)
    if going := [{"by_": by, "text_": text, "row_": row} for by, text, row, *_ in differing]:
        connection.execute(_CLUE_GOES, going)
    if coming := [dict(zip(CLUE.c.keys(), clue, strict=True)) for clue in sorted(after - before)]:
        connection.execute(_CLUE_COMES, coming)
    if outdated := [row for row in changed if row in on_file]:
        connection.execute(_LABEL_GOES[about], {"some": outdated})
    if said := [{"row": row, "text": labels[row]} for row in changed if labels[row]]:
        connection.execute(_LABEL_COMES[about], said)


_WHO, _STAY, _PLACE = map(table_of, (Person, Stay, Dwelling))
_SOME: BindParameter[Any] = bindparam("some", expanding=True)
_THESE_PEOPLE, _THESE_DWELLINGS = _WHO.c.id.in_(_SOME), _PLACE.c.id.in_(_SOME)
_WHO_LIVED_THERE = select(_STAY.c.person_id).where(_STAY.c.dwelling_id.in_(_SOME))
_ON_FILE = {about: select(table).where(table.c.row.in_(_SOME)) for about, table in KEPT_IN.items()}
_LABEL_GOES = {about: delete(table).where(table.c.row.in_(_SOME)) for about, table in KEPT_IN.items()}
_LABEL_COMES = {about: insert(table) for about, table in KEPT_IN.items()}
_CLUE_COMES = insert(CLUE)
_CLUE_GOES = delete(CLUE).where(
    CLUE.c.by == bindparam("by_"), CLUE.c.text == bindparam("text_"), CLUE.c.row == bindparam("row_")
)
