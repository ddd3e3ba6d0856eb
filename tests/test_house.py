"""The house keeps its own rules: borders, locks, words, sizes, licences, nothing of one computer."""

from __future__ import annotations

import ast
import gettext
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import grimp
import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir, extract_from_file
from babel.messages.pofile import read_po
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import app
from app.language import CATALOGUES, DOMAINS, LANGUAGES
from tools.borders import OnlyContract

ROOT = Path(__file__).parent.parent
LOCKS = ("requirements.lock", "requirements-test.lock", "requirements-bench.lock")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
TRANSLATED = [language for language in LANGUAGES if language != "en"]  # which is how sentences are written


def files(*ends: str) -> Iterator[Path]:
    """The project's own files, by how their names end; caches and .venv are not the project's."""
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        hidden = parts[0].startswith(".") and parts[0] not in (".ci", ".gitignore")
        if path.is_file() and not hidden and "__pycache__" not in parts and path.name.endswith(ends):
            yield path


def own_code() -> list[Path]:
    """What is read as code of the program: neither tests nor the photographs of past days."""
    code = [path for path in files(".py") if path.relative_to(ROOT).parts[0] != "tests"]
    return [path for path in code if path.parent.name != "versions"]


# --- borders -----------------------------------------------------------------------------------------


def test_the_borders_are_kept() -> None:
    lint_imports = Path(sys.executable).with_name("lint-imports")
    told = subprocess.run(
        [sys.executable, lint_imports, "--no-logo", "--no-cache"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stdout


def test_a_room_that_imports_what_it_may_not_breaks_its_border() -> None:
    graph = grimp.ImportGraph()
    for importer, imported in (
        ("law", "json"),
        ("law.clock", "law.days"),
        ("law.clock", "numpy"),
        ("law.clock", "lawyers"),
    ):
        graph.add_import(importer=importer, imported=imported)
    options = {"modules": ["law"], "may_import": ["numpy"]}
    contract = OnlyContract(name="The law knows no lawyers", session_options={}, contract_options=options)

    assert contract.check(graph, verbose=False).metadata["broken"] == ["law.clock may not import lawyers"]


def test_a_border_of_a_room_that_does_not_exist_is_broken() -> None:
    options = {"modules": ["attic"], "may_import": ["numpy"]}
    contract = OnlyContract(name="The attic", session_options={}, contract_options=options)

    assert not contract.check(grimp.ImportGraph(), verbose=False).kept


# --- locks -------------------------------------------------------------------------------------------


def pinned(lock: str) -> dict[str, list[str]]:
    """Each entry of a lock, with the versions pinned for it (one for each range of Pythons)."""
    found: dict[str, list[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)==(\S+)", (ROOT / lock).read_text(), re.MULTILINE):
        found.setdefault(canonicalize_name(name), []).append(version)
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_is_nothing_but_pinned_packages_and_their_hashes(lock: str) -> None:
    package = r"[\w.-]+==\S+(?: ; [^\\\n]+?)?"
    entry = rf"{package} \\\n(?:    --hash=sha256:[0-9a-f]{{64}} \\\n)*    --hash=sha256:[0-9a-f]{{64}}\n"
    assert re.sub(entry, "", (ROOT / lock).read_text()) == ""


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        ("requirements.lock", PROJECT["project"]["dependencies"]),
        ("requirements-test.lock", PROJECT["project"]["dependencies"]),
        ("requirements-test.lock", PROJECT["dependency-groups"]["test"]),
        ("requirements-bench.lock", PROJECT["dependency-groups"]["bench"]),
    ],
)
def test_every_requirement_is_in_the_lock(lock: str, wanted: list[str]) -> None:
    locked = pinned(lock)
    unmet = [
        requirement
        for requirement in map(Requirement, wanted)
        if not all(map(requirement.specifier.contains, locked.get(canonicalize_name(requirement.name), [""])))
    ]
    assert not unmet


def test_tests_run_on_the_packages_that_users_run_on() -> None:
    tested = pinned("requirements-test.lock")
    assert pinned("requirements.lock").items() <= tested.items()


def test_figures_come_from_the_packages_that_tests_run_on() -> None:
    measured = pinned("requirements-bench.lock")
    assert pinned("requirements-test.lock").items() <= measured.items()


# --- what newcomers are told -------------------------------------------------------------------------


def test_every_make_command_that_is_told_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for paper in ("README.md", "README.zh-CN.md", "CONTRIBUTING.md"):
        told = set(re.findall(r"`?\bmake ([a-z]+)", (ROOT / paper).read_text(encoding="utf-8")))
        assert {"run", "test"} <= told <= targets, paper


def test_every_file_that_is_pointed_to_exists() -> None:
    for paper in ("README.md", "README.zh-CN.md", "CONTRIBUTING.md"):
        text = (ROOT / paper).read_text(encoding="utf-8")
        targets = re.findall(r"\]\(([^)#:]+)\)", text) + re.findall(r"`([\w./-]+/[\w./-]+\.\w+)`", text)
        gone = [target for target in targets if not (ROOT / target).exists()]
        assert not gone, f"{paper} points to {gone}"


def test_nothing_here_belongs_to_one_computer_or_registry() -> None:
    hosts = ("pypi.org", "pythonhosted.org", "registry.npmjs", "/simple/")
    places = r"(?<![\w.])/(?:work|root|home/\w+)/"
    belongs = re.compile("|".join([places, *map(re.escape, hosts)]))
    found = {
        str(path.relative_to(ROOT)): match.group()
        for path in files("")
        if path != Path(__file__) and (match := belongs.search(path.read_text(errors="ignore")))
    }
    assert not found


@pytest.mark.parametrize("licence", PROJECT["project"]["license-files"])
def test_the_licence_files_are_here(licence: str) -> None:
    assert "LICENSE" in (ROOT / licence).read_text(encoding="utf-8").upper()


def test_every_shipped_font_has_its_licence_beside_it() -> None:
    fonts = list(files(".ttf", ".otf"))
    assert fonts
    assert all((font.parent / "OFL.txt").is_file() for font in fonts)


# --- words -------------------------------------------------------------------------------------------


def test_every_noun_of_the_records_is_in_the_glossary() -> None:
    """One word per thing: what the office keeps about people stands in the glossary with its Chinese term."""
    plumbing = {"Base", "Record", "Blob", "StationKey", "JournalHead"}
    glossary = app.__doc__ or ""
    terms = " ".join(re.findall(r"^- ([^:]*):", glossary, re.MULTILINE)).casefold()
    nouns = [
        noun
        for room in (*(ROOT / "db" / "records").glob("*.py"), ROOT / "db" / "kept_beside.py")
        for noun in re.findall(r"^class (\w+)\(", room.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    unsaid = [noun for noun in nouns if noun not in plumbing and not said_in(noun, terms)]
    assert not unsaid, f"the glossary in app/__init__.py lacks {unsaid}"


def said_in(noun: str, terms: str) -> bool:
    """Whether every word of a record's name, such as permit and step, is among the terms."""
    return all(word.casefold() in terms for word in re.findall("[A-Z][a-z]+", noun))


def catalogue(language: str, domain: str) -> Catalog:
    path = CATALOGUES / language / "LC_MESSAGES" / f"{domain}.po"
    with path.open("rb") as po:
        return read_po(po, locale=language, domain=domain, abort_invalid=True)


def forms(message: Message) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A message's source sentences and its translations, one or several of each."""
    source = (message.id,) if isinstance(message.id, str) else tuple(message.id)
    words = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
    return source, words


def blanks(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize("domain", DOMAINS)
def test_every_sentence_is_translated_and_none_is_guessed(language: str, domain: str) -> None:
    messages = [message for message in catalogue(language, domain) if message.id]
    wanting = [message.id for message in messages if message.fuzzy or not all(forms(message)[1])]
    assert messages
    assert not wanting


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize("domain", DOMAINS)
def test_a_translation_has_the_blanks_of_its_sentence(language: str, domain: str) -> None:
    unlike = [
        message.id
        for message in catalogue(language, domain)
        for source, words in [forms(message)]
        if any(form and blanks(form) != blanks(source[-1]) for form in words)
    ]
    assert not unlike


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize("domain", DOMAINS)
def test_the_compiled_catalogue_is_that_of_its_source(language: str, domain: str) -> None:
    path = CATALOGUES / language / "LC_MESSAGES" / f"{domain}.mo"
    with path.open("rb") as mo:
        compiled = gettext.GNUTranslations(mo)
    stale = [
        message.id
        for message in catalogue(language, domain)
        for source, words in [forms(message)]
        if message.id and all(words) and said(compiled, source) != words[-1]
    ]
    assert not stale


def said(compiled: gettext.GNUTranslations, source: tuple[str, ...]) -> str:
    """What a compiled catalogue makes of a sentence, of its form for many where it has one."""
    return compiled.ngettext(source[0], source[1], 2) if len(source) == 2 else compiled.gettext(source[0])


def sentences(domain: str) -> set[str]:
    """The sentences that the code of one domain marks, as ``make words`` finds them."""
    keywords = {**DEFAULT_KEYWORDS, "plural": (1, 2)}
    rooms = {"law": ROOT / "app" / "law", "app": ROOT / "app", "ui": ROOT / "ui"}
    found = {
        message
        for name, _, message, *_ in extract_from_dir(rooms[domain], keywords=keywords)
        if not (domain == "app" and Path(name).parts[0] == "law")
    }
    if domain == "app":
        found |= {message for _, message, *_ in extract_from_file("python", ROOT / "main.py", keywords)}
    return {message if isinstance(message, str) else message[0] for message in found}


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize("domain", DOMAINS)
def test_every_sentence_in_the_code_is_in_its_catalogue(language: str, domain: str) -> None:
    known = {forms(message)[0][0] for message in catalogue(language, domain)}
    unknown = sentences(domain) - known
    assert not unknown, "run: make words"


# --- sizes and clocks --------------------------------------------------------------------------------


def test_no_module_is_longer_than_600_lines() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in own_code()}
    assert not {path: length for path, length in lengths.items() if length > 600}


def test_no_function_is_longer_than_60_lines() -> None:
    long = {
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in own_code()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno >= 60
    }
    assert not long


def test_every_painter_is_let_go_of_at_its_end() -> None:
    """A fault while painting keeps its painter, and Qt ends the program over a painter left open."""
    guilty = []
    for path in own_code():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        kept = {
            item.context_expr for node in ast.walk(tree) if isinstance(node, ast.With) for item in node.items
        }
        guilty += [
            f"{path.relative_to(ROOT)}:{node.lineno}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "QPainter" and node.args
            if node not in kept
        ]
    assert not guilty


def test_only_the_desk_asks_the_clock() -> None:
    """Whatever depends on the day takes the day as a parameter, or it cannot be decided again later."""
    asks = re.compile(r"\b(?:date\.today|datetime\.(?:now|utcnow|today)|time\.(?:time|localtime))\(")
    guilty = [
        str(path.relative_to(ROOT))
        for path in own_code()
        if path.relative_to(ROOT).parts[0] in ("app", "db")
        and path != ROOT / "app" / "desk.py"
        and asks.search(path.read_text(encoding="utf-8"))
    ]
    assert not guilty
