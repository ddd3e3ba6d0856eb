"""Who the people of a block are: families, births, homes and nations, and the rows that tell it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from app.fiction import naming, words
from app.fiction.days import Days, dates
from app.fiction.naming import Flags, Ints
from app.fiction.rows import Household, Identifier, Member, Person, rows

HEAD, SPOUSE, CHILD = 0, 1, 2
OFFICE_CITY = "5303"

_FAMILIES = ((1, 0), (2, 0), (2, 1), (2, 2), (1, 1), (1, 2))  # adults and children
_SHARES = (0.44, 0.20, 0.18, 0.08, 0.06, 0.04)
_EDUCATION = ("primary", "junior", "senior", "vocational", "college", "bachelor", "master")
_EDUCATED = (0.12, 0.36, 0.16, 0.12, 0.13, 0.10, 0.01)
_RELATIONS = ("02", "11", "12", "20", "30")  # GB/T 4761: head, husband, wife, son, daughter


@dataclass(frozen=True, slots=True)
class Crowd:
    """The people of one block in columns; ``household`` and ``head`` are places within the block."""

    household: Ints
    head: Ints
    role: Ints
    birth: Days
    male: Flags
    home: Ints
    kind: Ints
    nations: list[str]
    names: list[str]
    numbers: list[str]
    phones: list[str]

    def __len__(self) -> int:
        return len(self.role)

    @property
    def adult(self) -> Flags:
        """Heads and their spouses."""
        return np.asarray(self.role != CHILD)

    def age(self, on: int) -> NDArray[np.float64]:
        """Age in years, near enough to choose a school or a purpose by."""
        return np.asarray((on - self.birth) / 365.25)

    @property
    def from_another_city(self) -> Flags:
        """Citizens registered in another city than the office's: the regulation is for them."""
        away = np.array([not code.startswith(OFFICE_CITY) for code, _, _ in words.HOMES])
        return np.asarray(away[self.home] & (self.kind == naming.CITIZEN))


def draw(rng: Generator, count: int, block: int, blocks: int, on: int) -> Crowd:
    """The people of a block. Every block has birthdays of its own, so no number occurs in two of them."""
    household, head, role = _families(rng, count)
    birth = _births(rng, head, role, on)
    birth -= (birth - block) % blocks
    male = rng.random(count) < 0.52
    male = np.where(role == SPOUSE, ~male[head], male)
    home = _homes(rng, head, role)
    kind = rng.choice(len(naming.KINDS), count, p=(0.985, 0.005, 0.005, 0.005))
    nations = _nations(rng, home, kind)
    return Crowd(
        household, head, role, birth, male, home, kind, nations,
        naming.names(rng, birth, male, kind, nations, _fathers(head, role, male)),
        naming.numbers(rng, birth, male, kind, home),
        naming.phones(block, role == CHILD),
    )  # fmt: skip


def people(rng: Generator, crowd: Crowd) -> list[Person]:
    """The rows of the people."""
    urgent = _next_of_kin(crowd)
    education = rng.choice(len(_EDUCATION), len(crowd), p=_EDUCATED).tolist()
    foreign = ((crowd.kind == naming.FOREIGN) | (crowd.kind == naming.HMT)).tolist()
    counties = [county for county, _, _ in words.HOMES]
    return rows(
        Person,
        crowd.names,
        np.where(crowd.male, "1", "2").tolist(),
        dates(crowd.birth),
        crowd.nations,
        [None if away else counties[home] for away, home in zip(foreign, crowd.home.tolist(), strict=True)],
        naming.home_addresses(rng, crowd.home, crowd.head, np.array(foreign)),
        crowd.phones,
        [_EDUCATION[e] if adult else None for e, adult in zip(education, crowd.adult.tolist(), strict=True)],
        [crowd.names[other] if other >= 0 else "" for other in urgent],
        [crowd.phones[other] if other >= 0 else "" for other in urgent],
    )


def identifiers(crowd: Crowd) -> list[Identifier]:
    """The numbers of those who have one."""
    numbered = enumerate(zip(crowd.kind.tolist(), crowd.numbers, strict=True))
    return [Identifier(person, naming.KINDS[kind], number) for person, (kind, number) in numbered if number]


