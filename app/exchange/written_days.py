"""Days as people write them: 2026年10月15日, 20261006, 2026.8.7, 46325, 10月25日, 十一月三号."""

from __future__ import annotations

import re
import unicodedata
from calendar import isleap
from dataclasses import dataclass
from datetime import date, timedelta

from app.errors import Refused
from app.language import N_

_FULL = re.compile(r"(\d{4})[年./-](\d{1,2})[月./-](\d{1,2})[日号]?")
_EIGHT_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})")
_WITHOUT_YEAR = re.compile(r"(\d{1,2})[月./-](\d{1,2})[日号]?")
_TWO_DIGIT_YEAR = re.compile(r"\d{2}[年./-]\d{1,2}[月./-]\d{1,2}[日号]?")
_ONLY_A_MONTH = re.compile(r"(\d{4})[年./-](\d{1,2})月?")
_MONTH = r"\d{4}(?:[年./-]\d{1,2}(?:月份?|[月./-]\d{1,2}[日号]?)?|\d{2}(?:\d{2})?)"
_MONTHS = re.compile(rf"({_MONTH})(?:[-~—–至到]+({_MONTH}))?")
_AFTER_THE_YEAR = re.compile(r"^\D|(?<=\d)\D.*")
_DAY_NUMBER = re.compile(r"\d{5}(\.0+)?")
_MIDNIGHT = re.compile(r"(?<=\d)T?0?0:00(:00)?$")
_NUMERAL = re.compile(r"[〇○零一二三四五六七八九十廿卅]+")
_ONES = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0}

_DAY_ZERO = date(
    1899, 12, 30
)  # a spreadsheet's day 60 is the 29 February 1900 that never was, so it counts from here
_FIRST_BELIEVABLE, _NOBODY_MEANS = date(1980, 1, 1), 2100


@dataclass(frozen=True, slots=True)
class Written:
    """A day as read, and the sentence to tell where it had to be guessed."""

    day: date
    guess: str = ""


def read(text: str, on: date) -> Written:
    """The day that is written, as of ``on``; raises Refused if missing, unreadable, impossible or to come.

    A day without a year is the latest such day not after ``on``, and told as a guess.
    """
    written = _plain(text)
    if not written:
        raise Refused(N_("The day is missing."))
    found = _with_year(written) or _spreadsheet_day(written) or _without_year(written, on)
    if found is None:
        raise Refused(_why_unreadable(written), text=text.strip())
    if found.day > on:
        raise Refused(N_("The day {day} is still to come."), day=found.day)
    return found


def find(text: str) -> date | None:
    """The first whole day written somewhere in the text, such as 2026-05-20; None where none is."""
    match = _FULL.search(_plain(text))
    try:
        return date(*(int(part) for part in match.groups())) if match else None
    except ValueError:
        return None


def read_month(text: str) -> date | None:
    """The last day of the month written in the text, such as 2025-09; None where no month is."""
    if match := re.search(r"(\d{4})[年./-](\d{1,2})", _plain(text)):
        year, month = int(match[1]), int(match[2])
        if 1 <= month <= 12:
            return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return None


def read_months(text: str) -> tuple[date, date] | None:
    """The first days of the first and the last month of a range, or twice that of one month.

    2024-03~2026-10, 202403-202610, 2024年3月至2026年10月, 2025.09; None where the text is none of these.
    Raises Refused where it names a month that no year has, or ends before it begins.
    """
    match = _MONTHS.fullmatch(_plain(text))
    written = [each for each in match.groups() if each] if match else []
    months = [day for each in written if (day := _first_of_month(each))]
    if not months or len(months) < len(written):
        return None
    since, until = months[0], months[-1]
    if until < since:
        raise Refused(N_("{text} ends before it begins."), text=text.strip())
    return since, until


def _first_of_month(written: str) -> date | None:
    """None for a year nobody means: such a number is a sum of money."""
    year, month = int(written[:4]), int(_AFTER_THE_YEAR.sub("", written[4:])[:2])
    if not _FIRST_BELIEVABLE.year <= year < _NOBODY_MEANS:
        return None
    if not 1 <= month <= 12:
        raise Refused(N_("There is no such month: {text}."), text=written)
    return date(year, month, 1)


def _plain(text: str) -> str:
    """Half-width, without spaces and midnight, Chinese numerals as digits."""
    half_width = "".join(unicodedata.normalize("NFKC", text).split())
    return _NUMERAL.sub(lambda numeral: _digits(numeral[0]), _MIDNIGHT.sub("", half_width))


def _digits(numeral: str) -> str:
    """二〇二六 → 2026, 十一 → 11, 二十三 → 23, 廿五 → 25."""
    counted = numeral.replace("廿", "二十").replace("卅", "三十")
    if "十" not in counted:
        return "".join(str(_ONES[char]) for char in counted)
    tens, _, ones = counted.partition("十")
    if len(tens) > 1 or len(ones) > 1:
        return numeral
    return str((_ONES[tens] if tens else 1) * 10 + (_ONES[ones] if ones else 0))


def _with_year(written: str) -> Written | None:
    match = _FULL.fullmatch(written) or _EIGHT_DIGITS.fullmatch(written)
    return Written(_day(written, *(int(part) for part in match.groups()))) if match else None


def _day(written: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise Refused(N_("There is no such day: {text}."), text=written) from error


def _spreadsheet_day(written: str) -> Written | None:
    if not _DAY_NUMBER.fullmatch(written):
        return None
    day = _DAY_ZERO + timedelta(days=int(float(written)))
    if day < _FIRST_BELIEVABLE:
        return None
    return Written(day, N_("{text} is a spreadsheet's number for a day; it was read as {day}."))


def _without_year(written: str, on: date) -> Written | None:
    match = _WITHOUT_YEAR.fullmatch(written)
    if not match:
        return None
    month, day = int(match[1]), int(match[2])
    _day(written, 2024, month, day)  # a leap year: every day that can be is in it
    for year in range(on.year, on.year - 9, -1):  # 29 February may be eight years back
        if (month, day) == (2, 29) and not isleap(year):
            continue
        if (guess := date(year, month, day)) <= on:
            return Written(guess, N_("{text} has no year; it was read as {day}."))
    return None


def _why_unreadable(written: str) -> str:
    if _TWO_DIGIT_YEAR.fullmatch(written):
        return N_("The year in {text} has two digits only; write all four.")
    if _ONLY_A_MONTH.fullmatch(written):
        return N_("{text} names a month only; write the day too.")
    return N_("{text} cannot be read as a day.")
