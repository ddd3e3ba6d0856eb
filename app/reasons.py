"""Why somebody was found: what of them answers to what was typed, as it may be shown, and which part."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from app import idnumbers, listed, people
from app.listed import PersonRow
from app.typed import Word
from db import clues
from db.clues import By, Clue

Span = tuple[int, int]
_NAMES = frozenset({By.NAME, By.NAME_PART})
_SPELLINGS = frozenset({By.PINYIN, By.PINYIN_PART, By.INITIALS, By.INITIALS_PART})
_INITIALS = frozenset({By.INITIALS, By.INITIALS_PART})
_ENDS = frozenset({By.NUMBER_END, By.PHONE_END, By.GIVEN_END})
_SYLLABLE = re.compile(r"[0-9]+|[a-z]+|[^\s·]", re.IGNORECASE | re.ASCII)  # what is spelt one by one
_GIVEN_OUT = re.compile(r"(l?\d{6})(20\d{2})(\d+)")


@dataclass(frozen=True, slots=True)
class Reason:
    """What was found by, in words that may be shown to anybody at the desk, and its part from begin to end.

    Of a number only that is uncovered which was typed.
    """

    by: By
    shown: str
    begin: int
    end: int

    @property
    def is_name(self) -> bool:
        """Whether it is the name itself, or how it is spelt."""
        return self.by in _NAMES or self.by in _SPELLINGS

    @property
    def is_number(self) -> bool:
        """Whether it is the number of an identity document."""
        return self.by in (By.NUMBER, By.NUMBER_END)

    @property
    def is_address(self) -> bool:
        """Whether it is where somebody lives or lived."""
        return self.by is By.ADDRESS

    @property
    def part(self) -> str:
        """The part that answers to what was typed."""
        return self.shown[self.begin : self.end]


def best(meant: Iterable[Clue], lives_at: int) -> Clue:
    """Which of the clues tells most; of addresses the one of ``lives_at`` before any other."""
    return min(meant, key=lambda clue: (clue[0], clue[2] != lives_at, clue[1]))


def reason(word: Word, clue: Clue, person: PersonRow, label: str) -> Reason:
    """Why a clue of somebody's label answers to a word."""
    by, text, _dwelling = clue
    if by in _NAMES:
        return _part_of(by, person.name, text, word.text, clues.plain)
    if by in _SPELLINGS:
        return _spelt(by, person.name, text, word.text, label)
    if by is By.ADDRESS:
        return at_address(word, clue, label)
    typed = word.ways[by]
    number, asked = (text[::-1], typed[::-1]) if by in _ENDS else (text, typed)
    start = len(number) - len(asked) if by in _ENDS else 0
    if by is By.GIVEN_END:
        return _part_of(by, written(number), number[start:], asked, clues.plain_number)
    covered = listed.covered(number) if by in (By.PHONE, By.PHONE_END) else idnumbers.masked(number)
    shown = covered[:start] + number[start : start + len(asked)] + covered[start + len(asked) :]
    return Reason(by, shown.upper(), start, start + len(asked))


def at_address(word: Word, clue: Clue, label: str) -> Reason:
    """Which part of an address on a label answers to a word."""
    by, text, dwelling = clue
    address = people.in_one_line(*clues.lived_at(label)[dwelling])
    return _part_of(by, address, text, word.text, clues.plain)


def written(number: str) -> str:
    """A number of ours as it stands on paper: 530302-2026-000017."""
    parts = _GIVEN_OUT.fullmatch(number)
    return "-".join(parts.groups()).upper() if parts else number.upper()


def _part_of(by: By, shown: str, rest: str, typed: str, plainly: Callable[[str], str]) -> Reason:
    """The part of what is shown that begins where ``rest`` does and is as long as what was typed."""
    places = [place for place, sign in enumerate(shown) for _ in range(_left_of(sign, plainly))]
    begin = len(places) - len(rest)
    return Reason(by, shown, places[begin], places[begin + len(typed) - 1] + 1)


@lru_cache(maxsize=20_000)
def _left_of(sign: str, plainly: Callable[[str], str]) -> int:
    """How many signs of one are left when it is written plainly."""
    return len(plainly(sign))


def _spelt(by: By, name: str, rest: str, typed: str, label: str) -> Reason:
    """The characters of a name whose syllables or initials answer to what was typed."""
    syllables = clues.syllables(label)
    characters = [found.span() for found in _SYLLABLE.finditer(name)]
    if len(characters) != len(syllables):
        return Reason(by, name, 0, len(name))
    first, many = _initials(syllables, rest, typed) if by in _INITIALS else _whole(syllables, rest, typed)
    return Reason(by, name, characters[first][0], characters[first + many - 1][1])


def _initials(syllables: Sequence[str], rest: str, typed: str) -> Span:
    return len(syllables) - len(rest), len(typed)


def _whole(syllables: Sequence[str], rest: str, typed: str) -> Span:
    first = next(place for place in range(len(syllables)) if "".join(syllables[place:]) == rest)
    many = next(
        many
        for many in range(1, len(syllables) + 1)
        if len("".join(syllables[first : first + many])) >= len(typed)
    )
    return first, many
