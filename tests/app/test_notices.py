"""一次性告知: all that is missing is told at once, and what could have been named is not asked for later."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from app import arrivals, materials, notices, permits, printing, undoing
from app.desk import Desk
from app.errors import Refused
from app.materials import NewMaterial
from app.notices import Lack
from app.steps import Given
from tests.helpers.office import PROOFS, Samples
from tests.helpers.queues import in_states
from tests.paper import pages

UNSIGNED = Lack("lease", "the landlord has not signed")


def tell(desk: Desk, permit_id: UUID, *lacks: Lack, remark: str = "") -> None:
    permits.move(desk, permit_id, "send_back", Given(remark, lacks=lacks))


def named(desk: Desk, permit_id: UUID) -> list[tuple[str, str]]:
    return [(item.item, item.remark) for item in notices.of_permit(desk, permit_id)[0].items]


def test_everything_that_is_lacking_is_on_the_notice_by_itself(filled: tuple[Desk, Samples]) -> None:
    desk, made = filled
    tell(desk, made.permits["applied"])
    assert named(desk, made.permits["applied"]) == [("identity", ""), ("proof", "")]
    told = notices.of_permit(desk, made.permits["applied"])[0]
    assert (told.told_on, told.officer) == (desk.today(), "陈晓岚")


def test_a_proof_to_be_put_right_is_named_with_what_is_wrong_and_counts_as_missing(
    filled: tuple[Desk, Samples],
) -> None:
    desk, made = filled
    permit_id = made.permits["accepted"]
    tell(desk, permit_id, UNSIGNED, remark="before Friday")
    assert named(desk, permit_id) == [("lease", UNSIGNED.remark)]
    assert notices.of_permit(desk, permit_id)[0].remark == "before Friday"
    assert materials.missing_for_permit(desk, made.people["accepted"]) == ("proof",)
    with pytest.raises(Refused, match="still lacks"):
        permits.move(desk, permit_id, "accept")
    materials.note(desk, made.people["accepted"], (PROOFS[1],))
    assert permits.move(desk, permit_id, "accept").state == "accepted"


def test_what_lay_there_the_first_time_is_not_asked_for_a_second_time(sample: tuple[Desk, Samples]) -> None:
    desk, made = sample
    permit_id = made.permits["accepted"]
    tell(desk, permit_id, UNSIGNED)
    materials.note(desk, made.people["accepted"], (PROOFS[1],))
    permits.move(desk, permit_id, "accept")
    with pytest.raises(Refused, match="could have been named on 2026-11-23") as refused:
        tell(desk.on(date(2026, 11, 24)), permit_id, Lack("id_card", "worn"))
    assert refused.value.field == "lacks"
    with pytest.raises(Refused, match="could have been named"):
        tell(desk, permit_id, Lack("labour_contract", "hand it in as well"))


def test_what_came_in_since_may_still_be_wanting(sample: tuple[Desk, Samples]) -> None:
    desk, made = sample
    permit_id = made.permits["accepted"]
    tell(desk, permit_id, UNSIGNED)
    materials.note(desk, made.people["accepted"], (replace(PROOFS[1], pages=7),))
    permits.move(desk, permit_id, "accept")
    tell(desk, permit_id, Lack("lease", "signed by somebody else"))
    assert len(notices.of_permit(desk, permit_id)) == 2
    assert in_states(desk, "applied")[-1].id == permit_id


def test_while_nothing_came_in_there_is_nothing_more_to_tell(sample: tuple[Desk, Samples]) -> None:
    desk, made = sample
    tell(desk, made.permits["applied"])
    with pytest.raises(Refused, match="told only once"):
        tell(desk, made.permits["applied"])


def test_what_is_enough_is_not_asked_for_again(sample: tuple[Desk, Samples]) -> None:
    """One proof of address, work or study will do (art. 9): another that is bad stops nobody."""
    desk, made = sample
    materials.note(desk, made.people["accepted"], (NewMaterial("labour_contract", "work"),))
    with pytest.raises(Refused, match="Nothing this application needs is missing") as refused:
        tell(desk, made.permits["accepted"], Lack("labour_contract", "no seal"))
    assert refused.value.field == "lacks"
    assert materials.missing_for_permit(desk, made.people["accepted"]) == ()
    with pytest.raises(Refused, match="Nothing this application needs is missing"):
        tell(desk, made.permits["accepted"], remark="something or other")


def test_where_the_law_cannot_say_a_proof_that_would_tell_is_asked_for(sample: tuple[Desk, Samples]) -> None:
    desk, made = sample
    permit = permits.apply(desk, made.people["lodger"])
    materials.note(desk, made.people["lodger"], PROOFS)
    permits.move(desk, permit.id, "accept")
    tell(desk, permit.id, Lack("other_address", "from the relatives"))
    assert named(desk, permit.id) == [("other_address", "from the relatives")]


def test_a_photo_that_does_not_fit_is_told(sample: tuple[Desk, Samples]) -> None:
    desk, made = sample
    tell(desk, made.permits["accepted"], Lack("photo", "the face is too small"))
    assert named(desk, made.permits["accepted"]) == [("photo", "the face is too small")]


def test_no_proof_is_called_that(sample: tuple[Desk, Samples]) -> None:
    desk, made = sample
    with pytest.raises(Refused, match="No proof is called that"):
        tell(desk, made.permits["accepted"], Lack("horoscope"))


def test_a_notice_that_was_taken_back_was_never_given(sample: tuple[Desk, Samples]) -> None:
    desk, made = sample
    tell(desk, made.permits["accepted"], UNSIGNED)
    act = undoing.last(desk)
    assert act is not None
    undoing.undo(desk, act.txn)
    assert notices.of_permit(desk, made.permits["accepted"]) == ()
    tell(desk, made.permits["accepted"], Lack("id_card", "worn"))


def test_who_has_left_is_told_all_the_same(sample: tuple[Desk, Samples]) -> None:
    desk, made = sample
    arrivals.depart(desk, made.stays["applied"], desk.today(), "left")
    tell(desk, made.permits["applied"])
    assert named(desk, made.permits["applied"]) == [("identity", ""), ("proof", "")]


def test_the_paper_says_what_the_notice_named(sample: tuple[Desk, Samples]) -> None:
    desk, made = sample
    tell(desk, made.permits["accepted"], UNSIGNED, remark="周五前交来")
    text = pages.solid(printing.make(desk, "one_time_notice", made.permits["accepted"]).pdf)
    for words in (UNSIGNED.remark.replace(" ", ""), "周五前交来"):
        assert words in text.replace(" ", "")
