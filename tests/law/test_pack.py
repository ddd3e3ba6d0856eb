"""Packs an official edits: every fault is told at once with file and line, and nothing faulty is loaded."""

import re
import shutil
import time
from datetime import date
from pathlib import Path

import pytest

from app.errors import Refused
from app.law import Case, Insurance, Law, PackFaults, Permit, Resident, Stay, Verdict, month_of
from app.law.conditions import ALL_TESTS, GROUPS, GUARDIANS
from app.law.facts import FACTS
from app.law.pack import POLICY, codes_for, read_pack
from app.law.parameters import BY_YEARS, PARAMETERS, TARGETS
from app.law.words import summary


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A copy of the packs that may be spoiled."""
    return Path(shutil.copytree(POLICY, tmp_path / "policy"))


def rule(requires: str, **dating: str) -> str:
    told = {"article": "x", "status": "verified", "checked_on": "2025-01-01"} | dating
    lines = "".join(f"      {key}: {value}\n" for key, value in told.items() if value)
    head = "a_rule:\n  title: {zh: 甲, en: a}\n  editions:\n    2020-01-01:\n"
    return f"{head}{lines}      requires: {requires}\n"


def divisions(value: str) -> str:
    dating = "article: x, status: unverified"
    head = "residence.recognised:\n  title: {zh: 甲, en: a}\n  editions:\n"
    return f"{head}    2020-01-01: {{value: {value}, {dating}}}\n"


def target(value: str) -> str:
    head = "target.holding:\n  title: {zh: 甲, en: a}\n  editions:\n"
    return f"{head}    2020-01-01: {{value: {value}, article: x, status: unverified}}\n"


def faults(shelf: Path, text: str) -> list[str]:
    (shelf / "cn" / "spoiled.yaml").write_text(text, encoding="utf-8")
    pack, found = read_pack(shelf / "cn")
    assert pack is None or not found
    return [str(fault) for fault in found]


SOUND = "{permit_valid: {is: yes}}"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (rule("{permit_vald: {is: yes}}"), 8, "did you mean 'permit_valid'"),
        (rule("{residence_run: {atleast: 6 months}}"), 8, "did you mean 'at_least'"),
        (rule("{residence_run: {at_least: half a year}}"), 8, "is no length of time"),
        (rule("{residence_run: {at_least: 6}}"), 8, "is no length of time"),
        (rule("{insured_months: {kind: pension, at_least: 3 years}}"), 8, "a bare number is expected"),
        (rule("{insured_months: {kind: pensions, at_least: 36}}"), 8, "did you mean 'pension'"),
        (rule("{insured_months: {within: 2 years, at_least: 18}}"), 8, "within: '2 years' cannot stand here"),
        (rule("{insured_months: {regions: [Sichuan], at_least: 18}}"), 8, "regions: 'Sichuan' cannot"),
        (rule("{insured_months: {is: 3 years}}"), 8, "a bare number is expected"),
        (rule("{insured_months: {one_of: [12, a year]}}"), 8, "a bare number is expected, not 'a year'"),
        (rule("{insured_months: {one_of: []}}"), 8, "'one_of' has no parts"),
        (rule("{residence_run: {is: yes}}"), 8, "cannot be put to 'is'"),
        (rule("{permit_valid: {is: true}}"), 8, "'true' is not known here"),
        (rule("{all: []}"), 8, "has no parts"),
        (rule("{all: {permit_valid: {is: yes}}}"), 8, "a list is expected"),
        (rule("{permit_valid: {is: yes}, registered: {is: yes}}"), 8, "one word to the left of its colon"),
        (
            rule("{residence_run: {at_least: registration.treshold}}"),
            8,
            "did you mean 'registration.threshold'",
        ),
        (rule("{on_day: {day: 02-29, permit_valid: {is: yes}}}"), 8, "no day of every year"),
        (rule(SOUND, article=""), 5, "'article' is missing"),
        (rule(SOUND, status="sure"), 6, "'sure' is not known here"),
        (rule(SOUND, checked_on="yesterday"), 7, "is no day"),
        (rule(SOUND, until="2019-12-31"), 8, "'until' lies before"),
        (rule(SOUND).replace("2020-01-01:", "2020-02-30:"), 4, "is no day"),
        (
            rule(SOUND) + rule(SOUND).partition("editions:\n")[2].replace("2020", "2019"),
            9,
            "after a later one",
        ),
        (rule(SOUND) + rule(SOUND), 9, "written twice; first on line 1"),
        (rule(SOUND).replace("requires", "require"), 8, "did you mean 'requires'"),
        (rule(SOUND).replace("a_rule:", "permit.isue_within:"), 1, "did you mean 'permit.issue_within'"),
        (rule(SOUND).replace("a_rule", "legal_aid"), 1, "stands in another file"),
        ("registration.report_within: 15 days\n", 1, "a mapping is expected"),
        ("a: &a [x]\nb: *a\n", 1, "Anchors and aliases"),
        (rule("{legal_aid: {is: yes}}"), 8, "'legal_aid' is a rule; a condition asks facts"),
        (rule("{a_rule: {is: yes}}"), 8, "'a_rule' is a rule; a condition asks facts"),
        (rule("{residence.gap: {is: yes}}"), 8, "named behind a test, such as at_least: residence.gap"),
        (rule("{permit_valid: yes}"), 8, "'permit_valid' takes one test; it can bear is"),
        (rule("permit_valid"), 8, "A condition is expected here, such as permit_valid: {is: yes}"),
        (rule("{library_card: {is: yes}}"), 8, "family_on_low_income"),  # every fact is named
        (rule(SOUND) + "b_rule:\n  tier: 1\n  editions: {}\n", 10, "'title' is missing"),
        (rule(SOUND) + "b_rule:\n  title: {zh: 乙, en: b}\n", 10, "'editions' is missing"),
        (rule(SOUND).replace("a_rule", "A Rule"), 1, "'A Rule' is no name of a rule"),
        (
            rule(SOUND).replace("    2020-01-01:\n", ""),
            4,
            "The first day in force is missing above 'article'",
        ),
        (rule(SOUND).replace("requires:", "requires："), 8, "'：' is a Chinese sign; ':' is needed here"),
        (rule(SOUND).replace("article:", "article："), 5, "'：' is a Chinese sign; ':' is needed here"),
        (rule(SOUND).replace("      requires", "\t requires"), 8, "A tab stands here"),
        (rule("permit_valid: {is: yes}"), 8, "needs curly brackets"),
        (divisions("[Sichuan, '510']"), 4, "'Sichuan' is no division code"),
        (divisions("[Sichuan, '510']"), 4, "'510' is no division code"),
        (divisions("'51'"), 4, "a list is expected"),
        (target("0.95"), 4, "'0.95' is no share. A share is written '95%'."),
        (target("101%"), 4, "'101%' is no share"),
        (divisions("[], moves_off_holidays: yes"), 4, "Only a length of time moves off holidays"),
        ("a: [1, 2\n", 2, "This is no YAML"),
        ("\t\x00", 1, "This is no YAML"),
        ("x: y\n" * 50_000, 1, "larger than 200000 bytes"),
    ],
)
def test_a_fault_is_told_with_its_line_and_what_was_meant(
    shelf: Path, text: str, line: int, words: str
) -> None:
    found = faults(shelf, text)
    assert any(fault.startswith(f"cn/spoiled.yaml:{line}: ") and words in fault for fault in found), found


def test_a_sound_rule_has_no_faults(shelf: Path) -> None:
    assert (
        faults(
            shelf, rule("{any: [{not: {age: {under: 16 years}}}, {education: {one_of: [college, doctor]}}]}")
        )
        == []
    )


def test_all_faults_of_all_files_are_told_at_once(shelf: Path) -> None:
    (shelf / "cn" / "one.yaml").write_text(rule("{permit_vald: {is: yes}}"), encoding="utf-8")
    (shelf / "cn-53" / "two.yaml").write_text(rule(SOUND, status="sure", article=""), encoding="utf-8")
    with pytest.raises(PackFaults) as told:
        Law.read(shelf, "530302")
    assert [str(fault).split(": ")[0] for fault in told.value.faults] == [
        "cn-53/two.yaml:5", "cn-53/two.yaml:5", "cn/one.yaml:8",
    ]  # fmt: skip
    assert "cn/one.yaml:8" in str(told.value)


def test_an_alias_bomb_is_refused_without_being_unrolled(shelf: Path) -> None:
    rows = "\n".join(f"r{n}: &r{n} [{', '.join([f'*r{n - 1}'] * 9)}]" for n in range(1, 9))
    found = faults(shelf, f"r0: &r0 [x]\n{rows}\n")
    assert len(found) < 20
    assert sum("Anchors and aliases" in fault for fault in found) == len(found) == 9


def test_a_file_with_a_byte_order_mark_is_read_as_any_other(shelf: Path) -> None:
    assert faults(shelf, "\ufeff" + rule(SOUND)) == []


def test_a_key_that_is_no_word_is_told_and_never_unrolled(shelf: Path) -> None:
    assert faults(shelf, "? [a, b]\n: c\n") == [
        "cn/spoiled.yaml:1: One word is expected to the left of a colon."
    ]


def test_a_day_is_written_in_one_way(shelf: Path) -> None:
    for day in ("20200101", "2020-W01-1", "2020-1-1"):
        found = faults(shelf, rule(SOUND).replace("2020-01-01", day))
        assert any(f"'{day}' is no day" in fault for fault in found), found


def test_the_day_of_checking_may_be_missing_only_where_nobody_has_checked(shelf: Path) -> None:
    assert faults(shelf, rule(SOUND, checked_on="", status="unverified")) == []
    assert "'checked_on' is missing" in "".join(faults(shelf, rule(SOUND, checked_on="")))


def test_the_nearest_pack_wins_whole_and_falls_back_when_its_edition_ends(shelf: Path) -> None:
    law = Law.read(shelf, "530302")
    days = [date(2017, 1, 31), date(2017, 2, 1)]
    assert [law.value("permit.issue_within", day).pack for day in days] == ["cn", "cn-53"]
    assert [law.value("registration.threshold", day).pack for day in days] == ["cn-5303", "cn"]
    assert law.value("registration.threshold", days[0]).until == days[0]
    assert Law.read(shelf, "130602").value("permit.issue_within", days[1]).text == "15 days"


def test_a_value_knows_its_length_and_its_deadline(shelf: Path) -> None:
    value = Law.read(shelf, "530302").value("permit.issue_within", date(2026, 9, 30))
    assert (value.amount, value.unit, value.status) == (5, "working day", "unverified")
    assert value.deadline(date(2026, 9, 30)).day == date(2026, 10, 13)


def test_a_value_that_nobody_set_is_refused_in_words(shelf: Path) -> None:
    with pytest.raises(Refused, match=r"set no 'registration\.report_within' for 2026-01-01"):
        Law.read(shelf, "130602").value("registration.report_within", date(2026, 1, 1))


def test_the_checksum_changes_with_any_letter_and_not_with_the_place(shelf: Path, tmp_path: Path) -> None:
    here, there = read_pack(POLICY / "cn")[0], read_pack(shelf / "cn")[0]
    assert here
    assert there
    assert here.checksum == there.checksum
    with (shelf / "cn" / "permit.yaml").open("a", encoding="utf-8") as file:
        file.write("# checked again\n")
    changed = read_pack(shelf / "cn")[0]
    assert changed
    assert changed.checksum != here.checksum


def test_a_folder_without_the_nation_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="No rules of the nation"):
        Law.read(tmp_path, "530302")


def test_packs_apply_from_the_county_to_the_nation() -> None:
    assert codes_for("530302") == ("cn-530302", "cn-5303", "cn-53", "cn")
    assert codes_for("5001") == ("cn-5001", "cn-50", "cn")


def test_every_parameter_is_set_somewhere_but_what_an_office_is_measured_by() -> None:
    packs = [read_pack(folder)[0] for folder in POLICY.iterdir()]
    left_open = {f"{service}.{what}" for service in BY_YEARS for what in ("residence", "insurance")}
    found = {name for pack in packs if pack for name in pack.entries if "." in name}
    assert set(PARAMETERS) == found | left_open | set(TARGETS)
    assert not found & set(TARGETS)  # each office's own, and nobody has told us one


def test_a_number_a_place_left_open_answers_as_soon_as_it_is_written(shelf: Path) -> None:
    file = shelf / "cn-5303" / "numbers.yaml"
    edition = "article: x, status: verified, checked_on: 2025-01-01"
    file.write_text(
        "".join(
            f"housing_security.{what}:\n  title: {{zh: 数, en: n}}\n  editions:\n"
            f"    2020-01-01: {{value: {value}, {edition}}}\n"
            for what, value in (("residence", "2 years"), ("insurance", "1 year"))
        ),
        encoding="utf-8",
    )
    stay = Stay("530302", date(2022, 1, 1), date(2022, 1, 1), tenure="rented")
    paid = Insurance("pension", month_of(2023, 2), None, "53", False, False)
    permit = Permit(date(2022, 8, 1), (date(2023, 7, 20),))
    case = Case(Resident(stays=(stay,), permits=(permit,), insurance=(paid,)))
    answer = Law.read(shelf, "530302").ask("housing_security", case, date(2024, 1, 31))
    assert (answer.verdict, answer.opens) == (Verdict.NO, date(2024, 2, 1))
    open_answer = Law.read(POLICY, "530302").ask("housing_security", case, date(2024, 1, 31))
    assert open_answer.verdict is Verdict.UNKNOWN
    assert summary(open_answer) == "The local number is not on file."


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("permit.agent_below", "16 days"),
        ("housing_security.residence", "20 days"),
        ("permit.issue_within", "15"),
    ],
)
def test_a_number_in_the_wrong_unit_is_told(shelf: Path, name: str, value: str) -> None:
    for file in ("permit.yaml", "permit.cases.yaml"):
        (shelf / "cn" / file).unlink()
    found = faults(
        shelf,
        f"{name}:\n  title: {{zh: 甲, en: a}}\n  editions:\n    2020-01-01: {{value: {value}, article: x,"
        " status: unverified}\n",
    )
    assert len(found) == 1
    assert found[0].startswith("cn/spoiled.yaml:4: ")
    assert "wrong unit" in found[0] or "no length of time" in found[0]


def refused_within(seconds: float, shelf: Path, text: str | bytes) -> str:
    """What the shelf with one spoiled file is refused with, in no longer than so many seconds."""
    raw = text.encode() if isinstance(text, str) else text
    (shelf / "cn" / "spoiled.yaml").write_bytes(raw)
    start = time.perf_counter()
    with pytest.raises(PackFaults) as told:
        Law.read(shelf, "130602")
    assert time.perf_counter() - start < seconds
    return str(told.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"\x00\xff" * 25_000_000, "larger than 200000 bytes"),
        ("legal_aid: " + "[" * 150_000, "This is no YAML"),
        ("a: &a {<<: *a}\n", "Anchors and aliases"),
        ("a: &a [*a]\n", "Anchors and aliases"),
        (b"\xff\xfe\x00bad", "cannot be read as UTF-8"),
        ("- a\n- b\n", "a mapping is expected"),
    ],
    ids=["50 MB of nonsense", "brackets", "a loop of merges", "a loop", "no UTF-8", "a list"],
)
def test_nonsense_is_refused_in_one_message_and_soon(shelf: Path, text: str | bytes, words: str) -> None:
    assert words in refused_within(20, shelf, text)


def test_a_parameter_that_points_at_another_or_at_itself_is_no_length_of_time(shelf: Path) -> None:
    edition = "article: x, status: verified, checked_on: 2025-01-01"
    told = refused_within(
        5,
        shelf,
        "registration.report_within:\n  title: {zh: 甲, en: a}\n  editions:\n"
        f"    2020-01-01: {{value: registration.report_within, {edition}}}\n",
    )
    assert "cn/spoiled.yaml:4: 'registration.report_within' is no length of time" in told


def test_the_comment_that_newcomers_follow_names_every_fact_and_every_word() -> None:
    comment = (POLICY / "cn" / "benefits.yaml").read_text("utf-8").partition("\n\n")[0]
    named = set(re.findall(r"[a-z_]+", comment))
    assert {*FACTS, *ALL_TESTS, *GROUPS, *GUARDIANS, "not", "on_day"} <= named


def test_one_message_tells_every_fault_of_every_kind(shelf: Path) -> None:
    text = (
        rule("{permit_vald: {is: yes}}", article="")
        + rule("{residence_run: {at_least: 6 weeks}}").replace("a_rule", "b_rule")
        + rule(SOUND).replace("a_rule", "c_rule").replace("2020-01-01", "2020-13-01")
        + rule(SOUND).replace("a_rule", "d_rule").replace("zh: 甲", "zh: 甲, zh: 乙")
    )
    told = refused_within(5, shelf, text)
    for line, words in (
        (5, "'article' is missing"), (7, "did you mean 'permit_valid'"),
        (15, "'6 weeks' is no length of time"), (19, "'2020-13-01' is no day"), (25, "'zh' is written twice"),
    ):  # fmt: skip
        assert any(f"spoiled.yaml:{line}: " in fault and words in fault for fault in told.splitlines()), words


def test_one_wrong_day_is_one_fault_and_hides_none_of_the_others(shelf: Path) -> None:
    dating = "article: x, status: verified, checked_on: 2025-01-01"
    text = (
        "permit.agent_below:\n  title: {zh: 甲, en: a}\n  editions:\n"
        f"    2020-02-30: {{value: 16 years, {dating}}}\n"
        f"    2021-01-01: {{value: 16 days, {dating}}}\n"
        f"    2020-06-01: {{value: 16 years, {dating}}}\n"
    )
    told = [line.split(": ", 1) for line in refused_within(5, shelf, text).splitlines()[1:]]
    assert [(file.split(":")[1], words.split(". ")[0][:40]) for file, words in told] == [
        ("1", "'permit.agent_below' stands in another f"),
        ("4", "edition: '2020-02-30' is no day; write i"),
        ("5", "'16 days' is in the wrong unit; this is "),
        ("6", "The edition of 2020-06-01 stands after a"),
    ]


def test_the_last_good_law_stays_in_force_while_its_packs_are_faulty(shelf: Path) -> None:
    law = Law.read(shelf, "130602")
    before = law.value("permit.issue_within", date(2026, 1, 1))
    refused_within(5, shelf, rule("{permit_vald: {is: yes}}"))
    assert law.value("permit.issue_within", date(2026, 1, 1)) == before


@pytest.mark.parametrize(
    ("scheme", "line", "words"),
    [
        ("items: [{when: {sex: {is: male}}, points: 1}]", 5, "'pass_at' is missing"),
        ("pass_at: 10", 5, "needs its 'items'"),
        ("pass_at: ten\n      items: [{when: {sex: {is: male}}, points: 1}]", 8, "pass_at: 'ten' cannot"),
        ("pass_at: 10\n      items: []", 9, "'items' has no parts"),
        ("pass_at: 10\n      items: [{of: employed, per: 1 year, points: 1}]", 9, "'employed' is not known"),
        (
            "pass_at: 10\n      items: [{of: residence_run, per: 12, points: 1}]",
            9,
            "'12' cannot be counted off",
        ),
        (
            "pass_at: 10\n      items: [{of: insured_months, per: 1 year, points: 1}]",
            9,
            "a bare number is expected, not '1 year'",
        ),
        (
            "pass_at: 10\n      items: [{of: residence_run, per: 0 years, points: 1}]",
            9,
            "'0 years' cannot be counted off; write it like 30 days",
        ),
        (
            "pass_at: 10\n      items: [{of: residence_run, per: 1 year, points: 1, half_at: 90 days}]",
            9,
            "does not go with 'per'",
        ),
        ("pass_at: 10\n      items: [{when: {sex: {is: male}}, pints: 1}]", 9, "did you mean 'points'"),
        (
            "pass_at: 10\n      items: [{best_of: [{when: {sx: {is: male}}, points: 1}]}]",
            9,
            "'sx' is not known",
        ),
        (
            "pass_at: 10\n      items: [{of: {insured_months: {kind: pensin}}, per: 12, points: 1}]",
            9,
            "did you mean 'pension'",
        ),
    ],
)
def test_a_fault_in_a_table_of_points_is_told_with_its_line(
    shelf: Path, scheme: str, line: int, words: str
) -> None:
    found = faults(shelf, rule(SOUND).replace(f"requires: {SOUND}", scheme))
    assert any(fault.startswith(f"cn/spoiled.yaml:{line}: ") and words in fault for fault in found), found
