"""The panels of the daily close: its six steps, the reckoning, what is to be explained, and tomorrow."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from app import daily_close, daily_reckoning
from app.daily_close import STEPS, DaysEnd, Step
from app.daily_reckoning import MATTERS, Matter
from app.daily_work import WorkDone
from app.language import N_, _, plural
from app.today import ENDORSE, Duty
from app.unfinished import Rest, Unfinished
from ui import theme
from ui.longlist import LongList
from ui.office import Office
from ui.pages.wording import weekday
from ui.table import Column
from ui.widgets.button import KeyButton
from ui.widgets.cells import FIRST, Deadline, Status, TwoLines, Words, days_left, room_for
from ui.widgets.empty import EmptyState
from ui.widgets.fields import TextField
from ui.widgets.notice import Notice
from ui.widgets.panel import Panel
from ui.widgets.text import Text
from ui.widgets.worklist import HEADER_HEIGHT, WorkList

ROW, LOW_ROW = 30, 26
"""The rows of the reckoning are lower: all its kinds and their total are seen at once."""

TOTAL = "total"
CALLED = daily_reckoning.CALLED | {TOTAL: N_("Altogether")}


class StepsPanel(Panel):
    """The six steps, each with how it stands; Enter (``opened``) leads to where it is put right."""

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__(_("The day's end in 6 steps"), padded=False)
        self.list: WorkList[Step] = WorkList(
            (Column[Step](N_("Step"), lambda step: step, _step),),
            key=lambda step: step.name, row_height=58, header=False, name=_("The day's end in 6 steps"),
        )  # fmt: skip
        self.body.addWidget(self.list)
        self.list.opened.connect(self.opened)

    def show_end(self, end: DaysEnd) -> None:
        """Show how they stand."""
        self.show_title(_("The day's end in 6 steps"), _("{n} passed", n=end.passed))
        self.list.show_rows(end.steps)


def _step(step: Step) -> TwoLines:
    number = list(STEPS).index(step.name) + 1
    icon = "check-circle" if step.passed else "warning"
    tone = "text2" if step.passed else "warn"
    return TwoLines(
        Words(f"{number} {_(STEPS[step.name])}", bold=True, icon=icon),
        Words(step.words, tone=tone, small=True),
    )


class ReckoningPanel(Panel):
    """Of each kind of work what was in hand and what became of it; or each thing done, one by one."""

    def __init__(self) -> None:
        super().__init__(_("Today's reckoning"), padded=False)
        self.list: WorkList[Matter] = WorkList(
            (
                Column[Matter](N_("Matter"), lambda one: one, _matter, width=120),
                Column[Matter](N_("Work on hand"), partial(_number, "in_hand"), width=82, right=True),
                Column[Matter](N_("Done"), partial(_number, "done"), width=82, right=True),
                Column[Matter](N_("Carried over"), partial(_number, "carried"), width=92, right=True),
                Column[Matter](N_("To explain"), partial(_number, "to_explain"), width=92, right=True),
                Column[Matter](N_("Remark"), lambda one: one, _note),
            ),
            key=lambda one: one.kind, row_height=LOW_ROW, name=_("Today's reckoning"),
        )  # fmt: skip
        self.each: WorkList[WorkDone] = WorkList(
            (
                Column[WorkDone](N_("Matter"), lambda one: Words(one.words, bold=True), width=190),
                Column[WorkDone](N_("Name"), lambda one: one.name, width=150),
                Column[WorkDone](N_("Number"), lambda one: one.number, width=190),
                Column[WorkDone](N_("Officer"), lambda one: one.officer),
            ),
            key=lambda one: (one.words, one.person_id, one.number), row_height=LOW_ROW,
            name=_("Each thing done"),
        )  # fmt: skip
        self.button = KeyButton(_("See each one"), key="F6", kind="quiet", small=True)
        self._views = QStackedWidget()
        for view in (self.list, self.each):
            self._views.addWidget(view)
        self.body.addWidget(self._views)
        self.add_tool(self.button)
        self._views.setFixedHeight(theme.px(HEADER_HEIGHT + LOW_ROW * (len(MATTERS) + 1) + 2))

    def show_end(self, end: DaysEnd) -> None:
        """Show the reckoning with its total."""
        sums = (sum(getattr(one, name) for one in end.matters)
                for name in ("in_hand", "done", "carried", "to_explain", "due"))  # fmt: skip
        self.list.show_rows((*end.matters, Matter(TOTAL, *sums)))

    def show_each(self, done: tuple[WorkDone, ...]) -> None:
        """Show each thing done in its place."""
        self.each.show_rows(done)
        self._views.setCurrentWidget(self.each)
        self.button.show_words(_("See the reckoning"))
        self.each.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_reckoning(self) -> None:
        """Show the reckoning again."""
        self._views.setCurrentWidget(self.list)
        self.button.show_words(_("See each one"))

    def shows_each(self) -> bool:
        """Whether each thing done is shown."""
        return self._views.currentWidget() is self.each


def _number(part: str, one: Matter) -> Words:
    """A number of the reckoning: what is to be explained stands out, nothing stands back."""
    number = getattr(one, part)
    owed = part == "to_explain" and number
    tone = "warn" if owed else "text" if number else "text3"
    return Words(f"{number:,}", bold=bool(owed) or one.kind == TOTAL, tone=tone, right=True)


def _matter(one: Matter) -> Words:
    return Words(_(CALLED[one.kind]), bold=one.kind == TOTAL)


def _note(one: Matter) -> Words:
    """Whether the line adds up, and how much of what is left has come to its last day."""
    if one.kind == TOTAL or not one.adds_up:
        sign = "=" if one.adds_up else "≠"
        words = f"{one.in_hand} {sign} {one.done} + {one.carried} + {one.to_explain}"
        if one.adds_up:
            return Words(words, tone="ok", icon="check")
        return Words(words, _("something was changed without a step"), bold=True, tone="bad")
    if one.kind == ENDORSE:
        return Words(_("the holder comes for it") if one.carried else "", tone="text2")
    if one.due:
        return Words(
            plural("{n} has come to the last day", "{n} have come to the last day", one.due), tone="warn"
        )
    return Words(_("none overdue"), tone="text2")


class ReasonList(LongList[Unfinished]):
    """What is not done, each with its reason; ``picked`` carries the row and the digit that picks one."""

    picked = Signal(object, int)

    def __init__(self, office: Office) -> None:
        name = room_for(*(Words("欧阳明", _(words), bold=True) for words in CALLED.values())) + FIRST
        late = room_for(days_left(-99))
        said = room_for(Status(_("Explained"), "ok"), Status(_("To say"), "warn"))
        super().__init__(
            (
                Column[Unfinished](N_("Name"), lambda one: one, _named, width=name),
                Column[Unfinished](N_("How it stands"), lambda one: one, _situation, width=late),
                Column[Unfinished](N_("Reason (pick by digit)"), lambda one: one, self._reason),
                Column[Unfinished](N_("Said"), lambda one: one, _said, width=said),
            ),
            key=lambda one: (one.matter, one.subject_id), jobs=office.jobs, row_height=ROW,
            name=_("To explain"),
        )  # fmt: skip
        self._today = office.desk.today

    def keyPressEvent(self, event: QKeyEvent) -> None:
        here = self.current()
        if here is not None and event.text() in tuple("123456789") and not self._held(event):
            self.picked.emit(here, int(event.text()))
        else:
            super().keyPressEvent(event)

    def _held(self, event: QKeyEvent) -> bool:
        keypad = Qt.KeyboardModifier.KeypadModifier
        return event.modifiers() & ~keypad != Qt.KeyboardModifier.NoModifier

    def _reason(self, one: Unfinished) -> Words:
        if one.reason:
            return Words(one.reason, one.officer)
        offered = enumerate(daily_close.reasons(one.matter, self._today()), 1)
        return Words("  ".join(f"{number} {reason.title}" for number, reason in offered), tone="accent")


def _named(one: Unfinished) -> Words:
    return Words(one.name, _(CALLED[one.matter]), bold=True)


def _situation(one: Unfinished) -> Deadline | Words:
    return days_left(one.days_left) if one.days_left is not None else Words(_("not saved"), tone="warn")


def _said(one: Unfinished) -> Status:
    return Status(_("Explained"), "ok") if one.reason else Status(_("To say"), "warn")


class ReasonsPanel(Panel):
    """What should be done by now and is not; a reason of one's own is written below the list."""

    written = Signal(object, str)

    def __init__(self, office: Office) -> None:
        super().__init__(_("To explain"), padded=False)
        self.list = ReasonList(office)
        self._rest: Rest | None = None
        self.words = TextField(_("What the reason is; Enter keeps it"), name=_("Another reason"))
        self._nothing = EmptyState("check-circle", _("Nothing is left undone"))
        self._asked: Unfinished | None = None
        for part in (self.list, self._nothing, self.words):
            self.body.addWidget(part)
        self.words.hide()
        self.words.returnPressed.connect(self._give)

    def show_end(self, end: DaysEnd) -> None:
        """Show what is left of the day."""
        self._rest, count = end.rest, len(end.rest.listing)
        said = _("{n} said", n=count - len(end.rest.unsaid))
        self.show_title(plural("{n} to explain", "{n} to explain", count), said)
        self.list.show_listing(end.rest.listing)
        self.list.setVisible(bool(count))
        self._nothing.setVisible(not count)

    def go_to_unexplained(self, *matters: str) -> None:
        """Take the first that has no reason yet in hand, of these matters."""
        first = self._rest.first_unsaid(*matters) if self._rest is not None else None
        if first is not None:
            self.list.go_to_number(first)

    def ask_words(self, one: Unfinished) -> None:
        """Ask what the other reason is."""
        self._asked = one
        self.words.clear()
        self.words.show()
        self.words.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_words(self) -> bool:
        """Ask no more; says whether it did."""
        asked = not self.words.isHidden()
        self.words.hide()
        return asked

    def _give(self) -> None:
        if self._asked is not None:
            self.written.emit(self._asked, self.words.text())


