"""The one model for every list, and the work list over it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.table import CELL, Column, Group, Table
from ui.widgets.cells import Deadline, NextStep, TwoLines, Words, days_left, working_days_left
from ui.widgets.worklist import WorkList

Person = tuple[str, date | None]
COLUMNS = (
    Column[Person]("Name", lambda row: row[0]),
    Column[Person]("Due", lambda row: row[1], lambda day: f"{day:%d.%m.%Y}" if day else "", width=100),
)
ANNE, BOB, CARL = ("Anne", date(2026, 3, 1)), ("Bob", date(2026, 1, 2)), ("Carl", None)


@pytest.fixture
def strict() -> Iterator[Table[Person]]:
    """A table watched by Qt's own tester of models, which fails the test by a warning."""
    table: Table[Person] = Table(COLUMNS)
    tester = QAbstractItemModelTester(table, QAbstractItemModelTester.FailureReportingMode.Warning)
    yield table
    assert tester.model() is table


def names(table: Table[Person]) -> list[str]:
    return [row[0] for row in table.rows()]


def test_rows_and_groups_keep_to_the_rules_of_qt(strict: Table[Person]) -> None:
    strict.show_rows((ANNE, BOB))
    strict.show_groups((Group("Overdue", (BOB,)), Group("Nobody", ()), Group("Later", (ANNE, CARL))))
    assert strict.rowCount() == 5
    assert strict.headings() == (0, 2)
    assert names(strict) == ["Bob", "Anne", "Carl"]


def test_a_cell_is_spoken_and_painted_from_the_same_value(strict: Table[Person]) -> None:
    strict.show_rows((ANNE,))
    index = strict.index(0, 1)
    assert index.data() == "01.03.2026"
    assert index.data(CELL) == "01.03.2026"


def test_the_first_cell_is_read_aloud_as_the_whole_row(strict: Table[Person]) -> None:
    strict.show_rows((ANNE, CARL))
    heard = [strict.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(2)]
    assert heard == ["Anne, 01.03.2026", "Carl"]  # and no comma before nothing
    assert strict.index(0, 0).data() == "Anne"
    assert strict.index(0, 1).data(Qt.ItemDataRole.AccessibleTextRole) == "01.03.2026"


@given(st.integers(-400, 400))
def test_a_working_day_deadline_always_shows_what_it_says(days: int) -> None:
    deadline = working_days_left(days)
    assert deadline.left is not None
    assert 0 <= deadline.left <= deadline.total
    assert (deadline.tone == "bad") == (days < 0)
    assert str(abs(days)) in deadline.words or days == 0


def test_calendar_days_have_no_meter() -> None:
    assert days_left(2) == Deadline("2 days left", "warn")


@pytest.fixture
def worklist(qtbot: QtBot) -> WorkList[Person]:
    view: WorkList[Person] = WorkList(
        (*COLUMNS, Column[Person]("Next", lambda row: NextStep("Go"), width=80)), key=lambda row: row[0]
    )
    view.resize(500, 300)
    qtbot.addWidget(view)
    view.show_groups((Group("Overdue 1", (BOB,)), Group("Later 2", (ANNE, CARL))))
    with qtbot.waitExposed(view):
        view.show()
    return view


def test_the_first_row_is_in_hand_and_arrows_pass_over_headings(
    qtbot: QtBot, worklist: WorkList[Person]
) -> None:
    assert worklist.current() == BOB
    qtbot.keyClick(worklist, Qt.Key.Key_Down)
    assert worklist.current() == ANNE
    qtbot.keyClick(worklist, Qt.Key.Key_Up)
    qtbot.keyClick(worklist, Qt.Key.Key_Up)
    assert worklist.current() == BOB


def test_the_row_in_hand_stays_in_hand_when_the_list_is_shown_anew(worklist: WorkList[Person]) -> None:
    worklist.go_to("Carl")
    worklist.show_groups((Group("All", (CARL, ("Dora", None), ANNE)),))
    assert worklist.current() == CARL
    worklist.show_rows((ANNE,))
    assert worklist.current() == ANNE


def test_enter_opens_and_space_asks_for_a_look(qtbot: QtBot, worklist: WorkList[Person]) -> None:
    with qtbot.waitSignal(worklist.opened) as opened:
        qtbot.keyClick(worklist, Qt.Key.Key_Return)
    with qtbot.waitSignal(worklist.spaced) as spaced:
        qtbot.keyClick(worklist, Qt.Key.Key_Space)
    assert opened.args == [BOB]
    assert spaced.args == [BOB]


def test_a_click_on_the_next_step_does_it(qtbot: QtBot, worklist: WorkList[Person]) -> None:
    place = worklist.visualRect(worklist.table.index(3, 2)).center()
    with qtbot.waitSignal(worklist.opened) as opened:
        qtbot.mouseClick(worklist.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place))
    assert opened.args == [ANNE]


def test_the_row_in_hand_is_copied_as_it_is_seen_without_what_can_be_done(
    qtbot: QtBot, worklist: WorkList[Person]
) -> None:
    qtbot.keyClick(worklist, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "Bob\t02.01.2026"
    worklist.setColumnHidden(1, True)
    qtbot.keyClick(worklist, Qt.Key.Key_Down)
    qtbot.keyClick(worklist, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "Anne"


def test_a_tall_row_reads_as_one_sentence() -> None:
    cell = TwoLines(Words("刘志强", "男 41", bold=True), Deadline("剩 2 工作日"), "11-02 受理")
    assert cell.spoken() == "刘志强 男 41 11-02 受理 剩 2 工作日"
