"""登记 by F4: what a card fills in, what is told without a reader, and that nothing is saved by reading."""

from __future__ import annotations

import ctypes.util
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from app import arrivals, drafts, materials, people, people_list, readers
from app.desk import Desk
from tests.helpers.office import Samples, arrival, citizen_number, photo
from tests.helpers.reader import BORN, FOREVER, NUMBER, Scene, Table, resident
from tests.helpers.registration import fill, page, type_into
from tests.helpers.window import open_window, press, words_of
from ui.jobs import Jobs
from ui.pages.registration_card import LIBRARY, CardReading
from ui.preferences import Preferences
from ui.widgets.button import KeyButton
from ui.window import Window

SCENE = Scene()
Plays = Callable[[Scene], Table]


@pytest.fixture
def plays(monkeypatch: pytest.MonkeyPatch) -> Plays:
    """A reader at this desk, which plays what it is told."""
    monkeypatch.setattr(readers, "PATIENCE", 0.02)
    monkeypatch.setattr(readers, "PAUSE", 0.001)
    monkeypatch.setattr(readers, "library", lambda chosen: "a library")

    def play(scene: Scene) -> Table:
        table = Table(scene)
        monkeypatch.setattr(readers, "_loader", lambda: lambda path: table)
        return table

    return play


@pytest.fixture
def window(qtbot: QtBot, desk: Desk, plays: Plays) -> Window:
    """登记, with a card on the reader."""
    plays(SCENE)
    return open_window(qtbot, desk, "registration")


def read_card(qtbot: QtBot, window: Window) -> None:
    press(qtbot, window, Qt.Key.Key_F4)


def card_comes(qtbot: QtBot, window: Window) -> None:
    """A card is read, and the form has heard of it."""
    reading = page(window).findChild(CardReading)
    assert reading is not None
    with qtbot.waitSignal(reading.read, timeout=20_000):
        read_card(qtbot, window)


def test_the_card_fills_in_who_it_is_and_says_where_that_comes_from(qtbot: QtBot, window: Window) -> None:
    read_card(qtbot, window)
    entries = page(window).entries
    assert (entries.name.value(), entries.id_number.value(), entries.sex.value()) == ("王立群", NUMBER, "1")
    assert (entries.born_on.value(), entries.division.value(), entries.nation.value()) == (
        BORN,
        "530902",
        "01",
    )
    assert entries.household.value() == "云南省临沧市临翔区示例镇六合村12号"
    for field in (entries.name, entries.id_number, entries.household):
        assert field.state() == "auto"
        assert "from the card" in field.accessibleDescription()


