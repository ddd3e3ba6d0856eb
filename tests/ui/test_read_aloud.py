"""A screen reader's walk over every page, what lies over it and the way in: each control has a name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app import language, permits
from app.desk import Desk
from app.errors import Refused, Unavailable
from app.putting_back import Copy, PutBack
from db.slips import Slip
from tests.helpers.office import Samples
from tests.helpers.window import open_window
from tests.ui.test_every_page import (
    NAMES,
    NARROW,
    behind_tabs,
    clipped,
    cut_off,
    settle,
    small,
    subject,
    unnamed,
)
from ui.jobs import Failure
from ui.welcome.choices import Choices
from ui.welcome.connecting import Connect
from ui.welcome.founding import FoundOffice
from ui.welcome.putting_back import AfterPuttingBack, ChooseCopy
from ui.welcome.recovery import Recover, RecoveryCode
from ui.welcome.sign_in import SignIn
from ui.welcome.trouble import Trouble
from ui.window import Window

Role = QAccessible.Role
CONTROLS = {
    Role.Button,
    Role.CheckBox,
    Role.RadioButton,
    Role.ComboBox,
    Role.EditableText,
    Role.Table,
    Role.List,
}
"""What can be operated; a cell of a table is said with its column and may be empty."""


@dataclass(frozen=True)
class Met:
    """One thing a screen reader comes upon."""

    role: QAccessible.Role
    name: str
    reached: bool


def walk(here: QAccessibleInterface, met: list[Met]) -> list[Met]:
    """All that a screen reader comes upon from here down.

    Only what was said is kept: Qt throws the interfaces themselves away as it likes.
    """
    if here.state().invisible:
        return met
    met.append(Met(here.role(), here.text(QAccessible.Text.Name).strip(), bool(here.state().focusable)))
    for number in range(here.childCount()):
        if (child := here.child(number)).isValid():
            walk(child, met)
    return met


def nameless(window: QWidget) -> list[str]:
    """The roles of what can be operated and has no name."""
    root = QAccessible.queryAccessibleInterface(window)
    operated = [
        met for met in walk(root, []) if met.role in CONTROLS or (met.reached and met.role != Role.Cell)
    ]
    assert operated
    return [met.role.name for met in operated if not met.name]


@pytest.mark.parametrize("page", NAMES)
def test_a_screen_reader_has_a_name_for_every_control(
    qtbot: QtBot, sample: tuple[Desk, Samples], page: str
) -> None:
    desk, made = sample
    window = open_window(qtbot, desk, page, what=subject(page, made))
    for tab in behind_tabs(window):
        assert (tab, nameless(window)) == (tab, [])


def explain(window: Window, desk: Desk, made: Samples) -> None:
    """Lay open why the law said what it said."""
    with pytest.raises(Refused) as refused:
        permits.apply(desk, made.people["waiting"])
    window.sheets.explain(refused.value.because)


def find(window: Window, desk: Desk, made: Samples) -> None:
    """Look for somebody."""
    window.open_finder()
    window.sheets.finder.asked.emit("马")


OVERLAYS: dict[str, Callable[[Window, Desk, Samples], object]] = {
    "the search": lambda window, desk, made: window.open_finder(),
    "somebody found": find,
    "the keys": lambda window, desk, made: window.open_keys(),
    "why": explain,
    "something went wrong": lambda window, desk, made: window.messages.hear(
        Failure(None, Unavailable("The database cannot be reached just now."), lambda: None)
    ),
    "the lock": lambda window, desk, made: window.lock_now(),
}


@pytest.mark.parametrize("over", OVERLAYS)
def test_what_lies_over_a_page_is_named_fits_and_is_read(
    qtbot: QtBot, sample: tuple[Desk, Samples], over: str
) -> None:
    desk, made = sample
    language.use("zh_CN")
    window = open_window(qtbot, desk, "today", "resident", size=NARROW)
    OVERLAYS[over](window, desk, made)
    settle(window)
    assert nameless(window) == []
    assert (cut_off(window), small(window), clipped(window)) == ([], [], [])


MADE = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
COPY = Copy(
    Path("/media/stick/anju"),
    Slip(
        "office-20261123-173000.anju", MADE, uuid4(), "0001", 1, 12, "00" * 32, 8642, "register", MADE,
        "陈晓岚", 1, "", None,
    ),
)  # fmt: skip
SCENES: dict[str, Callable[[], QWidget]] = {
    "something is in the way": lambda: Trouble("It cannot be opened.", "/office", backup_helps=True),
    "welcome": lambda: Choices(has_office=True, where="/office"),
    "founding": lambda: FoundOffice(lambda text, show: None, lambda code: code, "/office"),
    "signing in": lambda: SignIn((), "文昌派出所", "/office"),
    "a shared database": lambda: Connect("postgresql+psycopg://server/anju"),
    "the recovery code": lambda: RecoveryCode("ABCD-EFGH-JKLM-NPQR-STUV-WXYZ"),
    "recovering": lambda: Recover(()),
    "choosing a copy": lambda: ChooseCopy((COPY,), (("chenxl", "陈晓岚"),), "/office/office.anju"),
    "no copy to choose": lambda: ChooseCopy((), (), "/office/office.anju"),
    "a copy in its place": lambda: AfterPuttingBack(PutBack(COPY, Path("/office/office.anju.aside"))),
}


@pytest.mark.parametrize("spoken", ["zh_CN", "en"])
@pytest.mark.parametrize("scene", SCENES)
def test_every_scene_of_the_way_in_is_named_fits_and_is_read(qtbot: QtBot, scene: str, spoken: str) -> None:
    language.use(spoken)
    shown = SCENES[scene]()
    qtbot.addWidget(shown)
    shown.resize(*NARROW)
    with qtbot.waitExposed(shown):
        shown.show()
    settle(shown)
    assert nameless(shown) == []
    assert (cut_off(shown), small(shown), clipped(shown), unnamed(shown)) == ([], [], [], [])


def test_a_field_is_said_by_its_label_and_not_by_its_example(
    qtbot: QtBot, sample: tuple[Desk, Samples]
) -> None:
    desk, made = sample
    window = open_window(qtbot, desk, "registration", what=subject("registration", made))
    examples = {
        field.accessibleName()
        for field in window.findChildren(QLineEdit)
        if field.isVisible() and field.placeholderText() and field.accessibleName() == field.placeholderText()
    }
    assert not any(":" in example or "：" in example for example in examples)
