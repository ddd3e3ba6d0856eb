"""Entry fields: what they return, what they say, and which keys they take."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QFocusEvent, QFontMetrics
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui import theme
from ui.widgets.choice import ChoiceRow, Switch
from ui.widgets.combo import Combo
from ui.widgets.dates import DateField, read_day
from ui.widgets.fields import Field, FormRow, LongText, TextField, TickBox
from ui.widgets.idnumber import IdNumberField, NumberRead, grouped, plain
from ui.widgets.masked import EyeButton, MaskedText
from ui.widgets.photo import PhotoBox
from ui.widgets.place import AddressField
from ui.widgets.suggesting import RememberedField, Suggestion
from ui.widgets.text import Text

TODAY = date(2026, 11, 23)
NUMBER = "530999199306149213"
TENURES = (("rented", "租赁"), ("owned", "自有"), ("dormitory", "单位"))


def leave(field: QWidget) -> None:
    """The officer goes on to another field."""
    gone = QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.TabFocusReason)
    QApplication.sendEvent(field, gone)


@pytest.mark.parametrize(
    "typed",
    [
        "20261023",
        "10-23",
        "2026.10.23",
        "2026-10-23",
        "2026/10/23",
        "2026年10月23日",
        "10月23日",
        "1023",
        "２０２６１０２３",
    ],
)
def test_a_day_may_be_typed_as_it_comes_to_hand(typed: str) -> None:
    assert read_day(typed, TODAY) == date(2026, 10, 23)


@pytest.mark.parametrize("typed", ["", "2026-02-30", "明天", "20261", "13-45", "99999999"])
def test_what_is_no_day_is_none(typed: str) -> None:
    assert read_day(typed, TODAY) is None


@given(st.dates(date(1950, 1, 1), date(2090, 12, 31)))
def test_every_day_is_read_back_as_written(day: date) -> None:
    assert read_day(day.isoformat(), TODAY) == day
    assert read_day(f"{day:%Y%m%d}", TODAY) == day


@given(st.dates(date(2000, 1, 1), date(2080, 12, 31)), st.integers(0, 364))
def test_without_a_year_the_nearest_day_on_the_asked_side_is_meant(today: date, days: int) -> None:
    behind, ahead = today - timedelta(days), today + timedelta(days)
    if (behind.month, behind.day) != (2, 29):
        assert read_day(f"{behind.month}-{behind.day}", today) == behind
    if (ahead.month, ahead.day) != (2, 29):
        assert read_day(f"{ahead.month}-{ahead.day}", today, ahead=True) == ahead


def test_the_29th_of_february_without_a_year_is_the_last_there_was() -> None:
    assert read_day("2-29", date(2026, 11, 23)) == date(2024, 2, 29)
    assert read_day("2-29", date(2026, 11, 23), ahead=True) == date(2028, 2, 29)


def test_a_date_field_writes_the_day_out_when_left(qtbot: QtBot) -> None:
    field = DateField(lambda: TODAY)
    qtbot.addWidget(field)
    qtbot.keyClicks(field, "10-23")
    leave(field)
    assert field.text() == "2026-10-23"
    assert field.value() == date(2026, 10, 23)


def test_a_day_that_does_not_exist_is_marked_and_kept(qtbot: QtBot) -> None:
    field = DateField(lambda: TODAY)
    qtbot.addWidget(field)
    qtbot.keyClicks(field, "2026-02-30")
    leave(field)
    assert field.state() == "error"
    assert field.typed() == "2026-02-30"
    assert "no such day" in field.fault()


@given(st.text("0123456789X", max_size=20))
def test_grouping_a_number_loses_no_digit(number: str) -> None:
    assert plain(grouped(number)) == number


def test_an_id_number_is_grouped_while_it_is_typed_and_read_when_whole(qtbot: QtBot) -> None:
    field = IdNumberField(lambda number: NumberRead(found=number[6:14]))
    qtbot.addWidget(field)
    with qtbot.waitSignal(field.was_read) as read:
        qtbot.keyClicks(field, NUMBER.lower())
    assert field.text() == "530999 19930614 9213"
    assert field.value() == NUMBER
    assert read.args == [NumberRead(found="19930614")]


def test_a_digit_put_in_between_keeps_the_cursor_where_one_types(qtbot: QtBot) -> None:
    field = IdNumberField(lambda number: NumberRead())
    qtbot.addWidget(field)
    qtbot.keyClicks(field, "5309991993")
    field.setCursorPosition(3)
    qtbot.keyClicks(field, "77")
    assert field.text() == "530779 991993"
    assert field.cursorPosition() == 5


def test_a_wrong_number_says_what_is_wrong_and_stays(qtbot: QtBot) -> None:
    field = IdNumberField(lambda number: NumberRead(wrong="one digit is wrong"))
    row = FormRow("Number", field)
    qtbot.addWidget(row)
    qtbot.keyClicks(field, NUMBER)
    assert field.state() == "error"
    assert field.value() == NUMBER
    assert "one digit is wrong" in [label.text() for label in row.findChildren(Text)]


def test_an_unfinished_number_is_read_when_the_officer_goes_on(qtbot: QtBot) -> None:
    field = IdNumberField(lambda number: NumberRead(wrong="too short"))
    qtbot.addWidget(field)
    qtbot.keyClicks(field, "5309")
    assert field.state() == "normal"
    leave(field)
    assert field.state() == "error"


def test_an_auto_filled_field_shows_its_source_until_it_is_changed(qtbot: QtBot) -> None:
    field = TextField()
    qtbot.addWidget(field)
    field.fill("云南省 临沧市", "取自证件号")
    assert (field.state(), field.focusPolicy()) == ("auto", Qt.FocusPolicy.ClickFocus)
    qtbot.keyClicks(field, "x")
    assert (field.state(), field.focusPolicy()) == ("normal", Qt.FocusPolicy.StrongFocus)


def test_a_long_choice_has_the_room_its_words_need_however_short_the_others_are(qtbot: QtBot) -> None:
    row = ChoiceRow((("a", "登记项目有变更或差错"), ("b", "其他")))
    qtbot.addWidget(row)
    row.resize(row.sizeHint())
    words = QFontMetrics(theme.font(bold=True)).horizontalAdvance("登记项目有变更或差错")
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton, pos=QPoint(words, 8))
    assert row.value() == "a"
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton, pos=QPoint(row.width() - 8, 8))
    assert row.value() == "b"
    row.resize(600, row.height())
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton, pos=QPoint(310, 8))
    assert row.value() == "b"


def test_a_choice_filled_from_elsewhere_says_its_source_until_it_is_changed(qtbot: QtBot) -> None:
    row = ChoiceRow(TENURES)
    qtbot.addWidget(row)
    row.fill("rented", "同上一户")
    assert (row.accessibleDescription(), row.toolTip()) == ("租赁 同上一户", "同上一户")
    qtbot.keyClick(row, Qt.Key.Key_2)
    assert (row.accessibleDescription(), row.toolTip()) == ("自有", "")


def test_a_choice_is_read_aloud_with_its_digits_until_one_is_chosen(qtbot: QtBot) -> None:
    row = ChoiceRow((("1", "男"), ("2", "女")), name="性别")
    qtbot.addWidget(row)
    assert row.accessibleDescription() == "1 男, 2 女"
    row.show_value("2")
    assert row.accessibleDescription() == "女"
    row.show_value(None)
    assert row.accessibleDescription() == "1 男, 2 女"


def test_a_combo_is_read_aloud_with_the_label_beside_it(qtbot: QtBot) -> None:
    combo = Combo((("01", "汉族"), ("02", "回族")), name="民族")
    row = FormRow("民族", combo)
    qtbot.addWidget(row)
    combo.show_value("02")
    labels = [
        other.text(QAccessible.Text.Name)
        for other, relation in QAccessible.queryAccessibleInterface(combo).relations()
        if relation == QAccessible.RelationFlag.Label
    ]
    assert labels == ["民族"]


def test_digits_and_arrows_pick_in_a_choice_row(qtbot: QtBot) -> None:
    row = ChoiceRow(TENURES)
    qtbot.addWidget(row)
    assert row.value() is None
    qtbot.keyClick(row, Qt.Key.Key_2)
    assert row.value() == "owned"
    qtbot.keyClick(row, Qt.Key.Key_Right)
    qtbot.keyClick(row, Qt.Key.Key_Right)
    assert row.value() == "dormitory"
    qtbot.keyClick(row, Qt.Key.Key_9)
    assert row.value() == "dormitory"


def test_a_click_picks_the_segment_under_it(qtbot: QtBot) -> None:
    row = ChoiceRow(TENURES)
    qtbot.addWidget(row)
    row.resize(300, 32)
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton, pos=QPoint(150, 16))
    assert row.value() == "owned"


def test_a_switch_always_has_one_chosen() -> None:
    assert Switch(TENURES).value() == "rented"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("TextField", "王立群"),
        ("LongText", "两\n行"),
        ("Combo", "owned"),
        ("ChoiceRow", "owned"),
        ("DateField", date(2026, 10, 23)),
        ("TickBox", True),
        ("IdNumberField", NUMBER),
    ],
)
def test_every_field_gives_back_what_it_is_shown(qtbot: QtBot, field: str, value: object) -> None:
    made = build(field)
    made.show_value(value)
    assert made.value() == value
    kept = made.typed()
    made.show_value(None)
    assert not made.value()
    made.show_typed(kept)
    assert made.value() == value


def build(kind: str) -> Field:
    fields: dict[str, Field] = {
        "TextField": TextField(),
        "LongText": LongText(),
        "Combo": Combo(TENURES),
        "ChoiceRow": ChoiceRow(TENURES),
        "DateField": DateField(lambda: TODAY),
        "TickBox": TickBox("已当面告知"),
        "IdNumberField": IdNumberField(lambda number: NumberRead()),
    }
    return fields[kind]


HOMES = (
    Suggestion(1, "河滨社区 麒麟路 88-2-1601", "空置"),
    Suggestion(2, "河滨社区 麒麟路 88-2-1602", "住 2 人"),
)


def test_an_address_is_picked_from_what_the_letters_bring_up(qtbot: QtBot) -> None:
    asked: list[str] = []

    def suggest(text: str, show: Callable[[tuple[Suggestion, ...]], None]) -> None:
        asked.append(text)
        show(HOMES)

    field = AddressField(suggest)
    qtbot.addWidget(field)
    with qtbot.waitExposed(field):
        field.show()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    qtbot.keyClicks(field, "hb 88")
    qtbot.waitUntil(field.suggesting)
    assert asked == ["hb 88"]
    qtbot.keyClick(field, Qt.Key.Key_Down)
    with qtbot.waitSignal(field.picked) as picked:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert picked.args == [2]
    assert (field.value(), field.text(), field.suggesting()) == (2, HOMES[1].words, False)
    qtbot.keyClicks(field, "x")
    assert field.value() is None


def test_a_day_is_kept_with_its_year_for_a_draft_may_be_opened_in_another(qtbot: QtBot) -> None:
    field = DateField(lambda: TODAY)
    qtbot.addWidget(field)
    field.show_typed("10-23")
    assert field.typed() == "2026-10-23"


@pytest.mark.parametrize("kind", [Combo, ChoiceRow])
def test_a_choice_is_kept_by_its_value_so_that_a_draft_is_whole_in_another_language(
    qtbot: QtBot, kind: type[Combo | ChoiceRow]
) -> None:
    chinese, english = kind(TENURES), kind((("owned", "Own"), ("rented", "Rented")))
    qtbot.addWidget(chinese)
    qtbot.addWidget(english)
    chinese.show_value("rented")
    english.show_typed(chinese.typed())
    assert english.value() == "rented"
    english.show_typed("")
    assert english.value() is None


def test_an_address_only_typed_is_no_dwelling(qtbot: QtBot) -> None:
    field = AddressField(lambda text, show: None)
    qtbot.addWidget(field)
    qtbot.keyClicks(field, "hb 88")
    leave(field)
    assert field.state() == "error"
    with qtbot.waitSignal(field.new_asked) as asked:
        qtbot.keyClick(field, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert asked.args == ["hb 88"]


LETTING = (Suggestion("a", "李国强", "13700005508"), Suggestion("b", "刘桂琴", "13700005509"))


@pytest.fixture
def landlord(qtbot: QtBot) -> RememberedField:
    field = RememberedField(lambda text, show: show(LETTING))
    qtbot.addWidget(field)
    with qtbot.waitActive(field):
        field.show()
        field.activateWindow()
    field.setFocus()
    return field


def test_letters_take_whoever_they_mean_and_enter_picks(qtbot: QtBot, landlord: RememberedField) -> None:
    qtbot.keyClicks(landlord, "lg")
    qtbot.waitUntil(landlord.suggesting)
    with qtbot.waitSignal(landlord.picked) as picked:
        qtbot.keyClick(landlord, Qt.Key.Key_Return)
    assert (landlord.value(), picked.args) == ("李国强", ["a"])


def test_a_name_that_is_written_out_stays_as_written_until_a_row_is_chosen(
    qtbot: QtBot, landlord: RememberedField
) -> None:
    landlord.setText("李国")
    landlord.look()
    assert "2 suggestions" in landlord.accessibleDescription()
    assert not landlord.suggesting()
    qtbot.keyClick(landlord, Qt.Key.Key_Return)
    assert landlord.value() == "李国"
    qtbot.keyClick(landlord, Qt.Key.Key_Down)
    qtbot.keyClick(landlord, Qt.Key.Key_Return)
    assert landlord.value() == "李国强"


@pytest.mark.parametrize(
    ("matched", "parts"),
    [
        ((), (("麒麟路 88-2", False),)),
        (((4, 2),), (("麒麟路 ", False), ("88", True), ("-2", False))),
        (((0, 3), (7, 1)), (("麒麟路", True), (" 88-", False), ("2", True))),
    ],
)
def test_what_was_typed_stands_out_in_a_suggestion(
    matched: tuple[tuple[int, int], ...], parts: tuple[tuple[str, bool], ...]
) -> None:
    assert Suggestion(1, "麒麟路 88-2", matched=matched).parts() == parts


def test_a_masked_number_is_shown_only_when_the_page_says_so(qtbot: QtBot) -> None:
    masked = MaskedText("530381********1429")
    qtbot.addWidget(masked)
    with qtbot.waitSignal(masked.asked):
        qtbot.mouseClick(masked.findChild(EyeButton), Qt.MouseButton.LeftButton)
    assert masked.text() == "530381********1429"
    masked.reveal(NUMBER)
    assert masked.text() == NUMBER
    qtbot.mouseClick(masked.findChild(EyeButton), Qt.MouseButton.LeftButton)
    assert masked.text() == "530381********1429"


def test_bytes_that_are_no_picture_are_not_shown(qtbot: QtBot) -> None:
    photo = PhotoBox()
    qtbot.addWidget(photo)
    assert not photo.show_photo(b"not a picture")
    assert photo.accessibleName() == "No photo yet"


def test_an_odd_number_is_not_said_to_check(qtbot: QtBot) -> None:
    """One of 15 digits has no digit to check it by, and the form said it checked."""
    field = IdNumberField(lambda number: NumberRead(odd="An old number of 15 digits."))
    qtbot.addWidget(field)
    field.show_value(NUMBER)
    assert field.state() == "warn"
    assert field.accessibleDescription() == "An old number of 15 digits."


def test_what_is_painted_inside_a_field_is_spoken_too(qtbot: QtBot) -> None:
    field = IdNumberField(lambda number: NumberRead())
    qtbot.addWidget(field)
    field.show_value(NUMBER)
    assert field.accessibleDescription() == "✓ number checks"
    field.set_state("warn", "1 older file found")
    assert field.accessibleDescription() == "1 older file found ✓ number checks"
    field.show_note("")
    field.set_state("normal")
    assert field.accessibleDescription() == ""


def test_the_suggestion_in_hand_is_spoken_by_the_field_while_the_list_is_open(qtbot: QtBot) -> None:
    found = (Suggestion(1, "麒麟路 88-2-1603", "2 people"), Suggestion(2, "麒麟路 88-2-1604"))
    field = AddressField(lambda text, show: show(found))
    qtbot.addWidget(field)
    with qtbot.waitActive(field):
        field.show()
        field.activateWindow()
    field.setFocus()
    quiet = field.accessibleDescription()
    field.look()
    assert field.accessibleDescription() == f"{quiet} 麒麟路 88-2-1603 2 people, 1 of 2"
    qtbot.keyClick(field, Qt.Key.Key_Down)
    assert field.accessibleDescription() == f"{quiet} 麒麟路 88-2-1604, 2 of 2"
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.accessibleDescription() == quiet


def test_a_note_gives_way_to_words_that_need_its_room_and_is_still_said(qtbot: QtBot) -> None:
    field = TextField(name="Address")
    qtbot.addWidget(field)
    field.resize(240, field.height())
    with qtbot.waitExposed(field):
        field.show()
    field.fill("云南省临沧市", "from the card")
    assert field.shows_note()
    field.fill("云南省临沧市临翔区示例镇六合村12号", "from the card")
    assert not field.shows_note()
    assert "from the card" in field.accessibleDescription()
    field.resize(480, field.height())
    assert field.shows_note()


def test_words_longer_than_their_field_are_whole_in_its_tooltip(qtbot: QtBot) -> None:
    field = TextField(name="Address")
    qtbot.addWidget(field)
    field.resize(240, field.height())
    with qtbot.waitExposed(field):
        field.show()
    address = "四川省凉山彝族自治州喜德县柏树镇红旗村5组39号"
    field.show_value(address)
    assert field.toolTip() == address
    field.show_value("喜德县")
    assert field.toolTip() == ""
