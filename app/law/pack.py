"""Packs: the dated rules and parameters of one place, read from a folder an official can open.

A pack is a folder under ``resources/policy`` named ``cn`` and the division code:
``cn``, ``cn-53``, ``cn-5303``. Every fault in it is told at once, with file and line; a
pack with faults is not loaded.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from app.errors import InWords, Refused
from app.language import N_
from app.law.calendar import END, Period
from app.law.conditions import NO_PERIOD, PARAMETER, Condition, read_condition
from app.law.parameters import DIVISIONS, FEE, NEVER_OR_PERIOD, PARAMETERS, SHARE, UNITS
from app.law.points import read_scheme
from app.law.reading import Branch, Fault, Leaf, Node, PackFaults, Reader, leaves
from app.law.residents import DIVISION

POLICY = Path(__file__).parents[2] / "resources" / "policy"
"""The packs the program comes with."""

RULES = (
    "must_register", "may_apply_for_permit", "may_endorse",
    "compulsory_education", "basic_employment_services", "public_health_and_family_planning",
    "public_culture_and_sport", "legal_aid", "exit_entry_documents", "id_card_replacement",
    "vehicle_registration", "driving_licence", "vocational_qualification_exams",
    "birth_registration_services",
    "secondary_vocational_aid", "employment_assistance", "housing_security", "elderly_services",
    "social_welfare", "subsistence_allowance", "temporary_relief", "residents_medical_insurance",
    "senior_high_entrance_exam", "college_entrance_exam", "household_settlement", "settlement_points",
)  # fmt: skip
"""The rules the program knows of; where the packs lack one it is "not on file". Packs may add others."""

ABOUT = 'issuer: {zh: 武汉市, en: Wuhan city}, version: "1"'
STATUSES = ("verified", "unverified")
AT_COST = "at cost"
_FEE = re.compile(r"(0|[1-9]\d{0,3})(\.\d{2})? yuan")
_SHARE = re.compile(r"([1-9]?\d|100)%")
DATING = ("article", "status", "checked_on", "until")
EDITION = InWords(N_("edition"))
SAYING = ("requires", "pass_at", "items")
SETTING = ("value", "moves_off_holidays")
_FOLDER = re.compile(r"cn(-\d{2}(\d{2}){0,2})?", re.ASCII)
_NAME = re.compile(r"[a-z][a-z0-9_]*")

Content = Condition | Period | str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """A rule or a parameter in force in [begins, ends), by which article, and whether that was read."""

    begins: int
    ends: int
    article: str
    status: str
    checked_on: date | None
    content: Content
    written: str = ""
    moves_off_holidays: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A rule or a parameter: its title in each language, and its editions in order.

    Without an edition it is named and left to nearer places; until one says, nothing is on file.
    """

    name: str
    title: Mapping[str, str]
    editions: tuple[Edition, ...]
    tier: int | None = None

    def on(self, day: int) -> Edition | None:
        """The edition in force on that day."""
        return next((edition for edition in self.editions if edition.begins <= day < edition.ends), None)

    def within(self, begins: int, ends: int) -> Entry:
        """The entry with the parts of its editions that lie in [begins, ends)."""
        cut = (
            replace(one, begins=max(one.begins, begins), ends=min(one.ends, ends)) for one in self.editions
        )
        return replace(self, editions=tuple(one for one in cut if one.begins < one.ends))


@dataclass(frozen=True, slots=True)
class Pack:
    """One place's entries, the articles it quotes, and who issues it in which version."""

    code: str
    issuer: Mapping[str, str]
    version: str
    checksum: str
    entries: Mapping[str, Entry]
    articles: Mapping[str, str]

    def within(self, begins: int, ends: int) -> Pack:
        """What is left of it for the days in [begins, ends), as where another pack takes its place."""
        entries = (entry.within(begins, ends) for entry in self.entries.values())
        return replace(self, entries={entry.name: entry for entry in entries if entry.editions})


def codes_for(office: str) -> tuple[str, ...]:
    """The names of the packs that apply to an office, the nearest first."""
    lengths = [length for length in (6, 4, 2) if length <= len(office)]
    return (*(f"cn-{office[:length]}" for length in lengths), "cn")


def read_packs(folder: Path, office: str) -> tuple[Pack, ...]:
    """The packs that apply to an office, the nearest first; raises PackFaults with all that is wrong."""
    folders = [folder / code for code in codes_for(office) if (folder / code).is_dir()]
    if not folders or folders[-1].name != "cn":
        raise Refused(N_("No rules of the nation were found in {folder}."), folder=folder)
    packs, faults = [], []
    for place in folders:
        pack, found = read_pack(place)
        packs.append(pack)
        faults += found
    if faults:
        raise PackFaults(faults)
    return tuple(pack for pack in packs if pack)


