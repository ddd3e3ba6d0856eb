"""登记 made light: Enter skips what is there, the last household is repeated, drafts pass on to another."""

from __future__ import annotations

import copy
import resource
import threading
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot
from sqlalchemy import event

from app import (
    arrivals,
    drafts,
    dwellings,
    likenesses,
    people,
    people_list,
    photos,
    printing,
    printouts,
    registrations,
)
from app.desk import Desk, OfficerCard
from db.records import Officer
from tests.helpers.office import Samples, arrival, citizen_number, photo
from tests.helpers.queues import unconfirmed
from tests.helpers.registration import NUMBER, fill, is_blank, page, type_into
from tests.helpers.window import open_window, press, words_of
from tests.paper import pages
from ui.jobs import Jobs
from ui.pages import registration_keeping
from ui.pages.papers import PapersPage
from ui.pages.registration import RegistrationPage
from ui.pages.registration_draft import Typed
from ui.window import Window

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
NEXT = citizen_number("530902", date(1988, 1, 2), 925)


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> Window:
    return open_window(qtbot, desk, "registration")


# -- Enter


def test_who_types_fast_need_not_wait_for_the_list_and_no_key_is_lost(
    qtbot: QtBot, desk: Desk, jobs: Jobs
) -> None:
    window = open_window(qtbot, desk, "registration", jobs=jobs)
    entries = page(window).entries
    type_into(qtbot, entries.address, "hb")
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Return, Qt.Key.Key_1):
        press(qtbot, window, key)
    qtbot.waitUntil(lambda: entries.tenure.value() == "rented")
    assert entries.address.value() is not None
    assert entries.address.text().startswith("河滨社区")
    type_into(qtbot, entries.employer, "yljd")
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: entries.employer.text() == "云岭机电有限公司")
    type_into(qtbot, entries.employer, "xyz")
    entries.employer.selectAll()
    qtbot.keyClicks(entries.employer, "Nobody Ltd")
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not entries.employer.takes_enter())
    assert entries.employer.text() == "Nobody Ltd"


