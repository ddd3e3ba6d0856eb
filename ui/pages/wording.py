"""Small words that several pages write alike: a person's sex and age, a moment, a covered phone."""

from __future__ import annotations

import re
from datetime import date, datetime

from app import idnumbers
from app.language import N_, _

SEXES = {"1": N_("M"), "2": N_("F")}
WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))


def sex_and_age(sex: str, age: int | None) -> str:
    """ "男 34" beside a name in a list; what is not known is left out."""
    known = (_(SEXES[sex]) if sex in SEXES else "", "" if age is None else str(age))
    return " ".join(part for part in known if part)


def short_day(day: date, today: date) -> str:
    """A day in a list: "11-23", with its year where that is another than today's."""
    return day.strftime("%m-%d") if day.year == today.year else day.isoformat()


def weekday(day: date) -> str:
    """The day of the week in one short word."""
    return _(WEEKDAYS[day.weekday()])


def covered_phone(phone: str) -> str:
    """A phone number with its middle covered: 138****6620."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 9 else phone


def covered_in(words: str) -> str:
    """A sentence with the phones and ID numbers in it covered; whole where two would look alike then."""
    found = {number: _covered(number) for number in _PRIVATE.findall(words)}
    if len(set(found.values())) < len(found):
        return words
    return _PRIVATE.sub(lambda number: found[number[0]], words)


_PRIVATE = re.compile(r"(?<!\d)(?:0\d{2,3}-\d{7,8}|\d{9,17}[\dXx]?)(?!\d)")


def _covered(number: str) -> str:
    return idnumbers.masked(number) if len(number) == 18 else covered_phone(number)


def moment(at: datetime, today: date) -> str:
    """A moment in few signs: the time alone where it was today, else the day before it."""
    local = at.astimezone()
    return local.strftime("%H:%M" if local.date() == today else "%m-%d %H:%M")
