"""What an officer prefers here: language, colours, text size, the shared database, the window's place.

Kept by QSettings in one ini file in the user's configuration folder: written
whole or not at all, and keys it does not know stay as they are.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QCoreApplication, QObject, QSettings, QStandardPaths, Qt, Signal
from PySide6.QtGui import QGuiApplication

from app.language import LANGUAGES
from ui import theme

CHINESE = "zh_CN"
THEMES = ("light", "dark", "system")
LOCK_AFTER = ("5", "10", "30", "0")


class Preferences(QObject):
    """Reads and keeps what is preferred; ``changed`` tells that the look or the language is another now."""

    changed = Signal()

    def __init__(self, spoken: str = "", parent: QObject | None = None) -> None:
        """``spoken`` is the language the program was started in, where one was named."""
        super().__init__(parent)
        self._kept = QSettings(str(file()), QSettings.Format.IniFormat, self)
        self._spoken = spoken

    @property
    def language(self) -> str:
        """The language to speak: the one it was started in, else the one chosen before, else Chinese."""
        return self._spoken or self._one_of("language", tuple(LANGUAGES), CHINESE)

    @property
    def theme(self) -> str:
        """Light, dark, or as the system is."""
        return self._one_of("theme", THEMES, "system")

    @property
    def text_size(self) -> str:
        """Which of the three text sizes."""
        return self._one_of("text_size", tuple(theme.SCALES), "standard")

    @property
    def lock_after(self) -> int:
        """Minutes without a key or the mouse until the window locks itself; 0 never."""
        return int(self._one_of("lock_after", LOCK_AFTER, "10"))

    @property
    def address(self) -> str:
        """The shared database that was last chosen, without its password; "" for the own file."""
        return str(self._kept.value("shared_database", ""))

    @property
    def window(self) -> QByteArray:
        """Where the window was, as Qt keeps it; empty on the first day."""
        kept = self._kept.value("window", QByteArray())
        return kept if isinstance(kept, QByteArray) else QByteArray()

    def choose(self, name: str, value: str) -> None:
        """Keep a new language, theme or text size, and tell."""
        self._kept.setValue(name, value)
        self._kept.sync()
        if name == "language":
            self._spoken = ""
        self.changed.emit()

    def keep_address(self, address: str) -> None:
        """Keep the shared database to open from now on; "" goes back to the own file."""
        self._kept.setValue("shared_database", address)
        self._kept.sync()

    def keep_window(self, place: QByteArray) -> None:
        """Keep where the window is."""
        self._kept.setValue("window", place)
        self._kept.sync()

    def remembered(self, login: str, name: str) -> str:
        """What an officer chose here last under a name, such as a list's scope; "" before the first time."""
        return str(self._kept.value(f"of/{_plain(login)}/{name}", ""))

    def remember(self, login: str, name: str, value: str) -> None:
        """Keep what an officer chose, for that officer; another's choices stay as they are."""
        self._kept.setValue(f"of/{_plain(login)}/{name}", value)

    def of_machine(self, name: str) -> str:
        """What is kept for this machine, such as how a printer is aligned; "" before the first time."""
        return str(self._kept.value(f"machine/{_plain(name)}", ""))

    def keep_of_machine(self, name: str, value: str) -> None:
        """Keep something for this machine."""
        self._kept.setValue(f"machine/{_plain(name)}", value)

    def colours(self, system: Qt.ColorScheme | None = None) -> str:
        """The theme to show now, "light" or "dark"; ``system`` is how the system is, where it just told."""
        if self.theme != "system":
            return self.theme
        now = system or QGuiApplication.styleHints().colorScheme()
        return "dark" if now is Qt.ColorScheme.Dark else "light"

    def scale(self) -> float:
        """How many times the standard size everything is."""
        return theme.SCALES[self.text_size]

    def _one_of(self, name: str, known: tuple[str, ...], otherwise: str) -> str:
        kept = str(self._kept.value(name, otherwise))
        return kept if kept in known else otherwise


def _plain(login: str) -> str:
    """A sign-in name as a key of the file, whatever characters it has."""
    return login.encode().hex()


def file() -> Path:
    """Where the preferences of this user lie."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericConfigLocation)
    return Path(folder) / "anju" / "settings.ini"


def of_program() -> Preferences:
    """The preferences of the running program, or where none was begun those that are kept."""
    program = QCoreApplication.instance()
    assert program is not None
    return program.findChild(Preferences) or Preferences()
