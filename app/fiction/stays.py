"""Where the people live and since when: new arrivals, settled families, movers, returnees, those gone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from app.fiction import words
from app.fiction.crowd import CHILD, Crowd
from app.fiction.days import NEVER, Days, dates
from app.fiction.naming import BLOCK, Flags, Ints
from app.fiction.rows import Dwelling, Registration, Stay, rows

# Of 100 families, how many live which story.
_STORIES = (
    *["overdue"] * 1, *["today"] * 1, *["this_week"] * 2, *["later"] * 4, *["recent"] * 14,
    *["settled"] * 52, *["moved"] * 8, *["returned"] * 9, *["gone"] * 9,
)  # fmt: skip
_STORY = {name: place for place, name in enumerate(dict.fromkeys(_STORIES))}
_CYCLE = np.array([_STORY[name] for name in _STORIES])

# How many days ago a family of each story arrived, at least and at most; a registration is due after 30.
_AGO = {
    "overdue": (31, 59), "today": (30, 30), "this_week": (23, 29), "later": (0, 22), "recent": (61, 180),
    "settled": (180, 3200), "moved": (180, 1500), "returned": (61, 700), "gone": (180, 3200),
}  # fmt: skip

TENURES = ("rented", "owned", "dormitory", "school", "relatives", "other")
_TENURED = (0.63, 0.13, 0.10, 0.02, 0.08, 0.04)
HOUSED = frozenset({0, 1, 2, 3})  # lawful stable dwelling without a further statement
_PURPOSES = ("01", "03", "04", "02", "09", "06")
_CAME_FOR = (0.55, 0.16, 0.12, 0.06, 0.08, 0.03)
_WORKING = frozenset({0, 1, 2, 3})

_NUMBERS, _BUILDINGS, _UNITS, _FLOORS, _ROOMS = 150, 6, 2, 18, 4
_ADDRESSES = len(words.COMMUNITIES) * 4 * _NUMBERS * _BUILDINGS * _UNITS * _FLOORS * _ROOMS
MOST_PEOPLE = _ADDRESSES // 2 // BLOCK * BLOCK  # two addresses are kept for every person
_STRIDE = 2_750_159  # a prime that does not divide the number of addresses: neighbours in number live apart


@dataclass(frozen=True, slots=True)
class Living:
    """For everybody the stay that counts now, and for some an earlier one (for others its days are NEVER)."""

    arrived: Days
    left: Days
    registered: Days
    before_arrived: Days
    before_left: Days
    before_registered: Days
    tenure: Ints
    purpose: Ints
    working: Flags
    employer: Ints
    insured: Ints

    def until(self, on: int) -> Days:
        """The last day that counts: of leaving, or today."""
        return np.where(self.left == NEVER, on, self.left)


def draw(rng: Generator, crowd: Crowd, on: int) -> Living:
    """Everybody's stays, family by family, so that all stories occur among 200 people."""
    families = crowd.household[-1] + 1
    story = _CYCLE[rng.permutation(families) % len(_CYCLE)]
    arrived, left, before_arrived, before_left = _by_family(rng, story, on)
    mine = crowd.household
    arrived, before_arrived = _one_by_one(rng, crowd, story[mine], arrived[mine], before_arrived[mine], on)
    left = np.where(left[mine] == NEVER, NEVER, np.maximum(left[mine], np.minimum(arrived + 30, on)))
    before_left = np.where(before_arrived == NEVER, NEVER, before_left[mine])
    purpose = np.where(crowd.role == CHILD, 4, rng.choice(len(_PURPOSES), len(crowd), p=_CAME_FOR))
    purpose = np.where((crowd.role == CHILD) & (crowd.age(on) > 6.5), 5, purpose)
    working = np.isin(purpose, list(_WORKING)) & crowd.adult
    return Living(
        arrived,
        left,
        _registered(rng, crowd, story[mine], arrived, left, on),
        before_arrived,
        before_left,
        _soon_after(rng, before_arrived, before_left),
        rng.choice(len(TENURES), families, p=_TENURED)[mine],
        purpose,
        working,
        rng.integers(0, len(words.EMPLOYERS), len(mine)),
        np.where(working, rng.choice(3, len(mine), p=(0.55, 0.15, 0.30)), 3),
    )


def _by_family(rng: Generator, story: Ints, on: int) -> tuple[Days, Days, Days, Days]:
    """Arrival and leaving of each family, and of an earlier stay where it had one."""
    count = len(story)
    least, most = np.array([_AGO[name] for name in _STORY])[story].T
    ago = least + ((most - least + 1) * rng.random(count) ** 1.8).astype(
        np.int64
    )  # the more recent, the more
    arrived = on - ago
    moved = story == _STORY["moved"]
    left = np.where(story == _STORY["gone"], arrived + 60 + rng.integers(0, ago.clip(62) - 61), NEVER)
    gap = np.where(moved, 0, rng.integers(30, 420, count))
    length = rng.integers(90, 900, count)
    twice = moved | (story == _STORY["returned"])
    before_left = np.where(twice, arrived - gap, NEVER)
    return arrived, left, np.where(twice, before_left - length, NEVER), before_left


