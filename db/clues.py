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
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import IntEnum
from itertools import accumulate
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
    for read in _READ.get(line[:1], ()):
        text, dwelling = read.text(line), read.dwelling(line)
        for start in (0, *read.starts(line)) if text else ():
            yield read.further if start else read.first, text[start:], dwelling


def meant(line: str, ways: Mapping[By, str]) -> list[Clue]:
    """What of that begins as a word does, which may mean each kind of clue so."""
    found: list[Clue] = []
    for read in _READ.get(line[:1], ()):
        begins = ways.get(read.first)
        if begins is None:
            continue
        text = read.text(line)
        at = text.find(begins)
        if at == 0:
            found.append((read.first, text, read.dwelling(line)))
            at = text.find(begins, 1)
        if at > 0:
            found += [
                (read.further, text[start:], read.dwelling(line))
                for start in read.starts(line)
                if text.startswith(begins, start)
            ]
    return found


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


class _Read(NamedTuple):
    """How a line is read for a text that something is found by.

    Which kind of clue it is from its beginning and further on, the text itself, where else in it a clue
    starts, and of an address the row of its dwelling.
    """

    first: By
    further: By
    text: Callable[[str], str]
    starts: Callable[[str], Iterable[int]]
    dwelling: Callable[[str], int]


def _all(line: str) -> str:
    return line[1:]


def _backwards(line: str) -> str:
    return line[:0:-1]


def _nowhere_else(_line: str) -> Sequence[int]:
    return ()


def _no_dwelling(_line: str) -> int:
    return 0


def _signs(line: str) -> Sequence[int]:
    return [found.start() for found in _SIGN.finditer(line[1:]) if found.start()]


def _together(line: str) -> str:
    return "".join(line[1:].split()[1:])


def _syllables(line: str) -> Iterator[int]:
    return accumulate(map(len, line[1:].split()[1:-1]))


def _initials(line: str) -> str:
    return line[1:].partition(" ")[0]


def _enough(line: str) -> Sequence[int]:
    return range(1, len(_initials(line)) - LEAST_INITIALS + 1)


def _address(line: str) -> str:
    return line.split("\t", 3)[2]


def _in_address(line: str) -> Sequence[int]:
    """Also where the address itself begins behind its community, which may be nowhere."""
    _row, community, address, *_as_written = line.split("\t", 3)
    return [found.start() for found in _PLACE.finditer(address, int(community)) if found.start()]


def _dwelling(line: str) -> int:
    return int(line[1 : line.index("\t")])


def _whole(by: By, text: Callable[[str], str]) -> _Read:
    return _Read(by, by, text, _nowhere_else, _no_dwelling)


_LIVED = (_Read(By.ADDRESS, By.ADDRESS, _address, _in_address, _dwelling),)
_READ = {
    NAMED: (_Read(By.NAME, By.NAME_PART, _all, _signs, _no_dwelling),),
    SPELT: (
        _Read(By.PINYIN, By.PINYIN_PART, _together, _syllables, _no_dwelling),
        _Read(By.INITIALS, By.INITIALS_PART, _initials, _enough, _no_dwelling),
    ),
    NUMBERED: (_whole(By.NUMBER, _all), _whole(By.NUMBER_END, _backwards)),
    PHONED: (_whole(By.PHONE, _all), _whole(By.PHONE_END, _backwards)),
    GIVEN: (_whole(By.GIVEN_END, _backwards),),
    LIVES: _LIVED,
    PLACE: _LIVED,
}
"""How each line is read, by its mark."""
