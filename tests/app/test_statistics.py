"""Statistics: every number is the length of the list behind it, and the parts add up to the whole."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app import arrivals, entitled, facts, invent, offices, people, statistics, statistics_words
from app.desk import Desk
from app.errors import Cancelled, Refused
from app.language import speaking
from app.law import Verdict
from app.progress import Progress, Step
from app.roll import ARRIVED, DUE, HOLDING, IN_TIME, LEFT, LIVING, TO_REGISTER, Of, Roll, read_roll
from app.statistics import BANDS, Months, Statistics, Targets
from db.records import Dwelling, Permit, Person, Registration, Stay
from tests.helpers.office import Samples

DAY = date(2026, 11, 23)
A_DAY = timedelta(1)
THIS_YEAR, LAST_YEAR = statistics.this_year(DAY), statistics.last_year(DAY)
TWELVE = statistics.last_twelve(DAY)
MARCH = Months(date(2026, 3, 1), date(2026, 3, 1))


@pytest.fixture(scope="module")
def community(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    url = offices.url_of(str(tmp_path_factory.mktemp("statistics") / "community.anju"))
    invent.invent(url, 600, 5, DAY)
    desk = offices.open_fiction(url, DAY)
    yield desk
    desk.close()


@pytest.fixture(scope="module")
def roll(community: Desk) -> Roll:
    return read_roll(community, Progress())


def gathered(roll: Roll, months: Months = THIS_YEAR, whom: Of | None = None) -> Statistics:
    return statistics.gather(roll, months, whom or Of(), Targets())


def marks(told: Statistics) -> list[tuple[Of, int]]:
    """Every number of the page with whom it counts."""
    of, day, today = told.of, told.day, told.today
    month = replace(of, since=day.replace(day=1))
    due = replace(of, what=DUE, since=today)
    found = [
        (of, told.people),
        (statistics.a_year_before(of), told.a_year_ago),
        (replace(month, what=ARRIVED), told.arrived),
        (replace(month, what=LEFT), told.left),
        (replace(of, what=HOLDING), told.total("holding")),
        (replace(of, what=TO_REGISTER), told.total("to_register")),
        (replace(of, what=IN_TIME), told.total("in_time")),
        (replace(due, until=today + timedelta(30)), told.total("due")),
        (replace(due, until=today + timedelta(6)), told.due_this_week),
    ]
    for band in told.bands:
        if of.ages not in (None, band.ages):
            assert (band.men, band.women) == (0, 0)
            continue
        found += [
            (replace(of, sex="1", ages=band.ages), band.men),
            (replace(of, sex="2", ages=band.ages), band.women),
        ]
    for month_ in told.arrivals:
        until = min(_last_day(month_.first), day)
        found.append((replace(of, what=ARRIVED, since=month_.first, until=until), month_.count))
    for first, n in told.dues:
        found.append((replace(due, since=max(first, today), until=_last_day(first)), n))
    for one in told.communities:
        here = replace(of, community=one.name)
        found += [
            (here, one.people),
            (replace(month, community=one.name, what=ARRIVED), one.arrived),
            (replace(here, what=HOLDING), one.holding),
            (replace(here, what=TO_REGISTER), one.to_register),
            (replace(here, what=IN_TIME), one.in_time),
            (replace(here, what=ARRIVED), sum(one.by_month)),
        ]
    return found


def _last_day(first: date) -> date:
    return (first.replace(day=28) + timedelta(4)).replace(day=1) - A_DAY


@pytest.mark.parametrize("months", [THIS_YEAR, LAST_YEAR, TWELVE, MARCH])
@pytest.mark.parametrize("whom", [Of(), Of(purpose="01"), Of(ages=(15, 24)), Of(here=False)])
def test_every_number_is_the_length_of_its_list(
    community: Desk, roll: Roll, months: Months, whom: Of
) -> None:
    told = gathered(roll, months, whom)
    assert told.people > 20
    for mark, number in marks(told):
        assert len(statistics.named(community, roll, mark)) == number, mark


@pytest.mark.parametrize("months", [THIS_YEAR, LAST_YEAR, TWELVE, MARCH])
@pytest.mark.parametrize("whom", [Of(), Of(here=False)])
def test_the_parts_add_up_to_the_whole(roll: Roll, months: Months, whom: Of) -> None:
    told = gathered(roll, months, whom)
    assert sum(band.men + band.women for band in told.bands) + told.unsaid == told.people
    assert told.total("people") == told.people
    assert told.total("arrived") == told.arrived
    assert sum(one.count for one in told.arrivals) == sum(sum(one.by_month) for one in told.communities)
    assert told.total("in_time") <= told.total("to_register")
    assert told.total("holding") <= told.people


# -- against a count row by row --------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """A stay as a clerk would read it off the books, with the person's permits."""

    stay: Stay
    person: Person
    community: str
    registered_on: date | None
    permits: tuple[Permit, ...]
    stays: tuple[Stay, ...]
    """All of the person's, this one among them."""