def test_after_the_card_the_officer_is_at_the_name_and_enter_goes_on_to_what_is_missing(
    qtbot: QtBot, window: Window
) -> None:
    read_card(qtbot, window)
    entries = page(window).entries
    assert QApplication.focusWidget() is entries.name
    press(qtbot, window, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is entries.address


def test_tab_goes_on_from_the_name_though_it_stops_at_nothing_that_was_filled_in(
    qtbot: QtBot, window: Window
) -> None:
    read_card(qtbot, window)
    entries = page(window).entries
    press(qtbot, window, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is entries.id_kind
    press(qtbot, window, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is entries.sex


def test_nothing_is_saved_by_reading_and_the_draft_keeps_what_was_read(
    qtbot: QtBot, window: Window, desk: Desk
) -> None:
    before = arrivals.last_entered(desk)
    read_card(qtbot, window)
    assert arrivals.last_entered(desk) == before
    assert [row.content["fields"]["name"] for row in drafts.of_form(desk, "registration")] == ["王立群"]


def test_the_proof_of_identity_is_noted_as_read_from_the_card(qtbot: QtBot, window: Window) -> None:
    read_card(qtbot, window)
    (identity,) = (m for m in page(window).check.proofs.materials() if m.kind == "id_card")
    assert identity == materials.NewMaterial("id_card", "identity", "held", "card_read")


def test_somebody_on_file_is_found_as_when_the_number_is_typed(
    qtbot: QtBot, window: Window, desk: Desk
) -> None:
    known = arrival("Wang Li", 921, "2026-05-04", id_number=NUMBER, born_on=BORN)
    arrivals.record(desk, known)
    read_card(qtbot, window)
    assert "has been here before" in words_of(page(window).check)
    assert "1 older file found" in page(window).entries.id_number.accessibleDescription()


def test_the_photo_is_left_alone_and_that_is_said(qtbot: QtBot, window: Window) -> None:
    read_card(qtbot, window)
    assert page(window).check.photo.photo is None
    assert "Card read; choose the photo by F6" in words_of(page(window).sheet.head)


def test_an_expired_card_is_read_and_told(qtbot: QtBot, desk: Desk, plays: Plays) -> None:
    plays(replace(SCENE, message=resident(until="20251231")))
    window = open_window(qtbot, desk, "registration")
    read_card(qtbot, window)
    type_into(qtbot, page(window).entries.arrived_on, "10-24")
    assert "expired on 2025-12-31" in words_of(page(window).entries.identity)
    assert "permit from" in words_of(page(window).sheet.head)
    press(qtbot, window, Qt.Key.Key_Escape)
    assert "expired on" not in words_of(page(window).entries.identity)


def test_without_a_reader_it_is_said_and_what_was_typed_stays(
    qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ctypes.util, "find_library", lambda name: None)
    window = open_window(qtbot, desk, "registration")
    type_into(qtbot, page(window).entries.name, "Wang Liqun")
    read_card(qtbot, window)
    assert "No card reader is connected. Type it in for now" in words_of(window.bar)
    assert page(window).entries.name.value() == "Wang Liqun"
    assert QApplication.focusWidget() is page(window).entries.name


@pytest.mark.parametrize(
    ("scene", "words"),
    [
        (replace(SCENE, misses=FOREVER), "No card was found"),
        (replace(SCENE, read=0x41), "taken away"),
        (replace(SCENE, message=resident(sex="3")), "does not go with its number"),
        (replace(SCENE, message=resident()[:40]), "nothing was filled in"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_fills_in_nothing(
    qtbot: QtBot, desk: Desk, plays: Plays, scene: Scene, words: str
) -> None:
    plays(scene)
    window = open_window(qtbot, desk, "registration")
    type_into(qtbot, page(window).entries.name, "Wang Liqun")
    before = page(window).sheet.typed()
    read_card(qtbot, window)
    assert words in words_of(window.bar)
    assert page(window).sheet.typed() == before


def test_a_card_taken_away_is_read_when_it_is_laid_on_again(qtbot: QtBot, desk: Desk, plays: Plays) -> None:
    plays(replace(SCENE, select=0x81))
    window = open_window(qtbot, desk, "registration")
    read_card(qtbot, window)
    plays(SCENE)
    read_card(qtbot, window)
    assert page(window).entries.name.value() == "王立群"
    assert "taken away" not in words_of(window)


def test_a_card_keeps_what_is_typed_of_somebody_else_as_a_draft_and_says_so(
    qtbot: QtBot, window: Window, desk: Desk
) -> None:
    entries = page(window).entries
    type_into(qtbot, entries.name, "Zhang San")
    type_into(qtbot, entries.id_number, citizen_number("530902", BORN, 945))
    type_into(qtbot, entries.phone, "13812345678")
    read_card(qtbot, window)
    assert (entries.name.value(), entries.phone.value()) == ("王立群", None)
    kept = {row.content["fields"]["name"]: row for row in drafts.of_form(desk, "registration")}
    assert kept.keys() == {"Zhang San", "王立群"}
    assert kept["Zhang San"].content["fields"]["phone"] == "13812345678"
    assert "Zhang San is kept as a draft" in words_of(page(window).sheet.head)


def test_a_second_card_leaves_the_form_of_the_first_as_a_draft(
    qtbot: QtBot, window: Window, desk: Desk, plays: Plays
) -> None:
    read_card(qtbot, window)
    plays(replace(SCENE, message=resident(name="李明月", number=citizen_number("530902", BORN, 933))))
    read_card(qtbot, window)
    kept = {row.content["fields"]["name"] for row in drafts.of_form(desk, "registration")}
    assert kept == {"王立群", "李明月"}


@pytest.mark.parametrize(("field", "typed"), [("name", "王立群"), ("id_number", NUMBER)])
def test_the_card_of_whom_is_typed_fills_in_the_rest_and_what_was_typed_of_them_stays(
    qtbot: QtBot, window: Window, desk: Desk, field: str, typed: str
) -> None:
    entries = page(window).entries
    type_into(qtbot, {"name": entries.name, "id_number": entries.id_number}[field], typed)
    type_into(qtbot, entries.phone, "13812345678")
    type_into(qtbot, entries.arrived_on, "10-24")
    read_card(qtbot, window)
    assert (entries.name.value(), entries.id_number.value()) == ("王立群", NUMBER)
    assert entries.phone.value() == "13812345678"
    assert "permit from" in words_of(page(window).sheet.head)
    assert len(drafts.of_form(desk, "registration")) == 1


def test_reading_a_card_leaves_the_way_back_of_what_was_saved_before(
    qtbot: QtBot, window: Window, desk: Desk
) -> None:
    fill(qtbot, window)
    press(qtbot, window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(people_list.meant(desk, "Wang Liqun").listing) == 1
    read_card(qtbot, window)
    press(qtbot, window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(people_list.meant(desk, "Wang Liqun").listing) == 0


def test_trying_again_waits_for_the_card_as_f4_does_and_ends_by_esc(
    qtbot: QtBot, desk: Desk, plays: Plays, monkeypatch: pytest.MonkeyPatch, jobs: Jobs
) -> None:
    plays(replace(SCENE, misses=FOREVER))
    window = open_window(qtbot, desk, "registration", jobs=jobs)
    qtbot.waitUntil(lambda: page(window).entries.id_number.hasFocus())
    entries = page(window).entries
    read_card(qtbot, window)
    qtbot.waitUntil(lambda: "No card was found" in words_of(window.bar))
    type_into(qtbot, entries.name, "Wang Liqun")
    monkeypatch.setattr(readers, "PATIENCE", 60.0)
    press(qtbot, window, Qt.Key.Key_F5)
    assert "Lay the card on the reader" in words_of(entries.identity)
    press(qtbot, window, Qt.Key.Key_Escape)
    assert "Lay the card on the reader" not in words_of(entries.identity)
    assert entries.name.value() == "Wang Liqun"


def test_another_ones_card_does_not_get_into_the_form_of_somebody_on_file(
    qtbot: QtBot, desk: Desk, made: Samples, plays: Plays
) -> None:
    plays(SCENE)
    window = open_window(qtbot, desk, "registration", what=("stay", made.stays["overdue"]))
    read_card(qtbot, window)
    entries = page(window).entries
    assert entries.name.value() == "马晓东"
    assert entries.id_number.state() == "error"
    assert "This card is 王立群's" in entries.id_number.accessibleDescription()


def test_f4_on_today_opens_the_form_with_the_card_read(qtbot: QtBot, desk: Desk, plays: Plays) -> None:
    plays(SCENE)
    window = open_window(qtbot, desk, "today", "registration")
    read_card(qtbot, window)
    assert page(window).entries.name.value() == "王立群"
    assert QApplication.focusWidget() is page(window).entries.name


def test_f4_on_today_leaves_what_is_typed_of_somebody_else_as_a_draft(
    qtbot: QtBot, desk: Desk, plays: Plays
) -> None:
    plays(SCENE)
    window = open_window(qtbot, desk, "today", "registration")
    window.go("registration")
    type_into(qtbot, page(window).entries.name, "Zhang San")
    window.go("today")
    read_card(qtbot, window)
    kept = {row.content["fields"]["name"] for row in drafts.of_form(desk, "registration")}
    assert kept == {"Zhang San", "王立群"}


def test_waiting_for_a_card_keeps_nobody_from_typing_and_ends_by_esc(
    qtbot: QtBot, desk: Desk, plays: Plays, monkeypatch: pytest.MonkeyPatch
) -> None:
    plays(replace(SCENE, misses=FOREVER))
    monkeypatch.setattr(readers, "PATIENCE", 60.0)
    jobs = Jobs()
    window = open_window(qtbot, desk, "registration", jobs=jobs)
    qtbot.waitUntil(lambda: page(window).entries.id_number.hasFocus())
    read_card(qtbot, window)
    entries = page(window).entries
    assert "Lay the card on the reader" in words_of(entries.identity)
    type_into(qtbot, entries.name, "Wang Liqun")
    press(qtbot, window, Qt.Key.Key_Escape)
    assert "Lay the card on the reader" not in words_of(entries.identity)
    assert entries.name.value() == "Wang Liqun"  # Esc gave up the card, not the form
    jobs.close()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("device")]


def test_the_settings_say_it_is_untried_and_keep_the_library_for_the_machine(
    qtbot: QtBot, qapp: QApplication, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Preferences(parent=qapp)
    chosen = tmp_path / "libsdtapi.so"
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_more: (str(chosen), ""))
    window = open_window(qtbot, desk, "settings")
    assert "not been tried with a real reader" in words_of(window)
    choose = next(b for b in window.findChildren(KeyButton) if b.accessibleName() == "Choose its library …")
    qtbot.mouseClick(choose, Qt.MouseButton.LeftButton)
    assert kept.of_machine(LIBRARY) == str(chosen)
    assert str(chosen) in words_of(window)
    kept.setParent(None)


def test_a_card_that_is_read_while_a_photo_is_checked_waits_for_the_form_that_is_being_saved(
    qtbot: QtBot, desk: Desk, plays: Plays, jobs: Jobs, checked: threading.Event, tmp_path: Path
) -> None:
    plays(SCENE)
    (tmp_path / "face.jpg").write_bytes(photo())
    window = open_window(qtbot, desk, "registration", jobs=jobs)
    entries = page(window).entries
    fill(qtbot, window)
    type_into(qtbot, entries.id_number, citizen_number("530627", BORN, 927))
    page(window).check.photo.given.emit(str(tmp_path / "face.jpg"))
    press(qtbot, window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    card_comes(qtbot, window)
    assert entries.name.value() == "Wang Liqun", "the form that is being saved is not put aside"
    checked.set()
    qtbot.waitUntil(lambda: entries.name.value() == "王立群", timeout=20_000)
    (one,) = people_list.everyone(desk).first(1)
    assert one.name == "Wang Liqun"
    card = people.card(desk, one.id)
    assert card.stay is not None
    assert card.stay.registered_on == desk.today()
    assert card.photo is not None


def test_a_card_stays_for_a_form_that_could_not_be_saved_until_it_is(
    qtbot: QtBot, desk: Desk, plays: Plays, jobs: Jobs, checked: threading.Event, tmp_path: Path
) -> None:
    plays(SCENE)
    (tmp_path / "face.jpg").write_bytes(b"no picture")
    window = open_window(qtbot, desk, "registration", jobs=jobs)
    entries = page(window).entries
    fill(qtbot, window)
    type_into(qtbot, entries.id_number, citizen_number("530627", BORN, 927))
    page(window).check.photo.given.emit(str(tmp_path / "face.jpg"))
    press(qtbot, window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    card_comes(qtbot, window)
    checked.set()
    qtbot.waitUntil(lambda: "no picture" in words_of(page(window)), timeout=20_000)
    assert entries.name.value() == "Wang Liqun"
    press(qtbot, window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: entries.name.value() == "王立群", timeout=20_000)
    (one,) = people_list.everyone(desk).first(1)
    assert one.name == "Wang Liqun"
