"""A YAML file read so that every word knows its line, and every fault in it is told at once."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from app.errors import InWords, Refused
from app.language import N_, sentence

if TYPE_CHECKING:
    from ruamel.yaml.nodes import Node as YamlNode

T = TypeVar("T")

LARGEST = 200_000
"""Bytes; a pack is a few pages of text, and a larger file is not read at all."""

MOST = 200_000
"""Entries; no file that is read comes to more, however its aliases unfold."""

DEEPEST = 100
"""Levels; nothing that is written here lies deeper, and a loop of aliases ends there."""

KEY = InWords(N_("word left of the colon"))

FULL_WIDTH = {"：": ":", "，": ",", "｛": "{", "｝": "}", "［": "[", "］": "]"}
"""What a Chinese keyboard types, and what YAML expects in its place."""

WRITTEN_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One word or sentence; ``text`` is None where ``null`` is written."""

    line: int
    text: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """A list."""

    line: int
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """A mapping, its entries in the order in which they are written."""

    line: int
    entries: dict[str, Node]
    lines: dict[str, int]

    def line_of(self, key: str) -> int:
        return self.lines.get(key, self.line)


Node = Leaf | Row | Branch


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and where: ``cn/permit.yaml:7: …``."""

    file: str
    line: int
    words: InWords

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {sentence(self.words)}"


class PackFaults(Refused):
    """The packs or cases cannot be used; ``faults`` are all that was found wrong in them, file by file."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        told = "\n".join(str(fault) for fault in self.faults)
        super().__init__(N_("The rules cannot be read:\n{faults}"), faults=told)


