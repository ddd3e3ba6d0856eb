"""The rule packs an office works under: which versions, what each says since when, what was read of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from app import shelf
from app.desk import Desk
from app.errors import Refused
from app.language import N_, _, spoken
from app.law import Case, Law, Reason, Resident
from app.law.calendar import END
from app.law.pack import POLICY, Edition, Entry, Pack, codes_for
from app.law.words import asked_in_words, bound_in_words, titled
from app.packs import BroughtIn, Sound

VALUES = {
    "": N_("none"),
    "arrived": N_("the day of arrival"),
    "registered": N_("the day of registration"),
    "gap": N_("as an interruption"),
    "reset": N_("as a new beginning"),
    "issue": N_("the day of issue"),
    "endorsement": N_("the day of endorsement"),
    "never": N_("never"),
    "2": N_("a municipality"),
    "4": N_("a prefecture city"),
    "6": N_("a county"),
}
"""What a number that is no length of time is set to, in words."""

PAST, IN_FORCE, TO_COME, BROUGHT_IN = "past", "in_force", "to_come", "brought_in"


@dataclass(frozen=True, slots=True)
class EditionRow:
    """One rule or number as it stands from a day on; ``until`` is its last day, None where none is known.

    ``value`` is what a number is set to; a rule has none, and its conditions are told by ``requires``.
    """

    name: str
    title: str
    value: str
    state: str
    since: date
    until: date | None
    article: str
    citation: str
    verified: bool
    checked_on: date | None


@dataclass(frozen=True, slots=True)
class PackRow:
    """A pack that counts here, now or from a day to come; ``since`` is None for the one of the program.

    ``verified`` of its ``entries`` in force were read in the act itself. ``changes`` is what the pack says
    has changed, in the officer's language where it brings that; empty where it says nothing.
    """

    code: str
    version: str
    issuer: str
    checksum: str
    state: str
    since: date | None
    verified: int
    entries: int
    editions: tuple[EditionRow, ...]
    changes: str


def packs(desk: Desk) -> tuple[PackRow, ...]:
    """The packs of this office, the nearest first: what is in force on its day, then what is to come."""
    with desk.reading() as session:
        desk.shelf.look(session)
    rows: list[PackRow] = []
    for code in codes_for(desk.office.division):
        turns = desk.shelf.in_turn(code)
        begun = [turn for turn in turns if turn[0] is None or turn[0] <= desk.today()]
        ahead = [turn for turn in turns if turn not in begun]
        rows += [_row(desk, since, pack, IN_FORCE) for since, pack in begun[-1:]]
        rows += [_row(desk, since, pack, TO_COME) for since, pack in ahead]
    return tuple(rows)


def row_of(desk: Desk, sound: Sound) -> PackRow:
    """A pack that was brought in, as it would stand here; nothing of it counts yet."""
    return _told(desk, None, sound.pack, BROUGHT_IN, shelf.unpacked(sound.content))


def requires(
    desk: Desk, row: PackRow, edition: EditionRow, brought_in: BroughtIn | None = None
) -> tuple[tuple[int, str], ...]:
    """What a rule asks, line by line, each with its depth; empty for a number.

    ``brought_in`` holds the pack of the row where it is not in force.
    """
    if edition.value:
        return ()
    known = [pack for code in codes_for(desk.office.division) for _, pack in desk.shelf.in_turn(code)]
    known += brought_in.packs if brought_in else ()
    pack = next((pack for pack in known if pack.checksum == row.checksum), None)
    if pack is None:  # rolled back meanwhile
        return ()
    shipped = [one for one in desk.shelf.shipped if one.code != pack.code]
    law = Law(desk.office.division, (pack, *shipped))
    try:
        answer = law.ask(edition.name, Case(Resident()), edition.since)
    except Refused:
        return ()
    return tuple(_lines(answer.reasons, 0))


def _lines(reason: Reason, depth: int) -> Iterator[tuple[int, str]]:
    yield depth, asked_in_words(reason)
    for part in reason.parts:
        yield from _lines(part, depth + 1)


def _row(desk: Desk, since: date | None, pack: Pack, state: str) -> PackRow:
    files = desk.shelf.files(pack.checksum)
    if files is None:
        files = {file.name: file.read_bytes() for file in (POLICY / pack.code).glob("CHANGES*.md")}
    return _told(desk, since, pack, state, files)


def _changes(files: Mapping[str, bytes]) -> str:
    """What a pack says has changed, in the officer's language where it brings that, else as in CHANGES.md."""
    told = files.get(f"CHANGES.{spoken()}.md") or files.get("CHANGES.md", b"")
    return told.decode("utf-8", "replace")


def _told(desk: Desk, since: date | None, pack: Pack, state: str, files: Mapping[str, bytes]) -> PackRow:
    day = desk.today().toordinal()
    current = [edition for entry in pack.entries.values() if (edition := entry.on(day))]
    verified = sum(edition.status == "verified" for edition in current)
    editions = tuple(
        _edition(pack, entry, edition, day) for entry in pack.entries.values() for edition in entry.editions
    )
    return PackRow(
        pack.code, pack.version, titled(pack.issuer), pack.checksum, state, since, verified, len(current),
        editions, _changes(files),
    )  # fmt: skip


def _value(entry: Entry, edition: Edition) -> str:
    """What a number is set to, in words; a rule has none."""
    if "." not in entry.name:
        return ""
    return _(VALUES[edition.written]) if edition.written in VALUES else bound_in_words(edition.written)


def _edition(pack: Pack, entry: Entry, edition: Edition, day: int) -> EditionRow:
    state = TO_COME if edition.begins > day else IN_FORCE if day < edition.ends else PAST
    return EditionRow(
        entry.name, titled(entry.title), _value(entry, edition), state,
        date.fromordinal(edition.begins),
        date.fromordinal(edition.ends - 1) if edition.ends < END else None,
        edition.article, pack.articles.get(edition.article, ""), edition.status == "verified",
        edition.checked_on,
    )  # fmt: skip
