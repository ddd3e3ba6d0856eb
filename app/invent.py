"""A fictional community, written into a database of its own: to try things in, to teach and to measure."""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, time
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import URL, Connection, delete, select

from app import dwellings, employers, law, offices, reporting, spelling
from app.desk import Desk
from app.errors import Refused, Unavailable
from app.fiction import Block, Community
from app.fiction.naming import BLOCK
from app.fiction.rows import Person
from app.language import N_
from app.law.facts import CITY
from app.machine import why
from app.offices import Found, NewOffice, NewOfficer
from app.progress import Progress
from db import bulk, journal, records
from db.base import Record, table_of
from db.store import remove
from db.types import new_uid

STATION = NewOffice("530302", "河滨社区服务点（虚构）", "曲靖市公安局麒麟分局（虚构）", "云南省居住证")
OFFICER = NewOfficer("demo", "陈晓岚", "户籍窗口", "an invented password")
RESOURCES = Path(__file__).parent.parent / "resources"
PORTRAITS, PAGES = RESOURCES / "portraits", RESOURCES / "pages"
# Drawn faces by sex, of the younger and of those past fifty.
OF_WOMEN, OF_OLDER_WOMEN = ("1.jpg", "3.jpg"), ("6.jpg",)
OF_MEN, OF_OLDER_MEN = ("2.jpg", "5.jpg"), ("4.jpg",)
OLDER = 50


def invent(url: URL, people: int, seed: int, on: date, progress: Progress | None = None) -> None:
    """Invent a community as it stands on a day, the same for the same seed, in a database of its own.

    A file is made beside its place and put there whole, so that one which is cancelled or cut off
    leaves nothing. Raises Refused when something is there already.
    """
    if people < 1:
        raise Refused(N_("A community has at least one person."))
    if url.get_backend_name() != "sqlite":
        _invent_on_server(url, people, seed, on, progress or Progress())
        return
    place = Path(url.database or "")
    if place.exists():
        raise Refused(N_("There is already a file at {path}. Nothing was changed."), path=place)
    with _whole(place) as making:
        _invent_in(offices.url_of(str(making)), people, seed, on, progress or Progress())


@contextmanager
def _whole(place: Path) -> Iterator[Path]:
    """A file beside its place, put there once it is whole; raises Unavailable where it cannot be written."""
    making = place.with_name(place.name + ".making")
    try:
        remove(making)
        yield making
        making.replace(place)
    except OSError as error:
        raise Unavailable(N_("{file} cannot be written: {why}."), file=place, why=why(error)) from error
    finally:
        with suppress(OSError):
            remove(making)


def _invent_in(url: URL, people: int, seed: int, on: date, progress: Progress) -> None:
    offices.create_fiction(url, STATION, OFFICER)
    desk = offices.open_fiction(url, on)
    try:
        fill(desk, people, seed, progress)
    finally:
        desk.close()


def _invent_on_server(url: URL, people: int, seed: int, on: date, progress: Progress) -> None:
    if offices.found_at(url) is Found.NOTHING:
        offices.create_fiction(url, STATION, OFFICER)
    desk = offices.open_fiction(url, on)
    try:
        with desk.reading() as session:
            if session.scalars(select(records.Person.id).limit(1)).first():
                raise Refused(N_("There are people in this database already. Nothing was changed."))
        fill(desk, people, seed, progress)
    finally:
        desk.close()


