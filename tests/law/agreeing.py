"""The sweep held against the counter: every fact under each kind of test, by several places' numbers."""

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from app.law import Case, Law
from app.law.calendar import END, FIRST
from app.law.crowd import Crowd
from app.law.days import Days, Holding
from app.law.facts import FACTS
from app.law.hearing import Hearing
from app.law.packing import Block, packed
from app.law.sweep import VERDICTS
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
        "{%s: {kind: pension, is: 4}}",
        "{%s: {kind: pension, mode: run, one_of: [2, 6]}}",
    ),
    "years": ("{%s: {at_least: 2}}", "{%s: {level: senior, at_most: 1}}", "{%s: {is: 1}}"),
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
    {
        "endorsement__window": "60 days\nmoves_off_holidays: yes",
        "endorsement__grace": "30 days\nmoves_off_holidays: yes",
        "registration__threshold": "30 days\nmoves_off_holidays: yes",
    },
]


def law_of(regime: dict[str, str]) -> Law:
    """Qujing's law with a rule for each condition, and the regime's numbers."""
    rules = {f"tried_{number}": f"requires: {text}" for number, text in enumerate(conditions())}
    shelf = Path(tempfile.mkdtemp())
    return with_rules(shelf, **rules, **{name: f"value: {text}" for name, text in regime.items()})


def sets_of(crowd: Crowd) -> tuple[Days, ...]:
    """The set of each person on its own."""
    rows = list(zip(crowd.person.tolist(), crowd.starts.tolist(), crowd.ends.tolist(), strict=True))
    return tuple(
        Days(tuple((start, end) for who, start, end in rows if who == person))
        for person in range(crowd.people)
    )


def agree(law: Law, cases: Sequence[Case], day: date, rules: Sequence[str] = (), size: int = 4) -> None:
    """The sweep tells of each person what the person would be told alone."""
    agree_on(law, dict(enumerate(cases)), packed(cases, size), day, rules)


def agree_on(
    law: Law, cases: Mapping[int, Case], blocks: Iterable[Block], day: date, rules: Sequence[str] = ()
) -> None:
    """The sweep of the blocks tells of each person, by number, what the person would be told alone."""
    rules = rules or law.rules()
    hearings = {number: Hearing(law, case, day) for number, case in cases.items()}
    seen = set()
    for swept in law.sweep(rules, blocks, day):
        for rule in rules:
            told = swept.told[rule]
            surely, possibly = sets_of(told.held.surely), sets_of(told.held.possibly)
            silent = Days.of((start, end) for start, end, found in law.timeline(rule) if found is None)
            for row, place in enumerate(swept.who.tolist()):
                hearing = hearings[place]
                answer, days = hearing.answer(rule), hearing.days_to_come(rule)
                about = f"{rule} of {cases[place]} on {day}"
                assert (surely[row], possibly[row] | silent) == (days.surely, days.possibly), about
                assert VERDICTS[told.verdict[row]] is answer.verdict, about
                opens = date.fromordinal(int(told.opens[row])) if told.opens[row] < 3_000_000 else None
                assert opens == answer.opens, about
                if law.in_force(rule, day.toordinal()):
                    assert (answer.since, answer.until) == stands(hearing.days_on_file(rule), day), about
                seen.add((rule, place))
            alone = opened_alone(hearings, swept.who.tolist(), rule, day)
            assert sorted(told.opened(day, BACK, AHEAD)) == alone, rule
    assert len(seen) == len(rules) * len(cases)


def stands(days: Holding, day: date) -> tuple[date | None, date | None]:
    """Since when and until when all the days of a rule say the same as the day."""
    _, start, end = days.stand(day.toordinal())
    return (date.fromordinal(start) if start > FIRST else None), (
        date.fromordinal(end) if end < END else None
    )


BACK, AHEAD = 200, 300


def opened_alone(
    hearings: Mapping[int, Hearing], who: Sequence[int], rule: str, day: date
) -> list[tuple[int, date]]:
    """Who of these newly has the rule, by each one's own answer."""
    answers = [(row, hearings[place].answer(rule)) for row, place in enumerate(who)]
    turned = [(row, answer.since if answer else answer.opens) for row, answer in answers]
    first, last = day - timedelta(BACK), day + timedelta(AHEAD)
    return [(row, opens) for row, opens in turned if opens and first <= opens <= last]
