"""What if: one thing of a file goes otherwise, the same law is asked, and what is unknown stays so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import whatif
from app.law import Case, Employment, Insurance, Law, Permit, Resident, Stay, Verdict, month_of
from app.law.calendar import Period, after
from app.law.pack import POLICY
from app.whatif import Tried
from tests.law.invented import half_known
from tests.law.shelf import with_rules

TODAY = date(2026, 11, 23)
HERE = "510104"
CHENGDU = Law.read_once(POLICY, HERE)
PAYS = "Insurance is paid every month"
PAUSES = "Insurance pauses for one month"
STOPS = "Nothing more is paid"
ANOTHER_EMPLOYER = "They change employer without a hole"
MOVES = "They move away today"
MADE_UP = "The endorsement is made up for today"
LATE = "The next endorsement is a month late"

YEARS = tuple(date(year, 7, 20) for year in range(2020, 2027))
SETTLED = Resident(
    born=date(1990, 1, 1), household_division="530302",
    stays=(Stay(HERE, date(2019, 1, 5), date(2019, 1, 5), None, "rented", "锦江-1"),),
    permits=(Permit(date(2019, 8, 1), YEARS, address="锦江-1"),),
    employment=(Employment(date(2022, 1, 1), None, HERE),),
    insurance=tuple(
        Insurance(kind, month_of(2022, 1), None, "51", backpaid=False, flexible=False)
        for kind in ("pension", "medical")
    ),
    statements={"public_security_offence": False},
)  # fmt: skip
EVERYTHING = """
requires:
  all:
    - permit_valid: {is: yes}
    - residence_run: {at_least: 1 year}
    - employed: {is: yes}
    - insured_months: {kind: pension, mode: run, at_least: 12}
"""


@pytest.fixture(scope="module")
def law(tmp_path_factory: pytest.TempPathFactory) -> Law:
    """Qujing with a rule that rests on everything a way may break, and one that is decades away."""
    return with_rules(
        tmp_path_factory.mktemp("shelf"), tried=EVERYTHING,
        far="requires: {all: [{permit_valid: {is: yes}}, {age: {at_least: 60 years}}]}",
        card="requires: {permit_valid: {is: yes}}",
    )  # fmt: skip


def by_name(law: Law, person: Resident, rule: str, today: date = TODAY) -> dict[str, Tried]:
    return {one.way.name: one for one in whatif.tried(law, Case(person), rule, today)}


def test_a_pause_closes_a_service_and_says_when_it_opens_again() -> None:
    tried = by_name(CHENGDU, SETTLED, "settlement_points")
    assert (tried[PAYS].open_now, tried[PAYS].until) == (True, None)
    assert (tried[ANOTHER_EMPLOYER].open_now, tried[ANOTHER_EMPLOYER].until) == (True, None)
    assert (tried[PAUSES].until, tried[PAUSES].again) == (date(2026, 12, 1), date(2027, 12, 1))
    assert (tried[STOPS].until, tried[STOPS].again) == (date(2026, 12, 1), None)
    assert (tried[MOVES].open_now, tried[MOVES].opens) == (False, None)
    assert (tried[LATE].until, tried[LATE].again) == (date(2027, 8, 1), date(2027, 8, 30))
    assert MADE_UP not in tried


def test_who_stopped_paying_is_told_what_paying_again_would_bring() -> None:
    paid = tuple(replace(one, until=month_of(2026, 6)) for one in SETTLED.insurance or ())
    tried = by_name(CHENGDU, replace(SETTLED, insurance=paid), "settlement_points")
    assert (tried[PAYS].open_now, tried[PAYS].opens) == (False, date(2027, 11, 1))
    assert not {PAUSES, STOPS} & tried.keys()


def test_only_the_kinds_on_file_are_paid_on() -> None:
    pension = tuple(one for one in SETTLED.insurance or () if one.kind == "pension")
    tried = by_name(CHENGDU, replace(SETTLED, insurance=pension), "settlement_points")
    assert tried[PAYS] == replace(tried[ANOTHER_EMPLOYER], way=tried[PAYS].way, day=tried[PAYS].day)


def test_a_lapsed_permit_is_told_what_endorsing_today_would_bring() -> None:
    lapsed = replace(SETTLED, permits=(Permit(date(2019, 8, 1), YEARS[:-1], address="锦江-1"),))
    tried = by_name(CHENGDU, lapsed, "compulsory_education")
    assert tried[MADE_UP].open_now
    assert tried[LATE].opens == date(2026, 12, 23)


def test_what_is_not_on_file_is_not_taken_for_none(law: Law) -> None:
    assert by_name(law, Resident(), "tried") == {}
    known = {name: getattr(SETTLED, name) for name in ("stays", "permits", "employment", "insurance")}
    told = {name: {*by_name(law, Resident(**{name: value}), "tried")} for name, value in known.items()}
    assert told == {
        "stays": {MOVES}, "permits": {LATE}, "employment": {ANOTHER_EMPLOYER},
        "insurance": {PAYS, PAUSES, STOPS},
    }  # fmt: skip


def test_a_permit_that_is_not_on_file_is_not_cancelled(law: Law) -> None:
    moved = by_name(law, replace(SETTLED, permits=None), "card")[MOVES]
    assert (moved.opens, moved.unsure) == (None, True)


def test_nothing_is_promised_beyond_the_days_the_law_looks_ahead(law: Law) -> None:
    child = replace(SETTLED, born=date(2021, 6, 1))
    late = by_name(law, child, "far")[LATE]
    assert (late.open_now, late.opens, late.unsure) == (False, None, False)
    grown = replace(SETTLED, born=date(2010, 6, 1))
    assert by_name(law, grown, "far")[LATE].opens == date(2070, 6, 1)


def test_a_rule_that_takes_nothing_for_granted_has_nothing_to_try(law: Law) -> None:
    assert by_name(law, SETTLED, "subsistence_allowance") == {}
    assert {*by_name(law, SETTLED, "card")} == {MOVES, LATE}


@given(known=half_known(), day=st.dates(date(2018, 1, 1), date(2022, 12, 31)))
def test_a_way_says_what_the_law_says_of_the_changed_file(
    law: Law, known: tuple[Resident, Resident], day: date
) -> None:
    case = Case(known[1])
    for one in whatif.tried(law, case, "tried", day):
        changed = one.way.change(law, case, day)
        assert changed is not None
        outlook = law.outlook("tried", replace(case, person=changed.person), day)
        assert one.open_now == (outlook.answer.verdict is Verdict.YES)
        assert one.opens == (None if one.open_now else outlook.opens)
        assert one.opens is None or day < one.opens <= after(day, Period(50, "year"))
        assert one.until is None or day < one.until
        assert one.again is None or (one.until is not None and one.until < one.again)
