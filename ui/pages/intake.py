"""导入名单: a list typed up in a community is looked over line by line, then taken in whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from app import backups
from app.errors import Cancelled, Unavailable
from app.exchange import rehearsal as rehearsals
from app.exchange import taking_in
from app.exchange.rehearsal import Rehearsal, Rehearsed
from app.exchange.taking_in import Report
from app.language import N_, _, plural, sentence
from app.progress import Progress
from ui import theme
from ui.jobs import Failure
from ui.office import Office
from ui.pages import Action, Done, Key, Page
from ui.pages.intake_lines import ALL, TITLES, WRONG, columns, counters, said, shown
from ui.pages.intake_preview import LinePreview
from ui.pages.trail import file_of
from ui.pages.wayback import Outcome, with_way_back
from ui.saving import ask_where
from ui.widgets.counters import CounterStrip
from ui.widgets.dropping import TABLES, FileDrop
from ui.widgets.empty import EmptyState
from ui.widgets.notice import Notice
from ui.widgets.panel import PageHead, Panel, side_by_side
from ui.widgets.worklist import WorkList

T = TypeVar("T")
LISTS = N_("Lists saved as CSV (*.csv *.txt *.tsv);;All files (*)")
SECONDS_TO_UNDO = 30


class IntakePage(Page):
    """A file is rehearsed as soon as it is chosen; what is then taken in is what was rehearsed.

    ``show_for`` takes ("file", path) for a file chosen or dropped, or None for the list as it was.
    """

    _given_back = Signal()

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._rehearsal: Rehearsal | None = None
        self._taken, self._busy, self._folded, self._unsafe = False, False, False, False
        self._head, self._notice = PageHead(_("Take in a list")), Notice()
        self._counters = CounterStrip(counters(None))
        self._nothing = EmptyState(
            "attach", _("Choose the list, or drop it here"),
            _("A table saved as CSV whose first line names the columns: 姓名, 身份证号, 来的日期 …"),
        )  # fmt: skip
        self.list: WorkList[Rehearsed] = WorkList(
            columns(self._shown_list), key=lambda line: line.number, name=_("Lines of the list")
        )
        self._none_here = EmptyState("check-circle", _("No such line"), _("Alt 0 shows all lines."))
        self._panel, self._preview = Panel(" ", padded=False), LinePreview(office.desk.today())
        self._views, self._lines = QStackedWidget(), QStackedWidget()

        self._arrange()
        self._connect()

    # -- what the window asks

    def show_for(self, what: object) -> None:
        match what:
            case ("file", Path() as path):
                self._rehearse(path)

    def reload(self) -> None:
        """Read the file again: it may have been put right meanwhile."""
        if self._rehearsal is not None:
            self._rehearse(self._rehearsal.path)

    def buttons(self) -> tuple[Action, ...]:
        if self._busy:
            return ()
        back = Action(_("Back to the form"), self._go_back, "Esc", "quiet")
        if self._rehearsal is None:
            return (back, Action(_("Choose a list"), self._choose, "F7", "primary"))
        fit = sum(line.fit for line in self._rehearsal.lines)
        another = Action(_("Another file"), self._choose, "F7", "secondary" if fit else "primary")
        export = (Action(_("Export lines to put right"), self._export, "Ctrl+E"),) if self._wrong() else ()
        if not fit:
            return (back, *export, another)
        words = plural("Take in {n} line", "Take in {n} lines", fit)
        return (back, another, *export, Action(words, self._take_in, "Ctrl+Enter", "primary"))

    def own_keys(self) -> tuple[Key, ...]:
        if self._rehearsal is None or self._busy:
            return ()
        without = (Key("F9", _("Take it in without a backup"), self._take_in_unsafe),) if self._unsafe else ()
        return (
            *without,
            Key(f"Alt+0…{len(TITLES) - 1}", _("Filter")),
            Key("Up Down", _("Choose")),
            Key("F8", _("Next line to put right"), self._go_to_wrong),
            Key("Enter", _("Open the file of a line taken in")),
            Key("Ctrl+O", _("Open the file"), self._open_current),
            Key("Space", _("Look closer")),
        )

    def first_focus(self) -> QWidget | None:
        return self.list if self._rehearsal is not None else None

    def fit(self, breadth: str) -> None:
        self._folded = breadth == "narrow"
        self._counters.be_narrow(self._folded)
        self._preview.setVisible(not self._folded)
        self._preview.setFixedWidth(theme.px(500 if breadth == "wide" else 460))

    # -- looking a file over

    def _choose(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(self, _("Choose a list"), self._folder(), _(LISTS))
        if path:
            self._open_file(path)

    def _open_file(self, path: str) -> None:
        """By way of the window, which closes the message about the file before."""
        self.opens.emit("intake", ("file", Path(path)))

    def _folder(self) -> str:
        return str(self._rehearsal.path.parent) if self._rehearsal else ""

    def _rehearse(self, path: Path) -> None:
        if not self._busy:
            look = partial(rehearsals.rehearse, self.office.desk, path)
            self._work(partial(_unless_stopped, look), self._show_rehearsal, N_("Cancel"))

    def _show_rehearsal(self, rehearsal: Rehearsal | None) -> None:
        self._rest()
        if rehearsal is None:
            self._tell(_("Stopped."), _("The file was not looked over to its end; choose it again."))
            return
        self._taken = False
        self._show(rehearsal)

    def _show(self, rehearsal: Rehearsal) -> None:
        self._rehearsal = rehearsal
        self._head.say(*said(rehearsal, taken=self._taken))
        self._counters.show_counters(counters(rehearsal))
        self._panel.show_title(rehearsal.path.name, rehearsal.encoding)
        self._views.setCurrentIndex(1)
        self._filter(self._counters.current())
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _filter(self, which: str) -> None:
        lines = shown(self._shown_list(), which)
        self.list.show_rows(lines)
        self._lines.setCurrentWidget(self.list if lines else self._none_here)
        self._preview.setVisible(bool(lines) and not self._folded)
        self._show_line(self.list.current())

    def _show_line(self, line: Rehearsed | None) -> None:
        if line is not None:
            self._preview.show_line(self._shown_list(), line)

    def _go_to_wrong(self) -> None:
        """The next line to put right, beginning again after the last."""
        here = self.list.current()
        numbers = [line.number for line in self._wrong()]
        if not numbers:
            return
        if self._counters.current() not in (ALL, WRONG):
            self._counters.choose(ALL)
        after = here.number if here else 0
        self.list.go_to(next((number for number in numbers if number > after), numbers[0]))

    def _wrong(self) -> tuple[Rehearsed, ...]:
        return shown(self._rehearsal, WRONG) if self._rehearsal else ()

    def _shown_list(self) -> Rehearsal:
        assert self._rehearsal is not None
        return self._rehearsal

    # -- taking it in

    def _take_in(self) -> None:
        """Take it in behind a backup: the way back for everybody, should the list be wrong as a whole."""
        self._take(backed_up=True)

    def _take_in_unsafe(self) -> None:
        self._take(backed_up=False)

    def _take(self, *, backed_up: bool) -> None:
        if self.office.jobs.busy():  # the message bar may be trying it again already
            return
        desk, data = self.office.desk, self._shown_list().data

        def take(progress: Progress) -> Outcome[Report] | Unavailable:
            try:
                if backed_up:
                    backups.before_much(desk, progress)
            except Unavailable as error:
                return error
            return with_way_back(desk, partial(taking_in.take_in, desk, data, progress))

        self._work(partial(_unless_stopped, take), self._show_taken, N_("Stop, keep nothing"))

    def _show_taken(self, outcome: Outcome[Report] | Unavailable | None) -> None:
        self._unsafe = isinstance(outcome, Unavailable)
        self._rest()
        if isinstance(outcome, Unavailable):
            self._tell(_("Nothing was taken in, for no backup could be made before."), sentence(outcome))
            self._notice.add_action(_("Take it in without a backup"), self._take_in_unsafe, key="F9")
            return
        if outcome is None:
            self._tell(
                _("Stopped: no line was kept."), _("The list is still here; Ctrl Enter takes it in again.")
            )
            return
        self._taken = True
        report = outcome.result
        self._show(self._shown_list().taken(report))
        kept = len(report.taken)
        undo = partial(self._take_back, outcome.undo) if kept and outcome.undo else None
        words = plural("{n} line taken in", "{n} lines taken in", kept)
        self.did.emit(Done(words, undo, SECONDS_TO_UNDO))

    def _take_back(self, undo: Callable[[], object]) -> None:
        """Runs at the desk: take the whole list back, then look it over anew."""
        undo()
        self._given_back.emit()

    # -- what can be done with the lines

    def _export(self) -> None:
        rehearsal, lines = self._shown_list(), self._wrong()
        name = _("{name} to put right.csv", name=rehearsal.path.stem)
        suggested = str(rehearsal.path.with_name(name))
        to = ask_where(self, _("Export lines to put right"), suggested, "CSV (*.csv)")
        if to is not None:
            write = partial(rehearsals.export, rehearsal, lines, to)
            tell = plural(
                "{n} line written to {file}", "{n} lines written to {file}", len(lines), file=to.name
            )
            self.office.jobs.run(write, then=lambda done: self.did.emit(Done(tell)), owner=self)

    def _open_current(self) -> None:
        if (line := self.list.current()) is not None:
            self._open(line)

    def _open(self, line: Rehearsed) -> None:
        if line.person_id is not None:
            self.opens.emit("resident", file_of(line.person_id, self.list, "intake", of_people=True))

    def _look_closer(self) -> None:
        self._preview.setVisible(self._preview.isHidden())

    def _go_back(self) -> None:
        self.opens.emit("registration", None)

    # -- long work

    def _work(self, work: Callable[[Progress], T], then: Callable[[T], object], stop_words: str) -> None:
        """Do long work; meanwhile nothing else can be begun here."""
        self._busy, self._unsafe = True, False
        self._notice.hide()
        self.changed.emit()
        self.office.jobs.run_long(work, then=then, owner=self, stop_words=stop_words)

    def _rest(self) -> None:
        self._busy = False
        self.changed.emit()

    def _hear_failure(self, failure: Failure) -> None:
        if failure.owner is self and self._busy:
            self._rest()

    def _tell(self, fact: str, rest: str) -> None:
        self._notice.say(fact, rest)
        self._notice.show()

    # -- building

    def _connect(self) -> None:
        self._counters.chosen.connect(self._filter)
        self.list.chosen.connect(self._show_line)
        self.list.opened.connect(self._open)
        self.list.spaced.connect(lambda line: self._look_closer())
        self._given_back.connect(self.reload, Qt.ConnectionType.QueuedConnection)
        self.office.jobs.failed.connect(self._hear_failure)
        FileDrop(self, TABLES).dropped.connect(self._open_file)

    def _arrange(self) -> None:
        self._notice.hide()
        self._lines.addWidget(self.list)
        self._lines.addWidget(self._none_here)
        self._panel.body.addWidget(self._lines)
        listed = QWidget()
        column = QVBoxLayout(listed)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        column.addWidget(self._counters)
        column.addLayout(side_by_side(self._panel, self._preview, wide=self._panel), 1)
        self._views.addWidget(self._nothing)
        self._views.addWidget(listed)
        self.lay(self._head, self._notice, self._views, apart=10)


def _unless_stopped(work: Callable[[Progress], T], progress: Progress) -> T | None:
    """What long work answers; None when the officer stopped it, which here is told in words."""
    try:
        return work(progress)
    except Cancelled:
        return None
