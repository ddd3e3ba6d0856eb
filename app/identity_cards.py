"""What an identity card tells a reader: the 256 bytes of its chip, read strictly or not at all.

Four cards answer the same readers, each with fields of its own in UTF-16LE; where the last three are alike
is at byte 248, in a letter that tells which card it is:

- the resident identity card of the second generation; no letter there;
- ``J`` the residence permit of Hong Kong, Macao and Taiwan residents (since 2018);
- ``I`` the permanent residence card of foreigners of 2017, its number of 15 characters;
- ``Y`` that of 2023, with a number of 18 that begins with 9.

The layouts are those that makers of readers publish in their samples and headers. No standard's own text
(GA 450, GA/T 467) was at hand and no card was tried: all four are unverified. What does not fit to the last
field is refused in words, and nothing of it is taken.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, pairwise

from app import codes, idnumbers
from app.errors import Refused
from app.idnumbers import FEMALE, MALE, Kind
from app.language import N_

LENGTH = 256
FOR_GOOD = "长期"
"""Stands on the card instead of the last day of a card that does not expire."""

_LETTER = slice(248, 250)
_RESIDENT = (
    ("name", 30), ("sex", 2), ("nation", 4), ("born", 16), ("address", 70), ("number", 36),
    ("authority", 30), ("since", 16), ("until", 16), ("rest", 36),
)  # fmt: skip
_HMT = (
    ("name", 30), ("sex", 2), ("rest", 4), ("born", 16), ("address", 70), ("number", 36),
    ("authority", 30), ("since", 16), ("until", 16), ("rest", 36),
)  # fmt: skip
_FOREIGN_2017 = (
    ("latin", 120), ("sex", 2), ("number", 30), ("country", 6), ("name", 30), ("since", 16), ("until", 16),
    ("born", 16), ("rest", 20),
)  # fmt: skip
_FOREIGN_2023 = (
    ("name", 30), ("sex", 2), ("rest", 4), ("born", 16), ("latin", 70), ("number", 36), ("rest", 30),
    ("since", 16), ("until", 16), ("latin_rest", 22), ("country", 6), ("rest", 8),
)  # fmt: skip
_LAYOUTS = {
    "": (Kind.CITIZEN, _RESIDENT),
    "J": (Kind.HMT, _HMT),
    "I": (Kind.FOREIGN, _FOREIGN_2017),
    "Y": (Kind.FOREIGN, _FOREIGN_2023),
}

_DAMAGED = N_("The card was not read whole. Lay it on again and press F4; nothing was filled in.")
_UNKNOWN = N_("This card is none that can be read here. Type it in by hand.")


@dataclass(frozen=True, slots=True)
class IdentityCard:
    """Everything a card says, each part checked.

    ``nation`` is a code of GB/T 3304 and "" where the card tells none, ``division`` the county its
    address begins with, "" where that names none. ``until`` is the last day it holds, None for good.
    """

    kind: Kind
    name: str
    sex: str
    born_on: date
    number: str
    since: date
    until: date | None
    nation: str = ""
    address: str = ""
    division: str = ""

    def expired(self, on: date) -> bool:
        """Whether the card holds no more on that day."""
        return self.until is not None and self.until < on


def read(message: bytes, on: date) -> IdentityCard:
    """What the bytes of a card say as of a day; raises Refused with what does not fit, taking nothing."""
    if len(message) != LENGTH:
        raise Refused(_DAMAGED)
    letter = _text(message[_LETTER])
    if letter not in _LAYOUTS:
        raise Refused(_UNKNOWN)
    kind, layout = _LAYOUTS[letter]
    said = _fields(message, layout)
    number = _number(said["number"], kind, on)
    born_on = _day(said["born"])
    if said["sex"] not in (MALE, FEMALE) or _contradicts(number, said["sex"], born_on) or born_on > on:
        raise Refused(N_("Sex or birth on the card does not go with its number. Compare it by eye."))
    name = said["name"] or _latin(said)
    if not name:
        raise Refused(_DAMAGED)
    since = _day(said["since"])
    until = None if said["until"] == FOR_GOOD else _day(said["until"])
    if until is not None and until < since:
        raise Refused(_DAMAGED)
    address = said.get("address", "")
    return IdentityCard(
        kind, name, said["sex"], born_on, number.number, since, until, _nation(said, kind, on), address,
        codes.division_of(address, on),
    )  # fmt: skip


def _fields(message: bytes, layout: tuple[tuple[str, int], ...]) -> dict[str, str]:
    """The fields by name; what is reserved is looked at no further than that it is there."""
    edges = accumulate((width for _name, width in layout), initial=0)
    parts = zip(layout, pairwise(edges), strict=True)
    return {name: _text(message[begin:end]) for (name, _width), (begin, end) in parts if name != "rest"}


def _text(part: bytes) -> str:
    """A field without what fills it up; raises Refused where there are no characters in it."""
    try:
        text = part.decode("utf-16-le").strip(" \0")
    except UnicodeDecodeError:
        raise Refused(_DAMAGED) from None
    if any(unicodedata.category(sign) in ("Cc", "Cn", "Cs", "Zl", "Zp") for sign in text):
        raise Refused(_DAMAGED)
    return text


def _latin(said: dict[str, str]) -> str:
    return f"{said.get('latin', '')}{said.get('latin_rest', '')}".strip()


def _number(text: str, kind: Kind, on: date) -> idnumbers.IdNumber:
    number = idnumbers.read(text, on)
    if number.wrong is not None or number.kind is not kind:
        raise Refused(N_("The number on the card is not right. Compare it by eye and type it in."))
    return number


def _contradicts(number: idnumbers.IdNumber, sex: str, born_on: date) -> bool:
    """Whether the number tells another sex or birth; the foreigners' number of 15 tells neither."""
    return number.sex not in (None, sex) or number.birth not in (None, born_on)


def _nation(said: dict[str, str], kind: Kind, on: date) -> str:
    if kind is not Kind.CITIZEN:
        return ""
    if codes.known("nations", said["nation"], on) is None:
        raise Refused(N_("The ethnic group on the card is not known. Type the card in by hand."))
    return said["nation"]


def _day(digits: str) -> date:
    if len(digits) != 8 or not (digits.isascii() and digits.isdigit()):
        raise Refused(_DAMAGED)
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise Refused(_DAMAGED) from None
