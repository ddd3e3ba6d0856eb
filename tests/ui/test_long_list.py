"""A list of any length: jumped through by keys, kept in place by news, read page by page off the window."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from app.errors import Unavailable
from app.listing import PAGE, Listing
from ui.jobs import Jobs
from ui.longlist import LongList
from ui.table import CELL, UNREAD, Column, Heading

ROWS = 5_000


class Desk:
    """Rows as a database would have them: by number, some of them gone, each reading noted."""

    def __init__(self) -> None:
        self.words = {number: f"row {number}" for number in range(1, ROWS + 1)}
        self.asked: list[int] = []
        self.may_answer = threading.Event()
        self.may_answer.set()

    def read(self, numbers: Sequence[int]) -> dict[int, str]:
        assert threading.current_thread() is not threading.main_thread()
        self.may_answer.wait(30)
        self.asked += numbers
        return {number: self.words[number] for number in numbers if number in self.words}

    def listing(self, **more: Any) -> Listing[str]:
        return Listing(tuple(self.words), self.read, **more)


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()
    yield desk
    desk.may_answer.set()


@pytest.fixture
def view(qtbot: QtBot, jobs: Jobs, desk: Desk) -> LongList[str]:
    """The list on the screen, watched by Qt's own tester of models, its first page read."""
    columns = (Column[str]("Row", lambda row: row), Column[str]("Next", lambda row: "Go", width=80))
    view: LongList[str] = LongList(columns, key=lambda row: row, jobs=jobs, name="Rows")
    QAbstractItemModelTester(view.table, QAbstractItemModelTester.FailureReportingMode.Warning, view)
    view.resize(400, 500)
    qtbot.addWidget(view)
    view.show_listing(desk.listing())
    with qtbot.waitExposed(view):
        view.show()
    view.setFocus()
    qtbot.waitUntil(lambda: view.current() == "row 1")
    return view


def is_read(index: QModelIndex) -> bool:
    return str(index.data()).startswith("row")


def top(view: LongList[str]) -> int:
    return view.visualRect(view.currentIndex()).top()


def test_home_end_and_the_pages_go_everywhere_and_read_only_what_is_seen(
    qtbot: QtBot, view: LongList[str], desk: Desk
) -> None:
    qtbot.keyClick(view, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: view.current() == f"row {ROWS}")
    qtbot.keyClick(view, Qt.Key.Key_PageUp)
    higher = view.currentIndex().row()
    assert ROWS - 20 < higher < ROWS - 5
    qtbot.keyClick(view, Qt.Key.Key_PageDown)
    assert view.currentIndex().row() == ROWS - 1
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 2)
    in_the_middle = view.table.index(view.rowAt(200), 0)
    qtbot.waitUntil(lambda: in_the_middle.data() == f"row {in_the_middle.row() + 1}")
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.current() == "row 1"
    assert len(set(desk.asked)) <= 5 * PAGE


def test_what_is_being_read_says_so_and_is_chosen_once_it_is_there(
    qtbot: QtBot, view: LongList[str], desk: Desk
) -> None:
    chosen: list[str | None] = []
    view.chosen.connect(chosen.append)
    desk.may_answer.clear()
    qtbot.keyClick(view, Qt.Key.Key_End)
    last = view.table.index(ROWS - 1, 0)
    assert (view.current(), last.data(), last.data(CELL)) == (None, "being read…", UNREAD)
    qtbot.keyClick(view, Qt.Key.Key_Return)  # does nothing to a row that nobody has seen
    assert chosen == [None]
    desk.may_answer.set()
    qtbot.waitUntil(lambda: chosen == [None, f"row {ROWS}"])


def test_a_row_that_is_gone_before_it_was_read_says_so_and_can_be_passed_over(
    qtbot: QtBot, view: LongList[str], desk: Desk
) -> None:
    view.show_listing(desk.listing())
    del desk.words[ROWS]
    opened: list[str] = []
    view.opened.connect(opened.append)
    qtbot.keyClick(view, Qt.Key.Key_End)
    last = view.table.index(ROWS - 1, 0)
    qtbot.waitUntil(lambda: last.data() == "no longer on file")
    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.keyClick(view, Qt.Key.Key_Up)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert opened == [f"row {ROWS - 1}"]


def test_who_had_a_row_in_hand_is_told_when_it_turns_out_to_be_gone(
    qtbot: QtBot, view: LongList[str], desk: Desk
) -> None:
    qtbot.keyClick(view, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: view.current() == f"row {ROWS}")
    chosen: list[str | None] = []
    view.chosen.connect(chosen.append)
    listing = desk.listing()
    del desk.words[ROWS]
    view.show_listing(listing)
    qtbot.waitUntil(lambda: chosen == [f"row {ROWS}", None])


