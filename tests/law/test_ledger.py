"""The residence ledger: its days add up to the clocks, and each stretch says why and by which article."""

import tempfile
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from app import language
from app.law import Case, Law, Permit, Resident, Stay, Verdict, words
from app.law.ledger import BY, WHY, LedgerEntry
from app.law.pack import POLICY
from app.law.parameters import PARAMETERS
from tests.law.invented import DAYS, half_known, people, plausible
from tests.law.shelf import with_rules

A_DAY = timedelta(1)
BAODING = Law.read_once(POLICY, "130602")
LENIENT = with_rules(
    Path(tempfile.mkdtemp()),
    endorsement__grace="value: 30 days",
    endorsement__reset_after="value: 100 days",
    endorsement__cancel_after="value: 1 year",
    residence__gap="value: 20 days",
    residence__recognised="value: ['5301']",
)
LAWS = [BAODING, LENIENT, Law.read_once(POLICY, "530302")]

WANDERER = Resident(
    stays=(
        Stay("130602", date(2020, 12, 20), date(2021, 1, 1), date(2023, 3, 1)),
        Stay("110101", date(2023, 3, 1), date(2023, 3, 1), date(2023, 6, 1)),
        Stay("130606", date(2023, 7, 1), date(2023, 7, 1)),
    ),
    permits=(Permit(date(2021, 7, 1), (date(2022, 7, 20),)),),
)


def told(law: Law, day: date, person: Resident = WANDERER) -> list[tuple[str, Verdict, str, str]]:
    return [(e.why, e.counted, str(e.start), str(e.until)) for e in law.ledger(Case(person), day)]


def test_every_stretch_says_whether_it_counts_and_why() -> None:
    yes, no = Verdict.YES, Verdict.NO
    assert told(BAODING, date(2023, 9, 1)) == [
        ("unregistered", no, "2020-12-20", "2021-01-01"),
        ("registered", yes, "2021-01-01", "2022-07-01"),
        ("suspended", no, "2022-07-01", "2022-07-20"),
        ("registered", yes, "2022-07-20", "2023-03-01"),
        ("elsewhere", no, "2023-03-01", "2023-06-01"),
        ("away", no, "2023-06-01", "2023-07-01"),
        ("registered", yes, "2023-07-01", "2023-07-20"),
        ("suspended", no, "2023-07-20", "2023-09-01"),
    ]
    lapse = BAODING.ledger(Case(WANDERER), date(2023, 9, 1))[2]
    assert (lapse.article, lapse.pack, lapse.status) == ("居住证暂行条例第十条", "cn", "unverified")
    assert (lapse.by, len(lapse.checksum), lapse.days) == ("endorsement.grace", 64, 19)


def test_what_is_forgiven_or_bridged_counts_and_says_so() -> None:
    person = Resident(
        stays=(
            Stay("530302", date(2021, 1, 1), date(2021, 1, 1), date(2021, 3, 1)),
            Stay("530102", date(2021, 3, 11), date(2021, 3, 11)),
        ),
        permits=(Permit(date(2021, 7, 1), (date(2022, 7, 20),)),),
    )
    assert [why for why, *_ in told(LENIENT, date(2022, 9, 1), person)] == [
        "registered", "bridged", "recognised", "forgiven", "recognised",
    ]  # fmt: skip
    assert {verdict for _, verdict, *_ in told(LENIENT, date(2022, 9, 1), person)} == {Verdict.YES}


def added_up(entries: tuple[LedgerEntry, ...]) -> tuple[int, int]:
    """The total and the run on the last day of the ledger, as its lines say."""
    total = run = 0
    for entry in entries:
        total = 0 if entry.total_begins else total
        run = 0 if entry.run_begins or entry.counted is not Verdict.YES else run
        total, run = (total + entry.days, run + entry.days) if entry.counted is Verdict.YES else (total, 0)
    last = int(bool(entries) and entries[-1].counted is Verdict.YES)
    return total - last, run - last


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(people(), DAYS, st.sampled_from(LAWS))
def test_the_days_of_the_ledger_add_up_to_the_clocks(person: Resident, day: date, law: Law) -> None:
    case = Case(person)
    through = law.ledger(case, day + timedelta(1))
    shown = law.fact("residence_total", case, day), law.fact("residence_run", case, day)
    if law.setting(day.toordinal()) == law.setting(day.toordinal() + 1):
        assert added_up(through) == shown
    for entry, following in pairwise(through):
        assert entry.until == following.start


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(half_known(), DAYS, st.sampled_from(LAWS))
def test_what_is_said_of_a_file_with_holes_is_true_whatever_they_hide(
    both: tuple[Resident, Resident], day: date, law: Law
) -> None:
    known, blurred = both
    assume(plausible(known, law))
    truly = {
        edge: entry.counted
        for entry in law.ledger(Case(known), day)
        for edge in (entry.start, entry.until - A_DAY)
    }
    for entry in law.ledger(Case(blurred), day):
        assert entry.days > 0
        if entry.counted is not Verdict.UNKNOWN:
            found = [truth for edge, truth in truly.items() if entry.start <= edge < entry.until]
            assert set(found) <= {entry.counted}, entry


def test_every_reason_has_its_parameter_and_its_words_in_chinese() -> None:
    language.use("zh_CN")
    assert set(BY) == set(WHY)
    assert set(BY.values()) <= set(PARAMETERS)
    assert [word for word in WHY.values() if language._(word) == word] == []
    lines = words.ledger_in_words(BAODING.ledger(Case(WANDERER), date(2023, 9, 1)))
    assert lines[2] == "✗ 2022-07-01 至 2022-07-19：19天，未按时签注，居住证中止使用（居住证暂行条例第十条）"


def test_an_empty_file_has_an_empty_ledger() -> None:
    assert BAODING.ledger(Case(Resident(stays=(), permits=())), date(2026, 1, 1)) == ()
    assert BAODING.ledger(Case(Resident()), date(2026, 1, 1)) == ()
