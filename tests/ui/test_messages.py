"""Faults of the program: calm words for the officer, and details that name nobody."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading

import pytest
from PySide6.QtCore import QMessageLogContext, QtMsgType
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.errors import Cancelled
from ui import crash
from ui.jobs import Failure
from ui.messages import Messages
from ui.widgets.notice import Notice
from ui.widgets.panel import Panel
from ui.widgets.text import RunIn

SECRET = "530999199306149213"


def fault() -> BaseException:
    try:
        try:
            raise KeyError(SECRET)
        except KeyError as cause:
            raise ValueError(f"no such person: {SECRET}") from cause
    except ValueError as error:
        return error


def dialogs() -> list[crash.CrashDialog]:
    """The reports of faults that stand open."""
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, crash.CrashDialog)]


def test_the_details_say_where_but_never_whom() -> None:
    details = crash.details_of(fault())
    assert "builtins.ValueError" in details
    assert "builtins.KeyError" in details
    assert "tests/ui/test_messages.py" in details
    assert SECRET not in details


@pytest.mark.logs_warnings
def test_a_fault_opens_one_dialog_and_goes_to_the_log(qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    bar = Notice()
    qtbot.addWidget(bar)
    messages = Messages(bar, lambda answer: None)
    for _time in range(2):
        messages.hear(Failure(None, fault(), lambda: None))
    (dialog,) = dialogs()
    assert "ValueError" in dialog.details
    assert SECRET not in caplog.text
    dialog.accept()
    qtbot.waitUntil(lambda: not dialogs())


def test_a_strip_has_the_height_of_its_lines_and_no_more(qtbot: QtBot) -> None:
    panel, bar = Panel(), Notice("这个人来过。", "接着用原档案，居住记录会保留。" * 4, kind="warn")
    bar.add_action("打开档案", lambda: None)
    panel.body.addWidget(bar)
    panel.body.addStretch(1)
    qtbot.addWidget(panel)
    panel.resize(360, 400)
    panel.show()
    (words,) = bar.findChildren(RunIn)
    assert words.height() == words.heightForWidth(words.width()) > 3 * words.fontMetrics().height()


class Torn(QWidget):
    """A widget whose painting fails half way."""

    tried = 0

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self):
            self.tried += 1
            raise fault()


@pytest.mark.logs_warnings
@pytest.mark.qt_no_exception_capture
def test_a_widget_that_cannot_be_painted_is_told_of_once_and_the_program_goes_on(
    qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crash, "qInstallMessageHandler", lambda handler: None)
    for module in (sys, threading):
        monkeypatch.setattr(module, "excepthook", module.excepthook)
    crash.watch(qapp)
    torn = Torn()
    qtbot.addWidget(torn)
    torn.show()
    qtbot.waitUntil(lambda: len(dialogs()) == 1)
    assert "ValueError" in dialogs()[0].details

    dialogs()[0].accept()
    qtbot.waitUntil(lambda: not dialogs())
    before = torn.tried
    torn.update()
    qtbot.waitUntil(lambda: torn.tried > before)
    qtbot.wait(50)  # what was raised is told of at the next turn

    assert not dialogs()


def test_what_was_cancelled_is_told_to_nobody(qtbot: QtBot) -> None:
    bar = Notice()
    qtbot.addWidget(bar)
    Messages(bar, lambda answer: None).hear(Failure(None, Cancelled(), lambda: None))
    assert bar.isHidden()


@pytest.mark.logs_warnings
def test_what_qt_says_goes_to_the_log(caplog: pytest.LogCaptureFixture) -> None:
    crash.hear_qt(QtMsgType.QtWarningMsg, QMessageLogContext(), "a word of Qt")
    assert ("anju.qt", logging.WARNING, "a word of Qt") in caplog.record_tuples


@pytest.fixture
def watched(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> list[BaseException]:
    """What would be reported while the application is watched; after the test all is as before."""
    reported: list[BaseException] = []
    monkeypatch.setattr(crash, "report", reported.append)
    monkeypatch.setattr(crash, "qInstallMessageHandler", lambda handler: None)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    crash.watch(qapp)
    return reported


def test_an_error_nobody_caught_is_reported(watched: list[BaseException]) -> None:
    error = fault()
    sys.excepthook(type(error), error, error.__traceback__)
    assert watched == [error]


def test_an_error_on_another_thread_is_reported_on_the_windows(
    qtbot: QtBot, watched: list[BaseException]
) -> None:
    def fail() -> None:
        raise ValueError(SECRET)

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(watched) == 1)
    assert isinstance(watched[0], ValueError)


BREAKS_OFF = """
import ctypes
from ui import application
app = application.make(["anju"])
application.watch(app)

def reach_for_nothing(of_whom):
    ctypes.string_at(0)

reach_for_nothing("{secret}")
"""


def test_what_ends_the_process_leaves_its_place_but_never_whom() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", BREAKS_OFF.format(secret=SECRET)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, capture_output=True, text=True,
    )  # fmt: skip
    assert ended.returncode < 0
    assert "reach_for_nothing" in ended.stderr
    assert SECRET not in ended.stderr
