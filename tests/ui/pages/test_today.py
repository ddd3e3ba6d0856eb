"""今日: the queue by deadline, its filters, and what Enter does with the row in hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent
from PySide6.QtWidgets import QApplication, QLabel, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from app import arrivals, benefits, people, permits, registrations, scopes
from app.benefits import Gain, GainRow
from app.desk import Desk
from app.today import Duty
from tests.helpers.office import Samples, arrival, founded, office
from tests.helpers.window import open_window, press, the, words_of
from ui.pages import today_gains
from ui.pages.intake import IntakePage
from ui.pages.registration import RegistrationPage
from ui.pages.settings import SettingsPage
from ui.pages.today import TodayPage
from ui.pages.today_gains import GainsPanel
from ui.pages.today_preview import DutyPreview
from ui.pages.today_queue import ID_NUMBER
from ui.table import Heading
from ui.widgets.chip import DeadlineMeter
from ui.widgets.choice import Switch
from ui.widgets.counters import CounterButton, CounterStrip
from ui.widgets.empty import EmptyState
from ui.widgets.load import LoadBars
from ui.widgets.panel import PageHead
from ui.widgets.worklist import WorkList
from ui.window import Window

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Desk]:
    """An office where nobody has arrived yet."""
    desk = office(tmp_path)
    yield desk
    desk.close()


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> Window:
    return open_window(qtbot, desk, "today", "resident")


def page(window: Window) -> TodayPage:
    return cast(TodayPage, window.page())


def queue(window: Window) -> WorkList[Duty]:
    return cast("WorkList[Duty]", list_named(page(window), "By deadline"))


def list_named(inside: QWidget, name: str) -> WorkList[Any]:
    return next(each for each in inside.findChildren(WorkList) if each.accessibleName() == name)


def gains(window: Window) -> WorkList[GainRow]:
    return cast("WorkList[GainRow]", list_named(the(page(window), GainsPanel), "Policy finds people"))


def told(window: Window) -> str:
    """What the counter of those found says, once it has been counted."""
    strip = the(page(window), CounterStrip)
    return strip._buttons["found"].accessibleName()


def names(window: Window) -> list[str]:
    return [duty.name for duty in queue(window).table.rows()]


def headings(window: Window) -> list[str]:
    table = queue(window).table
    lines = [table.line(number) for number in table.headings()]
    return [line.title for line in lines if isinstance(line, Heading)]


def deadline_of(window: Window, name: str) -> str:
    table = queue(window).table
    number = table.find(lambda duty: duty.name == name)
    return str(table.data(table.index(number, 4)))


def go_to(window: Window, name: str) -> None:
    line = queue(window).table.find(lambda duty: duty.name == name)
    duty = queue(window).table.row(line)
    assert duty is not None
    queue(window).go_to((duty.kind, duty.subject_id))


def test_after_midnight_the_board_counts_from_the_new_day(window: Window, desk: Desk) -> None:
    assert "Full term today" in deadline_of(window, "周美玲")
    desk._on = date(2026, 11, 24)
    QApplication.sendEvent(window, QEvent(QEvent.Type.WindowActivate))
    assert "1 day late" in deadline_of(window, "周美玲")
    assert "11/24 Tue" in words_of(window.top)


def test_the_queue_runs_by_deadline_in_its_groups(window: Window) -> None:
    assert headings(window) == [
        "Overdue 2", "Due today 2", "This week 2", "Later 1", "Waiting for proofs 1",
    ]  # fmt: skip
    assert names(window)[:2] == ["马晓东", "杨秋月"]
    assert names(window)[-1] == "邓晓薇"


def test_the_head_says_what_must_be_done_today(window: Window) -> None:
    sentence = the(page(window), PageHead).sentence
    said = "".join(label.text() for label in sentence.findChildren(QLabel) if label.isVisible())
    assert said == "4 to do today: 2 overdue, 2 due today. 0 steps were done today."


@pytest.mark.parametrize(("late", "lapsed"), [(30, False), (31, True)])
def test_endorsements_long_overdue_stand_apart_at_the_end(
    qtbot: QtBot, desk: Desk, late: int, lapsed: bool
) -> None:
    window = open_window(qtbot, desk.on(date(2026, 12, 17) + timedelta(late)), "today")
    assert (headings(window)[-1] == "Endorsement long overdue 1") is lapsed
    assert (names(window)[-1] == "赵明慧") is lapsed
    buttons = the(page(window), CounterStrip)._buttons
    told = {kind: button.accessibleName() for kind, button in buttons.items()}
    assert told["all"].endswith("6 late" if lapsed else "7 late")
    assert told["endorse"] == "To endorse within 30 days 1 1 late"
    said = words_of(the(page(window), PageHead))
    assert ("6  to do today" in said) is lapsed  # the number is a word of its own, in bold
    assert ("1 endorsement is long overdue." in said) is lapsed


def test_calendar_days_are_words_and_working_days_a_meter(window: Window) -> None:
    assert deadline_of(window, "马晓东") == "3 days late 11-20 day 30"
    assert deadline_of(window, "周美玲") == "Full term today arrived 10-24"
    assert deadline_of(window, "刘志强") == "4 working days left since 11-20"
    assert deadline_of(window, "邓晓薇") == "Waits for proofs applied 11-20"


def test_the_row_in_hand_tells_the_places_own_day_to_report_beside_the_thirty_days(
    qtbot: QtBot, window: Window
) -> None:
    preview = the(page(window), DutyPreview)
    go_to(window, "黄雅琴")
    press(qtbot, window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "Must report the arrival" in words_of(preview), timeout=30_000)
    go_to(window, "刘志强")
    qtbot.waitUntil(lambda: "Must report the arrival" not in words_of(preview), timeout=30_000)


def test_reports_owed_have_a_counter_and_a_queue_of_their_own(qtbot: QtBot, bare: Desk) -> None:
    for name, sequence, day in (("王立群", 921, "2026-11-20"), ("马晓东", 923, "2026-11-02")):
        arrivals.record(bare, arrival(name, sequence, day, household_division="513021"))
    arrivals.record(bare, arrival("李国强", 925, "2026-11-20", household_division="530381"))
    window = open_window(qtbot, bare, "today", "registration")
    buttons = the(page(window), CounterStrip)._buttons
    assert buttons["report"].accessibleName() == "To report 2 1 late"
    assert buttons["all"].accessibleName() == "All to do 3", "a report is no work of the office's more"
    press(qtbot, window, Qt.Key.Key_7, ALT)
    assert names(window) == ["马晓东", "王立群"]
    assert headings(window) == ["Overdue 1", "This week 1"]
    assert deadline_of(window, "马晓东").startswith("14 days late")
    assert deadline_of(window, "王立群").startswith("4 days left")
    go_to(window, "王立群")
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "report by 11-27" in words_of(cast(QWidget, window.page())))


def test_where_the_place_asks_for_no_report_none_is_counted(qtbot: QtBot, tmp_path: Path) -> None:
    desk = founded(tmp_path, division="130602")
    arrivals.record(desk, arrival("王立群", 921, "2026-11-20", household_division="513021"))
    window = open_window(qtbot, desk, "today")
    assert not the(page(window), CounterStrip)._buttons["report"].isVisible()
    press(qtbot, window, Qt.Key.Key_7, ALT)
    assert names(window) == ["王立群"]
    assert the(page(window), CounterStrip).current() == "all"
    desk.close()


def test_the_last_day_to_report_is_told_before_it_is_over_too(qtbot: QtBot, bare: Desk) -> None:
    arrivals.record(bare, arrival("王立群", 921, "2026-11-20", household_division="513021"))
    window = open_window(qtbot, bare, "today")
    go_to(window, "王立群")
    press(qtbot, window, Qt.Key.Key_Space)
    preview = the(page(window), DutyPreview)
    qtbot.waitUntil(lambda: "Must report the arrival" in words_of(preview))
    told = [meter.accessibleName() for meter in preview.findChildren(DeadlineMeter) if meter.isVisible()]
    assert told[-1].startswith("4 days left")


def test_a_long_address_is_cut_inside_and_whole_in_its_tooltip(
    qtbot: QtBot, bare: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    cut = QFontMetrics.elidedText

    def note(metrics: QFontMetrics, words: str, mode: Qt.TextElideMode, width: int) -> str:
        drawn.append(cut(metrics, words, mode, width))
        return drawn[-1]

    monkeypatch.setattr(QFontMetrics, "elidedText", note)
    where = "北关街道办事处建设巷新村安置小区南区 7号楼2单元1301"
    arrivals.record(bare, arrival("何丽华", 916, "2026-11-20", community="北关社区", address=where))
    window = open_window(qtbot, bare, "today")
    window.grab()
    address = next(words for words in drawn if words.startswith("北关社区") and "…" in words)
    assert address.endswith("1301")
    table = queue(window).table
    line = table.find(lambda duty: duty.name == "何丽华")
    told: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda place, words, *_more: told.append(words))
    for column in (3, 1):
        where_it_is = queue(window).visualRect(table.index(line, column)).center()
        asked = QHelpEvent(QEvent.Type.ToolTip, where_it_is, where_it_is)
        QApplication.sendEvent(queue(window).viewport(), asked)
    assert told == [f"北关社区 {where}", ""]


def test_a_number_in_the_queue_is_masked(window: Window) -> None:
    assert all("********" in duty.id_number for duty in queue(window).table.rows())


def test_alt_and_a_digit_filters_the_queue(qtbot: QtBot, window: Window) -> None:
    press(qtbot, window, Qt.Key.Key_1, ALT)
    assert names(window) == ["马晓东", "周美玲", "黄雅琴"]
    press(qtbot, window, Qt.Key.Key_3, ALT)
    assert names(window) == ["李雪梅"]
    press(qtbot, window, Qt.Key.Key_0, ALT)
    assert len(names(window)) == 8


def test_the_counters_count_each_kind_and_what_presses(window: Window) -> None:
    strip = the(page(window), CounterStrip)
    told = [button.accessibleName() for button in strip._buttons.values()]
    assert told[:2] == ["All to do 8 2 late", "Full term, to register 3 1 late"]


def test_enter_goes_to_register_the_stay_in_hand(qtbot: QtBot, window: Window, made: Samples) -> None:
    with qtbot.waitSignal(page(window).opens) as opened:
        press(qtbot, window, Qt.Key.Key_Return)
    assert opened.args == ["registration", ("stay", made.stays["overdue"])]


@pytest.mark.parametrize(
    ("who", "where"), [("accepted", "review"), ("approved", "printing"), ("applied", "review")]
)
def test_enter_opens_the_page_of_the_next_step(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples, who: str, where: str
) -> None:
    go_to(window, people.card(desk, made.people[who]).name)
    with qtbot.waitSignal(page(window).opens) as opened:
        press(qtbot, window, Qt.Key.Key_Return)
    assert opened.args == [where, ("permit", made.permits[who])]


def test_enter_opens_the_file_of_who_comes_to_be_endorsed(qtbot: QtBot, window: Window) -> None:
    go_to(window, "赵明慧")
    press(qtbot, window, Qt.Key.Key_Return)
    assert "赵明慧" in words_of(cast(TodayPage, window.page()))


def test_a_permit_is_handed_out_at_once_and_taken_back_with_ctrl_z(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples
) -> None:
    go_to(window, "杨秋月")
    press(qtbot, window, Qt.Key.Key_Return)
    assert permit_state(desk, made, "printed") == "issued"
    qtbot.waitUntil(lambda: "杨秋月" not in names(window))
    press(qtbot, window, Qt.Key.Key_Z, CTRL)
    assert permit_state(desk, made, "printed") == "printed"
    qtbot.waitUntil(lambda: "杨秋月" in names(window))


def permit_state(desk: Desk, made: Samples, who: str) -> str:
    permit = people.card(desk, made.people[who]).permit
    assert permit is not None
    return permit.state


def test_the_row_in_hand_stays_in_hand_when_somebody_else_works_on(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples
) -> None:
    go_to(window, "刘志强")
    permits.move(desk, made.permits["printed"], "hand_out")
    qtbot.waitUntil(lambda: "杨秋月" not in names(window))
    current = queue(window).current()
    assert current is not None
    assert current.name == "刘志强"


def test_the_preview_shows_who_is_in_hand(qtbot: QtBot, window: Window) -> None:
    go_to(window, "周美玲")
    assert "138****0902" not in words_of(page(window))
    press(qtbot, window, Qt.Key.Key_Space)
    assert not the(page(window), GainsPanel).isVisible()
    assert "清源社区 兴园 12-402" in words_of(page(window))
    assert "138****0902" in words_of(page(window))


def test_ctrl_o_opens_the_file(qtbot: QtBot, window: Window) -> None:
    press(qtbot, window, Qt.Key.Key_O, CTRL)
    assert "马晓东" in words_of(cast(TodayPage, window.page()))


def test_f2_begins_a_new_registration_from_the_button(qtbot: QtBot, window: Window) -> None:
    with qtbot.waitSignal(page(window).opens) as opened:
        button = next(b for b in page(window).findChildren(type(window.bottom.undo._button))
                      if b.text() == "New registration")  # fmt: skip
        button.click()
    assert opened.args == ["registration", None]


def test_the_rail_tells_how_much_must_be_done_today(qtbot: QtBot, desk: Desk) -> None:
    window = open_window(qtbot, desk, "today", "registration", "review", "printing")
    spoken = ("Today", "Register, 2 due today", "Review", "Print permits, 1 due today")
    assert window.rail.spoken() == spoken


def test_the_rail_is_kept_true_while_another_page_is_open(qtbot: QtBot, desk: Desk, made: Samples) -> None:
    window = open_window(qtbot, desk, "review", "registration")
    assert window.rail.spoken() == ("Review", "Register, 2 due today")
    registrations.register(desk, made.stays["overdue"], registrations.TELL)
    qtbot.waitUntil(lambda: window.rail.spoken() == ("Review", "Register, 1 due today"))


def test_an_office_in_which_nobody_is_on_file_says_how_to_begin(qtbot: QtBot, bare: Desk) -> None:
    window = open_window(qtbot, bare, "today", "registration", "intake")
    assert the(page(window), EmptyState).isVisible()
    assert (
        "F2 registers the first one. A list that was typed up is taken in there with Shift+F7."
        in words_of(page(window))
    )
    assert "Everything for today is done" not in words_of(page(window))

    press(qtbot, window, Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: isinstance(window.page(), RegistrationPage))
    press(qtbot, window, Qt.Key.Key_F7, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: isinstance(window.page(), IntakePage))


def test_when_all_is_done_it_is_said_as_good_news(qtbot: QtBot, bare: Desk) -> None:
    came = arrivals.record(bare, arrival("何丽华", 916, "2026-11-20"))
    registrations.register(bare, came.stay_id, registrations.TELL)
    window = open_window(qtbot, bare, "today")
    assert the(page(window), EmptyState).isVisible()
    assert "Everything for today is done" in words_of(page(window))


def test_an_arrival_entered_elsewhere_appears_by_itself(qtbot: QtBot, bare: Desk) -> None:
    window = open_window(qtbot, bare, "today")
    arrivals.record(bare, arrival("何丽华", 916, "2026-11-20"))
    qtbot.waitUntil(lambda: names(window) == ["何丽华"])


# --- policy finds people


def test_who_newly_qualifies_stands_at_the_right_with_the_day_and_the_reason(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples
) -> None:
    permits.move(desk, made.permits["printed"], "hand_out")
    qtbot.waitUntil(lambda: gains(window).table.rowCount() > 0)
    table = gains(window).table
    qtbot.waitUntil(lambda: table.find(lambda row: len(row.services) > 1) >= 0)
    line = table.find(lambda row: len(row.services) > 1)
    said = str(table.data(table.index(line, 0)))
    assert said.startswith("杨秋月 ")
    assert "and 11 more services" in said
    assert said.endswith("a valid residence permit")


def test_telling_is_one_key_and_one_more_takes_it_back(qtbot: QtBot, window: Window) -> None:
    qtbot.waitUntil(lambda: gains(window).table.rowCount() > 0)
    found = gains(window).table.rowCount()
    gains(window).setFocus()
    first = gains(window).current()
    assert first is not None
    before = told(window)
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: gains(window).table.data(gains(window).table.index(0, 1)) == "told")
    assert told(window) != before
    press(qtbot, window, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: gains(window).table.data(gains(window).table.index(0, 1)) == "Tell")
    assert (told(window), gains(window).table.rowCount()) == (before, found)


def test_the_counter_opens_the_whole_list_also_in_a_narrow_window(qtbot: QtBot, desk: Desk) -> None:
    window = open_window(qtbot, desk, "today", size=(1093, 614))
    qtbot.waitUntil(lambda: "now qualify" in told(window))
    assert not the(page(window), GainsPanel).isVisible()
    press(qtbot, window, Qt.Key.Key_6, ALT)
    shown = next(each for each in page(window).findChildren(WorkList) if each.isVisible())
    assert shown.accessibleName() == "Policy finds people"
    assert next(row.gain.opens_on for row in shown.table.rows()) == date(2026, 10, 26)
    press(qtbot, window, Qt.Key.Key_0, ALT)
    assert queue(window).isVisible()


def test_the_days_looked_over_are_chosen_and_kept_for_the_officer(qtbot: QtBot, desk: Desk) -> None:
    window = open_window(qtbot, desk, "today")
    heard: list[today_gains.Seen] = []
    page(window).findChildren(today_gains.Seeking)[0].seen.connect(heard.append)
    qtbot.waitUntil(lambda: bool(heard), timeout=30_000)
    press(qtbot, window, Qt.Key.Key_6, ALT)
    switch = next((each for each in page(window).findChildren(Switch) if each.isVisible()), None)
    assert switch is not None
    assert (switch.isVisible(), switch.value()) == (True, 30)
    switch.setFocus()
    press(qtbot, window, Qt.Key.Key_4)
    qtbot.waitUntil(lambda: heard[-1].found.back == 180, timeout=30_000)
    assert heard[-1].found.ahead == 180
    assert heard[-1].found.gains.keys() >= heard[0].found.gains.keys()
    assert heard[-1].counted > heard[0].counted
    again = open_window(qtbot, desk, "today")
    assert page(again).findChildren(today_gains.Seeking)[0].days == 180


def test_all_who_were_found_are_listed_and_put_in_words_as_they_are_looked_at(
    qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("app.listing", "ui.windowed"):
        monkeypatch.setattr(f"{module}.PAGE", 1)
    asked: list[int] = []
    described = benefits.described

    def noted(desk: Desk, gains: Sequence[Gain]) -> tuple[GainRow, ...]:
        asked.append(len(gains))
        return described(desk, gains)

    monkeypatch.setattr(benefits, "described", noted)
    window = open_window(qtbot, desk, "today", size=(1093, 614))
    heard: list[today_gains.Seen] = []
    page(window).findChildren(today_gains.Seeking)[0].seen.connect(heard.append)
    qtbot.waitUntil(lambda: bool(heard), timeout=30_000)
    assert asked == [1]
    press(qtbot, window, Qt.Key.Key_6, ALT)
    shown = next(each for each in page(window).findChildren(WorkList) if each.isVisible())
    assert shown.table.rowCount() == heard[0].counted > 1
    shown.setFocus()
    press(qtbot, window, Qt.Key.Key_End)
    last = heard[0].found.in_order()[-1]
    qtbot.waitUntil(lambda: getattr(shown.current(), "gain", None) == last)
    assert set(asked) == {1}


def test_nobody_new_is_said(qtbot: QtBot, bare: Desk) -> None:
    window = open_window(qtbot, bare, "today")
    qtbot.waitUntil(lambda: "Nobody new" in words_of(the(page(window), GainsPanel)))


def test_the_scope_is_switched_and_remembered_for_the_officer(
    qtbot: QtBot, desk: Desk, made: Samples
) -> None:
    window = open_window(qtbot, desk, "today", "settings")
    shown = cast(TodayPage, window.page())
    whole = the(shown, CounterStrip).findChildren(CounterButton)[0].counter.count
    scope = next(switch for switch in shown.findChildren(Switch) if switch.accessibleName() == "Scope")
    scope.setFocus()
    press(qtbot, window, Qt.Key.Key_Right)
    assert scope.value() == "grid"
    qtbot.waitUntil(lambda: "Nothing to do in your grid" in words_of(shown))

    window.go("settings")
    settings = cast(SettingsPage, window.page())
    settings.grid.list.setFocus()
    press(qtbot, window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: scopes.grid(desk) == scopes.communities(desk)[:1])

    again = open_window(qtbot, desk, "today")
    anew = next(s for s in again.findChildren(Switch) if s.accessibleName() == "Scope")
    assert anew.value() == "grid"
    counted = the(again, CounterStrip).findChildren(CounterButton)[0].counter.count
    assert 0 < counted <= whole


def test_in_a_narrow_window_the_preview_has_the_side_to_itself_and_the_queue_keeps_its_deadlines(
    qtbot: QtBot, desk: Desk
) -> None:
    window = open_window(qtbot, desk, "today", size=(1093, 600))
    assert not the(page(window), LoadBars).isVisible()
    assert not the(page(window), DutyPreview).isVisible()
    list_ = queue(window)
    list_.setFocus()
    press(qtbot, window, Qt.Key.Key_Space)
    QApplication.processEvents()
    header = list_.horizontalHeader()
    shown = [n for n in range(header.count()) if not header.isSectionHidden(n)]
    assert sum(header.sectionSize(n) for n in shown) <= list_.viewport().width()
    assert ID_NUMBER not in shown
    preview = the(page(window), DutyPreview)
    lines = [w for w in preview.findChildren(QLabel) if w.isVisible() and w.text()]
    assert all(line.height() >= line.fontMetrics().height() for line in lines)
