"""The characters of names: the Chinese ones of GB 18030-2022 by block, and those that can be drawn alone.

What the standard asks of everything used for government and public service is its third level: 87,887
Chinese characters, all that Unicode 11 had. Amendment 1 of 2024 adds 9,793: what Unicode 15.1 has more.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cached_property

from app.language import N_


@dataclass(frozen=True, eq=False)
class Block:
    """A block of Chinese characters: its ranges of code points, those of the amendment apart."""

    name: str
    of_2022: tuple[range, ...]
    of_2024: tuple[range, ...] = ()

    @cached_property
    def asked(self) -> frozenset[int]:
        """The code points that GB 18030-2022 itself asks for."""
        return frozenset(code for part in self.of_2022 for code in part)

    @cached_property
    def codes(self) -> frozenset[int]:
        """Every code point of the block, those of the amendment of 2024 included."""
        return self.asked.union(*self.of_2024)


# In the compatibility block only these twelve are characters of their own; the rest stand for others.
_TWELVE = (0xFA0E, 0xFA0F, 0xFA11, 0xFA13, 0xFA14, 0xFA1F, 0xFA21, 0xFA23, 0xFA24, 0xFA27, 0xFA28, 0xFA29)

BLOCKS = (
    Block(N_("basic"), (range(0x4E00, 0x9FF0),), (range(0x9FF0, 0xA000),)),
    Block(N_("twelve apart"), tuple(range(code, code + 1) for code in _TWELVE)),
    Block(N_("extension A"), (range(0x3400, 0x4DB6),), (range(0x4DB6, 0x4DC0),)),
    Block(N_("extension B"), (range(0x20000, 0x2A6D7),), (range(0x2A6D7, 0x2A6E0),)),
    Block(N_("extension C"), (range(0x2A700, 0x2B735),), (range(0x2B735, 0x2B73A),)),
    Block(N_("extension D"), (range(0x2B740, 0x2B81E),)),
    Block(N_("extension E"), (range(0x2B820, 0x2CEA2),)),
    Block(N_("extension F"), (range(0x2CEB0, 0x2EBE1),)),
    Block(N_("extension G"), (), (range(0x30000, 0x3134B),)),
    Block(N_("extension H"), (), (range(0x31350, 0x323B0),)),
    Block(N_("extension I"), (), (range(0x2EBF0, 0x2EE5E),)),
)

# Scripts whose letters join, stack or turn: drawn one by one they would make another name.
_JOINED = (
    range(0x0590, 0x10A0),  # Hebrew, Arabic (Uyghur, Kazakh), the scripts of India, Thai, Tibetan, Burmese
    range(0x1100, 0x1200),  # Korean letters that make syllables
    range(0x3164, 0x3165),  # the Korean filler, which shows nothing
    range(0x1700, 0x18B0),  # Philippine scripts, Khmer, Mongolian
    range(0x1A00, 0x1C50),  # Tai Tham and others
    range(0xA840, 0xABFF),  # Phags-pa, Javanese, Manipuri and others
    range(0xFB1D, 0xFE00),  # Arabic, already joined
    range(0xFE70, 0xFEFF),
    range(0xFFA0, 0xFFA1),  # the same filler, half as wide
    range(0x10800, 0x12000),
    range(0x16F00, 0x16FA0),  # Miao
)


def is_han(code: int) -> bool:
    """Whether the code point is one of the Chinese characters of the standard or its amendment."""
    return any(code in part for block in BLOCKS for part in (*block.of_2022, *block.of_2024))


def stands_alone(character: str) -> bool:
    """Whether it may be drawn by itself: a letter, a number or a point, and none that joins others.

    Private code points mean in each font what its maker wished; which character is meant cannot be known.
    """
    if is_han(ord(character)):  # asked first: the newest blocks are not in Python's own tables yet
        return True
    joined = any(ord(character) in part for part in _JOINED)
    return not joined and unicodedata.category(character)[0] in "LNP"


def is_seen(character: str) -> bool:
    """Whether it is seen as what it is, in whatever font: no mark that belongs onto the letter before it and
    would stand beside it, and no sign that shows nothing or, like the soft hyphen, something else."""
    return is_han(ord(character)) or unicodedata.category(character)[0] not in "MC"


def is_of_2024(code: int) -> bool:
    """Whether the Chinese character came with the amendment of 2024, which few fonts have."""
    return any(code in part for block in BLOCKS for part in block.of_2024)


def is_private(character: str) -> bool:
    """Whether the code point is one of private use, as old systems wrote rare characters."""
    return unicodedata.category(character) == "Co"


def in_words(character: str) -> str:
    """The character as it can be shown, or nothing for one that cannot."""
    return character if character.isprintable() or is_han(ord(character)) else ""
