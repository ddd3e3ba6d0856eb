"""Every case beside the rules is a test; every rule has cases, at its edges too."""

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.law import UNKNOWN, Case, Law, Verdict, cases, conditions
from app.law.calendar import END, Period
from app.law.cases import Trial
from app.law.pack import POLICY, Edition, Pack, read_pack
from app.law.reading import PackFaults


def amounts_of(edition: Edition) -> list[str]:
    """The parameters a rule's edition refers to by name."""
    content = edition.content
    return [] if isinstance(content, (Period, str, tuple)) else [*content.amounts()]


FILES = [*cases.case_files([POLICY])]
TRIALS = cases.read_files(FILES)
PACKS = [pack for pack in (read_pack(folder)[0] for folder in sorted(POLICY.iterdir())) if pack]
RULES = [(pack, name) for pack in PACKS for name in pack.entries if "." not in name]
SET = {name for pack in PACKS for name in pack.entries if "." in name}
OPEN = [
    (pack.code, name)
    for pack, name in RULES
    if any(amount not in SET for edition in pack.entries[name].editions for amount in amounts_of(edition))
]
"""The rules that wait for a number nobody has set: they hold on no day yet."""
DATED = [
    (pack, name) for pack, name in RULES if pack.entries[name].editions and (pack.code, name) not in OPEN
]


LISTS = ("stays", "permits", "employment", "schooling")
LEAP_DAY = "02-29"
A_DAY = timedelta(1)


def put_to_the_test(condition: conditions.Condition) -> Iterator[conditions.Test]:
    """Every fact a condition puts to a test."""
    if isinstance(condition, conditions.Test):
        yield condition
    for part in (*getattr(condition, "parts", ()), *filter(None, [getattr(condition, "part", None)])):
        yield from put_to_the_test(part)


def of_a_dated_rule(test: Callable[[Pack, str], None]) -> Callable[[Pack, str], None]:
    """The test, once for every rule of every pack that has an edition."""
    named = pytest.mark.parametrize(
        ("pack", "rule"), DATED, ids=lambda part: part if isinstance(part, str) else part.code
    )
    return named(test)


def titled(trial: Trial) -> str:
    return f"{Path(trial.where).parent.name}: {trial.title}"


@pytest.mark.parametrize("trial", TRIALS, ids=titled)
def test_the_law_answers_a_case_as_expected(trial: Trial) -> None:
    assert not cases.run(trial).complaints


def beside(pack: Pack, rule: str) -> list[Trial]:
    """The cases of a pack that expect an answer of the rule."""
    here = [trial for trial in TRIALS if Path(trial.where).parent.name == pack.code]
    return [trial for trial in here if rule in trial.expected.answers]


@pytest.mark.parametrize(
    ("pack", "rule"), RULES, ids=lambda part: part if isinstance(part, str) else part.code
)
def test_every_rule_has_a_case_for_each_verdict(pack: Pack, rule: str) -> None:
    told = {trial.expected.answers[rule] for trial in beside(pack, rule)}
    wanted = {"yes", "no", "unknown"} if pack.entries[rule].editions else {"unknown"}
    assert told == wanted - ({"yes"} if (pack.code, rule) in OPEN else set())


@of_a_dated_rule
def test_every_edition_of_a_rule_has_a_case_on_either_side_of_each_day_it_changes(
    pack: Pack, rule: str
) -> None:
    days = {trial.day.toordinal() for trial in beside(pack, rule)}
    turns = {edge for edition in pack.entries[rule].editions for edge in (edition.begins, edition.ends)}
    untried = {day for edge in turns - {END} for day in (edge - 1, edge)} - days
    assert [date.fromordinal(day).isoformat() for day in sorted(untried)] == []


@of_a_dated_rule
def test_every_rule_has_a_case_on_the_last_day_it_fails_and_on_the_first_it_holds(
    pack: Pack, rule: str
) -> None:
    answers = [
        Law.read_once(trial.packs, trial.office).ask(rule, trial.case, trial.day)
        for trial in beside(pack, rule)
    ]
    failed = [answer for answer in answers if answer.verdict is Verdict.NO]
    assert any(answer.opens == answer.day + A_DAY for answer in failed), "the last day it fails is not tried"
    assert any(answer and answer.since == answer.day for answer in answers), "the first day is not tried"


@of_a_dated_rule
def test_every_rule_has_a_case_with_a_29_february(pack: Pack, rule: str) -> None:
    assert any(LEAP_DAY in days_of(trial.case) | {trial.day.strftime("%m-%d")} or
               "29 February" in trial.title for trial in beside(pack, rule))  # fmt: skip


