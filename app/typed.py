"""What was typed into a search, word by word, and all that each word may mean."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from app import spelling
from db import clues
from db.clues import By, Clue

_NUMBER = re.compile(r"[0-9]+x?")
_NAMED = (By.NAME, By.NAME_PART, By.ADDRESS)
_SPELT = (By.PINYIN, By.PINYIN_PART)
_SPELT_SHORT = (By.INITIALS, By.INITIALS_PART)


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it was typed: plainly, as a number, and how a clue of each kind begins if it is meant.

    ``marks`` are those of the lines that have such clues.
    """

    text: str
    number: str
    ways: dict[By, str]
    marks: str

    def meant_in(self, lines: Iterable[str]) -> list[Clue]:
        """The clues of a label, told by its lines, that begin with the word."""
        found: list[Clue] = []
        ways, marks = self.ways, self.marks
        for line in lines:
            mark = line[:1]
            # Most lines have the word nowhere, and are not worth reading.
            if mark in marks and (
                self.text in line
                or (mark in clues.NUMBERS and self.number in line)
                or (mark == clues.SPELT and self.text in line.replace(" ", ""))
            ):
                found += clues.meant(line, ways)
        return found

    @property
    def texts(self) -> tuple[str, ...]:
        """What stands in every label that is meant, one or the other."""
        return (self.text,) if self.text == self.number else (self.text, self.number)


def words(text: str) -> tuple[Word, ...]:
    """The words of what was typed; none where nothing was typed that anybody could be found by."""
    return tuple(_word(plain) for piece in text.split() if (plain := clues.plain(spelling.tidy(piece))))


def _word(plain: str) -> Word:
    number, ways = clues.plain_number(plain), dict.fromkeys(_NAMED, plain)
    if _NUMBER.fullmatch(number):
        ways |= {By.NUMBER: number, By.NUMBER_END: number[::-1]}
        if number.isdigit():
            ways |= {By.PHONE: number, By.PHONE_END: number[::-1], By.GIVEN_END: number[::-1]}
    elif plain.isascii() and re.search("[0-9]", number):
        ways |= {By.NUMBER: number, By.NUMBER_END: number[::-1], By.GIVEN_END: number[::-1]}
    elif plain.isascii():
        ways |= dict.fromkeys(_SPELT if len(plain) == 1 else (*_SPELT, *_SPELT_SHORT), plain)
    marks = "".join(mark for mark, kinds in clues.READ_FOR.items() if not kinds.isdisjoint(ways))
    return Word(plain, number, dict(sorted(ways.items())), marks)
