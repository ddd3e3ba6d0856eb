"""Days of a whole crowd at once: ordinals in arrays, NEVER where there is no day."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

Days = NDArray[np.int64]
NEVER = 0

_EPOCH = date(1970, 1, 1).toordinal()


def months_after(days: Days, months: Days | int) -> Days:
    """The corresponding day so many months later, or the last of that month if there is none (民法典 202)."""
    calendar = _calendar(days)
    month = calendar.astype("datetime64[M]")
    target = month + np.asarray(months).astype("timedelta64[M]")
    last = ((target + 1).astype("datetime64[D]") - target.astype("datetime64[D]")).astype(np.int64) - 1
    into = np.minimum((calendar - month.astype("datetime64[D]")).astype(np.int64), last)
    return np.asarray(target.astype("datetime64[D]").astype(np.int64) + into + _EPOCH)


def month_start(days: Days) -> Days:
    """The first day of the month."""
    return np.asarray(
        _calendar(days).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) + _EPOCH
    )


def years(days: Days) -> Days:
    """The calendar year."""
    return np.asarray(_calendar(days).astype("datetime64[Y]").astype(np.int64) + 1970)


def year_day(year: Days, month: int, day: int) -> Days:
    """A day of the calendar in each of the years."""
    first = (year - 1970).astype("datetime64[Y]").astype("datetime64[M]") + (month - 1)
    return np.asarray(first.astype("datetime64[D]").astype(np.int64) + day - 1 + _EPOCH)


def written(days: Days) -> Days:
    """The day as eight digits: 19931204."""
    calendar = _calendar(days)
    month = calendar.astype("datetime64[M]")
    in_year = month.astype(np.int64) - calendar.astype("datetime64[Y]").astype("datetime64[M]").astype(
        np.int64
    )
    in_month = (calendar - month.astype("datetime64[D]")).astype(np.int64)
    return np.asarray(years(days) * 10000 + (in_year + 1) * 100 + in_month + 1)


def dates(days: Days) -> list[Any]:
    """The days as dates, None where there is none."""
    found = _calendar(days).astype(object)
    found[days == NEVER] = None
    return list(found)


def _calendar(days: Days) -> NDArray[np.datetime64]:
    return (days - _EPOCH).astype("datetime64[D]")
