"""高拍仪: pages that a camera's program saves, that are chosen or copied, become pages of a proof."""

from __future__ import annotations

from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from app import drafts, language, likenesses, pages, retention
from app.desk import Desk
from app.retention import Rule
from tests.helpers.camera import bars, scan
from tests.helpers.office import Samples
from tests.helpers.registration import NUMBER, fill, is_blank, page
from tests.helpers.window import open_window, press, words_of
from tests.ui.pages.test_intake import drop
from tests.ui.test_every_page import clipped, cut_off, small, unnamed
from ui import page_files, theme
from ui.jobs import Jobs
from ui.pages.page_taking import PageTaking
from ui.window import Window

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> Window:
    return open_window(qtbot, desk, "registration", "resident")


def taking(window: Window) -> PageTaking:
    return page(window).taking


def seen(window: Window) -> list[int]:
    """Which sheets are seen as thumbnails, in their order."""
    shown = [each.page for each in taking(window).thumbnails.pages()]
    return [bars(each) if isinstance(each, bytes) else 0 for each in shown]


def shows(window: Window, number: int) -> bool:
    """Whether so many thumbnails are there."""
    return len(seen(window)) == number


def begin_with_the_lease(qtbot: QtBot, window: Window) -> None:
    """F7 with the officer on the lease."""
    fill(qtbot, window)
    lease = next(line for line in page(window).check.proofs.lines if line.proof.kind == "lease")
    lease.tick.setFocus()
    press(qtbot, window, Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: taking(window).is_open)


def on_file(desk: Desk) -> list[int]:
    """Which sheets are on file of the one person who was registered here."""
    (likeness,) = likenesses.find(desk, "", NUMBER, None)
    return [bars(pages.picture(desk, row.id)) for row in pages.of_person(desk, likeness.person_id)]


def test_what_the_camera_saves_becomes_pages_and_goes_with_the_registration(
    qtbot: QtBot, window: Window, desk: Desk, camera: Path
) -> None:
    (camera / "before.jpg").write_bytes(scan(9))
    begin_with_the_lease(qtbot, window)
    (camera / "1.jpg").write_bytes(scan(1))
    qtbot.waitUntil(lambda: seen(window) == [1])
    (camera / "2.tif").write_bytes(scan(2, "TIFF"))
    qtbot.waitUntil(lambda: seen(window) == [1, 2])
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not taking(window).is_open)

    assert page(window).check.proofs.lines[1].tick.accessibleDescription() == "2 pages taken Original seen"
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: is_blank(window))
    assert on_file(desk) == [1, 2]


def test_enter_waits_for_what_the_camera_is_still_saving(
    qtbot: QtBot, window: Window, desk: Desk, camera: Path
) -> None:
    begin_with_the_lease(qtbot, window)
    (camera / "1.jpg").write_bytes(scan(1))
    (camera / "2.jpg").write_bytes(scan(2))
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not taking(window).is_open)

    (draft,) = drafts.of_form(desk, "registration")
    (lease,) = (proof for proof in draft.content["proofs"] if proof["kind"] == "lease")
    assert len(lease["pictures"]) == 2


def test_a_file_that_is_only_half_written_is_waited_for(qtbot: QtBot, window: Window, camera: Path) -> None:
    whole = scan(3)
    begin_with_the_lease(qtbot, window)
    (camera / "1.jpg").write_bytes(whole[: len(whole) // 2])
    qtbot.waitUntil(lambda: taking(window).sources._camera._is_on_its_way())
    (camera / "1.jpg").write_bytes(whole)
    qtbot.waitUntil(lambda: seen(window) == [3])


def test_enter_takes_nothing_in_before_it_was_seen_that_a_page_cannot_be_read(
    qtbot: QtBot, window: Window, camera: Path
) -> None:
    begin_with_the_lease(qtbot, window)
    (camera / "notes.jpg").write_bytes(b"Dear officer")
    (camera / "1.jpg").write_bytes(scan(1))
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "notes.jpg" in words_of(taking(window)))
    assert taking(window).is_open
    qtbot.waitUntil(lambda: seen(window) == [1])
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not taking(window).is_open)


