"""The permits of a block in every state, each step on a day the law allows.

A permit is applied for half a year after registration or later (decree 663 art. 2), issued within 15 days
of acceptance (art. 9), endorsed in the month before each year is full, and after a late endorsement the
years run from that day (art. 10).
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from itertools import islice

import numpy as np
from numpy.random import Generator

from app.fiction import words
from app.fiction.crowd import CHILD, Crowd
from app.fiction.days import NEVER, Days, dates, months_after
from app.fiction.naming import Flags, Ints
from app.fiction.rows import Endorsement, Material, Page, Permit, PermitStep, rows
from app.fiction.stays import HOUSED, TENURES, Living

STATES = (
    "issued", "applied", "accepted", "approved", "printed", "refused", "lost", "replaced", "cancelled",
    "seized", "suspended",
)  # fmt: skip
_STATE = {name: place for place, name in enumerate(STATES)}
# Of 40 permits, how many are in which state; suspended are those of the issued whose endorsement is long due.
_CYCLE = np.repeat(np.arange(len(STATES)), (28, 1, 2, 1, 1, 1, 1, 2, 2, 1, 0))
NOTHING = -1
_SLACK = 45  # days a case may take from application to the hand-out, with some to spare


@dataclass(frozen=True, slots=True)
class Cases:
    """Permits in columns; ``person`` is a place in the block, ``ended`` the day of refusal or of the end.

    ``replaces`` is the place of the permit a new card stands in for, NOTHING where there is none.
    """

    person: Ints
    state: Ints
    applied: Days
    accepted: Days
    approved: Days
    issued: Days
    handed: Days
    lost: Days
    ended: Days
    replaces: Ints

    def is_in(self, *states: str) -> Flags:
        """Which of them are in one of these states."""
        return np.isin(self.state, [_STATE[state] for state in states])


def draw(rng: Generator, crowd: Crowd, living: Living, on: int) -> Cases:
    """A permit for about two in three of those who may have one, all states occurring among 60 permits."""
    person, state = _holders(rng, crowd, living, on)
    first = _first_permits(rng, person, state, living, on)
    return _with_replacements(rng, first, on)


def _holders(rng: Generator, crowd: Crowd, living: Living, on: int) -> tuple[Ints, Ints]:
    """Who has or had a permit, and in which state it is; of those who left it is cancelled."""
    ripe = months_after(np.maximum(living.registered, 1), 6) + _SLACK <= living.until(on)
    housed = np.isin(living.tenure, list(HOUSED)) | living.working
    wants = rng.random(len(crowd)) < np.where(crowd.role == CHILD, 0.12, 0.65)
    numbered = np.array([bool(number) for number in crowd.numbers])
    may = ripe & (living.registered != NEVER) & housed & crowd.from_another_city & numbered[crowd.head]
    of_age = (crowd.role != CHILD) | (living.registered - crowd.birth > 6 * 366)
    person = np.flatnonzero(may & wants & of_age)
    state = np.empty(len(person), np.int64)
    here = living.left[person] == NEVER
    state[here] = _CYCLE[rng.permutation(int(here.sum())) % len(_CYCLE)]
    state[~here] = _STATE["cancelled"]
    return person, state


def _first_permits(rng: Generator, person: Ints, state: Ints, living: Living, on: int) -> Cases:
    """The day of every step; what is not handed out yet was applied for in the last fortnight."""
    count = len(person)

    def some(least: int, most: int) -> Days:
        return rng.integers(least, most + 1, count)

    under_way = np.isin(state, [_STATE[name] for name in ("applied", "accepted", "approved", "printed")])
    ripe, until = months_after(living.registered[person], 6), living.until(on)[person]
    applied = ripe + (rng.beta(1, 3, count) * np.minimum(until - _SLACK - ripe, 900)).astype(np.int64)
    applied = np.where(under_way, on - some(11, 13), applied)
    applied = np.where(np.isin(state, (_STATE["applied"], _STATE["accepted"])), on - some(2, 8), applied)
    accepted = applied + some(0, 2)
    approved = accepted + some(1, 6)
    approved = np.where(under_way, np.minimum(approved, on - 2), approved)
    issued = np.where(under_way, on - some(0, 2), approved + some(0, 3))
    handed = issued + some(0, 5)
    cases = Cases(
        person,
        state,
        applied,
        accepted,
        approved,
        issued,
        handed,
        np.zeros_like(person),
        np.zeros_like(person),
        np.full(count, NOTHING),
    )
    lost = np.select(
        [cases.is_in("lost"), cases.is_in("replaced")],
        [on - some(0, 20), handed + 1 + (rng.random(count) * (on - 18 - handed - 1)).astype(np.int64)],
        NEVER,
    )
    stays_on = handed + 1 + (rng.random(count) * np.maximum(on - handed - 1, 0)).astype(np.int64)
    left = living.left[person]
    over = cases.is_in("cancelled", "seized")
    ended = np.select(
        [cases.is_in("refused"), over & (left != NEVER), over],
        [accepted + some(1, 10), left, stays_on],
        NEVER,
    )
    return _cut(replace(cases, lost=lost, ended=ended))


def _cut(cases: Cases) -> Cases:
    """The same without the steps that a permit in its state has not come to."""

    def reached(days: Days, *not_in: str) -> Days:
        return np.where(cases.is_in(*not_in), NEVER, days)

    return Cases(
        cases.person, cases.state, cases.applied,
        reached(cases.accepted, "applied"),
        reached(cases.approved, "applied", "accepted", "refused"),
        reached(cases.issued, "applied", "accepted", "approved", "refused"),
        reached(cases.handed, "applied", "accepted", "approved", "printed", "refused"),
        cases.lost, cases.ended, cases.replaces,
    )  # fmt: skip


def _with_replacements(rng: Generator, first: Cases, on: int) -> Cases:
    """Behind the others a new permit for every lost one replaced; handing it out ends the old one."""
    old = np.flatnonzero(first.is_in("replaced"))
    applied = first.lost[old]
    approved = applied + rng.integers(1, 6, len(old))
    issued = approved + rng.integers(0, 4, len(old))
    handed = issued + rng.integers(0, 5, len(old))
    first.ended[old] = handed
    new = Cases(
        first.person[old], np.full(len(old), _STATE["issued"]), applied, applied, approved, issued, handed,
        np.zeros_like(old), np.zeros_like(old), old,
    )  # fmt: skip
    columns = [column.name for column in fields(Cases)]
    return Cases(*(np.concatenate((getattr(first, name), getattr(new, name))) for name in columns))


# -- endorsements ----------------------------------------------------------------------------------


def endorse(rng: Generator, cases: Cases, on: int) -> tuple[list[Endorsement], Days]:
    """The endorsements made so far, and when every permit's year is full (NEVER for one never handed out).

    The last day in time is the day before. The years of a permit go on with the card that stands in for it.
    """
    new = np.full(len(cases.person), NOTHING)
    standing_in = np.flatnonzero(cases.replaces != NOTHING)
    new[cases.replaces[standing_in]] = standing_in
    renewed = new != NOTHING
    anchor, number = cases.issued.copy(), np.ones(len(cases.person), np.int64)
    until = np.where(cases.lost != NEVER, cases.lost, np.where(cases.ended != NEVER, cases.ended, on + 1))
    until = np.where(renewed, on + 1, until)
    running = (cases.handed != NEVER) & (cases.replaces == NOTHING)
    due = np.where(running, months_after(np.maximum(anchor, 1), 12), NEVER)
    nobody = np.zeros(0, np.int64)
    made: list[tuple[Ints, Days, Days]] = [(nobody, nobody, nobody)]
    while running.any():
        day, late = _next_endorsement(rng, due)
        # Who comes while a new card is being made is endorsed once it is there.
        waits = renewed & (day >= cases.lost) & (day <= cases.ended) & (day != NEVER)
        day, late = np.where(waits, cases.ended + 1, day), np.where(waits, cases.ended + 1 >= due, late)
        running &= (day != NEVER) & (day < until)
        which = np.flatnonzero(running)
        card = np.where(renewed & (day > cases.ended), new, np.arange(len(new)))
        made.append((card[which], day[which], due[which]))
        anchor = np.where(running & late, day, anchor)
        number = np.where(late, 1, number + 1)
        due = np.where(running, months_after(np.maximum(anchor, 1), 12 * number), due)
    due[standing_in] = due[cases.replaces[standing_in]]
    permit, endorsed, for_day = (np.concatenate(column) for column in zip(*made, strict=True))
    order = np.lexsort((endorsed, permit))
    return (
        rows(
            Endorsement,
            cases.person[permit[order]].tolist(),
            permit[order].tolist(),
            dates(endorsed[order]),
            dates(for_day[order] - 1),
        ),
        due,
    )


def suspend(cases: Cases, due: Days, on: int) -> Cases:
    """The same, those whose endorsement is more than a fortnight late noted as suspended."""
    lapsed = cases.is_in("issued") & (due < on - _NOTED_AFTER)
    return replace(cases, state=np.where(lapsed, _STATE["suspended"], cases.state))


_NOTED_AFTER = 14
LAPSES = 1 - 1 / 60


def _next_endorsement(rng: Generator, due: Days) -> tuple[Days, Flags]:
    """The day somebody comes: mostly in the month before, some late, one in sixty not at all."""
    chance = rng.random(len(due))
    late = (chance >= 0.84) & (chance < LAPSES)
    in_time = due - rng.integers(1, 28, len(due))
    day = np.where(late, due + rng.integers(1, 150, len(due)), in_time)
    return np.where(chance >= LAPSES, NEVER, day), late


# -- rows ------------------------------------------------------------------------------------------


def permit_rows(rng: Generator, cases: Cases, crowd: Crowd, first_stay: int, due: Days) -> list[Permit]:
    """The rows of the permits; ``first_stay`` is the place of the first person's present stay."""
    words_of = rng.integers(0, 1 << 16, len(cases.person)).tolist()
    in_use = cases.is_in("issued", "suspended")
    agents = np.where(crowd.role[cases.person] == CHILD, crowd.head[cases.person], -1).tolist()
    return rows(
        Permit,
        cases.person.tolist(),
        (cases.person + first_stay).tolist(),
        ["first" if place == NOTHING else "reissue" for place in cases.replaces.tolist()],
        [None if place == NOTHING else place for place in cases.replaces.tolist()],
        [None if place == NOTHING else place for place in cases.replaces.tolist()],
        [STATES[state] for state in cases.state.tolist()],
        dates(cases.applied),
        dates(cases.accepted),
        dates(cases.approved),
        dates(cases.issued),
        dates(cases.handed),
        dates(np.where(in_use, due, NEVER)),
        dates(np.where(in_use, due - 1, NEVER)),
        dates(cases.ended),
        [_why(STATES[s], draw) for s, draw in zip(cases.state.tolist(), words_of, strict=True)],
        [crowd.names[agent] if agent >= 0 else "" for agent in agents],
        [crowd.numbers[agent] if agent >= 0 else "" for agent in agents],
        ["guardian" if agent >= 0 else "" for agent in agents],
        ["minor" if agent >= 0 else "" for agent in agents],
        ["0 yuan" if place == NOTHING else "at cost" for place in cases.replaces.tolist()],
    )


