"""制证: a card is printed or saved, the officer says whether it came out, and it is handed out."""

from __future__ import annotations

import threading
from functools import partial
from operator import eq
from pathlib import Path
from typing import Any, cast

import numpy as np
import pypdfium2
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from app import batches, blanks, permits, press_queue, printing, printouts, tray
from app.batches import building
from app.desk import Desk
from app.errors import Unavailable
from app.paper import PERMIT_CARD
from tests.helpers.office import Samples, building_full, state_of
from tests.helpers.queues import unconfirmed
from tests.helpers.window import open_window, press, words_of
from ui import alignments
from ui import printing as printing_of_ui
from ui.jobs import Jobs
from ui.pages import printing_rows
from ui.pages.printing import STATE, PrintingPage
from ui.pages.printing_alignment import PrinterPanel
from ui.window import Window

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> Window:
    return open_window(qtbot, desk, "printing")


@pytest.fixture
def pdf_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the officer chooses to save."""
    file = tmp_path / "card.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *asked: (str(file), ""))
    return file


def page(window: Window) -> PrintingPage:
    return cast(PrintingPage, window.page())


def keys(window: Window) -> list[str]:
    return [action.key for action in page(window).buttons()]


def test_cards_to_print_stand_before_cards_to_hand_out(window: Window) -> None:
    lines = page(window).queue.table.rows()
    assert [(line.todo, line.name) for line in lines] == [("print", "李雪梅"), ("hand_out", "杨秋月")]


def test_the_card_is_shown_front_and_back_and_compared(window: Window) -> None:
    front, back = page(window).card._sides
    assert (front.pages(), back.pages()) == (2, 2)
    assert abs(front.sizeHint().width() / front.sizeHint().height() - 85.6 / 53.98) < 0.02
    said = words_of(page(window).card)
    assert "Photo on file" in said
    assert "Number fits birth and sex" in said


def test_a_card_is_printed_and_counts_once_it_was_seen(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples, paper: Path
) -> None:
    press(qtbot, window, Qt.Key.Key_P, CTRL)
    assert paper.read_bytes().startswith(b"%PDF")
    assert state_of(desk, made.permits["approved"]) == "approved"
    assert keys(window) == ["F7", "F9"]
    press(qtbot, window, Qt.Key.Key_F9)
    assert state_of(desk, made.permits["approved"]) == "printed"


def test_the_card_that_came_out_stays_in_hand_to_be_handed_out(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples, paper: Path
) -> None:
    press(qtbot, window, Qt.Key.Key_P, CTRL)
    press(qtbot, window, Qt.Key.Key_F9)
    line = page(window).queue.current()
    assert line is not None
    assert (line.todo, line.id) == ("hand_out", made.permits["approved"])
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    assert state_of(desk, made.permits["approved"]) == "issued"


def test_the_card_keeps_its_size_while_the_bar_and_the_question_are_open(
    qtbot: QtBot, desk: Desk, made: Samples, pdf_file: Path
) -> None:
    for _spoiled in range(4):
        card = printing.make(desk, PERMIT_CARD.name, made.permits["approved"])
        printing.spoiled(desk, card.printout_id, "Nothing came out")
    window = open_window(qtbot, desk, "printing", size=(1366, 660))
    press(qtbot, window, Qt.Key.Key_S, CTRL)
    press(qtbot, window, Qt.Key.Key_F7)
    for _turn in range(5):  # a layout within a layout takes a turn of the event loop each
        QApplication.processEvents()
    assert window.bar.isVisible()
    assert page(window).card.question.isVisible()
    front, _back = page(window).card._sides
    assert front.visibleRegion().boundingRect().size() == front.sizeHint()
    below = page(window).beside.kept
    assert (
        front.mapTo(window, front.rect().bottomLeft()).y() < below.mapTo(window, below.rect().topLeft()).y()
    )


def test_a_spoiled_card_may_be_printed_again(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples, paper: Path
) -> None:
    press(qtbot, window, Qt.Key.Key_P, CTRL)
    press(qtbot, window, Qt.Key.Key_F7)
    press(qtbot, window, Qt.Key.Key_2)
    press(qtbot, window, Qt.Key.Key_F7)
    assert [kept.state for kept in printouts.of_day(desk, desk.today())] == ["spoiled"]
    assert keys(window) == ["Ctrl+S", "Ctrl+P"]
    assert state_of(desk, made.permits["approved"]) == "approved"


def test_without_a_printer_the_pdf_is_saved_and_says_where(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples, pdf_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.printing.printers", lambda: ())
    press(qtbot, window, Qt.Key.Key_P, CTRL)
    assert "no printer on this machine" in words_of(window.bar)
    press(qtbot, window, Qt.Key.Key_S, CTRL)
    assert pdf_file.read_bytes().startswith(b"%PDF")
    assert str(pdf_file) in words_of(window.bottom)
    press(qtbot, window, Qt.Key.Key_F9)
    assert state_of(desk, made.permits["approved"]) == "printed"


def test_the_print_system_is_asked_beside_the_window(
    qtbot: QtBot, desk: Desk, paper: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked_on: list[str] = []

    def printers() -> tuple[str, ...]:
        asked_on.append(threading.current_thread().name)
        return ("Paper",)

    monkeypatch.setattr("ui.printing.printers", printers)
    jobs = Jobs()
    window = open_window(qtbot, desk, "printing", jobs=jobs)
    qtbot.waitUntil(lambda: "Ctrl+P" in keys(window))
    press(qtbot, window, Qt.Key.Key_P, CTRL)
    qtbot.waitUntil(paper.exists)
    jobs.close()
    assert [name.partition("_")[0] for name in asked_on] == ["press"]


@pytest.mark.parametrize("key", [Qt.Key.Key_2, Qt.Key.Key_L])
def test_who_goes_to_another_page_or_locks_is_not_asked_for_a_printer_any_more(
    qtbot: QtBot, desk: Desk, paper: Path, key: Qt.Key, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked, may_answer, came = threading.Event(), threading.Event(), list[None]()

    def printers() -> tuple[str, ...]:
        looked.set()
        may_answer.wait(10)
        return ("Paper",)

    monkeypatch.setattr("ui.printing.printers", printers)
    asked: list[object] = []

    def ask(dialog: object) -> int:
        asked.append(dialog)
        return 0

    monkeypatch.setattr("ui.printing.QPrintDialog.exec", ask)
    jobs = Jobs()
    window = open_window(qtbot, desk, "printing", "today", jobs=jobs)
    qtbot.waitUntil(lambda: "Ctrl+P" in keys(window))
    first = page(window)
    press(qtbot, window, Qt.Key.Key_P, CTRL)
    qtbot.waitUntil(looked.is_set)
    press(qtbot, window, key, CTRL)
    qtbot.waitUntil(lambda: not first.isVisible())
    may_answer.set()
    jobs.press(lambda: None, then=came.append, owner=window)
    qtbot.waitUntil(lambda: bool(came))
    jobs.close()
    assert not asked


def test_a_folder_that_cannot_be_written_is_told_and_nothing_is_lost(
    qtbot: QtBot, window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "no such folder" / "card.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *asked: (str(gone), ""))
    press(qtbot, window, Qt.Key.Key_S, CTRL)
    assert "cannot be written" in words_of(window.bar)


def test_a_print_nobody_spoke_for_is_asked_about_first(qtbot: QtBot, desk: Desk, made: Samples) -> None:
    card = printing.make(desk, PERMIT_CARD.name, made.permits["approved"])
    printing.sent(desk, card.printout_id)  # and then the program was killed
    window = open_window(qtbot, desk, "printing")
    assert keys(window) == ["F7", "F9"]
    assert "Did the card of 李雪梅 come out right?" in words_of(page(window).card)
    lines = [(line.todo, line.name) for line in page(window).queue.table.rows()]
    assert lines == [("ask", "李雪梅"), ("hand_out", "杨秋月")], "it waits for a word and for nothing else"
    assert "0 cards to print" in words_of(page(window))
    press(qtbot, window, Qt.Key.Key_F9)
    assert state_of(desk, made.permits["approved"]) == "printed"
    assert unconfirmed(desk) == ()


def test_a_card_is_handed_out_and_that_is_taken_back(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples
) -> None:
    window.go("printing", ("permit", made.permits["printed"]))
    press(qtbot, window, Qt.Key.Key_F9)
    assert state_of(desk, made.permits["printed"]) == "issued"
    press(qtbot, window, Qt.Key.Key_Z, CTRL)
    assert state_of(desk, made.permits["printed"]) == "printed"


def test_what_was_printed_today_is_saved_again_as_it_was(
    qtbot: QtBot, desk: Desk, made: Samples, pdf_file: Path
) -> None:
    card = printing.make(desk, PERMIT_CARD.name, made.permits["approved"])
    printing.came_out(desk, card.printout_id)
    window = open_window(qtbot, desk, "printing")
    listed = page(window).beside.kept._list
    listed.setFocus()
    qtbot.keyClick(listed, Qt.Key.Key_Return)
    assert pdf_file.read_bytes() == card.pdf


def test_the_card_is_shown_half_as_large_again_one_side_at_a_time(window: Window) -> None:
    card = page(window).card
    before = card._sides[0].sizeHint().width()
    card._size.pick(1)
    assert round(card._sides[0].sizeHint().width() / before, 1) == 1.5
    assert [frame.isHidden() for frame in card._frames] == [False, True]


def test_a_box_is_taken_in_and_the_next_blank_is_used_with_the_keyboard(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples, paper: Path
) -> None:
    stock = page(window).blanks.panel
    assert "No stock is kept" in words_of(stock)
    press(qtbot, window, Qt.Key.Key_F6)
    for number in ("A0234501", "A0234600"):
        qtbot.keyClicks(window.focusWidget(), number)
        press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "100 left" in words_of(stock))
    assert "next A0234501" in words_of(stock)

    press(qtbot, window, Qt.Key.Key_P, CTRL)
    assert page(window).card.seen() == "A0234501"
    press(qtbot, window, Qt.Key.Key_F9)
    assert state_of(desk, made.permits["approved"]) == "printed"
    qtbot.waitUntil(lambda: "next A0234502" in words_of(stock))
    assert "99 left" in words_of(stock)


def test_another_number_than_expected_is_typed_and_a_wrong_one_marked(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples, paper: Path
) -> None:
    blanks.receive(desk, "A01", "A05")
    press(qtbot, window, Qt.Key.Key_P, CTRL)
    seen = page(window).card._seen
    seen.setText("A77")
    press(qtbot, window, Qt.Key.Key_F9)
    assert seen.state() == "error"
    assert state_of(desk, made.permits["approved"]) == "approved"
    seen.setText("A03")
    press(qtbot, window, Qt.Key.Key_F9)
    assert state_of(desk, made.permits["approved"]) == "printed"
    assert blanks.stock(desk).next == "A01"


def test_a_bent_blank_is_put_aside_and_undone(qtbot: QtBot, window: Window, desk: Desk) -> None:
    blanks.receive(desk, "A01", "A05")
    qtbot.waitUntil(lambda: "5 left" in words_of(page(window).blanks.panel))
    press(qtbot, window, Qt.Key.Key_F8)
    press(qtbot, window, Qt.Key.Key_Return)
    press(qtbot, window, Qt.Key.Key_1)
    assert (blanks.stock(desk).left, blanks.stock(desk).spoiled) == (4, 1)
    press(qtbot, window, Qt.Key.Key_Z, CTRL)
    assert blanks.stock(desk).left == 5


def test_the_tray_is_counted_by_keys_and_a_difference_asks_why(
    qtbot: QtBot, window: Window, desk: Desk
) -> None:
    blanks.receive(desk, "A01", "A05")
    stock = page(window).blanks.panel
    qtbot.waitUntil(lambda: "5 left" in words_of(stock))
    press(qtbot, window, Qt.Key.Key_F6, SHIFT)
    qtbot.keyClicks(window.focusWidget(), "4")
    press(qtbot, window, Qt.Key.Key_Return)
    assert stock.because.state() == "error"
    assert tray.counted(desk, desk.today()) is None
    qtbot.keyClicks(window.focusWidget(), "one lent")
    press(qtbot, window, Qt.Key.Key_Return)
    count = tray.counted(desk, desk.today())
    assert count is not None
    assert (count.seen, count.on_ledger, count.reason) == (4, 5, "one lent")
    qtbot.waitUntil(lambda: "counted today: 4, the ledger had 5" in words_of(stock))
    press(qtbot, window, Qt.Key.Key_Z, CTRL)
    assert tray.counted(desk, desk.today()) is None


def test_what_never_came_costs_no_blank(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples, paper: Path
) -> None:
    blanks.receive(desk, "A01", "A05")
    press(qtbot, window, Qt.Key.Key_P, CTRL)
    press(qtbot, window, Qt.Key.Key_F7)
    press(qtbot, window, Qt.Key.Key_1)
    press(qtbot, window, Qt.Key.Key_F7)
    assert blanks.stock(desk).left == 5
    assert [kept.state for kept in printouts.of_day(desk, desk.today())] == ["void"]


def test_what_a_ruler_reads_aligns_the_printer_and_is_kept(
    qtbot: QtBot, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = page(window).beside.printer
    page(window).beside.which.pick(1)
    monkeypatch.setattr("ui.printing.send", lambda jobs, pdf, title, parent, then: then())
    panel.asked.emit()
    assert panel.measured[0].isVisible()
    for field, number in zip(panel.measured, (11.0, 9.5, 77.9, 43.5), strict=True):
        field.setValue(number)
    panel.work_out()
    assert not panel.measured[0].isVisible()
    assert (panel.right.value(), panel.down.value()) == pytest.approx((-0.8, 0.5), abs=0.2)
    assert panel.across.value() == pytest.approx(98.06, abs=0.1)
    another = PrinterPanel()
    another.show_printer(alignments.default_printer())
    assert another.right.value() == panel.right.value()


def test_the_printers_are_asked_for_once_their_panel_is_looked_at(
    qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def find() -> str:
        asked.append("far away")
        return "Far away"

    monkeypatch.setattr("ui.alignments.default_printer", find)
    opened = open_window(qtbot, desk, "printing")
    page(opened).reload()
    assert not asked
    page(opened).beside.which.pick(1)
    page(opened).beside.which.pick(0)
    page(opened).beside.which.pick(1)
    assert asked == ["far away"]
    assert "Far away" in words_of(page(opened).beside.printer)


def test_a_ruler_read_wrongly_is_said_and_nothing_is_changed(window: Window) -> None:
    panel = page(window).beside.printer
    page(window).beside.which.pick(1)
    panel.begin_measuring()
    before = panel.right.value()
    panel.measured[2].setValue(40.0)
    panel.work_out()
    assert panel.right.value() == before
    assert "No printer is that far off" in words_of(panel)


def test_a_copy_is_the_same_document_with_a_mark_on_paper_and_on_record(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples, paper: Path
) -> None:
    receipt = printing.make(desk, "acceptance_receipt", made.permits["accepted"])
    printing.sent(desk, receipt.printout_id)
    printing.came_out(desk, receipt.printout_id)
    page(window).reload()
    with pypdfium2.PdfDocument(receipt.pdf) as document:
        before = document[0].render(scale=2).to_pil().convert("RGB")
    page(window).beside.kept._copy.click()
    with pypdfium2.PdfDocument(paper) as document:
        after = document[0].render(scale=2).to_pil().convert("RGB").resize(before.size)
    assert reddish(after) > reddish(before) + 200
    copies = [kept for kept in printouts.of_day(desk, desk.today()) if kept.state == "sent"]
    assert len(copies) == 1
    assert printing.kept(desk, copies[0].id) == receipt.pdf


def test_a_letter_that_is_asked_about_is_shown_whole_and_is_no_card_to_hand_out(
    qtbot: QtBot, desk: Desk, made: Samples
) -> None:
    receipt = printing.make(desk, "acceptance_receipt", made.permits["accepted"])
    printing.sent(desk, receipt.printout_id)
    window = open_window(qtbot, desk, "printing")
    card, said = page(window).card, list[str]()
    page(window).did.connect(lambda done: said.append(done.words))

    assert card._letter.isVisible()
    assert card._letter.sizeHint().height() > card._letter.sizeHint().width()  # the page of A4, not cut off
    assert not any(side.isVisible() for side in card._sides)
    assert "card" not in words_of(card.question)
    press(qtbot, window, Qt.Key.Key_F9)
    assert [words.startswith("Receipt of the application") for words in said] == [True]
    assert card._sides[0].isVisible()  # the next in hand is a card again


def reddish(page: Image.Image) -> int:
    """How many dots of the upper part are of the mark's ink."""
    upper = np.asarray(page.crop((0, 0, page.width, page.height // 8)), dtype=np.int16)
    red, green, blue = (upper[:, :, band] for band in range(3))
    return int(((red > green + 60) & (red > blue + 60)).sum())


def test_a_permit_card_is_not_copied(window: Window, desk: Desk, made: Samples, paper: Path) -> None:
    card = printing.make(desk, PERMIT_CARD.name, made.permits["approved"])
    printing.sent(desk, card.printout_id)
    printing.came_out(desk, card.printout_id)
    page(window).reload()
    page(window).beside.kept._copy.click()
    assert not paper.exists()
    assert "is not copied" in words_of(window.bar)


@pytest.fixture
def two(qtbot: QtBot, desk: Desk, made: Samples) -> Window:
    """Two cards wait to be printed, and there are blanks."""
    permits.move(desk, made.permits["accepted"], "approve")
    blanks.receive(desk, "A01", "A09")
    return open_window(qtbot, desk, "printing")


def todo(window: Window) -> list[tuple[str, str]]:
    return [(line.todo, line.name) for line in page(window).queue.table.rows()]


def states(window: Window) -> list[str]:
    """What the list says of each card that is not to be handed out yet."""
    table = page(window).queue.table
    own = [line for line in table.rows() if line.todo != "hand_out"]
    return [str(table.data(table.index(table.find(partial(eq, line)), STATE))) for line in own]


def test_a_batch_is_printed_in_order_and_all_of_it_confirmed_by_one_key(
    qtbot: QtBot, two: Window, desk: Desk, made: Samples, paper: Path
) -> None:
    press(qtbot, two, Qt.Key.Key_A, CTRL)
    assert [action.words for action in page(two).buttons()] == ["Print 2 cards"]
    press(qtbot, two, Qt.Key.Key_P, CTRL)
    assert [one.blank for one in unconfirmed(desk)] == ["A01", "A02"]
    qtbot.waitUntil(lambda: todo(two)[:2] == [("ask", "李雪梅"), ("ask", "刘志强")])
    press(qtbot, two, Qt.Key.Key_F9, Qt.KeyboardModifier.ShiftModifier)
    assert (state_of(desk, made.permits["approved"]), state_of(desk, made.permits["accepted"])) == (
        "printed",
        "printed",
    )
    assert blanks.stock(desk).next == "A03"


def test_each_card_of_a_batch_says_how_far_it_is(qtbot: QtBot, two: Window, paper: Path) -> None:
    told: list[tuple[bool, list[str]]] = []

    def look() -> None:
        at = page(two)._batch.in_words().startswith(f"Printing {len(told) + 1} of 2")
        told.append((at, states(two)))

    page(two)._batch.moved.connect(look)
    press(qtbot, two, Qt.Key.Key_A, CTRL)
    press(qtbot, two, Qt.Key.Key_P, CTRL)
    assert told == [
        (True, ["Printing", "Waiting"]),
        (True, ["Sent", "Printing"]),
    ]
    qtbot.waitUntil(lambda: states(two) == ["Came out?", "Came out?"])


def test_while_a_batch_is_printed_the_list_is_not_read_again_for_each_card(
    qtbot: QtBot, desk: Desk, paper: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    building_full(desk, 4)
    window, gather = open_window(qtbot, desk, "printing"), printing_rows.gather
    read: list[str] = []
    press(qtbot, window, Qt.Key.Key_A, CTRL)

    def counted(*asked: Any) -> printing_rows.Shown:
        read.append(asked[1])
        return gather(*asked)

    monkeypatch.setattr(printing_rows, "gather", counted)
    press(qtbot, window, Qt.Key.Key_P, CTRL)
    qtbot.waitUntil(lambda: todo(window)[0][0] == "ask")
    assert len(unconfirmed(desk)) == 5
    assert len(read) <= 2  # once it has ended, and once more for what was told meanwhile


def test_a_batch_that_is_stopped_finishes_the_card_in_hand_and_keeps_the_rest_ticked(
    qtbot: QtBot, two: Window, desk: Desk, made: Samples, paper: Path
) -> None:
    press(qtbot, two, Qt.Key.Key_A, CTRL)
    page(two)._batch.moved.connect(page(two)._batch.stop)
    press(qtbot, two, Qt.Key.Key_P, CTRL)
    assert [one.name for one in unconfirmed(desk)] == ["李雪梅"]
    qtbot.waitUntil(lambda: ("print", "刘志强") in todo(two))
    assert batches.ids(desk, page(two)._ticks.in_order()) == (made.permits["accepted"],)
    assert not page(two)._batch.running


def test_a_jam_stops_the_batch_says_so_and_loses_nothing(
    qtbot: QtBot, two: Window, desk: Desk, paper: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def jams(*_print: object, two_sided: bool) -> None:
        raise Unavailable("The printer does not answer.")

    monkeypatch.setattr("ui.printing.to_printer", jams)
    press(qtbot, two, Qt.Key.Key_A, CTRL)
    press(qtbot, two, Qt.Key.Key_P, CTRL)
    assert not page(two)._batch.running
    assert "does not answer" in words_of(two.bar)
    (sent,) = unconfirmed(desk)
    printing.nothing_came(desk, sent.printout_id)
    assert blanks.stock(desk).left == 9


def test_a_building_is_ticked_as_one(qtbot: QtBot, two: Window, desk: Desk) -> None:
    press(qtbot, two, Qt.Key.Key_B, CTRL)
    here = page(two).queue.current()
    assert here is not None
    assert page(two)._ticks.in_order() == [here.row]
    press(qtbot, two, Qt.Key.Key_Space)
    assert not page(two)._ticks


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ("河滨社区 滨江苑 3-1-602", "河滨社区 滨江苑 3-1"),
        ("新桥村 新桥街106号2栋1单元1604", "新桥村 新桥街106号2栋"),
        ("南苑社区 三江路 41号", "南苑社区 三江路 41号"),
    ],
)
def test_a_building_is_known_by_its_name(address: str, named: str) -> None:
    assert building(address) == named


def test_space_on_a_question_ticks_no_card(qtbot: QtBot, desk: Desk, made: Samples) -> None:
    """A question has the number of its print, which may be that of a waiting permit too."""
    building_full(desk, 9)
    window = open_window(qtbot, desk, "printing")
    for _print in range(20):
        printing.sent(desk, printing.make(desk, PERMIT_CARD.name, made.permits["approved"]).printout_id)
        queue = press_queue.queue(desk)
        asked = next(iter(queue.listing))
        if asked.row in queue.ready.tolist():
            break
        printing.nothing_came(desk, asked.id)
    else:
        pytest.fail("no print has the number of a permit")
    page(window).show_for(None)
    assert keys(window) == ["F7", "F9"]
    press(qtbot, window, Qt.Key.Key_Space)
    press(qtbot, window, Qt.Key.Key_BracketRight)
    assert [action.words for action in page(window).buttons()] == ["Save as PDF", "Print"]


def test_news_of_another_desk_leave_what_is_being_said_of_a_print(
    qtbot: QtBot, two: Window, desk: Desk, made: Samples, paper: Path
) -> None:
    press(qtbot, two, Qt.Key.Key_P, CTRL)
    seen = page(two).card._seen
    seen.setFocus()
    seen.selectAll()
    qtbot.keyClicks(seen, "A07")
    permits.move(desk, made.permits["printed"], "hand_out")  # a colleague's act, and its news
    qtbot.waitUntil(lambda: ("hand_out", "杨秋月") not in todo(two))
    assert (page(two).card.seen(), two.focusWidget()) == ("A07", seen)
    press(qtbot, two, Qt.Key.Key_F7)
    press(qtbot, two, Qt.Key.Key_3)
    picking = two.focusWidget()
    page(two).reload()
    assert picking.isVisible()
    assert two.focusWidget() is picking
    press(qtbot, two, Qt.Key.Key_F7)
    assert [(kept.state, kept.reason) for kept in printouts.of_day(desk, desk.today())] == [
        ("spoiled", "Scratched or stained")
    ]


def test_nothing_is_said_of_the_print_before_while_the_line_in_hand_is_being_read(
    qtbot: QtBot, desk: Desk, made: Samples
) -> None:
    building_full(desk, 230)
    printing.sent(desk, printing.make(desk, PERMIT_CARD.name, made.permits["approved"]).printout_id)
    jobs, may_read = Jobs(), threading.Event()
    window = open_window(qtbot, desk, "printing", jobs=jobs)
    qtbot.waitUntil(lambda: keys(window) == ["F7", "F9"])
    jobs.run(lambda: may_read.wait(10), owner=window)
    press(qtbot, window, Qt.Key.Key_End)
    assert keys(window) == []
    press(qtbot, window, Qt.Key.Key_F9)
    may_read.set()
    qtbot.waitUntil(lambda: keys(window) == ["F9"])
    jobs.close()
    assert len(unconfirmed(desk)) == 1


A4_SHEET, CR80 = 1, 0


@pytest.fixture
def sheets(qtbot: QtBot, desk: Desk, made: Samples) -> Window:
    """A full building waits, more than a list shows, and cards are printed on sheets of A4."""
    building_full(desk, 230)
    window = open_window(qtbot, desk, "printing")
    page(window).card.paper.pick(A4_SHEET)
    return window


def test_a_batch_over_a_building_takes_all_of_it_whatever_the_list_shows(
    qtbot: QtBot, sheets: Window, desk: Desk
) -> None:
    assert "231 cards to print" in words_of(sheets)
    press(qtbot, sheets, Qt.Key.Key_A, CTRL)
    assert len(page(sheets)._ticks) == 231
    press(qtbot, sheets, Qt.Key.Key_A, CTRL)
    assert not page(sheets)._ticks
    line = next(line for line in page(sheets).queue.table.rows() if line.name == "住户7")
    page(sheets).queue.go_to((line.todo, line.id))
    press(qtbot, sheets, Qt.Key.Key_B, CTRL)
    assert [action.words for action in page(sheets).buttons()][-1] == "Print 230 cards"


def test_a_batch_fills_sheets_in_order_and_the_next_goes_on_where_it_ended(
    qtbot: QtBot, sheets: Window, desk: Desk, paper: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told, to_printer = list[list[str]](), printing_of_ui.to_printer

    def look(*print_: Any, two_sided: bool) -> None:
        told.append(states(sheets)[:13])
        to_printer(*print_, two_sided=two_sided)

    monkeypatch.setattr(printing_of_ui, "to_printer", look)
    rows = [line for line in page(sheets).queue.table.rows() if line.todo == "print"][:13]
    for line in rows:
        page(sheets)._ticks.toggle(line.row)
    press(qtbot, sheets, Qt.Key.Key_P, CTRL)
    asked = unconfirmed(desk)
    assert [one.name for one in asked] == [line.name for line in rows]
    assert [one.place for one in asked] == [*range(1, 11), 1, 2, 3]
    assert told == [
        ["Printing"] * 10 + ["Waiting"] * 3,
        ["Sent"] * 10 + ["Printing"] * 3,
    ]
    qtbot.waitUntil(lambda: todo(sheets)[0][0] == "ask")
    assert "It lies on place 1 of the sheet." in words_of(page(sheets).card)
    press(qtbot, sheets, Qt.Key.Key_F9, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: todo(sheets)[0][0] == "print")
    assert page(sheets).card.sheet.places.place() == 4
    with pypdfium2.PdfDocument(paper) as document:
        assert [round(side / 72 * 25.4) for side in document[0].get_size()] == [210, 297]
        assert len(document) == 2


def test_the_place_is_picked_by_keys_and_remembered(
    qtbot: QtBot, sheets: Window, desk: Desk, paper: Path
) -> None:
    picker = page(sheets).card.sheet.places
    for key in (Qt.Key.Key_BracketRight, Qt.Key.Key_BracketRight, Qt.Key.Key_BracketLeft):
        press(qtbot, sheets, key, CTRL)
    assert picker.place() == 2
    picker.setFocus()
    press(qtbot, sheets, Qt.Key.Key_Down)
    assert (picker.place(), picker.accessibleDescription()) == (4, "Place 4 of 10, in the box")
    page(sheets).queue.setFocus()
    press(qtbot, sheets, Qt.Key.Key_P, CTRL)
    (asked,) = unconfirmed(desk)
    assert asked.place == 4
    again = open_window(qtbot, desk, "printing")
    assert page(again).card.paper.value() == "sheet"
    assert page(again).card.sheet.places.place() == 5


def test_a_box_taken_in_for_sheets_is_used_by_places(
    qtbot: QtBot, sheets: Window, desk: Desk, paper: Path
) -> None:
    press(qtbot, sheets, Qt.Key.Key_F6)
    for number in ("K001", "K020"):
        qtbot.keyClicks(sheets.focusWidget(), number)
        press(qtbot, sheets, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "20 left" in words_of(page(sheets).blanks.panel))
    page(sheets).queue.setFocus()
    press(qtbot, sheets, Qt.Key.Key_P, CTRL)
    assert [(one.blank, one.place) for one in unconfirmed(desk)] == [("K001", 1)]
    page(sheets).card.paper.pick(CR80)
    qtbot.waitUntil(lambda: "0 left" in words_of(page(sheets).blanks.panel))


def test_only_what_is_filled_in_is_shown_and_reaches_pre_printed_stock(
    qtbot: QtBot, window: Window, desk: Desk, paper: Path
) -> None:
    card = page(window).card
    shown = card._sides[0].grab().toImage()
    card._bare.pick(1)
    corner = card._sides[0].grab().toImage().pixelColor(8, 8)
    assert shown.pixelColor(8, 8) != corner == QColor("white")

    page(window).beside.which.pick(1)
    printer = page(window).beside.printer
    printer.show_printer("")  # that of the test prints into a file and has no name
    printer.stock.pick(1)
    press(qtbot, window, Qt.Key.Key_P, CTRL)
    (sent,) = unconfirmed(desk)
    kept = printing.kept(desk, sent.printout_id)
    with pypdfium2.PdfDocument(kept) as document:
        said = document[0].get_textpage().get_text_range()
    assert "李雪梅" in said
    assert "公民身份号码" not in said
    with pypdfium2.PdfDocument(paper) as document:
        came_out = np.asarray(document[0].render(scale=2).to_pil().convert("L"))
    assert came_out[:8, :8].min() == 255


def test_a_file_is_saved_whole_whatever_the_stock(qtbot: QtBot, window: Window, pdf_file: Path) -> None:
    page(window).beside.which.pick(1)
    page(window).beside.printer.stock.pick(1)
    press(qtbot, window, Qt.Key.Key_S, CTRL)
    with pypdfium2.PdfDocument(pdf_file) as document:
        assert "公民身份号码" in document[0].get_textpage().get_text_range()
