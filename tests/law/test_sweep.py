"""Everyone at once: the sweep answers each person as the counter does, day for day."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import Cancelled, Refused
from app.law import Case, Law, Resident
from app.law.cases import case_files, read_files
from app.law.pack import POLICY
from app.law.packing import packed
from app.progress import Progress, Step
from tests.law.agreeing import REGIMES, agree, law_of
from tests.law.invented import DAYS, half_known, people
from tests.law.shelf import with_rules

LAWS = [law_of(regime) for regime in REGIMES] + [Law.read_once(POLICY, "130602")]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Someone wholly known, or with holes, perhaps with guardians."""
    person = draw(people() | half_known().map(lambda both: both[1]))
    person = replace(
        person, statements=draw(st.sampled_from([{}, {"lawful_dwelling": True, "serious_crime": False}]))
    )
    guardians = draw(st.none() | st.lists(people() | half_known().map(lambda both: both[1]), max_size=2))
    return Case(person, None if guardians is None else tuple(guardians))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(cases(), min_size=1, max_size=6), DAYS, st.sampled_from(LAWS))
def test_the_sweep_tells_everyone_what_the_counter_would(some: list[Case], day: date, law: Law) -> None:
    agree(law, some, day)


def test_the_sweep_agrees_on_every_case_beside_the_rules() -> None:
    alike: dict[tuple[Law, date], list[Case]] = {}
    for trial in read_files(case_files([POLICY])):
        alike.setdefault((Law.read_once(trial.packs, trial.office), trial.day), []).append(trial.case)
    for (law, day), some in alike.items():
        agree(law, some, day)


def test_points_are_swept_from_the_files(tmp_path: Path) -> None:
    law = with_rules(
        tmp_path,
        scored="pass_at: 10\nitems: [{when: {sex: {is: male}}, points: 10}]",
    )
    some = [Case(Resident(sex=sex, stays=(), permits=())) for sex in ("male", "female", None)]
    agree(law, some, date(2026, 1, 1), ["scored"])


def test_a_sweep_tells_how_far_it_is_and_can_be_stopped() -> None:
    law, day = LAWS[0], date(2026, 1, 1)
    blocks = list(packed([Case(Resident(stays=(), permits=()))] * 10, 3))
    steps: list[Step] = []
    swept = list(law.sweep(["legal_aid"], blocks, day, Progress(steps.append)))
    assert [len(part.who) for part in swept] == [3, 3, 3, 1]
    assert [(step.done, step.total) for step in steps] == [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]
    with pytest.raises(Cancelled):
        list(law.sweep(["legal_aid"], blocks, day, Progress(stopped=lambda: True)))


def test_a_sweep_streams_and_reads_no_more_than_it_has_told() -> None:
    read = []

    def arriving() -> Iterator[Case]:
        for number in range(100_000):
            read.append(number)
            yield Case(Resident(stays=(), permits=()))

    next(LAWS[0].sweep(["legal_aid"], packed(arriving(), 50), date(2026, 1, 1)))
    assert len(read) == 50


def test_a_sweep_of_cases_packs_them_itself_and_of_nobody_tells_nothing() -> None:
    some = [Case(Resident(stays=(), permits=()))] * 3
    (swept,) = LAWS[0].sweep(["legal_aid"], some, date(2026, 1, 1))
    assert swept.told["legal_aid"].verdict.tolist() == [0, 0, 0]
    assert list(LAWS[0].sweep(["legal_aid"], [], date(2026, 1, 1))) == []


def test_a_rule_that_does_not_exist_is_refused_before_anything_is_read() -> None:
    with pytest.raises(Refused, match="No rule is called 'legal_ade'"):
        list(LAWS[0].sweep(["legal_ade"], [], date(2026, 1, 1)))
