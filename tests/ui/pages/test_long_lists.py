"""The lists of a community of thousands, in the real window with its lanes: reached by keys, kept by news."""

from __future__ import annotations

import shutil
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app import arrivals, invent, offices, people_list, queues, registrations, today
from app.desk import Desk
from app.progress import Progress, Step
from app.today import Duty
from tests.helpers.office import arrival, office
from tests.helpers.window import open_window, press, the, words_of
from ui.jobs import Jobs
from ui.longlist import LongList
from ui.pages.resident_find import FindResident
from ui.pages.resident_head import ResidentHead
from ui.pages.resident_trail import TrailFoot
from ui.window import Window

PEOPLE = 2_000


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The community's file, which each test has a copy of."""
    folder = Path(tmp_path_factory.mktemp("community"))
    desk = office(folder)
    invent.fill(desk, PEOPLE, 1, Progress())
    desk.close()
    return folder / "office.anju"


@pytest.fixture
def community(invented: Path, tmp_path: Path) -> Iterator[Desk]:
    copied = Path(shutil.copy(invented, tmp_path))
    desk = offices.open_fiction(offices.url_of(str(copied)), date(2026, 11, 23))
    yield desk
    desk.close()


@pytest.fixture
def window(qtbot: QtBot, community: Desk, jobs: Jobs) -> Window:
    return open_window(qtbot, community, "resident", "today", jobs=jobs)


def finder(qtbot: QtBot, window: Window) -> FindResident:
    """档案 with everyone on it."""
    shown = the(window, FindResident)
    qtbot.waitUntil(lambda: shown.list.table.rowCount() == PEOPLE and shown.list.isVisible())
    return shown


def duties(qtbot: QtBot, window: Window) -> LongList[Duty]:
    window.go("today")
    page = window.page()
    assert page is not None
    lists = page.findChildren(LongList)
    queue = cast("LongList[Duty]", next(each for each in lists if each.accessibleName() == "By deadline"))
    qtbot.waitUntil(lambda: queue.current() is not None)
    return queue


def test_without_a_word_typed_everyone_is_listed_and_the_first_ever_entered_is_one_key_away(
    qtbot: QtBot, window: Window, community: Desk
) -> None:
    shown = finder(qtbot, window)
    assert f"{PEOPLE:,} on file".replace(",", "") in words_of(shown).replace(",", "")
    press(qtbot, window, Qt.Key.Key_Down)
    assert shown.list.hasFocus()
    press(qtbot, window, Qt.Key.Key_End)
    first_ever = people_list.rows(community, [1])[1]
    qtbot.waitUntil(lambda: shown.list.current() == first_ever)


def test_whoever_types_on_the_list_finds_all_who_are_meant(
    qtbot: QtBot, window: Window, community: Desk
) -> None:
    shown = finder(qtbot, window)
    press(qtbot, window, Qt.Key.Key_Down)
    qtbot.keyClicks(window.focusWidget(), "1")
    assert shown.field.text() == "1"
    meant = people_list.all_meant(community, people_list.meant(community, "1"), Progress())
    assert len(meant.listing) > 1_000
    qtbot.waitUntil(lambda: shown.list.table.rowCount() == len(meant.listing), timeout=30_000)
    assert len(set(meant.listing.order.tolist())) == len(meant.listing)
    press(qtbot, window, Qt.Key.Key_Down)
    press(qtbot, window, Qt.Key.Key_End)
    last = list(meant.listing)[-1]
    qtbot.waitUntil(lambda: shown.list.current() == last)
    shown.field.setFocus()
    press(qtbot, window, Qt.Key.Key_Backspace)
    finder(qtbot, window)


def test_whoever_is_in_hand_far_down_stays_when_another_desk_saves(
    qtbot: QtBot, window: Window, community: Desk
) -> None:
    shown = finder(qtbot, window)
    press(qtbot, window, Qt.Key.Key_Down)
    qtbot.keyClicks(window.focusWidget(), "1")
    qtbot.waitUntil(lambda: 1_000 < shown.list.table.rowCount() < PEOPLE, timeout=30_000)
    every = shown.list.table.rowCount()
    press(qtbot, window, Qt.Key.Key_Down)
    while shown.list.currentIndex().row() < 200:
        press(qtbot, window, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: shown.list.current() is not None)
    in_hand, stood = shown.list.current(), shown.list.visualRect(shown.list.currentIndex()).top()
    arrivals.record(community, arrival("赵明慧", 922, "2026-11-01"))
    qtbot.waitUntil(lambda: shown.list.table.rowCount() == every + 1, timeout=30_000)
    assert shown.list.current() == in_hand
    assert shown.list.visualRect(shown.list.currentIndex()).top() == stood