class TomorrowPanel(Panel):
    """What is due by the time the office opens again."""

    def __init__(self, office: Office) -> None:
        super().__init__(_("Tomorrow"), padded=False)
        self.list: LongList[Duty] = LongList(
            (
                Column[Duty](N_("Matter"), lambda duty: _(CALLED[duty.kind]), width=120),
                Column[Duty](N_("Name"), lambda duty: Words(duty.name, bold=True), width=120),
                Column[Duty](N_("Time left"), lambda duty: days_left(duty.days_left or 0), width=150),
                Column[Duty](N_("Address"), lambda duty: Words(duty.address, cut_inside=True)),
            ),
            key=lambda duty: (duty.kind, duty.subject_id), jobs=office.jobs, row_height=ROW, header=False,
            name=_("Tomorrow"),
        )  # fmt: skip
        self.body.addWidget(self.list)
        self.list.setMinimumHeight(theme.px(2 * ROW))

    def show_end(self, end: DaysEnd) -> None:
        """Show it, with the day."""
        listed = len(end.tomorrow)
        self.show_title(
            plural("{n} to do tomorrow", "{n} to do tomorrow", listed),
            _("by {day} {weekday}", day=end.opens_again.strftime("%m-%d"), weekday=weekday(end.opens_again)),
        )
        self.list.show_listing(end.tomorrow)


