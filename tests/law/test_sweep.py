"""Everyone at once: the sweep answers each person as the counter does, day for day."""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import Cancelled, Refused
from app.law import Case, Law, Resident
from app.law.cases import POLICY, case_files, read_files
from app.law.facts import FACTS
from app.law.hearing import Hearing
from app.law.packing import packed
from app.law.sweep import VERDICTS
from app.progress import Progress, Step
from tests.law.invented import DAYS, half_known, people
from tests.law.shelf import with_rules

TESTS = {
    "span": ("{%s: {is: yes}}", "{%s: {is: no}}"),
    "clock": ("{%s: {at_least: 6 months}}", "{%s: {at_most: 400 days}}", "{%s: {under: 2 years}}"),
    "months": (
        "{%s: {kind: pension, mode: run, at_least: 5}}",
        "{%s: {mode: total, backpaid: no, flexible: no, at_most: 12}}",
        "{%s: {within: 24 months, at_least: 18}}",
        "{%s: {within: 3 months, at_least: 2}}",
        "{%s: {kind: [pension, medical], regions: ['53'], under: 7}}",
    ),
    "years": ("{%s: {at_least: 2}}", "{%s: {level: senior, at_most: 1}}"),
    "grade": ("{%s: {at_least: college}}", "{%s: {one_of: [none, primary]}}"),
    "choice": ("{%s: {is: senior}}", "{%s: {one_of: [senior, junior]}}"),
    "day": ("{%s: {before: 1990-01-01}}", "{%s: {after: 1990-01-01}}"),
}
CHOICES = {"sex": "female", "household_division": "'530302'"}


def conditions() -> Iterator[str]:
    """Every fact under each kind of test, and each word that joins them."""
    for name, fact in FACTS.items():
        for written in TESTS[fact.kind]:
            asked = written.replace("senior, junior", "female, male") if name == "sex" else written
            yield (asked % name).replace("is: senior", f"is: {CHOICES.get(name, 'senior')}")
    yield "{any: [{employed: {is: yes}}, {not: {studying: {is: yes}}}, {residence_run: {at_least: 1 year}}]}"
    yield "{all: [{not: {residence_total: {at_least: 300 days}}}, {age: {at_least: 16 years}}]}"
    yield "{on_day: {day: 08-31, all: [{permit_valid: {is: yes}}, {school_years: {at_least: 1}}]}}"
    yield "{any_guardian: {all: [{permit_valid: {is: yes}}, {insured_months: {kind: pension, at_least: 6}}]}}"
    yield "{every_guardian: {any: [{employed: {is: yes}}, {residence_run: {at_least: 6 months}}]}}"
    yield "{residence_run: {at_least: registration.threshold}}"
    yield "{residence_total: {at_least: 0 days}}"


REGIMES = [
    {},
    {"endorsement__anchor": "issue", "residence__gap": "5 days", "residence__area": "6"},
    {
        "endorsement__grace": "30 days",
        "endorsement__reset_after": "30 days",
        "residence__count_from": "arrived",
    },
    {
        "endorsement__cancel_after": "1 year",
        "residence__recognised": "['5301']",
        "residence__elsewhere": "gap",
    },
]


def law_of(regime: dict[str, str]) -> Law:
    """Qujing's law with a rule for each condition, and the regime's numbers."""
    rules = {f"tried_{number}": f"requires: {text}" for number, text in enumerate(conditions())}
    shelf = Path(tempfile.mkdtemp())
    return with_rules(shelf, **rules, **{name: f"value: {text}" for name, text in regime.items()})


LAWS = [law_of(regime) for regime in REGIMES] + [Law.read(POLICY, "130602")]


def agree(law: Law, cases: Sequence[Case], day: date, rules: Sequence[str] = (), size: int = 4) -> None:
    """The sweep tells of each person what the person would be told alone."""
    rules = rules or law.rules()
    hearings = [Hearing(law, case, day) for case in cases]
    seen = set()
    for swept in law.sweep(rules, packed(cases, size), day):
        for rule in rules:
            told = swept.told[rule]
            surely, possibly = told.held.surely.sets(), told.held.possibly.sets()
            for row, place in enumerate(swept.who.tolist()):
                hearing = hearings[place]
                answer, days = hearing.answer(rule), hearing.days_to_come(rule)
                about = f"{rule} of {cases[place]} on {day}"
                assert (surely[row], possibly[row] | told.silent) == (days.surely, days.possibly), about
                assert VERDICTS[told.verdict[row]] is answer.verdict, about
                opens = date.fromordinal(int(told.opens[row])) if told.opens[row] < 3_000_000 else None
                assert opens == answer.opens, about
                seen.add((rule, place))
    assert len(seen) == len(rules) * len(cases)


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
    for trial in read_files(case_files([POLICY])):
        agree(Law.read_once(trial.packs, trial.office), [trial.case], trial.day)


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
