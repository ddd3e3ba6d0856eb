"""The list of a day's work: everything done that day and nothing else, by officer, and on paper."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from app import (
    daily_close,
    daily_reckoning,
    daily_work,
    endorsements,
    materials,
    permits,
    printing,
    printouts,
    registrations,
    signing,
    undoing,
)
from app.desk import Desk
from app.paper import DAILY_LIST, PERMIT_CARD
from tests.helpers.office import PROOFS, Samples, colleague
from tests.helpers.queues import unconfirmed
from tests.paper import pages

DAY = date(2026, 11, 23)


@pytest.fixture
def worked(own_sampled: tuple[Desk, Samples]) -> tuple[Desk, Samples]:
    """A desk at the end of a day on which one thing of each kind was done."""
    desk, made = own_sampled
    registrations.register(desk, made.stays["overdue"], registrations.TELL)
    materials.note(desk, made.people["settled"], PROOFS)
    permits.apply(desk, made.people["settled"])
    permits.move(desk, made.permits["accepted"], "approve")
    card = printing.make(desk, PERMIT_CARD.name, made.permits["approved"])
    printing.sent(desk, card.printout_id)
    printing.came_out(desk, card.printout_id)
    permits.move(desk, made.permits["printed"], "hand_out")
    endorsements.endorse(desk, made.permits["endorsable"])
    permits.move(desk, made.permits["issued"], "report_lost")
    return desk, made


def test_each_thing_of_the_day_is_on_the_list_once_and_yesterdays_is_not(
    worked: tuple[Desk, Samples],
) -> None:
    desk, _made = worked
    done = daily_work.of_day(desk, DAY)
    assert [(each.matter, each.name) for each in done] == [
        ("register", "马晓东"), ("apply", "罗建国"), ("decide", "刘志强"), ("make", "李雪梅"),
        ("hand_out", "杨秋月"), ("endorse", "赵明慧"), ("other", "吴天明"),
    ]  # fmt: skip
    assert {each.officer for each in done} == {"陈晓岚"}
    assert all("*" in each.id_number for each in done)
    assert daily_work.of_day(desk, DAY - timedelta(1)) == ()
    assert Counter(each.matter for each in daily_work.of_day(desk, date(2026, 11, 20))) == {"apply": 2}


def test_what_is_taken_back_is_on_the_list_no_more(own_sampled: tuple[Desk, Samples]) -> None:
    desk, made = own_sampled
    permits.move(desk, made.permits["accepted"], "approve")
    latest = undoing.last(desk)
    assert latest is not None
    undoing.undo(desk, latest.txn)
    assert daily_work.of_day(desk, DAY) == ()


def test_the_printed_list_counts_each_officers_work_and_all_of_it(worked: tuple[Desk, Samples]) -> None:
    desk, made = worked
    registrations.register(colleague(desk), made.stays["due_today"], registrations.TELL)
    listed = printing.make(desk, DAILY_LIST.name, desk.office.id)
    said = pages.solid(listed.pdf)
    assert "张海涛10000001" in said
    assert "陈晓岚11111117" in said
    assert "合计21111118" in said
    assert "当天办了8件" in said
    assert said.count("马晓东") == said.count("周美玲") == 1
    assert "居住登记3210" in said  # in hand, done, carried over, to explain
    assert "还没收工" in said
    assert signing.verify_file(desk, listed.pdf)
    kept = next(iter(printouts.of_day(desk, DAY)))
    assert (kept.document, kept.name) == (DAILY_LIST.name, "")


def test_a_list_that_was_sent_is_asked_about_and_printed_again_as_a_copy(
    worked: tuple[Desk, Samples],
) -> None:
    desk, _made = worked
    listed = printing.make(desk, DAILY_LIST.name, desk.office.id)
    printing.sent(desk, listed.printout_id)
    (asked,) = unconfirmed(desk)
    assert (asked.document, asked.name) == (DAILY_LIST.name, "")
    printing.came_out(desk, listed.printout_id)
    assert printing.again(desk, listed.printout_id).pdf == listed.pdf


def test_a_day_without_work_has_an_empty_list(own_desk: Desk) -> None:
    assert "当天没有办理" in pages.solid(printing.preview(own_desk, DAILY_LIST.name, own_desk.office.id))


def test_the_list_of_a_closed_day_says_who_signed_it_and_why_what_was_not_done(
    own_sampled: tuple[Desk, Samples],
) -> None:
    desk, _made = own_sampled
    for matter in daily_reckoning.OWED:
        daily_close.explain_rest(desk, matter, "other", "停电了")
    daily_close.close(desk)
    said = pages.solid(printing.preview(desk, DAILY_LIST.name, desk.office.id))
    assert "陈晓岚" in said
    assert "签名收工" in said
    assert "居住登记马晓东停电了陈晓岚" in said
