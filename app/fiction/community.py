"""The community as a whole: so many people from one seed, as of a day, in blocks that each stand alone."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

import numpy as np

from app.errors import Refused
from app.fiction import crowd, histories, permits, stays
from app.fiction.naming import BLOCK
from app.fiction.rows import Block
from app.language import N_


@contextmanager
def _no_looking_for_garbage() -> Iterator[None]:
    """Rows are plain tuples without cycles; looking for cycles in them costs a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@dataclass(frozen=True, slots=True)
class Community:
    """``people`` invented people around ``on``, for the office of a division; the same for the same seed.

    Raises Refused for a number of people that cannot be invented.
    """

    seed: int
    people: int
    on: date
    office: str = "530302"

    def __post_init__(self) -> None:
        if not 1 <= self.people <= stays.MOST_PEOPLE:
            raise Refused(N_("A community has 1 to {most} people."), field="people", most=stays.MOST_PEOPLE)

    def blocks(self) -> Iterator[Block]:
        """The people block by block; every block can be made without the ones before it."""
        for place in range(self._count):
            with _no_looking_for_garbage():
                block = self._block(place)
            yield block

    @property
    def _count(self) -> int:
        return -(-self.people // BLOCK)

    def _block(self, place: int) -> Block:
        rng = np.random.Generator(np.random.PCG64([self.seed, place]))
        on, first = self.on.toordinal(), place * BLOCK
        who = crowd.draw(rng, min(BLOCK, self.people - first), place, self._count, on)
        living = stays.draw(rng, who, on)
        dwellings, all_stays, registrations = stays.rows_of(rng, who, living, place, self.seed)
        households, members = crowd.families(who, living.arrived)
        cases = permits.draw(rng, who, living, on)
        endorsements, due = permits.endorse(rng, cases, on)
        cases = permits.suspend(cases, due, on)
        permit_rows = permits.permit_rows(rng, cases, who, len(all_stays) - len(who), due)
        materials = permits.material_rows(cases, living)
        return Block(
            first,
            crowd.people(rng, who),
            crowd.identifiers(who),
            dwellings,
            all_stays,
            registrations,
            households,
            members,
            histories.employments(rng, living, self.office, on),
            histories.insurances(rng, living, on),
            histories.schoolings(rng, who, living, self.office, on),
            histories.statements(rng, who, living),
            permit_rows,
            permits.step_rows(cases, permit_rows, due),
            endorsements,
            materials,
            [] if place else permits.page_rows(permit_rows, materials),
        )
