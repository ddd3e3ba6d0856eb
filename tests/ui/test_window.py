"""The shell: pages on their first visit, keys, news, undo, long work, and errors in words."""

from __future__ import annotations

import subprocess
import sys
import threading
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app import language
from app.errors import Refused, Unavailable
from app.law import Answer, Reason, Verdict
from tests.ui.conftest import Clock
from tests.ui.sample import ENTRIES, STANDING, LookPage, WorkPage
from ui import daywatch, theme
from ui.daywatch import DayWatch
from ui.keyboard import HELD, HELD_MS
from ui.office import Office
from ui.pages import PAGES, Done, Entry, breadth
from ui.widgets.button import KeyButton
from ui.widgets.finder import Found
from ui.widgets.hints import HintStrip
from ui.window import Window


@pytest.fixture
def window(qtbot: QtBot, office: Office) -> Window:
    window = Window(ENTRIES)
    qtbot.addWidget(window)
    window.resize(1366, 696)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.settle(office, STANDING, find=find)
    return window


def find(text: str) -> tuple[Found, ...]:
    return (Found("People", "赵明慧 女 35", "work", "赵明慧", note="麒麟路 88"),) if text == "zhao" else ()


def look(window: Window) -> LookPage:
    return cast(LookPage, window.page())


def work(window: Window) -> WorkPage:
    window.go("work")
    return cast(WorkPage, window.page())


def words(window: Window) -> str:
    """Everything that can be read on the window now."""
    return " ".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())


def press(qtbot: QtBot, window: Window, key: Qt.Key, *, ctrl: bool = False) -> None:
    held = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
    qtbot.keyClick(window.focusWidget(), key, held)


def test_the_shell_is_painted_before_there_is_an_office(qtbot: QtBot) -> None:
    window = Window(ENTRIES)
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.painted):
        window.show()
    assert window.page() is None


def come_back(window: Window) -> None:
    """The officer comes back to the window from another program."""
    QApplication.sendEvent(window, QEvent(QEvent.Type.WindowActivate))


def test_a_window_left_open_over_midnight_stands_on_the_new_day(window: Window, clock: Clock) -> None:
    page = look(window)
    before = page.reloads
    come_back(window)
    assert page.reloads == before
    clock.day = date(2026, 11, 24)
    come_back(window)
    assert "11/24 Tue" in words(window)
    assert page.reloads == before + 1


