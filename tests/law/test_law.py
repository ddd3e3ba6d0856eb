"""What the law answers: verdicts, reasons, the days around them, and the days to come."""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import Refused
from app.law import (
    Answer,
    Case,
    Employment,
    Insurance,
    Law,
    Permit,
    Resident,
    Schooling,
    Stay,
    Verdict,
    month_of,
)
from app.law.pack import POLICY

QUJING = Law.read_once(POLICY, "530302")
ZHANG = Resident(
    born=date(1985, 3, 2),
    household_division="513021",
    stays=(Stay("530302", date(2026, 1, 5), date(2026, 2, 4), None, "rented", "A-1"),),
    permits=(),
)
PACK = "issuer: {zh: 县, en: county}\nversion: '1'\n"


def with_rule(shelf: Path, requires: str, dated: str = "2016-01-01") -> Law:
    """The law of Qujing with one more rule, ``tried``, in a county's pack."""
    for code in ("cn", "cn-53", "cn-5303"):
        (shelf / code).symlink_to(POLICY / code)
    county = shelf / "cn-530302"
    county.mkdir()
    (county / "pack.yaml").write_text(PACK, encoding="utf-8")
    (county / "tried.yaml").write_text(
        f"tried:\n  title: {{zh: 试, en: Tried}}\n  tier: 2\n  editions:\n    {dated}:\n"
        "      article: 试行办法\n      status: unverified\n      checked_on: 2026-01-01\n"
        f"      requires: {requires}\n",
        encoding="utf-8",
    )
    return Law.read(shelf, "530302")


def test_the_answer_says_why_since_when_and_from_when() -> None:
    answer = QUJING.ask("may_apply_for_permit", Case(ZHANG), date(2026, 7, 1))
    assert answer.verdict is Verdict.NO
    assert not answer
    assert answer.opens == answer.until == date(2026, 8, 4)
    run = next(reason for reason in answer.reasons.walk() if reason.fact == "residence_run")
    assert (run.verdict, run.value, run.asked, run.start) == (Verdict.NO, 147, "6 months", date(2026, 2, 4))
    assert (run.first_day, run.until) == (date(2026, 8, 4), date(2026, 8, 4))
    assert answer.article == "居住证暂行条例第二条"
    assert answer.citation.startswith("公民离开常住户口所在地")
    assert (answer.pack, answer.status, len(answer.checksum)) == ("cn", "verified", 64)
    assert "residence.count_from" in answer.unverified
    assert "endorsement.window" not in answer.unverified


def test_each_reason_knows_which_numbers_of_its_own_nobody_has_read(tmp_path: Path) -> None:
    day = date(2026, 7, 1)
    answer = QUJING.ask("may_apply_for_permit", Case(ZHANG), day)
    unread = {reason.fact: reason.unverified for reason in answer.reasons.walk()}
    assert unread["from_elsewhere"] == unread["employed"] == unread[None] == ()
    assert unread["registered"] == ("residence.area",)
    assert "residence.area" in unread["residence_run"]
    assert "endorsement.window" not in unread["residence_run"]  # read in the act
    assert set(answer.unverified) == {name for names in unread.values() for name in names}

    named = with_rule(tmp_path, "{unregistered: {at_least: registration.report_within}}")
    reason = named.ask("tried", Case(ZHANG), day).reasons
    assert reason.article == "云南省流动人口服务管理条例（2016年修正）"
    assert reason.unverified == ("registration.report_within", "residence.area")
    assert named.ask("tried", Case(ZHANG), date(2017, 1, 31)).reasons.article == ""  # no such number yet


def test_an_item_of_points_knows_it_too() -> None:
    items = Law.read_once(POLICY, "510104").points("settlement_points", Case(ZHANG), date(2026, 7, 1)).items
    unread = {item.fact: item.unverified for item in items}
    assert "residence.gap" in unread["residence_run"]
    assert unread["insured_months"] == unread[None] == ()


def test_unknown_facts_make_an_answer_unknown_only_where_they_matter() -> None:
    answer = QUJING.ask("may_apply_for_permit", Case(ZHANG), date(2026, 8, 4))
    verdicts = {reason.fact: reason.verdict for reason in answer.reasons.walk() if reason.fact}
    assert answer
    assert verdicts["employed"] is verdicts["studying"] is Verdict.UNKNOWN


def test_an_answer_is_kept_as_plain_data_and_read_back_the_same() -> None:
    for rule in (*QUJING.rules(), "housing_security"):
        answer = QUJING.ask(rule, Case(ZHANG), date(2026, 7, 1))
        assert Answer.from_data(json.loads(json.dumps(answer.to_data()))) == answer