def test_what_is_photographed_while_another_page_is_open_is_not_taken(
    qtbot: QtBot, window: Window, camera: Path
) -> None:
    begin_with_the_lease(qtbot, window)
    window.go("resident")
    (camera / "1.jpg").write_bytes(scan(1))
    window.go("registration")
    (camera / "2.jpg").write_bytes(scan(2))
    qtbot.waitUntil(lambda: bool(seen(window)))
    assert seen(window) == [2]


def test_what_is_no_picture_is_told_and_the_others_are_taken(
    qtbot: QtBot, window: Window, camera: Path
) -> None:
    begin_with_the_lease(qtbot, window)
    (camera / "notes.jpg").write_bytes(b"Dear officer")
    (camera / "1.jpg").write_bytes(scan(1))
    qtbot.waitUntil(lambda: seen(window) == [1])
    qtbot.waitUntil(lambda: "notes.jpg" in words_of(taking(window)))


def test_pages_are_dropped_brought_back_and_moved_by_keys(qtbot: QtBot, window: Window, camera: Path) -> None:
    begin_with_the_lease(qtbot, window)
    for number in (1, 2, 3):
        (camera / f"{number}.jpg").write_bytes(scan(number))
        qtbot.waitUntil(partial(shows, window, number))
    press(qtbot, window, Qt.Key.Key_Delete)
    assert seen(window) == [1, 2]
    press(qtbot, window, Qt.Key.Key_Up, ALT)
    assert seen(window) == [2, 1]
    press(qtbot, window, Qt.Key.Key_Z, CTRL)
    assert seen(window) == [2, 1, 3]


def test_esc_keeps_nothing(qtbot: QtBot, window: Window, desk: Desk, camera: Path) -> None:
    begin_with_the_lease(qtbot, window)
    (camera / "1.jpg").write_bytes(scan(1))
    qtbot.waitUntil(lambda: seen(window) == [1])
    press(qtbot, window, Qt.Key.Key_Escape)

    assert not taking(window).is_open
    assert page(window).check.proofs.lines[1].pictures == ()


def test_a_picture_and_files_are_pasted(qtbot: QtBot, window: Window, tmp_path: Path) -> None:
    begin_with_the_lease(qtbot, window)
    QGuiApplication.clipboard().setImage(QImage.fromData(scan(4)))
    press(qtbot, window, Qt.Key.Key_V, CTRL)
    qtbot.waitUntil(lambda: seen(window) == [4])
    file, copied = tmp_path / "two.tiff", QMimeData()
    with Image.open(BytesIO(scan(1))) as one, Image.open(BytesIO(scan(2))) as two:
        one.save(file, "TIFF", save_all=True, append_images=[two])
    copied.setUrls([QUrl.fromLocalFile(str(file))])
    QGuiApplication.clipboard().setMimeData(copied)
    press(qtbot, window, Qt.Key.Key_V, CTRL)
    qtbot.waitUntil(lambda: seen(window) == [4, 1, 2])


def test_the_pages_of_a_pdf_are_chosen_as_a_file(
    qtbot: QtBot, window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "contract.pdf"
    a_pdf(file, 2)
    begin_with_the_lease(qtbot, window)
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *asked, **more: ([str(file)], ""))
    press(qtbot, window, Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: seen(window) == [1, 2])


def a_pdf(file: Path, sheets: int, **locked: object) -> None:
    paper = Canvas(str(file), **locked)
    for sheet in range(1, sheets + 1):
        for bar in range(sheet):
            paper.rect(60, 700 - 60 * bar, 450, 30, fill=1)
        paper.showPage()
    paper.save()


def test_a_broken_a_locked_and_a_wrongly_named_file_are_told(tmp_path: Path) -> None:
    locked, broken, named = tmp_path / "locked.pdf", tmp_path / "broken.pdf", tmp_path / "page.jpg"
    a_pdf(locked, 1, encrypt="a password")
    broken.write_bytes(b"%PDF-1.4 and nothing more")
    a_pdf(named, 1)
    for file, words in ((locked, "password"), (broken, "cannot be read"), (named, "than its name says")):
        with pytest.raises(Exception, match=words):
            page_files.read(file)