def fill(desk: Desk, people: int, seed: int, progress: Progress) -> None:
    """Write a community into an empty fictional office.

    On a server in one transaction, so that other stations see all or nothing. In a file each block is
    committed alone: a million people in one transaction would be written twice, and ever more slowly.
    """
    community, writer = Community(seed, people, desk.today()), _Writer(desk, seed)
    blocks = progress.through(
        community.blocks(), total=-(-people // BLOCK), doing=N_("Inventing a community")
    )
    for together in [blocks] if desk.shared else ([block] for block in blocks):
        with desk.bulk() as connection:
            writer.write(connection, together)
    desk.relabel(progress)


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

    def __init__(self, desk: Desk, seed: int) -> None:
        self._desk = desk
        self._identities = _Identities(seed, desk.today())
        self._numbers = _Numbers(desk.office.division)
        self._act = journal.Act(new_uid(), "invent", desk.officer.id, desk.now())
        self._pictures = {
            name: _picture(PORTRAITS / name) for name in (*OF_WOMEN, *OF_OLDER_WOMEN, *OF_MEN, *OF_OLDER_MEN)
        }
        self._register_by = cache(partial(self._after, "registration.threshold"))
        self._issue_by = cache(partial(self._after, "permit.issue_within"))
        self._report_by = cache(self._reported)
        self._employer_initials = cache(employers.initials)

    def write(self, connection: Connection, blocks: Iterable[Block]) -> None:
        """Write blocks, and leave the counters of numbers where the office would go on."""
        self._connection = connection
        self._keep_pictures()
        for block in blocks:
            self._block(block)
        self._keep_counters()

    def _block(self, block: Block) -> None:
        """Every table after those it refers to."""
        of: dict[str, list[UUID]] = {"person": self._people(block), "dwelling": self._dwellings(block)}
        works = [self._employer_initials(stay.employer) for stay in block.stays]
        of["stay"] = self._table(
            records.Stay, block.stays, of, register_by=self._due_days(block.stays),
            report_by=self._report_days(block), employer_initials=works,
        )  # fmt: skip
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
        ):
            self._table(kind, rows, of)
        of["material"] = self._table(records.Material, block.materials, of)
        self._pages(block, of)
        self._table(records.PermitStep, block.steps, of, officer_id=[officer] * len(block.steps))
        self._table(
            records.Endorsement, block.endorsements, of, officer_id=[officer] * len(block.endorsements)
        )
        self._provisional(block, of)

    def _keep_counters(self) -> None:
        """The counters stand one past the last number drawn, for the office to go on from."""
        self._connection.execute(delete(records.Series))
        drawn = self._numbers.drawn
        ids, next_numbers = self._identities.draw(len(drawn)), [last + 1 for last in drawn.values()]
        self._keep(records.Series, ids, {"name": list(drawn), "next": next_numbers})

    def _people(self, block: Block) -> list[UUID]:
        spelt = [spelling.of_name(person.name) for person in block.people]
        photos = [self._portrait(person, place) for place, person in enumerate(block.people)]
        ids = self._table(
            records.Person, block.people, {}, pinyin=spelt, photo=photos, remark=[""] * len(spelt),
        )  # fmt: skip
        told = ((uid, person._asdict()) for uid, person in zip(ids, block.people, strict=True))
        bulk.note(self._connection, self._act, "person", told)
        return ids

    def _portrait(self, person: Person, place: int) -> bytes:
        older = self._desk.today().year - person.born_on.year >= OLDER
        if person.sex == "2":
            faces = OF_OLDER_WOMEN if older else OF_WOMEN
        else:
            faces = OF_OLDER_MEN if older else OF_MEN
        return self._pictures[faces[place % len(faces)]].checksum

    def _dwellings(self, block: Block) -> list[UUID]:
        spelt = [dwellings.initials(dwelling.community, dwelling.address) for dwelling in block.dwellings]
        lets = [dwellings.landlord_initials(dwelling.landlord_name) for dwelling in block.dwellings]
        division = [self._desk.office.division] * len(spelt)
        return self._table(
            records.Dwelling, block.dwellings, {}, division=division, initials=spelt, landlord_initials=lets
        )

    def _permits(self, block: Block, of: dict[str, list[UUID]]) -> list[UUID]:
        numbers = [
            self._numbers.draw("permit", row.approved_on.year) if row.approved_on else None
            for row in block.permits
        ]
        due = [self._issue_by(row.accepted_on) if row.accepted_on else None for row in block.permits]
        return self._table(records.Permit, block.permits, of, number=numbers, issue_by=due)

    def _pages(self, block: Block, of: dict[str, list[UUID]]) -> None:
        """The pages of proofs, each with one of a few drawn pictures, which are kept once."""
        drawn = {name: _picture(PAGES / name) for name in sorted({page.picture for page in block.pages})}
        self._keep_bytes(records.PagePicture, drawn.values())
        self._table(
            records.Page, block.pages, of, picture=[drawn[page.picture].checksum for page in block.pages],
            officer_id=[self._desk.officer.id] * len(block.pages), frames=[[]] * len(block.pages),
        )  # fmt: skip

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

    def _report_days(self, block: Block) -> list[date | None]:
        """By when each stay that waits to be registered is to be reported."""
        homes = [person.household_division or "" for person in block.people]
        return [
            None if stay.registered or stay.left_on
            else self._report_by(homes[stay.person][:CITY], stay.arrived_on, stay.tenure)
            for stay in block.stays
        ]  # fmt: skip

    def _reported(self, city: str, arrived_on: date, tenure: str) -> date | None:
        """The same for whoever comes from that city, whom the law asks no more about."""
        who = law.Case(law.Resident(household_division=city or None, stays=(), permits=()))
        return reporting.by(reporting.owed_on_arrival(self._desk, who, arrived_on, tenure))

    def _after(self, parameter: str, day: date) -> date:
        return self._desk.law.value(parameter, day).deadline(day).day

    def _table(
        self,
        kind: type[Record],
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
                places = of.get(REFERS[name], ids)  # a permit refers to another one of its table
                columns[f"{name}_id"] = [None if cell is None else places[cell] for cell in cells]
            else:
                columns[name] = cells
        unused = {name: [value] * len(rows) for name, value in UNUSED.get(kind, {}).items()}
        self._keep(kind, ids, {**columns, **more, **unused})
        return ids

    def _keep(self, kind: type[Record], ids: list[UUID], columns: dict[str, Sequence[Any]]) -> None:
        identity: dict[str, Sequence[Any]] = {"id": ids, "version": [1] * len(ids)}
        bulk.write(self._connection, table_of(kind), identity | columns)

    def _keep_pictures(self) -> None:
        self._keep_bytes(records.Blob, self._pictures.values(), media="image/jpeg")

    def _keep_bytes(
        self, kind: type[records.Blob | records.PagePicture], pictures: Iterable[_Picture], **more: str
    ) -> None:
        """Keep those of the pictures that are not there yet."""
        held = set(self._connection.scalars(select(kind.sha256)))
        new = [picture for picture in pictures if picture.checksum not in held]
        columns: dict[str, Sequence[Any]] = {
            "sha256": [picture.checksum for picture in new],
            "content": [picture.jpeg for picture in new],
            **{name: [value] * len(new) for name, value in more.items()},
        }
        bulk.write(self._connection, table_of(kind), columns)


class _Picture(NamedTuple):
    """A drawn picture and the checksum it is kept by."""

    checksum: bytes
    jpeg: bytes


def _picture(path: Path) -> _Picture:
    jpeg = path.read_bytes()
    return _Picture(hashlib.sha256(jpeg).digest(), jpeg)


# Which table a field of an invented row names a place in.
REFERS = {
    "person": "person", "dwelling": "dwelling", "stay": "stay", "household": "household", "permit": "permit",
    "material": "material", "head": "person", "replaces": "permit", "first": "permit",
}  # fmt: skip
# Columns that an invented row leaves out and the record has no use for here.
UNUSED: dict[type[Record], dict[str, Any]] = {
    records.Stay: {"remark": ""},
    records.Permit: {"receipt": ""},
    records.PermitStep: {"proofs": [], "card_returned": False},
    records.Material: {"remark": ""},
}