def test_midnight_is_noticed_while_nobody_touches_the_window(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    monkeypatch.setattr("ui.daywatch.EVERY_MS", 10)
    watch = DayWatch(clock.today, clock.now)
    with qtbot.waitSignal(watch.turned) as turned:
        clock.day = date(2026, 11, 24)
    assert turned.args == [date(2026, 11, 24)]
    watch.deleteLater()


@pytest.mark.parametrize(
    ("minutes", "told"), [(-6, True), (-4, False), (0, False), (60, False), (24 * 60 + 1, True)]
)
def test_a_clock_set_far_off_is_told_calmly(window: Window, clock: Clock, minutes: int, told: bool) -> None:
    clock.moment += timedelta(minutes=minutes)
    come_back(window)
    assert window.bar.isVisible() == told
    assert ("The clock of this machine was set" in words(window)) == told


def test_time_that_has_passed_is_no_clock_set(
    window: Window, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    weekend = timedelta(days=2, hours=15)
    running = daywatch.steady() + weekend
    monkeypatch.setattr("ui.daywatch.steady", lambda: running)
    clock.moment += weekend
    come_back(window)
    assert not window.bar.isVisible()


@dataclass(frozen=True)
class Screen:
    """A screen with so much room beside the task bar."""

    room: tuple[int, int]

    def availableSize(self) -> QSize:
        return QSize(*self.room)


@pytest.mark.parametrize(
    ("room", "size", "maximised"),
    [
        ((1920, 1040), (1366, 696), False),
        ((1366, 728), (1366, 696), False),
        ((1280, 720), (1280, 696), True),
        ((1366, 690), (1366, 690), True),
        ((1000, 560), (1000, 560), True),
    ],
)
def test_the_first_window_is_as_designed_or_where_there_is_less_room_fills_the_screen(
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    room: tuple[int, int],
    size: tuple[int, int],
    maximised: bool,
) -> None:
    monkeypatch.setattr(Window, "screen", lambda window: Screen(room))
    window = Window(ENTRIES)
    qtbot.addWidget(window)
    window.show()
    assert window.normalGeometry().size() == QSize(*size)
    assert window.isMaximized() == maximised
    assert window.minimumWidth() <= room[0]
    assert window.minimumHeight() <= room[1]


def test_a_window_put_where_it_was_stays_as_large_as_it_was(qtbot: QtBot) -> None:
    before, after = Window(ENTRIES), Window(ENTRIES)
    qtbot.addWidget(before)
    qtbot.addWidget(after)
    before.resize(800, 610)
    before.show()
    after.restoreGeometry(before.saveGeometry())
    after.show()
    assert after.size() == before.size() == QSize(800, 610)


def test_importing_the_window_brings_nothing_heavy() -> None:
    asks = (
        "import sys, ui.window;"
        "heavy = {'sqlalchemy', 'reportlab', 'PIL', 'zxingcpp', 'numpy', 'pyqtgraph', 'PySide6.QtPdf'};"
        "print(*heavy & set(sys.modules))"
    )
    told = subprocess.run([sys.executable, "-c", asks], capture_output=True, text=True, check=False)
    assert (told.stdout.strip(), told.stderr) == ("", "")


def test_the_top_bar_says_under_what_one_works(window: Window) -> None:
    assert "文昌派出所" in words(window)
    assert "虚构社区" in words(window)
    assert "11/23 Mon" in words(window)


def test_a_page_is_built_on_its_first_visit_and_kept(qtbot: QtBot, window: Window) -> None:
    first = look(window)
    assert first.shown == [None]
    press(qtbot, window, Qt.Key.Key_2, ctrl=True)
    assert isinstance(window.page(), WorkPage)
    press(qtbot, window, Qt.Key.Key_1, ctrl=True)
    assert window.page() is first
    assert first.shown == [None, None]


def test_the_first_focus_is_where_the_page_says(window: Window) -> None:
    assert look(window).list.hasFocus()
    assert work(window).name.hasFocus()


def test_a_row_opened_shows_its_person_on_the_other_page(qtbot: QtBot, window: Window) -> None:
    qtbot.keyClick(look(window).list, Qt.Key.Key_Return)
    assert cast(WorkPage, window.page()).name.value() == "马晓东"


def test_only_the_page_on_the_screen_reloads_and_only_for_its_tables(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    page = look(window)
    before = page.reloads
    with qtbot.waitSignal(office.news.arrived):
        office.news.tell(frozenset({"permit"}))
    assert page.reloads == before
    with qtbot.waitSignal(office.news.arrived):
        office.news.tell(frozenset({"stay"}))
    assert page.reloads == before + 1
    window.go("work")
    with qtbot.waitSignal(office.news.arrived):
        office.news.tell(frozenset({"stay"}))
    assert page.reloads == before + 1


def test_f5_asks_again_for_everything_on_the_page(qtbot: QtBot, window: Window) -> None:
    before = look(window).reloads
    press(qtbot, window, Qt.Key.Key_F5)
    assert look(window).reloads == before + 1


def test_a_key_of_a_page_works_there_and_nowhere_else(qtbot: QtBot, window: Window) -> None:
    page = look(window)
    press(qtbot, window, Qt.Key.Key_F4)
    window.go("work")
    press(qtbot, window, Qt.Key.Key_F4)
    assert page.pressed == ["F4"]


def test_a_key_that_is_held_does_once_what_it_does(window: Window) -> None:
    declared = window.findChildren(QShortcut, options=Qt.FindChildOption.FindDirectChildrenOnly)
    assert "F4" in {shortcut.key().toString() for shortcut in declared}
    assert {shortcut.key().toString() for shortcut in declared if shortcut.autoRepeat()} <= HELD


def test_the_primary_button_is_pending_until_the_page_is_ready(window: Window) -> None:
    page = work(window)
    kinds = [button.kind for button in window.bottom.buttons()]
    page.be_ready()
    assert (kinds, [button.kind for button in window.bottom.buttons()]) == (
        ["quiet", "pending"],
        ["quiet", "primary"],
    )


def test_browsing_has_a_low_bar_and_working_a_high_one(window: Window) -> None:
    low = window.bottom.height()
    work(window)
    assert (low, window.bottom.height()) == (28, 52)
    assert "草稿已存本机" in words(window)


def test_what_the_form_refuses_marks_its_field(qtbot: QtBot, window: Window) -> None:
    page = work(window)
    press(qtbot, window, Qt.Key.Key_Return, ctrl=True)
    assert page.name.state() == "error"


def test_what_was_done_can_be_undone_with_one_key(qtbot: QtBot, window: Window) -> None:
    page = work(window)
    page.name.show_value("王立群")
    qtbot.mouseClick(window.bottom.buttons()[-1], Qt.MouseButton.LeftButton)
    assert "已保存" in words(window)
    window.rail.setFocus()
    press(qtbot, window, Qt.Key.Key_Z, ctrl=True)
    qtbot.waitUntil(lambda: page.undone == 1)
    assert not window.bottom.undo.isVisible()


def test_the_way_back_closes_after_its_seconds(qtbot: QtBot, window: Window) -> None:
    page = look(window)
    page.did.emit(Done("已通过", lambda: None, seconds=1))
    assert window.bottom.undo.isVisible()
    qtbot.waitUntil(lambda: not window.bottom.undo.isVisible(), timeout=10_000)


def test_esc_stops_long_work_before_it_leaves_the_page(qtbot: QtBot, window: Window, office: Office) -> None:
    page, go = work(window), threading.Event()
    with qtbot.waitSignal(office.jobs.began):
        office.jobs.run_long(lambda progress: go.wait(5), owner=page, stop_words="Stop after this card")
    assert window.bottom.progress.isVisible()
    press(qtbot, window, Qt.Key.Key_Escape)
    with qtbot.waitSignal(office.jobs.ended):
        go.set()
    assert window.page() is page
    press(qtbot, window, Qt.Key.Key_Escape)
    assert isinstance(window.page(), LookPage)


def test_a_refusal_of_the_law_says_why_with_its_article(qtbot: QtBot, window: Window, office: Office) -> None:
    weighed = Reason(
        "all", Verdict.NO, parts=(Reason("test", Verdict.NO, "employed", test="is", asked="yes"),)
    )
    answer = Answer(
        "may_apply_for_permit",
        {"en": "May apply for a permit"},
        Verdict.NO,
        STANDING.day,
        weighed,
        article="art. 2",
        citation="A citizen who leaves the place of registration …",
    )

    def refuse() -> None:
        raise Refused("Registered only {days} days.", because=answer, days=28)

    with qtbot.waitSignal(office.jobs.failed):
        office.jobs.run(refuse, owner=look(window))
    assert "Registered only 28 days." in words(window)
    why = next(button for button in window.bar.findChildren(KeyButton) if button.text() == "Why?")
    why.click()
    for told in ("May apply for a permit", "art. 2", "A citizen who leaves the place of registration"):
        assert told in words(window)
    press(qtbot, window, Qt.Key.Key_Escape)
    assert not window.sheets.why.isVisible()


def test_what_cannot_be_reached_is_tried_again_with_f5(qtbot: QtBot, window: Window, office: Office) -> None:
    tries: list[int] = []

    def reach() -> None:
        tries.append(1)
        if len(tries) == 1:
            raise Unavailable("The database cannot be reached just now.")

    with qtbot.waitSignal(office.jobs.failed):
        office.jobs.run(reach, owner=look(window))
    assert "The database cannot be reached just now." in words(window)
    press(qtbot, window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: len(tries) == 2)
    assert not window.bar.isVisible()


def test_the_sheet_of_keys_is_built_from_what_the_page_declares(qtbot: QtBot, window: Window) -> None:
    press(qtbot, window, Qt.Key.Key_F1)
    columns = dict(window.sheets.keys.columns)
    assert ("F4", "读身份证") in columns["This page"]
    assert ("Ctrl+K", "Find people, addresses, commands") in columns["Anywhere"]
    press(qtbot, window, Qt.Key.Key_F4)
    assert look(window).pressed == []
    press(qtbot, window, Qt.Key.Key_Escape)
    assert not window.sheets.keys.isVisible()
    assert look(window).list.hasFocus()
    press(qtbot, window, Qt.Key.Key_F4)
    assert look(window).pressed == ["F4"]


def test_alt_held_alone_shows_the_keys_of_the_pages(qtbot: QtBot, window: Window) -> None:
    alone = window.rail.grab().toImage()
    focus = window.focusWidget()
    qtbot.keyPress(focus, Qt.Key.Key_Alt)
    qtbot.waitUntil(lambda: window.rail.grab().toImage() != alone)
    qtbot.keyRelease(focus, Qt.Key.Key_Alt)
    assert window.rail.grab().toImage() == alone
    qtbot.keyPress(focus, Qt.Key.Key_Alt)
    qtbot.keyPress(focus, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)  # what Alt was held for
    qtbot.wait(HELD_MS + 100)
    assert window.rail.grab().toImage() == alone


def test_the_sheet_of_keys_can_be_printed_in_words(qtbot: QtBot, window: Window) -> None:
    window.open_keys()
    assert "<b>Ctrl K</b>" in window.sheets.keys.page()


def test_searching_finds_a_person_and_opens_their_page(qtbot: QtBot, window: Window) -> None:
    press(qtbot, window, Qt.Key.Key_K, ctrl=True)
    typed = cast(QApplication, QApplication.instance()).focusWidget()
    qtbot.keyClicks(typed, "zhao")
    qtbot.waitUntil(lambda: window.sheets.finder.found()[:1] == ("赵明慧 女 35",))
    qtbot.keyClick(typed, Qt.Key.Key_Return)
    assert cast(WorkPage, window.page()).name.value() == "赵明慧"


@pytest.mark.parametrize(("width", "layout"), [(1093, "narrow"), (1366, "normal"), (1920, "wide")])
def test_the_layout_follows_the_width(width: int, layout: str) -> None:
    assert breadth(width) == layout


def test_every_page_has_a_name_and_place_of_its_own() -> None:
    assert len({entry.name for entry in PAGES}) == len({entry.place for entry in PAGES}) == len(PAGES)
    assert sum(not entry.under and not entry.key for entry in PAGES) <= 10  # Ctrl+1 to Ctrl+9, and Ctrl+0


@pytest.mark.parametrize(("width", "scale"), [(1366, 1.0), (1366, 1.25), (1093, 1.0), (1920, 1.125)])
def test_the_shell_fits_the_screens_it_is_meant_for(
    qtbot: QtBot, qapp: QApplication, office: Office, width: int, scale: float
) -> None:
    language.use("zh_CN")
    theme.apply(qapp, "light", scale)
    window = Window(ENTRIES)
    qtbot.addWidget(window)
    window.settle(office, STANDING)
    window.resize(width, 696)
    with qtbot.waitExposed(window):
        window.show()
    assert window.width() == width
    assert window.minimumSizeHint().width() <= width
    assert "全部快捷键" in window.bottom.hints.shown()


def test_where_hints_do_not_fit_the_way_to_all_keys_stays(qtbot: QtBot) -> None:
    strip = HintStrip()
    qtbot.addWidget(strip)
    strip.show_hints((("F4", "Read the card"), ("F5", "Refresh everything"), ("F1", "All keys")))
    strip.resize(strip.sizeHint())
    with qtbot.waitExposed(strip):
        strip.show()
    assert strip.shown() == ("Read the card", "Refresh everything", "All keys")
    strip.resize(strip.sizeHint().width() - 1, 20)
    assert strip.shown() == ("Read the card", "All keys")


def test_a_days_work_of_qt_calls_leaves_none_alive() -> None:
    asks = (
        "import ui; from PySide6.QtCore import QObject, Signal\n"
        "class Bell(QObject): rung = Signal(bool)\n"
        "bell = Bell()\n"
        "for _ in range(100_000): bell.setObjectName('bell'); bell.parent(); bell.rung.emit(True)\n"
    )
    told = subprocess.run([sys.executable, "-c", asks], capture_output=True, text=True, check=False)
    assert (told.returncode, told.stderr) == (0, "")


def test_no_source_is_read_to_start_the_window() -> None:
    asks = "import linecache, ui.opening; print(*linecache.cache, sep='\\n')"
    told = subprocess.run([sys.executable, "-c", asks], capture_output=True, text=True, check=True)
    read = [Path(source) for source in told.stdout.splitlines()]
    assert not [source for source in read if source.parent.name in ("ui", "app", "widgets", "pages")]


def test_a_focus_that_loses_its_widget_goes_to_the_page_and_one_that_is_moved_by_hand_stays(
    qtbot: QtBot, window: Window
) -> None:
    first = work(window).first_focus()
    assert first is not None
    passing = KeyButton("A question", parent=window)
    passing.show()
    passing.setFocus()
    passing.hide()
    qtbot.waitUntil(lambda: window.focusWidget() is first)
    window.rail.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    window.rail.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    assert window.focusWidget() is window.rail


def test_the_tenth_page_of_the_rail_opens_by_ctrl_0(qtbot: QtBot, office: Office) -> None:
    entries = tuple(Entry(f"page{n}", f"{n}", f"Page {n}", "today", ENTRIES[0].place) for n in range(1, 11))
    window = Window(entries)
    qtbot.addWidget(window)
    window.settle(office, STANDING)
    with qtbot.waitExposed(window):
        window.show()
    first = window.page()
    qtbot.keyClick(window, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    tenth = window.page()
    assert tenth is not first
    qtbot.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert window.page() is first
    window.go("page10")
    assert window.page() is tenth