@pytest.fixture
def books(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Looking for a dwelling takes until this is set."""
    opened, find = threading.Event(), dwellings.find

    def slowly(desk: Desk, text: str) -> tuple[dwellings.DwellingRow, ...]:
        assert opened.wait(20)
        return find(desk, text)

    monkeypatch.setattr(dwellings, "find", slowly)
    return opened


def test_tab_after_enter_and_chinese_after_it_wait_for_the_dwelling_too(
    qtbot: QtBot, desk: Desk, jobs: Jobs, books: threading.Event
) -> None:
    window = open_window(qtbot, desk, "registration", jobs=jobs)
    entries = page(window).entries
    type_into(qtbot, entries.address, "hb")
    press(qtbot, window, Qt.Key.Key_Return)
    for _fields in range(2):
        press(qtbot, window, Qt.Key.Key_Tab)
    landlord = QInputMethodEvent()
    landlord.setCommitString("周")
    QApplication.sendEvent(window.focusWidget(), landlord)
    books.set()
    qtbot.waitUntil(lambda: entries.address.value() is not None)
    assert entries.address.text().startswith("河滨社区")
    assert not entries.address.hasFocus()
    assert "周" not in entries.address.text()


def test_enter_in_an_address_that_was_left_while_it_was_looked_for_holds_no_key(
    qtbot: QtBot, desk: Desk, jobs: Jobs, books: threading.Event
) -> None:
    window = open_window(qtbot, desk, "registration", jobs=jobs)
    entries, answered = page(window).entries, list[bool]()
    type_into(qtbot, entries.address, "hb")
    entries.address.look()
    press(qtbot, window, Qt.Key.Key_Tab)
    books.set()
    jobs.run(lambda: True, then=answered.append, owner=window)
    qtbot.waitUntil(lambda: bool(answered))
    press(qtbot, window, Qt.Key.Key_Backtab)
    assert entries.address.hasFocus()
    assert not entries.address.takes_enter()


def test_enter_stays_once_at_a_wrong_number_so_that_it_is_typed_anew(qtbot: QtBot, window: Window) -> None:
    entries = page(window).entries
    wrong = NUMBER[:-1] + ("0" if NUMBER[-1] != "0" else "1")
    type_into(qtbot, entries.id_number, wrong)
    press(qtbot, window, Qt.Key.Key_Return)
    assert window.focusWidget() is entries.id_number
    qtbot.keyClicks(entries.id_number, NUMBER)
    assert entries.id_number.value() == NUMBER
    type_into(qtbot, entries.id_number, wrong)
    press(qtbot, window, Qt.Key.Key_Return)
    press(qtbot, window, Qt.Key.Key_Return)
    assert window.focusWidget() is entries.name, "a second Enter goes on"
    assert page(window).sheet.lacking()[0] == "id_number", "what is wrong is named in its place"


def test_after_giving_up_the_next_number_is_typed_at_once(qtbot: QtBot, window: Window) -> None:
    entries = page(window).entries
    type_into(qtbot, entries.name, "Wang Liqun")
    press(qtbot, window, Qt.Key.Key_Escape)
    assert is_blank(window)
    assert window.focusWidget() is entries.id_number


def test_enter_goes_from_the_number_to_the_name_and_past_what_the_number_filled(
    qtbot: QtBot, window: Window
) -> None:
    entries = page(window).entries
    qtbot.keyClicks(entries.id_number, NUMBER)
    press(qtbot, window, Qt.Key.Key_Return)
    assert window.focusWidget() is entries.name
    press(qtbot, window, Qt.Key.Key_Return)
    assert window.focusWidget() is entries.address


def test_every_number_of_a_section_leads_into_it(qtbot: QtBot, window: Window) -> None:
    entries, check = page(window).entries, page(window).check
    for key, stop in (
        (Qt.Key.Key_1, entries.name),
        (Qt.Key.Key_2, entries.phone),
        (Qt.Key.Key_3, entries.family.row.number),
        (Qt.Key.Key_4, entries.address),
        (Qt.Key.Key_5, entries.employer),
        (Qt.Key.Key_6, check.proofs.lines[0].tick),
    ):
        press(qtbot, window, key, ALT)
        assert window.focusWidget() is stop


# -- the last household


def test_the_last_household_is_repeated_by_one_key_and_says_where_it_comes_from(
    qtbot: QtBot, window: Window, desk: Desk
) -> None:
    fill(qtbot, window)
    place = page(window).entries.address.value()
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    entries = page(window).entries
    type_into(qtbot, entries.id_number, NEXT)
    press(qtbot, window, Qt.Key.Key_R, CTRL)
    assert (entries.address.value().address, entries.tenure.value()) == (place.address, "rented")
    assert entries.arrived_on.value() == date(2026, 10, 24)
    assert entries.address.state() == entries.tenure.state() == "auto"
    assert "as the last" in entries.address.accessibleDescription()
    press(qtbot, window, Qt.Key.Key_Return)
    assert window.focusWidget() is entries.name
    qtbot.keyClicks(entries.name, "Zhang Wei")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    assert likenesses.find(desk, "", NEXT, None)[0].last_lived.endswith(place.address)


def test_what_is_typed_already_is_not_overwritten_by_the_last_household(
    qtbot: QtBot, window: Window, desk: Desk
) -> None:
    arrivals.record(desk, arrival("孙立", 931, "2026-11-01", tenure="owned"))
    type_into(qtbot, page(window).entries.tenure, "3")
    press(qtbot, window, Qt.Key.Key_R, CTRL)
    assert page(window).entries.tenure.value() == "dormitory"
    assert page(window).entries.arrived_on.value() == date(2026, 11, 1)


# -- the vouchers of a family


def test_the_vouchers_of_a_family_follow_each_other(
    qtbot: QtBot, window: Window, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposed: list[str] = []

    def save(_parent: object, _title: str, name: str, _kinds: str) -> tuple[str, str]:
        proposed.append(Path(name).name)
        return str(tmp_path / proposed[-1]), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", save)
    fill(qtbot, window)
    press(qtbot, window, Qt.Key.Key_3, ALT)
    for words in ("20240601", "Hong", "3"):
        qtbot.keyClicks(window.focusWidget(), words)
        press(qtbot, window, Qt.Key.Key_Return)
    press(qtbot, window, Qt.Key.Key_P, CTRL)
    assert "1 more voucher" in words_of(page(window))
    for _paper in range(2):
        press(qtbot, window, Qt.Key.Key_S, CTRL)
        press(qtbot, window, Qt.Key.Key_F9)
    assert proposed == ["Registration voucher Wang Liqun.pdf", "Registration voucher Hong.pdf"]
    assert window.focusWidget() is page(window).entries.id_number
    assert unconfirmed(desk) == ()


def test_a_voucher_that_was_saved_is_saved_elsewhere_too_and_settled_once(
    qtbot: QtBot, window: Window, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [tmp_path / "first.pdf", tmp_path / "second.pdf"]
    places = iter(files)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *asked: (str(next(places)), ""))
    fill(qtbot, window)
    for key in (Qt.Key.Key_P, Qt.Key.Key_S, Qt.Key.Key_S):
        press(qtbot, window, key, CTRL)
    assert files[0].read_bytes() == files[1].read_bytes()
    assert len(unconfirmed(desk)) == 1
    press(qtbot, window, Qt.Key.Key_F9)
    assert unconfirmed(desk) == ()


# -- drafts


def test_another_officer_goes_on_with_a_draft_and_is_told_who_began_it(
    qtbot: QtBot, window: Window, desk: Desk
) -> None:
    fill(qtbot, window)
    other = another_officer(desk)
    theirs = open_window(qtbot, other, "registration")
    assert f"Latest: Wang Liqun, begun by {desk.officer.name}" in words_of(page(theirs))
    press(qtbot, theirs, Qt.Key.Key_D, ALT)
    press(qtbot, theirs, Qt.Key.Key_Return, CTRL)
    assert len(likenesses.find(desk, "", NUMBER, None)) == 1
    assert is_blank(theirs)


def another_officer(desk: Desk) -> Desk:
    """The same desk with somebody else at it."""
    with desk.writing("add_officer") as session:
        record = Officer(login="lixm", name="李晓梅", post="", password_hash="-")
        session.add(record)
        session.flush()
        card = OfficerCard(record.id, record.login, record.name, record.post)
    other = copy.copy(desk)
    other.officer = card
    return other


# -- nothing waits for the database while somebody types


def test_the_database_is_never_asked_on_the_windows_own_thread(qtbot: QtBot, desk: Desk) -> None:
    asked_by: list[tuple[str, str]] = []

    def note(_one: object, _cursor: object, sql: str, *_more: Any) -> None:
        asked_by.append((threading.current_thread().name, sql))

    event.listen(desk._store.engine, "before_cursor_execute", note)
    jobs = Jobs()
    window = open_window(qtbot, desk, "registration", jobs=jobs)
    entries = page(window).entries
    type_into(qtbot, entries.id_number, NUMBER)
    type_into(qtbot, entries.name, "Wang Liqun")
    type_into(qtbot, entries.division, "lcs")
    qtbot.waitUntil(entries.division.suggesting)
    type_into(qtbot, entries.address, "hb 9")
    qtbot.waitUntil(entries.address.suggesting)
    press(qtbot, window, Qt.Key.Key_Return)
    type_into(qtbot, entries.arrived_on, "10-24")
    type_into(qtbot, entries.landlord_name, "lgq")
    type_into(qtbot, entries.employer, "yljd")
    qtbot.waitUntil(entries.employer.suggesting)
    press(qtbot, window, Qt.Key.Key_R, CTRL)
    press(qtbot, window, Qt.Key.Key_3, ALT)
    qtbot.keyClicks(window.focusWidget(), NEXT)
    qtbot.waitUntil(lambda: bool(page(window)._foot._kept.text()))
    QTest.qWait(50)
    jobs.close()
    on_window = [sql for thread, sql in asked_by if thread == threading.main_thread().name]
    assert len(asked_by) > 5
    assert on_window == []


def test_f9_registers_first_and_then_shows_the_notice_of_what_was_told(qtbot: QtBot, desk: Desk) -> None:
    window = open_window(qtbot, desk, "registration", "papers")
    press(qtbot, window, Qt.Key.Key_F9)
    assert isinstance(window.page(), RegistrationPage), "what is missing comes first"
    fill(qtbot, window)
    press(qtbot, window, Qt.Key.Key_F9)
    papers = cast(PapersPage, window.page())
    in_hand = papers.list.current()
    assert in_hand is not None
    assert in_hand.document == "services_notice"
    person = people_list.everyone(desk).first(1)[0]
    notice = pages.solid(printing.preview(desk, "services_notice", person.id))
    assert "登记时当面告知的" in notice
    assert "2027-05-23满，以一直住着为准" in notice
    assert [each.document for each in printouts.of_day(desk, desk.today())
            if each.document == "services_notice"] == []  # fmt: skip
    press(qtbot, window, Qt.Key.Key_Escape)
    assert is_blank(window)


def test_f9_at_a_registered_stay_shows_the_notice_and_saves_what_was_corrected(
    qtbot: QtBot, desk: Desk, made: Samples
) -> None:
    window = open_window(qtbot, desk, "registration", "papers", what=("stay", made.stays["settled"]))
    type_into(qtbot, page(window).entries.job, "fitter")
    press(qtbot, window, Qt.Key.Key_F9)
    assert isinstance(window.page(), PapersPage)
    assert arrivals.form_of(desk, made.stays["settled"]).job == "fitter"
    assert "Corrected: 罗建国" in words_of(window)


def test_with_the_old_file_the_officer_is_at_what_is_still_missing(
    qtbot: QtBot, desk: Desk, window: Window, made: Samples
) -> None:
    entries = page(window).entries
    number = people.card(desk, made.people["gone"]).number
    qtbot.keyClicks(entries.id_number, number)
    press(qtbot, window, Qt.Key.Key_Return)
    press(qtbot, window, Qt.Key.Key_Y, ALT)
    assert entries.name.value() == "许长江"
    assert window.focusWidget() is entries.address


def test_what_is_typed_while_a_form_is_being_saved_stays_as_a_draft_and_esc_gives_nothing_up(
    qtbot: QtBot, desk: Desk, jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, may_save, save = threading.Event(), threading.Event(), registrations.record_and_register

    def slowly(*given: Any) -> registrations.Registered:
        begun.set()
        assert may_save.wait(20)
        return save(*given)

    monkeypatch.setattr(registrations, "record_and_register", slowly)
    window = open_window(qtbot, desk, "registration", jobs=jobs)
    fill(qtbot, window)
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(begun.is_set)
    press(qtbot, window, Qt.Key.Key_Escape)
    type_into(qtbot, page(window).entries.remark, "asks for a school")
    may_save.set()
    qtbot.waitUntil(lambda: is_blank(window))
    assert "Registered: Wang Liqun" in words_of(window)
    qtbot.waitUntil(lambda: len(drafts.of_form(desk, "registration")) == 1)
    (typed_on,) = drafts.of_form(desk, "registration")
    assert typed_on.content["fields"]["remark"] == "asks for a school"


def test_what_was_typed_during_a_save_is_kept_by_itself_once_the_disk_takes_it(
    qtbot: QtBot, desk: Desk, jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registration_keeping, "KEEP_AGAIN_MS", 200)
    begun, may_save, save = threading.Event(), threading.Event(), registrations.record_and_register
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)

    def slowly(*given: Any) -> registrations.Registered:
        begun.set()
        assert may_save.wait(20)
        registered = save(*given)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1024, limit[1]))  # no file grows any more
        return registered

    monkeypatch.setattr(registrations, "record_and_register", slowly)
    window = open_window(qtbot, desk, "registration", jobs=jobs)
    fill(qtbot, window)
    try:
        press(qtbot, window, Qt.Key.Key_Return, CTRL)
        qtbot.waitUntil(begun.is_set)
        type_into(qtbot, page(window).entries.remark, "asks for a school")
        may_save.set()
        qtbot.waitUntil(lambda: is_blank(window))
        qtbot.waitUntil(window.bar.isVisible)
        assert drafts.of_form(desk, "registration") == ()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    qtbot.waitUntil(lambda: len(drafts.of_form(desk, "registration")) == 1)
    press(qtbot, window, Qt.Key.Key_F5)  # what was kept by itself is not kept twice
    qtbot.wait(300)
    (typed_on,) = drafts.of_form(desk, "registration")
    assert typed_on.content["fields"]["remark"] == "asks for a school"


def test_a_draft_that_is_gone_on_with_comes_after_the_form_that_is_being_saved(
    qtbot: QtBot, desk: Desk, jobs: Jobs, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    checked, look = threading.Event(), photos.from_file

    def slowly(path: Path) -> photos.Photo:
        assert checked.wait(20)
        return look(path)

    (tmp_path / "face.jpg").write_bytes(photo())
    monkeypatch.setattr(photos, "from_file", slowly)
    fill(qtbot, open_window(qtbot, desk, "registration"))  # by another officer: a draft of the same person
    (other,) = drafts.of_form(desk, "registration")
    typed = Typed.from_data(other.content)
    named = replace(typed, fields=dict(typed.fields) | {"name": "Li Na", "id_number": NEXT})
    drafts.keep(desk, "registration", named.to_data(), other.id, other.content)
    window = open_window(qtbot, desk, "registration", jobs=jobs)
    qtbot.waitUntil(lambda: "Latest: Li Na" in words_of(page(window)))
    fill(qtbot, window)
    page(window).check.photo.given.emit(str(tmp_path / "face.jpg"))
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    press(qtbot, window, Qt.Key.Key_D, ALT)
    checked.set()
    qtbot.waitUntil(lambda: page(window).entries.name.value() == "Li Na")
    assert [each.name for each in likenesses.find(desk, "", NUMBER, None)] == ["Wang Liqun"]


def test_what_is_asked_about_a_draft_stays_when_another_desk_keeps_one(
    qtbot: QtBot, desk: Desk, made: Samples
) -> None:
    window = open_window(qtbot, desk, "registration")
    on_file = people.card(desk, made.people["endorsable"])
    type_into(qtbot, page(window).entries.name, on_file.name)
    type_into(qtbot, page(window).entries.born_on, str(on_file.born_on))
    page(window).leave()
    again = open_window(qtbot, desk, "registration")
    press(qtbot, again, Qt.Key.Key_D, ALT)
    asked = words_of(page(again).check.likenesses)
    assert "Same name and birthday" in asked
    drafts.keep(desk, "registration", Typed({"name": "Li Na"}).to_data())
    qtbot.waitUntil(lambda: len(drafts.of_form(desk, "registration")) == 2)
    page(again).reload()
    assert words_of(page(again).check.likenesses) == asked
