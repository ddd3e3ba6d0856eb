"""A real print queue: what arrives at the printer is measured, and a printer that fails is told in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast
from uuid import uuid4

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from app import batches, blanks, permits
from app.desk import Desk
from app.errors import Refused, Unavailable
from app.paper import PERMIT_CARD, RESIDENCE_HISTORY, calibration
from tests.helpers import cups
from tests.helpers.office import Samples
from tests.helpers.queues import unconfirmed
from tests.helpers.window import open_window, press, words_of
from tests.paper import pages, samples
from tests.ui.test_alignments import middle
from ui import printing as printers
from ui import spooler
from ui.jobs import Jobs
from ui.pages.printing import PrintingPage
from ui.window import Window

DPI = 300
DOTS = DPI / 25.4
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(scope="module")
def server(qapp: QApplication) -> Iterator[cups.Queue]:
    with cups.queue() as queue:
        yield queue


@pytest.fixture
def queue(server: cups.Queue) -> cups.Queue:
    """The queue with its printer there, going on, taking jobs, and nothing on paper yet."""
    server.set_up()
    return server


@pytest.fixture
def chosen_printer(queue: cups.Queue, monkeypatch: pytest.MonkeyPatch) -> None:
    """The officer chooses the queue's printer whenever asked for one."""

    class Chosen(QPrintDialog):
        def __init__(self, printer: QPrinter, parent: QWidget) -> None:
            super().__init__(printer, parent)
            printer.setPrinterName(queue.name)
            printer.setResolution(DPI)

        def exec(self) -> int:
            return int(QDialog.DialogCode.Accepted.value)

    monkeypatch.setattr("ui.printing.QPrintDialog", Chosen)


@pytest.fixture
def window(qtbot: QtBot, sample: tuple[Desk, Samples], chosen_printer: None) -> Window:
    """Two cards wait to be printed, there are blanks, and the officer chooses the queue's printer."""
    permits.move(sample[0], sample[1].permits["accepted"], "approve")
    blanks.receive(sample[0], "A01", "A09")
    return open_window(qtbot, sample[0], "printing")


def page(window: Window) -> PrintingPage:
    return cast(PrintingPage, window.page())


def chosen(queue: cups.Queue) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPrinterName(queue.name)
    printer.setResolution(DPI)
    return printer


def upright(paper: Image.Image) -> Image.Image:
    """A card that came out of a narrow feed, turned as it is read."""
    return paper.transpose(Image.Transpose.ROTATE_90)


def difference(one: Image.Image, other: Image.Image) -> float:
    """How much two pictures differ on the average, of 255."""
    greys = [np.asarray(each.convert("L").resize((400, 252)), dtype=np.float64) for each in (one, other)]
    return float(np.abs(greys[0] - greys[1]).mean())


# -- what comes out ------------------------------------------------------------------------------


def test_a_card_comes_out_card_sized_upright_and_on_both_sides(queue: cups.Queue) -> None:
    pdf = PERMIT_CARD.make(samples.CARD, samples.ON)
    printers.to_printer(pdf, chosen(queue), two_sided=True)
    ((arrived, options),) = queue.printed(1)
    for size in pages.sizes(arrived):
        assert sorted(size) == pytest.approx([53.98, 85.60], abs=0.5)
    assert "media=CR80" in options
    assert "sides=two-sided-short-edge" in options
    for came, drawn in zip(pages.pictures(arrived), pages.pictures(pdf), strict=True):
        turned = upright(came).transpose(Image.Transpose.ROTATE_180)
        assert difference(upright(came), drawn) < difference(turned, drawn) / 2


def test_a_letter_comes_out_on_a4_on_one_side(queue: cups.Queue) -> None:
    pdf = RESIDENCE_HISTORY.make(samples.SAMPLES["residence_history"]["plain"], samples.ON)
    printers.to_printer(pdf, chosen(queue))
    ((arrived, options),) = queue.printed(1)
    assert pages.sizes(arrived) == [pytest.approx((210.0, 297.0), abs=0.5)] * len(pages.sizes(pdf))
    assert "media=A4" in options
    assert "sides=one-sided" in options
    for came, drawn in zip(pages.pictures(arrived), pages.pictures(pdf), strict=True):
        turned = came.transpose(Image.Transpose.ROTATE_180)
        assert difference(came, drawn) < difference(turned, drawn) / 2


