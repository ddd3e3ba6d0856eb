"""The words that work without a window: what they print, what they leave, and how they end."""

from __future__ import annotations

import contextlib
import io
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import main
from app import backups, commands, doctor, invent, offices
from app.doctor import BAD, OK, WARN
from app.law.pack import POLICY
from app.offices import Found, NewOffice, NewOfficer
from db import backup

ROOT = Path(__file__).parent.parent.parent
SAMPLE = ROOT / "tests" / "samples" / "arrivals.csv"
CHEN = NewOfficer("chen", "陈晓岚", "户籍窗口", "correct horse battery")
STATION = NewOffice("530302", "河滨社区服务点", "曲靖市公安局麒麟分局", "云南省居住证")
DAY = date(2026, 11, 23)

Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fictional community, invented once and copied for every test."""
    file = tmp_path_factory.mktemp("invented") / "community.anju"
    invent.invent(offices.url_of(str(file)), 40, 1, DAY)
    return file


@pytest.fixture
def community(invented: Path, tmp_path: Path) -> str:
    return str(shutil.copy(invented, tmp_path))


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANJU_LANGUAGE", "en")


def run(*words: str) -> int:
    return main.main([*words])


def test_the_walk_leaves_its_papers_and_its_account(tmp_path: Path, capsys: Capture) -> None:
    assert run("demo", str(tmp_path / "demo"), "--on", "2026-11-23") == 0
    left = {file.name: file.read_bytes() for file in (tmp_path / "demo").iterdir()}
    assert left["permit_card.pdf"].startswith(b"%PDF")
    assert left["registration_voucher.pdf"].startswith(b"%PDF")
    account = left["walk.txt"].decode()
    assert account in capsys.readouterr().out
    days = [line[:10] for line in account.splitlines() if line.startswith("20")]
    assert days == sorted(days)
    assert days[-1] == "2026-11-23"
    assert "Endorsed for the year due on 2026-12-02; the next is due on 2027-12-02." in account
    assert run("find", "wlq", "--database", str(tmp_path / "demo" / "community.anju")) == 0


def test_the_walk_goes_on_a_shared_database_and_twice_in_one_folder(tmp_path: Path, postgres: str) -> None:
    for _ in range(2):
        assert run("demo", str(tmp_path), "--database", postgres, "--on", "2026-11-23") == 0
    assert offices.found_at(offices.url_of(postgres)) is Found.FICTION


def test_a_folder_that_cannot_be_made_is_said_in_one_sentence(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "file").write_text("")
    assert run("demo", str(tmp_path / "file")) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_taking_in_tells_every_line_and_ends_with_one_where_a_line_was_refused(
    community: str, capsys: Capture
) -> None:
    assert run("take-in", str(SAMPLE), "--database", community, "--on", "2026-11-23") == 1
    said = capsys.readouterr().out.splitlines()
    assert said[-1] == "20 lines taken, 12 refused, 5 other lines; 37 lines in all."
    refused, taken = (
        {int(found[1]) for line in said if (found := re.match(rf"line (\d+): {word}", line))}
        for word in ("refused", "taken")
    )
    assert len(refused) == 12
    assert not refused & taken
    assert all(re.search(r"(refused|taken)\. .+: ", line) for line in said[:-1])  # which column it is about


def test_a_list_that_is_not_there_is_said_in_the_language_of_whoever_asked(
    community: str, tmp_path: Path, capsys: Capture
) -> None:
    gone = tmp_path / "gone.csv"
    assert run("take-in", str(gone), "--database", community) == 1
    assert capsys.readouterr().err == f"{gone} cannot be read: it is not there.\n"
    assert run("take-in", str(gone), "--database", community, "--language", "zh_CN") == 1
    assert not re.search("[a-z]", capsys.readouterr().err.replace(str(gone), ""))


def test_a_list_without_a_fault_ends_with_nought(community: str, tmp_path: Path) -> None:
    good = tmp_path / "good.csv"
    good.write_text(
        "姓名,身份证号,性别,现住址,到达日期\n王立群,无,男,河滨社区麒麟路88号,2026-11-10\n", "utf-8"
    )
    assert run("take-in", str(good), "--database", community, "--on", "2026-11-23") == 0
    assert run("take-in", str(good), "--database", community, "--on", "2026-11-23") == 1
    assert run("take-in", str(tmp_path / "none.csv"), "--database", community) == 1


def test_finding_ends_with_nought_where_somebody_is_meant_and_shows_no_number_whole(
    community: str, capsys: Capture
) -> None:
    assert run("find", "530302", "--database", community) in (0, 1)
    capsys.readouterr()
    assert run("find", "河滨", "--database", community) == 0
    assert "********" in capsys.readouterr().out
    assert run("find", "没有这个人", "--database", community) == 1
    assert "Nobody found for “没有这个人”" in capsys.readouterr().out


def test_who_has_newly_come_to_a_service_is_listed_with_the_day_and_the_reason(
    community: str, capsys: Capture
) -> None:
    here = ("newly-qualified", "--database", community, "--on", "2026-11-23")
    assert run(*here, "--back", "120", "--ahead", "60") == 0
    lines = capsys.readouterr().out.splitlines()
    assert all(
        re.match(r"(open from|expected) \d{4}-\d\d-\d\d  \S+  \S*\*{8}\S+  \S", line) for line in lines
    )
    assert any("a valid residence permit" in line for line in lines)
    assert run("newly-qualified", "--database", community, "--on", "2015-06-01") == 0
    assert "newly opened to anybody" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("find",), 2, "command line was not understood"),
        (("dance",), 2, "command line was not understood"),
        (("find", "x", "--on", "yesterday"), 2, "is no day"),
        (("newly-qualified", "--back", "-1"), 2, "is no number of days"),
        (("find", "x", "--database", "mysql://here/there"), 1, "neither a file nor a PostgreSQL"),
        (("find", "x", "--database", "/no/such/office.anju"), 1, "no office at /no/such/office.anju"),
        (("invent", "--people", "0", "--to", "community"), 1, "at least one person"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(
    words: tuple[str, ...],
    code: int,
    said: str,
    capsys: Capture,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(*words) == code
    told = capsys.readouterr()
    assert said in told.err
    assert told.err.count("\n") == 1
    assert told.out == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("dance", "参数 命令：没有 'dance'，可用的有 'find', "),
        ("find", "还缺：文字"),
        ("find a b", "用不上：b"),
        ("doctor --loudly", "用不上：--loudly"),
        ("doctor --database", "参数 --database：后面要写一个值"),
        ("doctor --language fr", "参数 --language：没有 'fr'，可用的有 'zh_CN', 'en'"),
        ("doctor --o 2026-11-23", "--o 有几种意思：--on, --officer"),
        ("doctor --on yesterday", "参数 --on：「yesterday」不是日期"),
        ("newly-qualified --back never", "参数 --back：「never」"),
        ("invent --to there", "还缺：--people"),
        ("invent --people many --to there", "参数 --people：「many」"),
        ("--measure-first-paint=soon", "参数 --measure-first-paint：不用写值 'soon'"),
        ("verify a b c", "用不上：c"),
        ("law", "还缺：命令"),
        ("law dance", "参数 命令：没有 'dance'，可用的有 'check', "),
        ("law check", "还缺：路径"),
        ("law ask here", "还缺：--rule"),
        ("law ask here --rule", "参数 --rule：后面要写一个值"),
        ("law compare old", "还缺：NEW"),
        ("law lint --twice", "用不上：--twice"),
    ],
)
def test_whatever_is_wrong_with_a_command_line_is_said_in_chinese(
    words: str, said: str, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANJU_LANGUAGE", "zh_CN")
    assert run(*words.split()) == 2
    told = capsys.readouterr()
    assert said in told.err
    assert told.err.startswith("没看懂命令行：")
    assert told.err.count("\n") == 1
    assert told.out == ""


@pytest.mark.parametrize(
    "words", ["--help", "find --help", "invent --help", "law --help", "law compare --help"]
)
def test_the_help_is_in_chinese(words: str, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANJU_LANGUAGE", "zh_CN")
    with contextlib.suppress(SystemExit):
        run(*words.split())
    told = capsys.readouterr().out
    assert told.startswith("用法：")
    assert "显示这份说明" in told
    asked = f"main.py {words.removesuffix('--help').strip()}"
    assert not re.search(r"[a-z]+ [a-z]+ [a-z]+", told.replace(asked, ""))


@pytest.fixture
def office_file(tmp_path: Path) -> str:
    """The encrypted file of an office."""
    file = str(tmp_path / "office.anju")
    offices.create(offices.url_of(file), STATION, CHEN)[0].close()
    return file


def test_a_folder_that_is_the_second_place_gets_one_copy_and_another_folder_its_own(
    office_file: str, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick, further = tmp_path / "stick", tmp_path / "further"
    stick.mkdir()
    desk = offices.sign_in(offices.url_of(office_file), CHEN.login, CHEN.password)
    backups.choose_second(desk, stick)
    desk.close()
    monkeypatch.chdir(tmp_path)
    for place, told in (("stick", [stick]), (str(further), [stick, further])):
        monkeypatch.setattr("sys.stdin", io.StringIO(CHEN.password + "\n"))
        assert run("backup", place, "--database", office_file) == 0
        said = capsys.readouterr().out.splitlines()
        assert [Path(line.split(": ")[1]).parent for line in said[1:]] == told
        assert len(said) == len(set(said))
    assert (len(list(stick.glob("*.anju"))), len(list(further.glob("*.anju")))) == (2, 1)


@pytest.mark.parametrize(("more", "copies"), [([], 1), (["--without-backup"], 0)])
def test_before_a_list_is_taken_in_the_file_is_backed_up_unless_the_officer_does_without(
    office_file: str, monkeypatch: pytest.MonkeyPatch, more: list[str], copies: int
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(CHEN.password + "\n"))
    assert run("take-in", str(SAMPLE), *more, "--database", office_file) == 1
    assert len(list(backup.beside(Path(office_file)).glob("*.anju"))) == copies


def test_where_no_backup_can_be_made_nothing_is_taken_in_and_it_is_said_how_to_do_without(
    office_file: str, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup.beside(Path(office_file)).write_text("in the way")
    monkeypatch.setattr("sys.stdin", io.StringIO(CHEN.password + "\n"))
    assert run("take-in", str(SAMPLE), "--database", office_file) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert re.search(r"Nothing was taken in.* cannot be written.* --without-backup\.$", told.err)


def test_an_office_asks_for_the_officers_password(
    office_file: str, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(CHEN.password + "\n"))
    assert run("find", "wlq", "--database", office_file) == 1
    assert "Nobody found" in capsys.readouterr().out
    monkeypatch.setattr("sys.stdin", io.StringIO("wrong password\n"))
    assert run("find", "wlq", "--database", office_file) == 1
    assert "do not fit together" in capsys.readouterr().err


@pytest.fixture
def stricter(tmp_path: Path) -> Path:
    """The packs of the program, but a permit is to be had only after five years."""
    folder = Path(shutil.copytree(POLICY, tmp_path / "stricter"))
    file = folder / "cn" / "permit.yaml"
    file.write_text(file.read_text("utf-8").replace("at_least: 6 months", "at_least: 5 years"), "utf-8")
    return folder


def test_comparing_packs_names_who_gains_and_who_loses_and_writes_nothing(
    community: str, stricter: Path, capsys: Capture
) -> None:
    before = Path(community).read_bytes()
    laws = str(stricter), str(POLICY)
    assert run("law", "compare", *laws, "--database", community, "--on", "2026-11-23") == 0
    *named, counted = capsys.readouterr().out.splitlines()
    gaining = [line for line in named if line.startswith("+ ")]
    assert gaining
    assert all("May apply for a residence permit: no" in line and line.endswith("→ yes") for line in gaining)
    assert counted.startswith(f"May apply for a residence permit: {len(gaining)} gain it, 0 lose it, ")
    assert run("--database", community, "law", "compare", *laws[::-1], "--on", "2026-11-23") == 0
    *named, counted = capsys.readouterr().out.splitlines()
    assert sum(line.startswith("- ") for line in named) == len(gaining)
    assert Path(community).read_bytes() == before


def test_packs_compared_with_themselves_change_nothing(community: str, capsys: Capture) -> None:
    laws = str(POLICY), str(POLICY)
    assert run("law", "compare", *laws, "--database", community, "--on", "2026-11-23") == 0
    assert capsys.readouterr().out == "Nobody gains and nobody loses anything as of 2026-11-23.\n"


def test_packs_that_cannot_be_used_are_told_with_every_fault(
    community: str, stricter: Path, tmp_path: Path, capsys: Capture
) -> None:
    for file in ("cn/permit.yaml", "cn-53/permit.yaml"):
        path = stricter / file
        path.write_text(path.read_text("utf-8").replace("status: ", "statos: ", 1), "utf-8")
    assert run("law", "compare", str(POLICY), str(stricter), "--database", community) == 2
    told = capsys.readouterr()
    assert re.search(r"^cn/permit.yaml:\d+: .*'statos' is not known", told.err, re.MULTILINE)
    assert re.search(r"^cn-53/permit.yaml:\d+: ", told.err, re.MULTILINE)
    assert told.out == ""
    assert run("law", "compare", str(POLICY), str(tmp_path / "no"), "--database", community) == 2
    assert "No rules of the nation were found" in capsys.readouterr().err
    assert run("law", "compare", str(POLICY), "--database", community) == 2


def test_comparing_asks_an_office_for_the_officers_password(
    office_file: str, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    laws = str(POLICY), str(POLICY)
    monkeypatch.setattr("sys.stdin", io.StringIO(CHEN.password + "\n"))
    assert run("law", "compare", *laws, "--database", office_file) == 0
    monkeypatch.setattr("sys.stdin", io.StringIO("wrong password\n"))
    assert run("law", "compare", *laws, "--database", office_file) == 2
    assert "do not fit together" in capsys.readouterr().err
    assert run("law", "compare", *laws, "--database", office_file + ".none") == 2


def test_an_address_is_shown_without_its_password() -> None:
    url = offices.url_of("postgresql://anju:secret@server/office")
    assert "secret" not in commands.shown(url)


def test_whoever_has_read_enough_ends_the_command_quietly(community: str) -> None:
    find = f"{sys.executable} {ROOT / 'main.py'} find 河滨 --database {community} | head -n 1 > /dev/null"
    told = subprocess.run(find, shell=True, capture_output=True, text=True, check=False)
    assert told.stderr == ""


def kinds(findings: tuple[doctor.Finding, ...]) -> dict[str, str]:
    return {finding.about: finding.kind for finding in findings}


def test_the_doctor_finds_this_machine_well(community: str) -> None:
    found = kinds(doctor.examine(community, DAY))
    assert found.pop("Disk") in (OK, WARN)
    assert found.pop("Fonts for paper") in (OK, WARN)
    assert set(found.values()) == {OK}
    assert set(found) == {"Libraries", "Characters for paper", "Law", "Clock", "Database"}


def test_the_doctor_says_what_is_wrong_with_a_database(tmp_path: Path, capsys: Capture) -> None:
    broken = tmp_path / "broken.anju"
    broken.write_bytes(b"no database at all" * 100)
    findings = doctor.examine(str(broken), DAY)
    assert kinds(findings)["Database"] == BAD
    assert commands.doctor(findings) == 1
    assert capsys.readouterr().out.splitlines()[-1].startswith("✗ Database")
    assert kinds(doctor.examine(str(tmp_path / "none.anju"), DAY))["Database"] == WARN


def test_the_doctor_notices_a_year_whose_working_days_are_not_known_and_a_clock_that_stopped(
    community: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    provisional = [
        f for f in doctor.examine(community, date(2035, 1, 4)) if f.kind == WARN and f.about == "Law"
    ]
    assert "2035" in provisional[0].said
    monkeypatch.setattr(doctor, "today", lambda: date(1970, 1, 1))
    assert kinds(doctor.examine(community, DAY))["Clock"] == BAD


def test_the_doctor_finds_an_altered_journal(community: str) -> None:
    desk = offices.open_fiction(offices.url_of(community))
    with desk.bulk() as connection:
        triggers = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").all()
        for (name,) in triggers:
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        connection.exec_driver_sql("UPDATE journal SET act = 'register' WHERE seq = 3")
    desk.close()
    (finding,) = (f for f in doctor.examine(community, DAY) if f.about == "Database")
    assert (finding.kind, finding.said) == (BAD, "The journal was altered at entry 3.")
