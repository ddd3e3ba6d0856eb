"""日清日结: the day adds up by its steps, what is left is explained, and only then it is signed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from app import (
    arrivals,
    blanks,
    daily_close,
    daily_reckoning,
    drafts,
    endorsements,
    invent,
    materials,
    permits,
    printing,
    registrations,
    tray,
    undoing,
)
from app.daily_close import DRAFTS, PRINTS, REASONS, RECKONING, TOMORROW, TRAY, DaysEnd
from app.daily_reckoning import DRAFT
from app.desk import Desk
from app.errors import InWords, Refused
from app.paper import PERMIT_CARD
from app.progress import Progress
from app.steps import Given
from app.today import HAND_OUT, PRINT, REGISTER, REVIEW
from db.records import DayClose, Journal
from tests.helpers.office import PROOFS, Samples, arrival, sampled

DAY = date(2026, 11, 23)  # a Monday
FRIDAY = date(2026, 11, 27)


def step(seen: DaysEnd, name: str) -> daily_close.Step:
    return next(each for each in seen.steps if each.name == name)


def explain_all(desk: Desk) -> None:
    """Give everything that is not done a reason."""
    for matter in (*daily_reckoning.OWED, DRAFT):
        daily_close.explain_rest(desk, matter, daily_close.reasons(matter, desk.today())[0].code)


def test_what_is_due_today_or_over_asks_for_a_reason_and_nothing_else_does(
    filled: tuple[Desk, Samples],
) -> None:
    desk, made = filled
    seen = daily_close.look(desk)
    asked = {(each.matter, each.subject_id) for each in seen.rest.listing}
    assert (REGISTER, made.stays["overdue"]) in asked
    assert (REGISTER, made.stays["due_today"]) in asked
    assert (REGISTER, made.stays["soon"]) not in asked
    assert not step(seen, REASONS).passed
    assert len(seen.rest.unsaid) == len(asked)
    explain_all(desk)
    seen = daily_close.look(desk)
    assert step(seen, REASONS).passed
    assert not len(seen.rest.unsaid)
    assert all(each.reason and each.officer == "陈晓岚" for each in seen.rest.listing)
    tomorrow = daily_close.look(desk.on(DAY + timedelta(1)))
    assert not step(tomorrow, REASONS).passed  # a reason is given for one day


def test_the_day_is_signed_once_every_step_has_passed_and_not_before(filled: tuple[Desk, Samples]) -> None:
    desk, made = filled
    blanks.receive(desk, "A0234501", "A0234520")
    drafts.keep(desk, "registration", {"fields": {"name": "黄小云"}})
    card = printing.make(desk, PERMIT_CARD.name, made.permits["approved"])
    printing.sent(desk, card.printout_id)
    settling: tuple[tuple[str, Callable[[], object]], ...] = (
        (TRAY, lambda: None),
        (REASONS, lambda: [daily_close.explain_rest(desk, m, "holder" if m != REGISTER else "no_answer")
                           for m in (REGISTER, REVIEW, PRINT, HAND_OUT)]),
        (DRAFTS, lambda: daily_close.explain_rest(desk, DRAFT, "proofs")),
        (PRINTS, lambda: printing.came_out(desk, card.printout_id)),
        (REASONS, lambda: daily_close.explain_rest(desk, HAND_OUT, "holder")),  # it is to be handed out now
        (TRAY, lambda: tray.count(desk, 19)),
    )  # fmt: skip
    for name, settle in settling:
        assert not step(daily_close.look(desk), name).passed
        with pytest.raises(Refused, match="Not yet"):
            daily_close.close(desk)
        settle()
    seen = daily_close.look(desk)
    assert seen.first_open is None
    daily_close.close(desk)
    closed = daily_close.look(desk).closed
    assert closed is not None
    assert (closed.officer, closed.nth, closed.moved_on) == ("陈晓岚", 1, False)
    with pytest.raises(Refused, match="closed this day already"):
        daily_close.close(desk)
    with desk.reading() as session:
        assert session.query(Journal).where(Journal.act == "close_day").count() == 1


def test_a_closed_day_tells_what_was_done_since_and_is_opened_again_with_a_reason(
    filled: tuple[Desk, Samples],
) -> None:
    desk, made = filled
    explain_all(desk)
    daily_close.close(desk)
    permits.move(desk, made.permits["printed"], "hand_out")
    closed = daily_close.look(desk).closed
    assert closed is not None
    assert closed.moved_on
    with pytest.raises(Refused, match="Say why"):
        daily_close.reopen(desk, " ")
    daily_close.reopen(desk, "又来了一位领证的")
    assert daily_close.look(desk).closed is None
    assert undoing.last(desk) is None  # neither a close nor its opening is taken back by Ctrl+Z
    daily_close.close(desk)
    closed = daily_close.look(desk).closed
    assert closed is not None
    assert (closed.nth, closed.moved_on) == (2, False)
    with desk.reading() as session:
        first = session.query(DayClose).where(DayClose.nth == 1).one()
        assert (first.reopen_reason, first.figures["matters"][4]["done"]) == ("又来了一位领证的", 0)
    assert daily_close.look(desk).closed_before is None
    assert daily_close.look(desk.on(DAY + timedelta(3))).closed_before == DAY


def test_two_officers_who_sign_at_once_close_it_once(filled: tuple[Desk, Samples]) -> None:
    desk, _made = filled
    explain_all(desk)
    daily_close.close(desk)
    with pytest.raises(InWords), desk.writing("close_day") as session:
        session.add(DayClose(day=DAY, nth=1, closed_at=desk.now(), officer_id=desk.officer.id, figures={}))


def test_what_falls_due_while_the_office_is_closed_is_explained_before_the_weekend(
    own_sampled: tuple[Desk, Samples],
) -> None:
    desk, made = own_sampled
    friday = desk.on(FRIDAY)
    weekend = arrivals.record(desk.on(date(2026, 10, 29)), arrival("吕小燕", 916, "2026-10-29"))
    seen = daily_close.look(friday)
    assert seen.opens_again == date(2026, 11, 30)
    assert not step(seen, TOMORROW).passed
    assert weekend.stay_id in {each.subject_id for each in seen.rest.listing}
    assert weekend.stay_id in {duty.subject_id for duty in seen.tomorrow}
    daily_close.explain(friday, REGISTER, weekend.stay_id, "appointed")
    assert step(daily_close.look(friday), TOMORROW).passed
    assert not step(daily_close.look(friday), REASONS).passed
    assert made.stays["overdue"] in {each.subject_id for each in seen.rest.listing}


def test_a_reason_is_one_of_those_offered_and_another_one_needs_words(
    own_sampled: tuple[Desk, Samples],
) -> None:
    desk, made = own_sampled
    stay = made.stays["overdue"]
    with pytest.raises(Refused, match="by its digit"):
        daily_close.explain(desk, REGISTER, stay, "photo")
    with pytest.raises(Refused, match="what the other reason is") as refused:
        daily_close.explain(desk, REGISTER, stay, "other", " ")
    assert refused.value.field == "remark"
    daily_close.explain(desk, REGISTER, stay, "no_answer")
    daily_close.explain(desk, REGISTER, stay, "other", "房东说下周才回")
    said = next(each for each in daily_close.look(desk).rest.listing if each.subject_id == stay)
    assert said.reason == "房东说下周才回"
    latest = undoing.last(desk)
    assert latest is not None
    undoing.undo(desk, latest.txn)
    said = next(each for each in daily_close.look(desk).rest.listing if each.subject_id == stay)
    assert said.reason == "No answer on the phone"


def test_blanks_used_after_the_count_ask_for_another_and_a_difference_is_told(
    own_sampled: tuple[Desk, Samples],
) -> None:
    desk, made = own_sampled
    assert step(daily_close.look(desk), TRAY).passed  # an office that keeps no stock has none to count
    blanks.receive(desk, "A0234501", "A0234510")
    tray.count(desk, 10)
    assert step(daily_close.look(desk), TRAY).passed
    blanks.spoil(desk, "A0234505", "Bent or scratched")
    assert "count again" in step(daily_close.look(desk), TRAY).words
    tray.count(desk, 8, "一张找不到")
    told = step(daily_close.look(desk), TRAY)
    assert told.passed
    assert "一张找不到" in told.words
    assert made.permits


def test_a_permit_changed_behind_the_steps_does_not_add_up_and_the_day_is_not_closed(
    own_sampled: tuple[Desk, Samples], tmp_path: Path
) -> None:
    desk, made = own_sampled
    explain_all(desk)
    with desk._store.bulk() as connection:
        connection.execute(
            text("UPDATE permit SET state = 'printed' WHERE id = :id"), {"id": made.permits["approved"].bytes}
        )
    seen = daily_close.look(desk)
    assert not step(seen, RECKONING).passed
    assert "Making cards" in step(seen, RECKONING).words
    with pytest.raises(Refused, match="adds up"):
        daily_close.close(desk)


def test_an_invented_community_adds_up(own_desk: Desk) -> None:
    invent.fill(own_desk, 300, 7, Progress())
    assert all(matter.adds_up for matter in daily_close.look(own_desk).matters)


ACTS = (
    "register",
    "apply",
    "approve",
    "refuse",
    "send_back",
    "print",
    "hand_out",
    "endorse",
    "cancel",
    "undo",
)


@given(acts=st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 12)), max_size=8))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_done_on_a_day_it_adds_up(
    acts: list[tuple[str, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    desk, made = sampled(tmp_path_factory.mktemp(f"day{uuid4().hex[:8]}"))
    before = {matter.kind: matter.in_hand - matter.done for matter in daily_close.look(desk).matters}
    for act, who in acts:
        try:
            do(desk, made, act, who)
        except InWords:
            continue  # it was not allowed; nothing was done
    for matter in daily_close.look(desk).matters:
        assert matter.adds_up, (matter, before)
    desk.close()


def do(desk: Desk, made: Samples, act: str, who: int) -> None:
    people, everyone = list(made.permits.values()), list(made.people.values())
    permit: UUID = people[who % len(people)]
    match act:
        case "register":
            registrations.register(desk, list(made.stays.values())[who % len(made.stays)], registrations.TELL)
        case "apply":
            materials.note(desk, everyone[who % len(everyone)], PROOFS)
            permits.apply(desk, everyone[who % len(everyone)])
        case "print":
            card = printing.make(desk, PERMIT_CARD.name, permit)
            printing.sent(desk, card.printout_id)
            printing.came_out(desk, card.printout_id)
        case "endorse":
            endorsements.endorse(desk, permit)
        case "undo":
            latest = undoing.last(desk)
            if latest is not None:
                plan = undoing.plan(desk, latest.txn)
                undoing.undo(desk, latest.txn, along=plan.along)
        case "cancel":
            permits.move(desk, permit, act, Given(ground="left"))
        case _:
            permits.move(desk, permit, act, Given("原因"))
