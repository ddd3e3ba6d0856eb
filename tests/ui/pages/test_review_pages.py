"""审核's viewer: the pages of each proof, and what is framed on them, on its way into notice and opinion."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from app import materials, notices, pages, people, printing
from app.desk import Desk
from app.frames import Frame
from app.materials import NewMaterial
from app.paper import ACCEPTANCE_RECEIPT
from db.records import Person
from tests.helpers.office import Samples, another_window
from tests.helpers.review import cells_of, page
from tests.helpers.window import open_window, press, the, words_of
from ui.jobs import Jobs
from ui.pages.proof_pages import ProofPages
from ui.pages.resident_bodies import MATERIALS
from ui.pages.resident_tabs import MaterialsTab
from ui.widgets.tabs import TabStrip
from ui.window import Window

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
NO_SEAL = Frame(100, 700, 400, 100, "No seal")


def picture(shade: str) -> bytes:
    jpeg = BytesIO()
    Image.new("RGB", (620, 877), shade).save(jpeg, "JPEG")
    return jpeg.getvalue()


@pytest.fixture
def lease(desk: Desk, made: Samples) -> tuple[pages.PageRow, ...]:
    """Two pages of the lease of 刘志强."""
    pages.take(desk, made.people["accepted"], "lease", (picture("#FCFAF3"), picture("#F3FCFA")))
    return pages.of_person(desk, made.people["accepted"])


@pytest.fixture
def window(qtbot: QtBot, desk: Desk, lease: tuple[pages.PageRow, ...]) -> Window:
    return open_window(qtbot, desk, "review", "resident")


def viewer(window: Window) -> ProofPages:
    return page(window).compare.pages


def in_sight(window: Window) -> str:
    return viewer(window).view.accessibleName()


def framed(desk: Desk, made: Samples) -> list[tuple[str, ...]]:
    return [tuple(f.words for f in row.frames) for row in pages.of_person(desk, made.people["accepted"])]


def frame_by_keys(qtbot: QtBot, window: Window) -> None:
    """Frame a place of the page in sight with keys alone, and say that the seal lacks."""
    press(qtbot, window, Qt.Key.Key_M, CTRL)
    press(qtbot, window, Qt.Key.Key_Down)
    press(qtbot, window, Qt.Key.Key_Return)
    press(qtbot, window, Qt.Key.Key_1)


def frame_with_the_mouse(qtbot: QtBot, window: Window) -> None:
    left, paper = Qt.MouseButton.LeftButton, viewer(window).view.viewport()
    qtbot.mousePress(paper, left, pos=QPoint(100, 30))
    qtbot.mouseMove(paper, QPoint(160, 60))
    qtbot.mouseRelease(paper, left, pos=QPoint(220, 80))


def say(qtbot: QtBot, window: Window, words: str) -> None:
    """Type what lacks at the frame in hand."""
    viewer(window).words._text.setFocus()
    qtbot.keyClicks(window.focusWidget(), words)


def test_the_pages_of_a_proof_are_turned_with_keys_wherever_the_focus_is(
    qtbot: QtBot, window: Window
) -> None:
    assert in_sight(window) == "Lease, page 1 of 2"
    press(qtbot, window, Qt.Key.Key_PageDown, CTRL)
    assert in_sight(window) == "Lease, page 2 of 2"
    press(qtbot, window, Qt.Key.Key_PageDown, CTRL)
    assert in_sight(window) == "Lease, page 2 of 2"
    assert "page 2 of 2" in words_of(viewer(window))
    press(qtbot, window, Qt.Key.Key_Tab, CTRL)
    assert in_sight(window) == "Photograph, page 1 of 1"


def test_choosing_a_line_shows_the_page_of_its_proof_and_a_tab_the_line(qtbot: QtBot, window: Window) -> None:
    lines = page(window).compare.lines
    lines.setFocus()
    lines.go_to("photo")
    assert in_sight(window).startswith("Photograph")
    viewer(window).tabs.setFocus()
    press(qtbot, window, Qt.Key.Key_Left)
    current = lines.current()
    assert current is not None
    assert current.item == "dwelling"
    assert in_sight(window).startswith("Lease")


def test_a_proof_without_pages_says_how_they_are_taken_or_that_none_are_kept(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples
) -> None:
    materials.note(desk, made.people["accepted"], (NewMaterial("labour_contract", "work"),))
    window.go("review", ("permit", made.permits["accepted"]))
    viewer(window).go_to("id_card")
    assert "This office keeps no pages of it" in words_of(viewer(window))
    viewer(window).go_to("labour_contract")
    assert "No page of this proof was taken" in words_of(viewer(window))
    press(qtbot, window, Qt.Key.Key_M, CTRL)
    assert "Only pages of proofs are framed" in words_of(window.bar)


def test_what_is_framed_stands_in_the_comparison_the_opinion_and_the_notice(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples
) -> None:
    press(qtbot, window, Qt.Key.Key_PageDown, CTRL)
    frame_by_keys(qtbot, window)
    assert framed(desk, made) == [(), ("No seal",)]
    assert in_sight(window) == "Lease, page 2 of 2"
    qtbot.waitUntil(lambda: cells_of(window, "dwelling")[1:] == ["page 2: No seal Lease", "To be proved"])
    assert page(window).opinion.reason() == "Lease, page 2: No seal."
    press(qtbot, window, Qt.Key.Key_F8)
    assert "To be told, once: Lease (page 2: No seal)" in words_of(page(window).opinion)
    press(qtbot, window, Qt.Key.Key_F8)
    told = notices.of_permit(desk, made.permits["accepted"])[0]
    assert [(item.item, item.remark) for item in told.items] == [("lease", "page 2: No seal")]
    assert told.remark == ""


def test_a_frame_taken_away_takes_its_words_with_it_and_leaves_what_was_written(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples
) -> None:
    frame_by_keys(qtbot, window)
    qtbot.waitUntil(lambda: page(window).opinion.reason() != "")
    page(window).opinion.use_phrase(0)
    assert page(window).opinion.reason() == "Lease, page 1: No seal. Meets the conditions."
    viewer(window).view.setFocus()
    press(qtbot, window, Qt.Key.Key_Return)
    press(qtbot, window, Qt.Key.Key_Delete)
    assert framed(desk, made) == [(), ()]
    qtbot.waitUntil(lambda: page(window).opinion.reason() == "Meets the conditions.")
    assert cells_of(window, "dwelling")[2] == "Agrees"


def test_a_frame_is_undone_with_ctrl_z_and_let_go_with_esc(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples
) -> None:
    press(qtbot, window, Qt.Key.Key_M, CTRL)
    press(qtbot, window, Qt.Key.Key_Escape)
    assert viewer(window).view.hand is None
    frame_by_keys(qtbot, window)
    assert "Framed what the page lacks" in words_of(window.bottom)
    press(qtbot, window, Qt.Key.Key_Z, CTRL)
    assert framed(desk, made) == [(), ()]
    qtbot.waitUntil(lambda: page(window).opinion.reason() == "")


def test_a_frame_drawn_with_the_mouse_takes_words_of_the_officers_own_and_other_words_later(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples
) -> None:
    frame_with_the_mouse(qtbot, window)
    say(qtbot, window, "wrong name")
    press(qtbot, window, Qt.Key.Key_Return)
    assert framed(desk, made) == [("wrong name",), ()]
    press(qtbot, window, Qt.Key.Key_Return)  # the frame is in hand again
    press(qtbot, window, Qt.Key.Key_Return)
    say(qtbot, window, " of the landlord")
    press(qtbot, window, Qt.Key.Key_Return)
    assert framed(desk, made) == [("wrong name of the landlord",), ()]


def test_what_is_typed_about_a_frame_outlives_the_news_and_is_taken_in_by_what_is_done_next(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples
) -> None:
    press(qtbot, window, Qt.Key.Key_M, CTRL)
    press(qtbot, window, Qt.Key.Key_Return)
    say(qtbot, window, "two pages lack")
    materials.note(desk, made.people["accepted"], (NewMaterial("labour_contract", "work"),))
    qtbot.waitUntil(lambda: "Labour contract" in [t.words for t in viewer(window).tabs._tabs])
    assert viewer(window).words.typed() == "two pages lack"
    press(qtbot, window, Qt.Key.Key_F8)
    assert framed(desk, made) == [("two pages lack",), ()]


def test_what_is_typed_about_a_frame_is_kept_when_the_page_is_clicked_elsewhere(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples
) -> None:
    frame_with_the_mouse(qtbot, window)
    say(qtbot, window, "wrong name")
    qtbot.mouseClick(viewer(window).view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(300, 85))
    assert framed(desk, made) == [("wrong name",), ()]


def test_what_was_framed_a_moment_ago_is_told_with_the_rest(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples
) -> None:
    frame_by_keys(qtbot, window)
    assert [lack.remark for lack in page(window).compare.lacks()] == ["page 1: No seal"]
    press(qtbot, window, Qt.Key.Key_PageDown, CTRL)
    assert in_sight(window) == "Lease, page 2 of 2"


def test_news_leave_the_officer_at_a_proof_without_pages(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples
) -> None:
    person = made.people["accepted"]
    viewer(window).go_to("id_card")
    materials.note(desk, person, (NewMaterial("labour_contract", "work"),))
    qtbot.waitUntil(lambda: "Labour contract" in [t.words for t in viewer(window).tabs._tabs])
    assert viewer(window).kind() == "id_card"


def test_another_photo_on_file_is_shown_where_the_old_one_was_looked_at(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples
) -> None:
    viewer(window).go_to("photo")
    with desk.writing("record_arrival") as session:
        session.get_one(Person, made.people["accepted"]).photo = people.keep_photo(
            session, picture("#208040")
        )
    qtbot.waitUntil(lambda: viewer(window).view._picture.pixelColor(5, 5).green() < 140)


def test_the_page_where_something_lacks_comes_first(
    qtbot: QtBot, desk: Desk, lease: tuple[pages.PageRow, ...]
) -> None:
    pages.frame(desk, lease[1].id, [NO_SEAL])
    window = open_window(qtbot, desk, "review")
    assert in_sight(window) == "Lease, page 2 of 2"
    assert viewer(window).view.accessibleDescription() == "No seal"


def test_what_another_officer_framed_meanwhile_is_not_lost(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples, lease: tuple[pages.PageRow, ...]
) -> None:
    pages.frame(another_window(desk), lease[0].id, [NO_SEAL])  # no news of it comes here
    frame_by_keys(qtbot, window)
    assert framed(desk, made) == [("No seal",), ()]
    assert "Another officer has framed" in words_of(window.bar)
    assert viewer(window).view.accessibleDescription() == "No seal"
    assert len(viewer(window).view._frames) == 1


def test_what_was_framed_is_settled_once_the_proof_is_handed_in_anew(
    window: Window, desk: Desk, made: Samples, lease: tuple[pages.PageRow, ...]
) -> None:
    pages.frame(desk, lease[0].id, [NO_SEAL])
    person = made.people["accepted"]
    materials.note(desk, person, (NewMaterial("lease", "address", "missing", remark="No seal"),))
    assert framed(desk, made) == [("No seal",), ()]
    materials.note(desk, person, (NewMaterial("lease", "address"),))
    assert framed(desk, made) == [(), ()]


def test_a_paper_the_applicant_got_is_looked_at_but_not_framed(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples
) -> None:
    receipt = printing.make(desk, ACCEPTANCE_RECEIPT.name, made.permits["accepted"])
    printing.sent(desk, receipt.printout_id)
    printing.came_out(desk, receipt.printout_id)
    window.go("review", ("permit", made.permits["accepted"]))
    viewer(window).go_to(ACCEPTANCE_RECEIPT.name)
    assert in_sight(window) == "Receipt of the application, page 1 of 1"
    viewer(window).view.setFocus()
    press(qtbot, window, Qt.Key.Key_Space)
    assert viewer(window).view.hand is None


def test_going_on_to_the_next_waits_for_no_page(
    qtbot: QtBot, desk: Desk, lease: tuple[pages.PageRow, ...], made: Samples
) -> None:
    jobs = Jobs()
    window = open_window(qtbot, desk, "review", jobs=jobs)
    qtbot.waitUntil(lambda: "刘志强" in words_of(page(window).compare))
    press(qtbot, window, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: "邓晓薇" in words_of(page(window).compare))
    qtbot.waitUntil(lambda: in_sight(window).startswith("Photograph"))
    press(qtbot, window, Qt.Key.Key_BracketLeft)
    jobs.close()


def test_the_page_gets_more_room_and_gives_it_back(qtbot: QtBot, window: Window) -> None:
    low = viewer(window).view.height()
    press(qtbot, window, Qt.Key.Key_Return, ALT)
    qtbot.waitUntil(lambda: viewer(window).view.height() > low + 100)
    press(qtbot, window, Qt.Key.Key_Return, ALT)
    qtbot.waitUntil(lambda: viewer(window).view.height() == low)
    press(qtbot, window, Qt.Key.Key_Return, ALT)
    press(qtbot, window, Qt.Key.Key_BracketRight)
    assert page(window).compare.lines.isVisible()  # of the next one the comparison comes first


def test_on_a_persons_file_the_photo_is_seen_where_it_is_noted_as_a_proof(
    qtbot: QtBot, window: Window, made: Samples, desk: Desk
) -> None:
    materials.note(desk, made.people["accepted"], (NewMaterial("photo", "photo"),))
    window.go("resident", ("person", made.people["accepted"]))
    the(window.stack, TabStrip).go(MATERIALS)
    tab = the(window.stack, MaterialsTab)
    tab.list.setFocus()
    tab.list.go_to(next(row.id for row in tab.list.table.rows() if row.kind == "photo"))
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: tab.viewer.view.accessibleName() == "Photograph, page 1 of 1")


def test_on_a_persons_file_pages_are_looked_at_in_place_of_the_list_and_only_read(
    qtbot: QtBot, window: Window, made: Samples, desk: Desk, lease: tuple[pages.PageRow, ...]
) -> None:
    pages.frame(desk, lease[0].id, [NO_SEAL])
    window.go("resident", ("person", made.people["accepted"]))
    the(window.stack, TabStrip).go(MATERIALS)
    tab = the(window.stack, MaterialsTab)
    tab.list.setFocus()
    proof = next(row for row in tab.list.table.rows() if row.kind == "lease")
    tab.list.go_to(proof.id)
    press(qtbot, window, Qt.Key.Key_Return)
    assert tab.is_looking()
    assert tab.viewer.view.accessibleName() == "Lease, page 1 of 2"
    assert tab.viewer.view.accessibleDescription() == "No seal"
    press(qtbot, window, Qt.Key.Key_PageDown)
    assert tab.viewer.view.accessibleName() == "Lease, page 2 of 2"
    press(qtbot, window, Qt.Key.Key_Space)
    assert tab.viewer.view.hand is None
    pages.frame(desk, lease[1].id, [NO_SEAL])
    qtbot.waitUntil(lambda: tab.viewer.view.accessibleDescription() == "No seal")
    press(qtbot, window, Qt.Key.Key_Escape)
    assert not tab.is_looking()
    assert window.focusWidget() is tab.list
    current = tab.list.current()
    assert current is not None
    assert current.kind == "lease"
