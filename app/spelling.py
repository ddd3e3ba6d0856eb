"""How a name or an address is spelt in pinyin, so that it is found by its initials or by its full spelling."""

from __future__ import annotations

# As surnames these are read otherwise than as words.
SURNAMES = {
    "曾": "zeng", "单": "shan", "仇": "qiu", "解": "xie", "查": "zha", "任": "ren", "区": "ou", "朴": "piao",
    "盖": "ge", "覃": "qin", "缪": "miao", "翟": "zhai", "尉": "yu", "乐": "yue", "华": "hua", "宁": "ning",
}  # fmt: skip


def spelt(chinese: str) -> tuple[str, ...]:
    """Each character's reading in small letters without tones; what is not Chinese stays as it is."""
    # pypinyin takes a fifth of a second to import, and a window that only shows lists never needs it.
    from pypinyin import lazy_pinyin

    return tuple(part for part in lazy_pinyin(chinese.lower()) if part.strip())


def of_name(name: str) -> tuple[str, str]:
    """A name's initials and its full pinyin: 曾小兰 is ``zxl`` and ``zengxiaolan``."""
    readings = list(spelt(name.replace("·", "")))
    if name[:1] in SURNAMES:
        readings[0] = SURNAMES[name[0]]
    return "".join(reading[0] for reading in readings), "".join(readings).replace(" ", "")


def initials(text: str) -> str:
    """The initials of an address, its numbers whole: 麒麟路88号2栋 is ``qll88h2d``."""
    return "".join(part if part[0].isdigit() else part[0] for part in spelt(text))
