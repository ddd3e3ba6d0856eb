"""Case files: people invented to try a rule, with what the law must answer; they lie beside the rules.

The format is fixed (a list of cases; a key left out is unknown, an empty list is known to
be none), because packs and outside checks rely on it. Each case of a pack is a test.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

from app.errors import Refused
from app.language import N_
from app.law import words
from app.law.conditions import FACT, PARAMETER, read_parameters
from app.law.facts import EDUCATION, FACTS, STATEMENTS, TENURES
from app.law.histories import Amount
from app.law.insurance import KINDS
from app.law.law import Law
from app.law.pack import POLICY, RULES
from app.law.parameters import PARAMETERS
from app.law.points import exactly, number
from app.law.reading import Branch, Fault, Leaf, Node, PackFaults, Reader, Row, leaves
from app.law.residents import (
    DIVISION,
    UNKNOWN,
    Case,
    Employment,
    Insurance,
    Loss,
    Missing,
    Permit,
    Resident,
    Schooling,
    Stay,
    month_of,
)
from app.law.spells import LEVELS

WRITTEN_MONTH = re.compile(r"\d{4}-\d{2}", re.ASCII)

T = TypeVar("T")

LARGEST = 5_000_000
"""Bytes; a file of ten thousand cases is read, a picture or a film is not."""

CASE_KEYS = ("case", "office", "on", "person", "guardians", "expect")
EXPECT_KEYS = ("facts", "answers", "opens", "points", "values")
PERSON_KEYS = (
    "born", "sex", "household_division", "stays", "permits", "employment", "insurance", "schooling",
    "education", "skill_grade", "statements",
)  # fmt: skip
STAY_KEYS = ("division", "arrived", "registered", "left", "tenure", "address")
PERMIT_KEYS = ("issued", "endorsed", "cancelled", "lost", "replaced", "address")
JOB_KEYS = ("from", "to", "division")
PAID_KEYS = ("kind", "from", "to", "region", "backpaid", "flexible")
SCHOOL_KEYS = ("level", "from", "to", "division")


@dataclass(frozen=True, slots=True)
class Expected:
    """What the law must answer, each as it is written in the file."""

    facts: tuple[tuple[str, Mapping[str, object], str | None], ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    opens: Mapping[str, str | None] = field(default_factory=dict)
    points: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Trial:
    """One case of a file: a person before an office on a day, and what is expected."""

    title: str
    where: str
    office: str
    day: date
    case: Case
    expected: Expected
    packs: Path


@dataclass(frozen=True, slots=True)
class Result:
    """How a trial went: ``complaints`` are the expectations not met, each with its tree of reasons."""

    trial: Trial
    complaints: tuple[str, ...]


def check(paths: Iterable[Path]) -> tuple[int, int, str]:
    """Run every case under the paths: how many passed, how many failed, and the account of it.

    Raises PackFaults where a case file or a pack cannot be read, Refused where there are no cases.
    """
    trials = read_files(case_files(paths))
    if not trials:
        raise Refused(N_("There are no cases (*.cases.yaml) under these paths."))
    strangers = [fault for trial in trials for fault in _strangers(trial)]
    if strangers:
        raise PackFaults(strangers)
    results = [run(trial) for trial in trials]
    failed = [result for result in results if result.complaints]
    account = [
        f"{result.trial.where}: {result.trial.title}\n" + "\n".join(result.complaints) for result in failed
    ]
    account.append(f"{len(results) - len(failed)} passed, {len(failed)} failed")
    return len(results) - len(failed), len(failed), "\n\n".join(account)


def case_files(paths: Iterable[Path]) -> Iterator[Path]:
    """Every case file under the paths; a file that is named itself is one."""
    for path in paths:
        yield from sorted(path.rglob("*.cases.yaml")) if path.is_dir() else [path]


def read_files(files: Iterable[Path]) -> tuple[Trial, ...]:
    """All the cases in the files; raises PackFaults with every fault in them."""
    trials: list[Trial] = []
    faults = []
    for path in files:
        reader = Reader(path, str(path), largest=LARGEST, aliases=True)
        trials += _read_file(reader)
        faults += reader.faults
    if faults:
        raise PackFaults(faults)
    return tuple(trials)


def run(trial: Trial) -> Result:
    """Ask the law what the case asks, and compare."""
    law = Law.read_once(trial.packs, trial.office)
    return Result(trial, tuple(_complaints(law, trial)))


def _strangers(trial: Trial) -> Iterator[Fault]:
    """A fault for every rule the case names that neither the program nor any pack knows."""
    law, expected = Law.read_once(trial.packs, trial.office), trial.expected
    known = (*RULES, *law.rules())
    for rule in dict.fromkeys((*expected.answers, *expected.opens, *expected.points)):
        if rule not in known:
            file, _colon, line = trial.where.rpartition(":")
            yield Fault(file, int(line), law.no_rule(rule))


def _complaints(law: Law, trial: Trial) -> Iterator[str]:
    case, day, expected = trial.case, trial.day, trial.expected
    for fact, parameters, wanted in expected.facts:
        found = _amount(law.fact(fact, case, day, **parameters))
        if found != wanted:
            why = words.ledger_in_words(law.ledger(case, day)) if fact.startswith("residence_") else ()
            yield "\n    ".join((_unlike(fact, wanted, found), *why))
    for rule, verdict in expected.answers.items():
        answer = law.ask(rule, case, day)
        if answer.verdict.value != verdict:
            yield _unlike(rule, verdict, answer.verdict.value) + "\n" + words.as_text(answer)
    for rule, opening in expected.opens.items():
        outlook = law.outlook(rule, case, day)
        opens = outlook.opens.isoformat() if outlook.opens else None
        if opens != opening:
            yield _unlike(f"opens {rule}", opening, opens) + "\n" + words.as_text(outlook.answer, outlook)
    for rule, points in expected.points.items():
        answer, total = law.ask(rule, case, day), "unknown"
        if answer.reasons.kind != "absent":
            total = _total(law, rule, trial)
        if total != points:
            yield _unlike(f"points {rule}", points, total) + "\n" + words.as_text(answer)
    for name, set_to in expected.values.items():
        in_force = law.in_force(name, day.toordinal())
        value = in_force.edition.written if in_force else None
        if value != set_to:
            where = "\n    " + words.basis(law.value(name, day)) if in_force else ""
            yield _unlike(name, set_to, value) + where


def _total(law: Law, rule: str, trial: Trial) -> str:
    """The points of a rule as a case file writes them; ``null`` where it gives none."""
    try:
        total = law.points(rule, trial.case, trial.day).total
    except Refused:
        return "null"
    return "unknown" if total is None else str(number(total))


def _unlike(what: str, wanted: str | None, found: str | None) -> str:
    wanted, found = ("null" if told is None else told for told in (wanted, found))
    return f"  {what}: expected {wanted}, found {found}"


def _amount(amount: Amount) -> str:
    """An amount as a case file writes it."""
    if amount is None:
        return "unknown"
    if isinstance(amount, bool):
        return "yes" if amount else "no"
    return str(amount)


# --- reading them


def _read_file(reader: Reader) -> Iterator[Trial]:
    packs = _shelf(reader.path.parent)
    node = reader.read()
    if reader.faults:
        return
    for item in reader.row(node, reader.path.name):
        branch = reader.branch(item, "case")
        trial = _read_trial(branch, reader, packs) if branch else None
        if trial:
            yield trial


def _shelf(folder: Path) -> Path:
    """The packs a case file is tried by: those it lies beside or among, else the program's own."""
    if (folder / "pack.yaml").is_file():
        return folder.resolve().parent
    return folder if (folder / "cn" / "pack.yaml").is_file() else POLICY


