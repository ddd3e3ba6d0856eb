"""The panels at the right of 审核: the time left, the law, the opinion."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from app.language import N_, _, plural
from app.queues import Waiting
from app.reviews import ReviewFile
from ui import theme
from ui.pages.wording import sex_and_age
from ui.widgets.answer import AnswerTree, Reason
from ui.widgets.button import KeyButton
from ui.widgets.cells import (
    Deadline,
    Status,
    TwoLines,
    Words,
    days_left,
    working_days_left,
)
from ui.widgets.chip import Chip, DeadlineBand
from ui.widgets.choice import ChoiceRow
from ui.widgets.fields import LongText
from ui.widgets.panel import Panel, scrolled
from ui.widgets.text import Text

APPROVE, SEND_BACK, REFUSE = "approve", "send_back", "refuse"
OPINIONS = ((APPROVE, N_("Approve")), (SEND_BACK, N_("Send back")), (REFUSE, N_("Refuse")))
PHRASES = {
    APPROVE: (
        (N_("Meets all"), N_("Meets the conditions.")),
        (N_("Agrees all"), N_("The proofs were compared and agree.")),
        (N_("Seen"), N_("The dwelling was seen on the spot.")),
    ),
    SEND_BACK: (
        (N_("Signature"), N_("The lease lacks the landlord's signature.")),
        (N_("Seal"), N_("The contract lacks the seal.")),
        (N_("New photo"), N_("The photo does not fit; a new one is needed.")),
    ),
    REFUSE: (
        (N_("Half a year"), N_("Not yet half a year since registration.")),
        (N_("No proof"), N_("No lawful dwelling, job or schooling is proved.")),
        (N_("Withdrawn"), N_("The applicant withdrew the application.")),
    ),
}
"""Of each opinion the common phrases: how the button calls one, and what it writes."""

IS_ABOUT = ("lease", "labour_contract", "photo")
"""Which proof each phrase of a notice is about: it is marked as to be put right."""

PRESS_AGAIN = {
    SEND_BACK: N_("It is told only once. Mark with Space what is to be put right; F8 again sends."),
    REFUSE: N_("The reason is told to the applicant. Press F7 again to refuse."),
}


def deadline_of(row: Waiting, note: str = "") -> Deadline | Words:
    """The time left for a permit: the meter where working days count, words where all days do."""
    if row.days_left is None:
        return Words(_("waits for proofs"), note, tone="warn")
    if row.working_days_left is not None:
        return working_days_left(row.working_days_left, note=note, total=row.working_days or 0)
    return days_left(row.days_left, note=note)


def queue_cell(row: Waiting) -> TwoLines:
    """A row of the queue."""
    permit = row.permit
    taken = permit.accepted_on or permit.applied_on
    since = _("accepted {day}") if permit.accepted_on else _("applied {day}")
    name = Words(permit.name, sex_and_age(permit.sex, permit.age), bold=True)
    return TwoLines(name, deadline_of(row), since.format(day=taken.strftime("%m-%d")))


class DeadlinePanel(Panel):
    """The time the law gives."""

    def __init__(self) -> None:
        super().__init__(_("Time by law"))
        self._chip, self._meter = Chip(), DeadlineBand()
        self._since, self._until = Text(size=theme.NOTE, tone="text2"), Text(size=theme.NOTE)
        self.add_tool(self._chip)
        ends = QHBoxLayout()
        ends.addWidget(self._since)
        ends.addStretch(1)
        ends.addWidget(self._until)
        self.body.addWidget(self._meter)
        self.body.addLayout(ends)

    def show_row(self, row: Waiting) -> None:
        """Show how much of it is left."""
        cell = deadline_of(row)
        permit = row.permit
        metered = isinstance(cell, Deadline) and cell.left is not None
        self._meter.setVisible(metered)
        if isinstance(cell, Deadline):
            self._meter.show_deadline(cell)
        kind = {"bad": "bad", "warn": "warn"}.get(cell.tone, "info")
        self._chip.show_status(Status(cell.words, kind))
        taken = permit.accepted_on or permit.applied_on
        since = _("accepted {day}") if permit.accepted_on else _("applied {day}")
        self._since.setText(since.format(day=taken.strftime("%m-%d")))
        self._until.setText(_until(row))


def _until(row: Waiting) -> str:
    issue_by = row.permit.issue_by
    if issue_by is None:
        return _("The time begins with acceptance.")
    due = _("due {day}", day=issue_by.strftime("%m-%d"))
    if row.prolonged:
        due += " · " + _("moved on")
    if row.working_days is None:
        return due
    length = plural("{n} working day", "{n} working days", row.working_days)
    return f"{length} · {due}" + (" · " + _("provisional") if row.provisional else "")


class ConditionsPanel(Panel):
    """The law's answer for the day of application."""

    def __init__(self) -> None:
        super().__init__(_("Conditions to apply"), note=_("by the day of application"))
        self._tree = AnswerTree()
        self.body.addWidget(scrolled(self._tree), 1)

    def show_reason(self, reason: Reason) -> None:
        """Show the conditions, those that are missing first."""
        self._tree.show_reason(reason)


