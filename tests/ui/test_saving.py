"""Where the dialogs for saving begin."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from ui import saving


class Dialog:
    """A dialog in which the officer chooses ``answer``; ``begins`` is what it opened with."""

    def __init__(self) -> None:
        self.begins, self.answer = "", ""

    def __call__(self, parent: QWidget, title: str, begins: str, kinds: str) -> tuple[str, str]:
        self.begins = begins
        return self.answer, kinds


@pytest.fixture
def dialog(monkeypatch: pytest.MonkeyPatch) -> Dialog:
    dialog = Dialog()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", dialog)
    monkeypatch.setattr(saving, "places", saving.Places())
    return dialog


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    return window


def ask(window: QWidget) -> Path | None:
    return saving.ask_where(window, "Save the PDF", "card.pdf", "PDF (*.pdf)")


def test_the_first_file_goes_to_the_documents_and_without_them_to_the_home_folder(
    dialog: Dialog, window: QWidget
) -> None:
    home = Path(os.environ["HOME"])
    assert ask(window) is None
    assert dialog.begins == str(home / "card.pdf")
    (home / "Documents").mkdir(parents=True)
    assert ask(window) is None
    assert dialog.begins == str(home / "Documents" / "card.pdf")


def test_the_next_file_goes_where_the_last_one_went_while_the_folder_is_there(
    dialog: Dialog, window: QWidget, tmp_path: Path
) -> None:
    drive = tmp_path / "drive"
    drive.mkdir()
    dialog.answer = str(drive / "first.pdf")
    assert ask(window) == drive / "first.pdf"
    dialog.answer = ""
    assert ask(window) is None
    assert dialog.begins == str(drive / "card.pdf")
    drive.rmdir()
    ask(window)
    assert not dialog.begins.startswith(str(drive))
