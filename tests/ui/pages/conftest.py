"""The office in which every page is tried: invented people in every state, on a file of its own."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from app import photos
from app.desk import Desk
from tests.helpers.office import Samples
from ui.camera import FOLDER
from ui.preferences import of_program
from ui.window import Window


@pytest.fixture
def desk(sample: tuple[Desk, Samples]) -> Desk:
    return sample[0]


@pytest.fixture
def made(sample: tuple[Desk, Samples]) -> Samples:
    return sample[1]


@pytest.fixture
def camera(tmp_path: Path, window: Window) -> Path:
    """The folder that the document camera's program saves into."""
    folder = tmp_path / "camera"
    folder.mkdir()
    of_program().keep_of_machine(FOLDER, str(folder))
    return folder


@pytest.fixture
def paper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A printer whose paper is a file: the officer chooses it in the printer's dialog."""
    file = tmp_path / "paper.pdf"

    class Chosen(QPrintDialog):
        def __init__(self, printer: QPrinter, parent: QWidget) -> None:
            super().__init__(printer, parent)
            printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
            printer.setOutputFileName(str(file))

        def exec(self) -> int:
            return int(QDialog.DialogCode.Accepted.value)

    monkeypatch.setattr("ui.printing.printers", lambda: ("Paper",))
    monkeypatch.setattr("ui.printing.QPrintDialog", Chosen)
    return file


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Photos are looked at only once this is set."""
    may_look, from_file = threading.Event(), photos.from_file

    def slowly(path: Path) -> photos.Photo:
        assert may_look.wait(20)
        return from_file(path)

    monkeypatch.setattr(photos, "from_file", slowly)
    return may_look
