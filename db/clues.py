"""By which beginnings a resident or a dwelling is found, read off the one text that says all of it.

A label (检索标签) is that text, a line for each thing: its mark, then the thing itself, written plainly.
The first line of a resident's says whom a list is to show (``db.who``), so that whoever is found is shown
without a look at the records.
A clue (线索) is a text whose beginning may be typed. A number's end is kept backwards, so that it is a
beginning too; a part of a name is kept from each of its signs on. So whatever is typed is a range of an
index, on every database, and nothing is ever looked through.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import IntEnum
from itertools import accumulate, chain, islice
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement
from sqlalchemy.orm import InstrumentedAttribute

from db.who import Who

END_OF_RANGE = "\U0010ffff"  # sorts behind every continuation, so a beginning is a range an index answers
CUT = 24
"""Signs of a clue that are kept; what is typed beyond them is compared with the label."""


class By(IntEnum):
    """What is found by, in the order of relevance: what fewer people share comes first."""

    __hash__ = int.__hash__  # an enumeration's own takes many times as long, and thousands are asked

    NUMBER_END = 1
    PHONE_END = 2
    GIVEN_END = 3  # of a permit or a registration, whose numbers this office gives out
    NAME = 4
    NAME_PART = 5
    PINYIN = 6
    INITIALS = 7
    PINYIN_PART = 8
    INITIALS_PART = 9
    NUMBER = 10
    PHONE = 11
    ADDRESS = 12
    HOME = 13  # from a dwelling's row to whoever lives or lived there: a step on the way, nothing typed


Clue = tuple[By, str, int]
"""What is found by, the text whose beginning may be typed, and of an address the row of its dwelling."""

Kept = tuple[int, str, int, int, int]
"""A clue as it is kept (``db.derived.Clue``): its kind, its text as far as it is kept, whose, homes."""

TOO_MANY_HOMES = -1

NAMED, SPELT, NUMBERED, PHONED, GIVEN, LIVES, PLACE = MARKS = "nydtgap"
NUMBERS = NUMBERED + PHONED + GIVEN
LEADS_TO = {
    NAMED: (By.NAME, By.NAME_PART),
    SPELT: (By.PINYIN, By.PINYIN_PART, By.INITIALS, By.INITIALS_PART),
    NUMBERED: (By.NUMBER, By.NUMBER_END),
    PHONED: (By.PHONE, By.PHONE_END),
    GIVEN: (By.GIVEN_END,),
    LIVES: (By.HOME,),
    PLACE: (By.ADDRESS,),
}
"""Which kinds of clues are kept for each line, by its mark: the address only once, for the dwelling."""

READ_FOR = {mark: frozenset({By.ADDRESS} if mark == LIVES else kinds) for mark, kinds in LEADS_TO.items()}
"""Which kinds of clues each line is read for once it is at hand, by its mark."""

LEAST_INITIALS = 2  # one letter in the middle of a name would find half the town

_SIGN = re.compile(r"[0-9]+|[a-z]+|.")
# A number takes its unit along: nobody looks for 号2栋.
_PLACE = re.compile(r"[0-9]+[号栋幢单元室层楼座户组-]*|[a-z]+|[^-]")


def begins(column: InstrumentedAttribute[Any], text: str) -> ColumnElement[bool]:
    """Rows whose column begins with a text, by the column's index."""
    return (column >= text) & (column < text + END_OF_RANGE)


def plain(text: str) -> str:
    """A text as it is compared: small letters, without spaces and the point between two names."""
    return "".join(text.lower().split()).replace("·", "")


def plain_number(number: str) -> str:
    """A number as it is compared: without the dashes that only divide it."""
    return plain(number).replace("-", "")


def address_line(mark: str, row: int, community: str, address: str) -> str:
    """A dwelling's line, in its own label or in a resident's: which one, and community and address.

    They stand there a second time as they are written, where that says more.
    """
    place, street = plain(community), plain(address)
    written = f"\t{_one_line(community)}\t{_one_line(address)}"
    said = "" if written == f"\t{place}\t{street}" else written
    return f"{mark}{row}\t{len(place)}\t{place}{street}{said}"


