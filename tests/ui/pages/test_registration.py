"""登记: what the form fills in, what it checks, what it keeps, and what it makes of an arrival."""

from __future__ import annotations

import resource
import threading
from datetime import date
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from app import arrivals, drafts, language, likenesses, materials, people
from app.desk import Desk
from tests.helpers.office import Samples, arrival, photo
from tests.helpers.queues import unconfirmed
from tests.helpers.registration import NUMBER, fill, is_blank, page, pick_dwelling, type_into
from tests.helpers.window import open_window, press, words_of
from ui import form
from ui.jobs import Jobs
from ui.pages import registration_keeping
from ui.pages.registration_fields import Place
from ui.pages.registration_form import LABELS
from ui.widgets.chip import Chip
from ui.widgets.place import AddressField
from ui.window import Window

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> Window:
    return open_window(qtbot, desk, "registration")


def kept(desk: Desk) -> tuple[drafts.DraftRow, ...]:
    return drafts.of_form(desk, "registration")


def on_file(desk: Desk) -> people.PersonCard:
    likeness = likenesses.find(desk, "", NUMBER, None)[0]
    return people.card(desk, likeness.person_id)


# -- what is typed wrong


def test_a_telephone_that_cannot_be_called_is_told_and_kept(qtbot: QtBot, window: Window) -> None:
    phone = page(window).entries.phone
    for wrong in ("1380013abcd", "138001380001", "138"):
        phone.clear()
        type_into(qtbot, phone, wrong)
        press(qtbot, window, Qt.Key.Key_Tab)
        assert (phone.state(), phone.value()) == ("warn", wrong)
    for right in ("13800138000", "0755-26543210", "+852-91234567"):
        phone.clear()
        type_into(qtbot, phone, right)
        press(qtbot, window, Qt.Key.Key_Tab)
        assert (phone.state(), phone.value()) == ("normal", right)
    phone.clear()
    type_into(qtbot, phone, "１３８ ００１３ ８０００")
    assert phone.value() == "13800138000"


def test_a_sign_that_no_paper_can_show_is_told_while_the_name_is_typed(qtbot: QtBot, window: Window) -> None:
    name = page(window).entries.name
    type_into(qtbot, name, "张伟😀")
    qtbot.waitUntil(lambda: "😀 cannot be printed" in words_of(window))
    assert (name.state(), name.value()) == ("warn", "张伟😀")
    press(qtbot, window, Qt.Key.Key_Backspace)
    assert "cannot be printed" not in words_of(window)


def test_a_day_that_is_none_is_named_among_what_lacks_in_the_officers_words(
    qtbot: QtBot, window: Window
) -> None:
    fill(qtbot, window)
    type_into(qtbot, page(window).entries.expected_until, "2027-02-31")
    press(qtbot, window, Qt.Key.Key_Tab)
    assert "1 entry missing: Expected until" in words_of(window)
    assert set(page(window).entries.form.fields) <= set(LABELS)


# -- the number


def test_the_number_fills_in_birth_sex_and_origin(qtbot: QtBot, window: Window) -> None:
    entries = page(window).entries
    type_into(qtbot, entries.id_number, NUMBER)
    assert entries.born_on.value() == date(1993, 6, 14)
    assert entries.sex.value() == "1"
    assert entries.division.value() == "530902"
    assert entries.division.text() == "云南省临沧市临翔区"
    assert entries.born_on.state() == "auto"


def test_a_wrong_number_says_which_part_is_wrong_and_fills_in_nothing(qtbot: QtBot, window: Window) -> None:
    entries = page(window).entries
    type_into(qtbot, entries.id_number, "530902199313140211")
    assert entries.id_number.state() == "error"
    assert "day of birth" in words_of(page(window))
    assert entries.born_on.value() is None
    assert "Once the number is right" in words_of(page(window))


def test_what_was_typed_by_hand_is_not_overwritten_by_the_number(qtbot: QtBot, window: Window) -> None:
    entries = page(window).entries
    type_into(qtbot, entries.born_on, "1993-06-15")
    type_into(qtbot, entries.id_number, NUMBER)
    assert entries.born_on.value() == date(1993, 6, 15)


