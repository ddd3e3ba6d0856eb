"""How long a key holds the window's thread, in a city: a form filled in, the search box used, by real keys.

What the keys ask for is done beside the window, on the lanes that its users have. Of each turn of
the window's loop the processor's seconds of its own thread are taken; the longest one is told.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from bench import Figure, Goal, city, clock, program

if TYPE_CHECKING:
    from ui.window import Window

BETWEEN_KEYS = 0.12
"""Seconds from one key to the next, of somebody who types fast."""

FORM = (
    "522121199306149011", "Return", "王", "立", "群", "Return", "nywtj115", "Down", "Return", "Return", "1",
    "Return", "1104", "Return", "1", "Alt+2", "13800000921", "Alt+5", "sljd", "Return", "Tab", "装", "配",
    "工", "Alt+3", "530902199405209221", "Return", "李", "秀", "兰", "Return", "1", "Return",
)  # fmt: skip
SEARCH = (
    "王", "立", "Ctrl+A", "lxl", "Ctrl+A", "wangli", "Ctrl+A", "53090219", "Ctrl+A", "梧", "桐", "街", "115",
)  # fmt: skip
KEYS = ("Return", "Tab", "Down")


def measure() -> Figure:
    with city.copy() as file, tempfile.TemporaryDirectory() as folder:
        told = program.run(Path(folder), "-m", "bench.typing", str(file))
    form, search, whole = map(float, told.split())
    return Figure(
        f"The longest that a key holds the window among {city.PEOPLE:,} residents",
        max(form, search),
        "painting the whole window again",
        whole,
        at_most=1.5,
        goals=(Goal("in the form of 登记", form, 0.016), Goal("in the search box", search, 0.016)),
    )


def typed(file: str) -> tuple[float, float, float]:
    """The longest turn while the form is filled in, while somebody is searched, and the window painted."""
    from app import offices
    from bench import screen
    from ui.jobs import Jobs

    desk = offices.open_fiction(offices.url_of(file), city.DAY)
    with screen.window(desk, Jobs) as window:
        hand = Hand(window)
        hand.press("F2")
        hand.pause(3)  # the page is built the first time it is opened
        form = hand.type(FORM)
        assert "王立群" in hand.written(), hand.written()
        hand.press("Ctrl+K")
        hand.pause(1)
        search = hand.type(SEARCH)
        assert "梧桐街115" in hand.written(), hand.written()
        return form, search, clock.median([clock.busy(window.grab) for _ in range(10)])


class Hand:
    """Presses keys at a window and watches each turn of its loop."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._longest = 0.0

    def type(self, script: tuple[str, ...]) -> float:
        """Type and press what stands in the script; the longest turn of the loop meanwhile, in seconds."""
        self._longest = 0.0
        for each in script:
            for press in (each,) if "+" in each or each in KEYS else each:
                self.press(press)
                self.pause(BETWEEN_KEYS)
        return self._longest

    def press(self, what: str) -> None:
        """Press a key, or have an input method hand a sign over, in the next turn of the loop."""
        from PySide6.QtCore import QTimer
        from PySide6.QtGui import QInputMethodEvent, QKeySequence
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QApplication

        def do() -> None:
            if what.isascii():
                QTest.keySequence(self._window.windowHandle(), QKeySequence(what))
                return
            written = QInputMethodEvent()
            written.setCommitString(what)
            QApplication.sendEvent(self._window.focusWidget(), written)

        QTimer.singleShot(0, do)

    def written(self) -> list[str]:
        """What stands in the fields on the screen."""
        from PySide6.QtWidgets import QLineEdit

        return [field.text() for field in self._window.findChildren(QLineEdit) if field.isVisible()]

    def pause(self, seconds: float) -> None:
        """Let the loop turn for so long, as it does while the next key is looked for."""
        from PySide6.QtCore import QAbstractEventDispatcher, QEventLoop, QTimer

        dispatcher = QAbstractEventDispatcher.instance()
        over = time.monotonic() + seconds
        QTimer.singleShot(int(seconds * 1000), lambda: None)  # or it would wait for ever
        while time.monotonic() < over:
            start = time.thread_time()
            dispatcher.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            self._longest = max(self._longest, time.thread_time() - start)


if __name__ == "__main__":
    print(*typed(sys.argv[1]))