def lived_at(lines: Iterable[str], dwelling: int) -> tuple[str, str]:
    """A dwelling that a label tells of, by its row, as it is written: community and address."""
    about = f"{LIVES}{dwelling}\t", f"{PLACE}{dwelling}\t"
    for line in lines:
        if line.startswith(about):
            _row, community, address, *written = line.split("\t")
            if written:
                return written[0], written[1]
            return address[: int(community)], address[int(community) :]
    raise LookupError(dwelling)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def person_label(
    who: Who, pinyin: str, numbers: Iterable[str], given: Iterable[str], lives: Iterable[str]
) -> str:
    """All that a resident is found by; ``lives`` are the lines of the dwellings.

    The initials stand before the syllables, so that whatever is typed of either is a part of the label.
    """
    initials = "".join(syllable[0] for syllable in pinyin.split())
    lines = [who.line(), f"{NAMED}{plain(who.name)}", f"{SPELT}{initials} {pinyin}"]
    lines += (f"{NUMBERED}{plain_number(number)}" for number in numbers)
    lines += [f"{PHONED}{plain_number(who.phone)}"] if who.phone else ()
    lines += (f"{GIVEN}{plain_number(number)}" for number in given)
    return "\n".join(dict.fromkeys((*lines, *lives)))


def of_line(line: str) -> Iterator[Clue]:
    """Everything that a line of a label is found by, uncut; some of it may be told twice."""
    for text, first, further, starts, dwelling in _read(line):
        for start in starts:
            yield further if start else first, text[start:], dwelling


def meant(line: str, ways: Mapping[By, str]) -> Iterator[Clue]:
    """What of that begins as a word does, which may mean each kind of clue so."""
    for text, first, further, starts, dwelling in _read(line):
        begins = ways.get(first)
        at = -1 if begins is None else text.find(begins)
        if begins is None or at < 0:
            continue
        if at == 0:
            yield first, text, dwelling
            at = text.find(begins, 1)
        if at > 0:
            for start in starts:
                if start and text.startswith(begins, start):
                    yield further, text[start:], dwelling


def kept(row: int, label: str, marks: str = MARKS) -> set[Kept]:
    """What is kept for the lines with these marks.

    What a dwelling is found by is kept for the dwelling, and not for each who lives there.
    """
    lines = label.split("\n")
    homes = sorted({int(line[1:].partition("\t")[0]) for line in lines if line[:1] == LIVES})
    home, other = (*homes, 0, 0)[:2] if len(homes) <= 2 else (TOO_MANY_HOMES, 0)
    found: set[Kept] = set()
    if LIVES in marks:
        found.update((int(By.HOME), str(lived), row, home, other) for lived in homes)
    for line in lines:
        if line[:1] != LIVES and line[:1] in marks:
            found.update((int(by), text[:CUT], row, home, other) for by, text, _place in of_line(line))
    return found


def syllables(lines: Iterable[str]) -> tuple[str, ...]:
    """The syllables of a resident's name, one for each character."""
    spelt = (line[1:].split() for line in lines if line[:1] == SPELT)
    return tuple(next(spelt, [])[1:])


class _Said(NamedTuple):
    """A text that something is found by: which kind it is from its beginning and further on, and where."""

    text: str
    first: By
    further: By
    starts: Iterable[int]
    dwelling: int = 0


def _read(line: str) -> tuple[_Said, ...]:
    return _READ[line[0]](line[1:]) if line[:1] in _READ else ()


def _names(name: str) -> tuple[_Said, ...]:
    return (_Said(name, By.NAME, By.NAME_PART, (found.start() for found in _SIGN.finditer(name))),)


def _spellings(pinyin: str) -> tuple[_Said, ...]:
    initials, *syllables = pinyin.split() or [""]
    many, enough = len(syllables), max(1, len(initials) - LEAST_INITIALS + 1)
    starts = islice(accumulate(map(len, syllables), initial=0), many)
    return (
        _Said("".join(syllables), By.PINYIN, By.PINYIN_PART, starts),
        _Said(initials, By.INITIALS, By.INITIALS_PART, range(min(many, enough))),
    )


def _numbers(number: str) -> tuple[_Said, ...]:
    return _whole(number, By.NUMBER), _whole(number[::-1], By.NUMBER_END)


def _phones(number: str) -> tuple[_Said, ...]:
    return _whole(number, By.PHONE), _whole(number[::-1], By.PHONE_END)


def _given(number: str) -> tuple[_Said, ...]:
    return (_whole(number[::-1], By.GIVEN_END),)


def _whole(number: str, by: By) -> _Said:
    return _Said(number, by, by, (0,))


def _places(line: str) -> tuple[_Said, ...]:
    row, community, address, *_as_written = line.split("\t")
    starts = (found.start() for found in _PLACE.finditer(address, int(community)))
    return (_Said(address, By.ADDRESS, By.ADDRESS, chain((0,), starts), int(row)),)


_READ = {
    NAMED: _names, SPELT: _spellings, NUMBERED: _numbers, PHONED: _phones, GIVEN: _given,
    LIVES: _places, PLACE: _places,
}  # fmt: skip
