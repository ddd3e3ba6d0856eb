"""导入名单: a list is looked over line by line, taken in whole or not at all, and taken back."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from app import offices, search, undoing
from app.desk import Desk
from app.errors import Refused
from tests.helpers.office import citizen_number, office
from tests.helpers.window import open_window, press, words_of
from ui.bars import Standing
from ui.jobs import Failure, Jobs
from ui.news import News
from ui.office import Office
from ui.pages import PAGES
from ui.pages.intake import IntakePage
from ui.window import Window

SAMPLE = Path(__file__).parents[2] / "samples" / "arrivals.csv"
HEADER = "姓名,身份证号,性别,电话,现住址,来的日期,来干什么,住处,备注"
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
FIT, WRONG, OTHER = 20, 12, 5  # the lines of the sample


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of an empty office, founded once and copied for every test."""
    folder = tmp_path_factory.mktemp("founded")
    office(folder).close()
    return folder / "office.anju"


@pytest.fixture
def desk(founded: Path, tmp_path: Path) -> Iterator[Desk]:
    file = shutil.copy(founded, tmp_path)
    desk = offices.open_fiction(offices.url_of(str(file)), date(2026, 11, 23))
    yield desk
    desk.close()


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> Window:
    return open_window(qtbot, desk, "registration", "intake", "resident")


@pytest.fixture
def listed(window: Window) -> Window:
    """The window with the sample looked over."""
    window.go("intake", ("file", SAMPLE))
    return window


def page(window: Window) -> IntakePage:
    shown = window.page()
    assert isinstance(shown, IntakePage)
    return shown


def a_list(tmp_path: Path, *lines: str, header: str = HEADER) -> Path:
    path = tmp_path / "list.csv"
    path.write_text("\r\n".join((header, *lines)), encoding="utf-8")
    return path


def one(name: str = "王立群", sequence: int = 921, **typed: str) -> str:
    own = {"number": citizen_number("530325", date(1989, 5, 11), sequence)} | typed
    number, phone, remark = own["number"], own.get("phone", "19900000001"), own.get("remark", "")
    return f"{name},{number},男,{phone},河滨社区青柏街12号,2026-10-15,打工,租房,{remark}"


def many(tmp_path: Path, count: int) -> Path:
    born = date(1950, 1, 1)
    rows = (
        f"余{chr(0x4E00 + at)},{citizen_number('530325', born + timedelta(at // 50), 900 + 2 * (at % 50))}"
        f",女,,河滨社区青柏街{at}号,2026-10-15,打工,租房,"
        for at in range(count)
    )
    return a_list(tmp_path, *rows)


def numbers(window: Window) -> list[int]:
    """The lines that the list shows."""
    return [line.number for line in page(window).list.table.rows()]


def results(window: Window) -> dict[int, str]:
    """What the list says became of each line."""
    table = page(window).list.table
    return {int(table.index(at, 0).data()): str(table.index(at, 3).data()) for at in range(table.rowCount())}


def go_to(window: Window, number: int) -> None:
    """Take a line in hand; what is told beside it is laid out at once."""
    assert page(window).list.go_to(number)
    QApplication.processEvents()


def labels(window: Window) -> list[str]:
    return [button.text() for button in window.bottom.buttons()]


def drop(onto: QWidget, *paths: Path) -> bool:
    """Drop files on a widget; says whether they were taken."""
    carried = QMimeData()
    carried.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    action, button, held = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPointF(5, 5), action, carried, button, held)
    enter.ignore()
    QApplication.sendEvent(onto, enter)
    if enter.isAccepted():
        QApplication.sendEvent(onto, QDropEvent(QPointF(5, 5), action, carried, button, held))
    return enter.isAccepted()


