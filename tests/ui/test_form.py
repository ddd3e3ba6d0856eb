"""A form: fields on one side, a frozen dataclass on the other, and Enter on its way between them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.errors import Refused
from ui.form import Form
from ui.widgets.choice import ChoiceRow
from ui.widgets.dates import DateField
from ui.widgets.fields import Field, LongText, TextField


@dataclass(frozen=True, slots=True)
class Arrival:
    name: str
    phone: str | None
    purpose: str
    arrived_on: date
    remark: str | None


WANG = Arrival("王立群", None, "work", date(2026, 10, 24), "两行")


class Desk(QWidget):
    """A form on a widget, as a page has it."""

    def __init__(self) -> None:
        super().__init__()
        self.name, self.phone, self.remark = TextField(), TextField(), LongText()
        self.purpose = ChoiceRow((("work", "务工"), ("study", "就学")))
        self.arrived_on = DateField(lambda: date(2026, 11, 23))
        fields: dict[str, Field] = {
            "name": self.name,
            "phone": self.phone,
            "purpose": self.purpose,
            "arrived_on": self.arrived_on,
            "remark": self.remark,
        }
        self.form: Form[Arrival] = Form(
            Arrival, fields, required=("name", "purpose", "arrived_on"), parent=self
        )
        column = QVBoxLayout(self)
        for field in (self.name, self.phone, self.purpose, self.arrived_on, self.remark):
            column.addWidget(field)


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    desk = Desk()
    qtbot.addWidget(desk)
    with qtbot.waitActive(desk):
        desk.show()
        desk.activateWindow()
    return desk


def test_a_form_gives_back_the_value_it_shows(desk: Desk) -> None:
    desk.form.show(WANG)
    assert desk.form.value() == WANG


def test_what_is_missing_is_refused_by_the_name_of_its_field(desk: Desk) -> None:
    desk.name.show_value("王立群")
    assert desk.form.missing() == ("purpose", "arrived_on")
    with pytest.raises(Refused) as refused:
        desk.form.value()
    assert refused.value.field == "purpose"


def test_what_cannot_be_read_is_refused_before_what_is_missing(desk: Desk) -> None:
    desk.arrived_on.show_typed("2026-02-30")
    with pytest.raises(Refused) as refused:
        desk.form.value()
    assert refused.value.field == "arrived_on"


def test_a_draft_keeps_even_what_cannot_be_read(desk: Desk) -> None:
    desk.form.show(WANG)
    desk.arrived_on.show_typed("2026-02-30")
    draft = desk.form.draft()
    desk.form.clear()
    assert desk.form.draft() == {}
    desk.form.show_draft(draft)
    assert desk.arrived_on.typed() == "2026-02-30"
    assert desk.name.value() == "王立群"


def test_leaving_a_field_says_so_that_the_draft_is_kept(qtbot: QtBot, desk: Desk) -> None:
    desk.name.setFocus()
    with qtbot.waitSignal(desk.form.left) as left:
        desk.phone.setFocus()
    assert left.args == ["name"]


def test_enter_goes_to_the_next_required_field_and_back(qtbot: QtBot, desk: Desk) -> None:
    desk.name.setFocus()
    qtbot.keyClick(desk.name, Qt.Key.Key_Return)
    assert desk.purpose.hasFocus()
    qtbot.keyClick(desk.purpose, Qt.Key.Key_Return)
    assert desk.arrived_on.hasFocus()
    qtbot.keyClick(desk.arrived_on, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert desk.purpose.hasFocus()


def test_enter_passes_over_what_was_filled_from_elsewhere(qtbot: QtBot, desk: Desk) -> None:
    desk.purpose.fill("work")
    desk.name.setFocus()
    qtbot.keyClick(desk.name, Qt.Key.Key_Return)
    assert desk.arrived_on.hasFocus()


def test_enter_makes_a_new_line_in_a_remark(qtbot: QtBot, desk: Desk) -> None:
    desk.remark.setFocus()
    qtbot.keyClicks(desk.remark, "a")
    qtbot.keyClick(desk.remark, Qt.Key.Key_Return)
    qtbot.keyClicks(desk.remark, "b")
    assert desk.remark.value() == "a\nb"


def test_marking_a_field_puts_the_officer_into_it(desk: Desk) -> None:
    assert desk.form.mark("phone", "eleven digits")
    assert (desk.phone.state(), desk.phone.hasFocus()) == ("error", True)
    assert not desk.form.mark("nothing", "…")


def test_going_to_what_is_missing_stops_at_the_first(desk: Desk) -> None:
    assert desk.form.go_to_missing()
    assert desk.name.hasFocus()
    desk.form.show(WANG)
    assert not desk.form.go_to_missing()


def test_a_field_that_is_no_longer_asked_for_is_not_missing(qtbot: QtBot, desk: Desk) -> None:
    with qtbot.waitSignal(desk.form.changed):
        desk.form.require("name", False)
    assert desk.form.missing() == ("purpose", "arrived_on")
    desk.form.require("name", True)
    assert desk.form.missing() == ("name", "purpose", "arrived_on")


def test_one_field_may_stand_for_several_parts_of_the_value(qtbot: QtBot) -> None:
    both = TextField()
    qtbot.addWidget(both)
    form: Form[tuple[str, str]] = Form(
        lambda both: tuple(both.split(" ")), {"both": both}, entered=lambda value: {"both": " ".join(value)}
    )
    form.show(("河滨社区", "麒麟路"))
    assert both.text() == "河滨社区 麒麟路"
    assert form.value() == ("河滨社区", "麒麟路")