def test_without_a_document_no_number_is_asked_for(qtbot: QtBot, window: Window) -> None:
    entries = page(window).entries
    assert "id_number" in entries.form.missing()
    entries.id_kind.setFocus()
    entries.id_kind.show_value("none")
    assert "id_number" not in entries.form.missing()
    assert entries.id_number.state() == "read_only"


# -- where they live


def test_a_dwelling_is_found_by_its_initials_and_brings_its_landlord(
    qtbot: QtBot, window: Window, desk: Desk
) -> None:
    fill(qtbot, window)
    entries = page(window).entries
    type_into(qtbot, entries.landlord_name, "Li Guoqiang")
    qtbot.keyClick(entries.landlord_name, Qt.Key.Key_Return, CTRL)
    pick_dwelling(qtbot, window, "hb")
    assert entries.address.value().community == "河滨社区"
    assert entries.landlord_name.value() == "Li Guoqiang"
    assert entries.landlord_name.state() == "auto"


def test_the_rows_below_the_address_say_who_lives_there_and_who_lets_it(
    qtbot: QtBot, window: Window, desk: Desk
) -> None:
    for sequence, more in ((931, {"landlord_name": "李国强"}), (933, {})):
        arrivals.record(desk, arrival("孙立", sequence, "2026-11-01", address="麒麟路 88-2-1603", **more))
    field = page(window).entries.address
    type_into(qtbot, field, "hb 88-2-16")
    qtbot.waitUntil(field.suggesting)
    assert "麒麟路 88-2-1603 2 residents: 孙立 … · Landlord 李国强, 1 of 1" in field.accessibleDescription()
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert page(window).entries.landlord_name.value() == "李国强"


def test_a_landlord_is_found_by_initials_and_brings_the_phone(
    qtbot: QtBot, window: Window, desk: Desk
) -> None:
    let = {"landlord_name": "李国强", "landlord_phone": "13700005508"}
    arrivals.record(desk, arrival("孙立", 931, "2026-11-01", address="麒麟路 88-2-1603", **let))
    entries = page(window).entries
    type_into(qtbot, entries.landlord_name, "lgq")
    qtbot.waitUntil(entries.landlord_name.suggesting)
    qtbot.keyClick(entries.landlord_name, Qt.Key.Key_Return)
    assert (entries.landlord_name.value(), entries.landlord_phone.value()) == ("李国强", "13700005508")
    assert entries.landlord_phone.state() == "auto"


def test_an_employer_is_found_by_initials_and_says_how_many_work_there(qtbot: QtBot, window: Window) -> None:
    employer = page(window).entries.employer
    type_into(qtbot, employer, "yljd")
    qtbot.waitUntil(employer.suggesting)
    qtbot.keyClick(employer, Qt.Key.Key_Return)
    assert employer.value() == "云岭机电有限公司"
    assert "people on file" in employer.accessibleDescription()


def test_a_dwelling_that_is_not_in_the_books_is_entered_in_place(qtbot: QtBot, window: Window) -> None:
    entries = page(window).entries
    type_into(qtbot, entries.address, "河滨社区麒麟路 88-2-1603")
    qtbot.keyClick(entries.address, Qt.Key.Key_N, CTRL)
    assert entries.address.state() == "normal"
    qtbot.keyClick(entries.new_dwelling.address, Qt.Key.Key_Return)
    assert entries.address.value() == Place("河滨社区", "麒麟路 88-2-1603")


@pytest.mark.parametrize("name", ["address", "household_division"])
def test_escape_closes_the_list_below_a_field_and_nothing_else(
    qtbot: QtBot, window: Window, name: str
) -> None:
    entries = page(window).entries
    type_into(qtbot, entries.name, "Wang Liqun")
    field = cast(AddressField, entries.form.fields[name])
    type_into(qtbot, field, "hb")
    qtbot.waitUntil(field.suggesting)
    press(qtbot, window, Qt.Key.Key_Escape)
    assert (field.suggesting(), field.hasFocus(), field.text()) == (False, True, "hb")
    assert entries.name.text() == "Wang Liqun"


