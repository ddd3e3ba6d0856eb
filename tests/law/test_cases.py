"""Every case beside the rules is a test; every rule has cases, at its edges too."""

import shutil
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
