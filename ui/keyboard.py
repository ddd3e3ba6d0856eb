"""The keys that work in the window now: those of the page on the screen before the window's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

Act = Callable[[], object]

HELD = frozenset({"[", "]", "Ctrl+[", "Ctrl+]"})
"""Keys that only lead from one to the next: these go on while they are held. Any other does what it does
once, or whoever rests a finger on F9 would approve people nobody has looked at."""


class Keyboard(QObject):
    """Makes a key work as long as something is declared for it; ``attempt`` does what it is for."""

    def __init__(self, window: QWidget, attempt: Callable[[Act], None]) -> None:
        super().__init__(window)
        self._window, self._attempt = window, attempt
        self._acts: Mapping[str, Act] = {}
        self._shortcuts: dict[str, QShortcut] = {}
        self._listens = True

    def show(self, acts: Mapping[str, Act]) -> None:
        """These keys work from now on, and no others."""
        self._acts = acts
        for press in self._shortcuts.keys() - acts.keys():
            old = self._shortcuts.pop(press)
            old.setParent(None)
            old.deleteLater()
        self._shortcuts |= {press: self._shortcut(press) for press in acts.keys() - self._shortcuts.keys()}

    def press(self, name: str) -> None:
        """Do what the key does on the page now shown, if it does anything there."""
        if name in self._acts:
            self._attempt(self._acts[name])

    def listen(self, listens: bool) -> None:
        """Whether keys come through: not while something lies over the page."""
        self._listens = listens
        for shortcut in self._shortcuts.values():
            shortcut.setEnabled(listens)

    def _shortcut(self, press: str) -> QShortcut:
        shortcut = QShortcut(QKeySequence(press.replace("Enter", "Return")), self._window)
        shortcut.setAutoRepeat(press in HELD)
        shortcut.activated.connect(partial(self.press, press))
        shortcut.setEnabled(self._listens)
        return shortcut