@pytest.mark.parametrize("size", [calibration.CARD, (210.0, 297.0)])
def test_print_falls_on_paper_where_it_was_drawn(queue: cups.Queue, size: tuple[float, float]) -> None:
    printers.to_printer(calibration.page(size), chosen(queue))
    ((arrived, _options),) = queue.printed(1)
    paper = pages.pictures(arrived, DPI)[0]
    dark = 255 - np.asarray((upright(paper) if size[0] > size[1] else paper).convert("L"))
    high, wide = dark.shape
    for (x, y), part, (left, top) in zip(
        calibration.crosses(size),
        (dark[: high // 2, : wide // 2], dark[high // 2 :, wide // 2 :]),
        ((0.0, 0.0), (wide // 2 / DOTS, high // 2 / DOTS)),
        strict=True,
    ):
        found = middle(part)
        assert (found[0] + left, found[1] + top) == pytest.approx((x, y), abs=0.5)


# -- a printer that fails ------------------------------------------------------------------------


def test_a_printer_that_would_not_print_is_told_beforehand(queue: cups.Queue) -> None:
    printers.check(queue.name, two_sided=True)
    queue.refuse()
    with pytest.raises(Unavailable, match="Paper takes no jobs"):
        printers.check(queue.name, two_sided=True)
    queue.pause()
    with pytest.raises(Unavailable, match="Paper is paused"):
        printers.check(queue.name, two_sided=True)
    queue.vanish()
    with pytest.raises(Unavailable, match="Paper is not there any more"):
        printers.check(queue.name, two_sided=True)


def test_a_printer_of_one_side_is_not_given_cards(queue: cups.Queue) -> None:
    queue.set_up(sides=1)
    printers.check(queue.name, two_sided=False)
    with pytest.raises(Refused, match="Paper prints on one side only"):
        printers.check(queue.name, two_sided=True)


def test_a_job_that_is_not_taken_is_told(queue: cups.Queue) -> None:
    printer = chosen(queue)
    queue.refuse()
    with pytest.raises(Unavailable, match="did not take the print"):
        printers.to_printer(calibration.page(calibration.CARD), printer)


def test_what_waits_for_a_paused_printer_is_taken_back_by_its_name(queue: cups.Queue) -> None:
    queue.pause()
    mine, other = uuid4(), uuid4()
    for name in (mine, other):
        printer = chosen(queue)
        printer.setDocName(f"Permit card {name}")
        printers.to_printer(calibration.page(calibration.CARD), printer)
    assert len(queue.waiting()) == 2
    assert spooler.take_back(mine) == 1
    assert len(queue.waiting()) == 1
    queue.go_on()
    assert len(queue.printed(1)) == 1


@pytest.mark.parametrize(
    ("happens", "told"),
    [("refuse", "takes no jobs"), ("pause", "is paused"), ("vanish", "is not there any more")],
)
def test_a_printer_lost_in_the_middle_of_a_batch_loses_nothing(
    qtbot: QtBot, window: Window, sample: tuple[Desk, Samples], queue: cups.Queue, happens: str, told: str
) -> None:
    cards = iter((lambda: None, getattr(queue, happens)))
    page(window)._batch.moved.connect(lambda: next(cards)())
    press(qtbot, window, Qt.Key.Key_A, CTRL)
    press(qtbot, window, Qt.Key.Key_P, CTRL)
    assert told in words_of(window.bar)
    assert not page(window)._batch.running
    (sent,) = unconfirmed(sample[0])
    assert (sent.name, sent.blank) == ("李雪梅", "A01")
    assert blanks.stock(sample[0]).left == 9  # the second card has taken none
    assert batches.ids(sample[0], page(window)._ticks.in_order()) == (sample[1].permits["accepted"],)


def test_what_jammed_and_never_came_does_not_come_out_later_beside_another(
    qtbot: QtBot, window: Window, sample: tuple[Desk, Samples], queue: cups.Queue
) -> None:
    queue.jam()
    press(qtbot, window, Qt.Key.Key_P, CTRL)
    qtbot.waitUntil(queue.stands_still, timeout=30_000)
    assert len(queue.waiting()) == 1
    for key in (Qt.Key.Key_F7, Qt.Key.Key_1, Qt.Key.Key_F7):
        press(qtbot, window, key)
    assert queue.waiting() == []
    queue.go_on()
    press(qtbot, window, Qt.Key.Key_P, CTRL)
    assert len(queue.printed(1)) == 1
    press(qtbot, window, Qt.Key.Key_F9)
    assert blanks.stock(sample[0]).next == "A02"


def test_the_keys_are_printed_and_the_window_waits_for_no_print_system_that_is_slow(
    qtbot: QtBot, sample: tuple[Desk, Samples], queue: cups.Queue, chosen_printer: None, jobs: Jobs
) -> None:
    window = open_window(qtbot, sample[0], "printing", jobs=jobs)
    press(qtbot, window, Qt.Key.Key_F1)
    with queue.thinking() as answers:
        press(qtbot, window, Qt.Key.Key_P, CTRL)
        assert not window.sheets.keys.isVisible()
        press(qtbot, window, Qt.Key.Key_K, CTRL)
        assert window.sheets.finder.isVisible()
        press(qtbot, window, Qt.Key.Key_Escape)
        assert not answers.is_set()
    qtbot.waitUntil(queue.has_printed, timeout=30_000)


def test_without_a_printer_the_officer_hears_what_to_do_beside_the_keys(
    qtbot: QtBot, sample: tuple[Desk, Samples], queue: cups.Queue, jobs: Jobs
) -> None:
    window = open_window(qtbot, sample[0], "printing", jobs=jobs)
    queue.vanish()
    press(qtbot, window, Qt.Key.Key_F1)
    press(qtbot, window, Qt.Key.Key_P, CTRL)
    qtbot.waitUntil(lambda: "no printer" in words_of(window.bar), timeout=30_000)
