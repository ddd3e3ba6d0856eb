"""今日: what is to be done today, by deadline, and what comes in the next ten working days."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app import benefits, permits, today
from app.benefits import GainRow
from app.errors import Refused
from app.language import N_, _
from app.listing import Listing, nothing
from app.permits import PermitRow
from app.scopes import GRID, OWN, STATION
from app.to_do import Wanted
from app.today import Board, Duty
from ui import preferences, theme
from ui.longlist import LongList
from ui.office import Office
from ui.pages import Done, Key, Page
from ui.pages.permit_step import WITH_THE_CARD
from ui.pages.today_asked import OF_QUESTIONS, AskedNotice
from ui.pages.today_counters import (
    FOUND,
    counter_of_found,
    counters,
    empty_counters,
    good_news,
    in_short,
    kind_of,
)
from ui.pages.today_gains import GainsPanel, Seeking, Seen, around, span_switch, whole_list
from ui.pages.today_preview import DutyPreview, Glance, glance
from ui.pages.today_queue import ID_NUMBER, columns, headings
from ui.pages.trail import file_of
from ui.pages.wayback import Outcome, with_way_back
from ui.pages.wording import weekday
from ui.widgets.button import KeyButton
from ui.widgets.choice import Switch
from ui.widgets.counters import CounterStrip
from ui.widgets.empty import EmptyState
from ui.widgets.load import LoadBar, LoadBars
from ui.widgets.panel import PageHead, Panel, side_by_side
from ui.widgets.text import Text

SCOPE = "today/scope"
SCOPES = {STATION: N_("The station"), GRID: N_("My grid"), OWN: N_("Only mine")}


class TodayPage(Page):
    """One queue ordered by deadline; the counters above it are its filters."""

    reads = frozenset(
        {
            "stay", "permit", "person", "dwelling", "identifier", "registration", "endorsement",
            "permit_step", "offer", "employment", "insurance", "schooling", "statement", "member",
        }
    )  # fmt: skip

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._board: Board | None = None
        self._seen: Seen | None = None
        self._wide = self._narrow = self._looking = False
        self._head = PageHead(_("Today"))
        self._scope = Switch(tuple((scope, _(words)) for scope, words in SCOPES.items()), name=_("Scope"))
        self._counters = CounterStrip(empty_counters())
        self._queue: LongList[Duty] = LongList(
            columns(office.desk.today), key=lambda duty: (duty.kind, duty.subject_id), jobs=office.jobs,
            name=_("By deadline"),
        )  # fmt: skip
        self._nothing = EmptyState("check-circle", _("Everything for today is done"))
        self._list = QStackedWidget()
        self._panel = Panel(_("By deadline"), note=_("the most urgent first"), padded=False)
        self._preview = DutyPreview(office.desk.today)
        self._load, self._bars = Panel(_("The next 10 working days")), LoadBars()
        self._side = QWidget()
        self._seeking = Seeking(office, self)
        self._asked = AskedNotice(office)
        self._gains, self._everyone = GainsPanel(office), whole_list(office)
        self._span = span_switch(self._seeking.days)

        self._counters.leave_out(today.REPORT, True)  # until it is known whether the place asks for any
        self._arrange()
        kept = preferences.of_program().remembered(office.desk.officer.login, SCOPE)
        self._scope.show_value(kept if kept in SCOPES else STATION)
        self._connect()

    def reload(self) -> None:
        kind = kind_of(self._counters.current())
        ask = partial(today.board, self.office.desk, self._scope.value(), kind)
        self.office.jobs.run(ask, then=self._show, owner=self)
        self._asked.reload()

    def hear(self, tables: frozenset[str]) -> None:
        super().hear(tables)
        if tables & OF_QUESTIONS and not tables & self.reads:
            self._asked.reload()

    def first_focus(self) -> QWidget:
        return self._everyone if self._counters.current() == FOUND else self._queue

    def own_keys(self) -> tuple[Key, ...]:
        return (
            Key(f"Alt+0…{self._counters.last}", _("Filter"), hinted=True),
            Key("Up Down", _("Choose"), hinted=True),
            Key("Enter", _("Do it"), hinted=True),
            Key("Space", _("Look closer"), hinted=True),
            Key("Ctrl+O", _("Open the file"), self._open_file, hinted=True),
            Key("F6", _("See what you are asked"), self._asked.open),
            Key("F8", _("Print what goes with it"), self._open_paper, hinted=True),
            Key("Ctrl+P", _("Print the list"), self._open_list),
            Key("Ctrl+D", _("Close the day"), partial(self.opens.emit, "closing", None)),
            Key("F5", _("Refresh"), self.reload, hinted=True),
        )

    def fit(self, breadth: str) -> None:
        self._wide, self._narrow = breadth == "wide", breadth == "narrow"
        self._counters.be_narrow(self._narrow)
        self._preview.be_wide(self._wide)
        self._preview.setFixedWidth(theme.px(372))
        if self._wide:
            self._below.insertWidget(1, self._preview)
        else:
            self._beside.insertWidget(0, self._preview, 1)
        self._side.setFixedWidth(theme.px(372))
        self._looking = self._wide
        self._lay_side()

    def _lay_side(self) -> None:
        """The row in hand takes the place of who was found; in a narrow window, of the whole side.

        What the row in hand says of itself there need not stand in the queue as well.
        """
        self._side.setVisible(self._looking or not self._narrow)
        self._load.setVisible(not self._narrow)
        self._queue.setColumnHidden(ID_NUMBER, self._narrow and self._looking)
        self._preview.setVisible(self._looking and self._queue.current() is not None)
        self._gains.setVisible(self._wide or not (self._narrow or self._preview.isVisibleTo(self)))

    def _show(self, board: Board) -> None:
        self._board = board
        self._head.say(*in_short(board))
        self._counters.leave_out(today.REPORT, board.reports is None)
        self._counters.show_counters(counters(board))
        self.changed.emit()  # the hint of their keys reaches as far as the counters do
        self._bars.show_bars(
            LoadBar(load.count, _("now") if load.day == board.day else weekday(load.day), str(load.day.day),
                    now=load.day == board.day)
            for load in board.load
        )  # fmt: skip
        if kind_of(self._counters.current()) == board.kind:
            self._show_duties(board.listing)
        else:
            self._show_queue(self._counters.current())  # another was chosen meanwhile
        self._seeking.look()

    def _show_seen(self, seen: Seen) -> None:
        self._seen = seen
        self._gains.show_seen(seen)
        self._everyone.show_listing(seen.listing)
        self._counters.show_counters((counter_of_found(seen),))
        if self._counters.current() == FOUND:
            self._show_queue(FOUND)

    def _tell(self, listed: LongList[GainRow], row: GainRow) -> None:
        if row.gain.told:
            self._open_gainer(row, listed)
            return
        desk = self.office.desk
        tell = partial(with_way_back, desk, partial(benefits.tell, desk, row.gain))
        said = Done(_("{name} has been told.", name=row.person.name))
        self.office.jobs.run(tell, then=lambda told: self.did.emit(replace(said, undo=told.undo)), owner=self)

    def _open_gainer(self, row: GainRow, listed: LongList[GainRow]) -> None:
        """Open the file of somebody policy has found; the others of the list follow."""
        person_id = row.gain.person_id
        self.opens.emit("resident", file_of(person_id, listed, "today", person=_gainer, of_people=True))

    def _show_queue(self, kind: str) -> None:
        self._span.setVisible(kind == FOUND)
        self._scope.setVisible(kind != FOUND)  # policy finds people of the whole station
        if kind == FOUND:
            self._show_everyone()
            return
        if self._board is not None:
            ask = partial(self._board.queues.listing, kind_of(kind))
            self.office.jobs.run(ask, then=partial(self._show_chosen, kind), owner=self)

    def _show_chosen(self, kind: str, listing: Listing[Duty]) -> None:
        if kind == self._counters.current():  # the officer may have chosen another meanwhile
            self._show_duties(listing, anew=True)

    def _show_duties(self, listing: Listing[Duty], *, anew: bool = False) -> None:
        kind = self._counters.current()
        assert self._board is not None
        self._queue.show_listing(listing, headings(listing, self._board.day), anew=anew)
        if kind == FOUND:
            return
        self._list.setCurrentWidget(self._queue if listing else self._nothing)
        self._nothing.show_words(*good_news(kind, self._board, self._scope.value()))
        self._panel.show_title(_("By deadline"), _("the most urgent first"))
        self._lay_side()

    def _show_everyone(self) -> None:
        """All who have newly come to a service, in the place of the queue."""
        found = self._seen.listing if self._seen else nothing()
        self._list.setCurrentWidget(self._everyone if found else self._nothing)
        looked = (
            _("Whoever newly qualifies will stand here.") if self._seen else _("They are being looked for.")
        )
        self._nothing.show_words(_("Nobody new"), looked)
        self._panel.show_title(_("Policy finds people"), around(self._seeking.days))

    def _look_over(self) -> None:
        """Look over the days just chosen; what was found over others is no answer any more."""
        self._seeking.look_over(self._span.value())
        self._seen = None
        self._everyone.show_listing(nothing())
        self._show_queue(self._counters.current())

    def mark(self, field: str, words: str, because: object) -> bool:
        """A card that is handed out against another, or paid for, is handed out on the person's page."""
        duty = self._queue.current()
        if field not in WITH_THE_CARD or duty is None:
            return False
        self.opens.emit("resident", ("step", duty.person_id, duty.subject_id, "hand_out"))
        return True

    def _take(self, duty: Duty) -> None:
        """Do the next step of a duty, here or on the page where it is done."""
        match duty.kind:
            case today.REGISTER | today.REPORT:
                self.opens.emit("registration", ("stay", duty.subject_id))
            case today.REVIEW:
                self.opens.emit("review", ("permit", duty.subject_id))
            case today.PRINT:
                self.opens.emit("printing", ("permit", duty.subject_id))
            case today.HAND_OUT:
                self._hand_out(duty)
            case _:
                self._open_person(duty)

    def _hand_out(self, duty: Duty) -> None:
        desk = self.office.desk
        hand_out = partial(with_way_back, desk, partial(permits.move, desk, duty.subject_id, "hand_out"))
        self.office.jobs.run(hand_out, then=partial(self._tell_handed_out, duty), owner=self)

    def _tell_handed_out(self, duty: Duty, outcome: Outcome[PermitRow]) -> None:
        self.did.emit(Done(_("{name} has the permit in hand.", name=duty.name), outcome.undo))

    def _choose(self, duty: Duty | None) -> None:
        if duty is None:
            self._lay_side()  # nothing is done from here with the one before
        else:
            look = partial(glance, self.office.desk, duty)
            self.office.jobs.run(look, then=self._show_glance, owner=self)

    def _show_glance(self, seen: Glance) -> None:
        if seen.duty == self._queue.current():  # the officer may have gone on meanwhile
            self._preview.show_glance(seen)
            self._lay_side()

    def _open_file(self) -> None:
        for listed in (self._everyone, self._gains.list):
            if listed.hasFocus() and (row := listed.current()) is not None:
                self._open_gainer(row, listed)
                return
        if (duty := self._queue.current()) is not None:
            self._open_person(duty)

    def _open_paper(self) -> None:
        """The paper that goes with the permit in hand; for whom policy has found, the notice of services."""
        from app.paper import SERVICES_NOTICE  # what draws is only loaded when something is to be drawn

        back = ("today", None)
        for listed in (self._everyone, self._gains.list):
            if listed.hasFocus() and (row := listed.current()) is not None:
                notice = ("paper", SERVICES_NOTICE.name, row.gain.person_id, back)
                self.opens.emit("papers", notice)
                return
        duty = self._queue.current()
        if duty is None:
            raise Refused(N_("Nothing is in hand to be printed. Choose a line first."))
        if duty.kind in today.OF_STAYS:
            self.opens.emit("papers", ("person", duty.person_id, back))
        else:
            self.opens.emit("papers", ("permit", duty.subject_id, back))

    def _open_list(self) -> None:
        """The queue as it is filtered and scoped, or whom policy has found, to be printed."""
        kind, scope = self._counters.current(), self._scope.value()
        if kind != FOUND:
            self.opens.emit("to_do", Wanted(scope, kind_of(kind)))
        elif self._seen is not None:
            self.opens.emit("to_do", Wanted(found=self._seen.found))
        else:
            raise Refused(N_("They are being looked for. Print the list once they are found."))

    def _open_person(self, duty: Duty) -> None:
        """Open the file of whom a duty is about; the others of the queue follow, as they wait then."""
        again = partial(today.queue, self.office.desk, self._scope.value(), kind_of(self._counters.current()))
        self.opens.emit("resident", file_of(duty.person_id, self._queue, "today", again=again))

    def _look_at_scope(self) -> None:
        preferences.of_program().remember(self.office.desk.officer.login, SCOPE, self._scope.value())
        self.reload()

    def _look_closer(self) -> None:
        self._looking = not self._looking
        self._lay_side()

    def _connect(self) -> None:
        self._counters.chosen.connect(self._show_queue)
        self._scope.changed.connect(self._look_at_scope)
        self._queue.opened.connect(self._take)
        self._queue.chosen.connect(self._choose)
        self._queue.spaced.connect(lambda duty: self._look_closer())
        self._preview.taken.connect(self._take)
        self._preview.opened.connect(self._open_person)
        self._seeking.seen.connect(self._show_seen)
        self._seeking.stepped.connect(self._gains.be_looking)
        self._gains.stopped.connect(self._stop_seeking)
        self._gains.whole.connect(partial(self._counters.choose, FOUND))
        self._gains.told.connect(partial(self._tell, self._gains.list))
        self._everyone.opened.connect(partial(self._tell, self._everyone))
        self._span.changed.connect(self._look_over)
        self._asked.opened.connect(lambda conflict_id: self.opens.emit("sync", ("conflict", conflict_id)))

    def _stop_seeking(self) -> None:
        self._seeking.stop()
        self._gains.be_looking(None)

    def _arrange(self) -> None:
        register = KeyButton(_("New registration"), key="F2", kind="primary")
        register.clicked.connect(lambda: self.opens.emit("registration", None))
        card = KeyButton(_("Read an identity card"), key="F4", icon="id-card")
        card.clicked.connect(lambda: self.opens.emit("registration", ("card",)))
        for tool in (card, register):
            self._head.add_tool(tool)
        self._list.addWidget(self._queue)
        self._list.addWidget(self._nothing)
        self._list.addWidget(self._everyone)
        self._panel.body.addWidget(self._list)
        paper = KeyButton(_("Print the list"), key="Ctrl+P", kind="quiet", small=True)
        paper.clicked.connect(self._open_list)
        self._panel.add_tool(self._scope)
        self._panel.add_tool(self._span)
        self._panel.add_tool(paper)
        self._span.hide()
        self._load.add_tool(Text(_("due each day"), size=theme.NOTE, tone="text2"))
        self._load.body.addWidget(self._bars)
        self._preview.hide()
        self._beside = side = QVBoxLayout(self._side)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(theme.px(12))
        side.addWidget(self._preview, 1)
        side.addWidget(self._gains, 1)
        side.addWidget(self._load)
        side.addStretch(0)
        self._below = side_by_side(self._panel, self._side, wide=self._panel)
        self.lay(self._head, self._asked, self._counters, self._below, apart=10)


def _gainer(row: GainRow) -> UUID:
    return row.gain.person_id
