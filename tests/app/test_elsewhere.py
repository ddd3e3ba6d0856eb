"""What other desks did is told, what one did oneself is known already."""

from __future__ import annotations

from app import arrivals, drafts, elsewhere
from app.desk import Desk
from tests.helpers.office import arrival, colleague

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


def test_drafts_of_others_are_told_though_no_journal_has_them(desk: Desk) -> None:
    other = colleague(desk)
    mark, _told = elsewhere.look(desk, None)
    kept = drafts.keep(other, "registration", {"name": "甲"})
    mark, told = elsewhere.look(desk, mark)
    assert told == {"draft"}
    drafts.discard(other, kept.id)
    assert elsewhere.look(desk, mark)[1] == {"draft"}
