"""Drafts: what was typed is kept, field by field, until it is saved or given up."""

from __future__ import annotations

from uuid import uuid4

import pytest

from app import drafts, offices
from app.desk import Desk

TYPED = {"name": "王立群", "address": "麒麟路88号", "ticks": ["report_moves"], "page": 2, "photo": None}


def test_a_draft_outlives_the_program(desk: Desk) -> None:
    kept = drafts.keep(desk, "registration", TYPED)
    desk.close()
    again = offices.open_fiction(desk._store.url)
    (found,) = drafts.of_form(again, "registration")
    assert found == kept
    assert found.officer == desk.officer.name
    assert found.content == TYPED
    again.close()


def test_what_is_typed_further_is_kept_over_the_same_draft(desk: Desk) -> None:
    first = drafts.keep(desk, "registration", TYPED)
    second = drafts.keep(desk, "registration", {**TYPED, "name": "王力群"}, first.id)
    assert second.id == first.id
    assert second.saved_at >= first.saved_at
    assert [draft.content["name"] for draft in drafts.of_form(desk, "registration")] == ["王力群"]


def test_two_drafts_stand_beside_each_other_the_latest_first(desk: Desk) -> None:
    older = drafts.keep(desk, "registration", {"name": "甲"})
    newer = drafts.keep(desk, "registration", {"name": "乙"})
    assert [draft.id for draft in drafts.of_form(desk, "registration")] == [newer.id, older.id]
    drafts.keep(desk, "registration", {"name": "甲子"}, older.id)
    assert [draft.id for draft in drafts.of_form(desk, "registration")] == [older.id, newer.id]


def test_a_form_sees_its_own_drafts_only(desk: Desk) -> None:
    drafts.keep(desk, "registration", TYPED)
    assert drafts.of_form(desk, "review") == ()


def test_a_draft_is_looked_up_until_it_is_over_and_then_it_is_told(desk: Desk) -> None:
    kept = drafts.keep(desk, "registration", TYPED)
    assert drafts.look_up(desk, kept.id) == kept
    drafts.discard(desk, kept.id)
    with pytest.raises(drafts.Gone):
        drafts.look_up(desk, kept.id)


def test_a_discarded_draft_is_gone_and_discarding_it_again_is_no_harm(desk: Desk) -> None:
    kept, other = drafts.keep(desk, "registration", TYPED), drafts.keep(desk, "registration", {})
    drafts.discard(desk, kept.id)
    drafts.discard(desk, kept.id)
    drafts.discard(desk, uuid4())
    assert [draft.id for draft in drafts.of_form(desk, "registration")] == [other.id]


def test_a_draft_discarded_at_another_desk_is_kept_anew_and_nothing_typed_is_lost(
    desk: Desk, other_desk: Desk
) -> None:
    kept = drafts.keep(desk, "registration", {"name": "甲"})
    drafts.discard(other_desk, kept.id)
    anew = drafts.keep(desk, "registration", TYPED, kept.id)
    assert [(d.id, d.content) for d in drafts.of_form(desk, "registration")] == [(anew.id, TYPED)]
