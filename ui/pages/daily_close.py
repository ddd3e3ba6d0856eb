"""日清日结: six steps to the day's end, what is left explained by digits, and the signature."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app import daily_close, daily_work, printing, tray
from app.daily_close import DRAFTS, PRINTS, RECKONING, STEPS, TRAY, DaysEnd, Step
from app.daily_reckoning import DRAFT, OWED
from app.errors import Refused
from app.language import N_, _, plural
from app.paper import DAILY_LIST
from app.printing import Made
from app.today import Duty
from app.unfinished import OTHER, Unfinished
from ui import theme
from ui.bars import spoken_day
from ui.office import Office
from ui.pages import Action, Done, Key, Page
from ui.pages.came_out import CameOut
from ui.pages.closing_switch import CLOSING, REVIEW, which_switch
from ui.pages.daily_panels import AskStrip, ReasonsPanel, ReckoningPanel, StepsPanel, TomorrowPanel
from ui.pages.press import Press
from ui.pages.trail import file_of
from ui.pages.wayback import Outcome, with_way_back
from ui.widgets.button import KeyButton
from ui.widgets.notice import Notice
from ui.widgets.panel import PageHead, side_by_side


class DailyClosePage(Page):
    """The steps at the left; at the right the reckoning, what is to be explained, and tomorrow.

    The signature waits until every step has passed; pressed before, it leads to the first that has not.
    """

    reads = frozenset(
        {
            "stay", "permit", "permit_step", "registration", "endorsement", "blank", "blank_box",
            "blank_count", "printout", "draft", "explanation", "day_close",
        }
    )  # fmt: skip

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._end: DaysEnd | None = None
        self._go_on = False
        self._press = Press(self)
        self._head, self._state = PageHead(_("Close the day")), Notice()
        self._which = which_switch(CLOSING, self)
        self._came_out = CameOut(self, self._press)
        self.steps, self.reckoning, self.strip = StepsPanel(), ReckoningPanel(), AskStrip()
        self.reasons, self.tomorrow = ReasonsPanel(office), TomorrowPanel(office)
        self._missing = KeyButton("", key="F8", kind="quiet")

        self._arrange()
        self._connect()

    # -- what the window asks

    def reload(self) -> None:
        self.office.jobs.run(partial(daily_close.look, self.office.desk), then=self._show, owner=self)

    def buttons(self) -> tuple[Action, ...]:
        if self._end is None:
            return ()
        if self._came_out.asks:
            return self._came_out.buttons()
        if self._end.closed is not None:
            reopen = Action(_("Open the day again"), self.strip.ask_reopening, "F7", "quiet")
            return (reopen, Action(_("Print the day's list"), self._print, "Ctrl+P", "primary"))
        kind = "pending" if self._end.first_open else "primary"
        return (
            Action(_("Print the day's list"), self._print, "Ctrl+P"),
            Action(_("Sign, the day is done"), self._sign, "Ctrl+Enter", kind),
        )

    def own_keys(self) -> tuple[Key, ...]:
        same = Key("F7", _("The same reason for the rest of its kind"), self._say_of_the_rest)
        return (
            Key("1…9", _("Pick a reason")),
            Key("Enter", _("Go to what a step lacks; open the file")),
            Key("F6", _("Each thing done, or the reckoning"), self._show_each),
            *((same,) if not self._came_out.asks and (self._end is None or self._end.closed is None) else ()),
            Key("F8", _("To what is missing"), self._jump),
            Key("Ctrl+D", _("To the review"), partial(self.opens.emit, REVIEW, None)),
            Key("Esc", _("Close what is asked"), self._close_asked),
        )

    def foot(self) -> QWidget | None:
        return self._missing if self._end and self._end.first_open and not self._end.closed else None

    def first_focus(self) -> QWidget:
        return self.steps.list

    def mark(self, field: str, words: str, because: object) -> bool:
        if field == daily_close.OVERTAKEN:
            self.reload()  # said at another station, whose acts make no news here
        if field == "remark" and not self.reasons.words.isHidden():
            self.reasons.words.set_state("error", words)
            return True
        return self.strip.mark(field, words)

    def fit(self, breadth: str) -> None:
        self.steps.setFixedWidth(theme.px(280 if breadth == "narrow" else 320))
        self.tomorrow.setVisible(breadth != "narrow")

    # -- showing

    def _show(self, end: DaysEnd) -> None:
        self._end = end
        for panel in (self.steps, self.reckoning, self.reasons, self.tomorrow):
            panel.show_end(end)
        self._say(end)
        if (step := end.first_open) is not None:
            left = plural("{n} step to go", "{n} steps to go", len(end.steps) - end.passed)
            self._missing.show_words(f"{left}：{_(STEPS[step.name])}")
        if self._go_on:
            self._go_on = False
            self.reasons.go_to_unexplained()
        self.changed.emit()

    def _say(self, end: DaysEnd) -> None:
        hand, done, carried, rest = (
            sum(getattr(one, name) for one in end.matters)
            for name in ("in_hand", "done", "carried", "to_explain")
        )
        self._head.say(
            spoken_day(end.day), " · ", _("{n} in hand, ", n=f"{hand:,}"), _("done "),
            (f"{done:,}", "ok", True), _(", carried over {n}", n=f"{carried:,}"),
            *((_(", "), (_("to explain {n}", n=f"{rest:,}"), "warn", True)) if rest else ()),
            *(_(" · last closed {day}", day=day) for day in (end.closed_before,) if day),
        )  # fmt: skip
        self._state.setVisible(end.closed is not None)
        if end.closed is not None:
            at = end.closed.closed_at.astimezone().strftime("%H:%M")
            signed = _("Closed and signed: {officer}, {at}", officer=end.closed.officer, at=at)
            if end.closed.moved_on:
                since = _("More was done since. Open the day again with a reason (F7), then sign it anew.")
                self._state.say(signed, since, kind="warn")
            else:
                self._state.say(signed, kind="ok")

    def _show_each(self) -> None:
        if self.reckoning.shows_each():
            self.reckoning.show_reckoning()
            return
        load = partial(daily_work.of_day, self.office.desk, self.office.desk.today())
        self.office.jobs.run(load, then=self.reckoning.show_each, owner=self)

    # -- the steps

    def _jump(self) -> None:
        if self._end is not None and (step := self._end.first_open) is not None:
            self.steps.list.go_to(step.name)
            self._put_right(step)

    def _put_right(self, step: Step) -> None:
        """Lead to where a step is put right."""
        if step.name == RECKONING:
            self.reckoning.show_reckoning()
            self.reckoning.list.setFocus()
        elif step.name == TRAY and self._end is not None:
            self.strip.ask_count(self._end.balance.left)
        elif step.name == PRINTS:
            self.opens.emit("printing", None)
        else:
            self.reasons.go_to_unexplained(*((DRAFT,) if step.name == DRAFTS else OWED))
            self.reasons.list.setFocus()

    def _give(self, number: str, reason: str) -> None:
        """What the strip asked for: the count of the tray, or why the day is opened again."""
        desk = self.office.desk
        if not self.strip.counts:
            self._do(partial(daily_close.reopen, desk, reason), _("The day is open again."))
        elif not number.isdecimal():
            self.strip.mark("seen", _("Write how many you counted, in figures."))
        else:
            self._do(partial(tray.count, desk, int(number), reason), _("Counted: {n}", n=number))

    # -- the reasons

    def _pick(self, one: Unfinished, digit: int) -> None:
        offered = daily_close.reasons(one.matter, self.office.desk.today())
        if digit > len(offered):
            return
        if (code := offered[digit - 1].code) == OTHER:
            self.reasons.ask_words(one)
        else:
            self._explain(one, code, "")

    def _explain(self, one: Unfinished, code: str, remark: str) -> None:
        self._go_on = True
        shown = (one.code, one.remark)
        say = partial(daily_close.explain, self.office.desk, one.matter, one.subject_id, code, remark, shown)
        self._do(say, _("Said of {name}", name=one.name))

    def _say_of_the_rest(self) -> None:
        """What was said of the one in hand is said of all of its kind that have no reason."""
        one = self.reasons.list.current()
        if one is None or not one.code:
            raise Refused(N_("Choose one that is explained; the rest of its kind gets the same reason."))
        self._go_on = True
        rest = partial(daily_close.explain_rest, self.office.desk, one.matter, one.code, one.remark)
        self._do(rest, _("Said of all the rest: {reason}", reason=one.reason))

    def _open(self, one: Unfinished) -> None:
        if one.matter == DRAFT:
            self.opens.emit("registration", ("draft", one.subject_id))
        elif one.person_id is not None:
            self.opens.emit("resident", file_of(one.person_id, self.reasons.list, "closing"))

    def _open_duty(self, duty: Duty) -> None:
        self.opens.emit("resident", file_of(duty.person_id, self.tomorrow.list, "closing"))

    # -- signing, and the list

    def _sign(self) -> None:
        if self._end is not None and self._end.first_open is not None:
            self._jump()
            return
        verb = partial(daily_close.close, self.office.desk)
        self.office.jobs.run(verb, then=self._signed, owner=self)

    def _signed(self, _closed: object) -> None:
        self.did.emit(Done(_("Signed. The day is done; Ctrl P prints its list.")))
        self.reload()

    def _print(self) -> None:
        desk = self.office.desk
        self._press.print(partial(printing.make, desk, DAILY_LIST.name, desk.office.id), DAILY_LIST.name)

    def _ask(self, made: Made) -> None:
        self._came_out.ask(made.printout_id)
        self._state.say(_("Did the list come out right?"), _("Look at it, then say so."), kind="warn")
        self._state.show()
        self.changed.emit()

    def _settle(self) -> None:
        self._came_out.ask(None)
        self.reload()

    def _do(self, verb: Callable[[], object], words: str) -> None:
        def tell(outcome: Outcome[object]) -> None:
            self._close_asked()
            self.did.emit(Done(words, outcome.undo))

        self.office.jobs.run(partial(with_way_back, self.office.desk, verb), then=tell, owner=self)

    def _close_asked(self) -> None:
        if not self.strip.isHidden():
            self.strip.hide()
            self.steps.list.setFocus()
        if self.reasons.close_words():
            self.reasons.list.setFocus()

    def _connect(self) -> None:
        self.steps.opened.connect(self._put_right)
        self.reckoning.button.clicked.connect(self._show_each)
        self.reasons.list.picked.connect(self._pick)
        self.reasons.list.opened.connect(self._open)
        self.reasons.written.connect(lambda one, words: self._explain(one, OTHER, words))
        self.tomorrow.list.opened.connect(self._open_duty)
        self.strip.given.connect(self._give)
        self._missing.clicked.connect(self._jump)
        self._press.out.connect(self._ask)
        self._came_out.right.connect(self._settle)
        self._came_out.spoiled.connect(self._settle)

    def _arrange(self) -> None:
        self._head.add_tool(self._which)
        right = QVBoxLayout()
        right.setSpacing(theme.px(12))
        right.addWidget(self.strip)
        right.addWidget(self.reckoning)
        right.addWidget(self.reasons, 3)
        right.addWidget(self.tomorrow, 1)
        self.lay(self._head, self._state, self._came_out, side_by_side(self.steps, right, wide=right))
        self._state.hide()