class AskStrip(Panel):
    """Asks for the count of the tray, or why a closed day is opened again; ``given`` carries both texts."""

    given = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.why = Notice()
        self.number = TextField(name=_("Blanks counted"))
        self.reason = TextField(name=_("Reason"))
        self.save = KeyButton(_("Note it"), key="Enter", kind="primary")
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        self._label = Text(_("Blanks counted"), tone="text2")
        for part in (self._label, self.number):
            row.addWidget(part)
        row.addWidget(self.reason, 1)
        row.addWidget(self.save)
        self.number.setFixedWidth(theme.px(90))
        self.body.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        self.body.addWidget(self.why)
        self.body.addLayout(row)
        self.save.clicked.connect(self.give)
        for field in (self.number, self.reason):
            field.returnPressed.connect(self.give)
        self.hide()

    @property
    def counts(self) -> bool:
        """Whether it asks for the count."""
        return not self.isHidden() and not self.number.isHidden()

    def ask_count(self, on_ledger: int) -> None:
        """Ask how many blanks lie in the tray."""
        self._ask(_("Count the blank cards in the tray."), _("The ledger has {n}.", n=on_ledger), counts=True)
        self.reason.setPlaceholderText(_("Only where they differ: why"))

    def ask_reopening(self) -> None:
        """Ask why the day is opened again."""
        self._ask(_("Why is the day opened again?"), _("It stands on record with your name."), counts=False)
        self.reason.setPlaceholderText("")

    def give(self) -> None:
        """Hand over what was given."""
        self.given.emit(self.number.text().strip(), self.reason.text().strip())

    def mark(self, field: str, words: str) -> bool:
        """Say at a field what is wrong; says whether it is asked here."""
        fields = {"seen": self.number, "reason": self.reason, "reopen": self.reason}
        if self.isHidden() or field not in fields:
            return False
        fields[field].set_state("error", words)
        fields[field].setFocus()
        return True

    def _ask(self, words: str, rest: str, *, counts: bool) -> None:
        self.why.say(words, rest)
        for field in (self.number, self.reason):
            field.clear()
            field.set_state("normal")
        for part in (self._label, self.number):
            part.setVisible(counts)
        self.show()
        first: QWidget = self.number if counts else self.reason
        first.setFocus(Qt.FocusReason.OtherFocusReason)
