"""Leaving the program: the work since the last backup is backed up; a small window says how far it is."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from threading import Event

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app import backups
from app.backups import Made
from app.desk import Desk
from app.errors import Cancelled, InWords
from app.language import _
from app.progress import Progress, Step
from ui import theme
from ui.jobs import SHOWN_AFTER_MS
from ui.widgets.progress import ProgressStrip
from ui.widgets.text import Text

LOOKS_EVERY_MS = 40


class Leaving(QWidget):
    """Waits for the last backup. It is seen only where that takes a while, and can be left without one."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, self._stop, self._step = desk, Event(), Step("", 0, 1)
        self.strip = ProgressStrip()
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(24), theme.px(16), theme.px(24), theme.px(16))
        column.setSpacing(theme.px(12))
        column.addWidget(Text(_("Backing up before you leave"), size=theme.TITLE, bold=True))
        column.addWidget(
            Text(_("Everything is saved already. This is the copy for the day a disk breaks."), tone="text2")
        )
        column.addWidget(self.strip)

        self.setWindowTitle(_("Anju · residence registration and permits"))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.strip.stopped.connect(self.leave_without)

    def wait(self) -> None:
        """Make the backup; back when it is made, was left, or cannot be made: its age tells of that."""
        with ThreadPoolExecutor(1, "leaving") as lane:
            progress = Progress(self._keep, self._stop.is_set)
            made = lane.submit(backups.by_itself, self._desk, progress, leaving=True)
            self._watch(made)
        with suppress(InWords, Cancelled):
            made.result()

    def leave_without(self) -> None:
        """Leave without a backup; what is half made is thrown away."""
        self._stop.set()
        self.strip.stopping()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave_without()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.leave_without()
        event.ignore()

    def _keep(self, step: Step) -> None:
        self._step = step

    def _watch(self, made: Future[Made | None]) -> None:
        loop, clock = QEventLoop(), QTimer(self, interval=LOOKS_EVERY_MS)
        appears = QTimer(self, interval=SHOWN_AFTER_MS, singleShot=True)
        clock.timeout.connect(lambda: loop.quit() if made.done() else self._show_step())
        appears.timeout.connect(self._appear)
        for each in (clock, appears):
            each.start()
        loop.exec()
        for each in (clock, appears):
            each.stop()
        self.hide()
        self.deleteLater()

    def _appear(self) -> None:
        self.strip.begin(_("Leave without"))
        self.show()

    def _show_step(self) -> None:
        if self.isVisible():
            self.strip.show_step(_(self._step.doing), self._step.done, self._step.total)