def choose(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """The officer will choose this file in the system's own dialog, to open or to save."""
    for dialog in ("getOpenFileName", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, dialog, lambda *asked, **more: (str(path), ""))


# -- getting there


def test_shift_f7_leads_from_the_form_to_the_list_and_esc_back(qtbot: QtBot, window: Window) -> None:
    press(qtbot, window, Qt.Key.Key_F7, Qt.KeyboardModifier.ShiftModifier)
    assert "Choose the list, or drop it here" in words_of(page(window))
    press(qtbot, window, Qt.Key.Key_Escape)
    assert not isinstance(window.page(), IntakePage)


def test_f7_there_chooses_the_file(qtbot: QtBot, window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    choose(monkeypatch, SAMPLE)
    press(qtbot, window, Qt.Key.Key_F7, Qt.KeyboardModifier.ShiftModifier)
    press(qtbot, window, Qt.Key.Key_F7)
    assert "arrivals.csv" in words_of(page(window))


def test_a_list_dropped_on_the_form_is_looked_over(window: Window) -> None:
    form = window.page()
    assert form is not None
    assert drop(form, SAMPLE)
    assert len(numbers(window)) == FIT + WRONG


def test_a_list_dropped_on_a_field_is_not_written_into_it(window: Window) -> None:
    from ui.pages.registration import RegistrationPage

    name = cast(RegistrationPage, window.page()).entries.name
    assert drop(name, SAMPLE)
    assert name.text() == ""
    assert isinstance(window.page(), IntakePage)


def test_another_file_dropped_on_the_page_is_left_alone(window: Window, tmp_path: Path) -> None:
    form = window.page()
    assert form is not None
    assert not drop(form, tmp_path / "holiday.mp4")
    assert window.page() is form


def test_the_list_has_no_place_on_the_rail_and_is_found_by_ctrl_k(qtbot: QtBot, window: Window) -> None:
    assert [name.split(",")[0] for name in window.rail.spoken()] == ["Register", "Resident's file"]
    press(qtbot, window, Qt.Key.Key_K, CTRL)
    qtbot.keyClicks(window.focusWidget(), "take in")
    qtbot.waitUntil(lambda: window.sheets.finder.found()[:1] == ("Take in a list",))
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    assert isinstance(window.page(), IntakePage)


# -- looking it over


def test_the_sentence_says_what_becomes_of_how_many_lines(listed: Window) -> None:
    assert [part for part in words_of(page(listed)).split("  ") if "37 lines" in part]
    assert f"{FIT} can be taken in" in words_of(page(listed))
    assert f"{WRONG} to put right" in words_of(page(listed))
    assert f"{OTHER} are headings, totals or blank" in words_of(page(listed))
    assert f"Take in {FIT} lines" in labels(listed)


def test_looking_over_writes_nothing(listed: Window, desk: Desk) -> None:
    assert undoing.last(desk) is None
    assert search.find(desk, "段明远") == ()


def test_the_counters_are_filters(qtbot: QtBot, listed: Window) -> None:
    press(qtbot, listed, Qt.Key.Key_1, ALT)
    assert numbers(listed) == [*range(19, 28), 32, 33, 34]
    press(qtbot, listed, Qt.Key.Key_2, ALT)
    assert set(results(listed).values()) == {"Noted"}
    press(qtbot, listed, Qt.Key.Key_3, ALT)
    assert "No such line" in words_of(page(listed))
    press(qtbot, listed, Qt.Key.Key_0, ALT)
    assert len(numbers(listed)) == FIT + WRONG


def test_f8_leads_from_one_line_to_put_right_to_the_next_and_round(qtbot: QtBot, listed: Window) -> None:
    for expected in (*range(19, 28), 32, 33, 34, 19):
        press(qtbot, listed, Qt.Key.Key_F8)
        line = page(listed).list.current()
        assert line is not None
        assert line.number == expected


def test_what_is_entered_stands_beside_what_was_typed(listed: Window) -> None:
    go_to(listed, 5)
    told = words_of(page(listed))
    assert "411522196203079071" in told  # as typed
    assert "411522 19620307 9071" in told  # as entered
    assert "2026.8.7" in told
    assert "2026-08-07" in told


def test_numbers_are_covered_in_the_list_and_whole_beside_it(listed: Window) -> None:
    typed = str(page(listed).list.table.index(2, 2).data())
    assert "411522********9071" in typed
    assert "411522196203079071" not in typed


def test_a_line_says_under_which_heading_something_is_wrong(listed: Window) -> None:
    go_to(listed, 24)
    assert "来的日期: There is no such day: 2026-02-30." in words_of(page(listed))


def test_f5_reads_the_file_again_once_it_was_put_right(qtbot: QtBot, window: Window, tmp_path: Path) -> None:
    window.go("intake", ("file", a_list(tmp_path, one(number="无"), one(name=""))))
    assert results(window) == {2: "Noted", 3: "Put right"}
    a_list(tmp_path, one(number="无"), one(name="余小满"))
    press(qtbot, window, Qt.Key.Key_F5)
    assert results(window) == {2: "Noted", 3: "Fit"}


# -- files that are no lists


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "list.csv is empty."),
        (b"\r\n \r\n", "list.csv is empty."),
        (b"PK\x03\x04....", "Save it as CSV"),
        (b"\xff\xfe\x00\xd3", "neither UTF-8 nor GB 18030"),
        ("没有表头,什么也没有".encode(), "header that names the columns"),
        (b"x" * 60_000_000, "larger than 50 MB"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_is_wrong(
    window: Window, tmp_path: Path, data: bytes, reason: str
) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(data)
    window.go("intake", ("file", path))
    assert reason in words_of(window.bar)
    assert labels(window) == ["Back to the form", "Choose a list"]


def test_a_file_that_is_gone_says_so(window: Window, tmp_path: Path) -> None:
    window.go("intake", ("file", tmp_path / "gone.csv"))
    assert "gone.csv cannot be read" in words_of(window.bar)


def test_the_words_about_a_bad_file_go_when_a_good_one_is_chosen(
    qtbot: QtBot, window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.go("intake", ("file", tmp_path / "gone.csv"))
    choose(monkeypatch, SAMPLE)
    press(qtbot, window, Qt.Key.Key_F7)
    assert window.bar.isHidden()
    assert "arrivals.csv" in words_of(page(window))


# -- taking it in


def test_ctrl_enter_takes_in_what_is_fit_and_says_what_became_of_each_line(
    qtbot: QtBot, listed: Window, desk: Desk
) -> None:
    press(qtbot, listed, Qt.Key.Key_Return, CTRL)
    became = list(results(listed).values())
    assert (became.count("Taken in"), became.count("Put right")) == (FIT, WRONG)
    assert f"{FIT} taken in" in words_of(page(listed))
    assert [person.name for person in search.find(desk, "段明远")] == ["段明远"]
    assert f"{FIT} lines taken in" in words_of(listed.bottom)


def test_enter_opens_the_person_of_a_line_that_was_taken_in(qtbot: QtBot, listed: Window) -> None:
    press(qtbot, listed, Qt.Key.Key_Return, CTRL)
    go_to(listed, 3)
    press(qtbot, listed, Qt.Key.Key_Return)
    shown = listed.page()
    assert shown is not None
    assert not isinstance(shown, IntakePage)
    assert "段明远" in words_of(shown)


def test_enter_opens_nothing_for_a_line_that_was_not_taken_in(qtbot: QtBot, listed: Window) -> None:
    press(qtbot, listed, Qt.Key.Key_Return)
    assert isinstance(listed.page(), IntakePage)


def test_ctrl_z_takes_the_whole_list_back(qtbot: QtBot, listed: Window, desk: Desk) -> None:
    before = results(listed)
    press(qtbot, listed, Qt.Key.Key_Return, CTRL)
    press(qtbot, listed, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: results(listed) == before)
    assert search.find(desk, "段明远") == ()
    assert f"Take in {FIT} lines" in labels(listed)


def test_the_second_time_every_line_is_on_file_already(qtbot: QtBot, listed: Window, desk: Desk) -> None:
    press(qtbot, listed, Qt.Key.Key_Return, CTRL)
    listed.go("intake", ("file", SAMPLE))
    became = list(results(listed).values())
    assert (became.count("On file"), became.count("Put right")) == (FIT, WRONG)
    assert f"{FIT} on file already" in words_of(page(listed))
    assert labels(listed) == ["Back to the form", "Export lines to put right", "Another file"]


def test_a_list_with_new_lines_takes_only_those(qtbot: QtBot, window: Window, tmp_path: Path) -> None:
    window.go("intake", ("file", a_list(tmp_path, one("王立群", 921))))
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    window.go("intake", ("file", a_list(tmp_path, one("王立群", 921), one("余小满", 923))))
    assert results(window) == {2: "On file", 3: "Fit"}
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    assert results(window) == {2: "On file", 3: "Taken in"}


def test_the_same_name_and_address_under_another_number_is_somebody_else(
    qtbot: QtBot, window: Window, tmp_path: Path
) -> None:
    window.go("intake", ("file", a_list(tmp_path, one("王立群", 921))))
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    window.go("intake", ("file", a_list(tmp_path, one("王立群", 923), one("王立群", number="无"))))
    assert results(window) == {2: "Fit", 3: "On file"}


def test_what_only_the_file_can_tell_is_told_when_it_is_taken_in(
    qtbot: QtBot, window: Window, tmp_path: Path
) -> None:
    window.go("intake", ("file", a_list(tmp_path, one("王立群", 921))))
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    window.go("intake", ("file", a_list(tmp_path, one("余小满", 921))))
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    assert results(window) == {2: "Put right"}
    QApplication.processEvents()
    assert "This number is on file for 王立群" in words_of(page(window))


def test_taking_in_nobody_offers_nothing_to_undo(qtbot: QtBot, window: Window, tmp_path: Path) -> None:
    window.go("intake", ("file", a_list(tmp_path, one("王立群", 921))))
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    window.go("intake", ("file", a_list(tmp_path, one("余小满", 921))))
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    press(qtbot, window, Qt.Key.Key_Z, CTRL)
    window.go("intake", ("file", a_list(tmp_path, one("王立群", 921))))
    assert results(window) == {2: "On file"}


# -- the lines to put right


def exported(qtbot: QtBot, window: Window, to: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    choose(monkeypatch, to)
    press(qtbot, window, Qt.Key.Key_E, CTRL)
    data = to.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(data.decode("utf-8-sig").splitlines()))


def test_the_lines_to_put_right_are_exported_with_their_reasons(
    qtbot: QtBot, listed: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    header, *rows = exported(qtbot, listed, tmp_path / "wrong.csv", monkeypatch)
    assert (header[0], header[-1]) == ("姓名", "Reason")
    assert len(rows) == WRONG
    assert all(len(row) == len(header) and row[-1] for row in rows)
    assert "lines written to wrong.csv" in words_of(listed.bottom)


def test_what_a_spreadsheet_would_run_or_shorten_is_defused(
    qtbot: QtBot, window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = [one("", 921 + 2 * at, phone=sign + "1", remark=sign + "cmd") for at, sign in enumerate("=+-@")]
    window.go("intake", ("file", a_list(tmp_path, *bad)))
    _header, *rows = exported(qtbot, window, tmp_path / "wrong.csv", monkeypatch)
    assert [row[8] for row in rows] == ["'=cmd", "'+cmd", "'-cmd", "'@cmd"]
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert rows[0][1] == "'" + citizen_number("530325", date(1989, 5, 11), 921)


def test_an_exported_file_that_was_put_right_can_be_taken_in(
    qtbot: QtBot, window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.go("intake", ("file", a_list(tmp_path, one("", 921))))
    to = tmp_path / "wrong.csv"
    exported(qtbot, window, to, monkeypatch)
    to.write_text(to.read_text("utf-8-sig").replace("\n,", "\n王立群,"), encoding="utf-8-sig")
    window.go("intake", ("file", to))
    assert results(window) == {2: "Fit"}


def test_the_list_itself_is_not_overwritten(
    qtbot: QtBot, window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = a_list(tmp_path, one("", 921))
    before = path.read_bytes()
    window.go("intake", ("file", path))
    choose(monkeypatch, path)
    press(qtbot, window, Qt.Key.Key_E, CTRL)
    assert "overwrite the list itself" in words_of(window.bar)
    assert path.read_bytes() == before


def test_a_place_that_cannot_be_written_is_told(
    qtbot: QtBot, listed: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, tmp_path / "nowhere" / "wrong.csv")
    press(qtbot, listed, Qt.Key.Key_E, CTRL)
    assert "wrong.csv cannot be written" in words_of(listed.bar)


# -- stopping


@pytest.fixture
def threaded(qtbot: QtBot, desk: Desk, jobs: Jobs) -> Window:
    """A window whose work is done on threads, as in the program."""
    window = Window(tuple(entry for entry in PAGES if entry.name in ("registration", "intake")))
    qtbot.addWidget(window)
    window.resize(1366, 696)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    standing = Standing(desk.today(), desk.office.name, desk.officer.name)
    window.settle(Office(desk, jobs, News(window)), standing, first="intake")
    return window


def test_stopping_keeps_nothing_and_says_so(
    qtbot: QtBot, threaded: Window, desk: Desk, tmp_path: Path
) -> None:
    threaded.go("intake", ("file", many(tmp_path, 1500)))
    qtbot.waitUntil(lambda: "Take in 1500 lines" in labels(threaded))
    press(qtbot, threaded, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(threaded.bottom.progress.isVisible)
    qtbot.waitUntil(lambda: "Taking in the list" in words_of(threaded.bottom.progress))
    assert labels(threaded) == []  # nothing can be begun a second time
    press(qtbot, threaded, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: "Stopped: no line was kept." in words_of(page(threaded)))
    assert undoing.last(desk) is None
    assert "Take in 1500 lines" in labels(threaded)


def test_the_list_can_be_taken_in_again_after_a_refusal(
    qtbot: QtBot, threaded: Window, jobs: Jobs, tmp_path: Path
) -> None:
    failures: list[Failure] = []
    jobs.failed.connect(failures.append)
    threaded.go("intake", ("file", a_list(tmp_path, one())))
    qtbot.waitUntil(lambda: "Take in 1 line" in labels(threaded))
    threaded.go("intake", ("file", tmp_path / "gone.csv"))
    qtbot.waitUntil(lambda: bool(failures))
    assert isinstance(failures[0].error, Refused)
    assert "Take in 1 line" in labels(threaded)