@pytest.fixture(scope="module")
def books(community: Desk) -> tuple[Line, ...]:
    with community.reading() as session:
        registered = {r.stay_id: r.registered_on for r in session.scalars(select(Registration))}
        permits, stays = defaultdict[UUID, list[Permit]](list), defaultdict[UUID, list[Stay]](list)
        for permit in session.scalars(select(Permit)):
            permits[permit.person_id].append(permit)
        lines = session.execute(
            select(Stay, Person, Dwelling.community)
            .join(Person, Person.id == Stay.person_id)
            .join(Dwelling, Dwelling.id == Stay.dwelling_id)
        ).all()
        for stay, person, _ in lines:
            stays[person.id].append(stay)
        return tuple(
            Line(
                stay, person, name, registered.get(stay.id), tuple(permits[person.id]),
                tuple(stays[person.id]),
            )
            for stay, person, name in lines
        )  # fmt: skip


def naive(books: tuple[Line, ...], of: Of) -> int:
    if of.what == DUE:
        return sum(
            within(of, permit.endorse_by) and fits(of, line)
            for line in books
            for permit in line.permits
            if permit.stay_id == line.stay.id and permit.state in ("issued", "suspended")
        )
    return sum(counts(of, line) and fits(of, line) for line in books)


def counts(of: Of, line: Line) -> bool:
    stay = line.stay
    if of.what in (LIVING, HOLDING):
        return lives(of, line) and (of.what == LIVING or holds(of, line))
    if of.what == ARRIVED:
        return within(of, stay.arrived_on)
    if of.what == LEFT:
        return within(of, stay.left_on)
    had_to = within(of, stay.register_by) and (stay.left_on is None or stay.left_on >= stay.register_by)
    in_time = line.registered_on is not None and line.registered_on <= stay.register_by
    return had_to and (of.what == TO_REGISTER or in_time)


def lives(of: Of, line: Line) -> bool:
    day = of.until or DAY
    if of.here:
        return on_day(line.stay, day)
    lived = [stay for stay in line.stays if touches(stay, of.since, day)]
    return bool(lived) and max(lived, key=lambda stay: (stay.arrived_on, stay.row)) is line.stay


def touches(stay: Stay, since: date | None, until: date) -> bool:
    return stay.arrived_on <= until and (stay.left_on is None or since is None or stay.left_on > since)


def on_day(stay: Stay, day: date) -> bool:
    return stay.arrived_on <= day and (stay.left_on is None or stay.left_on > day)


def holds(of: Of, line: Line) -> bool:
    day = of.until or DAY
    return any(
        permit.handed_on is not None
        and permit.handed_on <= day
        and (permit.ended_on is None or permit.ended_on > day)
        for permit in line.permits
    )


def within(of: Of, day: date | None) -> bool:
    return day is not None and (of.since or date.min) <= day <= (of.until or date.max)


def fits(of: Of, line: Line) -> bool:
    age = people.age(line.person.born_on, of.aged_on or DAY)
    youngest, oldest = of.ages or (0, None)
    return (
        of.community in (None, line.community)
        and of.purpose in ("", line.stay.purpose)
        and of.sex in ("", line.person.sex)
        and (of.ages is None or (age is not None and youngest <= age <= (200 if oldest is None else oldest)))
    )


