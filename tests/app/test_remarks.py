"""备注: written on a file, replaced, taken out, taken back; nobody writes over another officer unseen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app import arrivals, history, households, people, remarks, undoing
from app.clashes import Clash, Clashed
from app.desk import Desk
from app.errors import Refused
from tests.helpers.office import Samples, colleague

SAID = "女儿赵一诺，7 岁，河滨小学二年级。\n联系偏好：微信，工作日 18 点后。"


def remark(desk: Desk, made: Samples) -> str:
    return people.card(desk, made.people["settled"]).remark


def test_a_remark_is_written_shown_on_the_file_and_taken_back(filled: tuple[Desk, Samples]) -> None:
    desk, made = filled
    who = made.people["settled"]
    assert remarks.write(desk, who, f"  {SAID}\n", "")
    assert remark(desk, made) == SAID
    assert not remarks.write(desk, who, SAID, SAID), "nothing new"
    assert remarks.write(desk, who, "", SAID)
    assert remark(desk, made) == ""
    assert history.of_person(desk, who).first(1)[0].act == "write_remark"
    latest = undoing.last(desk)
    assert latest is not None
    undoing.undo(desk, latest.txn)
    assert remark(desk, made) == SAID


def test_what_another_officer_wrote_meanwhile_is_not_written_over(filled: tuple[Desk, Samples]) -> None:
    desk, made = filled
    who = made.people["settled"]
    remarks.write(desk, who, "腿脚不便，可上门。", "")
    with pytest.raises(Clashed) as raised:
        remarks.write(desk, who, SAID, "")
    assert raised.value.clashes == (Clash("remark", "", "腿脚不便，可上门。", SAID),)
    assert raised.value.written is not None
    assert raised.value.written.officer == desk.officer.name
    assert remark(desk, made) == "腿脚不便，可上门。"
    remarks.write(desk, who, SAID, "腿脚不便，可上门。")
    assert remark(desk, made) == SAID
    assert not remarks.write(desk, who, SAID, ""), "both wrote the same"


def test_who_took_a_remark_back_is_told_as_who_wrote_what_stands_there_now(
    filled: tuple[Desk, Samples],
) -> None:
    desk, made = filled
    who, other = made.people["settled"], colleague(desk)
    remarks.write(desk, who, SAID, "")
    remarks.write(desk, who, "腿脚不便，可上门。", SAID)
    latest = undoing.last(desk)
    assert latest is not None
    undoing.undo(other, latest.txn)
    stay = made.stays["settled"]
    households.record(desk, replace(arrivals.form_of(desk, stay), phone="13700000001"), stay_id=stay)
    with pytest.raises(Clashed) as raised:
        remarks.write(desk, who, "搬走了。", "腿脚不便，可上门。")
    assert raised.value.written is not None
    assert raised.value.written.officer == other.officer.name


def test_a_remark_is_as_long_as_it_can_be_kept_and_no_longer(own_sampled: tuple[Desk, Samples]) -> None:
    desk, made = own_sampled
    who = made.people["settled"]
    assert remarks.write(desk, who, "注" * remarks.LONGEST, "")
    with pytest.raises(Refused, match="1,001 characters"):
        remarks.write(desk, who, "注" * (remarks.LONGEST + 1), "注" * remarks.LONGEST)
    assert len(remark(desk, made)) == remarks.LONGEST