def test_a_less_common_reason_is_shown_in_the_last_segment_and_kept(
    desk: Desk, window: Window, made: Samples
) -> None:
    stay = made.stays["soon"]
    form = arrivals.form_of(desk, stay)
    window.go("registration", ("stay", stay))
    page(window).entries.purpose.show_value("07")
    assert page(window).entries.purpose.accessibleDescription() == "Medical care"
    assert page(window).entries.form.value().purpose == "07"
    assert form.purpose == "01"


# -- saving


def test_control_enter_registers_and_begins_the_next(qtbot: QtBot, window: Window, desk: Desk) -> None:
    fill(qtbot, window)
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    card = on_file(desk)
    assert card.name == "Wang Liqun"
    assert card.stay is not None
    assert card.stay.registered_on == date(2026, 11, 23)
    assert is_blank(window)
    assert window.focusWidget() is page(window).entries.id_number


def test_a_registration_is_taken_back_and_what_was_typed_returns(
    qtbot: QtBot, window: Window, desk: Desk
) -> None:
    fill(qtbot, window)
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    window.bottom.undo.undo()
    assert likenesses.find(desk, "", NUMBER, None) == ()
    qtbot.waitUntil(lambda: page(window).entries.name.text() == "Wang Liqun")


def test_control_s_keeps_the_arrival_to_be_registered_later(qtbot: QtBot, window: Window, desk: Desk) -> None:
    fill(qtbot, window)
    press(qtbot, window, Qt.Key.Key_S, CTRL)
    stay = on_file(desk).stay
    assert stay is not None
    assert stay.registered_on is None
    assert stay.register_by == date(2026, 11, 23)


def test_the_primary_leads_to_what_is_missing_and_saves_nothing(
    qtbot: QtBot, window: Window, desk: Desk
) -> None:
    entries = page(window).entries
    type_into(qtbot, entries.id_number, NUMBER)
    assert window.bottom.buttons()[-1].kind == "pending"
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    assert window.focusWidget() is entries.name
    assert likenesses.find(desk, "", NUMBER, None) == ()


def test_f8_goes_to_the_first_gap(qtbot: QtBot, window: Window) -> None:
    entries = page(window).entries
    type_into(qtbot, entries.name, "Wang")
    press(qtbot, window, Qt.Key.Key_F8)
    assert window.focusWidget() is entries.id_number


def test_a_refusal_marks_its_field(qtbot: QtBot, window: Window) -> None:
    fill(qtbot, window)
    type_into(qtbot, page(window).entries.expected_until, "2026-10-01")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    assert page(window).entries.expected_until.state() == "error"
    assert "end before it began" in words_of(page(window))


def test_a_recorded_arrival_is_registered_on_its_own_stay(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples
) -> None:
    window.go("registration", ("stay", made.stays["due_today"]))
    assert page(window).entries.name.text() == "周美玲"
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    card = people.card(desk, made.people["due_today"])
    assert len(card.stays) == 1
    assert card.stays[0].registered_on == date(2026, 11, 23)


def test_a_registered_stay_is_only_corrected(qtbot: QtBot, window: Window, desk: Desk, made: Samples) -> None:
    window.go("registration", ("stay", made.stays["settled"]))
    assert [action.key for action in page(window).buttons()] == ["Esc", "Ctrl+S"]
    type_into(qtbot, page(window).entries.job, "fitter")
    press(qtbot, window, Qt.Key.Key_S, CTRL)
    assert arrivals.form_of(desk, made.stays["settled"]).job == "fitter"


