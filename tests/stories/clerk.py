"""A clerk in a process of their own, who registers one person after another until the program is killed.

Run as ``python -m tests.stories.clerk FILE FIRST [half]``. Prints a name once the window has said that it
is saved; with ``half`` only begins a form and prints the name once the window says that the draft is kept.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import count
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.helpers.office import citizen_number
from tests.stories.officer import read
from ui import application
from ui.opening import Program
from ui.preferences import Preferences

DAY = date(2026, 11, 23)
PASSWORD = "a quiet window 7"
EVERY_MS = 5


def name_of(number: int) -> str:
    return "赵钱孙李周吴郑王冯陈"[number % 10] + f"来{'甲乙丙丁戊己庚辛壬癸'[number // 10 % 10]}"


def number_of(number: int) -> str:
    return citizen_number("530902", date(1990, 1, 1) + timedelta(days=number), 931)


def at_work(window: Callable[[], QWidget], first: int, half: bool) -> Iterator[None]:
    """The clerk's work, step by step; each step waits until the screen says what it waits for."""
    yield from reads(window, "密码")
    types(PASSWORD)
    presses("Enter")
    yield from reads(window, "本机加密")
    presses("F2")
    for number in count(first):
        yield from goes_into("证件号")
        types(number_of(number))
        presses("Alt+1")
        types(name_of(number))
        if half:
            presses("Tab")
            yield from reads(window, "已存本机")
            tells(name_of(number))
            return
        presses("Alt+4", "Ctrl+N")
        yield from goes_into("新房屋的社区")
        types("河滨社区")
        presses("Enter")
        types(f"麒麟路{number}号")
        presses("Enter")
        yield from goes_into("住所")
        presses("1", "Enter")
        types("1024")
        presses("Enter", "1", "Ctrl+Enter")
        yield from reads(window, f"已登记：{name_of(number)}")
        tells(name_of(number))


def reads(window: Callable[[], QWidget], words: str) -> Iterator[None]:
    while words not in read(window()):
        yield


def goes_into(name: str) -> Iterator[None]:
    while focus().accessibleName() != name:
        yield


def focus() -> QWidget:
    return QApplication.focusWidget() or QWidget()


def types(text: str) -> None:
    if text.isascii():
        QTest.keyClicks(focus(), text)
        return
    composed = QInputMethodEvent()
    composed.setCommitString(text)
    QApplication.sendEvent(focus(), composed)


def presses(*presses: str) -> None:
    for each in presses:
        QTest.keySequence(focus(), QKeySequence(each.replace("Enter", "Return")))


def tells(name: str) -> None:
    sys.stdout.write(name + "\n")
    sys.stdout.flush()


def main(file: Path, first: int, half: bool) -> None:
    app = application.make([], language="zh_CN")
    program = Program(app, Preferences("zh_CN"), str(file), DAY)
    program.window.painted.connect(program.begin)
    program.window.show()
    program.window.activateWindow()
    work = at_work(lambda: program.window, first, half)
    ticking = QTimer(app, interval=EVERY_MS)
    ticking.timeout.connect(lambda: next(work, None))
    ticking.start()
    app.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), "half" in sys.argv)