DAYS = st.none() | st.dates(date(2023, 1, 1), date(2027, 6, 30))
ASKED = st.builds(
    Of,
    what=st.sampled_from((LIVING, ARRIVED, LEFT, HOLDING, TO_REGISTER, IN_TIME, DUE)),
    since=DAYS,
    until=DAYS,
    community=st.none() | st.sampled_from(("河滨社区", "南苑社区", "北关社区", "哪里也没有")),
    purpose=st.sampled_from(("", "01", "02")),
    sex=st.sampled_from(("", "1", "2")),
    ages=st.none() | st.sampled_from(BANDS),
    aged_on=DAYS,
    here=st.booleans(),
)


@settings(max_examples=150, deadline=None)
@given(of=ASKED)
def test_whatever_is_asked_is_what_a_count_row_by_row_gives(
    roll: Roll, books: tuple[Line, ...], of: Of
) -> None:
    assert roll.count(of) == naive(books, of)
    assert len(roll.rows(of)) == roll.count(of)


def test_on_a_day_on_which_somebody_left_or_a_card_ended_they_do_not_count_any_more(
    roll: Roll, books: tuple[Line, ...]
) -> None:
    """Where counts go wrong by one: no day that is drawn from all of them is likely to be such a day."""
    ends = {line.stay.left_on for line in books}
    ends |= {card.ended_on for line in books for card in line.permits}
    days = sorted(day for day in ends if day)[::5]
    for asked in (Of(what, until=day) for day in days for what in (LIVING, HOLDING)):
        assert roll.count(asked) == naive(books, asked), asked


def test_a_permit_is_held_today_where_its_state_says_so(roll: Roll, books: tuple[Line, ...]) -> None:
    in_use = sum(
        on_day(line.stay, DAY)
        and any(
            permit.state in ("issued", "suspended", "lost") and permit.handed_on for permit in line.permits
        )
        for line in books
    )
    assert roll.count(Of(what=HOLDING)) == in_use > 0


# -- what the page tells ---------------------------------------------------------------------------


def test_an_arrival_and_a_departure_are_counted_the_moment_they_are_made(
    filled: tuple[Desk, Samples],
) -> None:
    desk, made = filled
    before = gathered(read_roll(desk, Progress()))
    arrivals.depart(desk, made.stays["settled"], DAY, "left")
    roll = read_roll(desk, Progress())
    after = gathered(roll)
    assert (after.people, after.left) == (before.people - 1, before.left + 1)
    (gone,) = [
        row
        for row in statistics.named(desk, roll, Of(what=LEFT, since=DAY, until=DAY))
        if row.person_id == made.people["settled"]
    ]
    assert gone.day == DAY
    assert "*" in gone.number  # no whole number in a list


def test_whoever_moved_is_counted_once_where_they_lived_last(roll: Roll, books: tuple[Line, ...]) -> None:
    whom = Of(since=THIS_YEAR.first, until=DAY, here=False)
    lived = {line.person.id for line in books if touches(line.stay, whom.since, DAY)}
    moved = [line for line in books if touches(line.stay, whom.since, DAY)]
    assert roll.count(whom) == len(lived) < len(moved)


def test_a_month_under_way_is_held_against_the_same_days_of_the_last(roll: Roll) -> None:
    told = gathered(roll)
    assert not told.month_is_over
    assert told.arrived_before == roll.count(Of(ARRIVED, date(2026, 10, 1), date(2026, 10, 23)))
    assert gathered(roll, LAST_YEAR).arrived_before == roll.count(
        Of(ARRIVED, date(2025, 11, 1), date(2025, 11, 30))
    )


def test_a_list_begins_with_what_is_due_next_or_came_last(community: Desk, roll: Roll) -> None:
    due = [row.day for row in statistics.named(community, roll, Of(DUE, since=DAY))]
    came = [row.day for row in statistics.named(community, roll, Of(ARRIVED, until=DAY))]
    assert len(due) > 5
    assert due == sorted(due, key=lambda day: day or date.max)
    assert came == sorted(came, key=lambda day: day or date.min, reverse=True)


