"""What the tests of the window stand on: our look on pytest-qt's application, and an office closed again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import cast

import pytest
from PySide6.QtWidgets import QApplication

from app.desk import Desk, OfficerCard
from db.types import new_uid
from ui import theme
from ui.jobs import Jobs
from ui.news import News
from ui.office import Office


def pytest_itemcollected(item: pytest.Item) -> None:
    """The screen that tests draw on has no window manager and says so; that is no fault of ours."""
    item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))


@pytest.fixture(scope="session")
def standard(qapp: QApplication) -> str:
    """The style sheet of the light theme at the standard text size."""
    qapp.setStyle("Fusion")
    theme.apply(qapp)
    return qapp.styleSheet()


@pytest.fixture(autouse=True)
def our_look(qapp: QApplication, standard: str) -> None:
    """Every test starts in the light theme at the standard text size, laid on anew where one changed it."""
    if qapp.styleSheet() != standard:
        theme.apply(qapp)


@pytest.fixture
def jobs(qapp: QApplication) -> Iterator[Jobs]:
    """Jobs with real threads, closed when the test is over."""
    jobs = Jobs()
    yield jobs
    jobs.close()


class Clock:
    """All that the window asks of a desk: day and moment, set by the test; no other desk, no file."""

    officer = OfficerCard(new_uid(), "chenxl", "陈晓岚", "户籍窗口")
    shared, own_file = False, None
    day, moment = date(2026, 11, 23), datetime(2026, 11, 23, 1, 0, tzinfo=UTC)

    def today(self) -> date:
        return self.day

    def now(self) -> datetime:
        return self.moment


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def office(jobs: Jobs, clock: Clock) -> Office:
    """An office without a database: the pages of these tests ask for none."""
    return Office(cast(Desk, clock), jobs, News())
