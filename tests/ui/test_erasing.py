"""Pages whose time has passed go while the window is open, and nobody need ask for it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app import erasing, pages
from tests.helpers.office import sampled
from tests.helpers.window import open_window, the
from ui import erasing as beside
from ui.pages.resident import ResidentPage
from ui.pages.resident_bodies import HISTORY
from ui.pages.resident_history import HistoryTab
from ui.table import CELL
from ui.widgets.cells import spoken


def test_they_go_a_while_after_the_desk_was_opened_and_the_history_tells_how_many(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, made = sampled(tmp_path)
    who = made.people["settled"]
    pages.take(desk, who, "lease", (b"a page", b"another", b"a third"))
    monkeypatch.setattr(beside, "FIRST_MS", 1)
    monkeypatch.setattr(erasing, "AT_ONCE", 2)
    later = desk.on(desk.today() + timedelta(61))

    window = open_window(qtbot, later, "resident", what=("person", who))
    qtbot.waitUntil(lambda: pages.of_person(later, who) == ())
    page = window.page()
    assert isinstance(page, ResidentPage)
    page._sheet.go_to(HISTORY)
    told = the(page, HistoryTab).acts

    def acts() -> list[str]:
        model = told.model()
        return [spoken(model.index(row, 1).data(CELL)) for row in range(min(model.rowCount(), 3))]

    qtbot.waitUntil(
        lambda: (
            acts()
            == [
                "Erased pages whose time had passed 1 page",
                "Erased pages whose time had passed 2 pages",
                "Took in pages of a proof 3 pages",
            ]
        )
    )
    desk.close()
