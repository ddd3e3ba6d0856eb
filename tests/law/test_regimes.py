"""What a place may say of residence and of the yearly endorsement, each line of the papers tried alone."""

from datetime import date
from pathlib import Path

import pytest

from app.law import Case, Law, Loss, Permit, Resident, Stay
from tests.law.shelf import with_rules

DAY = date(2023, 6, 1)
HERE = Stay("530302", date(2021, 1, 1), date(2021, 2, 1))


def numbers(law: Law, person: Resident, day: date = DAY) -> tuple[object, object]:
    case = Case(person)
    return law.fact("residence_total", case, day), law.fact("residence_run", case, day)


def two_stays(away: int, second: str = "530302") -> Resident:
    """Sixty days here, then so many days later a stay that goes on."""
    again = date.fromordinal(date(2023, 3, 2).toordinal() + away)
    first = Stay("530302", date(2023, 1, 1), date(2023, 1, 1), date(2023, 3, 2))
    return Resident(stays=(first, Stay(second, again, again)), permits=())


@pytest.mark.parametrize(("begins", "days"), [("registered", 850), ("arrived", 881)])
def test_residence_counts_from_registration_or_from_arrival(tmp_path: Path, begins: str, days: int) -> None:
    law = with_rules(tmp_path, residence__count_from=f"value: {begins}")
    assert numbers(law, Resident(stays=(HERE,), permits=())) == (days, days)


@pytest.mark.parametrize(
    ("gap", "away", "total", "run"),
    [(0, 0, 151, 151), (0, 1, 151, 151), (0, 2, 149, 89), (5, 6, 151, 151), (5, 7, 144, 84)],
)
def test_a_gap_that_is_short_enough_loses_nothing(
    tmp_path: Path, gap: int, away: int, total: int, run: int
) -> None:
    law = with_rules(tmp_path, residence__gap=f"value: {gap} days")
    assert numbers(law, two_stays(away)) == (total, run)


@pytest.mark.parametrize(("area", "total"), [("4", 151), ("6", 60)])
def test_the_same_place_is_as_large_as_the_pack_says(tmp_path: Path, area: str, total: int) -> None:
    law = with_rules(tmp_path, residence__area=f"value: {area}", residence__elsewhere="value: gap")
    assert numbers(law, two_stays(0, "530381"))[0] == total


@pytest.mark.parametrize(("elsewhere", "numbers_now"), [("gap", (60, 0)), ("reset", (0, 0))])
def test_a_stay_elsewhere_is_a_gap_or_begins_all_again(
    tmp_path: Path, elsewhere: str, numbers_now: tuple[int, int]
) -> None:
    law = with_rules(tmp_path, residence__elsewhere=f"value: {elsewhere}")
    assert numbers(law, two_stays(0, "510104")) == numbers_now


def test_any_other_cancellation_leaves_the_numbers_alone(tmp_path: Path) -> None:
    law = with_rules(tmp_path, endorsement__cancel_after="value: 2 years")
    permit = Permit(date(2021, 8, 1), (), cancelled=date(2022, 3, 1))
    assert numbers(law, Resident(stays=(HERE,), permits=(permit,))) == (850, 850)


def test_a_lost_permit_is_of_no_use_until_it_is_replaced_and_its_run_begins_again(tmp_path: Path) -> None:
    law = with_rules(tmp_path)
    permit = Permit(date(2022, 8, 1), (), losses=(Loss(date(2022, 10, 1), date(2022, 10, 11)),))
    case = Case(Resident(stays=(HERE,), permits=(permit,)))
    lost, replaced = date(2022, 10, 5), date(2022, 10, 11)
    assert [law.fact("permit_valid", case, day) for day in (lost, replaced)] == [False, True]
    assert law.fact("permit_run", case, DAY) == (DAY - replaced).days
    assert law.fact("permit_total", case, DAY) == (DAY - date(2022, 8, 1)).days - 10
    assert numbers(law, case.person) == (850, 850)


def test_the_window_opens_a_month_before_the_due_day_and_closes_when_it_is_made(tmp_path: Path) -> None:
    law = with_rules(tmp_path)
    case = Case(Resident(stays=(HERE,), permits=(Permit(date(2021, 8, 31), (date(2022, 8, 10),)),)))
    days = [date(2022, 7, 30), date(2022, 7, 31), date(2022, 8, 9), date(2022, 8, 10), date(2022, 9, 1)]
    assert [bool(law.ask("may_endorse", case, day)) for day in days] == [False, True, True, False, False]


def test_an_endorsement_before_its_window_counts_for_the_coming_due_day(tmp_path: Path) -> None:
    law = with_rules(tmp_path)
    case = Case(Resident(stays=(HERE,), permits=(Permit(date(2021, 8, 1), (date(2022, 2, 1),)),)))
    assert law.fact("permit_valid", case, date(2022, 8, 1)) is True
    assert law.fact("permit_valid", case, date(2023, 8, 1)) is False


@pytest.mark.parametrize("moves", ["no", "yes"])
def test_a_last_day_of_the_window_that_is_a_holiday_moves_where_the_pack_says_so(
    tmp_path: Path, moves: str
) -> None:
    """Due 2023-10-02: the last day, 2023-10-01, is in a holiday; the next that is worked is 2023-10-07."""
    law = with_rules(tmp_path, endorsement__window=f"value: 1 month\nmoves_off_holidays: {moves}")
    made = Resident(
        stays=(HERE,), permits=(Permit(date(2021, 10, 2), (date(2022, 9, 20), date(2023, 10, 7))),)
    )
    late = Resident(
        stays=(HERE,), permits=(Permit(date(2021, 10, 2), (date(2022, 9, 20), date(2023, 10, 8))),)
    )
    days = [date(2023, 10, day) for day in (1, 2, 7, 8)]
    day = date(2023, 12, 1)
    assert numbers(law, made, day)[0] == (day - date(2021, 2, 1)).days - (5 if moves == "no" else 0)
    assert numbers(law, late, day)[0] == (day - date(2021, 2, 1)).days - (6 if moves == "no" else 0)
    assert [law.fact("permit_valid", Case(made), day) for day in days] == [True, moves == "yes", True, True]


@pytest.mark.parametrize(
    ("anchor", "due"), [("endorsement", date(2023, 11, 30)), ("issue", date(2023, 7, 31))]
)
def test_the_last_day_after_a_late_endorsement(tmp_path: Path, anchor: str, due: date) -> None:
    law = with_rules(tmp_path, endorsement__anchor=f"value: {anchor}")
    case = Case(Resident(stays=(HERE,), permits=(Permit(date(2021, 8, 1), (date(2022, 12, 1),)),)))
    found = law.next_endorsement(case, DAY)
    assert found is not None
    assert found.last == due


def test_within_the_grace_the_permit_is_suspended_all_the_same_and_the_days_count_after_all(
    tmp_path: Path,
) -> None:
    law = with_rules(tmp_path, endorsement__grace="value: 30 days")
    waiting = Resident(stays=(HERE,), permits=(Permit(date(2022, 5, 20), ()),))
    made = Resident(stays=(HERE,), permits=(Permit(date(2022, 5, 20), (date(2023, 6, 19),)),))
    assert numbers(law, waiting) == ((date(2023, 5, 20) - date(2021, 2, 1)).days, 0)
    assert numbers(law, made) == (850, 850)
    assert law.fact("permit_valid", Case(made), DAY) is False
