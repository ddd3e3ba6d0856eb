"""What is not known is never taken for "no": an answer stands whatever the missing entries turn out to be."""

from datetime import date

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from app.law import Case, Law, Resident, Verdict
from app.law.facts import FACTS
from app.law.pack import POLICY
from tests.law.invented import DAYS, half_known, plausible

QUJING = Law.read_once(POLICY, "530302")
BAODING = Law.read_once(POLICY, "130602")


@settings(max_examples=100, suppress_health_check=[HealthCheck.filter_too_much])
@given(half_known(), DAYS, st.sampled_from([QUJING, BAODING]))
def test_a_definite_answer_stands_whatever_the_missing_entries_turn_out_to_be(
    both: tuple[Resident, Resident], day: date, law: Law
) -> None:
    known, blurred = both
    assume(plausible(known, law))
    for rule in ("must_register", "may_apply_for_permit", "may_endorse", "legal_aid"):
        answer = law.ask(rule, Case(blurred), day)
        if answer.verdict is not Verdict.UNKNOWN:
            assert law.ask(rule, Case(known), day).verdict is answer.verdict, rule


@settings(max_examples=80, suppress_health_check=[HealthCheck.filter_too_much])
@given(half_known(), DAYS, st.sampled_from([QUJING, BAODING]))
def test_a_value_that_is_given_is_the_true_one(both: tuple[Resident, Resident], day: date, law: Law) -> None:
    known, blurred = both
    assume(plausible(known, law))
    for fact in FACTS:
        value = law.fact(fact, Case(blurred), day)
        assert value is None or value == law.fact(fact, Case(known), day), fact
