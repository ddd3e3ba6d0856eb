"""What other desks did is told, what one did oneself is known already."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app import arrivals, drafts, elsewhere
from app.desk import Desk
from tests.helpers.office import another_window, arrival, colleague

ZHAO, SUN = arrival("赵明慧", 922, "2026-11-01"), arrival("孙立", 931, "2026-11-01")


def test_only_what_others_changed_since_is_told(desk: Desk) -> None:
    other = colleague(desk)
    mark, told = elsewhere.look(desk, None)
    assert told == frozenset()
    assert elsewhere.look(desk, mark) == (mark, frozenset())

    arrivals.record(desk, ZHAO)
    mark, told = elsewhere.look(desk, mark)
    assert told == frozenset()

    arrivals.record(other, SUN)
    mark, told = elsewhere.look(desk, mark)
    assert {"person", "stay", "dwelling"} <= told
    assert elsewhere.look(desk, mark) == (mark, frozenset())


def test_what_one_did_at_another_window_under_the_same_name_is_told_here(desk: Desk) -> None:
    other = another_window(desk)
    mark, _told = elsewhere.look(desk, None)
    arrivals.record(other, SUN)
    mark, told = elsewhere.look(desk, mark)
    assert {"person", "stay", "dwelling"} <= told
    arrivals.record(desk.on(desk.today()), ZHAO)
    assert elsewhere.look(desk, mark)[1] == frozenset()


def test_drafts_of_others_are_told_though_no_journal_has_them(desk: Desk) -> None:
    other = colleague(desk)
    mark, _told = elsewhere.look(desk, None)
    kept = drafts.keep(other, "registration", {"name": "甲"})
    mark, told = elsewhere.look(desk, mark)
    assert told == {"draft"}
    drafts.discard(other, kept.id)
    assert elsewhere.look(desk, mark)[1] == {"draft"}


def test_a_station_whose_clock_is_ahead_does_not_hide_what_others_type(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ahead = colleague(desk)
    monkeypatch.setattr(ahead, "now", lambda: desk.now() + timedelta(minutes=5))
    drafts.keep(ahead, "registration", {"name": "甲"})
    kept = drafts.keep(desk, "registration", {"name": "乙"})
    mark, _told = elsewhere.look(ahead, None)
    drafts.keep(desk, "registration", {"name": "乙丙"}, kept.id)
    mark, told = elsewhere.look(ahead, mark)
    assert told == {"draft"}
    drafts.discard(desk, kept.id)
    drafts.keep(desk, "registration", {"name": "丁"})
    assert elsewhere.look(ahead, mark)[1] == {"draft"}