def test_proofs_and_what_was_told_are_kept(qtbot: QtBot, window: Window, desk: Desk) -> None:
    fill(qtbot, window)
    check = page(window).check
    for box in check._told.values():
        qtbot.mouseClick(box, Qt.MouseButton.LeftButton)
    for line in check.proofs.lines:
        qtbot.mouseClick(line.tick, Qt.MouseButton.LeftButton)
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    card = on_file(desk)
    assert {(m.kind, m.state) for m in materials.of_person(desk, card.id)} == {
        ("id_card", "held"),
        ("lease", "held"),
    }


def test_the_head_says_what_registering_today_would_mean(qtbot: QtBot, window: Window) -> None:
    fill(qtbot, window)
    qtbot.waitUntil(lambda: "30 days are full today" in words_of(page(window)))
    assert "2027-05-23" in words_of(page(window))


def test_the_head_says_by_which_day_the_place_wants_a_report(qtbot: QtBot, window: Window) -> None:
    entries = page(window).entries
    fill(qtbot, window)
    qtbot.waitUntil(lambda: "the report is 24 days late (unverified)" in words_of(page(window)))
    entries.arrived_on.clear()
    type_into(qtbot, entries.arrived_on, "11-20")
    entries.phone.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(lambda: "report by 11-27 (unverified)" in words_of(page(window)))


# -- older files


def test_somebody_who_comes_back_goes_on_with_the_old_file(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples
) -> None:
    gone = people.card(desk, made.people["gone"])
    entries = page(window).entries
    type_into(qtbot, entries.name, "许长江")
    type_into(qtbot, entries.id_number, gone.number)
    assert "has been here before" in words_of(page(window))
    press(qtbot, window, Qt.Key.Key_Y, ALT)
    assert entries.phone.value() == gone.phone
    pick_dwelling(qtbot, window, "hb")
    type_into(qtbot, entries.tenure, "1")
    type_into(qtbot, entries.arrived_on, "11-20")
    type_into(qtbot, entries.purpose, "1")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    assert [stay.arrived_on for stay in people.card(desk, gone.id).stays] == [
        date(2026, 11, 20),
        date(2026, 4, 1),
    ]


def test_somebody_who_lives_elsewhere_by_the_file_has_moved_here(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples
) -> None:
    waiting = people.card(desk, made.people["waiting"])
    assert waiting.stay is not None
    entries = page(window).entries
    type_into(qtbot, entries.id_number, waiting.number)
    assert "Lives at" in words_of(page(window))
    press(qtbot, window, Qt.Key.Key_Y, ALT)
    assert f"The stay at {waiting.stay.community} {waiting.stay.address} ends" in words_of(page(window))
    pick_dwelling(qtbot, window, "hb")
    type_into(qtbot, entries.tenure, "1")
    type_into(qtbot, entries.arrived_on, "11-20")
    type_into(qtbot, entries.purpose, "1")
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    new, old = people.card(desk, waiting.id).stays
    assert new.registered_on == date(2026, 11, 23)
    assert old.left_on == new.arrived_on == date(2026, 11, 20)


def test_the_same_number_cannot_be_somebody_else(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples
) -> None:
    gone = people.card(desk, made.people["gone"])
    type_into(qtbot, page(window).entries.id_number, gone.number)
    press(qtbot, window, Qt.Key.Key_N, ALT)
    assert page(window).entries.id_number.state() == "error"


def test_same_name_and_birthday_may_be_somebody_else(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples
) -> None:
    gone = people.card(desk, made.people["gone"])
    assert gone.born_on is not None
    entries = page(window).entries
    type_into(qtbot, entries.name, gone.name)
    type_into(qtbot, entries.born_on, gone.born_on.isoformat())
    entries.phone.setFocus(Qt.FocusReason.TabFocusReason)
    assert "Same name and birthday" in words_of(page(window))
    press(qtbot, window, Qt.Key.Key_N, ALT)
    assert "new here" in words_of(page(window))


# -- the photo


def test_a_photo_is_taken_in_and_kept(
    qtbot: QtBot, window: Window, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "face.jpg"
    file.write_bytes(photo())
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *asked: (str(file), ""))
    fill(qtbot, window)
    press(qtbot, window, Qt.Key.Key_F6)
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    assert on_file(desk).photo is not None


