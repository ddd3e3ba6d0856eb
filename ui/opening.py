"""How the program begins and ends: the window is painted first, the database is opened behind it.

Nothing of the database or the law is imported before the first paint.
"""

from __future__ import annotations

import os
import sys
import time
from datetime import date
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from app import language as words
from app.language import _
from ui import application, crash, theme
from ui.garbage import Sweeper
from ui.jobs import Failure, Jobs
from ui.news import News
from ui.office import Office
from ui.preferences import Preferences
from ui.widgets.empty import EmptyState
from ui.window import Window

if TYPE_CHECKING:
    from app.desk import Desk
    from ui.welcome.way_in import WayIn


def run(database: str | None, on: date | None, language: str | None, only_measure: bool) -> int:
    """Open the window and work until it is closed; answers the exit code.

    ``only_measure`` prints ``time.monotonic_ns()`` at the first paint and ends.
    """
    preferences = Preferences(spoken=language or os.environ.get("ANJU_LANGUAGE", ""))
    look = "light" if preferences.theme == "system" else preferences.theme
    app = application.make(sys.argv[:1], look=look, scale=preferences.scale(), language=preferences.language)
    if preferences.colours() != look:
        theme.apply(app, preferences.colours(), preferences.scale())
    application.watch(app)
    program = Program(app, preferences, database or "", on)
    program.window.painted.connect(partial(_report, app) if only_measure else program.begin)
    program.window.show()
    code = app.exec()
    program.close()
    return code


def _report(app: QApplication) -> None:
    sys.stdout.write(f"{time.monotonic_ns()}\n")
    QTimer.singleShot(0, app.quit)


class Program(QObject):
    """The running program: its window, the work behind it, and the desk once there is one."""

    def __init__(self, app: QApplication, preferences: Preferences, database: str, on: date | None) -> None:
        super().__init__(app)
        self._app, self._preferences = app, preferences
        self._database, self._on = database, on
        self._language = preferences.language
        self._way_in: WayIn | None = None
        self.office: Office | None = None
        self.jobs, self.news, self._sweeper = Jobs(self), News(self), Sweeper(self)
        self.window = self._new_window()

        # In the loop's next turn: the pages hear at once, and what they ask for goes first.
        self.news.arrived.connect(self._put_away, Qt.ConnectionType.QueuedConnection)
        preferences.setParent(app)
        preferences.changed.connect(self.rebuild, Qt.ConnectionType.QueuedConnection)
        app.styleHints().colorSchemeChanged.connect(self._follow_system)
        self.window.restoreGeometry(preferences.window)

    def begin(self) -> None:
        """Begin to look for the database, off the window's thread from the first import on."""
        self.jobs.failed.connect(_report_fault)
        self.jobs.run(_load, then=self._enter, owner=self)

    def settle(self, desk: Desk) -> None:
        """An officer is at the desk: hand it to the window."""
        self.office = Office(desk, self.jobs, self.news)
        desk.on_change(self.news.tell)
        self._fill_window(self.office)

    def _put_away(self) -> None:
        """After an act, behind all that was asked for because of it: nobody waits for this."""
        if self.office is not None:
            self.jobs.run(self.office.desk.put_away, owner=self)

    def rebuild(self) -> None:
        """Make the window anew in another look or language, at the same desk."""
        if self._preferences.language != self._language:
            self._speak(self._preferences.language)
        theme.apply(self._app, self._preferences.colours(), self._preferences.scale())
        old, self.window = self.window, self._new_window()
        self.window.restoreGeometry(old.saveGeometry())
        if self.office is not None:
            self._fill_window(self.office, first="settings")
        self.window.show()
        old.hide()
        old.deleteLater()
        self._sweeper.look_again()

    def _follow_system(self, now: Qt.ColorScheme) -> None:
        """The system has turned dark or light: so does the window as it stands, with what is typed in it."""
        theme.apply(self._app, self._preferences.colours(now), self._preferences.scale())
        if (page := self.window.page()) is not None:
            page.reload()  # what it was given in a colour, as the plane of days, is given it anew

    def close(self) -> None:
        """Stop what is long, wait for what is short, leave the desk and let go of the file."""
        self._preferences.keep_window(self.window.saveGeometry())
        self.jobs.close()
        try:
            self._back_up()
        finally:  # whatever becomes of the copy, the desk is left in order
            if self._way_in is not None:
                self._way_in.leave()
            self._preferences.setParent(None)
            self._sweeper.end()

    def _back_up(self) -> None:
        if self.office is not None and self.office.desk.own_file is not None:
            from ui.leaving import Leaving  # when there is something to leave

            Leaving(self.office.desk).wait()

    def _enter(self, loaded: type[WayIn], *, putting_back: bool = False) -> None:
        way_in = loaded(self.window.stack, self.jobs, self._preferences, self._database, self._on, self)
        self._way_in = way_in
        self.jobs.failed.disconnect(_report_fault)  # the way in hears it now, afterwards the window
        way_in.opened.connect(self.settle)
        if putting_back:
            way_in.put_back()
        else:
            way_in.begin()

    def hand_over(self) -> None:
        """Somebody else signs in; what was typed is a draft of the office by now."""
        self.jobs.when_quiet(self._begin_anew, owner=self)

    def put_back(self) -> None:
        """The officer leaves the desk, to put its file back from a backup."""
        self.jobs.when_quiet(partial(self._begin_anew, putting_back=True), owner=self)

    def _begin_anew(self, *, putting_back: bool = False) -> None:
        assert self._way_in is not None
        way_in, self._way_in, self.office = self._way_in, None, None
        old, self.window = self.window, self._new_window()
        self.window.restoreGeometry(old.saveGeometry())
        self.window.show()
        old.hide()
        old.deleteLater()
        way_in.leave()
        way_in.deleteLater()
        self.jobs.failed.connect(_report_fault)
        self._enter(type(way_in), putting_back=putting_back)

    def _new_window(self) -> Window:
        """A window in which nothing works yet but the keys."""
        window = Window()
        window.lock.handed_over.connect(self.hand_over)
        window.left.connect(self.put_back)
        window.rail.setEnabled(False)
        window.top.setEnabled(False)
        window.stack.addWidget(EmptyState("database", _("Opening the database")))
        return window

    def _fill_window(self, office: Office, first: str = "") -> None:
        from ui import settled  # with the law and the search, after the first paint

        window = self.window
        window.rail.setEnabled(True)
        window.top.setEnabled(True)
        standing = settled.standing(office.desk, day_was_set=self._on is not None)
        find = partial(settled.find, office.desk)
        window.settle(office, standing, find=find, first=first)
        self.jobs.press(_warm, owner=self)

    def _speak(self, language: str) -> None:
        self._language = language
        words.use(language)
        QLocale.setDefault(QLocale(language))
        application.speak_as_qt(self._app, language)


def _warm() -> None:
    """Import what the chart is drawn with, half a second of reading, before somebody opens a file."""
    import_module("ui.widgets.chart")


def _report_fault(failure: Failure) -> None:
    crash.report(failure.error)


def _load() -> type[WayIn]:
    """Import what leads to the desk: the database, the law and the scenes, half a second of reading."""
    from ui.welcome.way_in import WayIn

    import_module("ui.settled")  # with the pages' own rooms, so that the first page need not wait

    return WayIn
