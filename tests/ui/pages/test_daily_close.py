"""日清日结: the day is explained, counted, signed, printed and opened again with keys alone."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app import blanks, daily_close, drafts, permits, printing, printouts, tray
from app.desk import Desk
from app.unfinished import Unfinished
from tests.helpers.office import Samples
from tests.helpers.window import open_window, press, words_of
from tests.paper import pages
from ui.pages.daily_close import DailyClosePage
from ui.pages.registration_draft import FORM, Typed
from ui.pages.review import ReviewPage
from ui.window import Window

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> Window:
    return open_window(qtbot, desk, "closing", "review", "printing", "registration", "resident")


def page(window: Window) -> DailyClosePage:
    return cast(DailyClosePage, window.page())


def labels(window: Window) -> dict[str, str]:
    return {button.text(): button.kind for button in window.bottom.buttons()}


def reason_of(window: Window, asked: Unfinished) -> str:
    """What stands in the list as the reason of one thing."""
    rows = page(window).reasons.list.table.rows()
    return next(one.reason for one in rows if one.subject_id == asked.subject_id)


def is_explained(window: Window, asked: Unfinished) -> bool:
    return reason_of(window, asked) != ""


def explain_everything(qtbot: QtBot, window: Window) -> None:
    """F8 leads to what has no reason; the first reason is picked until nothing is left."""
    reasons = page(window).reasons.list
    press(qtbot, window, Qt.Key.Key_F8)
    while (here := reasons.current()) is not None and not here.reason:
        press(qtbot, window, Qt.Key.Key_1)
        qtbot.waitUntil(partial(is_explained, window, here))  # the page hears of it


def test_the_signature_waits_and_leads_to_what_is_missing(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples
) -> None:
    assert labels(window)["Sign, the day is done"] == "pending"
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    assert page(window).reasons.list.hasFocus()
    here = page(window).reasons.list.current()
    assert here is not None
    assert here.subject_id == made.stays["overdue"]
    assert daily_close.look(desk).closed is None


def test_reasons_are_picked_by_digits_one_after_the_other_and_the_day_is_signed(
    qtbot: QtBot, window: Window, desk: Desk
) -> None:
    explain_everything(qtbot, window)
    assert all(one.reason for one in page(window).reasons.list.table.rows())
    assert labels(window)["Sign, the day is done"] == "primary"
    assert page(window).foot() is None
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    closed = daily_close.look(desk).closed
    assert closed is not None
    assert closed.officer == desk.officer.name
    assert f"Closed and signed: {desk.officer.name}" in words_of(page(window))
    assert "Sign, the day is done" not in labels(window)


def test_another_reason_is_written_and_said_of_all_the_rest_of_its_kind(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples
) -> None:
    press(qtbot, window, Qt.Key.Key_F8)
    press(qtbot, window, Qt.Key.Key_5)
    press(qtbot, window, Qt.Key.Key_Return)  # nothing is written yet: it is said at the field
    assert not page(window).reasons.words.isHidden()
    reasons = page(window).reasons.list
    asked = reasons.current()
    assert asked is not None
    qtbot.keyClicks(page(window).reasons.words, "away until Monday")
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: reason_of(window, asked) == "away until Monday")
    assert page(window).reasons.words.isHidden()
    assert reasons.go_to(("register", made.stays["overdue"]))
    press(qtbot, window, Qt.Key.Key_F7)
    said = {one.name: one.reason for one in daily_close.look(desk).rest.listing if one.matter == "register"}
    assert set(said.values()) == {"away until Monday"}
    assert len(said) == 2


def test_the_tray_is_counted_here_and_a_difference_wants_a_reason(
    qtbot: QtBot, desk: Desk, window: Window
) -> None:
    blanks.receive(desk, "A0234501", "A0234520")
    qtbot.waitUntil(lambda: not page(window).steps.list.table.rows()[1].passed)
    press(qtbot, window, Qt.Key.Key_F8)
    strip = page(window).strip
    assert strip.number.hasFocus()
    qtbot.keyClicks(strip.number, "x")
    press(qtbot, window, Qt.Key.Key_Return)
    assert strip.number.state() == "error"
    strip.number.clear()
    qtbot.keyClicks(strip.number, "19")
    press(qtbot, window, Qt.Key.Key_Return)
    assert strip.reason.hasFocus()  # the ledger has 20
    qtbot.keyClicks(strip.reason, "one fell behind the desk")
    press(qtbot, window, Qt.Key.Key_Return)
    assert strip.isHidden()
    counted = tray.counted(desk, desk.today())
    assert counted is not None
    assert (counted.seen, counted.on_ledger) == (19, 20)
    qtbot.waitUntil(lambda: "one fell behind the desk" in page(window).steps.list.table.rows()[1].words)


def test_a_step_leads_to_the_page_where_it_is_put_right(
    qtbot: QtBot, desk: Desk, window: Window, made: Samples
) -> None:
    draft = drafts.keep(desk, FORM, Typed({"name": "黄小云"}).to_data())
    card = printing.make(desk, "permit_card", made.permits["approved"])
    printing.sent(desk, card.printout_id)
    steps, reasons = page(window).steps.list, page(window).reasons.list
    qtbot.waitUntil(lambda: not steps.table.rows()[4].passed)
    assert steps.go_to("drafts")
    steps.setFocus()
    press(qtbot, window, Qt.Key.Key_Return)
    here = reasons.current()
    assert here is not None
    assert (here.subject_id, here.name) == (draft.id, "黄小云")
    with qtbot.waitSignal(page(window).opens) as opened:
        press(qtbot, window, Qt.Key.Key_Return)
    assert opened.args == ["registration", ("draft", draft.id)]
    window.go("closing")
    page(window).steps.list.go_to("prints")
    page(window).steps.list.setFocus()
    with qtbot.waitSignal(page(window).opens) as opened:
        press(qtbot, window, Qt.Key.Key_Return)
    assert opened.args is not None
    assert opened.args[0] == "printing"


def test_a_closed_day_tells_what_came_after_and_is_opened_again_with_a_reason(
    qtbot: QtBot, desk: Desk, window: Window, made: Samples
) -> None:
    explain_everything(qtbot, window)
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    permits.move(desk, made.permits["printed"], "hand_out")
    qtbot.waitUntil(lambda: "More was done since" in words_of(page(window)))
    press(qtbot, window, Qt.Key.Key_F7)
    press(qtbot, window, Qt.Key.Key_Return)
    assert daily_close.look(desk).closed is not None  # it wants a reason
    qtbot.keyClicks(page(window).strip.reason, "one more came")
    press(qtbot, window, Qt.Key.Key_Return)
    assert daily_close.look(desk).closed is None
    qtbot.waitUntil(lambda: "Sign, the day is done" in labels(window))


def test_the_days_list_is_printed_and_settled_here(
    qtbot: QtBot, desk: Desk, window: Window, made: Samples, paper: Path
) -> None:
    permits.move(desk, made.permits["printed"], "hand_out")
    press(qtbot, window, Qt.Key.Key_P, CTRL)
    qtbot.waitUntil(paper.exists)
    assert set(labels(window)) == {"It is spoiled", "It came out right"}
    press(qtbot, window, Qt.Key.Key_F9)
    (kept,) = [each for each in printouts.of_day(desk, desk.today()) if each.document == "daily_list"]
    assert kept.state == "came_out"
    assert "杨秋月" in pages.solid(printing.kept(desk, kept.id))
    assert next(step for step in daily_close.look(desk).steps if step.name == "prints").passed


def test_f6_shows_each_thing_done_and_the_reckoning_again(
    qtbot: QtBot, desk: Desk, window: Window, made: Samples
) -> None:
    permits.move(desk, made.permits["printed"], "hand_out")
    press(qtbot, window, Qt.Key.Key_F6)
    assert [one.name for one in page(window).reckoning.each.table.rows()] == ["杨秋月"]
    press(qtbot, window, Qt.Key.Key_F6)
    assert not page(window).reckoning.shows_each()


def test_ctrl_d_goes_between_the_review_and_the_close(qtbot: QtBot, window: Window) -> None:
    press(qtbot, window, Qt.Key.Key_D, CTRL)
    assert isinstance(window.page(), ReviewPage)
    press(qtbot, window, Qt.Key.Key_D, CTRL)
    assert isinstance(window.page(), DailyClosePage)