def _why(state: str, draw: int) -> str | None:
    if state == "refused":
        return words.REFUSALS[draw % len(words.REFUSALS)]
    ending = words.GROUNDS.get(state, ())
    return ending[draw % len(ending)][1] if ending else None


def step_rows(cases: Cases, permits: list[Permit], due: Days) -> list[PermitStep]:
    """The steps of every permit, in the order they were taken."""
    lost, replaced = cases.lost != NEVER, cases.is_in("replaced")
    taken: tuple[tuple[str, str, str, Days], ...] = (
        ("apply", "", "applied", cases.applied),
        ("accept", "applied", "accepted", cases.accepted),
        ("refuse", "accepted", "refused", np.where(cases.is_in("refused"), cases.ended, NEVER)),
        ("approve", "accepted", "approved", cases.approved),
        ("print", "approved", "printed", cases.issued),
        ("hand_out", "printed", "issued", cases.handed),
        ("report_lost", "issued", "lost", np.where(lost, cases.lost, NEVER)),
        ("reissue", "lost", "replaced", np.where(replaced, cases.ended, NEVER)),
        ("suspend", "issued", "suspended", np.where(cases.is_in("suspended"), due + _NOTED_AFTER, NEVER)),
        ("cancel", "issued", "cancelled", np.where(cases.is_in("cancelled"), cases.ended, NEVER)),
        ("seize", "issued", "seized", np.where(cases.is_in("seized"), cases.ended, NEVER)),
    )
    days = np.stack([day for *_, day in taken], axis=1)
    permit, which = np.nonzero(days != NEVER)
    person = cases.person[permit].tolist()
    on = dates(days[permit, which])
    return [
        PermitStep(who, place, *taken[step][:3], day, *_ground(taken[step][0], permits[place]))
        for who, place, step, day in zip(person, permit.tolist(), which.tolist(), on, strict=True)
    ]