class OpinionPanel(Panel):
    """The reviewing officer's opinion; common phrases are put in by Alt and their digit.

    ``phrased`` carries which phrase of a notice was used. What is framed on the pages stands in the opinion
    by itself, as long as it is framed there; a notice names it among what is lacking instead.
    """

    changed = Signal()
    phrased = Signal(int)

    def __init__(self) -> None:
        super().__init__(_("Opinion"))
        self._choice = ChoiceRow(tuple((step, _(words)) for step, words in OPINIONS), name=_("Opinion"))
        self._text = LongText(_("Reason or remark"), lines=2, name=_("Reason or remark"))
        self._words = Text(size=theme.NOTE, tone="text2", wrap=True)
        self._phrases = [KeyButton("", kind="quiet", small=True) for _phrase in range(3)]
        self._armed = self._framed = self._written = ""
        for number, button in enumerate(self._phrases):
            button.clicked.connect(partial(self.use_phrase, number))
        self._choice.changed.connect(self._show_phrases)

        phrases = QHBoxLayout()
        phrases.setSpacing(0)
        phrases.addWidget(Text(_("Phrases Alt 1–3"), size=theme.NOTE, tone="text2"))
        for button in self._phrases:
            phrases.addWidget(button)
        phrases.addStretch(1)
        for part in (self._choice, self._text, self._words):
            self.body.addWidget(part)
        self.body.addLayout(phrases)

    def begin(self, file: ReviewFile) -> None:
        """Begin with another application."""
        self._armed = self._framed = self._written = ""
        self._text.show_value(None)
        self._choice.show_value(SEND_BACK if file.permit.state == "applied" else APPROVE)
        self._show_phrases()

    def show_framed(self, words: str) -> None:
        """What is framed on the pages now, a sentence; "" when nothing is."""
        if words != self._framed:
            self._framed = words
            self._write_framed()

    def step(self) -> str:
        """Which step the opinion stands on."""
        return str(self._choice.value())

    def is_asked(self, step: str) -> bool:
        """Whether this step was pressed once already."""
        return self._armed == step

    def reason(self) -> str:
        """What is written."""
        return str(self._text.value() or "")

    def choose(self, step: str) -> None:
        """Turn the opinion to a step and ask for its reason; the next press takes it."""
        self._choice.show_value(step)
        self._armed = step
        self.ask_for_reason(_(PRESS_AGAIN.get(step, "")))

    def ask_for_reason(self, words: str) -> None:
        """Say why a reason is wanted, and put the officer into the text."""
        self.say(words)
        self.go_to()

    def say(self, words: str) -> None:
        """Say something below the text."""
        self._words.show_words(words, "warn")
        self._words.show()

    def go_to(self) -> None:
        """Put the officer into the text."""
        self._text.setFocus()

    def use_phrase(self, number: int) -> None:
        """Add a common phrase to what is written."""
        if self.step() == SEND_BACK:
            self.phrased.emit(number)
        _label, phrase = PHRASES[self.step()][number]
        self._text.show_value(f"{self.reason()} {_(phrase)}".strip())

    def _write_framed(self) -> None:
        """Put the sentence in the place of what was written here before, and leave what the officer wrote."""
        wanted = "" if self.step() == SEND_BACK else self._framed
        if wanted != self._written:
            others = self.reason().replace(self._written, "", 1).strip() if self._written else self.reason()
            self._text.show_value(f"{others} {wanted}".strip())
            self._written = wanted

    def _show_phrases(self) -> None:
        self._write_framed()
        self._words.hide()
        self._armed = ""
        for button, (label, _phrase) in zip(self._phrases, PHRASES[self.step()], strict=True):
            button.show_words(_(label))
        self.changed.emit()
