"""The Qt application: its style, its fonts, its words, and the watch for faults."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from app import language as words
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


def speak_as_qt(app: QApplication, language: str) -> None:
    """Let Qt's own dialogs and menus speak the language too."""
    translator = QTranslator(app)
    if translator.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)


def watch(app: QApplication) -> None:
    """Let every fault that nobody caught end in calm words."""
    crash.watch(app)
