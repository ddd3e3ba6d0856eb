"""How a name is written and how it is spelt in pinyin, so that it is found whichever way it is typed."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

# As surnames these are read otherwise than as words.
SURNAMES = {
    "曾": "zeng", "单": "shan", "仇": "qiu", "解": "xie", "查": "zha", "任": "ren", "区": "ou", "朴": "piao",
    "盖": "ge", "覃": "qin", "缪": "miao", "翟": "zhai", "尉": "yu", "乐": "yue", "华": "hua", "宁": "ning",
}  # fmt: skip

_HIDDEN = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_POINT = re.compile(r"\s*[•‧∙⋅・]\s*")  # every keyboard writes its own between two names
_WIDE = re.compile(r"[\uff01-\uff9f]+")  # letters and signs as wide as a Chinese character, or half as wide
_PIECE = re.compile(r"[0-9]+|[a-z]+|\S", re.ASCII)


def tidy(name: str) -> str:
    """A name as it is kept: letters of one width, one point, no space that only lines it up.

    Its characters stay the code points that were read. What Unicode takes for one and the same, as U+2F800
    and U+4E3D (丽), are two characters where a name is compared with an identity card.
    """
    parts = _POINT.sub("·", _HIDDEN.sub("", _WIDE.sub(_narrow, name))).split()
    lined_up = bool(parts) and len(parts[0]) == 1 and len("".join(parts)) <= 4
    return "".join(parts) if lined_up and not name.isascii() else " ".join(parts)


def of_name(name: str) -> str:
    """A name in pinyin, a syllable for each character: 曾小兰 is ``zeng xiao lan``."""
    readings = list(_readings(name.replace("·", "")))
    if readings and name[0] in SURNAMES:
        readings[0] = SURNAMES[name[0]]
    return " ".join(readings)


def initials(address: str) -> str:
    """The initials of an address, its numbers whole and its dashes gone: 麒麟路88-2栋 is ``qll882d``."""
    parts = (part for part in _readings(address) if part[0].isalnum())
    return "".join(part if part[0].isdigit() else part[0] for part in parts)


def _readings(text: str) -> tuple[str, ...]:
    return tuple(_reading(piece) for piece in _PIECE.findall(unicodedata.normalize("NFKC", text).lower()))


def _narrow(found: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", found[0])


@cache
def _reading(piece: str) -> str:
    """One character's reading in small letters without tones; numbers and Latin words as they are.

    Read one by one and kept: twenty times as fast as whole names, which matters for a million.
    """
    # pypinyin takes a fifth of a second to import, and a window that only shows lists never needs it.
    from pypinyin import lazy_pinyin

    return lazy_pinyin(piece)[0].strip() or piece
