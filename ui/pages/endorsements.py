"""签注: who may come now and who is late, what lateness costs before a key is pressed; endorse, go on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QWidget

from app import endorsements
from app.desk import Desk
from app.endorsements import Cost, Due, DueList, Endorsed
from app.language import N_, _, plural, run_on
from app.law import Answer
from app.listing import Listing
from app.paper import ENDORSEMENT_REMINDER
from ui import theme
from ui.answers import reason_of
from ui.longlist import LongList
from ui.office import Office
from ui.pages import Action, Done, Key, Page
from ui.pages.trail import file_of
from ui.pages.wayback import Outcome, with_way_back
from ui.pages.wording import sex_and_age
from ui.table import Column, Heading
from ui.widgets.answer import AnswerTree
from ui.widgets.cells import Deadline, Words, days_left
from ui.widgets.empty import EmptyState
from ui.widgets.notice import Notice
from ui.widgets.panel import PageHead, Panel, scrolled, side_by_side
from ui.widgets.text import Text


@dataclass(frozen=True, slots=True)
class Weighed:
    """A permit in hand with what the law says to its endorsement and what lateness costs."""

    row: Due
    answer: Answer
    cost: Cost | None


class EndorsementsPage(Page):
    """The due list at the left, the window and the cost of lateness at the right."""

    reads = frozenset({"permit", "endorsement", "stay", "person"})

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._wanted: UUID | int | None = None
        self.queue: LongList[Due] = LongList(
            (
                Column[Due](N_("Name"), lambda row: row, _name, width=128),
                Column[Due](N_("Address"), lambda row: Words(row.address, cut_inside=True)),
                Column[Due](N_("Endorse by"), lambda row: str(row.due_on), width=104),
                Column[Due](N_("Time left"), lambda row: _time_left(row.days_left), width=126),
            ),
            key=lambda row: row.permit_id,
            jobs=office.jobs,
            name=_("To endorse"),
        )
        self._head, self._list = PageHead(_("Endorsements")), Panel(_("To endorse"), padded=False)
        self._nothing = EmptyState(
            "check-circle", _("Nobody is due"), _("Whoever comes into the window appears by themselves.")
        )
        self.side, self._window = Panel(_("Endorsement")), Text(tone="text2", wrap=True)
        self.cost, self._tree = Notice(), AnswerTree()

        self._arrange()
        self.cost.hide()  # nothing is told of anybody yet
        self.queue.chosen.connect(self._open)
        self.queue.opened.connect(lambda row: self._endorse())

    def show_for(self, what: object) -> None:
        match what:
            case ("permit", UUID() as permit_id):
                self._wanted = permit_id
        self.reload()

    def reload(self) -> None:
        wanted, self._wanted = self._wanted, None
        load = partial(endorsements.due, self.office.desk, wanted)
        self.office.jobs.run(load, then=self._show, owner=self)

    def buttons(self) -> tuple[Action, ...]:
        if self.queue.current() is None:
            return ()
        reminder = Action(_("Print the reminder"), self._open_reminder, "Ctrl+P")
        return (reminder, Action(_("Endorse, see the next"), self._endorse, "F9", "primary"))

    def own_keys(self) -> tuple[Key, ...]:
        if self.queue.current() is None:
            return ()
        return (
            Key("[", _("Permit before"), partial(self.queue.step, -1), hinted=True),
            Key("]", _("Next permit"), partial(self.queue.step, 1), hinted=True),
            Key("Ctrl+O", _("Open the person's file"), self._open_person, hinted=True),
        )

    def first_focus(self) -> QWidget | None:
        return self.queue

    def fit(self, breadth: str) -> None:
        self.side.setFixedWidth(theme.px(320 if breadth == "narrow" else 400))

    def _show(self, due: DueList) -> None:
        self.queue.show_listing(
            due.listing,
            (
                (Heading(_("In the window"), str(due.in_window)), due.in_window),
                (Heading(_("Overdue"), str(due.overdue), "bad"), due.overdue),
            ),
        )
        self._head.say(
            plural("{n} in the window", "{n} in the window", due.in_window),
            *(
                (_(", "), (plural("{n} is late", "{n} are late", due.overdue), "bad", True))
                if due.overdue
                else ()
            ),
        )
        self.queue.setVisible(bool(len(due.listing)))
        self._nothing.setVisible(not len(due.listing))
        self._open(self.queue.current())

    def _open(self, row: Due | None) -> None:
        self.side.setVisible(row is not None)
        if row is not None:
            load = partial(_weigh, self.office.desk, row)
            self.office.jobs.run(load, then=self._show_weighed, owner=self)
        self.changed.emit()

    def _show_weighed(self, weighed: Weighed) -> None:
        current = self.queue.current()
        if current is None or current.permit_id != weighed.row.permit_id:
            return  # the officer has gone on meanwhile
        row = weighed.row
        self.side.show_title(row.name, row.number)
        self._window.setText(_window_words(row))
        if weighed.cost is not None:
            fact, rest = endorsements.cost_in_words(weighed.cost)
            if weighed.cost.on > self.office.desk.today() and not weighed.cost.nothing:
                fact = _("Put off until {day}: {fact}", day=weighed.cost.on, fact=fact)
            self.cost.say(fact, rest, kind="ok" if weighed.cost.nothing else "warn")
        self.cost.setVisible(weighed.cost is not None)
        self._tree.show_reason(reason_of(weighed.answer))

    def _endorse(self) -> None:
        row = self.queue.current()
        if row is None:
            return
        after = self.queue.beside()
        desk = self.office.desk
        verb = partial(with_way_back, desk, partial(endorsements.endorse, desk, row.permit_id))
        self.office.jobs.run(verb, then=partial(self._tell, row, after), owner=self)

    def _tell(self, row: Due, after: int | None, outcome: Outcome[Endorsed]) -> None:
        self._wanted = after
        done = _("Endorsed: {name}, next by {day}", name=row.name, day=outcome.result.next_due_on or "—")
        self.did.emit(Done(done, outcome.undo))
        self.reload()

    def _open_reminder(self) -> None:
        row = self.queue.current()
        if row is not None:
            back = ("endorsements", ("permit", row.permit_id))
            self.opens.emit("papers", ("paper", ENDORSEMENT_REMINDER.name, row.person_id, back))

    def _open_person(self) -> None:
        if (row := self.queue.current()) is not None:
            again = partial(_due, self.office.desk)
            self.opens.emit("resident", file_of(row.person_id, self.queue, "endorsements", again=again))

    def _arrange(self) -> None:
        self._list.body.addWidget(self.queue, 1)
        self._list.body.addWidget(self._nothing, 1)
        for part in (self._window, self.cost):
            self.side.body.addWidget(part)
        self.side.body.addWidget(scrolled(self._tree), 1)
        self.lay(self._head, side_by_side(self._list, self.side, wide=self._list))


def _due(desk: Desk) -> Listing[Due]:
    """Who is due now."""
    return endorsements.due(desk).listing


def _weigh(desk: Desk, row: Due) -> Weighed:
    return Weighed(row, endorsements.may_endorse(desk, row.permit_id), endorsements.cost(desk, row.permit_id))


def _window_words(row: Due) -> str:
    """When it may be made in time, and since when it is no longer."""
    told = _("Window from {opens} to {last}.", opens=row.opens_on, last=row.due_on)
    if row.days_left >= 0:
        return told
    suspended = _("Its use has been suspended since {day}.", day=row.due_on + endorsements.A_DAY)
    return run_on(told, suspended)


def _time_left(days: int) -> Deadline:
    return days_left(days) if days else Deadline(_("Last day today"), "warn")


def _name(row: Due) -> Words:
    return Words(row.name, sex_and_age(row.sex, row.age), bold=True)