def test_news_never_take_the_row_out_of_the_hand_however_far_was_scrolled(
    qtbot: QtBot, view: LongList[str], desk: Desk
) -> None:
    view.go_to_number(3_000)
    qtbot.waitUntil(lambda: view.current() == "row 3000")
    bar = view.verticalScrollBar()
    for part in range(1, 41):
        bar.setValue(bar.maximum() * part // 40)
        view.repaint()
        seen = view.table.index(view.rowAt(200), 0)
        qtbot.waitUntil(partial(is_read, seen))
    chosen: list[str | None] = []
    view.chosen.connect(chosen.append)
    view.show_listing(desk.listing())
    assert chosen == ["row 3000"]


def test_a_list_of_something_else_shows_nothing_of_the_one_before(
    qtbot: QtBot, view: LongList[str], desk: Desk
) -> None:
    qtbot.keyClick(view, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: view.current() == f"row {ROWS}")
    desk.words = {number: f"other {number}" for number in desk.words}
    view.show_listing(desk.listing(), anew=True)
    assert view.currentIndex().row() == 0
    desk.may_answer.clear()
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert view.current() is None
    desk.may_answer.set()
    qtbot.waitUntil(lambda: view.current() == f"other {ROWS}")


def test_whoever_drags_through_the_list_waits_for_the_end_alone(
    qtbot: QtBot, view: LongList[str], desk: Desk
) -> None:
    desk.may_answer.clear()
    bar = view.verticalScrollBar()
    for part in range(1, 41):
        bar.setValue(bar.maximum() * part // 40)
        view.repaint()
    desk.may_answer.set()
    last = view.table.index(ROWS - 1, 0)
    qtbot.waitUntil(lambda: last.data() == f"row {ROWS}")
    assert len(set(desk.asked)) <= 6 * PAGE


def test_news_keep_the_row_in_hand_in_its_place_on_the_screen(
    qtbot: QtBot, view: LongList[str], desk: Desk
) -> None:
    view.go_to_number(3_000)
    qtbot.waitUntil(lambda: view.current() == "row 3000")
    qtbot.keyClick(view, Qt.Key.Key_Up)
    before, stood = view.current(), top(view)
    for number in (5, 6, 2_950, 2_990, 3_001):
        del desk.words[number]
    desk.words[2_999] = "row 2999, renamed"
    view.show_listing(desk.listing())
    assert view.current() == before == "row 2999"  # as it was, until it has been read anew
    qtbot.waitUntil(lambda: view.current() == "row 2999, renamed")
    assert view.currentIndex().row() == 2_998 - 4
    assert top(view) == stood


def test_news_leave_alone_whoever_has_scrolled_away(qtbot: QtBot, view: LongList[str], desk: Desk) -> None:
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    stood = bar.value()
    view.show_listing(desk.listing())
    assert bar.value() == stood
    assert view.current() == "row 1"


def test_when_the_row_in_hand_is_gone_the_next_one_is_taken_and_at_the_end_the_last(
    qtbot: QtBot, view: LongList[str], desk: Desk
) -> None:
    view.go_to_number(3_000)
    qtbot.waitUntil(lambda: view.current() == "row 3000")
    for number in (10, 3_000, 3_001):
        del desk.words[number]
    view.show_listing(desk.listing())
    qtbot.waitUntil(lambda: view.current() == "row 3002")
    qtbot.keyClick(view, Qt.Key.Key_End)
    for number in (ROWS, ROWS - 1):
        del desk.words[number]
    view.show_listing(desk.listing())
    qtbot.waitUntil(lambda: view.current() == f"row {ROWS - 2}")
    desk.words.clear()
    with qtbot.waitSignal(view.chosen) as chosen:
        view.show_listing(desk.listing())
    assert chosen.args == [None]


def test_headings_are_passed_over_by_every_key(qtbot: QtBot, view: LongList[str], desk: Desk) -> None:
    parts = ((Heading("Late 2"), 2), (Heading("None"), 0), (Heading("Later"), ROWS - 2))
    view.show_listing(desk.listing(), parts)
    assert view.table.headings() == (0, 3)
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.currentIndex().row() == 1
    for _ in range(2):
        qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.currentIndex().row() == 4
    assert view.current() == "row 3"
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert view.currentIndex().row() == ROWS + 1
    qtbot.waitUntil(lambda: view.current() == f"row {ROWS}")
    qtbot.keyClick(view, Qt.Key.Key_Home)
    qtbot.keyClick(view, Qt.Key.Key_PageUp)
    assert view.current() == "row 1"


def test_a_page_that_cannot_be_read_is_told_and_read_when_it_is_looked_at_again(
    qtbot: QtBot, view: LongList[str], desk: Desk, jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    listing = desk.listing()

    def fails(numbers: Sequence[int]) -> dict[int, str]:
        raise Unavailable("The database cannot be reached just now.")

    listing.read = fails
    view.show_listing(listing)
    with qtbot.waitSignal(jobs.failed):
        qtbot.keyClick(view, Qt.Key.Key_End)
    listing.read = desk.read
    view.viewport().repaint()
    qtbot.waitUntil(lambda: view.current() == f"row {ROWS}")
