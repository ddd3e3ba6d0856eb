"""What is wrong with this machine or its database, in words: libraries, fonts, law, database, backups, …"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import URL

from app import backup_words, backups, findable, offices
from app.desk import Desk, now, today
from app.errors import InWords
from app.language import _, sentence
from app.law import Law, calendar
from app.law.pack import POLICY
from app.offices import Found
from app.progress import Progress
from db import journal, store

OK, WARN, BAD = "ok", "warn", "bad"
GLYPHS = {OK: "✓", WARN: "!", BAD: "✗"}
# Versions before this may corrupt a file that two connections write (sqlite.org/wal.html, WAL-reset bug).
SAFE_SQLITE = (3, 51, 3)
BUILT_IN = 2026  # a clock before this year has lost its battery
DISK_LOW = 0.10


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: how it is, and what to do where it is not well, in the officer's language."""

    kind: str
    about: str
    said: str


def examine(database: str | None, on: date | None) -> tuple[Finding, ...]:
    """Look at everything that needs no window.

    Nothing is written but, where it is wrong, what people are found by: it is made from what is on file.
    """
    url = offices.url_of(database or str(offices.own_file()))
    return (*_libraries(), *_fonts(), *_law(on or today()), *_clock(), *_disk(url), *_database(url, on))


def _libraries() -> Iterator[Finding]:
    about = _("Libraries")
    version = store.sqlite_version()
    dotted = ".".join(map(str, version))
    if version < SAFE_SQLITE:
        said = _("SQLite {version} can damage a file; install the locked packages anew.", version=dotted)
        yield Finding(BAD, about, said)
        return
    said = _("Python {python}, SQLite {sqlite} with encryption {cipher}",
             python=sys.version.split()[0], sqlite=dotted, cipher=store.cipher_version())  # fmt: skip
    yield Finding(OK, about, said)


def _fonts() -> Iterator[Finding]:
    """How many characters of GB 18030-2022 can be printed, block by block, and which blocks are lacking."""
    from app.paper import characters, fonts

    about = _("Fonts for paper")
    try:
        drawn = fonts.drawn()
    except OSError as error:
        yield Finding(BAD, about, _("The shipped font cannot be read: {why}.", why=error.strerror or error))
        return
    asked = frozenset[int]().union(*(block.asked for block in characters.BLOCKS))
    numbers = {"has": f"{len(asked & drawn):,}", "asked": f"{len(asked):,}"}
    if asked <= drawn:
        said = _("{has} of the {asked} Chinese characters of GB 18030-2022 can be printed", **numbers)
        yield Finding(OK, about, said)
    else:
        said = _(
            "{has} of the {asked} Chinese characters of GB 18030-2022 can be printed. For rare names install"
            " a wide font (Linux: fonts-hanazono; Windows: SimSun-ExtB).",
            **numbers,
        )
        yield Finding(WARN, about, said)
    blocks = "、".join(
        f"{_(block.name)} {len(block.codes & drawn):,}/{len(block.codes):,}" for block in characters.BLOCKS
    )
    about = _("Characters for paper")
    yield Finding(OK, about, _("by block, the amendment of 2024 included: {blocks}", blocks=blocks))


def _law(on: date) -> Iterator[Finding]:
    about = _("Law")
    try:
        law = Law.read(POLICY, "530302")
    except InWords as error:
        yield Finding(BAD, about, sentence(error))
        return
    yield Finding(OK, about, "、".join(f"{pack.code} {pack.version}" for pack in law.packs))
    if not calendar.published(on.year):
        yield Finding(
            WARN,
            about,
            _("The working days of {year} are not known yet; deadlines are provisional.", year=on.year),
        )


def _clock() -> Iterator[Finding]:
    about = _("Clock")
    if today().year < BUILT_IN:
        yield Finding(BAD, about, _("It says {day}. Set the date, or deadlines come out wrong.", day=today()))
    else:
        yield Finding(OK, about, now().astimezone().strftime("%Y-%m-%d %H:%M %z"))


def _disk(url: URL) -> Iterator[Finding]:
    if url.get_backend_name() != "sqlite":
        return
    folder = next(folder for folder in Path(url.database or ".").resolve().parents if folder.exists())
    usage = shutil.disk_usage(folder)
    said = _("{free} GB free where the database lies", free=f"{usage.free / 1e9:,.1f}")
    yield Finding(WARN if usage.free < DISK_LOW * usage.total else OK, _("Disk"), said)


def _database(url: URL, on: date | None) -> Iterator[Finding]:
    about = _("Database")
    try:
        found = offices.found_at(url)
        if found is Found.NOTHING:
            yield Finding(WARN, about, _("There is no office yet; the window founds one on its first day."))
        elif found is Found.OFFICE:
            yield Finding(OK, about, _("An office is there; it opens with an officer's password."))
            yield _backups(url)
        else:
            yield from _fiction(offices.open_fiction(url, on), about)
    except InWords as error:
        yield Finding(BAD, about, sentence(error))


def _backups(url: URL) -> Finding:
    about = _("Backups")
    if url.get_backend_name() != "sqlite":
        return Finding(OK, about, _("The database is a server's; its administrator makes the backups."))
    at = now()
    standing = backups.standing_of(Path(url.database or ""), at)
    wanting = standing.is_old(at) or standing.second is None or standing.lacks_second(at)
    return Finding(WARN if wanting else OK, about, "; ".join(backup_words.of_standing(standing)))


def _fiction(desk: Desk, about: str) -> Iterator[Finding]:
    try:
        with desk.reading() as session:
            broken = journal.check(session)
        was_wanting = findable.set_right(desk, Progress())
    finally:
        desk.close()
    if was_wanting:
        yield Finding(
            WARN, about, _("Not everybody would have been found; what they are found by is written anew.")
        )
    if broken is None:
        yield Finding(OK, about, _("A fictional community; not encrypted; its journal is whole"))
    else:
        yield Finding(BAD, about, _("The journal was altered at entry {seq}.", seq=broken.seq))
