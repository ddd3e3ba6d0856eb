"""Every case beside the rules is a test; every rule has cases, at its edges too."""

from datetime import timedelta
from pathlib import Path

import pytest

from app.law import UNKNOWN, cases
from app.law.cases import POLICY, Trial
from app.law.pack import Pack, read_pack
from app.law.reading import PackFaults

TRIALS = cases.read_files(cases.case_files([POLICY]))
PACKS = [pack for pack in (read_pack(folder)[0] for folder in sorted(POLICY.iterdir())) if pack]
RULES = [(pack, name) for pack in PACKS for name in pack.entries if "." not in name]


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
    assert {trial.expected.answers[rule] for trial in beside(pack, rule)} == {"yes", "no", "unknown"}


@pytest.mark.parametrize(
    ("pack", "rule"), RULES, ids=lambda part: part if isinstance(part, str) else part.code
)
def test_every_edition_of_a_rule_has_a_case_on_its_first_day_or_the_day_before(pack: Pack, rule: str) -> None:
    days = {trial.day.toordinal() for trial in beside(pack, rule)}
    for edition in pack.entries[rule].editions:
        assert days & {edition.begins, edition.begins - 1}, f"{rule}: the edition's first day is not tried"


@pytest.mark.parametrize(
    ("pack", "rule"), RULES, ids=lambda part: part if isinstance(part, str) else part.code
)
def test_every_rule_has_a_case_with_a_29_february(pack: Pack, rule: str) -> None:
    def touches_leap_day(trial: Trial) -> bool:
        person = trial.case.person
        begun = [stay.arrived for stay in person.stays or ()] + [
            permit.issued for permit in person.permits or ()
        ]
        days = [day for day in begun if day] or [trial.day]
        span = (trial.day - min(days)).days
        return span < 370 and any(
            (day.month, day.day) == (2, 29) for day in (min(days) + timedelta(n) for n in range(span + 2))
        )

    assert any(touches_leap_day(trial) for trial in beside(pack, rule)) or any(
        "29 February" in trial.title for trial in beside(pack, rule)
    )


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
