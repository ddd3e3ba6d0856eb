"""The doctor's look at what the window needs, with a screen that is not there."""

from __future__ import annotations

import pytest
from PySide6.QtPrintSupport import QPrinterInfo

from app.doctor import BAD, OK, WARN
from ui import health, theme


def test_a_machine_that_can_show_chinese_is_well() -> None:
    kinds = {finding.about: finding.kind for finding in health.examine()}
    assert kinds["Window"] == kinds["Fonts on the screen"] == OK


def test_printers_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: ["Window", "Back office"])
    told = {finding.about: finding for finding in health.examine()}["Printers"]
    assert (told.kind, told.said) == (OK, "2 printers: Window, Back office")


def test_no_printer_is_no_fault_but_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)
    told = {finding.about: finding for finding in health.examine()}["Printers"]
    assert told.kind == WARN
    assert "PDF" in told.said


@pytest.mark.parametrize(("family", "kind"), [("", BAD), ("DejaVu Sans Mono", WARN)])
def test_a_machine_without_a_chinese_font_is_told(
    family: str, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(theme, "chinese_family", lambda: family)
    told = {finding.about: finding for finding in health.examine()}["Fonts on the screen"]
    assert told.kind == kind