def test_who_is_meant_is_read_once_at_a_time_and_no_further_when_the_list_is_left(
    qtbot: QtBot, window: Window, community: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown, begun, under_way = finder(qtbot, window), Counter[str](), Counter[str]()

    def endless(_desk: Desk, meant: people_list.Meant, progress: Progress) -> people_list.Meant:
        begun[meant.text] += 1
        under_way[meant.text] += 1
        try:
            while True:
                progress.at(Step("Looking for people", 0, 0))
                time.sleep(0.01)
        finally:
            under_way[meant.text] -= 1

    monkeypatch.setattr(people_list, "all_meant", endless)
    press(qtbot, window, Qt.Key.Key_Down)
    qtbot.keyClicks(window.focusWidget(), "1")
    qtbot.waitUntil(lambda: under_way["1"] == 1)
    arrivals.record(community, arrival("赵明慧", 922, "2026-11-01"))
    qtbot.waitUntil(lambda: begun["1"] == 2)
    assert under_way["1"] == 1
    window.go("today")
    qtbot.waitUntil(lambda: under_way["1"] == 0)
    window.go("resident")
    qtbot.waitUntil(lambda: under_way["1"] == 1)
    press(qtbot, window, Qt.Key.Key_Down)
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not shown.isVisible())
    assert under_way["1"] == 1  # the file leads along all of them
    window.go("resident", ("person", people_list.rows(community, [7])[7].id))
    qtbot.waitUntil(lambda: under_way["1"] == 0)
    assert begun["1"] == 3


def test_the_queue_ends_with_its_last_duty_and_keeps_the_one_in_hand_when_another_is_done(
    qtbot: QtBot, window: Window, community: Desk
) -> None:
    queue = duties(qtbot, window)
    queue.setFocus()
    press(qtbot, window, Qt.Key.Key_End)
    every = today.duties(community)
    qtbot.waitUntil(lambda: queue.current() == every[-1])
    for _ in range(3):
        press(qtbot, window, Qt.Key.Key_PageUp)
    qtbot.waitUntil(lambda: queue.current() is not None)
    in_hand, stood = queue.current(), queue.visualRect(queue.currentIndex()).top()
    registrations.register(community, next(duty for duty in every if duty.kind == "register").subject_id)
    lines = len(every) - 1
    qtbot.waitUntil(lambda: queue.table.rowCount() - len(queue.table.headings()) == lines)
    assert queue.current() == in_hand
    assert queue.visualRect(queue.currentIndex()).top() == stood


def test_when_the_duty_in_hand_is_done_the_next_one_is_taken(
    qtbot: QtBot, window: Window, community: Desk
) -> None:
    queue = duties(qtbot, window)
    every = today.duties(community)
    place = next(place for place, duty in enumerate(every) if duty.kind == "register" and place > 100)
    queue.setFocus()
    press(qtbot, window, Qt.Key.Key_Home)
    for _ in range(place):
        queue.step(1)
    qtbot.waitUntil(lambda: queue.current() == every[place])
    registrations.register(community, every[place].subject_id)
    qtbot.waitUntil(lambda: queue.current() == every[place + 1])


def test_a_queue_in_parts_counts_and_holds_what_its_headings_say(community: Desk) -> None:
    board = today.board(community)
    assert sum(count for _part, count in board.listing.parts) == len(board.listing)
    assert len(board.listing) == sum(tally.total for tally in board.tallies.values())
    assert len(queues.queue(community, "applied", "accepted").listing) == board.tallies["review"].total
    for kind in board.tallies:
        assert {duty.kind for duty in board.queues.listing(kind)} <= {kind}


def test_the_box_leads_to_all_of_whom_it_lists_the_first(
    qtbot: QtBot, window: Window, community: Desk
) -> None:
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(window.focusWidget(), "1")
    every = "All who are meant by “1”"
    qtbot.waitUntil(lambda: every in window.sheets.finder.found())
    for _ in range(window.sheets.finder.found().index(every)):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Down)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    shown = the(window, FindResident)
    qtbot.waitUntil(lambda: shown.field.text() == "1" and shown.list.table.rowCount() > 1_000)


def test_a_key_held_in_a_file_goes_far_along_a_list_that_nobody_has_read(
    qtbot: QtBot, window: Window, community: Desk
) -> None:
    queue = duties(qtbot, window)
    listing = queue.listing()
    press(qtbot, window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    foot = the(window, TrailFoot)
    first = listing.first(1)[0].name
    qtbot.waitUntil(lambda: first in words_of(the(window, ResidentHead)))
    for _press in range(150):
        press(qtbot, window, Qt.Key.Key_BracketRight)
    number = listing.number(150)
    reached = listing.read([number])[number]
    qtbot.waitUntil(lambda: reached.name in words_of(the(window, ResidentHead)))
    assert f"Case 151 of {len(listing):,}" in words_of(foot)
    press(qtbot, window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: queue.current() == reached)