def families(crowd: Crowd, arrived: Days) -> tuple[list[Household], list[Member]]:
    """Families of two or more with their members, together since both head and member are here."""
    large = np.flatnonzero(np.bincount(crowd.household) > 1)
    place = np.full(crowd.household[-1] + 1, -1)
    place[large] = np.arange(len(large))
    member = np.flatnonzero(place[crowd.household] >= 0)
    grown = np.where(crowd.role == HEAD, 0, np.where(crowd.male, 1, 2))
    relation = np.where(crowd.role == CHILD, np.where(crowd.male, 3, 4), grown)[member]
    heads = member[crowd.role[member] == HEAD]
    return rows(Household, heads.tolist()), rows(
        Member,
        place[crowd.household[member]].tolist(),
        member.tolist(),
        [_RELATIONS[which] for which in relation.tolist()],
        dates(np.maximum(arrived, arrived[crowd.head])[member]),
    )


def _families(rng: Generator, count: int) -> tuple[Ints, Ints, Ints]:
    """Household, head and role of each; the last family is cut where the block is full."""
    adults, children = np.array(_FAMILIES)[rng.choice(len(_FAMILIES), count, p=_SHARES)].T
    size = adults + children
    household = np.repeat(np.arange(count), size)[:count]
    head = (np.cumsum(size) - size)[household]
    place = np.arange(count) - head
    return household, head, np.where(place == 0, HEAD, np.where(place < adults[household], SPOUSE, CHILD))


def _births(rng: Generator, head: Ints, role: Ints, on: int) -> Days:
    """Birthdays: grown-ups from 18, parents from 25, children at least 20 years after the younger parent."""
    count = len(role)
    parent = np.zeros(count, bool)
    parent[head[role == CHILD]] = True
    own = np.where(parent, 25 + rng.beta(1.5, 2.6, count) * 28, 18 + rng.beta(1.5, 2.6, count) * 50)
    beside = np.maximum(own[head] + rng.normal(0, 3, count), np.where(parent[head], 24, 20))
    grown = np.where(role == SPOUSE, beside, np.where(role == HEAD, own, np.inf))
    youngest = np.minimum.reduceat(grown, np.flatnonzero(role == HEAD))[np.cumsum(role == HEAD) - 1]
    child = 0.05 + rng.random(count) * (np.minimum(17.5, youngest - 20) - 0.05)
    return (on - np.round(np.where(role == CHILD, child, grown) * 365.25)).astype(np.int64)


def _fathers(head: Ints, role: Ints, male: Flags) -> Ints:
    """Whose surname a child bears: the father's, or the mother's where there is none; -1 for grown-ups."""
    beside = np.minimum(head + 1, len(head) - 1)
    parent = np.where(male[head] | (role[beside] != SPOUSE), head, beside)
    return np.where(role == CHILD, parent, -1)


def _homes(rng: Generator, head: Ints, role: Ints) -> Ints:
    """Home counties: a family's is the head's, but one spouse in three comes from elsewhere."""
    weights = np.array([weight for _, weight, _ in words.HOMES], float)
    own = rng.choice(len(weights), len(role), p=weights / weights.sum())
    elsewhere = (role == SPOUSE) & (rng.random(len(role)) < 0.35)
    return np.where((role == HEAD) | elsewhere, own, own[head])


def _nations(rng: Generator, home: Ints, kind: Ints) -> list[str]:
    chance = rng.random(len(home)).tolist()
    return [
        "97" if who == naming.FOREIGN else _nation(here, draw)
        for here, who, draw in zip(home.tolist(), kind.tolist(), chance, strict=True)
    ]


def _nation(home: int, chance: float) -> str:
    return next(nation for share, nation in _nation_shares()[home] if chance < share)


@cache
def _nation_shares() -> tuple[tuple[tuple[float, str], ...], ...]:
    """For every home county its nations, each with the share of those up to it."""
    return tuple(
        tuple(zip(np.cumsum(list(of.values())) / sum(of.values()), of, strict=True))
        for _, _, of in words.HOMES
    )


def _next_of_kin(crowd: Crowd) -> list[int]:
    """Whom to call: a head's spouse, for everybody else in a family the head; -1 for nobody."""
    following = np.minimum(np.arange(len(crowd)) + 1, len(crowd) - 1)
    spouse = np.where(crowd.role[following] == SPOUSE, following, -1)
    called: list[int] = np.where(crowd.role == HEAD, spouse, crowd.head).tolist()
    return called
