"""What the window needs of this machine: Qt, a font for Chinese, printers; it works without a display."""

from __future__ import annotations

import os
from collections.abc import Iterator

from app.doctor import BAD, OK, WARN, Finding
from app.language import _, plural


def examine() -> tuple[Finding, ...]:
    """Look at what the window needs, and say it in the officer's language."""
    try:
        from PySide6.QtGui import QGuiApplication
        from PySide6.QtPrintSupport import QPrinterInfo
        from PySide6.QtWidgets import QApplication
    except ImportError as error:
        return (Finding(BAD, _("Window"), _("Qt cannot be loaded: {why}. Run “make run” once.", why=error)),)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # the doctor shows no window
    program = QGuiApplication.instance() or QApplication(["doctor"])
    found = (*_qt(), *_fonts(), *_printers(tuple(QPrinterInfo.availablePrinterNames())))
    del program  # Qt answers only while it lives
    return found


def _qt() -> Iterator[Finding]:
    from PySide6.QtCore import qVersion

    yield Finding(OK, _("Window"), _("Qt {version}", version=qVersion()))


def _fonts() -> Iterator[Finding]:
    from PySide6.QtGui import QFontDatabase

    from ui import theme

    about, family = _("Fonts on the screen"), theme.chinese_family()
    if not family:
        yield Finding(BAD, about, _("Neither this machine nor the program has a font for Chinese."))
    elif QFontDatabase.WritingSystem.SimplifiedChinese not in QFontDatabase.writingSystems(family):
        yield Finding(WARN, about, _("{family} cannot write Chinese; install a Chinese font.", family=family))
    else:
        yield Finding(OK, about, family)


def _printers(names: tuple[str, ...]) -> Iterator[Finding]:
    about = _("Printers")
    if names:
        told = plural("{n} printer: {names}", "{n} printers: {names}", len(names), names=", ".join(names))
        yield Finding(OK, about, told)
    else:
        yield Finding(WARN, about, _("None. Documents can be saved as PDF; connect a printer to print them."))
