"""Everyone on file at once from extracts kept in the database, renewed for whom the journal says has changed.

Reading a million files takes some seconds, reading their extracts a part of one. An
extract is only believed together with the journal's entry it was made at: whoever was
changed since is read anew and put in their place, so the law is told what is on file.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session, defer

from app import changed, crowds
from app.changed import Entry
from app.crowd_files import Files
from app.desk import Desk
from app.errors import InWords
from app.law.joining import together, without
from app.law.kept import LAYOUT, Damaged, from_bytes, to_bytes
from app.law.packing import BLOCK, Block
from app.progress import Progress
from db.records import Extract, Person

Rows = NDArray[np.int32]

MANY = 20_000
"""Of more persons than these changed since, everyone is read anew: that is quicker."""
FEW = 1 / 4
"""Up to this part of an extract is renewed person by person; beyond, all of it is read."""

log = logging.getLogger(__name__)


class Everyone:
    """All persons on file at a desk, in blocks for ``law.sweep``; ``len`` is about how many blocks there are.

    Each time round they are as of one moment, and what had to be read anew is kept for the next time.
    ``Block.who`` are the rows of the records. Raises what ``Desk.reading`` raises, and Cancelled where
    ``progress`` says so while everyone is read.
    """

    def __init__(self, desk: Desk, size: int = BLOCK, progress: Progress | None = None) -> None:
        self._desk, self._size, self._progress = desk, size, progress

    def __len__(self) -> int:
        return len(crowds.Everyone(self._desk, self._size))

    def __iter__(self) -> Iterator[Block]:
        with self._desk.reading() as session:
            reading = _Reading(session, self._size)
            if not reading.begins_anew:
                yield from self._told(reading.blocks(), reading.now)
                return
            files = Files(session, progress=self._progress)
        # All is read: no reading waits for what is done with the blocks.
        self._forget()
        anew = (_Kept(int(block.who[0]), block, renewed=True) for block in crowds.blocks(files, self._size))
        yield from self._told(anew, reading.now)

    def _told(self, everyone: Iterable[_Kept], now: Entry) -> Iterator[Block]:
        for kept in everyone:
            if kept.renewed:
                self._keep(kept, now)
            yield crowds.as_of(kept.block, self._desk.today())

    def _keep(self, kept: _Kept, now: Entry) -> None:
        """Write an extract beside the reading; where that cannot be done just now, nothing is lost by it."""
        block = kept.block
        row = Extract(
            first=kept.first, last=int(block.who[-1]), people=block.people, epoch=now.epoch, seq=now.seq,
            layout=LAYOUT, content=to_bytes(block),
        )  # fmt: skip
        try:
            with self._desk.writing("keep_extract") as session:
                session.merge(row)
        except InWords:
            log.info("an extract was not kept; it will be made again")

    def _forget(self) -> None:
        """Extracts that cannot be told from the new ones by their rows must not stay beside them."""
        try:
            with self._desk.writing("keep_extract") as session:
                session.execute(delete(Extract))
        except InWords:
            log.info("old extracts were not removed; they will be made again")


@dataclass(frozen=True, slots=True)
class _Kept:
    """A block, where it begins among the rows, and whether the database has it otherwise or not at all."""

    first: int
    block: Block
    renewed: bool


class _Reading:
    """One look at the extracts, the journal since, and the records where they have to be read."""

    def __init__(self, session: Session, size: int) -> None:
        self._session, self._size = session, size
        self.now = changed.last_entry(session)
        self._changed: dict[Entry, Rows | None] = {}
        self._extracts = self._usable()

    @property
    def begins_anew(self) -> bool:
        """Whether there is no extract to go on with."""
        return not self._extracts

    def blocks(self) -> Iterator[_Kept]:
        """Everyone: as kept, renewed where somebody changed, and behind them who came since."""
        last = 0
        for extract in self._extracts:
            # From the end of the one before: on a server a row may appear late, after one behind it.
            kept = self._as_of_now(extract, last + 1)
            last = extract.last
            if kept is not None:
                last = max(last, int(kept.block.who[-1]))
                yield kept
        while len(rows := crowds.rows_after(self._session, last, self._size)):
            first, last = int(rows[0]), int(rows[-1])
            yield _Kept(first, crowds.block_between(self._session, first, last), renewed=True)

    def _usable(self) -> Sequence[Extract]:
        """What lies there, its contents not yet read, if it was laid out as ours and at an entry we have.

        Two stations that began at the same time may have cut differently; nobody may be told of twice.
        """
        asked = select(Extract).order_by(Extract.first).options(defer(Extract.content))
        found = self._session.scalars(asked).all()
        strange = any(extract.layout != LAYOUT or _entry(extract) > self.now for extract in found)
        overlap = any(one.last >= other.first for one, other in pairwise(found))
        if strange or overlap or any(self._changed_since(extract) is None for extract in found):
            return ()
        return found

    def _as_of_now(self, extract: Extract, first: int) -> _Kept | None:
        """The extract with everyone from the row ``first`` on as they are now; None where nobody is left."""
        block = self._content(extract)
        if block is not None and self._is_unchanged(extract, first):
            return _Kept(extract.first, block, renewed=False)
        return self._renewed(extract, first, block)

    def _is_unchanged(self, extract: Extract, first: int) -> bool:
        """Whether nobody of it changed or went, and nobody who came since belongs in it."""
        within = Person.row.between(first, extract.last)
        here = self._session.scalar(select(func.count()).select_from(Person).where(within))
        if here != extract.people or self._has_room(extract):
            return False
        stale = self._stale(extract)
        place = int(np.searchsorted(stale, first))
        return place == len(stale) or int(stale[place]) > extract.last

    def _has_room(self, extract: Extract) -> bool:
        """Whether those who came since belong in here: it is the last, and not full."""
        is_last = extract is self._extracts[-1] and extract.people < self._size
        return is_last and len(crowds.rows_after(self._session, extract.last, 1)) > 0

    def _renewed(self, extract: Extract, first: int, block: Block | None) -> _Kept | None:
        """The extract with who changed put in anew; where that is many, or it is damaged, all read anew."""
        here = crowds.rows_between(self._session, first, extract.last)
        if extract is self._extracts[-1] and len(here) < self._size:
            came = crowds.rows_after(self._session, extract.last, self._size - len(here))
            here = np.concatenate([here, came])
        if not len(here):
            return None
        if block is not None:
            gone, come = np.setdiff1d(block.who, here), np.setdiff1d(here, block.who)
            anew = np.union1d(here[np.isin(here, self._stale(extract))], come).astype(np.int32)
            if len(anew) <= FEW * len(here):
                return _Kept(extract.first, self._put_in(block, gone, anew), renewed=True)
        block = crowds.block_between(self._session, int(here[0]), int(here[-1]))
        return _Kept(extract.first, block, renewed=True)

    def _put_in(self, block: Block, gone: Rows, anew: Rows) -> Block:
        block = without(block, np.union1d(gone, anew).astype(np.int32))
        return together(block, crowds.block_of(self._session, anew)) if len(anew) else block

    def _content(self, extract: Extract) -> Block | None:
        # By itself: read into the extract it would stay there, and in the end everyone's would be in memory.
        content = self._session.scalars(select(Extract.content).where(Extract.first == extract.first)).one()
        try:
            return from_bytes(content)
        except Damaged:
            log.warning("an extract could not be read; it is made again")
            return None

    def _stale(self, extract: Extract) -> Rows:
        stale = self._changed_since(extract)
        assert stale is not None, "else everyone is read anew"
        return stale

    def _changed_since(self, extract: Extract) -> Rows | None:
        """The rows of whom anything was entered since it was made, in order; None where they are too many."""
        entry = _entry(extract)
        if entry not in self._changed:
            people = changed.people_since(self._session, entry, MANY)
            self._changed[entry] = None if people is None else changed.rows_of(self._session, people)
        return self._changed[entry]


def _entry(extract: Extract) -> Entry:
    return Entry(extract.epoch, extract.seq)
