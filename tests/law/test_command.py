"""``law check``, ``law ask`` and ``law lint``: what they print and how they end."""

import json
import re
import shutil
from pathlib import Path

import pytest

from app.law.command import main
from app.law.pack import ABOUT, POLICY

CASE = """- case: "Issued today"
  office: "130602"
  on: 2026-03-05
  person: {permits: [{issued: 2026-03-05, endorsed: []}]}
  expect: {answers: {legal_aid: VERDICT}}
"""


@pytest.fixture
def case_file(tmp_path: Path) -> Path:
    return tmp_path / "one.cases.yaml"


def test_check_ends_well_when_all_cases_pass(case_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case_file.write_text(CASE.replace("VERDICT", "yes"), encoding="utf-8")
    assert main(["check", str(case_file.parent)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "1 passed, 0 failed"


def test_check_ends_with_1_and_the_tree_when_a_case_fails(
    case_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case_file.write_text(CASE.replace("VERDICT", "no"), encoding="utf-8")
    assert main(["check", str(case_file)]) == 1
    told = capsys.readouterr().out
    assert "legal_aid: expected no, found yes" in told
    assert "✓ a valid residence permit" in told
    assert told.splitlines()[-1] == "0 passed, 1 failed"


def test_check_ends_with_2_and_the_line_when_a_file_is_unusable(
    case_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case_file.write_text(CASE.replace("person", "persons"), encoding="utf-8")
    assert main(["check", str(case_file)]) == 2
    assert f"{case_file}:4: " in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "a list is expected"),
        (b"[]", "There are no cases"),
        (b"\x7fELF\x02\x01\x00\xff", "cannot be read as UTF-8"),
        ('- case: "中"'.encode("gbk"), "cannot be read as UTF-8"),
        (CASE.replace('  office: "130602"\n', "").encode(), "'office' is missing"),
    ],
    ids=["empty", "no case", "a program", "GBK", "no office"],
)
def test_a_file_that_is_no_case_file_ends_with_2(
    case_file: Path, content: bytes, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    case_file.write_bytes(content)
    assert main(["check", str(case_file)]) == 2
    told = capsys.readouterr()
    assert words in told.err
    assert "passed" not in told.out


@pytest.mark.parametrize(
    "argv", [["check", "nowhere.cases.yaml"], ["check", "."], ["lint", "nowhere"], ["ask"], []]
)
def test_what_cannot_be_used_ends_with_2(
    argv: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(argv) == 2
    assert capsys.readouterr().err


def test_ask_answers_in_text_and_as_data(case_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case_file.write_text(CASE.replace("VERDICT", "yes"), encoding="utf-8")
    assert main(["ask", str(case_file), "--rule", "legal_aid"]) == 0
    assert "Yes, since 2026-03-05." in capsys.readouterr().out
    assert main(["ask", str(case_file), "--rule", "may_endorse", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["rule"], data["verdict"], data["outlook"]["opens"]) == ("may_endorse", "no", None)


def test_asking_a_rule_that_does_not_exist_ends_with_2(
    case_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case_file.write_text(CASE.replace("VERDICT", "yes"), encoding="utf-8")
    assert main(["ask", str(case_file), "--rule", "legal_ade"]) == 2
    assert "No rule is called 'legal_ade' (did you mean 'legal_aid'?)" in capsys.readouterr().err


def test_lint_finds_the_programs_own_packs_sound(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lint"]) == 0
    assert main(["lint", str(POLICY / "cn")]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "1 pack read, no faults."


def test_lint_prints_every_fault_with_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pack = tmp_path / "cn"
    pack.mkdir()
    (pack / "pack.yaml").write_text("issuer: {zh: 国}\n", encoding="utf-8")
    assert main(["lint", str(pack)]) == 2
    told = capsys.readouterr().out
    assert told.splitlines() == [
        "cn/pack.yaml:1: 'version' is missing, or is no text.",
        "cn/pack.yaml:1: 'en' is missing, or is no text.",
    ]


def test_lint_says_what_a_new_folder_lacks_and_passes_over_hidden_ones(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("cn-4201", "wuhan", ".git"):
        (tmp_path / "shelf" / name).mkdir(parents=True)
    assert main(["lint", str(tmp_path / "shelf")]) == 2
    assert capsys.readouterr().out.splitlines() == [
        f"cn-4201/pack.yaml:1: A pack needs a pack.yaml with the lines {ABOUT}.",
        "wuhan:1: A pack's folder is called cn, or cn- and the 2, 4 or 6 digits of the place's code.",
    ]


def test_a_newcomer_adds_a_benefit_to_a_new_place_by_the_comment_and_with_no_python(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Steps 1 to 8 of the comment: copy a pack.yaml and an entry, write one of its examples, lint, check."""
    shelf = tmp_path / "shelf"
    shutil.copytree(POLICY / "cn", shelf / "cn")
    place = shelf / "cn-4201"
    place.mkdir()
    (place / "pack.yaml").write_bytes((POLICY / "cn-5303" / "pack.yaml").read_bytes())

    comment, *entries = (POLICY / "cn" / "benefits.yaml").read_text(encoding="utf-8").split("\n\n")
    examples = re.findall(r"^#        - (.+)$", comment, re.MULTILINE)
    assert len(examples) >= 4
    entry = next(entry for entry in entries if entry.startswith("legal_aid:"))
    everything = entry.replace("legal_aid:", "all_examples:")
    everything = everything.replace("{permit_valid: {is: yes}}", f"{{all: [{', '.join(examples)}]}}")
    museum = entry.replace("legal_aid:", "museum_pass:").replace("permit_valid: {is: yes}", examples[0])
    (place / "benefits.yaml").write_text(f"{everything}\n\n{museum}\n", encoding="utf-8")
    (place / "benefits.cases.yaml").write_text(NEWCOMERS_CASES, encoding="utf-8")

    assert main(["lint", str(shelf)]) == 0, capsys.readouterr().out
    assert main(["check", str(place)]) == 0, capsys.readouterr().out
    assert main(["ask", str(place / "benefits.cases.yaml"), "--rule", "museum_pass"]) == 0
    assert "residence altogether: at least 3 years" in capsys.readouterr().out


NEWCOMERS_CASES = """
- case: "The last day before three years are full"
  office: "420106"
  on: 2026-02-27
  person: {permits: [], stays: [{division: "420106", registered: 2023-02-28, tenure: rented}]}
  expect: {answers: {museum_pass: no}, opens: {museum_pass: 2026-02-28}}
- case: "The first day"
  office: "420106"
  on: 2026-02-28
  person: {permits: [], stays: [{division: "420106", registered: 2023-02-28, tenure: rented}]}
  expect: {answers: {museum_pass: yes}}
- case: "No stay is on file"
  office: "420106"
  on: 2026-02-28
  person: {permits: []}
  expect: {answers: {museum_pass: unknown, all_examples: unknown}}
"""


def test_a_changed_number_is_tried_against_the_packs_it_stands_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "cn").mkdir()
    for file in (POLICY / "cn").iterdir():
        text = file.read_text(encoding="utf-8").replace("{at_least: 6 months}", "{at_least: 7 months}")
        (tmp_path / "cn" / file.name).write_text(text, encoding="utf-8")
    assert main(["check", str(tmp_path)]) == 1
    assert "may_apply_for_permit: expected yes, found no" in capsys.readouterr().out
