"""历史批次: Ctrl+H shows what was printed before, batch by batch; cards, files, the list on paper."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app import blanks, past_batches, printing, printouts
from app.desk import Desk
from app.paper import PERMIT_CARD
from tests.helpers.office import Samples, building_full, office
from tests.helpers.window import open_window, press, words_of
from tests.paper import pages
from ui.jobs import Jobs
from ui.pages.batches import BatchesPage
from ui.pages.printing import PrintingPage
from ui.pages.resident import ResidentPage
from ui.table import Heading
from ui.window import Window

CTRL = Qt.KeyboardModifier.ControlModifier


def page(window: Window) -> BatchesPage:
    return cast(BatchesPage, window.page())


def printed(desk: Desk, made: Samples) -> list[str]:
    """A batch of four cards, the second of them spoiled; whose they are."""
    blanks.receive(desk, "A0234501", "A0234600")
    permits = [made.permits["approved"], *building_full(desk, 3)]
    first = None
    for number, permit_id in enumerate(permits):
        card = printing.make(desk, PERMIT_CARD.name, permit_id, batch=first)
        first = first or card.printout_id
        printing.sent(desk, card.printout_id)
        if number == 1:
            printing.spoiled(desk, card.printout_id, "Out of place")
        else:
            printing.came_out(desk, card.printout_id)
    return ["李雪梅", "住户1", "住户2", "住户3"]


@pytest.fixture
def window(qtbot: QtBot, desk: Desk, made: Samples) -> Window:
    """制证, with a batch printed before."""
    printed(desk, made)
    return open_window(qtbot, desk, "printing", "batches", "resident")


def look_for(qtbot: QtBot, window: Window, text: str) -> None:
    """Type a text at the list, whose first letter leads to the field."""
    for letter in text:
        qtbot.keyClicks(window.focusWidget(), letter)


def names(window: Window) -> list[str]:
    return [card.name for card in page(window).cards.table.rows()]


def headings(window: Window) -> list[str]:
    table = page(window).batches.table
    return [line.title for number in table.headings() if isinstance(line := table.line(number), Heading)]


def test_ctrl_h_lists_the_batches_by_day_and_esc_leads_back_to_the_queue_as_it_was(
    qtbot: QtBot, window: Window
) -> None:
    queue = cast(PrintingPage, window.page()).queue
    press(qtbot, window, Qt.Key.Key_End)
    in_hand = queue.current()
    press(qtbot, window, Qt.Key.Key_H, CTRL)
    assert headings(window)[0] == "Today"
    assert names(window) == ["李雪梅", "住户1", "住户2", "住户3"]
    said = words_of(page(window))
    assert "4 cards, came out 3, spoiled 1" in said
    press(qtbot, window, Qt.Key.Key_Escape)
    assert isinstance(window.page(), PrintingPage)
    assert queue.current() == in_hand
    assert window.focusWidget() is queue


def test_a_batch_that_is_printed_in_the_window_is_one_batch(
    qtbot: QtBot, desk: Desk, made: Samples, paper: Path
) -> None:
    building_full(desk, 3)
    window = open_window(qtbot, desk, "printing", "batches")
    press(qtbot, window, Qt.Key.Key_A, CTRL)
    press(qtbot, window, Qt.Key.Key_P, CTRL)
    press(qtbot, window, Qt.Key.Key_H, CTRL)
    assert len(names(window)) == 4
    assert next(iter(past_batches.listed(desk).listing)).states == {"sent": 4}


def test_enter_goes_to_the_cards_and_into_a_file_which_leads_on_and_back(
    qtbot: QtBot, window: Window
) -> None:
    press(qtbot, window, Qt.Key.Key_H, CTRL)
    press(qtbot, window, Qt.Key.Key_Return)
    press(qtbot, window, Qt.Key.Key_Down)
    press(qtbot, window, Qt.Key.Key_O, CTRL)
    assert isinstance(window.page(), ResidentPage)
    assert "Case 2 of 4" in words_of(window)
    press(qtbot, window, Qt.Key.Key_BracketRight)
    press(qtbot, window, Qt.Key.Key_Escape)
    card = page(window).cards.current()
    assert card is not None
    assert card.name == "住户2"
    assert window.focusWidget() is page(window).cards


@pytest.mark.parametrize("text", ["lxm", "lixue", "4501", "A0234501"])
def test_typing_on_the_list_finds_the_batch_and_takes_the_card_in_hand(
    qtbot: QtBot, window: Window, text: str
) -> None:
    press(qtbot, window, Qt.Key.Key_H, CTRL)
    every = len(page(window).batches.listing())
    look_for(qtbot, window, text)
    qtbot.waitUntil(lambda: len(page(window).batches.listing()) == 1)
    card = page(window).cards.current()
    assert card is not None
    assert card.name == "李雪梅"
    press(qtbot, window, Qt.Key.Key_Escape)
    assert len(page(window).batches.listing()) == every
    press(qtbot, window, Qt.Key.Key_Escape)
    assert isinstance(window.page(), PrintingPage)


def test_in_the_batch_that_is_in_hand_already_the_card_that_is_looked_for_is_taken_in_hand(
    qtbot: QtBot, window: Window
) -> None:
    press(qtbot, window, Qt.Key.Key_H, CTRL)
    look_for(qtbot, window, "4503")
    qtbot.waitUntil(lambda: len(page(window).batches.listing()) == 1)
    card = page(window).cards.current()
    assert card is not None
    assert card.name == "住户2"


def test_where_nothing_is_found_it_is_said_and_no_card_of_another_batch_stands_there(
    qtbot: QtBot, window: Window
) -> None:
    press(qtbot, window, Qt.Key.Key_H, CTRL)
    look_for(qtbot, window, "zzzz")
    qtbot.waitUntil(lambda: not page(window).batches.listing())
    assert "No batch has such a card" in words_of(page(window))
    assert names(window) == []
    assert page(window).buttons() == ()


def test_ctrl_p_prints_the_list_of_the_batch_and_asks_whether_it_came_out(
    qtbot: QtBot, window: Window, desk: Desk, paper: Path
) -> None:
    press(qtbot, window, Qt.Key.Key_H, CTRL)
    press(qtbot, window, Qt.Key.Key_P, CTRL)
    qtbot.waitUntil(paper.exists)
    (kept,) = [each for each in printouts.of_day(desk, desk.today()) if each.document == "batch_list"]
    said = pages.solid(printing.kept(desk, kept.id))
    for words in ("李雪梅", "住户3", "A0234504", "打坏了"):
        assert words in said
    assert "Did the list come out right?" in words_of(page(window))
    press(qtbot, window, Qt.Key.Key_F9)
    assert [each.state for each in printouts.of_day(desk, desk.today()) if each.document == "batch_list"] == [
        "came_out"
    ]
    assert "Did the list come out right?" not in words_of(page(window))


def test_a_list_nobody_has_spoken_for_is_asked_about_in_the_queue_by_what_it_is(
    qtbot: QtBot, window: Window, paper: Path
) -> None:
    press(qtbot, window, Qt.Key.Key_H, CTRL)
    press(qtbot, window, Qt.Key.Key_P, CTRL)
    qtbot.waitUntil(paper.exists)
    window.go("printing", None)
    assert "Did List of a batch of cards come out right?" in words_of(window)
    press(qtbot, window, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: "List of a batch of cards came out right" in words_of(window))


def test_an_office_that_has_printed_nothing_is_told_so(qtbot: QtBot, tmp_path: Path) -> None:
    desk = office(tmp_path)
    window = open_window(qtbot, desk, "batches")
    assert "No card has been printed yet" in words_of(page(window))
    desk.close()


def test_a_long_history_is_read_as_it_is_looked_at(qtbot: QtBot, desk: Desk, made: Samples) -> None:
    for number, permit_id in enumerate(building_full(desk, 200)):
        day = desk.today().replace(day=1 + number % 20)
        printing.sent(desk, printing.make(desk.on(day), PERMIT_CARD.name, permit_id).printout_id)
    jobs = Jobs()
    window = open_window(qtbot, desk, "batches", jobs=jobs)
    qtbot.waitUntil(lambda: len(page(window).batches.listing()) > 200)
    press(qtbot, window, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: page(window).batches.current() is not None)
    last = page(window).batches.current()
    assert last is not None
    qtbot.waitUntil(lambda: names(window) == [last.name])
    jobs.close()
