"""What an ID number says (birth, sex, origin), and which part of it is wrong when it is wrong.

Four forms are read: the citizen number of 18 digits (GB 11643), its old form of 15, the permits of
Hong Kong, Macao and Taiwan residents (81, 82, 83 0000) and the foreign permanent resident's number
(18 digits beginning with 9 since 2023-12-01, before that three letters and twelve digits).
The check digit is ISO 7064 MOD 11-2; the right one is never told, for any of the 18 may be wrong.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, StrEnum

from stdnum.cn import ric
from stdnum.exceptions import InvalidComponent
from stdnum.iso7064 import mod_11_2

from app import codes
from app.errors import Refused
from app.language import N_, _

MALE, FEMALE = "1", "2"  # GB/T 2261.1
OLDEST = 130  # years; nobody is known to have lived so long

_HMT_REGIONS = ("810000", "820000", "830000")
_OLD_FOREIGN = re.compile(r"[A-Z]{3}\d{12}")
_RAISED_TO_TEN = re.compile(r"\d(\.\d+)?E\+?\d+")
_SEPARATORS = re.compile(r"[\s\-'‘’`\u200b\ufeff]")  # spreadsheets put ' before a number kept as text


class Kind(StrEnum):
    """Whose number it is; the values are the codes kept with a person."""

    CITIZEN = "citizen"
    HMT = "hmt"
    FOREIGN = "foreign"


class Grade(Enum):
    """How a number is to be taken: as it is, with a look at the document, or not at all."""

    OK = "ok"
    UNUSUAL = "unusual"
    IMPOSSIBLE = "impossible"


class Part(Enum):
    """The part of a number a finding is about."""

    LENGTH = "length"
    CHARACTERS = "characters"
    REGION = "region"
    BIRTH = "birth"
    CHECK = "check"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to say about a number: which part, how grave, and a whole sentence with its blanks."""

    part: Part
    grade: Grade
    sentence: str
    blanks: Mapping[str, object] = field(default_factory=dict)

    def words(self) -> str:
        """The finding in the officer's language."""
        return _(self.sentence, **self.blanks)


@dataclass(frozen=True, slots=True)
class IdNumber:
    """A number as it was read: what it says, as far as it can be read, and what was found wrong with it.

    ``sex`` is a code of GB/T 2261.1; ``origin`` is the division in its first six digits.
    """

    typed: str
    number: str
    kind: Kind | None = None
    birth: date | None = None
    sex: str | None = None
    origin: str | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def grade(self) -> Grade:
        """The gravest of the findings."""
        grades = {finding.grade for finding in self.findings}
        return next((grade for grade in (Grade.IMPOSSIBLE, Grade.UNUSUAL) if grade in grades), Grade.OK)

    @property
    def wrong(self) -> Finding | None:
        """The first finding for which the number cannot be taken, or None."""
        return next((found for found in self.findings if found.grade is Grade.IMPOSSIBLE), None)


def read(text: str, on: date) -> IdNumber:
    """What a number says and what is wrong with it, as of a day (nobody is born after it); never raises."""
    number = normalised(text)
    if _OLD_FOREIGN.fullmatch(number):
        return IdNumber(text, number, Kind.FOREIGN)
    if damage := _damage(number):
        return IdNumber(text, number, findings=(damage,))
    if len(number) == 15:
        return _read_18(text, upgraded(number), on, (_OLD_FORM,))
    return _read_18(text, number, on, ())


def accepted(text: str, on: date) -> IdNumber:
    """The number if it can be taken; raises Refused on ``id_number`` with the first thing that is wrong."""
    number = read(text, on)
    if wrong := number.wrong:
        raise Refused(wrong.sentence, field="id_number", **wrong.blanks)
    return number


def normalised(text: str) -> str:
    """The number alone: half-width, in capitals, without spaces, dashes and a spreadsheet's apostrophe."""
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).upper()


def upgraded(number: str) -> str:
    """A citizen number of 15 digits in its form of 18: the century put in, the check digit put behind."""
    seventeen = f"{number[:6]}19{number[6:]}"
    return seventeen + mod_11_2.calc_check_digit(seventeen)


def masked(number: str) -> str:
    """The number for the eyes of others: 530381********1429."""
    return f"{number[:6]}{'*' * (len(number) - 10)}{number[-4:]}" if len(number) > 10 else "*" * len(number)


