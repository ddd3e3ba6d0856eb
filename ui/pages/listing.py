"""Several words in a row, as the language lists them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce

from app.language import _


def listed(words: Iterable[str]) -> str:
    """The words one after the other: "name, address" or 姓名、住址; "" for none."""
    several = tuple(words)
    return reduce(_together, several) if several else ""


def _together(one: str, other: str) -> str:
    return _("{one}, {other}", one=one, other=other)
