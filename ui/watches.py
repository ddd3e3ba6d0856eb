"""What an open window minds beside the page: the day, idle hands, other desks, copies, and what is to do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from PySide6.QtCore import QObject, Signal

from app.language import _
from ui.badges import Badges
from ui.daywatch import DayWatch
from ui.office import Office
from ui.preferences import of_program


class Watches(QObject):
    """All that goes on by itself from when an officer is at the desk.

    ``turned`` carries the day when it has become another, ``counted`` how much there is to do on each page,
    ``told`` in words what the officer should know of: a clock that was set, a copy that could not be made.
    ``reached`` tells whether the shared database can be reached, ``fell_idle`` that nobody has touched the
    program for long enough.
    """

    turned = Signal(object)
    counted = Signal(dict)
    told = Signal(str)
    reached = Signal(bool)
    fell_idle = Signal()

    def __init__(self, office: Office, duties: Mapping[str, str], parent: QObject) -> None:
        """``duties`` names the pages, each with the kind of work that is done there."""
        super().__init__(parent)
        self._days = DayWatch(office.desk.today, office.desk.now, self)
        self._badges = Badges(office, duties, self)

        self._days.turned.connect(self._begin_day)
        self._days.was_set.connect(self._tell_clock)
        self._badges.counted.connect(self.counted)
        self._watch_hands()
        self._watch_others(office)
        self._keep_copies(office)
        self._erase_in_time(office)

    def look(self) -> None:
        """Look at the clock: the window is come back to."""
        self._days.look()

    def count(self) -> None:
        """Count what is to do on the pages."""
        self._badges.count()

    def _begin_day(self, day: date) -> None:
        self.turned.emit(day)
        self._badges.count()

    def _tell_clock(self, moment: datetime) -> None:
        shown = moment.astimezone().strftime("%Y-%m-%d %H:%M")
        self.told.emit(
            _("The clock of this machine was set: it says {moment} now. See that it is right.", moment=shown)
        )

    # Each is only loaded when there is something for it to do: the shell is painted before.

    def _watch_hands(self) -> None:
        from ui.idle import IdleWatch

        minutes = of_program().lock_after
        if minutes:
            self._idle = IdleWatch(timedelta(minutes=minutes), self)
            self._idle.fell_idle.connect(self.fell_idle)

    def _watch_others(self, office: Office) -> None:
        if office.desk.shared:
            from ui.elsewhere import Elsewhere  # a station with a file of its own is alone

            self._elsewhere = Elsewhere(office, self)
            self._elsewhere.reached.connect(self.reached)

    def _keep_copies(self, office: Office) -> None:
        if office.desk.own_file is not None:
            from ui.backing_up import BackingUp  # a server is backed up by its administrator

            self._backing_up = BackingUp(office, self)
            self._backing_up.troubled.connect(self.told)

    def _erase_in_time(self, office: Office) -> None:
        from ui.erasing import Erasing

        self._erasing = Erasing(office, self)