def _ground(step: str, permit: Permit) -> tuple[str, str]:
    """The ground and the reason of a step, as they stand at the end of the permit."""
    if step == "refuse":
        return "", permit.end_reason or ""
    grounds = {name: code for code, name in words.GROUNDS.get(_ENDED_BY.get(step, ""), ())}
    return grounds.get(permit.end_reason or "", ""), ""


_ENDED_BY = {"cancel": "cancelled", "seize": "seized"}


def material_rows(cases: Cases, living: Living) -> list[Material]:
    """The proofs of the applications on the desk; what was not accepted yet still lacks one."""
    pending = np.flatnonzero(cases.is_in("applied", "accepted", "approved", "printed"))
    made = []
    for permit, received in zip(pending.tolist(), dates(cases.applied[pending]), strict=True):
        person = int(cases.person[permit])
        proof, proves = _proof(TENURES[living.tenure[person]])
        lacks = cases.state[permit] == _STATE["applied"]
        made.append(Material(person, permit, "id_card", "identity", "held", "card_read", received, 1))
        made.append(Material(person, permit, "photo", "photo", "held", "original_seen", received, 1))
        made.append(
            Material(person, permit, proof, proves, "missing", "", None, 0)
            if lacks
            else Material(person, permit, proof, proves, "held", "original_seen", received, 2)
        )
    return made


