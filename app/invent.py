"""A fictional community, written into a database of its own: to try things in, to teach and to measure."""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from functools import cache, partial
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import URL, Connection, select

from app import offices, spelling
from app.desk import Desk
from app.errors import Refused
from app.fiction import Block, Community
from app.fiction.naming import BLOCK
from app.fiction.rows import Person
from app.language import N_
from app.offices import Found, NewOffice, NewOfficer
from app.progress import Progress
from db import bulk, journal, records
from db.types import new_uid

STATION = NewOffice("530302", "河滨社区服务点（虚构）", "曲靖市公安局麒麟分局（虚构）", "云南省居住证")
OFFICER = NewOfficer("demo", "陈晓岚", "户籍窗口", "an invented password")
PORTRAITS = Path(__file__).parent.parent / "resources" / "portraits"
# Drawn faces by sex, of the younger and of those past fifty.
OF_WOMEN, OF_OLDER_WOMEN = ("1.jpg", "3.jpg"), ("6.jpg",)
OF_MEN, OF_OLDER_MEN = ("2.jpg", "5.jpg"), ("4.jpg",)
OLDER = 50


def invent(url: URL, people: int, seed: int, on: date, progress: Progress | None = None) -> None:
    """Invent a community as it stands on a day, the same for the same seed, in a database of its own.

    Raises Refused when something is there already. When it is cancelled the file goes again.
    """
    if people < 1:
        raise Refused(N_("A community has at least one person."))
    begun = _is_begun(url)
    if not begun:
        offices.create_fiction(url, STATION, OFFICER)
    desk = offices.open_fiction(url, on)
    try:
        fill(desk, people, seed, progress or Progress())
    except BaseException:
        desk.close()
        if not begun:
            _remove(url)
        raise
    desk.close()


def ready(url: URL, people: int, seed: int, on: date) -> None:
    """See to it that there is a fictional community to try things in."""
    if offices.found_at(url) is Found.NOTHING or _is_begun(url):
        invent(url, people, seed, on)


def _is_begun(url: URL) -> bool:
    """Whether a fictional office is there without a soul in it, because inventing was cut off."""
    if offices.found_at(url) is not Found.FICTION:
        return False
    desk = offices.open_fiction(url)
    try:
        with desk.reading() as session:
            return session.scalars(select(records.Person.id).limit(1)).first() is None
    finally:
        desk.close()


