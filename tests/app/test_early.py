"""Applying without the time of residence, where the place waives it: by what is on file or stated."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app import decisions, packs, permits, registrations, resident_files, statements
from app.desk import Desk
from app.errors import Refused
from app.law import Answer, Verdict
from tests.helpers.office import PROOFS, arrival

DAY = date(2026, 11, 23)
WAIVER = """
may_apply_for_permit_early:
  title: {zh: 可免居住时间申领居住证, en: May apply without the time of residence}
  editions:
    2016-01-01:
      article: 试行办法
      status: unverified
      requires: {all: [{registered: {is: yes}}, {recognised_talent: {is: yes}}]}
"""


@pytest.fixture
def waiving(own_desk: Desk, tmp_path: Path) -> Desk:
    """The desk of a county that waives the half year for talent."""
    county = tmp_path / "cn-530302"
    county.mkdir()
    (county / "pack.yaml").write_text("issuer: {zh: 县, en: county}\nversion: '1'\n", encoding="utf-8")
    (county / "permit.yaml").write_text(WAIVER, encoding="utf-8")
    packs.put_in_force(own_desk, packs.bring_in(own_desk, county), date(2026, 1, 1))
    return own_desk


def test_where_the_time_is_waived_the_application_is_taken_and_kept_with_the_waiver(waiving: Desk) -> None:
    newcomer = arrival("王立群", 921, "2026-11-02", materials=PROOFS)
    who = registrations.record_and_register(waiving, newcomer).person_id
    asked = resident_files.read(waiving, who).answer
    assert asked is not None
    assert (asked.rule, asked.verdict) == ("may_apply_for_permit_early", Verdict.UNKNOWN)
    assert statements.open_questions(asked) == ("recognised_talent",)
    with pytest.raises(Refused, match="may not apply for a permit yet") as refused:
        permits.apply(waiving, who)
    assert isinstance(refused.value.because, Answer)
    assert refused.value.because.rule == "may_apply_for_permit"

    statements.record(waiving, who, "recognised_talent", True)
    assert permits.eligibility(waiving, who)
    permits.apply(waiving, who)
    kept = decisions.of_person(waiving, who)[0].answer
    assert kept is not None
    assert (kept.rule, kept.pack, kept.verdict) == ("may_apply_for_permit_early", "cn-530302", Verdict.YES)


def test_who_may_not_have_it_waived_is_told_the_day_of_the_half_year(waiving: Desk) -> None:
    who = registrations.record_and_register(waiving, arrival("王立群", 921, "2026-11-02")).person_id
    statements.record(waiving, who, "recognised_talent", False)
    asked = resident_files.read(waiving, who).answer
    assert asked is not None
    assert (asked.rule, asked.opens) == ("may_apply_for_permit", date(2027, 5, 23))
