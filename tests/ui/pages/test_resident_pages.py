"""材料 in 档案: pages of a proof on file are taken in, looked through, removed, and taken back."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app import pages
from app.desk import Desk
from tests.helpers.camera import bars, scan
from tests.helpers.office import Samples
from tests.helpers.window import open_window, press, words_of
from ui.jobs import Jobs
from ui.pages.page_taking import PageTaking
from ui.pages.resident import ResidentPage
from ui.pages.resident_bodies import MATERIALS
from ui.pages.resident_tabs import MaterialsTab
from ui.widgets.button import KeyButton
from ui.window import Window


@pytest.fixture
def who(made: Samples) -> UUID:
    return made.people["accepted"]


@pytest.fixture
def window(qtbot: QtBot, desk: Desk, who: UUID) -> Window:
    window = open_window(qtbot, desk, "resident", what=("person", who))
    page(window)._sheet.go_to(MATERIALS)
    return window


def page(window: Window) -> ResidentPage:
    page = window.page()
    assert isinstance(page, ResidentPage)
    return page


def proofs(window: Window) -> MaterialsTab:
    body = page(window)._sheet._bodies.current()
    assert isinstance(body, MaterialsTab)
    return body


def view(window: Window) -> PageTaking:
    view = page(window)._pages.view
    assert view is not None
    return view


def shows(window: Window, number: int) -> bool:
    """Whether so many thumbnails are there."""
    return len(view(window).thumbnails.pages()) == number


def on_file(desk: Desk, who: UUID) -> list[int]:
    return [bars(pages.picture(desk, row.id)) for row in pages.of_person(desk, who) if row.kind == "lease"]


def go_to_the_lease(qtbot: QtBot, window: Window) -> None:
    proofs(window).kind.show_value("lease")
    press(qtbot, window, Qt.Key.Key_F7)
    assert "Pages: Lease" in words_of(view(window))


def test_pages_are_taken_in_and_go_again_with_one_key(
    qtbot: QtBot, window: Window, desk: Desk, who: UUID, camera: Path
) -> None:
    go_to_the_lease(qtbot, window)
    for number in (1, 2):
        (camera / f"{number}.jpg").write_bytes(scan(number))
        qtbot.waitUntil(partial(shows, window, number))
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: on_file(desk, who) == [1, 2])

    go_to_the_lease(qtbot, window)
    press(qtbot, window, Qt.Key.Key_Home)
    press(qtbot, window, Qt.Key.Key_Delete)
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: on_file(desk, who) == [2])
    window.bottom.undo.undo()
    qtbot.waitUntil(lambda: on_file(desk, who) == [1, 2])


def test_somebody_else_is_opened_while_pages_are_taken_and_they_are_kept_with_their_proof(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples, who: UUID, camera: Path
) -> None:
    go_to_the_lease(qtbot, window)
    (camera / "1.jpg").write_bytes(scan(1))
    qtbot.waitUntil(lambda: bool(view(window).thumbnails.pages()))
    window.go("resident", ("person", made.people["settled"]))

    assert page(window)._pages.view is None
    assert "罗建国" in words_of(page(window))
    assert (on_file(desk, who), on_file(desk, made.people["settled"])) == ([1], [])
    window.bottom.undo.undo()
    assert on_file(desk, who) == []


def test_new_pages_are_kept_when_the_window_is_locked_and_without_any_they_are_gone_on_with(
    qtbot: QtBot, window: Window, desk: Desk, who: UUID, camera: Path
) -> None:
    go_to_the_lease(qtbot, window)
    window.lock_now()
    window.lock._unlock()
    (camera / "1.jpg").write_bytes(scan(1))
    qtbot.waitUntil(lambda: bool(view(window).thumbnails.pages()))
    window.lock_now()
    assert on_file(desk, who) == [1]


def test_f7_again_before_the_desk_has_answered_lets_go_of_no_file(
    qtbot: QtBot, desk: Desk, who: UUID, tmp_path: Path
) -> None:
    jobs = Jobs()
    window = open_window(qtbot, desk, "resident", what=("person", who), jobs=jobs)
    file = tmp_path / "1.jpg"
    file.write_bytes(scan(1))
    qtbot.waitUntil(lambda: page(window)._sheet.file is not None)
    page(window)._sheet.go_to(MATERIALS)
    proofs(window).kind.show_value("lease")
    proofs(window).photograph((str(file),))
    press(qtbot, window, Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: page(window)._pages.view is not None and not jobs._under_way[page(window)])
    qtbot.waitUntil(lambda: shows(window, 1))
    jobs.close()


def test_a_card_whose_pages_are_not_kept_says_so(qtbot: QtBot, window: Window) -> None:
    proofs(window).kind.show_value("id_card")
    press(qtbot, window, Qt.Key.Key_F7)
    assert page(window)._pages.view is None
    assert "keeps no pages of identity documents" in words_of(window)


def test_f7_stands_on_one_button_only(window: Window) -> None:
    """Leaving has F7 everywhere but on this tab; one key printed twice would say nothing."""
    printed = [
        button
        for button in page(window).findChildren(KeyButton)
        if button.isVisible() and button._caps == ("F7",)
    ]
    assert [button.text() for button in printed] == ["Document camera"]
