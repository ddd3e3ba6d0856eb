"""Code tables as the standards number them: what a code meant on a day, and which code a written word means.

A table is one file under ``resources/codes``: ``code,name,english,also,group,from,until``.
``also`` holds other spellings parted by spaces; ``group`` is the wider code an entry belongs to
(a local reason of stay to one of the twelve, a material to its kind of proof, an education to
GB/T 4658); ``from`` and ``until`` are the first and the last day in force, empty for always.

| table | what it holds |
|---|---|
| ``nations`` | GB/T 3304, two digits, with 97 and 98 |
| ``divisions`` | GB/T 2260, six digits, from python-stdnum's dated list and our own additions |
| ``reasons``, ``local_reasons`` | the twelve reasons of stay, and a local list mapped to them |
| ``tenures`` | kinds of dwelling, named as the law packs name them |
| ``education``, ``school_levels``, ``insurance_kinds`` | named as the law packs name them |
| ``documents``, ``materials``, ``material_groups`` | proofs and what they prove (令663 art. 9) |
| ``told`` | what is told face to face on registering |
| ``kinship``, ``sexes`` | GB/T 4761, GB/T 2261.1 |
| ``cancellations``, ``permit_cancellations`` | why a registration or a permit ends |
| ``permit_replacements``, ``permit_seizures``, ``permit_extensions`` | on what ground (art. 11, 19, 9) |
| ``page_gaps`` | what commonly lacks at a place of a page |
| ``unfinished`` | why something was not done by the end of a day; its groups are kinds of work |
| ``agent_relations``, ``agent_reasons`` | who applies for another, and why (art. 9) |
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from stdnum import numdb

from app import spelling
from app.law.words import titled

TABLES = Path(__file__).parent.parent / "resources" / "codes"

_DATED_NAME = re.compile(r"(?:\[(\d*)-(\d*)\])?(.+)")
_ONLY_A_HEADING = re.compile(r"市辖区|县|市|(省|自治区)直辖县级行政(单位|区划)")  # groups the rows below it


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of a table: in force from ``since`` to ``until``, both included, None for always."""

    code: str
    name: str
    english: str = ""
    also: tuple[str, ...] = ()
    group: str = ""
    since: date | None = None
    until: date | None = None

    def holds(self, on: date) -> bool:
        """Whether the entry is in force on that day."""
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)

    @property
    def title(self) -> str:
        """The entry in the officer's language: its Chinese name where no other is known."""
        return titled({"zh": self.name, "en": self.english}) or self.name

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every way the entry is written, in small letters."""
        return tuple(word.lower() for word in (self.code, self.name, self.english, *self.also) if word)


def entries(table: str, on: date) -> tuple[Code, ...]:
    """The entries of a table in force on that day, in the order of the table."""
    return tuple(entry for entry in _read(table) if entry.holds(on))


def known(table: str, code: str, on: date) -> Code | None:
    """The entry a code had on that day, or where it had none the nearest in time; None if it never was."""
    return min(_by_code(table).get(code, ()), key=lambda entry: _days_away(entry, on), default=None)


def name(table: str, code: str, on: date) -> str:
    """What a code meant on that day; the code itself where the table lacks it: old data still shows."""
    entry = known(table, code, on)
    return entry.name if entry else code


def title(table: str, code: str, on: date) -> str:
    """What a code meant on that day in the officer's language, for the screen; paper keeps to ``name``."""
    entry = known(table, code, on)
    return entry.title if entry else code


def find(table: str, text: str, on: date) -> tuple[Code, ...]:
    """The entries meant by a written word, best first: the word, its beginning, a part, pinyin initials."""
    asked = "".join(text.lower().split())
    if not asked:
        return ()
    ranked = [(_distance(asked, entry), entry) for entry in entries(table, on)]
    near = sorted((r for r in ranked if r[0] < _FAR), key=lambda r: r[0])
    return tuple(entry for _, entry in near)


def meaning(table: str, text: str, on: date) -> Code | None:
    """The one entry whose very word is written, or None: nothing is guessed from a part of a word."""
    asked = "".join(text.lower().split())
    return next((entry for entry in entries(table, on) if asked in entry.spellings), None)


def division(code: str, on: date) -> str:
    """A division's full name on that day, 云南省曲靖市麒麟区; empty where no part was ever a place."""
    wider = [code[:2] + "0000", code[:4] + "00", code]
    found = (known("divisions", part, on) for part in dict.fromkeys(wider))
    return "".join(entry.name for entry in found if entry and not _ONLY_A_HEADING.fullmatch(entry.name))


def division_of(address: str, on: date) -> str:
    """The code of the county a written address begins with, "" where there is none.

    Both 云南省曲靖市宣威市… and 云南省宣威市… are understood, as identity cards have it.
    """
    counties = _counties(on)
    lengths = range(len(address), 0, -1)
    return next((code for n in lengths if (code := counties.get(address[:n]))), "")


@cache
def _counties(on: date) -> dict[str, str]:
    """The counties in force by their full names, and without the city between where only one is meant."""
    full, short = dict[str, str](), defaultdict[str, set[str]](set)
    for entry in entries("divisions", on):
        if not entry.code.endswith("00") and not _ONLY_A_HEADING.fullmatch(entry.name):
            full[division(entry.code, on)] = entry.code
            short[name("divisions", entry.code[:2] + "0000", on) + entry.name].add(entry.code)
    return {words: min(codes) for words, codes in short.items() if len(codes) == 1} | full


_FAR = 4


def _distance(asked: str, entry: Code) -> int:
    if asked in entry.spellings:
        return 0
    if any(word.startswith(asked) for word in entry.spellings):
        return 1
    if any(asked in word for word in entry.spellings):
        return 2
    return 3 if asked.isascii() and _initials(entry.name).startswith(asked) else _FAR


@cache
def _initials(chinese: str) -> str:
    return spelling.initials(chinese)


def _days_away(entry: Code, on: date) -> int:
    if entry.since and on < entry.since:
        return (entry.since - on).days
    return (on - entry.until).days if entry.until and on > entry.until else 0


@cache
def _by_code(table: str) -> dict[str, tuple[Code, ...]]:
    index: defaultdict[str, tuple[Code, ...]] = defaultdict(tuple)
    for entry in _read(table):
        index[entry.code] += (entry,)
    return dict(index)


@cache
def _read(table: str) -> tuple[Code, ...]:
    with (TABLES / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        own = tuple(_entry(row) for row in csv.DictReader(file))
    return (*_published_divisions(), *own) if table == "divisions" else own


def _entry(row: dict[str, str]) -> Code:
    return Code(
        row["code"], row["name"], row["english"], tuple(row["also"].split()), row["group"],
        date.fromisoformat(row["from"]) if row["from"] else None,
        date.fromisoformat(row["until"]) if row["until"] else None,
    )  # fmt: skip


def _published_divisions() -> Iterator[Code]:
    """GB/T 2260 as python-stdnum carries it: years in force stand in brackets before a name."""
    for _, province, _, _, places in numdb.get("cn/loc").prefixes:
        for _, rest, _, about, _ in places:
            for dated in about["county"].split(","):
                yield _dated_division(province + rest, dated)


def _dated_division(code: str, dated: str) -> Code:
    parts = _DATED_NAME.fullmatch(dated)
    assert parts is not None, dated
    first, last, name_then = parts.groups()
    return Code(
        code,
        name_then,
        group=code[:4] + "00" if code[4:] != "00" else code[:2] + "0000",
        since=date(int(first), 1, 1) if first else None,
        until=date(int(last), 12, 31) if last else None,
    )