def test_all_services_are_answered_at_once_and_each_like_alone() -> None:
    case = Case(replace(ZHANG, permits=(Permit(date(2026, 8, 10), ()),)))
    together = QUJING.all("benefit", case, date(2026, 9, 1))
    with_the_permit = [answer for answer in together if answer.tier == 1]
    assert len(with_the_permit) == 11
    assert all(with_the_permit)
    assert together == tuple(QUJING.ask(answer.rule, case, date(2026, 9, 1)) for answer in together)
    assert [answer.rule for answer in QUJING.all("may_", case, date(2026, 9, 1))] == [
        "may_apply_for_permit", "may_endorse",
    ]  # fmt: skip


def test_the_outlook_takes_endorsements_as_made_and_says_so() -> None:
    case = Case(replace(ZHANG, permits=(Permit(date(2026, 8, 10), ()),)))
    outlook = QUJING.outlook("may_endorse", case, date(2026, 9, 1))
    assert outlook.stretches[:2] == (
        (date(2027, 7, 10), date(2027, 8, 9)),
        (date(2028, 7, 10), date(2028, 8, 9)),
    )
    assert "Every endorsement to come is made in its window." in outlook.assumptions
    assert QUJING.outlook("legal_aid", case, date(2026, 9, 1)).stretches == ((date(2026, 9, 1), None),)
    assert QUJING.ask("legal_aid", case, date(2026, 9, 1)).until == date(2027, 8, 10)


def test_on_the_last_day_of_the_window_the_outlook_agrees_that_it_is_open() -> None:
    case = Case(replace(ZHANG, permits=(Permit(date(2026, 8, 10), ()),)))
    for day in (date(2027, 8, 9), date(2027, 8, 10), date(2027, 12, 1)):
        assert QUJING.ask("may_endorse", case, day)
        assert QUJING.outlook("may_endorse", case, day).opens == day


def test_the_next_endorsement_is_the_coming_one_or_the_one_that_was_missed_by_its_last_day_in_time() -> None:
    def due(day: date, *endorsed: date) -> date | None:
        case = Case(Resident(permits=(Permit(date(2026, 1, 31), endorsed),)))
        found = QUJING.next_endorsement(case, day)
        return found.last if found else None

    assert due(date(2026, 6, 1)) == date(2027, 1, 30)
    assert due(date(2027, 6, 1)) == date(2027, 1, 30)
    assert due(date(2027, 1, 15), date(2027, 1, 15)) == date(2028, 1, 30)
    assert due(date(2027, 3, 1), date(2027, 3, 1)) == date(2028, 2, 29)
    assert due(date(2026, 1, 1)) is None
    assert QUJING.next_endorsement(Case(Resident()), date(2026, 1, 1)) is None


def test_a_rule_that_is_not_on_file_cannot_be_said_and_one_that_does_not_exist_is_refused() -> None:
    answer = QUJING.ask("subsistence_allowance", Case(ZHANG), date(2026, 7, 1))
    assert answer.verdict is Verdict.UNKNOWN
    assert answer.reasons.kind == "absent"
    with pytest.raises(Refused, match="No rule is called 'legal_ade'"):
        QUJING.ask("legal_ade", Case(ZHANG), date(2026, 7, 1))


def test_a_new_benefit_needs_a_pack_and_no_python(tmp_path: Path) -> None:
    paid_a_year = "{insured_months: {kind: pension, mode: total, at_least: 12}}"
    requires = f"{{all: [{{residence_total: {{at_least: 1 year}}}}, {paid_a_year}]}}"
    law = with_rule(tmp_path, requires)
    paid = Insurance("pension", month_of(2026, 3), None, "53", False, False)
    case = Case(replace(ZHANG, insurance=(paid,)))
    answer = law.ask("tried", case, date(2026, 12, 1))
    assert (answer.verdict, answer.opens, answer.tier) == (Verdict.NO, date(2027, 3, 1), 2)
    assert answer in law.all("benefit", case, date(2026, 12, 1))
    values = {reason.fact: reason.value for reason in answer.reasons.walk() if reason.fact}
    assert values == {"residence_total": 300, "insured_months": 9}


def test_one_and_the_same_guardian_must_meet_every_part(tmp_path: Path) -> None:
    requires = "{any_guardian: {all: [{permit_valid: {is: yes}}, {employed: {is: yes}}]}}"
    law = with_rule(tmp_path, requires)
    permit, job = (Permit(date(2026, 3, 1), ()),), (Employment(date(2026, 3, 1)),)
    holder, worker = Resident(permits=permit, employment=()), Resident(permits=(), employment=job)
    both = Resident(permits=permit, employment=job)
    day = date(2026, 6, 1)
    assert law.ask("tried", Case(ZHANG, (holder, worker)), day).verdict is Verdict.NO
    assert law.ask("tried", Case(ZHANG, (holder, both)), day).verdict is Verdict.YES
    assert law.ask("tried", Case(ZHANG, (Resident(permits=permit), worker)), day).verdict is Verdict.UNKNOWN
    assert law.ask("tried", Case(ZHANG, ()), day).verdict is Verdict.NO
    assert law.ask("tried", Case(ZHANG, None), day).verdict is Verdict.UNKNOWN
    assert law.ask("tried", Case(ZHANG, (both,)), day).reasons.parts[0].verdict is Verdict.YES


