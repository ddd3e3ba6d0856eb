"""Why somebody was found: what of them answers to what was typed, as it may be shown, and which part."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import NamedTuple

from app import idnumbers, listed, people
from app.listed import PersonRow
from app.typed import Word
from db import clues
from db.clues import By, Clue

Plainly = Callable[[str], str]
_NAMES = frozenset({By.NAME, By.NAME_PART})
_SPELLINGS = frozenset({By.PINYIN, By.PINYIN_PART, By.INITIALS, By.INITIALS_PART})
_INITIALS = frozenset({By.INITIALS, By.INITIALS_PART})
_ENDS = frozenset({By.NUMBER_END, By.PHONE_END, By.GIVEN_END})
_SYLLABLE = re.compile(r"[0-9]+|[a-z]+|[^\s·]", re.IGNORECASE | re.ASCII)  # what is spelt one by one
_GIVEN_OUT = re.compile(r"(l?\d{6})(20\d{2})(\d+)")


class Reason(NamedTuple):
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


def best(meant: Sequence[Clue], lives_at: int) -> Clue:
    """Which of the clues tells most; of addresses the one of ``lives_at`` before any other."""
    if len(meant) == 1:  # as it mostly is
        return meant[0]
    return min(meant, key=lambda clue: (clue[0], clue[2] != lives_at, clue[1]))


def reason(word: Word, clue: Clue, person: PersonRow, lines: Sequence[str]) -> Reason:
    """Why a clue of somebody's label answers to a word."""
    by, text, dwelling = clue
    if by in _NAMES:
        return _part_of(by, person.name, text, word.text, clues.plain)
    if by in _SPELLINGS:
        return _spelt(by, person.name, text, word.text, lines)
    if by is By.ADDRESS and dwelling == person.dwelling:
        return _part_of(by, person.address, text, word.text, clues.plain)
    if by is By.ADDRESS:
        return at_address(word, clue, lines)
    typed = word.ways[by]
    number, asked = (text[::-1], typed[::-1]) if by in _ENDS else (text, typed)
    start = len(number) - len(asked) if by in _ENDS else 0
    if by is By.GIVEN_END:
        return _part_of(by, written(number), number[start:], asked, clues.plain_number)
    covered = listed.covered(number) if by in (By.PHONE, By.PHONE_END) else idnumbers.masked(number)
    shown = covered[:start] + number[start : start + len(asked)] + covered[start + len(asked) :]
    return Reason(by, shown.upper(), start, start + len(asked))


def at_address(word: Word, clue: Clue, lines: Sequence[str]) -> Reason:
    """Which part of an address on a label answers to a word."""
    by, text, dwelling = clue
    address = people.in_one_line(*clues.lived_at(lines, dwelling))
    return _part_of(by, address, text, word.text, clues.plain)


def written(number: str) -> str:
    """A number of ours as it stands on paper: 530302-2026-000017."""
    parts = _GIVEN_OUT.fullmatch(number)
    return "-".join(parts.groups()).upper() if parts else number.upper()


def _part_of(by: By, shown: str, rest: str, typed: str, plainly: Plainly) -> Reason:
    """The part of what is shown that begins where ``rest`` does and is as long as what was typed."""
    if shown.endswith(rest):  # as it mostly does: what is shown is written plainly from there on
        begin = len(shown) - len(rest)
        return Reason(by, shown, begin, begin + len(typed))
    left = _LEFT[plainly]
    places = [place for place, sign in enumerate(shown) for _ in left[sign]]
    begin = len(places) - len(rest)
    return Reason(by, shown, places[begin], places[begin + len(typed) - 1] + 1)


class _Left(dict[str, str]):
    """What is left of each sign when it is written plainly, which is asked for every sign of every reason."""

    def __init__(self, plainly: Plainly) -> None:
        self._plainly = plainly

    def __missing__(self, sign: str) -> str:
        self[sign] = left = self._plainly(sign)
        return left


_LEFT: dict[Plainly, _Left] = {plainly: _Left(plainly) for plainly in (clues.plain, clues.plain_number)}


def _spelt(by: By, name: str, rest: str, typed: str, lines: Sequence[str]) -> Reason:
    """The characters of a name whose syllables or initials answer to what was typed."""
    syllables = clues.syllables(lines)
    characters = [found.span() for found in _SYLLABLE.finditer(name)]
    if len(characters) != len(syllables):
        return Reason(by, name, 0, len(name))
    # Where each of them ends, and from there the first that was typed and the last, if only its beginning.
    ends = list(accumulate(1 if by in _INITIALS else len(syllable) for syllable in syllables))
    begin = ends[-1] - len(rest)
    first, last = bisect_right(ends, begin), bisect_left(ends, begin + len(typed))
    return Reason(by, name, characters[first][0], characters[last][1])
