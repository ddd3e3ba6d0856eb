"""Statistics: every number is the length of the list behind it, and the parts add up to the whole."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from app import arrivals, entitled, facts, invent, offices, statistics
from app.desk import Desk
from app.errors import Cancelled, Refused
from app.law import Verdict
from app.progress import Progress, Step
from app.statistics import ARRIVED, DUE, HOLDING, IN_TIME, LEFT, LIVING, TO_REGISTER, Of, Statistics
from tests.helpers.office import Samples

DAY = date(2026, 11, 23)
A_DAY = timedelta(1)


@pytest.fixture(scope="module")
def community(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    url = offices.url_of(str(tmp_path_factory.mktemp("statistics") / "community.anju"))
    invent.invent(url, 600, 5, DAY)
    desk = offices.open_fiction(url, DAY)
    yield desk
    desk.close()


def gathered(desk: Desk, of: Of | None = None) -> Statistics:
    return statistics.gather(desk, of or Of(), Progress())


def marks(told: Statistics) -> list[tuple[Of, int]]:
    """Every number of the page with whom it counts."""
    of, day = told.of, told.day
    this_month, year = day.replace(day=1), day.replace(month=1, day=1)
    last_month = (this_month - A_DAY).replace(day=1)
    ends = [*(first for first, _ in told.dues[1:]), date(2027, 5, 1)]
    found = [
        (replace(of, what=LIVING), told.living),
        (replace(of, what=LEFT, since=this_month, until=day), told.left),
        (replace(of, what=LEFT, since=last_month, until=this_month - A_DAY), told.left_before),
        (replace(of, what=HOLDING), told.total("holding")),
        (replace(of, what=TO_REGISTER, since=year, until=day), told.total("to_register")),
        (replace(of, what=IN_TIME, since=year, until=day), told.total("in_time")),
        (replace(of, what=DUE, since=day, until=day + timedelta(30)), told.total("due")),
        (replace(of, what=DUE, since=day, until=day + timedelta(6)), told.due_this_week),
    ]
    for band in told.bands:
        if of.ages not in (None, band.ages):
            assert (band.men, band.women) == (0, 0)
            continue
        found += [
            (replace(of, sex="1", ages=band.ages), band.men),
            (replace(of, sex="2", ages=band.ages), band.women),
        ]
    for number, month in enumerate(told.months):
        after = told.months[number + 1].first if number < 11 else date(2027, 1, 1)
        found.append(
            (replace(of, what=ARRIVED, since=month.first, until=min(after - A_DAY, day)), month.count)
        )
    for (first, n), end in zip(told.dues, ends, strict=True):
        found.append((replace(of, what=DUE, since=max(first, day), until=end - A_DAY), n))
    for one in told.communities:
        here = replace(of, community=one.name)
        found += [
            (here, one.living),
            (replace(here, what=ARRIVED, since=this_month, until=day), one.arrived),
            (replace(here, what=HOLDING), one.holding),
            (replace(here, what=IN_TIME, since=year, until=day), one.in_time),
        ]
    return found


@pytest.mark.parametrize("of", [Of(), Of(purpose="01"), Of(ages=(15, 24))])
def test_every_number_is_the_length_of_its_list(community: Desk, of: Of) -> None:
    told = gathered(community, of)
    assert told.living > 20
    for mark, number in marks(told):
        assert len(statistics.named(community, mark)) == number == statistics.count(community, mark), mark


def test_the_parts_add_up_to_the_whole(community: Desk) -> None:
    told = gathered(community)
    assert sum(band.men + band.women for band in told.bands) + told.unsaid == told.living
    assert told.total("living") == told.living
    assert sum(month.count for month in told.months) == sum(sum(one.by_month) for one in told.communities)
    assert told.total("in_time") <= told.total("to_register")


def test_an_arrival_and_a_departure_are_counted_the_moment_they_are_made(
    filled: tuple[Desk, Samples],
) -> None:
    desk, made = filled
    before = gathered(desk)
    arrivals.depart(desk, made.stays["settled"], DAY, "left")
    after = gathered(desk)
    assert (after.living, after.left) == (before.living - 1, before.left + 1)
    (gone,) = [
        row
        for row in statistics.named(desk, Of(what=LEFT, since=DAY, until=DAY))
        if row.person_id == made.people["settled"]
    ]
    assert gone.day == DAY
    assert "*" in gone.number  # no whole number in a list


def test_counting_stops_when_it_is_told_to(community: Desk) -> None:
    steps: list[Step] = []
    with pytest.raises(Cancelled):
        statistics.gather(community, Of(), Progress(steps.append, lambda: len(steps) >= 3))


def test_the_communities_are_exported_for_a_spreadsheet(community: Desk, tmp_path: Path) -> None:
    told = gathered(community)
    statistics.export(told, tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert [row[0] for row in rows[1:]] == [one.name for one in told.communities]
    assert sum(int(row[1]) for row in rows[1:]) == told.living
    with pytest.raises(Refused, match="cannot be written"):
        statistics.export(told, tmp_path / "no" / "out.csv")


def test_whoever_has_a_service_is_counted_and_named(community: Desk) -> None:
    services = entitled.counts(community, Progress())
    assert {service.asked for service in services} == {statistics.count(community, Of())}
    for service in services[:3]:
        named = entitled.named(community, service.rule, Progress())
        assert len(named) == service.people
        with community.reading() as session:
            case = facts.about(session, next(iter(named)).person_id, community.today())
        assert community.law.ask(service.rule, case, community.today()).verdict is Verdict.YES
