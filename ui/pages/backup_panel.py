"""The backups of the office's own file: how old the newest is at each place, 现在备份, the second place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Event
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from app import backup_words, backups
from app.backups import Made, Standing
from app.desk import Desk
from app.errors import Cancelled
from app.language import _, sentence
from app.progress import Progress, Step
from ui import theme
from ui.backing_up import NEWS
from ui.jobs import Failure
from ui.office import Office
from ui.pages import Key
from ui.widgets.button import KeyButton
from ui.widgets.cells import Status
from ui.widgets.chip import Chip
from ui.widgets.fields import FormRow
from ui.widgets.notice import Notice
from ui.widgets.panel import Panel
from ui.widgets.progress import ProgressStrip
from ui.widgets.text import Text

LABELS = 84
T = TypeVar("T")
Seen = tuple[Standing | None, bool]


class BackupPanel(Panel):
    """How the backups stand and what to do about it; it does its own work beside the desk.

    ``looked`` carries the Standing, ``said`` what was done in words; ``changed`` tells that other keys work
    now, ``puts_back`` that a copy is to take the file's place, which only the ``whole`` panel offers.
    """

    looked = Signal(object)
    said = Signal(str)
    changed = Signal()
    puts_back = Signal()

    def __init__(self, office: Office, *, whole: bool) -> None:
        super().__init__(_("Backups"))
        self._office, self._stop, self._running = office, Event(), False
        self._has_file = office.desk.own_file is not None
        self._chip, self.notice, self.strip = Chip(), Notice(), ProgressStrip()
        self._beside, self._second = Text(yields=True), Text(yields=True)
        self._folder = Text(size=theme.NOTE, tone="text2", mono=True, yields=True)
        self.make = KeyButton(_("Back up now"), key="F6", small=True)
        self.choose = KeyButton(_("Second place …"), small=True)
        self.back = KeyButton(_("Put a backup back …"), small=True)

        self._lay_out(whole=whole)
        self.make.clicked.connect(self.begin)
        self.choose.clicked.connect(self._ask)
        self.back.clicked.connect(self._warn)
        self.strip.stopped.connect(self.stop)
        office.jobs.failed.connect(self._hear_failure)

    def keys(self) -> tuple[Key, ...]:
        """The keys that work here now."""
        if not self._has_file:
            return ()
        if self._running:
            return (Key("Esc", _("Stop the backup"), self.stop),)
        return (Key("F6", _("Back up now"), self.begin),)

    def reload(self) -> None:
        """Look how the backups stand; a stick is a device of this desk, and may keep one waiting."""
        self._at_stick(partial(_look, self._office.desk), self._show)

    def begin(self) -> None:
        """Make a backup now."""
        if self._running:
            return
        self._running, self._stop = True, Event()
        self.notice.hide()
        self.strip.begin(_("Cancel"))
        self.make.hide()
        self.changed.emit()
        self._office.jobs.back_up(
            partial(_make, self._office.desk), then=self._made, stepped=self._show_step,
            stopped=self._stop.is_set, owner=self,
        )  # fmt: skip

    def stop(self) -> None:
        """Stop making it; the half-made copy is thrown away."""
        self._stop.set()
        self.strip.stopping()

    # -- showing

    def _show(self, seen: Seen) -> None:
        standing, same_disk = seen
        self.looked.emit(standing)
        if standing is None:
            return
        now = self._office.desk.now()
        today = now.astimezone().date()
        old, second = standing.is_old(now), standing.second
        self._beside.show_words(_of_beside(standing, today), "warn" if old else "text")
        self._folder.setVisible(second is not None)
        self._chip.setVisible(second is not None)
        if second is None:
            self._second.show_words(_("not chosen; one broken disk would take both"), "text2")
            return
        newest = told_of(second.newest, today) if second.newest else _("none yet")
        lacking = standing.lacks_second(now)
        since = _("none since {time}", time=newest) if second.newest and not second.there else newest
        self._second.show_words(since, "warn" if lacking else "text")
        self._folder.setText(str(second.folder))
        if not second.there:
            self._chip.show_status(Status(_("not plugged in"), "mute"))
        elif same_disk:
            self._chip.show_status(Status(_("same disk"), "warn"))
        else:
            self._chip.show_status(Status(_("plugged in"), "ok"))

    def _show_step(self, step: Step) -> None:
        if self._running:
            self.strip.show_step(_(step.doing), step.done, step.total)

    def _made(self, made: Made | None) -> None:
        self._end()
        if made is None:
            self._say(_("Stopped; the half-made copy is thrown away."), "info")
        elif made.trouble is not None:
            self._say(sentence(made.trouble), "warn")
        else:
            self.said.emit(
                _("Backed up at both places, looked over and whole")
                if made.at_second
                else _("Backed up beside the file, looked over and whole")
            )
        self._office.news.tell(frozenset({NEWS}))

    def _hear_failure(self, failure: Failure) -> None:
        """What went wrong is told by the window; here one may begin again."""
        if failure.owner is self and self._running:
            self._end()

    def _end(self) -> None:
        self._running = False
        self.strip.hide()
        self.make.show()
        self.changed.emit()

    def _say(self, words: str, kind: str) -> None:
        self.notice.say(words, kind=kind)
        self.notice.show()

    # -- asking

    def _ask(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("A folder on a stick or on another disk"))
        if chosen:
            choose = partial(backups.choose_second, self._office.desk, Path(chosen))
            self._at_stick(choose, lambda done: self.begin())

    def _at_stick(self, work: Callable[[], T], then: Callable[[T], object]) -> None:
        self._office.jobs.at_device(
            lambda _progress: work(), then=then, stopped=lambda: False,
            again=partial(self._at_stick, work, then), owner=self,
        )  # fmt: skip

    def _warn(self) -> None:
        self._say(
            _("You leave the desk and choose a copy. The present file is moved aside, not lost."), "warn"
        )
        go = self.notice.add_action(_("Choose a copy"), self.puts_back.emit)
        go.setAutoDefault(True)

    # -- building

    def _lay_out(self, *, whole: bool) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        column.addWidget(FormRow(_("Beside the file"), self._beside, label_width=LABELS))
        column.addWidget(FormRow(_("Second place"), self._second, label_width=LABELS))
        for part in (self._folder, self.notice, self.strip):
            column.addWidget(part)
            part.hide()
        buttons = QHBoxLayout()
        for button in (self.make, self.choose, self.back):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column.addLayout(buttons)
        self.add_tool(self._chip)
        if not self._has_file:
            self.body.addWidget(Text(_without(self._office.desk), tone="text2", wrap=True))
        self.body.addWidget(inside)
        inside.setVisible(self._has_file)
        self._chip.hide()
        self.back.setVisible(whole)


def told_of(at: datetime, today: date) -> str:
    """A moment as one tells of a backup: today, yesterday, else the day; with the time."""
    local = at.astimezone()
    if local.date() == today:
        return _("today {time}", time=f"{local:%H:%M}")
    if local.date() == today - timedelta(days=1):
        return _("yesterday {time}", time=f"{local:%H:%M}")
    return backup_words.moment(at)


def _of_beside(standing: Standing, today: date) -> str:
    if standing.beside is None:
        return _("none yet")
    told = told_of(standing.beside, today)
    return _("{time}, before the upgrade", time=told) if standing.before_upgrade else told


def in_short(desk: Desk, standing: Standing | None) -> tuple[str, str, str]:
    """How safe the office's data is, for a strip of facts: the fact, a note, the tone."""
    if standing is None:
        return (
            (_("On the server"), _("its administrator backs it up"), "text")
            if desk.shared
            else (_("No backup"), _("nobody in it is real"), "text2")
        )
    now = desk.now()
    today = now.astimezone().date()
    if standing.newest is None:
        return _("No backup yet"), _("F6 makes one"), "warn"
    if standing.is_old(now):
        return _("Back up again"), _("the last one {time}", time=told_of(standing.newest, today)), "warn"
    second = standing.second
    if second is None or second.newest is None:
        return _("Sound"), _("copy on this disk only, {time}", time=told_of(standing.newest, today)), "ok"
    if standing.lacks_second(now):
        return _("Sound"), _("no second copy since {time}", time=told_of(second.newest, today)), "warn"
    return _("Sound"), _("second copy {time}", time=told_of(second.newest, today)), "ok"


def _without(desk: Desk) -> str:
    if desk.shared:
        return _("The data is on the server; its administrator makes the backups.")
    return _("A fictional community needs no backup; nobody in it is real.")


def _look(desk: Desk) -> Seen:
    standing, file = backups.standing(desk), desk.own_file
    second = standing.second if standing else None
    path = file.path if file else None
    return standing, bool(path and second and backups.is_same_disk(path, second.folder))


def _make(desk: Desk, progress: Progress) -> Made | None:
    """The backup that was made, None where the officer stopped it."""
    try:
        return backups.make(desk, progress)
    except Cancelled:
        return None