def days_of(case: Case) -> set[str]:
    """Every day on file about the person and the guardians, as month and day."""
    people = [case.person, *(case.guardians or ())]
    entries = [entry for person in people for name in LISTS for entry in getattr(person, name) or ()]
    days = [getattr(entry, one.name) for entry in entries for one in fields(entry)]
    days += [person.born for person in people]
    return {day.strftime("%m-%d") for day in days if isinstance(day, date)}


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.code)
def test_every_number_a_pack_sets_is_expected_by_a_case_beside_it(pack: Pack) -> None:
    here = [trial for trial in TRIALS if Path(trial.where).parent.name == pack.code]
    tried = {name for trial in here for name in trial.expected.values}
    assert [name for name in pack.entries if "." in name and name not in tried] == []


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.code)
def test_no_place_asks_more_insurance_for_settlement_than_the_act_lets_any_city_ask(pack: Pack) -> None:
    """Art. 16: five years in a city of one to five millions, less in a smaller; the largest go by points."""
    nation = Law.read_once(POLICY, "130602")
    entry = pack.entries.get("household_settlement")
    for edition in entry.editions if entry else ():
        assert not isinstance(edition.content, (Period, str, tuple))
        years = nation.value(
            "settlement.insurance_at_most_in_large_cities",
            max(date(2016, 1, 1), date.fromordinal(edition.begins)),
        ).period.amount
        asked = [one.bound for one in put_to_the_test(edition.content) if one.fact == "insured_months"]
        assert all(isinstance(months, int) and months <= years * 12 for months in asked), pack.code


@pytest.mark.parametrize(
    ("pack", "rule"), RULES, ids=lambda part: part if isinstance(part, str) else part.code
)
def test_a_rule_is_a_service_of_the_same_kind_in_every_place(pack: Pack, rule: str) -> None:
    nation = next(one for one in PACKS if one.code == "cn")
    if rule in nation.entries:
        assert pack.entries[rule].tier == nation.entries[rule].tier


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.code)
def test_every_pack_tells_what_changed_in_its_version(pack: Pack) -> None:
    told = (POLICY / pack.code / "CHANGES.md").read_text(encoding="utf-8")
    assert f"## {pack.version}\n" in told


VERSION, NAME, DAY, NUMBER = r"^## .+$", r"`[^`]+`", r"\d{4}-\d\d-\d\d", r"〔\d{4}〕\d+号"


@pytest.mark.parametrize("what", [VERSION, NAME, DAY, NUMBER])
@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.code)
def test_every_pack_tells_its_changes_in_chinese_by_the_same_versions_names_days_and_numbers(
    pack: Pack, what: str
) -> None:
    english, chinese = (
        re.findall(what, (POLICY / pack.code / name).read_text(encoding="utf-8"), re.MULTILINE)
        for name in ("CHANGES.md", "CHANGES.zh_CN.md")
    )
    assert sorted(chinese) == sorted(english)


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_every_case_file_lies_beside_the_rules_it_tries(file: Path) -> None:
    pack = next(pack for pack in PACKS if pack.code == file.parent.name)
    assert file.with_name(file.name.replace(".cases.", ".")).is_file()
    expected = [trial.expected for trial in TRIALS if Path(trial.where.rpartition(":")[0]) == file]
    named = {name for one in expected for name in (*one.answers, *one.opens, *one.points, *one.values)}
    assert named & set(pack.entries), "none of these cases tries anything this pack sets"


def test_a_pack_without_cases_for_its_rule_would_be_noticed() -> None:
    assert RULES
    assert not beside(PACKS[0], "no_such_rule")


def test_a_case_that_fails_prints_its_tree_of_reasons(tmp_path: Path) -> None:
    file = tmp_path / "wrong.cases.yaml"
    file.write_text(
        '- case: "x"\n  office: "130602"\n  on: 2026-01-01\n  person: {permits: []}\n'
        "  expect:\n    answers: {legal_aid: yes}\n    opens: {legal_aid: 2026-02-01}\n"
        "    facts: {permit_valid: yes}\n    values: {permit.issue_within: 5 days}\n",
        encoding="utf-8",
    )
    passed, failed, account = cases.check([file])
    assert (passed, failed) == (0, 1)
    assert "legal_aid: expected yes, found no" in account
    assert "opens legal_aid: expected 2026-02-01, found null" in account
    assert "permit_valid: expected yes, found no" in account
    assert "permit.issue_within: expected 5 days, found 15 days" in account
    assert "✗ a valid residence permit" in account
    assert account.endswith("0 passed, 1 failed")