def test_saving_waits_for_the_photo_that_is_still_being_checked(
    qtbot: QtBot,
    desk: Desk,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    checked: threading.Event,
) -> None:
    file = tmp_path / "face.jpg"
    file.write_bytes(photo())
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *asked: (str(file), ""))
    jobs = Jobs()
    window = open_window(qtbot, desk, "registration", jobs=jobs)
    fill(qtbot, window)
    press(qtbot, window, Qt.Key.Key_F6)
    press(qtbot, window, Qt.Key.Key_S, CTRL)
    press(qtbot, window, Qt.Key.Key_S, CTRL)
    QTest.qWait(50)
    assert likenesses.find(desk, "", NUMBER, None) == ()
    checked.set()
    qtbot.waitUntil(lambda: "Kept: Wang Liqun" in words_of(window.bottom))
    jobs.close()
    assert on_file(desk).photo is not None


def test_nothing_is_saved_when_the_photo_under_way_turns_out_to_be_none(
    qtbot: QtBot,
    desk: Desk,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    checked: threading.Event,
) -> None:
    file = tmp_path / "letter.jpg"
    file.write_bytes(b"Dear officer")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *asked: (str(file), ""))
    jobs = Jobs()
    window = open_window(qtbot, desk, "registration", jobs=jobs)
    fill(qtbot, window)
    press(qtbot, window, Qt.Key.Key_F6)
    press(qtbot, window, Qt.Key.Key_S, CTRL)
    checked.set()
    qtbot.waitUntil(lambda: "no picture that can be read" in words_of(page(window).check.photo))
    assert page(window).entries.name.text() == "Wang Liqun"
    jobs.close()
    assert likenesses.find(desk, "", NUMBER, None) == ()


def test_an_older_file_found_while_saving_is_compared_first(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples
) -> None:
    gone = people.card(desk, made.people["gone"])
    assert gone.born_on is not None
    fill(qtbot, window)
    entries = page(window).entries
    entries.id_kind.show_value("none")
    type_into(qtbot, entries.born_on, gone.born_on.isoformat())
    type_into(qtbot, entries.name, gone.name)
    press(qtbot, window, Qt.Key.Key_S, CTRL)
    assert "found just now" in words_of(window)
    assert entries.name.text() == gone.name
    press(qtbot, window, Qt.Key.Key_S, CTRL)
    assert f"Kept: {gone.name}" in words_of(window.bottom)


def test_what_is_no_picture_is_refused_beside_the_photo(
    qtbot: QtBot, window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "letter.jpg"
    file.write_bytes(b"Dear officer")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *asked: (str(file), ""))
    press(qtbot, window, Qt.Key.Key_F6)
    assert "no picture that can be read" in words_of(page(window).check.photo)


# -- the draft


def test_what_is_typed_while_the_disk_takes_nothing_is_kept_once_it_does_again(
    qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registration_keeping, "KEEP_AGAIN_MS", 200)
    monkeypatch.setattr(form, "RESTED_MS", 20)
    window = open_window(qtbot, desk, "registration")
    type_into(qtbot, page(window).entries.name, "Wang Liqun")
    press(qtbot, window, Qt.Key.Key_Tab)
    assert "Draft kept" in words_of(window)

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, before[1]))  # no file grows any more, as on a full disk
    try:
        type_into(qtbot, page(window).entries.phone, "13800138000")
        press(qtbot, window, Qt.Key.Key_Tab)
        assert "Draft kept" not in words_of(window)
        qtbot.wait(100)  # what rests is not kept either
        assert "phone" not in kept(desk)[0].content["fields"]
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    qtbot.waitUntil(lambda: "phone" in kept(desk)[0].content["fields"])
    assert "Draft kept" in words_of(window)


