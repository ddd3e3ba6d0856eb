"""The residence clock: the worked example under each regime, and against a naive day-by-day simulation."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import zip_longest

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.law import Loss, Permit, Resident, Stay
from app.law.calendar import Period
from app.law.facts import Scene
from app.law.residence import Regime, Setting
from tests.law.naive import Place, simulate, years_later

MONTH = Period(1, "month")
NATION = Regime(MONTH, "endorsement", Period(0, "day"), None, None)
HANGZHOU = replace(NATION, anchor="issue")
JIANGSU = replace(NATION, grace=Period(30, "day"), reset_after=Period(30, "day"))
HEBEI = replace(NATION, reset_after=Period(1, "year"))
SHENZHEN = replace(NATION, cancel_after=Period(2, "year"))
EVER = date(9999, 12, 31)


def setting(
    regime: Regime, *, recognised: tuple[str, ...] = (), gap: int = 0, elsewhere: str = "gap"
) -> Setting:
    return Setting("500103", "registered", 2, recognised, Period(gap, "day"), elsewhere, lambda due: regime)


def resident(*endorsed: date, issued: date = date(2021, 1, 1), left: date | None = None) -> Resident:
    stay = Stay("500103", date(2020, 12, 20), date(2021, 1, 1), left, "rented", "A-1")
    return Resident(stays=(stay,), permits=(Permit(issued, tuple(endorsed)),))


def numbers(person: Resident, regime: Regime, day: date) -> tuple[object, object]:
    scene = Scene(person, setting(regime))
    return (
        scene.history("residence_total").value(day.toordinal()),
        scene.history("residence_run").value(day.toordinal()),
    )


@pytest.mark.parametrize(
    ("regime", "total"), [(NATION, 365), (HANGZHOU, 365), (JIANGSU, 0), (HEBEI, 365), (SHENZHEN, 365)]
)
def test_chongqings_example_a_lapse_of_five_months(regime: Regime, total: int) -> None:
    assert numbers(resident(date(2022, 6, 1)), regime, date(2022, 6, 1)) == (total, 0)


@pytest.mark.parametrize(
    ("regime", "total", "run"), [(NATION, 377, 12), (JIANGSU, 396, 396), (HEBEI, 377, 12)]
)
def test_nineteen_days_late_cost_nineteen_days_or_nothing(regime: Regime, total: int, run: int) -> None:
    assert numbers(resident(date(2022, 1, 20)), regime, date(2022, 2, 1)) == (total, run)


def test_late_by_exactly_the_grace_costs_nothing_and_one_day_more_costs_everything() -> None:
    assert numbers(resident(date(2022, 1, 31)), JIANGSU, date(2022, 2, 10)) == (405, 405)
    assert numbers(resident(date(2022, 2, 1)), JIANGSU, date(2022, 2, 10)) == (9, 9)


def test_more_than_a_year_late_begins_the_total_again_in_hebei() -> None:
    assert numbers(resident(date(2023, 1, 1)), HEBEI, date(2023, 1, 1)) == (365, 0)
    assert numbers(resident(date(2023, 1, 2)), HEBEI, date(2023, 1, 2)) == (0, 0)


def test_two_years_late_the_permit_is_cancelled_in_shenzhen_and_counting_begins_again() -> None:
    person = resident()
    assert numbers(person, SHENZHEN, date(2023, 12, 31)) == (365, 0)
    assert numbers(person, SHENZHEN, date(2024, 1, 1)) == (0, 0)
    assert numbers(person, SHENZHEN, date(2024, 1, 31)) == (30, 30)
    valid = Scene(resident(date(2024, 1, 1)), setting(SHENZHEN)).history("permit_valid")
    assert valid.value(date(2024, 1, 2).toordinal()) is False


def test_after_a_late_one_the_due_day_counts_from_it_or_from_the_issue() -> None:
    day = date(2023, 1, 1).toordinal()
    late = resident(date(2022, 6, 1))
    assert Scene(late, setting(NATION)).history("permit_valid").value(day) is True
    assert Scene(late, setting(HANGZHOU)).history("permit_valid").value(day) is False


def test_a_lapse_is_judged_by_the_edition_in_force_on_its_due_day() -> None:
    change = date(2022, 6, 1).toordinal()
    place = replace(setting(NATION), regime=lambda due: JIANGSU if due < change else NATION)
    person = resident(date(2022, 1, 20), date(2023, 1, 20))
    scene = Scene(person, place)
    total = scene.history("residence_total").value(date(2023, 2, 1).toordinal())
    assert total == (date(2023, 2, 1) - date(2021, 1, 1)).days - 19


def test_a_new_permit_ends_the_lapse_of_the_old_one() -> None:
    person = Resident(
        stays=(Stay("500103", date(2020, 1, 1), date(2020, 1, 1)),),
        permits=(Permit(date(2020, 7, 1), ()), Permit(date(2021, 9, 1), ())),
    )
    scene = Scene(person, setting(NATION))
    day = date(2021, 9, 11).toordinal()
    assert scene.history("residence_run").value(day) == 10
    assert scene.history("residence_total").value(day) == (date(2021, 7, 1) - date(2020, 1, 1)).days + 10
    assert scene.history("permit_valid").value(day) is True


def test_recognised_places_count_and_others_are_a_gap() -> None:
    person = Resident(
        permits=(),
        stays=(
            Stay("500103", date(2024, 1, 1), date(2024, 1, 1), date(2024, 3, 1)),
            Stay("510104", date(2024, 3, 1), date(2024, 3, 1), date(2024, 5, 1)),
            Stay("500103", date(2024, 5, 1), date(2024, 5, 1)),
        ),
    )
    day = date(2024, 6, 1).toordinal()
    assert Scene(person, setting(NATION)).history("residence_run").value(day) == 31
    assert Scene(person, setting(NATION, recognised=("5101",))).history("residence_run").value(day) == 152
    assert Scene(person, setting(NATION)).history("residence_total").value(day) == 91
    assert Scene(person, setting(NATION, elsewhere="reset")).history("residence_total").value(day) == 31


def test_a_stay_whose_place_is_unknown_leaves_the_clock_unknown_only_where_it_matters() -> None:
    person = Resident(permits=(), stays=(Stay(None, date(2024, 1, 1), date(2024, 1, 1)),))
    run = Scene(person, setting(NATION)).history("residence_run")
    assert run.value(date(2023, 12, 1).toordinal()) == 0
    assert run.value(date(2024, 2, 1).toordinal()) is None
    held = run.test("at_least", Period(1, "month"))
    assert held.at(date(2024, 1, 31).toordinal()) is False
    assert held.at(date(2024, 2, 1).toordinal()) is None


def test_three_years_are_three_calendar_years_with_the_uncounted_days_added() -> None:
    person = resident(date(2022, 1, 20), date(2022, 12, 30), date(2023, 12, 30))
    total = Scene(person, setting(NATION)).history("residence_total")
    three = total.test("at_least", Period(3, "year")).surely
    assert three.first_from(1) == date(2024, 1, 20).toordinal()


BEGIN = date(2019, 1, 1)
SPAN = 2100
# Where the rules turn: a day apart, the gap, a month, anniversaries and the days around them.
STEPS = st.sampled_from([1, 1, 2, 5, 6, 7, 30, 60, 61, 62, 150, 365, 800]) | st.integers(1, 900)
AROUND = st.sampled_from([-400, -31, -1, 0, 0, 1, 29, 30, 31, 199, 200, 201, 365, 366, 400, 401, 730, 731])


@st.composite
def stays(draw: st.DrawFn) -> list[tuple[date, date]]:
    """Some stays one after the other, few or many days apart."""
    spans, at = [], 0
    for length, gap in draw(st.lists(st.tuples(STEPS, STEPS), min_size=1, max_size=5)):
        start, at = at + gap, at + gap + length
        if at < SPAN:
            spans.append((BEGIN + timedelta(start), BEGIN + timedelta(at)))
    return spans


@st.composite
def permits(draw: st.DrawFn) -> tuple[date, list[date]] | None:
    """A permit and endorsements about its anniversaries; or none."""
    if draw(st.integers(0, 5)) == 0:
        return None
    issued = BEGIN + timedelta(draw(st.integers(0, 900)))
    about = draw(st.lists(st.tuples(st.integers(1, 5), AROUND), max_size=5))
    return issued, [years_later(issued, year) + timedelta(off) for year, off in about]


@st.composite
def losses(draw: st.DrawFn) -> list[tuple[date, str]]:
    """Days on which a card was reported lost or come by again, in turn, some on one day."""
    days, at = [], 0
    for step in draw(st.lists(st.sampled_from([0, 1, 5, 30, 200, 365]), max_size=7)):
        at += step
        days.append(BEGIN + timedelta(at))
    return [(day, ("lost", "found")[place % 2]) for place, day in enumerate(days)]


def as_losses(steps: list[tuple[date, str]]) -> tuple[Loss, ...]:
    """Each loss up to the day the card was come by again."""
    days = [day for day, _ in steps]
    return tuple(Loss(*pair) for pair in zip_longest(days[::2], days[1::2]))


PLACES = st.builds(
    Place,
    grace=st.sampled_from([0, 0, 1, 30]),
    reset_after=st.sampled_from([None, 30, 200, 400]),
    cancel_after_years=st.sampled_from([None, None, 1, 2]),
    anchor=st.sampled_from(["issue", "endorsement"]),
    gap=st.sampled_from([0, 0, 5, 60]),
)


def as_setting(place: Place) -> Setting:
    regime = Regime(
        MONTH,
        place.anchor,
        Period(place.grace, "day"),
        None if place.reset_after is None else Period(place.reset_after, "day"),
        None if place.cancel_after_years is None else Period(place.cancel_after_years, "year"),
    )
    return setting(regime, gap=place.gap)


@settings(max_examples=150)
@given(stays(), permits(), losses(), PLACES, st.sampled_from([7, 90, 365, 400]))
def test_the_clock_shows_what_a_clerk_counting_days_would(
    spans: list[tuple[date, date]],
    permit: tuple[date, list[date]] | None,
    lost: list[tuple[date, str]],
    place: Place,
    days: int,
) -> None:
    issued, endorsed = permit or (None, [])
    shown = simulate(spans, issued, endorsed, place, BEGIN, BEGIN + timedelta(SPAN + 50), lost)
    person = Resident(
        stays=tuple(Stay("500103", start, start, left) for start, left in spans),
        permits=(Permit(issued, tuple(endorsed), losses=as_losses(lost)),) if issued else (),
    )
    scene = Scene(person, as_setting(place))
    total, run, valid = (scene.history(fact) for fact in ("residence_total", "residence_run", "permit_valid"))
    permit_total, permit_run = scene.history("permit_total"), scene.history("permit_run")
    enough = total.test("at_least", Period(days, "day"))
    for day, there in shown.items():
        at = day.toordinal()
        assert (total.value(at), run.value(at), valid.value(at)) == (there.total, there.run, there.valid), day
        assert (permit_total.value(at), permit_run.value(at)) == (there.permit_total, there.permit_run), day
        assert enough.at(at) == (there.total >= days), day


@settings(max_examples=40)
@given(stays(), st.integers(1, 30), st.integers(1, 30))
def test_asking_for_more_never_holds_sooner(spans: list[tuple[date, date]], months: int, more: int) -> None:
    person = Resident(stays=tuple(Stay("500103", start, start, left) for start, left in spans), permits=())
    scene = Scene(person, setting(NATION))
    for fact in ("residence_total", "residence_run"):
        history = scene.history(fact)
        less = history.test("at_least", Period(months, "month")).surely
        assert not history.test("at_least", Period(months + more, "month")).surely - less
        assert history.test("under", Period(months, "month")).surely == ~less


@given(st.dates(date(2016, 1, 1), date(2030, 12, 31)))
def test_an_anniversary_falls_on_the_corresponding_day(issued: date) -> None:
    scene = Scene(Resident(permits=(Permit(issued, ()),), stays=()), setting(NATION))
    valid = scene.history("permit_valid")
    due = years_later(issued, 1).toordinal()
    assert valid.value(issued.toordinal()) is True
    assert valid.value(due - 1) is True
    assert valid.value(due) is False