def test_every_fault_of_a_case_file_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "faulty.cases.yaml"
    file.write_text(
        '- case: "x"\n'
        '  office: "Baoding"\n'
        "  on: 2026-02-30\n"
        "  person:\n"
        "    stays: [{division: '130602', arived: 2026-01-01, tenure: rent}]\n"
        "    statements: {serious_crime: maybe}\n"
        "  expect: {answers: {legal_aid: maybe}, points: {settlement_points: many}}\n",
        encoding="utf-8",
    )
    with pytest.raises(PackFaults) as told:
        cases.read_files([file])
    lines = {(fault.line, str(fault).split(": ", 1)[1]) for fault in told.value.faults}
    assert {line for line, _ in lines} == {2, 3, 5, 6, 7}
    assert any("did you mean 'arrived'" in words for _, words in lines)
    assert any("did you mean 'rented'" in words for _, words in lines)
    assert any("is no number of points" in words for _, words in lines)


def written(folder: Path, *cases_: str) -> Path:
    file = folder / "some.cases.yaml"
    file.write_text("".join(f"- {{case: x, office: '530302', on: 2026-06-01, {case}}}\n" for case in cases_),
                    encoding="utf-8")  # fmt: skip
    return file


def test_the_law_is_read_to_the_letter() -> None:
    passed, failed, account = cases.check([Path(__file__).with_name("letter.cases.yaml")])
    assert (failed, passed > 20) == (0, True), account


def test_nothing_that_is_expected_is_passed_over_in_silence(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        "expect: {answers: {legal_aid: [yes]}}",
        "expect: {values: {permit.isue_within: 15 days}}",
        "expect: {facts: [permit_valid]}",
        "expect: {opens: {legal_aid: soon}}",
        "person: {insurance: [{kind: pension, from: 2021-13, to: null}]}",
    )
    with pytest.raises(PackFaults) as told:
        cases.read_files([file])
    assert [fault.line for fault in told.value.faults] == [1, 2, 3, 4, 5]


def test_a_rule_that_nobody_knows_is_told_with_its_case_and_what_was_meant(tmp_path: Path) -> None:
    file = written(tmp_path, "expect: {answers: {legal_aid: yes}}", "expect: {opens: {legal_ade: null}}")
    with pytest.raises(PackFaults) as told:
        cases.check([file])
    assert [str(fault) for fault in told.value.faults] == [
        f"{file}:2: No rule is called 'legal_ade' (did you mean 'legal_aid'?)"
    ]


def test_points_that_a_rule_does_not_give_fail_the_case(tmp_path: Path) -> None:
    passed, failed, account = cases.check([written(tmp_path, "expect: {points: {legal_aid: 5}}")])
    assert (passed, failed) == (0, 1)
    assert "points legal_aid: expected 5, found null" in account


def test_a_case_may_name_a_part_again_but_not_without_bounds(tmp_path: Path) -> None:
    file = tmp_path / "named.cases.yaml"
    file.write_text("- {case: x, office: '130602', on: &on 2026-01-01, person: {permits: []},"
                    " expect: {answers: {legal_aid: no}}}\n"
                    "- {case: y, office: '130602', on: *on, expect: {}}\n", encoding="utf-8")  # fmt: skip
    assert cases.check([file])[:2] == (2, 0)
    rows = "\n".join(f"r{n}: &r{n} [{', '.join([f'*r{n - 1}'] * 9)}]" for n in range(1, 12))
    for text in (f"r0: &r0 [x]\n{rows}\n", "a: &a [*a]\n"):
        file.write_text(text, encoding="utf-8")
        with pytest.raises(PackFaults, match="grows beyond what is read"):
            cases.read_files([file])


def test_the_packs_beside_or_above_a_case_file_are_the_ones_it_is_tried_by(tmp_path: Path) -> None:
    shelf = tmp_path / "shelf"
    shutil.copytree(POLICY / "cn", shelf / "cn")
    rules = shelf / "cn" / "permit.yaml"
    rules.write_text(rules.read_text(encoding="utf-8").replace("15 days", "14 days"), encoding="utf-8")
    for folder, days in ((shelf, 14), (shelf / "cn", 14), (tmp_path, 15)):
        file = written(folder, f"expect: {{values: {{permit.issue_within: {days} days}}}}")
        file.write_text(file.read_text(encoding="utf-8").replace("530302", "130602"), encoding="utf-8")
        assert cases.check([file])[:2] == (1, 0), folder


def test_a_key_left_out_is_unknown_and_an_empty_list_is_none(tmp_path: Path) -> None:
    file = tmp_path / "two.cases.yaml"
    file.write_text(
        "- {case: a, office: '130602', on: 2026-01-01, person: {}, expect: {}}\n"
        "- {case: b, office: '130602', on: 2026-01-01, guardians: [], expect: {},"
        " person: {permits: [], stays: [{registered: null}, {}]}}\n",
        encoding="utf-8",
    )
    unknown, known = cases.read_files([file])
    assert unknown.case.person.permits is None
    assert unknown.case.guardians is None
    assert known.case.person.permits == ()
    assert known.case.guardians == ()
    registered = [stay.registered for stay in known.case.person.stays or ()]
    assert registered == [None, UNKNOWN]
