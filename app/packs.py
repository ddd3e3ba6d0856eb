"""Rule packs brought in by the office: read and checked, rehearsed, put in force from a day, rolled back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from shutil import copytree, rmtree
from tempfile import TemporaryDirectory
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from app import amendments, pack_files, people, shelf
from app.amendments import Affected, Tally
from app.desk import Desk
from app.errors import InWords, Refused
from app.language import N_
from app.law import Fault, Law, PackFaults, cases
from app.law.pack import POLICY, Pack, codes_for
from app.law.words import listed
from app.progress import Progress
from db.records import Commencement, Officer

LONGEST_VERSION = 30
NAMED = 100_000
"""So many of those a rehearsal touches are kept by name, in some 50 MB; the table of all is not kept."""
NEEDED = ("registration.threshold", "permit.issue_within", "permit.agent_below")
"""The numbers without which the desk cannot register anybody or take an application."""


@dataclass(frozen=True, slots=True)
class Sound:
    """A pack that was read and found without a fault, and its bytes.

    ``has_namesake`` says that a pack of the same place and version, but with other content, counts here.
    """

    pack: Pack
    content: bytes
    has_namesake: bool


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """The packs of one folder or zip, the nearest first; nothing is kept before they are put in force.

    They go together, all or none. ``elsewhere`` names those that lay beside them for other places.
    """

    each: tuple[Sound, ...]
    elsewhere: tuple[str, ...] = ()

    @property
    def packs(self) -> tuple[Pack, ...]:
        return tuple(one.pack for one in self.each)

    @property
    def words(self) -> str:
        """Which places in which versions."""
        return listed(tuple(f"{pack.code} {pack.version}" for pack in self.packs))


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What packs would change if they were in force from a day on: for whom, as of which day.

    ``tallies`` count everyone; ``changes`` name them up to NAMED, and ``more`` says how many are not named.
    """

    brought_in: BroughtIn
    since: date
    day: date
    changes: tuple[Affected, ...]
    tallies: tuple[Tally, ...]

    @property
    def more(self) -> int:
        """How many changes there are besides those that are named."""
        return sum(one.gain + one.lose + one.otherwise for one in self.tallies) - len(self.changes)


@dataclass(frozen=True, slots=True)
class CommencementRow:
    """A pack put in force: of which place and version, from which day, by whom, when; perhaps withdrawn."""

    id: UUID
    code: str
    version: str
    checksum: str
    since: date
    put_on: date
    put_by: str
    withdrawn_on: date | None
    withdrawn_by: str


def bring_in(desk: Desk, path: Path) -> BroughtIn:
    """Read packs from a folder or a zip, and try the cases beside their rules; nothing is kept.

    The folder is a pack or holds several; those of other places are left alone. Raises PackFaults with
    every fault of all of them by file and line, Refused where none is for this office; then none is
    taken, and what is in force stays so.
    """
    here = codes_for(desk.office.division)
    files = pack_files.read(path, here)
    ours = {code: files[code] for code in here if code in files}
    if not ours:
        raise Refused(
            N_("The pack {code} is not for this office; here count {codes}."),
            code=", ".join(sorted(files)), codes=", ".join(here),
        )  # fmt: skip
    content = {code: shelf.packed(inside) for code, inside in ours.items()}
    sound = _read(content)
    _refuse_gaps(desk.shelf.with_packs(sound, date.min), desk.today())
    _try_cases(ours)
    with desk.reading() as session:
        desk.shelf.look(session)
    each = tuple(Sound(pack, content[pack.code], _has_namesake(desk, pack)) for pack in sound)
    return BroughtIn(each, tuple(sorted(files.keys() - ours.keys())))


def _read(content: Mapping[str, bytes]) -> tuple[Pack, ...]:
    """The packs of these bytes; raises PackFaults with the faults of all of them."""
    sound: list[Pack] = []
    faults: list[Fault] = []
    for code, inside in content.items():
        try:
            pack = shelf.read(code, inside)
        except PackFaults as found:
            faults += found.faults
            continue
        if len(pack.version) > LONGEST_VERSION:
            words = InWords(N_("The version has more than {n} characters."), n=LONGEST_VERSION)
            faults.append(Fault(f"{code}/pack.yaml", 1, words))
        sound.append(pack)
    if faults:
        raise PackFaults(faults)
    return tuple(sound)


def _has_namesake(desk: Desk, pack: Pack) -> bool:
    known = [each for _, each in desk.shelf.in_turn(pack.code) if each.version == pack.version]
    return any(each.checksum != pack.checksum for each in known)


def rehearse(desk: Desk, brought_in: BroughtIn, since: date, progress: Progress) -> Rehearsal:
    """Who would gain and who would lose if the packs were in force from ``since``; nothing is written.

    It is told as of that day, or as of today where it lies behind. Raises Cancelled where ``progress``
    says so.
    """
    day = max(since, desk.today())
    named: list[Affected] = []
    tallies = amendments.tallies(_named(_affected(desk, brought_in, since, day, progress), named))
    return Rehearsal(brought_in, since, day, tuple(named), tallies)


def export(desk: Desk, rehearsal: Rehearsal, to: Path, progress: Progress) -> None:
    """Write everyone a rehearsal touches as a table, those too that were too many to be named.

    Raises Refused when the file cannot be written, Cancelled where ``progress`` says so; no part of it is
    left then.
    """
    changes: Iterable[Affected] = rehearsal.changes
    if rehearsal.more:
        told = rehearsal.brought_in, rehearsal.since, rehearsal.day
        changes = _affected(desk, *told, progress)
    amendments.export(changes, to)