def groups(number: str) -> tuple[str, ...]:
    """The number in the sections it is compared by: region, birth, and the last four."""
    return (number[:6], number[6:14], number[14:]) if len(number) == 18 else (number,)


_OLD_FORM = Finding(
    Part.LENGTH,
    Grade.UNUSUAL,
    N_("This is an old number of 15 digits; it is kept in its form of 18. Compare it with the document."),
)


def _damage(number: str) -> Finding | None:
    """What keeps the number from being read at all."""
    if not number:
        return Finding(Part.WHOLE, Grade.IMPOSSIBLE, N_("No number is written."))
    if _RAISED_TO_TEN.fullmatch(number):
        return Finding(Part.WHOLE, Grade.IMPOSSIBLE, _SPREADSHEET)
    if strange := "".join(dict.fromkeys(re.sub(r"[0-9]|X$", "", number))):
        sentence = N_("The number has characters that are no digits: {characters}.")
        return Finding(Part.CHARACTERS, Grade.IMPOSSIBLE, sentence, {"characters": strange})
    if len(number) not in (15, 18) or (len(number) == 15 and number.endswith("X")):
        sentence = N_("The number has {length} characters; it should have 18.")
        return Finding(Part.LENGTH, Grade.IMPOSSIBLE, sentence, {"length": len(number)})
    return None


_SPREADSHEET = N_(
    "A spreadsheet has damaged this number: its last digits are lost. Take it from the document again."
)


def _read_18(text: str, number: str, on: date, said: tuple[Finding, ...]) -> IdNumber:
    kind, birth = _kind(number), _birth(number)
    origin = number[:6] if kind is not Kind.FOREIGN else None
    return IdNumber(
        text,
        number,
        kind,
        birth,
        MALE if int(number[16]) % 2 else FEMALE,
        origin,
        (
            *said,
            *_region_findings(origin, birth),
            *_birth_findings(number, birth, on),
            *_check_findings(number),
        ),
    )


def _kind(number: str) -> Kind:
    if number.startswith("9"):
        return Kind.FOREIGN
    return Kind.HMT if number.startswith(_HMT_REGIONS) else Kind.CITIZEN


def _birth(number: str) -> date | None:
    try:
        return ric.get_birth_date(number)
    except InvalidComponent:
        return None


def _region_findings(origin: str | None, birth: date | None) -> Iterator[Finding]:
    if origin is None or origin in _HMT_REGIONS:
        return
    place = codes.known("divisions", origin, birth or date.max)
    if place is None or origin.endswith("0000"):
        sentence = N_("No county has ever had the code {code}, the first six digits.")
        yield Finding(Part.REGION, Grade.IMPOSSIBLE, sentence, {"code": origin})
    elif birth and place.until and place.until < birth:
        sentence = N_("{name} ({code}) was given up in {year}, before this birth. Compare with the document.")
        blanks = {"name": place.name, "code": origin, "year": place.until.year}
        yield Finding(Part.REGION, Grade.UNUSUAL, sentence, blanks)


def _birth_findings(number: str, birth: date | None, on: date) -> Iterator[Finding]:
    digits = number[6:14]
    if birth is None:
        sentence = N_("There is no such day of birth: {digits}, digits 7 to 14.")
        yield Finding(Part.BIRTH, Grade.IMPOSSIBLE, sentence, {"digits": digits})
    elif birth > on:
        sentence = N_("The day of birth is still to come: {digits}, digits 7 to 14.")
        yield Finding(Part.BIRTH, Grade.IMPOSSIBLE, sentence, {"digits": digits})
    elif on.year - birth.year > OLDEST:
        sentence = N_("Born {birth}, more than {years} years ago. Compare with the document.")
        yield Finding(Part.BIRTH, Grade.UNUSUAL, sentence, {"birth": birth, "years": OLDEST})


def _check_findings(number: str) -> Iterator[Finding]:
    if mod_11_2.is_valid(number):
        return
    if number.endswith("000"):  # a spreadsheet keeps 15 digits and writes zeros behind them
        yield Finding(Part.WHOLE, Grade.IMPOSSIBLE, _SPREADSHEET)
    else:
        sentence = N_("One digit of the number is wrong. Compare it with the document section by section.")
        yield Finding(Part.CHECK, Grade.IMPOSSIBLE, sentence)