def _read_trial(branch: Branch, reader: Reader, packs: Path) -> Trial | None:
    reader.only(branch, CASE_KEYS)
    title, office = reader.text(branch, "case"), reader.text(branch, "office")
    day = reader.day(branch.entries.get("on"), "on")
    if day is None:
        reader.fault(branch.line_of("on"), N_("'{key}' is missing, or is no day."), key="on")
    person = _read_person(_not_null(branch, "person"), reader)
    guardians = _each(branch, "guardians", reader, _read_person)
    expected = _read_expected(branch.entries.get("expect"), reader)
    if office is not None and not DIVISION.fullmatch(office):
        reader.fault(branch.line_of("office"), N_("'{office}' is no division code."), office=office)
    if title is None or office is None or day is None:
        return None
    where = f"{reader.name}:{branch.line}"
    return Trial(title, where, office, day, Case(person, guardians), expected, packs)


def _read_expected(node: Node | None, reader: Reader) -> Expected:
    branch = reader.branch(node, "expect") if node else None
    if branch is None:
        return Expected()
    reader.only(branch, EXPECT_KEYS)
    answers = {}
    for rule, leaf in _told(branch, "answers", reader):
        answers[rule] = leaf.text or "null"
        reader.known(answers[rule], ("yes", "no", "unknown"), leaf.line, rule)
    days = {name: reader.day(leaf, name) for name, leaf in _told(branch, "opens", reader)}
    opens = {name: day.isoformat() if day else None for name, day in days.items()}
    values = {name: leaf.text for name, leaf in _told(branch, "values", reader, tuple(PARAMETERS))}
    points = dict(_points(branch, reader))
    return Expected(tuple(_facts(branch, reader)), answers, opens, points, values)


