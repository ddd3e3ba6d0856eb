"""The keys that work in the window now, those of the page before its own; and Alt, which shows them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

Act = Callable[[], object]

HELD = frozenset({"[", "]", "Ctrl+[", "Ctrl+]"})
"""Keys that only lead from one to the next: these go on while they are held. Any other does what it does
once, or whoever rests a finger on F9 would approve people nobody has looked at."""

HELD_MS = 500
"""So long Alt is held alone until it is meant as a question: which key is it?"""


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


class AltHeld(QObject):
    """``turned`` tells that Alt is held alone, and that it no longer is.

    No field has a use for Alt alone, so that Qt hands it up to the window.
    """

    turned = Signal(bool)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._is_held = False
        self._wait = QTimer(self, singleShot=True, interval=HELD_MS)
        self._wait.timeout.connect(partial(self._turn, True))

    def hear(self, event: QEvent) -> None:
        """Hear what comes to the window."""
        match event.type():
            case QEvent.Type.KeyPress | QEvent.Type.ShortcutOverride if isinstance(event, QKeyEvent):
                if event.key() != Qt.Key.Key_Alt:
                    self._let_go()
                elif not (event.isAutoRepeat() or self._is_held or self._wait.isActive()):
                    self._wait.start()
            case QEvent.Type.KeyRelease if isinstance(event, QKeyEvent) and not event.isAutoRepeat():
                self._let_go()
            case QEvent.Type.WindowDeactivate:
                self._let_go()  # it is let go of in another window

    def _let_go(self) -> None:
        self._wait.stop()
        if self._is_held:
            self._turn(False)

    def _turn(self, held: bool) -> None:
        self._is_held = held
        self.turned.emit(held)