def read_pack(folder: Path) -> tuple[Pack | None, list[Fault]]:
    """The pack in the folder, and every fault in it; with a fault there is no pack."""
    folder = folder.resolve()
    entries: dict[str, Entry] = {}
    faults: list[Fault] = []
    articles: dict[str, str] = {}
    about: Branch | None = None
    if not _FOLDER.fullmatch(folder.name):
        told = InWords(
            N_("A pack's folder is called cn, or cn- and the 2, 4 or 6 digits of the place's code.")
        )
        return None, [Fault(folder.name, 1, told)]
    if not (folder / "pack.yaml").is_file():
        told = InWords(N_("A pack needs a pack.yaml with the lines {lines}."), lines=ABOUT)
        return None, [Fault(f"{folder.name}/pack.yaml", 1, told)]
    for path in sorted(folder.glob("*.yaml")):
        if path.name.endswith(".cases.yaml"):
            continue
        reader = Reader(path, f"{folder.name}/{path.name}")
        node = reader.read()
        if path.name == "pack.yaml":
            about = _read_about(node, reader)
        elif path.name == "articles.yaml":
            articles = _read_articles(node, reader)
        elif node is not None:
            _read_entries(node, reader, entries)
        faults += sorted(reader.faults, key=lambda fault: fault.line)
    if faults or about is None:
        return None, faults
    issuer, version = about.entries["issuer"], about.entries["version"]
    return Pack(folder.name, _titles(issuer), _plain(version), checksum(folder), entries, articles), []