def _points(branch: Branch, reader: Reader) -> Iterator[tuple[str, str]]:
    """The points expected of each rule, written as the law writes them; ``unknown`` is one way."""
    for rule, leaf in _told(branch, "points", reader):
        text = leaf.text or "null"
        try:
            yield rule, text if text == "unknown" else str(number(exactly(Fraction(text))))
        except (ValueError, ZeroDivisionError):
            reader.fault(leaf.line, N_("'{text}' is no number of points."), text=text)


def _facts(branch: Branch, reader: Reader) -> Iterator[tuple[str, Mapping[str, object], str | None]]:
    """The facts expected: a plain amount, or for months paid a mapping with the amount as ``value``."""
    node = _not_null(branch, "facts")
    told = reader.branch(node, "facts") if node else None
    for name, node in (told.entries if told else {}).items():
        if reader.known(name, tuple(FACTS), node.line, FACT) is None:
            continue
        for one in node.items if isinstance(node, Row) else (node,):
            if isinstance(one, Leaf):
                yield name, {}, one.text
            elif reader.branch(one, name) and isinstance(one, Branch):
                reader.only(one, (*FACTS[name].takes, "value"))
                yield name, dict(read_parameters(FACTS[name], one, reader)), reader.text(one, "value")


def _told(branch: Branch, key: str, reader: Reader, known: tuple[str, ...] = ()) -> list[tuple[str, Leaf]]:
    """What is expected there by name, a list in one word as the law writes it; faults where it is neither."""
    node = _not_null(branch, key)
    inner = reader.branch(node, key) if node else None
    told = []
    for name, thing in (inner.entries if inner else {}).items():
        if known and reader.known(name, known, thing.line, PARAMETER) is None:
            continue
        if isinstance(thing, Leaf):
            told.append((name, thing))
        elif isinstance(thing, Row) and key == "values":
            told.append((name, Leaf(thing.line, ", ".join(leaf.text or "" for leaf in leaves(thing)))))
        else:
            reader.fault(thing.line, N_("'{key}' is missing, or is no text."), key=name)
    return told


def _read_person(node: Node | None, reader: Reader) -> Resident:
    branch = reader.branch(node, "person") if node else None
    if branch is None:
        return Resident()
    reader.only(branch, PERSON_KEYS)
    return Resident(
        born=reader.day(branch.entries.get("born"), "born"),
        sex=_word(branch, "sex", reader, ("male", "female")),
        household_division=_word(branch, "household_division", reader),
        stays=_each(branch, "stays", reader, _read_stay),
        permits=_each(branch, "permits", reader, _read_permit),
        employment=_each(branch, "employment", reader, _read_job),
        insurance=_each(branch, "insurance", reader, _read_paid),
        schooling=_each(branch, "schooling", reader, _read_schooling),
        education=_word(branch, "education", reader, EDUCATION),
        skill_grade=_word(branch, "skill_grade", reader),
        statements=_read_statements(branch, reader),
    )


def _read_stay(node: Node | None, reader: Reader) -> Stay:
    branch = _entry(node, reader, STAY_KEYS)
    registered: date | Missing | None = reader.day(branch.entries.get("registered"), "registered")
    return Stay(
        division=_word(branch, "division", reader),
        arrived=reader.day(branch.entries.get("arrived"), "arrived"),
        registered=registered if "registered" in branch.entries else UNKNOWN,
        left=reader.day(branch.entries.get("left"), "left"),
        tenure=_word(branch, "tenure", reader, TENURES),
        address=_word(branch, "address", reader),
    )


def _read_permit(node: Node | None, reader: Reader) -> Permit:
    branch = _entry(node, reader, PERMIT_KEYS)
    endorsed = _not_null(branch, "endorsed")
    days = [reader.day(item, "endorsed") for item in reader.row(endorsed, "endorsed")] if endorsed else []
    return Permit(
        issued=reader.day(branch.entries.get("issued"), "issued"),
        endorsed=tuple(day for day in days if day) if endorsed else None,
        cancelled=reader.day(branch.entries.get("cancelled"), "cancelled"),
        losses=_losses(_days(branch, "lost", reader), _days(branch, "replaced", reader)),
        address=_word(branch, "address", reader),
    )