def test_where_the_office_keeps_no_pages_of_cards_the_lease_comes_before_the_card(
    qtbot: QtBot, window: Window, desk: Desk
) -> None:
    fill(qtbot, window)
    page(window).entries.phone.setFocus()
    press(qtbot, window, Qt.Key.Key_F7)
    assert "Pages: Lease" in words_of(taking(window))
    press(qtbot, window, Qt.Key.Key_Escape)
    retention.choose(desk, Rule(pages=False, identity=False))
    press(qtbot, window, Qt.Key.Key_F7)
    assert not taking(window).is_open
    assert "keeps no pages of proofs" in words_of(window)


def test_what_was_taken_is_there_again_with_the_draft(
    qtbot: QtBot, window: Window, desk: Desk, camera: Path
) -> None:
    begin_with_the_lease(qtbot, window)
    (camera / "1.jpg").write_bytes(scan(1))
    qtbot.waitUntil(lambda: seen(window) == [1])
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not taking(window).is_open)

    other = open_window(qtbot, desk, "registration")
    press(qtbot, other, Qt.Key.Key_D, ALT)
    qtbot.waitUntil(lambda: not is_blank(other))
    lease = next(line for line in page(other).check.proofs.lines if line.proof.kind == "lease")
    lease.tick.setFocus()
    press(qtbot, other, Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: seen(other) == [1])


def test_a_scan_dropped_on_a_proof_becomes_its_page(qtbot: QtBot, window: Window, tmp_path: Path) -> None:
    file = tmp_path / "scan.png"
    file.write_bytes(scan(5, "PNG"))
    fill(qtbot, window)
    lease = next(line for line in page(window).check.proofs.lines if line.proof.kind == "lease")
    assert drop(lease, file)

    qtbot.waitUntil(lambda: taking(window).is_open and seen(window) == [5])
    assert "Pages: Lease" in words_of(taking(window))


def test_several_scans_dropped_at_once_come_in_the_order_of_their_numbers(
    qtbot: QtBot, window: Window, tmp_path: Path
) -> None:
    files = [tmp_path / f"scan {number}.png" for number in (10, 2, 1)]
    for bars_on_it, file in zip((3, 2, 1), files, strict=True):
        file.write_bytes(scan(bars_on_it, "PNG"))
    fill(qtbot, window)
    lease = next(line for line in page(window).check.proofs.lines if line.proof.kind == "lease")
    assert drop(lease, *files)

    qtbot.waitUntil(lambda: seen(window) == [1, 2, 3])


def test_a_camera_whose_folder_is_away_is_heard_once_it_is_there(
    qtbot: QtBot, window: Window, camera: Path
) -> None:
    camera.rmdir()
    begin_with_the_lease(qtbot, window)
    assert "cannot be read" in words_of(taking(window))
    camera.mkdir()
    qtbot.waitUntil(lambda: "cannot be read" not in words_of(taking(window)))
    (camera / "1.jpg").write_bytes(scan(1))
    qtbot.waitUntil(lambda: seen(window) == [1])


def test_pages_stay_with_the_proof_they_were_taken_of_whoever_comes_into_the_form(
    qtbot: QtBot, desk: Desk, tmp_path: Path
) -> None:
    jobs = Jobs()
    window = open_window(qtbot, desk, "registration", jobs=jobs)
    qtbot.waitUntil(lambda: bool(page(window).check.proofs.lines))
    form, (line, *_others) = page(window), page(window).check.proofs.lines
    retention.choose(desk, Rule(pages=True, identity=True))
    file = tmp_path / "1.jpg"
    file.write_bytes(scan(1))
    assert drop(line, file)
    form._pages.begin(line)  # F7 before the desk has answered lets go of nothing
    qtbot.waitUntil(lambda: taking(window).is_open and seen(window) == [1])
    form.taking.closed.connect(form._begin)  # as a card on the reader does; the desk has no page yet
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(drafts.of_form(desk, "registration")) == 1)
    jobs.close()

    (draft,) = drafts.of_form(desk, "registration")
    assert [len(proof["pictures"]) for proof in draft.content["proofs"]] == [1]
    assert line.pictures == ()


