"""The window hears of other desks for as long as it is open."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app import arrivals, elsewhere
from tests.helpers.office import another_window, arrival, office
from ui.elsewhere import Elsewhere
from ui.jobs import Jobs
from ui.news import News
from ui.office import Office


def test_a_fault_while_looking_is_told_once_and_the_next_look_hears_of_others_again(
    qtbot: QtBot, tmp_path: Path, jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault(*_asked: object) -> None:
        raise LookupError("a fault of the program")

    desk, news = office(tmp_path), News(jobs)
    told: list[frozenset[str]] = []
    news.arrived.connect(told.append)
    with monkeypatch.context() as broken, qtbot.waitSignal(jobs.failed):
        broken.setattr(elsewhere, "look", fault)
        watch = Elsewhere(Office(desk, jobs, news), jobs)
    watch.look()  # the first to succeed marks how far others were
    jobs.at_once(
        lambda: arrivals.record(another_window(desk), arrival("孙立", 931, "2026-11-01")), owner=jobs
    )
    jobs.at_once(lambda: None, then=lambda _none: watch.look(), owner=jobs)
    qtbot.waitUntil(lambda: bool(told))
    assert "stay" in told[0]
    jobs.close()
    desk.close()
