"""文书: what can be printed for a resident, seen first, printed, and said to have come out."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app import paperwork, printing, printouts, signing
from app.desk import Desk
from app.printouts import Kept
from tests.helpers.office import Samples
from tests.helpers.window import open_window, press, words_of
from tests.paper import pages
from ui.pages.papers import PapersPage
from ui.pages.resident import ResidentPage
from ui.pages.today import TodayPage
from ui.pages.verify import VerifyPage
from ui.window import Window

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def certificate(
    qtbot: QtBot, desk: Desk, made: Samples, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Window:
    """A certificate that may be printed, saved where the officer says."""
    monkeypatch.setattr("ui.pages.press.ask_where", lambda *asked: tmp_path / "paper.pdf")
    return open_window(
        qtbot, desk, "papers", what=("paper", "residence_certificate", made.people["endorsable"])
    )


def page(window: Window) -> PapersPage:
    return cast(PapersPage, window.page())


def test_f8_in_a_file_shows_the_notice_of_services_before_anything_is_kept(
    qtbot: QtBot, desk: Desk, made: Samples
) -> None:
    window = open_window(qtbot, desk, "resident", "papers", what=("person", made.people["endorsable"]))
    press(qtbot, window, Qt.Key.Key_F8)
    papers_page = page(window)
    paper = papers_page.list.current()
    assert paper is not None
    assert paper.document == "services_notice"
    assert papers_page.preview.pages() >= 1
    assert not [kept for kept in printouts.of_day(desk, desk.today()) if kept.document == paper.document]


def test_with_nobody_opened_the_list_says_how_papers_are_come_to(
    qtbot: QtBot, desk: Desk, made: Samples
) -> None:
    window = open_window(qtbot, desk, "papers")
    assert "Open a resident's file first. F8 there leads to the papers." in words_of(page(window))
    assert not page(window).list.isVisible()
    window.go("papers", ("person", made.people["endorsable"]))
    assert "Open a resident's file first." not in words_of(page(window))
    assert page(window).list.isVisible()


def test_a_paper_that_cannot_be_printed_says_why(qtbot: QtBot, desk: Desk, made: Samples) -> None:
    window = open_window(qtbot, desk, "papers", what=("paper", "refusal", made.people["endorsable"]))
    assert page(window).list.current() == next(
        p for p in paperwork.of_person(desk, made.people["endorsable"]).printable if p.document == "refusal"
    )
    assert "not refused" in words_of(page(window))
    assert page(window).buttons() == ()


def test_a_paper_is_saved_with_its_number_and_settled_with_f9(
    qtbot: QtBot, certificate: Window, desk: Desk, tmp_path: Path
) -> None:
    press(qtbot, certificate, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil((tmp_path / "paper.pdf").exists)
    (kept,) = (k for k in printouts.of_day(desk, desk.today()) if k.document == "residence_certificate")
    assert (tmp_path / "paper.pdf").read_bytes() == printing.kept(desk, kept.id)
    press(qtbot, certificate, Qt.Key.Key_F9)
    (kept,) = (k for k in printouts.of_day(desk, desk.today()) if k.document == "residence_certificate")
    assert kept.state == "came_out"


def test_what_was_printed_before_is_printed_again_as_a_copy_byte_for_byte(
    qtbot: QtBot, desk: Desk, made: Samples, paper: Path
) -> None:
    first = printing.make(desk, "residence_certificate", made.people["endorsable"])
    printing.sent(desk, first.printout_id)
    printing.came_out(desk, first.printout_id)
    window = open_window(qtbot, desk, "resident", "papers", what=("person", made.people["endorsable"]))
    press(qtbot, window, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    in_hand = page(window).list.current()
    assert isinstance(in_hand, Kept)
    assert in_hand.id == first.printout_id
    assert [action.words for action in page(window).buttons()] == ["Save as PDF", "Print a copy"]
    press(qtbot, window, Qt.Key.Key_P, CTRL)
    qtbot.waitUntil(paper.exists, timeout=30_000)
    assert "Did it come out right?" in words_of(page(window))
    press(qtbot, window, Qt.Key.Key_F9)
    (kept,) = printouts.of_person(desk, made.people["endorsable"])
    assert kept.copies == 1
    copy = next(k for k in printouts.of_day(desk, desk.today()) if k.copy)
    assert printing.kept(desk, copy.id) == first.pdf
    press(qtbot, window, Qt.Key.Key_Escape)
    assert isinstance(window.page(), ResidentPage)


def test_a_card_and_what_was_spoiled_are_not_among_what_can_be_had_again(desk: Desk, made: Samples) -> None:
    for document, subject in (
        ("permit_card", made.permits["approved"]), ("residence_history", made.people["approved"])
    ):  # fmt: skip
        made_one = printing.make(desk, document, subject)
        printing.sent(desk, made_one.printout_id)
        if document == "permit_card":
            printing.came_out(desk, made_one.printout_id)
        else:
            printing.spoiled(desk, made_one.printout_id, "Out of place")
    assert printouts.of_person(desk, made.people["approved"]) == ()


def test_nothing_came_out_is_no_spoiled_paper(qtbot: QtBot, certificate: Window, desk: Desk) -> None:
    press(qtbot, certificate, Qt.Key.Key_S, CTRL)
    press(qtbot, certificate, Qt.Key.Key_F7)
    press(qtbot, certificate, Qt.Key.Key_1)
    press(qtbot, certificate, Qt.Key.Key_F7)
    states = {k.document: k.state for k in printouts.of_day(desk, desk.today())}
    assert states == {"residence_certificate": "void"}


def test_a_result_is_printed_with_what_the_paper_must_say(
    qtbot: QtBot, desk: Desk, made: Samples, paper: Path
) -> None:
    with desk.reading() as session:
        text = signing.sign(session, {"document": "residence_certificate", "name": "罗建国"})
    window = open_window(qtbot, desk, "verify")
    verify = cast(VerifyPage, window.page())
    verify.field.setText(text)
    press(qtbot, window, Qt.Key.Key_Return)
    press(qtbot, window, Qt.Key.Key_P, CTRL)
    qtbot.waitUntil(paper.exists, timeout=30_000)
    # Qt gives out some Chinese characters of a page of words as their radicals.
    said = unicodedata.normalize("NFKC", pages.solid(paper.read_bytes()))
    assert "罗建国" in said
    assert "文昌派出所" in said


@pytest.mark.parametrize("who", ["accepted", "printed", "endorsable"])
def test_f8_on_today_opens_the_paper_that_goes_with_the_line_in_hand_and_esc_goes_back(
    qtbot: QtBot, desk: Desk, made: Samples, who: str
) -> None:
    window = open_window(qtbot, desk, "today", "papers")
    queue = cast(TodayPage, window.page())._queue
    assert queue.go_to(next((d.kind, d.subject_id) for d in queue.table.rows()
                            if d.subject_id == made.permits[who]))  # fmt: skip
    press(qtbot, window, Qt.Key.Key_F8)
    in_hand = page(window).list.current()
    assert in_hand is not None
    wanted = "endorsement_reminder" if who == "endorsable" else "acceptance_receipt"
    assert in_hand.document == wanted
    press(qtbot, window, Qt.Key.Key_Escape)
    assert isinstance(window.page(), TodayPage)


def test_a_code_that_a_scanner_types_is_told_genuine_and_a_changed_one_is_not(
    qtbot: QtBot, desk: Desk, made: Samples, tmp_path: Path
) -> None:
    paper = printing.make(desk, "residence_certificate", made.people["settled"])
    with desk.reading() as session:
        text = signing.sign(session, {"document": "residence_certificate", "name": "罗建国"})
    window = open_window(qtbot, desk, "verify", "today")
    verify = cast(VerifyPage, window.page())
    verify.field.setText(text)
    press(qtbot, window, Qt.Key.Key_Return)
    assert "罗建国" in words_of(verify)
    verify.field.setText(text[:-9] + "AAAAAAAAA")
    press(qtbot, window, Qt.Key.Key_F9)
    assert "罗建国" not in words_of(verify)
    assert "Not genuine" in words_of(verify)
    (tmp_path / "paper.pdf").write_bytes(paper.pdf)
    verify.verify_file(tmp_path / "paper.pdf")
    assert "Genuine" in words_of(verify)


def test_a_row_typed_off_a_paper_is_compared_with_what_was_signed(
    qtbot: QtBot, desk: Desk, made: Samples
) -> None:
    rows = {"stretches": [["2026-03-02", "2026-09-11", "三江路41号"], ["2026-09-11", "至今", "滨江苑3栋"]]}
    with desk.reading() as session:
        text = signing.sign(session, {"document": "residence_history", "name": "罗建国", "more": rows})
    window = open_window(qtbot, desk, "verify")
    verify = cast(VerifyPage, window.page())
    assert verify.typed.isHidden()
    verify.field.setText(text)
    press(qtbot, window, Qt.Key.Key_Return)
    assert "2. 2026-09-11 · 至今 · 滨江苑3栋" in words_of(verify)
    verify.typed.setPlainText("2026-09-11 至今 滨江苑 3栋")
    press(qtbot, window, Qt.Key.Key_F8)
    assert "Row 2" in words_of(verify)
    verify.typed.setPlainText("2025-09-11 至今 滨江苑 3栋")
    press(qtbot, window, Qt.Key.Key_F8)
    assert "does not read so" in words_of(verify)
