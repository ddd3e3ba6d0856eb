"""What the law asks about beside residence: work, insurance months, schooling, statements."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from app.fiction import words
from app.fiction.crowd import CHILD, OFFICE_CITY, Crowd
from app.fiction.days import NEVER, Days, dates, month_start, months_after, year_day, years
from app.fiction.naming import Flags, Ints
from app.fiction.rows import Employment, Insurance, Schooling, Statement, rows
from app.fiction.stays import TENURES, Living

_LEVELS = (("primary", 0, 6), ("junior", 6, 9), ("senior", 9, 12))  # years after entering school
_ELSEWHERE = ("5301", "4403", "3301", "5201")
_ASKED = (
    ("serious_crime", 0.30, "no"),
    ("owns_home_locally", 0.20, "no"),
    ("family_on_low_income", 0.05, "unknown"),
)


def employments(rng: Generator, living: Living, office: str, on: int) -> list[Employment]:
    """A spell for everybody who works, from soon after arriving until leaving."""
    since = living.arrived + rng.integers(0, 20, len(living.arrived))
    works = np.flatnonzero(living.working & (since <= living.until(on)))
    return rows(
        Employment,
        works.tolist(),
        dates(since[works]),
        dates(living.left[works]),
        [office] * len(works),
        [words.EMPLOYERS[which] for which in living.employer[works].tolist()],
    )


def insurances(rng: Generator, living: Living, on: int) -> list[Insurance]:
    """Pension and medical months of those insured here or elsewhere, for half of them with a hole."""
    person = np.flatnonzero(living.insured < 2)
    first = month_start(months_after(living.arrived[person], 1))
    last = month_start(months_after(month_start(living.until(on)[person]), -1))
    elsewhere = living.insured[person] == 1
    first = np.where(elsewhere, month_start(months_after(first, -rng.integers(6, 60, len(person)))), first)
    hole = month_start(months_after(first, rng.integers(3, 30, len(person))))
    after = month_start(months_after(hole, rng.integers(2, 5, len(person))))
    split = (rng.random(len(person)) < 0.5) & (after < last)
    region = np.where(elsewhere, rng.integers(1, len(_ELSEWHERE) + 1, len(person)), 0)
    backpaid, flexible = rng.random(len(person)) < 0.03, rng.random(len(person)) < 0.10
    made: list[Insurance] = []
    for since, until, has in (
        (first, np.where(split, month_start(months_after(hole, -1)), last), first <= last),
        (after, last, split),
    ):
        for kind in ("pension", "medical"):
            chosen = np.flatnonzero(has & (until >= since))
            made += rows(
                Insurance,
                person[chosen].tolist(),
                [kind] * len(chosen),
                dates(since[chosen]),
                dates(until[chosen]),
                [(OFFICE_CITY, *_ELSEWHERE)[which] for which in region[chosen].tolist()],
                backpaid[chosen].tolist(),
                flexible[chosen].tolist(),
            )
    return made


def schoolings(rng: Generator, crowd: Crowd, living: Living, office: str, on: int) -> list[Schooling]:
    """Spells on a school's roll while living here; who is six by the end of August enters in September."""
    child = np.flatnonzero(crowd.role == CHILD)
    birth = crowd.birth[child]
    enters = years(birth) + 6 + (birth > year_day(years(birth), 8, 31))
    made: list[Schooling] = []
    for level, start, end in _LEVELS:
        here, since, until = _on_roll(living, child, enters + start, enters + end, on)
        schools = words.SCHOOLS[level]
        made += rows(
            Schooling,
            child[here].tolist(),
            [level] * len(here),
            dates(since),
            dates(until),
            [office] * len(here),
            [schools[which % len(schools)] for which in rng.integers(0, 60, len(here)).tolist()],
        )
    return made


def _on_roll(living: Living, child: Ints, first: Ints, last: Ints, on: int) -> tuple[Ints, Days, Days]:
    """Which of the children are at a school while living here, since when, and until when if that is over."""
    opens, closes = year_day(first, 9, 1), year_day(last, 8, 31)
    left = living.left[child]
    since = np.maximum(opens, living.arrived[child])
    until = np.minimum(closes, np.where(left == NEVER, closes, left))
    here = np.flatnonzero((since < until) & (since <= on))
    return here, since[here], np.where(until > on, NEVER, until)[here]


def statements(rng: Generator, crowd: Crowd, living: Living) -> list[Statement]:
    """What people declared on being registered; relatives' guests mostly, that they live there lawfully."""
    told = living.registered != NEVER
    unsure = np.isin(living.tenure, [TENURES.index("relatives"), TENURES.index("other")])
    made = _said(told & unsure & (rng.random(len(crowd)) < 0.6), "lawful_dwelling", "yes", living.registered)
    for name, share, value in _ASKED:
        made += _said(told & crowd.adult & (rng.random(len(crowd)) < share), name, value, living.registered)
    return made


def _said(who: Flags, name: str, value: str, days: Days) -> list[Statement]:
    people = np.flatnonzero(who)
    return rows(Statement, people.tolist(), [name] * len(people), [value] * len(people), dates(days[people]))
