"""审核: applications by deadline, what was declared beside what proves it, the law, the opinion."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app import pages, permits, queues, reviews
from app.desk import Desk
from app.enclosures import Leaf
from app.errors import Refused
from app.frames import Frame
from app.language import N_, _, plural
from app.listing import Listing
from app.permits import PermitRow
from app.queues import Queue, Waiting
from app.reviews import ReviewFile
from app.steps import Given
from ui import theme
from ui.answers import reason_of
from ui.longlist import LongList
from ui.office import Office
from ui.pages import Action, Done, Key, Page
from ui.pages.closing_switch import CLOSING, REVIEW, which_switch
from ui.pages.permit_step import StepStrip
from ui.pages.review_compare import ComparePanel
from ui.pages.review_panels import (
    IS_ABOUT,
    ConditionsPanel,
    DeadlinePanel,
    OpinionPanel,
    queue_cell,
)
from ui.pages.trail import file_of
from ui.pages.wayback import Outcome, with_way_back
from ui.table import Column
from ui.widgets.button import KeyButton
from ui.widgets.empty import EmptyState
from ui.widgets.panel import PageHead, Panel
from ui.widgets.text import Text

IN_REVIEW = ("accepted", "applied")
DONE = {
    "approve": N_("Approved: {name}, on to printing"),
    "refuse": N_("Refused: {name}"),
    "send_back": N_("Sent back: {name}, told what is missing"),
    "accept": N_("Accepted: {name}, the time begins"),
    "extend": N_("Extended: {name}"),
}
WITH_A_PAPER = ("refuse", "send_back", "accept")
"""After these the person is handed a paper: the refusal, the one-time notice, the receipt."""


class ReviewPage(Page):
    """The queue at the left, the application in hand in the middle, the decision at the right.

    ``show_for`` takes ("permit", id). What refuses or sends back is pressed twice: the first
    press asks for the reason, the second decides, for the notice leaves the building.
    """

    reads = frozenset({"permit", "material", "page", "person", "stay", "statement"})

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._file: ReviewFile | None = None
        self._wanted: UUID | int | None = None
        columns = (Column[Waiting](N_("Application"), lambda row: row, lambda row: queue_cell(row)),)
        self.queue = LongList(
            columns, key=lambda row: row.id, jobs=office.jobs, row_height=64, header=False,
            name=_("To review"),
        )  # fmt: skip
        self.compare, self.deadline = ComparePanel(office), DeadlinePanel()
        self.conditions, self.opinion = ConditionsPanel(), OpinionPanel()
        self._head, self._side = PageHead(_("Review")), Panel(_("To review"), padded=False)
        self._nothing = EmptyState(
            "check-circle", _("Everything is reviewed"), _("New applications come by themselves.")
        )
        self._strip = StepStrip(office.desk.today)
        self._decided: PermitRow | None = None
        self._showing = False
        self._paper = KeyButton(_("Print its paper"), key="Ctrl+P", small=True)
        self._reviewer = Text(_("Reviewed by {name}", name=office.desk.officer.name), tone="text2")

        self._arrange()
        self.queue.chosen.connect(self._choose)
        self._paper.clicked.connect(self._print)
        self.queue.opened.connect(lambda row: self.opinion.go_to())
        self.opinion.changed.connect(self.changed)
        self.opinion.phrased.connect(lambda number: self.compare.mark_if_held(IS_ABOUT[number]))
        self.compare.marked.connect(self._say_what_is_told)
        self.compare.framed.connect(self._frame)
        self._strip.given.connect(self._take_given)
        self._strip.closed.connect(self._strip.hide)

    # -- what the window asks

    def show_for(self, what: object) -> None:
        match what:
            case ("permit", UUID() as permit_id):
                self._wanted = permit_id
        self.reload()

    def reload(self) -> None:
        wanted, self._wanted = self._wanted, None
        load = partial(queues.queue, self.office.desk, *IN_REVIEW, wanted=wanted)
        self.office.jobs.run(load, then=self._show_queue, owner=self)

    def buttons(self) -> tuple[Action, ...]:
        if self._file is None:
            return ()
        refuse = Action(_("Refuse"), partial(self._with_reason, "refuse"), "F7", "quiet")
        tell = Action(_("Send back, once for all"), partial(self._with_reason, "send_back"), "F8")
        if self._file.permit.state == "applied":
            kind = "pending" if self._file.lacking else "primary"
            return (refuse, tell, Action(_("Accept, see the next"), self._accept, "F9", kind))
        extend = Action(_("Extend the time"), self._extend, "F6", "quiet")
        kind = "primary" if self._file.answer else "pending"
        return (refuse, extend, tell, Action(_("Approve, see the next"), self._approve, "F9", kind))

    def own_keys(self) -> tuple[Key, ...]:
        return (
            Key("[", _("Application before"), partial(self.queue.step, -1), hinted=True),
            Key("]", _("Next application"), partial(self.queue.step, 1), hinted=True),
            Key("Ctrl+O", _("Open the person's file"), self._open_person, hinted=True),
            Key("Ctrl+P", _("Print its paper"), self._print, hinted=True),
            Key("Ctrl+D", _("Close the day"), partial(self.opens.emit, CLOSING, None)),
            Key("Ctrl+Tab", _("Next proof"), partial(self.compare.pages.tabs.step, 1)),
            Key("Ctrl+Shift+Tab", _("Proof before"), partial(self.compare.pages.tabs.step, -1)),
            Key("Ctrl+PgDown", _("Next page"), partial(self.compare.pages.turn, 1)),
            Key("Ctrl+PgUp", _("Page before"), partial(self.compare.pages.turn, -1)),
            Key("+", _("Page larger"), partial(self.compare.pages.view.zoom, 1)),
            Key("-", _("Page smaller"), partial(self.compare.pages.view.zoom, -1)),
            Key("Ctrl+M", _("Frame what a page lacks"), self.compare.pages.begin_frame, hinted=True),
            Key("Space", _("Mark the proof in hand, or frame a place of its page")),
            Key("Alt+Enter", _("More room for the page, or less"), self.compare.enlarge),
            Key("Esc", _("Close what is asked"), self._close),
            *(
                Key(f"Alt+{n}", _("Common phrase {n}", n=n), partial(self.opinion.use_phrase, n - 1))
                for n in (1, 2, 3)
            ),
        )

    def foot(self) -> QWidget | None:
        return self._reviewer if self._file is not None else None

    def first_focus(self) -> QWidget | None:
        return self.queue

    def mark(self, field: str, words: str, because: object) -> bool:
        if field in (permits.OVERTAKEN, "frames"):
            self.reload()  # changed at another station, whose acts make no news here
        if self._strip.mark(field, words):
            return True
        if field in ("reason", "lacks"):
            self.opinion.ask_for_reason(words)
            return True
        return False

    def fit(self, breadth: str) -> None:
        self._side.setFixedWidth(theme.px(208 if breadth == "narrow" else 256))
        self.deadline.setVisible(breadth != "narrow")

    # -- the queue

    def _show_queue(self, queue: Queue) -> None:
        self._showing = True
        self.queue.show_listing(queue.listing)
        self._showing = False
        total = len(queue.listing)
        self._say(total, queue.overdue, queue.due_today)
        self._side.show_title(_("To review"), str(total))
        self._nothing.setVisible(not total)
        self.queue.setVisible(bool(total))
        self._open(self.queue.current())

    def _say(self, total: int, overdue: int, today: int) -> None:
        parts: list[tuple[str, str, bool] | str] = [plural("{n} to review", "{n} to review", total)]
        if overdue:
            parts += (_(", "), (plural("{n} late", "{n} late", overdue), "bad", True))
        if today:
            parts += (_(", "), (plural("{n} falls due today", "{n} fall due today", today), "warn", True))
        self._head.say(*parts, " · " + _("What is approved goes on to printing; 10 seconds to undo"))

    def _choose(self, row: Waiting | None) -> None:
        """Another case than the one that follows by itself: what was decided before is settled."""
        if not self._showing:
            self._decided = None
            self._open(row)

    def _open(self, row: Waiting | None) -> None:
        if row is None:
            self._show_file(None, None)
            return
        load = partial(reviews.review, self.office.desk, row.id)
        self.office.jobs.run(load, then=partial(self._show_file, row), owner=self)

    def _show_file(self, row: Waiting | None, file: ReviewFile | None) -> None:
        current = self.queue.current()
        if row is not None and (current is None or current.id != row.id):
            return  # the officer has gone on meanwhile
        another = file is None or self._file is None or file.permit.id != self._file.permit.id
        self._file = file
        for panel in (self.compare, self.deadline, self.conditions, self.opinion):
            panel.setVisible(file is not None)
        if row is not None and file is not None:
            self.compare.show_file(file)
            self.deadline.show_row(row)
            self.deadline.setVisible(self._breadth != "narrow")
            self.conditions.show_reason(reason_of(file.answer))
            if another:
                self.opinion.begin(file)
                self._strip.hide()
            self.opinion.show_framed(self.compare.framed_in_words())
        decided = self._decided
        words = _("Print its paper") if decided is None else _("Print the paper of {name}", name=decided.name)
        self._paper.show_words(words)
        self._paper.setVisible(decided is not None or file is not None)
        self.changed.emit()

    def _print(self) -> None:
        """The paper of the case that was just decided, until another is chosen; else that of this one."""
        here = self._in_hand()
        permit = self._decided or (here.permit if here is not None else None)
        if permit is None:
            raise Refused(N_("Nothing is in hand to be printed. Choose a line first."))
        self._decided = None
        back = ("review", ("permit", here.permit.id) if here is not None else None)
        self.opens.emit("papers", ("permit", permit.id, back))

    # -- deciding

    def _approve(self) -> None:
        self._take("approve", self.opinion.reason())

    def _accept(self) -> None:
        """Accept; what is still lacking is noted on the person's file."""
        file = self._in_hand()
        if file is not None and file.lacking:
            self._open_person()
        else:
            self._take("accept", "")

    def _with_reason(self, step: str) -> None:
        """The first press asks for the reason, the second decides."""
        self.compare.pages.keep_typed()
        if not self.opinion.is_asked(step) or (step == "refuse" and not self.opinion.reason()):
            self.opinion.choose(step)
            self._say_what_is_told()
            return
        self._take(step, self.opinion.reason())

    def _say_what_is_told(self) -> None:
        """Before a notice is given it is read what stands on it."""
        if self.opinion.is_asked("send_back") and (things := self.compare.to_tell()):
            words = _("To be told, once: {things}. Press F8 again to send it back.", things=things)
            self.opinion.say(words)

    def _extend(self) -> None:
        if self._in_hand() is not None:
            self._strip.begin("extend", permits.note_on(self.office.desk, "extend"))

    def _frame(self, leaf: Leaf, frames: tuple[Frame, ...]) -> None:
        """Keep what is framed on a page; with the file it comes back, and into notice and opinion."""
        more = len(frames) >= len(leaf.frames)
        words = _("Framed what the page lacks") if more else _("Frame taken away")
        verb = partial(pages.frame, self.office.desk, leaf.id, frames, leaf.frames)
        self.office.jobs.run(
            partial(with_way_back, self.office.desk, verb),
            then=lambda outcome: self.did.emit(Done(words, outcome.undo)), owner=self,
        )  # fmt: skip

    def _close(self) -> None:
        """What Esc does: let the frame in hand go, else close what is asked."""
        if not self.compare.pages.back():
            self._strip.hide()

    def _in_hand(self) -> ReviewFile | None:
        """The file of the chosen application: nothing is decided on one that is not on the screen yet."""
        row, file = self.queue.current(), self._file
        return file if row is not None and file is not None and row.id == file.permit.id else None

    def _take(self, step: str, reason: str) -> None:
        self.compare.pages.keep_typed()
        lacks = self.compare.lacks() if step == "send_back" else ()
        self._take_given(step, Given(reason=reason, lacks=lacks))

    def _take_given(self, step: str, given: Given) -> None:
        file = self._in_hand()
        if file is None:
            return
        desk = self.office.desk
        verb = partial(permits.move, desk, file.permit.id, step, replace(given, seen=file.seen))
        after = None if step == "extend" else self.queue.beside()
        self.office.jobs.run(
            partial(with_way_back, desk, verb), then=partial(self._show_taken, step, after), owner=self
        )

    def _show_taken(self, step: str, after: int | None, outcome: Outcome[PermitRow]) -> None:
        self._wanted = after
        self._decided = outcome.result if step in WITH_A_PAPER else None
        self._strip.hide()
        self.did.emit(Done(_(DONE[step], name=outcome.result.name), outcome.undo))
        self.reload()

    def _open_person(self) -> None:
        if file := self._in_hand():
            again = partial(_waiting, self.office.desk)
            person_id = file.permit.person_id
            followed = file_of(person_id, self.queue, "review", person=_applicant, again=again)
            self.opens.emit("resident", followed)

    def _arrange(self) -> None:
        self._head.add_tool(self._paper)
        self._head.add_tool(which_switch(REVIEW, self))
        self._side.body.addWidget(self.queue, 1)
        self._side.body.addWidget(self._nothing, 1)
        right = QVBoxLayout()
        right.setSpacing(theme.px(12))
        right.addWidget(self.deadline)
        right.addWidget(self.conditions, 1)
        right.addWidget(self.opinion)
        columns = QHBoxLayout()
        columns.setSpacing(theme.px(12))
        columns.addWidget(self._side)
        columns.addWidget(self.compare, 612)
        columns.addLayout(right, 346)
        self.lay(self._head, self._strip, columns)
        self._strip.hide()


def _waiting(desk: Desk) -> Listing[Waiting]:
    """What waits for review now."""
    return queues.queue(desk, *IN_REVIEW).listing


def _applicant(row: Waiting) -> UUID:
    return row.permit.person_id