def test_months_are_those_of_the_year_under_way_of_the_last_one_or_twelve() -> None:
    assert (THIS_YEAR.first, THIS_YEAR.last) == (date(2026, 1, 1), date(2026, 11, 1))
    assert (LAST_YEAR.first, LAST_YEAR.last) == (date(2025, 1, 1), date(2025, 12, 1))
    assert (TWELVE.first, TWELVE.last) == (date(2025, 12, 1), date(2026, 11, 1))
    assert len(TWELVE.firsts()) == 12
    assert statistics.last_twelve(date(2028, 2, 29)) == Months(date(2027, 3, 1), date(2028, 2, 1))


def test_a_share_below_what_the_office_is_measured_by_is_marked(roll: Roll) -> None:
    told = statistics.gather(roll, THIS_YEAR, Of(), Targets(in_time=1.0, holding=0.0))
    tones = [one.tone for one in statistics_words.figures(told)]
    assert tones[3:5] == ["ok", "bad"]
    assert statistics_words.figures(told)[4].note == "↓ target 100%"
    assert {one.tone for one in statistics_words.figures(gathered(roll))} == {"text2"}


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [(0, 0, ""), (0, 24, "+24 in a year"), (2, 24, "+22 in a year"), (9, 7, "−2 in a year"),
     (10, 24, "+140.0% in a year"), (200, 190, "−5.0% in a year")],
)  # fmt: skip
def test_a_change_on_a_handful_is_told_in_persons(roll: Roll, before: int, now: int, said: str) -> None:
    told = replace(gathered(roll), people=now, a_year_ago=before)
    assert statistics_words.figures(told)[0].note == said


@pytest.mark.parametrize(
    ("months", "said"),
    [(THIS_YEAR, "as many as on the same days last month"), (LAST_YEAR, "as many as last month")],
)
def test_no_change_on_last_month_is_said_in_words(roll: Roll, months: Months, said: str) -> None:
    told = gathered(roll, months)
    level = replace(told, arrived=told.arrived_before, left=told.left_before)
    assert {one.note for one in statistics_words.figures(level)[1:3]} == {said}


def test_counting_stops_when_it_is_told_to(community: Desk) -> None:
    steps: list[Step] = []
    with pytest.raises(Cancelled):
        read_roll(community, Progress(steps.append, lambda: len(steps) >= 1))


def test_every_table_is_exported_for_a_spreadsheet(roll: Roll, tmp_path: Path) -> None:
    told = gathered(roll)
    statistics_words.export(told, tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0][1] == statistics_words.whom_in_words(told)
    begins = next(n for n, row in enumerate(rows) if row and row[0] == "Community")
    communities = rows[begins + 1 : begins + 1 + len(told.communities)]
    assert [row[0] for row in communities] == [one.name for one in told.communities]
    assert sum(int(row[1]) for row in communities) == told.people
    assert int(rows[begins + 1 + len(communities)][1]) == told.people
    with pytest.raises(Refused, match="cannot be written"):
        statistics_words.export(told, tmp_path / "no" / "out.csv")


def test_the_sheet_says_whom_it_counts_how_and_as_of_when(community: Desk, roll: Roll) -> None:
    told = gathered(roll, LAST_YEAR, Of(purpose="01"))
    value = statistics_words.sheet(told, community).value
    with speaking("zh_CN"):
        assert value.whom == statistics_words.whom_in_words(told)
        assert value.rule == statistics_words.rule_in_words(told)
    assert "2025-01 至 2025-12" in value.whom
    assert value.counted_at.startswith("2026-11-23 ")
    assert (value.organ, value.officer) == (community.office.name, community.officer.name)
    assert value.figures[0].figure_number == f"{told.people:,}"


def test_whoever_has_a_service_is_counted_and_named(community: Desk, roll: Roll) -> None:
    services = entitled.counts(community, Progress())
    assert {service.asked for service in services} == {roll.count(Of())}
    for service in services[:3]:
        named = entitled.named(community, service.rule, Progress())
        assert len(named) == service.people
        with community.reading() as session:
            case = facts.about(session, next(iter(named)).person_id, community.today())
        assert community.law.ask(service.rule, case, community.today()).verdict is Verdict.YES
