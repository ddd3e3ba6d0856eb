"""Who gains and who loses when the rules change, by name."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings

from app.law import Case, Law, Permit, Resident, Stay, Verdict
from app.law.compare import Change, Stand, compare, differing
from app.law.pack import POLICY
from app.law.packing import Block, packed
from tests.law.invented import DAYS, people
from tests.law.shelf import with_rules

DAY = date(2026, 6, 1)
ZHANG = Resident(
    stays=(Stay("530302", date(2025, 1, 1), date(2025, 1, 1)),), permits=(), household_division="513021"
)
WANG = replace(ZHANG, stays=(Stay("530302", date(2025, 9, 1), date(2025, 9, 1)),))
LI = replace(ZHANG, permits=(Permit(date(2026, 1, 1), ()),))
NAMES = ("张", "王", "李", "赵")
CASES = (Case(ZHANG), Case(WANG), Case(LI), Case(Resident()))


@pytest.fixture
def laws(tmp_path: Path) -> tuple[Law, Law]:
    (tmp_path / "old").mkdir()
    (tmp_path / "new").mkdir()
    old = with_rules(tmp_path / "old", stayed="requires: {residence_run: {at_least: 1 year}}",
                     gone="requires: {permit_valid: {is: yes}}")  # fmt: skip
    new = with_rules(tmp_path / "new", stayed="requires: {residence_run: {at_least: 6 months}}",
                     come="requires: {permit_valid: {is: yes}}")  # fmt: skip
    return old, new


def changes(
    laws: tuple[Law, Law], cases: Sequence[Case] = CASES, day: date = DAY, rules: Sequence[str] = ()
) -> list[Change]:
    return list(compare(*laws, packed(cases), day, rules or differing(*laws)))


def test_it_is_told_who_gains_and_who_loses_and_for_whom_only_the_day_changes(laws: tuple[Law, Law]) -> None:
    found = {(NAMES[change.who], change.rule): change for change in changes(laws)}
    assert [key for key, change in found.items() if change.gains] == [("王", "stayed"), ("李", "come")]
    assert [key for key, change in found.items() if change.loses] == [("李", "gone")]
    assert ("张", "stayed") not in found
    assert ("赵", "stayed") not in found
    (early,) = changes(laws, CASES[1:2], date(2025, 10, 1), ["stayed"])
    assert [early.old.opens, early.new.opens] == [date(2026, 9, 1), date(2026, 3, 1)]
    assert not early.gains
    assert not early.loses


def test_where_a_law_has_no_such_rule_nothing_can_be_said(laws: tuple[Law, Law]) -> None:
    (gone,) = changes(laws, CASES[2:3], DAY, ["gone"])
    assert (gone.old.verdict, gone.new) == (Verdict.YES, Stand(Verdict.UNKNOWN, None))


def test_only_what_is_written_otherwise_is_compared(laws: tuple[Law, Law]) -> None:
    assert differing(laws[0], laws[0]) == ()
    assert set(differing(*laws)) == {"stayed", "gone", "come"}


def test_a_number_that_rules_are_counted_by_changes_the_answers_of_all_of_them(tmp_path: Path) -> None:
    counted = with_rules(tmp_path, residence__count_from="value: arrived")
    moved = replace(ZHANG, stays=(Stay("530302", date(2025, 11, 1), date(2026, 3, 1), tenure="rented"),))
    found = changes((Law.read_once(POLICY, "530302"), counted), (Case(moved),))
    assert [(change.rule, change.gains) for change in found] == [("may_apply_for_permit", True)]


def test_people_are_compared_as_they_come(laws: tuple[Law, Law]) -> None:
    seen = []

    def coming() -> Iterator[Block]:
        for name, block in zip(NAMES, packed(CASES, 1), strict=True):
            seen.append(name)
            yield block

    assert NAMES[next(compare(*laws, coming(), DAY, ["stayed"])).who] == "王"
    assert seen == ["张", "王"]


@settings(max_examples=40)
@given(resident=people(), day=DAYS)
def test_what_is_compared_is_what_each_law_answers_at_the_counter(
    one_and_other: tuple[Law, Law], resident: Resident, day: date
) -> None:
    case = Case(resident)
    found = {change.rule: (change.old, change.new) for change in changes(one_and_other, (case,), day)}
    for rule in one_and_other[0].rules():
        stands = tuple(Stand((a := law.ask(rule, case, day)).verdict, a.opens) for law in one_and_other)
        assert found.get(rule, stands) == stands
        assert (rule in found) == (stands[0] != stands[1])


@pytest.fixture(scope="module")
def one_and_other(tmp_path_factory: pytest.TempPathFactory) -> tuple[Law, Law]:
    stricter = with_rules(tmp_path_factory.mktemp("stricter"), residence__gap="value: 3 months",
                          may_apply_for_permit="requires: {residence_run: {at_least: 8 months}}")  # fmt: skip
    return Law.read_once(POLICY, "530302"), stricter
