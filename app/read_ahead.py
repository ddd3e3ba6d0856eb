"""What is on file for many arrivals, read ahead by two questions for all instead of several for each."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.records import Dwelling, Identifier, Person

Address = tuple[str, str]
"""A community, and street and number in it."""


class ReadAhead:
    """Who holds which of these numbers, and which dwelling is at which of these addresses.

    Whoever enters somebody or a dwelling notes it here too, so that the next line of a list finds it though
    it is not in the database yet.
    """

    def __init__(
        self, session: Session, division: str, numbers: Collection[str], addresses: Collection[Address]
    ) -> None:
        self.holders: dict[str, Person] = {}
        self.dwellings: dict[Address, Dwelling] = {}
        if numbers:
            held = select(Identifier.number, Person).join(Identifier.person)
            for number, person in session.execute(held.where(Identifier.number.in_(numbers))):
                self.holders[number] = person
        if addresses:
            communities, streets = map(set, zip(*addresses, strict=True))
            known = select(Dwelling).where(
                Dwelling.division == division,
                Dwelling.community.in_(communities),
                Dwelling.address.in_(streets),
            )
            for place in session.scalars(known):
                self.dwellings[place.community, place.address] = place
