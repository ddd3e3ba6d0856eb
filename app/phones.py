"""Telephone numbers as people give them: written alike, and told where one cannot be called as it stands."""

from __future__ import annotations

import re
import unicodedata

_CALLED = re.compile(r"1\d{10}|0\d{2,3}-?\d{7,8}|\d{7,8}|\+\d[\d-]{6,15}")
"""A mobile, a line with or without its area, and a number abroad (Hong Kong's too) behind its plus."""


def plain(typed: str) -> str:
    """A number in narrow digits, without the spaces between them."""
    return "".join(unicodedata.normalize("NFKC", typed).split())


def can_be_called(typed: str) -> bool:
    """Whether it looks like a telephone number. Whatever does not is kept too: it may be all there is."""
    return _CALLED.fullmatch(plain(typed)) is not None
