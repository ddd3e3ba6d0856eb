"""Names, home addresses, telephone and ID numbers of invented people; no number is anybody's."""

from __future__ import annotations

from datetime import date
from functools import cache

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from app import codes
from app.fiction import words
from app.fiction.days import Days, written, years

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

CITIZEN, HMT, FOREIGN, NOBODY = 0, 1, 2, 3
KINDS = ("citizen", "hmt", "foreign", "")
FIRST_UNUSED, UNUSED = 900, 100  # sequences from here on are not given out, so many of them
BLOCK = 10_000

_CHECK_DIGITS = np.array(list("10X98765432"))
_CHECK_WEIGHTS = tuple(2**power % 11 for power in range(17, 0, -1))  # ISO 7064 MOD 11-2
_NAMES_AS_OF = date(2026, 1, 1)  # county names on home addresses


def names(
    rng: Generator, birth: Days, male: Flags, kind: Ints, nations: list[str], father: Ints
) -> list[str]:
    """Names by decade, sex and nation; a child bears the name of ``father``, where that is not -1."""
    count = len(birth)
    weights = np.array([weight for _, weight in words.SURNAMES], float)
    surname = rng.choice(len(weights), count, p=weights / weights.sum())
    surname = np.where(father >= 0, surname[father], surname)
    decade = np.clip(years(birth) // 10 * 10, min(words.GIVEN), max(words.GIVEN))
    pools = zip(decade.tolist(), male.tolist(), strict=True)
    draws = zip(surname.tolist(), rng.integers(0, 1 << 30, count).tolist(), pools, strict=True)
    plain = [words.SURNAMES[own][0] + _given(draw, *pool) for own, draw, pool in draws]
    for place in np.flatnonzero(kind == FOREIGN).tolist():
        plain[place] = _of_parts(words.LATIN, int(surname[place]) * 31 + place, " ")
    for place, nation in enumerate(nations):
        if nation in words.NAMES_OF_NATION and father[place] < 0:
            parts, joint = words.NAMES_OF_NATION[nation]
            draw = int(surname[place]) * 31 + place
            plain[place] = (
                parts[draw % len(parts)] if joint is None else _of_parts((parts, parts), draw, joint)
            )
    return plain


def _given(draw: int, decade: int, male: bool) -> str:
    """A given name of one or two characters; one in 250 has a character that is hard to type."""
    first, second = words.GIVEN[decade][0 if male else 1]
    first_char = first[draw % len(first)]
    second_char = second[draw // 64 % len(second)]
    if draw // 4096 % 250 == 0:
        second_char = words.RARE[draw % len(words.RARE)]
    return second_char if draw // 4096 % 7 == 0 else first_char + second_char


def _of_parts(parts: tuple[tuple[str, ...], tuple[str, ...]], draw: int, joint: str) -> str:
    first, second = parts
    return first[draw % len(first)] + joint + second[draw // 7 % len(second)]


def numbers(rng: Generator, birth: Days, male: Flags, kind: Ints, home: Ints) -> list[str]:
    """ID numbers with a valid check digit and an unused sequence, unique within the block; "" for nobody.

    Each region and birthday begins at a sequence of its own, as its own office would long since have gone on:
    all of them beginning at the first, a thirtieth of everybody would be found by one tail of a number.
    """
    region = _regions(rng, kind, home)
    begun = 31 * region + 17 * birth
    sequence = FIRST_UNUSED + 2 * ((begun + _rank(region, birth, male)) % (UNUSED // 2)) + male
    seventeen = (region * 10**8 + written(birth)) * 1000 + sequence
    total = sum(
        (seventeen // 10 ** (16 - place) % 10) * weight for place, weight in enumerate(_CHECK_WEIGHTS)
    )
    checks = _CHECK_DIGITS[total % 11].tolist()
    return [
        "" if who == NOBODY else f"{number}{check}"
        for who, number, check in zip(kind.tolist(), seventeen.tolist(), checks, strict=True)
    ]


def _regions(rng: Generator, kind: Ints, home: Ints) -> Ints:
    counties = np.array([int(county) for county, _, _ in words.HOMES])
    hmt = rng.choice([int(region) for region in words.HONG_KONG_MACAO_TAIWAN], len(kind))
    foreign = rng.choice([int(region) for region in words.FOREIGN], len(kind))
    return np.where(kind == HMT, hmt, np.where(kind == FOREIGN, foreign, counties[home]))


def _rank(region: Ints, birth: Days, male: Flags) -> Ints:
    """The how manieth of the same region, birthday and sex each is; 50 sequences of each sex are unused."""
    order = np.lexsort((male, birth, region))
    same = np.ones(len(order), bool)
    for column in (region, birth, male):
        same[1:] &= column[order][1:] == column[order][:-1]
    same[0] = False
    place = np.arange(len(order))
    rank = np.empty(len(order), np.int64)
    rank[order] = place - np.maximum.accumulate(np.where(same, 0, place))
    return rank


def phones(block: int, child: Flags) -> list[str]:
    """Telephone numbers in a range no operator has, all different; children have none of their own."""
    first = block * BLOCK
    return [
        "" if young else f"164{(first + place) * 61_803_399 % 10**8:08d}"
        for place, young in enumerate(child.tolist())
    ]


def home_addresses(rng: Generator, home: Ints, head: Ints, abroad: Flags) -> list[str]:
    """Addresses of the household registration; members from one county share their head's."""
    draws = rng.integers(0, 1 << 30, len(home))[head]
    return [
        "" if away else _home_address(county, draw)
        for away, county, draw in zip(abroad.tolist(), home.tolist(), draws.tolist(), strict=True)
    ]


def _home_address(home: int, draw: int) -> str:
    town, village = words.TOWNS[draw % len(words.TOWNS)], words.VILLAGES[draw // 16 % len(words.VILLAGES)]
    return f"{_county(home)}{town}{village}{draw // 256 % 12 + 1}组{draw // 4096 % 90 + 1}号"


@cache
def _county(home: int) -> str:
    return codes.division(words.HOMES[home][0], _NAMES_AS_OF)