def _proof(tenure: str) -> tuple[str, str]:
    """The proof that goes with a kind of dwelling, and what it proves."""
    return {
        "rented": ("lease", "address"),
        "owned": ("property_certificate", "address"),
        "dormitory": ("employer_lodging", "address"),
        "school": ("school_lodging", "address"),
    }.get(tenure, ("labour_contract", "work"))


PICTURES = {
    "lease": ("lease-1.jpg", "lease-2.jpg"),
    "labour_contract": ("labour_contract-1.jpg", "labour_contract-2.jpg"),
}
"""Of these proofs there are pictures, the same for everybody; each as many as it has pages."""
WITH_PAGES = 24
"""Of so many applications pages are kept: enough to try the review, and no more in a city of a million."""


def page_rows(permits: list[Permit], materials: list[Material]) -> list[Page]:
    """The pages of the first proofs whose application is in review."""
    pages = []
    pictured = (
        (place, proof)
        for place, proof in enumerate(materials)
        if proof.kind in PICTURES and proof.state == "held" and permits[proof.permit].state == "accepted"
    )
    for place, proof in islice(pictured, WITH_PAGES):
        assert proof.received_on is not None
        for number, picture in enumerate(PICTURES[proof.kind], 1):
            pages.append(Page(proof.person, place, number, proof.received_on, picture))
    return pages
