"""Section 3: a family is taken in by a few keys, kept with the draft, and told apart from older files."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from app import arrivals, households, likenesses, materials, people
from app.desk import Desk
from tests.helpers.office import Samples, arrival, citizen_number
from tests.helpers.registration import NUMBER, fill, page, type_into
from tests.helpers.window import open_window, press, words_of
from ui.pages.registration_family import Family
from ui.window import Window

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
WIFE = citizen_number("530902", date(1994, 5, 20), 922)
SON = citizen_number("530902", date(2017, 2, 3), 923)


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> Window:
    return open_window(qtbot, desk, "registration")


def family(window: Window) -> Family:
    return page(window).entries.family


def take_in(qtbot: QtBot, window: Window, number: str, name: str, digit: str) -> None:
    """Take one in by keys alone, from wherever the focus is."""
    press(qtbot, window, Qt.Key.Key_3, ALT)
    for words in (number, name, digit):
        qtbot.keyClicks(window.focusWidget(), words)
        press(qtbot, window, Qt.Key.Key_Return)


def buttons(window: Window) -> list[QAbstractButton]:
    """Of each who is in, what changes them and what takes them out."""
    return [b for b in family(window)._lines.findChildren(QAbstractButton) if b.isVisible()]


def lines(window: Window) -> list[str]:
    """What can be read of those who are in and may be changed here."""
    return [button.text() for button in buttons(window)[::2]]


def head(desk: Desk) -> people.PersonCard:
    return people.card(desk, likenesses.find(desk, "", NUMBER, None)[0].person_id)


def test_a_family_is_taken_in_by_keys_and_registered_with_the_head(
    qtbot: QtBot, window: Window, desk: Desk
) -> None:
    fill(qtbot, window)
    take_in(qtbot, window, WIFE, "Li Xiulan", "1")
    take_in(qtbot, window, SON, "Wang Jun", "2")
    take_in(qtbot, window, "20240601", "Wang Hong", "3")
    assert [line.split("  ")[:3] for line in lines(window)] == [
        ["Wife", "Li Xiulan", "age 32"],
        ["Son", "Wang Jun", "age 9"],
        ["Daughter", "Wang Hong", "age 2"],
    ]
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    rows = households.of_person(desk, head(desk).id)
    assert [(row.name, row.relation, row.registered) for row in rows] == [
        ("Wang Liqun", "02", True), ("Li Xiulan", "12", True), ("Wang Jun", "20", True),
        ("Wang Hong", "30", True),
    ]  # fmt: skip
    assert "3 relatives" in words_of(window.bottom)
    assert family(window).members() == ()


def test_what_is_missing_of_a_relative_is_asked_for_before_they_are_in(qtbot: QtBot, window: Window) -> None:
    press(qtbot, window, Qt.Key.Key_3, ALT)
    row = family(window).row
    qtbot.keyClicks(window.focusWidget(), WIFE)
    row.relation.setFocus()
    press(qtbot, window, Qt.Key.Key_1)
    press(qtbot, window, Qt.Key.Key_Return)
    assert window.focusWidget() is row.name
    assert family(window).members() == ()


def test_a_sign_that_no_paper_can_show_is_told_of_a_relative_too(qtbot: QtBot, window: Window) -> None:
    press(qtbot, window, Qt.Key.Key_3, ALT)
    type_into(qtbot, family(window).row.name, "张小😀")
    qtbot.waitUntil(lambda: "😀 cannot be printed" in words_of(window))


def test_a_relative_half_typed_keeps_the_form_from_being_saved(
    qtbot: QtBot, window: Window, desk: Desk
) -> None:
    fill(qtbot, window)
    press(qtbot, window, Qt.Key.Key_3, ALT)
    qtbot.keyClicks(window.focusWidget(), WIFE)
    assert "Family along" in words_of(window.bottom)
    assert window.bottom.buttons()[-1].kind == "pending"
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    assert window.focusWidget() is family(window).row.name
    assert likenesses.find(desk, "", NUMBER, None) == ()


def test_a_wrong_number_of_a_relative_says_which_part_is_wrong(qtbot: QtBot, window: Window) -> None:
    press(qtbot, window, Qt.Key.Key_3, ALT)
    qtbot.keyClicks(window.focusWidget(), "530902201713039230")
    assert "day of birth" in words_of(family(window))
    press(qtbot, window, Qt.Key.Key_Return)
    assert window.focusWidget() is family(window).row.number


def test_enter_in_the_empty_row_goes_on_to_what_is_still_missing(qtbot: QtBot, window: Window) -> None:
    press(qtbot, window, Qt.Key.Key_3, ALT)
    press(qtbot, window, Qt.Key.Key_Return)
    assert family(window).row.isHidden()
    assert window.focusWidget() is page(window).entries.id_number


def test_escape_closes_the_row_and_gives_nothing_else_up(qtbot: QtBot, window: Window) -> None:
    type_into(qtbot, page(window).entries.name, "Wang Liqun")
    press(qtbot, window, Qt.Key.Key_3, ALT)
    qtbot.keyClicks(window.focusWidget(), "5309")
    press(qtbot, window, Qt.Key.Key_Escape)
    assert family(window).row.isHidden()
    assert page(window).entries.name.text() == "Wang Liqun"


def test_one_who_is_in_is_changed_or_taken_out_again(qtbot: QtBot, window: Window) -> None:
    take_in(qtbot, window, WIFE, "Li Xiulan", "1")
    take_in(qtbot, window, SON, "Wang Jun", "2")
    qtbot.mouseClick(buttons(window)[0], Qt.MouseButton.LeftButton)
    assert family(window).row.name.text() == "Li Xiulan"
    assert [member.name for member in family(window).members()] == ["Wang Jun"]
    row = family(window).row
    row.relation.setFocus()
    press(qtbot, window, Qt.Key.Key_Return)
    assert [member.name for member in family(window).members()] == ["Wang Jun", "Li Xiulan"]
    out = buttons(window)[1]
    assert out.accessibleName() == "Take Wang Jun out"
    qtbot.mouseClick(out, Qt.MouseButton.LeftButton)
    assert [member.name for member in family(window).members()] == ["Li Xiulan"]


def test_what_is_refused_about_a_relative_brings_them_back_into_the_row(
    qtbot: QtBot, window: Window, desk: Desk
) -> None:
    fill(qtbot, window)
    take_in(qtbot, window, WIFE, "Li Xiulan", "1")
    take_in(qtbot, window, SON, "Wang Jun", "3")  # a daughter, by the relation
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    assert "other sex" in words_of(family(window))
    assert family(window).row.name.text() == "Wang Jun"
    assert likenesses.find(desk, "", NUMBER, None) == ()


def test_the_draft_keeps_the_family_and_who_is_still_being_typed(
    qtbot: QtBot, window: Window, desk: Desk
) -> None:
    fill(qtbot, window)
    take_in(qtbot, window, WIFE, "Li Xiulan", "1")
    qtbot.keyClicks(window.focusWidget(), SON)
    page(window).entries.phone.setFocus(Qt.FocusReason.TabFocusReason)
    again = open_window(qtbot, desk, "registration")
    press(qtbot, again, Qt.Key.Key_D, ALT)
    assert family(again).members() == family(window).members()
    assert family(again).entry() == family(window).entry()
    assert family(again).row.name.hasFocus()  # where the typing stopped
    entries = page(again).entries
    assert (entries.born_on.state(), entries.division.state()) == ("auto", "auto")
    assert "from the number" in entries.division.accessibleDescription()


def test_a_relative_who_was_here_before_is_the_same_person_by_one_key(
    qtbot: QtBot, window: Window, desk: Desk, made: Samples
) -> None:
    gone = people.card(desk, made.people["gone"])
    fill(qtbot, window)
    page(window).entries.arrived_on.show_value(date(2026, 11, 20))
    press(qtbot, window, Qt.Key.Key_3, ALT)
    qtbot.keyClicks(window.focusWidget(), gone.number)
    assert "has been here before" in words_of(page(window))
    press(qtbot, window, Qt.Key.Key_Y, ALT)
    assert family(window).row.name.text() == gone.name
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.keyClicks(window.focusWidget(), "8")
    press(qtbot, window, Qt.Key.Key_Return)
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    card = people.card(desk, gone.id)
    assert len(card.stays) == 2
    assert card.stay is not None
    assert [row.name for row in households.led_by(desk, head(desk).id)] == [gone.name]


def test_a_family_recorded_first_stands_in_section_three_and_is_registered_along(
    qtbot: QtBot, window: Window, desk: Desk
) -> None:
    fill(qtbot, window)
    take_in(qtbot, window, WIFE, "Li Xiulan", "1")
    press(qtbot, window, Qt.Key.Key_S, CTRL)
    stay = head(desk).stay
    assert stay is not None
    window.go("registration", ("stay", stay.id))
    assert "Li Xiulan" in words_of(family(window))
    assert lines(window) == [], "who is in the household by the file is not taken out of it here"
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    (wife,) = households.led_by(desk, head(desk).id)
    assert wife.registered


def test_one_line_verifies_the_documents_of_the_whole_family(
    qtbot: QtBot, window: Window, desk: Desk
) -> None:
    fill(qtbot, window)
    take_in(qtbot, window, WIFE, "Li Xiulan", "1")
    line = page(window).check.proofs.lines[1]
    assert line.proof.title == "Document of 1 relative"
    line.tick.setFocus()
    press(qtbot, window, Qt.Key.Key_2)
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    (wife,) = households.led_by(desk, head(desk).id)
    identity = [m for m in materials.of_person(desk, wife.person_id) if m.proves == "identity"]
    assert [(m.kind, m.state, m.verified) for m in identity] == [("id_card", "held", "card_read")]


def test_a_family_of_four_needs_no_scrolling_at_the_design_size(qtbot: QtBot, window: Window) -> None:
    fill(qtbot, window)
    for number, name, digit in ((WIFE, "Li Xiulan", "1"), (SON, "Wang Jun", "2"), ("20240601", "Hong", "3")):
        take_in(qtbot, window, number, name, digit)
        assert page(window).sheet.columns.area.verticalScrollBar().maximum() == 0


def test_who_lives_at_the_same_dwelling_already_only_joins_the_household(
    qtbot: QtBot, window: Window, desk: Desk
) -> None:
    fill(qtbot, window)
    place = page(window).entries.address.value()
    own = arrival("Li Xiulan", 924, "2026-10-01", id_number=WIFE, born_on=date(1994, 5, 20),
                  community=place.community, address=place.address)  # fmt: skip
    before = arrivals.record(desk, own)
    press(qtbot, window, Qt.Key.Key_3, ALT)
    qtbot.keyClicks(window.focusWidget(), WIFE)
    press(qtbot, window, Qt.Key.Key_Y, ALT)
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.keyClicks(window.focusWidget(), "1")
    press(qtbot, window, Qt.Key.Key_Return)
    press(qtbot, window, Qt.Key.Key_Return, CTRL)
    assert len(people.card(desk, before.person_id).stays) == 1
    assert [row.relation for row in households.led_by(desk, head(desk).id)] == ["12"]


def test_in_a_narrow_window_the_row_of_the_next_relative_comes_into_sight(qtbot: QtBot, desk: Desk) -> None:
    narrow = open_window(qtbot, desk, "registration", size=(1093, 614))
    press(qtbot, narrow, Qt.Key.Key_3, ALT)
    row = family(narrow).row
    qtbot.waitUntil(lambda: row.visibleRegion().boundingRect().height() == row.height())
