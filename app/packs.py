"""Rule packs brought in by the office: read and checked, rehearsed, put in force from a day, rolled back."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from shutil import copytree, rmtree
from tempfile import TemporaryDirectory
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from app import amendments, people, shelf
from app.amendments import Affected
from app.desk import Desk
from app.errors import InWords, Refused
from app.language import N_
from app.law import Fault, Law, PackFaults, cases
from app.law.pack import Pack, codes_for
from app.law.reading import LARGEST
from app.offices import POLICY
from app.progress import Progress
from db.records import Commencement, Officer

CODE = re.compile(r"cn(-\d{2}(\d{2}){0,2})?")
READ = (".yaml", ".md")
MOST_FILES, LONGEST_VERSION = 100, 30
NEEDED = ("registration.threshold", "permit.issue_within", "permit.agent_below")
"""The numbers without which the desk cannot register anybody or take an application."""


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """A pack that was read and found sound, and its bytes; nothing of it is kept before it is put in force.

    ``has_namesake`` says that a pack of the same place and version, but with other content, counts here.
    """

    pack: Pack
    content: bytes
    has_namesake: bool


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What a pack would change if it were in force from a day on: for whom, as of which day."""

    brought_in: BroughtIn
    since: date
    day: date
    changes: tuple[Affected, ...]


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
    """Read a pack from its folder or a zip of it, and try the cases beside its rules; nothing is kept.

    Raises PackFaults with every fault by file and line, Refused where it is no pack for this office;
    what is in force stays so.
    """
    code, files = _files_of(path)
    if code not in codes_for(desk.office.division):
        raise Refused(
            N_("The pack {code} is not for this office; here count {codes}."),
            code=code, codes=", ".join(codes_for(desk.office.division)),
        )  # fmt: skip
    content = shelf.packed(files)
    pack = shelf.read(code, content)
    if len(pack.version) > LONGEST_VERSION:
        words = InWords(N_("The version has more than {n} characters."), n=LONGEST_VERSION)
        raise PackFaults([Fault(f"{code}/pack.yaml", 1, words)])
    _refuse_gaps(desk.shelf.with_pack(pack, date.min), desk.today())
    _try_cases(code, files)
    with desk.reading() as session:
        desk.shelf.look(session)
    known = [each for _, each in desk.shelf.in_turn(code) if each.version == pack.version]
    return BroughtIn(pack, content, any(each.checksum != pack.checksum for each in known))


def rehearse(desk: Desk, brought_in: BroughtIn, since: date, progress: Progress) -> Rehearsal:
    """Who would gain and who would lose if the pack were in force from ``since``; nothing is written.

    It is told as of that day, or as of today where it lies behind.
    """
    new = desk.shelf.with_pack(brought_in.pack, since)
    day = max(since, desk.today())
    changes = tuple(amendments.affected(desk, desk.law, new, day, progress))
    return Rehearsal(brought_in, since, day, changes)


