"""An answer in sentences, in both languages."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from app import language
from app.law import Case, Insurance, Law, Permit, Resident, Stay, month_of, words
from app.law.answers import Reason, Verdict
from app.law.calendar import Period
from app.law.facts import FACTS
from app.law.pack import POLICY
from app.law.parameters import PARAMETER_WORDS, PARAMETERS
from tests.law.shelf import with_rules

QUJING = Law.read_once(POLICY, "530302")
STAY = Stay("530302", date(2026, 5, 20), date(2026, 6, 1), None, "rented")
ZHANG = Resident(
    household_division="513021",
    stays=(STAY,),
    permits=(),
)


def said(rule: str, day: date, person: Resident = ZHANG) -> str:
    return words.summary(QUJING.ask(rule, Case(person), day))


def test_what_is_missing_is_said_with_the_day_it_is_expected() -> None:
    language.use("zh_CN")
    assert said("may_apply_for_permit", date(2026, 11, 22)) == "还差 连续居住 9天，预计 2026-12-01 可申请。"
    assert said("may_apply_for_permit", date(2026, 12, 1)) == "符合，从 2026-12-01 起。"
    assert said("legal_aid", date(2026, 11, 22)) == "还差 有效的居住证。"
    assert said("subsistence_allowance", date(2026, 11, 22)) == "本地的年限等数字没有收录。"
    assert said("must_register", date(2026, 11, 22)) == "没有到期未办的登记。"
    unsure = replace(ZHANG, household_division=None)
    assert (
        said("may_apply_for_permit", date(2026, 12, 1), unsure)
        == "还说不准，先问清：外市户口、合法稳定就业、连续就读。"
    )


def test_a_report_is_said_to_fall_due_and_never_to_be_enjoyed() -> None:
    language.use("zh_CN")
    waiting = replace(ZHANG, stays=(replace(STAY, registered=None),))
    assert said("must_report_arrival", date(2026, 5, 21), waiting) == "还没到期，预计 2026-05-27 应申报。"
    assert said("must_report_arrival", date(2026, 5, 27), waiting) == "符合，从 2026-05-27 起。"
    assert said("must_report_arrival", date(2026, 6, 2)) == "没有到期未报的。"


def test_a_holder_is_told_when_the_window_opens() -> None:
    language.use("zh_CN")
    holder = replace(ZHANG, permits=(Permit(date(2026, 12, 5), ()),))
    assert said("may_endorse", date(2027, 1, 1), holder) == "还没到签注期，预计 2027-11-05 可签注。"


def test_any_one_of_several_is_said_with_or() -> None:
    idle = replace(ZHANG, stays=(replace(STAY, tenure="other"),), employment=(), schooling=())
    idle = replace(idle, statements={"lawful_dwelling": False})
    assert said("may_apply_for_permit", date(2026, 12, 1), idle) == (
        "Still missing: lawful stable employment or a lawful stable dwelling or continuous schooling."
    )


def test_months_of_insurance_are_missing_in_months() -> None:
    reason = Reason(
        "test", Verdict.NO, "insured_months", {"kind": "pension", "mode": "run"}, "at_least", "36", value=29
    )
    asked = QUJING.ask("legal_aid", Case(ZHANG), date(2026, 11, 22))
    answer = asked._replace(reasons=reason, opens=date(2027, 6, 1))
    assert words.missing(answer) == ("pension insurance without a hole 7 months",)
    language.use("zh_CN")
    assert words.summary(answer) == "还差 连续养老保险 7个月，预计 2027-06-01 可享受。"


def test_what_is_missing_for_more_than_a_year_is_said_in_years_and_months() -> None:
    language.use("zh_CN")
    young = replace(ZHANG, born=date(1984, 3, 14))
    assert (
        said("elderly_services", date(2026, 11, 23), young) == "还差 年龄 17年3个月，预计 2044-03-14 可享受。"
    )
    assert words.until_in_words(date(2026, 11, 23), date(2027, 11, 22)) == "364天"
    assert words.until_in_words(date(2026, 11, 23), date(2027, 11, 23)) == "1年"


CRIME = Reason("test", Verdict.YES, "serious_crime", test="is", asked="yes")
FAILING = {
    "one of the guardians": Reason("any_guardian", Verdict.NO),
    "each year on 08-31": Reason("on_day", Verdict.NO, asked="08-31", parts=(Reason("all", Verdict.YES),)),
    "not: serious crime": Reason("not", Verdict.NO, parts=(CRIME,)),
    "age: less than 16 years": Reason("test", Verdict.NO, "age", test="under", asked="16 years"),
    "the sex: female": Reason("test", Verdict.NO, "sex", test="is", asked="female", value="male"),
    "age: at least a local number that is not on file": Reason("test", Verdict.NO, "age", test="at_least"),
}


@pytest.mark.parametrize(("missing", "reason"), FAILING.items())
def test_whatever_fails_has_a_phrase(missing: str, reason: Reason) -> None:
    answer = QUJING.ask("legal_aid", Case(ZHANG), date(2026, 11, 22))._replace(reasons=reason)
    assert words.missing(answer) == (missing,)


def test_the_tree_says_how_each_part_stands() -> None:
    language.use("zh_CN")
    answer = QUJING.ask("may_apply_for_permit", Case(ZHANG), date(2026, 11, 22))
    area = " · 未核对原文：同一居住地的范围"
    assert [str(line) for line in words.tree(answer)] == [
        "✗ 以下都要符合",
        "  ✓ 外市户口",
        "  ✗ 连续居住满 6个月（已 5个月21天） · 未核对原文：居住时间起算日及另外 8 项",
        f"  ✓ 本地居住登记{area}",
        "  ✓ 以下符合一项",
        "    ? 合法稳定就业（没有记录）",
        f"    ✓ 合法稳定住所{area}",
        "    ? 连续就读（没有记录）",
    ]


def test_a_number_that_stands_elsewhere_is_told_with_its_own_article() -> None:
    language.use("zh_CN")
    tree = words.tree(QUJING.ask("must_register", Case(ZHANG), date(2026, 11, 22)))
    assert [line.rests_on for line in tree] == [
        "",
        "本程序的默认值（全国性法规未规定三十日） · 未核对原文：居住登记期限、同一居住地的范围",
        "",
    ]


@pytest.mark.parametrize(
    ("start", "day", "long"),
    [
        (date(2022, 3, 1), date(2026, 11, 22), "4年8个月"),
        (date(2026, 8, 10), date(2026, 11, 22), "3个月12天"),
        (date(2026, 11, 17), date(2026, 11, 22), "5天"),
        (date(2024, 2, 29), date(2025, 2, 28), "1年"),
    ],
)
def test_a_duration_is_said_to_its_two_largest_parts(start: date, day: date, long: str) -> None:
    language.use("zh_CN")
    assert words.elapsed_in_words(start, day) == long


def test_lengths_are_said_with_their_unit() -> None:
    language.use("zh_CN")
    assert words.period_in_words(Period.parse("15 working days")) == "15 个工作日"
    assert words.bound_in_words("6 months") == "6个月"
    assert words.bound_in_words("college, bachelor") == "大专、本科"
    assert words.bound_in_words("513021") == "513021"


def test_what_rests_on_unread_provisions_says_so_on_screen_and_paper() -> None:
    answer = QUJING.ask("must_register", Case(ZHANG), date(2026, 11, 22))
    assert "has not been checked against the act" in words.caution(answer)
    assert "the time to register an arrival" in words.caution(answer)
    assert words.caution(answer) in words.as_text(answer)


def test_what_several_answers_rest_on_unread_is_told_once_and_the_rules_by_name() -> None:
    relief, aid = (
        QUJING.ask(rule, Case(ZHANG), date(2026, 11, 22)) for rule in ("temporary_relief", "legal_aid")
    )
    assert words.caution_of_all([aid]) == words.caution(aid)
    assert words.caution_of_all([aid, relief]) == (
        f"Rules not checked against the act: Temporary relief. {words.caution(aid)}"
    )
    assert words.caution_of_all([]) == ""


def test_the_outlook_is_printed_with_what_it_takes_for_granted() -> None:
    outlook = QUJING.outlook("may_apply_for_permit", Case(ZHANG), date(2026, 11, 22))
    text = words.as_text(outlook.answer, outlook)
    assert "Expected to open on 2026-12-01." in text
    assert "Taken for granted: The stays that are open go on." in text


def test_every_fact_parameter_kind_and_verdict_has_words_in_chinese() -> None:
    named = [fact.words for fact in FACTS.values()] + [PARAMETER_WORDS[name] for name in PARAMETERS]
    named += [*words.KINDS.values(), *words.LEVELS.values(), *words.GROUPS.values(), *words.VERDICTS.values()]
    named += [words.CHOICES[choice] for fact in FACTS.values() for choice in fact.choices]
    named += [assumed for fact in FACTS.values() for assumed in fact.assumes]
    language.use("zh_CN")
    assert [word for word in named if language._(word) == word] == []


def test_the_chinese_catalogue_is_whole_and_keeps_every_blank() -> None:
    path = language.CATALOGUES / "zh_CN" / "LC_MESSAGES" / "law.po"
    with path.open("rb") as file:
        catalogue = read_po(file, locale="zh_CN")
    assert len(catalogue) > 100
    for message in catalogue:
        if message.id:
            ids, texts = forms(message.id), forms(message.string)
            assert all(texts), message.id
            assert not message.fuzzy, message.id
            assert {blanks(text) for text in texts} == {blanks(ids[-1])}, message.id


def forms(said: object) -> list[str]:
    return [str(form or "") for form in said] if isinstance(said, (tuple, list)) else [str(said or "")]


def test_no_other_catalogue_says_the_same_sentence_otherwise() -> None:
    said_by = {}
    for path in sorted(language.CATALOGUES.glob("zh_CN/LC_MESSAGES/*.po")):
        with path.open("rb") as file:
            said_by[path.name] = {message.id: message.string for message in read_po(file) if message.id}
    law = said_by.pop("law.po")
    for name, sentences in said_by.items():
        assert {key: text for key, text in sentences.items() if text and law.get(key, text) != text} == {}, (
            name
        )


def blanks(text: str) -> frozenset[str]:
    return frozenset(name for _text, name, _form, _conv in Formatter().parse(text) if name)


def test_paid_insurance_is_read_by_month() -> None:
    paid = Insurance("pension", month_of(2021, 1), month_of(2022, 5), "50", False, False)
    case = Case(Resident(insurance=(paid,)))
    assert QUJING.fact("insured_months", case, date(2022, 6, 1), kind="pension", mode="run") == 17


@pytest.mark.parametrize(
    ("rule", "day", "came_true"),
    [
        ("may_apply_for_permit", date(2026, 12, 10), ("residence without a break: at least 6 months",)),
        ("may_apply_for_permit", date(2026, 11, 10), ("residence without a break: at least 6 months",)),
        ("legal_aid", date(2026, 11, 10), ()),
    ],
)
def test_what_came_true_is_the_condition_of_that_very_day(
    rule: str, day: date, came_true: tuple[str, ...]
) -> None:
    assert words.came_true(QUJING.ask(rule, Case(ZHANG), day)) == came_true


def test_where_nothing_came_true_of_the_person_it_was_the_rule(tmp_path: Path) -> None:
    law = with_rules(tmp_path, tried="requires: {sex: {is: female}}")
    begun = date.fromordinal(law.in_force("tried", date(2026, 1, 1).toordinal()).edition.begins)  # type: ignore[union-attr]
    answer = law.ask("tried", Case(Resident(sex="female", stays=(), permits=())), date(2026, 1, 1))
    assert answer.since == begun
    assert words.came_true(answer) == ("the rule is in force",)


def test_what_a_guardian_came_to_is_said_of_the_guardian(tmp_path: Path) -> None:
    law = with_rules(tmp_path, tried="requires: {any_guardian: {permit_valid: {is: yes}}}")
    holder = replace(ZHANG, permits=(Permit(date(2026, 12, 5), ()),))
    answer = law.ask("tried", Case(Resident(stays=(), permits=()), (holder,)), date(2027, 1, 1))
    assert words.came_true(answer) == ("one of the guardians: a valid residence permit",)