def checksum(folder: Path) -> str:
    """The SHA-256 of all the files of a pack, names included: the same files give the same anywhere."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in (".yaml", ".md"):
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
            digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()


# --- one file


def _read_about(node: Node | None, reader: Reader) -> Branch | None:
    branch = reader.branch(node, "pack.yaml")
    if branch is None:
        return None
    reader.only(branch, ("issuer", "version", "note"))
    reader.text(branch, "version")
    _read_title(branch, "issuer", reader)
    return branch


def _read_articles(node: Node | None, reader: Reader) -> dict[str, str]:
    branch = reader.branch(node, "articles.yaml")
    if branch is None:
        return {}
    return {article: reader.text(branch, article) or "" for article in branch.entries}


def _read_entries(node: Node, reader: Reader, entries: dict[str, Entry]) -> None:
    branch = reader.branch(node, reader.name)
    reader.rules = frozenset((*RULES, *(branch.entries if branch else ())))
    for name, content in (branch.entries if branch else {}).items():
        line = branch.line_of(name) if branch else 1
        if "." in name and reader.known(name, tuple(PARAMETERS), line, PARAMETER) is None:
            continue
        if "." not in name and not _NAME.fullmatch(name):
            reader.fault(line, N_("'{name}' is no name of a rule; write it like museum_pass."), name=name)
        if name in entries:
            reader.fault(line, N_("'{name}' stands in another file of this pack already."), name=name)
        entry = _read_entry(name, content, reader)  # read in any case: all its faults are told at once
        entries.update({name: entry} if entry else {})


def _read_entry(name: str, node: Node, reader: Reader) -> Entry | None:
    branch = reader.branch(node, name)
    if branch is None:
        return None
    is_parameter = "." in name
    reader.only(branch, ("title", "editions") if is_parameter else ("title", "tier", "editions"))
    title = _read_title(branch, "title", reader)
    tier = None if is_parameter else reader.word(branch, "tier", ("1", "2", "3", "4"), needed=False)
    editions = _read_editions(name, branch, reader)
    if title is None:
        return None
    return Entry(name, title, editions, int(tier) if tier else None)


def _read_title(branch: Branch, key: str, reader: Reader) -> Mapping[str, str] | None:
    node = reader.branch_at(branch, key)
    if node is None:
        return None
    reader.only(node, ("zh", "en"))
    for language in ("zh", "en"):
        reader.text(node, language)
    return _titles(node)


def _read_editions(name: str, branch: Branch, reader: Reader) -> tuple[Edition, ...]:
    written = reader.branch_at(branch, "editions")
    if written is None:
        return ()
    undated = next((key for key in written.entries if key in (*DATING, *SAYING, *SETTING)), None)
    if undated:
        reader.fault(
            written.line_of(undated),
            N_("The first day in force is missing above '{key}': 2026-02-28: and the rest set in below."),
            key=undated,
        )
        return ()
    begins: list[int | None] = []
    latest: date | None = None
    for key in written.entries:
        day = reader.day(Leaf(written.line_of(key), key), EDITION)
        begins.append(day.toordinal() if day else None)
        if day and latest and day <= latest:
            reader.fault(written.line_of(key), N_("The edition of {day} stands after a later one."), day=day)
        latest = day or latest  # a day that is none was told already, and puts nothing out of order
    editions = []
    for (_, node), start, following in zip(
        written.entries.items(), begins, [*begins[1:], END] if begins else [], strict=True
    ):
        editions.append(_read_edition(name, node, start or 0, following or END, reader))
    return tuple(edition for edition in editions if edition)


def _read_edition(name: str, node: Node, begins: int, following: int, reader: Reader) -> Edition | None:
    branch = reader.branch(node, EDITION)
    if branch is None:
        return None
    reader.only(branch, (*DATING, *(SETTING if "." in name else SAYING)))
    article = reader.text(branch, "article")
    status = reader.word(branch, "status", STATUSES)
    if "checked_on" not in branch.entries and status != "unverified":
        reader.fault(branch.line, N_("'{key}' is missing, or is no text."), key="checked_on")
    checked_on = reader.day(branch.entries.get("checked_on"), "checked_on")
    last = reader.day(branch.entries.get("until"), "until")
    ends = last.toordinal() + 1 if last else following
    if last and (begins >= ends or ends > following):
        reader.fault(
            branch.line_of("until"), N_("'until' lies before this edition begins or after the next one does.")
        )
    moves = reader.word(branch, "moves_off_holidays", ("yes", "no"), needed=False)
    content = _read_content(name, branch, reader)
    if moves == "yes" and isinstance(content, Period):
        content = replace(content, moves_off_holidays=True)
    elif moves == "yes" and content is not None:
        reader.fault(branch.line_of("moves_off_holidays"), N_("Only a length of time moves off holidays."))
    if article is None or status is None or content is None:
        return None
    written = ", ".join(leaf.text or "" for leaf in leaves(branch.entries.get("value")))
    return Edition(begins, ends, article, status, checked_on, content, written, moves == "yes")


def _read_content(name: str, branch: Branch, reader: Reader) -> Content | None:
    if "." not in name:
        if "items" in branch.entries or "pass_at" in branch.entries:
            return read_scheme(branch, reader)
        if "requires" not in branch.entries:
            reader.fault(branch.line, N_("The rule says nothing: 'requires' is missing."))
            return None
        return read_condition(branch.entries["requires"], reader)
    kind = PARAMETERS[name]
    if kind == DIVISIONS:
        return _read_divisions(name, branch, reader)
    text = reader.text(branch, "value")
    if text is None:
        return None
    if isinstance(kind, tuple):
        return reader.known(text, kind, branch.line_of("value"), name)
    if kind == FEE:
        return _read_fee(text, branch.line_of("value"), reader)
    if kind == SHARE:
        return _read_share(text, branch.line_of("value"), reader)
    return _read_period(text, kind, branch.line_of("value"), reader)


def _read_divisions(name: str, branch: Branch, reader: Reader) -> Content | None:
    """Places by the digits of their division codes."""
    if "value" not in branch.entries:
        reader.text(branch, "value")
        return None
    codes = [
        item.text or "" if isinstance(item, Leaf) else "…"
        for item in reader.row(branch.entries["value"], name)
    ]
    strange = [code for code in codes if not DIVISION.fullmatch(code)]
    for code in strange:
        reader.fault(branch.line_of("value"), N_("'{office}' is no division code."), office=code)
    return None if strange else tuple(codes)


def _read_fee(text: str, line: int, reader: Reader) -> Content | None:
    """A rate in yuan; or that the cost is charged, where the rate itself is not on file."""
    if text == AT_COST or _FEE.fullmatch(text):
        return text
    reader.fault(line, N_("'{text}' is no fee. A fee is written '20 yuan' or 'at cost'."), text=text)
    return None


def _read_share(text: str, line: int, reader: Reader) -> Content | None:
    if _SHARE.fullmatch(text):
        return text
    reader.fault(line, N_("'{text}' is no share. A share is written '95%'."), text=text)
    return None


def _read_period(text: str, kind: str, line: int, reader: Reader) -> Content | None:
    if text == "never" and kind == NEVER_OR_PERIOD:
        return text
    try:
        period = Period.parse(text)
    except ValueError:
        reader.fault(line, NO_PERIOD, text=text)
        return None
    units = UNITS.get(kind)
    if units and period.unit not in units:
        reader.fault(line, N_("'{text}' is in the wrong unit; this is written in {units}."),
                     text=text, units=", ".join(f"{unit}s" for unit in units))  # fmt: skip
        return None
    return period


def _titles(node: Node) -> Mapping[str, str]:
    return {key: _plain(leaf) for key, leaf in node.entries.items()} if isinstance(node, Branch) else {}


def _plain(node: Node) -> str:
    return (node.text or "") if isinstance(node, Leaf) else ""