def put_in_force(desk: Desk, brought_in: BroughtIn, since: date) -> UUID:
    """Put a pack in force from a day on; raises Refused when it already is from that day.

    Decisions made before keep the law they were made under.
    """
    pack = brought_in.pack
    with desk.writing("put_in_force") as session:
        latest = _latest(session, pack.code, since)
        if latest is not None and latest.content.hex() == pack.checksum:
            raise Refused(
                N_("This very pack is in force since {day} already."), field="since", day=latest.since
            )
        commencement = Commencement(
            code=pack.code, pack_version=pack.version, since=since, put_on=desk.today(),
            content=people.keep_bytes(session, brought_in.content, "application/vnd.anju.pack"),
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


# --- reading


def _files_of(path: Path) -> tuple[str, dict[str, bytes]]:
    """The code of the place and the files of a pack, from its folder or a zip."""
    try:
        code, files = _in_zip(path) if path.is_file() else _in_folder(path)
    except zipfile.BadZipFile as error:
        raise Refused(N_("{file} is no folder and no zip file."), file=path.name) from error
    except (OSError, RuntimeError, NotImplementedError) as error:  # gone, encrypted, packed in a strange way
        why = getattr(error, "strerror", None) or str(error)
        raise Refused(N_("{file} cannot be read: {why}."), file=path.name, why=why) from error
    if not CODE.fullmatch(code):
        raise Refused(
            N_("A pack lies in a folder named after its place, such as cn-5303; this one is “{name}”."),
            name=code,
        )
    return code, files


def _in_folder(folder: Path) -> tuple[str, dict[str, bytes]]:
    folder = folder.resolve()
    found = [file for file in folder.rglob("*") if file.is_file() and file.suffix in READ]
    _refuse_too_much(len(found), max((file.stat().st_size for file in found), default=0), folder.name)
    return folder.name, {file.relative_to(folder).as_posix(): _text(file.read_bytes()) for file in found}


def _in_zip(file: Path) -> tuple[str, dict[str, bytes]]:
    """The pack in a zip: its one folder, or the zip itself where the files lie at its top."""
    with zipfile.ZipFile(file) as archive:
        found = [info for info in archive.infolist() if PurePosixPath(info.filename).suffix in READ]
        found = [info for info in found if not info.filename.startswith("__MACOSX/")]
        _refuse_too_much(len(found), max((info.file_size for info in found), default=0), file.name)
        tops = [PurePosixPath(info.filename) for info in found]
        about = next((name for name in tops if name.name == "pack.yaml"), None)
        if about is None or any(".." in name.parts or name.is_absolute() for name in tops):
            raise Refused(N_("There is no pack in {file}: a pack has a pack.yaml."), file=file.name)
        top = about.parent
        inside = [(info, name) for info, name in zip(found, tops, strict=True) if name.is_relative_to(top)]
        files = {name.relative_to(top).as_posix(): _text(archive.read(info)) for info, name in inside}
    return top.name or file.stem, files


def _text(content: bytes) -> bytes:
    """Text holds no zero byte; where there is one the file is none, and its reading says so."""
    return content.replace(b"\0", b"\xff")


def _refuse_too_much(files: int, largest: int, name: str) -> None:
    if not files:
        raise Refused(N_("There is no pack in {file}: a pack has a pack.yaml."), file=name)
    if files > MOST_FILES or largest > LARGEST:
        raise Refused(
            N_("{file} is too large for a pack, which is a few pages of text in at most {n} files."),
            file=name, n=MOST_FILES,
        )  # fmt: skip


def _refuse_gaps(law: Law, day: date) -> None:
    """Refuse a pack with which the desk could not work: a number it needs would be set nowhere."""
    law.setting(day.toordinal())
    for name in NEEDED:
        law.value(name, day)


def _try_cases(code: str, files: dict[str, bytes]) -> None:
    """Run the cases beside the pack's rules; raises PackFaults with those that come out otherwise."""
    if not any(name.endswith(".cases.yaml") for name in files):
        return
    with TemporaryDirectory(prefix="anju-packs-") as folder:
        place = Path(copytree(POLICY, Path(folder) / "policy")) / code
        rmtree(place, ignore_errors=True)
        shelf.lay_out(files, place)
        results = [cases.run(trial) for trial in cases.read_files(cases.case_files([place]))]
    if faults := [_unmet(result, place) for result in results if result.complaints]:
        raise PackFaults(faults)


def _unmet(result: cases.Result, place: Path) -> Fault:
    """A case that the pack answers otherwise, as a fault of it."""
    file, line = result.trial.where.rsplit(":", 1)
    first = result.complaints[0].splitlines()[0]
    words = InWords(
        N_("The case “{title}” comes out otherwise: {first}"), title=result.trial.title, first=first
    )
    return Fault(f"{place.name}/{Path(file).relative_to(place).as_posix()}", int(line), words)
