"""Invented residents as the law sees them, and fourteen services of different kinds to ask about."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from app.law import Case, Employment, Insurance, Law, Permit, Resident, Stay, month_of
from app.law.pack import POLICY

DAY = date(2026, 6, 1)
OFFICE = "130602"

SERVICES = (
    "{permit_valid: {is: yes}}",
    "{all: [{permit_valid: {is: yes}}, {residence_total: {at_least: 1 year}}]}",
    "{all: [{permit_valid: {is: yes}}, {residence_run: {at_least: 2 years}}]}",
    "{all: [{residence_total: {at_least: 3 years}}, {insured_months: {kind: pension, at_least: 36}}]}",
    "{all: [{residence_run: {at_least: 5 years}}, {insured_months: {mode: run, at_least: 60}}]}",
    "{all: [{residence_run: {at_least: 6 months}}, {any: [{employed: {is: yes}}, {housed: {is: yes}}]}]}",
    "{any: [{insured_months: {at_least: 99}}, {insured_months: {within: 24 months, at_least: 18}}]}",
    "{any: [{insured_months: {kind: [pension, medical], at_least: 12}}, {in_sudden_need: {is: yes}}]}",
    "{all: [{permit_total: {at_least: 3 years}}, {insured_months: {kind: medical, at_least: 36}}]}",
    "{all: [{permit_valid: {is: yes}}, {employment_run: {at_least: 1 year}}]}",
    "{all: [{permit_valid: {is: yes}}, {housing_run: {at_least: 1 year}}]}",
    "{all: [{permit_valid: {is: yes}}, {age: {at_least: 60 years}}]}",
    "{all: [{not: {serious_crime: {is: yes}}}, {residence_run: {at_least: 1 year}}]}",
    "{all: [{permit_run: {at_least: 5 years}}, {from_elsewhere: {is: yes}}]}",
)
RULES = tuple(f"service_{number}" for number in range(len(SERVICES)))


def law(home: Path) -> Law:
    """The nation's law with the services, read from a shelf below ``home``."""
    county = home / f"cn-{OFFICE}"
    county.mkdir()
    (home / "cn").symlink_to(POLICY / "cn")
    (county / "pack.yaml").write_text("issuer: {zh: 县, en: county}\nversion: '1'\n", encoding="utf-8")
    rules = "".join(
        f"{name}:\n  title: {{zh: 试, en: Tried}}\n  tier: 2\n  editions:\n    2016-01-01:\n"
        f"      article: x\n      status: unverified\n      checked_on: 2026-01-01\n"
        f"      requires: {requires}\n"
        for name, requires in zip(RULES, SERVICES, strict=True)
    )
    (county / "services.yaml").write_text(rules, encoding="utf-8")
    return Law.read(home, OFFICE)


def invented(count: int) -> Iterator[Case]:
    """So many residents, the same each time: stays, a permit mostly endorsed in time, jobs, insurance."""
    chance = random.Random(1)
    for _ in range(count):
        yield Case(_resident(chance))


def _resident(chance: random.Random) -> Resident:
    came = date(2016, 1, 1) + timedelta(chance.randrange(3600))
    return Resident(
        born=date(1940, 1, 1) + timedelta(chance.randrange(29_000)),
        household_division=chance.choice(["513021", "410102", "130602"]),
        stays=tuple(_stays(chance, came)),
        permits=tuple(_permits(chance, came + timedelta(200))),
        employment=None if chance.random() < 0.1 else (Employment(came),) if chance.random() < 0.6 else (),
        insurance=None if chance.random() < 0.2 else tuple(_paid(chance) for _ in range(chance.randrange(5))),
        statements={"in_sudden_need": False} if chance.random() < 0.5 else {},
    )


def _stays(chance: random.Random, came: date) -> Iterator[Stay]:
    moved = came + timedelta(chance.randrange(100, 2000))
    goes_on = chance.random() < 0.6
    yield Stay("130602", came, came + timedelta(5), None if goes_on else moved, "rented", "A")
    if not goes_on and chance.random() < 0.8:
        again = moved + timedelta(chance.choice([0, 1, 90]))
        yield Stay(chance.choice(["130606", "110101"]), again, again, None, "relatives", "B")


def _permits(chance: random.Random, issued: date) -> Iterator[Permit]:
    if chance.random() < 0.8:
        endorsed = [issued + timedelta(365 * year - chance.randrange(-20, 30)) for year in range(1, 11)]
        yield Permit(issued, tuple(day for day in endorsed if day < DAY and chance.random() < 0.95))


def _paid(chance: random.Random) -> Insurance:
    since = month_of(2015, 1) + chance.randrange(130)
    until = None if chance.random() < 0.4 else since + chance.randrange(3, 60)
    return Insurance(chance.choice(["pension", "medical"]), since, until, "13", False, False)
