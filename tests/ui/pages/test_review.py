"""审核: what the reviewing officer sees of an application, and what the function keys decide."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app import households, materials, notices, permits, registrations, reviews
from app.desk import Desk
from app.permits import PermitRow
from app.steps import Given
from tests.helpers.office import PROOFS, Samples, arrival, office, state_of
from tests.helpers.review import cells_of, page
from tests.helpers.window import open_window, press, words_of
from ui.jobs import Jobs
from ui.pages.papers import PapersPage
from ui.widgets.button import KeyButton
from ui.window import Window

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> Window:
    return open_window(qtbot, desk, "review")


def names(window: Window) -> list[str]:
    return [row.permit.name for row in page(window).queue.table.rows()]


def row_of(desk: Desk, made: Samples, who: str) -> PermitRow:
    return reviews.review(desk, made.permits[who]).permit


def test_the_queue_begins_with_what_is_due_and_ends_with_what_waits_for_proofs(window: Window) -> None:
    assert names(window) == ["刘志强", "邓晓薇"]
    cells = [str(page(window).queue.table.data(page(window).queue.table.index(n, 0))) for n in (0, 1)]
    assert "4 working days left" in cells[0]
    assert "waits for proofs" in cells[1].lower()


def test_an_accepted_permit_is_approved_with_one_key(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples
) -> None:
    press(qtbot, window, Qt.Key.Key_F9)
    assert state_of(desk, made.permits["accepted"]) == "approved"
    assert page(window).queue.current() is not None
    assert names(window) == ["邓晓薇"]


def test_an_approval_is_taken_back_within_its_seconds(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples
) -> None:
    press(qtbot, window, Qt.Key.Key_F9)
    assert "Approved: 刘志强" in words_of(window.bottom)
    press(qtbot, window, Qt.Key.Key_Z, CTRL)
    assert state_of(desk, made.permits["accepted"]) == "accepted"
    qtbot.waitUntil(lambda: "刘志强" in names(window))


def test_declared_and_proved_stand_side_by_side(window: Window) -> None:
    lines = page(window).compare.lines.table
    results = [str(lines.data(lines.index(number, 3))) for number in range(lines.rowCount())]
    shown = dict(zip((line.item for line in lines.rows()), results, strict=True))
    assert shown["name"] == "Agrees"
    assert shown["residence"] == "Holds"
    assert shown["work"] == "To be proved"
    proofs = page(window).compare.pages
    proofs.go_to("id_card")
    assert "read from the card" in words_of(proofs)
    proofs.go_to("lease")
    assert "original seen, 6 pages" in words_of(proofs)


def test_the_photo_is_there_or_it_is_not(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples, tmp_path: Path
) -> None:
    assert cells_of(window, "photo") == ["", "Photo on file", "Holds"]
    (tmp_path / "other").mkdir()
    other = office(tmp_path / "other")
    registered = registrations.record_and_register(
        other.on(date(2026, 1, 10)), arrival("王立群", 921, "2026-01-10", materials=PROOFS, photo=None)
    )
    permits.apply(other.on(date(2026, 11, 20)), registered.person_id)
    window = open_window(qtbot, other, "review")
    assert cells_of(window, "photo") == ["", "No photo on file", "To be proved"]
    other.close()


def test_refusing_asks_for_the_reason_and_is_pressed_twice(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples
) -> None:
    press(qtbot, window, Qt.Key.Key_F7)
    assert state_of(desk, made.permits["accepted"]) == "accepted"
    qtbot.keyClicks(window.focusWidget(), "Not half a year")
    press(qtbot, window, Qt.Key.Key_F7)
    assert state_of(desk, made.permits["accepted"]) == "refused"


def test_a_refusal_without_a_reason_is_not_made(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples
) -> None:
    press(qtbot, window, Qt.Key.Key_F7)
    press(qtbot, window, Qt.Key.Key_F7)
    assert state_of(desk, made.permits["accepted"]) == "accepted"


def test_a_phrase_marks_its_proof_and_the_notice_stops_the_time(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples
) -> None:
    press(qtbot, window, Qt.Key.Key_F8)
    press(qtbot, window, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert "To be told, once: Lease" in words_of(page(window))
    assert state_of(desk, made.permits["accepted"]) == "accepted"
    press(qtbot, window, Qt.Key.Key_F8)
    row = row_of(desk, made, "accepted")
    assert (row.state, row.issue_by) == ("applied", None)
    told = notices.of_permit(desk, made.permits["accepted"])[0]
    assert [(item.item, told.remark) for item in told.items] == [
        ("lease", "The lease lacks the landlord's signature.")
    ]


def test_a_proof_is_marked_with_space_and_everything_lacking_is_on_the_notice(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples
) -> None:
    lines = page(window).compare.lines
    lines.setFocus()
    lines.go_to("name")
    press(qtbot, window, Qt.Key.Key_Space)
    assert cells_of(window, "name") == ["刘志强", "to be put right Resident identity card", "To be proved"]
    press(qtbot, window, Qt.Key.Key_F8)
    press(qtbot, window, Qt.Key.Key_F8)
    told = notices.of_permit(desk, made.permits["accepted"])[0]
    assert [item.item for item in told.items] == ["id_card"]


def test_a_notice_of_nothing_is_not_given(qtbot: QtBot, window: Window, desk: Desk, made: Samples) -> None:
    press(qtbot, window, Qt.Key.Key_F8)
    press(qtbot, window, Qt.Key.Key_F8)
    assert state_of(desk, made.permits["accepted"]) == "accepted"
    assert "Mark the proof that is to be put right" in words_of(page(window).opinion)


def test_what_was_told_stands_on_the_page_and_is_not_told_twice(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples
) -> None:
    permits.move(desk, made.permits["applied"], "send_back")
    window.go("review", ("permit", made.permits["applied"]))
    assert "Told on 2026-11-23 what is missing: Proof of identity" in words_of(page(window))
    press(qtbot, window, Qt.Key.Key_F8)
    press(qtbot, window, Qt.Key.Key_F8)
    assert len(notices.of_permit(desk, made.permits["applied"])) == 1
    assert "told only once" in words_of(page(window).opinion)


def test_the_time_is_extended_with_its_ground_and_the_local_rule(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples
) -> None:
    press(qtbot, window, Qt.Key.Key_F6)
    press(qtbot, window, Qt.Key.Key_1)
    press(qtbot, window, Qt.Key.Key_Tab)
    press(qtbot, window, Qt.Key.Key_Return)
    assert "told to the applicant" in words_of(page(window))
    qtbot.keyClicks(window.focusWidget(), "Rules of 2020, art. 5")
    press(qtbot, window, Qt.Key.Key_Return)
    assert row_of(desk, made, "accepted").issue_by == date(2026, 12, 20)
    assert "moved on" in words_of(page(window).deadline)


def test_an_application_that_lacks_proofs_says_so_and_leads_to_the_file(
    qtbot: QtBot, window: Window, made: Samples
) -> None:
    window.go("review", ("permit", made.permits["applied"]))
    assert "Still lacking: identity, address, employment or schooling" in words_of(page(window))
    assert window.bottom.buttons()[-1].kind == "pending"
    with qtbot.waitSignal(page(window).opens) as opened:
        press(qtbot, window, Qt.Key.Key_F9)
    assert opened.args[0] == "resident"
    assert opened.args[1][:2] == ("person", made.people["applied"])


def test_an_application_is_accepted_once_its_proofs_are_there(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples
) -> None:
    materials.note(desk, made.people["applied"], PROOFS)
    window.go("review", ("permit", made.permits["applied"]))
    press(qtbot, window, Qt.Key.Key_F9)
    assert row_of(desk, made, "applied").accepted_on == date(2026, 11, 23)


def test_brackets_go_through_the_queue(qtbot: QtBot, window: Window) -> None:
    press(qtbot, window, Qt.Key.Key_BracketRight)
    assert "邓晓薇" in words_of(page(window).compare)
    press(qtbot, window, Qt.Key.Key_BracketLeft)
    assert "刘志强" in words_of(page(window).compare)


def test_nothing_is_decided_on_an_application_that_is_not_on_the_screen_yet(
    qtbot: QtBot, desk: Desk, made: Samples
) -> None:
    jobs = Jobs()
    window = open_window(qtbot, desk, "review", jobs=jobs)
    qtbot.waitUntil(lambda: "刘志强" in words_of(page(window).compare))
    press(qtbot, window, Qt.Key.Key_BracketRight)
    press(qtbot, window, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: "邓晓薇" in words_of(page(window).compare))
    jobs.close()
    assert state_of(desk, made.permits["accepted"]) == "accepted"
    assert state_of(desk, made.permits["applied"]) == "applied"


def test_what_the_law_does_not_allow_is_not_approved_and_says_why(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples
) -> None:
    moved = arrival(
        "刘志强", 907, "2026-02-02", tenure="relatives", employer="", person_id=made.people["accepted"]
    )
    households.record(desk, stay_id=made.stays["accepted"], new=moved)
    window.go("review", ("permit", made.permits["accepted"]))
    press(qtbot, window, Qt.Key.Key_F9)
    assert state_of(desk, made.permits["accepted"]) == "accepted"
    assert "does not say yes" in words_of(window.bar)


def test_when_all_is_reviewed_the_page_says_so(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples
) -> None:
    for who in ("accepted", "applied"):
        permits.move(desk, made.permits[who], "refuse", Given("withdrawn"))
    window.go("review")
    assert "Everything is reviewed" in words_of(page(window))
    assert page(window).buttons() == ()


def test_after_the_last_decision_the_next_key_goes_to_the_page_not_to_the_rail(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples
) -> None:
    permits.move(desk, made.permits["applied"], "refuse", Given("withdrawn"))
    window.go("review")
    qtbot.mouseClick(window.bottom.buttons()[-1], Qt.MouseButton.LeftButton)
    assert state_of(desk, made.permits["accepted"]) == "approved"
    assert not page(window).queue.isVisible()
    qtbot.waitUntil(lambda: window.focusWidget() is page(window))


def test_after_a_decision_by_mouse_the_next_key_goes_to_the_queue(qtbot: QtBot, window: Window) -> None:
    button = window.bottom.buttons()[-1]
    button.setFocus()
    button.click()
    assert names(window) == ["邓晓薇"]
    qtbot.waitUntil(lambda: window.focusWidget() is page(window).queue)


def test_ctrl_p_opens_the_paper_of_the_case_in_hand(qtbot: QtBot, desk: Desk, made: Samples) -> None:
    window = open_window(qtbot, desk, "review", "papers")
    for who, document in (("accepted", "acceptance_receipt"), ("applied", "one_time_notice")):
        window.go("review", ("permit", made.permits[who]))
        press(qtbot, window, Qt.Key.Key_P, CTRL)
        in_hand = cast(PapersPage, window.page()).list.current()
        assert in_hand is not None
        assert in_hand.document == document
        press(qtbot, window, Qt.Key.Key_Escape)
        current = page(window).queue.current()
        assert current is not None
        assert current.id == made.permits[who]


def test_after_a_refusal_ctrl_p_prints_it_though_the_next_case_is_in_hand(
    qtbot: QtBot, desk: Desk, made: Samples
) -> None:
    window = open_window(qtbot, desk, "review", "papers")
    press(qtbot, window, Qt.Key.Key_F7)
    qtbot.keyClicks(window.focusWidget(), "the lease is another's")
    press(qtbot, window, Qt.Key.Key_F7)
    assert "Print the paper of 刘志强" in {button.text() for button in window.findChildren(KeyButton)}
    press(qtbot, window, Qt.Key.Key_P, CTRL)
    papers_page = cast(PapersPage, window.page())
    in_hand = papers_page.list.current()
    assert in_hand is not None
    assert in_hand.document == "refusal"
    assert papers_page.preview.pages() == 1
    press(qtbot, window, Qt.Key.Key_Escape)
    press(qtbot, window, Qt.Key.Key_P, CTRL)  # now the paper of the next one
    in_hand = cast(PapersPage, window.page()).list.current()
    assert in_hand is not None
    assert in_hand.document == "one_time_notice"
