"""Who gains and who loses when the rules change, by name."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.law import Case, Law, Permit, Resident, Stay, Verdict
from app.law.compare import compare
from tests.law.shelf import with_rules

DAY = date(2026, 6, 1)
ZHANG = Resident(
    stays=(Stay("530302", date(2025, 1, 1), date(2025, 1, 1)),), permits=(), household_division="513021"
)
WANG = replace(ZHANG, stays=(Stay("530302", date(2025, 9, 1), date(2025, 9, 1)),))
LI = replace(ZHANG, permits=(Permit(date(2026, 1, 1), ()),))
PEOPLE = [("张", Case(ZHANG)), ("王", Case(WANG)), ("李", Case(LI)), ("赵", Case(Resident()))]


@pytest.fixture
def laws(tmp_path: Path) -> tuple[Law, Law]:
    (tmp_path / "old").mkdir()
    (tmp_path / "new").mkdir()
    old = with_rules(tmp_path / "old", stayed="requires: {residence_run: {at_least: 1 year}}",
                     gone="requires: {permit_valid: {is: yes}}")  # fmt: skip
    new = with_rules(tmp_path / "new", stayed="requires: {residence_run: {at_least: 6 months}}",
                     come="requires: {permit_valid: {is: yes}}")  # fmt: skip
    return old, new


def test_it_is_told_who_gains_and_who_loses_and_for_whom_only_the_day_changes(laws: tuple[Law, Law]) -> None:
    found = {(change.name, change.rule): change for change in compare(*laws, PEOPLE, DAY)}
    assert [key for key, change in found.items() if change.gains] == [("王", "stayed"), ("李", "come")]
    assert [key for key, change in found.items() if change.loses] == [("李", "gone")]
    assert ("张", "stayed") not in found
    assert ("赵", "stayed") not in found
    (early,) = compare(*laws, PEOPLE[1:2], date(2025, 10, 1), ["stayed"])
    assert early.old is not None
    assert early.new is not None
    assert [early.old.opens, early.new.opens] == [date(2026, 9, 1), date(2026, 3, 1)]
    assert not early.gains
    assert not early.loses


def test_each_change_carries_both_answers_with_their_reasons(laws: tuple[Law, Law]) -> None:
    (change,) = compare(*laws, PEOPLE[1:2], DAY, ["stayed"])
    assert change.old is not None
    assert change.new is not None
    assert (change.old.verdict, change.new.verdict) == (Verdict.NO, Verdict.YES)
    assert change.old.checksum != change.new.checksum
    (gone,) = compare(*laws, PEOPLE[2:3], DAY, ["gone"])
    assert gone.new is None


def test_a_law_compared_with_itself_changes_nothing(laws: tuple[Law, Law]) -> None:
    assert list(compare(laws[0], laws[0], PEOPLE, DAY)) == []


def test_people_are_compared_as_they_come(laws: tuple[Law, Law]) -> None:
    seen = []

    def coming() -> Iterator[tuple[str, Case]]:
        for name, case in PEOPLE:
            seen.append(name)
            yield name, case

    assert next(compare(*laws, coming(), DAY)).name == "张"
    assert seen == ["张"]