def _days(branch: Branch, key: str, reader: Reader) -> list[date]:
    """One day or a list of days, in order; ``null`` is none."""
    node = branch.entries.get(key)
    days = [reader.day(one, key) for one in (node.items if isinstance(node, Row) else (node,))]
    return sorted(day for day in days if day)


def _losses(lost: list[date], replaced: list[date]) -> tuple[Loss, ...]:
    """Each loss up to the first replacement not before it; a replacement of a card not lost ends none."""
    return tuple(Loss(day, next((over for over in replaced if over >= day), None)) for day in lost)


def _read_job(node: Node | None, reader: Reader) -> Employment:
    branch = _entry(node, reader, JOB_KEYS)
    started = reader.day(branch.entries.get("from"), "from")
    return Employment(started, _last_day(branch, reader), _word(branch, "division", reader))


def _read_paid(node: Node | None, reader: Reader) -> Insurance:
    branch = _entry(node, reader, PAID_KEYS)
    return Insurance(
        kind=_word(branch, "kind", reader, KINDS),
        since=_month(branch, "from", reader),
        until=_month(branch, "to", reader) if "to" in branch.entries else UNKNOWN,
        region=_word(branch, "region", reader),
        backpaid=_yes_or_no(branch, "backpaid", reader),
        flexible=_yes_or_no(branch, "flexible", reader),
    )


def _read_schooling(node: Node | None, reader: Reader) -> Schooling:
    branch = _entry(node, reader, SCHOOL_KEYS)
    return Schooling(
        level=_word(branch, "level", reader, LEVELS),
        started=reader.day(branch.entries.get("from"), "from"),
        ended=_last_day(branch, reader),
        division=_word(branch, "division", reader),
    )


def _last_day(branch: Branch, reader: Reader) -> date | Missing | None:
    """The last day of a spell: null while it goes on, unknown where the key is left out."""
    return reader.day(branch.entries["to"], "to") if "to" in branch.entries else UNKNOWN


def _read_statements(branch: Branch, reader: Reader) -> dict[str, bool]:
    node = _not_null(branch, "statements")
    stated = reader.branch(node, "statements") if node else None
    if stated is None:
        return {}
    reader.only(stated, STATEMENTS)
    said = {name: _yes_or_no(stated, name, reader) for name in stated.entries if name in STATEMENTS}
    return {name: so for name, so in said.items() if so is not None}


def _entry(node: Node | None, reader: Reader, keys: tuple[str, ...]) -> Branch:
    branch = reader.branch(node, "entry")
    if branch is None:
        return Branch(node.line if node else 1, {}, {})
    reader.only(branch, keys)
    return branch


def _each(
    branch: Branch, key: str, reader: Reader, read: Callable[[Node | None, Reader], T]
) -> tuple[T, ...] | None:
    """What is listed there; None where the key is left out or null, which both say unknown."""
    node = _not_null(branch, key)
    return None if node is None else tuple(read(item, reader) for item in reader.row(node, key))


def _not_null(branch: Branch, key: str) -> Node | None:
    """What is written there, if anything is; ``unknown`` in so many words is nothing too."""
    node = branch.entries.get(key)
    return None if isinstance(node, Leaf) and node.text in (None, "unknown") else node


def _word(branch: Branch, key: str, reader: Reader, allowed: tuple[str, ...] = ()) -> str | None:
    if _not_null(branch, key) is None:
        return None
    text = reader.text(branch, key)
    return reader.known(text, allowed, branch.line_of(key), key) if text and allowed else text


def _yes_or_no(branch: Branch, key: str, reader: Reader) -> bool | None:
    word = _word(branch, key, reader, ("yes", "no"))
    return None if word is None else word == "yes"


def _month(branch: Branch, key: str, reader: Reader) -> int | None:
    text = _word(branch, key, reader)
    if text is None:
        return None
    try:
        day = date.fromisoformat(f"{text}-01") if WRITTEN_MONTH.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None:
        reader.fault(branch.line_of(key), N_("{what}: '{text}' is no month; write it like 2026-02."),
                     what=key, text=text)  # fmt: skip
    return month_of(day.year, day.month) if day else None