def test_somebody_else_is_opened_while_pages_are_taken_and_the_draft_has_them(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples, camera: Path
) -> None:
    begin_with_the_lease(qtbot, window)
    (camera / "1.jpg").write_bytes(scan(1))
    qtbot.waitUntil(lambda: seen(window) == [1])
    window.go("registration", ("person", made.people["settled"]))

    assert not taking(window).is_open
    assert [line.pictures for line in page(window).check.proofs.lines if line.pictures] == []
    (draft,) = drafts.of_form(desk, "registration")
    assert [proof["kind"] for proof in draft.content["proofs"] if proof["pictures"]] == ["lease"]


def test_pages_taken_before_another_page_is_opened_are_in_the_draft(
    qtbot: QtBot, window: Window, desk: Desk, camera: Path
) -> None:
    begin_with_the_lease(qtbot, window)
    (camera / "1.jpg").write_bytes(scan(1))
    qtbot.waitUntil(lambda: seen(window) == [1])
    window.go("resident")

    (draft,) = drafts.of_form(desk, "registration")
    assert [proof["kind"] for proof in draft.content["proofs"] if proof["pictures"]] == ["lease"]
    window.go("registration")
    assert not taking(window).is_open
    assert page(window).check.proofs.lines[1].tick.accessibleDescription() == "1 page taken Original seen"


def test_a_page_is_turned_as_often_as_it_is_asked_for_however_fast(
    qtbot: QtBot, desk: Desk, tmp_path: Path
) -> None:
    jobs = Jobs()
    window = open_window(qtbot, desk, "registration", jobs=jobs)
    file = tmp_path / "1.jpg"
    file.write_bytes(scan(1))
    form = page(window)
    form.taking.begin("Lease", ())
    form.taking.take_files([str(file)])
    qtbot.waitUntil(lambda: seen(window) == [1])
    for _press in range(2):
        form.taking._turn_page()
    qtbot.waitUntil(lambda: jobs._under_way[form.taking] == 0)
    (turned,) = form.taking.thumbnails.pages()
    form.taking.end()
    jobs.close()
    with Image.open(BytesIO(turned.jpeg)) as sheet:
        assert sheet.height > sheet.width
        below = sheet.convert("L").crop((0, sheet.height // 2, sheet.width, sheet.height))
        assert min(below.tobytes()) < 128  # it stands on its head


def test_a_new_page_is_turned_by_a_quarter(qtbot: QtBot, window: Window, camera: Path) -> None:
    begin_with_the_lease(qtbot, window)
    (camera / "1.jpg").write_bytes(scan(1))
    qtbot.waitUntil(lambda: seen(window) == [1])
    press(qtbot, window, Qt.Key.Key_R, CTRL)
    (turned,) = taking(window).thumbnails.pages()
    assert turned.image.width() > turned.image.height()


@pytest.mark.parametrize("language_", ["zh_CN", "en"])
@pytest.mark.parametrize(("size", "scale"), [((1093, 542), 1.0), ((1366, 696), 1.25)])
def test_everything_fits_and_has_a_name(
    qtbot: QtBot, qapp: QApplication, desk: Desk, tmp_path: Path, size: tuple[int, int], scale: float,
    language_: str,
) -> None:  # fmt: skip
    language.use(language_)
    theme.apply(qapp, "light", scale)
    window = open_window(qtbot, desk, "registration", size=size)
    fill(qtbot, window)
    press(qtbot, window, Qt.Key.Key_F7)
    assert taking(window).is_open
    for number in (1, 2):
        file = tmp_path / f"{number}.jpg"
        file.write_bytes(scan(number))
        taking(window).take_files((str(file),))
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"Dear officer")
    for files in ((), (str(broken),)):
        taking(window).take_files(files)
        QApplication.processEvents()
        assert (cut_off(window), small(window), unnamed(window), clipped(window)) == ([], [], [], [])
    assert "broken.jpg" in words_of(taking(window))