def fill(desk: Desk, people: int, seed: int, progress: Progress) -> None:
    """Write a community into an empty fictional office, block by block, in one transaction."""
    community = Community(seed, people, desk.today())
    blocks = -(-people // BLOCK)
    with desk.bulk() as connection:
        writer = _Writer(desk, connection, seed)
        for block in progress.through(community.blocks(), total=blocks, doing=N_("Inventing a community")):
            writer.write(block)
        writer.finish()


def _remove(url: URL) -> None:
    if url.get_backend_name() == "sqlite" and url.database:
        for rest in ("", "-wal", "-shm"):
            Path(url.database + rest).unlink(missing_ok=True)


class _Identities:
    """UUIDv7s in a row, the same for the same seed: time and order as if entered one after another."""

    def __init__(self, seed: int, on: date) -> None:
        self._chance = random.Random(seed)
        self._milliseconds = int(datetime.combine(on, time(), UTC).timestamp() * 1000)

    def draw(self, count: int) -> list[UUID]:
        self._milliseconds += 1
        first = self._milliseconds << 80 | 0x7 << 76 | 0x2 << 62
        # Twelve bits of order and 62 of chance; a new millisecond after every 4,096.
        drawn = []
        for place in range(count):
            if place and place % 4096 == 0:
                self._milliseconds += 1
                first = self._milliseconds << 80 | 0x7 << 76 | 0x2 << 62
            drawn.append(UUID(int=first | (place % 4096) << 64 | self._chance.getrandbits(62)))
        return drawn


class _Numbers:
    """The numbers the office would have given out, by series and year."""

    def __init__(self, office: str) -> None:
        self._office = office
        self.drawn: Counter[str] = Counter()

    def draw(self, series: str, year: int, prefix: str = "") -> str:
        key = f"{series}:{self._office}:{year}"
        self.drawn[key] += 1
        return f"{prefix}{self._office}-{year}-{self.drawn[key]:06d}"


class _Writer:
    """Puts identities, numbers, pinyin, portraits and the law's days to the rows, and writes them."""

    def __init__(self, desk: Desk, connection: Connection, seed: int) -> None:
        self._desk, self._connection = desk, connection
        self._identities = _Identities(seed, desk.today())
        self._numbers = _Numbers(desk.office.division)
        self._act = journal.Act(new_uid(), "invent", desk.officer.id, desk.now())
        self._young = {"2": self._keep_pictures(OF_WOMEN), "1": self._keep_pictures(OF_MEN)}
        self._older = {"2": self._keep_pictures(OF_OLDER_WOMEN), "1": self._keep_pictures(OF_OLDER_MEN)}
        self._register_by = cache(partial(self._after, "registration.threshold"))
        self._issue_by = cache(partial(self._after, "permit.issue_within"))

    def write(self, block: Block) -> None:
        """Write one block, every table after those it refers to."""
        of: dict[str, list[UUID]] = {"person": self._people(block), "dwelling": self._dwellings(block)}
        of["stay"] = self._table(records.Stay, block.stays, of, register_by=self._due_days(block.stays))
        numbers = [self._numbers.draw("registration", row.registered_on.year) for row in block.registrations]
        self._table(records.Registration, block.registrations, of, number=numbers, told=[[]] * len(numbers))
        of["household"] = self._table(records.Household, block.households, of)
        of["permit"] = self._permits(block, of)
        officer = self._desk.officer.id
        for kind, rows in (
            (records.Identifier, block.identifiers),
            (records.Member, block.members),
            (records.Employment, block.employments),
            (records.Insurance, block.insurances),
            (records.Schooling, block.schoolings),
            (records.Statement, block.statements),
            (records.Material, block.materials),
        ):
            self._table(kind, rows, of)
        self._table(records.PermitStep, block.steps, of, officer_id=[officer] * len(block.steps))
        self._table(
            records.Endorsement, block.endorsements, of, officer_id=[officer] * len(block.endorsements)
        )
        self._provisional(block, of)

    def finish(self) -> None:
        """Leave the counters of numbers where the office would go on."""
        drawn = self._numbers.drawn
        ids, next_numbers = self._identities.draw(len(drawn)), [last + 1 for last in drawn.values()]
        self._keep(records.Series, ids, {"name": list(drawn), "next": next_numbers})

    def _people(self, block: Block) -> list[UUID]:
        spelt = [spelling.of_name(person.name) for person in block.people]
        photos = [self._portrait(person, place) for place, person in enumerate(block.people)]
        ids = self._table(
            records.Person, block.people, {}, initials=[s[0] for s in spelt], pinyin=[s[1] for s in spelt],
            photo=photos, remark=[""] * len(spelt),
        )  # fmt: skip
        told = ((uid, person._asdict()) for uid, person in zip(ids, block.people, strict=True))
        bulk.note(self._connection, self._act, "person", told)
        return ids

    def _portrait(self, person: Person, place: int) -> bytes:
        older = self._desk.today().year - person.born_on.year >= OLDER
        faces = (self._older if older else self._young)["2" if person.sex == "2" else "1"]
        return faces[place % len(faces)]

    def _dwellings(self, block: Block) -> list[UUID]:
        spelt = [spelling.initials(d.community.removesuffix("社区") + d.address) for d in block.dwellings]
        division = [self._desk.office.division] * len(spelt)
        return self._table(records.Dwelling, block.dwellings, {}, division=division, initials=spelt)

    def _permits(self, block: Block, of: dict[str, list[UUID]]) -> list[UUID]:
        numbers = [
            self._numbers.draw("permit", row.approved_on.year) if row.approved_on else None
            for row in block.permits
        ]
        due = [self._issue_by(row.accepted_on) if row.accepted_on else None for row in block.permits]
        return self._table(records.Permit, block.permits, of, number=numbers, issue_by=due)

    def _provisional(self, block: Block, of: dict[str, list[UUID]]) -> None:
        numbered = {row.person for row in block.identifiers}
        without = [place for place in range(len(block.people)) if place not in numbered]
        year = self._desk.today().year
        columns: dict[str, Sequence[Any]] = {
            "person_id": [of["person"][place] for place in without],
            "kind": ["provisional"] * len(without),
            "number": [self._numbers.draw("provisional", year, "L") for _ in without],
        }
        self._keep(records.Identifier, self._identities.draw(len(without)), columns)

    def _due_days(self, stays: Sequence[Any]) -> list[date]:
        return [self._register_by(stay.arrived_on) for stay in stays]

    def _after(self, parameter: str, day: date) -> date:
        return self._desk.law.value(parameter, day).deadline(day).day

    def _table(
        self,
        kind: type[records.Record],
        rows: Sequence[Any],
        of: dict[str, list[UUID]],
        **more: Sequence[Any],
    ) -> list[UUID]:
        """Write one table of a block; a field that names another table becomes the reference to it."""
        ids = self._identities.draw(len(rows))
        if not rows:
            return ids
        columns: dict[str, Sequence[Any]] = {}
        for name, cells in zip(rows[0]._fields, zip(*rows, strict=True), strict=True):
            if name in REFERS:
                places = of[REFERS[name]]
                columns[f"{name}_id"] = [places[cell] for cell in cells]
            else:
                columns[name] = cells
        unused = {name: [value] * len(rows) for name, value in UNUSED.get(kind, {}).items()}
        self._keep(kind, ids, {**columns, **more, **unused})
        return ids

    def _keep(self, kind: type[records.Record], ids: list[UUID], columns: dict[str, Sequence[Any]]) -> None:
        identity: dict[str, Sequence[Any]] = {"id": ids, "version": [1] * len(ids)}
        bulk.write(self._connection, bulk.table_of(kind), identity | columns)

    def _keep_pictures(self, files: tuple[str, ...]) -> list[bytes]:
        pictures = [(PORTRAITS / file).read_bytes() for file in files]
        checksums = [hashlib.sha256(picture).digest() for picture in pictures]
        columns: dict[str, Sequence[Any]] = {
            "sha256": checksums,
            "media": ["image/jpeg"] * len(files),
            "content": pictures,
        }
        bulk.write(self._connection, bulk.table_of(records.Blob), columns)
        return checksums


# Which table a field of an invented row names a place in.
REFERS = {
    "person": "person", "dwelling": "dwelling", "stay": "stay", "household": "household", "permit": "permit",
    "head": "person",
}  # fmt: skip
# Columns that an invented row leaves out and the record has no use for here.
UNUSED: dict[type[records.Record], dict[str, Any]] = {
    records.Stay: {"remark": ""},
    records.Material: {"remark": ""},
}
