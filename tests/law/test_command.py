"""``law check``, ``law ask`` and ``law lint``: what they print and how they end."""

import json
from pathlib import Path

import pytest

from app.law.cases import POLICY
from app.law.command import main

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
    assert "No rule is called 'legal_ade'." in capsys.readouterr().err


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


def test_a_changed_number_is_tried_against_the_packs_it_stands_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "cn").mkdir()
    for file in (POLICY / "cn").iterdir():
        text = file.read_text(encoding="utf-8").replace("{at_least: 6 months}", "{at_least: 7 months}")
        (tmp_path / "cn" / file.name).write_text(text, encoding="utf-8")
    assert main(["check", str(tmp_path)]) == 1
    assert "may_apply_for_permit: expected yes, found no" in capsys.readouterr().out
