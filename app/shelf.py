"""The shelf of rule packs at an office: those the program comes with, and over them those put in force there.

Which are in force belongs to the office's database, so stations that share it agree. A pack put in force
from a day on answers for that day and every later one; for the days before, what was in force then.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import local
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Refused
from app.language import N_
from app.law import Law, PackFaults
from app.law.calendar import END, FIRST
from app.law.pack import Pack, codes_for, read_pack
from db.records import Blob, Commencement

STANDING = (
    select(Commencement.id, Commencement.code, Commencement.content, Commencement.since)
    .where(Commencement.withdrawn_on.is_(None))
    .order_by(Commencement.since, Commencement.row)
)


class Standing(NamedTuple):
    """A pack that counts: which commencement, of which place, found by which checksum, from which day on."""

    id: UUID
    code: str
    content: bytes
    since: date


class Shelf:
    """The packs of one office; ``law`` is what they come to, as of the session at hand."""

    def __init__(self, folder: Path, division: str) -> None:
        self.division = division
        self._shipped_law = Law.read_once(folder, division)
        self.shipped = self._shipped_law.packs
        self._law: Law | None = self._shipped_law
        self._standing: tuple[Standing, ...] = ()
        self._read: dict[bytes, Pack] = {}
        self._texts: dict[bytes, bytes] = {}
        self._at_hand = local()

    @property
    def law(self) -> Law:
        """The law of the office; raises Refused where a pack in force cannot be read by this program."""
        session = getattr(self._at_hand, "session", None)
        if session is not None:
            self._at_hand.session = None  # once is enough: a session sees one state
            self.look(session)
        if self._law is None:
            later = [(one.since, self._pack(one)) for one in self._standing]
            self._law = Law(self.division, laid(self.shipped, later, self.division))
        return self._law

    def with_packs(self, packs: Iterable[Pack], since: date) -> Law:
        """The law as it would be with these packs in force from that day on."""
        later = [(one.since, self._pack(one)) for one in self._standing]
        later += [(since, pack) for pack in packs]
        return Law(self.division, laid(self.shipped, later, self.division))

    def in_turn(self, code: str) -> tuple[tuple[date | None, Pack], ...]:
        """The packs of one place, one after the other, each with its first day; None for the shipped."""
        shipped: list[tuple[date | None, Pack]] = [(None, pack) for pack in self.shipped if pack.code == code]
        return (*shipped, *((one.since, self._pack(one)) for one in self._standing if one.code == code))

    def files(self, checksum: str) -> dict[str, bytes] | None:
        """The files of a pack that was put in force; None for one that the program comes with."""
        content = self._texts.get(bytes.fromhex(checksum))
        return unpacked(content) if content is not None else None

    @contextmanager
    def beside(self, session: Session) -> Iterator[None]:
        """While this session is open, the law is what the database it reads says is in force."""
        before = getattr(self._at_hand, "session", None)
        self._at_hand.session = session
        try:
            yield
        finally:
            self._at_hand.session = before

    def look(self, session: Session) -> None:
        """See which packs are in force; another station may have put one in force meanwhile."""
        with session.no_autoflush:
            # By the connection: asked at every law, the session's own way takes three times as long.
            standing = tuple(Standing(*row) for row in session.connection().execute(STANDING))
            if standing == self._standing:
                return
            unread = {one.content for one in standing} - self._texts.keys()
            texts = select(Blob.sha256, Blob.content).where(Blob.sha256.in_(unread))
            self._texts |= dict(session.execute(texts).all())
        self._standing, self._law = standing, None if standing else self._shipped_law

    def _pack(self, one: Standing) -> Pack:
        if one.content not in self._read:
            try:
                self._read[one.content] = read(one.code, self._texts[one.content])
            except PackFaults as faults:
                raise Refused(
                    N_(
                        "The pack {code} that is in force here cannot be read by this version of the program."
                        " Update the program, or roll the pack back. {faults}"
                    ),
                    code=one.code, faults=str(faults),
                ) from faults  # fmt: skip
        return self._read[one.content]


def laid(shipped: Iterable[Pack], later: Iterable[tuple[date, Pack]], division: str) -> tuple[Pack, ...]:
    """The packs, the nearest first, each for its own days: a later one takes its place from its day on."""
    packs: list[Pack] = []
    turns = [(FIRST, pack) for pack in shipped] + [(since.toordinal(), pack) for since, pack in later]
    for code in codes_for(division):
        own = [(start, pack) for start, pack in turns if pack.code == code]
        own.sort(key=lambda turn: turn[0])  # of one day the one put in force last counts
        ends = [*(start for start, _ in own), END][1:]
        parts = [pack.within(start, end) for (start, pack), end in zip(own, ends, strict=True) if start < end]
        packs += reversed(parts)
    return tuple(packs)


# --- a pack as bytes: what its checksum is taken over


def packed(files: dict[str, bytes]) -> bytes:
    """The files of a pack as one, name and content each ended by a zero byte: its SHA-256 is the pack's."""
    return b"".join(
        name.encode() + b"\0" + content + b"\0" for name, content in sorted(files.items(), key=_in_folder)
    )


def _in_folder(file: tuple[str, bytes]) -> Path:
    return Path(file[0])


def unpacked(content: bytes) -> dict[str, bytes]:
    """The files that were packed so."""
    parts = content.split(b"\0")[:-1]
    return {name.decode(): text for name, text in zip(parts[::2], parts[1::2], strict=True)}


def lay_out(files: dict[str, bytes], folder: Path) -> None:
    """Write the files of a pack into a folder of its own."""
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def read(code: str, content: bytes) -> Pack:
    """The pack of a place from its bytes; raises PackFaults with everything that is wrong in it."""
    with TemporaryDirectory(prefix="anju-pack-") as folder:
        lay_out(unpacked(content), Path(folder) / code)
        pack, faults = read_pack(Path(folder) / code)
    if pack is None:
        raise PackFaults(faults)
    return pack