def _affected(
    desk: Desk, brought_in: BroughtIn, since: date, day: date, progress: Progress
) -> Iterator[Affected]:
    return amendments.affected(desk, desk.law, desk.shelf.with_packs(brought_in.packs, since), day, progress)


def _named(changes: Iterable[Affected], named: list[Affected]) -> Iterator[Affected]:
    """The changes as they come, the first of them kept by name."""
    for one in changes:
        if len(named) < NAMED:
            named.append(one)
        yield one


def put_in_force(desk: Desk, brought_in: BroughtIn, since: date) -> tuple[UUID, ...]:
    """Put packs in force from a day on, together; one that already is from that day is passed over.

    Raises Refused where all are. Decisions made before keep the law they were made under.
    """
    with desk.writing("put_in_force") as session:
        latest = {one.pack.code: _latest(session, one.pack.code, since) for one in brought_in.each}
        new = [one for one in brought_in.each if not _is_the_same(latest[one.pack.code], one)]
        if not new:
            day = max(found.since for found in latest.values() if found is not None)
            raise Refused(N_("This very pack is in force since {day} already."), field="since", day=day)
        return tuple(_put_in_force(session, desk, one, since) for one in new)


def _is_the_same(latest: Commencement | None, one: Sound) -> bool:
    return latest is not None and latest.content.hex() == one.pack.checksum


def _put_in_force(session: Session, desk: Desk, one: Sound, since: date) -> UUID:
    commencement = Commencement(
        code=one.pack.code, pack_version=one.pack.version, since=since, put_on=desk.today(),
        content=people.keep_bytes(session, one.content, "application/vnd.anju.pack"),
        officer_id=desk.officer.id,
    )  # fmt: skip
    session.add(commencement)
    session.flush()
    return commencement.id


def roll_back(desk: Desk, code: str) -> CommencementRow:
    """Withdraw the pack of a place that was put in force last, also one that is still to come.

    The one before counts again for every day, as if this one had never been; what was decided under it
    keeps it. Raises Refused where only the pack that the program comes with is left.
    """
    with desk.writing("roll_back_pack") as session:
        last = _latest(session, code)
        if last is None:
            raise Refused(N_("{code} is as the program comes with it; nothing lies before it."), code=code)
        last.withdrawn_on, last.withdrawn_by = desk.today(), desk.officer.id
        session.flush()
        return _row(last, session.get_one(Officer, last.officer_id).name, desk.officer.name)


def history(desk: Desk) -> tuple[CommencementRow, ...]:
    """Every pack that was ever put in force here, the latest first."""
    putting, withdrawing = aliased(Officer), aliased(Officer)
    entered = (
        select(Commencement, putting.name, withdrawing.name)
        .join(putting, putting.id == Commencement.officer_id)
        .outerjoin(withdrawing, withdrawing.id == Commencement.withdrawn_by)
        .order_by(Commencement.row.desc())
    )
    with desk.reading() as session:
        return tuple(_row(one, by, back or "") for one, by, back in session.execute(entered))


def _row(one: Commencement, put_by: str, withdrawn_by: str) -> CommencementRow:
    return CommencementRow(
        one.id, one.code, one.pack_version, one.content.hex(), one.since, one.put_on, put_by,
        one.withdrawn_on, withdrawn_by,
    )  # fmt: skip


def _latest(session: Session, code: str, until: date = date.max) -> Commencement | None:
    """The pack of a place that counts on a day; of all days the one put in force last."""
    standing = (
        select(Commencement)
        .where(Commencement.code == code, Commencement.withdrawn_on.is_(None), Commencement.since <= until)
        .order_by(Commencement.row.desc() if until == date.max else Commencement.since.desc())
        .order_by(Commencement.row.desc())
        .with_for_update()
    )
    return session.scalars(standing).first()


# --- checking


def _refuse_gaps(law: Law, day: date) -> None:
    """Refuse a pack with which the desk could not work: a number it needs would be set nowhere."""
    law.setting(day.toordinal())
    for name in NEEDED:
        law.value(name, day)


def _try_cases(packs: dict[str, dict[str, bytes]]) -> None:
    """Run the cases beside the rules of these packs; raises PackFaults with those that come out otherwise.

    The widest is tried first: its cases know nothing of a nearer pack that is brought in with it.
    """
    if not any(name.endswith(".cases.yaml") for files in packs.values() for name in files):
        return
    faults: list[Fault] = []
    with TemporaryDirectory(prefix="anju-packs-") as folder:
        laid_out = Path(copytree(POLICY, Path(folder) / "policy"))
        for code in reversed(packs):
            rmtree(laid_out / code, ignore_errors=True)
            shelf.lay_out(packs[code], laid_out / code)
            faults += _unmet_in(laid_out / code)
    if faults:
        raise PackFaults(faults)


def _unmet_in(place: Path) -> list[Fault]:
    try:
        trials = cases.read_files(cases.case_files([place]))
    except PackFaults as faults:
        return list(faults.faults)
    return [_unmet(result, place.parent) for result in map(cases.run, trials) if result.complaints]


def _unmet(result: cases.Result, folder: Path) -> Fault:
    """A case that the pack answers otherwise, as a fault of it."""
    file, line = result.trial.where.rsplit(":", 1)
    first = result.complaints[0].splitlines()[0]
    words = InWords(
        N_("The case “{title}” comes out otherwise: {first}"), title=result.trial.title, first=first
    )
    return Fault(Path(file).relative_to(folder).as_posix(), int(line), words)