def test_a_draft_is_kept_when_a_field_is_left(qtbot: QtBot, window: Window, desk: Desk) -> None:
    entries = page(window).entries
    type_into(qtbot, entries.name, "Wang Liqun")
    assert kept(desk) == ()
    entries.phone.setFocus(Qt.FocusReason.TabFocusReason)
    assert [row.content["fields"]["name"] for row in kept(desk)] == ["Wang Liqun"]
    type_into(qtbot, entries.phone, "13800000921")
    entries.name.setFocus(Qt.FocusReason.TabFocusReason)
    assert len(kept(desk)) == 1


def test_what_is_in_a_field_in_hand_is_kept_when_another_page_is_opened(qtbot: QtBot, desk: Desk) -> None:
    window = open_window(qtbot, desk, "registration", "today")
    type_into(qtbot, page(window).entries.name, "Wang Liqun")
    window.go("today")
    assert [row.content["fields"]["name"] for row in kept(desk)] == ["Wang Liqun"]


def test_what_is_in_a_field_in_hand_is_on_disk_before_the_closed_window_is_gone(
    qtbot: QtBot, desk: Desk
) -> None:
    jobs = Jobs()
    window = open_window(qtbot, desk, "registration", jobs=jobs)
    type_into(qtbot, page(window).entries.name, "Wang Liqun")
    window.close()
    jobs.close()
    assert [row.content["fields"]["name"] for row in kept(desk)] == ["Wang Liqun"]


def test_what_is_in_a_field_in_hand_is_kept_after_two_seconds_without_a_key(
    qtbot: QtBot, window: Window, desk: Desk
) -> None:
    type_into(qtbot, page(window).entries.name, "Wang Liqun")
    qtbot.waitUntil(lambda: len(kept(desk)) == 1, timeout=10_000)


def test_what_was_taken_out_again_leaves_no_draft(qtbot: QtBot, window: Window, desk: Desk) -> None:
    entries = page(window).entries
    type_into(qtbot, entries.name, "W")
    entries.phone.setFocus(Qt.FocusReason.TabFocusReason)
    assert len(kept(desk)) == 1
    entries.name.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(entries.name, Qt.Key.Key_Backspace)
    entries.phone.setFocus(Qt.FocusReason.TabFocusReason)
    assert kept(desk) == ()


def test_a_draft_gone_on_with_is_kept_as_it_stands_even_if_it_stands_as_before(
    qtbot: QtBot, window: Window, desk: Desk
) -> None:
    fill(qtbot, window)
    again = open_window(qtbot, desk, "registration")
    press(qtbot, again, Qt.Key.Key_D, ALT)
    entries = page(again).entries
    for name in ("Wang Liqunn", "Wang Liqun"):
        entries.name.setFocus(Qt.FocusReason.TabFocusReason)
        entries.name.clear()
        type_into(qtbot, entries.name, name)
        entries.phone.setFocus(Qt.FocusReason.TabFocusReason)
        assert [row.content["fields"]["name"] for row in kept(desk)] == [name]


def test_days_without_a_year_are_read_from_the_new_day_after_midnight(
    qtbot: QtBot, window: Window, desk: Desk
) -> None:
    entries = page(window).entries
    type_into(qtbot, entries.arrived_on, "11-24")
    assert entries.arrived_on.value() == date(2025, 11, 24)
    desk._on = date(2026, 11, 24)
    QApplication.sendEvent(window, QEvent(QEvent.Type.WindowActivate))
    assert entries.arrived_on.value() == date(2026, 11, 24)


def test_a_saved_registration_leaves_no_draft(qtbot: QtBot, window: Window, desk: Desk) -> None:
    fill(qtbot, window)
    assert len(kept(desk)) == 1
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    assert kept(desk) == ()


def test_a_draft_is_offered_at_the_next_visit_and_gone_on_with(
    qtbot: QtBot, window: Window, desk: Desk
) -> None:
    fill(qtbot, window)
    again = open_window(qtbot, desk, "registration")
    assert "Latest: Wang Liqun" in words_of(page(again))
    press(qtbot, again, Qt.Key.Key_D, ALT)
    entries = page(again).entries
    assert entries.id_number.value() == NUMBER
    assert entries.address.value() == page(window).entries.address.value()
    assert entries.division.value() == "530902"
    press(qtbot, again, Qt.Key.Key_Return, CTRL)
    assert on_file(desk).stay is not None
    assert kept(desk) == ()


