"""今日: what is to be done today, by deadline, and what comes in the next ten working days."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app import permits, today
from app.language import _, plural
from app.permits import PermitRow
from app.today import Board, Duty, Tally
from ui import theme
from ui.office import Office
from ui.pages import Done, Key, Page
from ui.pages.today_preview import DutyPreview, Glance, glance
from ui.pages.today_queue import MATTERS, columns, groups
from ui.pages.wayback import Outcome, with_way_back
from ui.pages.wording import weekday
from ui.widgets.button import KeyButton
from ui.widgets.counters import Counter, CounterStrip
from ui.widgets.empty import EmptyState
from ui.widgets.load import LoadBar, LoadBars
from ui.widgets.panel import PageHead, Panel
from ui.widgets.worklist import WorkList

ALL = "all"


class TodayPage(Page):
    """One queue ordered by deadline; the counters above it are its filters."""

    reads = frozenset({"stay", "permit", "person", "dwelling", "identifier", "registration", "endorsement"})

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._board: Board | None = None
        self._head = PageHead(_("Today"))
        self._counters = CounterStrip(tuple(self._empty_counters()))
        self._queue: WorkList[Duty] = WorkList(
            columns(office.desk.today), key=lambda duty: (duty.kind, duty.subject_id), name=_("By deadline")
        )
        self._nothing = EmptyState("check-circle", _("Everything for today is done"))
        self._list = QStackedWidget()
        self._panel = Panel(_("By deadline"), note=_("the most urgent first"), padded=False)
        self._preview = DutyPreview(office.desk.today)
        self._load, self._bars = Panel(_("The next 10 working days"), note=_("due each day")), LoadBars()
        self._side = QWidget()

        self._arrange()
        self._connect()

    def reload(self) -> None:
        self.office.jobs.run(partial(today.board, self.office.desk), then=self._show, owner=self)

    def first_focus(self) -> QWidget:
        return self._queue

    def own_keys(self) -> tuple[Key, ...]:
        last = len(MATTERS)
        return (
            Key(f"Alt+0…{last}", _("Filter"), hinted=True),
            Key("Up Down", _("Choose"), hinted=True),
            Key("Enter", _("Do it"), hinted=True),
            Key("Space", _("Look closer")),
            Key("Ctrl+O", _("Open the file"), self._open_file, hinted=True),
            Key("F5", _("Refresh"), self.reload, hinted=True),
        )

    def fit(self, breadth: str) -> None:
        self._counters.be_narrow(breadth == "narrow")
        self._side.setVisible(breadth != "narrow")
        self._side.setFixedWidth(theme.px(420 if breadth == "wide" else 372))
        self._preview.be_wide(breadth == "wide")

    def _show(self, board: Board) -> None:
        self._board = board
        self._say(board)
        self._counters.show_counters(tuple(self._counted(board)))
        self._bars.show_bars(
            LoadBar(load.count, _("now") if load.day == board.day else weekday(load.day), str(load.day.day),
                    now=load.day == board.day)
            for load in board.load
        )  # fmt: skip
        self._show_queue(self._counters.current())

    def _show_queue(self, kind: str) -> None:
        if self._board is None:
            return
        wanted = tuple(duty for duty in self._board.duties if kind in (ALL, duty.kind))
        self._queue.show_groups(groups(wanted, self._board.day))
        self._list.setCurrentWidget(self._queue if wanted else self._nothing)
        self._nothing.show_words(*self._good_news(kind))
        self._panel.show_title(_("By deadline"), self._note(kind, len(wanted)))
        if not wanted:
            self._preview.hide()

    def _say(self, board: Board) -> None:
        overdue = sum(tally.late for tally in board.tallies.values())
        due_today = sum(tally.due_today for tally in board.tallies.values())
        done = (plural("{n} step done today.", "{n} steps done today.", board.done_today), *_lapsed(board))
        if not overdue + due_today:
            self._head.say((_("Everything for today is done."), "ok", True), " ", *done)
            return
        told: list[tuple[str, str, bool] | str] = [
            plural("{n} to do today: ", "{n} to do today: ", overdue + due_today)
        ]
        if overdue:
            told.append((plural("{n} overdue", "{n} overdue", overdue), "bad", True))
        if overdue and due_today:
            told.append(_(", "))
        if due_today:
            told.append((plural("{n} due today", "{n} due today", due_today), "warn", True))
        self._head.say(*told, _(". "), *done)

    def _good_news(self, kind: str) -> tuple[str, str]:
        if kind == ALL:
            return _("Everything for today is done"), _("What falls due in the days ahead will stand here.")
        return _("Nothing here: {matter}", matter=_(MATTERS[kind].counter)), _("Alt 0 shows all the rest.")

    def _note(self, kind: str, listed: int) -> str:
        assert self._board is not None
        tallies = self._board.tallies
        counted = sum(tally.total for of, tally in tallies.items() if kind in (ALL, of))
        if listed < counted:
            return _("the nearest {listed} of {counted}", listed=f"{listed:,}", counted=f"{counted:,}")
        return _("the most urgent first")

    def _empty_counters(self) -> tuple[Counter, ...]:
        kinds = (
            Counter(kind, _(matter.counter), 0, short=_(matter.short)) for kind, matter in MATTERS.items()
        )
        return (Counter(ALL, _("All to do"), 0, short=_("All")), *kinds)

    def _counted(self, board: Board) -> tuple[Counter, ...]:
        kinds = tuple(
            Counter(
                kind,
                _(matter.counter),
                board.tallies[kind].total,
                *_fact(board.tallies[kind]),
                short=_(matter.short),
            )
            for kind, matter in MATTERS.items()
        )
        every = tuple(board.tallies.values())
        late, due_today = sum(tally.late for tally in every), sum(tally.due_today for tally in every)
        whole = Tally(sum(tally.total for tally in every), late, due_today)
        return (Counter(ALL, _("All to do"), whole.total, *_fact(whole), short=_("All")), *kinds)

    def _take(self, duty: Duty) -> None:
        """Do the next step of a duty, here or on the page where it is done."""
        match duty.kind:
            case today.REGISTER:
                self.opens.emit("registration", ("stay", duty.subject_id))
            case today.REVIEW:
                self.opens.emit("review", ("permit", duty.subject_id))
            case today.PRINT:
                self.opens.emit("printing", ("permit", duty.subject_id))
            case today.HAND_OUT:
                self._hand_out(duty)
            case _:
                self.opens.emit("resident", ("person", duty.person_id))

    def _hand_out(self, duty: Duty) -> None:
        desk = self.office.desk
        hand_out = partial(with_way_back, desk, partial(permits.move, desk, duty.subject_id, "hand_out"))
        self.office.jobs.run(hand_out, then=partial(self._tell_handed_out, duty), owner=self)

    def _tell_handed_out(self, duty: Duty, outcome: Outcome[PermitRow]) -> None:
        self.did.emit(Done(_("{name} has the permit in hand.", name=duty.name), outcome.undo))

    def _choose(self, duty: Duty | None) -> None:
        if duty is not None:
            look = partial(glance, self.office.desk, duty)
            self.office.jobs.run(look, then=self._show_glance, owner=self)

    def _show_glance(self, seen: Glance) -> None:
        if seen.duty == self._queue.current():  # the officer may have gone on meanwhile
            self._preview.show_glance(seen)
            self._preview.show()

    def _open_file(self) -> None:
        if (duty := self._queue.current()) is not None:
            self._open_person(duty)

    def _open_person(self, duty: Duty) -> None:
        self.opens.emit("resident", ("person", duty.person_id))

    def _look_closer(self) -> None:
        self._side.setVisible(self._side.isHidden())

    def _connect(self) -> None:
        self._counters.chosen.connect(self._show_queue)
        self._queue.opened.connect(self._take)
        self._queue.chosen.connect(self._choose)
        self._queue.spaced.connect(lambda duty: self._look_closer())
        self._preview.taken.connect(self._take)
        self._preview.opened.connect(self._open_person)

    def _arrange(self) -> None:
        register = KeyButton(_("New registration"), key="F2", kind="primary")
        register.clicked.connect(lambda: self.opens.emit("registration", None))
        self._head.add_tool(register)
        self._list.addWidget(self._queue)
        self._list.addWidget(self._nothing)
        self._panel.body.addWidget(self._list)
        self._load.body.addWidget(self._bars)
        self._preview.hide()
        side = QVBoxLayout(self._side)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(theme.px(12))
        side.addWidget(self._preview, 1)
        side.addWidget(self._load)
        side.addStretch(0)
        below = QHBoxLayout()
        below.setSpacing(theme.px(12))
        below.addWidget(self._panel, 1)
        below.addWidget(self._side)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(16), theme.px(8), theme.px(16), theme.px(12))
        column.setSpacing(theme.px(10))
        column.addWidget(self._head)
        column.addWidget(self._counters)
        column.addLayout(below, 1)


def _fact(tally: Tally) -> tuple[str, str]:
    """What is most pressing of what was counted, in a short word and its tone."""
    if tally.overdue:
        return plural("{n} is overdue", "{n} are overdue", tally.overdue), "bad"
    if tally.due_today:
        return plural("{n} falls due", "{n} fall due", tally.due_today), "warn"
    return "", "text2"


def _lapsed(board: Board) -> tuple[str, ...]:
    """The endorsements long overdue, which are nobody's work of today, told apart from it."""
    count = sum(tally.lapsed for tally in board.tallies.values())
    words = plural("{n} endorsement is long overdue.", "{n} endorsements are long overdue.", count)
    return (" ", words) if count else ()