def _one_by_one(
    rng: Generator, crowd: Crowd, story: Ints, arrived: Days, before: Days, on: int
) -> tuple[Days, Days]:
    """Some follow their family later; nobody comes before being born."""
    settled = story == _STORY["settled"]
    follows = settled & (crowd.head != np.arange(len(crowd))) & (rng.random(len(crowd)) < 0.4)
    late = np.minimum(arrived + rng.integers(1, 400, len(crowd)), on - 61)
    arrived = np.where(follows, np.maximum(late, arrived), arrived)
    before = np.where(before < crowd.birth, NEVER, before)
    return np.maximum(arrived, np.minimum(crowd.birth + 20, on)), before


def _registered(rng: Generator, crowd: Crowd, story: Ints, arrived: Days, left: Days, on: int) -> Days:
    """The day of registration: mostly within the 30 days, one in twelve late, the new arrivals not yet."""
    count = len(crowd)
    late = rng.random(count) < 1 / 12
    after = np.where(late, rng.integers(31, 60, count), rng.integers(0, 31, count))
    after = np.where(story == _STORY["moved"], 0, after)  # at the desk on the day of moving: the time runs on
    day = arrived + after
    waiting = np.isin(story, [_STORY[name] for name in ("overdue", "today", "this_week")])
    early = (story == _STORY["later"]) & (rng.random(count) < 0.7)
    return np.where(waiting | early | (day > np.where(left == NEVER, on, left)), NEVER, day)


def _soon_after(rng: Generator, arrived: Days, left: Days) -> Days:
    """The day an earlier stay was registered, before it ended."""
    day = np.minimum(arrived + rng.integers(0, 25, len(arrived)), left)
    return np.where(arrived == NEVER, NEVER, day)


def rows_of(
    rng: Generator, crowd: Crowd, living: Living, block: int, shift: int
) -> tuple[list[Dwelling], list[Stay], list[Registration]]:
    """Dwellings, stays and registrations; earlier stays come first, then everybody's present one in order."""
    earlier = np.flatnonzero(living.before_arrived != NEVER)
    person = np.concatenate((earlier, np.arange(len(crowd))))
    old = np.arange(len(person)) < len(earlier)
    home = crowd.household[person] * 2 + old
    used, dwelling = np.unique(home, return_inverse=True)
    left = np.where(old, living.before_left[person], living.left[person])
    registered = np.where(old, living.before_registered[person], living.registered[person])
    employer, job = _work(rng, living, person)
    went, moved = left != NEVER, old & (left == living.arrived[person])
    stays = rows(
        Stay,
        person.tolist(),
        dwelling.tolist(),
        dates(np.where(old, living.before_arrived[person], living.arrived[person])),
        dates(left),
        [(None, "left", "moved")[why] for why in (went.astype(int) + moved).tolist()],
        (registered != NEVER).tolist(),
        [TENURES[which] for which in living.tenure[person].tolist()],
        [_PURPOSES[which] for which in living.purpose[person].tolist()],
        employer,
        job,
        [("here", "elsewhere", "none", None)[which] for which in living.insured[person].tolist()],
    )
    told = np.flatnonzero(registered != NEVER)
    registrations = rows(
        Registration, person[told].tolist(), told.tolist(), dates(registered[told]), dates(left[told])
    )
    return _dwellings(used, crowd, living, block, shift), stays, registrations


def _work(rng: Generator, living: Living, person: Ints) -> tuple[list[str], list[str]]:
    jobs = rng.integers(0, len(words.JOBS), len(person)).tolist()
    working, employers = living.working[person].tolist(), living.employer[person].tolist()
    return (
        [words.EMPLOYERS[which] if works else "" for works, which in zip(working, employers, strict=True)],
        [words.JOBS[which] if works else "" for works, which in zip(working, jobs, strict=True)],
    )


def _dwellings(used: Ints, crowd: Crowd, living: Living, block: int, shift: int) -> list[Dwelling]:
    """The dwellings lived in, at addresses that no other block has; a rented one has a landlord."""
    heads = np.flatnonzero(crowd.head == np.arange(len(crowd)))
    rented = (living.tenure[heads] == 0)[used // 2]
    serial = (block * 2 * BLOCK + used) * _STRIDE + shift
    return [
        Dwelling(*_address(number % _ADDRESSES), *(_landlord(number) if let else ("", "")))
        for number, let in zip(serial.tolist(), rented.tolist(), strict=True)
    ]


def _address(serial: int) -> tuple[str, str]:
    """Community and address of the how manieth dwelling: each serial number has its own."""
    rest, room = divmod(serial, _ROOMS)
    rest, floor = divmod(rest, _FLOORS)
    rest, unit = divmod(rest, _UNITS)
    rest, building = divmod(rest, _BUILDINGS)
    rest, number = divmod(rest, _NUMBERS)
    community, street = divmod(rest, 4)
    house = f"{words.STREETS[community][street]}{number + 1}号"
    return words.COMMUNITIES[community], f"{house}{building + 1}栋{unit + 1}单元{floor + 1}{room + 1:02}"


def _landlord(draw: int) -> tuple[str, str]:
    surname = words.SURNAMES[draw // 7 % len(words.SURNAMES)][0]
    first, second = words.GIVEN[1970][draw % 2]
    given = first[draw // 11 % len(first)] + second[draw // 13 % len(second)]
    return surname + given, f"164{draw * 31 % 10**8:08d}"