def test_a_draft_begun_in_chinese_is_whole_in_english(qtbot: QtBot, desk: Desk) -> None:
    language.use("zh_CN")
    chinese = open_window(qtbot, desk, "registration")
    fill(qtbot, chinese)
    begun = page(chinese).entries
    begun.education.show_value("primary")
    begun.purpose.show_value("02")  # one of the less common answers
    type_into(qtbot, begun.insured, "1")
    begun.remark.setFocus(Qt.FocusReason.TabFocusReason)

    language.use("en")
    english = open_window(qtbot, desk, "registration")
    press(qtbot, english, Qt.Key.Key_D, ALT)
    assert page(english).entries.form.value() == begun.form.value()
    assert page(english).entries.education.currentText() == "Primary school"


def test_giving_up_lets_the_draft_go_and_can_be_taken_back(qtbot: QtBot, window: Window, desk: Desk) -> None:
    fill(qtbot, window)
    press(qtbot, window, Qt.Key.Key_Escape)
    assert is_blank(window)
    assert kept(desk) == ()
    window.bottom.undo.undo()
    qtbot.waitUntil(lambda: page(window).entries.name.text() == "Wang Liqun")


# -- the voucher


def test_control_p_registers_and_shows_the_voucher_to_save(
    qtbot: QtBot, window: Window, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "voucher.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *asked: (str(file), ""))
    fill(qtbot, window)
    press(qtbot, window, Qt.Key.Key_P, CTRL)
    press(qtbot, window, Qt.Key.Key_S, CTRL)
    assert file.read_bytes().startswith(b"%PDF")
    assert str(file) in words_of(window.bottom)
    press(qtbot, window, Qt.Key.Key_F9)
    assert unconfirmed(desk) == ()
    assert window.focusWidget() is page(window).entries.id_number


def test_without_a_printer_the_program_says_to_save_the_voucher(
    qtbot: QtBot, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.printing.printers", lambda: ())
    fill(qtbot, window)
    press(qtbot, window, Qt.Key.Key_P, CTRL)
    press(qtbot, window, Qt.Key.Key_P, CTRL)
    assert "no printer on this machine" in words_of(window.bar)


# -- the room there is


def test_the_form_needs_no_scrolling_at_the_design_size(qtbot: QtBot, window: Window) -> None:
    assert page(window).sheet.columns.area.verticalScrollBar().maximum() == 0
    fill(qtbot, window)
    assert page(window).sheet.columns.area.verticalScrollBar().maximum() == 0


def test_a_narrow_window_folds_the_checks_into_a_strip_and_shows_them_in_place_of_the_fields(
    qtbot: QtBot, desk: Desk
) -> None:
    narrow = open_window(qtbot, desk, "registration", size=(1093, 614))
    entries, check = page(narrow).entries, page(narrow).check

    def chips() -> set[str]:
        return {chip.accessibleName() for chip in narrow.findChildren(Chip) if chip.isVisible()}

    assert "Not looked up yet" in chips()  # an empty form is not beyond doubt
    assert check.isHidden()
    entries.id_number.setFocus()
    qtbot.keyClicks(entries.id_number, "53032519930511901")
    press(qtbot, narrow, Qt.Key.Key_Tab)
    assert "Not looked up yet" in chips()  # nor is one whose number cannot be looked up
    entries.id_number.clear()
    press(qtbot, narrow, Qt.Key.Key_6, ALT)
    assert not check.isHidden()
    assert narrow.focusWidget() is check.proofs.lines[0].tick
    assert not entries.address.isVisible()
    press(qtbot, narrow, Qt.Key.Key_F8)
    assert narrow.focusWidget() is entries.id_number
    assert check.isHidden()
