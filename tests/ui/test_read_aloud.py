"""A screen reader's walk over every page: it meets each control, with a name and a role it can say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.desk import Desk
from tests.helpers.office import Samples, sampled
from tests.helpers.window import open_window
from tests.ui.test_every_page import NAMES, subject

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


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[tuple[Desk, Samples]]:
    desk, made = sampled(tmp_path)
    yield desk, made
    desk.close()


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


@pytest.mark.parametrize("page", NAMES)
def test_a_screen_reader_has_a_name_for_every_control(
    qtbot: QtBot, sample: tuple[Desk, Samples], page: str
) -> None:
    desk, made = sample
    window = open_window(qtbot, desk, page, what=subject(page, made))
    QApplication.processEvents()
    root = QAccessible.queryAccessibleInterface(window)
    operated = [
        met for met in walk(root, []) if met.role in CONTROLS or (met.reached and met.role != Role.Cell)
    ]
    assert len(operated) > 2
    assert [met.role.name for met in operated if not met.name] == []


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