def test_a_fixed_day_of_the_year_still_to_come_is_judged_by_outlook(tmp_path: Path) -> None:
    law = with_rule(tmp_path, "{on_day: {day: 08-31, permit_total: {at_least: 1 year}}}")
    case = Case(replace(ZHANG, permits=(Permit(date(2025, 8, 31), ()),)))
    assert law.ask("tried", case, date(2026, 3, 1)).verdict is Verdict.YES
    assert law.ask("tried", case, date(2025, 12, 31)).verdict is Verdict.NO
    assert law.outlook("tried", case, date(2025, 12, 31)).opens == date(2026, 1, 1)
    late = Case(replace(ZHANG, permits=(Permit(date(2025, 9, 1), ()),)))
    assert law.ask("tried", late, date(2026, 12, 1)).verdict is Verdict.NO


def test_schooling_of_a_level_counts_from_its_spells(tmp_path: Path) -> None:
    law = with_rule(tmp_path, "{schooling_run: {level: senior, at_least: 3 years}}")
    spells = (Schooling("junior", date(2020, 9, 1), date(2023, 8, 31)), Schooling("senior", date(2023, 9, 1)))
    case = Case(replace(ZHANG, schooling=spells))
    assert law.outlook("tried", case, date(2026, 1, 1)).opens == date(2026, 9, 1)
    unnamed = Case(replace(ZHANG, schooling=(Schooling(None, date(2020, 9, 1)),)))
    assert law.ask("tried", unnamed, date(2026, 1, 1)).verdict is Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("requires", "verdict"),
    [
        ("{age: {at_least: 41 years}}", "yes"),
        ("{age: {under: 41 years}}", "no"),
        ("{age: {at_most: 41 years}}", "no"),
        ("{born: {before: 1985-03-03}}", "yes"),
        ("{born: {after: 1985-03-02}}", "no"),
        ("{sex: {is: male}}", "unknown"),
        ("{household_division: {one_of: ['513021', '513022']}}", "yes"),
        ("{not: {serious_crime: {is: yes}}}", "unknown"),
        ("{in_sudden_need: {is: yes}}", "yes"),
        ("{education: {at_least: college}}", "yes"),
        ("{education: {is: college}}", "no"),
        ("{insured_months: {is: 0}}", "yes"),
        ("{insured_months: {kind: pension, one_of: [12, 24]}}", "no"),
        ("{school_years: {is: 3}}", "unknown"),
        ("{residence_run: {at_least: registration.threshold}}", "yes"),
        ("{residence_run: {at_least: registration.report_within}}", "yes"),
    ],
)
def test_each_word_of_the_vocabulary_is_understood(tmp_path: Path, requires: str, verdict: str) -> None:
    person = replace(ZHANG, education="bachelor", insurance=(), statements={"in_sudden_need": True})
    answer = with_rule(tmp_path, requires).ask("tried", Case(person), date(2026, 3, 31))
    assert answer.verdict.value == verdict


def test_the_days_around_the_answer_reach_over_a_change_of_edition() -> None:
    person = Resident(
        household_division="513021",
        stays=(Stay("530302", date(2015, 1, 1), date(2015, 1, 1), None, "rented"),),
        permits=(),
    )
    answer = QUJING.ask("may_apply_for_permit", Case(person), date(2020, 1, 1))
    assert answer.since == date(2015, 1, 31)


EVENTS = st.dates(date(2018, 1, 1), date(2025, 12, 31))


@settings(max_examples=40)
@given(st.lists(EVENTS, min_size=2, max_size=6, unique=True), st.lists(EVENTS, max_size=3), EVENTS)
def test_what_an_outlook_takes_for_granted_changes_no_day_up_to_the_asked_one(
    edges: list[date], permits: list[date], day: date
) -> None:
    edges = sorted(edges)[: len(edges) // 2 * 2]
    person = Resident(
        household_division="513021",
        stays=tuple(Stay("530302", a, a, b, "rented") for a, b in zip(edges[::2], edges[1::2], strict=True)),
        permits=tuple(Permit(issued, tuple(d for d in permits if d > issued)) for issued in permits),
    )
    case = Case(person)
    for rule in ("may_endorse", "legal_aid", "may_apply_for_permit"):
        answer = QUJING.ask(rule, case, day)
        assert (QUJING.outlook(rule, case, day).opens == day) is bool(answer)
        assert answer.since is None or answer.since <= day
        before = QUJING.ask(rule, case, answer.since - timedelta(1)) if answer.since else None
        assert before is None or before.verdict is not answer.verdict
