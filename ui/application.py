"""The Qt application: its style, its fonts, its words, and the watch for faults."""

from __future__ import annotations

import faulthandler
import sys

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from app import language as words
from app.language import N_, _
from ui import crash, theme


def make(
    arguments: list[str], *, look: str = "light", scale: float = 1.0, language: str = "zh_CN"
) -> QApplication:
    """Make the application, ready for a window: Fusion style, our look, one language for Qt and for us."""
    app = QApplication(arguments)
    app.setApplicationName("Anju")
    app.setStyle("Fusion")
    words.use(language)
    QLocale.setDefault(QLocale(language))
    speak_as_qt(app, language)
    theme.apply(app, look, scale)
    return app


class LeftOut(QTranslator):
    """The words of Qt's own dialogs that Qt's catalogues leave out, taken from ours."""

    words = frozenset({N_("&Look in:"), N_("Files of &type:"), N_("Page &Set:")})

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        # Asked last, so what it does not know stays as it is. Nothing at all would count as a translation:
        # a size of paper that is called nothing is no size to Qt, and a card came out as large as a letter.
        return _(source) if source in self.words else source

    def isEmpty(self) -> bool:
        return False


def speak_as_qt(app: QApplication, language: str) -> None:
    """Let Qt's own dialogs and menus speak the language too, and the one before no more."""
    for before in app.findChildren(QTranslator):
        app.removeTranslator(before)
        before.deleteLater()
    app.installTranslator(LeftOut(app))  # the one installed last is asked first
    translator = QTranslator(app)
    if translator.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)


def watch(app: QApplication) -> None:
    """Let every fault that nobody caught end in calm words.

    What ends the process before Python hears of it leaves its places in the code, and no values, on the
    error stream.
    """
    crash.watch(app)
    if sys.stderr is not None:  # a window without a console has none
        faulthandler.enable()