@dataclass(slots=True)
class Reader:
    """Reads one file, keeping every fault it meets; what could not be read comes back as None.

    ``aliases`` says whether a part may be written once and named again; packs are written out. ``rules``
    are names that a condition may be mistaken to ask about.
    """

    path: Path
    name: str
    faults: list[Fault] = field(default_factory=list)
    largest: int = LARGEST
    aliases: bool = False
    rules: frozenset[str] = frozenset()
    met: int = 0

    def fault(self, line: int, sentence: str, **blanks: object) -> None:
        """Note that something is wrong on a line."""
        self.faults.append(Fault(self.name, line, InWords(sentence, **blanks)))

    def read(self) -> Node | None:
        """The file's content; None with a fault noted where it is no YAML, or too large to be read."""
        try:
            if self.path.stat().st_size > self.largest:
                self.fault(
                    1, N_("The file is larger than {largest} bytes; it is not read."), largest=self.largest
                )
                return None
            text = self.path.read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            self.fault(1, N_("There is no such file."))
            return None
        except (OSError, UnicodeDecodeError):
            self.fault(1, N_("The file cannot be read as UTF-8 text."))
            return None
        return self._composed(text)

    def _composed(self, text: str) -> Node | None:
        from ruamel.yaml import YAML
        from ruamel.yaml.error import MarkedYAMLError, YAMLError

        try:
            root = YAML(typ="safe", pure=True).compose(text)
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            self._no_yaml(text, mark.line if mark else 0, error.problem)
            return None
        except (YAMLError, RecursionError) as error:
            self.fault(1, N_("This is no YAML: {problem}."), problem=type(error).__name__)
            return None
        return None if root is None else self._node(root)

    def _no_yaml(self, text: str, at: int, problem: str) -> None:
        """What is written there that is no YAML; the usual slips of a Chinese keyboard are told as such."""
        lines = text.split("\n")
        if "\t" in lines[at]:
            self.fault(at + 1, N_("A tab stands here; set the line in with spaces."))
            return
        for nth in (at, max(at - 1, 0)):
            sign = next((sign for sign in lines[nth] if sign in FULL_WIDTH), None)
            if sign:
                self.fault(nth + 1, N_("'{sign}' is a Chinese sign; '{meant}' is needed here."),
                           sign=sign, meant=FULL_WIDTH[sign])  # fmt: skip
                return
        if lines[at].count(": ") > 1:
            self.fault(at + 1, N_("A second colon on a line needs curly brackets around what it belongs to."))
            return
        self.fault(at + 1, N_("This is no YAML: {problem}."), problem=problem)

    def _node(self, node: YamlNode, depth: int = 0) -> Node | None:
        """The node as it is written; None where it is refused, which was told."""
        from ruamel.yaml.nodes import MappingNode, SequenceNode

        line = node.start_mark.line + 1
        if node.anchor and not self.aliases:
            self.fault(line, N_("Anchors and aliases are not used here; write it out."))
            return None
        self.met += 1
        if depth > DEEPEST or self.met > MOST:
            self._too_much(line)
            return None
        if isinstance(node, MappingNode):
            return self._branch(node, line, depth + 1)
        if isinstance(node, SequenceNode):
            items = (self._node(item, depth + 1) for item in self._in_bounds(node.value))
            return Row(line, tuple(item for item in items if item is not None))
        return Leaf(line, None if node.tag == "tag:yaml.org,2002:null" else str(node.value).strip())

    def _in_bounds(self, parts: Iterable[T]) -> Iterator[T]:
        """The parts one by one, as long as the file has not grown beyond all bounds."""
        for part in parts:
            if self.met > MOST:
                return
            yield part

    def _too_much(self, line: int) -> None:
        """Said once: a file that has grown beyond all bounds is refused whole."""
        if self.met <= MOST:
            self.met = MOST + 1
        words = InWords(N_("With its aliases this grows beyond what is read; write it out."))
        if not any(sentence(fault.words) == sentence(words) for fault in self.faults):
            self.faults.append(Fault(self.name, line, words))

    def _branch(self, node: YamlNode, line: int, depth: int) -> Branch:
        branch = Branch(line, {}, {})
        for key_node, value_node in self._in_bounds(node.value):
            key, key_line = key_node.value, key_node.start_mark.line + 1
            if not isinstance(key, str):
                self.fault(key_line, N_("One word is expected to the left of a colon."))
                continue
            if key in branch.entries:
                first = branch.lines[key]
                self.fault(
                    key_line, N_("'{key}' is written twice; first on line {first}."), key=key, first=first
                )
                continue
            value = self._node(value_node, depth)
            if value is None and depth == 1:
                continue  # a whole entry was refused, which says it all
            branch.entries[key] = value or Leaf(key_line, None)
            branch.lines[key] = key_line
        return branch

    # --- what is expected

    def branch(self, node: Node | None, what: str | InWords) -> Branch | None:
        """The node as a mapping."""
        if isinstance(node, Branch):
            return node
        self.fault(node.line if node else 1, N_("{what}: a mapping is expected here."), what=what)
        return None

    def branch_at(self, branch: Branch, key: str) -> Branch | None:
        """The mapping at the key."""
        if key not in branch.entries:
            self.fault(branch.line, N_("'{key}' is missing."), key=key)
            return None
        return self.branch(branch.entries[key], key)

    def row(self, node: Node | None, what: str) -> tuple[Node, ...]:
        """The node as a list."""
        if isinstance(node, Row):
            return node.items
        self.fault(node.line if node else 1, N_("{what}: a list is expected here."), what=what)
        return ()

    def text(self, branch: Branch, key: str, *, needed: bool = True) -> str | None:
        """The text at the key."""
        node = branch.entries.get(key)
        if isinstance(node, Leaf) and node.text:
            return node.text
        if needed or (node is not None and not isinstance(node, Leaf)):
            self.fault(branch.line_of(key), N_("'{key}' is missing, or is no text."), key=key)
        return None

    def word(self, branch: Branch, key: str, allowed: Iterable[str], *, needed: bool = True) -> str | None:
        """The word at the key, one of those allowed."""
        found = self.text(branch, key, needed=needed)
        return None if found is None else self.known(found, tuple(allowed), branch.line_of(key), key)

    def known(self, word: str, allowed: tuple[str, ...], line: int, what: str | InWords) -> str | None:
        """The word, if it is one of those allowed; else a fault that says which was perhaps meant."""
        if word in allowed:
            return word
        meant = near(word, allowed)
        if meant:
            self.fault(
                line,
                N_("{what}: '{word}' is not known here (did you mean '{meant}'?)"),
                what=what, word=word, meant=meant,
            )  # fmt: skip
        else:
            self.fault(
                line, N_("{what}: '{word}' is not known here; known are {choices}."),
                what=what, word=word, choices=", ".join(allowed),
            )  # fmt: skip
        return None

    def day(self, node: Node | None, what: str | InWords) -> date | None:
        """The node as a day written YYYY-MM-DD; None where null is written."""
        if node is None or (isinstance(node, Leaf) and node.text is None):
            return None
        written = (node.text or "") if isinstance(node, Leaf) else "…"
        try:
            if WRITTEN_DAY.fullmatch(written):
                return date.fromisoformat(written)
        except ValueError:
            pass
        self.fault(
            node.line,
            N_("{what}: '{text}' is no day; write it like 2026-02-28."),
            what=what,
            text=written,
        )
        return None

    def only(self, branch: Branch, allowed: Iterable[str]) -> None:
        """Note every key that is not among those allowed."""
        words = tuple(allowed)
        for key in branch.entries:
            if key not in words:
                self.known(key, words, branch.line_of(key), KEY)


def near(word: str, words: Iterable[str]) -> str | None:
    """The word that was perhaps meant, if one is near enough."""
    squeezed = {known.replace("_", ""): known for known in words}
    found = difflib.get_close_matches(word.replace("_", "").lower(), squeezed, n=1, cutoff=0.7)
    return squeezed[found[0]] if found else None


def leaves(node: Node | None) -> Iterator[Leaf]:
    """The words in a list, or the one word there is."""
    if isinstance(node, Leaf):
        yield node
    elif isinstance(node, Row):
        yield from (item for item in node.items if isinstance(item, Leaf))
