"""The way to a desk: which database is meant, what lies there, and the community to try things in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import URL, func, select

from app import codes, invent, offices
from app.desk import Desk, today
from app.offices import Found
from app.paper import RECOVERY_SHEET, RecoverySheet
from app.progress import Progress
from db.records import Stay
from db.store import remove, written

PEOPLE, SEED = 300, 1
STALE_AFTER = 30  # days: by then the deadlines of an invented community have passed
MOST_DIVISIONS = 8
PERMIT_TITLE = "{province}居住证"


@dataclass(frozen=True, slots=True)
class Door:
    """A database before anybody is at its desk: where it lies, what is there, who may sign in if it tells."""

    url: URL
    found: Found
    officers: tuple[tuple[str, str], ...] = ()

    @property
    def file(self) -> Path | None:
        """The file of an office's own database, None for a server's."""
        return file_of(self.url)

    @property
    def address(self) -> str:
        """Where it lies, as it may be kept and shown."""
        return written(self.url)


def look(database: str, server_password: str = "") -> Door:
    """What lies at an address, the own file of this user where it is empty; raises Refused or Unavailable."""
    url = offices.url_of(database or str(offices.own_file()))
    if server_password and file_of(url) is None:
        url = url.set(password=server_password)
    found = offices.found_at(url)
    return Door(url, found, offices.officers_of(url) if found is Found.OFFICE else ())


def file_of(url: URL) -> Path | None:
    """The file a database lies in, None where it is a server's."""
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


def own_file(database: str) -> Path:
    """The file of this machine's own office: the one the program was started with, else the user's."""
    return (file_of(offices.url_of(database)) if database else None) or offices.own_file()


def fiction() -> Path:
    """The file of the fictional community; its folder is there afterwards, so that the file can be held."""
    file = offices.fiction_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    return file


def try_fiction(on: date | None, progress: Progress) -> tuple[Desk, bool]:
    """The desk of the fictional community, invented where there is none, and whether it has gone stale."""
    file = fiction()
    if not file.exists():
        make_fiction(on, progress)
    desk = offices.open_fiction(offices.url_of(str(file)), on)
    return desk, is_stale(desk)


def make_fiction(on: date | None, progress: Progress) -> None:
    """Invent the community anew and put it in place whole; the one before goes only then."""
    file = fiction()
    fresh = file.with_name(file.name + ".fresh")
    remove(fresh)
    invent.invent(offices.url_of(str(fresh)), PEOPLE, SEED, on or today(), progress)
    remove(file)
    fresh.replace(file)


def is_stale(desk: Desk) -> bool:
    """Whether nobody has arrived in a fictional community for so long that its deadlines lie behind."""
    with desk.reading() as session:
        newest = session.scalar(select(func.max(Stay.arrived_on)))
    return newest is not None and (desk.today() - newest).days > STALE_AFTER


def divisions(text: str, on: date) -> tuple[tuple[str, str], ...]:
    """Counties meant by a name, pinyin initials or a code, at most eight of them: code and full name."""
    meant = (entry.code for entry in codes.find("divisions", text, on) if entry.code[4:] != "00")
    named = ((code, codes.division(code, on)) for code in meant)
    return tuple(
        pair for pair, _place in zip((p for p in named if p[1]), range(MOST_DIVISIONS), strict=False)
    )


def permit_title(division: str, on: date) -> str:
    """What a residence permit is called there, after its province."""
    return PERMIT_TITLE.format(province=codes.name("divisions", division[:2] + "0000", on))


def recovery_sheet(station: str, code: str, on: date) -> bytes:
    """The sheet to print on which a recovery code is kept."""
    return RECOVERY_SHEET.make(RecoverySheet.of(station, on, code), on)
